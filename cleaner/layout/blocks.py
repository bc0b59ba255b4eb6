"""Blocks of lines: what an OCR engine set apart by blank lines."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from cleaner.patterns import Pattern

_BREAK = Pattern(r"[\n\f](?:(?<=\f)|[^\S\n\f]*+[\n\f])\s*+")
"""What parts blocks: a blank line, or the end of a page."""


class Block(NamedTuple):
    """A stretch of text between blank lines, `start` and `end` without the white space round it."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@lru_cache(maxsize=2)
def find_blocks(text: str) -> tuple[Block, ...]:
    r"""The blocks of a text, in order; found once for the rules that see the same text.

    >>> [block.of("a\nb\n\n \n c\f d") for block in find_blocks("a\nb\n\n \n c\f d")]
    ['a\nb', 'c', 'd']
    """
    blocks, cursor = [], 0
    breaks = [run.span() for run in _BREAK.finditer(text)]
    for stop, following in [*breaks, (len(text), len(text))]:
        start, end = cursor, stop
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        if start < end:
            blocks.append(Block(start, end))
        cursor = following
    return tuple(blocks)


def find_lines(text: str, block: Block) -> list[Block]:
    r"""The lines of a block, each without the white space round it.

    >>> text = " 三座水库 \n蓄水"
    >>> [line.of(text) for line in find_lines(text, Block(0, len(text)))]
    ['三座水库', '蓄水']
    """
    content = block.of(text)
    if "\n" not in content:
        return [block]
    lines, cursor = [], block.start
    for line in content.split("\n"):
        solid = line.strip()
        if solid:
            start = cursor if len(solid) == len(line) else cursor + line.index(solid)
            lines.append(Block(start, start + len(solid)))
        cursor += len(line) + 1
    return lines
