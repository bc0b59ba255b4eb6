"""Pages read across their columns: told from others, and given back to their columns."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from cleaner.lab.posteriors import posteriors
from cleaner.lab.simulation.across import Printed, read_across, set_page
from cleaner.lab.simulation.rows import example_of
from cleaner.lab.simulation.stories import Newsroom, Story
from cleaner.layout.furniture import is_misread_furniture
from cleaner.layout.interleaved.decoding import (
    Weights,
    cell_of,
    cell_scores,
    column_ends_after,
    decode,
    likeliest,
)
from cleaner.layout.interleaved.features import (
    CELL_BACK,
    FLOW_NAMES,
    LINK,
    LINK_NAMES,
    REACH,
    TRANSITION,
    link_features,
    under_sentences,
    with_common_words,
)
from cleaner.layout.interleaved.lines import (
    TextLine,
    are_across,
    are_in_order,
    are_printed,
    column_widths,
    find_flows,
    find_lines,
    find_parts,
    find_pieces,
    with_credits,
)
from cleaner.layout.interleaved.ordering import ColumnRun, find_column_order, in_reading_order
from cleaner.layout.interleaved.passages import find_passages
from cleaner.layout.interleaved.placing import find_places
from cleaner.layout.state import PageState
from cleaner.models import Models, shipped_models
from cleaner.normalizers import RULES, deinterleave_lines
from cleaner.normalizers.moves import moves
from cleaner.trace import Edit, TracedText

FIXTURES = Path(__file__).parents[2] / "fixtures"
ACROSS = sorted((FIXTURES / "pages" / "lines").glob("*.txt"))
OTHERS = sorted(
    path
    for folder in ("owner", "blocks", "columns", "lossy", "tesseract")
    for path in (FIXTURES / "pages" / folder).glob("*.txt")
)
CLEAN = sorted((FIXTURES / "clean").glob("*.txt"))


def may_be_interleaved(lines: Sequence[TextLine], models: Models) -> bool:
    return are_printed(lines) and are_across(lines, find_flows(lines, models))


def stories() -> Iterator[Story]:
    while True:
        for path in CLEAN:
            title, *paragraphs = path.read_text(encoding="utf-8").split()
            yield Story(title, paragraphs)


def pairs_of(text: str) -> set[tuple[str, str]]:
    return {pair for block in text.split("\n\n") for pair in pairwise(block.split("\n"))}


@pytest.mark.parametrize("path", ACROSS, ids=lambda path: path.stem)
def test_a_page_read_across_is_told(path: Path) -> None:
    assert may_be_interleaved(find_lines(path.read_text(encoding="utf-8")), shipped_models())


@pytest.mark.parametrize("path", OTHERS + CLEAN, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_other_pages_are_left_alone(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert deinterleave_lines(text) == text


@pytest.mark.parametrize("path", ACROSS, ids=lambda path: path.stem)
def test_most_lines_stand_under_the_right_one_and_nothing_is_lost(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    columns = (FIXTURES / "pages" / "columns" / path.name).read_text(encoding="utf-8")
    result = deinterleave_lines(text)
    wanted = pairs_of(columns)
    assert len(wanted & pairs_of(result)) > 0.75 * len(wanted)
    assert len(wanted & pairs_of(text)) < 0.1 * len(wanted)
    assert sorted(result.split()) == sorted(text.split())
    assert deinterleave_lines(result) == result


def test_rows_whose_columns_only_spaces_part() -> None:
    due = found = 0
    for seed in (3, 4, 5):
        rows = set_page(stories(), random.Random(seed), Newsroom())
        across = "\n".join(" ".join(line.text for line in row.lines) for row in rows)
        page = example_of(rows)
        wanted = {
            (page.lines[above].text, page.lines[at].text)
            for at, above in enumerate(page.above)
            if above >= 0 and above == page.before[at]
        }
        due += len(wanted)
        found += len(wanted & pairs_of(deinterleave_lines(across)))
    assert found > 0.7 * due


def test_lines_stay_on_their_page() -> None:
    text = ACROSS[0].read_text(encoding="utf-8").strip()
    single = deinterleave_lines(text)
    assert deinterleave_lines(f"{text}\f{text}") == f"{single}\f{single}"


@pytest.mark.parametrize("text", ["", " \n", "一", "一\n二", "\f\n\f"])
def test_a_text_of_next_to_nothing_stays(text: str) -> None:
    assert deinterleave_lines(text) == text


@pytest.mark.parametrize("path", ACROSS, ids=lambda path: path.stem)
def test_the_imprint_stays_at_the_edge(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").split("\n")
    inside = "\n".join(line for line in lines if not is_misread_furniture(line))
    text = f"2要闻2017年10月9日星期二\n责任编辑：唐雅洋版式策划：赖天宁\n{inside.strip()}\n\n第3版"
    first, second, *_ = deinterleave_lines(text).split("\n\n")
    assert (first, second) == ("2要闻2017年10月9日星期二", "责任编辑：唐雅洋版式策划：赖天宁")


def test_the_rule_only_moves() -> None:
    edits = list(RULES["deinterleave_lines"].proposals(PageState(ACROSS[0].read_text(encoding="utf-8"))))
    assert edits
    assert all(edit.target is not None and 0.0 <= edit.confidence <= 1.0 for edit in edits)


def test_lines_and_pieces_have_their_offsets() -> None:
    text = " 左栏 右栏\n\n\t左 右 \n"
    for lines in (find_lines(text), find_pieces(text)):
        assert all(text[line.start : line.end] == line.text for line in lines)
    assert [line.blank for line in find_lines(text)] == [False, True]
    assert [piece.row for piece in find_pieces(text)] == [True, False, True, False]


def test_the_widths_of_columns() -> None:
    lines = [TextLine(0, 0, "国" * width) for width in [16] * 8 + [20] * 4 + [3, 5]]
    assert column_widths(lines) == [16.0, 20.0]


def test_too_few_lines_prove_nothing() -> None:
    lines = [TextLine(0, 0, "左栏文字"), TextLine(0, 0, "右栏文字")] * 4
    assert not may_be_interleaved(lines, shipped_models())
    assert not are_in_order(lines, shipped_models())


def test_lines_of_one_column_have_no_other_order() -> None:
    lines = find_lines("".join(f"渠水绕过{n}户村庄\n" for n in range(90, 150)))
    models = shipped_models()
    weights = Weights.of(models.interleaving)
    assert not may_be_interleaved(lines, models)  # each goes on in all others
    assert find_column_order(lines, models, weights) is None
    across = find_parts(ACROSS[0].read_text(encoding="utf-8"))
    assert find_column_order(across, models, weights) is not None


def every_path(scores: NDArray[np.float32]) -> Iterator[tuple[list[int], float]]:
    """All paths over a few lines, each as its cells, and their scores; one by one."""

    def further(at: int, ends: int) -> Iterator[list[int]]:
        if at == len(scores):
            yield []
            return
        for back in (0, *(age + 1 for age in range(REACH) if ends >> age & 1)):
            for rest in further(at + 1, column_ends_after(ends, back)):
                yield [cell_of(ends, back), *rest]

    for cells in further(1, 1):
        yield cells, float(sum(scores[at, cell] for at, cell in enumerate(cells, 1)))


@settings(max_examples=8)
@given(st.integers(0, 50))
def test_the_search_finds_the_best_of_all_paths(seed: int) -> None:
    chance = np.random.default_rng(seed)
    weights = Weights(chance.normal(size=LINK), chance.normal(size=TRANSITION), np.zeros(len(FLOW_NAMES)))
    lines = [TextLine(0, 0, "国" * int(n), bool(b)) for n, b in chance.integers((2, 0), (12, 2), size=(6, 2))]
    links = chance.normal(size=(len(lines), REACH, LINK))
    scores = cell_scores(lines, links, weights)
    paths = list(every_path(scores))
    best = max(paths, key=lambda path: path[1])[0]
    found = [
        at - step.above if step.above >= 0 else 0 for at, step in enumerate(decode(lines, links, weights))
    ]
    assert found[1:] == [CELL_BACK[cell] for cell in best]
    likely, total = posteriors(scores)
    odds = np.exp([score for _, score in paths])
    assert np.isclose(total, np.log(odds.sum()), atol=1e-3)
    for at in range(1, len(lines)):
        wanted = np.bincount([cells[at - 1] for cells, _ in paths], odds / odds.sum(), scores.shape[1])
        assert np.allclose(likely[at], wanted, atol=1e-3)


@pytest.mark.parametrize("lines", [1, 2, 7, 8, 30])
def test_a_long_page_is_searched_in_stretches(lines: int, monkeypatch: pytest.MonkeyPatch) -> None:
    scores = np.random.default_rng(lines).normal(size=(lines, len(CELL_BACK))).astype(np.float32)
    steps, (likely, total) = likeliest(scores), posteriors(scores)
    monkeypatch.setattr("cleaner.layout.interleaved.decoding.STRETCH", 7)
    monkeypatch.setattr("cleaner.layout.interleaved.decoding.SUMMED", 7)
    assert likeliest(scores) == steps
    assert len(steps) == lines
    again, same = posteriors(scores)
    assert np.array_equal(again, likely)
    assert np.isclose(same, total)


def test_how_likely_cells_are_does_not_underflow() -> None:
    """Cells whose odds are beyond single precision."""
    scores = (60 * np.random.default_rng(1).normal(size=(7, len(CELL_BACK)))).astype(np.float32)
    paths = list(every_path(scores))
    best = max(value for _, value in paths)
    odds = np.exp([value - best for _, value in paths])
    likely, total = posteriors(scores)
    assert np.isclose(total, best + np.log(odds.sum()))
    for at in range(1, len(scores)):
        wanted = np.bincount([cells[at - 1] for cells, _ in paths], odds / odds.sum(), scores.shape[1])
        assert np.allclose(likely[at], wanted, atol=1e-4)


def test_a_regular_page_is_followed() -> None:
    """Without a word of language: columns of equal height keep their order row after row."""
    lines = [TextLine(0, 0, "国" * 16) for _ in range(24)]
    for at in range(3, 24):
        lines[at] = TextLine(0, 0, "国" * 16, row=at % 3 == 0)
    steps = decode(lines, np.zeros((24, REACH, LINK)), Weights.of(shipped_models().interleaving))
    assert [step.above for step in steps[6:]] == list(range(3, 21))


def test_words_in_common_speak_for_a_column() -> None:
    texts = ["水库建成蓄水", "歌剧团巡演", "水库可灌溉", "歌剧团谢幕", "三座水库蓄水", "歌剧团返程"]
    lines = [TextLine(0, 0, text) for text in texts]
    links = with_common_words(np.zeros((6, REACH, LINK)), lines, [-1, -1, 0, 1, -1, -1])
    shared = links[:, :, LINK_NAMES.index("words in common")]
    assert shared[4, 1] > shared[4, 0] == 0.0
    assert shared[5, 1] > shared[5, 0] == 0.0


def test_a_column_that_opens_is_placed_where_it_makes_fewest_rows() -> None:
    """The first two columns go on; the third begins between them, in the row of both."""
    lines = [TextLine(0, 0, text) for text in ("左", "右", "左", "中", "右", "左", "中", "右")]
    places = find_places(lines, [-1, -1, 0, -1, 1, 2, 3, 4])
    assert [place.column for place in places] == [0, 2, 0, 1, 2, 0, 1, 2]
    assert [place.row for place in places] == [0, 0, 1, 1, 1, 2, 2, 2]


FULL = "州图书馆昨日开馆，馆藏六万"
CREDIT = "（贺青石）"


def lines_over(*last: TextLine) -> list[TextLine]:
    """Lines that fill a column, and some more."""
    return [*(TextLine(0, len(FULL), FULL) for _ in range(12)), *last]


@pytest.mark.parametrize("text", ["册。", "册", "增添新动能"])
def test_a_credit_stands_with_the_short_line_before_it(text: str) -> None:
    found = with_credits(
        lines_over(TextLine(20, 20 + len(text), text), TextLine(30, 35, CREDIT), TextLine(36, 49, FULL))
    )
    assert [(line.start, line.end, line.text) for line in found[12:]] == [(20, 35, text), (36, 49, FULL)]


@pytest.mark.parametrize(
    ("text", "blank", "row"),
    [
        ("（上接第1版）", False, None),
        ("（一）修渠，引水", False, None),
        ("贺青石", False, None),
        (CREDIT, True, None),
        (CREDIT, False, True),
    ],
)
def test_what_is_no_credit_or_begins_a_row_stands_by_itself(text: str, blank: bool, row: bool | None) -> None:
    lines = lines_over(TextLine(20, 22, "册。"), TextLine(30, 30 + len(text), text, blank, row))
    assert with_credits(lines) == lines


def test_a_credit_behind_a_full_line_stands_by_itself() -> None:
    lines = lines_over(TextLine(20, 25, CREDIT))
    assert with_credits(lines) == lines


def test_one_credit_stands_behind_a_line() -> None:
    first, second = TextLine(30, 35, CREDIT), TextLine(40, 45, "（尹素云）")
    found = with_credits(lines_over(TextLine(20, 22, "册。"), first, second))
    assert [line.end for line in found[12:]] == [35, 45]


def test_a_credit_stands_under_the_end_of_a_sentence() -> None:
    """The last line of the middle column is full; the credit has a line of its own, and the others go on."""
    ended = "十二万册，全年向读者开放。"
    lines = [TextLine(0, 0, FULL) for _ in range(12)]
    lines[10] = TextLine(0, 0, ended)
    lines += [TextLine(0, 0, CREDIT), TextLine(0, 0, FULL), TextLine(0, 0, FULL)]
    steps = decode(lines, np.zeros((15, REACH, LINK)), Weights.of(shipped_models().interleaving))
    assert steps[12].above == 10


def test_only_credits_are_drawn_to_the_ends_of_sentences() -> None:
    lines = [TextLine(0, 0, text) for text in ("馆藏六万册。", FULL, "册。", "（一）修渠，引水", CREDIT)]
    assert np.argwhere(under_sentences(lines)).tolist() == [[4, 2], [4, 4]]


def run(column: int, top: int, bottom: int, first: int = 0) -> ColumnRun:
    return ColumnRun([first or 100 * top + column], [], column, top, bottom)


def places(runs: list[ColumnRun]) -> list[tuple[int, int]]:
    return [(part.column, part.top) for part in in_reading_order(runs)]


def test_columns_are_read_one_after_the_other() -> None:
    assert places([run(1, 1, 9), run(0, 1, 9), run(0, 0, 0)]) == [(0, 0), (0, 1), (1, 1)]


def test_what_stands_below_is_read_later() -> None:
    upper, lower = [run(0, 0, 8), run(1, 0, 9)], [run(0, 12, 20), run(1, 12, 20)]
    assert places(lower + upper) == [(0, 0), (1, 0), (0, 12), (1, 12)]


def test_articles_side_by_side_are_read_one_after_the_other() -> None:
    left = [run(0, 0, 9), run(1, 0, 9), run(0, 12, 20), run(1, 12, 20)]
    right = [run(2, 0, 20)]
    assert places(right + left) == [(0, 0), (1, 0), (0, 12), (1, 12), (2, 0)]


@st.composite
def arrangements(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]], list[int], list[str]]:
    count = draw(st.integers(1, 12))
    text, spans = "", []
    for number in range(count):
        text += draw(st.sampled_from([" ", "\n", "\n\n"])) if text else ""
        spans.append((len(text), len(text) + 2))
        text += f"{number:02}"
    order = draw(st.permutations(range(count)))
    leads = draw(st.lists(st.sampled_from([" ", "\n", "\n\n"]), min_size=count, max_size=count))
    return text, spans, list(order), leads


@given(arrangements())
def test_moves_bring_the_pieces_in_order(
    arrangement: tuple[str, list[tuple[int, int]], list[int], list[str]],
) -> None:
    text, spans, order, leads = arrangement
    edits = [
        Edit(m.start, m.end, f"{m.lead}{m.piece:02}", target=m.target)
        for m in moves(text, spans, order, leads)
    ]
    result = TracedText.of(text).apply(edits)
    assert len(result.changes) == len(edits), "a move was refused"
    white = leads[1:]
    wanted = [f"{piece:02}{after}" for piece, after in zip(order, [*white, ""], strict=True)]
    assert result.text == "".join(wanted)


HEADLINES = ["县图书馆新馆开馆", "小麦收割机械到位"]
LIBRARY = ["昨日上午县图书馆新馆", "正式开馆迎来首批读者"]
WHEAT = ["今年小麦收割用上各种", "机械已经全部检修到位"]


def test_text_stands_under_the_headline_that_it_shares_words_with() -> None:
    """The text of the middle column begins higher, under its headline all the same."""
    library, wheat = HEADLINES
    rows = [[library, wheat, "甲"], [WHEAT[0], "乙"], [LIBRARY[0], WHEAT[1], "丙"], [LIBRARY[1], "丁"]]
    lines = [TextLine(0, 0, text) for row in rows for text in row]
    places = find_places(lines, [-1, -1, -1, -1, 2, -1, 3, 4, 5, 7])
    assert [place.under for place in places] == [-1, -1, -1, 1, -1, 0, -1, -1, -1, -1]
    assert [place.row for place in places] == [0, 0, 0, 1, 1, 2, 2, 2, 3, 3]


def test_text_that_shares_no_words_stands_under_no_headline_but_by_its_place() -> None:
    lines = [TextLine(0, 0, text) for text in ("甲" * 6, *LIBRARY)]
    assert [place.under for place in find_places(lines, [-1, 0, 1])] == [-1, -1, -1]


@pytest.mark.parametrize(
    ("upper", "lower", "wanted"),
    [
        ("神山村的巨变（大", "国小家·扶贫印记）", "over the seam"),
        ("读《红楼", "梦》有感", "over the seam"),
        ("神山村的巨变（大", "今年是决胜之年", "left open"),
        ("神山村的巨变", "国小家·扶贫印记）", "closed that was not open"),
        ("神山村的巨变（大国）", "《红楼梦》", None),
        ("神山村的巨变（大国", "红楼梦》", "left open"),
    ],
)
def test_pairs_over_a_seam_are_told(upper: str, lower: str, wanted: str | None) -> None:
    found = link_features([TextLine(0, 0, upper), TextLine(0, 0, lower)], shipped_models())[1, 0]
    told = {
        name for name, value in zip(LINK_NAMES, found, strict=True) if name.startswith("a pair") and value
    }
    both = {"left open", "closed that was not open"} if lower == "红楼梦》" else {wanted} - {None}
    assert told == {f"a pair {how}" for how in both}


def test_rows_are_read_from_left_to_right() -> None:
    lines = [Printed(text, x, y, x) for text, x, y in (("右", 20.0, 0.1), ("左", 0.0, 0.0), ("下", 0.0, 1.0))]
    rows = read_across(lines, random.Random(0))
    assert [[line.text for line in row.lines] for row in rows] == [["左", "右"], ["下"]]


def test_a_page_is_set_the_same_from_the_same_seed() -> None:
    pages = [set_page(stories(), random.Random(7), Newsroom()) for _ in range(2)]
    assert pages[0] == pages[1]


@pytest.mark.parametrize("path", [*OTHERS, *CLEAN], ids=lambda path: path.stem)
def test_no_passage_is_found_on_a_page_in_order(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    models = shipped_models()
    lines = find_parts(text)
    assert may_be_interleaved(lines, models) or deinterleave_lines(text) == text


@given(st.lists(st.sampled_from([line for path in ACROSS for line in path.read_text("utf-8").split("\n")])))
@settings(max_examples=30)
def test_a_passage_deals_out_each_of_its_lines_once_and_in_order(texts: list[str]) -> None:
    lines = [text for text in texts if text.strip()]
    passages = find_passages(lines, shipped_models())
    found = [n for passage in passages for text in passage for n in text]
    assert len(set(found)) == len(found)
    assert all(list(text) == sorted(text) for passage in passages for text in passage)
    assert set(found) <= set(range(len(lines)))
