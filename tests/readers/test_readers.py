"""Files of OCR engines, read: the same page in thirty formats."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.document import RegionKind
from cleaner.readers import InputFormat, read_pages, sniff
from tests.tools.formats import FIXTURES, FORMATS, lines, read, vars_of

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


def test_each_format_of_the_fixtures_is_known() -> None:
    assert {path.name for path in FIXTURES.iterdir()} == FORMATS.keys()
    # the pages of an answer of a chat model are of the format that is in it
    assert {*FORMATS.values(), InputFormat.TEXT, InputFormat.CHAT} == set(InputFormat)


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


@pytest.mark.parametrize("name", [name for name in TESSERACT if "page" not in name])
def test_tesseract_tells_where_its_words_begin(name: str) -> None:
    page = read(name)
    assert page.word_boxes is not None
    assert page.word_boxes.shape == (len(page.text), 4)
    for line in page.lines:
        lefts = page.word_boxes[slice(*line.span), 0]
        known = lefts[~np.isnan(lefts)]
        assert line.box
        assert lefts[0] == pytest.approx(line.box.left, abs=5)
        assert (np.diff(known) > 0).all()
    assert np.isnan(page.word_boxes[page.lines[0].span[1]]).all()  # the line feed


@pytest.mark.parametrize("name", ["hocr-lines.hocr", "alto-lines.xml", "page-lines.xml", "azure-di.json"])
def test_words_of_other_engines_are_none_that_overlap(name: str) -> None:
    assert read(name).word_boxes is None


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


CLOUDS = (
    "tencent-words.json",
    "aliyun-words.json",
    "huawei-words.json",
    "volcengine-words.json",
    "document-ai.json",
)
"""The lines and characters of `rapidocr-words.json` as services write them."""


@pytest.mark.parametrize(
    "name", ["rapidocr-words.json", "paddleocr-words.json", "abbyy.xml", "google-vision.json", *CLOUDS]
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


@pytest.mark.parametrize("name", CLOUDS)
def test_services_give_the_same_lines_and_characters(name: str) -> None:
    one, other = read("rapidocr-words.json"), read(name)
    assert one.text == other.text
    for line, same in zip(one.lines, other.lines, strict=True):
        assert line.box == same.box
        assert line.confidence == pytest.approx(same.confidence, abs=0.0051)
    for mine, its in (
        (one.character_boxes, other.character_boxes),
        (one.character_confidences, other.character_confidences),
    ):
        assert mine is not None
        assert its is not None
        assert np.allclose(mine, its, atol=0.0051, equal_nan=True)


@pytest.mark.parametrize("name", ["volcengine-multilanguage.json", "youdao.json", "wechat.json"])
def test_services_and_programs_give_the_same_lines(name: str) -> None:
    one, other = read("rapidocr-words.json"), read(name)
    assert one.text == other.text
    assert [line.box for line in one.lines] == [line.box for line in other.lines]
    known = [line.confidence for line in other.lines]
    assert known == ([None] * 3 if name == "youdao.json" else [line.confidence for line in one.lines])


def test_boxes_of_macos_are_shares_of_the_page_from_its_foot() -> None:
    one, other = read("rapidocr-words.json"), read("apple-vision.json")
    assert (one.text, other.unit) == (other.text, "relative")
    for line, same in zip(one.lines, other.lines, strict=True):
        assert line.box
        assert same.box
        sides = [side * whole for side, whole in zip(vars_of(same.box), (1000, 1400) * 2, strict=True)]
        assert sides == pytest.approx(vars_of(line.box), abs=0.01)


def test_rapidocr_and_paddleocr_give_the_same_characters() -> None:
    one, other = read("rapidocr-words.json"), read("paddleocr-words.json")
    assert one.text == other.text
    assert one.character_boxes is not None
    assert other.character_boxes is not None
    assert np.allclose(one.character_boxes, other.character_boxes, atol=1, equal_nan=True)
    assert one.character_confidences is not None
    assert other.character_confidences is None
