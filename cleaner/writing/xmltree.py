"""An XML file as a tree that is written again with all that it had: comments, prefixes, declarations."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

XML = "http://www.w3.org/XML/1998/namespace"
"""The namespace of `xml:lang`, which no file declares."""


@dataclass
class Tree:
    """The root element of a file, and what stands round it."""

    root: Element
    before: list[str] = field(default_factory=list)
    """Comments, processing instructions and the document type before the root element,"""
    behind: list[str] = field(default_factory=list)
    """and behind it."""
    prefixes: dict[str, str] = field(default_factory=dict)
    """By namespace; the default one has the prefix that is empty."""


class _Builder(ET.TreeBuilder):
    """Builds a tree with its comments, and keeps what stands outside of the root element."""

    def __init__(self) -> None:
        super().__init__(insert_comments=True, insert_pis=True)
        self.depth = 0
        self.outside: tuple[list[str], list[str]] = ([], [])
        self.namespaces: list[tuple[str, str]] = []
        self._rooted = False

    def start(self, tag: str, attributes: dict[str, str], /) -> Element:
        self.depth += 1
        self._rooted = True
        return super().start(tag, attributes)

    def end(self, tag: str, /) -> Element:
        self.depth -= 1
        return super().end(tag)

    def start_ns(self, prefix: str | None, uri: str) -> None:
        self.namespaces.append((prefix or "", uri))

    def comment(self, text: str | None, /) -> Element:
        return self._kept(super().comment(text or ""))

    def pi(self, target: str, text: str | None = None, /) -> Element:
        return self._kept(super().pi(target, text))

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        if system is not None:
            place = f'PUBLIC "{public}"' if public else "SYSTEM"
            self.outside[0].append(f'<!DOCTYPE {name} {place} "{system}">')

    def _kept(self, element: Element) -> Element:
        if not self.depth:
            self.outside[self._rooted].append(ET.tostring(element, encoding="unicode"))
        return element


def parse(data: bytes) -> Tree:
    """The tree of a file, which must be known for harmless (`cleaner.readers.markup.xml_events`).

    >>> parse(b"<page><line/></page>").root.tag
    'page'
    """
    builder = _Builder()
    parser = ET.XMLParser(target=builder)
    parser.feed(data)
    root = parser.close()
    prefixes: dict[str, str] = {}
    for prefix, uri in builder.namespaces:
        if uri and uri not in prefixes:
            prefixes[uri] = _free(prefix, prefixes)
    return Tree(root, *builder.outside, prefixes)


def write(tree: Tree) -> str:
    """The text of a file, to be encoded in UTF-8. Its elements have their prefixes in their names after that.

    >>> write(parse(b'<!-- a --><x:alto xmlns:x="u"><x:Page/></x:alto>')).splitlines()[1:]
    ['<!-- a -->', '<x:alto xmlns:x="u"><x:Page /></x:alto>']
    """
    root = tree.root
    _qualify(root, tree.prefixes, "")
    for uri, prefix in tree.prefixes.items():
        if prefix:
            root.set(f"xmlns:{prefix}", uri)
    text = ET.tostring(root, encoding="unicode")
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', *tree.before, text, *tree.behind, ""])


def _free(prefix: str, prefixes: dict[str, str]) -> str:
    """A prefix that stands for no other namespace yet."""
    taken = set(prefixes.values())
    number = 0
    found = prefix
    while found in taken:
        number += 1
        found = f"{prefix or 'x'}{number}"
    return found


def _qualify(element: Element, prefixes: dict[str, str], default: str) -> None:
    """Give an element and those in it names with prefixes; `default` is the namespace of those without."""
    if callable(element.tag):  # a comment
        return
    uri, name = _parted(element.tag)
    prefix = prefixes.get(uri, "")
    element.tag = f"{prefix}:{name}" if prefix else name
    for key in [key for key in element.keys() if key.startswith("{")]:  # noqa: SIM118
        space, local = _parted(key)
        short = "xml" if space == XML else prefixes.get(space, "")
        if not short:
            short = prefixes[space] = _free("x", prefixes)
        element.set(f"{short}:{local}", element.attrib.pop(key))
    if not prefix and uri != default:
        element.set("xmlns", uri)
        default = uri
    for child in element:
        _qualify(child, prefixes, default)


def _parted(tag: str) -> tuple[str, str]:
    """Namespace and name."""
    uri, _, name = tag.rpartition("}")
    return uri[1:], name
