"""Briefs whose first line was read after others, and kickers that open articles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray

from cleaner.layout.links.fragments import Fragments, find_fragments
from cleaner.layout.links.item import Item
from cleaner.layout.links.late_datelines import DATED, with_datelines
from cleaner.layout.links.link_scores import LinkScores
from cleaner.layout.links.linking import JUMPED, KICKER, with_openings_by_dashes, with_openings_by_jumps
from cleaner.layout.links.lone_heads import with_lone_heads
from cleaner.layout.reading import MarkedBlocks
from cleaner.layout.role import Role
from cleaner.layout.roles.classification import judged_roles
from cleaner.layout.state import PageState
from cleaner.models import Models, shipped_models
from cleaner.profiles.press import CREDITED

TITLE = "苍石县春耕备耕有序推进"
BODY = (
    "自治区住房和城乡建设厅针对解决 群众切身利益缓慢的问题建立厅际联 席会议制度，会同各部门明确目标责 "
    "任，全区累计解决房地产的历史问题。"
)
FIRST, SECOND, THIRD = (
    "本报苍石5月20日电 州图书馆",
    "新馆昨日开馆，馆里有三十万册图书和",
    "两百个座位，读者凭身份证就能借书，",
)
LAST = (
    "每天开放到晚上九点。馆长说，今年还 要在东港区和青石镇各开一家分馆，让 孩子们放学以后有地方读书写作业。"
)
BYLINE = "本报记者 林秀禾"
Pairs = Sequence[tuple[int, int]]


def fragments_of(*blocks: str, marked: MarkedBlocks | None = None) -> Fragments:
    state = PageState("\n\n".join(blocks), marked=marked)
    plain, odds = judged_roles(state)
    return find_fragments(state, [role or Role.BODY for role in plain], odds, state.models)


def scores_of(pairs: Pairs) -> LinkScores:
    left, right = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return LinkScores(left, right, np.zeros(len(pairs)), np.zeros(len(pairs), dtype=bool))


def moved(
    *blocks: str, pairs: Pairs = ((0, 1),), marked: MarkedBlocks | None = None
) -> dict[tuple[int, int], float]:
    """The links of a page that its datelines make likelier, and by how much; all are seams."""
    found = with_datelines(scores_of(pairs), fragments_of(*blocks, marked=marked), shipped_models())
    gained = found.value > 0
    assert (found.seam == gained).all()
    columns = (found.left[gained], found.right[gained], found.value[gained])
    return {(a, b): value for a, b, value in zip(*(c.tolist() for c in columns), strict=True)}


def test_the_first_line_of_a_brief_goes_before_the_lines_that_were_read_before_it() -> None:
    blocks = (TITLE, BODY, SECOND, THIRD, FIRST, LAST)
    assert moved(*blocks) == dict.fromkeys([(4, 2), (2, 3), (3, 5)], DATED)
    assert moved(*blocks, pairs=[(2, 3)]) == dict.fromkeys([(2, 3), (4, 2), (3, 5)], DATED)


JOINED = "".join(BODY.split())
"""A block whose reader joined its lines, so that it shows no column."""
MARKED = MarkedBlocks({TITLE: 1})


def test_so_it_does_where_a_reader_joined_the_lines_of_blocks() -> None:
    blocks = (TITLE, JOINED, SECOND, THIRD, FIRST, "".join(LAST.split()))
    assert fragments_of(*blocks, marked=MARKED).joined
    assert moved(*blocks, marked=MARKED) == dict.fromkeys([(4, 2), (2, 3), (3, 5)], DATED)
    wide = SECOND.removesuffix("和") + "、报刊、地图和"
    assert moved(TITLE, JOINED, wide, FIRST, "".join(LAST.split()), marked=MARKED) == {}


class Told:
    """A seam model that says of four texts how well each goes on in each of the others."""

    def __init__(self, odds: dict[tuple[int, int], float]) -> None:
        self.table = np.full((4, 4), -9.0, dtype=np.float32)
        for pair, value in odds.items():
            self.table[pair] = value

    def ends(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.table[: len(texts)]

    def starts(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.eye(len(texts), dtype=np.float32)


@pytest.mark.parametrize(
    ("to_second", "seams"),
    [(4.0, [(4, 2), (2, 3), (3, 5)]), (9.0, [(4, 3), (3, 5)])],
    ids=["hardly likelier", "far likelier"],
)
def test_the_lines_before_a_dateline_are_all_of_its_brief_where_words_allow_it(
    to_second: float, seams: list[tuple[int, int]]
) -> None:
    told = Told({(0, 1): 1.0, (1, 3): 2.0, (2, 0): 2.0, (2, 1): to_second})
    page = fragments_of(TITLE, BODY, SECOND, THIRD, FIRST, LAST)
    found = with_datelines(scores_of([(0, 1)]), page, cast(Models, told))
    pairs = zip(found.left.tolist(), found.right.tolist(), strict=True)
    assert sorted(pairs) == sorted([(0, 1), *seams])


def test_a_short_end_between_them_parts_them() -> None:
    end = "座位坐满了读书写字的孩子。"
    assert moved(TITLE, BODY, end, SECOND, THIRD, FIRST, LAST) == dict.fromkeys(
        [(5, 3), (3, 4), (4, 6)], DATED
    )


FULL_END = "两百个座位已经坐满了读书写字的人。"
"""A full line that ends a sentence: a paragraph may go on behind it or not."""


def test_a_sentence_may_end_with_one_of_the_lines() -> None:
    told = Told({(0, 1): 1.0, (1, 3): 2.0, (2, 0): 2.0})
    page = fragments_of(TITLE, BODY, FULL_END, THIRD, FIRST, LAST)
    found = with_datelines(scores_of([(0, 1)]), page, cast(Models, told))
    pairs = zip(found.left.tolist(), found.right.tolist(), strict=True)
    assert sorted(pairs) == [(0, 1), (2, 3), (3, 5), (4, 2)]
    assert found.seam.tolist().count(True) == 3


def test_a_paragraph_may_end_with_the_last_of_the_lines() -> None:
    told = Told({(0, 1): 1.0, (1, 3): 2.0, (2, 0): 2.0})
    page = fragments_of(TITLE, BODY, SECOND, FULL_END, FIRST, LAST)
    found = with_datelines(scores_of([(0, 1)]), page, cast(Models, told))
    seams = dict(zip(zip(found.left.tolist(), found.right.tolist(), strict=True), found.seam, strict=True))
    assert seams == {(0, 1): False, (4, 2): True, (2, 3): True, (3, 5): False}
    assert (found.value[1:] == DATED).all()


@pytest.mark.parametrize(
    ("on", "seams"),
    [(7.0, [(4, 2), (2, 3), (3, 5)]), (14.0, [])],
    ids=["hardly likelier", "far likelier"],
)
def test_lines_before_a_dateline_that_would_be_left_out_are_of_its_brief(
    on: float, seams: list[tuple[int, int]]
) -> None:
    """The text goes on better in the block behind, and then nothing is said of the lines."""
    told = Told({(0, 1): 1.0, (1, 3): 1.0, (2, 0): 1.0, (2, 3): on})
    page = fragments_of(TITLE, BODY, SECOND, THIRD, FIRST, LAST)
    found = with_datelines(scores_of([(0, 1)]), page, cast(Models, told))
    pairs = zip(found.left.tolist(), found.right.tolist(), strict=True)
    assert sorted(pairs) == sorted([(0, 1), *seams])


@pytest.mark.parametrize(
    "blocks",
    [
        (TITLE, BODY, FIRST, SECOND + THIRD + LAST),
        (TITLE, BODY, BODY, FIRST, LAST),
        (TITLE, BODY, SECOND, THIRD, FIRST),
        (TITLE, BODY, SECOND, THIRD, FIRST + "新馆开馆。", LAST),
        (TITLE, BODY, "两百个座位坐满了写字的人。", FIRST, SECOND + THIRD + LAST),
        (TITLE, BODY, SECOND, THIRD, "州图书馆的新馆在昨天开馆", LAST),
    ],
    ids=["goes on", "no lines", "nothing behind", "ended", "an end before it", "no dateline"],
)
def test_other_datelines_stay(blocks: Sequence[str]) -> None:
    assert moved(*blocks) == {}


def parted(*blocks: str, pair: tuple[int, int]) -> bool:
    """Whether a kicker makes a link less likely."""
    found = with_openings_by_dashes(scores_of([pair]), fragments_of(*blocks))
    assert found.value[0] in (0.0, -KICKER)
    return bool(found.value[0])


@pytest.mark.parametrize("kicker", ["青石镇三座水库完成加固——", "青石镇三座水库完成加固一"])
def test_a_kicker_with_its_dash_over_a_headline_opens_an_article(kicker: str) -> None:
    assert parted(TITLE, BODY, kicker, "守住一方平安", BYLINE, BODY, pair=(1, 2))


def test_a_headline_over_a_sub_headline_with_its_dash_opens_an_article() -> None:
    assert parted(TITLE, BODY, "守住一方平安", "——青石镇水库加固记", BODY, pair=(1, 2))
    assert parted(TITLE, BODY, "三座水库完成加固", "守住一方平安", "——青石镇水库加固记", BODY, pair=(1, 2))
    signed = ("村里有了夜校", "——沙河县农民夜校见闻", BYLINE, BODY)
    assert parted(TITLE, BODY, "守住一方平安", "——青石镇水库加固记", BODY, *signed, pair=(1, 2))


def test_a_motto_over_whom_it_is_from_opens_no_article_for_sure() -> None:
    assert not parted(TITLE, BODY, "“守住一方平安”", "——母亲常挂在嘴边的话", BODY, pair=(1, 2))


def test_other_heads_open_none_for_sure() -> None:
    assert not parted(TITLE, BODY, "守住一方平安", "——林秀禾", BODY, pair=(1, 2))
    assert not parted(TITLE, BODY, "守住一方平安", "青石镇水库加固记", BODY, pair=(1, 2))
    assert not parted(TITLE, BODY, "——青石镇水库加固记", BODY, pair=(1, 2))
    assert not parted(TITLE, "守住一方平安", "——青石镇水库加固记", BODY, pair=(0, 1))
    assert not parted(TITLE, BODY, "青石镇——", "守住一方平安", BODY, pair=(1, 2))
    assert not parted(TITLE, BODY, "青石镇三座水库完成加固", "守住一方平安", BODY, pair=(1, 2))
    assert not parted(TITLE, BODY, "青石镇三座水库完成加固——", BODY, pair=(1, 2))
    assert not parted(TITLE, "青石镇三座水库完成加固——", "守住一方平安", BODY, pair=(0, 1))


@pytest.mark.parametrize("jump", ["（上接第1版）", "上接第2版"])
@pytest.mark.parametrize("before", [BODY, "（林秀禾）"])
def test_a_marker_of_the_page_before_opens_an_article(jump: str, before: str) -> None:
    found = with_openings_by_jumps(scores_of([(2, 3)]), fragments_of(TITLE, BODY, before, jump, BODY))
    assert found.value[0] == -JUMPED


@pytest.mark.parametrize("before", [BODY, BODY.removesuffix("。"), "（林秀禾）"])
@pytest.mark.parametrize("heads", [["守住一方平安"], ["青石镇三座水库完成加固", "守住一方平安"]])
def test_the_headlines_over_such_a_marker_open_its_article(before: str, heads: list[str]) -> None:
    page = fragments_of(TITLE, BODY, before, *heads, "上接第2版", BODY)
    assert with_openings_by_jumps(scores_of([(2, 3)]), page).value[0] == -JUMPED
    assert with_openings_by_jumps(scores_of([(3, 4)]), page).value[0] == 0.0


@pytest.mark.parametrize("behind", [["（下转第3版）", BODY], [BODY, "上接第2版"], [BYLINE, "上接第2版"]])
def test_headlines_over_other_things_open_none_for_sure(behind: list[str]) -> None:
    page = fragments_of(TITLE, BODY, "守住一方平安", *behind, BODY)
    assert with_openings_by_jumps(scores_of([(1, 2)]), page).value[0] == 0.0


@pytest.mark.parametrize(
    ("before", "jump"),
    [
        (TITLE, "（上接第1版）"),
        (BYLINE, "（上接第1版）"),
        (BODY, "（下转第3版）"),
        (BODY, "文章上接第1版的是昨天的报道。"),
        (BODY.removesuffix("。"), "（上接第1版）"),
    ],
    ids=["headline", "byline", "on another page", "text", "no end"],
)
def test_other_markers_open_none_for_sure(before: str, jump: str) -> None:
    found = with_openings_by_jumps(scores_of([(1, 2)]), fragments_of(BODY, before, jump, BODY))
    assert found.value[0] == 0.0


@pytest.mark.parametrize(
    ("text", "credited"),
    [
        ("今天开馆。（林秀禾）", True),
        ("今天开馆。（林秀禾 周满山）", True),
        ("今天开馆（林秀禾周满山）", True),
        ("今天开馆。（详见第三版）", False),
        ("今天开馆。（图片来自网络）", False),
        ("（林秀禾周满山）今天开馆。", False),
    ],
)
def test_a_text_ends_with_its_credit_though_the_space_between_names_is_lost(
    text: str, credited: bool
) -> None:
    assert (CREDITED.search(text) is not None) is credited


HEAD, TEXT, JUMP = Role.HEAD, Role.BODY, Role.JUMP


@pytest.mark.parametrize(
    ("items", "roles", "expected"),
    [
        ([Item([0]), Item([1], [[2]])], [HEAD, HEAD, TEXT], [[0, 1, 2]]),
        ([Item([0]), Item([2], [[3]])], [HEAD, Role.FURNITURE, HEAD, TEXT], [[0], [2, 3]]),
        ([Item([0, 1]), Item([2], [[3]])], [HEAD, HEAD, HEAD, TEXT], [[0, 1], [2, 3]]),
        ([Item([0]), Item([], [[1]])], [HEAD, TEXT], [[0], [1]]),
        ([Item([0]), Item([1])], [HEAD, HEAD], [[0], [1]]),
        ([Item([0], [[1]]), Item([2], [[3]])], [HEAD, TEXT, HEAD, TEXT], [[0, 1], [2, 3]]),
        ([Item([0]), Item([1], [[2]])], [HEAD, Role.BYLINE, TEXT], [[0], [1, 2]]),
        ([Item([0]), Item([1], [[2]])], [JUMP, HEAD, TEXT], [[0, 1, 2]]),
        ([Item([0]), Item([], [[1]])], [JUMP, TEXT], [[0], [1]]),
    ],
    ids=[
        *("alone", "furniture between", "two lines", "no headline", "no text", "text", "byline"),
        *("jump", "jump over text"),
    ],
)
def test_only_a_head_alone_right_before_a_headline_belongs_to_it(
    items: list[Item], roles: list[Role], expected: list[list[int]]
) -> None:
    assert [item.blocks for item in with_lone_heads(items, roles)] == expected
