"""Pages as the layout gets them."""

from __future__ import annotations

from typing import Final

from cleaner.chain import ARRANGING, STAGES, run
from cleaner.decisions import DecisionIndex
from cleaner.layout.reading import MarkedBlocks
from cleaner.layout.state import PageState
from cleaner.trace import TracedText

PREPARING: Final = STAGES[: STAGES.index(ARRANGING)]
"""What comes before blocks are moved and joined: on the page as it then stands, its layout is found."""


def prepare(text: str, marked: MarkedBlocks | None = None) -> TracedText:
    """The page as it stands before its columns are separated; `marked` is what its file says of its blocks.

    >>> prepare("青石镇(水库)蓄水").text
    '青石镇（水库）蓄水'
    """
    traced, nothing = TracedText.of(text), DecisionIndex((), text)
    for stage in PREPARING:
        traced, _ = run(stage, traced, PageState(traced.text, marked=marked), nothing)
    return traced
