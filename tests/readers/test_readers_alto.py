"""ALTO: hyphens, words without lines, blocks inside blocks, sides that are missing or turned round."""

from __future__ import annotations

import pytest

from cleaner.chain import clean
from cleaner.document import Box, RawPage, RegionKind
from cleaner.errors import FormatError
from cleaner.readers import InputFormat, read_pages
from cleaner.writing.regions import write_back

SIDES = 'HPOS="10" VPOS="20" WIDTH="200" HEIGHT="12"'
NEWS = "溪口镇新建两座提灌站"
STORY = "汛期过后，渠水送到了山坡上。"


def file(body: str, unit: str = "pixel") -> bytes:
    return (
        f'<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Description><MeasurementUnit>{unit}'
        "</MeasurementUnit></Description><Layout>"
        f'<Page WIDTH="400" HEIGHT="300">{body}</Page></Layout></alto>'
    ).encode()


def page(body: str, unit: str = "pixel") -> RawPage:
    [found] = read_pages(file(body, unit))
    return found


def string(text: str, attributes: str = "", inner: str = "", sides: str = SIDES) -> str:
    return f'<String CONTENT="{text}" {sides} {attributes}>{inner}</String>'


def line(body: str, name: str = "l1", sides: str = SIDES) -> str:
    return f'<TextLine ID="{name}" {sides}>{body}</TextLine>'


def block(body: str, name: str = "b1") -> str:
    return f'<TextBlock ID="{name}" {SIDES}>{body}</TextBlock>'


def glyphs(text: str) -> str:
    return "".join(
        f'<Glyph CONTENT="{each}" {SIDES} GC="0.5"><Variant CONTENT="误"/></Glyph>' for each in text
    )


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (string("irri", 'SUBS_TYPE="HypPart1" SUBS_CONTENT="irrigation"') + '<HYP CONTENT="-"/>', "irri-"),
        (string("gation", 'SUBS_TYPE="HypPart2" SUBS_CONTENT="irrigation"'), "gation"),
        (string("水渠") + "<HYP/>" + string("通"), "水渠通"),
        (string("水") + "<SP/>" + string("渠") + '<HYP CONTENT="-"/>', "水 渠-"),
        (string("水", inner='<ALTERNATIVE PURPOSE="x">误</ALTERNATIVE>') + string("渠"), "水渠"),
        (string("水渠", inner=glyphs("误渠")), "水渠"),
        (string("", inner=glyphs("水渠")), "水渠"),
        (string("River") + string("Town"), "River Town"),
    ],
    ids=["first half", "second half", "no hyphen", "space", "alternative", "glyphs", "glyphs alone", "Latin"],
)
def test_words_of_a_line_are_read_as_they_are_printed(body: str, read: str) -> None:
    assert page(block(line(body))).text == read + "\n"


def test_words_that_stand_in_no_line_are_read() -> None:
    found = page(
        f"<TopMargin>{string('要闻')}</TopMargin><PrintSpace>{block(string('水') + string('渠'))}"
        f"<ComposedBlock ID='c1'>{string('麦田')}{block(line(string('茶园')), 'b2')}</ComposedBlock>"
        f"{string('果林')}</PrintSpace>"
    )
    assert sorted(found.text.split()) == sorted(["要闻", "水渠", "麦田", "茶园", "果林"])
    assert [each.whole_block for each in found.lines] == [text != "茶园" for text in found.text.split()]


def test_all_margins_and_spaces_are_read_and_blocks_inside_blocks() -> None:
    inner = block(block(line(string("水渠")), "b2") + line(string("麦田"), "l2"), "b3")
    found = page(
        f"<TopMargin>{block(line(string('要闻')))}</TopMargin><PrintSpace>{inner}</PrintSpace>"
        f"<PrintSpace>{block(line(string('茶园'), 'l3'), 'b4')}</PrintSpace>"
    )
    assert found.text == "要闻\n\n水渠\n\n麦田\n\n茶园\n"
    assert [found.regions[each.region or 0].path for each in found.lines] == ["b1", "b2", "b3", "b4"]


@pytest.mark.parametrize(
    ("unit", "meant"),
    [("mm10", "mm10"), (" MM10 ", "mm10"), ("inch1200", "inch1200"), ("pixel", "px"), ("", "px")],
)
def test_units_are_known_however_they_are_written(unit: str, meant: str) -> None:
    assert page(block(line(string("水渠"))), unit).unit == meant


@pytest.mark.parametrize(
    ("body", "box"),
    [
        (line(string("水", sides=SIDES.replace("200", "9")) + string("渠"), sides=""), (10, 20, 210, 32)),
        (line('<Shape><Polygon POINTS="1,2 9,2 9,7"/></Shape>' + string("水渠"), sides=""), (1, 2, 9, 7)),
        (
            line(string("水渠", inner='<Shape><Polygon POINTS="1 2 3 4"/></Shape>') + string("通"), sides=""),
            (10, 20, 210, 32),
        ),
        (line('<Shape><Polygon POINTS=""/></Shape>' + string("水渠", sides=""), sides=""), None),
        (line(string("水渠"), sides='HPOS="50" VPOS="9" WIDTH="-20.5" HEIGHT="-4"'), (29.5, 5, 50, 9)),
        (line(string("水渠"), sides='HPOS="-7" VPOS="-9" WIDTH="20" HEIGHT="4"'), (-7, -9, 13, -5)),
    ],
    ids=["of words", "outline", "of words with outlines", "none", "turned round", "beyond the edge"],
)  # fmt: skip
def test_a_line_has_a_box_from_what_there_is(body: str, box: tuple[float, ...] | None) -> None:
    assert page(block(body)).lines[0].box == (Box(*box) if box else None)


@pytest.mark.parametrize(
    "data",
    [
        b"<alto><Layout><TextBlock><TextLine><String CONTENT='1'/></TextLine></TextBlock></Layout></alto>",
        b"<PcGts xmlns='http://primaresearch.org'><TextRegion/></PcGts>",
        b"<document xmlns='http://www.abbyy.com/FineReader_xml/FineReader10-schema-v1.xml'><block/></document>",
    ],
    ids=["alto", "page", "abbyy"],
)
def test_a_file_without_a_page_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError, match=r"no element [Pp]age"):
        read_pages(data)


@pytest.mark.parametrize(
    "head",
    [
        b'\xef\xbb\xbf<?xml version="1.0" encoding="GBK"?>',
        b'\n  <?xml version="1.0" encoding="UTF-8"?>',
        b'<?xml version="1.0"?><!DOCTYPE alto [<!ELEMENT alto ANY>]>',
        b"<!-- one --><?target data?>",
    ],
    ids=["a mark", "blanks", "a document type", "a comment"],
)
def test_what_stands_before_the_root_does_not_matter(head: bytes) -> None:
    data = head + file(block(line(string(NEWS))))
    [raw] = read_pages(data)
    assert raw.text == NEWS + "\n"
    assert NEWS in write_back(clean(raw), data, InputFormat.ALTO)


def alto(
    line: str, *, software: str = "kraken", unit: str = "pixel", before: str = "", block: str = ""
) -> RawPage:
    data = f"""<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Description>
    <MeasurementUnit>{unit}</MeasurementUnit><softwareName>{software}</softwareName></Description>{before}
    <Layout><Page WIDTH="100.5" HEIGHT="200"><PrintSpace><TextBlock ID="b1" {block}>
    <TextLine HPOS="-1" VPOS="2.5" WIDTH="50" HEIGHT="10">{line}</TextLine></TextBlock>
    <GraphicalElement HPOS="0" VPOS="0" WIDTH="100" HEIGHT="1"/>
    </PrintSpace></Page></Layout></alto>"""
    [page] = read_pages(data.encode())
    return page


def test_alto_keeps_units_tags_order_and_rules() -> None:
    before = (
        '<Tags><LayoutTag ID="t1" LABEL="heading"/></Tags>'
        '<ReadingOrder><OrderedGroup><ElementRef REF="b0"/><ElementRef REF="b1"/></OrderedGroup>'
        "</ReadingOrder>"
    )
    page = alto('<String CONTENT="青石镇"/>', unit="mm10", before=before, block='TAGREFS="t1"')
    assert (page.unit, page.size, page.rules) == ("mm10", (100.5, 200.0), (Box(0, 0, 100, 1),))
    assert page.lines[0].box == Box(-1, 2.5, 49, 12.5)
    assert (page.regions[0].kind, page.regions[0].order) == (RegionKind.HEADING, 1)


def test_spaces_of_alto_are_blanks_but_for_tesseracts() -> None:
    words = '<String CONTENT="青"/><SP WIDTH="-9"/><String CONTENT="石"/><HYP CONTENT="-"/>'
    assert alto(words).text == "青 石-\n"
    assert alto(words, software="Tesseract 5").text == "青石-\n"


@pytest.mark.parametrize(("stated", "meant"), [("0.5", 0.05), ("0.93", 0.93), ("0.100", 1.0), ("0.0", 0.0)])
def test_tesseracts_alto_writes_percent_after_the_point(stated: str, meant: float) -> None:
    for software, share in (("tesseract 5.3.0", meant), ("kraken", float(stated))):
        page = alto(f'<String CONTENT="青" WC="{stated}"/>', software=software)
        assert page.lines[0].confidence == pytest.approx(share)


BODIES = {
    "an empty line": block(line(string(NEWS)) + line("", "l2") + line(string(STORY), "l3")),
    "an empty word": block(line(string(NEWS)) + line(string(""), "l2") + line(string(STORY), "l3")),
    "no lines": block(string(NEWS) + string(STORY)),
    "groups": f"<ComposedBlock ID='c1'>{block(line(string(NEWS)) + line('', 'l2'))}</ComposedBlock>"
    + block(line(string(STORY), "l3"), "b2"),
    "inside": block(block(line(string(NEWS)), "b2") + line(string(STORY), "l2")),
}


@pytest.mark.parametrize("name", BODIES)
def test_blocks_are_written_back_with_all_lines_and_the_same_again(name: str) -> None:
    data = file(f"<PrintSpace>{BODIES[name]}</PrintSpace>")
    [raw] = read_pages(data)
    written = write_back(clean(raw), data, InputFormat.ALTO)
    [again] = read_pages(written.encode())
    assert sorted(again.text.split()) == sorted(raw.text.split())
    assert written.count("<TextLine") == BODIES[name].count("<TextLine")
    assert write_back(clean(again), written.encode(), InputFormat.ALTO) == written


def test_words_in_no_block_cannot_be_written_back() -> None:
    data = file(f"<PrintSpace>{string(NEWS)}</PrintSpace>")
    with pytest.raises(FormatError, match="no line with an identifier"):
        write_back(clean(read_pages(data)[0]), data, InputFormat.ALTO)
