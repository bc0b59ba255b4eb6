"""Files of OCR engines, read: the same page in thirty formats, and what bites in each of them."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.document import Box, RawPage, RegionKind
from cleaner.errors import EncodingError, FormatError, InputError
from cleaner.readers import InputFormat, iter_pages, read_pages, sniff
from cleaner.readers.prose import of_markdown

FIXTURES = Path(__file__).parent.parent / "fixtures" / "formats"

FORMATS = {
    "abbyy.xml": InputFormat.ABBYY,
    "alto-library.xml": InputFormat.ALTO,
    "alto-lines.xml": InputFormat.ALTO,
    "alto-regions.xml": InputFormat.ALTO,
    "azure-di.json": InputFormat.AZURE,
    "baidu-json.json": InputFormat.BAIDU,
    "deepseek-mmd.mmd": InputFormat.DEEPSEEK,
    "docling-json.json": InputFormat.DOCLING,
    "dots-ocr.json": InputFormat.DOTS,
    "google-vision.json": InputFormat.GOOGLE,
    "hocr-lines.hocr": InputFormat.HOCR,
    "hocr-regions.hocr": InputFormat.HOCR,
    "marker-json.json": InputFormat.MARKER,
    "marker-md.md": InputFormat.MARKDOWN,
    "mineru-content.json": InputFormat.MINERU_CONTENT,
    "mineru-md.md": InputFormat.MARKDOWN,
    "mineru-middle.json": InputFormat.MINERU,
    "mineru4-middle.json": InputFormat.MINERU4,
    "olmocr-jsonl.jsonl": InputFormat.OLMOCR,
    "paddleocr-exe.json": InputFormat.UMI_OCR,
    "paddleocr-json.json": InputFormat.PADDLEOCR,
    "paddleocr-vl-json.json": InputFormat.PPSTRUCTURE,
    "paddleocr-words.json": InputFormat.PADDLEOCR,
    "paddleocr2.json": InputFormat.BOX_LIST,
    "page-lines.xml": InputFormat.PAGE,
    "page-regions.xml": InputFormat.PAGE,
    "ppstructure-json.json": InputFormat.PPSTRUCTURE,
    "rapidocr-json.json": InputFormat.BOX_LIST,
    "rapidocr-words.json": InputFormat.BOX_LIST,
    "rapidocr1.json": InputFormat.BOX_LIST,
    "surya-blocks.json": InputFormat.SURYA_BLOCKS,
    "surya-lines.json": InputFormat.SURYA_LINES,
    "tesseract-alto.xml": InputFormat.ALTO,
    "tesseract-hocr.hocr": InputFormat.HOCR,
    "tesseract-page.page.xml": InputFormat.PAGE,
    "tesseract-pdf.pdf": InputFormat.PDF,
    "tesseract-tsv.tsv": InputFormat.TSV,
    "umi-jsonl.jsonl": InputFormat.UMI_OCR,
}

LINES = [
    "我州新增国家级非",
    "遗代表性项目2项",
    "本报记者丁鹏曦",
    "近日，国务院公布第五批国家级",
    "非物质文化遗产代表性项目名录，我",
    "州申报的“苍石皮影戏”“云溪花灯”榜",
    "上有名。至此，全州国家级非遗代表性",
]

SAME_LINES = (
    "rapidocr-json.json",
    "paddleocr-json.json",
    "umi-jsonl.jsonl",
    "baidu-json.json",
    "surya-lines.json",
    "hocr-lines.hocr",
    "alto-lines.xml",
    "page-lines.xml",
)
"""Lines of one reader without regions, in eight formats."""

REGIONS = (
    "hocr-regions.hocr",
    "alto-regions.xml",
    "page-regions.xml",
    "mineru-middle.json",
    "ppstructure-json.json",
)
BLOCKS = (
    "paddleocr-vl-json.json",
    "mineru-content.json",
    "mineru4-middle.json",
    "marker-json.json",
    "surya-blocks.json",
    "docling-json.json",
    "deepseek-mmd.mmd",
)
TESSERACT = ("tesseract-hocr.hocr", "tesseract-alto.xml", "tesseract-tsv.tsv", "tesseract-page.page.xml")


def read(name: str) -> RawPage:
    if name.endswith(".pdf"):
        pytest.importorskip("pypdfium2")
    [page] = read_pages((FIXTURES / name).read_bytes())
    return page


def lines(page: RawPage) -> list[str]:
    return [page.text[slice(*line.span)] for line in page.lines]


def read_json(value: object) -> RawPage:
    [page] = read_pages(json.dumps(value).encode())
    return page


# All formats


def test_each_format_of_the_fixtures_is_known() -> None:
    assert {path.name for path in FIXTURES.iterdir()} == FORMATS.keys()
    assert {*FORMATS.values(), InputFormat.TEXT} == set(InputFormat)


@pytest.mark.parametrize("name", FORMATS)
def test_the_content_tells_the_format(name: str) -> None:
    data = (FIXTURES / name).read_bytes()
    assert sniff(data) is FORMATS[name]
    assert sniff(b"\xef\xbb\xbf" + data) is FORMATS[name] or name.endswith(".pdf")
    assert read(name).format == FORMATS[name]


@pytest.mark.parametrize("name", FORMATS)
def test_offsets_of_lines_lead_to_their_text_in_order(name: str) -> None:
    page = read(name)
    assert page.lines
    assert page.text.replace("\n\n", "\n") == "".join(text + "\n" for text in lines(page))
    for line in page.lines:
        assert line.region is None or 0 <= line.region < len(page.regions)
        assert line.confidence is None or 0 <= line.confidence <= 1
        assert line.path
    for line, following in zip(page.lines, page.lines[1:], strict=False):
        parted = page.text[line.span[1] : following.span[0]]
        assert parted == ("\n" if line.region == following.region else "\n\n")


@pytest.mark.parametrize("name", FORMATS)
def test_boxes_stand_upright_and_on_the_page(name: str) -> None:
    page = read(name)
    width, height = page.size or ((1.0, 1.0) if page.unit == "relative" else (10_000.0, 10_000.0))
    places = [line.box for line in page.lines] + [region.box for region in page.regions] + list(page.rules)
    slack = 0.05 * height  # pdfium gives the room of a character, which may reach over the edge
    for place in filter(None, places):
        assert -slack <= place.left < place.right <= width + slack
        assert -slack <= place.top < place.bottom <= height + slack


@pytest.mark.parametrize("name", FORMATS)
def test_the_name_of_a_format_gives_what_its_content_gives(name: str) -> None:
    data = (FIXTURES / name).read_bytes()
    [page] = read_pages(data, format=FORMATS[name].value)
    assert page.text == read(name).text


@pytest.mark.parametrize("name", SAME_LINES)
def test_the_same_lines_give_the_same_page(name: str) -> None:
    page = read(name)
    assert lines(page) == LINES
    assert page.text == "\n".join(LINES) + "\n"
    assert [line.confidence for line in page.lines] == pytest.approx(
        [0.913, 0.997, 1.0, 1.0, 0.999, 0.955, 0.974], abs=1e-6
    )
    for line, other in zip(page.lines, read("rapidocr-json.json").lines, strict=True):
        assert line.box
        assert other.box
        assert vars_of(line.box) == pytest.approx(vars_of(other.box), abs=1)


def vars_of(box: Box) -> list[float]:
    return [box.left, box.top, box.right, box.bottom]


@pytest.mark.parametrize("name", REGIONS)
def test_regions_keep_lines_kinds_and_blank_lines(name: str) -> None:
    page = read(name)
    assert lines(page) == LINES
    assert page.text == "\n".join([*LINES[:2], "", LINES[2], "", *LINES[3:], ""])
    kinds = [region.kind for region in page.regions]
    assert kinds == [RegionKind.HEADING, RegionKind.TEXT, RegionKind.TEXT]
    assert not any(line.whole_block for line in page.lines)
    assert page.size == (470.0, 375.0)


@pytest.mark.parametrize("name", BLOCKS)
def test_blocks_are_whole_and_typed(name: str) -> None:
    page = read(name)
    text = page.text.replace(" ", "").replace("\n", "")
    assert text == "".join(LINES)
    assert [region.kind for region in page.regions] == [RegionKind.HEADING, RegionKind.TEXT, RegionKind.TEXT]
    assert all(line.whole_block and line.box for line in page.lines)
    assert page.regions[0].level is not None
    assert page.regions[0].box
    assert page.regions[0].box.top < 0.4 * (page.size or (1, 1))[1]  # the headline is at the top


@pytest.mark.parametrize("name", ["mineru-md.md", "marker-md.md", "olmocr-jsonl.jsonl"])
def test_formats_without_boxes_give_blocks(name: str) -> None:
    page = read(name)
    assert page.text.replace(" ", "").replace("\n", "") == "".join(LINES)
    assert len(page.regions) == 3
    assert not page.has_boxes


@pytest.mark.parametrize("name", TESSERACT)
def test_tesseract_gives_lines_without_blanks_between_ideographs(name: str) -> None:
    page = read(name)
    assert lines(page)[:3] == ["我州新增国家级非", "遗代表性项目2项", "@@本报记者丁鹏曦"]
    assert page.character_boxes is None  # its boxes of words overlap
    assert page.lines[0].confidence == pytest.approx(0.88, abs=0.02)


def test_tesseracts_pdf_gives_the_lines_of_its_hocr() -> None:
    page, other = read("tesseract-pdf.pdf"), read("tesseract-hocr.hocr")
    assert lines(page) == lines(other)
    assert page.unit == "pt"
    for line, same in zip(page.lines, other.lines, strict=True):
        assert line.box
        assert same.box
        assert line.box.left * 204 / 72 == pytest.approx(same.box.left, abs=10)
        assert page.size
        assert (line.box.top + line.box.bottom) / 2 * 204 / 72 == pytest.approx(
            (same.box.top + same.box.bottom) / 2, abs=25
        )


@pytest.mark.parametrize(
    "name", ["rapidocr-words.json", "paddleocr-words.json", "abbyy.xml", "google-vision.json"]
)
def test_characters_have_boxes_in_the_order_of_the_text(name: str) -> None:
    page = read(name)
    assert page.character_boxes is not None
    assert page.character_boxes.shape == (len(page.text), 4)
    for line in page.lines:
        own = page.character_boxes[slice(*line.span)]
        known = ~np.isnan(own[:, 0])
        assert known.mean() > 0.9
        assert (np.diff(own[known, 0]) > 0).all()
        assert line.box
        assert line.box.left - 3 <= own[known, 0].min() <= own[known, 2].max() <= line.box.right + 3
    assert np.isnan(page.character_boxes[page.lines[0].span[1]]).all()  # the line feed


def test_rapidocr_and_paddleocr_give_the_same_characters() -> None:
    one, other = read("rapidocr-words.json"), read("paddleocr-words.json")
    assert one.text == other.text
    assert one.character_boxes is not None
    assert other.character_boxes is not None
    assert np.allclose(one.character_boxes, other.character_boxes, atol=1, equal_nan=True)
    assert one.character_confidences is not None
    assert other.character_confidences is None


# Plain text


@pytest.mark.parametrize(
    "text",
    [
        "青石镇新修水渠\n小满时节",
        "[本报讯]青石镇",
        "[1]青石镇\n[2]小满",
        '{青石镇}"',
        "<青石镇>小满",
        "<<青石镇",
        "#2 青石镇\n小满",
        "# 青石镇\n小满",
        "level\tpage",
        "",
    ],
)
def test_plain_text_stays_plain_text(text: str) -> None:
    [page] = read_pages(text.encode())
    assert (page.text, page.format) == (text, "text")
    assert not page.lines


def test_plain_text_comes_in_its_encoding() -> None:
    text = "根据州委统一部署，各地开展了常规巡察。" * 4
    assert read_pages(text.encode("gb18030"))[0].text == text


@given(st.text(alphabet="青石镇小满，。“”[]{}<>#|\n 12", max_size=60))
def test_text_is_read_to_the_letter_or_refused(text: str) -> None:
    try:
        [page] = read_pages(text.encode())
    except (FormatError, EncodingError):
        return
    if page.format == "text":
        assert page.text == text


# Refused


@pytest.mark.parametrize(
    "data",
    [
        b'{"a": 1}',
        b'[{"a": 1}]',
        b'["a", "b"]',
        b"<?xml version='1.0'?><mets xmlns='http://www.loc.gov/METS/'/>",
        b"<html><body><p>1</p></body></html>",
        b"<TEI xmlns='http://www.tei-c.org/ns/1.0'><text/></TEI>",
        b"\x89PNG\r\n\x1a\n00000",
        b"PK\x03\x04aaaaaa",
        b"AT&TFORM",
    ],
)
def test_an_unknown_structured_file_is_refused_with_what_is_read(data: bytes) -> None:
    with pytest.raises(FormatError, match=r"page\.x: .*PaddleOCR 3 JSON \[paddleocr\].*hOCR \[hocr\]"):
        read_pages(data, name="page.x")


@pytest.mark.parametrize("name", [name for name in FORMATS if not name.endswith((".md", ".mmd", ".pdf"))])
def test_a_file_that_was_cut_is_refused(name: str) -> None:
    data = (FIXTURES / name).read_bytes().rstrip()
    with pytest.raises(FormatError):
        read_pages(data.rsplit(b"\t", 4)[0] if name.endswith(".tsv") else data[: 2 * len(data) // 3])


def test_a_name_that_is_no_format_is_refused() -> None:
    with pytest.raises(FormatError, match="'docx' is no input format"):
        read_pages(b"", format="docx")


def test_a_file_of_another_format_than_the_one_named_is_refused() -> None:
    with pytest.raises(FormatError, match="this is not Baidu OCR JSON"):
        read_pages((FIXTURES / "rapidocr-json.json").read_bytes(), format="baidu")


# What bites: box lists

QUAD = [[0, 0], [40, 0], [40, 10], [0, 10]]


def test_the_corners_tell_the_slope() -> None:
    page = read_json([{"box": [[0, 2], [100, 0], [100, 20], [0, 22]], "txt": "青石镇", "score": 1}])
    assert page.lines[0].box == Box(0, 0, 100, 22)
    assert page.lines[0].slope == pytest.approx(-0.02)


def test_boxes_before_recognition_may_outnumber_the_lines() -> None:
    page = read_json(
        {"rec_texts": ["青石镇"], "rec_polys": [QUAD], "rec_scores": [1], "dt_polys": [QUAD, QUAD]}
    )
    assert lines(page) == ["青石镇"]


def test_boxes_of_recognition_must_not() -> None:
    with pytest.raises(FormatError, match="2 entries for 1 lines"):
        read_json({"rec_texts": ["青石镇"], "rec_polys": [QUAD, QUAD]})


@pytest.mark.parametrize("wrap", ["res", "list", "service"])
def test_paddleocrs_wrappers_are_taken_off(wrap: str) -> None:
    result = {"rec_texts": ["青石镇"], "rec_boxes": [[0, 0, 40, 10]]}
    wrapped: dict[str, object] = {
        "res": {"res": result},
        "list": [result],
        "service": {"errorCode": 0, "result": {"ocrResults": [{"prunedResult": result}]}},
    }
    assert lines(read_json(wrapped[wrap])) == ["青石镇"]


def test_words_of_latin_letters_are_divided_and_blanks_passed_over() -> None:
    words = [
        ["青", 0.9, [[0, 0], [10, 0], [10, 10], [0, 10]]],
        ["2017", 0.8, [[20, 0], [60, 0], [60, 10], [20, 10]]],
    ]
    page = read_json([{"box": QUAD, "txt": "青 2017", "score": 1, "word_results": words}])
    assert page.character_boxes is not None
    assert page.character_boxes[:6, 0].tolist() == pytest.approx([0, np.nan, 20, 30, 40, 50], nan_ok=True)


def test_a_character_that_the_text_has_not_is_left_out() -> None:
    words = [["石", 1, QUAD], ["龘", 1, QUAD], ["镇", 1, None]]
    page = read_json([{"box": QUAD, "txt": "青石镇", "score": 1, "word_results": words}])
    assert page.character_boxes is not None
    assert np.isnan(page.character_boxes[:, 0]).tolist() == [True, False, True, True]


def test_umi_tells_a_page_without_text_from_an_error() -> None:
    assert read_json({"code": 101, "data": "No text found"}).text == ""
    with pytest.raises(FormatError, match="error 200"):
        read_json({"code": 200, "data": "Image path dose not exist."})


def test_each_line_of_json_lines_is_a_page() -> None:
    data = (FIXTURES / "umi-jsonl.jsonl").read_bytes()
    pages = list(iter_pages(data + b"\n" + data.replace(b"sample-000", b"sample-001")))
    assert [page.name for page in pages] == ["sample-000.png", "sample-001.png"]
    assert pages[0].text == pages[1].text


def test_a_page_in_two_formats_at_once_is_refused() -> None:
    with pytest.raises(FormatError, match="value 2 of it is not Umi-OCR"):
        read_pages(b'{"code": 100, "data": []}\n{"words_result": []}')


def test_a_lone_surrogate_is_replaced_and_blank_lines_are_left_out() -> None:
    page = read_json([{"box": QUAD, "txt": "青\ud800镇", "score": 1}, {"box": QUAD, "txt": " ", "score": 1}])
    assert page.text == "青\ufffd镇\n"


# What bites: regions


def test_a_line_of_ppstructure_belongs_to_the_block_that_has_its_text() -> None:
    wide, small = [0, 0, 100, 100], [0, 0, 50, 12]
    value = {
        "parsing_res_list": [
            {"block_label": "text", "block_content": "青石镇修渠小满", "block_bbox": wide},
            {
                "block_label": "paragraph_title",
                "block_content": "小满",
                "block_bbox": small,
                "block_order": 1,
            },
            {"block_label": "image", "block_content": "", "block_bbox": [200, 0, 300, 50]},
            {"block_label": "formula", "block_content": "E=mc", "block_bbox": [200, 60, 300, 90]},
        ],
        "overall_ocr_res": {
            "rec_texts": ["小满", "青石镇修渠小满", "页脚"],
            "rec_boxes": [[0, 0, 40, 10], [0, 20, 90, 30], [0, 200, 40, 210]],
        },
    }
    page = read_json(value)
    assert page.text == "青石镇修渠小满\n\n小满\n\nE=mc\n\n页脚\n"
    assert [line.region for line in page.lines] == [0, 1, 3, None]
    assert page.regions[2].kind is RegionKind.FIGURE
    assert (page.regions[1].order, page.regions[1].level) == (1, 2)


def test_hocr_headers_floats_and_loose_text_are_not_lost() -> None:
    data = """<html><head><meta name="ocr-system" content="tesseract 5"/></head><body>
    <div class='ocr_page' title='image "a;b.png"; bbox 0 0 100 200'>
    <div class='ocr_separator' title="bbox 0 5 100 6"></div>
    <div class='ocr_photo' title="bbox 50 50 90 90"></div>
    <div class='ocr_carea' title="bbox 0 10 100 60"><p class='ocr_par' id='p1' title="bbox 0 10 100 60">
    <span class='ocr_header' title="bbox 0 10 100 30; baseline 0.01 -3"><span class='ocrx_word'
      title='bbox 0 0 99 99; x_wconf 90'>青石</span>
    <span class='ocrx_word' title='bbox 0 0 9 9; x_wconf 60'>镇</span></span>
    <span class='ocr_textfloat' title="bbox 0 40 100 50">No. 1 &amp; 2</span> 页边
    </p></div></div></body></html>"""
    [page] = read_pages(data.encode())
    assert page.text == "青石镇\nNo. 1 & 2\n页边\n"
    assert page.rules == (Box(0, 5, 100, 6),)
    assert page.size == (100.0, 200.0)
    assert [region.kind for region in page.regions] == [RegionKind.FIGURE, RegionKind.HEADING]
    assert page.lines[0].confidence == pytest.approx(0.8)
    assert page.lines[0].slope == pytest.approx(0.01)


def test_hocr_that_is_no_xml_is_read() -> None:
    data = b"<!DOCTYPE html><html><body><div class=ocr_page title='bbox 0 0 9 9'><p class=ocr_par>" + (
        "<span class='ocr_line' title='bbox 1 1 8 3'>青石<br>镇</span><p class='ocr_par'>"
        "<span class='ocr_line' title='bbox 1 4 8 6'>小&nbsp;满</span></div>".encode()
    )
    [page] = read_pages(data)
    assert page.text == "青石镇\n\n小\xa0满\n"


def test_a_line_outside_of_all_pages_is_an_error() -> None:
    with pytest.raises(FormatError, match="outside of any page"):
        read_pages(b"<div class='ocr_page'></div></div><span class='ocr_line'>1</span>")


@pytest.mark.parametrize(("stated", "meant"), [("0.5", 0.05), ("0.93", 0.93), ("0.100", 1.0), ("0.0", 0.0)])
def test_tesseracts_alto_writes_percent_after_the_point(stated: str, meant: float) -> None:
    for software, share in (("tesseract 5.3.0", meant), ("kraken", float(stated))):
        page = alto(f'<String CONTENT="青" WC="{stated}"/>', software=software)
        assert page.lines[0].confidence == pytest.approx(share)


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


def page_xml(body: str, creator: str = "OCR-D") -> RawPage:
    data = f"""<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"><Metadata>
    <Creator>{creator}</Creator></Metadata><Page imageWidth="100" imageHeight="200">{body}</Page></PcGts>"""
    [page] = read_pages(data.encode())
    return page


def test_page_takes_the_first_reading_and_the_stated_order() -> None:
    line = (
        '<TextLine id="l1"><Coords points="0,0 40,2 40,12 0,10"/><Baseline points="0,9 40,11"/>'
        '<TextEquiv index="2"><Unicode>清</Unicode></TextEquiv>'
        '<TextEquiv index="1" conf="0.5"><Unicode>青</Unicode></TextEquiv></TextLine>'
    )
    order = (
        '<ReadingOrder><OrderedGroup><RegionRefIndexed index="1" regionRef="r1"/>'
        '<OrderedGroupIndexed index="0">'
        '<RegionRefIndexed index="0" regionRef="r2"/></OrderedGroupIndexed></OrderedGroup></ReadingOrder>'
    )
    custom = 'custom="structure {id:a7; type:article;} readingOrder {index:5;}"'
    page = page_xml(
        f'{order}<TextRegion id="r1" type="heading" {custom}><Coords points="0,0 50,0 50,20 0,20"/>'
        f"{line}</TextRegion>"
        '<SeparatorRegion id="s"><Coords points="0,50 100,50 100,52 0,52"/></SeparatorRegion>'
        '<TextRegion id="r2"><Coords points="0,60 50,80"/>'
        "<TextEquiv><Unicode>小满\n芒种</Unicode></TextEquiv></TextRegion>"
    )
    assert page.text == "青\n\n小满\n芒种\n"
    assert [(region.order, region.article) for region in page.regions] == [(1, "a7"), (0, "")]
    assert page.rules == (Box(0, 50, 100, 52),)
    assert page.lines[0].slope == pytest.approx(0.05)
    assert [line.whole_block for line in page.lines] == [False, True, True]


def test_page_of_2010_has_points_as_elements_and_words_without_lines_text() -> None:
    page = page_xml(
        '<TextRegion id="r"><TextLine id="l"><Coords><Point x="1" y="2"/><Point x="9" y="8"/></Coords>'
        "<Word><TextEquiv><Unicode>青石</Unicode></TextEquiv></Word>"
        "<Word><TextEquiv><Unicode>镇</Unicode></TextEquiv></Word></TextLine></TextRegion>"
    )
    assert page.text == "青石镇\n"
    assert page.lines[0].box == Box(1, 2, 9, 8)


def test_a_word_of_one_blank_in_tsv_is_a_rule_or_a_picture() -> None:
    head = (FIXTURES / "tesseract-tsv.tsv").read_text("utf-8").splitlines()[:2]
    rows = [
        f"{level}\t1\t{block}\t{int(level > 2)}\t{int(level > 3)}\t{int(level > 4)}"
        f"\t0\t0\t{size}\t{conf}\t{text}"
        for block, size in ((1, "400\t3"), (2, "90\t80"))
        for level, conf, text in ((2, -1, ""), (3, -1, ""), (4, -1, ""), (5, 95, " "))
    ]
    [page] = read_pages("\n".join([*head, *rows]).encode())
    assert page.text == ""
    assert page.rules == (Box(0, 0, 400, 3),)
    assert page.regions[0].kind is RegionKind.FIGURE


# What bites: blocks


def test_doclings_origin_is_turned_to_the_top_left_and_its_body_gives_the_order() -> None:
    page = read_json(
        {
            "schema_name": "DoclingDocument",
            "body": {"children": [{"$ref": "#/groups/0"}, {"$ref": "#/texts/0"}]},
            "groups": [{"children": [{"$ref": "#/texts/1"}, {"$ref": "#/groups/0"}]}],
            "texts": [
                docling_text("text", "后", box(10, 90, "TOPLEFT")),
                docling_text("title", "先", box(100, 20, "BOTTOMLEFT")),
                {"label": "page_footer", "text": "末"},
            ],
            "pages": {"1": {"size": {"width": 50, "height": 120}}},
        }
    )
    assert page.text == "先\n\n后\n\n末\n"
    assert [line.box and line.box.top for line in page.lines] == [20, 10, None]


def docling_text(label: str, text: str, place: dict[str, object]) -> dict[str, object]:
    return {"label": label, "text": text, "prov": [{"page_no": 1, "bbox": place}]}


def box(top: float, bottom: float, origin: str) -> dict[str, object]:
    return {"l": 1, "t": top, "r": 9, "b": bottom, "coord_origin": origin}


def test_google_omits_zeros() -> None:
    vertices = [{}, {"x": 9}, {"x": 9, "y": 5}, {"y": 5}]
    symbol = {"text": "青", "boundingBox": {"vertices": vertices}}
    words = [{"symbols": [{**symbol, "property": {"detectedBreak": {"type": "LINE_BREAK"}}}, symbol]}]
    block = {"blockType": "TEXT", "boundingBox": {"vertices": vertices}, "paragraphs": [{"words": words}]}
    page = read_json({"fullTextAnnotation": {"pages": [{"width": 10, "height": 20, "blocks": [block]}]}})
    assert page.text == "青\n青\n"
    assert page.lines[0].box == Box(0, 0, 9, 5)


@pytest.mark.parametrize("name", ["mineru4-middle.json", "mineru-content.json", "deepseek-mmd.mmd"])
def test_boxes_without_a_page_size_are_shares_of_it(name: str) -> None:
    page = read(name)
    assert page.size is None
    assert page.unit == "relative"
    place = page.regions[0].box
    assert place
    assert vars_of(place) == pytest.approx([35 / 470, 20 / 375, 426 / 470, 125 / 375], abs=0.002)


def test_mark_up_of_blocks_goes_and_text_stays_as_it_is_written() -> None:
    markdown = (
        "# 青石镇**新修**水渠\n\n<!-- page 1 -->\n\n![图](a.png)\n\n- 一\n2. 二\n\n"
        "    缩进 1\\*2 &amp; <b>三</b>\n\n"
        "<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>\n\n"
        "|丁|戊|\n|-|-|\n|己|庚|\n\n---\n\n[a]: b\n"
    )
    [page] = read_pages(markdown.encode())
    assert page.text == (
        "青石镇**新修**水渠\n\n![图](a.png)\n\n- 一\n2. 二\n\n缩进 1\\*2 &amp; <b>三</b>\n\n"
        "甲\t乙\n丙\n\n丁\t戊\n己\t庚\n\n[a]: b\n"
    )
    kinds = [region.kind for region in page.regions]
    assert kinds.count(RegionKind.TABLE) == 2
    assert page.regions[0].level == 1


def test_marker_groups_are_opened_and_pictures_have_no_text() -> None:
    leaf = {"block_type": "ListItem", "html": "<li>一</li>", "bbox": [0, 0, 9, 9]}
    group = {"block_type": "ListGroup", "html": "<content-ref src='x'></content-ref>", "children": [leaf]}
    picture = {"block_type": "Picture", "html": "<img src='data:image/png;base64,AAAA' alt='photo'/>"}
    page = read_json(
        {"block_type": "Document", "children": [{"block_type": "Page", "children": [group, picture]}]}
    )
    assert page.text == "一\n"
    assert [region.kind for region in page.regions] == [RegionKind.LIST, RegionKind.FIGURE]


def test_olmocr_pages_lose_no_text_between_them() -> None:
    attributes = {"pdf_page_numbers": [[0, 3, 1], [3, 3, 2], [4, 6, 3]]}
    data = json.dumps({"text": "青石镇\n小满芒", "attributes": attributes}).encode()
    assert [page.text for page in read_pages(data)] == ["青石镇\n", "", "小满芒\n"]


def test_gzip_is_unpacked() -> None:
    data = (FIXTURES / "tesseract-hocr.hocr").read_bytes()
    assert read_pages(gzip.compress(data))[0].text == read("tesseract-hocr.hocr").text


def test_a_gzip_archive_that_was_cut_is_refused() -> None:
    with pytest.raises(FormatError, match="gzip"):
        read_pages(gzip.compress(b"<alto/>" * 99)[:-9])


def test_messages_name_the_file_once() -> None:
    with pytest.raises(InputError) as caught:
        read_pages(b'{"a": 1}', name="a.json")
    assert str(caught.value).count("a.json") == 1


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        (r"库容 \( 3.2 \times 10^{4} \) 方", r"库容 \( 3.2 \times 10^{4} \) 方"),
        (r"增长 $5\%$", r"增长 $5\%$"),
        (r"据统计\[1\]，两成\[2, 3\]", "据统计[1]，两成[2, 3]"),
        (r"1\. 修渠\*三公里", r"1\. 修渠\*三公里"),
        ("票价 $5，成人 8 元", "票价 $5，成人 8 元"),
    ],
    ids=["a formula", "dollars", "references", "escapes", "a price"],
)
def test_backslashes_stay_but_those_of_references(markdown: str, text: str) -> None:
    assert [block.text for block in of_markdown(markdown)] == [text]


PAGES = [
    "rapidocr-json.json",
    "paddleocr-json.json",
    "mineru-middle.json",
    "marker-json.json",
    "dots-ocr.json",
]


@pytest.mark.parametrize("name", PAGES)
def test_json_in_gb18030_is_read(name: str) -> None:
    data = (FIXTURES / name).read_bytes()
    value = json.loads(data)
    [page] = read_pages(json.dumps(value, ensure_ascii=False).encode("gb18030"))
    assert page.text == read_pages(data)[0].text


@pytest.mark.parametrize("name", PAGES)
def test_a_list_of_pages_and_an_object_of_named_pages_are_read(name: str) -> None:
    data = (FIXTURES / name).read_bytes()
    value = json.loads(data)
    [page] = read_pages(data)
    for held in ([value, value], {"001.png": value, "002.png": value}):
        both = read_pages(json.dumps(held).encode())
        assert [each.text for each in both] == [page.text] * 2
        assert {each.format for each in both} == {page.format}


def test_an_object_that_holds_other_things_too_is_refused() -> None:
    page = json.loads((FIXTURES / "rapidocr-json.json").read_bytes())
    with pytest.raises(FormatError, match="JSON of an unknown kind"):
        read_pages(json.dumps({"page": page, "settings": {"model": "v4"}}).encode())


@pytest.mark.parametrize("value", [{"articles": []}, {"a": [], "b": []}, {"articles": [{"title": "青石镇"}]}])
def test_an_object_of_empty_lists_is_no_page(value: object) -> None:
    with pytest.raises(FormatError, match="JSON of an unknown kind"):
        read_pages(json.dumps(value).encode())


def test_polygons_of_many_points_are_read() -> None:
    outline = [[0, 0], [50, 2], [100, 0], [100, 20], [50, 22], [0, 20]]
    for value in ([[outline, ["青石镇", 0.9]]], [[[outline, ["青石镇", 0.9]]]], [[outline, "青石镇", 0.9]]):
        [page] = read_pages(json.dumps(value).encode())
        assert (page.text, page.lines[0].box) == ("青石镇\n", Box(0, 0, 100, 22))


def as_pandas(delimiter: str, index: bool, levels: str = "12345") -> bytes:
    """Tesseract's table as a data frame of pandas is written."""
    head, *lines = (FIXTURES / "tesseract-tsv.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow([""] * index + head.split("\t"))
    writer.writerows([str(n)] * index + row for n, row in enumerate(rows) if row[0] in levels)
    return out.getvalue().encode()


@pytest.mark.parametrize(("delimiter", "index"), [(",", False), (",", True), ("\t", True)])
def test_tables_of_tesseract_that_pandas_wrote_are_read(delimiter: str, index: bool) -> None:
    [page] = read_pages((FIXTURES / "tesseract-tsv.tsv").read_bytes())
    [again] = read_pages(as_pandas(delimiter, index))
    assert (again.text, again.format, again.rules) == (page.text, InputFormat.TSV, page.rules)
    assert [line.box for line in again.lines] == [line.box for line in page.lines]


def test_rows_of_words_alone_make_lines_with_boxes() -> None:
    [page] = read_pages((FIXTURES / "tesseract-tsv.tsv").read_bytes())
    [again] = read_pages(as_pandas(",", index=True, levels="5"))
    lines = [line for line in page.text.splitlines() if line]
    assert [line for line in again.text.splitlines() if line] == lines
    assert all(line.box for line in again.lines)


@pytest.mark.parametrize("encoding", ["gb2312", "GBK", "gb18030"])
@pytest.mark.parametrize("name", ["alto-library.xml", "page-regions.xml", "abbyy.xml"])
def test_xml_in_encodings_of_chinese_is_read(name: str, encoding: str) -> None:
    text = (FIXTURES / name).read_text(encoding="utf-8")
    again = re.sub("encoding=.[^ ?]+", f"encoding='{encoding}'", text, count=1).encode("gb18030")
    assert read_pages(again)[0].text == read_pages(text.encode())[0].text


def test_xml_that_is_not_in_the_encoding_it_names_is_refused() -> None:
    with pytest.raises(FormatError, match="it is not gbk"):
        read_pages(b'<?xml version="1.0" encoding="gbk"?><alto>\xff\xff</alto>')


def test_hocr_in_utf16_is_read() -> None:
    text = (FIXTURES / "hocr-lines.hocr").read_text(encoding="utf-8")
    assert read_pages(text.encode("utf-16"))[0].text == read_pages(text.encode())[0].text


@pytest.mark.parametrize("data", [b"[]", b"[[]]", b"[null]", b"[ null ]"])
def test_the_list_of_a_blank_page_is_an_empty_page(data: bytes) -> None:
    [page] = read_pages(data)
    assert (page.text, page.format) == ("", InputFormat.BOX_LIST)


@pytest.mark.parametrize("name", PAGES)
def test_damaged_utf8_is_not_taken_for_gb18030(name: str) -> None:
    data = json.dumps(json.loads((FIXTURES / name).read_bytes()), ensure_ascii=False).encode()
    at = next(i for i, byte in enumerate(data) if byte >= 0x80)
    with pytest.raises(FormatError, match="no valid JSON"):
        read_pages(data[:at] + data[at + 1 :])


# Boxes as tables and programs hold them

BOXED = json.loads((FIXTURES / "rapidocr-json.json").read_bytes())


@pytest.mark.parametrize(
    "write",
    [json.dumps, lambda box: json.dumps([corner for point in box for corner in point])],
    ids=["points", "flat"],
)
def test_a_box_may_be_a_list_in_a_string(write: Callable[[object], str]) -> None:
    (page,) = read_pages(json.dumps([{**line, "box": write(line["box"])} for line in BOXED]).encode())
    assert page.lines == read("rapidocr-json.json").lines


@pytest.mark.parametrize("box", ["10 20 30 40", "(1, 2, 3, 4)", '{"x": 1}', "7", "[1, 2", "__import__('os')"])
def test_a_string_that_holds_no_list_is_refused(box: str) -> None:
    broken = [*BOXED[:1], {**BOXED[1], "box": box}]
    with pytest.raises(FormatError, match=r"/1/box: .* is no box\. Write boxes as lists of numbers"):
        read_pages(json.dumps(broken).encode())


@pytest.mark.parametrize("scores", [True, False])
def test_texts_and_boxes_apart_are_a_box_list(scores: bool) -> None:
    columns = {"boxes": [line["box"] for line in BOXED], "txts": [line["txt"] for line in BOXED]}
    if scores:
        columns["scores"] = [line["score"] for line in BOXED]
    (page,) = read_pages(json.dumps(columns).encode())
    wanted = read("rapidocr-json.json")
    assert (page.text, page.format) == (wanted.text, InputFormat.BOX_LIST)
    assert [line.box for line in page.lines] == [line.box for line in wanted.lines]
    assert [line.confidence for line in page.lines] == [
        line.confidence if scores else None for line in wanted.lines
    ]


@pytest.mark.parametrize(("boxes", "scores"), [(6, 7), (7, 6), (0, 7)])
def test_texts_and_boxes_that_are_not_as_many_are_refused(boxes: int, scores: int) -> None:
    columns = {
        "boxes": [line["box"] for line in BOXED[:boxes]],
        "txts": [line["txt"] for line in BOXED],
        "scores": [line["score"] for line in BOXED[:scores]],
    }
    with pytest.raises(FormatError, match="for 7 lines"):
        read_pages(json.dumps(columns).encode())
