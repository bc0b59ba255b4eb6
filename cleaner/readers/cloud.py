"""Cloud services: Azure Document Intelligence and Google Vision."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from operator import itemgetter

from cleaner.document import Box, RawPage, Region, RegionKind, Span
from cleaner.readers.building import Character, PageBuilder, page_name
from cleaner.readers.families import JsonReader
from cleaner.readers.formats import InputFormat
from cleaner.readers.kinds import region_kind
from cleaner.readers.values import box, confidence, fields, items, number, points, slope, text
from cleaner.readers.words import mean_confidence

# Azure Document Intelligence


def _is_azure(value: object) -> bool:
    return "pages" in fields(fields(value).get("analyzeResult", value)) and "apiVersion" in fields(
        fields(value).get("analyzeResult", value)
    )


def _read_azure(value: object, name: str) -> Iterator[RawPage]:
    """Lines of each page, in the paragraphs that their offsets lie in."""
    path = "/analyzeResult" if "analyzeResult" in fields(value) else ""
    result = fields(fields(value).get("analyzeResult", value))
    paragraphs = [fields(paragraph) for paragraph in items(result.get("paragraphs"))]
    in_text = sorted((_span(paragraph.get("spans")), index) for index, paragraph in enumerate(paragraphs))
    for at, entry in enumerate(items(result["pages"])):
        page, where = fields(entry), f"{path}/pages/{at}"
        sides = [number(page[key], where) for key in ("width", "height") if key in page]
        builder = PageBuilder(
            InputFormat.AZURE,
            size=(sides[0], sides[1]) if len(sides) == 2 else None,
            unit="inch" if page.get("unit") == "inch" else "px",
            name=page_name(name, at, at == 0),
        )
        words = sorted(
            ((_span([word.get("span")])[0], word) for word in map(fields, items(page.get("words")))),
            key=itemgetter(0),
        )
        regions: dict[int, int] = {}
        for number_, line in enumerate(map(fields, items(page.get("lines")))):
            own = _span(line.get("spans"))
            paragraph = _paragraph_around(own[0], in_text)
            if paragraph is not None and paragraph not in regions:
                regions[paragraph] = builder.add_region(
                    _azure_region(paragraphs[paragraph], f"{path}/paragraphs/{paragraph}")
                )
            first, last = (bisect_left(words, edge, key=itemgetter(0)) for edge in own)
            characters = [_azure_word(word, where) for _, word in words[first:last]] if own[0] >= 0 else []
            corners = points(line.get("polygon") or [], f"{where}/lines/{number_}")
            builder.add_line(
                text(line.get("content")),
                Box.around(corners) if corners else None,
                confidence=mean_confidence(characters),
                region=regions.get(paragraph) if paragraph is not None else None,
                slope=slope(corners),
                path=f"{where}/lines/{number_}",
                characters=characters,
            )
        yield builder.page()


def _azure_word(word: Mapping[str, object], path: str) -> Character:
    place = box(word.get("polygon") or None, f"{path}/words")
    return Character(text(word.get("content")), place, confidence(word.get("confidence")))


def _azure_region(paragraph: Mapping[str, object], path: str) -> Region:
    label = text(paragraph.get("role"))
    place = fields(next(iter(items(paragraph.get("boundingRegions"))), None))
    kind = region_kind(label) if label else RegionKind.TEXT
    return Region(
        kind, box(place.get("polygon") or None, path), level=1 if label == "title" else None, path=path
    )


def _span(value: object) -> Span:
    """Start and end of the first span; offsets are only compared among themselves, whatever they count."""
    span = fields(next(iter(items(value)), None))
    start, length = span.get("offset"), span.get("length")
    return (start, start + length) if isinstance(start, int) and isinstance(length, int) else (-1, -1)


def _paragraph_around(offset: int, spans: list[tuple[Span, int]]) -> int | None:
    """The number of the span, of some in text order, that holds an offset."""
    before = bisect_right(spans, offset, key=lambda numbered: numbered[0][0])
    (start, end), index = spans[before - 1] if before else ((-1, -1), 0)
    return index if 0 <= start <= offset < end else None


# Google Vision

BLANKS = frozenset(["SPACE", "SURE_SPACE"])
LINE_ENDS = frozenset(["EOL_SURE_SPACE", "HYPHEN", "LINE_BREAK"])


def _responses(value: object) -> list[tuple[str, Mapping[str, object]]]:
    answer = fields(value)
    listed = [(f"/responses/{at}", fields(each)) for at, each in enumerate(items(answer.get("responses")))]
    return [(path, each) for path, each in listed or [("", answer)] if "fullTextAnnotation" in each]


def _read_google(value: object, name: str) -> Iterator[RawPage]:
    """A region a paragraph; its lines end where a symbol has a break."""
    count = 0
    for path, answer in _responses(value):
        for at, entry in enumerate(items(fields(answer["fullTextAnnotation"]).get("pages"))):
            page, where = fields(entry), f"{path}/fullTextAnnotation/pages/{at}"
            sides = [number(page[key], where) for key in ("width", "height") if page.get(key)]
            relative = "normalizedVertices" in str(page)[:100_000]
            builder = PageBuilder(
                InputFormat.GOOGLE,
                size=(sides[0], sides[1]) if len(sides) == 2 and not relative else None,
                unit="relative" if relative else "px",
                name=page_name(name, count, count == 0),
            )
            count += 1
            for number_, block in enumerate(map(fields, items(page.get("blocks")))):
                _add_google_block(builder, block, f"{where}/blocks/{number_}")
            yield builder.page()


def _google_box(entry: Mapping[str, object], path: str) -> Box | None:
    """Coordinates that are 0 are left out."""
    polygon = fields(entry.get("boundingBox"))
    return box(polygon.get("vertices") or polygon.get("normalizedVertices") or None, f"{path}/boundingBox")


def _add_google_block(builder: PageBuilder, block: Mapping[str, object], path: str) -> None:
    label = text(block.get("blockType"))
    paragraphs = items(block.get("paragraphs"))
    if label == "RULER":
        builder.add_rule(_google_box(block, path))
    elif not paragraphs:
        builder.add_region(Region(region_kind(label), _google_box(block, path), path=path))
    for at, paragraph in enumerate(map(fields, paragraphs)):
        where = f"{path}/paragraphs/{at}"
        region = builder.add_region(Region(region_kind(label), _google_box(paragraph, where), path=where))
        for line in _google_lines(paragraph, where):
            builder.add_line(
                "".join(symbol.text for symbol in line),
                _around(line),
                confidence=mean_confidence([symbol for symbol in line if symbol.box]),
                region=region,
                path=where,
                characters=[symbol for symbol in line if symbol.box],
            )


def _google_lines(paragraph: Mapping[str, object], path: str) -> Iterator[list[Character]]:
    line: list[Character] = []
    for word in map(fields, items(paragraph.get("words"))):
        for symbol in map(fields, items(word.get("symbols"))):
            share = confidence(symbol.get("confidence", word.get("confidence")))
            line.append(Character(text(symbol.get("text")), _google_box(symbol, path), share))
            end = fields(fields(symbol.get("property")).get("detectedBreak")).get("type")
            if end in BLANKS:
                line.append(Character(" ", None))
            elif end in LINE_ENDS:
                yield line
                line = []
    if line:
        yield line


def _around(line: list[Character]) -> Box | None:
    places = [symbol.box for symbol in line if symbol.box]
    return Box.enclosing(places) if places else None


READERS = (
    JsonReader(InputFormat.AZURE, _is_azure, _read_azure),
    JsonReader(InputFormat.GOOGLE, lambda value: bool(_responses(value)), _read_google),
)
