"""Articles as Markdown (CommonMark)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from cleaner.writing.blocks import blocks_of

if TYPE_CHECKING:
    from cleaner.page import Article, Part

STYLES: Mapping[Part, str] = {
    "title": "# {}",
    "subtitle": "**{}**",
    "byline": "*{}*",
    "jump": "*{}*",
    "heading": "## {}",
    "body": "{}",
    "signoff": "{}",
}

INLINE = re.compile(r"([\\`*_\[\]<~]|&(?=#?\w+;))")
"""What reads as markup anywhere: emphasis, code, links, tags, strike-through, character references."""
LEADING = re.compile(r"^(?=[#>]|[-+](?:\s|$)|[-=]+\s*$)", re.MULTILINE)
"""What reads as markup at the beginning of a line: headings, quotations, bullets, rules."""
NUMBERED = re.compile(r"^(\d{1,9})(?=[.)](?:\s|$))", re.MULTILINE)
"""The number of a list item; the backslash comes between it and its mark."""
CLOSING = re.compile(r"(?<=[ \t])(?=#+$)")
"""A run of `#` that would close a heading."""


def to_markdown(article: Article) -> str:
    r"""The title as `#`, headings as `##`, subtitles bold, byline and jump markers italic.

    Blocks are separated by a blank line; the text ends with one LF.

    >>> from cleaner.page import Article, Paragraph
    >>> to_markdown(Article("三座水库", paragraphs=(Paragraph("昨日蓄水。"),)))
    '# 三座水库\n\n昨日蓄水。\n'
    """
    blocks = (STYLES[part].format(_with_breaks(escape(text))) for part, text in blocks_of(article))
    return "\n\n".join(blocks) + "\n"


def _with_breaks(text: str) -> str:
    """A block with its line breaks hard, so that they are kept; those of a table are."""
    return text if text.startswith("|") else text.replace("\n", "\\\n")


def escape(text: str) -> str:
    r"""Put a backslash where Markdown would read markup; rendered, the text is as it was.

    >>> print(escape("1. 3*4 <北京>"))
    1\. 3\*4 \<北京>
    """
    text = INLINE.sub(r"\\\1", text.strip(" \t"))
    text = NUMBERED.sub(r"\1\\", LEADING.sub(r"\\", text))
    return CLOSING.sub(r"\\", text)
