"""An issue of several pages: articles that go on on another page, put together.

`下转第3版` at an article's end and `上接第1版` at its beginning mark halves of one article.
Which halves belong together is one assignment: by the page numbers that the markers and the folios name, by
the headlines, which are seldom the same to the letter (rapidfuzz), and by the words that both use.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from rapidfuzz import fuzz

from cleaner.errors import AuditError
from cleaner.layout.links.assignment import assign, without_cycles
from cleaner.layout.roles.folios import page_number
from cleaner.page import Article, ArticleSource, Page, Paragraph
from cleaner.patterns import Pattern
from cleaner.profiles.numerals import NUMERAL
from cleaner.profiles.widths import letters_of

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

    >>> from cleaner import clean
    >>> pages = [("1.txt", clean("三座水库建成蓄水")), ("2.txt", clean("春茶开采上市"))]
    >>> [(article.title, article.sources[0].page) for article in join_issue(pages)]
    [('三座水库建成蓄水', '1.txt'), ('春茶开采上市', '2.txt')]
    """
    parts = [
        (n, article, _source(name, page, article))
        for n, (name, page) in enumerate(pages)
        for article in page.articles
    ]
    numbers = [page.page_number for _, page in pages]
    words = [_pairs(article) for _, article, _ in parts]
    gains = {
        (i, j): worth
        for i, (a, begun, _) in enumerate(parts)
        for j, (b, rest, _) in enumerate(parts)
        if a != b
        and rest.continued_from
        and (worth := _worth(begun, rest, numbers[a], numbers[b]) + _shared(words[i], words[j]) - LEAST) > 0
    }
    follows = dict(without_cycles(assign(gains), gains))
    continuations = set(follows.values())
    found = []
    for i in range(len(parts)):
        if i in continuations:
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
    """How well an article that goes on and one that comes from elsewhere fit by markers and headlines."""
    worth = 0.0 if begun.continued_on else NO_MARKER
    for marker, number in ((begun.continued_on, there), (rest.continued_from, here)):
        named = _number(marker)
        if named and number:
            worth += SAME_PAGE if named == number else OTHER_PAGE
    if begun.title and rest.title:
        worth += fuzz.partial_ratio(letters_of(begun.title), letters_of(rest.title))
    return worth


def _shared(ours: set[str], theirs: set[str]) -> float:
    """What it is worth that two halves use the same pairs of characters."""
    fewest = min(len(ours), len(theirs))
    return WORDS * len(ours & theirs) / fewest if fewest else 0.0


def _pairs(article: Article) -> set[str]:
    text = "".join(letters_of(paragraph.text) for paragraph in article.paragraphs)
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _number(marker: str) -> str:
    """The number of the page that a marker names, as `Folio.number` has it; empty where it names none.

    >>> _number("第03版"), _number("第十二版"), _number("第A03版"), _number("")
    ('3', '12', 'A3', '')
    """
    found = _NUMBER.search(marker)
    return page_number(found.group()) if found else ""


def _joined(halves: Sequence[Article]) -> Article:
    """One article of its halves, with all their text; the paragraph cut by the end of a page is put together.

    A headline of a continuation that says something new is a heading, over that paragraph; a sign-off that is
    not the last is a paragraph. Raises `AuditError` where a half has letters that the whole has not.
    """
    first, last = halves[0], halves[-1]
    if first is last:
        return first
    headlines, paragraphs = _headlines(first), list(first.paragraphs)
    signoff = next((half.signoff for half in reversed(halves) if half.signoff), "")
    byline = first.byline
    for before, half in pairwise(halves):
        following = list(half.paragraphs)
        if (
            paragraphs
            and following
            and paragraphs[-1].truncated
            and paragraphs[-1].kind == following[0].kind == "body"
        ):
            begun, rest = paragraphs.pop(), following[0]
            following[0] = replace(rest, text=begun.text + rest.text, boxes=begun.boxes + rest.boxes)
        if _adds(before.signoff, [signoff]):
            paragraphs.append(Paragraph(before.signoff))
        new = [line for line in _headlines(half) if _adds(line, headlines)]
        headlines += new
        paragraphs += [*(Paragraph(line, "heading") for line in new), *following]
        if _adds(half.byline, [byline]):
            byline = f"{byline} {half.byline}".strip()
    whole = replace(
        first,
        byline=byline,
        paragraphs=tuple(paragraphs),
        signoff=signoff,
        continued_on=last.continued_on,
        spans=(),
        parts=(),
        uncertain=any(half.uncertain for half in halves),
        boxes=tuple(box for half in halves for box in half.boxes),
    )
    _check(whole, halves)
    return whole


def _check(whole: Article, halves: Sequence[Article]) -> None:
    """Raise `AuditError` where a block of a half has letters that the whole article has not."""
    found = _texts(whole)
    if lost := next((text for half in halves for text in _texts(half) if _adds(text, found)), ""):
        raise AuditError(
            f"{whole.title or whole.text[:12]}: put together from several pages it lacks {lost[:12]!r}. "
            "Nothing was written. This is a bug of cleaner: please report it with the pages."
        )


def _texts(article: Article) -> list[str]:
    """All text of an article but its jump markers, which the joined halves no longer need."""
    body = (paragraph.text for paragraph in article.paragraphs)
    return [*_headlines(article), article.byline, *body, article.signoff]


def _headlines(article: Article) -> list[str]:
    return [article.title, *article.subtitles]


def _adds(text: str, known: Sequence[str]) -> bool:
    """Whether a text has letters that none of the known ones has in this order.

    >>> _adds("新建水库", ["青石镇新建水库", ""]), _adds("新建水库！", ["新建", "水库"]), _adds("——", [])
    (False, True, False)
    """
    return letters_of(text) not in "\n".join(map(letters_of, known))
