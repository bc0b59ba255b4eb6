"""HTML and the tags of page readers: which there are, and what they say of the text round them."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from typing import Final, NamedTuple

import regex

from cleaner.markup.boxes import FEW, Box, wraps
from cleaner.markup.cells import Cell, tabs_before
from cleaner.markup.latex import lowered, raised
from cleaner.markup.markdown import is_table_row, names_picture
from cleaner.patterns import HAN, Pattern

Replacement = tuple[int, int, str]
"""Start, end, and the text in its place."""


class Parting(IntEnum):
    """What a tag says of the text before and behind it, the strongest last."""

    NOTHING = 0
    WORD = 1
    CELL = 2
    LINE = 3
    BLOCK = 4


_NAMES: Final = {
    Parting.NOTHING: (
        "a abbr acronym b bdi bdo big center cite code col colgroup data del dfn em font i img input ins kbd"
        " label mark nobr q rb rp rt rtc ruby s samp small span strike strong sub sup time tt u var wbr"
    ),
    Parting.CELL: "td th fcel ecel lcel ucel xcel ched rhed srow",
    Parting.LINE: "br nl option tbody tfoot thead tr",
    Parting.BLOCK: (
        "address article aside blockquote body caption dd details dir div dl dt fieldset figcaption figure"
        " footer form h1 h2 h3 h4 h5 h6 header hr html legend li link main meta nav ol p picture pre section"
        " summary table title ul doctag footnote list_item ordered_list otsl page_break page_footer"
        " page_header page_number section_header_level_1 section_header_level_2 text unordered_list watermark"
    ),
}
_PARTING: Final = {name: parting for parting, names in _NAMES.items() for name in names.split()}
NAMES: Final = frozenset(_PARTING)
"""Tags that are read as such."""
_NAME: Final = "|".join(sorted(map(regex.escape, _PARTING), key=len, reverse=True))
_IN_TABLE: Final = frozenset(("br", "caption", "tbody", "tfoot", "thead"))
"""Tags beside those of rows and cells that part lines in a table and leave its cells in their columns."""
_VOID: Final = frozenset(("img", "input", "col", "wbr"))
_OF_CLASS: Final = {
    "ocrx_word": Parting.WORD, "ocrx_cinfo": Parting.NOTHING,
    "ocr_line": Parting.LINE, "ocrx_line": Parting.LINE, "ocr_header": Parting.LINE,
    "ocr_textfloat": Parting.LINE, "ocr_caption": Parting.LINE,
    "ocr_par": Parting.BLOCK, "ocr_carea": Parting.BLOCK, "ocrx_block": Parting.BLOCK,
    "ocr_page": Parting.BLOCK,
}  # fmt: skip
"""What the classes of hOCR say."""
_TAG: Final = Pattern(
    rf"<(?P<end>/?+)(?P<name>{_NAME})(?![\w:-])"
    r"(?P<attributes>(?:\s++[A-Za-z_:@][\w:.\-]*+(?:\s*+=\s*+(?:\"[^\"<>]*+\"|'[^'<>]*+'|[^\s<>\"'=]++))?)*+)"
    r"\s*+/?+>",
    regex.I,
    needs="<",
)
_WHITE: Final = r"[ \t\n\u3000]"
_BLOCK_MARK = Pattern(r"[ \t]*+(?:\#{1,6}|[-*+>]|[0-9]{1,3}[.)])[ \t]*+")
"""What Markdown sets before a heading, an item of a list or a quoted line."""
_RUN: Final = Pattern(
    rf"(?<!{_WHITE}){_WHITE}*+(?:<(?:/?+(?:{_NAME})(?![\w:-]))[^<>]*+>{_WHITE}*+)++", regex.I, needs="<"
)
_CONTENT: Final = Pattern(r"<(?P<name>head|style|script|svg|think|thinking)\b[^<>]*+>", regex.I, needs="<")
"""Elements of which nothing is shown."""
_PROLOGUE: Final = Pattern(
    r"<!DOCTYPE\b[^<>]*+>|<\?xml\b[^<>]*+>|</?+(?:o|v|w|m|st1):[a-z]\w*+[^<>]*+>", regex.I, needs="<"
)
"""What says how to read the rest, and the tags that word processors add."""
_SCRIPT: Final = Pattern(r"<(?P<name>sup|sub)>(?P<text>[^<>\n]{1,12}+)</(?P=name)>", regex.I, needs="<")
_RUBY: Final = Pattern(
    r"<ruby>(?P<base>[^<>\n]{1,30}+)(?:<rp>[^<>]*+</rp>)?+<rt>(?P<reading>[^<>\n]{1,60}+)</rt>"
    r"(?:<rp>[^<>]*+</rp>)?+</ruby>",
    regex.I,
    needs="<",
)
"""Characters with how they are read over them."""
_BLANK: Final = Pattern(
    r"<(?P<name>u|ins)>(?P<room>(?:[ \t\u3000\xa0]|&(?:nbsp|ensp|emsp|\#160);)++)</(?P=name)>",
    regex.I,
    needs="<",
)
"""Room that is underlined: a blank to fill."""
_ROOM: Final = Pattern(r"(?P<wide>\u3000|&emsp;)|&[^;]++;|.", regex.I)
_IMAGE: Final = Pattern(r"<img\b[^<>]*+>", regex.I, needs="<")
_ALT: Final = Pattern(r"\balt\s*+=\s*+(?P<quote>[\"'])(?P<text>[^<>\"'\n]*+)(?P=quote)", regex.I)
_CLASS: Final = Pattern(r"\bclass\s*+=\s*+[\"']?(?P<name>ocrx?_\w++)", regex.I)
_ATTRIBUTE: Final = Pattern(
    r"(?P<name>[A-Za-z_:@][\w:.\-]*+)(?:\s*+=\s*+(?:\"(?P<value>[^\"<>]*+)\"|'(?P<value>[^'<>]*+)'"
    r"|(?P<value>[^\s<>\"'=]++)))?+"
)
_BBOX: Final = Pattern(r"\bbbox\s++(\d{1,6})\s++(\d{1,6})\s++(\d{1,6})\s++(\d{1,6})")
_FURNITURE: Final = Pattern(
    r"<(?P<name>page_(?:header|footer|number)|watermark)\b[^<>]*+>(?P<text>[^<>]{1,120}+)</(?P=name)>",
    regex.I,
    needs="<",
)
"""What a reader marks as the head, the foot or the number of the page, or a stamp over it."""
_ENTITY: Final = Pattern(r"&(?:[A-Za-z][A-Za-z0-9]{1,24}+|\#[0-9]{1,7}+|\#[xX][0-9A-Fa-f]{1,6}+);", needs="&")
_WIDTHLESS: Final = (
    "\N{ZERO WIDTH SPACE}",
    "\N{WORD JOINER}",
    "\N{ZERO WIDTH NO-BREAK SPACE}",
    "\N{SOFT HYPHEN}",
)
"""What shows nothing, of whatever script the text is."""
_INDENT: Final = Pattern(r"(?:&(?:nbsp|emsp|ensp|\#160|\#xa0);[ \t]*+){2,}+", regex.I, needs="&")
_FIGURE: Final = Pattern(r"[图表][ ]?[0-9]{1,2}(?:[-.][0-9]{1,2})?$", needs="图表")
"""The number of a figure or table, before the room that its title stands behind."""
_TALK: Final = Pattern(r"标签|标记|元素|\btags?\b|\belements?\b", regex.I)
SHORTEST_BLANK: Final = 2
"""Underscores of a blank to fill, at the least."""
_NEAR: Final = 4
"""Characters before or behind a tag in which a word such as 标签 shows that it is spoken of."""


class _Tag(NamedTuple):
    start: int
    name: str
    end: bool
    """Whether it closes an element."""
    parting: Parting
    box: Box | None
    attributes: str


def find_furniture(text: str) -> Iterator[str]:
    """The lines that tags say to be of the page, not of an article: its head, foot or number, a watermark.

    >>> list(find_furniture("<page_number>12</page_number> <watermark>样刊 勿传</watermark>昨日开园。"))
    ['12', '样刊 勿传']
    """
    for match in _FURNITURE.finditer(text):
        yield from filter(None, map(str.strip, match["text"].splitlines()))


def find_replacements(text: str) -> Iterator[Replacement]:
    r"""What of HTML goes, and what stands in its place; what comes first counts.

    >>> text = "<p>建成<br>开放</p><table><tr><td>镇</td><td>吨</td></tr></table>"
    >>> for start, end, to in sorted(find_replacements(text), reverse=True):
    ...     text = text[:start] + to + text[end:]
    >>> text
    '建成\n开放\n\n镇\t吨'
    """
    if "<" in text:
        hidden = dict(_without_show(text))
        yield from ((start, end, "") for start, end in hidden.items())
        for match in _SCRIPT.finditer(text):
            yield *match.span(), (raised if match["name"].lower() == "sup" else lowered)(match["text"])
        for match in _RUBY.finditer(text):
            yield *match.span(), f"{match['base']}（{match['reading']}）"
        for match in _BLANK.finditer(text):
            width = sum(2 if room["wide"] else 1 for room in _ROOM.finditer(match["room"]))
            yield *match.span(), "_" * max(width, SHORTEST_BLANK)
        for match in _IMAGE.finditer(text):
            if (alt := _ALT.search(match.group())) and names_picture(alt["text"]):
                yield *match.span(), alt["text"]
        yield from _tags(text, hidden)
    if "&" in text:
        yield from _entities(text)


def _without_show(text: str) -> Iterator[tuple[int, int]]:
    """Elements of which nothing is shown."""
    for match in _PROLOGUE.finditer(text):
        yield match.span()
    lowercase, end = text.lower(), 0
    for match in _CONTENT.finditer(text):
        closing = f"</{match['name'].lower()}>"
        at = lowercase.find(closing, match.end())
        if match.start() >= end and at >= 0:
            end = at + len(closing)
            yield match.start(), end


def _tags(text: str, hidden: Mapping[int, int]) -> Iterator[Replacement]:
    """Runs of tags and the white space round them, each with what parts the text there."""
    scripts = {match.start() for pattern in (_SCRIPT, _BLANK) for match in pattern.finditer(text)}
    runs = [(run.start(), run.end(), [*_tags_of(run)]) for run in _RUN.finditer(text)]
    first = _first_shown(text, {**hidden, **{start: end for start, end, _ in runs}})
    single = _without_partner(tag for _, _, tags in runs for tag in tags)
    lines = [tag for _, _, tags in runs for tag in tags if tag.parting is Parting.LINE and tag.box]
    few = 0 < len(lines) < FEW
    last: _Tag | None = None
    in_cell = False
    tabs_of = _tabs([tag for _, _, tags in runs for tag in tags])
    for start, end, tags in runs:
        tabs = _tabs_in(tags, tabs_of)
        around = text[max(0, start - _NEAR) : start] + "\n" + text[end : end + _NEAR]
        if not tags or _TALK.search(around) or any(tag.start in scripts or tag in single for tag in tags):
            continue
        following = next((tag for tag in tags if tag in lines), None)
        wrapped = few and last and following and wraps(last.box, following.box)
        last = following or last
        if end <= first:
            yield start, end, ""
        elif end == len(text):
            yield start, end, "\n" if text.endswith("\n") else ""
        else:
            white = _TAG.sub("", text[start:end])
            line = text[text.rfind("\n", 0, start) + 1 : (text.find("\n", end) + 1 or len(text) + 1) - 1]
            in_row = "\n" not in white and is_table_row(line)
            space = _space(tags, white, text[start - 1], text[end], in_cell, in_row, tabs)
            if "\n" not in white and _BLOCK_MARK.fullmatch(text[text.rfind("\n", 0, start) + 1 : start]):
                space = " "  # the mark is of what the tags hold
            yield start, end, "" if wrapped else space
        cells = [tag for tag in tags if tag.name in ("td", "th")]
        in_cell = not cells[-1].end if cells else in_cell


def _first_shown(text: str, spans: Mapping[int, int]) -> int:
    """Where the text begins behind white space and spans that show nothing."""
    at = 0
    while at < len(text) and (at in spans or text[at].isspace()):
        at = spans.get(at, at + 1)
    return at


def _without_partner(tags: Iterable[_Tag]) -> set[_Tag]:
    """Tags within a line that nothing closes or opens, and that say nothing but their name."""
    found = [tag for tag in tags if tag.name not in _VOID]
    opened, closed = ({tag.name for tag in found if tag.end is end} for end in (False, True))
    paired = opened & closed
    return {
        tag
        for tag in found
        if tag.parting is Parting.NOTHING and not tag.attributes and tag.name not in paired
    }


def _tags_of(run: regex.Match[str]) -> Iterator[_Tag]:
    for match in _TAG.finditer(run.string, *run.span()):
        name, attributes = match["name"].lower(), match["attributes"]
        of_class = _CLASS.search(attributes)
        parting = _OF_CLASS.get(of_class["name"].lower()) if of_class else None
        box = _BBOX.search(attributes) if of_class else None
        yield _Tag(
            match.start(),
            name,
            bool(match["end"]),
            _PARTING[name] if parting is None else parting,
            (float(box[1]), float(box[2]), float(box[3]), float(box[4])) if box else None,
            attributes,
        )


def _tabs(tags: Iterable[_Tag]) -> dict[int, int]:
    """For the start of each cell of the tables of a text the tabs before it.

    Of a table that has paragraphs or further tables in its cells, a cell takes one column.
    """
    found: dict[int, int] = {}
    rows: list[list[tuple[int, Cell]]] = [[]]
    in_lines = False

    def settle() -> None:
        cells = [[Cell() if in_lines else cell for _, cell in row] for row in rows]
        for row, tabs in zip(rows, tabs_before(cells), strict=True):
            found.update(zip((start for start, _ in row), tabs, strict=True))

    for tag in tags:
        if tag.name == "table":
            settle()
            rows, in_lines = [[]], False
        elif tag.name == "tr":
            rows += [] if tag.end else [[]]
        elif tag.name in ("td", "th"):
            if not tag.end:
                known = {
                    match["name"].lower(): match["value"] for match in _ATTRIBUTE.finditer(tag.attributes)
                }
                rows[-1].append((tag.start, Cell.of(known.get("colspan"), known.get("rowspan"))))
        else:
            in_lines |= tag.parting >= Parting.LINE and tag.name not in _IN_TABLE
    settle()
    return found


def _tabs_in(tags: Sequence[_Tag], tabs: Mapping[int, int]) -> int:
    """The tabs between the cells that some tags open in one row, given those before each cell."""
    row = max((n for n, tag in enumerate(tags) if tag.name in ("table", "tr") and not tag.end), default=0)
    return sum(tabs.get(tag.start, 0) for tag in tags[row:])


def _space(
    tags: Sequence[_Tag],
    white: str,
    before: str,
    after: str,
    in_cell: bool,
    in_row: bool = False,
    tabs: int = 0,
) -> str:
    """The white space that parts the text before some tags from that behind them.

    `tabs` are those between the cells that the tags open in one row.
    """
    if any(tag.name in ("td", "th") for tag in tags):  # paragraphs and lists of a cell part nothing
        tags = [tag for tag in tags if tag.name not in ("p", "div", "ul", "ol", "li")]
    parting = max(tag.parting for tag in tags)
    names = [tag.name for tag in tags]
    if parting is Parting.WORD:
        return "" if HAN.match(before) and HAN.match(after) else " "
    below = "" if after in "（(" and HAN.match(before) else " "  # a remark belongs to what it is of
    if in_cell and parting is not Parting.CELL and not {"td", "th", "tr", "table"} & set(names):
        return white if parting is Parting.NOTHING else below
    if in_row and parting is Parting.LINE:
        return below
    if parting is Parting.BLOCK or names.count("br") > 1 or ("br" in names and white.count("\n") > 1):
        return "\n\n"
    if parting in (Parting.LINE, Parting.CELL):
        row = any(tag.parting is Parting.LINE for tag in tags)
        begun = any(tag.name == "tr" and not tag.end for tag in tags)
        return "\n" + "\t" * (tabs if begun else max(0, tabs - 1)) if row else "\t" * max(1, tabs)
    return white


def _entities(text: str) -> Iterator[Replacement]:
    """Character references; several spaces of them indent a line."""
    for match in _INDENT.finditer(text):
        number = _FIGURE.search(text, max(0, match.start() - 8), match.start())
        begins = match.start() == 0 or text[match.start() - 1] == "\n"
        yield *match.span(), "" if begins else "  " if number else "\n\n"
    for match in _ENTITY.finditer(text):
        char = html.unescape(match.group())
        char = " " if char == "\N{NO-BREAK SPACE}" else char
        if char in _WIDTHLESS:
            yield *match.span(), ""
        elif (
            len(char) == 1 and (char.isprintable() or char.isspace()) and char != "\N{REPLACEMENT CHARACTER}"
        ):
            yield *match.span(), char
