"""The only gap of a short text: a space that may stand there by chance, as no other mark was lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple, Self

from cleaner.gaps.lattice import SPACE
from cleaner.gaps.slots import Quotation, Slot
from cleaner.layout.lines.verses import PAUSE
from cleaner.patterns import Pattern
from cleaner.profiles.marks import QUOTES, TERMINAL
from cleaner.trace import Edit

_SENTENCES: Final = Pattern(rf"[{TERMINAL}]|\n\n")
"""What stands between sentences."""


class LoneGap(NamedTuple):
    """The slot of the only gap of a text that shows a lost mark, or the first of the only pair of gaps."""

    slot: Slot | None
    of_all: Slot | None
    """The same, but where another stop parts its sentence: that may well have had two."""

    @classmethod
    def of(cls, text: str, slots: Sequence[Slot]) -> Self:
        """That of a text; none where a quotation mark lacks its partner, for that one was lost."""
        lost = [slot for slot in slots if slot.label not in (slot.visible, SPACE)]
        if (
            not lost
            or any(slot.visible for slot in lost)
            or text.count(QUOTES[0]) != text.count(QUOTES[1])
            or len({slot.quotation or slot.start for slot in lost}) > 1
        ):
            return cls(None, None)
        before = _SENTENCES.split(text[: lost[0].start])[-1]
        behind = _SENTENCES.split(text[lost[-1].end :])[0]
        return cls(lost[0], None if PAUSE.search(before) or PAUSE.search(behind) else lost[0])

    def shows(self, name: Quotation, text: str, opening: Edit) -> bool:
        """Whether it is all that shows a quotation, whose first mark is set by `opening`.

        At the beginning of its paragraph that mark has no gap: other stops in the sentence tell nothing then.
        """
        begins = opening.start == 0 or text[opening.start - 1] == "\n"
        at_edge = opening.start == opening.end and begins
        lone = self.slot if at_edge else self.of_all
        return lone is not None and lone.quotation == name


NO_LONE_GAP: Final = LoneGap(None, None)
"""That of a text that is not short."""
