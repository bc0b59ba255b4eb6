"""Google Vision: answers of the service, of its files, and of its library in Python."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cleaner.document import Box, RawPage, Region
from cleaner.errors import FormatError
from cleaner.readers.building import Character, PageBuilder, page_name
from cleaner.readers.families import JsonReader
from cleaner.readers.formats import InputFormat
from cleaner.readers.kinds import region_kind
from cleaner.readers.values import box, confidence, fields, items, member, number, objects, printed, text
from cleaner.readers.words import mean_confidence

BREAKS = ("UNKNOWN", "SPACE", "SURE_SPACE", "EOL_SURE_SPACE", "HYPHEN", "LINE_BREAK")
BLOCKS = ("UNKNOWN", "TEXT", "TABLE", "PICTURE", "RULER", "BARCODE")
"""Names of breaks and of blocks, by their numbers."""

BLANKS = frozenset(["SPACE", "SURE_SPACE"])
LINE_ENDS = frozenset(["EOL_SURE_SPACE", "HYPHEN", "LINE_BREAK"])

DEEPEST = 4
"""Answers inside one another at the most: those of the pages of files."""

Entry = Mapping[str, object]
Size = tuple[float, float] | None


def _responses(value: object, path: str = "", depth: int = 0) -> list[tuple[str, Entry]]:
    """The answers for pictures and pages, with their paths."""
    answer = fields(value)
    if not isinstance(answer.get("responses"), list) or depth > DEEPEST:
        return [(path, answer)]
    return [
        each
        for at, inner in enumerate(items(answer["responses"]))
        for each in _responses(inner, f"{path}/responses/{at}", depth + 1)
    ]


def _is_google(value: object) -> bool:
    """Whether there is an answer with text, or with nothing but an error, or (a blank page) with nothing."""
    answers = [answer for _, answer in _responses(value)]
    wrapped = bool(items(fields(value).get("responses")))
    return any(
        member(answer, "fullTextAnnotation") or member(answer, "textAnnotations") for answer in answers
    ) or (wrapped and all(answer.keys() <= {"error", "context"} for answer in answers))


def _read(value: object, name: str) -> Iterator[RawPage]:
    """A region a paragraph; its lines end where a symbol has a break. Without text a page is blank."""
    count = 0
    for path, answer in _responses(value):
        if problem := fields(answer.get("error")):
            raise FormatError(
                f"{path}/error: the engine reports {text(problem.get('message'))[:80]!r} for this page. "
                "Read the scan again."
            )
        for page in _pages(answer, path, name, count):
            count += 1
            yield page


def _pages(answer: Entry, path: str, name: str, count: int) -> Iterator[RawPage]:
    annotation = fields(member(answer, "fullTextAnnotation"))
    where = f"{path}/fullTextAnnotation"
    pages = list(objects(annotation.get("pages"), f"{where}/pages"))
    whole = printed(annotation.get("text"), f"{where}/text")
    for at, (place, page) in enumerate(pages):
        found = _page(page, place, page_name(name, count + at, count + at == 0))
        if found.text.strip() or not whole or len(pages) > 1:
            yield found
            continue
        yield _plain(whole, [], where, found.name)
    if not pages:
        entries = list(objects(member(answer, "textAnnotations"), f"{path}/textAnnotations"))
        if not whole and entries:
            whole = printed(entries[0][1].get("description"), entries[0][0])
        yield _plain(whole, entries[1:], path, page_name(name, count, count == 0))


def _plain(whole: str, words: Sequence[tuple[str, Entry]], path: str, name: str) -> RawPage:
    """A page of which the text is told without pages; its lines stand in the boxes of their words."""
    builder = PageBuilder(InputFormat.GOOGLE, name=name)
    waiting = [Character(printed(word.get("description"), at), box_of(word, at, None)) for at, word in words]
    done = 0
    for line in whole.splitlines():
        own, start = [], 0
        while done < len(waiting) and (found := line.find(waiting[done].text, start)) >= 0:
            own.append(waiting[done])
            start, done = found + len(waiting[done].text), done + 1
        builder.add_line(line, _around(own), path=path, characters=own)
    return builder.page()


def _page(page: Entry, path: str, name: str) -> RawPage:
    sides = [number(page[key], path) for key in ("width", "height") if page.get(key)]
    blocks = list(objects(page.get("blocks"), f"{path}/blocks"))
    size = (sides[0], sides[1]) if len(sides) == 2 else None
    relative = size is None and any(_is_relative(block) for _, block in blocks)
    builder = PageBuilder(InputFormat.GOOGLE, size=size, unit="relative" if relative else "px", name=name)
    for where, block in blocks:
        _add_block(builder, block, where, size)
    return builder.page()


def _polygon(entry: Entry) -> Entry:
    return fields(member(entry, "boundingBox") or member(entry, "boundingPoly"))


def _is_relative(block: Entry) -> bool:
    polygon = _polygon(block)
    return not polygon.get("vertices") and bool(member(polygon, "normalizedVertices"))


def box_of(entry: Entry, path: str, size: Size) -> Box | None:
    """The box round the vertices, or round shares of the page. Coordinates that are 0 are left out."""
    polygon = _polygon(entry)
    if polygon.get("vertices"):
        return box(polygon["vertices"], path)
    place = box(member(polygon, "normalizedVertices"), path)
    if place is None or size is None:
        return place
    width, height = size
    return Box(place.left * width, place.top * height, place.right * width, place.bottom * height)


def _named(value: object, names: Sequence[str]) -> str:
    """A name, which the library in Python gives as its number."""
    if isinstance(value, int) and 0 <= value < len(names):
        return names[value]
    return text(value)


def _add_block(builder: PageBuilder, block: Entry, path: str, size: Size) -> None:
    label = _named(member(block, "blockType"), BLOCKS)
    paragraphs = list(objects(block.get("paragraphs"), f"{path}/paragraphs"))
    if label == "RULER":
        builder.add_rule(box_of(block, path, size))
    elif not paragraphs or label == "TABLE":
        builder.add_region(Region(region_kind(label), box_of(block, path, size), path=path))
    for where, paragraph in paragraphs:
        region = builder.add_region(Region(region_kind(label), box_of(paragraph, where, size), path=where))
        for line in _lines(paragraph, where, size):
            boxed = [symbol for symbol in line if symbol.box]
            builder.add_line(
                "".join(symbol.text for symbol in line),
                _around(boxed),
                confidence=mean_confidence(boxed),
                region=region,
                path=where,
                characters=boxed,
            )


def _lines(paragraph: Entry, path: str, size: Size) -> Iterator[list[Character]]:
    line: list[Character] = []
    for where, word in objects(paragraph.get("words"), f"{path}/words"):
        symbols = list(objects(word.get("symbols"), f"{where}/symbols")) or [(where, word)]
        for place, symbol in symbols:
            share = confidence(symbol.get("confidence", word.get("confidence")))
            character = Character(printed(symbol.get("text"), place), box_of(symbol, place, size), share)
            found = fields(member(fields(symbol.get("property")), "detectedBreak"))
            end = _named(found.get("type", found.get("type_")), BREAKS)
            before = bool(member(found, "isPrefix"))
            if not before:
                line.append(character)
            if end in BLANKS:
                line.append(Character(" ", None))
            elif end in LINE_ENDS:
                if end == "HYPHEN" and line and line[-1].text.isascii():  # printed, but no symbol
                    line.append(Character("-", None))
                yield line
                line = []
            if before:
                line.append(character)
    if line:
        yield line


def _around(line: Sequence[Character]) -> Box | None:
    places = [symbol.box for symbol in line if symbol.box]
    return Box.enclosing(places) if places else None


READERS = (JsonReader(InputFormat.GOOGLE, _is_google, _read),)
