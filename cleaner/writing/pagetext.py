"""The text of PAGE files, put where it stays when lines are moved: in the lines, or in a region of its own.

A region may state the text of lines that have none themselves, or text that stands in none of its lines.
Where its lines go elsewhere that would be lost, and where it stays in the region it would be there twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from xml.etree.ElementTree import Element, SubElement

from cleaner.document import Line, RawPage
from cleaner.readers.markup import local_name

BEFORE_TEXT = frozenset(["AlternativeImage", "Coords", "Baseline", "Word"])
"""Elements of a line that its text stands behind."""


def settle(root: Element, source: RawPage) -> Mapping[str, Element]:
    """Put the text that was read of each line into it, where it has none.

    Gives the new regions, by the path of their lines, for text of a region that also holds other lines or
    that is no `TextRegion`; the old one states it no longer.
    """
    lines: dict[str, list[Line]] = {}
    for line in source.lines:
        lines.setdefault(line.path, []).append(line)
    names = {element.get("id", "") for element in root.iter()}
    parents = {child: parent for parent in root.iter() for child in parent}
    parted: dict[str, Element] = {}
    for element in list(root.iter()):
        name = element.get("id", "")
        stated = lines.get(name, []) if name else []
        if stated and _name(element) == "TextLine":
            if not any(map(_has_text, element.iter())):
                remove_text(element)
                at = sum(_name(child) in BEFORE_TEXT for child in element)
                element.insert(at, _text(element, source, stated))
        elif stated and any(map(_is_text, element)) and not _is_line(element, lines):
            own = f"{name}_text"
            while own in names:
                own += "_"
            names.add(own)
            region = Element(_sibling(element, "TextRegion"), id=own)
            region.extend(deepcopy(each) for each in element if _name(each) == "Coords")
            region.append(_text(element, source, stated))
            outer = element
            while _name(outer) != "Page":  # the regions round it may state its text, too
                remove_text(outer)
                outer = parents[outer]
            outer.append(region)
            parted[name] = region
    return parted


def remove_text(element: Element) -> None:
    """Take the text out that an element states of itself, not of those inside it."""
    for text in list(filter(_is_text, element)):
        element.remove(text)


def _is_line(element: Element, lines: Mapping[str, Sequence[Line]]) -> bool:
    """Whether a region is moved as a whole: it is one of text and holds no line that was read."""
    inner = (each.get("id", "") for each in element.iter() if each is not element)
    return _name(element) == "TextRegion" and lines.keys().isdisjoint(inner)


def _text(element: Element, source: RawPage, lines: Iterable[Line]) -> Element:
    shares = [line.confidence for line in lines if line.confidence is not None]
    stated = {"conf": str(min(shares))} if shares else {}
    text = Element(_sibling(element, "TextEquiv"), stated)
    SubElement(text, _sibling(element, "Unicode")).text = "\n".join(
        source.text[slice(*line.span)] for line in lines
    )
    return text


def _is_text(element: Element) -> bool:
    return _name(element) == "TextEquiv"


def _has_text(element: Element) -> bool:
    return _name(element) in ("Unicode", "PlainText") and any(text.strip() for text in element.itertext())


def _sibling(element: Element, name: str) -> str:
    """The name of another element, in the namespace of this one."""
    return element.tag[: -len(local_name(element.tag))] + name


def _name(element: Element) -> str:
    return local_name(element.tag) if isinstance(element.tag, str) else ""
