"""Docling: blocks in the order of its body, with boxes from the lower left corner in most files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from cleaner.document import Box, RawPage, RegionKind
from cleaner.readers.blocks import add_prose
from cleaner.readers.building import PageBuilder, page_name
from cleaner.readers.families import JsonReader
from cleaner.readers.formats import InputFormat
from cleaner.readers.prose import Prose
from cleaner.readers.values import fields, items, number, objects, printed, text
from cleaner.readers.words import joined

LISTS = ("texts", "tables", "pictures", "key_value_items", "form_items")

DocItem = tuple[str, Mapping[str, object]]


def _read(value: object, name: str) -> Iterator[RawPage]:
    """The order is that of the body through groups; what it does not refer to follows it."""
    document = fields(value)
    unit = "px" if text(fields(document.get("origin")).get("mimetype")).startswith("image") else "pt"
    entries = list(_in_order(document))
    for count, (page, blocks) in enumerate(groupby(sorted(entries, key=_page_number), key=_page_number)):
        size = fields(fields(fields(document.get("pages")).get(str(page))).get("size"))
        sides = [number(size[key], f"/pages/{page}/size") for key in ("width", "height") if key in size]
        builder = PageBuilder(
            InputFormat.DOCLING,
            size=(sides[0], sides[1]) if len(sides) == 2 else None,
            unit=unit,
            name=page_name(name, page - 1, count == 0),
        )
        on_page = list(blocks)
        height = sides[1] if len(sides) == 2 else max((_top(block) for _, block in on_page), default=0.0)
        for order, (path, block) in enumerate(on_page):
            label = text(block.get("label"))
            level = block.get("level")
            if label == "title":
                level = 1
            elif isinstance(level, int):
                level += 1  # that of a section, under the title
            prose = Prose(_text(block, path), RegionKind.UNKNOWN, level if isinstance(level, int) else None)
            add_prose(builder, prose, label, _box(block, height, path), order, path)
        yield builder.page()


def _in_order(document: Mapping[str, object]) -> Iterator[DocItem]:
    """All items with text or place, each once."""
    known = {
        f"#{path}": entry
        for key in (*LISTS, "groups")
        for path, entry in objects(document.get(key), f"/{key}")
    }
    seen: set[str] = set()
    waiting = [
        *reversed(_children(fields(document.get("furniture")))),
        *reversed(_children(fields(document.get("body")))),
    ]
    for start in (waiting, list(reversed(known))):
        stack = list(start)
        while stack:
            reference = stack.pop()
            if reference in seen or reference not in known:
                continue
            seen.add(reference)
            if not reference.startswith("#/groups/"):
                yield reference[1:], known[reference]
            stack += reversed(_children(known[reference]))


def _children(entry: Mapping[str, object]) -> list[str]:
    return [text(fields(child).get("$ref")) for child in items(entry.get("children"))]


def _place(block: Mapping[str, object]) -> Mapping[str, object]:
    return fields(next(iter(items(block.get("prov"))), None))


def _page_number(entry: DocItem) -> int:
    page = _place(entry[1]).get("page_no")
    return page if isinstance(page, int) else 1


def _top(block: Mapping[str, object]) -> float:
    place = fields(_place(block).get("bbox"))
    return number(place["t"], "/bbox/t") if "t" in place else 0.0


def _box(block: Mapping[str, object], height: float, path: str) -> Box | None:
    place = fields(_place(block).get("bbox"))
    if not {"l", "t", "r", "b"} <= place.keys():
        return None
    left, top, right, bottom = (number(place[key], f"{path}/bbox/{key}") for key in "ltrb")
    if place.get("coord_origin") == "BOTTOMLEFT":
        top, bottom = height - top, height - bottom
    return Box(left, top, right, bottom)


def _text(block: Mapping[str, object], path: str) -> str:
    """The text as it was read (`orig`), or the rows of a table, or the cells of a form."""
    rows: dict[object, list[str]] = {}
    for where, cell in objects(fields(block.get("data")).get("table_cells"), f"{path}/data/table_cells"):
        content = joined(printed(cell.get("text"), where).split("\n"))
        rows.setdefault(cell.get("start_row_offset_idx"), []).append(content)
    if rows:
        return "\n".join("\t".join(cells) for cells in rows.values())
    parts = [
        printed(cell.get("orig") or cell.get("text"), where)
        for where, cell in objects(fields(block.get("graph")).get("cells"), f"{path}/graph/cells")
    ]
    return "\n".join(parts) or printed(block.get("orig") or block.get("text"), path)


READERS = (
    JsonReader(
        InputFormat.DOCLING, lambda value: fields(value).get("schema_name") == "DoclingDocument", _read
    ),
)
