"""Headlines that no link joins with anything, and kickers that are set like text."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from cleaner.layout.links.item import Item
from cleaner.layout.links.lone_heads import opening_heads, with_repeating_bodies, without_misread_labels
from cleaner.layout.role import Role

HEAD, BODY, BYLINE, JUMP = Role.HEAD, Role.BODY, Role.BYLINE, Role.JUMP
HEADLINE = "山区驾校放宽报名年龄"
TELLS = "本报河阳7月2日电 山区驾校的报名年龄昨天放宽，今年已有三百人来学车。"
OTHER = "本报河阳7月2日电 青石镇三座水库昨天开始蓄水。"


def joined(items: Sequence[Item], texts: Sequence[str], roles: Sequence[Role]) -> list[list[int]]:
    return [item.blocks for item in with_repeating_bodies(items, roles, texts)]


def test_a_lone_headline_gets_the_text_that_repeats_it_wherever_that_stands() -> None:
    items = [Item([], [[0], [1]], 2), Item([], [[3]]), Item([4])]
    texts = [TELLS, "学车的人还可以坐班车。", "（林秀禾）", OTHER, HEADLINE]
    assert joined(items, texts, [BODY, BODY, Role.SIGNOFF, BODY, HEAD]) == [[3], [4, 0, 1, 2]]


def test_of_two_lone_headlines_each_gets_its_own_text() -> None:
    items = [Item([0]), Item([1]), Item([], [[2]]), Item([], [[3]])]
    texts = [HEADLINE, "青石镇三座水库开始蓄水", OTHER, TELLS]
    assert joined(items, texts, [HEAD, HEAD, BODY, BODY]) == [[0, 3], [1, 2]]


@pytest.mark.parametrize(
    ("items", "texts", "roles"),
    [
        ([Item([0]), Item([], [[1]])], [HEADLINE, OTHER], [HEAD, BODY]),
        ([Item([0], [[1]]), Item([], [[2]])], [HEADLINE, OTHER, TELLS], [HEAD, BODY, BODY]),
        ([Item([0]), Item([1], [[2]])], [HEADLINE, "另一条新闻", TELLS], [HEAD, HEAD, BODY]),
        ([Item([0]), Item([1], [[2]])], [HEADLINE, "本报记者 林秀禾", TELLS], [HEAD, BYLINE, BODY]),
        ([Item([0]), Item([], [[1]])], ["驾校年龄", TELLS], [HEAD, BODY]),
        ([Item([0]), Item([], [[1]])], [HEADLINE, OTHER * 20 + TELLS], [HEAD, BODY]),
    ],
    ids=["other words", "a text of its own", "a headline", "a byline", "short", "far below"],
)
def test_other_texts_stay(items: Sequence[Item], texts: Sequence[str], roles: Sequence[Role]) -> None:
    before = [list(item.blocks) for item in items]
    assert joined(items, texts, roles) == before


@pytest.mark.parametrize(
    ("texts", "plain", "path", "heads"),
    [
        (["新疆墨玉县发展产业", "家门口增收（决战脱贫）", TELLS], [None, None, BODY], [0, 1, 2], {1}),
        (
            ["新疆墨玉县发展产业", "家门口稳增收", "本报记者 林秀禾", TELLS],
            [None, None, BYLINE, BODY],
            [0, 1, 2, 3],
            {1},
        ),
        (
            ["新疆墨玉县发展产业", "家门口稳增收", "上接第1版", TELLS],
            [None, None, JUMP, BODY],
            [0, 1, 2, 3],
            {1},
        ),
        (["以更好的表达服务观众 （追梦）", TELLS], [None, BODY], [0, 1], set()),
    ],
    ids=["series", "byline", "jump", "the headline itself"],
)
def test_a_block_set_like_text_is_a_headline_where_what_follows_shows_it(
    texts: list[str], plain: list[Role | None], path: list[int], heads: set[int]
) -> None:
    assert opening_heads([path], plain, heads, texts) == {0}


@pytest.mark.parametrize(
    ("texts", "plain", "path", "heads"),
    [
        (["新疆墨玉县发展产业", "家门口稳增收", TELLS], [None, None, BODY], [0, 1, 2], {1}),
        (["新疆墨玉县发展产业。", "家门口增收（决战脱贫）", TELLS], [None, None, BODY], [0, 1, 2], {1}),
        ([TELLS, "家门口增收（决战脱贫）", TELLS], [BODY, None, BODY], [0, 1, 2], {1}),
        (
            ["新疆墨玉县发展产业", TELLS, "家门口增收（决战脱贫）", TELLS],
            [None, BODY, None, BODY],
            [0, 2, 3],
            {2},
        ),
        (["新疆墨玉县发展产业", TELLS, "（林秀禾）"], [None, BODY, Role.SIGNOFF], [0, 1, 2], set()),
        (["家门口增收（决战脱贫）", TELLS], [None, BODY], [0, 1], {0}),
    ],
    ids=["a heading", "a sentence", "a paragraph", "not right over it", "text", "known"],
)
def test_other_blocks_that_open_an_item_stay(
    texts: list[str], plain: list[Role | None], path: list[int], heads: set[int]
) -> None:
    assert opening_heads([path], plain, heads, texts) == set()


def test_a_kicker_that_no_link_joins_with_its_headline_is_one_of_its_headlines() -> None:
    texts = ["南山博物院策展人田甜一", "以更好的表达服务观众（追梦）", TELLS]
    assert opening_heads([[0], [1, 2]], [None, None, BODY], set(), texts) == {0, 1}
    assert opening_heads([[0], [2, 1]], [None, None, BODY], {1}, texts) == set()


@pytest.mark.parametrize("label", ["囧妛畾", "扣妛畕", "剘 間扣"])
def test_a_label_read_as_what_no_newspaper_prints_is_furniture(label: str) -> None:
    roles = [HEAD, HEAD, BODY]
    items = without_misread_labels([Item([0]), Item([1], [[2]])], roles, [label, HEADLINE, TELLS])
    assert [item.blocks for item in items] == [[1, 2]]
    assert roles == [Role.FURNITURE, HEAD, BODY]


@pytest.mark.parametrize(
    ("items", "texts"),
    [
        ([Item([0]), Item([1], [[2]])], ["短波", HEADLINE, TELLS]),
        ([Item([0], [[1]]), Item([], [[2]])], ["囧妛畾", OTHER, TELLS]),
        ([Item([0]), Item([1], [[2]])], ["青石镇的剘山", HEADLINE, TELLS]),
        ([Item([0])], ["囧妛畾"]),
    ],
    ids=["a label", "over a text", "words", "all there is"],
)
def test_other_short_texts_stay_items(items: list[Item], texts: list[str]) -> None:
    roles = [HEAD, HEAD, BODY][: len(texts)]
    assert without_misread_labels(items, roles, texts) == items
    assert Role.FURNITURE not in roles
