"""Tables of files with boxes stay under the headline where they stand, whatever room their rows leave."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import pytest

from cleaner import Page, clean
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
        if label == "table":
            rows = ("".join(f"<td>{cell}</td>" for cell in line.split("\t")) for line in lines)
            text, width = f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>", WIDTH
            height = PITCH * len(lines)
        elif label == "text":
            width, height = WIDTH, PITCH * ceil((len(text) + 2) / (WIDTH // EM))
        else:
            width, height = min(WIDTH, HEAD * len(text)), HEAD + 2
        box = f"[[60, {top}, {60 + width}, {top + height}]]"
        parts.append(f"<|ref|>{label}<|/ref|><|det|>{box}<|/det|>\n{text}\n\n")
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
    ],
    ids=["under the headline", "inside the text", "at its end", "alone"],
)
def test_a_table_stays_in_its_article(text: Sequence[tuple[str, Sequence[str]]]) -> None:
    page = page_of(
        ("sub_title", ["各站水位平稳"]), *text, ("sub_title", ["石桥渔港开港"]), ("text", [OPENED])
    )
    lines = [line for label, part in text for line in (part if label == "table" else ["".join(part)])]
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
