"""Lists of lines with boxes: RapidOCR, PaddleOCR, EasyOCR, Umi-OCR, Baidu, Surya up to 0.17.

Their lines come as the detector found them, mostly row by row over all columns, and without regions. Where
there are corners, they win over an upright box, for they tell the slope of the line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from cleaner.document import Box, RawPage
from cleaner.errors import FormatError
from cleaner.readers.building import Character, PageBuilder
from cleaner.readers.families import JsonReader
from cleaner.readers.formats import InputFormat
from cleaner.readers.values import Point, box, check_pages, confidence, fields, items, points, slope, text

TEXT_KEYS = ("txt", "text", "transcription")
BOX_KEYS = ("box", "boxes", "points", "bbox")
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


def _first(entry: Mapping[str, object], keys: tuple[str, ...]) -> object:
    return next((entry[key] for key in keys if key in entry), None)


# RapidOCR, PaddleOCR 2, EasyOCR


def _is_polygon(value: object) -> bool:
    return len(items(value)) >= 4 and all(len(items(point)) == 2 for point in items(value))


def _is_entry(value: object) -> bool:
    """Whether this is a line: text and box by key, `[quad, text, score]` or `[quad, [text, score]]`."""
    if isinstance(value, dict):
        typed = "category" in value  # a block of a layout model
        return not typed and any(key in value for key in TEXT_KEYS) and any(key in value for key in BOX_KEYS)
    entry = items(value)
    return len(entry) in (2, 3) and _is_polygon(entry[0]) and isinstance(entry[1], str | list)


def _entries_of(value: object) -> Sequence[object]:
    """The entries of a list, or of an object that has texts, boxes and scores apart, as RapidOCR returns it.

    Raises `FormatError` where they are not as many.
    """
    if not isinstance(value, dict):
        return items(value)
    boxes, texts, scores = (items(value.get(key)) for key in ("boxes", "txts", "scores"))
    if len(boxes) != len(texts) or (scores and len(scores) != len(texts)):
        raise FormatError(
            f"/boxes: {len(boxes)} boxes and {len(scores)} scores for {len(texts)} lines. The file is "
            "damaged: write it anew."
        )
    return list(zip(boxes, texts, scores or [None] * len(texts), strict=True))


def _is_box_list(value: object) -> bool:
    if isinstance(value, dict):
        return isinstance(value.get("boxes"), list) and isinstance(value.get("txts"), list)
    entries = items(value)
    return isinstance(value, list) and (
        all(map(_is_entry, entries))
        or all(page is None or (isinstance(page, list) and all(map(_is_entry, page))) for page in entries)
    )


def _read_box_list(value: object, name: str) -> Iterator[RawPage]:
    entries = _entries_of(value)
    if isinstance(value, dict) or all(map(_is_entry, entries)):
        yield _page_of_entries(entries, "", name)
    else:
        check_pages(len(entries))
        for at, page in enumerate(entries):
            yield _page_of_entries(items(page), f"/{at}", name)


def _page_of_entries(entries: object, path: str, name: str) -> RawPage:
    builder = PageBuilder(InputFormat.BOX_LIST, name=name)
    for at, entry in enumerate(items(entries)):
        where = f"{path}/{at}"
        if isinstance(entry, dict):
            content, corners, score = (_first(entry, keys) for keys in (TEXT_KEYS, BOX_KEYS, SCORE_KEYS))
            words = _rapidocr_words(entry.get("word_results"), f"{where}/word_results")
        else:
            corners, content, score = (*items(entry), None)[:3]
            words = []
            if isinstance(content, list):
                content, score = (*content, None, None)[:2]
        add_boxed(
            builder, BoxedLine(text(content), _corners(corners, where), confidence(score), where, words)
        )
    return builder.page()


def _corners(value: object, where: str) -> list[Point]:
    """The corners of a polygon, or of a rectangle given as left, top, right, bottom."""
    found = points(value, f"{where}/box") if value is not None else []
    if len(found) == 2 and not any(isinstance(point, list) for point in items(value)):
        (left, top), (right, bottom) = found
        return [(left, top), (right, top), (right, bottom), (left, bottom)]
    return found


def _rapidocr_words(value: object, where: str) -> list[Character]:
    """`[[text, confidence, quad or null], …]`, as RapidOCR 3 returns them with `return_word_box`."""
    return [
        Character(text(word), box(corners, f"{where}/{at}"), confidence(score))
        for at, (word, score, corners) in enumerate(
            (*items(entry), None, None, None)[:3] for entry in items(value)
        )
    ]


# PaddleOCR 3


def paddle_lines(result: Mapping[str, object], path: str) -> Iterator[BoxedLine]:
    """The lines of an OCR result of PaddleOCR 3, of its own or inside one of PP-Structure.

    `dt_polys`, the boxes before recognition, may be more than the lines: they are not looked at.
    """
    texts = items(result.get("rec_texts"))
    columns = {key: items(result.get(key)) for key in ("rec_scores", "rec_polys", "rec_boxes", "text_word")}
    regions = items(result.get("text_word_boxes")) or items(result.get("text_word_region"))
    for key, column in columns.items():
        if column and len(column) != len(texts):
            raise FormatError(
                f"{path}/{key}: {len(column)} entries for {len(texts)} lines. The file is damaged: "
                "write it anew."
            )
    for at, content in enumerate(texts):
        score, polygon, rectangle, words = (column[at] if column else None for column in columns.values())
        where = f"{path}/rec_texts/{at}"
        boxes = items(regions[at]) if at < len(regions) else ()
        characters = [
            Character(text(word), box(place, where)) for word, place in zip(items(words), boxes, strict=False)
        ]
        yield BoxedLine(
            text(content),
            _corners(polygon if polygon is not None else rectangle, where),
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

NO_TEXT = 101
"""The code of a picture without text; other codes but 100 are errors, with the reason for data."""


def _is_umi(value: object) -> bool:
    return {"code", "data"} <= fields(value).keys()


def _read_umi(value: object, name: str) -> Iterator[RawPage]:
    answer = fields(value)
    code, data = answer["code"], answer["data"]
    if code not in (100, NO_TEXT):
        raise FormatError(f"/code: the engine reports error {code} ({str(data)[:80]}). Read the scan again.")
    builder = PageBuilder(InputFormat.UMI_OCR, name=text(answer.get("fileName")) or name)
    if code == NO_TEXT:
        data = ()
    elif isinstance(data, str):
        builder.add_line(data, path="/data")
    for at, entry in enumerate(items(data)):
        line, where = fields(entry), f"/data/{at}"
        add_boxed(
            builder,
            BoxedLine(
                text(line.get("text")), _corners(line.get("box"), where), confidence(line.get("score")), where
            ),
        )
    yield builder.page()


# Baidu


def _is_baidu(value: object) -> bool:
    return "words_result" in fields(value)


def _read_baidu(value: object, name: str) -> Iterator[RawPage]:
    builder = PageBuilder(InputFormat.BAIDU, name=name)
    for at, entry in enumerate(items(fields(value)["words_result"])):
        line, where = fields(entry), f"/words_result/{at}"
        corners = points(line.get("vertexes_location"), where) or _baidu_corners(line.get("location"), where)
        characters = []
        for number, part in enumerate(items(line.get("chars"))):
            character = fields(part)
            place = _baidu_corners(character.get("location"), f"{where}/chars/{number}")
            characters.append(Character(text(character.get("char")), Box.around(place) if place else None))
        score = confidence(fields(line.get("probability")).get("average"))
        add_boxed(builder, BoxedLine(text(line.get("words")), corners, score, where, characters))
    yield builder.page()


def _baidu_corners(value: object, where: str) -> list[Point]:
    place = fields(value)
    if not place:
        return []
    left, top, width, height = points(
        [[place.get(key)] * 2 for key in ("left", "top", "width", "height")], where
    )
    return _corners([left[0], top[0], left[0] + width[0], top[0] + height[0]], where)


# Surya up to 0.17


def surya_pages(value: object, key: str) -> list[tuple[Mapping[str, object], str, str]]:
    """Pages of a Surya file that have `key`, with the name of their document and their path."""
    return [
        (fields(page), document, f"/{document}/{at}")
        for document, pages in fields(value).items()
        for at, page in enumerate(items(pages))
        if key in fields(page)
    ]


def surya_size(page: Mapping[str, object], path: str) -> tuple[float, float] | None:
    """Width and height of a page, from `image_bbox`.

    >>> surya_size({"image_bbox": [0, 0, 800, 1200]}, "")
    (800.0, 1200.0)
    """
    found = box(page.get("image_bbox"), f"{path}/image_bbox")
    return (found.width, found.height) if found else None


def _is_surya(value: object) -> bool:
    return bool(surya_pages(value, "text_lines"))


def _read_surya(value: object, name: str) -> Iterator[RawPage]:
    for page, document, path in surya_pages(value, "text_lines"):
        builder = PageBuilder(InputFormat.SURYA_LINES, size=surya_size(page, path), name=name or document)
        for at, entry in enumerate(items(page["text_lines"])):
            line, where = fields(entry), f"{path}/text_lines/{at}"
            characters = [
                Character(
                    text(character.get("text")),
                    box(character.get("bbox") or character.get("polygon"), where),
                    confidence(character.get("confidence")),
                )
                for character in map(fields, items(line.get("chars")))
            ]
            corners = _corners(line.get("polygon") or line.get("bbox"), where)
            add_boxed(
                builder,
                BoxedLine(
                    text(line.get("text")), corners, confidence(line.get("confidence")), where, characters
                ),
            )
        yield builder.page()


READERS = (
    JsonReader(InputFormat.PADDLEOCR, _is_paddle, _read_paddle),
    JsonReader(InputFormat.UMI_OCR, _is_umi, _read_umi),
    JsonReader(InputFormat.BAIDU, _is_baidu, _read_baidu),
    JsonReader(InputFormat.SURYA_LINES, _is_surya, _read_surya),
    JsonReader(InputFormat.BOX_LIST, _is_box_list, _read_box_list),
)
