"""Files of blocks: their order, their boxes, and which of their mark-up goes."""

from __future__ import annotations

import json

import pytest

from cleaner.document import RegionKind
from cleaner.readers import read_pages
from cleaner.readers.prose import of_markdown
from tests.tools.formats import read, read_json, vars_of

# Order and boxes


def docling_text(label: str, text: str, place: dict[str, object]) -> dict[str, object]:
    return {"label": label, "text": text, "prov": [{"page_no": 1, "bbox": place}]}


def box(top: float, bottom: float, origin: str) -> dict[str, object]:
    return {"l": 1, "t": top, "r": 9, "b": bottom, "coord_origin": origin}


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


@pytest.mark.parametrize("name", ["mineru4-middle.json", "mineru-content.json", "deepseek-mmd.mmd"])
def test_boxes_without_a_page_size_are_shares_of_it(name: str) -> None:
    page = read(name)
    assert page.size is None
    assert page.unit == "relative"
    place = page.regions[0].box
    assert place
    assert vars_of(place) == pytest.approx([35 / 470, 20 / 375, 426 / 470, 125 / 375], abs=0.002)


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


# Mark-up


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
