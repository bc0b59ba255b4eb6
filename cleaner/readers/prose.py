"""Text out of the HTML and Markdown that readers write for blocks.

What is no text of the page is left out: tags, images with their descriptions, comments, addresses of links,
lines that stand for a break. List marks, numbers, quotation and indentation stay as they are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple

from cleaner.document import RegionKind

HEADINGS = {f"h{level}": level for level in range(1, 7)}
BREAKS = frozenset(
    [
        "address",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tr",
        "ul",
    ]
)
CELLS = frozenset(["td", "th"])
UNSEEN = frozenset(["script", "style", "title"])


_FORMULA = re.compile(r"\\\([^\n]{1,200}?\\\)|\\\[(?![0-9, -]+\\\])[^\n]{1,200}?\\\]|\$[^$\n]{1,200}\$")
"""LaTeX in Markdown, in which a backslash escapes nothing; a number in brackets is a reference."""


class Prose(NamedTuple):
    """A block of text: its lines, parted by line feeds, and what its mark-up says of it."""

    text: str
    kind: RegionKind = RegionKind.UNKNOWN
    level: int | None = None


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.level: int | None = None
        self.table = False
        self._unseen = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in UNSEEN:
            self._unseen = tag
        self.table |= tag == "table"
        if tag in HEADINGS and self.level is None:
            self.level = HEADINGS[tag]
        if tag in BREAKS or tag in HEADINGS:
            self.text += "\n"
        elif tag in CELLS and self.text and not self.text.endswith(("\n", "\t")):
            self.text += "\t"

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unseen:
            self._unseen = ""
        if tag in BREAKS or tag in HEADINGS:
            self.text += "\n"

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.text += " ".join(data.split("\n")) if data.strip() else data.replace("\n", "")


def of_html(html: str) -> Prose:
    r"""The text of HTML: a line a row of a table, its cells parted by tabs.

    >>> of_html("<h2>青石镇<br>小满</h2>")
    Prose(text='青石镇\n小满', kind=<RegionKind.HEADING: 'heading'>, level=2)
    """
    parser = _Text()
    parser.feed(html)
    parser.close()
    lines = (line.strip(" \t") for line in parser.text.split("\n"))
    kind = RegionKind.UNKNOWN
    if parser.table:
        kind = RegionKind.TABLE
    elif parser.level:
        kind = RegionKind.HEADING
    return Prose("\n".join(filter(None, lines)), kind, parser.level)


def of_markdown(markdown: str) -> Iterator[Prose]:
    r"""The blocks of Markdown: paragraphs, headings, tables, HTML; formulas of LaTeX stay as they are.

    >>> [(block.text, block.level) for block in of_markdown("# 青石镇\n\n1\\*2")]
    [('青石镇', 1), ('1*2', None)]
    >>> [block.text for block in of_markdown("\\(3\\%\\)")]
    ['\\(3\\%\\)']
    """
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    parser.disable(["blockquote", "code", "lheading", "list", "reference"])  # text that only looks like them
    level: int | None = None
    cells: list[str] | None = None
    rows: list[str] = []
    for token in parser.parse(_FORMULA.sub(lambda found: found[0].replace("\\", r"\\"), markdown)):
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "tr_open":
            cells = []
        elif token.type == "tr_close" and cells is not None:
            rows.append("\t".join(cells))
            cells = None
        elif token.type == "table_close":
            yield Prose("\n".join(rows), RegionKind.TABLE)
            rows = []
        elif token.type == "inline":
            text = "".join(
                "\n" if child.type in ("softbreak", "hardbreak") else child.content
                for child in token.children or ()
                if child.type in ("text", "code_inline", "softbreak", "hardbreak")
            )
            if cells is not None:
                cells.append(text)
            elif text.strip():
                yield Prose(text, RegionKind.HEADING if level else RegionKind.UNKNOWN, level)
            level = None
        elif token.type == "html_block":
            if (prose := of_html(token.content)).text:
                yield prose
        elif token.type in ("fence", "code_block") and token.content.strip():
            yield Prose(token.content, RegionKind.CODE)
