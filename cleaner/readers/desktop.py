"""What programs on a desk recognise, in lines with boxes: WeChat, macOS Vision."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.document import RawPage
from cleaner.readers.boxlists import BoxedLine, add_boxed
from cleaner.readers.building import PageBuilder
from cleaner.readers.families import JsonReader
from cleaner.readers.formats import InputFormat
from cleaner.readers.values import (
    SIDES,
    confidence,
    corners,
    fields,
    items,
    line_text,
    number,
    objects,
    printed,
    rectangle,
)

# WeChat

WECHAT_KEYS = ("ocr_response", "ocrResult")
"""Where wcocr and wechat_ocr have the lines."""


def _is_wechat(value: object) -> bool:
    return any(isinstance(fields(value).get(key), list) for key in WECHAT_KEYS)


def _read_wechat(value: object, name: str) -> Iterator[RawPage]:
    builder = PageBuilder(InputFormat.WECHAT, name=name)
    for key in WECHAT_KEYS:
        for where, line in objects(fields(value).get(key), f"/{key}"):
            place = _with_zeros(line.get("location", line))
            content, score = line_text(line, where, "text"), confidence(line.get("rate"))
            add_boxed(builder, BoxedLine(content, corners(place, where), score, where))
    yield builder.page()


def _with_zeros(value: object) -> object:
    """The sides of a box, of which those that are 0 are left out; `None` where there is none."""
    sides = {key: fields(value).get(key, 0) for key in SIDES[0]}
    return sides if any(key in fields(value) for key in SIDES[0]) else None


# macOS Vision

SHARES = 1.05
"""The largest share of a page that rounding makes of its side."""


def _is_line(value: object) -> bool:
    """Whether this is a text, its confidence, and a box of four numbers."""
    line = items(value)
    return (
        len(line) == 3
        and isinstance(line[0], str)
        and confidence(line[1]) is not None
        and not isinstance(line[1], str)
        and len(items(line[2])) == 4
        and all(type(side) in (int, float) for side in items(line[2]))
    )


def _is_apple_vision(value: object) -> bool:
    lines = items(value)
    return bool(lines) and all(map(_is_line, lines))


def _read_apple_vision(value: object, name: str) -> Iterator[RawPage]:
    """Boxes are shares of the page, from its lower left corner, or pixels from the upper left one."""
    places = [items(items(line)[2]) for line in items(value)]
    are_shares = all(abs(number(side, "")) <= SHARES for place in places for side in place)
    builder = PageBuilder(InputFormat.APPLE_VISION, unit="relative" if are_shares else "px", name=name)
    for at, line in enumerate(items(value)):
        content, score, place = items(line)
        where = f"/{at}"
        if are_shares:
            left, bottom, width, height = (number(side, where) for side in items(place))
            place = left, 1 - bottom - height, width, height
        outline = rectangle(place, where, sized=are_shares)
        add_boxed(builder, BoxedLine(printed(content, where), outline, confidence(score), where))
    yield builder.page()


READERS = (
    JsonReader(InputFormat.WECHAT, _is_wechat, _read_wechat),
    JsonReader(InputFormat.APPLE_VISION, _is_apple_vision, _read_apple_vision),
)
