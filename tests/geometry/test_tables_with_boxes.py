"""Tables of files with boxes stay under the headline where they stand, whatever room their rows leave."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import pytest

from cleaner import Page, clean
from cleaner.profiles.widths import ems
from cleaner.readers.reading import read_pages

EM, PITCH, GAP, WIDTH = 12, 18, 14, 400
HEAD = 24
LEVELS = "站名\t水位\t流量", "石桥\t3.52\t120", "柳湾\t4.10\t260"
CALM = "昨日各站水位平稳，预计今日仍将平稳，请各船注意收听广播，遇有大风及时回港避风，不要冒险出海作业。"
WARNING = "渔政部门提醒，近日风大，小船不宜出海，已经出海的渔船要与岸台保持联络，每两小时报告一次船位。"
OPENED = "石桥渔港昨日开港，三百艘渔船出海，岸上鞭炮齐鸣，渔民的家属都来送行，码头上摆满了花篮和彩旗。"


def page_of(*blocks: tuple[str, Sequence[str]]) -> Page:
    """The clean page of blocks, each with its type, as DeepSeek-OCR writes them, one below the other."""
    parts, top = [], 50
    for label, lines in blocks:
        text = "".join(lines)
        if label in ("table", "tall table"):
            rows = ("".join(f"<td>{cell}</td>" for cell in line.split("\t")) for line in lines)
            text, width = f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>", WIDTH
            height = PITCH * len(lines) * (3 if label == "tall table" else 1)
        elif label == "text":
            width, height = WIDTH, PITCH * ceil((len(text) + 2) / (WIDTH // EM))
        else:
            width, height = min(WIDTH, HEAD * len(text)), HEAD + 2
        box = f"[[60, {top}, {60 + width}, {top + height}]]"
        parts.append(f"<|ref|>{label.removeprefix('tall ')}<|/ref|><|det|>{box}<|/det|>\n{text}\n\n")
        top += height + GAP
    (page,) = read_pages("".join(parts).encode())
    return clean(page)


def texts_of(page: Page) -> list[tuple[str, list[str]]]:
    return [(article.title, [part.text for part in article.paragraphs]) for article in page.articles]


@pytest.mark.parametrize(
    "text",
    [
        (("table", LEVELS), ("text", [CALM]), ("text", [WARNING])),
        (("text", [CALM]), ("table", LEVELS), ("text", [WARNING])),
        (("text", [CALM]), ("table", LEVELS)),
        (("table", LEVELS),),
        (("text", [CALM]), ("tall table", LEVELS[:2])),
    ],
    ids=["under the headline", "inside the text", "at its end", "alone", "of two tall rows"],
)
def test_a_table_stays_in_its_article(text: Sequence[tuple[str, Sequence[str]]]) -> None:
    page = page_of(
        ("sub_title", ["各站水位平稳"]), *text, ("sub_title", ["石桥渔港开港"]), ("text", [OPENED])
    )
    lines = [line for label, part in text for line in (["".join(part)] if label == "text" else part)]
    assert texts_of(page) == [("各站水位平稳", lines), ("石桥渔港开港", [OPENED])]
    assert not page.furniture


def test_a_sentence_over_a_headline_is_no_kicker_of_it() -> None:
    page = page_of(
        ("sub_title", ["各站水位平稳"]), ("text", [CALM]), ("sub_title", ["石桥渔港开港"]), ("text", [OPENED])
    )
    assert texts_of(page) == [("各站水位平稳", [CALM]), ("石桥渔港开港", [OPENED])]


def test_a_few_letters_in_a_wide_box_that_is_no_table_are_no_text() -> None:
    page = page_of(("title", ["各站水位平稳"]), ("text", [CALM]), ("text", ["水位"]), ("text", [WARNING]))
    assert page.furniture == ("水位",)


# Cells that are lines of their own

Cell = tuple[str, float, float]
"""Text, left and top."""


def outline(left: float, top: float, width: float, height: float = EM) -> str:
    right, bottom = left + width, top + height
    return f'<Coords points="{left},{top} {right},{top} {right},{bottom} {left},{bottom}"/>'


def line_of(cell: Cell) -> str:
    text, left, top = cell
    place = outline(left, top, EM * ems(text))
    return f"<TextLine>{place}<TextEquiv><Unicode>{text}</Unicode></TextEquiv></TextLine>"


def set_in_lines(text: str, left: float, top: float, width: int) -> list[Cell]:
    """A paragraph in printed lines of `width` characters, its first one indented."""
    rows = [text[: width - 2], *(text[at : at + width] for at in range(width - 2, len(text), width))]
    return [(row, left + 2 * EM * (n == 0), top + PITCH * n) for n, row in enumerate(rows)]


def page_with_table(cells: Sequence[Sequence[Cell]], *, apart: bool = False) -> Page:
    """A headline, a text, a table, and another text; each of `cells` is a table.

    apart: the cells are regions inside that of the table, as PAGE has them; else its lines.
    """
    regions = [f'<TextRegion type="heading">{outline(60, 50, 6 * HEAD, HEAD)}']
    regions[0] += line_of(("各站水位平稳", 60, 50)).replace(
        outline(60, 50, 6 * EM), outline(60, 50, 6 * HEAD, HEAD)
    )
    regions[0] += "</TextRegion>"
    under = max(cell[2] for table in cells for cell in table) + PITCH + GAP
    for text, top in ((CALM, 100), (WARNING, under)):
        lines = set_in_lines(text, 60, top, WIDTH // EM)
        regions.append(
            f"<TextRegion>{outline(60, top, WIDTH, 70)}{''.join(map(line_of, lines))}</TextRegion>"
        )
    for table in cells:
        right = max(left + EM * ems(text) for text, left, _ in table)
        left, top = min(cell[1] for cell in table), min(cell[2] for cell in table)
        parts = list(map(line_of, table)) if apart else ["".join(map(line_of, table))]
        inside = "".join(f"<TextRegion>{part}</TextRegion>" for part in parts)
        place = outline(left, top, right - left, max(cell[2] for cell in table) + EM - top)
        regions.append(f"<TableRegion>{place}{inside}</TableRegion>")
    body = "".join(regions)
    (page,) = read_pages(
        '<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">'
        f'<Page imageWidth="600" imageHeight="500">{body}</Page></PcGts>'.encode()
    )
    return clean(page)


TABLE_TOP = 100 + PITCH * ceil((len(CALM) + 2) / (WIDTH // EM)) + GAP


def grid(rows: Sequence[str], lefts: Sequence[float], top: float = TABLE_TOP) -> list[Cell]:
    return [
        (cell, left, top + PITCH * n)
        for n, row in enumerate(rows)
        for cell, left in zip(row.split("\t"), lefts, strict=True)
        if cell
    ]


@pytest.mark.parametrize("apart", [True, False], ids=["regions", "lines"])
@pytest.mark.parametrize("rows", [LEVELS, LEVELS[:2], ("站名\t水位\t", "石桥\t3.52\t120")])
def test_cells_side_by_side_are_a_row(rows: Sequence[str], apart: bool) -> None:
    page = page_with_table([grid(rows, (60, 180, 300))], apart=apart)
    assert texts_of(page) == [("各站水位平稳", [CALM, *(row.rstrip("\t") for row in rows), WARNING])]
    assert page.audit().holds


def test_tables_beside_each_other_stay_apart() -> None:
    two = [grid(["石桥\t3.52", "柳湾\t4.10"], (60, 120)), grid(["渔港\t120", "外港\t260"], (300, 380))]
    rows = [part for _, parts in texts_of(page_with_table(two)) for part in parts if "\t" in part]
    assert sorted(rows) == sorted(["石桥\t3.52", "柳湾\t4.10", "渔港\t120", "外港\t260"])


def test_columns_of_text_that_an_engine_took_for_a_table_are_paragraphs() -> None:
    columns = [
        cell
        for left, text in ((60, OPENED), (264, WARNING))
        for cell in set_in_lines(text, left, TABLE_TOP, 16)
    ]
    texts = [part for _, parts in texts_of(page_with_table([columns])) for part in parts]
    assert {OPENED, WARNING} <= {*texts}
    assert not any("\t" in text for text in texts)


def test_lines_below_each_other_that_an_engine_took_for_a_table_are_no_rows() -> None:
    lines = set_in_lines(OPENED, 60, TABLE_TOP, WIDTH // EM)
    texts = [part for _, parts in texts_of(page_with_table([lines])) for part in parts]
    assert OPENED in texts
