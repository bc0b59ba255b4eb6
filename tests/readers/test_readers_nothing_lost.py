"""Each ideograph that a file holds comes out of its reader, and none comes out twice."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from cleaner.chain import clean
from cleaner.readers import InputFormat, read_pages
from cleaner.readers.markup import local_name
from cleaner.writing.regions import write_back

FIXTURES = Path(__file__).parents[2] / "fixtures"
FORMATS = FIXTURES / "formats"
MARK_UP = sorted(path.name for path in FORMATS.iterdir() if path.suffix in (".xml", ".hocr", ".tsv"))
JSON = sorted(path.name for path in FORMATS.iterdir() if path.suffix == ".json")
CHOICES = sorted(path.name for path in (FIXTURES / "choices").iterdir())

IDEOGRAPH = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")


def ideographs(text: str) -> Counter[str]:
    return Counter(IDEOGRAPH.findall(text))


def read(data: bytes) -> Counter[str]:
    return ideographs("".join(page.text for page in read_pages(data)))


def stated(path: Path) -> str:
    """What a file states as its text, found without its reader."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".tsv":
        return "".join(row.split("\t")[-1] for row in text.splitlines()[1:])
    if path.suffix == ".hocr":
        return unescape(re.sub("<[^>]*>", "", text.partition("<body")[2]))
    return "".join(_stated(ET.fromstring(text.encode())))


def _stated(root: ET.Element) -> Iterator[str]:
    for element in root.iter():
        name = local_name(element.tag)
        if name in ("String", "HYP"):
            yield element.get("CONTENT", "")
        elif name == "TextLine":
            yield from (
                text.text or "" for each in element for text in each if local_name(text.tag) == "Unicode"
            )
        elif name == "charParams":
            yield element.text or ""


@pytest.mark.parametrize("name", MARK_UP)
def test_each_ideograph_of_a_file_is_read_once(name: str) -> None:
    path = FORMATS / name
    assert sum(ideographs(stated(path)).values()) > 20
    assert read(path.read_bytes()) == ideographs(stated(path))


def in_text(pattern: str, replacement: str) -> Callable[[str], str]:
    """Changes what stands between tags."""

    def changed(file: str) -> str:
        return re.sub(f"(?<=>)[^<>]*{pattern}[^<>]*(?=<)", lambda m: re.sub(pattern, replacement, m[0]), file)

    return changed


SPELLINGS: dict[str, Callable[[str], str]] = {
    "comments": in_text(r"([\u3400-\u9fff])(?=[\u3400-\u9fff])", r"\1<!-- 误 -->"),
    "sections": in_text(r"([\u3400-\u9fff])", r"<![CDATA[\1]]>"),
    "numbers": lambda file: re.sub("[\u3400-\u9fff]", lambda m: f"&#{ord(m[0])};", file),
    "hexadecimal": lambda file: re.sub("[\u3400-\u9fff]", lambda m: f"&#x{ord(m[0]):X};", file),
    "Windows": lambda file: file.replace("\n", "\r\n"),
    "minified": lambda file: re.sub(r">\s+<", "><", file),
    "lines": lambda file: re.sub("<(?![!?/])", "\n  <", file).lstrip(),
    "elements": lambda file: re.sub("(</(?:TextRegion|TextBlock|p)>)", r"<x:y xmlns:x='u'/>\1", file),
}
"""Other ways to write the same file."""


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("name", [name for name in MARK_UP if not name.endswith(".tsv")])
def test_other_spellings_of_a_file_are_the_same_page(name: str, spelling: str) -> None:
    data = (FORMATS / name).read_bytes()
    again = SPELLINGS[spelling](data.decode()).encode()
    [page], [other] = read_pages(data), read_pages(again)
    assert other.text == page.text
    assert other.lines == page.lines
    assert other.regions == page.regions


@pytest.mark.parametrize("name", [name for name in JSON if name != "articles.json"])  # it has several fields
def test_each_ideograph_of_json_is_read_as_often_as_one_of_its_levels_has_it(name: str) -> None:
    levels: dict[str, Counter[str]] = {}

    def note(key: str, value: object) -> None:
        if isinstance(value, str):
            levels.setdefault(key, Counter()).update(ideographs(re.sub("<[^>]*>", "", value)))
        for inner_key, inner in value.items() if isinstance(value, dict) else ():
            note(inner_key, inner)
        for inner in value if isinstance(value, list) else ():
            note(key, inner)

    note("", json.loads((FORMATS / name).read_bytes()))
    found = read((FORMATS / name).read_bytes())
    assert sum(found.values()) > 20
    multiples = [Counter({char: n * count for char, count in found.items()}) for n in range(1, 5)]
    assert any(level in multiples for level in levels.values())  # one key for pages, paragraphs, lines, words


@pytest.mark.parametrize("name", CHOICES)
def test_of_the_choices_of_tesseract_the_chosen_ones_are_read(name: str) -> None:
    data = (FIXTURES / "choices" / name).read_bytes()
    assert len(ideographs(stated(FIXTURES / "choices" / name))) > 12
    assert [page.text for page in read_pages(data)] == ["青石镇新修水渠3公里\n"]


@pytest.mark.parametrize("name", [name for name in MARK_UP if name.endswith(".xml") and "abbyy" not in name])
def test_each_ideograph_is_written_back_once(name: str) -> None:
    data = (FORMATS / name).read_bytes()
    [page] = read_pages(data)
    written = write_back(clean(page), data, InputFormat(page.format))
    assert read(written.encode()) == read(data)
    assert ideographs("".join(_stated(ET.fromstring(written)))) == read(data)
