"""The marks of Chinese print."""

from __future__ import annotations

from typing import Final

STOPS: Final = "，。、；：？！"
"""The pause and stop marks of GB/T 15834-2011, clause 4; those of traditional print are the same."""
TERMINAL: Final = "。？！"
"""Marks that end a sentence (clause 4.1 to 4.3)."""
OPENING: Final = "“‘（《〈【「『［"
CLOSING: Final = "”’）》〉】」』］"
MIDDLE_DOT: Final = "\N{MIDDLE DOT}"
QUOTES: Final = "“”‘’"
"""Those of the folded view: corner quotation marks are read as these (`cleaner.profiles.folding`)."""
OPENING_QUOTES: Final = "“‘"
CLOSING_QUOTES: Final = "”’"
STRAIGHT_QUOTES: Final = '"＂'
SQUEEZABLE: Final = frozenset(STOPS + OPENING + CLOSING)
"""Marks that a typesetter may set half an em narrower to fill a line (clause 5.1)."""
CURLY: Final = {"「": "“", "」": "”", "『": "‘", "』": "’"}
"""Quotation marks of traditional print, and those of simplified print that do the same (clause 4.8)."""
CORNERS: Final = {curly: corner for corner, curly in CURLY.items()}
