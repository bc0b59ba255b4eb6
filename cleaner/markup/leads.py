"""Words set in bold that lead into a paragraph: print sets the space behind them wide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import regex

from cleaner.patterns import Pattern

_WHITE: Final = r"(?:[ \t\xa0\u2002\u2003\u3000]|&(?:nbsp|ensp|emsp|\#160|\#x0*a0);)"
_BY: Final = r"(?!本报|新华社|记者|通讯员)"
_LEAD: Final = Pattern(
    rf"(?<![^\n])(?:[ \t\u3000]|<p>)*+(?:[-*][ \t]+)?"
    rf"(?:\*\*{_BY}[^*\n]{{1,40}}[\p{{L}}\p{{N}}）)](?P<close>\*\*{_WHITE}++)"
    rf"|<(?P<name>b|strong)>{_BY}[^<>\n]{{1,40}}?[\p{{L}}\p{{N}}）)]"
    rf"(?P<close>{_WHITE}++</(?P=name)>{_WHITE}*+|</(?P=name)>{_WHITE}++))"
    r"(?=[\p{Han}“《][^\n]*[，。；：])",
    regex.IGNORECASE,
    needs=("**", "<b>", "<B>", "<strong>", "<STRONG>"),
)


def find_replacements(text: str) -> Iterator[tuple[int, int, str]]:
    r"""What closes the bold type of a lead, with the space behind it, and what stands in its place.

    >>> for text in ("**青石镇** 建库，蓄水。", "<b>青石镇</b>&nbsp;建库，蓄水。", "**青石镇**蓄水。"):
    ...     print([text[start:end] for start, end, _ in find_replacements(text)])
    ['** ']
    ['</b>&nbsp;']
    []
    """
    for match in _LEAD.finditer(text):
        yield *match.span("close"), "\N{IDEOGRAPHIC SPACE}"
