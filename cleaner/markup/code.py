"""Program code in a text: what stands between fences or backticks is quoted to the letter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

from cleaner.markup.answers import find_answers
from cleaner.markup.spans import Span, encloses, touches
from cleaner.patterns import HAN, Pattern

_FENCE = Pattern(
    r"^[ \t]{0,3}(?P<ticks>`{3,}+|~{3,}+)[ \t]*+(?P<language>[\w+#.\-]*+)[ \t]*+(?=$|<[|｜])",
    regex.M,
    needs=("```", "~~~"),
)
"""Alone on its line, or before a token that ends the answer of a reader."""
APOSTROPHE = Pattern(
    r"[`\xb4](?<=(?:[A-Za-z]{2}|(?<![A-Za-z])I)[`\xb4])(?=(?:s|t|re|ve|ll|d|m)(?![A-Za-z`\xb4]))",
    needs="`\xb4",
)
"""An accent where an English word is shortened, with no other behind it: it opens no code."""
_SPAN = Pattern(
    rf"(?<!`)(?!{APOSTROPHE.pattern})(?P<ticks>`{{1,2}})(?!`)(?P<code>[^`\n]{{1,200}}+)(?P=ticks)(?!`)",
    needs="`",
)
_LETTERS = Pattern(r"[A-Za-z]")
_MARKUP = frozenset(("markdown", "md", "html", "latex", "tex", "ocr"))
"""Languages of a fence that a generating reader sets round its answer,"""
_TEXT = frozenset(("", "text", "txt", "plaintext", "plain"))
"""and those where it is one only if nothing stands outside."""


class Fence(NamedTuple):
    """A stretch between two fences, or from one to the end of the text where the second is missing."""

    opening: Span
    closing: Span
    """Empty where the text ends before it."""
    language: str

    def wraps_text(self, text: str) -> bool:
        """Whether it holds the text of a page, not program code."""
        if self.language.lower() in _MARKUP or encloses(
            find_answers(text), self.opening[1] + 1, self.opening[1] + 2
        ):
            return True
        if (
            self.language.lower() not in _TEXT
            or text[: self.opening[0]].strip()
            or text[self.closing[1] :].strip()
        ):
            return False
        inside = text[self.opening[1] : self.closing[0]]
        return len(HAN.findall(inside)) > len(_LETTERS.findall(inside))


def find_fences(text: str) -> Iterator[Fence]:
    r"""The fenced stretches of a text, in order.

    >>> [(fence.language, fence.closing) for fence in find_fences("```python\nx = 1\n```\n")]
    [('python', (16, 19))]
    """
    if "```" not in text and "~~~" not in text:
        return
    opening: regex.Match[str] | None = None
    for match in _FENCE.finditer(text):
        if opening is None:
            opening = match
        elif not match["language"] and match["ticks"].startswith(opening["ticks"]):
            yield Fence(opening.span(), match.span(), opening["language"])
            opening = None
    if opening is not None:
        yield Fence(opening.span(), (len(text), len(text)), opening["language"])


def find_code(text: str) -> list[Span]:
    r"""Program code in a text: what stands between fences, or within a line between backticks.

    >>> text = "用 `<br>` 换行\n```python\nprint('你好')\n```\n"
    >>> [text[start:end] for start, end in find_code(text)]
    ['`<br>`', "```python\nprint('你好')\n```"]
    """
    if "`" not in text and "~~~" not in text:
        return []
    fenced = [
        (fence.opening[0], fence.closing[1]) for fence in find_fences(text) if not fence.wraps_text(text)
    ]
    spans = [
        match.span()
        for match in _SPAN.finditer(text)
        if not HAN.search(match["code"]) and not touches(fenced, match.start(), match.start() + 1)
    ]
    return sorted(fenced + spans)
