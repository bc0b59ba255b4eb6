"""Articles that lack what the others of their page begin or end with."""

from __future__ import annotations

import pytest

from cleaner.articles import _with_doubt
from cleaner.page import Article, Paragraph

BODY = Paragraph("多次前往农村地区考察，见证了脱贫攻坚取得的成就。")
WHOLE = Article(title="新馆昨日开馆", paragraphs=(Paragraph("市图书馆新馆昨日开放。"),))


@pytest.mark.parametrize(
    "article",
    [
        Article(title="", paragraphs=(BODY,)),
        Article(title="", paragraphs=(BODY, BODY)),
        Article(title="新馆开馆"),
    ],
)
def test_beside_headlined_articles_a_bare_one_is_uncertain(article: Article) -> None:
    assert [found.uncertain for found in _with_doubt([WHOLE, article])] == [False, True]


@pytest.mark.parametrize(
    "article",
    [
        Article(title="", paragraphs=(Paragraph("本报云溪5月20日电 县医院签订协议。"),)),
        Article(title="", paragraphs=(Paragraph("县医院签订协议。（记者 尹梦佳）"),)),
        Article(title="", paragraphs=(BODY,), signoff="（姚丽）"),
        Article(title="", paragraphs=(BODY,), byline="本报记者 张文强"),
        WHOLE,
    ],
)
def test_a_brief_and_a_headlined_article_are_not(article: Article) -> None:
    assert not any(found.uncertain for found in _with_doubt([WHOLE, article]))


def test_where_no_article_has_a_headline_none_is_doubted_for_lacking_one() -> None:
    bare = Article(title="", paragraphs=(BODY,))
    assert _with_doubt([bare, bare]) == [bare, bare]


def test_what_was_uncertain_stays_so() -> None:
    doubtful = Article(title="新馆", paragraphs=(BODY,), uncertain=True)
    assert [found.uncertain for found in _with_doubt([WHOLE, doubtful])] == [False, True]
