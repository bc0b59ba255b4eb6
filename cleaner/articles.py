"""From the blocks of a clean page to its articles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cleaner.document import text_of
from cleaner.layout.blocks import Block
from cleaner.layout.lines.break_kind import Break
from cleaner.layout.lines.columns import ends_sentence
from cleaner.layout.lines.numbering import ITEM
from cleaner.layout.links.articles import Layout, layout_of, truncated_of
from cleaner.layout.links.item import Item
from cleaner.layout.role import AnchoredRoles, Role
from cleaner.layout.roles.folios import read_folio
from cleaner.layout.state import PageState
from cleaner.markup.notes import drop_notes
from cleaner.models import Models
from cleaner.page import Article, Candidate, Paragraph, Part, Span
from cleaner.patterns import Pattern
from cleaner.profiles.folding import fold
from cleaner.profiles.marks import HALF_DASHES
from cleaner.profiles.press import (
    BOX_LABEL,
    COMES_FROM,
    CREDITED,
    DATELINE,
    JUMP,
    SERIES_NAME,
    SERIES_OVER,
)
from cleaner.settings import DEFAULT, Settings
from cleaner.threads import one_thread
from cleaner.trace import TracedText

SHORTEST_HEADLINE = 4
"""Characters; a shorter line beside longer ones is the name of its author or of a column."""
_DATED = Pattern(r"[（(]\s*[0-9〇○零一二三四五六七八九]{4}\s*年")
"""How a date in brackets begins, which stands under the name of a document."""
DASHES = tuple(HALF_DASHES)
NAMED = 12
"""Characters by which a place is named."""


@dataclass(frozen=True)
class AnchoredLayout:
    """The layout of a page, by the raw characters of its blocks: valid after they were moved and edited.

    It is found when it is first asked for, by what the page was before its columns were separated.
    """

    traced: TracedText
    """The page as it stood then."""
    state: PageState
    """The state of its text."""

    @property
    def layout(self) -> Layout:
        return layout_of(self.state)

    @property
    def in_columns(self) -> bool:
        """Whether the page shows the columns that it was set in, and has no boxes that tell them."""
        return self.state.placed is None and bool(self.state.column_widths)

    @cached_property
    def owner(self) -> NDArray[np.int64]:
        """For each raw character the block that holds it, or -1."""
        owner = np.full(len(self.traced.raw) + 1, -1, dtype=np.int64)
        for number, origins in enumerate(self._origins):
            owner[origins[origins >= 0]] = number
        return owner

    @cached_property
    def last(self) -> list[int]:
        """For each block its last raw character, or -1."""
        return [int(origins.max(initial=-1)) for origins in self._origins]

    @property
    def _origins(self) -> Iterator[NDArray[np.int64]]:
        """For each block where its characters came from."""
        return (self.traced.origin[block.start : block.end] for block in self.state.blocks)

    def roles_in(self, traced: TracedText) -> AnchoredRoles:
        """The roles of its blocks, by the characters of the text."""
        return AnchoredRoles(self.layout.roles, self.owner[traced.origin])

    def span_of(self, traced: TracedText, block: int, places: Mapping[int, Span]) -> Iterator[Span]:
        """Where a block of the layout stands in the clean text, up to its own last character; or nothing."""
        if block in places and self.last[block] >= 0:
            start, end = places[block]
            yield start, min(max(traced.to_clean(self.last[block]) + 1, start + 1), end)

    def blocks_of(self, traced: TracedText, block: Block) -> list[int]:
        """The blocks of the layout that a block of the text is made of, in its order."""
        origins = traced.origin[block.start : block.end]
        owners = self.owner[origins[origins >= 0]]
        return list(dict.fromkeys(owners[owners >= 0].tolist()))


@dataclass
class _Fields:
    heads: list[str] = field(default_factory=list)
    title: int | None = None
    """Which of them is the main headline, where the page shows it."""
    head_spans: list[int] = field(default_factory=list)
    """For each head the index of its span."""
    byline: str = ""
    paragraphs: list[Paragraph] = field(default_factory=list)
    signoff: str = ""
    continued_from: str = ""
    continued_on: str = ""
    spans: list[Span] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    """For each span what it is."""
    uncertain: bool = False

    @property
    def is_signoff(self) -> bool:
        """Whether there is nothing but a sign-off."""
        return bool(self.signoff) and not (self.heads or self.byline or self.paragraphs)


@one_thread
def split_articles(text: str, settings: Settings = DEFAULT) -> list[Article]:
    r"""The articles of a clean page, in reading order.

    Nothing is moved here (`separate_columns` does that): the text is divided as it stands, at its
    headlines, datelines and sign-offs. Raises `TypeError` where the text is no string.

    >>> text = "三座水库建成蓄水\n\n青石镇新建的三座水库昨日起蓄水。"
    >>> [(article.title, len(article.paragraphs)) for article in split_articles(text)]
    [('三座水库建成蓄水', 1)]
    """
    text = text_of(text)
    traced, state = TracedText.of(text), PageState(text, settings)
    articles, _ = read_articles(traced, AnchoredLayout(traced, state), state)
    return articles


def read_articles(
    traced: TracedText, anchored: AnchoredLayout, state: PageState
) -> tuple[list[Article], list[Span]]:
    """The articles of a page, and the spans of its page furniture, which belongs to none.

    The state is of the text as it stands now.
    """
    layout, truncated = anchored.layout, truncated_of(anchored.state)
    item_of = {block: n for n, item in enumerate(layout.items) for block in item.blocks}
    found: dict[int, _Fields] = {}
    furniture: list[Span] = []
    places: dict[int, Span] = {}
    number = 0
    for block, kind in zip(state.blocks, state.kinds, strict=True):
        parts = anchored.blocks_of(traced, block)
        first, last = (parts[0], parts[-1]) if parts else (-1, -1)
        role = layout.roles[first] if first >= 0 else Role.BODY
        span = start, _ = _span_of(state, block, role)
        text = _text_of(state.text, start, block)
        places.update(dict.fromkeys(parts, (block.start, block.end)))
        if role is Role.FURNITURE:
            furniture.append((block.start, block.end))
            continue
        number = item_of.get(first, number)
        fields = found.setdefault(number, _Fields())
        fields.spans.append(span)
        cut = first in layout.lost or (last in truncated and not ends_sentence(text))
        fields.parts.append(_read(fields, text, first, layout, number, cut=cut))
        if fields.parts[-2:] == ["body", "body"] and (
            kind in (Break.VERSE, Break.ROW) or state.protection.encloses(fields.spans[-2][0], block.end)
        ):
            tight = state.text[fields.spans[-2][1] : block.start].strip(" \t\u3000") == "\n"
            fields.paragraphs[-1] = replace(fields.paragraphs[-1], tight=tight)
    _give_back_signoffs(found)
    articles = [_article(fields, state.models) for fields in found.values()]
    for n, number in enumerate(found):
        first = layout.items[number].blocks[0] if number < len(layout.items) else -1
        if first in layout.doubtful:
            likely = tuple(
                Candidate(state.text[max(start, end - NAMED) : end], link.probability, (start, end))
                for link in layout.doubtful[first]
                for start, end in anchored.span_of(traced, link.left, places)
            )
            articles[n] = replace(articles[n], uncertain=True, candidates=likely)
    if anchored.in_columns:
        articles = _with_doubt(articles)
    page_number = read_folio(state.text[start:end] for start, end in furniture).number
    return [replace(article, page_number=page_number) for article in articles], furniture


def _span_of(state: PageState, block: Block, role: Role) -> Span:
    """A block as an article has it: program code with its indent, a row with its empty cells."""
    start = state.text.rfind("\n", 0, block.start) + 1
    before = state.text[start : block.start]
    if before.isspace() and state.protection.is_code(start, block.end):
        return start, block.end
    tabs = role is Role.BODY and before != "" and not before.strip("\t")
    return (start if tabs and _is_in_row(state.text, block) else block.start), block.end


def _is_in_row(text: str, block: Block) -> bool:
    """Whether a line behind tabs is of a table: with cells in it, or right over or under a line with some."""
    start, end = text.rfind("\n", 0, block.start), text.find("\n", block.end)
    above = text[text.rfind("\n", 0, start) + 1 : start] if start > 0 else ""
    below = text[end + 1 : text.find("\n", end + 1) % (len(text) + 1)] if end >= 0 else ""
    lines = (block.of(text), above, below)
    return not ends_sentence(lines[0]) and any("\t" in line.strip() for line in lines)


def _text_of(text: str, start: int, block: Block) -> str:
    """The text of a span from `start` to the end of a block, without notes."""
    found, kept = text[start : block.end], drop_notes(text[start : block.end])
    return kept.strip() if kept != found and start == block.start else kept


def _with_doubt(articles: Sequence[Article]) -> list[Article]:
    """The articles, those uncertain that lack what the others of the page begin or end with.

    Beside headlined articles a text without headline, dateline, byline or credit is mostly a part of one of
    them, and so is a headline without a text.
    """
    if not any(article.title and article.paragraphs for article in articles):
        return list(articles)
    return [replace(article, uncertain=article.uncertain or _is_bare(article)) for article in articles]


def _is_bare(article: Article) -> bool:
    """Whether an article is a headline alone, or a text that nothing opens and nothing closes."""
    if not article.paragraphs:
        return bool(article.title)
    if article.title or article.byline or article.signoff:
        return False
    first, last = fold(article.paragraphs[0].text), fold(article.paragraphs[-1].text)
    return DATELINE.match(first) is None and CREDITED.search(last) is None


def _give_back_signoffs(found: dict[int, _Fields]) -> None:
    """Give a sign-off that stands alone to the article before it, if that has none; else it is uncertain."""
    before: _Fields | None = None
    for number, fields in list(found.items()):
        if not fields.is_signoff:
            before = fields
        elif before is not None and before.paragraphs and not before.signoff:
            before.signoff = fields.signoff
            before.continued_from = _with_page(before.continued_from, fields.continued_from)
            before.continued_on = _with_page(before.continued_on, fields.continued_on)
            before.spans += fields.spans
            before.parts += fields.parts
            del found[number]
        else:
            fields.uncertain = True


def _read(fields: _Fields, text: str, first: int, layout: Layout, number: int, *, cut: bool) -> Part:
    """Enter a block of the text, the last of the spans, into the fields of its article; what it is there.

    `cut`: whether the rest of it was lost, if it is a paragraph.
    """
    role = layout.roles[first] if first >= 0 else Role.BODY
    item = layout.items[number] if number < len(layout.items) else None
    if item is not None and first in item.front and not fields.paragraphs:
        if role is Role.HEAD and _is_roundup(fields, item, layout):
            fields.paragraphs.append(Paragraph(text, "heading"))
            return "heading"
        part = _front_matter(fields, text, role)
        if first == item.title and part == "title":
            fields.title = len(fields.heads) - 1
        return part
    if item is not None and _closes(first, item, layout):
        fields.signoff = f"{fields.signoff} {text}".strip()
        return "signoff"
    if role is Role.JUMP or (
        role is Role.BYLINE and not fields.byline and not _is_inside(first, fields, item)
    ):
        return _front_matter(fields, text, role)
    if role is Role.HEAD:
        fields.paragraphs.append(Paragraph(text, "heading"))
        return "heading"
    fields.paragraphs.append(Paragraph(text, "body", cut))
    return "body"


def _closes(block: int, item: Item, layout: Layout) -> bool:
    """Whether a block is a sign-off of an item, with nothing but sign-offs behind it."""
    if item.signoff is None or block not in item.blocks:
        return False
    behind = item.blocks[item.blocks.index(block) :]
    return block == item.signoff or all(layout.roles[each] is Role.SIGNOFF for each in behind)


def _is_roundup(fields: _Fields, item: Item, layout: Layout) -> bool:
    """Whether all that stands over an item is the label of a roundup, and the headings of its first part."""
    labelled = len(fields.heads) == 1 and BOX_LABEL.fullmatch(fold(fields.heads[0])) is not None
    return labelled and all(layout.roles[block] in (Role.HEAD, Role.JUMP) for block in item.front)


def _is_inside(block: int, fields: _Fields, item: Item | None) -> bool:
    """Whether a byline stands between paragraphs of an item: it may be that of a part."""
    return bool(fields.paragraphs) and item is not None and block in item.blocks and block != item.blocks[-1]


def _article(fields: _Fields, models: Models) -> Article:
    heads, place = fields.heads, fields.title
    members = list(range(len(heads)))
    if place is None:
        heads, members = _with_series(heads)
        place = _headline(heads, fields.paragraphs, models)
    parts = list(fields.parts)
    for span, head in zip(fields.head_spans, members, strict=True):
        parts[span] = "title" if head == place else "subtitle"
    return Article(
        title=heads[place] if heads else "",
        kicker=" ".join(heads[:place]),
        subtitles=tuple(head for n, head in enumerate(heads) if n != place),
        byline=fields.byline,
        paragraphs=tuple(fields.paragraphs),
        signoff=fields.signoff,
        continued_from=fields.continued_from,
        continued_on=fields.continued_on,
        spans=tuple(fields.spans),
        parts=tuple(parts),
        uncertain=fields.uncertain,
    )


def _front_matter(fields: _Fields, text: str, role: Role) -> Part:
    """Enter a block over the text; behind headline and byline a head is the heading of the first part."""
    if role is Role.HEAD and (ITEM.match(text) or (fields.heads and fields.byline)):
        fields.paragraphs.append(Paragraph(text, "heading"))
        return "heading"
    if role is Role.HEAD:
        fields.heads.append(text)
        fields.head_spans.append(len(fields.spans) - 1)
        return "title"
    if role is Role.BYLINE:
        fields.byline = f"{fields.byline} {text}".strip()
        return "byline"
    jump = JUMP.fullmatch(fold(text))
    if jump is None:
        fields.paragraphs.append(Paragraph(text))
        return "body"
    page = "".join(text[slice(*jump.span("page"))].split())
    if jump["way"] in COMES_FROM:
        fields.continued_from = _with_page(fields.continued_from, page)
    else:
        fields.continued_on = _with_page(fields.continued_on, page)
    return "jump"


def _with_page(known: str, page: str) -> str:
    """The pages that jump markers name, with one more if there is one.

    >>> _with_page("", "第3版"), _with_page("第3版", "第4版"), _with_page("第3版、第4版", "第3版")
    ('第3版', '第3版、第4版', '第3版、第4版')
    """
    return "、".join(dict.fromkeys(filter(None, [*known.split("、"), page])))


def _headline(heads: Sequence[str], paragraphs: Sequence[Paragraph], models: Models) -> int:
    """The place of the headline among the lines over an article, of those that may be it.

    What opens with a dash follows the headline, what closes with one leads to it. Where all are too short to
    be headlines, as the title and the author of a poem are, it is the first, and so where no text tells.
    """
    may_be = [
        len(head) >= SHORTEST_HEADLINE
        and not (place and head.startswith(DASHES))
        and not (place + 1 < len(heads) and head.endswith(DASHES))
        for place, head in enumerate(heads)
    ]
    if len(heads) < 2 or not paragraphs:
        return int(np.argmax(may_be)) if heads else 0
    body = fold("".join(paragraph.text for paragraph in paragraphs))
    probabilities = models.headlines.probabilities([fold(head) for head in heads], body)
    return int(np.where(may_be, probabilities, 0).argmax())


def _with_series(heads: Sequence[str]) -> tuple[list[str], list[int]]:
    """Heads, the name of a series in brackets with the one that it stands under or over; where each went."""
    found: list[str] = []
    members: list[int] = []
    for head in heads:
        named = SERIES_NAME.fullmatch(head) and not _DATED.match(head)
        if found and (named or SERIES_OVER.fullmatch(found[-1])):
            found[-1] += head
        else:
            found.append(head)
        members.append(len(found) - 1)
    return found, members
