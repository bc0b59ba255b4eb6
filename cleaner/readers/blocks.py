"""Blocks with HTML or Markdown in them: Marker, Surya from 0.20, dots.ocr.

Their lines are joined; Marker and Surya leave a blank where a line ended.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from cleaner.document import Box, RawPage, Region, RegionKind
from cleaner.errors import FormatError
from cleaner.readers.boxlists import surya_pages, surya_size
from cleaner.readers.building import PageBuilder, page_name
from cleaner.readers.families import JsonReader
from cleaner.readers.formats import InputFormat
from cleaner.readers.kinds import heading_level, region_kind
from cleaner.readers.prose import Prose, of_html, of_markdown
from cleaner.readers.values import box, confidence, fields, items, text

DEEPEST = 16
"""Blocks inside one another at the most; groups of lists and tables need 4."""


def add_prose(
    builder: PageBuilder,
    prose: Prose,
    label: str,
    place: Box | None,
    order: int | None,
    path: str,
    share: float | None = None,
) -> None:
    """Add a block as a region of its own; its label counts before its mark-up."""
    kind = region_kind(label)
    if kind is RegionKind.UNKNOWN or (kind is RegionKind.TEXT and prose.kind is not RegionKind.UNKNOWN):
        kind = prose.kind
    region = builder.add_region(Region(kind, place, order, prose.level or heading_level(label), path=path))
    builder.add_line(prose.text, place, confidence=share, region=region, whole_block=True, path=path)


# Marker


def _is_marker(value: object) -> bool:
    document = fields(value)
    return (document.get("block_type") == "Document" and "children" in document) or (
        "page_info" in document and "blocks" in document
    )


def _read_marker(value: object, name: str) -> Iterator[RawPage]:
    document = fields(value)
    if "blocks" in document:
        yield from _read_chunks(document, name)
        return
    for at, entry in enumerate(items(document["children"])):
        page = fields(entry)
        place = _marker_box(page, f"/children/{at}")
        builder = PageBuilder(
            InputFormat.MARKER,
            size=(place.width, place.height) if place else None,
            name=page_name(name, at, at == 0),
        )
        for number, block in enumerate(items(page.get("children"))):
            _add_marker(builder, fields(block), f"/children/{at}/children/{number}")
        yield builder.page()


def _read_chunks(document: Mapping[str, object], name: str) -> Iterator[RawPage]:
    """The flat form, a list of blocks with the number of their page."""
    blocks = [(f"/blocks/{at}", fields(block)) for at, block in enumerate(items(document["blocks"]))]
    for count, (index, page) in enumerate(groupby(blocks, lambda each: each[1].get("page"))):
        place = box(fields(fields(document["page_info"]).get(str(index))).get("bbox"), "/page_info")
        builder = PageBuilder(
            InputFormat.MARKER,
            size=(place.width, place.height) if place else None,
            name=page_name(name, index, count == 0),
        )
        for path, block in page:
            _add_marker(builder, block, path)
        yield builder.page()


def _add_marker(builder: PageBuilder, block: Mapping[str, object], path: str, depth: int = 0) -> None:
    """Add a block, or the blocks in it where its own HTML only refers to them."""
    label, prose = text(block.get("block_type")), of_html(text(block.get("html")))
    children = [fields(child) for child in items(block.get("children"))]
    if prose.text or not children:
        add_prose(builder, prose, label, _marker_box(block, path), None, text(block.get("id")) or path)
        return
    if depth > DEEPEST:
        raise FormatError(f"{path}: blocks are nested more than {DEEPEST} deep. The file is damaged.")
    if all(child.get("block_type") == "Line" for child in children):
        region = builder.add_region(Region(region_kind(label), _marker_box(block, path), path=path))
        for at, line in enumerate(children):
            where = f"{path}/children/{at}"
            content = of_html(text(line.get("html"))).text
            builder.add_line(content, _marker_box(line, where), region=region, path=where)
        return
    for at, child in enumerate(children):
        _add_marker(builder, child, f"{path}/children/{at}", depth + 1)


def _marker_box(block: Mapping[str, object], path: str) -> Box | None:
    return box(block.get("bbox") or block.get("polygon"), f"{path}/bbox")


# Surya from 0.20


def _read_surya(value: object, name: str) -> Iterator[RawPage]:
    for page, document, path in surya_pages(value, "blocks"):
        builder = PageBuilder(InputFormat.SURYA_BLOCKS, size=surya_size(page, path), name=name or document)
        for at, entry in enumerate(items(page["blocks"])):
            block, where = fields(entry), f"{path}/blocks/{at}"
            order = block.get("reading_order")
            add_prose(
                builder,
                of_html(text(block.get("html"))),
                text(block.get("label")),
                box(block.get("bbox") or block.get("polygon"), where),
                order if isinstance(order, int) else None,
                where,
                confidence(block.get("confidence")),
            )
        yield builder.page()


# dots.ocr


def _is_dots(value: object) -> bool:
    return bool(items(value)) and all({"bbox", "category"} <= fields(block).keys() for block in items(value))


def _read_dots(value: object, name: str) -> Iterator[RawPage]:
    """Boxes are in pixels of an image that the reader has resized: the size of the page is unknown."""
    builder = PageBuilder(InputFormat.DOTS, name=name)
    for at, entry in enumerate(items(value)):
        block, where = fields(entry), f"/{at}"
        proses = list(of_markdown(text(block.get("text"))))
        kinds = [prose.kind for prose in proses]
        prose = Prose(
            "\n".join(prose.text for prose in proses),
            kinds[0] if kinds else RegionKind.UNKNOWN,
            next((prose.level for prose in proses if prose.level), None),
        )
        add_prose(builder, prose, text(block.get("category")), box(block.get("bbox"), where), at, where)
    yield builder.page()


READERS = (
    JsonReader(InputFormat.MARKER, _is_marker, _read_marker),
    JsonReader(InputFormat.SURYA_BLOCKS, lambda value: bool(surya_pages(value, "blocks")), _read_surya),
    JsonReader(InputFormat.DOTS, _is_dots, _read_dots),
)
