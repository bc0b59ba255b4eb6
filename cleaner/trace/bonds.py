"""Edits that are made all or none: the two marks of a pair, and what else the pair depends on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from cleaner.trace.edit import Bond, Edit


def bind(edits: Sequence[Edit], kind: str) -> list[Edit]:
    """The edits with a bond; one that is alone needs none.

    `kind` distinguishes bonds of several rules that begin at one place.

    >>> [edit.bond for edit in bind([Edit(2, 2, "“"), Edit(5, 5, "”")], "quotes")]
    [Bond(name='quotes at 2', size=2), Bond(name='quotes at 2', size=2)]
    """
    if len(edits) < 2:
        return list(edits)
    bond = Bond(f"{kind} at {edits[0].start}", len(edits))
    return [replace(edit, bond=bond) for edit in edits]


def incomplete(edits: Iterable[Edit]) -> set[Bond]:
    """The bonds of which not all edits are among those given.

    >>> opening, closing = bind([Edit(2, 2, "“"), Edit(5, 5, "”")], "quotes")
    >>> incomplete([opening, closing]), incomplete([closing])
    (set(), {Bond(name='quotes at 2', size=2)})
    """
    found = Counter(edit.bond for edit in edits if edit.bond is not None)
    return {bond for bond, count in found.items() if count != bond.size}
