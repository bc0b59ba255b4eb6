"""Lines with their boxes, as a program prints what an engine answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cleaner.patterns import Pattern

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in pixels."""

_NUMBER: Final = r"-?+\d{1,6}+(?:\.\d*+)?+"
_POINT: Final = rf"\[\s*+{_NUMBER}\s*+,\s*+{_NUMBER}\s*+\]"
_LINE: Final = Pattern(
    rf"[\[(]\s*+(?:np\.)?(?:array\()?(?P<quad>\[\s*+{_POINT}(?:\s*+,\s*+{_POINT}){{3}}\s*+\])(?:,\s*+dtype=\w++)?\)?"
    r"\s*+,\s*+[\[(]?\s*+(?P<mark>['\"])(?P<text>[^\n]{0,400}?)(?P=mark)\s*+,"
    r"\s*+(?:np\.float\d\d\()?['\"]?+[01]?\.\d++(?:e-\d+)?['\"]?+\)?\s*+[\])]?\s*+[\])]",
    needs="[",
)
"""`[[[x, y], [x, y], [x, y], [x, y]], ('text', confidence)]`, or without the inner brackets."""
_LOG: Final = r"\[\d{4}/\d\d/\d\d \d\d:\d\d:\d\d\] ppocr \w++: *+"
_FRAME: Final = Pattern(
    rf"(?:{_LOG}|[\[\](),\s]|dt_boxes num *: *\d++|rec_res num *: *\d++|elapse *: *[\d.]++"
    r"|\*{3,}+[^*\n]*+\*{3,}+)++"
)
"""What a program prints round such lines: brackets, and the notes of its log."""
_NUMBERS: Final = Pattern(_NUMBER)

FEW: Final = 3
"""Lines from which a text shows by itself how wide they are."""
PITCH: Final = 2.2
"""Heights of a line from one line to the next of its paragraph, at the most."""
FULL: Final = 0.93
"""Share of the wider line that a line must reach to be full."""


def wraps(line: Box | None, following: Box | None) -> bool:
    """Whether a line goes on in the next one: it stands over it, as near as lines do, and is full.

    >>> wraps((24, 36, 304, 74), (24, 82, 300, 112)), wraps((24, 36, 150, 74), (24, 82, 300, 112))
    (True, False)
    """
    if line is None or following is None:
        return False
    height = max(1.0, line[3] - line[1])
    under = 0 < following[1] - line[1] < PITCH * height
    aligned = abs(following[0] - line[0]) < 2.5 * height
    return under and aligned and line[2] - line[0] >= FULL * (following[2] - following[0])


def find_replacements(text: str) -> Iterator[tuple[int, int, str]]:
    r"""What of printed boxes goes: start, end, and what stands in its place.

    >>> quads = "[[0, 0], [90, 0], [90, 9], [0, 9]]", "[[0, 12], [40, 12], [40, 21], [0, 21]]"
    >>> dump = f"[{quads[0]}, ('三座水库', 0.98)]\n[{quads[1]}, ('建成', 0.9)]"
    >>> for start, end, to in sorted(find_replacements(dump), reverse=True):
    ...     dump = dump[:start] + to + dump[end:]
    >>> dump
    '三座水库建成'
    """
    found = list(_LINE.finditer(text)) if "]" in text else []
    for before, match in zip([None, *found], found, strict=False):
        if before is None:
            yield _frame_start(text, match.start()), match.start("text"), ""
        elif _is_frame(text, before.end(), match.start()):
            boxes = _box(before["quad"]), _box(match["quad"])
            yield before.end("text"), match.start("text"), _space(*boxes, few=len(found) < FEW)
        else:
            yield before.end("text"), before.end(), ""
            yield match.start(), match.start("text"), ""
    if found:
        rest = _FRAME.match(text, found[-1].end())
        yield found[-1].end("text"), rest.end() if rest else found[-1].end(), ""


def _is_frame(text: str, start: int, end: int) -> bool:
    return start == end or bool(_FRAME.fullmatch(text, start, end))


def _frame_start(text: str, start: int) -> int:
    """Where the frame before a line begins: at the first of the lines that hold nothing else."""
    while start > 0:
        line = text.rfind("\n", 0, max(0, start - 1)) + 1
        if line == start or not _is_frame(text, line, start):
            break
        start = line
    return start


def _space(line: Box, following: Box, *, few: bool) -> str:
    """What parts two lines: a blank line between paragraphs; of few lines the boxes say whether they wrap."""
    height = max(1.0, line[3] - line[1])
    if not 0 <= following[1] - line[1] < PITCH * height:
        return "\n\n"
    return "" if few and wraps(line, following) else "\n"


def _box(quad: str) -> Box:
    numbers = list(map(float, _NUMBERS.findall(quad)))
    xs, ys = numbers[::2], numbers[1::2]
    return min(xs), min(ys), max(xs), max(ys)
