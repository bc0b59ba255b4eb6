"""Blocks with HTML or Markdown in them: Marker, Surya from 0.20, dots.ocr.

Their lines are joined; Marker and Surya leave a blank where a line ended.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from cleaner.document import Box, RawPage, Region, RegionKind
from cleaner.errors import FormatError
from cleaner.readers.boxlists import is_surya, surya_pages, surya_size
from cleaner.readers.building import PageBuilder, page_name
from cleaner.readers.families import JsonReader
from cleaner.readers.formats import InputFormat
from cleaner.readers.kinds import heading_level, region_kind
from cleaner.readers.prose import Prose, of_html, of_markdown
from cleaner.readers.remainders import letters
from cleaner.readers.values import box, confidence, fields, first_of, items, objects, printed, text

REFERENCE = "<content-ref"
"""The tag by which Marker refers to a block inside another one."""

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
    for at, (path, page) in enumerate(objects(document["children"], "/children")):
        place = _marker_box(page, path)
        builder = PageBuilder(
            InputFormat.MARKER,
            size=(place.width, place.height) if place else None,
            name=page_name(name, at, at == 0),
        )
        for where, block in objects(page.get("children"), f"{path}/children"):
            _add_marker(builder, block, where)
        yield builder.page()


def _read_chunks(document: Mapping[str, object], name: str) -> Iterator[RawPage]:
    """The flat form, a list of blocks with the number of their page."""
    blocks = objects(document["blocks"], "/blocks")
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
    """Add a block and the blocks in it, but those whose text its own HTML has and does not only refer to."""
    if depth > DEEPEST:
        raise FormatError(f"{path}: blocks are nested more than {DEEPEST} deep. The file is damaged.")
    label, html = text(block.get("block_type")), printed(block.get("html"), path)
    prose, children = of_html(html), list(objects(block.get("children"), f"{path}/children"))
    if prose.text or not children:
        add_prose(builder, prose, label, _marker_box(block, path), None, text(block.get("id")) or path)
    elif all(child.get("block_type") == "Line" for _, child in children):
        region = builder.add_region(Region(region_kind(label), _marker_box(block, path), path=path))
        for where, line in children:
            content = of_html(printed(line.get("html"), where)).text
            builder.add_line(content, _marker_box(line, where), region=region, path=where)
        return
    own = letters(prose.text) if prose.text and REFERENCE not in html else None
    for where, child in children:
        if own is None or letters(of_html(printed(child.get("html"), where)).text) not in own:
            _add_marker(builder, child, where, depth + 1)


def _marker_box(block: Mapping[str, object], path: str) -> Box | None:
    return box(block.get("bbox") or block.get("polygon"), f"{path}/bbox")


# Surya from 0.20


def _is_surya(value: object) -> bool:
    if not is_surya(value, "blocks"):
        return False
    found = [
        fields(block)
        for pages in fields(value).values()
        for page in items(pages)
        for block in items(fields(page).get("blocks"))
    ]
    return not found or any("html" in block for block in found)  # blocks of docTR have words instead


def _read_surya(value: object, name: str) -> Iterator[RawPage]:
    for page, document, path in surya_pages(value, "blocks"):
        builder = PageBuilder(InputFormat.SURYA_BLOCKS, size=surya_size(page, path), name=name or document)
        for where, block in objects(page["blocks"], f"{path}/blocks"):
            order = block.get("reading_order")
            add_prose(
                builder,
                of_html(printed(block.get("html"), where)),
                text(block.get("label")),
                box(block.get("bbox") or block.get("polygon"), where),
                order if isinstance(order, int) else None,
                where,
                confidence(block.get("confidence")),
            )
        yield builder.page()


# dots.ocr, and Qwen-VL as it is asked for a layout

LABEL_KEYS = ("category", "label")
BOX_KEYS = ("bbox", "bbox_2d")
TEXT_KEYS = ("text", "text_content", "content")


def _is_dots(value: object) -> bool:
    """Whether these are blocks with types, boxes and texts; dots.ocr may be asked for no texts."""
    blocks = [fields(block) for block in items(value)]
    if not any(key in block for block in blocks for key in BOX_KEYS):
        return False
    labelled = all("label" in block for block in blocks)
    kinds = {region_kind(text(block.get("label"))) for block in blocks}
    written = any(key in block for block in blocks for key in TEXT_KEYS)
    known = labelled and written and kinds != {RegionKind.UNKNOWN}
    return known or all("category" in block for block in blocks)


def _read_dots(value: object, name: str) -> Iterator[RawPage]:
    """Boxes are in pixels of an image that the reader has resized: the size of the page is unknown."""
    builder = PageBuilder(InputFormat.DOTS, name=name)
    for at, (where, block) in enumerate(objects(value, "")):
        proses = list(of_markdown(printed(first_of(block, TEXT_KEYS), where)))
        kinds = [prose.kind for prose in proses]
        prose = Prose(
            "\n".join(prose.text for prose in proses),
            kinds[0] if kinds else RegionKind.UNKNOWN,
            next((prose.level for prose in proses if prose.level), None),
        )
        label, place = text(first_of(block, LABEL_KEYS)), box(first_of(block, BOX_KEYS), where)
        add_prose(builder, prose, label, place, at, where)
    yield builder.page()


READERS = (
    JsonReader(InputFormat.MARKER, _is_marker, _read_marker),
    JsonReader(InputFormat.SURYA_BLOCKS, _is_surya, _read_surya),
    JsonReader(InputFormat.DOTS, _is_dots, _read_dots),
)
