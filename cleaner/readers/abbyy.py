"""ABBYY FineReader XML, 6 to 10: lines with the boxes of their characters."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from cleaner.document import Box, RawPage, Region
from cleaner.errors import FormatError
from cleaner.readers.building import Character, PageBuilder, page_name
from cleaner.readers.formats import InputFormat
from cleaner.readers.kinds import region_kind
from cleaner.readers.markup import local_name, xml_events
from cleaner.readers.values import confidence, number
from cleaner.readers.words import mean_confidence

RULES = frozenset(["Separator", "SeparatorsBox"])


def read_abbyy(data: bytes, name: str) -> Iterator[RawPage]:
    """The pages of a FineReader XML file, one after the other.

    Raises `FormatError` where it is damaged.
    """
    builder = PageBuilder(InputFormat.ABBYY)
    region: int | None = None
    pages = 0
    for event, tag, element in xml_events(data):
        if event == "start":
            if tag == "page":
                sides = [number(element.get(key), "page") for key in ("width", "height") if element.get(key)]
                size = (sides[0], sides[1]) if len(sides) == 2 else None
                builder = PageBuilder(InputFormat.ABBYY, size=size, name=page_name(name, pages, pages == 0))
                pages += 1
            elif tag == "block":
                label = element.get("blockType", "")
                if label in RULES:
                    builder.add_rule(_box(element))
                else:
                    path = f"page {pages}, block at {element.get('l')},{element.get('t')}"
                    region = builder.add_region(Region(region_kind(label), _box(element), path=path))
        elif tag == "line":
            _add_line(
                builder, element, region, f"page {pages}, line at {element.get('l')},{element.get('t')}"
            )
            element.clear()
        elif tag == "block":
            region = None
            element.clear()
        elif tag == "page":
            yield builder.page()
            element.clear()
    if not pages:
        raise FormatError("it has no element page, which holds the text. The file is damaged: write it anew.")


def _printed(character: Element) -> str:
    """What a character is: the text beside the other readings of it; white space where there is none."""
    texts = (character.text, *(other.tail for other in character))
    return "".join(text.strip() for text in texts if text) or " "


def _add_line(builder: PageBuilder, line: Element, region: int | None, path: str) -> None:
    characters: list[Character] = []
    for part in line:
        found = [each for each in (part, *part) if local_name(each.tag) == "charParams"]
        characters += [
            Character(_printed(each), _box(each), confidence(each.get("charConfidence"), 100))
            for each in found
        ]
        if not found:  # a file without boxes of characters, or a part of a line
            text = "".join(part.itertext())
            characters.append(Character(text.strip() if "\n" in text else text, None))
    builder.add_line(
        "".join(character.text for character in characters) or "".join(line.itertext()).strip(),
        _box(line),
        confidence=mean_confidence(characters),
        region=region,
        path=path,
        characters=characters,
    )


def _box(element: Element) -> Box | None:
    stated = [element.get(key) for key in "ltrb"]
    return Box(*(number(value, local_name(element.tag)) for value in stated)) if all(stated) else None
