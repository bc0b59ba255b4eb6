"""PP-StructureV3 and PaddleOCR-VL.

PP-Structure joins the lines of a block; they are taken from `overall_ocr_res`, which has them apart, and
assigned to the blocks by their boxes. PaddleOCR-VL has blocks only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cleaner.document import Box, RawPage, Region
from cleaner.readers.boxlists import BoxedLine, add_boxed, paddle_lines, paddle_results
from cleaner.readers.building import PageBuilder
from cleaner.readers.families import JsonReader
from cleaner.readers.formats import InputFormat
from cleaner.readers.kinds import heading_level, region_kind
from cleaner.readers.prose import of_html
from cleaner.readers.values import box, fields, items, number, text

INSIDE = 0.5
"""Share of the area of a line that lies in a block, from which it belongs to it."""


def _recognises(value: object) -> bool:
    results = paddle_results(value)
    return bool(results) and all("parsing_res_list" in result for result, _ in results)


def _read(value: object, name: str) -> Iterator[RawPage]:
    for result, path in paddle_results(value):
        yield _page(result, path, name)


def _page(result: Mapping[str, object], path: str, name: str) -> RawPage:
    width, height = result.get("width"), result.get("height")
    size = (number(width, f"{path}/width"), number(height, f"{path}/height")) if width and height else None
    builder = PageBuilder(InputFormat.PPSTRUCTURE, size=size, name=name)
    blocks = [fields(block) for block in items(result.get("parsing_res_list"))]
    places = [
        box(block.get("block_bbox"), f"{path}/parsing_res_list/{at}") for at, block in enumerate(blocks)
    ]
    lines = list(paddle_lines(fields(result.get("overall_ocr_res")), f"{path}/overall_ocr_res"))
    owners = [_owner(line, blocks, places) for line in lines]
    for at, block in enumerate(blocks):
        where = f"{path}/parsing_res_list/{at}"
        label, order = text(block.get("block_label")), block.get("block_order")
        region = builder.add_region(
            Region(
                region_kind(label),
                places[at],
                order if isinstance(order, int) else None,
                heading_level(label),
                path=where,
            )
        )
        own = [line for line, owner in zip(lines, owners, strict=True) if owner == at]
        for line in own:
            add_boxed(builder, line, region)
        if not own:
            content = text(block.get("block_content"))
            content = of_html(content).text if content.lstrip().startswith("<") else content
            builder.add_line(content, places[at], region=region, whole_block=True, path=where)
    for line, owner in zip(lines, owners, strict=True):
        if owner is None:
            add_boxed(builder, line)
    return builder.page()


def _owner(line: BoxedLine, blocks: list[Mapping[str, object]], places: list[Box | None]) -> int | None:
    """The block that a line lies in: of several the one that has its text, then the one with most of it.

    Blocks overlap, and a small one may lie in a large one.
    """
    place = line.box
    if place is None or not place.width * place.height:
        return None
    found = []
    for at, (block, outline) in enumerate(zip(blocks, places, strict=True)):
        if outline and (share := _common(place, outline) / (place.width * place.height)) >= INSIDE:
            has_text = line.text in text(block.get("block_content"))
            found.append((has_text, share, -outline.width * outline.height, at))
    return max(found)[-1] if found else None


def _common(one: Box, other: Box) -> float:
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    return max(width, 0.0) * max(height, 0.0)


READERS = (JsonReader(InputFormat.PPSTRUCTURE, _recognises, _read),)
