"""Reading order and articles, written back into ALTO and PAGE files and read again."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from cleaner.chain import clean
from cleaner.document import RawPage
from cleaner.errors import FormatError
from cleaner.page import Page
from cleaner.readers import InputFormat, read_pages
from cleaner.readers.markup import local_name
from cleaner.writing.regions import write_back
from tests.tools.commands import run

FORMATS = Path(__file__).parents[2] / "fixtures" / "formats"
FILES = [
    ("alto-lines.xml", InputFormat.ALTO),
    ("alto-regions.xml", InputFormat.ALTO),
    ("alto-library.xml", InputFormat.ALTO),
    ("tesseract-alto.xml", InputFormat.ALTO),
    ("page-lines.xml", InputFormat.PAGE),
    ("page-regions.xml", InputFormat.PAGE),
    ("tesseract-page.page.xml", InputFormat.PAGE),
]


def written(name: str, form: InputFormat) -> tuple[RawPage, Page, str]:
    data = (FORMATS / name).read_bytes()
    [raw] = read_pages(data)
    page = clean(raw)
    return raw, page, write_back(page, data, form)


def named(root: ET.Element, name: str) -> Iterator[ET.Element]:
    return (element for element in root.iter() if local_name(element.tag) == name)


@pytest.mark.parametrize(("name", "form"), FILES)
def test_lines_are_as_they_were_and_stand_in_reading_order(name: str, form: InputFormat) -> None:
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
def test_what_is_written_gives_the_same_articles(name: str, form: InputFormat) -> None:
    _, page, text = written(name, form)
    [again] = read_pages(text.encode())
    found = clean(again).articles
    assert [(a.title, len(a.paragraphs)) for a in found] == [
        (a.title, len(a.paragraphs)) for a in page.articles
    ]


@pytest.mark.parametrize(("name", "form"), FILES)
def test_identifiers_are_unique_and_each_reference_names_one(name: str, form: InputFormat) -> None:
    _, page, text = written(name, form)
    root = ET.fromstring(text)
    key = "ID" if form is InputFormat.ALTO else "id"
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
    if form is InputFormat.PAGE:
        groups = [
            e for e in named(root, "OrderedGroupIndexed") if e.get("id", "").startswith("order_article")
        ]
    assert len(groups) == len(page.articles)


def test_page_puts_the_order_before_the_regions_and_names_the_articles() -> None:
    _, page, text = written("page-regions.xml", InputFormat.PAGE)
    root = ET.fromstring(text)
    [whole] = named(root, "Page")
    children = [local_name(child.tag) for child in whole]
    assert children.index("ReadingOrder") < children.index("TextRegion")
    for region in named(root, "TextRegion"):
        inside = [local_name(child.tag) for child in region]
        assert inside == sorted(inside, key=["Coords", "TextLine", "TextEquiv"].index)
    [again] = read_pages(text.encode())
    assert {region.article for region in again.regions if region.article} == {
        f"article_{n}" for n in range(1, len(page.articles) + 1)
    }


def test_alto_has_blocks_with_their_sides_in_whole_units() -> None:
    _, _, text = written("alto-library.xml", InputFormat.ALTO)
    blocks = list(named(ET.fromstring(text), "TextBlock"))
    assert blocks
    for block in blocks:
        assert all(block.get(side, "").isdigit() for side in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))


@pytest.mark.parametrize(
    ("name", "form"), [("page-lines.xml", InputFormat.ALTO), ("tesseract-hocr.hocr", InputFormat.PAGE)]
)
def test_a_file_of_another_format_is_refused(name: str, form: InputFormat) -> None:
    data = (FORMATS / name).read_bytes()
    with pytest.raises(FormatError, match="jsonl"):
        write_back(clean(read_pages(data)[0]), data, form)


def test_lines_without_identifiers_are_refused() -> None:
    data = (FORMATS / "alto-lines.xml").read_bytes().replace(b'<TextLine ID="l1"', b"<TextLine")
    with pytest.raises(FormatError, match="no line with an identifier"):
        write_back(clean(read_pages(data)[0]), data, InputFormat.ALTO)


def test_plain_text_is_refused() -> None:
    with pytest.raises(FormatError, match="plain text"):
        write_back(clean("青石镇新建水库"), b"", InputFormat.ALTO)


def test_the_command_writes_a_file_beside_the_manifest(tmp_path: Path) -> None:
    file = FORMATS / "alto-lines.xml"
    done = run("clean", file, "-o", tmp_path / "out", "--format", "alto")
    assert done.exit_code == 0, done.stderr
    [page] = read_pages((tmp_path / "out" / "alto-lines.xml").read_bytes())
    assert page.lines
    done = run("clean", file, "--format", "page")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "ALTO" in done.stderr


def changed(
    name: str, *changes: tuple[str, str], form: InputFormat = InputFormat.ALTO
) -> tuple[ET.Element, str]:
    """What is written of a file with changes: as a tree, and as text."""
    text = (FORMATS / name).read_text(encoding="utf-8")
    for pattern, replacement in changes:
        text, count = re.subn(pattern, replacement, text, flags=re.DOTALL)
        assert count
    data = text.encode()
    written_text = write_back(clean(read_pages(data)[0]), data, form)
    return ET.fromstring(written_text), written_text


def prefixed(text: str, prefix: str) -> str:
    named = re.sub(r"<(/?)([A-Za-z])", rf"<\1{prefix}:\2", text)
    return named.replace("xmlns=", f"xmlns:{prefix}=", 1)


VARIANTS: dict[str, Callable[[str], bytes]] = {
    "byte-order mark": lambda text: text.encode("utf-8-sig"),
    "UTF-16": lambda text: text.replace("UTF-8", "UTF-16").encode("utf-16"),
    "gzip": lambda text: gzip.compress(text.encode()),
    "prefix": lambda text: prefixed(text, "a").encode(),
    "prefix like those of ElementTree": lambda text: prefixed(text, "ns0").encode(),
    "no namespace": lambda text: re.sub(r' (?:xmlns(?::\w+)?|xsi:schemaLocation)="[^"]*"', "", text).encode(),
    "line ends of Windows": lambda text: text.replace("\n", "\r\n").encode(),
    "minified": lambda text: re.sub(r">\s+<", "><", text).encode(),
}


@pytest.mark.parametrize(("name", "form"), FILES)
@pytest.mark.parametrize("variant", VARIANTS)
def test_other_spellings_of_a_file_are_written_as_it_is(name: str, form: InputFormat, variant: str) -> None:
    _, _, text = written(name, form)
    data = VARIANTS[variant]((FORMATS / name).read_text(encoding="utf-8"))
    again = write_back(clean(read_pages(data)[0]), data, form)

    def shown(xml: str) -> list[tuple[str, str | None]]:
        key = "ID" if form is InputFormat.ALTO else "id"
        return [(local_name(each.tag), each.get(key)) for each in ET.fromstring(xml).iter()]

    assert shown(again) == shown(text)
    assert not re.search(r"\bns\d+:", again) or variant == "prefix like those of ElementTree"


@pytest.mark.parametrize(("name", "form"), FILES)
def test_written_again_nothing_changes(name: str, form: InputFormat) -> None:
    _, _, text = written(name, form)
    data = text.encode()
    assert write_back(clean(read_pages(data)[0]), data, form) == text


@pytest.mark.parametrize(("name", "form"), FILES)
def test_comments_and_instructions_stay(name: str, form: InputFormat) -> None:
    _, text = changed(
        name,
        (r"\?>", '?>\n<!DOCTYPE x SYSTEM "x.dtd">\n<?xml-stylesheet href="a.xsl"?>\n<!-- head -->'),
        (r"(<TextLine[^>]*>)", r"\1<!-- checked -->"),
        (r"\Z", "<!-- tail -->"),
        form=form,
    )
    lines = (FORMATS / name).read_text(encoding="utf-8").count("</TextLine>")
    assert text.count("<!-- checked -->") == lines
    assert text.splitlines()[1:4] == [
        '<!DOCTYPE x SYSTEM "x.dtd">', '<?xml-stylesheet href="a.xsl"?>', "<!-- head -->",
    ]  # fmt: skip
    assert text.splitlines()[-1] == "<!-- tail -->"


@pytest.mark.parametrize(("name", "form"), FILES)
def test_new_identifiers_are_none_that_the_file_has(name: str, form: InputFormat) -> None:
    key = "ID" if form is InputFormat.ALTO else "id"
    root, _ = (
        changed(name, (rf'(<TextLine[^>]*? {key}=")[^"]+"', r'\1article_1"'), form=form)
        if ((FORMATS / name).read_text(encoding="utf-8").count("<TextLine ") == 1)
        else changed(name, (rf'(?s)\A(.*?<TextLine[^>]*? {key}=")[^"]+"', r'\1article_1"'), form=form)
    )
    names = [element.get(key) for element in root.iter() if element.get(key)]
    assert names.count("article_1") == 1
    assert len(names) == len(set(names))


def test_two_lines_of_one_identifier_are_refused() -> None:
    data = re.sub(rb'<TextLine ID="l\d"', b'<TextLine ID="l1"', (FORMATS / "alto-lines.xml").read_bytes())
    with pytest.raises(FormatError, match="two of its lines have the identifier 'l1'"):
        write_back(clean(read_pages(data)[0]), data, InputFormat.ALTO)


def test_blocks_that_are_parts_of_articles_stay_as_they_are() -> None:
    _, _, text = written("alto-library.xml", InputFormat.ALTO)
    old = ET.fromstring((FORMATS / "alto-library.xml").read_bytes())
    names = [block.get("ID") for block in named(old, "TextBlock")]
    assert [block.get("ID") for block in named(ET.fromstring(text), "TextBlock")] == names  # METS names them


def test_new_blocks_have_the_style_and_language_of_the_old_ones() -> None:
    root, _ = changed("alto-lines.xml", ("<TextBlock ", '<TextBlock STYLEREFS="S1" LANG="zh" '))
    blocks = list(named(root, "TextBlock"))
    assert len(blocks) > 1
    assert {(block.get("STYLEREFS"), block.get("LANG")) for block in blocks} == {("S1", "zh")}


def test_each_group_of_blocks_has_the_sides_that_alto_2_asks_for() -> None:
    _, _, text = written("alto-library.xml", InputFormat.ALTO)
    groups = list(named(ET.fromstring(text), "ComposedBlock"))
    assert groups
    for group in groups:
        assert all(group.get(side, "").isdigit() for side in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))


def test_a_picture_that_stood_in_a_group_of_blocks_stays() -> None:
    picture = '<Illustration ID="i1" HPOS="0" VPOS="0" WIDTH="9" HEIGHT="9"/>'
    root, _ = changed(
        "alto-regions.xml",
        ("(<TextBlock .*</TextBlock>)", rf'<ComposedBlock ID="c1">{picture}\1</ComposedBlock>'),
    )
    [group] = [each for each in named(root, "ComposedBlock") if each.get("ID") == "c1"]
    assert [local_name(child.tag) for child in group] == ["Illustration"]


def test_groups_of_blocks_that_are_left_empty_go() -> None:
    root, _ = changed(
        "alto-regions.xml",
        (
            "(<TextBlock .*</TextBlock>)",
            r'<ComposedBlock ID="c1"><ComposedBlock ID="c2">\1</ComposedBlock></ComposedBlock>',
        ),
    )
    assert {group.get("TYPE") for group in named(root, "ComposedBlock")} == {"article"}


def test_furniture_in_a_margin_stays_there() -> None:
    folio = "要闻 2026年5月20日 星期三 第2版"
    sides = 'HPOS="1" VPOS="1" WIDTH="90" HEIGHT="9"'
    line = f'<TextLine ID="b1" {sides}><String CONTENT="{folio}" {sides}/></TextLine>'
    block = f'<TextBlock ID="b" {sides}>{line}</TextBlock>'
    root, _ = changed(
        "alto-library.xml",
        ("<PrintSpace", f"<TopMargin>{block}</TopMargin><PrintSpace"),
    )
    [margin] = named(root, "TopMargin")
    assert [block.get("ID") for block in named(margin, "TextBlock")] == ["b"]


def test_a_region_with_text_and_no_lines_is_put_in_order_as_it_is() -> None:
    text = "<TextEquiv><Unicode>州图书馆新馆开馆，读者凭身份证入馆。</Unicode></TextEquiv>"
    outline = '<Coords points="0,900 90,900 90,930 0,930"/>'
    alone = f'<TextRegion id="alone">{outline}{text}</TextRegion></Page>'
    root, _ = changed("page-regions.xml", ("</Page>", alone), form=InputFormat.PAGE)
    [region] = [each for each in named(root, "TextRegion") if each.get("id") == "alone"]
    assert [local_name(child.tag) for child in region] == ["Coords", "TextEquiv"]
    assert "alone" in {each.get("regionRef") for each in named(root, "RegionRefIndexed")}


def test_relations_name_the_regions_that_took_the_lines() -> None:
    links = (
        '<Relations><Relation id="rel" type="link"><SourceRegionRef regionRef="r1"/>'
        '<TargetRegionRef regionRef="r1"/></Relation></Relations>'
    )
    root, _ = changed("page-lines.xml", ("(<TextRegion )", links + r"\1"), form=InputFormat.PAGE)
    [page] = named(root, "Page")
    children = [local_name(child.tag) for child in page]
    assert children[:2] == ["ReadingOrder", "Relations"]
    regions = {region.get("id") for region in named(root, "TextRegion")}
    [relation] = named(root, "Relation")
    assert {each.get("regionRef") for each in relation} <= regions


def test_a_picture_in_a_region_whose_text_goes_takes_its_place() -> None:
    picture = '<ImageRegion id="i1"><Coords points="1,1 9,1 9,9 1,9"/></ImageRegion>'
    root, _ = changed("page-lines.xml", ("</TextRegion>", picture + "</TextRegion>"), form=InputFormat.PAGE)
    [page] = named(root, "Page")
    assert [child.get("id") for child in page if local_name(child.tag) == "ImageRegion"] == ["i1"]


def test_lines_and_regions_are_numbered_for_transkribus() -> None:
    root, _ = changed("page-lines.xml", ("<TextLine ", "<TextLine "), form=InputFormat.PAGE)
    regions = list(named(root, "TextRegion"))
    assert [region.get("custom", "").split("}")[0] for region in regions] == [
        f"readingOrder {{index:{n};" for n in range(len(regions))
    ]
    for region in regions:
        lines = [line.get("custom", "") for line in named(region, "TextLine")]
        assert lines == [f"readingOrder {{index:{n};}}" for n in range(len(lines))]
