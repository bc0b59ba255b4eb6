"""Settings and arguments mean what they say, or say what is wrong with them."""

from __future__ import annotations

import inspect
import pickle
import pydoc
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import cleaner
from cleaner import Quotes, Script, Settings, Tier, clean, read_bytes, slugs, split_articles
from cleaner.decisions import Decision, Decisions, Verdict
from cleaner.document import Box, Line, RawPage
from cleaner.normalizers import RULES, convert_script, normalize_marks, restore_quotes
from cleaner.page import ArticleSource, Candidate
from cleaner.trace import Change, Edit

DECISION = Decision(Verdict.ACCEPT, "restore_quotes", "", "“", "甲", "乙")


def test_the_names_that_settings_know_are_those_of_the_rules() -> None:
    assert tuple(RULES) == slugs.RULES
    assert tuple(map(str, Tier)) == slugs.TIERS


def test_settings_do_not_load_the_rules() -> None:
    code = (
        "import sys; from cleaner import Settings; Settings(ignore=['restore_quotes']); "
        "sys.exit('cleaner.normalizers' in sys.modules or 'numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(("script", "member"), [(str(script), script) for script in Script])
def test_a_script_may_be_a_string(script: str, member: Script) -> None:
    text = "將細化方案，县里开会"
    assert Settings(script=script) == Settings(script=member)
    assert clean(text, Settings(script=script)).text == clean(text, Settings(script=member)).text


def test_strings_do_what_their_members_do() -> None:
    assert clean("开展“双减”治理", Settings(quotes="corner")).text == "开展「双减」治理"
    assert clean("县里开会", Settings(script="traditional")).text == "縣裏開會"
    assert Settings(quotes="corner").quotes is Quotes.CORNER


@pytest.mark.parametrize("kind", [set, frozenset, list, tuple, iter])
def test_names_may_come_in_any_collection(kind: Any) -> None:
    names = ["restore_quotes", "certain"]
    made = Settings(ignore=kind(names), select=kind(names), terms=kind(["双减"]), decisions=kind([DECISION]))
    assert made.ignore == made.select == frozenset(names)
    assert (made.terms, made.decisions) == (frozenset({"双减"}), (DECISION,))
    assert not made.runs("restore_quotes", "inferred")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"script": "traditionel"}, "script: 'traditionel' is not known. Did you mean 'traditional'?"),
        ({"script": "foo"}, "Known are 'page', 'simplified', 'traditional', 'keep'"),
        ({"script": ""}, "script: '' is not known"),
        ({"quotes": "corners"}, "Did you mean 'corner'?"),
        (
            {"select": {"nosuch"}},
            "there is no rule or tier 'nosuch'. `cleaner rules` lists them all.",
        ),
        ({"ignore": ["restore_quote"]}, "ignore: .* Did you mean 'restore_quotes'?"),
        ({"ignore": ["infered"]}, "Did you mean 'inferred'?"),
        ({"threshold": 2}, "threshold: 2 is no number from 0 to 1"),
        ({"threshold": -0.1}, "threshold: -0.1 is no number"),
        ({"threshold": float("nan")}, "threshold: nan is no number"),
        ({"threshold": float("inf")}, "threshold: inf is no number"),
        ({"thresholds": {"restore_stop": 0.5}}, "thresholds: .* Did you mean 'restore_stops'?"),
        ({"thresholds": {"restore_stops": 1.5}}, r"thresholds\['restore_stops'\]: 1.5 is no number"),
        ({"terms": [""]}, "terms: one of the strings is empty"),
    ],
)
def test_a_value_that_cannot_be_is_an_error(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Settings(**options)
    with pytest.raises(ValueError, match=message):
        replace(Settings(), **options)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"certain_only": "no"}, "certain_only is str, not True or False"),
        ({"certain_only": 1}, "certain_only is int"),
        ({"han_latin_space": None}, "han_latin_space is NoneType"),
        ({"script": 1}, "script is int, not a Script or its name"),
        ({"script": None}, "script is NoneType"),
        ({"ignore": "restore_quotes"}, r"ignore is str, not a set, list or tuple .* \['restore_quotes'\]"),
        ({"select": {"certain": 1}}, "select is dict"),
        ({"select": None}, "select is NoneType"),
        ({"ignore": [restore_quotes]}, "an item of ignore is Normalizer, not str"),
        ({"threshold": "0.9"}, "threshold is str, not a number from 0 to 1"),
        ({"threshold": True}, "threshold is bool"),
        ({"thresholds": [("certain", 1.0)]}, "thresholds is list, not a mapping"),
        ({"thresholds": {"certain": "high"}}, r"thresholds\['certain'\] is str"),
        ({"names": b"abc"}, "names is bytes"),
        ({"decisions": DECISION}, "decisions is Decision, not a set, list or tuple of Decision"),
        ({"decisions": ["accept"]}, "an item of decisions is str, not Decision"),
        ({"thresold": 0.9}, "thresold"),
    ],
)
def test_a_value_of_another_type_is_an_error(options: dict[str, Any], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        Settings(**options)


def test_settings_are_values() -> None:
    half: Any = np.float32(0.5)
    made = Settings(threshold=half, thresholds={"certain": 1})
    assert made == Settings(threshold=0.5, thresholds={"certain": 1.0})
    assert hash(made) == hash(pickle.loads(pickle.dumps(made)))
    assert made != Settings(threshold=0.6)


def test_a_mapping_of_the_caller_is_not_kept() -> None:
    mine = {"certain": 0.5}
    made = Settings(thresholds=mine)
    mine["certain"] = 2.0
    assert made.thresholds == {"certain": 0.5}


@pytest.mark.parametrize(
    ("page", "message"),
    [
        (None, "not NoneType"),
        (b"abc", r"not bytes. Decode it first: clean\(read_bytes"),
        (bytearray(b"abc"), "not bytearray. Decode it first"),
        (Path("page.txt"), r"not PosixPath. Read it first: clean\(read_file"),
        (["a", "b"], "not list. Clean its pages one by one"),
        (1.5, "not float. Pass a string"),
        (read_bytes(b"abc"), "not Source. Pass its attribute `text`"),
        (clean("甲"), "not Page. Pass its attribute `text`"),
    ],
    ids=lambda value: type(value).__name__,
)
@pytest.mark.parametrize("function", [clean, restore_quotes, normalize_marks, split_articles])
def test_a_page_that_is_no_string_is_an_error(function: Any, page: object, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        function(page)


def test_pages_are_compared_by_value() -> None:
    raw = "问题 ,党内（记者 周海）近日 落实 双减 政策"
    page = clean(raw)
    assert page == clean(raw)
    assert hash(page) == hash(clean(raw))
    assert page in [clean("甲"), clean(raw)]
    assert page != clean("问题 ,党内")
    assert page != clean(raw, Settings(ignore=["normalize_marks"]))
    assert page.traced == clean(raw).traced
    assert len({page, clean(raw)}) == 1


def test_a_page_is_shown_in_a_line() -> None:
    page = clean("问题 ,党内近日开会。" * 2000)
    for shown in (repr(page), repr(page.traced)):
        assert len(shown) < 120
    assert repr(clean("问题,党内")) == "<Page: 1 article, 5 characters, 1 edit, 0 withheld>"


def test_all_that_a_page_holds_is_shown_in_a_line() -> None:
    raw = "青石镇新建水库\n\n" + "问题 ,党内近日 开会。" * 1000
    decision = Decision(
        Verdict.REJECT, "restore_stops", "甲" * 1000, "乙" * 1000, "前" * 96, "后" * 96, 5, 3, 4
    )
    settings = Settings(
        terms=[f"{n}双减" for n in range(1000)], names=["名" * 1000], thresholds={"restore_stops": 0.5}
    )
    page = clean(raw, Settings(decisions=[decision] * 9))
    move = Edit(0, 10_000, "文" * 10_000, "为何" * 1000, target=20_000, rule="separate_columns")
    raw_page = RawPage(raw, tuple(Line((n, n + 1), Box(0, n, 1, n)) for n in range(len(raw))))
    results: list[object] = [
        *(page, page.traced, page.audit(), page.diagnosis, raw_page, decision, settings, page.unmatched[0]),
        *(page.edits[0], page.articles[0], page.articles[0].paragraphs[0], move),
        Change(move, raw, (0, len(raw)), 3),
        Candidate("前" * 1000, 0.5, (0, 5)),
        ArticleSource("页" * 1000, ((0, 1),) * 1000, ((0, 1),) * 1000),
    ]
    for shown in map(repr, results):
        assert "\n" not in shown
        assert 10 < len(shown) < 200


def test_what_is_shown_tells_what_it_is() -> None:
    page = clean("青石镇新建水库\n\n本报7月3日讯 青石镇一座水库建成,可灌溉农田五千亩!\n")
    assert repr(page.articles[0]).startswith("<Article '青石镇新建水库': 1 paragraph, ")
    assert repr(RawPage("青石镇")) == "<RawPage: 3 characters, 0 lines, 0 regions, text>"
    assert repr(Edit(2, 3, "\uff0c", rule="x")) == "Edit(start=2, end=3, replacement='\uff0c', rule='x')"
    assert repr(Settings()) == "Settings()"
    assert "threshold=0.5" in repr(Settings(threshold=0.5))


def test_dir_and_help_show_what_is_imported_late() -> None:
    assert set(cleaner.__all__) <= set(dir(cleaner))
    told = pydoc.plain(pydoc.render_doc(cleaner)).replace("(\n        ", "(")  # long signatures are wrapped
    for name in ("clean(page", "class Settings", "read_file(path", "split_articles("):
        assert name in told


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_the_signature_of_a_rule_is_that_of_its_callers(rule: Any) -> None:
    assert list(inspect.signature(rule).parameters) == ["text", "settings", "models", "options"]
    assert inspect.signature(rule).return_annotation == "str"
    assert rule.__doc__


def test_a_rule_heeds_the_settings() -> None:
    text = "落实 双减 政策"
    assert "“" in restore_quotes("抢抓 一带一路 发展机遇")
    assert restore_quotes("抢抓 一带一路 发展机遇", Settings(certain_only=True)) == "抢抓 一带一路 发展机遇"
    assert normalize_marks("问题,党内", Settings(ignore=["normalize_marks"])) == "问题,党内"
    assert normalize_marks(text, Settings(select=["inferred"])) == text


def test_a_rule_takes_options_as_the_chain_does() -> None:
    assert convert_script("细化方案", script="traditional") == "細化方案"
    assert convert_script("將细化方案", Settings(script="traditional"), script="keep") == "將细化方案"
    assert normalize_marks("问题,党内", ignore=["normalize_marks"]) == "问题,党内"
    with pytest.raises(TypeError, match=r"no option 'scrip'\. Did you mean 'script'"):
        convert_script("细化方案", scrip="keep")  # type: ignore[call-arg]
    settings: Any = {"script": "keep"}
    with pytest.raises(TypeError, match="settings is dict, not Settings"):
        convert_script("细化方案", settings)


@pytest.mark.parametrize(
    "decisions",
    ["page.decisions.json", Path("page.decisions.json"), ["page.decisions.json"], Decisions("p", ())],
)
def test_where_decisions_are_wanted_and_none_are_given_it_is_said_how_a_file_is_read(decisions: Any) -> None:
    with pytest.raises(
        TypeError, match=r"not .*Decision\. Pass read_decisions\(path\)\.decisions, of cleaner"
    ):
        Settings(decisions=decisions)


@pytest.mark.parametrize("offset", [-1, 6, 2**70])
def test_an_offset_outside_of_the_text_is_an_error(offset: int) -> None:
    page = clean("问题 ,党内")
    assert (page.to_raw(5), page.to_clean(5)) == (6, 4)
    with pytest.raises(IndexError, match=f"offset is {offset}: the text has offsets from 0 to 5"):
        page.to_raw(offset)
    with pytest.raises(IndexError, match=f"raw_offset is {offset + 1}: .* 0 to 6" if offset > 0 else "is -1"):
        page.to_clean(offset + (offset > 0))


@pytest.mark.parametrize("offset", ["x", None, 1.0, True])
def test_what_is_no_offset_is_an_error(offset: Any) -> None:
    page = clean("问题 ,党内")
    for function in (page.to_raw, page.to_clean):
        with pytest.raises(TypeError, match=f"offset is {type(offset).__name__}, not a whole number"):
            function(offset)


def test_offsets_may_be_of_numpy() -> None:
    at: Any = np.int32(5)
    assert clean("问题 ,党内").to_raw(at) == 6


def test_the_distribution_has_its_own_name() -> None:
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["name"] == cleaner.DISTRIBUTION != "cleaner"
    assert list(project["scripts"]) == ["cleaner"]
