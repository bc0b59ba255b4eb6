"""Text and slots → integer arrays, the same way for training and for use.

The text becomes one stream of tokens: a content character is a token, a non-empty slot is *one*
token (its surface), and every end of a paragraph is a run of `EDGE` tokens, long enough that no
window of the model reaches from one paragraph into the next.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.codepoints import code_points
from cleaner.models.slots import GAPS, Spans, find_slots, plain_surface, surface_of
from cleaner.profiles.scripts import convert_character

Ints = NDArray[np.int64]

EDGE: Final = 0
"""The token of what stands beyond the ends of a text,"""
EDGE_RUN: Final = 14
"""and how many of it stand before the text and behind it."""
UNKNOWN: Final = 1
"""The token of a character that the vocabulary lacks."""
SINGLES: Final = 4
"""Tokens seen one by one on either side of a slot; further ones are averaged by 2, 4 and 8."""
LONGEST_SPAN: Final = 12
"""Characters between two slots that are looked up as one term."""
LENGTHS: Final = 32
"""Rows of the span table that stand for lengths."""
NO_SLOT: Final = -1
"""Stands for a neighbour of a slot beyond the ends of its paragraph."""
FIRST_HAN, LAST_HAN = 0x4E00, 0x9FFF
"""Code points of the ideographs of the basic block of Unicode."""
REACHES: Final = (1, 2, 4, 8)
"""How far away the slots are that a slot is seen with, layer by layer."""

PAGE_KINDS: Final = 12
"""How many there are, see `page_kind`."""

_WIDE_TO_NARROW: Final = {0xFF01 + i: chr(0x21 + i) for i in range(94)} | {ord("("): "（", ord(")"): "）"}


class Encoded(NamedTuple):
    """A text ready for the model; n tokens, s slots."""

    tokens: Ints
    """(n,) character or surface."""
    pairs: Ints
    """(n,) bucket of a token and the one before it (of a slot: of the two characters round it)."""
    surfaces: Ints
    """(s,) token of what is visible in the slot."""
    grams: Ints
    """(s, 4) buckets of the 2-, 3-, 3- and 4-gram that the slot interrupts."""
    spans: Ints
    """(s, 8) buckets of the text back to the first and the second slot before, and on to the first and
    the second slot behind (in between nothing else is counted), then the lengths of the four."""
    windows: Ints
    """(s, 14) stream positions: left and right singles, then starts of the averaged stretches."""
    beside: Ints
    """(s, 8) slots of the same paragraph 1 before, 1 behind, 2 before, ..., 8 behind; -1 for none."""
    pages: Ints
    """(s,) what kind of page this is, see `page_kind`."""
    paragraphs: Ints
    """(s,) number of the paragraph, ascending."""


def hashed(bits: int, first: Ints, *others: Ints) -> Ints:
    """Buckets of `bits` bits for the n-grams whose characters the columns hold, arrays of one shape.

    >>> codes = np.array([ord(char) for char in "国国家"])
    >>> a, b, c = hashed(8, codes).tolist()
    >>> a == b, 0 <= c < 256
    (True, True)
    """
    key = first.astype(np.uint64) * _FACTOR
    key ^= key >> _HALF
    for column in others:
        key ^= column.astype(np.uint64)
        key *= _FACTOR
        key ^= key >> _HALF
    key >>= np.uint64(64 - bits)
    return key.astype(np.int64)


_FACTOR: Final = np.uint64(0x9E3779B97F4A7C15)
_HALF: Final = np.uint64(29)


def page_kind(text: str, content: int, spaces: int) -> int:
    """0…11: do quotation marks survive on this page, how sure is that, are there gaps in its text?

    >>> page_kind("水" * 700, 700, 0), page_kind("“水”" * 700, 700, 0)
    (8, 10)
    """
    quotes = sum(map(text.count, '“”"'))
    size = 0 if content < 150 else 1 if content < 600 else 2
    return 4 * size + 2 * (0 < content <= quotes * 700) + (0 < content <= spaces * 120)


class Encoder:
    """Looks characters and surfaces up; holds the vocabulary of one model."""

    def __init__(
        self, characters: str, surfaces: Sequence[str], pair_bits: int, gram_bits: int, span_bits: int
    ) -> None:
        self.characters = characters
        self.pair_bits = pair_bits
        self.gram_bits = gram_bits
        self.span_bits = span_bits
        first = UNKNOWN + 1 + len(characters)
        self.size = first + len(surfaces)
        self._surfaces = {surface: first + i for i, surface in enumerate(surfaces)}
        self._plain = np.arange(self.size)
        """Each token without what the column says of its gaps."""
        for surface, token in list(self._surfaces.items()):
            self._plain[token] = self.surface(plain_surface(surface))
        self._characters = np.full(0x10000, UNKNOWN, dtype=np.int64)
        self._characters[code_points(characters)] = np.arange(UNKNOWN + 1, first)
        self._strange: set[int] = set()
        """Ideographs that the vocabulary lacks and that were looked up among the traditional forms."""
        for wide, narrow in _WIDE_TO_NARROW.items():
            self._characters[wide] = self._characters[ord(narrow)]

    def surface(self, visible: str) -> int:
        """Token of a surface; an unseen one is cut back to the nearest seen one."""
        known = self._surfaces.get(visible)
        if known is None:
            surface = surface_of(visible)
            if surface not in self._surfaces:
                surface = plain_surface(surface)
            if surface not in self._surfaces:
                surface = surface.replace(" ", "")
            while surface not in self._surfaces:
                surface = surface[:-1]
            known = self._surfaces[surface]
            if len(visible) < 8:
                self._surfaces[visible] = known
        return known

    def encode(self, text: str, slots: Spans, page: int | None = None, found: Spans | None = None) -> Encoded:
        """Arrays for slots of a text; `page` is the kind of page that it is an excerpt of.

        Paragraphs without a slot that is asked about are not read. `found` are all slots of the text, where
        they are known.
        """
        codes = code_points(f"{text}\n").astype(np.int64)
        ends = (codes == ord("\n")).nonzero()[0]
        found = find_slots(text) if found is None else found
        shown = found[found[:, 0] < found[:, 1]]
        width = _widths(len(codes), ends, shown)
        plain = width == 1
        plain[shown[:, 0]] = False
        if page is None:
            page = page_kind(text, int(plain.sum()), sum(map(text.count, GAPS)))
        start, end = slots[:, 0], slots[:, 1]
        paragraph = ends.searchsorted(start)
        read = _different(paragraph)
        if 0 < len(read) < len(ends):
            excerpt, (slots, found) = _excerpt(text, (slots, found), ends, read)
            return self.encode(excerpt, slots, page, found)
        place = EDGE_RUN + width.cumsum() - width
        tokens = np.full(place[-1] + EDGE_RUN, EDGE, dtype=np.int64)
        tokens[place[plain]] = self._read(codes)[plain]
        centres = place[shown[:, 0]]
        surfaces = np.array([self.surface(text[start:end]) for start, end in found.tolist()], dtype=np.int64)
        tokens[centres] = surfaces[found[:, 0] < found[:, 1]]

        solid = self._plain[tokens]
        before = np.concatenate([solid[-1:], solid[:-1]])
        after = solid.copy()
        after[centres] = solid[centres + 1]
        pairs = hashed(self.pair_bits, before, after)

        left, right = place[start] - 1, place[end]
        last = place[ends][paragraph]
        first = np.concatenate([_ZERO, place[ends]])[paragraph] + EDGE_RUN - 1
        contents = tokens[place[plain]]
        content_before = np.concatenate([_ZERO, plain.cumsum()])
        which = found[:, 0].searchsorted(start)
        return Encoded(
            tokens=tokens,
            pairs=pairs,
            surfaces=surfaces[which],
            grams=self._grams(solid, left, right, first, last),
            spans=self._spans(contents, content_before[found[:, 0]], ends.searchsorted(found[:, 0]))[which],
            windows=_windows(left, right, first, last),
            beside=_beside(paragraph),
            pages=np.full(len(slots), page, dtype=np.int64),
            paragraphs=paragraph,
        )

    def _read(self, codes: Ints) -> Ints:
        """Tokens of code points; a strange traditional form is read as the simplified one."""
        codes = np.minimum(codes, 0xFFFF)
        tokens = self._characters[codes]
        strange = _different(codes[(tokens == UNKNOWN) & (codes >= FIRST_HAN) & (codes <= LAST_HAN)])
        for code in set(strange.tolist()) - self._strange:
            self._strange.add(code)
            simplified = ord(convert_character("t2s", chr(code)))
            self._characters[code] = self._characters[min(simplified, 0xFFFF)]
        return self._characters[codes] if len(strange) else tokens

    def _spans(self, contents: Ints, at: Ints, paragraph: Ints) -> Ints:
        """See `Encoded.spans`; `at`: content characters before each slot."""
        power, inverse = (np.full(len(contents) + 1, base, dtype=np.uint64) for base in (_BASE, _INVERSE))
        np.multiply.accumulate(power, out=power)
        np.multiply.accumulate(inverse, out=inverse)
        total = np.zeros(len(contents) + 1, dtype=np.uint64)
        np.add.accumulate((contents.astype(np.uint64) + np.uint64(1)) * power[:-1], out=total[1:])
        other, inside = _neighbours(paragraph, _SPAN_STEPS)
        ends = at[other]
        low, high = np.minimum(at[:, None], ends), np.maximum(at[:, None], ends)
        length = (high - low) * inside
        key = ((total[high] - total[low]) * inverse[low]).astype(np.int64)
        buckets = LENGTHS + hashed(self.span_bits, key, (_SPAN_STEPS > 0).astype(np.int64))
        buckets[(length == 0) | (length > LONGEST_SPAN)] = 0
        return np.concatenate([buckets, np.minimum(length, LENGTHS - 1)], axis=1)

    def _grams(self, tokens: Ints, left: Ints, right: Ints, first: Ints, last: Ints) -> Ints:
        near_left, near_right = tokens[left], tokens[right]
        far_left = tokens[np.maximum(left - 1, first)]
        far_right = tokens[np.minimum(right + 1, last)]
        grams = (
            hashed(self.pair_bits, near_left, near_right),
            hashed(self.gram_bits, far_left, near_left, near_right),
            hashed(self.gram_bits, near_left, near_right + 70_000, far_right),
            hashed(self.gram_bits, far_left, near_left, near_right, far_right),
        )
        return np.array(grams).T


_BASE: Final = 0x5851F42D4C957F2D
_INVERSE: Final = pow(_BASE, -1, 2**64)
"""An odd number, the base of a polynomial hash of the characters of a span modulo 2**64, and its inverse."""


_ZERO: Final = np.zeros(1, dtype=np.int64)
_SPAN_STEPS: Final = np.array([-1, -2, 1, 2])
"""To the slots that bound the spans of a slot,"""
_SLOT_STEPS: Final = np.array([sign * far for far in REACHES for sign in (-1, 1)])
"""and to those that it is seen with."""
_REACH_LEFT: Final = np.array([*range(SINGLES), SINGLES + 1, SINGLES + 5, SINGLES + 13])
"""How far to the left of a slot its single tokens stand, and where its stretches begin;"""
_REACH_RIGHT: Final = np.array([*range(SINGLES), SINGLES, SINGLES + 2, SINGLES + 6])
"""the same to the right."""
_BEFORE_FIRST: Final = np.array([0] * SINGLES + [1, 3, 7])
"""By how much a stretch to the left may begin before its paragraph."""


def _different(numbers: Ints) -> Ints:
    """The different ones of small numbers, ascending; `np.unique` would import masked arrays."""
    return np.bincount(numbers).nonzero()[0]


def _excerpt(text: str, spans: Sequence[Spans], ends: Ints, read: Ints) -> tuple[str, list[Spans]]:
    """The paragraphs of these numbers alone, and what of the spans is in them."""
    starts, stops = np.append(0, ends[:-1] + 1)[read], ends[read]
    lines = [text[start:stop] for start, stop in zip(starts.tolist(), stops.tolist(), strict=True)]
    moved = starts - (np.cumsum(stops - starts + 1) - (stops - starts + 1))
    kept = []
    for slots in spans:
        inside = slots[np.isin(np.searchsorted(ends, slots[:, 0]), read)]
        kept.append(inside - moved[np.searchsorted(stops, inside[:, 0])][:, None])
    return "\n".join(lines), kept


def _beside(paragraph: Ints) -> Ints:
    """See `Encoded.beside`."""
    other, inside = _neighbours(paragraph, _SLOT_STEPS)
    return np.where(inside, other, NO_SLOT)


def _neighbours(paragraph: Ints, steps: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """The slots so many steps from each, and whether they are of its paragraph; shape (slots, steps)."""
    wanted = np.arange(len(paragraph))[:, None] + steps
    found = wanted.clip(0, max(len(paragraph) - 1, 0))
    return found, (found == wanted) & (paragraph[found] == paragraph[:, None])


def _widths(size: int, ends: Ints, shown: Spans) -> Ints:
    """Tokens each code point takes: a character 1, a slot 1 in all, an end of paragraph EDGE_RUN."""
    width = np.ones(size, dtype=np.int64)
    inside = np.zeros(size + 1, dtype=np.int64)
    inside[shown[:, 0]] += 1
    inside[shown[:, 1]] -= 1
    width[inside[:-1].cumsum() > 0] = 0
    width[shown[:, 0]] = 1
    width[ends] = EDGE_RUN
    return width


def _windows(left: Ints, right: Ints, first: Ints, last: Ints) -> Ints:
    """Stream positions round each slot, held inside its paragraph (and its edges)."""
    lefts = np.maximum(left[:, None] - _REACH_LEFT, first[:, None] - _BEFORE_FIRST)
    rights = np.minimum(right[:, None] + _REACH_RIGHT, last[:, None])
    parts = lefts[:, :SINGLES], rights[:, :SINGLES], lefts[:, SINGLES:], rights[:, SINGLES:]
    return np.concatenate(parts, axis=1)
