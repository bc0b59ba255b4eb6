"""The printed lines of a page, straightened, in em of the body type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from cleaner.document import Box, RawPage, RegionKind
from cleaner.geometry.boxes import Boxes
from cleaner.geometry.rule_pieces import without_rules
from cleaner.geometry.shared_boxes import part_boxes
from cleaner.geometry.words import Words
from cleaner.profiles.widths import ems, is_content

Floats = npt.NDArray[np.float64]

FLAT = 1e-6
"""Width or height, in any unit, of a box that is none."""
LONG = 6.0
"""Em from which the width of a line gives the size of its type."""
RELATIVE = "relative"
"""Unit of boxes whose widths and heights are fractions of those of the page."""
BLOCK_PITCH, HEAD_PITCH = 1.45, 1.35
"""Em from line to line in blocks of text, and in a block of which that is not sure."""
MUCH_TEXT = 40.0
"""Em of text from which the area of a block gives the size of its type."""
LARGE, LARGE_BLOCK = 1.2, 1.3
"""Size of type from which a line is none of body text, and the same of a block, whose height is padded: more
than that of a section heading."""
_AS_PRINTED = str.maketrans("()", "（）")
"""Brackets that a reader gives half-width; Chinese print has them full-width."""
SENTENCE_END = "。"
"""What no headline ends with."""
LAST_LINE = 0.4
"""Share of its last line that a paragraph leaves free."""
SHORT_BLOCK = (2.0, 40.0)
"""Least and most em of text of a block that may be one line."""
ONE_LINE, FEWEST_LINES = 1.6, 2
"""Times the height by width that lines show at the most, by the least of them; lines from which they show the
shape of the page."""
USUAL_SHAPE = 1.4
"""Height of a page by its width, where its lines do not show it."""
PADDED = 1.1
"""Height of the box of a line, in em."""
FEW_LINES, FILLED_FEW = 2, 1.25
FILLED = 1.05
"""Share of its lines that a block fills at the most, by the size that its height gives; of few lines the
height is padded by more."""
STEEPEST = 0.05
"""Rise of a baseline by its length; what is steeper is no skew of a scan."""
USUAL_PITCH = 1.45
"""Em from one baseline to the next, where a page is too short to tell."""
SPARSE = 3.0
"""Times the width of its characters from which a box holds something else."""
FLATTEST = 0.6
"""Em of height below which a box holds no line of text,"""
FLATTEST_FILLED, FITTING = 0.5, 0.1
"""and the same of a box that the text fills, by that share of its width."""
SPECK = 0.35
"""Share of the width of its text below which a low box holds a speck or a piece of a rule."""
BARS = ("|", "||")
"""What the piece of a rule is read as."""
FARTHEST_LINE = 3.0
"""Em down to the next line of a column, at the most."""
SAME_ROW = 0.5
"""Share of the pitch by which two lines of one row may differ in height."""
NEXT_LINE = 1.65
"""Pitches within which a body line stands right below another one, a heading between them or not."""
ALIGNED = 0.5
"""Em by which the edges of lines of one column may differ."""
HALF = 0.5
"""Share of its width by which a line stands below another."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line as the engine read it: mostly a printed line of a column, at times a piece of one."""

    number: int
    """Its index in `RawPage.lines`."""
    box: Box
    """Straightened, in em."""
    text: str
    """Without white space at its ends."""
    size: float
    """Of its type, by that of the body."""
    kind: RegionKind = RegionKind.UNKNOWN
    """What the engine took its region for."""
    headline: bool = False
    """Whether the engine took its region for a headline, by the levels of headings."""
    part: int | None = None
    """Where it is a line of a block that the file does not part in lines: its number in the block,"""
    parts: int = 1
    """and how many the block has, as far as its area shows."""
    shared: bool = False
    """Whether its box was that of several lines: how wide it is says nothing of this one."""

    @property
    def middle(self) -> float:
        """The height at which it stands."""
        return (self.box.top + self.box.bottom) / 2

    @property
    def has_cells(self) -> bool:
        """Whether it is a row of a table."""
        return self.kind is RegionKind.TABLE and "\t" in self.text

    @property
    def sparse(self) -> bool:
        """Whether its box is far wider than its few characters: something else was read as text."""
        return not self.shared and self.box.width > SPARSE * max(ems(self.text), 0.5) * self.box.height

    @property
    def flat(self) -> bool:
        """Whether its box is too low for a line of so many letters: a rule was read as text, or a speck."""
        length = ems(self.text)
        if self.box.width < SPECK * length and self.box.height < FLATTEST:
            return self.text in BARS or any(map(is_content, self.text))
        filled = abs(self.box.width - length) <= FITTING * length
        return self.box.height < (FLATTEST_FILLED if filled else FLATTEST) and length >= LONG

    def overlap(self, other: Row | Box) -> float:
        """Share of the narrower one that stands above or below the other."""
        return overlap(self.box, other.box if isinstance(other, Row) else other)


def overlap(one: Box, other: Box) -> float:
    """Share of the narrower box that stands above or below the other.

    >>> overlap(Box(0, 0, 10, 1), Box(8, 1, 12, 2))
    0.5
    """
    shared = min(one.right, other.right) - max(one.left, other.left)
    return max(0.0, shared / max(min(one.width, other.width), 1e-9))


@dataclass(frozen=True)
class Sheet:
    """The rows of a page, and how far its body lines stand apart."""

    rows: Sequence[Row]
    """From top to bottom."""
    pitch: float
    """From one body line to the next, in em."""
    em: float
    """In the unit of the page."""
    skew: float
    """Rise of the lines by their length, downwards positive."""
    spans: Sequence[tuple[int, int]] = ()
    """Start and end in the raw text of each line; `Row.number` counts them."""
    measured: bool = True
    """Whether the engine saw where each line stands; else the heights of most are guessed."""

    @classmethod
    def of(cls, page: RawPage) -> Sheet:
        r"""The sheet of a page; lines without a box or without text are left out.

        >>> from cleaner.document import Line
        >>> page = RawPage("今天开会\n", (Line((0, 4), Box(10, 10, 90, 30)),))
        >>> [row.box.width for row in Sheet.of(page).rows]
        [4.0]
        """
        spans = [line.span for line in page.lines]
        found = [
            (n, line.box, page.text[slice(*line.span)].strip())
            for n, line in enumerate(page.lines)
            if line.box is not None and line.box.width > FLAT and line.box.height > FLAT
        ]
        found = [(n, box, text) for n, box, text in found if text]
        if not found:
            return cls((), USUAL_PITCH, 1.0, 0.0, spans)
        boxes = np.array(
            [(box.left, box.top, box.right, box.bottom) for _, box, _ in found], dtype=np.float64
        )
        natural = np.array([max(ems(text.translate(_AS_PRINTED)), 0.5) for _, _, text in found])
        kinds = [_kind(page, n) for n, _, _ in found]
        if page.unit == RELATIVE:
            tight = np.array([kind is not RegionKind.TABLE for kind in kinds])
            boxes[:, 1::2] *= _shape(boxes[tight], natural[tight])
        sharing = Counter(map(tuple, boxes.tolist()))
        shared = {n for (n, _, _), box in zip(found, boxes.tolist(), strict=True) if sharing[tuple(box)] > 1}
        boxes = part_boxes(boxes, natural, kinds)
        headlines = _headlines(page, [n for n, _, _ in found])
        if 2 * sum(page.lines[n].whole_block for n, _, _ in found) > len(found):
            numbers, texts = [n for n, _, _ in found], [text for _, _, text in found]
            rows, em = block_rows(numbers, texts, kinds, boxes, natural)
            rows = [
                replace(row, headline=row.number in headlines, shared=row.number in shared) for row in rows
            ]
            return cls(rows, _pitch(rows), em, 0.0, spans, measured=False)
        slopes = np.array([page.lines[n].slope for n, _, _ in found])
        em = _em(boxes, natural)
        skew = _skew(boxes, slopes, natural)
        boxes = _straightened(boxes, slopes, skew) / em
        words = Words.of(page, em, skew)
        kept = [
            without_rules(text, words.between(*spans[n]).trim(Box(*box), FLATTEST))
            for (n, _, text), box in zip(found, boxes.tolist(), strict=True)
        ]
        boxes = np.array([(box.left, box.top, box.right, box.bottom) for _, box in kept])
        sizes = _sizes(boxes, np.array([max(ems(text.translate(_AS_PRINTED)), 0.5) for text, _ in kept]))
        rows = [
            Row(n, box, text, size, kind, n in headlines, shared=n in shared)
            for (n, _, _), (text, box), size, kind in zip(found, kept, sizes.tolist(), kinds, strict=True)
        ]
        rows.sort(key=lambda row: (row.middle, row.box.left))
        return cls(rows, _pitch(rows), em, skew, spans)


def _kind(page: RawPage, line: int) -> RegionKind:
    region = page.lines[line].region
    return RegionKind.UNKNOWN if region is None else page.regions[region].kind


def _headlines(page: RawPage, lines: Sequence[int]) -> frozenset[int]:
    """The lines in headings of the highest level, where there are headings of several."""
    regions = {line: page.lines[line].region for line in lines}
    levels = {
        line: level
        for line, region in regions.items()
        if region is not None
        and page.regions[region].kind is RegionKind.HEADING
        and (level := page.regions[region].level) is not None
    }
    if len(set(levels.values())) < 2:
        return frozenset()
    return frozenset(line for line, level in levels.items() if level == min(levels.values()))


def _shape(boxes: Floats, natural: Floats) -> float:
    """Height of a page by its width, where boxes are shares of both: type is as high as it is wide.

    Of short blocks those of one line are the lowest for their text, whatever the size of their type; the rows
    of tables are wider than their text.
    """
    least, most = SHORT_BLOCK
    short = (natural >= least) & (natural < most)
    widths, heights = (boxes[:, 2] - boxes[:, 0])[short], (boxes[:, 3] - boxes[:, 1])[short]
    found = np.sort(heights * natural[short] / (PADDED * widths))
    alike = np.searchsorted(found, ONE_LINE * found, side="right") - np.arange(len(found))
    if alike.max(initial=0) < FEWEST_LINES:
        return USUAL_SHAPE
    first = int(np.argmax(2 * alike >= alike.max()))
    return 1.0 / float(np.median(found[first : first + alike[first]]))


def _em(boxes: Floats, natural: Floats) -> float:
    widths, heights = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    long = natural >= LONG
    if long.any():
        return float(np.median(widths[long] / natural[long]))
    return float(np.median(np.minimum(widths / natural, heights)))


def _skew(boxes: Floats, slopes: Floats, natural: Floats) -> float:
    """What the engine says of the slope of long lines; where it says nothing, what the column edges say."""
    known = slopes[(natural >= LONG) & (slopes != 0)]
    if len(known) * 2 > (natural >= LONG).sum():
        skew = float(np.median(known))
    else:
        usual = float(np.median((boxes[:, 2] - boxes[:, 0]) / natural))
        skew = _edge_slant(boxes, usual)
    return skew if abs(skew) <= STEEPEST else 0.0


NEIGHBOURS = 6
"""Lines of one column between which its edge is followed."""


def _edge_slant(boxes: Floats, usual: float) -> float:
    """How far the columns lean, as the skew that makes them lean so; `usual` is the em.

    Lines or blocks of nearly one width, far apart in one column, are compared.
    """
    width, top = boxes[:, 2] - boxes[:, 0], boxes[:, 1]
    slants: list[float] = []
    for at in np.flatnonzero(width >= 2 * LONG * usual):
        same = (
            (abs(boxes[:, 2] - boxes[at, 2]) < usual)
            & (abs(width - width[at]) < 0.3 * usual)
            & (top > top[at] + 2 * NEIGHBOURS * usual)
        )
        for other in np.flatnonzero(same)[:NEIGHBOURS]:
            shift = (boxes[other, 0] + boxes[other, 2] - boxes[at, 0] - boxes[at, 2]) / 2
            slants.append(-shift / (top[other] - top[at]))
    return float(np.median(slants)) if len(slants) > NEIGHBOURS else 0.0


def _straightened(boxes: Floats, slopes: Floats, skew: float) -> Floats:
    """Boxes turned back by the skew; a box round a slanted line is as much higher as the line rises."""
    middle_x, middle_y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    half_width, height = (boxes[:, 2] - boxes[:, 0]) / 2, boxes[:, 3] - boxes[:, 1]
    half_height = np.maximum(height - abs(slopes) * 2 * half_width, 0.5 * height) / 2
    x, y = middle_x + skew * middle_y, middle_y - skew * middle_x
    return np.stack([x - half_width, y - half_height, x + half_width, y + half_height], axis=1)


def _sizes(boxes: Floats, natural: Floats) -> Floats:
    """Type sizes: what width and height both allow; of a few characters the height says more."""
    widths, heights = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    by_height = heights / np.median(heights)
    by_width = widths / natural
    return np.where(natural >= 2, np.minimum(by_height, by_width), by_height)


def _pitch(rows: Sequence[Row]) -> float:
    """How far the lines stand apart that stand right below each other."""
    steps: list[float] = []
    body = [row for row in rows if row.size < LARGE]
    boxes, middles = Boxes(row.box for row in body), np.array([row.middle for row in body])
    ends = np.searchsorted(middles, middles + FARTHEST_LINE, side="right")
    for i, row in enumerate(body):
        near = slice(i + 1, ends[i])
        step = middles[near] - row.middle
        below = (step > SAME_ROW) & (boxes.overlap(row.box, near) > HALF)
        if below.any():
            steps.append(float(step[below.argmax()]))
    return float(np.median(steps)) if steps else USUAL_PITCH


def block_rows(
    numbers: Sequence[int],
    texts: Sequence[str],
    kinds: Sequence[RegionKind],
    boxes: Floats,
    natural: Floats,
) -> tuple[list[Row], float]:
    """The lines that blocks of joined text were printed in, as far as their areas tell, and the em.

    Headlines stay whole.
    """
    em = _block_em(boxes, natural)
    scaled = boxes / em
    skew = _edge_slant(scaled[scaled[:, 3] - scaled[:, 1] > 2 * BLOCK_PITCH], 1.0)
    scaled = _straightened(scaled, np.zeros(len(scaled)), skew)
    rows: list[Row] = []
    for number, text, kind, (left, top, right, bottom), ems_in in zip(
        numbers, texts, kinds, scaled.tolist(), natural.tolist(), strict=True
    ):
        count = 1
        while count < len(text) and _block_size(bottom - top, count) * ems_in > _filled(count) * (
            right - left
        ):
            count += 1
        if kind is RegionKind.HEADING and _block_size(bottom - top, count) * ems_in < right - left:
            count = 1  # one line in a high box: several would fill its width
        size = _block_size(bottom - top, count)
        if count == 1 and ems_in >= 2:
            size = min(size, (right - left) / ems_in)  # a tilted line has a high box
        if kind is RegionKind.TEXT and text.endswith(SENTENCE_END):
            size = min(size, 1.0)  # no headline, however much room is round it
        if size >= LARGE_BLOCK or kind is RegionKind.HEADING or count == 1:
            rows.append(Row(number, Box(left, top, right, bottom), text, size, kind, part=0))
            continue
        step = (bottom - top - 1.0) / (count - 1)
        for part in range(count):
            start, end = len(text) * part // count, len(text) * (part + 1) // count
            box = Box(left, top + part * step, right, top + part * step + 1.0)
            rows.append(Row(number, box, text[start:end], 1.0, kind, part=part, parts=count))
    rows.sort(key=lambda row: (row.middle, row.box.left))
    return rows, em


def _block_em(boxes: Floats, natural: Floats) -> float:
    """The em at which blocks of much text fill their areas.

    n em of text in lines of w fill n / w lines and most of another; the last line has no room below it.
    """
    much = natural >= min(MUCH_TEXT, float(natural.max()))
    w, h, n = (boxes[:, 2] - boxes[:, 0])[much], (boxes[:, 3] - boxes[:, 1])[much], natural[much]
    left_over = LAST_LINE * BLOCK_PITCH - (BLOCK_PITCH - 1)
    root = np.sqrt((left_over * w) ** 2 + 4 * BLOCK_PITCH * n * w * h)
    return float(np.median((root - left_over * w) / (2 * BLOCK_PITCH * n)))


def _filled(count: int) -> float:
    """Lines that a block of so many fills at the most."""
    return count * (FILLED_FEW if count <= FEW_LINES else FILLED)


def _block_size(height: float, count: int) -> float:
    """The size of type, in em, of a block of so many lines."""
    return height / (PADDED + (count - 1) * HEAD_PITCH)
