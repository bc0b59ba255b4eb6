"""The result: a clean page, its articles, and the account of what was changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from cleaner import checks
from cleaner.counting import counted
from cleaner.decisions import Decision
from cleaner.document import PageBox, RawPage
from cleaner.garbage_collection import without_collection
from cleaner.layout.roles.folios import Folio, read_folio
from cleaner.markup.notes import blank_notes
from cleaner.shown import ShortRepr, shorten
from cleaner.trace import Audit, Change, Effect, TracedText, audit, check_places

if TYPE_CHECKING:
    from cleaner.diagnosis import Diagnosis
    from cleaner.records import ArticleRecord, PageRecord, ParagraphRecord, SourceRecord

Span = tuple[int, int]
"""Start and end offset in the clean text of the page."""


@dataclass(frozen=True, slots=True, repr=False)
class Paragraph(ShortRepr):
    """A paragraph of an article."""

    text: str
    kind: Literal["body", "heading"] = "body"
    truncated: bool = False
    """Whether its end was lost by the OCR; nothing was put in its place."""
    boxes: tuple[PageBox, ...] = field(default=(), compare=False)
    """Where it stands on the scan: a box for each column; empty where the page has none."""
    tight: bool = False
    """Whether no blank line parts it from the one before: a line of verse, a row of a table."""

    def as_dict(self) -> ParagraphRecord:
        """The JSON object of the paragraph; with boxes only if there are any."""
        record: ParagraphRecord = {
            "text": self.text,
            "kind": self.kind,
            "truncated": self.truncated,
            "tight": self.tight,
        }
        if self.boxes:
            record["boxes"] = [box.as_dict() for box in self.boxes]
        return record


@dataclass(frozen=True, slots=True, repr=False)
class Candidate(ShortRepr):
    """A place where a fragment may belong."""

    after: str
    """The last characters of the text that it may go on from."""
    probability: float
    span: Span
    """The block of the clean page that ends so."""


@dataclass(frozen=True, slots=True, repr=False)
class ArticleSource(ShortRepr):
    """Where a part of an article of an issue is printed."""

    page: str
    """The name of the page."""
    spans: tuple[Span, ...]
    """Its blocks in the clean text of that page."""
    raw: tuple[Span, ...]
    """Where the first and the last character of each block stand in the raw text."""

    def as_dict(self) -> SourceRecord:
        return {"page": self.page, "spans": list(map(list, self.spans)), "raw": list(map(list, self.raw))}


Part = Literal["title", "subtitle", "byline", "heading", "body", "signoff", "jump"]
"""What a block is in its article; a subtitle is every line of the headline group but the title."""


@dataclass(frozen=True, slots=True, repr=False)
class Article:
    """An article of a page, in the fields of the JSONL output."""

    title: str = ""
    kicker: str = ""
    """The lines over the headline; `subtitles` holds them too."""
    subtitles: tuple[str, ...] = ()
    """All lines of the headline group but the title, in page order: kicker and sub-headlines."""
    byline: str = ""
    paragraphs: tuple[Paragraph, ...] = ()
    signoff: str = ""
    continued_from: str = ""
    """Where the article begins, as printed: `第1版`."""
    continued_on: str = ""
    page_number: str = ""
    """The number of the page that it begins on, as the page says it: `3`, `A3`; empty where none was read."""
    spans: tuple[Span, ...] = field(default=(), compare=False)
    """The blocks of the clean page that the article holds."""
    parts: tuple[Part, ...] = field(default=(), compare=False)
    """What each of them is; the name of a series is part of its headline."""
    uncertain: bool = False
    """Whether this is a fragment whose place on the page is not clear."""
    candidates: tuple[Candidate, ...] = ()
    """Where such a fragment may belong, likeliest first."""
    sources: tuple[ArticleSource, ...] = field(default=(), compare=False)
    """In an issue of several pages: the pages and offsets that the article was put together from."""
    boxes: tuple[PageBox, ...] = field(default=(), compare=False)
    """Where it stands on the scan: its headlines, then each column of its text, in reading order."""

    def __repr__(self) -> str:
        length = sum(len(paragraph.text) for paragraph in self.paragraphs)
        return (
            f"<{type(self).__name__} {shorten(self.title)}: {counted(len(self.paragraphs), 'paragraph')}, "
            f"{counted(length, 'character')}{', uncertain' * self.uncertain}>"
        )

    @property
    def text(self) -> str:
        r"""The article as plain text: its blocks with a blank line between them, ending with one LF.

        >>> Article("青石镇三座水库建成", paragraphs=(Paragraph("可灌溉农田五千亩。"),)).text
        '青石镇三座水库建成\n\n可灌溉农田五千亩。\n'
        """
        from cleaner.writing.text import to_text

        return to_text(self)

    def to_markdown(self) -> str:
        """The article as Markdown (CommonMark): the title as `#`, headings as `##`."""
        from cleaner.writing.markdown import to_markdown

        return to_markdown(self)

    def as_dict(self) -> ArticleRecord:
        """The JSON object of the article; with doubt, sources and boxes only if there are any."""
        record: ArticleRecord = {
            "title": self.title,
            "kicker": self.kicker,
            "subtitles": list(self.subtitles),
            "byline": self.byline,
            "paragraphs": [paragraph.as_dict() for paragraph in self.paragraphs],
            "signoff": self.signoff,
            "continued_from": self.continued_from,
            "continued_on": self.continued_on,
            "page_number": self.page_number,
        }
        if self.uncertain:
            record["uncertain"] = True
            record["candidates"] = [
                {"after": c.after, "probability": round(c.probability, 3), "span": list(c.span)}
                for c in self.candidates
            ]
        if self.sources:
            record["sources"] = [source.as_dict() for source in self.sources]
        if self.boxes:
            record["boxes"] = [box.as_dict() for box in self.boxes]
        return record


_account = without_collection(audit)
Parts = tuple[tuple[Article, ...], tuple[Span, ...]]
"""The articles of a page, and the spans of its furniture, which belongs to none."""


class ArticleSegmentation:
    """The articles of a page and the spans of its furniture, found when they are first asked for.

    What reads them is given up then, with all that it knows of the page.

    >>> segmentation = ArticleSegmentation(lambda: ((Article("青石镇三座水库建成"),), ()))
    >>> segmentation.parts[0][0].title
    '青石镇三座水库建成'
    """

    def __init__(self, read: Callable[[], Parts]) -> None:
        self._read: Callable[[], Parts] | None = read
        self._parts: Parts = (), ()

    @property
    def parts(self) -> Parts:
        read = self._read
        if read is not None:  # another thread may be at it too, and finds the same
            self._parts = read()
            self._read = None
        return self._parts

    def __eq__(self, other: object) -> bool:
        return self.parts == other.parts if isinstance(other, ArticleSegmentation) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.parts)

    def __getstate__(self) -> dict[str, object]:
        """Pages are pickled and copied with what is read, not with what reads it."""
        return {"_parts": self.parts, "_read": None}


@dataclass(frozen=True)
class Page:
    """A cleaned page."""

    traced: TracedText
    segmentation: ArticleSegmentation
    effects: Mapping[str, Effect] = field(compare=False)
    """What each rule may do, by slug: the audit holds the edits to it."""
    withheld: tuple[Change, ...] = ()
    """Edits that were proposed but not made: rejected by a decision, or of a confidence below
    `Settings.threshold`. Their `raw` spans say where; `edit` keeps the offsets of the text that the rule
    was shown."""
    unmatched: tuple[Decision, ...] = ()
    """Decisions that match no proposed edit: the page or the rules have changed since."""
    settled: bool = True
    """Whether the rules came to an end with the page. If not, `text` is the raw text, and nothing was edited:
    some of them undo each other's work on it."""
    source: RawPage | None = field(default=None, compare=False)
    """What the file of an OCR engine knew of the page: lines, regions, size, unit of the boxes."""

    def __repr__(self) -> str:
        parts = [
            counted(len(self.articles), "article"),
            counted(len(self.text), "character"),
            counted(len(self.edits), "edit"),
            f"{len(self.withheld):,} withheld",
            *([] if self.settled else ["not settled"]),
        ]
        return f"<{type(self).__name__}: {', '.join(parts)}>"

    @property
    def text(self) -> str:
        """The clean text of the whole page, articles in reading order."""
        return self.traced.text

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles, read off the page when they are first asked for.

        Raises `AuditError` where a character of the text stands in none of them, or in two places.
        """
        return self._divided[0]

    @property
    def furniture_spans(self) -> tuple[Span, ...]:
        """The blocks of the clean page that belong to no article."""
        return self._divided[1]

    @cached_property
    def _divided(self) -> Parts:
        """Articles and furniture, which together hold each character of the text once, but for notes."""
        articles, furniture = self.segmentation.parts
        check_places(
            blank_notes(self.text), [*(span for article in articles for span in article.spans), *furniture]
        )
        return articles, furniture

    @property
    def furniture(self) -> tuple[str, ...]:
        """Folio, date, editors, labels of boxes: printed on the page, part of no article."""
        return tuple(self.text[start:end] for start, end in self.furniture_spans)

    @cached_property
    def folio(self) -> Folio:
        """What the page says of itself, in its furniture."""
        return read_folio(self.furniture)

    @property
    def page_number(self) -> str:
        """The number of the page, `3` or `A3`; empty where none was read for certain."""
        return self.folio.number

    @property
    def date(self) -> str:
        r"""The date of the issue, as `2020-07-13`; empty where none was read for certain.

        >>> from cleaner import clean
        >>> clean("柳江日报 2021年3月8日 星期一 第5版\n\n柳湾乡春茶开采\n\n柳湾乡的春茶陆续开采。").date
        '2021-03-08'
        """
        return self.folio.date

    @property
    def newspaper(self) -> str:
        """The name of the newspaper, as printed; empty where none was read for certain."""
        return self.folio.newspaper

    @property
    def raw(self) -> str:
        return self.traced.raw

    @property
    def edits(self) -> tuple[Change, ...]:
        """Every change, in the order in which it was made."""
        return self.traced.changes

    @property
    def changed(self) -> bool:
        return self.text != self.raw

    @cached_property
    def diagnosis(self) -> Diagnosis:
        """What the raw text is: what its spaces and line breaks mean, what it loses, where it comes from."""
        from cleaner.diagnosis import diagnose
        from cleaner.layout.state import PageState

        return diagnose(PageState(self.raw))

    def to_jsonl(self, name: str = "") -> str:
        """The articles as JSON Lines, as `cleaner clean --format jsonl` prints them; `name` is the page's.

        >>> from cleaner import clean
        >>> clean("青石镇三座水库建成蓄水").to_jsonl("page.txt")[:35]
        '{"page": "page.txt", "article": 1, '
        """
        from cleaner.writing.jsonl import to_json_lines

        return to_json_lines(self.articles, self.furniture, name, self.folio)

    def to_markdown(self) -> str:
        """The articles as Markdown, with two blank lines between them; without the furniture."""
        from cleaner.writing.documents import OutputFormat, as_stream

        return as_stream(self.articles, OutputFormat.MARKDOWN)

    def as_dict(self) -> PageRecord:
        """The page as a JSON object: what it says of itself, its text, its articles.

        >>> from cleaner import clean
        >>> list(clean("青石镇三座水库建成蓄水").as_dict())
        ['newspaper', 'date', 'page_number', 'text', 'articles', 'furniture']
        """
        return {
            "newspaper": self.newspaper,
            "date": self.date,
            "page_number": self.page_number,
            "text": self.text,
            "articles": [article.as_dict() for article in self.articles],
            "furniture": list(self.furniture),
        }

    def to_raw(self, offset: int) -> int:
        """The raw offset behind an offset of the clean text, 0 to its length.

        Raises `IndexError` for another offset, `TypeError` for what is none.
        """
        return self.traced.to_raw(checks.offset("offset", offset, len(self.text)))

    def to_clean(self, raw_offset: int) -> int:
        """The offset in the clean text of a raw character, or of the place that it was dropped from.

        Raises `IndexError` for an offset that is not from 0 to the length of the raw text, `TypeError` for
        what is none.
        """
        return self.traced.to_clean(checks.offset("raw_offset", raw_offset, len(self.raw)))

    def audit(self) -> Audit:
        """Account for every character of the page, once; `audit().holds` is what each run checks.

        The articles are held to theirs when they are read.
        """
        return self._audit

    @cached_property
    def _audit(self) -> Audit:
        return _account(self.traced, self.effects)
