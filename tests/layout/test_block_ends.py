"""Pages of printed lines without blank lines: where their blocks end."""

from __future__ import annotations

import tracemalloc
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import clean
from cleaner.errors import ModelError
from cleaner.layout import block_ends
from cleaner.layout.block_ends import NAMES, block_end_evidence
from cleaner.layout.interleaved.lines import find_lines
from cleaner.models import shipped_models
from cleaner.models.evidence import BLOCK_ENDS, EvidenceModel
from cleaner.normalizers import part_blocks
from cleaner.scoring import score
from cleaner.scoring.files import read_reference
from tests.tools.random_models import random_models

COLUMNS = sorted((Path(__file__).parents[2] / "fixtures/pages/columns").glob("*.txt"))
LINES = [
    "州图书馆新馆昨日正式开馆，馆藏图书六",
    "十二万册，设有少儿绘本馆和自助书房等",
    "功能区，全年免费向市民和游客开放，全",
    "民阅读季活动同步启动，首批读者领到了",
    "纪念书签，工作人员介绍了借阅的办法。",
    "图书馆开馆",
    "本报记者 罗芳",
]


def without_blank_lines(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if line.strip())


def figures(path: Path, text: str) -> tuple[float, float]:
    """Whole articles and right headlines of a page, F1 and share."""
    page, reference = clean(text), read_reference(path.with_suffix(".gold.json"))
    found = score(reference, [article.as_dict() for article in page.articles], text).figures
    return found.article_f1, found.title_acc


@pytest.mark.parametrize("path", COLUMNS, ids=lambda path: path.stem)
def test_articles_and_headlines_are_found_without_blank_lines(path: Path) -> None:
    article, title = figures(path, without_blank_lines(path.read_text(encoding="utf-8")))
    assert article >= 0.6
    assert title >= 0.5


@pytest.mark.parametrize("path", COLUMNS, ids=lambda path: path.stem)
def test_a_page_with_blank_lines_is_left_alone(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert part_blocks(text) == text


def test_the_head_of_a_page_may_be_set_apart() -> None:
    text = without_blank_lines(COLUMNS[0].read_text(encoding="utf-8"))
    parted = part_blocks(f"第3版 要闻\n\n{text}")
    assert parted.startswith("第3版 要闻\n\n")
    assert parted.count("\n\n") > 5


def test_one_page_of_several_may_have_none() -> None:
    bare, parted = (path.read_text(encoding="utf-8") for path in COLUMNS)
    first, last = part_blocks(f"{without_blank_lines(bare)}\f{parted}").split("\f")
    assert "\n\n" in first
    assert last == parted


@pytest.mark.parametrize("most", [1, 4, 7])
def test_texts_of_a_few_lines_are_left_alone(most: int) -> None:
    text = "\n".join(without_blank_lines(COLUMNS[0].read_text(encoding="utf-8")).split("\n")[:most])
    assert part_blocks(text) == text


@pytest.mark.parametrize("most", [12, 23])
def test_the_blocks_of_short_texts_are_found(most: int) -> None:
    lines = without_blank_lines(COLUMNS[0].read_text(encoding="utf-8")).split("\n")[:most]
    assert part_blocks("\n".join(lines)).count("\n\n") >= 2
    without_marks = "\n".join(line.translate(str.maketrans("，。、；：", "水水水水水")) for line in lines)
    assert part_blocks(without_marks) == without_marks


def test_lines_that_fill_no_column_are_left_alone() -> None:
    text = "\n".join("渠" * (5 + 7 * n % 31) for n in range(40))
    assert part_blocks(text) == text


def test_paragraphs_of_one_narrow_column_are_kept() -> None:
    paragraphs = [
        f"第{n}天，" + "水渠两边的稻田都灌上了水，村民们忙着插秧，" * 2 + "大家很高兴。" for n in range(9)
    ]
    lines = [text[at : at + 16] for text in paragraphs for at in range(0, len(text), 16)]
    found = "\n\n".join("".join(block.split()) for block in part_blocks("\n".join(lines)).split("\n\n"))
    assert all(text in found for text in paragraphs)
    assert clean("\n".join(lines)).text.split() == paragraphs


def test_lines_of_a_book_are_left_alone() -> None:
    text = without_blank_lines(COLUMNS[0].read_text(encoding="utf-8")).replace("\n", "")
    pages = ("\n".join(text[at : at + 28] for at in range(start, len(text), 28)) for start in range(3))
    assert all(part_blocks(page) == page for page in pages)


def test_each_edit_says_how_sure_it_is() -> None:
    page = clean(without_blank_lines(COLUMNS[0].read_text(encoding="utf-8")))
    edits = [edit for edit in page.edits if edit.rule == "part_blocks"]
    assert len(edits) > 5
    assert all(0.5 <= edit.confidence <= 1 and edit.why for edit in edits)


@given(st.lists(st.sampled_from(LINES), min_size=20, max_size=60), st.integers(0, 8))
def test_only_white_space_changes_under_any_weights(lines: list[str], seed: int) -> None:
    text = "\n".join(lines)
    parted = part_blocks(text, models=random_models(seed))
    assert [line for line in parted.split("\n") if line] == lines
    assert part_blocks(parted, models=random_models(seed)) == parted


def test_paragraphs_that_show_once_others_are_parted_are_parted_at_once() -> None:
    models, text = random_models(5), "\n".join([*[LINES[5]] * 2, *[LINES[0]] * 23])
    parted = part_blocks(text, models=models)
    assert part_blocks(parted, models=models) == parted


@given(st.lists(st.sampled_from([*LINES, "。", "1", "（快评）", "A B"]), min_size=2, max_size=30))
def test_evidence_is_finite_and_has_a_row_for_each_break(lines: list[str]) -> None:
    evidence = block_end_evidence(find_lines("\n".join(lines)), shipped_models())
    assert evidence.shape == (len(list(pairwise(lines))), len(NAMES))
    assert np.isfinite(evidence).all()


@given(st.lists(st.sampled_from([*LINES, "。", "1", "（快评）"]), min_size=2, max_size=30), st.integers(1, 9))
def test_a_few_lines_at_a_time_are_compared_as_all_at_once(lines: list[str], together: int) -> None:
    found = find_lines("\n".join(lines))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(block_ends, "REACH", 4)
        whole = block_end_evidence(found, shipped_models())
        patch.setattr(block_ends, "TOGETHER", together)
        assert block_end_evidence(found, shipped_models()) == pytest.approx(whole, abs=1e-4)


def peak_of(count: int) -> int:
    """Bytes that the evidence of so many lines takes at the most."""
    lines = find_lines("\n".join(f"青石镇第{n}座水库建成蓄水" for n in range(count)))
    tracemalloc.start()
    block_end_evidence(lines, shipped_models())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_memory_grows_with_the_length_of_a_page_alone() -> None:
    assert peak_of(8000) < 5 * peak_of(2000)  # with all pairs of lines at once, 15 times


def evidence_of(name: str, *lines: str) -> list[float]:
    """What is known by this name of the breaks between lines."""
    found = block_end_evidence(find_lines("\n".join(lines)), shipped_models())
    return [float(value) for value in found[:, NAMES.index(name)]]


@pytest.mark.parametrize(
    ("line", "dashed"),
    [
        ("柳湾乡上百户村民用上自来水一一", True),
        ("柳湾乡上百户村民用上自来水——", True),
        ("柳湾乡上百户村民用上自来水", False),
        ("其中之一", False),
        ("——柳湾乡用水记", False),
    ],
)
def test_a_dash_at_the_end_of_a_kicker_is_seen(line: str, dashed: bool) -> None:
    assert evidence_of("left: ends with a dash", line, "清水进村来") == [dashed]


@pytest.mark.parametrize(
    ("line", "series"),
    [("（乡村走笔）", True), ("（乡村走笔", True), ("（记者孙一）村民说", False), ("乡村", False)],
)
def test_the_name_of_a_series_in_a_line_of_its_own_is_seen(line: str, series: bool) -> None:
    assert evidence_of("right: series", "清水进村来", line) == [series]


def test_a_line_that_goes_on_elsewhere_is_seen_and_one_that_goes_on_here_is_not() -> None:
    apart = [
        "在全面建成小康社",
        "州图书馆新馆昨日正式开",
        "馆，馆藏图书六十二万册。",
        "会的决胜阶段，村民说。",
    ]
    together = [apart[0], apart[3], apart[1], apart[2]]
    left, right = "left one goes on better elsewhere", "right one goes on better from elsewhere"
    assert evidence_of(left, *apart)[0] > 1.5
    assert evidence_of(right, *apart)[2] > 1.5
    assert max(evidence_of(left, *together)[0], evidence_of(right, *together)[0]) < 0
    assert evidence_of(left, *together)[1] == 0


def test_the_model_takes_evidence_by_name() -> None:
    model = shipped_models().block_ends
    evidence = np.random.default_rng(0).normal(size=(5, len(NAMES))).astype(np.float32)
    back = model.odds(evidence[:, ::-1], NAMES[::-1])
    assert np.allclose(back, model.odds(evidence, NAMES), atol=1e-4)
    with pytest.raises(ModelError, match="block_ends: the weights ask for"):
        model.odds(evidence[:, 1:], NAMES[1:])


def test_a_model_without_units_says_its_shift() -> None:
    none = np.zeros((len(NAMES), 0), np.float32), np.zeros(0, np.float32), np.zeros(0, np.float32)
    model = EvidenceModel(BLOCK_ENDS, NAMES, *none, np.array([-2.0], np.float32))
    assert model.odds(np.ones((3, len(NAMES)), np.float32), NAMES).tolist() == [-2.0] * 3
