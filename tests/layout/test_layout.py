"""What the page looks like: widths, columns, the parts of blocks, links, articles."""

from __future__ import annotations

import itertools
import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.articles import _Fields, _give_back_signoffs
from cleaner.layout.blocks import find_blocks
from cleaner.layout.lines.columns import column_width, ends_sentence
from cleaner.layout.lines.line_breaking import break_blocks
from cleaner.layout.lines.pieces import cut_blocks
from cleaner.layout.lines.verses import is_verse
from cleaner.layout.links.assignment import assign
from cleaner.layout.role import Role
from cleaner.layout.roles.classification import plain_roles, roles_of
from cleaner.layout.roles.ends import is_indented_line
from cleaner.layout.state import PageState
from cleaner.page import Paragraph
from cleaner.profiles.marks import CLOSING, OPENING, STOPS
from cleaner.profiles.widths import em, ems, squeeze

PAGES = Path(__file__).parents[2] / "fixtures/pages"
CLEAN = sorted(Path(__file__).parents[2].glob("fixtures/clean/*.txt"))


def set_in_column(text: str, width: float, loss: float, rng: random.Random) -> tuple[str, list[bool]]:
    """A paragraph as printed in a column and read by OCR; for each space, whether it is a line end.

    Two em of indent, no mark at the beginning of a line, commas in mid-line lost to a space at the rate
    `loss`; line ends are spaces.
    """
    found, room = "", width - 2
    ends: list[bool] = []
    for i, char in enumerate(text):
        if em(char) > room + 1e-9 and char not in "，。、；：？！”）》":
            if found.endswith(" "):
                ends.pop()  # the mark was lost at the line end: one gap
            found, room = found.rstrip() + " ", width
            ends.append(True)
        room -= em(char)
        at_end = i + 1 == len(text) or room < 1
        if char == "，" and not at_end and rng.random() < loss:
            found += " "
            ends.append(False)
        else:
            found += char
    return found, ends


def paragraphs() -> list[str]:
    lines = [line for path in CLEAN for line in path.read_text(encoding="utf-8").split("\n")]
    return ["".join(line.split()) for line in lines if len(line) > 100]


@pytest.mark.parametrize("width", [12, 14, 16, 18, 22])
def test_geometry_alone_tells_line_ends_from_gaps_of_marks(width: int) -> None:
    """Measured: 0.947 of the gaps right at 12 em, 0.965 to 0.986 at the others; no language is asked."""
    rng = random.Random(width)
    right = total = 0
    for paragraph in paragraphs():
        text, ends = set_in_column(paragraph, width, 0.3, rng)
        [(gaps, pieces)] = cut_blocks([text])
        assert len(gaps) == len(ends)
        (setting,) = break_blocks([(pieces, width)])
        right += sum((i in setting.line_ends) == end for i, end in enumerate(ends))
        total += len(ends)
    assert right / total > 0.94


@pytest.mark.parametrize(
    ("line", "indented"),
    [
        ("土" * 13 + "，", True),  # an indent short, and goes on
        ("土" * 13 + "。", False),  # may end a paragraph
        ("土" * 15 + "，", False),  # full
        ("土" * 9 + "，", False),  # too short for either
        ("土" * 14, False),  # a mark may have been lost in it
    ],
)
def test_a_line_by_itself_that_is_an_indent_short_opens_a_paragraph(line: str, indented: bool) -> None:
    page = ["东" * 14 + " " + ("南" * 16 + " ") * 3 + "西北。"] * 8
    state = PageState("\n\n".join([*page, line]))
    assert state.typeset[-1].width == 16
    assert is_indented_line(line, state.typeset[-1]) is indented


@pytest.mark.parametrize("width", [12, 14, 16, 18, 22])
def test_the_width_of_a_column_is_found(width: int) -> None:
    rng = random.Random(width)
    texts = [set_in_column(paragraph, width, 0.2, rng)[0] for paragraph in paragraphs()[:12]]
    assert abs(PageState("\n\n".join(texts)).column_widths[0] - width) <= 1


@pytest.mark.parametrize("width", [12, 16, 22])
def test_spaces_inside_lines_do_not_hide_the_column(width: int) -> None:
    """Tesseract keeps line breaks and sets a space behind half-width commas: most pieces are no lines."""
    rng = random.Random(width)
    texts = [set_in_column(paragraph, width, 0.0, rng)[0] for paragraph in paragraphs()[:12]]
    lines = ["\n".join(text.replace("，", "， ").replace("， ", ", ").split(" ")) for text in texts]
    broken = [line.replace(",\n", ", ") for line in lines]
    page = PageState("\n\n".join(broken))
    assert page.keeps_line_breaks
    assert abs(page.column_widths[0] - width) <= 1
    assert all("\n" in page.text[gap.start : gap.end] for shown in page.typeset for gap in shown.line_ends)


@pytest.mark.parametrize(
    "path", sorted(PAGES.glob("*/*.txt")), ids=lambda path: f"{path.parent.name}/{path.stem}"
)
def test_whether_a_page_keeps_its_line_breaks_is_told(path: Path) -> None:
    kept = PageState(path.read_text(encoding="utf-8")).keeps_line_breaks
    assert kept == (path.parent.name in ("columns", "lines", "tesseract"))


def test_paragraphs_of_two_lines_do_not_show_where_lines_were_printed() -> None:
    short = [paragraph[:50] for paragraph in paragraphs()[:20]]
    text = "\n\n".join(f"{paragraph[:36]}\n{paragraph[36:]}" for paragraph in short)
    assert not PageState(text).keeps_line_breaks


def test_paragraphs_in_lines_of_their_own_are_no_printed_lines() -> None:
    assert not PageState("\n".join(paragraphs()[:20])).keeps_line_breaks


@pytest.mark.parametrize(
    "text",
    [
        "",
        "一段没有换行的文字，只有一行。",
        "第一段很长，" * 20 + "\n" + "第二段短。",
        "The quick brown fox jumps over the lazy dog and runs away.",
        "床前明月光，\n疑是地上霜。",
        "姓名 年龄 籍贯",
    ],
)
def test_text_without_columns_has_no_width(text: str) -> None:
    assert PageState(text).column_widths == []


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
def test_clean_text_has_no_columns(path: Path) -> None:
    assert PageState(path.read_text(encoding="utf-8")).column_widths == []


def test_one_odd_piece_is_no_column() -> None:
    text = "中" * 16 + " " + "文" * 9
    assert column_width(cut_blocks([text])[0][1]) == (0.0, 0)


BLOCKS = st.text(alphabet="甲乙a7，。“”（） \n\u3000\x1c\U00020000", max_size=24).map(str.strip).filter(bool)


@given(st.lists(BLOCKS, max_size=5))
def test_blocks_cut_together_are_cut_as_each_by_itself(blocks: list[str]) -> None:
    cut = cut_blocks(blocks)
    assert len(cut) == len(blocks)
    for text, (gaps, pieces) in zip(blocks, cut, strict=True):
        assert [text[start:end] for start, end in gaps] == re.findall(r"\s+", text)
        assert [piece.width for piece in pieces] == [ems(part) for part in text.split()]
        assert [piece.squeeze for piece in pieces] == [squeeze(part) for part in text.split()]
        assert [piece.terminal for piece in pieces] == [ends_sentence(part) for part in text.split()]
        beside = [(text[start - 1], text[end]) for start, end in gaps]
        assert [piece.newline for piece in pieces] == [*("\n" in text[a:b] for a, b in gaps), False]
        assert [piece.bound for piece in pieces[:-1]] == [
            left in OPENING or right in STOPS + CLOSING for left, right in beside
        ]
        assert [piece.touching for piece in pieces[:-1]] == [
            any(char in STOPS or char.isascii() for char in pair) for pair in beside
        ]


@given(st.text(alphabet="甲。 \n\t\f\r\u3000", max_size=40))
def test_blocks_hold_all_that_is_printed(text: str) -> None:
    blocks = find_blocks(text)
    assert "".join("".join(block.of(text).split()) for block in blocks) == "".join(text.split())
    assert all(block.of(text) == block.of(text).strip() for block in blocks)
    assert all("\n\n" not in block.of(text) and "\f" not in block.of(text) for block in blocks)


@given(
    st.integers(1, 4).flatmap(
        lambda columns: st.lists(
            st.lists(st.integers(-5, 9), min_size=columns, max_size=columns), min_size=1, max_size=4
        )
    )
)
def test_assignment_is_the_best_there_is(rows: list[list[int]]) -> None:
    gains = {(i, j): float(gain) for i, row in enumerate(rows) for j, gain in enumerate(row)}
    found = assign(gains)
    assert len({left for left, _ in found}) == len({right for _, right in found}) == len(found)
    best = max(
        sum(gains[row, column] for row, column in enumerate(choice) if column >= 0)
        for choice in itertools.product(range(-1, len(rows[0])), repeat=len(rows))
        if len({c for c in choice if c >= 0}) == sum(c >= 0 for c in choice)
    )
    assert sum(gains[pair] for pair in found) == best


def role(text: str) -> Role:
    state = PageState(text)
    return roles_of(state)[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本报记者 张文强", Role.BYLINE),
        ("本报记者罗春雅", Role.BYLINE),
        ("本报通讯员 施雅琴 实习生 白梓涵", Role.BYLINE),
        ("本报亿者 顾宏宇 贾秀英", Role.BYLINE),  # 记者 misread
        ("木报记者 廖思远", Role.BYLINE),
        ("（高占峰）", Role.SIGNOFF),
        ("（曹建国 潘存福）", Role.SIGNOFF),
        ("（记者 尹梦佳）", Role.SIGNOFF),
        ("（记者 郝晨", Role.SIGNOFF),
        ("（以下简称", Role.BODY),
        ("记者 郝晨", Role.BYLINE),
        ("上接第1版", Role.JUMP),
        ("（下转第3版）", Role.JUMP),
        ("玉上接第1版", Role.JUMP),  # ■ misread
        ("上接第:版", Role.JUMP),
        ("■ 上接第1版", Role.JUMP),
        ("人本报记者 廖思远", Role.BYLINE),  # □ misread
        ("@O本报记者 廖思远", Role.BYLINE),
        ("海州动态国口国口硬口硬口面", Role.FURNITURE),  # ornaments misread
        ("2要闻2017年10月9日星期二", Role.FURNITURE),
        ("责任编辑：某某 版式策划：某某", Role.FURNITURE),
        ("5 综合", Role.FURNITURE),
        ("第3版 要闻", Role.FURNITURE),
        ("A2国际新闻", Role.FURNITURE),
        ("用国际视野建构现代大农业", Role.HEAD),
        ("本报呼和浩特7月12日电 近日", Role.BODY),
        # and what only looks like one of them
        ("本报记者近日在采访时了解到，情况有所好转。", Role.BODY),
        ("记者了解到，今年的收成不错。", Role.BODY),
        ("（一）加强领导，落实责任。", Role.BODY),
        ("上接天，下接地。", Role.BODY),
        ("■ 上接天，下接地。", Role.BODY),
        ("O本报记者近日在采访时了解到，情况有所好转。", Role.BODY),
        ("海州流动人口动态人口", Role.HEAD),
        ("外贸动态进口出口", Role.HEAD),
        ("海州动态港口渡口关口", Role.HEAD),
        ("外贸动态口岸口碑", Role.HEAD),
        ("3 月经济数据发布", Role.HEAD),
        ("7 综合体开业", Role.HEAD),
        ("2 项新闻奖揭晓", Role.HEAD),
        ("综合", Role.HEAD),
        ("他上接第1版书稿的活，忙了一个月才交稿。", Role.BODY),
        ("线上接第一批订单。", Role.BODY),
        ("2017年10月9日，全州召开会议。", Role.BODY),
        ("座谈会上，双方介绍了情况，签署了备忘录。", Role.BODY),
        ("本报通讯员队伍不断壮大，今年新增三人。", Role.BODY),
        ("本报编者说，今年新增三人。", Role.BODY),
        ("本报记分 顾宏宇领先一局，贾秀英追平。", Role.BODY),
        ("他说：“今年会更好。”", Role.BODY),
        ("提供强大精神，", Role.BODY),
    ],
)
def test_the_part_a_block_plays(text: str, expected: Role) -> None:
    assert role(text) is expected


@pytest.mark.parametrize("text", ["记者 家里人支持吗", "记者 种树最难的是什么", "记者 后来呢"])
def test_what_a_reporter_asks_is_no_byline(text: str) -> None:
    assert role(text) is not Role.BYLINE


def test_widths_in_em() -> None:
    assert ems("2019年12月") == 2 + 1 + 1 + 1
    assert ems("“一带一路”") == 6
    assert ems(" \u3000\n") == 0


def test_a_sign_off_that_stands_alone_goes_to_the_article_before_it() -> None:
    fields = {
        1: _Fields(heads=["春茶开采"], paragraphs=[Paragraph("首批卖完。")]),
        2: _Fields(signoff="（何敏）"),
    }
    _give_back_signoffs(fields)
    assert list(fields) == [1]
    assert fields[1].signoff == "（何敏）"


def test_a_second_sign_off_is_uncertain() -> None:
    first = _Fields(heads=["春茶开采"], paragraphs=[Paragraph("首批卖完。")], signoff="（周海）")
    fields = {1: first, 2: _Fields(signoff="（何敏）")}
    _give_back_signoffs(fields)
    assert [(f.signoff, f.uncertain) for f in fields.values()] == [("（周海）", False), ("（何敏）", True)]


@pytest.mark.parametrize(
    ("text", "role"),
    [("도서관은 아침부터 열려 있습니다", Role.BODY), ("702条", None), ("1234光567890", None)],
)
def test_only_text_in_scripts_that_are_not_read_is_body_by_its_letters(text: str, role: Role | None) -> None:
    assert plain_roles(["青石镇三座水库建成蓄水", text, "灌溉农田五千亩"])[1] is role


@pytest.mark.parametrize(
    ("block", "verse"),
    [
        ("守住青石镇三\n座水库（全县防\n汛三年·“平安\n度汛”）", False),
        ("《水库人家——\n青石镇纪事\n》新书首发\n引来读者", False),
        ("渠水绕过村庄\n炊烟飘在屋顶\n孩子坐在门前\n等风（一阵）来", True),
        ("渠水绕过村庄\n炊烟飘在屋顶\n孩子坐在门前\n等风来", True),
    ],
)
def test_lines_that_break_inside_brackets_are_no_verse(block: str, verse: bool) -> None:
    assert is_verse(block) is verse
