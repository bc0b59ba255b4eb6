"""The valid name that is nearest to a mistyped one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

CLOSE = 0.6
"""Similarity, of 1, from which a name is suggested."""


def did_you_mean(name: str, known: Iterable[str], otherwise: str) -> str:
    """A sentence that suggests the nearest of the known names, or says what to do if none is near.

    Case does not count, and `_` is as good as `-`.

    >>> did_you_mean("Quote", ["quotes", "script"], "See the manual.")
    "Did you mean 'quotes'?"
    >>> did_you_mean("jobs", ["decisions", "script"], "See the manual.")
    'See the manual.'
    """
    names = {_plain(one): one for one in known}
    nearest = get_close_matches(_plain(name), names, n=1, cutoff=CLOSE)
    return f"Did you mean {names[nearest[0]]!r}?" if nearest else otherwise


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")
