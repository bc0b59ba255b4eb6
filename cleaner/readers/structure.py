"""PP-StructureV3 and PaddleOCR-VL.

PP-Structure joins the lines of a block; they are taken from `overall_ocr_res`, which has them apart, and
assigned to the blocks by their boxes. What a block has beyond them follows its lines. Of a table the rows are
taken, which the lines have lost. PaddleOCR-VL has blocks only.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from cleaner.document import Box, RawPage, Region, RegionKind
from cleaner.errors import InputError
from cleaner.readers.boxlists import BoxedLine, add_boxed, paddle_lines, paddle_results
from cleaner.readers.building import PageBuilder
from cleaner.readers.families import JsonReader
from cleaner.readers.formats import InputFormat
from cleaner.readers.kinds import heading_level, region_kind
from cleaner.readers.prose import plain
from cleaner.readers.remainders import letters, remainder
from cleaner.readers.tables import are_cells
from cleaner.readers.values import box, fields, number, objects, printed, text

INSIDE = 0.5
"""Share of the area of a line that lies in a block, from which it belongs to it."""

TELLING = 4
"""Letters of a line at the least, from which a block that has them may own a line that is not inside."""

_CELL_END = re.compile(r"[\t\n]")

MOST_PAIRS = 5_000_000
"""Lines by blocks at the most; a broadsheet has some 1,500 lines in 300 blocks."""

CONTENT_KEYS = ("block_content", "content", "text")
BOX_KEYS = ("block_bbox", "bbox", "block_polygon_points")


class Block(NamedTuple):
    """A block of the layout model."""

    label: str
    content: str
    letters: str
    box: Box | None
    order: int | None
    path: str


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
    blocks = [_block(*entry) for entry in objects(result.get("parsing_res_list"), f"{path}/parsing_res_list")]
    lines = list(paddle_lines(fields(result.get("overall_ocr_res")), f"{path}/overall_ocr_res"))
    owners = _owners(lines, blocks)
    for at, block in enumerate(blocks):
        kind, level = region_kind(block.label), heading_level(block.label)
        region = builder.add_region(Region(kind, block.box, block.order, level, path=block.path))
        near = _lines_in(at, block, lines, owners)
        own = [lines[each] for each in near if owners[each] == at]
        if kind is RegionKind.TABLE and "\t" in block.content and are_cells(_CELL_END.split(block.content)):
            for line in _add_table(builder, block, own, region):
                add_boxed(builder, line, region)
            continue
        _add_lines(builder, block, own, [lines[each] for each in near if owners[each] != at], region)
    for line, owner in zip(lines, owners, strict=True):
        if owner is None:
            add_boxed(builder, line)
    return builder.page()


def _block(path: str, block: Mapping[str, object]) -> Block:
    content = next((block[key] for key in CONTENT_KEYS if block.get(key) is not None), None)
    place = next((block[key] for key in BOX_KEYS if block.get(key)), None)
    order = block.get("block_order")
    shown = plain(printed(content, path))
    return Block(
        text(block.get("block_label", block.get("label"))),
        shown,
        letters(shown),
        box(place, path),
        order if isinstance(order, int) else None,
        path,
    )


def _owners(lines: Sequence[BoxedLine], blocks: Sequence[Block]) -> list[int | None]:
    """The block of each line; where its box does not fit, that of which no other line has the text."""
    if len(lines) * len(blocks) > MOST_PAIRS:
        raise InputError(
            f"{len(lines)} lines in {len(blocks)} blocks are no newspaper page. Write a file or an entry "
            "a page."
        )
    owners = [_owner(line, blocks) for line in lines]
    unread: dict[int, str] = {}
    for at, line in enumerate(lines):
        wanted = letters(line.text)
        if owners[at] is not None or len(wanted) < TELLING:
            continue
        for candidate, block in enumerate(blocks):
            if wanted not in block.letters:
                continue
            if candidate not in unread:
                near = _lines_in(candidate, block, lines, owners)
                pieces = remainder(block.content, [lines[each].text for each in near])
                unread[candidate] = "\n".join(letters(piece.text) for piece in pieces)
            if wanted in unread[candidate]:
                unread[candidate] = unread[candidate].replace(wanted, "\n", 1)
                owners[at] = candidate
                break
    return owners


def _lines_in(at: int, block: Block, lines: Sequence[BoxedLine], owners: Sequence[int | None]) -> list[int]:
    """The lines of a block, and those of others that lie inside it."""
    pairs = enumerate(zip(lines, owners, strict=True))
    return [each for each, (line, owner) in pairs if owner == at or _share(line, block) >= INSIDE]


def _owner(line: BoxedLine, blocks: Sequence[Block]) -> int | None:
    """The block that a line lies in: of several the one that has its text, then the one with most of it.

    Blocks overlap, and a small one may lie in a large one. A line that sticks out belongs to the block that
    has its text.
    """
    found = []
    wanted = letters(line.text)
    for at, block in enumerate(blocks):
        share = _share(line, block)
        unknown = line.box is None or block.box is None
        has_text = (share > 0 or unknown) and bool(wanted) and wanted in block.letters
        if share >= INSIDE or (has_text and (unknown or len(wanted) >= TELLING)):
            area = block.box.width * block.box.height if block.box else 0.0
            found.append((has_text, share, -area, at))
    return max(found)[-1] if found else None


def _share(line: BoxedLine, block: Block) -> float:
    """The share of the area of a line that lies in a block."""
    place, outline = line.box, block.box
    if place is None or outline is None or not place.width * place.height:
        return 0.0
    width = min(place.right, outline.right) - max(place.left, outline.left)
    height = min(place.bottom, outline.bottom) - max(place.top, outline.top)
    return max(width, 0.0) * max(height, 0.0) / (place.width * place.height)


def _add_lines(
    builder: PageBuilder, block: Block, own: Sequence[BoxedLine], others: Sequence[BoxedLine], region: int
) -> None:
    """Add the lines of a block, and what its text has beyond them and beyond other lines inside it."""
    if not own and not others:
        builder.add_line(block.content, block.box, region=region, whole_block=True, path=block.path)
        return
    pieces = remainder(block.content, [line.text for line in (*own, *others)])
    for at in range(len(own) + 1):
        for piece in pieces:
            if min(piece.before, len(own)) == at:
                place = _room(
                    block.box, own[at - 1].box if at else None, own[at].box if at < len(own) else None
                )
                builder.add_line(piece.text, place, region=region, whole_block=True, path=block.path)
        if at < len(own):
            add_boxed(builder, own[at], region)


def _room(block: Box | None, above: Box | None, below: Box | None) -> Box | None:
    """The part of a block between two lines of it."""
    if block is None:
        return None
    top, bottom = above.bottom if above else block.top, below.top if below else block.bottom
    return Box(block.left, top, block.right, bottom) if top < bottom else None


def _add_table(builder: PageBuilder, block: Block, own: Sequence[BoxedLine], region: int) -> list[BoxedLine]:
    """Add the rows of a table, each in the box of its cells; gives the lines that are none of its cells."""
    rows = block.content.split("\n")
    cells, left = _cells(rows, own)
    for row, lines in zip(rows, cells, strict=True):
        places = [line.box for line in lines if line.box]
        place = Box.enclosing(places) if places else block.box
        builder.add_line(row, place, region=region, whole_block=not places, path=block.path)
    return left


def _cells(rows: Sequence[str], lines: Sequence[BoxedLine]) -> tuple[list[list[BoxedLine]], list[BoxedLine]]:
    """The lines that are cells of each row, or parts of some, and the other lines."""
    exact: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        for cell in row.split("\t"):
            exact.setdefault(letters(cell), []).append(at)
    ends = list(accumulate(len(letters(row)) for row in rows))
    whole = "".join(map(letters, rows))
    found: list[list[BoxedLine]] = [[] for _ in rows]
    left = []
    for line in lines:
        wanted = letters(line.text)
        if exact.get(wanted):
            found[exact[wanted].pop(0)].append(line)
        elif wanted and (start := whole.find(wanted)) >= 0:
            found[bisect_right(ends, start)].append(line)
        else:
            left.append(line)
    return found, left


READERS = (JsonReader(InputFormat.PPSTRUCTURE, _recognises, _read),)
