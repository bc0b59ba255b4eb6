"""Files of OCR engines that want to do harm: entities, depth, sizes, numbers, patterns that run for ever."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import textwrap
import time
from contextlib import suppress
from pathlib import Path

import pytest

from cleaner.chain import clean
from cleaner.errors import CleanerError, FormatError, InputError
from cleaner.readers import InputFormat, read_pages
from cleaner.readers.building import MOST_LINES
from cleaner.readers.formats import TSV_COLUMNS
from cleaner.readers.markup import DEEPEST
from cleaner.readers.parsing import LARGEST_VALUE
from cleaner.readers.reading import LARGEST_FILE
from cleaner.writing.regions import write_back

PATIENCE = 10.0
"""Seconds of the processor after which a reader is taken to run for ever."""

ALTO = '<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#">{}</alto>'
LINE = '<TextLine ID="l"><String CONTENT="青石镇"/></TextLine>'
QUAD = [[0, 0], [40, 0], [40, 10], [0, 10]]


def refused(data: bytes, match: str | None = None) -> None:
    start = time.process_time()
    with pytest.raises(CleanerError, match=match):
        read_pages(data)
    assert time.process_time() - start < PATIENCE


# Entities


def test_entities_that_grow_are_refused() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    refused(f'<!DOCTYPE alto [<!ENTITY l0 "ha">{levels}]><alto>&l9;</alto>'.encode(), "declares entities")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_files_of_the_machine_are_not_read(encoding: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    data = f'<!DOCTYPE alto [<!ENTITY x SYSTEM "{secret.as_uri()}">]>' + ALTO.format("&x;")
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    refused((head + data).encode(encoding), "declares entities")


def test_attributes_that_each_element_has_are_refused() -> None:
    declared = f"<!DOCTYPE alto [<!ATTLIST String CONTENT CDATA '{'青' * 9000}'>]>"
    lines = "<TextLine>" + "<String/>" * 20_000 + "</TextLine>"
    refused((declared + ALTO.format(lines)).encode(), "declares entities or attributes")


def test_an_external_document_type_is_passed_over() -> None:
    page = ALTO.format(f"<Layout><Page><TextBlock>{LINE}</TextBlock></Page></Layout>")
    [read] = read_pages(f'<!DOCTYPE alto SYSTEM "file:///nowhere/alto.dtd">{page}'.encode())
    assert read.text == "青石镇\n"


def test_entities_that_hocr_declares_stay_unknown() -> None:
    data = (
        "<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><html><body><div class='ocr_page'>"
        "<span class='ocr_line'>&x;</span></div></body></html>"
    )
    [page] = read_pages(data.encode())
    assert "root" not in page.text


# Depth


def test_deep_xml_is_refused() -> None:
    deep = DEEPEST + 1
    refused(ALTO.format("<a>" * deep + "</a>" * deep).encode(), "nested")
    refused(ALTO.format("<a>" * 1_000_000).encode(), "nested")


def test_deep_html_is_refused() -> None:
    refused(b"<div class='ocr_page'>" + b"<b>" * 1_000_000, "inside one another")


@pytest.mark.parametrize("start", ["[", '{"a":'])
def test_deep_json_is_refused(start: str) -> None:
    refused((start * 200_000).encode(), "too deep")


def test_deep_trees_of_blocks_are_refused() -> None:
    block: dict[str, object] = {"block_type": "Text", "html": "青"}
    for _ in range(50):
        block = {"block_type": "Group", "children": [block]}
    refused(json.dumps({"block_type": "Document", "children": [{"children": [block]}]}).encode(), "nested")


def test_groups_that_hold_themselves_end() -> None:
    group = {"children": [{"$ref": "#/groups/0"}]}
    data = {"schema_name": "DoclingDocument", "body": group, "groups": [group], "texts": []}
    assert read_pages(json.dumps(data).encode()) == []


# Numbers


@pytest.mark.parametrize(
    "number", ["NaN", "Infinity", "-Infinity", "1e999", "1e6", '"x"', "true", "9" * 5000]
)
def test_numbers_that_are_no_coordinates_are_refused(number: str) -> None:
    refused(f'[{{"box": [[0, 0], [{number}, 0], [9, 9], [0, 9]], "txt": "青", "score": 1}}]'.encode())


@pytest.mark.parametrize("number", ["nan", "inf", "1e999", "1000000", "x"])
@pytest.mark.parametrize(
    "page",
    [
        "<alto><Page><TextBlock HPOS='{}' VPOS='1' WIDTH='1' HEIGHT='1'/></Page></alto>",
        "<PcGts xmlns='http://primaresearch.org'><Page imageWidth='{}' imageHeight='9'/></PcGts>",
        "<div class='ocr_page'><span class='ocr_line' title='bbox 1 2 {} 4'>1</span></div>",
    ],
    ids=["alto", "page", "hocr"],
)
def test_coordinates_of_mark_up_are_finite(page: str, number: str) -> None:
    refused(page.format(number).encode(), "no coordinate")


@pytest.mark.parametrize("score", [-1, 2, "x", None, [1]])
def test_a_confidence_that_is_none_is_left_out(score: object) -> None:
    [page] = read_pages(json.dumps([{"box": QUAD, "txt": "青", "score": score}]).encode())
    assert page.lines[0].confidence is None


@pytest.mark.parametrize("place", ["__import__('os').getcwd()", "[[1, 2, 3]]", "[[1, 2, 'x', 4]]", "[[1, 2"])
def test_boxes_of_deepseek_are_not_run(place: str) -> None:
    refused(f"<|ref|>text<|/ref|><|det|>{place}<|/det|>\n青石镇".encode())


# Sizes


def test_a_gzip_bomb_is_refused_before_it_is_unpacked() -> None:
    refused(gzip.compress(bytes(LARGEST_FILE + 1)), "larger than 64 MiB")


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(InputError, match="larger than 64 MiB"):
        read_pages(b"[" + b" " * LARGEST_FILE)


def test_a_page_of_too_many_lines_is_refused() -> None:
    entries = [{"box": QUAD, "txt": "青", "score": 1}] * (MOST_LINES + 1)
    refused(json.dumps(entries).encode(), "no newspaper page")


def page_xml(body: str) -> bytes:
    return f"<PcGts xmlns='http://primaresearch.org'><Page>{body}</Page></PcGts>".encode()


def test_a_region_of_too_many_lines_is_refused_before_its_end() -> None:
    line = "<TextLine><TextEquiv><Unicode>1</Unicode></TextEquiv></TextLine>"
    refused(page_xml("<TextRegion>" + line * 200_000), "no newspaper page")


def test_hocr_of_too_many_lines_outside_of_lines_is_refused() -> None:
    refused(
        b"<div class='ocr_page'><div class='ocr_carea'>" + b"1<br>" * 100_000 + b"</div></div>", "no news"
    )


def test_a_page_of_too_long_lines_is_refused() -> None:
    refused(b"<div class='ocr_page'>" + b"1" * 12_000_000 + b"</div>", "no newspaper page")
    refused(json.dumps([{"box": QUAD, "txt": "青" * 3_000_000, "score": 1}]).encode(), "no newspaper page")


def test_polygons_of_many_points_keep_their_extent() -> None:
    polygon = [[at, at % 7] for at in range(20_000)]
    [page] = read_pages(json.dumps([{"box": polygon, "txt": "青", "score": 1}]).encode())
    assert page.lines[0].box is not None
    assert page.lines[0].box.right == 19_999


# Time

OPEN = b"<div class='ocr_page'>"
FILLERS: dict[str, bytes] = {
    "comment": b"<!--",
    "declaration": b"<!",
    "end tag": b"</",
    "instruction": b"<?",
    "tag": b"<a b ",
    "attribute": b"<a b='",
    "title": b"<a class='ocr_line' title='",
    "entity": b"&#",
    "cdata": b"<![CDATA[",
}


def ends_soon(data: bytes) -> None:
    start = time.process_time()
    with suppress(FormatError, InputError):
        read_pages(data)
    assert time.process_time() - start < PATIENCE


@pytest.mark.parametrize("filler", FILLERS)
def test_broken_mark_up_takes_linear_time(filler: str) -> None:
    ends_soon(OPEN + FILLERS[filler] * (1_000_000 // len(FILLERS[filler])))


def test_text_of_regions_is_compared_in_linear_time() -> None:
    text = "<TextEquiv><Unicode>{}</Unicode></TextEquiv>"
    lines = "<TextLine/>" + f"<TextLine>{text.format('12' * 300_000)}</TextLine>"
    short = "1\n" * 9000
    ends_soon(page_xml(f"<TextRegion>{lines}{text.format('12' * 299_000 + short)}</TextRegion>"))
    ends_soon(page_xml("<TextRegion>" * 50 + lines + text.format(short) + "</TextRegion>" * 50))


@pytest.mark.parametrize("quoted", [True, False])
def test_quotes_of_tables_take_linear_time(quoted: bool) -> None:
    head = "line_num,left,top,width,height,text\n" if quoted else "\t".join(TSV_COLUMNS) + "\n"
    row = "1,1,1,1,1," if quoted else "5\t1\t1\t1\t1\t1\t1\t1\t1\t1\t1\t"
    ends_soon((head + row + '"' * 1_000_001 + "\n" + (row + '"\n') * 9000).encode())


def test_pages_without_an_end_take_bounded_memory_and_time() -> None:
    ends_soon(b"<div class='ocr_page'><p><b>" * 30_000 + b"</html>")


@pytest.mark.parametrize("filler", ["bbox ", "a '", ";", "x_confs 1 "])
def test_long_titles_take_linear_time(filler: str) -> None:
    title = filler * (200_000 // len(filler))
    ends_soon(f"<div class='ocr_page'><span class='ocr_line' title=\"{title}\">1</span></div>".encode())


@pytest.mark.parametrize("filler", ["# a\n\n", "[", "*a_", "|a", "<b>", "`", "&#"])
def test_markdown_takes_linear_time(filler: str) -> None:
    ends_soon(("# a\n\n" + filler * 10_000).encode())


# Memory

MEASURE = """
    import resource, sys
    from cleaner.readers import iter_pages
    from pathlib import Path
    data = Path(sys.argv[1]).read_bytes()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    pages = sum(1 for _ in iter_pages(data))
    print(pages, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024)
"""

MEASURED = 2 * 2**20
"""Bytes of a file of many pages; what it takes does not depend on it."""


def measured(path: Path) -> tuple[int, int]:
    """Pages read of a file, bytes of memory that reading took."""
    command = [sys.executable, "-c", textwrap.dedent(MEASURE), str(path)]
    result = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    pages, memory = map(int, result.stdout.split())
    return pages, memory


LINES = {
    "alto": "<TextLine HPOS='1' VPOS='1' WIDTH='1' HEIGHT='1'><String CONTENT='12'/></TextLine>",
    "hocr": "<span class='ocr_line' title='bbox 1 1 5 5'><b class='ocrx_word'>12</b></span>",
    "jsonl": '{"box":[[1,1],[5,1],[5,5],[1,5]],"text":"12","score":1},',
}
PAGES = {
    "alto": "<Page><TextBlock>{}</TextBlock></Page>",
    "hocr": "<div class='ocr_page'>{}</div>",
    "jsonl": '{{"code":100,"data":[{}{{"text":"1"}}]}}\n',
}
FILES_OF_PAGES = {"alto": "<alto>{}</alto>", "hocr": "{}", "jsonl": "{}"}


@pytest.mark.parametrize("kind", LINES)
def test_a_file_of_many_pages_takes_the_memory_of_a_page(kind: str, tmp_path: Path) -> None:
    page = PAGES[kind].format(LINES[kind] * 400)
    path = tmp_path / "pages"
    path.write_text(FILES_OF_PAGES[kind].format(page * (MEASURED // len(page))))
    pages, memory = measured(path)
    assert pages == MEASURED // len(page)
    assert memory < MEASURED


def test_a_json_value_too_large_for_memory_is_refused_with_the_way_out() -> None:
    value = b'[{"box": [0, 0, 9, 9], "txt": "2", "score": 1},' + b" " * LARGEST_VALUE + b"{}]"
    with pytest.raises(InputError, match=r"24 MiB.*JSON Lines with a page a line"):
        read_pages(value)


def test_json_lines_may_be_larger_together_than_one_value() -> None:
    line = b'{"code": 100, "data": [{"box": [[0, 0], [9, 0], [9, 9], [0, 9]], "text": "2", "score": 1}]}'
    padded = line + b" " * (LARGEST_VALUE // 2) + b"\n"
    assert [page.text for page in read_pages(padded * 3)] == ["2\n"] * 3


@pytest.mark.parametrize("page", [b"null", b"[]", b'{"words_result": [], "words_result_num": 0}'])
def test_lists_of_countless_pages_are_refused(page: bytes) -> None:
    refused(b"[" + b",".join([page] * 20_001) + b"]", "more than 20000 pages")


def test_depth_is_refused_where_a_file_is_written_back() -> None:
    page = clean(
        read_pages(ALTO.format(f"<Layout><Page><TextBlock>{LINE}</TextBlock></Page></Layout>").encode())[0]
    )
    with pytest.raises(FormatError, match="nested"):
        write_back(page, ALTO.format("<a>" * 5000 + "</a>" * 5000).encode(), InputFormat.ALTO)
