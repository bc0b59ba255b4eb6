"""The JSON objects that cleaner reads and writes, as types: `cleaner schema` prints them as JSON Schema.

A key means the same everywhere: in JSON Lines, in tables, and as an attribute in Python. The lines under a
class describe its keys, in the schema too. Annotations are evaluated here: only then the required keys are
known.
"""

from collections.abc import Mapping
from typing import Annotated, Final, Literal, NotRequired, TypedDict

from cleaner.slugs import RULES, TIERS


def _limits(**keywords: object) -> tuple[tuple[str, object], ...]:
    """Keywords of JSON Schema, as a type can be annotated with."""
    return tuple(keywords.items())


Span = Annotated[list[int], _limits(minItems=2, maxItems=2)]
Probability = Annotated[float, _limits(minimum=0, maximum=1)]
Count = Annotated[int, _limits(minimum=0)]
Number = Annotated[int, _limits(minimum=1)]
Place = Annotated[list[Number], _limits(minItems=2, maxItems=2)]
Digest = Annotated[str, _limits(pattern="^[0-9a-f]{64}$")]
Day = Annotated[str, _limits(pattern=r"^(\d{4}-\d\d-\d\d)?$")]
Rule = Annotated[str, _limits(enum=RULES)]
Tier = Annotated[str, _limits(enum=TIERS)]
RuleOrTier = Annotated[str, _limits(enum=(*RULES, *TIERS))]


class BoxRecord(TypedDict):
    """A box on the scan, in the unit of the page: left, top, width and height.

    page: the name of the page.
    """

    page: str
    x: float
    y: float
    w: float
    h: float


class ParagraphRecord(TypedDict):
    """A paragraph of an article.

    kind: running text, or a heading inside the article.
    truncated: whether its end was lost by the OCR; nothing was put in its place.
    tight: whether no blank line parts it from the one before: a line of verse, a row of a table.
    boxes: of a page with boxes: where it stands on the scan, a box a column.
    """

    text: str
    kind: Literal["body", "heading"]
    truncated: bool
    tight: bool
    boxes: NotRequired[list[BoxRecord]]


class CandidateRecord(TypedDict):
    """A place where a fragment may belong.

    after: the last characters of the text that it may go on from.
    span: start and end, in the clean text of the page, of the block that ends so.
    """

    after: str
    probability: Probability
    span: Span


class SourceRecord(TypedDict):
    """Where a part of an article of an issue is printed.

    page: the name of the page.
    spans: its blocks in the clean text of that page, as start and end.
    raw: where the first and the last character of each block stand in the raw text.
    """

    page: str
    spans: list[Span]
    raw: list[Span]


class ArticleRecord(TypedDict):
    """An article.

    title: the headline; empty where there is none.
    kicker: the lines over the headline; `subtitles` holds them too.
    subtitles: all lines of the headline group but the title, in page order.
    byline: who wrote it, as printed.
    signoff: what stands at its end, as （记者张三）.
    continued_from: the page on which it begins, as printed: 第1版.
    continued_on: the page on which it goes on, as printed.
    page_number: the number of the page that it begins on, 3 or A3; empty where none was read.
    uncertain: there and true where this is a fragment whose place on the page is not clear.
    candidates: where such a fragment may belong, likeliest first.
    sources: of an issue: the pages that the article was put together from.
    boxes: of a page with boxes: its headlines, then each column of its text, in reading order.
    """

    title: str
    kicker: str
    subtitles: list[str]
    byline: str
    paragraphs: list[ParagraphRecord]
    signoff: str
    continued_from: str
    continued_on: str
    page_number: str
    uncertain: NotRequired[bool]
    candidates: NotRequired[list[CandidateRecord]]
    sources: NotRequired[list[SourceRecord]]
    boxes: NotRequired[list[BoxRecord]]


class ArticleLine(ArticleRecord):
    """A line of the JSON Lines of `cleaner clean --format jsonl`: an article.

    page: the page as it was named; of an issue the page that the article begins on.
    article: its number on the page, or in the issue, from 1.
    newspaper: the name of the newspaper, as the page prints it; empty where none was read for certain.
    date: the date of the issue, as 2020-07-13; empty where none was read for certain.
    furniture: in the first line of a page: what is printed on it and belongs to no article.
    """

    page: str
    article: Number
    newspaper: str
    date: Day
    furniture: NotRequired[list[str]]


class FurnitureLine(TypedDict):
    """The one line of a page that holds no article.

    article: none, as the page has no article.
    """

    page: str
    article: None
    newspaper: str
    date: Day
    page_number: str
    furniture: list[str]


class ArticleRow(ArticleRecord):
    """A row of a table of articles (Parquet, or JSON Lines), with an article.

    id: the identifier of the page, of the type that it has in the table of pages.
    article: its number on the page, from 1.
    furniture: in the first row of a page: what is printed on it and belongs to no article.
    """

    id: NotRequired[str | int | float]
    article: Number
    newspaper: str
    date: Day
    furniture: NotRequired[list[str]]


class ErrorRow(TypedDict):
    """A row of a table of articles for a page that could not be cleaned.

    error: why.
    """

    id: NotRequired[str | int | float]
    error: str


class FurnitureRow(TypedDict):
    """A row of a table of articles for a page that holds no article."""

    id: NotRequired[str | int | float]
    newspaper: str
    date: Day
    page_number: str
    furniture: list[str]


class PageRecord(TypedDict):
    """A page, as `Page.as_dict()` gives it.

    text: the clean text of the whole page.
    furniture: what is printed on it and belongs to no article.
    """

    newspaper: str
    date: Day
    page_number: str
    text: str
    articles: list[ArticleRecord]
    furniture: list[str]


class CharacterCounts(TypedDict):
    """What became of the characters of a page that are not white space."""

    raw: Count
    kept: Count
    replaced: Count
    dropped: Count
    set: Count


class ManifestLine(TypedDict):
    """A line of `manifest.jsonl`: a page of a batch. A page that failed has no figures.

    page: its absolute path.
    place: its place in the output folder.
    sha256: digest of the file.
    files: what was written for it, as paths in the output folder.
    digests: SHA-256 of each of these files.
    pages: how many the file has, of a file of several; counts are then sums.
    settled: whether the rules came to an end with the page.
    newspaper: what the page says of itself, or empty; of a file of several what its pages agree on.
    date: the same.
    page_number: the same.
    articles: how many there are.
    edits: how many were made, by tier.
    withheld: how many were proposed and not made.
    moves: how many fragments were moved.
    diagnosis: what the raw page is, in a line.
    options: digest of version and settings.
    issue: there and true where the pages were cleaned as one issue.
    seconds: time from file to articles.
    error: why the page failed.
    """

    page: str
    place: NotRequired[str]
    status: Literal["done", "failed"]
    sha256: NotRequired[Digest]
    encoding: NotRequired[str]
    files: NotRequired[list[str]]
    digests: NotRequired[list[Digest]]
    pages: NotRequired[Annotated[int, _limits(minimum=2)]]
    settled: NotRequired[bool]
    newspaper: NotRequired[str]
    date: NotRequired[Day]
    page_number: NotRequired[str]
    articles: NotRequired[Count]
    edits: NotRequired[dict[Tier, Count]]
    withheld: NotRequired[Count]
    characters: NotRequired[CharacterCounts]
    moves: NotRequired[Count]
    diagnosis: NotRequired[str]
    options: NotRequired[str]
    issue: NotRequired[bool]
    seconds: float
    error: NotRequired[str]


class DecisionRecord(TypedDict):
    """A verdict on an edit.

    prefix: letters, digits and ideographs of the raw page before the place.
    suffix: those after it.
    place: how many of them stand before it on the whole page.
    line: for people, from 1; 0 where it is not known.
    column: the same.
    """

    verdict: Literal["accept", "reject"]
    rule: str
    before: str
    after: str
    prefix: str
    suffix: str
    place: NotRequired[Count]
    line: NotRequired[Count]
    column: NotRequired[Count]


class DecisionsFile(TypedDict):
    """A decisions file, as a report exports it.

    page: the file name of the page that the decisions are for.
    """

    format: Literal["cleaner decisions"]
    version: Literal[1]
    page: NotRequired[str]
    decisions: list[DecisionRecord]


class FindingRecord(TypedDict):
    """An edit of a page, as `cleaner explain --format jsonl` prints it; with `json` they are one array.

    line: where it begins in the raw page, from 1; the end is behind its last character.
    tier: certain edits add no information, inferred ones restore what the page lost.
    before: the raw text.
    after: what it becomes.
    why: the reason.
    left: the raw text before it, some characters of it.
    right: that after it.
    moved_to: line and column in the clean page, for text that was moved.
    withheld: whether it was not made: rejected by a decision, or not sure enough.
    """

    page: str
    line: Number
    column: Number
    end_line: Number
    end_column: Number
    rule: Rule
    tier: Tier
    confidence: Probability
    before: str
    after: str
    why: str
    left: str
    right: str
    moved_to: Place | None
    withheld: bool


PageKeys = TypedDict(
    "PageKeys",
    {
        "certain-only": bool,
        "select": list[RuleOrTier],
        "ignore": list[RuleOrTier],
        "threshold": Probability,
        "thresholds": dict[RuleOrTier, Probability],
        "script": Literal["page", "simplified", "traditional", "keep"],
        "quotes": Literal["page", "curly", "corner"],
        "han-latin-space": bool,
        "terms": list[str],
        "names": list[str],
        "decisions": list[str],
        "encoding": str,
        "input-format": str,
    },
    total=False,
)
"""The keys of a configuration that hold for a page."""

FolderKeys = TypedDict(
    "FolderKeys", {"include": list[str], "exclude": list[str], "per-file": dict[str, PageKeys]}, total=False
)
"""The keys that say which files of a folder are pages, and what holds for some of them."""


class ConfigurationFile(PageKeys, FolderKeys):
    """`cleaner.toml`, or the table `[tool.cleaner]` of `pyproject.toml`."""


OUTPUTS: Final[Mapping[str, tuple[type, ...]]] = {
    "articles": (ArticleLine, FurnitureLine),
    "table": (ArticleRow, FurnitureRow, ErrorRow),
    "page": (PageRecord,),
    "manifest": (ManifestLine,),
    "decisions": (DecisionsFile,),
    "explain": (FindingRecord,),
    "configuration": (ConfigurationFile,),
}
"""By the names that `cleaner schema` knows: the types of the objects, of which each object is one."""
