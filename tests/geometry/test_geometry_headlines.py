"""What is a headline on a page with boxes, by size, level and room, and where its kicker ends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cleaner.chain import clean
from cleaner.document import Box, Region, RegionKind
from cleaner.geometry.columns import ColumnEdges
from cleaner.geometry.gutters import cut_at_gutters
from cleaner.geometry.paragraphs import SetLine, break_lines, find_passages
from cleaner.geometry.rows import Row, Sheet
from cleaner.geometry.strips import Strip, find_strips
from tests.tools.set_pages import EM, FILLER, PITCH, column, set_page, set_words


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


TITLES = [("道路修到青石村", 0.0, 1.3, 2.0), ("图书馆迎来读者", 17.0, 1.3, 2.0)]
COLUMNS = [[line] for left in (0.0, 17.0) for line in column(FILLER, left, 4.0, 14)]


@pytest.mark.parametrize("gap", [7.0, 10.0])
def test_a_kicker_read_over_two_headlines_is_two(gap: float) -> None:
    kickers = [("青石县农村见闻", 1.0, 0.0, 1.3), ("白云县文化纪事", 10.1 + gap, 0.0, 1.3)]
    page = set_words([kickers, *([title] for title in TITLES), *COLUMNS])
    articles = clean(page).articles
    assert [article.title for article in articles] == [title[0] for title in TITLES]
    assert [article.subtitles for article in articles] == [(kicker[0],) for kicker in kickers]


@pytest.mark.parametrize(
    ("line", "titles"),
    [
        (
            [("青石县农村见闻", 1.0, 0.0, 1.3), ("和文化纪事", 17.0, 0.0, 1.3)],
            [("道路修到青石村图书馆", 2.0, 1.3, 2.0)],
        ),
        ([("青石县农村见闻和文化纪事", 8.0, 0.0, 1.3)], TITLES),
        ([("青石县农村见闻", 1.0, 0.0, 1.3), ("和文化纪事", 11.2, 0.0, 1.3)], TITLES),
        ([("青石县农村见闻", 1.0, 0.0, 1.3), ("和文化纪事", 17.0, 0.0, 1.3)], TITLES[:1]),
        ([("青石县农村见闻", 1.0, 2.0, 1.3), ("和文化纪事", 17.0, 2.0, 1.3)], []),
    ],
    ids=["one headline", "no room", "a blank", "nothing on one side", "columns"],
)
def test_a_line_in_large_type_is_whole_where_nothing_parts_it(
    line: list[tuple[str, float, float, float]], titles: list[tuple[str, float, float, float]]
) -> None:
    page = set_words([line, *([title] for title in titles), *COLUMNS])
    rows = cut_at_gutters(Sheet.of(page), page).rows
    assert "".join(piece[0] for piece in line) in [row.text for row in rows]


@pytest.mark.parametrize(
    ("text", "title"), [("", "国内联播快讯"), ("本报海州11月11日电", "")], ids=["roundup", "briefs"]
)
def test_what_stands_over_a_text_without_datelines_is_its_headline(text: str, title: str) -> None:
    first = [("图书馆开馆", 2.0, 0.0, 2.0), *column(FILLER, 1.0, 3)]
    second = [("国内联播快讯", 2.0, 9.0, 2.0), *column(text + FILLER[::-1], 1.0, 12)]
    assert [article.title for article in clean(set_page([*first, *second])).articles] == ["图书馆开馆", title]


@pytest.mark.parametrize(
    ("line", "row", "across"),
    [
        ("全州新建乡村道路一百多", 9.0, False),
        ("——全州新建乡村道路纪事", 9.0, True),
        ("本报记者 林秀禾 沈小北", 9.0, True),
        ("全州新建乡村道路一百多", 2.0, True),
    ],
    ids=["running text", "behind a dash", "a byline", "right below a headline"],
)
def test_a_line_over_others_in_pieces_is_of_a_headline_only_where_it_may_be(
    line: str, row: float, across: bool
) -> None:
    pieces = [(FILLER[9 * n :][:9], 9.5 * n, row + 1, 1.0) for n in range(2)]
    page = set_page([("图书馆开馆", 2.0, 0.0, 1.5), (line, 0.5, row, 1.0), *pieces])
    _, found = find_strips(Sheet.of(page).rows, PITCH / EM)
    assert (line in [each.text for each in found]) == across


def test_brackets_are_as_wide_as_they_are_printed() -> None:
    words = "举(思想纵横)"
    page = set_page([("激发更多英雄之", 1.5, 0.0, 2.0), (words, 1.5, 2.0, 2.0), *column(FILLER, 1.0, 6)])
    high = replace(page.lines[1], box=Box(1.5 * EM, 2 * PITCH, 15.5 * EM, 2 * PITCH + 3 * EM))
    page = replace(page, lines=(page.lines[0], high, *page.lines[2:]))
    first, second = Sheet.of(page).rows[:2]
    assert (first.text, second.text) == ("激发更多英雄之", words)
    assert second.size == pytest.approx(first.size)


@pytest.mark.parametrize("size", [1.2, 2.4], ids=["smaller", "larger"])
def test_the_heading_of_the_first_part_of_a_roundup_is_no_headline_whatever_its_size(size: float) -> None:
    label, head = ("国内联播快讯", 2.0, 0.0, 1.8), ("东港区食堂开张", 2.0, 3.0, size)
    (article,) = clean(set_page([label, head, *column(FILLER, 1.0, 7)])).articles
    assert (article.title, article.paragraphs[0].kind) == ("国内联播快讯", "heading")
    assert article.paragraphs[0].text == "东港区食堂开张"


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


@pytest.mark.parametrize(
    ("text", "across"),
    [
        ("一渠清水流上高原，三十个村的旱地变良田", True),
        ("渠水流上了高原，三十个村的旱地还等什么？", True),
        ("渠水流上了高原，三十个村的旱地要变良田！", True),
        ("“渠水流到塬上，村民不再等天下雨等水。”", True),
        ("渠水流到了塬上，村民不再等天下雨、等水。", False),
        ("渠水流到塬上，他说：“不再等天下雨了。”", False),
    ],
    ids=["sub-headline", "question", "exclamation", "quotation", "end of a sentence", "end of speech"],
)
def test_a_block_over_two_columns_that_ends_with_a_full_stop_is_of_a_paragraph(
    text: str, across: bool
) -> None:
    wide = Row(0, Box(0.0, 0.0, 20.0, 1.0), text, 1.0, part=0)
    columns = [
        Row(n, Box(left, top, left + 14.0, top + 1.0), "三个村的田都浇上了水，渠边也种", 1.0)
        for n, (left, top) in enumerate([(0.0, 1.45), (16.0, 1.45), (0.0, 2.9), (16.0, 2.9)], 1)
    ]
    _, large = find_strips([wide, *columns], 1.45)
    assert [row.text for row in large] == [text] * across


LABELLED = RegionKind.HEADING


def labelled_column(line: str, left: float, kind: RegionKind, below: float = 1.6) -> list[str]:
    """The roles of what a column of 16 em says whose engine took its heading and a line below for one."""
    body = [Row(n, Box(0, n * 1.5, 16, n * 1.5 + 1), FILLER[:16], 1.0) for n in range(6)]
    heading = Row(6, Box(2, 9.8, 12, 10.8), "水渠修到田边地头处处", 1.05, LABELLED)
    last = Row(7, Box(left, 9.8 + below, left + len(line), 10.8 + below), line, 1.0, kind)
    strips = [Strip([*body, heading, last]), Strip([Row(8, Box(18, 0, 34, 1), FILLER[:16], 1.0)])]
    return [str(passage.role) for passage in find_passages(break_lines(strips, ColumnEdges(strips), 1.5))]


@pytest.mark.parametrize(
    ("line", "left", "below", "roles"),
    [
        (FILLER[:14], 2.0, 2.2, ["body", "head", "body"]),
        (FILLER[:9], 3.5, 2.2, ["body", "head", "head", "body"]),
        (FILLER[:14], 2.0, 1.5, ["body", "head", "body"]),
        (FILLER[:14], 1.0, 2.2, ["body", "head", "head", "body"]),
    ],
    ids=["opens a paragraph", "short", "the next line of the heading", "no indent"],
)
def test_a_full_line_under_a_heading_is_no_other_heading(
    line: str, left: float, below: float, roles: list[str]
) -> None:
    assert labelled_column(line, left, LABELLED, below) == roles


@pytest.mark.parametrize(
    ("short", "above", "count"),
    [(0.5, None, 1), (4.0, None, 2), (0.5, 2.0, 2)],
    ids=["over the end of a column", "a short one before it", "in one column"],
)
def test_a_heading_goes_on_over_the_end_of_its_column(short: float, above: float | None, count: int) -> None:
    def heading(words: str, short: float, above: float | None, below: float | None) -> SetLine:
        row = Row(0, Box(2, 0, 2 + len(words), 1), words, 1.0)
        return SetLine((row,), 0, 2.0, short, above, below, heading=True)

    lines = [heading("新渠二十里修到每块田边", short, 2.0, above), heading("上", 13.0, above, 2.0)]
    assert len(find_passages(lines)) == count
