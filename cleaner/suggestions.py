"""The valid name that is nearest to a mistyped one."""

from __future__ import annotations

from collections.abc import Iterable

CLOSE = 50
"""Similarity, of 100, from which a name is suggested."""


def did_you_mean(name: str, known: Iterable[str], otherwise: str) -> str:
    """A sentence that suggests the nearest of the known names, or says what to do if none is near.

    >>> did_you_mean("Quote", ["quotes", "script"], "See the manual.")
    "Did you mean 'quotes'?"
    >>> did_you_mean("xyz", ["quotes", "script"], "See the manual.")
    'See the manual.'
    """
    from rapidfuzz import process

    nearest = process.extractOne(name, list(known), processor=_plain, score_cutoff=CLOSE)
    return f"Did you mean {nearest[0]!r}?" if nearest else otherwise


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")
