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
MIDDLE_DOTS: Final = f"{MIDDLE_DOT}\N{HYPHENATION POINT}\N{BULLET}\N{BULLET OPERATOR}\N{DOT OPERATOR}・\uff65"
"""The same, and the dots that are typed or read for it."""
QUOTES: Final = "“”‘’"
"""Those of the folded view: corner quotation marks are read as these (`cleaner.profiles.folding`)."""
OPENING_QUOTES: Final = "“‘"
CLOSING_QUOTES: Final = "”’"
INNER_QUOTES: Final = "‘’"
STRAIGHT_QUOTES: Final = '"＂'
ANY_QUOTES: Final = frozenset(QUOTES + STRAIGHT_QUOTES)
"""Quotation marks, curly or straight."""
SQUEEZABLE: Final = frozenset(STOPS + OPENING + CLOSING)
"""Marks that a typesetter may set half an em narrower to fill a line (clause 5.1)."""
CURLY: Final = {"「": "“", "」": "”", "『": "‘", "』": "’"}
"""Quotation marks of traditional print, and those of simplified print that do the same (clause 4.8)."""
FULL_WIDTH: Final = dict(zip(",:;?!()", "，：；？！（）", strict=True))
"""Half-width marks, and those that Chinese print has in their places."""
PARTNERS: Final = dict(zip("“‘「『", "”’」』", strict=True))
"""For each opening quotation mark the one that closes the quotation."""
DASH: Final = "——"
"""Two em of one stroke (clause 4.10)."""
HALF_DASH: Final = DASH[0]
"""The dash of one em, of a range or between a year and a name (clause 4.13)."""
HALF_DASHES: Final = f"{HALF_DASH}\N{EN DASH}─－"
"""What one half of a dash is read as: dashes, the line of a table, a full-width hyphen."""
DASH_AS_IDEOGRAPHS: Final = "一一"
"""What engines read a dash as; also a word."""
DASH_AS_HYPHENS: Final = "--"
"""What a dash is typed as."""
CORNERS: Final = {curly: corner for corner, curly in CURLY.items()}
