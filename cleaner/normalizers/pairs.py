"""Pairs of marks: brackets and quotation marks that open and close."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from cleaner.layout.blocks import Block

Pair = tuple[int, int]
"""The offsets of the opening and the closing mark."""
SENTENCE_ENDS = ".!?。！？…"
"""What a sentence ends with before a closing quotation mark, full or half width."""


def find_pairs(text: str, block: Block, kinds: Sequence[str]) -> Iterator[Pair]:
    """The marks that open and close each other in a block.

    Each kind is a string of opening and closing marks in turn; marks of several shapes pair with each other.

    >>> list(find_pairs("(a(b)", Block(0, 5), ["()"]))
    [(2, 4)]
    """
    for kind in kinds:
        opening = kind[::2]
        open_at: list[int] = []
        for match in _any_of(kind).finditer(text, block.start, block.end):
            i = match.start()
            if text[i] in opening:
                open_at.append(i)
            elif open_at:
                yield open_at.pop(), i


def find_misshapen(text: str, block: Block, kinds: Sequence[str]) -> Iterator[Pair]:
    """Pairs of which the one mark is of the first kind and the other, with no partner of its own, of another.

    Each kind is an opening and a closing mark, or several such in turn.

    >>> list(find_misshapen("〈经济《意见》)", Block(0, 8), ["（）()", "〈〉", "《》"]))
    [(0, 7)]
    >>> list(find_misshapen("（《意见》", Block(0, 5), ["（）()", "《》"]))
    []
    """
    matches = list(_any_of("".join(kinds)).finditer(text, block.start, block.end))
    if len(matches) < 2:
        return
    kind_of = {mark: n for n, kind in enumerate(kinds) for mark in kind}
    opening = {mark for kind in kinds for mark in kind[::2]}
    open_at: list[int] = []
    for match in matches:
        i, kind = match.start(), kind_of[match[0]]
        if match[0] in opening:
            open_at.append(i)
            continue
        own = next((n for n in reversed(range(len(open_at))) if kind_of[text[open_at[n]]] == kind), None)
        if own is not None:
            del open_at[own:]
        elif open_at and 0 in (kind, kind_of[text[open_at[-1]]]):
            yield open_at.pop(), i


@cache
def _any_of(marks: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(marks)}]")


def find_speech(text: str, places: Sequence[int]) -> list[Pair]:
    r"""The first and the last mark of each speech that itself quotes something, in straight quotation marks.

    places: the offsets of the quotation marks of a block; where one is not straight, nothing is found.
    Speech opens behind a colon and closes behind the end of a sentence. An even number of marks between
    those, none of which looks like either, belongs to quotations in it.

    >>> find_speech('他说："坚持"绿色发展"理念。"', [3, 6, 11, 15])
    [(3, 15)]
    >>> find_speech('他说："好。"她说："走。"', [3, 6, 10, 13])
    []
    """
    if any(text[i] != '"' for i in places):
        return []
    found: list[Pair] = []
    opened: int | None = None
    for n, i in enumerate(places):
        before = text[i - 1 : i] or "\n"
        if before in ":：":
            opened = n
        elif before in SENTENCE_ENDS:
            if opened is not None and n - opened in (3, 5, 7):
                found.append((places[opened], i))
            opened = None
    return found


def nested_straight(text: str, places: Sequence[int], curly: str) -> list[Pair]:
    """The pairs of straight quotation marks inside those of curly ones; arguments as `pair_straight`.

    The curly ones enclose a sentence: where they enclose a term, two terms may have marks of two shapes each.

    >>> nested_straight('“发扬"老黄牛"精神。”', [0, 3, 7, 11], "“”")
    [(3, 7)]
    >>> nested_straight('“双减"和"一楼一策”', [0, 3, 5, 10], "“”")
    []
    """
    found: list[Pair] = []
    inside: list[int] | None = None
    for i in places:
        if text[i] == curly[0] and inside is None:
            inside = []
        elif text[i] == curly[1] and inside is not None and len(inside) % 2 == 0:
            if text[i - 1] in SENTENCE_ENDS:
                found += zip(inside[::2], inside[1::2], strict=True)
            inside = None
        elif text[i] in curly:
            return []
        elif inside is not None:
            inside.append(i)
    return found


def pair_straight(text: str, places: Sequence[int], curly: str) -> list[Pair]:
    r"""The pairs that straight quotation marks form with each other or with curly ones.

    `places` are the offsets of the marks in a block, straight and curly. Where the curly ones pair by
    themselves, the straight ones outside them do too. Otherwise they all take turns. If any mark is left
    over, nothing is certain and there are no pairs.

    >>> text = '“双减"和"一楼一策"'
    >>> pair_straight(text, [0, 3, 5, 10], "“”")
    [(0, 3), (5, 10)]
    >>> pair_straight('专项行动"用3年', [4], "“”")
    []
    """
    opening, closing = curly[0], curly[1]
    outside, depth, balanced = [], 0, True
    for i in places:
        if text[i] == opening:
            depth += 1
        elif text[i] == closing:
            depth -= 1
        elif depth == 0:
            outside.append(i)
        balanced &= 0 <= depth <= 1
    if balanced and depth == 0:
        return list(zip(outside[::2], outside[1::2], strict=True)) if len(outside) % 2 == 0 else []
    pairs: list[Pair] = []
    open_at: int | None = None
    for i in places:
        if open_at is None and text[i] != closing:
            open_at = i
        elif open_at is not None and text[i] != opening:
            pairs.append((open_at, i))
            open_at = None
        else:
            return []
    return pairs if open_at is None else []
