r"""LaTeX documents of generating readers (GOT-OCR, Nougat, Mathpix): headings, lists, tables as commands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import regex

from cleaner.markup.tokens import blank_line
from cleaner.patterns import HAN, Pattern

_ARGUMENT: Final = r"\{\s*+(?P<text>(?:[^{}\n\\]|\\[%&#$_]){1,300}?)\s*+\}"
_COMMANDS: Final = r"title|author|chapter|(?:sub){0,2}section|(?:sub)?paragraph|caption"
_HEADING: Final = Pattern(
    rf"^[ \t]*+\\(?P<command>{_COMMANDS})\*?{_ARGUMENT}[ \t]*+(?:\n|\Z)",
    regex.MULTILINE,
    needs=("\\title", "\\author", "\\chapter", "section", "paragraph", "\\caption"),
)
_LEVELS: Final = {"title": 1, "chapter": 1, "section": 2, "subsection": 3, "subsubsection": 4}
"""Levels of headings by their commands, 1 the highest."""
_STYLED: Final = Pattern(rf"\\(?:text(?:bf|it|rm|sf|tt)|emph|underline|centerline){_ARGUMENT}", needs="\\")
_CHINESE: Final = r"[\p{Han}，。、；：？！（）《》“”]"
_APART_BEFORE: Final = Pattern(rf"(?r)(?<={_CHINESE})[ ]")
_APART_BEHIND: Final = Pattern(rf"[ ](?={_CHINESE})")
_TALK: Final = Pattern(
    r"命令|宏包|排版|语法|代码|输入|显示|使用|斜体|加粗|下划线|强调|(?i:tex(?![a-z]))",
    needs="命宏排语代输显使斜加下强xX",
)
"""Who says so speaks of the commands."""
_TABLE: Final = Pattern(
    r"^[ \t]*+\\begin\{(?P<name>tabular|array|longtable)\*?\}(?:\[\w\])?+\{[^\n]{0,80}?\}[ \t]*+\n?+"
    r"(?P<rows>(?:(?!\\(?:begin|end)\{(?:tabular|array|longtable)).){0,20000}+)\\end\{(?P=name)\*?\}",
    regex.DOTALL | regex.MULTILINE,
    needs=("\\begin",),
)
_ROW_END: Final = Pattern(
    r"[ \t]*+(?:\\\\(?:\[\w++\])?+[ \t]*+\n?+|\\(?:hline|toprule|midrule|bottomrule)[ \t]*+\n?+)++",
    needs="\\",
)
_CELL_END: Final = Pattern(r"[ \t]*+(?<!\\)&[ \t]*+")
_SPANNING: Final = Pattern(
    r"\\multi(?:column|row)\{\d{1,2}\}\{[^{}\n]{0,20}+\}\{(?P<text>[^{}\n]{0,200}+)\}", needs="\\"
)
_FRAME: Final = Pattern(
    r"[ \t]*+\\(?:begin|end)\{(?:center|itemize|enumerate|quote|table|figure|abstract|document)\*?\}"
    r"(?:\[[^\[\]\n]{0,20}+\])?+[ \t]*+\n?+|\\(?:maketitle|centering|noindent)\b[ \t]*+\n?+",
    needs="\\",
)
_CENTERED: Final = Pattern(
    r"^[ \t]*+\\begin\{(?P<name>center|itemize|enumerate|quote|abstract|document)\}[ \t]*+\n"
    r"(?:(?!\\(?:begin|end)\{).){0,4000}?\p{Han}(?:(?!\\(?:begin|end)\{).){0,4000}+\\end\{(?P=name)\}",
    regex.MULTILINE | regex.DOTALL,
    needs=("\\begin",),
)
"""What a document sets apart, with ideographs."""
_ITEM: Final = Pattern(r"(?m:^[ \t]*+)\\item\b[ \t]*+", needs="\\")


def find_replacements(text: str) -> Iterator[tuple[int, int, str]]:
    r"""What of a LaTeX document goes, and what stands in its place.

    Only where a heading, a table or a part with ideographs shows that the reader wrote one; commands for the
    style of words go wherever nobody speaks of them. Cells are parted by tabs.

    >>> text = "\\section*{三座水库建成}\n近日建成。\n\\begin{tabular}{|c|}\n镇 & 面积 \\\\\n\\end{tabular}\n"
    >>> for start, end, to in sorted(find_replacements(text), reverse=True):
    ...     text = text[:start] + to + text[end:]
    >>> text
    '三座水库建成\n\n近日建成。\n\n镇\t面积\n\n'
    """
    if "\\" not in text:
        return
    headings = [match for match in _HEADING.finditer(text) if HAN.search(match["text"])]
    tables = [match for match in _TABLE.finditer(text) if HAN.search(match["rows"])]
    if not headings and not tables and not _CENTERED.search(text):
        yield from () if _TALK.search(text) else _styles(text)
        return
    for match in headings:
        yield match.start(), match.start("text"), _break(text, match.start())
        yield match.end("text"), match.end(), "\n\n"
    for match in tables:
        yield match.start(), match.start("rows"), _break(text, match.start())
        yield from _rows(text, *match.span("rows"))
        yield match.end("rows"), match.end(), "\n" if text.startswith("\n", match.end()) else "\n\n"
    for match in _FRAME.finditer(text):
        yield *match.span(), ""
    for match in _ITEM.finditer(text):
        yield *match.span(), _break(text, match.start())
    yield from _styles(text)


def _styles(text: str) -> Iterator[tuple[int, int, str]]:
    """The commands for the style of Chinese words, with the spaces that set them apart from others."""
    for match in _STYLED.finditer(text):
        if HAN.search(match["text"]):
            before, behind = (
                _APART_BEFORE.match(text, 0, match.start()),
                _APART_BEHIND.match(text, match.end()),
            )
            yield (before or match).start(), match.start("text"), ""
            yield match.end("text"), (behind or match).end(), ""


def _rows(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """The rows of a table: a line each, their cells parted by tabs."""
    for match in _ROW_END.finditer(text, start, end):
        edge = match.start() == start or match.end() == end
        yield *match.span(), "" if edge else "\n"
    for match in _CELL_END.finditer(text, start, end):
        yield *match.span(), "\t"
    for match in _SPANNING.finditer(text, start, end):
        yield match.start(), match.start("text"), ""
        yield match.end("text"), match.end(), ""


def _break(text: str, start: int) -> str:
    """What parts a heading or a table from what stands before it."""
    return blank_line(text, start) if start else ""


def find_headings(text: str) -> Iterator[tuple[str, int]]:
    r"""The headings of a LaTeX document, and their levels.

    >>> list(find_headings("\\section*{三座水库建成}"))
    [('三座水库建成', 2)]
    """
    if "\\" in text:
        for match in _HEADING.finditer(text):
            if match["command"] in _LEVELS:
                yield match["text"], _LEVELS[match["command"]]
