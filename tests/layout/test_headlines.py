"""The headline is chosen among the lines over a text; its kicker is named."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.articles import _Fields, _front_matter, split_articles
from cleaner.layout.role import Role
from cleaner.models import shipped_models
from cleaner.models.headlines import BUCKETS, HeadlineModel, features

GROUPS = [
    (["河阳市东港区建设老年食堂——", "一碗热汤暖了一条街"], 1),
    (["面对连日强降雨，各地干部群众日夜值守——", "守住大堤 护好家园"], 1),
    (["县民政局有关负责人解读新办法", "救助申请怎样办"], 1),
    (["让老街活起来", "——东港区旧城改造见闻"], 0),
    (["青石镇三座水库建成蓄水"], 0),
    (["一张网管好千条河（深度观察）", "——来自青石镇的调查"], 0),
    (["周满山在全县防汛工作会议上强调", "压实责任 确保安全度汛"], 1),
    (["秋粮收购进度快于去年", "全县已收购粮食12万吨"], 0),
    (["把实验室搬到田间地头", "——记农技推广员林秀禾"], 0),
    (["农技推广员林秀禾——", "把实验室搬到田间地头（身边榜样）"], 1),
]
FLOOR = 0.8
"""Share of the groups whose headline is chosen, at the least."""


def test_most_headlines_are_chosen() -> None:
    model = shipped_models().headlines
    right = [int(model.probabilities(lines).argmax()) == headline for lines, headline in GROUPS]
    assert np.mean(right) >= FLOOR, [
        lines for (lines, _), good in zip(GROUPS, right, strict=True) if not good
    ]


@given(
    st.lists(st.text(max_size=20), min_size=1, max_size=5), st.text(max_size=50), st.integers(0, 2**32 - 1)
)
def test_under_any_weights_the_probabilities_are_those_of_a_choice(
    lines: list[str], body: str, seed: int
) -> None:
    model = HeadlineModel(np.random.default_rng(seed).normal(size=BUCKETS).astype(np.float32))
    found = model.probabilities(lines, body)
    assert found.shape == (len(lines),)
    assert found.sum() == pytest.approx(1, abs=1e-4)


def test_there_is_no_headline_among_no_lines() -> None:
    with pytest.raises(ValueError, match="no line"):
        shipped_models().headlines.probabilities([])


def test_white_space_in_a_line_moves_no_word_of_it() -> None:
    spaced, solid = (features([line], "")[0] for line in ("一碗热汤 暖了一条街", "一碗热汤暖了一条街"))
    assert set(solid) <= set(spaced)


def test_the_kicker_is_named_and_stays_among_the_subtitles() -> None:
    body = "近日，东港区第一家老年食堂开张，附近的老人都来了。\n\n食堂每天供应三餐，由社区补贴。"
    (article,) = split_articles(f"{GROUPS[0][0][0]}\n\n{GROUPS[0][0][1]}\n\n{body}")
    assert (article.title, article.kicker) == (GROUPS[0][0][1], GROUPS[0][0][0])
    assert article.subtitles == (article.kicker,)
    assert article.as_dict()["kicker"] == article.kicker


def test_what_stands_under_the_headline_is_no_kicker() -> None:
    body = "近日，东港区第一家老年食堂开张，附近的老人都来了。\n\n食堂每天供应三餐，由社区补贴。"
    (article,) = split_articles(f"让老街活起来\n\n——东港区旧城改造见闻\n\n{body}")
    assert (article.title, article.kicker) == ("让老街活起来", "")
    assert len(article.subtitles) == 1


KICKER, HEADLINE = "河阳市东港区建设老年食堂——", "一碗热汤暖了一条街"


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ([KICKER, HEADLINE], HEADLINE),
        ([KICKER, HEADLINE, "【食堂看点】"], HEADLINE),
        ([KICKER.removesuffix("——") + "－", HEADLINE], HEADLINE),
        ([KICKER], KICKER),
        ([HEADLINE, "——记东港区老年食堂"], HEADLINE),
        ([HEADLINE, KICKER], HEADLINE),
        ([KICKER.removesuffix("——"), HEADLINE], KICKER.removesuffix("——")),
    ],
)
def test_what_closes_with_a_dash_leads_to_the_headline_though_there_is_no_text(
    lines: list[str], title: str
) -> None:
    assert split_articles("\n\n".join(lines))[0].title == title


def test_behind_the_byline_a_heading_is_no_sub_headline() -> None:
    fields = _Fields()
    lines = [(HEADLINE, Role.HEAD), ("食堂开到家门口", Role.HEAD), ("本报记者 林秀禾", Role.BYLINE)]
    parts = []
    for text, role in [*lines, ("【人物】食堂掌勺人", Role.HEAD)]:
        fields.spans.append((0, 0))
        parts.append(_front_matter(fields, text, role))
    assert fields.heads == [HEADLINE, "食堂开到家门口"]
    assert [paragraph.text for paragraph in fields.paragraphs] == ["【人物】食堂掌勺人"]
    assert parts[-2:] == ["byline", "heading"]


def test_under_a_byline_that_was_read_first_stands_the_headline() -> None:
    fields = _Fields()
    for text, role in [("本报记者 林秀禾", Role.BYLINE), (HEADLINE, Role.HEAD)]:
        fields.spans.append((0, 0))
        _front_matter(fields, text, role)
    assert fields.heads == [HEADLINE]
    assert not fields.paragraphs
