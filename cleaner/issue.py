"""An issue of several pages: articles that go on on another page, put together.

`下转第3版` at an article's end and `上接第1版` at its beginning mark halves of one article.
Which halves belong together is one assignment: by the page numbers that the markers and the folios name, by
the headlines, which are seldom the same to the letter (rapidfuzz), and by the words that both use.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from cleaner.layout.assignment import assign, without_cycles
from cleaner.layout.folios import page_number
from cleaner.page import Article, ArticleSource, Page
from cleaner.patterns import Pattern
from cleaner.profiles.numerals import NUMERAL

_NUMBER = Pattern(rf"[A-Z]?(?:{NUMERAL})")
SAME_PAGE, OTHER_PAGE = 40.0, -40.0
"""What it is worth that a marker names the page, and what that it names another."""
NO_MARKER = -40.0
"""What it is worth that an article does not say that it goes on: the line may have been lost."""
LEAST = 45.0
"""Headlines are alike from 0 to 100, vocabularies likewise; halves need this much together to be joined."""
WORDS = 150.0
"""What shared vocabulary is worth: 1 were all pairs of characters of the shorter half in the longer one."""


def join_issue(pages: Sequence[tuple[str, Page]]) -> list[Article]:
    """The articles of an issue, given its pages by name: each where it begins, its continuations with it.

    `Article.sources` holds the pages and offsets that each was put together from, in reading order.
    """
    parts = [
        (n, article, _source(name, page, article))
        for n, (name, page) in enumerate(pages)
        for article in page.articles
    ]
    numbers = [page.page_number for _, page in pages]
    gains = {
        (i, j): worth
        for i, (a, begun, _) in enumerate(parts)
        for j, (b, rest, _) in enumerate(parts)
        if a != b
        and rest.continued_from
        and (worth := _worth(begun, rest, numbers[a], numbers[b]) - LEAST) > 0
    }
    follows = dict(without_cycles(assign(gains), gains))
    found = []
    for i in range(len(parts)):
        if i in follows.values():
            continue
        chain = [i]
        while (after := follows.get(chain[-1])) is not None:
            chain.append(after)
        whole = _joined([parts[k][1] for k in chain])
        found.append(replace(whole, sources=tuple(parts[k][2] for k in chain)))
    return found


def _source(name: str, page: Page, article: Article) -> ArticleSource:
    raw = tuple((page.to_raw(start), page.to_raw(end - 1) + 1) for start, end in article.spans)
    return ArticleSource(name, article.spans, raw)


def _worth(begun: Article, rest: Article, here: str, there: str) -> float:
    """How well an article that goes on elsewhere and one that comes from elsewhere fit together."""
    worth = 0.0 if begun.continued_on else NO_MARKER
    for marker, number in ((begun.continued_on, there), (rest.continued_from, here)):
        named = _number(marker)
        if named and number:
            worth += SAME_PAGE if named == number else OTHER_PAGE
    if begun.title and rest.title:
        worth += fuzz.partial_ratio(_letters(begun.title), _letters(rest.title))
    words = [_pairs(article) for article in (begun, rest)]
    fewest = min(map(len, words))
    return worth + (WORDS * len(words[0] & words[1]) / fewest if fewest else 0.0)


def _pairs(article: Article) -> set[str]:
    text = "".join(_letters(paragraph.text) for paragraph in article.paragraphs)
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _number(marker: str) -> str:
    """The number of the page that a marker names, as `Folio.number` has it; empty where it names none.

    >>> _number("第03版"), _number("第十二版"), _number("第A03版"), _number("")
    ('3', '12', 'A3', '')
    """
    found = _NUMBER.search(marker)
    return page_number(found.group()) if found else ""


def _joined(halves: Sequence[Article]) -> Article:
    """One article of its halves; the paragraph cut by the end of a page is put together."""
    first, *rest = halves
    paragraphs = list(first.paragraphs)
    for half in rest:
        following = list(half.paragraphs)
        if (
            paragraphs
            and following
            and paragraphs[-1].truncated
            and paragraphs[-1].kind == following[0].kind == "body"
        ):
            head = following.pop(0)
            begun = paragraphs[-1]
            paragraphs[-1] = replace(head, text=begun.text + head.text, boxes=begun.boxes + head.boxes)
        paragraphs += following
    signoff = next((half.signoff for half in reversed(halves) if half.signoff), "")
    byline = next((half.byline for half in halves if half.byline), "")
    last = halves[-1]
    return replace(
        first,
        byline=byline,
        paragraphs=tuple(paragraphs),
        signoff=signoff,
        continued_on=last.continued_on if len(halves) > 1 else first.continued_on,
        spans=first.spans if len(halves) == 1 else (),
        parts=first.parts if len(halves) == 1 else (),
        boxes=tuple(box for half in halves for box in half.boxes),
    )
