"""Pages with boxes: their articles, whatever the order of the file, and every line accounted for."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from cleaner.chain import clean, clean_audited
from cleaner.document import Box, Line, RawPage
from cleaner.geometry.reading import read_boxes
from cleaner.geometry.rows import Sheet
from cleaner.layout.role import Role
from cleaner.readers import read_pages
from cleaner.settings import Settings
from tests.tools.set_pages import (
    BRIEF,
    CHARACTERS,
    FILLER,
    FRAME,
    SIDE,
    column,
    page_of,
    raw_pages,
    set_page,
    texts,
)


def test_a_boxed_brief_leaves_the_article_round_it() -> None:
    page = clean(page_of(FRAME))
    report, *briefs, jump = page.articles
    assert report.title == "全州第三轮巡察整改情况通报"
    assert len(report.paragraphs) == 10
    assert report.signoff == "（青禾州委巡察办）"
    assert [brief.signoff for brief in briefs] == ["（高俊峰）", "（丁志鹏）", "（记者尹梦佳）", "（姚丽）"]
    assert all(len(brief.paragraphs) == 1 and not brief.title for brief in briefs)
    assert page.furniture == ("短讯",)
    assert jump.continued_from == "第1版"
    assert [p.text for p in jump.paragraphs if p.kind == "heading"] == [
        "一棵树连起一条链",
        "一张网卖到全国去",
        "一本账算出好光景",
    ]


def test_articles_side_by_side_stay_apart() -> None:
    first, wide, tall, below = clean(page_of(SIDE)).articles
    assert first.title == "我州新增国家级非遗代表性项目2项"
    assert wide.title == "用“绣花功夫”绣出幸福社区"
    assert wide.byline == "本报记者廖思远"
    assert tall.title == "坚决打赢蓝天、碧水、净土保卫战"
    assert tall.subtitles == ("钱志刚在全州生态环境保护工作推进会上强调",)
    assert below.continued_from == "第1版"
    assert [len(article.paragraphs) for article in (first, wide, tall, below)] == [2, 5, 4, 7]


@pytest.mark.parametrize("path", [FRAME, SIDE, CHARACTERS], ids=lambda path: path.stem)
def test_the_page_is_accounted_for_and_settled(path: Path) -> None:
    page = clean(page_of(path))
    assert page.audit().holds
    assert not any(edit.rule in ("deinterleave_lines", "separate_columns") for edit in page.edits)
    assert clean(page.text).text == page.text


@pytest.mark.parametrize("path", [FRAME, SIDE], ids=lambda path: path.stem)
def test_no_article_is_cut_short_where_nothing_is_lost(path: Path) -> None:
    assert not any(p.truncated for article in clean(page_of(path)).articles for p in article.paragraphs)


def test_the_order_of_the_file_does_not_matter() -> None:
    records = json.loads(FRAME.read_text(encoding="utf-8"))
    turned = json.dumps(records[::-1]).encode()
    backwards = clean(read_pages(turned)[0])
    assert [a.as_dict() for a in backwards.articles] == [a.as_dict() for a in clean(page_of(FRAME)).articles]


def test_a_page_in_reading_order_is_left_in_it() -> None:
    page = page_of(SIDE)
    order = [line for passage in read_boxes(page).passages for line in passage.lines]
    text, lines = "", []
    for number in order:
        words = page.text[slice(*page.lines[number].span)]
        lines.append(replace(page.lines[number], span=(len(text), len(text) + len(words))))
        text += words + "\n"
    result = clean(replace(page, text=text, lines=tuple(lines)))
    moved = [e for e in result.edits if e.moved and e.edit.target != e.edit.start]
    assert not moved
    assert texts(result) == texts(clean(page))


def test_a_brief_in_an_article_without_datelines_is_none_of_it() -> None:
    lines = [
        ("修一条路富一方人", 0.0, 0.0, 1.8),
        *column(FILLER, 0.0, 3.0),
        *column(BRIEF, 0.0, 7.0),
        *column(FILLER[::-1], 0.0, 9.0),
    ]
    article, brief = clean(set_page(lines)).articles
    assert [paragraph.text for paragraph in article.paragraphs] == [FILLER, FILLER[::-1]]
    assert [paragraph.text.replace(" ", "") for paragraph in brief.paragraphs] == [BRIEF]


def test_news_of_several_datelines_stays_together() -> None:
    lines = [
        ("修一条路富一方人", 0.0, 0.0, 1.8),
        *column(BRIEF, 0.0, 3.0),
        *column(FILLER, 0.0, 5.0),
        *column("新华社青石11月12日电" + FILLER[:12], 0.0, 9.0),
    ]
    (article,) = clean(set_page(lines)).articles
    assert len(article.paragraphs) == 3


def test_the_imprint_is_no_article() -> None:
    lines = [("2要闻2020年12月13日星期五", 1.0, 0.0, 1.0), ("州里的道路修好了", 1.0, 2.0, 1.7)]
    page = clean(set_page([*lines, *column(FILLER, 1.0, 5)]))
    assert page.furniture == ("2要闻2020年12月13日星期五",)
    assert texts(page) == [[FILLER]]


def test_lines_without_boxes_follow_the_line_before() -> None:
    page = set_page([("州里的道路修好了", 1.0, 0.0, 1.7), *column(FILLER, 1.0, 3)])
    lost = replace(page.lines[2], box=None)
    reading = read_boxes(replace(page, lines=(*page.lines[:2], lost, *page.lines[3:])))
    assert [line for passage in reading.passages for line in passage.lines] == [0, 1, 2, 3, 4]


def test_moves_that_are_not_sure_enough_are_withheld() -> None:
    page = page_of(SIDE)
    held = clean(page, Settings(ignore=frozenset({"order_lines"})))
    assert not any(edit.rule == "order_lines" for edit in held.edits)
    assert held.audit().holds


def test_an_empty_page_has_no_rows() -> None:
    assert Sheet.of(RawPage("\n", (Line((0, 0), Box(0, 0, 10, 10)),))).rows == ()


@given(raw_pages())
@settings(deadline=None)
def test_any_page_is_read_whole(page: RawPage) -> None:
    reading = read_boxes(page)
    lines = [line for passage in reading.passages for line in passage.lines]
    assert len(set(lines)) == len(lines), "a line stands in two passages"
    if page.has_boxes:
        held = {i for line in lines for i in range(*reading.spans[line])}
        solid = {i for i, char in enumerate(page.text) if not char.isspace()}
        assert solid <= held or not reading.passages
    assert all(
        reading.passages[n].role is not Role.FURNITURE for article in reading.articles for n in article
    )


@given(raw_pages())
@settings(deadline=None, max_examples=50)
def test_any_page_is_accounted_for(page: RawPage) -> None:
    result = clean_audited(page)
    assert result.audit().holds, result.audit().breaches
