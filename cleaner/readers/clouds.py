"""Answers of cloud services in lines with boxes.

Baidu, Tencent, Alibaba (Aliyun), Huawei, Volcengine, Youdao, OCR.space. As with the lists of an engine, the
lines come as the detector found them, without regions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cleaner.document import Box, RawPage
from cleaner.errors import FormatError, InputError
from cleaner.readers.boxlists import BoxedLine, add_boxed, columns_of
from cleaner.readers.building import Character, PageBuilder, page_name
from cleaner.readers.families import JsonReader
from cleaner.readers.formats import InputFormat
from cleaner.readers.parsing import documents
from cleaner.readers.values import (
    box,
    check_pages,
    confidence,
    corners,
    fields,
    items,
    line_text,
    objects,
    printed,
)
from cleaner.readers.words import joined

PERCENT = 100
"""The highest confidence of Tencent and Alibaba."""


def _refused(path: str, problem: object) -> FormatError:
    return FormatError(f"{path}: the engine reports {str(problem)[:80]!r}. Read the scan again.")


# Baidu


def _is_baidu(value: object) -> bool:
    answer = fields(value)
    return "words_result" in answer or {"error_code", "error_msg"} <= answer.keys()


def _read_baidu(value: object, name: str) -> Iterator[RawPage]:
    if "words_result" not in fields(value):
        raise _refused("/error_msg", fields(value)["error_msg"])
    builder = PageBuilder(InputFormat.BAIDU, name=name)
    for where, line in objects(fields(value)["words_result"], "/words_result"):
        outline = corners(line.get("vertexes_location"), where) or corners(line.get("location"), where)
        characters = [
            Character(printed(part.get("char"), path), box(part.get("location"), path))
            for path, part in objects(line.get("chars"), f"{where}/chars")
        ]
        score = confidence(fields(line.get("probability")).get("average"))
        add_boxed(builder, BoxedLine(line_text(line, where, "words"), outline, score, where, characters))
    yield builder.page()


# Tencent


def _tencent(value: object) -> tuple[Mapping[str, object], str]:
    """The answer of Tencent with its path, as served or as its library hands it out."""
    answer = fields(value)
    return (fields(answer["Response"]), "/Response") if "Response" in answer else (answer, "")


def _is_tencent(value: object) -> bool:
    answer, path = _tencent(value)
    return "TextDetections" in answer or bool(path and fields(answer.get("Error")))


def _read_tencent(value: object, name: str) -> Iterator[RawPage]:
    answer, path = _tencent(value)
    if "TextDetections" not in answer:
        raise _refused(f"{path}/Error", fields(answer["Error"]).get("Message"))
    builder = PageBuilder(InputFormat.TENCENT, name=name)
    for where, line in objects(answer["TextDetections"], f"{path}/TextDetections"):
        outline = corners(_small(line.get("Polygon")), where) or corners(
            _small(line.get("ItemPolygon")), where
        )
        places = items(line.get("WordCoordPoint"))
        characters = [
            Character(
                printed(word.get("Character"), at),
                box(_small(fields(places[n]).get("WordCoordinate")), at) if n < len(places) else None,
                confidence(word.get("Confidence"), PERCENT),
            )
            for n, (at, word) in enumerate(objects(line.get("Words"), f"{where}/Words"))
        ]
        score = confidence(line.get("Confidence"), PERCENT)
        content = line_text(line, where, "DetectedText")
        add_boxed(builder, BoxedLine(content, outline, score, where, characters))
    yield builder.page()


def _small(value: object) -> object:
    """Points and boxes with their keys in small letters."""
    if isinstance(value, dict):
        return {key.lower(): side for key, side in value.items()}
    return [_small(point) if isinstance(point, dict) else point for point in items(value)]


# Alibaba


def _aliyun(value: object) -> tuple[Mapping[str, object], str]:
    """The answer of Alibaba with its path: in `Data` as an object or as JSON in a string, or by itself."""
    answer, path = fields(value), ""
    for key in ("body", "Data"):
        if key in answer:
            inner, path = answer[key], f"{path}/{key}"
            if isinstance(inner, str) and inner.lstrip().startswith("{"):
                inner = next(documents(inner.encode("utf-8", "surrogatepass")))
            answer = fields(inner)
    return answer, path


def _is_aliyun(value: object) -> bool:
    try:
        return "prism_wordsInfo" in _aliyun(value)[0]
    except InputError:  # the string is no JSON
        return False


def _read_aliyun(value: object, name: str) -> Iterator[RawPage]:
    answer, path = _aliyun(value)
    builder = PageBuilder(InputFormat.ALIYUN, name=name)
    for where, line in objects(answer["prism_wordsInfo"], f"{path}/prism_wordsInfo"):
        characters = [
            Character(
                printed(part.get("word"), at),
                box({key: part.get(key) for key in "xywh"}, at),
                confidence(part.get("prob"), PERCENT),
            )
            for at, part in objects(line.get("charInfo"), f"{where}/charInfo")
        ]
        outline, score = corners(line.get("pos"), where), confidence(line.get("prob"), PERCENT)
        add_boxed(builder, BoxedLine(line_text(line, where, "word"), outline, score, where, characters))
    yield builder.page()


# Huawei


def _is_huawei(value: object) -> bool:
    return "words_block_list" in fields(fields(value).get("result"))


def _read_huawei(value: object, name: str) -> Iterator[RawPage]:
    builder = PageBuilder(InputFormat.HUAWEI, name=name)
    blocks = fields(fields(value)["result"])["words_block_list"]
    for where, line in objects(blocks, "/result/words_block_list"):
        characters = [
            Character(
                printed(part.get("char"), at),
                box(part.get("char_location"), at),
                confidence(part.get("char_confidence")),
            )
            for at, part in objects(line.get("char_list"), f"{where}/char_list")
        ]
        outline, score = corners(line.get("location"), where), confidence(line.get("confidence"))
        add_boxed(builder, BoxedLine(line_text(line, where, "words"), outline, score, where, characters))
    yield builder.page()


# Volcengine

VOLCENGINE_COLUMNS = ("line_rects", "line_probs", "polygons", "chars")
"""What its other service tells of the lines, apart from their texts."""


def _is_volcengine(value: object) -> bool:
    data = fields(fields(value).get("data"))
    return "ocr_infos" in data or {"line_texts", "line_rects"} <= data.keys()


def _read_volcengine(value: object, name: str) -> Iterator[RawPage]:
    data = fields(fields(value)["data"])
    builder = PageBuilder(InputFormat.VOLCENGINE, name=name)
    for where, line in objects(data.get("ocr_infos"), "/data/ocr_infos"):
        outline, score = corners(line.get("rect"), where), confidence(line.get("prob"))
        add_boxed(builder, BoxedLine(line_text(line, where, "text"), outline, score, where))
    texts = data.get("line_texts")
    if texts is not None and not isinstance(texts, list):
        raise FormatError("/data/line_texts: this is no list of lines. The file is damaged: write it anew.")
    columns = columns_of(data, VOLCENGINE_COLUMNS, len(items(texts)), "/data")
    for at, content in enumerate(items(texts)):
        place, share, polygon, parts = (column[at] if column else None for column in columns)
        where = f"/data/line_texts/{at}"
        characters = [
            Character(printed(part.get("char"), path), box(part, path), confidence(part.get("score")))
            for path, part in objects(parts, f"/data/chars/{at}")
        ]
        outline = corners(polygon, where) or corners(place, where)
        add_boxed(builder, BoxedLine(printed(content, where), outline, confidence(share), where, characters))
    yield builder.page()


# Youdao


def _youdao(value: object) -> object:
    """The regions of an answer of Youdao."""
    return fields(fields(value).get("Result")).get("regions")


def _is_youdao(value: object) -> bool:
    regions = _youdao(value)
    return isinstance(regions, list) and all("lines" in fields(region) for region in regions)


def _read_youdao(value: object, name: str) -> Iterator[RawPage]:
    """Words are no characters, so that their boxes are not looked at; without a text they are its parts."""
    builder = PageBuilder(InputFormat.YOUDAO, name=name)
    for path, region in objects(_youdao(value), "/Result/regions"):
        for where, line in objects(region.get("lines"), f"{path}/lines"):
            words = objects(line.get("words"), f"{where}/words")
            content = (
                joined([line_text(word, at, "word", "text") for at, word in words])
                if "words" in line and not line.get("text")
                else line_text(line, where, "text")
            )
            add_boxed(
                builder, BoxedLine(content, corners(_numbers(line.get("boundingBox")), where), None, where)
            )
    yield builder.page()


def _numbers(value: object) -> object:
    """The coordinates of a string that has them between commas."""
    return value.split(",") if isinstance(value, str) and value.strip() else value


# OCR.space


OCR_SPACE_KEYS = frozenset(("ParsedText", "TextOverlay", "FileParseExitCode"))
"""What one of its results has."""


def _is_ocr_space(value: object) -> bool:
    results = fields(value).get("ParsedResults")
    return isinstance(results, list) and all(OCR_SPACE_KEYS & fields(result).keys() for result in results)


def _read_ocr_space(value: object, name: str) -> Iterator[RawPage]:
    """A page a result; where it has no overlay, the lines of its text without boxes.

    Raises `FormatError` where the service says that it failed.
    """
    answer = fields(value)
    check_pages(len(items(answer["ParsedResults"])))
    if answer.get("IsErroredOnProcessing") is True:
        reasons = [fields(result).get("ErrorMessage") for result in items(answer["ParsedResults"])]
        why = answer.get("ErrorMessage") or next(filter(None, reasons), None)
        raise _refused("/ErrorMessage", why)
    for at, (where, result) in enumerate(objects(answer["ParsedResults"], "/ParsedResults")):
        builder = PageBuilder(InputFormat.OCR_SPACE, name=page_name(name, at, at == 0))
        lines = list(objects(fields(result.get("TextOverlay")).get("Lines"), f"{where}/TextOverlay/Lines"))
        for path, line in lines:
            places = [box(_small(word), place) for place, word in objects(line.get("Words"), f"{path}/Words")]
            known = [place for place in places if place]
            outline = Box.enclosing(known) if known else None
            builder.add_line(line_text(line, path, "LineText"), outline, path=path)
        if not lines:
            builder.add_line(
                printed(result.get("ParsedText"), f"{where}/ParsedText"), path=f"{where}/ParsedText"
            )
        yield builder.page()


READERS = (
    JsonReader(InputFormat.BAIDU, _is_baidu, _read_baidu),
    JsonReader(InputFormat.TENCENT, _is_tencent, _read_tencent),
    JsonReader(InputFormat.ALIYUN, _is_aliyun, _read_aliyun),
    JsonReader(InputFormat.HUAWEI, _is_huawei, _read_huawei),
    JsonReader(InputFormat.VOLCENGINE, _is_volcengine, _read_volcengine),
    JsonReader(InputFormat.YOUDAO, _is_youdao, _read_youdao),
    JsonReader(InputFormat.OCR_SPACE, _is_ocr_space, _read_ocr_space),
)
