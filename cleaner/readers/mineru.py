"""MinerU: the middle file of 2 and 3 with lines, that of 4 and the content lists with blocks only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from cleaner.document import Box, RawPage, Region, RegionKind
from cleaner.readers.building import Character, PageBuilder, page_name
from cleaner.readers.families import JsonReader
from cleaner.readers.formats import InputFormat
from cleaner.readers.kinds import heading_level, region_kind
from cleaner.readers.prose import of_html
from cleaner.readers.values import box, confidence, fields, items, number, text
from cleaner.readers.words import joined, mean_confidence

DEEPEST = 8
"""Blocks inside one another at the most: a table with its caption, a list with its items."""

THOUSANDTHS = 1000.0
"""Boxes of a content list are thousandths of the page."""


# The middle file of MinerU 2 and 3


def _read_middle(value: object, name: str) -> Iterator[RawPage]:
    """Paragraphs in reading order, then what MinerU discards: headers, footers, page numbers."""
    whole = fields(value).get("_backend") not in (None, "pipeline")
    for at, entry in enumerate(items(fields(value)["pdf_info"])):
        page, path = fields(entry), f"/pdf_info/{at}"
        size = [number(side, f"{path}/page_size") for side in items(page.get("page_size"))]
        builder = PageBuilder(
            InputFormat.MINERU,
            size=(size[0], size[1]) if len(size) == 2 else None,
            unit="pt",
            name=page_name(name, page.get("page_idx", at), at == 0),
        )
        for key in ("para_blocks", "discarded_blocks"):
            for number_, block in enumerate(items(page.get(key))):
                _add_block(builder, fields(block), f"{path}/{key}/{number_}", whole)
        yield builder.page()


def _add_block(
    builder: PageBuilder, block: Mapping[str, object], path: str, whole: bool, depth: int = 0
) -> None:
    for at, inner in enumerate(items(block.get("blocks"))):
        if depth < DEEPEST:
            _add_block(builder, fields(inner), f"{path}/blocks/{at}", whole, depth + 1)
    if block.get("blocks"):
        return
    region = builder.add_region(_region(block, path, 1.0))
    for at, entry in enumerate(items(block.get("lines"))):
        line, where = fields(entry), f"{path}/lines/{at}"
        spans = [fields(span) for span in items(line.get("spans"))]
        words = [Character(_content(span), None, confidence(span.get("score"))) for span in spans]
        elsewhere = any(span.get("cross_page") for span in spans)  # its box is one of the next page
        builder.add_line(
            joined([word.text for word in words]),
            None if elsewhere else box(line.get("bbox"), where),
            confidence=mean_confidence(words),
            region=region,
            whole_block=whole and line.get("bbox") == block.get("bbox"),
            path=where,
        )


def _region(block: Mapping[str, object], path: str, scale: float) -> Region:
    label, level, order = (
        text(block.get("type")),
        block.get("level", block.get("text_level")),
        block.get("index"),
    )
    kind = region_kind(label)
    if isinstance(level, int) and level > 0 and kind in (RegionKind.TEXT, RegionKind.UNKNOWN):
        kind = RegionKind.HEADING
    return Region(
        kind,
        _scaled(box(block.get("bbox"), f"{path}/bbox"), scale),
        order if isinstance(order, int) else None,
        level if isinstance(level, int) and level > 0 else heading_level(label),
        path=path,
    )


def _scaled(place: Box | None, scale: float) -> Box | None:
    if place is None:
        return None
    return Box(place.left / scale, place.top / scale, place.right / scale, place.bottom / scale)


def _content(value: object, depth: int = 0) -> str:
    """The text of a span, or of an object of the content lists that has spans somewhere in it."""
    if isinstance(value, str):
        return of_html(value).text if value.lstrip().startswith("<table") else value
    if depth > DEEPEST:
        return ""
    if isinstance(value, list):
        return joined([_content(part, depth + 1) for part in value])
    entry = fields(value)
    found = [entry[key] for key in ("content", "html", "table_body", "text") if entry.get(key)]
    found += [
        part for key, part in entry.items() if key.endswith(("_content", "_caption", "_footnote", "_items"))
    ]
    return "\n".join(filter(None, (_content(part, depth + 1) for part in found)))


# Blocks only


def _read_blocks(
    pages: Iterator[tuple[int, list[tuple[str, Mapping[str, object]]]]],
    format_: InputFormat,
    scale: float,
    name: str,
) -> Iterator[RawPage]:
    first = True
    for index, blocks in pages:
        builder = PageBuilder(format_, unit="relative", name=page_name(name, index, first))
        first = False
        for path, block in blocks:
            region = builder.add_region(_region(block, path, scale))
            place = _scaled(box(block.get("bbox"), path), scale)
            builder.add_line(_content(block), place, region=region, whole_block=True, path=path)
        yield builder.page()


def _read_middle4(value: object, name: str) -> Iterator[RawPage]:
    pages = (
        (
            at,
            [
                (f"/pages/{at}/blocks/{n}", fields(block))
                for n, block in enumerate(items(fields(page).get("blocks")))
            ],
        )
        for at, page in enumerate(items(fields(value)["pages"]))
    )
    return _read_blocks(pages, InputFormat.MINERU4, 1.0, name)


def _is_content(value: object) -> bool:
    """Whether this is a list of blocks, or (version 2) a list of pages of them."""
    entries = [entry for page in items(value) for entry in (page if isinstance(page, list) else [page])]
    return bool(entries) and all(
        "type" in (block := fields(entry)) and ("page_idx" in block or "content" in block)
        for entry in entries
    )


def _read_content(value: object, name: str) -> Iterator[RawPage]:
    entries: list[tuple[int, str, Mapping[str, object]]] = []
    for at, entry in enumerate(items(value)):
        if isinstance(entry, list):
            entries += [(at, f"/{at}/{number_}", fields(block)) for number_, block in enumerate(entry)]
        else:
            index = fields(entry).get("page_idx")
            entries.append((index if isinstance(index, int) else 0, f"/{at}", fields(entry)))
    pages = (
        (index, [(path, block) for _, path, block in blocks])
        for index, blocks in groupby(entries, lambda each: each[0])
    )
    return _read_blocks(pages, InputFormat.MINERU_CONTENT, THOUSANDTHS, name)


READERS = (
    JsonReader(InputFormat.MINERU, lambda value: "pdf_info" in fields(value), _read_middle),
    JsonReader(
        InputFormat.MINERU4, lambda value: fields(value).get("schema") == "docvortex.middle", _read_middle4
    ),
    JsonReader(InputFormat.MINERU_CONTENT, _is_content, _read_content),
)
