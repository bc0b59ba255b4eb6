"""The articles of a page as a report lists them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cleaner.profiles.press import DATELINE

if TYPE_CHECKING:
    from cleaner.page import Article
    from cleaner.report.rows import ReportRow

LEAD = 18
"""Characters by which a text without a title is called."""
SHORT = 4
"""Characters behind a dateline that say nothing alone."""
_REPORTER = re.compile(r"^\s*[（(][^）)]{1,24}[）)]")


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """An article in the outline; `row` is the number of its first row."""

    title: str
    has_title: bool
    paragraphs: int
    truncated: int
    row: int


def outline_of(articles: Sequence[Article], rows: Sequence[ReportRow]) -> list[OutlineEntry]:
    """An entry for each article, in their order.

    >>> from cleaner import clean
    >>> [entry.title for entry in outline_of(clean("三座水库建成蓄水").articles, [])]
    ['三座水库建成蓄水']
    """
    first: dict[int | None, int] = {}
    for row in rows:
        if row.clean:
            first.setdefault(row.article, row.number)
    return [
        OutlineEntry(
            article.title or lead("".join(p.text for p in article.paragraphs)) or article.byline,
            bool(article.title),
            len(article.paragraphs),
            sum(p.truncated for p in article.paragraphs),
            first.get(number, 0),
        )
        for number, article in enumerate(articles)
    ]


def lead(text: str) -> str:
    """The first words of a text, those behind a dateline, as all briefs of a page begin with one.

    >>> lead("本报青石镇5月20日电 三座水库昨日起蓄水。")
    '三座水库昨日起蓄水。'
    >>> lead("本报讯")
    '本报讯'
    """
    found = DATELINE.match(text)
    behind = _REPORTER.sub("", text[found.end() :]).lstrip() if found else ""
    return (behind if len(behind) > SHORT else text)[:LEAD]
