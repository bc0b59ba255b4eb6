"""Clean text → text as OCR of a newspaper column gives it, with what was printed in every slot.

The damage of a page follows one `Style`; inside it what becomes of the commas is drawn for each
printed line, as on real pages. Rates were measured by aligning raw pages with references (8,000
slots of a page read by a layout model, 40,000 of typeset pages read by RapidOCR, 31,000 by
Tesseract): see the styles. Line lengths are drawn line by line, not page by page, so that a model
trained on the result learns language and leaves column geometry to whoever knows it.
"""

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from cleaner.models.slots import LABEL_STOPS
from cleaner.profiles.marks import OPENING_QUOTES, QUOTES
from cleaner.profiles.scripts import convert_character
from cleaner.profiles.widths import ems

_MARKS: Final = re.compile(f"([ {LABEL_STOPS}{QUOTES}]+)")
_ATOM: Final = re.compile(r"[0-9A-Za-z.%]+|.", re.DOTALL)

CommaLoss = str
"""What becomes of the commas of a printed line: "kept", "dropped" or "spaced"."""

GAP: Final = " "

Readings = Mapping[str, tuple[tuple[str, float], ...]]
"""What each mark is read as instead, and how often; a space is a gap, an empty string nothing at all."""

_READINGS: Final[Readings] = {
    "，": (("、", 0.007), ("．", 0.005)),
    "。": (("，", 0.007), ("．", 0.005), ("、", 0.003)),
    "、": (("，", 0.006), ("．", 0.006)),
    "；": (("：", 0.15), ("，", 0.03), ("．", 0.01)),
    "：": (("；", 0.02), ("·", 0.01)),
    "·": (("．", 0.1),),
    "“": (("”", 0.006), ("‘", 0.003)),
    "”": (("“", 0.006), ("’", 0.003)),
    "‘": (("“", 0.35),),
    "’": (("”", 0.35),),
}
"""By the model-read page and RapidOCR (times `Style.misread`)."""

_TESSERACT: Final[Readings] = {
    "，": ((GAP, 0.045), ("”", 0.014), ("“", 0.009), ("", 0.005), ("．", 0.004), ("；", 0.001)),
    "。": (("．", 0.145), (GAP, 0.09), ("，", 0.025), ("", 0.017), ("”", 0.01), ("：", 0.003)),
    "、": ((GAP, 0.093), ("．", 0.072), ("，", 0.037), ("", 0.023), ("“", 0.008), ("”", 0.005)),
    "；": (("，", 0.06), (GAP, 0.03), ("：", 0.03)),
    "：": (("．", 0.05), (GAP, 0.05)),
    "·": (("．", 0.1), (GAP, 0.2)),
    "“": (('"', 0.15), (GAP, 0.08), ("”", 0.03), ("", 0.02), ("‘", 0.008)),
    "”": (('"', 0.34), (GAP, 0.08), ("", 0.01), ("“", 0.007), ("’", 0.006), ("：", 0.003)),
    "‘": (("“", 0.55), (GAP, 0.3)),
    "’": (("”", 0.35), (GAP, 0.3), ("，", 0.1)),
}
"""By Tesseract."""

_LOOSE: Final = {
    "，": 0.56,
    "。": 0.2,
    "、": 0.1,
    "；": 0.8,
    "：": 0.9,
    "？": 0.6,
    "！": 0.7,
    "”": 0.17,
    "’": 0.2,
}
"""Share of marks with a space behind them: Tesseract reads most commas as half-width ones, which have."""


@dataclass(frozen=True)
class Style:
    """How a page is damaged; every number is a probability, all zero is an undamaged page."""

    wrapped: bool = False
    """Printed lines are joined with a space."""
    column: float = 0.0
    """Column width in em; 0 draws the width of each line by itself."""
    dropped_line: float = 0.0
    """Lines whose commas have become spaces (measured 0.27 on the model-read page)."""
    spaced_line: float = 0.0
    """Lines with a space before commas and free-standing digits (measured 0.16)."""
    quotes_dropped: bool = False
    """Quotation marks are gone, leaving a space unless they touch a visible stop (see `_BESIDE`)."""
    silent: float = 0.0
    """Marks lost without a trace (RapidOCR: ， 0.07, 、 0.13, 。 0.16, quotes 0.12)."""
    gaps: float = 0.0
    """Marks other than commas and quotes that become a space (lossy 、。 0.01)."""
    misread: float = 0.0
    """Scale of `readings`."""
    readings: Readings = field(default_factory=lambda: _READINGS)
    """What a mark is read as instead."""
    crowded: float = 0.0
    """Marks of two that touch of which nothing is seen (Tesseract 0.25)."""
    straight: float = 0.0
    """Quotes read as straight ones (RapidOCR 0.02)."""
    loose: float = 0.0
    """Scale of `_LOOSE`, spaces behind marks."""
    before_end: float = 0.0
    """Marks at the end of a printed line with a stray space before them (Tesseract 0.08)."""
    stray: float = 0.0
    """Stray spaces between any two characters."""
    closed_up: float = 0.0
    """Real spaces lost (RapidOCR 0.9)."""
    wrong_character: float = 0.0
    """Characters read as another one."""
    traditional: float = 0.0
    """Characters read in their traditional form."""
    truncated: float = 0.0
    """Paragraphs that lose their last line."""


CLEAN: Final = Style()
LOSSY: Final = Style(
    wrapped=True, dropped_line=0.28, spaced_line=0.16, quotes_dropped=True, silent=0.004, gaps=0.012,
    misread=1.0, stray=0.002, wrong_character=0.004, truncated=0.12,
)  # fmt: skip
GOOD: Final = Style(
    wrapped=True, silent=0.1, gaps=0.012, misread=0.6, straight=0.02, stray=0.001, closed_up=0.9,
    wrong_character=0.004, truncated=0.06,
)  # fmt: skip
ROUGH: Final = Style(
    wrapped=True, misread=1.0, readings=_TESSERACT, crowded=0.25, loose=1.0, before_end=0.08, stray=0.002,
    wrong_character=0.03, truncated=0.06,
)  # fmt: skip
STYLES: Final = (
    (CLEAN, 0.11),
    (LOSSY, 0.36),
    (replace(LOSSY, wrapped=False), 0.14),
    (GOOD, 0.15),
    (replace(GOOD, wrapped=False), 0.05),
    (ROUGH, 0.15),
    (replace(ROUGH, wrapped=False), 0.04),
)
"""The mixture trained on. Unwrapped text is what a second look at a rejoined page sees."""

_BESIDE: Final = {"，": 0.93, "。": 0.95, "；": 0.5, "、": 0.15, "：": 0.15}
"""How often a dropped closing quote leaves a space before the visible stop that follows it."""
_BEHIND: Final = {"，": 0.9, "、": 0.5, "；": 0.5, "。": 0.12, "：": 0.12}
"""How often a dropped opening quote leaves a space behind the visible stop before it."""

_QUOTE_SURVIVES: Final = 0.003
"""Share of quotation marks still to be seen on a page that loses them."""
_GAP_PRONE: Final = {"·": 20, "；": 4, "：": 4}
"""How much oftener than other marks these become a space."""
_SPACED: Final = {"，": 0.95, "．": 0.95, "；": 0.4, "：": 0.4, "、": 0.4}
"""Share of the marks of a "spaced" line that have a space before them."""


class Slot(NamedTuple):
    """What was printed at text[start:end]; `wrap` is where the line ends there, or -1."""

    start: int
    end: int
    label: str
    wrap: int


@dataclass
class Damaged:
    """A damaged paragraph; slots without a surface inside it are marks lost without a trace."""

    text: str = ""
    slots: list[Slot] = field(default_factory=list)


class Corruptor:
    """Damages paragraphs; the same seed gives the same damage."""

    def __init__(self, seed: int, alphabet: str, shapes: dict[str, str] | None = None) -> None:
        """`alphabet`: what characters are misread as (if Chinese); `shapes`: look-alikes, preferred."""
        self._random = random.Random(seed)
        self._alphabet = [character for character in alphabet if "\u4e00" <= character <= "\u9fff"]
        self._shapes = shapes or {}

    def page_style(self) -> Style:
        """A style out of `STYLES`, its rates varied from page to page."""
        styles, weights = zip(*STYLES, strict=True)
        style: Style = self._random.choices(styles, weights)[0]
        dropped = style.dropped_line * self._random.uniform(0, 2)
        spaced = style.spaced_line * self._random.uniform(0, 2)
        quotes_kept = style.quotes_dropped and self._random.random() < 0.06
        return replace(
            style,
            dropped_line=dropped,
            spaced_line=spaced,
            silent=style.silent * self._random.uniform(0, 2),
            loose=style.loose * self._random.uniform(0.5, 1.3),
            before_end=style.before_end * self._random.uniform(0, 2),
            crowded=style.crowded * self._random.uniform(0, 2),
            quotes_dropped=style.quotes_dropped and not quotes_kept,
        )

    def damage(self, paragraph: str, style: Style) -> Damaged:
        """The paragraph as a page of this style shows it."""
        damaged = _Lines(self._random, style).lay_out(_atoms(paragraph), self._misread(style))
        if style.truncated and self._random.random() < style.truncated:
            _truncate(damaged)
        return damaged

    def _misread(self, style: Style) -> dict[str, str] | None:
        """Nothing, or a mapping that replaces a character now and then."""
        wrong = style.wrong_character or style.traditional
        return _Misreading(self, style) if wrong else None

    def look_alike(self, character: str) -> str:
        """A character that this one may be read as."""
        return self._random.choice(self._shapes.get(character) or self._alphabet)

    def chance(self, probability: float) -> bool:
        """True with this probability."""
        return self._random.random() < probability


class _Misreading(dict[str, str]):
    """Gives a character back, or with a small probability another one."""

    def __init__(self, corruptor: Corruptor, style: Style) -> None:
        super().__init__()
        self._corruptor = corruptor
        self._style = style

    def __missing__(self, character: str) -> str:
        if not "\u4e00" <= character <= "\u9fff":
            return character
        if self._style.wrong_character and self._corruptor.chance(self._style.wrong_character):
            return self._corruptor.look_alike(character)
        if self._style.traditional and self._corruptor.chance(self._style.traditional):
            return convert_character("s2t", character)
        return character


def _atoms(paragraph: str) -> Iterator[tuple[str, str]]:
    """(marks before it, unbreakable piece of content); at last (marks at the end, "")."""
    marks = ""
    for i, part in enumerate(_MARKS.split(paragraph)):
        if i % 2:
            marks = part
            continue
        for atom in _ATOM.findall(part):
            yield marks, atom
            marks = ""
    yield marks, ""


class _Lines:
    """Lays one paragraph out in printed lines and reads them badly."""

    def __init__(self, rng: random.Random, style: Style) -> None:
        self._random = rng
        self._style = style
        self._commas: CommaLoss = "kept"
        self._column = 0.0
        self._limit = 0.0
        self._new_line(indent=2.0)

    def _new_line(self, indent: float = 0.0) -> None:
        draw = self._random.random()
        dropped, spaced = self._style.dropped_line, self._style.spaced_line
        self._commas = "dropped" if draw < dropped else "spaced" if draw < dropped + spaced else "kept"
        self._limit = self._style.column or self._random.uniform(9, 23)
        self._column = indent

    def lay_out(self, atoms: Iterator[tuple[str, str]], misread: dict[str, str] | None) -> Damaged:
        """The text of the lines, with its slots."""
        damaged = Damaged()
        pieces: list[str] = []
        position = 0
        at_digit = False
        for marks, atom in atoms:
            if not marks and atom and position:
                gap, wraps = self._between(atom, at_digit)
                if gap:
                    end = position + 1
                    damaged.slots.append(Slot(position, end, "", end if wraps else -1))
                    pieces.append(gap)
                    position = end
            else:
                before, after, wraps = self._marks(marks, atom, bool(position))
                surface = re.sub(" +", " ", before + after)
                cut = position + min(len(before), len(surface)) if wraps else -1
                damaged.slots.append(Slot(position, position + len(surface), marks, cut))
                pieces.append(surface)
                position += len(surface)
            at_digit = atom[:1].isdigit()
            pieces.append(misread[atom] if misread is not None and len(atom) == 1 else atom)
            position += len(atom)
            self._column += ems(atom)
        damaged.text = "".join(pieces)
        return damaged

    def _between(self, atom: str, at_digit: bool) -> tuple[str, bool]:
        """What stands between two pieces of content with nothing printed between: (gap, line end?)."""
        if self._column + ems(atom) > self._limit:
            self._new_line()
            return (" ", True) if self._style.wrapped else ("", False)
        if self._commas == "spaced" and (at_digit or atom[0].isdigit()):
            return (" ", False) if self._random.random() < (0.3 if at_digit else 0.5) else ("", False)
        return (" ", False) if self._random.random() < self._style.stray else ("", False)

    def _marks(self, marks: str, atom: str, inside: bool) -> tuple[str, str, bool]:
        """What is seen of marks, before and behind the line end that may fall there."""
        closing = marks.rstrip(OPENING_QUOTES)
        opening = marks[len(closing) :]
        self._column += sum(self._random.uniform(0.5, 1) for _ in closing)
        wraps = bool(atom) and inside and self._column + 0.7 * len(opening) + ems(atom) > self._limit
        before = self._visible(closing)
        if before and (wraps or not atom) and self._random.random() < self._style.before_end:
            before = GAP + before
        if wraps:
            self._new_line()
        after = self._visible(opening, behind=before[-1:])
        self._column += 0.7 * len(opening)
        wraps = wraps and self._style.wrapped
        if wraps:
            before += " "
        if not inside:
            before = before.lstrip()
            after = after if before else after.lstrip()
        if not atom:
            after = after.rstrip()
            before = before if after else before.rstrip()
        return before, after, wraps

    def _visible(self, marks: str, behind: str = "") -> str:
        """The surface of marks that stand together in one line."""
        if not marks:
            return ""
        style = self._style
        if style == CLEAN:
            return marks
        seen = ""
        for i, mark in enumerate(marks):
            if len(marks) > 1 and self._random.random() < style.crowded:
                continue
            following = marks[i + 1 : i + 2]
            seen += self._visible_mark(mark, (seen or behind)[-1:], following)
        if seen and self._random.random() < style.loose * _LOOSE.get(seen[-1], 0):
            seen += " "
        return seen

    def _visible_mark(self, mark: str, behind: str, following: str) -> str:
        """The surface of one mark, given its neighbours (behind as seen, following as printed)."""
        style, draw = self._style, self._random.random
        if mark == " ":
            return "" if draw() < style.closed_up else " "
        if mark in QUOTES and style.quotes_dropped:
            return mark if draw() < _QUOTE_SURVIVES else self._dropped_quote(mark, behind, following)
        dropped = mark == "，" and self._commas == "dropped"
        if dropped or draw() < style.gaps * _GAP_PRONE.get(mark, 1):
            return GAP
        if draw() < style.silent:
            return ""
        if mark in "“”" and draw() < style.straight:
            return '"'
        seen = self._misread(mark)
        spaced = self._commas == "spaced" and draw() < _SPACED.get(seen, 0)
        return " " + seen if spaced else seen

    def _dropped_quote(self, mark: str, behind: str, following: str) -> str:
        """The gap that a quotation mark leaves, or nothing beside a stop."""
        share = 1.0
        if following and following in LABEL_STOPS:
            share = _BESIDE.get(following, 0.2)
        elif behind and behind in LABEL_STOPS:
            share = _BEHIND.get(behind, 0.2) if mark in OPENING_QUOTES else 0
        return GAP if self._random.random() < share else ""

    def _misread(self, mark: str) -> str:
        threshold = self._random.random() / self._style.misread if self._style.misread else 1.0
        for other, rate in self._style.readings.get(mark, ()):
            threshold -= rate
            if threshold < 0:
                return other
        return mark


def _truncate(damaged: Damaged) -> None:
    """Takes the last printed line away."""
    ends = [i for i, slot in enumerate(damaged.slots) if slot.wrap >= 0]
    if not ends:
        return
    last = damaged.slots[ends[-1]]
    del damaged.slots[ends[-1] :]
    visible = damaged.text[last.start : last.wrap].rstrip()
    label = last.label.rstrip(OPENING_QUOTES) if visible else ""
    damaged.slots.append(Slot(last.start, last.start + len(visible), label, -1))
    damaged.text = damaged.text[: last.start] + visible
