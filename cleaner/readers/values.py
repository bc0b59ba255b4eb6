"""Values of untrusted files: numbers, boxes, confidences, JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from typing import NoReturn, cast

from cleaner.document import Box
from cleaner.errors import FormatError, InputError
from cleaner.reading.decoding import gb18030_text

LARGEST_NUMBER = 1_000_000
"""No coordinate of a page is as large: a broadsheet at 1200 dots an inch is 30,000 wide."""

LARGEST_VALUE = 24 * 2**20
"""Bytes of one JSON value at the most: it is parsed as a whole and takes some 14 times as much memory. Word
boxes of a dense page take 5 to 10 MiB."""

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
    values = _listed(value, where) if isinstance(value, str) else items(value)
    if values and all(isinstance(point, dict) for point in values):
        values = [[point.get("x", 0), point.get("y", 0)] for point in cast(list[dict[str, object]], values)]
    elif values and not any(isinstance(point, list | tuple) for point in values) and len(values) % 2 == 0:
        values = [values[at : at + 2] for at in range(0, len(values), 2)]
    found = []
    for at, point in enumerate(values):
        pair = items(point)
        if len(pair) < 2:
            raise FormatError(f"{where}/{at}: this is no point. The file is damaged: write it anew.")
        found.append((number(pair[0], where), number(pair[1], where)))
    return found


def _listed(value: str, where: str) -> Sequence[object]:
    """The list that a string holds as JSON; none where it is blank."""
    try:
        found = json.loads(value) if value.strip() else []
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list):
        raise FormatError(f"{where}: {value[:40]!r} is no box. Write boxes as lists of numbers.")
    return found


def box(value: object, where: str) -> Box | None:
    """The upright box around a polygon, or of left, top, right, bottom; `None` where there is none.

    Raises `FormatError` where the value is there but is no box.

    >>> box([10, 20, 110, 50], "/bbox") == box([[10, 20], [110, 20], [110, 50], [10, 50]], "/box")
    True
    """
    polygon = points(value, where) if value is not None else []
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
    """A string, or nothing where the value is none.

    >>> text("蓄水"), text(None), text(7)
    ('蓄水', '', '')
    """
    return value if isinstance(value, str) else ""


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


def check_pages(count: int) -> None:
    """Raise `InputError` where one JSON value is said to hold more than `MOST_PAGES` pages."""
    if count > MOST_PAGES:
        raise InputError(f"it holds more than {MOST_PAGES} pages. Write JSON Lines, with a page a line.")


def documents(data: bytes) -> Iterator[object]:
    r"""The JSON values of a file: one, or one a line (JSON Lines).

    Raises `FormatError` where it is no JSON, `InputError` where a value is larger than `LARGEST_VALUE`.

    >>> list(documents(b'{"code": 100}')), list(documents(b'[1]\n[2]'))
    ([{'code': 100}], [[1], [2]])
    """
    lines = (line for line in _lines(data) if line.strip())
    first, second = next(lines, b""), next(lines, b"")
    if second and _is_json(first):
        for at, line in enumerate(_lines(data), 1):
            if line.strip():
                yield _parsed(line, f"line {at}: ")
    else:
        yield _parsed(data, "")


def _lines(data: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(data):
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        yield data[start:end]
        start = end + 1


def _is_json(line: bytes) -> bool:
    try:
        _parsed(line, "")
    except FormatError:
        return False
    return True


def _parsed(data: bytes, where: str) -> object:
    if len(data) > LARGEST_VALUE:
        raise InputError(
            f"{where}this JSON value is larger than {LARGEST_VALUE // 2**20} MiB, which would take too much "
            "memory. Split it: a file a page, or JSON Lines with a page a line."
        )
    try:
        return cast(object, json.loads(_decoded(data), parse_constant=_refused))
    except RecursionError:
        problem = "its brackets are nested too deep"
    except ValueError as error:  # broken JSON, bytes in no encoding of JSON, integers of thousands of digits
        problem = str(error)
    raise FormatError(f"{where}this is no valid JSON ({problem}). It was cut or damaged: write it anew.")


def _decoded(data: bytes) -> bytes | str:
    """The bytes, for JSON tells its encoding; the text of those in GB18030, as programs on Windows write."""
    try:
        data.decode(json.detect_encoding(data), "surrogatepass")
    except UnicodeDecodeError:
        return gb18030_text(data) or data
    return data


def _refused(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number of JSON")
