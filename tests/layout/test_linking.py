"""Links between fragments and the items that they make, on pages small enough to check by eye."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import clean
from cleaner.articles import split_articles
from cleaner.layout.links.articles import find_layout, layout_of, truncated_of
from cleaner.layout.links.assignment import assign, without_cycles
from cleaner.layout.links.features import Choices, LinkEvidence, LinkKind
from cleaner.layout.links.fragments import Fragments, find_fragments
from cleaner.layout.links.item import Item
from cleaner.layout.links.link_scores import LinkScores
from cleaner.layout.links.linking import LINK_BIAS, gains_of, with_loose_ends, with_openings
from cleaner.layout.links.lone_heads import with_bodies
from cleaner.layout.role import Role
from cleaner.layout.roles.classification import judged_roles
from cleaner.layout.state import PageState
from cleaner.layout.truncation import find_cut, is_cut
from cleaner.models import shipped_models
from cleaner.models.links import Network
from cleaner.normalizers import separate_columns

Pair = tuple[int, int]
PAGES = Path(__file__).parents[2] / "fixtures" / "pages"
STATUTES = sorted((Path(__file__).parents[2] / "fixtures/clean/statutes").glob("*.txt"))

UPPER = (
    "自治区住房和城乡建设厅针对解 决群众切身利益缓慢的问题建立厅际 "
    "联席会议制度，会同各部门明确目标 责任，全区累计解决房地产的历史遗"
)
LOWER = (
    "留问题多个；对机关厉行节约的意识 不强的问题，严格控制机关经费支出， 对公务出行和日常办公经费提出要求。"
)
BRIEF = "本报苍石5月20日电 州图书馆新馆昨日开馆。"
STOPPED = (
    "近日，全州在苍石县召开座谈会总 结今年以来的各项工作和经验，部署 下一阶段的重点任务，听取各县和有 "
    "关部门的意见与建议，并对困难问题 逐项提出解决办法。"
)
BROKEN = (
    "近日，全州在苍石县召开座谈会总 结今年以来的各项工作和经验，部署 下一阶段的重点任务，听取各县和有 "
    "关部门的意见。会议由州长钱志刚主 持，会议强调要坚决贯彻中央有关部"
)


def test_the_halves_of_a_paragraph_are_put_together_over_a_brief() -> None:
    layout = layout_of(PageState("\n\n".join([UPPER, BRIEF, LOWER])))
    assert [(link.left, link.right) for link in layout.links if link.seam] == [(0, 2)]
    assert [item.blocks for item in layout.items] == [[0, 2], [1]]


def test_furniture_does_not_stand_inside_a_paragraph_that_goes_on_behind_it() -> None:
    page = clean("\n\n".join([UPPER, "各地短波", BRIEF, LOWER]))
    assert "历史遗留问题" in page.text
    assert page.furniture == ("各地短波",)
    assert page.audit().holds


def test_furniture_between_paragraphs_stays() -> None:
    page = clean("\n\n".join([UPPER + "留问题。", "各地短波", BRIEF]))
    assert "separate_columns" not in {edit.rule for edit in page.edits}


@pytest.mark.parametrize(
    ("bracket", "title"),
    [("（快评）", "唤醒沉睡的富矿（快评）"), ("（记者 张文强）", "唤醒沉睡的富矿")],
)
def test_the_name_of_a_series_belongs_to_the_headline_over_it(bracket: str, title: str) -> None:
    page = clean("\n\n".join(["唤醒沉睡的富矿", bracket, UPPER + "留问题。", LOWER]))
    assert page.articles[0].title == title


def test_a_signoff_under_a_brief_stays_a_signoff() -> None:
    page = clean("\n\n".join([UPPER + "留问题。", BRIEF, "（张文强）", BRIEF.replace("苍石", "云溪")]))
    assert "（张文强）" in [article.signoff for article in page.articles]


@pytest.mark.parametrize(("begins", "chains"), [("。", [[3, 4]]), ("", [[3], [4]])], ids=["stop", "none"])
def test_on_a_page_without_indents_what_begins_with_a_stop_goes_on_behind_a_closing_mark(
    begins: str, chains: list[list[int]]
) -> None:
    whole = "今年新修的三座水库昨日\n起蓄水，可以灌溉上万亩\n旱地，农民再也不用靠天\n吃饭。"
    upper, lower = "今年新修的三座水库昨日\n起蓄水，农民说村子“空心”", f"{begins}{whole[:-1]}了。"
    layout = find_layout(PageState("\n\n".join([whole, whole, whole, upper, lower])))
    assert [chain for item in layout.items for chain in item.chains][3:] == chains


def test_a_link_says_how_sure_it_is() -> None:
    layout = layout_of(PageState("\n\n".join([UPPER, BRIEF, LOWER])))
    assert layout.links
    assert all(0.5 <= link.probability <= 1 for link in layout.links)


def test_a_fragment_without_its_beginning_is_an_item_of_its_own_and_says_so() -> None:
    strangers = "\n\n".join([BRIEF, LOWER.replace("留问题多个", "蹿跃掷，撷")])
    articles = clean(strangers).articles
    doubtful = [article for article in articles if article.uncertain]
    assert len(articles) == 2
    for article in doubtful:
        assert "uncertain" in article.as_dict()
        assert all(0 <= candidate.probability <= 1 for candidate in article.candidates)


def test_a_headline_that_stands_alone_gets_the_body_after_the_box_between_them() -> None:
    alone, brief, body = Item(front=[0]), Item(chains=[[1]]), Item(chains=[[2], [3]], signoff=4)
    roles = [Role.HEAD, Role.BODY, Role.BODY, Role.BODY, Role.SIGNOFF]
    joined = with_bodies([alone, brief, body], roles, [False, True, False, False, False])
    assert [item.blocks for item in joined] == [[0, 2, 3, 4], [1]]


@pytest.mark.parametrize(("nearly", "joined"), [({(0, 2)}, True), ({(1, 2)}, False), (set(), False)])
def test_where_links_tell_it_gets_only_a_body_that_they_nearly_join(
    nearly: set[tuple[int, int]], joined: bool
) -> None:
    items = [Item(front=[0]), Item(chains=[[1]]), Item(chains=[[2]])]
    roles = [Role.HEAD, Role.BODY, Role.BODY]
    found = [item.blocks for item in with_bodies(items, roles, [False, True, False], nearly)]
    assert found == ([[0, 2], [1]] if joined else [[0], [1], [2]])


def test_a_headline_with_a_byline_gets_its_body_whatever_links_tell() -> None:
    items = [Item(front=[0, 1]), Item(chains=[[2]]), Item(chains=[[3]])]
    roles = [Role.HEAD, Role.BYLINE, Role.BODY, Role.BODY]
    found = with_bodies(items, roles, [False, False, True, False], set())
    assert [item.blocks for item in found] == [[0, 1, 3], [2]]


def test_the_byline_over_its_text_may_stand_behind_the_box_too() -> None:
    alone, brief, body = Item(front=[0]), Item(chains=[[1]]), Item(front=[2], chains=[[3]])
    roles = [Role.HEAD, Role.BODY, Role.BYLINE, Role.BODY]
    joined = with_bodies([alone, brief, body], roles, [False, True, False, False])
    assert [item.blocks for item in joined] == [[0, 2, 3], [1]]


def test_a_news_item_with_a_byline_gets_no_headline_from_before() -> None:
    items = [Item(front=[0]), Item(front=[1], chains=[[2]])]
    found = with_bodies(items, [Role.HEAD, Role.BYLINE, Role.BODY], [False, False, True])
    assert [item.blocks for item in found] == [[0], [1, 2]]


def test_a_body_after_the_next_headline_stays_there() -> None:
    items = [Item(front=[0]), Item(front=[1], chains=[[2]]), Item(chains=[[3]])]
    roles = [Role.HEAD, Role.HEAD, Role.BODY, Role.BODY]
    assert [item.blocks for item in with_bodies(items, roles, [False] * 4)] == [[0], [1, 2], [3]]


def test_a_headline_with_a_signoff_under_it_gets_no_other_body() -> None:
    items = [Item(front=[0], signoff=1), Item(chains=[[2]], signoff=3)]
    roles = [Role.HEAD, Role.SIGNOFF, Role.BODY, Role.SIGNOFF]
    assert [item.blocks for item in with_bodies(items, roles, [False] * 4)] == [[0, 1], [2, 3]]


def test_where_nothing_is_doubtful_no_doubt_is_told() -> None:
    (article,) = clean("用国际视野建构现代大农业\n\n这是一段完整的话。").articles
    assert "uncertain" not in article.as_dict()


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        (UPPER, True),  # a full line in mid-sentence
        (LOWER, False),  # a stop
        (LOWER.removesuffix("提出要求。"), False),  # a short line: its stop was not read
    ],
)
def test_a_paragraph_is_cut_where_its_last_line_is_full_and_unfinished(text: str, cut: bool) -> None:
    state = PageState("\n\n".join([text, UPPER, UPPER]))
    assert is_cut(text, state.typeset[0]) is cut


def cut_blocks(*blocks: str) -> set[int]:
    state = PageState("\n\n".join(blocks))
    texts = [block.of(state.text) for block in state.blocks]
    return set(find_cut(range(len(texts)), texts, state.typeset, shipped_models()))


def test_where_the_page_keeps_its_stops_a_full_line_without_one_is_cut() -> None:
    assert cut_blocks(*[STOPPED] * 12, BROKEN) == {12}


def test_what_ends_in_a_comma_is_cut_whatever_the_page_loses() -> None:
    unstopped = STOPPED.removesuffix("。")
    assert cut_blocks(*[unstopped] * 12, BROKEN[:-1] + "，") == {12}


@pytest.mark.parametrize(("comma", "cut"), [("，", frozenset()), (" ", frozenset({4}))])
def test_a_page_that_reads_its_stops_lost_no_ends(comma: str, cut: frozenset[int]) -> None:
    text = "\n\n".join([*[STOPPED] * 4, BROKEN]).replace("，", comma)
    assert truncated_of(PageState(text)) == cut


def test_clean_text_is_divided_at_its_headlines_and_datelines() -> None:
    text = "\n\n".join(
        ["“课后三点半”难题这样破解", "本报通讯员 施雅琴", "放学铃声响起，校园里依然热闹。", BRIEF]
    )
    articles = split_articles(text)
    assert [article.title for article in articles] == ["“课后三点半”难题这样破解", ""]
    assert articles[0].byline == "本报通讯员 施雅琴"


def test_separated_columns_are_not_moved_again() -> None:
    page = separate_columns("\n\n".join([UPPER, BRIEF, LOWER]))
    assert separate_columns(page) == page


@pytest.mark.parametrize("page", sorted(PAGES.glob("columns/*.txt")), ids=lambda page: page.stem)
def test_every_block_is_in_one_item(page: Path) -> None:
    state = PageState(page.read_text(encoding="utf-8"))
    layout = layout_of(state)
    blocks = sorted(block for item in layout.items for block in item.blocks)
    assert len(set(blocks)) == len(blocks)
    assert set(blocks) | {i for i, role in enumerate(layout.roles) if role == "furniture"} == set(
        range(len(state.blocks))
    )


@settings(deadline=None, max_examples=25)
@given(
    st.randoms(use_true_random=False), st.lists(st.sampled_from([UPPER, LOWER, BRIEF, "短讯", "（毛晓东）"]))
)
def test_any_order_of_blocks_keeps_every_character(rng: random.Random, blocks: list[str]) -> None:
    rng.shuffle(blocks)
    text = "\n\n".join(blocks)
    assert sorted("".join(separate_columns(text).split())) == sorted("".join(text.split()))


@given(st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 5)), st.floats(0.1, 9)))
def test_links_make_paths(gains: dict[tuple[int, int], float]) -> None:
    pairs = dict(without_cycles(assign(gains), gains))
    for start in pairs:
        at, steps = start, 0
        while at in pairs:
            at, steps = pairs[at], steps + 1
            assert steps <= len(pairs)


@given(st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 5)), st.floats(0.1, 9)))
def test_only_links_that_close_a_circle_go(gains: dict[tuple[int, int], float]) -> None:
    pairs = assign(gains)
    kept: dict[int, int] = {}
    for left, right in sorted(pairs, key=lambda pair: -gains[pair]):
        at = right
        while at in kept:
            at = kept[at]
        if at != left:
            kept[left] = right
    assert without_cycles(pairs, gains) == list(kept.items())


def test_fragments_are_linked_a_little_rather_than_parted() -> None:
    names = ("opens", "closes")
    evidence = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]], dtype=np.float32)
    kind = np.array([LinkKind.NEXT, LinkKind.OPENS, LinkKind.CLOSES])
    parts = [LinkEvidence(LinkKind.NEXT, names, [evidence])]
    choices = Choices(np.array([0, -1, 0]), np.array([1, 1, -1]), kind, names, parts)

    def gain(parted: float) -> float:
        """Of the one link, where each side says so much for parting."""
        linear = np.full((2, 2), parted, dtype=np.float32)
        nothing = np.zeros((2, 1), dtype=np.float32)
        network = Network(names, linear, nothing, np.zeros(1, dtype=np.float32), nothing.T)
        return float(gains_of(choices, network).value[0])

    assert gain(0.0) == pytest.approx(LINK_BIAS)
    assert gain(0.4 * LINK_BIAS) > 0 > gain(0.6 * LINK_BIAS)


Rule = Callable[[LinkScores, Fragments], LinkScores]


def raised(*blocks: str, rule: Rule = with_openings, linked: Pair = (0, 1)) -> set[Pair]:
    """The links that a rule makes likelier on a page on which one pair of blocks is linked."""
    state = PageState("\n\n".join(blocks))
    roles, odds = judged_roles(state)
    fragments = find_fragments(state, [role or Role.BODY for role in roles], odds, state.models)
    pairs = np.array([(a, b) for a in range(len(blocks)) for b in range(len(blocks)) if a != b])
    value = np.where((pairs == linked).all(axis=1), 1.0, -1.0)
    scores = LinkScores(pairs[:, 0], pairs[:, 1], value, np.zeros(len(pairs), dtype=bool))
    likelier = rule(scores, fragments).value > value
    return {(a, b) for a, b in pairs[likelier].tolist()}


@pytest.mark.parametrize(
    ("blocks", "linked", "found"),
    [
        ((UPPER, BRIEF, LOWER), (1, 1), {(0, 2)}),
        ((LOWER, BRIEF, UPPER), (1, 1), {(2, 0)}),
        ((UPPER, BRIEF, LOWER), (1, 2), set()),
        ((UPPER, BRIEF, LOWER), (0, 1), set()),
        ((STOPPED, BRIEF, LOWER), (1, 1), set()),
        ((UPPER, BRIEF, "县里三座水库今年蓄水。"), (1, 1), set()),
        ((UPPER, BRIEF, BRIEF), (1, 1), set()),
        (("自治区开会", "全区累计解决"), (1, 1), set()),
    ],
)
def test_what_breaks_off_is_likelier_to_go_on_in_a_rest_that_is_left_over(
    blocks: tuple[str, ...], linked: Pair, found: set[Pair]
) -> None:
    assert raised(*blocks, rule=with_loose_ends, linked=linked) == found


def test_a_text_that_nothing_opens_and_nothing_closes_more_likely_goes_on_from_a_headlined_one() -> None:
    assert raised("苍石县春耕备耕有序推进", UPPER, BRIEF, STOPPED) == {(0, 3), (1, 3)}


@pytest.mark.parametrize(
    "end", ["本报望川6月1日电 县文化馆今日开馆。", "县文化馆今日开馆。（林秀禾）", "（林秀禾）"]
)
def test_a_text_that_opens_or_closes_as_an_item_does_stays_as_likely(end: str) -> None:
    assert not raised("苍石县春耕备耕有序推进", UPPER, BRIEF, end)


def test_on_a_page_without_headlines_every_text_may_stand_alone() -> None:
    assert not raised(BRIEF, UPPER, BRIEF.replace("图书馆", "博物馆"), STOPPED)


@pytest.mark.parametrize("width", [18, 24, 30])
@pytest.mark.parametrize("path", STATUTES, ids=lambda path: path.stem)
def test_the_next_item_of_a_statute_is_not_the_rest_of_the_one_before_it(path: Path, width: int) -> None:
    paragraphs = path.read_text(encoding="utf-8").split("\n")
    text = "\n\n".join("\n".join(_lines(part, width)) for part in paragraphs if part)
    items = re.findall(r"\n\n（[一二三四五六七八九十]+）", text)
    assert items
    assert re.findall(r"\n\n（[一二三四五六七八九十]+）", clean(text).text) == items


def _lines(paragraph: str, width: int) -> list[str]:
    """The printed lines of a paragraph; a stop hangs over the end."""
    return re.findall(rf".{{1,{width}}}[，。；：、]?", paragraph)
