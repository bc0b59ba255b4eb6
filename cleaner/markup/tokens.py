"""Tokens and notes of page readers themselves: where a block stands, where a page begins, what was asked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import regex

from cleaner.patterns import Pattern

_BREAK: Final = r"(?:[ \t]*+\n?+(?!\s*+</?+[A-Za-z]))?+"
"""The line break behind a token; one before a tag is the tag's."""
_GROUNDING: Final = Pattern(
    r"<\|ref\|>(?P<label>[^<>\n]{0,200}+)<\|/ref\|>\s*+"
    rf"(?:<\|det\|>(?P<box>[^<>\n]{{0,2000}}+)<\|/det\|>)?+{_BREAK}"
    r"|<\|box_start\|>(?P<box>[^<>\n]{0,200}+)<\|box_end\|>\s*+"
    rf"(?:<\|ref_start\|>(?P<label>[^<>\n]{{0,200}}+)<\|ref_end\|>)?+(?:<\|rotate_\w++\|>)?+{_BREAK}"
    r"|<ref>(?P<label>[^<>\n]{0,200}+)</ref>\s*+"
    rf"<(?:box|quad)>(?P<box>[^<>\n]{{0,400}}+)</(?:box|quad)>{_BREAK}",
    needs="<",
)
"""What a block is and where it stands, before its text; in other modes the text itself."""
_INSIDE: Final = r"\[\d{1,4}+(?:,[ ]?\d{1,4}+){3}\]"
_BARE_BOX: Final = Pattern(
    rf"^[ \t]*+(?:[a-z]++(?:_[a-z]++)?+)?+\[{_INSIDE}(?:,[ ]?{_INSIDE})*+\][ \t]*+\n?+"
    r"(?=\s*+[\p{L}\d“‘\u300a-\u3011（(*#!|])",
    regex.MULTILINE,
    needs=("[[",),
)
"""The same where the tokens round it were left out: `title[[74, 53, 905, 333]]`."""
_LABEL: Final = Pattern(r"[A-Za-z_ \-]*+")
_SPECIAL: Final = Pattern(
    r"<\|im_start\|>(?:system|user|assistant)\b[ \t]*+\n?+"
    r"|<\|start_header_id\|>[a-z]{1,20}+<\|end_header_id\|>\s*+"
    r"|<[|｜][A-Za-z/][\w/▁ \-]{0,40}+[|｜]>|<loc_\d{1,4}+>"
    r"|</?+(?:s|pad|unk|bos|eos|image|img_start|img_end)>"
    r"|<(?:det|box|quad|bbox)>[^<>\n]{0,400}+</(?:det|box|quad|bbox)>",
    needs="<",
)
_FRONT: Final = Pattern(
    r"(?:\A\s*+|(?<=\n))---\n(?=(?:[\w\-]++:[^\n]*+\n)*?"
    r"(?:primary_language|is_rotation_valid|rotation_correction|is_table|is_diagram):)"
    r"(?:[\w\-]++:[^\n]*+\n)++---[ \t]*+(?:\n\s*+|\Z)",
    needs=("---\n",),
)
"""What olmOCR says of a page before its text; in a file of several pages it stands between them."""
_LEAF: Final = (
    r"[ \t]*+(?:(?i:page)[ \t]*+\d++(?:[ \t]*+(?:/|(?i:of))[ \t]*+\d++)?+"
    r"|第[ \t]*+\d++[ \t]*+页(?:[ \t]*+[/，,]?[ \t]*+共[ \t]*+\d++[ \t]*+页)?+)[ \t]*+"
)
_PAGE: Final = Pattern(
    r"^[ \t]*+(?:\{\d{1,5}+\}-{10,}+|≦[^\n≦≧]{1,200}+≧|\[MISSING_PAGE\w*+(?::\d++)?\]"
    rf"|<-{{2,}}[ ]Page Split[ ]-{{2,}}>|={{3,}}+{_LEAF}={{3,}}+|-{{3,}}+{_LEAF}-{{3,}}+"
    rf"|\*{{3,}}+{_LEAF}\*{{3,}}+|\#{{1,6}}{_LEAF})[ \t]*+$",
    regex.M,
    needs=("}-", "<--", "≦", "[MISSING_PAGE", "===", "---", "***", "#"),
)
"""Where a page begins: of Marker, DeepSeek-OCR, Umi-OCR, Nougat and scripts round vision models;"""
_BRACKETED: Final = Pattern(rf"^[ \t]*+(?:\[{_LEAF}\]|【{_LEAF}】)[ \t]*+$", regex.M, needs="[【")
"""and in brackets, as a reference may stand, too."""
_BLANK_ABOVE: Final = Pattern(r"(?r)\n[ \t]*+\n")
_BLANK_BELOW: Final = Pattern(r"\n[ \t]*+\n|\s*+\Z")
_DIGITS: Final = Pattern(r"\d++")
_COMMENTED: Final = Pattern(
    r"^[ \t]*+<!--[ \t]*+(?:(?i:page)[ \t_:\-]*+(?i:break|end|start|split|number)?+[ \t:=]*+\d*+"
    r"(?:[ \t]*+(?:/|(?i:of))[ \t]*+\d++)?+|第[ \t]*+\d++[ \t]*+页)[ \t]*+-->[ \t]*+$",
    regex.M,
    needs=("<!--",),
)
"""A comment that says where a page begins."""

_ESCAPED_BREAKS: Final = Pattern(
    r"(?<![\\\"'])(?:(?<=[。！？；：”）…])(?:\\r)?+\\n(?:(?:\\r)?+\\n)*+|(?:(?:\\r)?+\\n){2,}+)(?=[\p{Han}“（《【#\d\u3000]|\Z)",
    needs="\\",
)
"""Line breaks as a string of a program writes them, which was not decoded;"""
_ESCAPED_BREAK: Final = Pattern(r"(?<=\p{Han})(?:\\r)?+\\n(?=[\p{Han}“《（【#\d\u3000])", needs="\\")
"""and where there is one, that behind a line without a stop."""


def find_replacements(text: str) -> Iterator[tuple[int, int, str]]:
    r"""What of a reader's own tokens goes, and what stands in its place; what comes first counts.

    >>> list(find_replacements("<|ref|>title<|/ref|><|det|>[[74, 53, 905, 333]]<|/det|>\n水库"))[0]
    (0, 56, '')
    """
    first = len(text) - len(text.lstrip())
    for match in _FRONT.finditer(text):
        yield *match.span(), "" if match.start() <= first else blank_line(text, match.start())
    if "<" in text:
        for match in _GROUNDING.finditer(text):
            label = match["label"] or ""
            if not _LABEL.fullmatch(label):
                yield *match.span(), label + "\n"
            else:
                yield *match.span(), "" if match.start() <= first else blank_line(text, match.start())
        for match in _SPECIAL.finditer(text):
            yield *match.span(), ""
    if "[[" in text:
        for match in _BARE_BOX.finditer(text):
            yield *match.span(), "" if match.start() <= first else blank_line(text, match.start())
    for match in (breaks := list(_ESCAPED_BREAKS.finditer(text))):
        yield *match.span(), "\n\n" if match[0].count("n") > 1 else "\n"
    for match in _ESCAPED_BREAK.finditer(text) if breaks else ():
        yield *match.span(), "\n"
    for match in (*_PAGE.finditer(text), *_bracketed_pages(text)):
        yield *match.span(), "" if match.start() <= first else "\n"


def find_pages(text: str) -> list[int]:
    r"""Where a reader says that a page begins, in text order.

    >>> find_pages("甲\n\n<!-- page 2 -->\n\n乙\n\n=== 第3页 ===\n\n丙"), find_pages("<!-- 图 -->")
    ([3, 23], [])
    """
    found = (*_PAGE.finditer(text), *_COMMENTED.finditer(text), *_bracketed_pages(text))
    return sorted(match.start() for match in found)


def _bracketed_pages(text: str) -> list[regex.Match[str]]:
    r"""The numbers of pages in brackets: apart by blank lines, each the next one after that before it.

    One by itself may refer to a page, but not at the very beginning of the text.

    >>> [match[0] for match in _bracketed_pages("[第1页]\n甲\n\n[第2页]\n\n乙")]
    ['[第1页]', '[第2页]']
    >>> _bracketed_pages("详见\n\n[第3页]\n\n甲")
    []
    """
    first = len(text) - len(text.lstrip())
    found = [
        match
        for match in _BRACKETED.finditer(text)
        if match.start() <= first
        or (_BLANK_ABOVE.match(text, 0, match.start()) and _BLANK_BELOW.match(text, match.end()))
    ]
    numbers = [int(_DIGITS.findall(match[0])[0]) for match in found]
    in_order = all(later == number + 1 for number, later in pairwise(numbers))
    apart = all(text[one.end() : other.start()].strip() for one, other in pairwise(found))
    if len(found) > 1 and in_order and apart:
        return found
    return [match for match in found if match.start() <= first]


def blank_line(text: str, start: int) -> str:
    r"""What is missing of a blank line before a place.

    >>> blank_line("甲", 1), blank_line("甲\n", 2), blank_line("甲\n\n", 3)
    ('\n\n', '\n', '')
    """
    before = text[max(0, start - 2) : start]
    return "" if before == "\n\n" else "\n" if before.endswith("\n") else "\n\n"
