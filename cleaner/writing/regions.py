"""Reading order and articles, written back into a copy of the ALTO or PAGE file that a page was read from.

Lines keep all that they have. A region whose lines are a part of an article (headline, paragraph, ...) stays
as it is, with its identifier; other lines are put into new regions, one for each part, and the regions into
groups, one for each article. What holds no text stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement

from cleaner.document import Box, Line
from cleaner.errors import FormatError
from cleaner.readers.formats import InputFormat
from cleaner.readers.markup import as_utf8, local_name, xml_events
from cleaner.readers.unpacking import unpacked
from cleaner.scan import PrintedLines, printed_lines
from cleaner.writing.pagetext import remove_text, settle
from cleaner.writing.xmltree import parse, write

if TYPE_CHECKING:
    from cleaner.page import Page

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
LINE: Final = "TextLine"
_ORDER: Final = re.compile(r"readingOrder\s*\{[^}]*\}\s*")
_STRUCTURE: Final = re.compile(r"structure\s*\{[^}]*\}\s*")


@dataclass(frozen=True, slots=True)
class Place:
    """A part of an article: its lines, in reading order, in the region that they get."""

    part: str
    lines: Sequence[Element]
    box: Box | None
    region: Element
    """The region of the file that holds just these lines, or a new one that is empty yet."""
    name: str
    """Its identifier."""


@dataclass(frozen=True, slots=True)
class Group:
    """The places of an article, or of what belongs to none."""

    name: str
    places: Sequence[Place]


def write_back(page: Page, data: bytes, wanted: InputFormat) -> str:
    """The file that a page was read from, with the reading order and the articles that were found.

    data: the bytes of the file. wanted: ALTO or PAGE.
    Raises `FormatError` where the file is of another format, or its lines have no identifiers of their own.
    """
    source = page.source
    if source is None or source.format != wanted:
        name = InputFormat(source.format).label if source else InputFormat.TEXT.label
        raise FormatError(
            f"this is {name}, not {wanted.label}. --format jsonl gives boxes of pages in any format."
        )
    data = as_utf8(unpacked(data, len(data) + 2**26))
    for event, _, element in xml_events(data):  # refuses entities and depth
        if event == "end":
            element.clear()
    tree = parse(data)
    printed = printed_lines(page)
    parted = settle(tree.root, source) if wanted is InputFormat.PAGE else {}
    file = _File(
        tree.root,
        _FORMS[wanted],
        {line.path for line in source.lines},
        {source.lines[number].path for number in printed.numbers},
        parted,
    )
    groups = list(_groups(source.lines, printed, file))
    file.take(groups)
    _FORMS[wanted].write(file, groups)
    return write(tree)


@dataclass(frozen=True, slots=True)
class _Form:
    """What tells one format from the other."""

    id: str
    regions: frozenset[str]
    """The elements that hold lines, the innermost first,"""
    region: str
    """and that of them which new ones are."""
    references: tuple[str, ...]
    """Attributes that name regions."""
    passing: frozenset[str]
    """Attributes that a new region does not take over from the one of its first line."""
    write: Callable[[_File, Sequence[Group]], None]


class _File:
    """The elements of a file by what they are."""

    def __init__(
        self, root: Element, form: _Form, known: set[str], placed: set[str], parted: Mapping[str, Element]
    ) -> None:
        """`known` are the identifiers of the lines that were read, `placed` of those that get a place.

        `parted` are regions that stand for some of them.
        """
        self.root, self.form, self.known = root, form, known
        self.space = root.tag[: -len(local_name(root.tag))]
        self.parents = {child: parent for parent in root.iter() for child in parent}
        self.lines: dict[str, Element] = dict(parted)
        self._counts: dict[Element, int] = {}
        """The lines with text of regions; -1 for those that hold other regions."""
        for element in root.iter():
            if element.tag not in (self.tag(LINE), self.tag(form.region)):
                continue
            name = element.get(form.id, "")
            inner = element.tag != self.tag(LINE) and (name in parted or self._known_in(element))
            if not name or name not in known or inner:
                continue
            if name in self.lines:
                raise FormatError(f"two of its lines have the identifier {name!r}: no order can name them.")
            self.lines[name] = element
        if "" in known or not known <= self.lines.keys():
            raise FormatError(
                "some of its text is in no line with an identifier of its own: no order can name it."
            )
        self.emptied = {
            each for each in root.iter(self.tag("ComposedBlock")) if self._is_emptied(each, placed)
        }
        """Groups whose lines all go elsewhere."""
        orders = {each for order in root.iter(self.tag("ReadingOrder")) for each in order.iter()}
        staying = (element for element in root.iter() if element not in self.emptied | orders)
        self.names: set[str] = {stated for element in staying if (stated := element.get(form.id))}

    def tag(self, name: str) -> str:
        """The name of an element with the namespace of the file."""
        return self.space + name

    def _is_emptied(self, element: Element, placed: set[str]) -> bool:
        """Whether a group of regions holds no pictures, and no text but lines that are put elsewhere."""
        pictures = any(_is_one_of(each, _ALTO_PLACES) for each in element.iter())
        known = {name for each in element.iter() if (name := each.get(self.form.id)) in self.known}
        return bool(known) and not pictures and known <= placed

    def _lines_in(self, element: Element) -> list[Element]:
        return list(element.iter(self.tag(LINE)))

    def _known_in(self, element: Element) -> list[Element]:
        """Those of the lines that were read, for others have no text."""
        return [line for line in self._lines_in(element) if line.get(self.form.id) in self.known]

    def region_of(self, line: Element) -> Element | None:
        """The region that holds a line, or is its text."""
        if line.tag != self.tag(LINE):
            return line
        parent = self.parents.get(line)
        return parent if parent is not None and parent.tag == self.tag(self.form.region) else None

    def above(self, element: Element) -> Iterator[Element]:
        """The elements round one, from the inside out."""
        while (parent := self.parents.get(element)) is not None:
            yield parent
            element = parent

    def held(self, lines: Sequence[Element]) -> Element | None:
        """The region that holds just these lines and no other region."""
        region = self.region_of(lines[0])
        if region is None or any(self.region_of(line) is not region for line in lines):
            return None
        if region not in self._counts:
            inner = any(each is not region and self.is_region(each) for each in region.iter())
            self._counts[region] = -1 if inner else len(self._known_in(region))
        return region if self._counts[region] in (0, len(lines)) else None

    def is_region(self, element: Element) -> bool:
        """Whether an element is a place on the page that may hold text or a picture."""
        name = local_name(element.tag) if isinstance(element.tag, str) else ""
        return name in self.form.regions or name.endswith("Region") or name in _ALTO_PLACES

    def free(self, name: str) -> str:
        """An identifier that nothing in the file has, and the next one cannot get."""
        while name in self.names:
            name += "_"
        self.names.add(name)
        return name

    def take(self, groups: Sequence[Group]) -> None:
        """Take the lines out of their old regions, and regions that are left without text out of the file.

        What else such a region holds takes its place. References to it name the region of its first line.
        """
        kept = {id(place.region) for group in groups for place in group.places}
        renamed: dict[str, str] = {}
        left: dict[Element, None] = {}
        for group in groups:
            for place in group.places:
                for line in place.lines:
                    region = self.region_of(line)
                    if region is not None and region is not place.region:
                        renamed.setdefault(region.get(self.form.id, ""), place.name)
                    for outer in (each for each in self.above(line) if each is not place.region):
                        remove_text(outer)  # it has the line's
                        if local_name(outer.tag) in self.form.regions and id(outer) not in kept:
                            left[outer] = None
                _set_lines(place, self.parents)
        for region in sorted(left, key=lambda each: -sum(1 for _ in self.above(each))):
            if not self._lines_in(region):
                self._give_up(region)
        for element in self.root.iter():
            for key in self.form.references:
                if (name := element.get(key)) in renamed:
                    element.set(key, renamed[name])

    def _give_up(self, region: Element) -> None:
        if local_name(region.tag) == self.form.region or not any(map(self.is_region, region)):
            self.dissolve(region)  # else it holds pictures, too

    def dissolve(self, region: Element) -> None:
        """Put the regions inside one into its place."""
        inner = [each for each in region if self.is_region(each)]
        parent = self.parents[region]
        at = list(parent).index(region)
        parent[at : at + 1] = inner
        self.parents |= dict.fromkeys(inner, parent)

    def remove(self, element: Element) -> None:
        """Take an element out of the file."""
        self.parents[element].remove(element)


def _set_lines(place: Place, parents: Mapping[Element, Element]) -> None:
    """Put the lines of a place into its region, in their order."""
    region = place.region
    if place.lines[0] is region:
        return
    mine = [child for child in region if any(child is line for line in place.lines)]
    if mine == list(place.lines):
        return
    at = list(region).index(mine[0]) if mine else len(region)
    for line in place.lines:
        parents[line].remove(line)
    region[at:at] = place.lines
    remove_text(region)  # it has them in the old order


def _groups(known: Sequence[Line], printed: PrintedLines, file: _File) -> Iterator[Group]:
    """The articles of a page and its furniture as places of lines of the file."""
    seen: set[str] = set()
    kept: set[int] = set()

    def places(name: str, parts: Sequence[tuple[str, Sequence[int]]]) -> Iterator[Place]:
        number = 0
        for part, numbers in parts:
            paths = {known[each].path: each for each in reversed(numbers) if known[each].path not in seen}
            seen.update(paths)
            found = [(file.lines[path], known[each].box) for path, each in reversed(paths.items())]
            for _, run in groupby(found, lambda each: each[0].tag == file.tag(LINE) or id(each[0])):
                lines, boxes = zip(*run, strict=True)
                number += 1
                region = file.held(lines)
                if region is not None and id(region) not in kept:
                    kept.add(id(region))
                    own = region.get(file.form.id) or file.free(f"{name}_{number}")
                else:
                    region, own = _new_region(file, lines[0]), file.free(f"{name}_{number}")
                region.set(file.form.id, own)
                yield Place(part, lines, _around(boxes), region, own)

    parts: Sequence[tuple[str, Sequence[int]]]
    for n, parts in enumerate(printed.articles, start=1):
        if found := list(places(f"article_{n}", parts)):
            yield Group(file.free(f"article_{n}"), found)
    if found := list(places(FURNITURE, [(FURNITURE, numbers) for numbers in printed.furniture])):
        yield Group(file.free(FURNITURE), found)


def _new_region(file: _File, line: Element) -> Element:
    """A region with what is known of that which held a line."""
    region = Element(file.tag(file.form.region))
    old = file.region_of(line)
    if old is not None:
        region.attrib |= {key: value for key, value in old.attrib.items() if key not in file.form.passing}
    return region


def _around(boxes: Sequence[Box | None]) -> Box | None:
    known = [box for box in boxes if box]
    return Box.enclosing(known) if known else None


def _whole(value: float) -> str:
    return str(round(value))


# PAGE


def _write_page(file: _File, groups: Sequence[Group]) -> None:
    first = groups[0].places[0].lines[0] if groups else file.root
    page = next((each for each in file.above(first) if local_name(each.tag) == "Page"), None)
    if page is None:
        return
    for order in page.findall(file.tag("ReadingOrder")):
        page.remove(order)
    order = Element(file.tag("ReadingOrder"))
    whole = SubElement(order, file.tag("OrderedGroup"), id=file.free("reading_order"))
    regions: list[Element] = []
    for n, group in enumerate(groups):
        part_of = SubElement(
            whole, file.tag("OrderedGroupIndexed"), index=str(n), id=file.free(f"order_{group.name}")
        )
        for m, place in enumerate(group.places):
            SubElement(part_of, file.tag("RegionRefIndexed"), index=str(m), regionRef=place.name)
            place.region.set("type", KINDS.get(place.part, "paragraph"))
            article = "" if group.name.startswith(FURNITURE) else group.name
            place.region.set("custom", _custom(place.region.get("custom", ""), len(regions), article))
            for k, line in enumerate(place.lines):
                if line is not place.region and _ORDER.search(line.get("custom", "")):
                    line.set(
                        "custom", _ORDER.sub(f"readingOrder {{index:{k};}} ", line.get("custom", "")).strip()
                    )
            if not place.region.findall(file.tag("Coords")):
                place.region.insert(0, Element(file.tag("Coords"), points=_outline(place.box)))
            regions.append(place.region)
    for region in regions:
        if any(region is child for child in page):
            page.remove(region)
        elif region in file.parents:
            file.remove(region)
    before = ("AlternativeImage", "Border", "PrintSpace")
    page.insert(sum(_is_one_of(child, before) for child in page), order)
    behind = (*before, "ReadingOrder", "Layers", "Relations", "TextStyle", "UserDefined", "Labels")
    at = max((n for n, child in enumerate(page, start=1) if _is_one_of(child, behind)), default=0)
    page[at:at] = regions


def _custom(stated: str, index: int, article: str) -> str:
    """The attribute of a region as Transkribus reads it, with what else it says."""
    rest = _STRUCTURE.sub("", _ORDER.sub("", stated)).strip()
    structure = f"structure {{type:article; id:{article};}}" if article else ""
    return " ".join(filter(None, [f"readingOrder {{index:{index};}}", structure, rest]))


def _outline(box: Box | None) -> str:
    around = box or Box(0, 0, 0, 0)
    left, top, right, bottom = map(_whole, (around.left, around.top, around.right, around.bottom))
    return f"{left},{top} {right},{top} {right},{bottom} {left},{bottom}"


def _is_one_of(element: Element, names: Collection[str]) -> bool:
    return isinstance(element.tag, str) and local_name(element.tag) in names


# ALTO

_ALTO_PLACES: Final = frozenset(["Illustration", "GraphicalElement"])
MARGINS: Final = ("TopMargin", "LeftMargin", "RightMargin", "BottomMargin")


def _write_alto(file: _File, groups: Sequence[Group]) -> None:
    """Articles are composed blocks of the type `article`, in reading order; `IDNEXT` names the next block.

    `ReadingOrder`, which version 4.3 brought, is written where the file had one.
    """
    if not groups:
        return
    page = _print_space(file, groups[0].places[0].lines[0])
    found = [whole for group in groups if len(whole := _article_block(file, group))]
    for composed in reversed(list(page.iter(file.tag("ComposedBlock")))):
        if composed in file.emptied or not any(map(file.is_region, composed)):
            file.dissolve(composed)
    at = sum(_is_one_of(child, ["Shape"]) for child in page)
    page[at:at] = found
    for order in file.root.findall(file.tag("ReadingOrder")):
        order.clear()
        outer = SubElement(order, file.tag("OrderedGroup"), ID=file.free("reading_order"))
        for group in groups:
            inner = SubElement(outer, file.tag("OrderedGroup"), ID=file.free(f"order_{group.name}"))
            for place in group.places:
                name = file.free(f"ref_{place.name}")
                SubElement(inner, file.tag("ElementRef"), ID=name, REF=place.name)


def _print_space(file: _File, line: Element) -> Element:
    """The space of the text on the page of a line, or that page."""
    around = list(file.above(line))
    space = next((each for each in around if _is_one_of(each, ["PrintSpace"])), None)
    if space is not None:
        return space
    page = next(each for each in around if _is_one_of(each, ["Page"]))
    space = page.find(file.tag("PrintSpace"))
    return page if space is None else space


def _article_block(file: _File, group: Group) -> Element:
    """The blocks of an article in one; furniture that stands in a margin is left there."""
    kind = FURNITURE if group.name.startswith(FURNITURE) else "article"
    whole = Element(file.tag("ComposedBlock"), ID=group.name, TYPE=kind)
    _set_sides(whole, _around([place.box for place in group.places]))
    followers = [place.name for place in group.places[1:]]
    for place, following in zip(group.places, [*followers, ""], strict=True):
        block = place.region
        if kind == FURNITURE and any(_is_one_of(each, MARGINS) for each in file.above(block)):
            continue
        if block in file.parents:
            file.remove(block)
        if block.get("HPOS") is None:
            _set_sides(block, place.box)
        block.attrib.pop("IDNEXT", None)
        if following:
            block.set("IDNEXT", following)
        whole.append(block)
    return whole


def _set_sides(block: Element, box: Box | None) -> None:
    if box:
        sides = {"HPOS": box.left, "VPOS": box.top, "WIDTH": box.width, "HEIGHT": box.height}
        block.attrib |= {side: _whole(value) for side, value in sides.items()}


_FORMS: Final[Mapping[InputFormat, _Form]] = {
    InputFormat.ALTO: _Form(
        "ID",
        frozenset(["TextBlock", "ComposedBlock"]),
        "TextBlock",
        ("IDNEXT", "REF"),
        frozenset(["ID", "IDNEXT", "HPOS", "VPOS", "WIDTH", "HEIGHT"]),
        _write_alto,
    ),
    InputFormat.PAGE: _Form(
        "id",
        frozenset(["TextRegion"]),
        "TextRegion",
        ("regionRef",),
        frozenset(["id", "type", "custom"]),
        _write_page,
    ),
}
