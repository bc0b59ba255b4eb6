"""MinerU: the middle file of 2 and 3 with lines, that of 4 and the content lists with blocks only.

Their objects have grown new keys with each version. So what is no text is known here by its key, and
all other strings that hold an ideograph are text: a new kind of block is read, not dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from cleaner.document import Box, RawPage, Region, RegionKind
from cleaner.errors import FormatError
from cleaner.readers.building import Character, PageBuilder, page_name
from cleaner.readers.families import JsonReader
from cleaner.readers.formats import InputFormat
from cleaner.readers.kinds import heading_level, region_kind
from cleaner.readers.prose import plain
from cleaner.readers.remainders import remainder
from cleaner.readers.values import box, confidence, fields, items, number, objects, printed, text
from cleaner.readers.words import joined, mean_confidence

DEEPEST = 16
"""Blocks inside one another at the most: a table with its caption, a list in a list."""

THOUSANDTHS = 1000.0
"""Boxes of a content list are thousandths of the page."""

ALTERNATIVES = ("html", "content", "text", "latex", "markdown")
"""Keys of the same text in several forms, the one that is taken first."""

TEXT_ENDS = ("_content", "_caption", "_footnote", "_items", "_body", "_text")
"""Ends of keys of text."""

NO_TEXT = re.compile(
    r"_.*|.{0,60}(?:type|path|format|lang|language|source|url|id|anchor|bbox|poly|polygon|idx|index|level|name|styles?)"
    r"|cell_merge|score|angle"
)
"""Keys of what is no text."""

_IDEOGRAPH = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")

Block = Mapping[str, object]
Blocks = Iterator[tuple[str, Block]]


# The middle file of MinerU 2 and 3


def _middle_pages(value: object) -> object:
    document = fields(value)
    pages = document.get("pdf_info", document.get("pages"))
    known = "pdf_info" in document or any("para_blocks" in fields(page) for page in items(pages))
    return pages if known else None


def _read_middle(value: object, name: str) -> Iterator[RawPage]:
    """Paragraphs in reading order, then what MinerU discards: headers, footers, page numbers."""
    whole = fields(value).get("_backend") not in (None, "pipeline")
    key = "pdf_info" if "pdf_info" in fields(value) else "pages"
    for at, (path, page) in enumerate(objects(_middle_pages(value), f"/{key}")):
        size = [number(side, f"{path}/page_size") for side in items(page.get("page_size"))]
        builder = PageBuilder(
            InputFormat.MINERU,
            size=(size[0], size[1]) if len(size) == 2 else None,
            unit="pt",
            name=page_name(name, page.get("page_idx", at), at == 0),
        )
        for key in ("para_blocks" if page.get("para_blocks") else "preproc_blocks", "discarded_blocks"):
            for where, block in objects(page.get(key), f"{path}/{key}"):
                _add_block(builder, block, where, whole)
        yield builder.page()


def _add_block(builder: PageBuilder, block: Block, path: str, whole: bool, depth: int = 0) -> None:
    if depth > DEEPEST:
        raise FormatError(f"{path}: blocks are nested more than {DEEPEST} deep. The file is damaged.")
    inner = list(objects(block.get("blocks"), f"{path}/blocks"))
    for where, part in inner:
        _add_block(builder, part, where, whole, depth + 1)
    lines = list(objects(block.get("lines"), f"{path}/lines"))
    content = _content({key: part for key, part in block.items() if key not in ("blocks", "lines")}, path)
    if inner and not lines and not content:
        return
    region = builder.add_region(_region(block, path, 1.0))
    texts: list[str] = []
    for where, line in lines:
        spans = [span for _, span in objects(line.get("spans"), f"{where}/spans")]
        words = [Character(_content(span, where), None, confidence(span.get("score"))) for span in spans]
        elsewhere = any(span.get("cross_page") for span in spans)  # its box is one of the next page
        own = {key: part for key, part in line.items() if key != "spans"}
        texts.append(joined([word.text for word in words]) or _content(own, where))
        builder.add_line(
            texts[-1],
            None if elsewhere else box(line.get("bbox"), where),
            confidence=mean_confidence(words),
            region=region,
            whole_block=whole and line.get("bbox") == block.get("bbox"),
            path=where,
        )
    place = box(block.get("bbox"), f"{path}/bbox")
    for rest in [piece.text for piece in remainder(content, texts)] if lines else [content]:
        builder.add_line(rest, place, region=region, whole_block=True, path=path)


def _region(block: Block, path: str, scale: float) -> Region:
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


# The text of a block


def _content(value: object, path: str, depth: int = 0) -> str:
    """The text of a block or a span, of those inside it, and of their captions, items and notes."""
    if depth > DEEPEST:
        raise FormatError(f"{path}: blocks are nested more than {DEEPEST} deep. The file is damaged.")
    if isinstance(value, list):
        parts = [_content(part, f"{path}/{at}", depth + 1) for at, part in enumerate(value)]
        return joined(parts) if all(map(_is_span, value)) else "\n".join(filter(None, parts))
    if not isinstance(value, dict):
        return plain(printed(value, path))
    found: dict[str, str] = {}
    for key in sorted(value, key=_rank):
        if _holds_text(key, value[key]):
            part = _content(value[key], f"{path}/{key}", depth + 1)
            forms = [found[other] for other in ALTERNATIVES if other in found]
            if part and not (key in ALTERNATIVES and any(_is_form(key, part, form) for form in forms)):
                found[key] = part
    return "\n".join(found.values())


def _is_span(part: object) -> bool:
    """Whether this is a piece of a line, not a block or an item of a list."""
    span = fields(part)
    return isinstance(span.get("content"), str | int | float) or span.get("type") == "hyperlink"


def _holds_text(key: str, value: object) -> bool:
    if key in ALTERNATIVES or key.endswith(TEXT_ENDS):
        return True
    if NO_TEXT.fullmatch(key):
        return False
    if isinstance(value, str):
        return _IDEOGRAPH.search(value) is not None
    return isinstance(value, dict) or any(isinstance(part, str | dict | list) for part in items(value))


def _rank(key: str) -> tuple[int, int]:
    """The place of a text among others of its block, as MinerU prints them: titles of pictures under them."""
    if key in ALTERNATIVES:
        return 1, ALTERNATIVES.index(key)
    if key.endswith("_caption"):
        return (2, 0) if key.startswith(("image_", "img_", "chart_")) else (0, 0)
    return (3, 0) if key.endswith("_footnote") else (1, len(ALTERNATIVES))


def _is_form(key: str, part: str, other: str) -> bool:
    """Whether a text is another one in another form."""
    letters = "".join(filter(str.isalnum, part))
    return key == "latex" or part == other or bool(letters and letters in "".join(filter(str.isalnum, other)))


# Blocks only


def _read_blocks(
    pages: Iterator[tuple[int, Sequence[tuple[str, Block]]]], format_: InputFormat, scale: float, name: str
) -> Iterator[RawPage]:
    for at, (index, blocks) in enumerate(pages):
        builder = PageBuilder(format_, unit="relative", name=page_name(name, index, at == 0))
        for path, block in blocks:
            region = builder.add_region(_region(block, path, scale))
            place = _scaled(box(block.get("bbox"), path), scale)
            builder.add_line(_content(block, path), place, region=region, whole_block=True, path=path)
        yield builder.page()


def _is_middle4(value: object) -> bool:
    document = fields(value)
    first = fields(next(iter(items(document.get("pages"))), None))
    named = document.get("schema") == "docvortex.middle" and "pages" in document
    return named or (
        isinstance(document.get("schema_version"), str) and {"page_idx", "blocks"} <= first.keys()
    )


def _read_middle4(value: object, name: str) -> Iterator[RawPage]:
    pages = (
        (at, list(objects(page.get("blocks"), f"{path}/blocks")))
        for at, (path, page) in enumerate(objects(fields(value)["pages"], "/pages"))
    )
    return _read_blocks(pages, InputFormat.MINERU4, 1.0, name)


def _is_content(value: object) -> bool:
    """Whether this is a list of blocks, or (version 2) a list of pages of them."""
    blocks = [
        fields(entry) for page in items(value) for entry in (page if isinstance(page, list) else [page])
    ]
    return all("type" in block for block in blocks) and any(
        "page_idx" in block or "content" in block for block in blocks
    )


def _read_content(value: object, name: str) -> Iterator[RawPage]:
    entries: list[tuple[int, tuple[str, Block]]] = []
    for at, entry in enumerate(items(value)):
        if isinstance(entry, list):
            entries += [(at, block) for block in objects(entry, f"/{at}")]
        else:
            index = fields(entry).get("page_idx")
            entries.append((index if isinstance(index, int) else 0, (f"/{at}", fields(entry))))
    entries.sort(key=itemgetter(0))
    pages = ((index, [block for _, block in blocks]) for index, blocks in groupby(entries, key=itemgetter(0)))
    return _read_blocks(pages, InputFormat.MINERU_CONTENT, THOUSANDTHS, name)


READERS = (
    JsonReader(InputFormat.MINERU, lambda value: _middle_pages(value) is not None, _read_middle),
    JsonReader(InputFormat.MINERU4, _is_middle4, _read_middle4),
    JsonReader(InputFormat.MINERU_CONTENT, _is_content, _read_content),
)
