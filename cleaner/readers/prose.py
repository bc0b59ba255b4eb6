"""Text out of the HTML and Markdown that readers write for blocks.

What is no text of the page is left out: tags of HTML with images, comments, lines that stand for a break.
Tags that are none of HTML are text (`<Nature>`). Of Markdown only the blocks are read: what is inside stays
as it is written, for `render_markup` tells mark-up from print and traces what it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cleaner.document import RegionKind, Span
from cleaner.markup.cells import Cell, tabs_before
from cleaner.markup.html import NAMES
from cleaner.readers.building import check_size
from cleaner.readers.html import BREAKS, CELLS, HEADINGS, UNSEEN, LenientParser

_OTHERS = (
    "annotation area audio base canvas content-ref dialog embed head hgroup iframe main map math menu meter"
    " mfrac mi mn mo mover mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder noscript"
    " object output param path progress search select semantics source svg template textarea track video"
)
KNOWN = NAMES | UNSEEN | frozenset(_OTHERS.split())
"""Tags that are no text of a page: those of HTML, and of formulas in it."""

_LANGUAGE = re.compile(r"(?:[A-Za-z][\w+#.-]*)?(?:\s*\{[^{}]*\})?", re.ASCII)
"""What stands behind the fence of code, if it is no text."""
_MARKED_UP = re.compile(
    r"\s*<(?:!doctype|html|body|table|div|center|p|img|h[1-6]|ul|ol|span|br)\b", re.IGNORECASE
)
_FENCE = re.compile(r"\s*(?:```|~~~)")
_TABLE_TAG = re.compile(r"<(/?)table\b[^<>]*>", re.IGNORECASE)
_PICTURE = re.compile(r"(?<=;base64,)[A-Za-z0-9+/=]{64,}")
"""The bytes of a picture inside a text."""
_NO_CAPTION = re.compile(r"!\[\s*\]\([^()\n]*\)")
_REFERENCE = re.compile(r"\\\[([0-9, -]+)\\\]")
"""A number in escaped brackets, which would be a formula of LaTeX."""
_HARD_BREAK = re.compile(r"(?<!\\)\\\n")
_CELL_END = re.compile(r"(?<!\\)\|")


class Prose(NamedTuple):
    """A block of text: its lines, parted by line feeds, and what its mark-up says of it."""

    text: str
    kind: RegionKind = RegionKind.UNKNOWN
    level: int | None = None


class _Text(LenientParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.level: int | None = None
        self.table = False
        self._rows: list[list[tuple[int, bool, Cell]]] = [[]]
        """The cells of the open table: the part that ends before each, whether it is a tab, what it takes."""
        self._in_lines = False
        """Whether a cell of the open table is of several lines."""
        self._unseen: tuple[str, int] | None = None
        """The open element that is no text, and the parts before it."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSEEN and self._unseen is None:
            self._unseen = (tag, len(self.parts))
        self.table |= tag == "table"
        if tag in HEADINGS and self.level is None:
            self.level = HEADINGS[tag]
        if tag == "table":
            self._end_table()
        elif tag == "tr":
            self._rows.append([])
        self._in_lines |= tag in HEADINGS or (tag in BREAKS and tag not in ("table", "tr"))
        if tag in BREAKS or tag in HEADINGS:
            self.parts.append("\n")
        elif tag in CELLS:
            parted = bool(self.parts) and not self.parts[-1].endswith(("\n", "\t"))
            self.parts += ["\t"] if parted else [] if self.parts else ["\n"]
            known = dict(attrs)
            cell = Cell.of(known.get("colspan"), known.get("rowspan"))
            self._rows[-1].append((len(self.parts) - 1, parted, cell))
        elif tag not in KNOWN and ":" not in tag:
            self.parts.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if self._unseen and tag == self._unseen[0]:  # one that has no end hides nothing
            del self.parts[self._unseen[1] :]
            self._rows = [[cell for cell in row if cell[0] < len(self.parts)] for row in self._rows]
            self._unseen = None
        if tag == "table":
            self._end_table()
        if tag in BREAKS or tag in HEADINGS:
            self.parts.append("\n")
        elif tag not in KNOWN and ":" not in tag:
            self.parts.append(f"</{tag}>")

    def close(self) -> None:
        super().close()
        self._end_table()

    def _end_table(self) -> None:
        """Set the cells of the open table into their columns, if none is of several lines."""
        tabs = [] if self._in_lines else tabs_before([[cell for _, _, cell in row] for row in self._rows])
        for row, before in zip(self._rows, tabs, strict=False):
            for (at, parted, _), count in zip(row, before, strict=True):
                self.parts[at] = self.parts[at].removesuffix("\t" * parted) + "\t" * count
        self._rows, self._in_lines = [[]], False

    def handle_data(self, data: str) -> None:
        shown = " ".join(data.split("\n")) if data.strip() else data.replace("\n", "")
        if self.table:
            shown = "" if data.isspace() and "\n" in data else shown.replace("\t", " ")
        if shown:
            self.parts.append(shown)

    def set_cdata_mode(self, elem: str, *, escapable: bool = False) -> None:  # noqa: ARG002
        if elem in ("script", "style"):  # a title without end would take in the rest
            super().set_cdata_mode(elem)

    def unknown_decl(self, data: str) -> None:
        self.handle_data(data.removeprefix("CDATA["))


def of_html(html: str) -> Prose:
    r"""The text of HTML: a line a row of a table, its cells parted by tabs.

    Raises `InputError` where it is more than a page can be, before it is parsed.

    >>> of_html("<h2>青石镇<br>小满</h2>")
    Prose(text='青石镇\n小满', kind=<RegionKind.HEADING: 'heading'>, level=2)
    >>> of_html("<p><i>据</i><Nature>杂志").text
    '据<Nature>杂志'
    >>> of_html("<table><tr><td rowspan=2>镇<td colspan=2>吨<td>亩<tr><td>旱<td>水<td>5").text
    '镇\t吨\t\t亩\n\t旱\t水\t5'
    """
    html = _PICTURE.sub("", html)
    check_size(0, len(html))
    parser = _Text()
    parser.feed(html)
    parser.close()
    lines = (line.rstrip(" \t") for line in "".join(parser.parts).split("\n"))
    lines = (line.lstrip(" " if parser.table and "\t" in line.strip() else " \t") for line in lines)
    kind = RegionKind.UNKNOWN
    if parser.table:
        kind = RegionKind.TABLE
    elif parser.level:
        kind = RegionKind.HEADING
    return Prose("\n".join(filter(None, lines)), kind, parser.level)


def plain(text: str) -> str:
    r"""The text of a block that may be HTML, hold tables of HTML, or be fenced as code.

    >>> plain("<html><body><table><tr><td>青<td>石</table></body></html>"), plain("```txt\n青石\n```")
    ('青\t石', '青石')
    >>> plain("表一\n<table><tr><td>青<td>石</table>"), plain("水位<3米")
    ('表一\n青\t石', '水位<3米')
    """
    if _MARKED_UP.match(text):
        return of_html(text).text
    if _FENCE.match(text):
        return "\n".join(block.text.strip("\n") for block in of_markdown(text))
    parts, done = [], 0
    for start, end in _tables(text):
        parts += [text[done:start].strip("\n"), of_html(text[start:end]).text]
        done = end
    return "\n".join(filter(None, [*parts, text[done:].strip("\n")]))


def _tables(text: str) -> Iterator[Span]:
    """The outermost tables of HTML in a text; one that has no end goes to the end of the text."""
    depth = start = 0
    for tag in _TABLE_TAG.finditer(text):
        if not tag[1]:
            start = start if depth else tag.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                yield start, tag.end()
    if depth:
        yield start, len(text)


def of_markdown(markdown: str) -> Iterator[Prose]:
    r"""The blocks of Markdown: paragraphs, headings, tables, HTML; what is inside stays as it is written.

    Raises `InputError` where it is more than a page can be, before it is parsed.

    >>> [(block.text, block.level) for block in of_markdown("# 青石镇\n\n长500*300*200毫米")]
    [('青石镇', 1), ('长500*300*200毫米', None)]
    """
    from markdown_it import MarkdownIt

    markdown = _PICTURE.sub("", markdown)
    source = markdown.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    check_size(sum(map(bool, map(str.strip, source))), len(markdown))
    parser = MarkdownIt("commonmark").enable("table")
    parser.disable(["blockquote", "code", "lheading", "list", "reference"])  # text that only looks like them
    parser.disable(["inline", "text_join"])
    level: int | None = None
    in_table = False
    for token in parser.parse(markdown):
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "table_open" and token.map:
            in_table = True
            head, _, *rows = source[slice(*token.map)]
            yield Prose("\n".join(map(_cells, [head, *rows])), RegionKind.TABLE)
        elif token.type == "table_close":
            in_table = False
        elif token.type == "inline" and not in_table:
            text = _NO_CAPTION.sub("", token.content)
            text = _REFERENCE.sub(r"[\1]", _HARD_BREAK.sub("\n", text))
            if text.strip():
                yield Prose(text, RegionKind.HEADING if level else RegionKind.UNKNOWN, level)
            level = None
        elif token.type == "html_block":
            if (prose := of_html(token.content)).text:
                yield prose
        elif token.type in ("fence", "code_block"):
            info = "" if _LANGUAGE.fullmatch(token.info.strip()) else token.info.strip()
            if (text := f"{info}\n{token.content}" if info else token.content).strip():
                yield Prose(text, RegionKind.CODE)


def _cells(row: str) -> str:
    """The cells of a row, parted by tabs; the row may have more of them than the head of its table."""
    row = row.strip()
    row = row.removeprefix("|")
    if _CELL_END.search(row[-2:]) and row.endswith("|"):
        row = row[:-1]
    return "\t".join(cell.strip().replace("\\|", "|") for cell in _CELL_END.split(row))
