"""Pages with boxes: their articles, whatever the order of the file, and what the boxes do not show."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.chain import clean, clean_audited
from cleaner.document import Box, Line, RawPage, Region, RegionKind
from cleaner.geometry.capacities import find_capacities
from cleaner.geometry.reading import read_boxes
from cleaner.geometry.rows import Row, Sheet
from cleaner.geometry.shared_boxes import part_boxes
from cleaner.geometry.strips import find_strips
from cleaner.layout.role import Role
from cleaner.page import Page
from cleaner.profiles.charsets import is_han
from cleaner.readers import read_pages
from cleaner.settings import Settings

FIXTURES = Path(__file__).parent.parent / "fixtures" / "boxes"
FRAME, SIDE, CHARACTERS = (
    FIXTURES / f"{name}.json" for name in ("frame-and-jump", "side-by-side", "characters")
)

EM = 20.0
PITCH = 30.0
FILLER = "各县认真落实全州部署把群众的事办实办好今年以来全州新建乡村道路一百多公里"


def page_of(path: Path) -> RawPage:
    (page,) = read_pages(path.read_bytes())
    return page


def set_page(lines: Sequence[tuple[str, float, float, float]], skew: float = 0.0) -> RawPage:
    """A page of lines: text, left edge in em, line of the grid, size of type; turned by a skew."""
    text, placed = "", []
    for words, left, row, size in lines:
        width, height = len(words) * size * EM, size * EM
        x, y = left * EM, row * PITCH
        middle_x, middle_y = x + width / 2, y + height / 2
        turned_x, turned_y = middle_x - skew * middle_y, middle_y + skew * middle_x
        box = Box(turned_x - width / 2, turned_y - height / 2, turned_x + width / 2, turned_y + height / 2)
        placed.append(Line((len(text), len(text) + len(words)), box, slope=skew))
        text += words + "\n"
    return RawPage(text, tuple(placed))


def column(words: str, left: float, row: float, measure: int = 12) -> list[tuple[str, float, float, float]]:
    """A paragraph set in a column, its first line indented."""
    first, rest = words[: measure - 2], words[measure - 2 :]
    lines = [(first, left + 2.0, row, 1.0)]
    for n, at in enumerate(range(0, len(rest), measure), 1):
        lines.append((rest[at : at + measure], left, row + n, 1.0))
    return lines


def texts(page: Page) -> list[list[str]]:
    """The paragraphs of the articles, by their ideographs: what marks the words ask for is told elsewhere."""
    return [["".join(filter(is_han, p.text)) for p in article.paragraphs] for article in page.articles]


def test_a_boxed_brief_leaves_the_article_round_it() -> None:
    page = clean(page_of(FRAME))
    report, *briefs, jump = page.articles
    assert report.title == "全州第三轮巡察整改情况通报"
    assert len(report.paragraphs) == 10
    assert report.signoff == "（青禾州委巡察办）"
    assert [brief.signoff for brief in briefs] == ["（高俊峰）", "（丁志鹏）", "（记者尹梦佳）", "（姚丽）"]
    assert all(len(brief.paragraphs) == 1 and not brief.title for brief in briefs)
    assert page.furniture == ("短讯",)
    assert jump.continued_from == "第1版"
    assert [p.text for p in jump.paragraphs if p.kind == "heading"] == [
        "一棵树连起一条链",
        "一张网卖到全国去",
        "一本账算出好光景",
    ]


def test_articles_side_by_side_stay_apart() -> None:
    first, wide, tall, below = clean(page_of(SIDE)).articles
    assert first.title == "我州新增国家级非遗代表性项目2项"
    assert wide.title == "用“绣花功夫”绣出幸福社区"
    assert wide.byline == "本报记者廖思远"
    assert tall.title == "坚决打赢蓝天、碧水、净土保卫战"
    assert tall.subtitles == ("钱志刚在全州生态环境保护工作推进会上强调",)
    assert below.continued_from == "第1版"
    assert [len(article.paragraphs) for article in (first, wide, tall, below)] == [2, 5, 4, 7]


@pytest.mark.parametrize("path", [FRAME, SIDE, CHARACTERS], ids=lambda path: path.stem)
def test_the_page_is_accounted_for_and_settled(path: Path) -> None:
    page = clean(page_of(path))
    assert page.audit().holds
    assert not any(edit.rule in ("deinterleave_lines", "separate_columns") for edit in page.edits)
    assert clean(page.text).text == page.text


@pytest.mark.parametrize("path", [FRAME, SIDE], ids=lambda path: path.stem)
def test_no_article_is_cut_short_where_nothing_is_lost(path: Path) -> None:
    assert not any(p.truncated for article in clean(page_of(path)).articles for p in article.paragraphs)


def test_the_order_of_the_file_does_not_matter() -> None:
    records = json.loads(FRAME.read_text(encoding="utf-8"))
    turned = json.dumps(records[::-1]).encode()
    backwards = clean(read_pages(turned)[0])
    assert [a.as_dict() for a in backwards.articles] == [a.as_dict() for a in clean(page_of(FRAME)).articles]


def test_a_page_in_reading_order_is_left_in_it() -> None:
    page = page_of(SIDE)
    order = [line for passage in read_boxes(page).passages for line in passage.lines]
    text, lines = "", []
    for number in order:
        words = page.text[slice(*page.lines[number].span)]
        lines.append(replace(page.lines[number], span=(len(text), len(text) + len(words))))
        text += words + "\n"
    result = clean(replace(page, text=text, lines=tuple(lines)))
    moved = [e for e in result.edits if e.moved and e.edit.target != e.edit.start]
    assert not moved
    assert texts(result) == texts(clean(page))


def test_measured_rooms_tell_where_marks_were_lost() -> None:
    page = page_of(CHARACTERS)
    measured = clean(page)
    plain = clean(replace(page, character_boxes=None))
    restored = [
        sum(e.rule in ("restore_stops", "restore_quotes") for e in p.edits) for p in (measured, plain)
    ]
    assert restored[0] > restored[1]
    assert all("  " not in p.text for article in measured.articles for p in article.paragraphs)


def test_a_line_that_falls_short_of_its_measure_has_lost_a_mark() -> None:
    lines = column(FILLER, 1.0, 3) + column(FILLER, 1.0, 7)
    words, left, row, size = lines[1]
    page = set_page(
        [("州里的道路修好了", 1.0, 0.0, 1.7), *lines[:1], (words[:-1], left, row, size), *lines[2:]]
    )
    assert read_boxes(page).open_ends == {2}


def test_full_lines_have_lost_no_mark_at_their_ends() -> None:
    page = set_page([("州里的道路修好了", 1.0, 0.0, 1.7), *column(FILLER, 1.0, 3), *column(FILLER, 1.0, 7)])
    assert read_boxes(page).open_ends == frozenset()


def test_letter_spaced_type_has_no_rooms() -> None:
    words = "青禾州图书馆新馆开馆"
    boxes = np.array([(30 * n, 0, 30 * n + 18, 20) for n in range(len(words))] + [(np.nan,) * 4])
    line = Line((0, len(words)), Box(0, 0, 30 * len(words), 20))
    page = RawPage(words + "\n", (line,), character_boxes=boxes)
    capacities = read_boxes(page).capacities
    assert capacities
    assert all(room == (0, 0, None) for room in capacities.values())


def test_a_room_in_even_type_is_found() -> None:
    words = "青禾州图书馆新馆开馆"
    lefts = [20 * n + (18 if n >= 6 else 0) for n in range(len(words))]
    boxes = np.array([(left, 0, left + 18, 20) for left in lefts] + [(np.nan,) * 4])
    line = Line((0, len(words)), Box(0, 0, lefts[-1] + 18, 20))
    capacities = read_boxes(RawPage(words + "\n", (line,), character_boxes=boxes)).capacities
    assert capacities[6] == (1, 1, 6)
    assert {room for at, room in capacities.items() if at != 6} == {(0, 0, None)}


@pytest.mark.parametrize("skew", [0.0, 0.008, -0.008])
def test_columns_are_read_one_after_the_other(skew: float) -> None:
    left = column(FILLER, 1.0, 3) + column(FILLER, 1.0, 7)
    right = column(FILLER, 15.0, 3) + column(FILLER, 15.0, 7)
    rows = [line for pair in zip(left, right, strict=True) for line in pair]
    title = [("州里的道路修好了", 5.0, 0.0, 2.0)]
    page = clean(set_page([*title, *rows], skew))
    assert [article.title for article in page.articles] == ["州里的道路修好了"]
    assert texts(page) == [[FILLER] * 4]


def test_a_paragraph_goes_on_in_the_next_column() -> None:
    lines = column(FILLER, 1.0, 3)
    upper, lower = lines[:2], [(words, 15.0, 3 + n, size) for n, (words, _, _, size) in enumerate(lines[2:])]
    page = clean(set_page([("州里的道路修好了", 5.0, 0.0, 2.0), *upper, *lower]))
    assert texts(page) == [[FILLER]]


def test_a_text_belongs_to_the_headline_that_spans_it() -> None:
    heads = [("图书馆开馆", 2.0, 0.0, 2.0), ("小麦收割到位", 16.0, 0.0, 2.0)]
    page = clean(set_page([*heads, *column(FILLER, 1.0, 3), *column(FILLER[::-1], 15.0, 3)]))
    assert [article.title for article in page.articles] == ["图书馆开馆", "小麦收割到位"]
    assert texts(page) == [[FILLER], [FILLER[::-1]]]


@pytest.mark.parametrize(
    ("left", "right", "titles"),
    [
        ("道路修到青石村", "图书馆迎来读者", ["道路修到青石村", "图书馆迎来读者"]),
        ("青石县：三棵树种出", "大产业", ["青石县：三棵树种出大产业"]),
    ],
    ids=["each fills its column", "cut at a mark"],
)
def test_headlines_that_fill_their_columns_are_two(left: str, right: str, titles: list[str]) -> None:
    size, gap = 2.0, 2.0
    heads = [(left, 0.0, 0.0, size), (right, len(left) * size + gap, 0.0, size)]
    columns = [*column(FILLER, 0.0, 4.0, 14), *column(FILLER[::-1], 16.0, 4.0, 14)]
    articles = clean(set_page([*heads, *columns])).articles
    assert [article.title.replace(" ", "") for article in articles] == titles


def test_a_byline_under_a_headline_does_not_hide_the_columns_beside_it() -> None:
    head = [("道路修到青石村", 6.0, 0.0, 2.4), ("本报记者 林青石", 9.0, 2.2, 1.0)]
    beside = [*column(FILLER, 30.0, 0.0), *column(FILLER[::-1], 30.0, 4.0), *column(FILLER, 30.0, 8.0)]
    page = set_page([*head, *column(FILLER, 0.0, 4.0, 14), *column(FILLER, 15.0, 4.0, 14), *beside])
    (article,) = clean(page).articles
    assert len(article.paragraphs) == 5


GROUND = "<|ref|>{}<|/ref|><|det|>[[{}]]<|/det|>\n"


def grounded(*boxes: tuple[str, str, str]) -> RawPage:
    """A page of DeepSeek-OCR: type, box and Markdown of each block."""
    (page,) = read_pages(
        "".join(GROUND.format(kind, box) + text + "\n" for kind, box, text in boxes).encode()
    )
    return page


@pytest.mark.parametrize("bottom", [350, 400], ids=["tight", "with room"])
def test_what_shares_a_box_keeps_its_order(bottom: int) -> None:
    first, second, third = FILLER * 3 + "。", FILLER[::-1] * 3 + "。", FILLER[7:] * 4 + "。"
    box = f"40, 60, 400, {bottom}"
    below = ("text", f"40, {bottom + 8}, 400, {bottom + 158}", third)
    folio = ("text", "40, 20, 240, 34", "2026年11月29日 星期日")
    page = clean(grounded(folio, ("text", box, f"# 道路修到青石村\n\n{first}\n\n{second}"), below))
    assert [article.title for article in page.articles] == ["道路修到青石村"]
    assert [text[:9] for text in texts(page)[0]] == [first[:9], second[:9], third[:9]]
    assert page.text.index(first[:9]) < page.text.index(second[:9])


def test_boxes_that_nothing_shares_stay() -> None:
    boxes = np.array([[0.0, 0.0, 90.0, 30.0], [0.0, 0.0, 90.0, 31.0], [0.0, 30.0, 90.0, 60.0]])
    found = part_boxes(boxes, np.array([9.0, 9.0, 9.0]), [RegionKind.TEXT] * 3)
    assert (found == boxes).all()


@given(
    st.lists(st.floats(0.5, 400.0), min_size=2, max_size=8),
    st.tuples(st.floats(0.01, 900.0), st.floats(0.01, 900.0)),
)
def test_shared_boxes_are_parted_whole_and_in_order(ems: list[float], size: tuple[float, float]) -> None:
    box = np.array([7.0, 9.0, 7.0 + size[0], 9.0 + size[1]])
    kinds = [RegionKind.HEADING, *[RegionKind.TEXT] * (len(ems) - 1)]
    found = part_boxes(np.tile(box, (len(ems), 1)), np.array(ems), kinds)
    across = 0 if found[0, 2] < box[2] else 1
    assert np.allclose(found[1:, across], found[:-1, across + 2])
    assert np.allclose([found[0, across], found[-1, across + 2]], [box[across], box[across + 2]])
    assert (found[:, across] < found[:, across + 2]).all()
    assert (found[:, 1 - across] == box[1 - across]).all()


@pytest.mark.parametrize(
    ("text", "title"), [("", "国内联播快讯"), ("本报海州11月11日电", "")], ids=["roundup", "briefs"]
)
def test_what_stands_over_a_text_without_datelines_is_its_headline(text: str, title: str) -> None:
    first = [("图书馆开馆", 2.0, 0.0, 2.0), *column(FILLER, 1.0, 3)]
    second = [("国内联播快讯", 2.0, 9.0, 2.0), *column(text + FILLER[::-1], 1.0, 12)]
    assert [article.title for article in clean(set_page([*first, *second])).articles] == ["图书馆开馆", title]


@pytest.mark.parametrize(("left", "large"), [(6.4, []), (9.0, ["镇"])], ids=["in the middle", "elsewhere"])
def test_the_last_line_of_a_heading_is_not_large_for_its_high_box(left: float, large: list[str]) -> None:
    lines = [*column(FILLER, 1.0, 0), ("道路修到了青石村和柳树", 1.5, 9, 1.0), ("镇", left, 10, 1.3)]
    _, found = find_strips(Sheet.of(set_page(lines)).rows, PITCH / EM)
    assert [row.text for row in found] == large


def test_headings_of_the_highest_level_are_headlines_whatever_their_size() -> None:
    page = set_page([("图书馆开馆", 2.0, 0.0, 1.0), ("小麦收割到位", 2.0, 3.0, 1.0)])
    lines = tuple(replace(line, region=n) for n, line in enumerate(page.lines))
    for levels, headlines in (((1, 2), [True, False]), ((1, 1), [False, False])):
        regions = tuple(Region(RegionKind.HEADING, level=level) for level in levels)
        rows = Sheet.of(replace(page, lines=lines, regions=regions)).rows
        assert [row.headline for row in rows] == headlines


BRIEF = "本报海州11月11日电新建的乡村道路通车了"


@pytest.mark.parametrize(
    ("above", "headline"),
    [(RegionKind.HEADING, False), (RegionKind.UNKNOWN, True)],
    ids=["the reader knows headings", "the reader knows none"],
)
def test_a_block_of_text_with_room_round_it_is_no_headline(above: RegionKind, headline: bool) -> None:
    def block(number: int, words: str, top: float, size: float, kind: RegionKind) -> Row:
        box = Box(0.0, top, len(words) * size, top + size)
        return Row(number, box, words, size, kind, part=0)

    rows = [
        block(0, "图书馆开馆", 0.0, 2.4, above),
        block(1, "再现抗疫历程不言放弃", 9.0, 1.4, RegionKind.TEXT),
    ]
    _, large = find_strips(rows, PITCH / EM)
    assert (rows[1] in large) == headline
    assert rows[0] in large


def test_a_brief_in_an_article_without_datelines_is_none_of_it() -> None:
    lines = [
        ("修一条路富一方人", 0.0, 0.0, 1.8),
        *column(FILLER, 0.0, 3.0),
        *column(BRIEF, 0.0, 7.0),
        *column(FILLER[::-1], 0.0, 9.0),
    ]
    article, brief = clean(set_page(lines)).articles
    assert [paragraph.text for paragraph in article.paragraphs] == [FILLER, FILLER[::-1]]
    assert [paragraph.text.replace(" ", "") for paragraph in brief.paragraphs] == [BRIEF]


def test_news_of_several_datelines_stays_together() -> None:
    lines = [
        ("修一条路富一方人", 0.0, 0.0, 1.8),
        *column(BRIEF, 0.0, 3.0),
        *column(FILLER, 0.0, 5.0),
        *column("新华社青石11月12日电" + FILLER[:12], 0.0, 9.0),
    ]
    (article,) = clean(set_page(lines)).articles
    assert len(article.paragraphs) == 3


@pytest.mark.parametrize(
    ("above", "below", "title"),
    [
        ("海州修路十年——", "一条路富了一方人", "一条路富了一方人"),
        ("九旬修路人：", "我见过最初的土路", "我见过最初的土路"),
        ("一条路富了一方人", "——海州修路见闻", "一条路富了一方人"),
        ("海州十年修路富了", "山里山外一方的人", "海州十年修路富了山里山外一方的人"),
    ],
)
def test_a_dash_or_a_colon_parts_a_kicker_from_a_headline_of_its_size(
    above: str, below: str, title: str
) -> None:
    lines = [(above, 0.0, 0.0, 1.8), (below, 0.0, 2.0, 1.8), *column(FILLER, 0.0, 5.0)]
    (article,) = clean(set_page(lines)).articles
    assert article.title.replace(" ", "") == title


def test_a_line_missing_from_the_grid_was_lost() -> None:
    lines = column(FILLER * 2, 1.0, 3)
    page = clean(set_page([("州里的道路修好了", 1.0, 0.0, 1.7), *lines[:2], *lines[3:]]))
    ((paragraph,),) = [article.paragraphs for article in page.articles]
    assert paragraph.truncated


def test_the_room_round_a_heading_is_no_lost_line() -> None:
    lines = [*column(FILLER, 1.0, 3), ("修路又种树", 4.5, 7.55, 1.05), *column(FILLER, 1.0, 9)]
    page = clean(set_page([("州里的道路修好了", 1.0, 0.0, 1.7), *lines]))
    (article,) = page.articles
    assert [p.kind for p in article.paragraphs] == ["body", "heading", "body"]
    assert not any(p.truncated for p in article.paragraphs)


def test_blocks_without_lines_are_read_as_paragraphs() -> None:
    blocks = [
        ("州里的道路修好了", Box(40, 0, 360, 42), RegionKind.HEADING),
        (FILLER + "。", Box(20, 60, 260, 145), RegionKind.TEXT),
        (FILLER * 2 + "。", Box(300, 60, 540, 235), RegionKind.TEXT),
    ]
    text, lines = "", []
    for number, (words, box, _) in enumerate(blocks):
        lines.append(Line((len(text), len(text) + len(words)), box, region=number, whole_block=True))
        text += words + "\n"
    regions = tuple(Region(kind, box) for _, box, kind in blocks)
    page = clean(RawPage(text, tuple(lines), regions))
    assert [article.title for article in page.articles] == ["州里的道路修好了"]
    assert texts(page) == [[FILLER, FILLER * 2]]


@pytest.mark.parametrize(
    ("first", "paragraphs"),
    [
        ("云岭镇今年新建茶园三千亩，带动农户增收，", 1),
        ("云岭镇今年新建茶园三千亩，带动农户增收。", 2),
        ("云岭镇今年新建茶园三千亩，农户增收！", 2),
    ],
)
def test_a_line_of_a_block_that_ends_with_a_comma_goes_on(first: str, paragraphs: int) -> None:
    text, lines = "", []
    for words in (first, FILLER * 4 + "。"):
        lines.append(
            Line((len(text), len(text) + len(words)), Box(0, 0, 400, 200), region=0, whole_block=True)
        )
        text += words + "\n"
    page = clean(RawPage(text, tuple(lines), (Region(RegionKind.TEXT, Box(0, 0, 400, 200)),)))
    assert [len(article.paragraphs) for article in page.articles] == [paragraphs]


def test_the_imprint_is_no_article() -> None:
    lines = [("2要闻2020年12月13日星期五", 1.0, 0.0, 1.0), ("州里的道路修好了", 1.0, 2.0, 1.7)]
    page = clean(set_page([*lines, *column(FILLER, 1.0, 5)]))
    assert page.furniture == ("2要闻2020年12月13日星期五",)
    assert texts(page) == [[FILLER]]


def test_a_line_read_over_a_gutter_is_cut() -> None:
    left, right = column(FILLER * 3, 1.0, 3), column(FILLER[::-1] * 3, 14.5, 3)
    over = (left[4][0] + right[4][0], 1.0, 7, 25.5 / 24)
    rows = [line for n, pair in enumerate(zip(left, right, strict=True)) for line in pair if n != 4]
    page = clean(set_page([("州里的道路修好了", 5.0, 0.0, 2.0), *rows, over]))
    assert texts(page) == [[FILLER * 3, FILLER[::-1] * 3]]


def test_lines_without_boxes_follow_the_line_before() -> None:
    page = set_page([("州里的道路修好了", 1.0, 0.0, 1.7), *column(FILLER, 1.0, 3)])
    lost = replace(page.lines[2], box=None)
    reading = read_boxes(replace(page, lines=(*page.lines[:2], lost, *page.lines[3:])))
    assert [line for passage in reading.passages for line in passage.lines] == [0, 1, 2, 3, 4]


def test_moves_that_are_not_sure_enough_are_withheld() -> None:
    page = page_of(SIDE)
    held = clean(page, Settings(ignore=frozenset({"order_lines"})))
    assert not any(edit.rule == "order_lines" for edit in held.edits)
    assert held.audit().holds


def test_an_empty_page_has_no_rows() -> None:
    assert Sheet.of(RawPage("\n", (Line((0, 0), Box(0, 0, 10, 10)),))).rows == ()


coordinates = st.floats(-50, 3000, allow_nan=False)
words_of_a_line = st.text(st.sampled_from("青禾州图书馆，。“”（）本报讯上接第1版 ab2\u3000"), max_size=24)


@st.composite
def raw_pages(draw: st.DrawFn) -> RawPage:
    text, lines = "", []
    kinds = draw(st.lists(st.sampled_from(RegionKind), max_size=3))
    whole = draw(st.booleans())
    for words in draw(st.lists(words_of_a_line, max_size=14)):
        box = draw(
            st.none() | st.builds(Box, coordinates, coordinates, coordinates, coordinates)
        )  # some of them are turned inside out
        region = draw(st.none() | st.integers(0, len(kinds) - 1)) if kinds else None
        span = (len(text), len(text) + len(words))
        lines.append(
            Line(span, box, region=region, slope=draw(st.sampled_from([0.0, 0.01])), whole_block=whole)
        )
        text += words + "\n"
    boxes = None
    if draw(st.booleans()) and text:
        size = (len(text), 4)
        boxes = np.random.default_rng(draw(st.integers(0, 9))).uniform(0, 900, size)
        boxes[:: draw(st.integers(1, 5))] = np.nan
    return RawPage(text, tuple(lines), tuple(map(Region, kinds)), character_boxes=boxes)


@given(raw_pages())
@settings(deadline=None)
def test_any_page_is_read_whole(page: RawPage) -> None:
    reading = read_boxes(page)
    lines = [line for passage in reading.passages for line in passage.lines]
    assert len(set(lines)) == len(lines), "a line stands in two passages"
    if page.has_boxes:
        held = {i for line in lines for i in range(*reading.spans[line])}
        solid = {i for i, char in enumerate(page.text) if not char.isspace()}
        assert solid <= held or not reading.passages
    assert all(
        reading.passages[n].role is not Role.FURNITURE for article in reading.articles for n in article
    )


@given(raw_pages())
@settings(deadline=None, max_examples=50)
def test_any_page_is_accounted_for(page: RawPage) -> None:
    result = clean_audited(page)
    assert result.audit().holds, result.audit().breaches


def set_line(*pieces: tuple[str, float]) -> RawPage:
    """A line of type of 20 units an em: strings, and the room in em before each."""
    text, lefts, left = "", [], 0.0
    for piece, room in pieces:
        left += room * 20
        for _ in piece:
            lefts.append(left)
            left += 20
        text += piece
    boxes = np.array([(at, 0, at + 18, 20) for at in lefts] + [(np.nan,) * 4])
    return RawPage(text + "\n", (Line((0, len(text)), Box(0, 0, left, 20)),), character_boxes=boxes)


def rooms_of(page: RawPage) -> dict[str, tuple[int, int]]:
    """Those before characters that follow a gap or a mark."""
    capacities = find_capacities(page)
    return {page.text[at]: (room.least, room.most) for at, room in capacities.items() if room != (0, 0, None)}


MANY_LOST = [("今年云溪县", 0.0), ("又打造了", 0.8), ("五家民宿", 0.8), ("乙方看了", 0.8)]


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (MANY_LOST, {"又": (1, 1), "五": (1, 1), "乙": (1, 1)}),
        ([*MANY_LOST, ("丙村丁镇", 0.4)], {"又": (1, 1), "五": (1, 1), "乙": (1, 1), "丙": (1, 1)}),
        ([("今年云溪县", 0.0), ("丙村丁镇", 0.4)], {"丙": (0, 1)}),  # the only one of the page: chance
        ([("本报记者", 0.0), ("丁鹏曦", 0.5), ("丙村丁镇", 0.4)], {"丁": (0, 1), "丙": (0, 1)}),
        ([*MANY_LOST, ("戊家民宿", 1.5)], {"又": (1, 1), "五": (1, 1), "乙": (1, 1), "戊": (2, 2)}),
        ([("今年云溪县", 0.0), ("（", 0.9), ("丙村丁镇", 0.9)], {}),  # a bracket has room of its own
        ([("让青稞长得好", 0.0), ("——", 0.9), ("丙村丁镇", 0.9)], {}),
        ([("由八成", 0.0), ("%", 0.0), ("增长到九成", 0.5)], {}),
    ],
)
def test_how_many_marks_have_room(
    pieces: list[tuple[str, float]], expected: dict[str, tuple[int, int]]
) -> None:
    assert rooms_of(set_line(*pieces)) == expected


def test_the_room_beside_a_mark_is_told_by_the_other_marks_of_its_line() -> None:
    page = set_line(
        *[("今年，云溪县", 0.0), ("，又打造了", 0.0), ("五家”民宿", 0.0), ("卖给了”", 0.0), ("丙村丁镇", 1.0)]
    )
    capacities = {
        page.text[at]: (room.least, room.most, room.gap) for at, room in find_capacities(page).items()
    }
    assert capacities["云"] == capacities["又"] == capacities["民"] == (1, 1, None)
    assert capacities["丙"] == (2, 2, page.text.index("丙"))
