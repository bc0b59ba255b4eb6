"""What line breaks are."""

from __future__ import annotations

from enum import StrEnum


class Break(StrEnum):
    """What a line break is."""

    LINE = "printed line"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    TURN = "turn of speech"
    VERSE = "verse"
    ROW = "row"
