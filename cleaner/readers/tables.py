"""Tables that engines find in newspapers, where columns of text look like tables to them."""

from __future__ import annotations

from collections.abc import Sequence

WIDEST_CELL = 12
"""Characters of the cells of a table on the average, at the most."""


def are_cells(texts: Sequence[str]) -> bool:
    """Whether texts are the cells of a table, and not columns of text that an engine took for one.

    >>> are_cells(["站名", "水位", "石桥", "3.52"]), are_cells(["昨日各站水位平稳，请各船注意收听广播。"])
    (True, False)
    """
    filled = [text for text in texts if text.strip()]
    return sum(map(len, filled)) <= WIDEST_CELL * len(filled)
