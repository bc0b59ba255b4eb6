"""The valid name that is nearest to a mistyped one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(name: str, known: Iterable[str], otherwise: str) -> str:
    """A sentence that suggests the nearest of the known names, or says what to do if none is near.

    Case does not count, nor whether words are joined by `-` or `_`.

    >>> did_you_mean("Quote", ["quotes", "script"], "See the manual.")
    "Did you mean 'quotes'?"
    >>> did_you_mean("jobs", ["decisions", "script"], "See the manual.")
    'See the manual.'
    """
    plain = {_plain(each): each for each in known}
    nearest = get_close_matches(_plain(name), plain, n=1)
    return f"Did you mean {plain[nearest[0]]!r}?" if nearest else otherwise


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")
