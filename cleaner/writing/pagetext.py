"""The text of PAGE files, put where it stays when lines are moved: in the lines, or in a region of its own.

A region may state the text of lines that have none themselves, or text that stands in none of its lines.
Where its lines go elsewhere that would be lost, and where it stays in the region it would be there twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    parted: dict[str, Element] = {}
    for page in [element for element in root.iter() if _name(element) == "Page"]:
        for element in list(page.iter()):
            stated = lines.get(element.get("id", ""), []) if element.get("id") else []
            if not stated:
                continue
            if _name(element) == "TextLine":
                if not any(_has_text(each) for each in element.iter()):
                    remove_text(element)
                    at = sum(_name(child) in BEFORE_TEXT for child in element)
                    element.insert(at, _text(element, source, stated))
            elif any(True for _ in _texts_of(element)) and not _is_line(element, lines):
                name = f"{element.get('id')}_text"
                while name in names:
                    name += "_"
                names.add(name)
                region = Element(_sibling(element, "TextRegion"), id=name)
                region.extend(deepcopy(each) for each in element if _name(each) == "Coords")
                region.append(_text(element, source, stated))
                remove_text(element)
                page.append(region)
                parted[stated[0].path] = region
    return parted


def remove_text(element: Element) -> None:
    """Take the text out that an element states of itself, not of those inside it."""
    for text in list(_texts_of(element)):
        element.remove(text)


def _is_line(element: Element, lines: Mapping[str, Sequence[Line]]) -> bool:
    """Whether a region is moved as a whole: it is one of text and holds no line that was read."""
    inner = (each for each in element.iter() if _name(each) == "TextLine" or each is not element)
    return _name(element) == "TextRegion" and not any(each.get("id", "") in lines for each in inner)


def _text(element: Element, source: RawPage, lines: Iterable[Line]) -> Element:
    shares = [line.confidence for line in lines if line.confidence is not None]
    stated = {"conf": str(min(shares))} if shares else {}
    text = Element(_sibling(element, "TextEquiv"), stated)
    SubElement(text, _sibling(element, "Unicode")).text = "\n".join(
        source.text[slice(*line.span)] for line in lines
    )
    return text


def _texts_of(element: Element) -> Iterator[Element]:
    return (child for child in element if _name(child) == "TextEquiv")


def _has_text(element: Element) -> bool:
    return _name(element) in ("Unicode", "PlainText") and any(text.strip() for text in element.itertext())


def _sibling(element: Element, name: str) -> str:
    """The name of another element, in the namespace of this one."""
    return element.tag[: -len(local_name(element.tag))] + name


def _name(element: Element) -> str:
    return local_name(element.tag) if isinstance(element.tag, str) else ""
