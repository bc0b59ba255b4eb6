"""Items that a reader of blocks joined, and headings among the blocks of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from cleaner import clean
from cleaner.document import Box, Line, RawPage, Region, RegionKind
from cleaner.geometry.frames import take_frames
from cleaner.geometry.heads import Head, find_heads, join_named
from cleaner.geometry.items import part_items
from cleaner.geometry.paragraphs import head_passages
from cleaner.geometry.reading import read_boxes
from cleaner.geometry.rows import Row, Sheet
from cleaner.geometry.strips import Strip, find_strips
from cleaner.layout.role import Role

FIRST = (
    "本报云溪5月20日电云溪县人民医院与省城三家医院签订合作协议，专家每周来院坐诊，首日接诊患者七十四人次。"
)
SECOND = "本报望川5月20日电望川县小麦喷防作业全部完成，有效遏制条锈病蔓延，为夏粮丰收打下坚实基础。"
EM, MEASURE = 20.0, 16


def page_of(*texts: str) -> RawPage:
    """A column of blocks of joined text."""
    text, top = "", 0.0
    lines: list[Line] = []
    for block in texts:
        height = (-(-len(block) // MEASURE) * 1.45 - 0.4) * EM
        box = Box(0, top, MEASURE * EM, top + height)
        lines.append(Line((len(text), len(text) + len(block)), box, region=len(lines), whole_block=True))
        text += block + "\n\n"
        top += height + 0.5 * EM
    regions = tuple(Region(RegionKind.TEXT, line.box) for line in lines)
    return RawPage(text, tuple(lines), regions)


def parts(page: RawPage) -> list[str]:
    """The texts of the lines, those of each block and of the parts of it."""
    sheet = part_items(Sheet.of(page), page)
    return [page.text[slice(*span)] for span in sheet.spans]


@pytest.mark.parametrize("credit", ["（毛晓东）", "（毛晓东 罗芳）", "（毛晓东罗芳）", "(记者毛晓东)"])
def test_items_in_one_block_are_parted_at_credit_and_dateline(credit: str) -> None:
    page = page_of(FIRST + credit + SECOND, SECOND)
    assert sorted(parts(page)) == sorted([FIRST, credit, SECOND, SECOND])


def test_an_item_behind_a_credit_needs_no_dateline() -> None:
    assert sorted(parts(page_of(FIRST + "（毛晓东）" + FIRST, SECOND))) == sorted(
        [FIRST, "（毛晓东）", FIRST, SECOND]
    )


def test_each_part_is_a_passage_of_its_own() -> None:
    reading = read_boxes(page_of(FIRST + "（毛晓东）" + SECOND))
    assert [passage.role for passage in reading.passages] == [Role.BODY, Role.SIGNOFF, Role.BODY]


@pytest.mark.parametrize(
    ("text", "behind"),
    [
        (FIRST + "据新华社报道，当地还将建成三所医院，今年年底以前全部投入使用。", ""),
        ("他说，（毛晓东）是一位好医生，本报望川5月20日电讯的报道是真实的，没有一句假话。", FIRST),
        (FIRST.replace("。", "（见图），") + "还有更多的人等着看病，医院方面表示将尽快安排。", ""),
    ],
    ids=["agency in a sentence", "names in a sentence", "brackets in a sentence"],
)
def test_what_stands_inside_a_sentence_parts_nothing(text: str, behind: str) -> None:
    assert sorted(parts(page_of(text + behind, SECOND))) == sorted(filter(None, [text, behind, SECOND]))


def test_no_character_is_lost_or_doubled_by_parting() -> None:
    page = page_of(FIRST + "（毛晓东）" + SECOND + "（罗芳）", SECOND)
    sheet = part_items(Sheet.of(page), page)
    assert "".join(page.text[slice(*span)] for span in sorted(sheet.spans)) == page.text.replace("\n", "")
    rows = "".join(row.text for row in sorted(sheet.rows, key=lambda row: (row.number, row.part or 0)))
    assert sorted(rows) == sorted(page.text.replace("\n", ""))


def test_lines_that_the_engine_measured_are_left_alone() -> None:
    lines = [Line((0, 9), Box(0, 0, 200, 20)), Line((10, 20), Box(0, 30, 200, 50))]
    page = RawPage("云溪县水库（毛晓东\n）本报望川5月20日\n", tuple(lines))
    sheet = Sheet.of(page)
    assert part_items(sheet, page) == sheet


def row(text: str, top: float, size: float, left: float = 0.0) -> Row:
    return Row(int(top * 10), Box(left, top, left + len(text) * size, top + size), text, size)


def test_lines_between_which_a_quotation_is_open_are_one_headline() -> None:
    upper, lower = row("为新征程汇聚“排山倒海", 0, 2.0), row("的磅礴力量”", 2.4, 1.5)
    [head] = find_heads([upper, lower], [])
    assert [len(passage.lines) for passage in head_passages(head)] == [2]


def test_a_kicker_in_much_smaller_type_is_a_line_of_its_own() -> None:
    upper, lower = row("聚焦“三区三州等地区", 0, 1.2), row("主题宣传活动启动", 1.6, 2.0)
    [head] = find_heads([upper, lower], [])
    passages = head_passages(head)
    assert [passage.title for passage in passages] == [False, True]


def test_the_label_of_a_box_is_part_of_no_headline() -> None:
    headline, label = row("中国经济社会充满活力", 0, 2.8), row("简讯", 3.4, 2.6)
    assert len(find_heads([headline, label], [])) == 2


def test_a_credit_over_a_column_stands_over_one_column_only() -> None:
    body = [row("一二三四五六七八九十", top, 1.0) for top in (0, 1.3, 2.6, 3.7, 5.0)]
    credit = row("（宋斌）", 1.3, 1.0, 11.0)
    strips, large = find_strips([*body, credit], 1.4)
    assert large == []
    assert sum(len(strip.rows) for strip in strips) == len(body) + 1


def strip(
    left: float, top: float, count: int, pitch: float = 1.5, kind: RegionKind = RegionKind.TEXT
) -> Strip:
    rows = [
        Row(n, Box(left, top + n * pitch, left + 16, top + n * pitch + 1), "本报云溪5月20日电水库", 1.0, kind)
        for n in range(count)
    ]
    return Strip(rows)


def test_a_labelled_frame_makes_no_frame_of_the_article_beside_it() -> None:
    article = [strip(0, 0, 12), strip(18, 0, 12)]
    brief, other = strip(36, 4.75, 8), strip(54, 0, 14)
    label = Head([row("简讯", 2.4, 2.0, 36)])
    strips, heads = [*article, brief, other], [label]
    [frame] = take_frames(strips, heads, 1.5, measured=True)
    assert (frame.strips, [part.text for part in frame.label]) == ([brief], ["简讯"])
    assert strips == [*article, other]


def test_a_heading_at_the_end_of_a_frame_is_of_the_text_below() -> None:
    heading = Row(99, Box(2, 12, 10, 13), "积极复工复产", 1.0, RegionKind.HEADING)
    brief = strip(0, 0, 7)
    brief.add([heading])
    strips, heads = [brief, strip(18, -6, 20)], [Head([row("简讯", -2.4, 2.0)])]
    [frame] = take_frames(strips, heads, 1.5, measured=False)
    assert heading not in [each for part in frame.strips for each in part.rows]
    assert [heading] in [part.rows for part in strips]


def test_a_byline_between_headline_and_columns_is_given_to_the_headline() -> None:
    headline, byline = (
        Head([row("植树治沙，建设美丽世界", 0, 3.0)]),
        Head([row("本报记者邓胜", 3.8, 1.0, 12)]),
    )
    heads = [headline, byline]
    join_named(heads)
    assert heads == [headline]
    assert headline.front == byline.rows


@pytest.mark.parametrize(("text", "top"), [("本报记者邓胜", 9.0), ("一渠清水润高原", 3.8)])
def test_what_stands_far_below_or_is_no_byline_stays_a_headline(text: str, top: float) -> None:
    heads = [Head([row("植树治沙，建设美丽世界", 0, 3.0)]), Head([row(text, top, 1.0, 12)])]
    join_named(heads)
    assert len(heads) == 2


def page_with_head(head: str, kind: RegionKind = RegionKind.HEADING, lines: float = 5) -> RawPage:
    """Blocks under a headline, which a reader took the label of a box of briefs for a part of."""
    page = page_of(FIRST, SECOND)
    shift = 300.0
    size = (1.6 if lines > 1 else 1.0) * EM
    height = lines * size
    box = Box(0, 0, size * len(head.strip()), height)
    moved = [
        Line(
            (line.span[0] + len(head) + 2, line.span[1] + len(head) + 2),
            Box(line.box.left, line.box.top + shift, line.box.right, line.box.bottom + shift),
            region=n,
            whole_block=True,
        )
        for n, line in enumerate(page.lines, 1)
        if line.box is not None
    ]
    regions = (Region(kind, box), *page.regions)
    line = Line((0, len(head)), box, region=0, whole_block=True)
    return RawPage(f"{head}\n\n{page.text}", (line, *moved), regions)


@pytest.mark.parametrize("kind", [RegionKind.HEADING, RegionKind.TEXT])
@pytest.mark.parametrize("head", ["脚踏实地再出发（记者手记）", "甜日子从哪里来？", "山乡新事 "])
def test_the_label_of_a_box_leaves_the_headline_it_was_read_with(head: str, kind: RegionKind) -> None:
    page = page_with_head(f"{head}要闻速览", kind)
    sheet = part_items(Sheet.of(page), page)
    (row,) = [row for row in sheet.rows if row.number == 0]
    (label,) = [row for row in sheet.rows if row.text == "要闻速览"]
    assert page.text[slice(*sheet.spans[row.number])] == head
    assert row.box.bottom <= label.box.top


@pytest.mark.parametrize(
    ("head", "kind", "lines"),
    [
        ("全州要闻速览", RegionKind.HEADING, 5),
        ("要闻速览", RegionKind.HEADING, 5),
        ("脚踏实地再出发（记者手记）要闻", RegionKind.HEADING, 5),
        ("脚踏实地再出发（记者手记）要闻速览", RegionKind.TEXT, 1),
        ("（记者手记）要闻速览再出发", RegionKind.HEADING, 5),
        ("三合县持续关注“三农”动态", RegionKind.HEADING, 5),
        ("三合县跟踪《听雨集》出版动态", RegionKind.TEXT, 5),
        ("县里推进“一带一路” 建设动态", RegionKind.TEXT, 5),
    ],
    ids=["a word of it", "alone", "no label", "text", "in the midst", "quoted", "a title", "a quoted term"],
)
def test_what_is_no_label_behind_a_headline_stays(head: str, kind: RegionKind, lines: float) -> None:
    assert head in parts(page_with_head(head, kind, lines))


def lines_of(texts: Sequence[str], widths: Sequence[float], kind: RegionKind = RegionKind.TEXT) -> RawPage:
    """A column of lines that the engine measured, each so many em wide."""
    text, lines = "", []
    for n, (line, width) in enumerate(zip(texts, widths, strict=True)):
        box = Box(0, 45 * n, width * EM, 45 * n + EM)
        lines.append(Line((len(text), len(text) + len(line)), box, region=0))
        text += line + "\n"
    return RawPage(
        text, tuple(lines), (Region(kind, Box.enclosing([line.box for line in lines if line.box])),)
    )


COLUMN = ["望川县新修的水渠上个月全线通水，沿线", "三个村的田都浇上了水，渠边也种上了树", "村民说不愁收成。"]


@pytest.mark.parametrize(
    ("credit", "width"),
    [
        pytest.param("（毛晓东）", 13, id="a surname"),
        pytest.param("(毛晓东 罗芳)", 18, id="two names"),
        pytest.param("《毛晓东)", 12.5, id="a misread bracket"),
        pytest.param("（乔晓东）", 18, id="set apart, the surname is rare"),
        pytest.param("（乔晓东》", 18, id="the other bracket misread"),
    ],
)
def test_names_behind_the_last_sentence_of_a_line_are_a_sign_off(credit: str, width: float) -> None:
    page = lines_of([*COLUMN[:2], COLUMN[2] + credit], [18, 18, width])
    assert parts(page) == [*COLUMN, credit]
    assert read_boxes(page).passages[-1].role is Role.SIGNOFF
    [article] = clean(page).articles
    assert article.signoff.strip("（）").replace(" ", "") == credit.strip("（）()《》").replace(" ", "")


@pytest.mark.parametrize(
    ("last", "width", "height", "cut"),
    [
        pytest.param("村民说不愁收成（村晓东）", 17, 1.0, True, id="far apart"),
        pytest.param("村民说不愁收成〈《村晓东)", 17, 1.0, True, id="far apart, the bracket misread"),
        pytest.param("村民说不愁收成（村晓东）", 13, 1.0, False, id="near"),
        pytest.param("村民说不愁收成（山乡新事）", 20, 1.6, False, id="the series of a headline"),
    ],
)
def test_names_far_behind_a_text_are_a_sign_off_without_a_stop(
    last: str, width: float, height: float, cut: bool
) -> None:
    page = lines_of([*COLUMN[:2], last], [18, 18, width])
    *lines, line = page.lines
    assert line.box is not None
    taller = replace(line, box=replace(line.box, bottom=line.box.top + height * EM))
    page = replace(page, lines=(*lines, taller))
    assert (parts(page) == [*COLUMN[:2], last]) is not cut


def test_the_next_dateline_may_end_with_names_too() -> None:
    """Below the sign-off of an item the next one opens."""
    page = lines_of(
        [*COLUMN[:2], "村民说不愁收成（村晓东）", "本报望川5月20日电（记者罗芳）"], [18, 18, 17, 17]
    )
    assert parts(page) == [*COLUMN[:2], "村民说不愁收成", "本报望川5月20日电（记者罗芳）", "（村晓东）"]


@pytest.mark.parametrize(
    ("above", "width", "lines"),
    [
        pytest.param(COLUMN[1], 18, ["镇长（周海）", "副镇长（李秀英）"], id="a roll"),
        pytest.param(COLUMN[1], 18, ["独唱水渠谣（李秀英）", "二胡独奏（周海）"], id="a programme"),
        pytest.param(
            "三个村的田都浇上了水，渠边种上了树。", 18, ["三年级（周海明）"], id="the text above ends"
        ),
        pytest.param("这次换届新当选的干部有以下几位同志：", 18, ["镇长（周海）"], id="behind a colon"),
        pytest.param("这次当选的镇长", 7, ["来自白云村（王建国）"], id="below a short line"),
    ],
)
def test_names_in_lines_that_end_no_text_stay_in_them(above: str, width: float, lines: list[str]) -> None:
    texts = [*COLUMN[:2], *COLUMN[:2], above, *lines]
    assert parts(lines_of(texts, [18, 18, 18, 18, width, *(14 for _ in lines)])) == texts


def test_names_in_an_indented_line_stay_in_it() -> None:
    """It opens a paragraph, whatever the line above ends with."""
    page = lines_of([*COLUMN[:2], "来自白云村（王建国）"], [18, 18, 17])
    *lines, line = page.lines
    assert line.box is not None
    indented = replace(line, box=replace(line.box, left=2 * EM))
    assert len(parts(replace(page, lines=(*lines, indented)))) == 3


def test_the_short_end_of_a_text_before_its_sign_off_stays_its_end() -> None:
    page = lines_of(
        ["望川县新修的水渠上月通水，", "村民们说今年不愁没有收成", "了。   (毛晓东)"], [13, 13, 13]
    )
    [article] = clean(page).articles
    assert [paragraph.text for paragraph in article.paragraphs] == [
        "望川县新修的水渠上月通水，村民们说今年不愁没有收成了。"
    ]
    assert article.signoff == "（毛晓东）"


@pytest.mark.parametrize(
    ("last", "width", "kind"),
    [
        pytest.param("村民们笑了。（热烈鼓掌）", 12, RegionKind.TEXT, id="no surname, no room"),
        pytest.param("他们都说医生（毛晓东）", 14, RegionKind.TEXT, id="inside a sentence"),
        pytest.param("他们都来看《山乡》《水渠》", 18, RegionKind.TEXT, id="titles"),
        pytest.param("他们都说（见图），", 18, RegionKind.TEXT, id="a mark behind it"),
        pytest.param("（毛晓东）", 13, RegionKind.TEXT, id="names alone are parted from nothing"),
        pytest.param("今年不愁水。（毛晓东）", 13, RegionKind.HEADING, id="a heading"),
        pytest.param("今年不愁收成。（毛晓东", 13, RegionKind.TEXT, id="no second bracket"),
    ],
)
def test_what_else_ends_a_line_stays_in_it(last: str, width: float, kind: RegionKind) -> None:
    assert parts(lines_of([*COLUMN[:2], last], [18, 18, width], kind)) == [*COLUMN[:2], last]


@pytest.mark.parametrize(
    ("width", "cut"), [(18.0, True), (27.0, True), (36.0, False)], ids=["column", "wider", "two columns"]
)
def test_a_line_read_over_two_columns_keeps_its_credit(width: float, cut: bool) -> None:
    last = "村民说不愁收成。渠边也种上了树三个村通了水。（毛晓东）"
    assert (len(parts(lines_of([*COLUMN[:2], last], [18, 18, width]))) == 4) is cut


@pytest.mark.parametrize(
    ("height", "width", "flat"),
    [
        (0.9, 12, False),
        (0.55, 12, False),
        (0.55, 12.8, False),
        (0.55, 20, True),
        (0.55, 8, True),
        (0.4, 12, True),
    ],
)
def test_a_low_box_is_a_line_where_its_text_fills_it(height: float, width: float, flat: bool) -> None:
    assert Row(0, Box(0, 0, width, height), "村民们都说今年不愁收成了", 1.0).flat is flat


@pytest.mark.parametrize(
    ("words", "width", "height", "flat"),
    [
        ("二", 0.1, 0.5, True),
        ("|", 0.1, 0.5, True),
        ("吕杰", 0.5, 0.3, True),
        ("二", 0.9, 0.5, False),
        ("一", 0.9, 0.1, False),
        ("二", 0.3, 0.9, False),
        ("、", 0.2, 0.2, False),
    ],
    ids=["a speck", "a rule", "a small speck", "a numeral", "a stroke", "a narrow letter", "a mark"],
)
def test_a_speck_or_a_piece_of_a_rule_is_no_letter(
    words: str, width: float, height: float, flat: bool
) -> None:
    assert Row(0, Box(0, 0, width, height), words, 1.0).flat is flat
