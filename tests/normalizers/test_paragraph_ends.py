"""Full stops that were lost where a paragraph ends: the boxes of its lines show that nothing is cut off."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from cleaner.chain import clean
from cleaner.document import Box, Line, RawPage

EM, PITCH = 20.0, 29.0
HEADLINE = "河边的步道修到了家门口"
FIRST = ["傍晚的河堤上，人一天", "比一天多，新装的路灯亮", "起来，远处有人唱歌。"]
LAST = ["步道从老码头一直通到", "新建的桥头，沿路种下了", "三千棵柳树。"]


def page_of(*paragraphs: Sequence[str], measured: bool = True) -> RawPage:
    """Paragraphs in a column of 12 em under a headline, the first line of each indented by two."""
    lines, text, row = [], "", 0.0

    def put(words: str, left: float, size: float) -> None:
        nonlocal text, row
        box = Box(left * EM, row * PITCH, (left + len(words) * size) * EM, row * PITCH + 1.1 * size * EM)
        lines.append(Line((len(text), len(text) + len(words)), box if measured else None))
        text += words + "\n"
        row += 1

    put(HEADLINE, 0.0, 1.8)
    row = 3.0
    for paragraph in paragraphs:
        for n, words in enumerate(paragraph):
            put(words, 0.0 if n else 2.0, 1.0)
    return RawPage(text, tuple(lines))


def ends_of(page: RawPage) -> list[str]:
    return [paragraph.text[-2:] for article in clean(page).articles for paragraph in article.paragraphs]


@pytest.mark.parametrize("end", ["木椅", "到了2025年", "九成"])
def test_a_paragraph_that_ends_short_of_its_column_gets_its_full_stop(end: str) -> None:
    bare = ["住在附近的居民说，以", "前这里是一片荒滩，如今", "摆上了" + end]
    assert ends_of(page_of(FIRST, bare, LAST)) == ["歌。", end[-1] + "。", "树。"]


@pytest.mark.parametrize(
    "paragraph",
    [
        ["住在附近的居民说，以", "前这里是一片荒滩，如今", "摆上了新的木椅和石桌子了"],
        ["住在附近的居民说，以", "前这里是一片荒滩，名单", "如下"],
        ["住在附近的居民说，以", "前这里是一片荒滩，他", "强调"],
        ["住在附近的居民说，“", "前几年这里还是荒滩，如", "今摆上了木椅"],
        ["步道两旁的花", "木和路灯"],
        ["河堤上人"],
    ],
    ids=["full", "list", "speech", "open", "short", "line"],
)
def test_other_ends_stay_bare(paragraph: Sequence[str]) -> None:
    assert not ends_of(page_of(FIRST, paragraph, LAST))[1].endswith("。")


def test_the_lead_of_an_article_stays_bare() -> None:
    lead = ["堤岸加固了，路灯亮了", "居民散步的地方越来越多", "日子越过越好"]
    assert ends_of(page_of(lead, FIRST, LAST))[0] == "越好"


def test_a_paragraph_that_a_page_shows_to_be_cut_stays_bare() -> None:
    bare = ["住在附近的居民说，以", "前这里是一片荒滩，如今", "摆上了木椅"]
    page = page_of(FIRST, bare, LAST)
    lost = [line for n, line in enumerate(page.lines) if n not in (5,)]  # a line inside it was not read
    text = clean(RawPage(page.text, tuple(lost))).articles[0].paragraphs
    assert all(not paragraph.text.endswith("椅。") for paragraph in text if paragraph.truncated)


def test_without_boxes_nothing_is_known() -> None:
    bare = ["住在附近的居民说，以", "前这里是一片荒滩，如今", "摆上了木椅"]
    assert "木椅。" not in clean(page_of(FIRST, bare, LAST, measured=False)).text
