"""Edits applied to plain strings, forwards and backwards.

This is the reference reading of an edit list, kept apart from the engine on purpose: the audit
replays what the engine recorded and compares.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from cleaner.trace.edit import Change


class Patch(NamedTuple):
    """A place of a text where an edit takes text away, sets text, or both."""

    start: int
    end: int
    rank: int
    """The number of the edit in its step."""
    before: str
    """The text that stood there."""
    after: str
    """The text that stands there now."""


def patches(step: Sequence[Change]) -> list[Patch]:
    """The changes of one step as plain patches in text order; a move gives two.

    >>> from cleaner import clean
    >>> patches(clean("问题,党内").edits)
    [Patch(start=2, end=3, rank=0, before=',', after='，')]
    """
    found: list[Patch] = []
    for rank, change in enumerate(step):
        edit = change.edit
        if edit.target is None:
            found.append(Patch(edit.start, edit.end, rank, change.before, edit.replacement))
        else:
            found.append(Patch(edit.start, edit.end, rank, change.before, ""))
            found.append(Patch(edit.target, edit.target, rank, "", edit.replacement))
    return sorted(found, key=itemgetter(0, 1, 2))


def steps_of(changes: Iterable[Change]) -> Iterator[list[Change]]:
    """The changes grouped by step, in order.

    >>> from cleaner import clean
    >>> [len(step) for step in steps_of(clean("问题 ,党内").edits)]
    [1, 1]
    """
    group: list[Change] = []
    for change in changes:
        if group and change.step != group[0].step:
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def replay(raw: str, changes: Iterable[Change]) -> str:
    """Raw text and edits give the clean text.

    Raises `ValueError` where an edit does not find the text that it says it replaces.

    >>> from cleaner import clean
    >>> page = clean("问题 ,党内")
    >>> replay(page.raw, page.edits) == page.text
    True
    """
    return forth(raw, [(step[0].step, patches(step)) for step in steps_of(changes)])


def forth(text: str, steps: Iterable[tuple[int, Sequence[Patch]]]) -> str:
    """What `replay` gives, of steps by number as patches.

    >>> forth("问题,党内", [(1, [Patch(2, 3, 0, ",", "，")])])
    '问题，党内'
    """
    for number, step in steps:
        pieces, cursor = [], 0
        for start, end, _, before, after in step:
            if start < cursor or text[start:end] != before:
                raise ValueError(f"step {number}: {before!r} is not at {start}:{end}")
            pieces += [text[cursor:start], after]
            cursor = end
        text = "".join([*pieces, text[cursor:]])
    return text


def inverse(clean: str, changes: Iterable[Change]) -> str:
    """Clean text and edits give the raw text back, character for character.

    Raises `ValueError` where an edit does not find the text that it says it set.

    >>> from cleaner import clean
    >>> page = clean("问题 ,党内")
    >>> inverse(page.text, page.edits)
    '问题 ,党内'
    """
    return back(clean, [(step[0].step, patches(step)) for step in steps_of(changes)])


def back(text: str, steps: Sequence[tuple[int, Sequence[Patch]]]) -> str:
    """What `inverse` gives, of steps by number as patches.

    >>> back("问题，党内", [(1, [Patch(2, 3, 0, ",", "，")])])
    '问题,党内'
    """
    for number, step in reversed(steps):
        pieces, cursor, shift = [], 0, 0
        for start, end, _, before, after in step:
            at = start + shift
            if at < cursor or text[at : at + len(after)] != after:
                raise ValueError(f"step {number}: {after!r} is not at {at}")
            pieces += [text[cursor:at], before]
            cursor = at + len(after)
            shift += len(after) - (end - start)
        text = "".join([*pieces, text[cursor:]])
    return text
