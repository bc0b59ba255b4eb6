"""Reading order and articles, written back into a copy of the ALTO or PAGE file that a page was read from.

Lines keep all that they have; they are put into new regions, one for each part of an article (headline,
paragraph, ...), and the regions into groups, one for each article. What holds no text stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, cast
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element, SubElement

from cleaner.document import Box
from cleaner.errors import FormatError
from cleaner.readers.formats import Format
from cleaner.readers.markup import local_name, xml_events
from cleaner.readers.unpacking import unpacked
from cleaner.scan import printed_lines

if TYPE_CHECKING:
    from cleaner.page import Page, Part

FURNITURE = "furniture"
KINDS: Mapping[str, str] = {
    "title": "heading",
    "subtitle": "heading",
    "heading": "heading",
    "byline": "credit",
    "signoff": "credit",
    FURNITURE: "header",
}
"""Types of text regions in PAGE; others are paragraphs."""


@dataclass(frozen=True, slots=True)
class Group:
    """The regions of an article, or of what belongs to none."""

    name: str
    """Its identifier."""
    regions: Sequence[tuple[str, str, Sequence[Element], Box | None]]
    """Identifier, part, lines and box of each."""


def write_back(page: Page, data: bytes, wanted: Format) -> str:
    """The file that a page was read from, with the reading order and the articles that were found.

    data: the bytes of the file. wanted: ALTO or PAGE.
    Raises `FormatError` where the file is of another format, or its lines have no identifiers.
    """
    source = page.source
    if source is None or source.format != wanted:
        name = Format(source.format).label if source else Format.TEXT.label
        raise FormatError(
            f"this is {name}, not {wanted.label}. --format jsonl gives boxes of pages in any format."
        )
    root, namespaces = _tree(data)
    lines = {line.get(_ID[wanted], ""): line for line in root.iter() if local_name(line.tag) == "TextLine"}
    if "" in lines or len(lines) < len({line.path for line in source.lines if line.path}):
        raise FormatError("some of its lines have no identifier, so that no order can name them.")
    _WRITERS[wanted](root, list(_groups(page, lines)))
    for prefix, uri in namespaces.items():
        ET.register_namespace(prefix, uri)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


_ID = {Format.ALTO: "ID", Format.PAGE: "id"}


def _tree(data: bytes) -> tuple[Element, dict[str, str]]:
    """The root of a file and its namespaces by their prefixes; what the readers refuse is refused."""
    data = unpacked(data, len(data) + 2**26)
    root = next(xml_events(data))[2]  # refuses entities
    namespaces = {}
    for _, (prefix, uri) in ET.iterparse(BytesIO(data), ("start-ns",)):
        namespaces[cast(str, prefix)] = cast(str, uri)
    root = ET.fromstring(data)
    return root, namespaces


def _groups(page: Page, lines: Mapping[str, Element]) -> Iterator[Group]:
    """The articles of a page and its furniture as regions of lines of the file."""
    assert page.source is not None
    known = page.source.lines
    printed = printed_lines(page)
    seen: set[str] = set()

    def region(name: str, part: str, numbers: Sequence[int]) -> tuple[str, str, list[Element], Box | None]:
        paths = [path for number in numbers if (path := known[number].path) in lines and path not in seen]
        paths = list(dict.fromkeys(paths))
        seen.update(paths)
        boxes = [box for number in numbers if (box := known[number].box)]
        points = [point for box in boxes for point in ((box.left, box.top), (box.right, box.bottom))]
        return name, part, [lines[path] for path in paths], Box.around(points) if points else None

    def group(name: str, parts: Sequence[tuple[str, Sequence[int]]]) -> Group:
        found = [region(f"{name}_{n}", part, numbers) for n, (part, numbers) in enumerate(parts, start=1)]
        return Group(name, [each for each in found if each[2]])

    articles: Sequence[Sequence[tuple[Part, Sequence[int]]]] = printed.articles
    groups = [group(f"article_{n}", parts) for n, parts in enumerate(articles, start=1)]
    groups.append(group(FURNITURE, [(FURNITURE, numbers) for numbers in printed.furniture]))
    yield from (found for found in groups if found.regions)


def _take_lines(root: Element, groups: Sequence[Group], regions: frozenset[str]) -> None:
    """Take lines out of their regions, and regions without lines out of the file."""
    taken = {id(line) for group in groups for _, _, lines, _ in group.regions for line in lines}
    for parent in root.iter():
        for child in list(parent):
            if id(child) in taken:
                parent.remove(child)
    for parent in list(root.iter()):
        for child in list(parent):
            if local_name(child.tag) in regions and not _holds_text(child):
                parent.remove(child)


def _holds_text(region: Element) -> bool:
    return any(local_name(each.tag) == "TextLine" for each in region.iter())


def _first(root: Element, name: str) -> Element:
    return next(each for each in root.iter() if local_name(each.tag) == name)


def _whole(value: float) -> str:
    return str(round(value))


# PAGE


def _write_page(root: Element, groups: Sequence[Group]) -> None:
    page = _first(root, "Page")
    space = page.tag.removesuffix("Page")
    _take_lines(root, groups, frozenset(["TextRegion"]))
    for child in list(page):
        if local_name(child.tag) == "ReadingOrder":
            page.remove(child)
    order = Element(f"{space}ReadingOrder")
    whole = SubElement(order, f"{space}OrderedGroup", id="reading_order")
    regions = []
    for n, group in enumerate(groups):
        part_of = SubElement(whole, f"{space}OrderedGroupIndexed", index=str(n), id=f"order_{group.name}")
        for m, (name, part, lines, box) in enumerate(group.regions):
            SubElement(part_of, f"{space}RegionRefIndexed", index=str(m), regionRef=name)
            region = Element(f"{space}TextRegion", id=name, type=KINDS.get(part, "paragraph"))
            if group.name != FURNITURE:
                region.set("custom", f"structure {{type:article; id:{group.name};}}")
            around = box or Box(0, 0, 0, 0)
            left, top, right, bottom = map(_whole, (around.left, around.top, around.right, around.bottom))
            points = f"{left},{top} {right},{top} {right},{bottom} {left},{bottom}"
            SubElement(region, f"{space}Coords", points=points)
            region.extend(lines)
            regions.append(region)
    before = ("AlternativeImage", "Border", "PrintSpace")
    at = sum(local_name(child.tag) in before for child in page)
    page.insert(at, order)
    for n, region in enumerate(regions, start=at + 1):
        page.insert(n, region)


# ALTO


def _write_alto(root: Element, groups: Sequence[Group]) -> None:
    """Articles are composed blocks of the type `article`, in reading order; `IDNEXT` names the next block.

    `ReadingOrder`, which version 4.3 brought, is written where the file had one.
    """
    page = _first(root, "PrintSpace") if any(map(_is_print_space, root.iter())) else _first(root, "Page")
    space = root.tag.removesuffix("alto")
    tags = {
        id(line): block.get("TAGREFS", "")
        for block in root.iter(f"{space}TextBlock")
        for line in block.iter(f"{space}TextLine")
    }
    _take_lines(root, groups, frozenset(["TextBlock", "ComposedBlock"]))
    found = []
    for group in groups:
        whole = Element(f"{space}ComposedBlock", ID=group.name, TYPE="article")
        if group.name == FURNITURE:
            whole.set("TYPE", FURNITURE)
        followers = [name for name, *_ in group.regions[1:]]
        for (name, _, lines, box), following in zip(group.regions, [*followers, ""], strict=True):
            block = SubElement(whole, f"{space}TextBlock", ID=name)
            if box:
                sides = {"HPOS": box.left, "VPOS": box.top, "WIDTH": box.width, "HEIGHT": box.height}
                block.attrib |= {side: _whole(value) for side, value in sides.items()}
            if following:
                block.set("IDNEXT", following)
            if refs := tags.get(id(lines[0])):
                block.set("TAGREFS", refs)
            block.extend(lines)
        found.append(whole)
    for n, whole in enumerate(found):
        page.insert(n, whole)
    for order in [child for child in root if local_name(child.tag) == "ReadingOrder"]:
        order.clear()
        outer = SubElement(order, f"{space}OrderedGroup", ID="reading_order")
        for group in groups:
            inner = SubElement(outer, f"{space}OrderedGroup", ID=f"order_{group.name}")
            for name, *_ in group.regions:
                SubElement(inner, f"{space}ElementRef", ID=f"ref_{name}", REF=name)


def _is_print_space(element: Element) -> bool:
    return local_name(element.tag) == "PrintSpace"


_WRITERS: Mapping[Format, Callable[[Element, Sequence[Group]], None]] = {
    Format.ALTO: _write_alto,
    Format.PAGE: _write_page,
}
