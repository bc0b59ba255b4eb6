"""Values of untrusted files: numbers, boxes, confidences, text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from math import isfinite
from typing import cast

from cleaner.document import Box
from cleaner.errors import FormatError, InputError

LARGEST_NUMBER = 1_000_000
"""No coordinate of a page is as large: a broadsheet at 1200 dots an inch is 30,000 wide."""

MOST_PAGES = 20_000
"""Pages in one JSON value at the most; most of so many are empty brackets."""

SURE = 1.01
"""The largest confidence that rounding makes of 1."""

Point = tuple[float, float]


def number(value: object, where: str) -> float:
    """A finite number smaller than `LARGEST_NUMBER`, from a JSON number or an XML attribute.

    Raises `FormatError` otherwise.

    >>> number("12.5", "/box/0")
    12.5
    """
    if type(value) in (int, float) and -LARGEST_NUMBER < cast(float, value) < LARGEST_NUMBER:
        return float(cast(float, value))
    try:
        found = float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None
    except (ValueError, OverflowError):
        found = None
    if found is None or not isfinite(found) or abs(found) >= LARGEST_NUMBER:
        raise FormatError(
            f"{where}: {str(value)[:40]!r} is no coordinate. The file is damaged: write it anew."
        )
    return found


def confidence(value: object, scale: float = 1.0) -> float | None:
    """The share, 0 to 1, that a confidence out of `scale` states; `None` where it states none.

    >>> confidence(93, 100), confidence(1.0000001), confidence(-1), confidence(None)
    (0.93, 1.0, None, None)
    """
    try:
        share = number(value, "") / scale
    except FormatError:
        return None
    return min(share, 1.0) if 0 <= share <= SURE else None


def points(value: object, where: str) -> list[Point]:
    """The points of a polygon: pairs, a flat list of coordinates, or objects with `x` and `y`.

    A coordinate that is left out of an object is 0: Google's JSON omits zeros. A list may be written as a
    string, as tables hold it. Raises `FormatError` for anything else.

    >>> points([[1, 2], [3, 2]], "/box"), points([1, 2, 3, 2], "/box"), points([{"y": 2}], "/box")
    ([(1.0, 2.0), (3.0, 2.0)], [(1.0, 2.0), (3.0, 2.0)], [(0.0, 2.0)])
    """
    values = _listed(value, where)
    if values and all(isinstance(point, dict) for point in values):
        values = [
            [point.get("x") or 0, point.get("y") or 0] for point in cast(list[dict[str, object]], values)
        ]
    elif values and not any(isinstance(point, list | tuple) for point in values) and len(values) % 2 == 0:
        values = [values[at : at + 2] for at in range(0, len(values), 2)]
    found = []
    for at, point in enumerate(values):
        pair = items(point)
        if len(pair) < 2:
            raise FormatError(f"{where}/{at}: this is no point. The file is damaged: write it anew.")
        found.append((number(pair[0], where), number(pair[1], where)))
    return found


def _listed(value: object, where: str) -> Sequence[object]:
    """The list that a value is, or that a string holds as JSON; none where it is blank or null."""
    found = value
    if isinstance(value, str):
        try:
            found = json.loads(value) if value.strip() else []
        except (ValueError, RecursionError):
            found = None
    elif value is None:
        found = []
    if not isinstance(found, list | tuple):
        raise FormatError(f"{where}: {str(value)[:40]!r} is no box. Write boxes as lists of numbers.")
    return found


SIDES = (
    ("left", "top", "right", "bottom"),
    ("x1", "y1", "x2", "y2"),
    ("x0", "y0", "x1", "y1"),
    ("xmin", "ymin", "xmax", "ymax"),
)
MEASURES = (("left", "top", "width", "height"), ("x", "y", "width", "height"), ("x", "y", "w", "h"))
"""Keys of boxes that are objects: with their right and lower side, or with their width and height."""


def corners(value: object, where: str) -> list[Point]:
    """The corners of a polygon, or of a rectangle: four numbers, or an object of `SIDES` or `MEASURES`.

    Raises `FormatError` where the value is there but is no box.

    >>> corners([1, 2, 9, 5], "/box") == corners({"x": 1, "y": 2, "w": 8, "h": 3}, "/box")
    True
    """
    if isinstance(value, dict) and value:
        values: list[object] = next(
            ([value[key] for key in keys] for keys in (*SIDES, *MEASURES) if value.keys() >= set(keys)), []
        )
        sized = not any(value.keys() >= set(keys) for keys in SIDES)
        return rectangle(values, where, sized=sized)
    found = points(value or None, where)
    if len(found) == 2 and not any(isinstance(point, list | tuple | dict) for point in items(value)):
        return rectangle([side for point in found for side in point], where)
    return found


def rectangle(value: object, where: str, *, sized: bool = False) -> list[Point]:
    """The corners of a rectangle from left, top, right and bottom, or (`sized`) width and height.

    Raises `FormatError` where these are not four numbers.

    >>> rectangle([1, 2, 8, 3], "/box", sized=True)
    [(1.0, 2.0), (9.0, 2.0), (9.0, 5.0), (1.0, 5.0)]
    """
    values = items(value)
    if len(values) != 4:
        raise FormatError(f"{where}: this is no box. Write boxes as lists of four numbers or of points.")
    left, top, right, bottom = (number(side, where) for side in values)
    if sized:
        right, bottom = left + right, top + bottom
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def box(value: object, where: str) -> Box | None:
    """The upright box around a polygon, or of left, top, right, bottom; `None` where there is none.

    Raises `FormatError` where the value is there but is no box.

    >>> box([10, 20, 110, 50], "/bbox") == box([[10, 20], [110, 20], [110, 50], [10, 50]], "/box")
    True
    """
    polygon = corners(value, where)
    return Box.around(polygon) if polygon else None


def slope(polygon: Sequence[Point]) -> float:
    """The rise of a line by its length, downwards positive, from its four corners, the top left one first.

    >>> slope([(0, 0), (100, 1), (100, 31), (0, 30)])
    0.01
    """
    if len(polygon) != 4:
        return 0.0
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = polygon
    length = (x1 - x0) + (x2 - x3)
    return ((y1 - y0) + (y2 - y3)) / length if length > 0 else 0.0


def text(value: object) -> str:
    """A name or a label, or nothing where the value is none; `printed` reads the text of a page."""
    return value if isinstance(value, str) else ""


def printed(value: object, where: str) -> str:
    r"""The text of a line or a block: a string, a number, or strings of a list as lines; nothing for null.

    Raises `FormatError` for anything else, as text would be lost.

    >>> printed("青石镇", "/txt"), printed(12, "/txt"), printed(["小满", 2], "/txt"), printed(None, "/txt")
    ('青石镇', '12', '小满\n2', '')
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list) and not any(isinstance(part, list) for part in value):
        return "\n".join(filter(None, (printed(part, f"{where}/{at}") for at, part in enumerate(value))))
    what = {bool: "true or false", dict: "an object", list: "a list inside a list"}[type(value)]
    raise FormatError(f"{where}: here is {what} and no text. Write the text of each line as a string.")


def line_text(line: Mapping[str, object], where: str, *keys: str) -> str:
    """The text of a line, under the first of some keys that it has.

    Raises `FormatError` where it has none of them, or no text there.

    >>> line_text({"text": "青石镇"}, "/lines/0", "txt", "text")
    '青石镇'
    """
    key = next((key for key in keys if key in line), None)
    if key is None:
        raise FormatError(f"{where}: this line has no {keys[0]!r}. Write the text of each line there.")
    return printed(line[key], f"{where}/{key}")


def items(value: object) -> Sequence[object]:
    """A list, or nothing where the value is none.

    >>> items([1, 2]), items("ab"), items(None)
    ([1, 2], (), ())
    """
    return value if isinstance(value, list | tuple) else ()


def fields(value: object) -> Mapping[str, object]:
    """An object, or nothing where the value is none.

    >>> fields({"text": "蓄水"}), fields([1])
    ({'text': '蓄水'}, {})
    """
    return value if isinstance(value, dict) else {}


def member(entry: Mapping[str, object], name: str) -> object:
    """A value by its name, which programs in Python write with underscores; `None` where there is none.

    >>> member({"boundingBox": [1]}, "boundingBox"), member({"bounding_box": [1]}, "boundingBox")
    ([1], [1])
    """
    found = entry.get(name)
    return entry.get(_with_underscores(name)) if found is None else found


def first_of(entry: Mapping[str, object], keys: Sequence[str]) -> object:
    """The first value that an object has under some keys; one that is null or blank where it has no other.

    >>> first_of({"txt": "1", "text": "2"}, ("text", "txt"))
    '2'
    >>> first_of({"text": None, "txt": "3"}, ("text", "txt"))
    '3'
    """
    found = [entry[key] for key in keys if key in entry]
    return next((value for value in found if value not in (None, "", [])), found[0] if found else None)


@cache
def _with_underscores(name: str) -> str:
    return "".join(f"_{char.lower()}" if char.isupper() else char for char in name)


def objects(value: object, where: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The objects of a list, each with its path; null stands for an empty list.

    Raises `FormatError` for anything else, as what it holds would be lost.

    >>> list(objects([{"text": "2"}], "/lines"))
    [('/lines/0', {'text': '2'})]
    """
    if value is not None and not isinstance(value, list):
        raise FormatError(f"{where}: this is no list, but should be one. The file is damaged: write it anew.")
    for at, entry in enumerate(value or ()):
        if not isinstance(entry, dict):
            raise FormatError(
                f"{where}/{at}: {str(entry)[:40]!r} stands where an object should. The file is damaged: "
                "write it anew."
            )
        yield f"{where}/{at}", entry


def check_pages(count: int) -> None:
    """Raise `InputError` where one JSON value is said to hold more than `MOST_PAGES` pages."""
    if count > MOST_PAGES:
        raise InputError(f"it holds more than {MOST_PAGES} pages. Write JSON Lines, with a page a line.")
