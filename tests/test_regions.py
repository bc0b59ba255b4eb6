"""Reading order and articles, written back into ALTO and PAGE files and read again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from cleaner.chain import clean
from cleaner.document import RawPage
from cleaner.errors import FormatError
from cleaner.page import Page
from cleaner.readers import Format, read_pages
from cleaner.readers.markup import local_name
from cleaner.writing.regions import write_back
from tests.tools.commands import run

FORMATS = Path(__file__).parents[1] / "fixtures" / "formats"
FILES = [
    ("alto-lines.xml", Format.ALTO),
    ("alto-regions.xml", Format.ALTO),
    ("alto-library.xml", Format.ALTO),
    ("tesseract-alto.xml", Format.ALTO),
    ("page-lines.xml", Format.PAGE),
    ("page-regions.xml", Format.PAGE),
    ("tesseract-page.page.xml", Format.PAGE),
]


def written(name: str, form: Format) -> tuple[RawPage, Page, str]:
    data = (FORMATS / name).read_bytes()
    [raw] = read_pages(data)
    page = clean(raw)
    return raw, page, write_back(page, data, form)


def named(root: ET.Element, name: str) -> Iterator[ET.Element]:
    return (element for element in root.iter() if local_name(element.tag) == name)


@pytest.mark.parametrize(("name", "form"), FILES)
def test_lines_are_as_they_were_and_stand_in_reading_order(name: str, form: Format) -> None:
    raw, page, text = written(name, form)
    [again] = read_pages(text.encode())
    before = sorted((line.path, raw.text[slice(*line.span)], line.box, line.confidence) for line in raw.lines)
    after = sorted(
        (line.path, again.text[slice(*line.span)], line.box, line.confidence) for line in again.lines
    )
    assert after == before
    assert (again.size, again.unit, len(again.rules)) == (raw.size, raw.unit, len(raw.rules))
    letters = ["".join(filter(str.isalnum, part.text)) for part in page.articles[0].paragraphs]
    joined = "".join(filter(str.isalnum, again.text))
    assert all(text[:6] in joined for text in letters)


@pytest.mark.parametrize(("name", "form"), FILES)
def test_what_is_written_gives_the_same_articles(name: str, form: Format) -> None:
    _, page, text = written(name, form)
    [again] = read_pages(text.encode())
    found = clean(again).articles
    assert [(a.title, len(a.paragraphs)) for a in found] == [
        (a.title, len(a.paragraphs)) for a in page.articles
    ]


@pytest.mark.parametrize(("name", "form"), FILES)
def test_identifiers_are_unique_and_each_reference_names_one(name: str, form: Format) -> None:
    _, page, text = written(name, form)
    root = ET.fromstring(text)
    key = "ID" if form is Format.ALTO else "id"
    names = [element.get(key) for element in root.iter() if element.get(key)]
    assert len(names) == len(set(names))
    references = [
        element.get(reference)
        for element in root.iter()
        for reference in ("REF", "IDNEXT", "regionRef")
        if element.get(reference)
    ]
    assert set(references) <= set(names)
    groups = [each for each in named(root, "ComposedBlock") if each.get("TYPE") == "article"]
    if form is Format.PAGE:
        groups = [
            e for e in named(root, "OrderedGroupIndexed") if e.get("id", "").startswith("order_article")
        ]
    assert len(groups) == len(page.articles)


def test_page_puts_the_order_before_the_regions_and_names_the_articles() -> None:
    _, page, text = written("page-regions.xml", Format.PAGE)
    root = ET.fromstring(text)
    [whole] = named(root, "Page")
    children = [local_name(child.tag) for child in whole]
    assert children.index("ReadingOrder") < children.index("TextRegion")
    for region in named(root, "TextRegion"):
        inside = [local_name(child.tag) for child in region]
        assert inside == sorted(inside, key=["Coords", "TextLine"].index)
    [again] = read_pages(text.encode())
    assert {region.article for region in again.regions if region.article} == {
        f"article_{n}" for n in range(1, len(page.articles) + 1)
    }


def test_alto_has_blocks_with_their_sides_in_whole_units() -> None:
    _, _, text = written("alto-library.xml", Format.ALTO)
    for block in named(ET.fromstring(text), "TextBlock"):
        assert all(block.get(side, "").isdigit() for side in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))


@pytest.mark.parametrize(
    ("name", "form"), [("page-lines.xml", Format.ALTO), ("tesseract-hocr.hocr", Format.PAGE)]
)
def test_a_file_of_another_format_is_refused(name: str, form: Format) -> None:
    data = (FORMATS / name).read_bytes()
    with pytest.raises(FormatError, match="jsonl"):
        write_back(clean(read_pages(data)[0]), data, form)


def test_lines_without_identifiers_are_refused() -> None:
    data = (FORMATS / "alto-lines.xml").read_bytes().replace(b'<TextLine ID="l1"', b"<TextLine")
    with pytest.raises(FormatError, match="no identifier"):
        write_back(clean(read_pages(data)[0]), data, Format.ALTO)


def test_plain_text_is_refused() -> None:
    with pytest.raises(FormatError, match="plain text"):
        write_back(clean("青石镇新建水库"), b"", Format.ALTO)


def test_the_command_writes_a_file_beside_the_manifest(tmp_path: Path) -> None:
    file = FORMATS / "alto-lines.xml"
    done = run("clean", file, "-o", tmp_path / "out", "--format", "alto")
    assert done.exit_code == 0, done.stderr
    [page] = read_pages((tmp_path / "out" / "alto-lines.xml").read_bytes())
    assert page.lines
    done = run("clean", file, "--format", "page")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "ALTO" in done.stderr
