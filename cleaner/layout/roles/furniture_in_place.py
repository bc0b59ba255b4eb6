"""Furniture that its place on a page shows: running heads, lines at the edges, numbers between blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cleaner.layout.furniture import is_furniture, items_of
from cleaner.layout.role import Role
from cleaner.layout.roles.additions import take_additions
from cleaner.layout.roles.ends import breaks_off

DEEPEST = 4
"""Lines at the head or foot of a page that only their place shows to be furniture."""
LONGEST_NUMBER = 8
"""Characters of the number of a page, with the ornaments round it."""
LONGEST_RUNNING = 24
"""Characters of a running head."""
_RUNNING = {"paper", "section", "bare"}
"""What the head of a page is made of that may as well be a row of a table."""
_NUMBERS = (("bare",), ("leaf",), ("leaf", "leaves"))
"""What the number of a page is by itself."""


def take_furniture(texts: Sequence[str], plain: list[Role | None]) -> None:
    """Enter in `plain`, the roles that words tell, what only the place of a block shows to be furniture.

    >>> plain = [None, None, Role.BODY]
    >>> take_furniture(["第三版", "三座水库建成", "三座水库昨日起蓄水。"], plain)
    >>> plain
    [<Role.FURNITURE: 'furniture'>, None, <Role.BODY: 'body'>]
    """
    _take_running_heads(texts, plain)
    take_additions(texts, plain)
    _take_edges(texts, plain)
    _take_numbers(texts, plain)


def _take_running_heads(texts: Sequence[str], plain: list[Role | None]) -> None:
    """Enter the running head of the pages of a volume: a short line that returns beside their numbers."""
    counts = Counter(text for text in texts if len(text) <= LONGEST_RUNNING)
    numbers = [_is_page_number(text) for text in texts]
    again = {
        text
        for i, text in enumerate(texts)
        if counts[text] > 1 and plain[i] is None and any(numbers[max(0, i - 1) : i + 2]) and not numbers[i]
    }
    for i, text in enumerate(texts):
        if text in again or (set(items_of(text)) == _RUNNING and _is_no_row(texts, i)):
            plain[i] = Role.FURNITURE


def _is_no_row(texts: Sequence[str], i: int) -> bool:
    """Whether a line with spaces has no tabs, and beside it stands text, no other short line with spaces."""
    beside = [*texts[max(0, i - 1) : i], *texts[i + 1 : i + 2]]
    rows = any(len(text) <= LONGEST_RUNNING and len(text.split()) > 1 for text in beside)
    return bool(beside) and not rows and "\t" not in texts[i]


def _is_page_number(text: str) -> bool:
    return len(text) <= LONGEST_NUMBER and items_of(text.strip()) in _NUMBERS


def _take_edges(texts: Sequence[str], plain: list[Role | None]) -> None:
    """Enter the furniture that only its place shows: over all text of the page, or under all of it."""
    for head, order in ((True, range(len(texts))), (False, reversed(range(len(texts))))):
        found: list[int] = []
        for i in order:
            if plain[i] is not Role.FURNITURE:
                known = is_furniture(texts[i], head=head, foot=not head) or (
                    head and _names_page(i, texts, plain)
                )
                if len(found) == DEEPEST or not known:
                    break
                found.append(i)
        else:
            return  # there is no text: it would all be furniture
        for i in found:
            plain[i] = Role.FURNITURE


def _names_page(i: int, texts: Sequence[str], plain: Sequence[Role | None]) -> bool:
    """Whether a line is the name of a section over other furniture of the head of a page."""
    if items_of(texts[i].strip()) != ("section",) or i + 1 == len(texts):
        return False
    return plain[i + 1] is Role.FURNITURE or is_furniture(texts[i + 1], head=True)


def _take_numbers(texts: Sequence[str], plain: list[Role | None]) -> None:
    """Enter the number of a page that stands by itself beside other furniture.

    Inside a sentence only one with ornaments or words is that of a page (`- 12 -`), no bare figure.
    """
    furniture = [role is Role.FURNITURE for role in plain]
    numbers = [*map(_is_page_number, texts)]
    for i in (n for n, number in enumerate(numbers) if number):
        beside = any(furniture[max(0, i - 1) : i + 2])
        inside = 0 < i < len(texts) - 1 and not (numbers[i - 1] or numbers[i + 1] or texts[i][-1].isdecimal())
        if beside or (inside and plain[i - 1] in (Role.BODY, None) and breaks_off(texts[i - 1])):
            plain[i] = Role.FURNITURE
