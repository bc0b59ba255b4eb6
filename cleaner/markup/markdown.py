"""Markdown of generating readers: fences, escapes, links, pictures, emphasis, headings, tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import regex

from cleaner.markup.code import find_fences
from cleaner.patterns import HAN, Pattern

_ESCAPE: Final = Pattern(
    r"\\(?=[!\"#$%&'()*+,\-./:;<=>?@\[\]\^_`{|}~\u2018-\u201d…\u3001-\u3011\uff01-\uff1f])", needs="\\"
)
_PROGRAM: Final = Pattern(r"\\[A-Za-z0-9\\]", needs="\\")
"""A command, an escape of a string or a path: on such a line a backslash escapes nothing."""
_LINK: Final = Pattern(
    r"(?<![!\]])\[(?P<text>[^\[\]\n]{1,200}+)\]\((?P<to>[^()\s]{1,400}+)(?:\s++\"[^\"\n]{0,200}+\")?+\)",
    needs=("](",),
)
_TARGET: Final = Pattern(r"\A(?:[\w+.\-]{1,12}+:|[#/.]|www\.)|\.(?:html?|md|pdf|jpe?g|png)\Z")
_NAMED_KIND: Final = Pattern(r"[ ]*+(?:图|图片|图像|插图|配图|照片|截图)[ ]*+[0-9]{0,3}[ ]*+")
"""What readers call a picture that they have nothing to say of."""
_PICTURE: Final = Pattern(r"!\[(?P<alt>[^\[\]\n]{0,300}+)\]\([^()\n]{0,400}+\)", needs=("![",))
_EMPHASIS: Final = Pattern(
    r"(?<![*\\])(?P<open>\*{2,3}+)(?![*\s，、。；：）])(?P<text>[^*]{1,2000}+)(?<![\s\\])(?P<close>\*{2,3}+)(?!\*)"
    r"|(?<![\p{L}\p{N}_\\])(?P<open>__)(?![_\s)）])(?P<text>[^_\n]{1,400}+)(?<![\s\\(（])(?P<close>__)(?![\p{L}\p{N}_])"
    r"|(?<![~\\])(?P<open>~~)(?![~\s])(?P<text>[^~\n]{1,400}+)(?<![\s\\])(?P<close>~~)(?!~)"
    r"|(?<![=\w])(?P<open>==)(?=[\p{Han}“《])(?P<text>[^=\n]{1,200}+)(?<=[\p{Han}\d”》])(?P<close>==)(?!=)"
    r"|(?<=\p{Han})(?P<open>==)(?=[\p{Han}“《])(?P<text>[^=\n]{1,200}+)(?<=[\p{Han}\d”》])(?P<close>==)(?=\p{Han}|[，。；、])"
    r"|(?<!')(?P<open>''')(?=[\p{L}《“])(?P<text>[^'\n]{1,60}+)(?P<close>''')(?=[\p{Han}（(，。、；])"
    r"|(?<=[\p{Han}，。、；：])(?P<open>''')(?=[\p{L}《“])(?P<text>[^'\n]{1,60}+)(?P<close>''')(?!')",
    needs=("**", "__", "~~", "==", "'''"),
)
_STARS: Final = Pattern(
    r"(?<![^\n])(?:\#{1,6}+[ \t]++)?(?P<opens>\*{2}+)"
    r"(?!表示|代表|指|为|是|\p{P}?[Pp][<＜])(?=[\p{Han}“《【（][^*\n]{4,})|\*++",
    needs="*",
)
"""Stars, and two of them that open a line."""
_SLANTED: Final = Pattern(
    r"(?<![*\\\w])(?P<open>\*)(?![*\s])(?P<text>[^*\n]{1,200}+)(?<![\s\\])(?P<close>\*)(?![*\w])"
    r"|(?<=[\p{Han}，。；：、！？“（])(?P<open>\*)(?![*\s])(?P<text>[^*\n]{1,200}+)(?<![\s\\])(?P<close>\*)(?![*A-Za-z0-9])",
    needs="*",
)
"""Emphasis between single stars, which elsewhere point to notes or multiply."""
_SLANTED_LINE: Final = Pattern(
    r"^(?P<open>\*)(?![*\s])(?P<text>[^*\n]{2,60}+)(?<![\s\\])(?P<close>\*)[ \t]*$", regex.M, needs="*"
)
"""A line that stands between single stars as a whole."""
_HEADING: Final = Pattern(
    r"^[ \t]{0,3}+(?P<marks>#{1,6}+)[ \t]++(?P<text>[^\n]*?)(?P<close>[ \t]++#++)?[ \t]*$", regex.M, needs="#"
)
_HTML_HEADING: Final = Pattern(r"<h(?P<level>[1-6])\b[^<>]*+>(?P<text>[^<>\n]{1,200}+)<", needs="<")
_BLANK_LINE: Final = Pattern(r"\n[ \t]*+\n")
_ROW: Final = Pattern(r"[ \t]*+\|.*\|[ \t]*+", needs="|")
_DELIMITERS: Final = Pattern(
    r"[ \t]*+\|?+(?:[ \t]*+:?+-++:?+[ \t]*+\|)++(?:[ \t]*+:?+-++:?+)?+[ \t]*+", needs="|"
)


def names_picture(words: str) -> bool:
    """Whether words that stand for a picture are the text under it, not just a word for pictures.

    >>> names_picture("渔民在码头卸货"), names_picture("图片 3"), names_picture("image")
    (True, False, False)
    """
    return HAN.search(words) is not None and not _NAMED_KIND.fullmatch(words)


def find_replacements(text: str) -> Iterator[tuple[int, int, str]]:
    r"""What of Markdown goes, and what stands in its place; what comes first counts.

    Marks of a list and bars of a table stay: they show what the lines are.

    >>> text = "```markdown\n## 开放 ##\n详见[公告](http://example.org)，免费\\*\n```\n"
    >>> for start, end, to in sorted(find_replacements(text), reverse=True):
    ...     text = text[:start] + to + text[end:]
    >>> text
    '## 开放\n详见公告，免费*\n'
    """
    yield from _fences(text)
    if "#" in text:
        ends = (match for match in _HEADING.finditer(text) if match["close"])
        yield from ((*match.span("close"), "") for match in ends)
    if "](" in text:
        for match in _PICTURE.finditer(text):
            yield *match.span(), match["alt"] if names_picture(match["alt"]) else ""
        for match in _LINK.finditer(text):
            if _TARGET.search(match["to"]):
                yield *match.span(), match["text"]
    emphasized = [match for match in _EMPHASIS.finditer(text) if _is_chinese(match)]
    if any(match["open"] == "**" for match in emphasized):
        emphasized += [match for match in _SLANTED.finditer(text) if _is_chinese(match)]
    else:
        emphasized += [match for match in _SLANTED_LINE.finditer(text) if _is_chinese(match)]
    for match in emphasized:
        yield *match.span("open"), ""
        yield *match.span("close"), ""
    if "**" in text:
        yield from ((start, end, "") for start, end in _unclosed(text, emphasized))
    if "\\" in text:
        yield from _escapes(text)


def _unclosed(text: str, emphasized: Sequence[regex.Match[str]]) -> Iterator[tuple[int, int]]:
    """The marks of emphasis that opens a line and was never closed, where all other stars are in pairs."""
    taken = {match.start(mark) for match in emphasized for mark in ("open", "close")}
    found = [match for match in _STARS.finditer(text) if match.start() not in taken]
    if all(match["opens"] for match in found):
        yield from (match.span("opens") for match in found)


def _is_chinese(emphasized: regex.Match[str]) -> bool:
    """Whether emphasized text is Chinese or stands in Chinese text, in one paragraph."""
    start, end = emphasized.span()
    beside = emphasized.string[max(0, start - 1) : end + 1]
    return HAN.search(beside) is not None and not _BLANK_LINE.search(emphasized["text"])


def _fences(text: str) -> Iterator[tuple[int, int, str]]:
    for fence in find_fences(text):
        if fence.wraps_text(text):
            for start, end in (fence.opening, fence.closing):
                yield start, end + text.startswith("\n", end), ""


def _escapes(text: str) -> Iterator[tuple[int, int, str]]:
    start = 0
    for line in text.split("\n"):
        if "\\" in line and not _PROGRAM.search(line):
            for match in _ESCAPE.finditer(line):
                yield start + match.start(), start + match.end(), ""
        start += len(line) + 1


def find_headings(text: str) -> Iterator[tuple[str, int]]:
    r"""The headings of a text, without their marks, and their levels.

    >>> list(find_headings("# 三座水库建成 #\n正文\n\n<h2>蓄水</h2>"))
    [('三座水库建成', 1), ('蓄水', 2)]
    """
    if "#" in text:
        for match in _HEADING.finditer(text):
            yield match["text"], len(match["marks"])
    if "<h" in text:
        for match in _HTML_HEADING.finditer(text):
            yield match["text"], int(match["level"])


def is_delimiter_row(line: str) -> bool:
    """Whether a line parts the head of a table from its rows.

    >>> [is_delimiter_row(line) for line in ("| --- | :-: |", "|---|", "|", "---")]
    [True, True, False, False]
    """
    return _DELIMITERS.may_match(line) and _DELIMITERS.fullmatch(line) is not None


def is_table_row(line: str) -> bool:
    """Whether a line is a row of a table: it begins and ends with a bar, and a cell stands between.

    >>> is_table_row("| 青石镇 | 43000 |"), is_table_row("| 支队伍统筹")
    (True, False)
    """
    return line.count("|") > 1 and bool(_ROW.fullmatch(line))
