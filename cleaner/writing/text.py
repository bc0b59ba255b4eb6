"""Articles as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.writing.blocks import blocks_of

if TYPE_CHECKING:
    from cleaner.page import Article


def to_text(article: Article) -> str:
    r"""The blocks of an article with a blank line between them, ending with one LF.

    A truncated paragraph just ends: no sign is put where the page has none.

    >>> from cleaner.page import Article, Paragraph
    >>> to_text(Article("三座水库", paragraphs=(Paragraph("昨日蓄水。"),)))
    '三座水库\n\n昨日蓄水。\n'
    """
    return "\n\n".join(text for _, text in blocks_of(article)) + "\n"
