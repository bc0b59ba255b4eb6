"""Pages with boxes whose articles only place and type tell: pieces of headlines, boxes of briefs, columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from cleaner.chain import clean
from cleaner.document import Box, Line, RawPage, Region, RegionKind
from cleaner.geometry.heads import Head, gather_front
from cleaner.geometry.paragraphs import PassageBuilder, SetLine, find_passages, head_passages
from cleaner.geometry.reading import may_open
from cleaner.geometry.rows import Row, Sheet
from cleaner.geometry.strips import Strip, find_imprint, find_strips
from cleaner.layout.furniture import is_misread_furniture
from cleaner.layout.role import Role
from tests.tools.set_pages import BRIEF, EM, FILLER, PITCH, column, set_page

DATED = "本报海州11月11日电全州粮食丰收入库"


def titles(lines: list[tuple[str, float, float, float]]) -> list[str]:
    return [article.title.replace(" ", "") for article in clean(set_page(lines)).articles]


@pytest.mark.parametrize(
    ("words", "count"),
    [("一一编者", 1), ("——编者", 1), ("一位编者", 2)],
    ids=["dash misread", "dash", "a headline"],
)
def test_what_closes_a_note_of_the_editors_is_no_headline(words: str, count: int) -> None:
    lines = [("修一条路富一方人", 0.0, 0.0, 1.8), *column(FILLER, 0.0, 3.0)]
    assert len(titles([*lines, (words, 6.0, 7.3, 1.3), *column(FILLER[::-1], 0.0, 9.0)])) == count


@pytest.mark.parametrize(("words", "count"), [("件", 1), ("小麦收割到位", 2)], ids=["its end", "another"])
def test_the_end_of_a_heading_at_the_top_of_a_column_is_no_headline(words: str, count: int) -> None:
    head = ("修一条路富一方人新建道路", 0.0, 0.0, 2.2)
    left = [*column(FILLER, 0.0, 3.0), ("全州道路上路检查发现案", 0.5, 8.0, 1.0)]
    assert len(titles([head, *left, (words, 14.0, 3.0, 1.25), *column(FILLER[::-1], 14.0, 5.0)])) == count


@pytest.mark.parametrize(
    ("second", "left", "measures", "found"),
    [
        ("富一方人", 14.0, (30,), ["修一条路富一方人"]),
        ("（现场评论）", 12.2, (12, 12), ["修一条路（现场评论）"]),
        ("富一方人", 22.0, (18, 14), ["修一条路", "富一方人"]),
        ("富一方人", 13.5, (12, 12), ["修一条路", "富一方人"]),
    ],
    ids=["a gap over text", "the name of its series", "far apart", "a gap over a gutter"],
)
def test_pieces_of_a_headline_are_put_together(
    second: str, left: float, measures: tuple[int, ...], found: list[str]
) -> None:
    lines = [("修一条路", 2.0, 0.0, 2.0), (second, left, 0.0, 2.0)]
    for n, measure in enumerate(measures):
        lines += column(FILLER * 2, 0.0 if n == 0 else measures[0] + 1.5, 3.0, measure)
    assert titles(lines) == found


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (("《平语近人——", "习近的典故》播出"), "《平语近人——习近的典故》播出"),
        (("海州修路十年——", "一条路富了一方人"), "一条路富了一方人"),
    ],
    ids=["inside a title", "before a headline"],
)
def test_a_dash_inside_brackets_parts_no_headline(lines: tuple[str, str], title: str) -> None:
    head = [(words, 0.0, 2.0 * n, 1.8) for n, words in enumerate(lines)]
    assert titles([*head, *column(FILLER, 0.0, 5.0)]) == [title]


@pytest.mark.parametrize(
    ("indent", "owner"), [(0.0, 0), (2.0, 1)], ids=["goes on in mid-paragraph", "begins a paragraph"]
)
def test_a_column_that_two_headlines_could_have_goes_on_from_the_left(indent: float, owner: int) -> None:
    words = "今年海州的山楂又是一个丰收年果农忙着采摘装车运往各地市场销路很好"
    left = [("小麦收割", 1.0, 0.0, 1.8), *column(FILLER, 0.0, 3.0)]
    first = 10 if indent else 12
    middle = [(words[:first], 13.5 + indent, 3.0, 1.0)]
    middle += [(words[n : n + 12], 13.5, 3.0 + (n + 2) // 12, 1.0) for n in range(first, 34, 12)]
    right = [("图书馆开", 28.0, 0.0, 1.8), ("迎来读者", 28.0, 1.4, 1.8), *column(FILLER[::-1], 27.0, 3.0)]
    articles = clean(set_page([*left, *middle, *right])).articles
    assert [article.title[:4] for article in articles] == ["小麦收割", "图书馆开"]
    owners = [n for n, a in enumerate(articles) if any("山楂" in p.text for p in a.paragraphs)]
    assert owners == [owner]


@pytest.mark.parametrize(
    ("label", "count"), [("本报综合消息口", 2), ("本报综合消息", 2)], ids=["ornament", "plain"]
)
def test_the_ornament_behind_a_label_is_none_of_it(label: str, count: int) -> None:
    head = ("修一条路富一方人新建道路", 0.0, 0.0, 2.2)
    under = [(label, 14.0, 3.0, 1.3), *column(DATED, 14.0, 5.0)]
    page = clean(set_page([head, *column(FILLER * 2, 0.0, 3.0), *under]))
    assert len(page.articles) == count
    assert [article.title for article in page.articles[1:]] == [""]


@pytest.mark.parametrize(
    ("heading", "count"), [("杨湖示范区招引人才", 1), (None, 2)], ids=["under one", "no"]
)
def test_a_dated_paragraph_under_a_heading_is_part_of_its_article(heading: str | None, count: int) -> None:
    lines = [("修一条路富一方人", 0.0, 0.0, 1.8), *column(FILLER + "。", 0.0, 3.0)]
    if heading is not None:
        lines.append((heading, 2.0, 7.5, 1.0))
    found = clean(
        set_page([*lines, *column(BRIEF + "。", 0.0, 9.0), *column(FILLER[::-1], 0.0, 11.0)])
    ).articles
    assert len(found) == count


@pytest.mark.parametrize(
    ("dateline", "titles"),
    [("本报海州11月11日电", ["修一条路富一方人", "", ""]), ("", ["修一条路富一方人"])],
    ids=["one of them dated", "none dated"],
)
def test_signed_briefs_beside_a_dated_one_are_none_of_the_article(dateline: str, titles: list[str]) -> None:
    signed = [*column(FILLER[::-1] + "。", 0.0, 5.0), ("（周满山）", 7.0, 9.0, 1.0)]
    dated = [*column(dateline + FILLER[3:] + "。", 0.0, 10.0), ("（林秀禾）", 7.0, 15.0, 1.0)]
    text = column("村里的年轻人也愿意回来" + FILLER + "。", 14.0, 5.0)
    head = ("修一条路富一方人", 0.0, 0.0, 3.2)
    found = clean(set_page([head, *signed, *dated, *text])).articles
    assert [article.title for article in found] == titles
    assert found[0].paragraphs[-1].text.startswith("村里的年轻人")
    assert [article.signoff for article in found[1:]] == ["（周满山）", "（林秀禾）"][: len(titles) - 1]


def _block(number: int, words: str, top: float, size: float, kind: RegionKind = RegionKind.TEXT) -> Row:
    return Row(number, Box(0.0, top, len(words) * size, top + size), words, size, kind, part=0)


@pytest.mark.parametrize(
    ("below", "large"),
    [(DATED, True), ("本报记者林秀禾", True), (FILLER, False), ("记者问林秀禾为什么", False)],
    ids=["a dateline", "a byline", "running text", "a question"],
)
def test_a_block_in_large_type_over_a_dateline_or_byline_is_a_headline(below: str, large: bool) -> None:
    rows = [
        _block(0, "图书馆开馆", 0.0, 2.4, RegionKind.HEADING),
        _block(1, FILLER, 7.0, 1.0),
        _block(2, "再现抗疫历程不言放弃", 9.0, 1.4),
        _block(3, below, 11.5, 1.0),
    ]
    _, found = find_strips(rows, PITCH / EM)
    assert (rows[2] in found) == large


@pytest.mark.parametrize(
    ("words", "size", "above", "large"),
    [
        ("再现抗疫历程不言放弃", 1.4, None, True),
        ("再现抗疫历程不言放弃", 1.4, RegionKind.HEADING, True),
        ("再现抗疫历程不言放弃", 1.4, RegionKind.TEXT, False),
        ("再现抗疫历程不言放弃。", 1.4, None, False),
        ("再现抗疫历程不言放弃", 1.2, None, False),
    ],
    ids=["opens a column", "under a kicker", "under text", "a sentence", "smaller type"],
)
def test_a_block_in_large_type_that_opens_a_column_is_a_headline(
    words: str, size: float, above: RegionKind | None, large: bool
) -> None:
    rows = [_block(0, "图书馆开馆", 0.0, 2.4, RegionKind.HEADING), _block(1, words, 12.0, size)]
    if above is not None:
        rows.append(_block(2, "海州连片改造老巷", 10.5, 1.1, above))
    rows.append(_block(3, FILLER, 14.0, 1.0))
    _, found = find_strips(rows, PITCH / EM)
    assert (rows[1] in found) == large


def test_a_short_line_in_large_type_stays_a_headline_where_no_text_is_under_it() -> None:
    page = set_page([*column(FILLER, 0.0, 0.0), ("启事", 4.0, 9.0, 1.4)])
    _, found = find_strips(Sheet.of(page).rows, PITCH / EM)
    assert [row.text for row in found] == ["启事"]


@pytest.mark.parametrize(
    ("top", "last", "own"),
    [(160, DATED, 1), (160, FILLER, 3), (60, DATED, 2)],
    ids=["lower, a dateline among them", "no dateline", "at one height"],
)
def test_blocks_that_begin_lower_under_a_headline_are_briefs(top: int, last: str, own: int) -> None:
    """The label of the box was read into the headline, or not at all."""
    placed = [
        ("修一条路富一方人新建道路", Box(20, 0, 820, 42), RegionKind.HEADING),
        (FILLER * 3 + "。", Box(20, 60, 260, 360), RegionKind.TEXT),
        (FILLER * 2 + "。", Box(300, top, 540, top + 230), RegionKind.TEXT),
        (last + FILLER * 2 + "。", Box(580, top, 820, top + 260), RegionKind.TEXT),
    ]
    text, lines = "", []
    for number, (words, box, _) in enumerate(placed):
        lines.append(Line((len(text), len(text) + len(words)), box, region=number, whole_block=True))
        text += words + "\n"
    regions = tuple(Region(kind, box) for _, box, kind in placed)
    (article,) = (a for a in clean(RawPage(text, tuple(lines), regions)).articles if a.title)
    assert len(article.paragraphs) == own


@pytest.mark.parametrize(
    ("last", "left", "row", "strips"),
    [("上线", 0.0, 5.0, 1), ("上线", -3.0, 5.0, 2), ("上线", 0.0, 5.5, 2), ("上线了", -1.0, 5.0, 2)],
    ids=["hangs", "in another column", "farther below", "longer"],
)
def test_a_last_line_as_short_as_the_indent_is_one_of_its_paragraph(
    last: str, left: float, row: float, strips: int
) -> None:
    """It stands under no letter of the first line, and nothing else shows the column."""
    page = set_page([("收单外包机构备案正式", 2.0, 4.0, 1.0), (last, left, row, 1.0)])
    found, _ = find_strips(Sheet.of(page).rows, PITCH / EM)
    assert len(found) == strips


def test_a_headline_stands_right_below_its_kicker() -> None:
    """Its first line begins where the kicker does, and is not large enough to be one by itself."""
    wide = [
        ("图书馆开馆迎来读者", 20.0, 0.0, 2.2),
        *column(FILLER * 2, 14.0, 5.0),
        *column(FILLER, 28.0, 5.0),
    ]
    head = [("海州掌握扶贫动态", 0.5, 4.0, 1.0), ("精准帮扶到户", 0.5, 5.0, 1.4)]
    page = clean(set_page([*wide, *head, ("（督战脱贫攻坚）", 0.5, 6.5, 1.4), *column(FILLER, 0.0, 9.0)]))
    assert "精准帮扶到户（督战脱贫攻坚）" in [article.title.replace(" ", "") for article in page.articles]


@pytest.mark.parametrize(("height", "text"), [(0.45, False), (1.0, True)], ids=["a rule", "a line"])
def test_a_rule_that_was_read_as_letters_is_no_text(height: float, text: bool) -> None:
    page = set_page([("修一条路富一方人", 0.0, 0.0, 1.8), *column(FILLER, 0.0, 3.0)])
    words = "口嚼口硬口硬口硬口而"
    box = Box(0.0, 8 * PITCH, len(words) * EM, 8 * PITCH + height * EM)
    line = Line((len(page.text), len(page.text) + len(words)), box)
    (article,) = clean(replace(page, text=page.text + words + "\n", lines=(*page.lines, line))).articles
    assert any("口嚼口" in paragraph.text for paragraph in article.paragraphs) == text


@pytest.mark.parametrize(
    ("line", "furniture"),
    [("责任编辑尹浩版式策划.陈勇", True), ("责任编辑尹浩负责校园专栏的来稿", False)],
    ids=["two makers", "one in a sentence"],
)
def test_the_makers_of_a_page_need_no_colon(line: str, furniture: bool) -> None:
    assert is_misread_furniture(line) == furniture


@pytest.mark.parametrize(("label", "kept"), [("简讯", True), ("口回", False)], ids=["a label", "ornaments"])
def test_a_label_set_wide_is_read_and_other_letters_far_apart_are_not(label: str, kept: bool) -> None:
    page = set_page([*column(FILLER, 0.0, 3.0), (label, 1.0, 9.0, 1.4)])
    *lines, last = page.lines
    box = Box(EM, 9 * PITCH, 12 * EM, 9 * PITCH + 1.4 * EM)
    sheet = Sheet.of(replace(page, lines=(*lines, replace(last, box=box))))
    assert (label not in [row.text for row in find_imprint(sheet)]) == kept


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("硬口面口面口硬口硬口硬口面口硬口", False),
        ("[菇口交口亚口本口尖口关口困门二口", False),
        ("各地动态国口国口硬口硬口硬口硬口", True),
        ("出口进口两个港口的货运量都在增长", True),
        ("出口、进口，港口、路口，河口、山口、村口都通了车", True),
        ("进口车出口茶港口货渡口路口村口都忙", True),
        ("章口归口关口昌口如口是口村口尖口外口厂口", False),
        ("推荐指数●●●●●●", True),
        ("●水库●水渠●公路●学校●医院●桥梁●", True),
    ],
    ids=[
        "ornaments",
        "a label misread",
        "a label",
        "words",
        "words with marks",
        "short words",
        "words among ornaments",
        "a rating",
        "items",
    ],
)
def test_a_row_of_ornaments_read_as_ideographs_is_no_text(words: str, kept: bool) -> None:
    sheet = Sheet.of(set_page([*column(FILLER, 0.0, 3.0), (words, 0.0, 9.0, 1.0)]))
    assert (words in [row.text for row in sheet.rows if row not in find_imprint(sheet)]) == kept


def test_a_subheadline_between_headline_and_box_spans_the_text() -> None:
    """The column beside a box of briefs has the headline over both, whatever line stands between."""
    lines = [("开放合作共享未来", 16.0, 0.0, 2.2), ("各地来宾热烈期待本届展会开幕式", 16.0, 2.0, 1.0)]
    lines += [("一句话新闻", 20.0, 4.0, 1.3), *column(DATED, 14.0, 6.3), *column(DATED, 28.0, 6.3)]
    lines += [*column(FILLER * 2, 14.0, 15.0), *column(FILLER * 2, 28.0, 15.0), *column(FILLER * 5, 0.0, 4.0)]
    articles = clean(set_page(lines)).articles
    (report,) = [article for article in articles if article.title]
    assert (report.title, report.subtitles) == ("开放合作共享未来", ("各地来宾热烈期待本届展会开幕式",))
    assert "".join(p.text for p in report.paragraphs).count("各县认真落实") == 9


@pytest.mark.parametrize(
    ("left", "taken"), [(3.0, True), (0.0, False)], ids=["set apart", "flush with the box"]
)
def test_a_line_over_a_box_is_a_subheadline_where_it_is_set_in_other_measure(
    left: float, taken: bool
) -> None:
    head = Head([Row(0, Box(0.0, 0.0, 20.0, 2.0), "开放合作共享未来", 2.2)])
    line = Strip([Row(1, Box(left, 2.4, 16.0, 3.4), "各地来宾热烈期待", 1.0)])
    gather_front([head], [line], PITCH / EM, [Box(0.0, 5.0, 20.0, 15.0)])
    assert bool(head.front) == taken


@pytest.mark.parametrize(
    ("words", "taken"),
    [("一一青石镇春灌见闻", True), ("——青石镇春灌见闻", True), ("青石镇春灌见闻", False)],
    ids=["a dash misread", "a dash", "no dash"],
)
def test_a_line_with_a_dash_under_a_headline_is_a_subheadline_though_it_is_flush(
    words: str, taken: bool
) -> None:
    head = Head([Row(0, Box(0.0, 0.0, 20.0, 2.0), "开放合作共享未来", 2.2)])
    line = Strip([Row(1, Box(0.0, 2.4, 16.0, 3.4), words, 1.0)])
    gather_front([head], [line], PITCH / EM, [Box(0.0, 5.0, 20.0, 15.0)])
    assert bool(head.front) == taken


def _over_byline(lines: Sequence[str], byline: str, indent: float = 0.0) -> RawPage:
    """Lines of body type that open a column, a byline, its text; a column of another article at the left."""
    left = [("小麦收割忙", 0.0, 0.0, 2.2), *column(FILLER * 2, 0.0, 3.0)]
    over = [(text, 14.0 + (indent if n == 0 else 0.0), 0.9 * n, 1.0) for n, text in enumerate(lines)]
    named = (byline, 14.0, 0.9 * len(lines) + 0.2, 1.0)
    return set_page([*left, *over, named, *column(FILLER[::-1] + "。", 14.0, len(lines) + 1.6)])


HEAD_LINES = ("青石镇新修水渠二十里山", "乡春灌用水有了保障乡亲", "们笑开了颜")


def test_lines_over_a_byline_are_a_headline_though_their_type_is_no_larger() -> None:
    report, other = clean(_over_byline(HEAD_LINES, "本报记者丁鹏曦")).articles
    assert report.title == "小麦收割忙"
    assert (other.title, other.byline) == ("".join(HEAD_LINES), "本报记者丁鹏曦")


@pytest.mark.parametrize(
    ("lines", "byline", "indent"),
    [
        (HEAD_LINES, "本报记者丁鹏曦", 2.0),
        ((*HEAD_LINES[:2], "们笑开了颜。"), "本报记者丁鹏曦", 0.0),
        ((*HEAD_LINES, *HEAD_LINES), "本报记者丁鹏曦", 0.0),
        (HEAD_LINES, "乡里的干部和村民一起修渠", 0.0),
    ],
    ids=["a paragraph", "the end of a text", "many lines", "no byline"],
)
def test_other_lines_over_a_text_are_none(lines: Sequence[str], byline: str, indent: float) -> None:
    titles_found = [article.title for article in clean(_over_byline(lines, byline, indent)).articles]
    assert not any(title.startswith(HEAD_LINES[0]) for title in titles_found)


def set_line(
    words: str, indent: float, parts: int = 1, short: float = 0.0, above: float | None = 1.0
) -> SetLine:
    row = Row(0, Box(indent, 0.0, indent + len(words), 1.0), words, 1.0, part=0, parts=parts)
    return SetLine((row,), 0, indent, short, above, 1.0)


@pytest.mark.parametrize(
    ("first", "third", "count"),
    [
        (set_line(DATED, 2.0), set_line(FILLER, 0.0), 1),
        (set_line(DATED, 2.0), set_line(FILLER, 2.0), 2),
        (set_line(DATED, 2.0), set_line(FILLER, 0.0, short=5.0), 2),
        (set_line(DATED, 2.0), set_line(FILLER, 0.0, parts=3), 2),
        (set_line(DATED, 0.0), set_line(FILLER, 0.0), 2),
        (set_line(DATED, 0.0, parts=3), set_line(FILLER, 0.0), 3),
        (set_line(DATED, 2.0), set_line(DATED, 0.0), 2),
    ],
    ids=["full", "indented", "short", "several lines", "no indents", "no line alone", "dated"],
)
def test_a_full_line_alone_that_is_not_indented_goes_on_behind_a_sentence(
    first: SetLine, third: SetLine, count: int
) -> None:
    lines = [first, set_line("新馆昨天开馆迎来首批读者。", 0.0), third]
    assert len(find_passages(lines)) == count


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("（上接第1版）", Role.JUMP),
        ("■上接第1版", Role.JUMP),
        ("〈上接第1版;", Role.JUMP),
        ("他把上接第一版的新闻读完了", Role.BODY),
        ("■他把上接第一版的新闻读完了", Role.BODY),
        ("■上接第一版书稿的活。他忙了一个月才交稿", Role.BODY),
    ],
)
def test_a_jump_marker_without_a_headline_is_none_of_the_text(words: str, role: Role) -> None:
    found = find_passages([set_line(words, 0.0, short=6.0), set_line(FILLER, 2.0)])
    assert [passage.role for passage in found] == [role, Role.BODY]


def _heading_block(words: str, above: float | None, kind: RegionKind = RegionKind.HEADING) -> SetLine:
    row = Row(0, Box(2.0, 0.0, 2.0 + len(words), 1.0), words, 1.0, kind, part=0)
    return SetLine((row,), 0, 2.0, 4.0, above, 3.0, heading=kind is RegionKind.HEADING)


@pytest.mark.parametrize(
    ("second", "count"),
    [
        (_heading_block("山上通了水", 1.0), 1),
        (_heading_block("山上通了水", 1.4), 2),
        (_heading_block("山上通了水", None), 2),
        (_heading_block("山上通了水", 1.0, RegionKind.TEXT), 2),
    ],
    ids=["the next line", "apart", "in another column", "a text"],
)
def test_the_lines_of_a_heading_may_be_blocks_by_themselves(second: SetLine, count: int) -> None:
    assert len(find_passages([_heading_block("青石镇新修水渠二十里", 2.0), second])) == count


def _with_room(words: str) -> SetLine:
    line = set_line(words, 0.0, parts=3)
    box = Box(0.0, 0.0, len(words) + 4.0, 1.0)
    return replace(line, rows=(replace(line.rows[0], box=box),))


@pytest.mark.parametrize(
    ("before", "first", "signed", "opens"),
    [
        (set_line("昨天开馆。", 0.0, parts=3), set_line(FILLER, 0.0, parts=3), False, True),
        (set_line("昨天开馆。", 0.0, parts=3), set_line(FILLER, 0.0, parts=3, above=None), False, False),
        (set_line("昨天开馆。", 0.0), set_line(FILLER, 0.0, parts=3), False, False),
        (set_line("昨天开馆。", 0.0), set_line(FILLER, 0.0, parts=3), True, True),
        (set_line("昨天开馆。", 0.0), set_line("读者说好。（林秀禾周满山）", 0.0, parts=3), False, True),
        (set_line("新馆昨天在开馆时", 0.0, parts=3), set_line(FILLER, 0.0, parts=3), False, False),
        (set_line("新馆昨天在开馆时", 0.0, parts=3), set_line(FILLER, 0.0, parts=3), True, False),
        (_with_room("新馆昨天在开馆时"), set_line(FILLER, 0.0, parts=3), False, True),
    ],
    ids=[
        "below",
        "top of a column",
        "behind a line alone",
        "signed",
        "signed inside",
        "behind half a sentence",
        "signed, behind half a sentence",
        "behind a short line without a stop",
    ],
)
def test_a_paragraph_without_a_dateline_is_a_brief_where_it_is_no_rest_of_one(
    before: SetLine, first: SetLine, signed: bool, opens: bool
) -> None:
    text = [PassageBuilder(Role.BODY, [before]), PassageBuilder(Role.BODY, [first])]
    if signed:
        text.append(PassageBuilder(Role.SIGNOFF, [set_line("（林秀禾）", 8.0)]))
    assert may_open(text, 1) is opens


def test_of_measured_lines_each_paragraph_may_be_a_brief() -> None:
    line = set_line(FILLER, 2.0, above=None)
    measured = replace(line, rows=(replace(line.rows[0], part=None),))
    assert may_open([PassageBuilder(Role.BODY, [measured]), PassageBuilder(Role.BODY, [measured])], 1)


@pytest.mark.parametrize(
    ("levels", "count"), [((True, True), 1), ((True, False), 2)], ids=["one level", "a lower one"]
)
def test_blocks_of_the_highest_level_are_one_headline_whatever_their_heights(
    levels: tuple[bool, bool], count: int
) -> None:
    rows = [
        replace(_block(0, "图书馆开馆", 0.0, 1.4), headline=levels[0]),
        replace(_block(1, "迎来首批读者", 3.0, 2.4), headline=levels[1]),
    ]
    assert len(head_passages(Head(rows))) == count
