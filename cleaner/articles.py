"""From the blocks of a clean page to its articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from cleaner.layout.articles import Item, find_items
from cleaner.layout.columns import ends_sentence
from cleaner.layout.draft import Draft
from cleaner.layout.measure import ems
from cleaner.layout.roles import JUMP, Role, roles_of
from cleaner.page import Article, Paragraph, Span
from cleaner.settings import DEFAULT, Settings

_SHOULDER = regex.compile(
    r"^(?:截至|据|——|\N{EM DASH}|本报|今日)|[\uff1a:]$"
    r"|(?:强调|指出|要求|出席|讲话|主持|致辞|见闻|纪实|侧记|综述)$"
)
"""How lines above and below a headline look: they set the scene, name who spoke, or name the genre."""
SHORTEST_TITLE = 6
"""Em; a shorter line of a headline group is its kicker."""


@dataclass
class _Fields:
    heads: list[str] = field(default_factory=list)
    byline: str = ""
    paragraphs: list[Paragraph] = field(default_factory=list)
    signoff: str = ""
    continued_from: str = ""
    continued_on: str = ""


def split_articles(text: str, settings: Settings = DEFAULT) -> list[Article]:
    """The articles of a clean page, in reading order.

    Columns are not moved here (`separate_columns` does that): the text is divided as it stands, at its
    headlines, datelines and sign-offs.
    """
    articles, _ = read_articles(Draft(text, settings))
    return articles


def read_articles(draft: Draft) -> tuple[list[Article], list[Span]]:
    """The articles of a draft, and the spans of its page furniture, which belongs to none."""
    texts = [block.of(draft.text) for block in draft.blocks]
    roles = roles_of(draft.text, draft.prints)
    items = find_items(texts, roles, ())
    furniture = [
        (block.start, block.end)
        for block, role in zip(draft.blocks, roles, strict=True)
        if role is Role.FURNITURE
    ]
    return [_article(draft, item, texts, roles) for item in items], furniture


def _article(draft: Draft, item: Item, texts: Sequence[str], roles: Sequence[Role]) -> Article:
    fields = _Fields()
    for index in item.front:
        _front_matter(fields, texts[index], roles[index])
    for index in (block for chain in item.chains for block in chain):
        text, role = texts[index], roles[index]
        if role is Role.JUMP or (role is Role.BYLINE and not fields.byline):
            _front_matter(fields, text, role)
        elif role is Role.HEAD:
            fields.paragraphs.append(Paragraph(text, "heading"))
        else:
            fields.paragraphs.append(Paragraph(text, "body", is_truncated(text)))
    if item.signoff is not None:
        fields.signoff = texts[item.signoff]
    title, subtitles = _headline(fields.heads)
    spans = tuple((draft.blocks[i].start, draft.blocks[i].end) for i in sorted(item.blocks))
    return Article(
        title,
        subtitles,
        fields.byline,
        tuple(fields.paragraphs),
        fields.signoff,
        fields.continued_from,
        fields.continued_on,
        spans,
    )


def _front_matter(fields: _Fields, text: str, role: Role) -> None:
    if role is Role.HEAD:
        fields.heads.append(text)
    elif role is Role.BYLINE:
        fields.byline = f"{fields.byline} {text}".strip()
    elif jump := JUMP.fullmatch(text):
        page = "".join(jump["page"].split())
        if jump["way"] == "上接":
            fields.continued_from = page
        else:
            fields.continued_on = page


def _headline(heads: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The headline of a group of heads, and the lines round it."""
    if not heads:
        return "", ()
    best = min(range(len(heads)), key=lambda i: (_is_shoulder(heads[i]), i))
    return heads[best], tuple(head for i, head in enumerate(heads) if i != best)


def _is_shoulder(head: str) -> bool:
    return bool(_SHOULDER.search(head)) or ems(head) < SHORTEST_TITLE


def is_truncated(text: str) -> bool:
    """Whether a paragraph stops without an end: what followed was lost."""
    return not (ends_sentence(text) or text.endswith(("\uff1a", "\u2026", "\u2014", "\uff09")))
