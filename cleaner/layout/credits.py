"""Lines that say, behind labels, who wrote an article and who did more for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from cleaner.patterns import Pattern
from cleaner.profiles.press import LABELLED_AUTHORS, LABELLED_CREDIT

LONGEST: Final = 48
"""Characters of such a line, at the most."""
_FIELD: Final = Pattern(r"\p{Han}{2,4}[：:]")
"""How a field begins: its name."""


def find_credits(lines: Sequence[str]) -> list[bool]:
    """Which lines name an author, or, beside such a line, who did more.

    >>> find_credits(["水库蓄水", "文/林秀禾", "图/周海"]), find_credits(["水库蓄水", "图/周海"])
    ([False, True, True], [False, False])
    >>> find_credits(["编剧：周海", "作者：林秀禾", "主演：沈小满"])
    [False, False, False]
    """
    found = [False] * len(lines)
    for run in _runs(lines):
        found[run.start : run.stop] = [True] * len(run)
    return found


def credits_under(texts: Sequence[str]) -> Iterator[range]:
    """The blocks of such lines that stand under another block.

    >>> list(credits_under(["水库蓄水", "文/林秀禾", "图/周海", "水库昨日蓄水。"]))
    [range(1, 3)]
    """
    yield from (run for run in _runs(texts) if run.start)


def _runs(lines: Sequence[str]) -> Iterator[range]:
    """Credits in a row with an author among them; fields among fields are none."""
    joined = "".join(lines)
    if not (LABELLED_AUTHORS.may_match(joined) or LABELLED_CREDIT.may_match(joined)):
        return
    start = 0
    while start < len(lines):
        end, named = start, False
        while end < len(lines) and len(lines[end]) <= LONGEST:
            author = LABELLED_AUTHORS.fullmatch(lines[end]) is not None
            if not (author or LABELLED_CREDIT.fullmatch(lines[end])):
                break
            end, named = end + 1, named or author
        beside = (*lines[start - 1 : start], *lines[end : end + 1])
        is_field = any(map(_FIELD.match, beside)) and any(map(_FIELD.match, lines[start:end]))
        if named and not is_field:
            yield range(start, end)
        start = end + 1
