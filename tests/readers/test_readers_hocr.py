"""hOCR: of several readings the printed one; pages without an end; text outside of lines."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.document import Box, RawPage, RegionKind
from cleaner.errors import FormatError
from cleaner.readers import read_pages

TESSERACT = "<head><meta name='ocr-system' content='tesseract 5.5.0'/></head>"


def pages(body: str, head: str = "") -> list[RawPage]:
    return read_pages(f"<html>{head}<body>{body}</body></html>".encode())


def page(body: str, head: str = "") -> RawPage:
    [found] = pages(f"<div class='ocr_page' title='bbox 0 0 300 400'>{body}</div>", head)
    return found


def line(body: str) -> str:
    return f"<span class='ocr_line' title='bbox 10 20 110 50'>{body}</span>\n"


def word(body: str, title: str = "bbox 10 20 110 50; x_wconf 91") -> str:
    return f"<span class='ocrx_word' title='{title}'>{body}</span>\n"


def character(text: str, left: int = 0) -> str:
    return f"\n <span class='ocrx_cinfo' title='x_bboxes {left} 20 {left + 9} 50; x_conf 95.5'>{text}</span>"


def choices(texts: str, role: str = "ocrx_cinfo") -> str:
    return "".join(
        f"\n  <span class='{role}' id='choice_1_1_{n}' title='x_confs 4{n}'>{text}</span>"
        for n, text in enumerate(texts, 1)
    )


def timesteps(texts: str) -> str:
    step = f"<span class='ocrx_cinfo' id='timestep1_1_1'>{choices(texts)}</span>"
    return f"\n <span class='ocr_symbol' id='symbol_1_1_1'>\n {step}{step}\n </span>"


def together(texts: str, role: str = "ocrx_cinfo") -> str:
    return f"\n <span class='ocrx_cinfo' id='lstm_choices_1_1_1'>{choices(texts, role)}</span>"


# Other readings


@pytest.mark.parametrize(
    "body",
    [
        "水渠" + timesteps("水永") + timesteps("渠梁") + "\n",
        "水渠" + together("水永") + together("渠梁") + "\n",
        "水渠" + together("水永", "ocr_glyph") + together("渠", "ocr_glyph"),
        "<strong>水渠</strong>" + together("水永"),
        character("水") + timesteps("水永") + character("渠") + timesteps("渠梁"),
        character("水") + together("水永") + character("渠") + together("渠梁") + "\n",
        "<em>" + character("水") + together("水永") + character("渠") + together("渠") + "</em>",
        character("水" + together("水永")) + character("渠"),
    ],
    ids=["steps", "choices", "glyphs", "bold", "boxes and steps", "boxes and choices", "italic", "inside"],
)
def test_the_choices_of_tesseract_are_no_text(body: str) -> None:
    for whole in (line(word(body)), f"<p class='ocr_par'>{word(body)}</p>"):
        found = page(whole, TESSERACT)
        assert found.text == "水渠\n"
        assert found.character_confidences is not None
        assert found.character_confidences[0] == pytest.approx(0.955 if "x_conf 95" in body else 0.91)


def test_a_choice_is_read_where_a_word_has_nothing_else() -> None:
    assert page(line(word(timesteps("水永") + timesteps("渠梁")))).text == "水渠\n"


def test_of_alternatives_the_first_is_read() -> None:
    alternatives = "<span class='alternatives'><ins class='alt'>渠</ins><del class='alt'>梁</del></span>"
    assert page(line(f"水{alternatives}通")).text == "水渠通\n"
    assert page(line("水<ins>渠</ins>通")).text == "水渠通\n"


@pytest.mark.parametrize(
    "body",
    [
        word("水渠", "x_bboxes 0 20 9 50 9 20 18 50; x_confs 0.955 0.955; cuts 9 9"),
        word(character("水") + character("渠", 9)),
        character("水").strip() + character("渠", 9),
        f"<b>{character('水')}{character('渠', 9)}</b>",
    ],
    ids=["kraken", "in a word", "in a line", "bold"],
)
def test_boxes_and_confidences_of_characters_are_kept(body: str) -> None:
    found = page(line(body))
    assert found.text == "水渠\n"
    assert found.character_boxes is not None
    assert found.character_boxes[:2, 0].tolist() == [0, 9]
    assert found.character_confidences is not None
    assert np.allclose(found.character_confidences[:2], 0.955)


@pytest.mark.parametrize("body", ["水渠", character("水") + character("渠", 9)], ids=["text", "characters"])
def test_words_of_tesseract_have_the_boxes_of_their_first_characters(body: str) -> None:
    found = page(line(word("新", "bbox 0 20 9 50") + word(body, "bbox 12 20 90 50")), TESSERACT)
    assert found.text == "新水渠\n"
    assert found.character_boxes is None
    assert found.word_boxes is not None
    assert found.word_boxes[:, 0].tolist() == pytest.approx([0, 12, np.nan, np.nan], nan_ok=True)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (word("新" + character("水") + "渠"), "新水渠"),
        ("全长20<b>25</b>米", "全长2025米"),
        ("".join(character(letter).strip() for letter in "km") + " " + character("m").strip(), "km m"),
        (word("River") + word("Town"), "River Town"),
        (word("20") + word("年"), "20年"),
        ("水<!-- 误 -->渠<![CDATA[<通>]]>&#27700;&hellip;", "水渠<通>水…"),
        ("水<br/>渠", "水渠"),
    ],
    ids=["beside characters", "bold", "letters", "Latin words", "narrow and wide", "kinds of text", "break"],
)
def test_all_text_of_a_line_is_read(body: str, text: str) -> None:
    assert page(line(body)).text == text + "\n"


# Pages


def unclosed(body: str) -> str:
    return f"<div class='ocr_page' title='bbox 0 0 300 400'><p>{body}"


def closed(body: str) -> str:
    return unclosed(body) + "</p></div>"


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        (unclosed(line("水渠")) + closed(line("麦田")), ["水渠\n", "麦田\n"]),
        (unclosed(line("水渠")) + unclosed(line("麦田")), ["水渠\n", "麦田\n"]),
        (unclosed(line("水渠") + closed(line("麦田")) + line("茶园")), ["水渠\n", "麦田\n", "茶园\n"]),
        (unclosed(closed(line("水渠")) + closed(line("麦田"))) + "</p></div>", ["水渠\n", "麦田\n"]),
        (closed(line("水渠")) + closed("") + closed(line("麦田")), ["水渠\n", "", "麦田\n"]),
        (unclosed(line("水渠")), ["水渠\n"]),
    ],
    ids=["the first", "both", "inside", "in a wrapper", "a blank one", "one"],
)
def test_no_page_is_lost_where_the_end_of_one_is_missing(body: str, texts: list[str]) -> None:
    assert [found.text for found in pages(body)] == texts


def test_a_page_inside_another_leaves_that_ones_regions_open() -> None:
    block = "<div class='ocr_carea' title='bbox 0 0 200 200' id='block'>"
    outer = f"<div class='ocr_page'>{block}{line('水渠')}{closed(line('麦田'))}{line('茶园')}</div></div>"
    first, _, rest = pages(outer)
    assert [region.path for region in first.regions] == [region.path for region in rest.regions] == ["block"]


def test_many_pages_without_an_end_are_all_read() -> None:
    assert len(pages("".join(unclosed(line("水渠")) for _ in range(300)))) == 300


def test_words_outside_of_all_pages_are_an_error() -> None:
    with pytest.raises(FormatError, match="outside of any page"):
        pages(word("水渠") + closed(line("麦田")))


def test_a_line_outside_of_all_pages_is_an_error() -> None:
    with pytest.raises(FormatError, match="outside of any page"):
        read_pages(b"<div class='ocr_page'></div></div><span class='ocr_line'>1</span>")


@pytest.mark.parametrize(
    "body", ["<div class=ocr_page><span class=ocr_line>水渠", "<DIV CLASS='OCR_X ocr_page'><P>水渠</DIV>"]
)
def test_html_of_other_spellings_is_known(body: str) -> None:
    assert [found.text for found in pages(body)] == ["水渠\n"]


def test_hocr_that_is_no_xml_is_read() -> None:
    data = b"<!DOCTYPE html><html><body><div class=ocr_page title='bbox 0 0 9 9'><p class=ocr_par>" + (
        "<span class='ocr_line' title='bbox 1 1 8 3'>青石<br>镇</span><p class='ocr_par'>"
        "<span class='ocr_line' title='bbox 1 4 8 6'>小&nbsp;满</span></div>".encode()
    )
    [page] = read_pages(data)
    assert page.text == "青石镇\n\n小\xa0满\n"


# Text outside of lines


def test_blocks_of_html_outside_of_lines_are_lines() -> None:
    found = page(
        "<div class='ocr_carea' title='bbox 5 5 90 90'>水渠<br>麦田<p>茶<i>园</i></p><p>果林</p></div>"
        "<script>var a = '误';</script><style>p {content: '误'}</style>"
    )
    assert found.text == "水渠\n麦田\n茶园\n果林\n"
    assert {each.box for each in found.lines} == {Box(5, 5, 90, 90)}
    assert all(each.whole_block for each in found.lines)


def test_words_outside_of_lines_have_the_box_of_the_words() -> None:
    words = word("水渠", "bbox 10 20 60 50; x_wconf 80") + word("通", "bbox 60 20 90 52; x_wconf 50")
    found = page(f"<p class='ocr_par' title='bbox 0 0 200 200'>{words}{line('麦田')}</p>页边")
    assert found.text == "水渠通\n麦田\n\n页边\n"
    assert [each.box for each in found.lines] == [Box(10, 20, 90, 52), Box(10, 20, 110, 50), None]
    assert found.lines[0].confidence == pytest.approx(0.7)


def test_lines_inside_a_header_stay_lines() -> None:
    found = page(f"<div class='ocr_header' title='bbox 0 0 300 60'>{line('水渠')}{line('麦田')}</div>")
    assert found.text == "水渠\n麦田\n"
    assert [region.kind for region in found.regions] == [RegionKind.HEADER]


def test_a_class_of_another_program_does_not_hide_that_of_hocr() -> None:
    found = page("<span class='ocr-hit ocr_line' title='bbox 10 20 110 50'>水渠</span>")
    assert found.lines[0].box == Box(10, 20, 110, 50)


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
