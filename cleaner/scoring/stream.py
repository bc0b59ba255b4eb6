"""An article, or all of them, as a stream of content characters with the marks between them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cleaner.profiles import marks as printed

QUOTES = frozenset([*printed.QUOTES, *printed.CURLY, '"', "'"])
STOPS = frozenset([*printed.STOPS, *",.;:?!"])
WIDE = str.maketrans(printed.FULL_WIDTH)
"""Half-width marks of the raw text, which is compared with full-width ones."""

Pair = tuple[int, int]
"""Places of an opening quotation mark and of its partner."""


@cache
def is_content(char: str) -> bool:
    """Whether a character is a letter, a digit or an ideograph, or reads as one.

    >>> is_content("国"), is_content("7"), is_content("%"), is_content("。")
    (True, True, True, False)
    """
    return char in "%\N{PER MILLE SIGN}℃+" or unicodedata.category(char)[0] in "LN"


@dataclass
class Stream:
    """Content characters, and what stands before each of them and after the last."""

    content: list[str] = field(default_factory=list)
    marks: list[list[str]] = field(default_factory=lambda: [[]])
    """marks[n]: the marks between content n-1 and content n."""
    spaces: set[int] = field(default_factory=set)
    """n: white space stands before content n, inside a block."""
    boundaries: set[int] = field(default_factory=set)
    """n: a block ends before content n."""
    open_ends: set[int] = field(default_factory=set)
    """n: the block that ends before content n is truncated."""
    title: str = ""

    @classmethod
    def of_text(cls, text: str) -> Stream:
        """One block."""
        stream = cls()
        stream._add(text, truncated=False)
        return stream

    @classmethod
    def of_article(cls, article: Mapping[str, Any]) -> Stream:
        """An article as JSONL has it: headlines, byline, paragraphs, sign-off, a block each."""
        stream = cls(title="".join(article.get("title", "").split()))
        for text, truncated in blocks(article):
            stream._add(text, truncated)
        return stream

    @classmethod
    def chained(cls, streams: Iterable[Stream]) -> Stream:
        """All articles in one: marks are judged alike however the text was divided into articles."""
        whole = cls()
        for stream in streams:
            start = len(whole.content)
            whole.marks[-1] += stream.marks[0]
            whole.marks += (list(marks) for marks in stream.marks[1:])
            whole.content += stream.content
            whole.spaces |= {start + n for n in stream.spaces}
            whole.boundaries |= {start + n for n in stream.boundaries} | {start}
            whole.open_ends |= {start + n for n in stream.open_ends}
        return whole

    def _add(self, text: str, truncated: bool) -> None:
        begun = len(self.content)
        for char in text:
            if char.isspace():
                if len(self.content) > begun:
                    self.spaces.add(len(self.content))
            elif is_content(char):
                self.content.append(char)
                self.marks.append([])
            else:
                self.marks[-1].append(char)
        self.boundaries.add(len(self.content))
        if truncated:
            self.open_ends.add(len(self.content))

    @property
    def text(self) -> str:
        """The content characters alone."""
        return "".join(self.content)

    @property
    def full(self) -> str:
        """Content and marks."""
        return "".join(
            "".join(marks) + char for marks, char in zip(self.marks, [*self.content, ""], strict=True)
        )

    def break_at(self, n: int) -> str:
        """The white space before content n: a line feed for a boundary, a space, or nothing."""
        return "\n" if n in self.boundaries else " " if n in self.spaces else ""

    def pairs(self) -> Iterator[Pair]:
        """Quotation marks that belong together."""
        waiting: list[tuple[str, int]] = []
        for n, marks in enumerate(self.marks):
            for mark in marks:
                if mark in printed.PARTNERS:
                    waiting.append((printed.PARTNERS[mark], n))
                elif waiting and mark == waiting[-1][0]:
                    yield waiting.pop()[1], n


def blocks(article: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """Headlines, byline, paragraphs and sign-off of an article, each with whether it is truncated.

    >>> list(blocks({"title": "蓄水", "paragraphs": [{"text": "昨日", "truncated": True}]}))
    [('蓄水', False), ('昨日', True)]
    """
    for head in (article.get("title", ""), *article.get("subtitles", []), article.get("byline", "")):
        if head:
            yield head, False
    for paragraph in article.get("paragraphs", []):
        yield paragraph["text"], bool(paragraph.get("truncated"))
    if article.get("signoff"):
        yield article["signoff"], False
