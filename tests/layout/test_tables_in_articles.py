"""Rows of tables and of contents in articles: which one they belong to, and with which white space."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import clean
from cleaner.layout.links.articles import with_tables_behind_text
from cleaner.layout.links.item import Item

TEXT = "柳湾乡的渔民上月领到了新的渔船，出海捕鱼的收入比去年多了一成。"
DATED = "本报讯（记者 林舟）海州市昨天开放了新的码头，第一批货船已经靠岸。"
TABLE = "渔港\t吨位\n柳湾\t31\n青石\t7"
CODE = "```\nfor port in ports:\n    count(port)\n```"


def texts_of(page: str) -> list[list[str]]:
    return [[paragraph.text for paragraph in article.paragraphs] for article in clean(page).articles]


@pytest.mark.parametrize("white", ["\n", "\n\n"])
@pytest.mark.parametrize(
    "rows",
    [
        ["柳湾\t12", "青石\t7", "小满\t35", "海州\t9"],
        ["柳湾……3", "青石……5", "小满……9"],
        ["柳湾\t3\t8", "青石\t5\t2"],
    ],
    ids=["of two cells", "of contents", "of three cells"],
)
def test_rows_are_one_article_whether_or_not_blank_lines_part_them(rows: list[str], white: str) -> None:
    assert texts_of(white.join(rows)) == [rows]


def test_many_rows_apart_are_one_article() -> None:
    [rows] = texts_of("\n\n".join(f"柳湾\t{n}" for n in range(100, 400)))
    assert len(rows) == 300


def test_groups_of_rows_under_a_date_are_one_article() -> None:
    assert texts_of(f"2024年3月5日\n\n{TABLE}\n\n小满\t12\n海州\t9") == [
        [*TABLE.split("\n"), "小满\t12", "海州\t9"]
    ]


def test_a_table_over_a_text_is_of_its_article() -> None:
    rows = '<tr><td colspan="2">渔港吨位</td></tr><tr><td>柳湾</td><td>31</td></tr>'
    assert len(clean(f"<table>{rows}</table>\n\n{TEXT}").articles) == 1


def test_a_table_is_of_the_article_over_it_though_others_follow() -> None:
    first, second = texts_of(f"{DATED}\n\n{TABLE}\n\n{DATED}")
    assert first == [DATED, *TABLE.split("\n")]
    assert second == [DATED]


@given(st.lists(st.sampled_from(["text", "rows", "headed"]), max_size=12), st.data())
def test_no_block_is_lost_behind_a_text(kinds: list[str], data: st.DataObject) -> None:
    items: list[Item] = []
    rows: list[bool] = []
    for kind in kinds:
        count, start = data.draw(st.integers(1, 3)), len(rows)
        rows += [kind == "rows"] * count
        blocks = list(range(start, start + count))
        items.append(
            Item(blocks[:1], [[n] for n in blocks[1:]])
            if kind == "headed"
            else Item([], [[n] for n in blocks])
        )
    found = with_tables_behind_text(items, rows)
    assert [block for item in found for block in item.blocks] == list(range(len(rows)))


@given(
    st.lists(
        st.sampled_from([TEXT, DATED, TABLE, CODE, f"{TABLE}\n\t3", f"{TABLE}\n\t3\t4", f"\t{TEXT}"]),
        max_size=5,
    )
)
def test_spans_cover_the_text_of_an_article(blocks: list[str]) -> None:
    page = clean("\n\n".join(blocks))
    for article in page.articles:
        shown = [
            page.text[slice(*span)]
            for span, part in zip(article.spans, article.parts, strict=True)
            if part in ("body", "heading")
        ]
        assert [paragraph.text for paragraph in article.paragraphs] == shown


@pytest.mark.parametrize(
    ("page", "paragraphs"),
    [
        ("柳湾\t31\t5\n\t38\t2\n青石\t7\t4", ["柳湾\t31\t5", "\t38\t2", "青石\t7\t4"]),
        (f"\t{TEXT}\n\t{DATED}", [TEXT, DATED]),
        (f"\t{TEXT}", [TEXT]),
    ],
    ids=["an empty cell", "indented paragraphs", "an indented paragraph"],
)
def test_tabs_before_a_line_are_kept_where_they_are_empty_cells(page: str, paragraphs: list[str]) -> None:
    assert [text for texts in texts_of(page) for text in texts] == paragraphs
