"""What holds for the rules on characters, marks and debris, on any text."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner.layout.state import PageState
from cleaner.normalizers import (
    Normalizer,
    convert_script,
    drop_controls,
    drop_debris,
    fold_compatibility,
    normalize_marks,
    normalize_newlines,
    remove_mark_spaces,
    style_quotes,
)
from cleaner.settings import Quotes, Script, Settings
from cleaner.trace import TracedText, audit

RULES = (
    normalize_newlines,
    drop_controls,
    drop_debris,
    fold_compatibility,
    normalize_marks,
    convert_script,
    remove_mark_spaces,
    style_quotes,
)
SETTINGS = (
    Settings(),
    Settings(script=Script.TRADITIONAL, quotes=Quotes.CORNER),
    Settings(script=Script.KEEP, han_latin_space=True),
)
CLEAN = sorted(Path(__file__).parents[2].glob("fixtures/clean/*.txt"))
FEW = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])

PIECES = st.sampled_from(
    [
        *"我区部署开展专项行动后里干发面于著瞭將細於甯畾妛田谷口二〇○",
        *"，。、；：？！“”‘’（）《》「」—…·＂．",
        *",.;:?!\"'()[]{}<>|*#@&$\\/%+-_=~`^",
        *"0123456789aZ",
        *" \t\n\r\f\v\x00\x1c\x85\xa0\xad\u200b\u200d\u200e\u2028\u3000\ufeff\ufffd\uffff\ud800",
        *"□■●★☆※①②Ⅱ⼤２Ａ％：，︐︵﹐﹒｡‧•・⻄\ufa0c\U0002f800\U0001f468",
        *("> ", "# ", "**", "![", "](", "<!--", "-->", "\\boxtimes", "$\\square$", "---", " | ", "\n\n"),
        *("...", "。。。", "……", "--", "——", "\n", " ", " ", "1,234", "10:30", "7%,5G", "http://a.cn/?b,"),
        *(
            "Mr. Wang",
            "isn't",
            "本报记者 ",
            "7月12日电 ",
            "田田谷田田",
            "国口硬口面口面口面口面口夯口",
            "天后宫",
        ),
    ]
)
ANY_TEXT = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=40).map("".join))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
@FEW
@given(text=ANY_TEXT, options=st.sampled_from(SETTINGS))
def test_contract_holds_on_any_text(rule: Normalizer, options: Settings, text: str) -> None:
    """Nothing raises, edits come in order, the effect is kept, and a second run changes nothing."""
    edits = list(rule.proposals(PageState(text, options)))
    spans = [(edit.start, edit.end) for edit in edits]
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    traced = TracedText.of(text).apply(edits)
    assert audit(traced, {rule.name: rule.effect}).breaches == ()
    assert rule(traced.text, options) == traced.text


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
def test_clean_text_stays(rule: Normalizer, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert rule(text) == text


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
@pytest.mark.parametrize(
    "unit",
    [
        *(
            "(",
            '"',
            "“",
            ",",
            ", ",
            "*",
            "**",
            "> ",
            "□",
            "□ ",
            "|",
            " |",
            "\\square ",
            "。",
            ".",
            "…",
            "-",
        ),
        *(
            "口",
            "口硬",
            "汉(",
            "汉 ",
            "1,",
            "A 汉 ",
            "![",
            "<!--",
            "&",
            "www.",
            "將",
            "http://",
            "\u200d",
            "汉\n",
            "\n ",
        ),
    ],
)
def test_a_rule_takes_linear_time_on_repetitions(rule: Normalizer, unit: str) -> None:
    """Pathological repetition of a length that a quadratic pattern would not come back from."""
    text = "汉" + unit * (20_000 // len(unit)) + "x"
    start = process_time()
    rule(text)
    assert process_time() - start < 1
