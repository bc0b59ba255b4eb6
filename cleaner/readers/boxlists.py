"""Lists of lines with boxes: RapidOCR, PaddleOCR, EasyOCR, CnOCR, Umi-OCR, Surya up to 0.17, vision models.

Their lines come as the detector found them, mostly row by row over all columns, and without regions. Where
there are corners, they win over an upright box, for they tell the slope of the line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import zip_longest
from typing import NamedTuple, cast

from cleaner.document import Box, RawPage
from cleaner.errors import FormatError
from cleaner.readers.articles import TITLES
from cleaner.readers.building import Character, PageBuilder
from cleaner.readers.families import JsonReader
from cleaner.readers.formats import InputFormat
from cleaner.readers.values import (
    Point,
    box,
    check_pages,
    confidence,
    corners,
    fields,
    first_of,
    items,
    line_text,
    objects,
    printed,
    rectangle,
    slope,
    text,
)

TEXT_KEYS = ("txt", "text", "transcription", "text_content")
BOX_KEYS = ("box", "boxes", "points", "bbox", "position", "bbox_2d")
SCORE_KEYS = ("score", "confidence", "confident")


class BoxedLine(NamedTuple):
    """A line in the corners of its box, the top left one first; without corners it has no box."""

    text: str
    corners: list[Point]
    confidence: float | None
    path: str
    characters: Sequence[Character] = ()

    @property
    def box(self) -> Box | None:
        return Box.around(self.corners) if self.corners else None


def add_boxed(builder: PageBuilder, line: BoxedLine, region: int | None = None) -> None:
    """Add a line with the box around its corners and the slope that they tell."""
    builder.add_line(
        line.text,
        line.box,
        confidence=line.confidence,
        region=region,
        slope=slope(line.corners),
        path=line.path,
        characters=line.characters,
    )


def columns_of(
    result: Mapping[str, object], keys: Sequence[str], lines: int, path: str
) -> list[Sequence[object]]:
    """What a result tells of its lines in lists apart, by key; empty lists where it tells nothing.

    Raises `FormatError` where one is not as long as there are lines.
    """
    columns = [items(result.get(key)) for key in keys]
    for key, column in zip(keys, columns, strict=True):
        if column and len(column) != lines:
            raise FormatError(
                f"{path}/{key}: {len(column)} entries for {lines} lines. The file is damaged: write it anew."
            )
    return columns


# RapidOCR, PaddleOCR 2, EasyOCR, CnOCR, Qwen-VL


def _is_place(value: object) -> bool:
    """Whether this is a polygon, or a rectangle of four numbers."""
    values = items(value)
    return len(values) >= 4 and (
        all(len(items(point)) == 2 for point in values) or all(type(side) in (int, float) for side in values)
    )


def _is_entry(value: object) -> bool:
    """Whether this is a line: text and box by key, `[quad, text, score]` or `[quad, [text, score]]`."""
    if isinstance(value, dict):
        typed = "category" in value or any(key in value for key in TITLES)  # a block, or a whole article
        return not typed and any(key in value for key in TEXT_KEYS) and any(key in value for key in BOX_KEYS)
    entry = items(value)
    return len(entry) in (2, 3) and _is_place(entry[0]) and not isinstance(entry[1], dict)


def _columns(value: Mapping[str, object]) -> list[object]:
    """The lines of an object that has texts, boxes and scores apart, as RapidOCR returns it.

    Raises `FormatError` where they are not as many.
    """
    boxes, texts, scores = (items(value.get(key)) for key in ("boxes", "txts", "scores"))
    boxed = value.get("boxes") is not None
    if (boxed and len(boxes) != len(texts)) or (scores and len(scores) != len(texts)):
        raise FormatError(
            f"/boxes: {len(boxes)} boxes and {len(scores)} scores for {len(texts)} lines. The file is "
            "damaged: write it anew."
        )
    return [
        {"txt": content, "box": place, "score": score}
        for content, place, score in zip_longest(texts, boxes, scores)
    ]


def _are_lines(value: object) -> bool:
    return any(map(_is_entry, items(value)))


def _is_box_list(value: object) -> bool:
    """Whether these are lines, or pages of lines; an empty list is a blank page."""
    if isinstance(value, dict):
        return isinstance(value.get("txts"), list) and ("boxes" in value or "scores" in value)
    pages = items(value)
    blank = all(page is None or page == [] for page in pages)
    return isinstance(value, list) and (blank or _are_lines(value) or any(map(_are_lines, pages)))


def _read_box_list(value: object, name: str) -> Iterator[RawPage]:
    if isinstance(value, dict):
        yield _page_of_entries(_columns(value), "", name)
    elif not value or _are_lines(value):
        yield _page_of_entries(items(value), "", name)
    else:
        check_pages(len(items(value)))
        for at, page in enumerate(items(value)):
            if page is not None and not isinstance(page, list):
                raise FormatError(f"/{at}: {str(page)[:40]!r} stands where a page of lines should.")
            yield _page_of_entries(items(page), f"/{at}", name)


def _page_of_entries(entries: Sequence[object], path: str, name: str) -> RawPage:
    builder = PageBuilder(InputFormat.BOX_LIST, name=name)
    parts = [_parts(entry, f"{path}/{at}") for at, entry in enumerate(entries)]
    sized = _are_sized([place for _, place, _, _ in parts if place is not None])
    read_box = partial(rectangle, sized=True) if sized else corners
    for at, (content, place, score, words) in enumerate(parts):
        where = f"{path}/{at}"
        add_boxed(
            builder,
            BoxedLine(
                printed(content, f"{where}/text"),
                read_box(place, f"{where}/box") if place is not None else [],
                confidence(score),
                where,
                _rapidocr_words(words, f"{where}/word_results"),
            ),
        )
    return builder.page()


def _parts(entry: object, path: str) -> tuple[object, object, object, object]:
    """The text, the box, the confidence and the words of a line. Raises `FormatError` where it is none."""
    if isinstance(entry, dict) and any(key in entry for key in TEXT_KEYS):
        content, place, score = (first_of(entry, keys) for keys in (TEXT_KEYS, BOX_KEYS, SCORE_KEYS))
        return content, place, score, entry.get("word_results")
    if not _is_entry(entry):
        raise FormatError(
            f"{path}: {str(entry)[:40]!r} is no line with a text. Write it anew, or take it out."
        )
    place, content, score = (*items(entry), None)[:3]
    if isinstance(content, list) and (len(content) < 2 or not _is_word(content[1])):
        content, score = (*content, None, None)[:2]
    return content, place, score, None


def _is_word(value: object) -> bool:
    return isinstance(value, str) and confidence(value) is None


def _are_sized(places: Sequence[object]) -> bool:
    """Whether the four numbers of a page's boxes are left, top, width and height.

    As right and bottom they would stand left of and above the upper left corner in most lines.
    """
    flat = [place for place in map(items, places) if len(place) == 4 and _is_place(place)]
    numbers = [cast(Sequence[float], place) for place in flat if not items(place[0])]
    turned = sum(third < first or fourth < second for first, second, third, fourth in numbers)
    return len(numbers) == len(places) and 2 * turned > len(numbers)


def _rapidocr_words(value: object, where: str) -> list[Character]:
    """`[[text, confidence, quad or null], …]`, as RapidOCR 3 returns them with `return_word_box`."""
    return [
        Character(printed(word, f"{where}/{at}"), box(place, f"{where}/{at}"), confidence(score))
        for at, (word, score, place) in enumerate(
            (*items(entry), None, None, None)[:3] for entry in items(value)
        )
    ]


# PaddleOCR 3

PADDLE_COLUMNS = ("rec_scores", "rec_polys", "rec_boxes", "text_word")
"""What it tells of the lines, apart from their texts."""


def paddle_lines(result: Mapping[str, object], path: str) -> Iterator[BoxedLine]:
    """The lines of an OCR result of PaddleOCR 3, of its own or inside one of PP-Structure.

    `dt_polys`, the boxes before recognition, may be more than the lines: they are not looked at.
    """
    texts = result.get("rec_texts", [])
    if not isinstance(texts, list):
        raise FormatError(f"{path}/rec_texts: this is no list of lines. The file is damaged: write it anew.")
    columns = columns_of(result, PADDLE_COLUMNS, len(texts), path)
    regions = items(result.get("text_word_boxes")) or items(result.get("text_word_region"))
    for at, content in enumerate(texts):
        score, polygon, upright, words = (column[at] if column else None for column in columns)
        where = f"{path}/rec_texts/{at}"
        boxes = items(regions[at]) if at < len(regions) else ()
        characters = [
            Character(printed(word, where), box(place, where))
            for word, place in zip(items(words), boxes, strict=False)
        ]
        yield BoxedLine(
            printed(content, where),
            corners(polygon if polygon is not None else upright, where),
            confidence(score),
            where,
            characters,
        )


def paddle_results(value: object) -> list[tuple[Mapping[str, object], str]]:
    """The results of PaddleOCR 3 in a value, with their paths: as saved, printed (in `res`) or served."""
    found = []
    for at, entry in enumerate(items(value) or [value]):
        path = f"/{at}" if isinstance(value, list) else ""
        result = fields(entry)
        if "res" in result:
            result, path = fields(result["res"]), f"{path}/res"
        if "errorCode" in result and "result" in result:
            result, path = fields(result["result"]), f"{path}/result"
        for key in ("ocrResults", "layoutParsingResults"):
            for number, answer in enumerate(items(result.get(key))):
                found.append(
                    (fields(fields(answer).get("prunedResult")), f"{path}/{key}/{number}/prunedResult")
                )
        if not any(key in result for key in ("ocrResults", "layoutParsingResults")):
            found.append((result, path))
    return found


def _is_paddle(value: object) -> bool:
    results = paddle_results(value)
    return bool(results) and all("rec_texts" in result for result, _ in results)


def _read_paddle(value: object, name: str) -> Iterator[RawPage]:
    for result, path in paddle_results(value):
        builder = PageBuilder(InputFormat.PADDLEOCR, name=name)
        for line in paddle_lines(result, path):
            add_boxed(builder, line)
        yield builder.page()


# Umi-OCR and PaddleOCR-json

TEXT, NO_TEXT = "100", "101"
"""The codes of a picture with text and without; other codes are errors, with the reason for data."""


def _is_umi(value: object) -> bool:
    answer = fields(value)
    return {"code", "data"} <= answer.keys() and (
        str(answer["code"]) in (TEXT, NO_TEXT) or isinstance(answer["data"], str)
    )


def _read_umi(value: object, name: str) -> Iterator[RawPage]:
    answer = fields(value)
    code, data = str(answer["code"]), answer["data"]
    if code not in (TEXT, NO_TEXT):
        raise FormatError(f"/code: the engine reports error {code} ({str(data)[:80]}). Read the scan again.")
    builder = PageBuilder(InputFormat.UMI_OCR, name=text(answer.get("fileName")) or name)
    if code == NO_TEXT:
        data = None
    elif isinstance(data, str):
        builder.add_line(data, path="/data")
        data = None
    for where, line in objects(data, "/data"):
        content, score = line_text(line, where, "text", *TEXT_KEYS), confidence(line.get("score"))
        add_boxed(builder, BoxedLine(content, corners(line.get("box"), where), score, where))
    yield builder.page()


# Surya up to 0.17


def is_surya(value: object, key: str) -> bool:
    """Whether this is a file of Surya, with pages that have `key`."""
    return any(key in fields(page) for pages in fields(value).values() for page in items(pages))


def surya_pages(value: object, key: str) -> Iterator[tuple[Mapping[str, object], str, str]]:
    """Pages of a Surya file, with the name of their document and their path.

    Raises `FormatError` where a page has no `key`.
    """
    for document, pages in fields(value).items():
        for path, page in objects(pages, f"/{document}"):
            if key not in page:
                raise FormatError(f"{path}: this page has no {key}. Read its scan again, or take it out.")
            yield page, document, path


def surya_size(page: Mapping[str, object], path: str) -> tuple[float, float] | None:
    """Width and height of a page, from `image_bbox`.

    >>> surya_size({"image_bbox": [0, 0, 800, 1200]}, "")
    (800.0, 1200.0)
    """
    found = box(page.get("image_bbox"), f"{path}/image_bbox")
    return (found.width, found.height) if found else None


def _is_surya(value: object) -> bool:
    return is_surya(value, "text_lines")


def _read_surya(value: object, name: str) -> Iterator[RawPage]:
    for page, document, path in surya_pages(value, "text_lines"):
        builder = PageBuilder(InputFormat.SURYA_LINES, size=surya_size(page, path), name=name or document)
        for where, line in objects(page["text_lines"], f"{path}/text_lines"):
            characters = [
                Character(
                    printed(character.get("text"), place),
                    box(character.get("bbox") or character.get("polygon"), place),
                    confidence(character.get("confidence")),
                )
                for place, character in objects(line.get("chars"), f"{where}/chars")
            ]
            outline = corners(line.get("polygon") or line.get("bbox"), where)
            content, score = line_text(line, where, "text"), confidence(line.get("confidence"))
            add_boxed(builder, BoxedLine(content, outline, score, where, characters))
        yield builder.page()


READERS = (
    JsonReader(InputFormat.PADDLEOCR, _is_paddle, _read_paddle),
    JsonReader(InputFormat.UMI_OCR, _is_umi, _read_umi),
    JsonReader(InputFormat.SURYA_LINES, _is_surya, _read_surya),
    JsonReader(InputFormat.BOX_LIST, _is_box_list, _read_box_list),
)
