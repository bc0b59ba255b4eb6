"""Clean text of many kinds stays as it is: the most edits in 10,000 characters of each genre, and why."""

from __future__ import annotations

import pytest

from cleaner import clean
from cleaner.lab.evaluation.genres import CLEAN, NEWS
from cleaner.layout.state import PageState
from cleaner.normalizers import drop_debris
from cleaner.scoring.harm import Harm

HOUSE_STYLE = {
    "code": {"remove_mark_spaces"},
    "spaced-latin": {"remove_mark_spaces"},
    "taiwan": {"fold_compatibility"},
    "verse": {"normalize_marks"},
}
"""The rules of the default house style that set a genre otherwise; README names them."""
GENRES = sorted({NEWS, *(path.name for path in CLEAN.iterdir() if path.is_dir())})
POEM = "卜算子\n驿外断桥边，寂寞开无主。\n已是黄昏独自愁，更著风和雨。\n无意苦争春，一任群芳妒。"


@pytest.mark.parametrize("genre", GENRES)
def test_clean_text_is_changed_by_house_style_alone(genre: str) -> None:
    harm = Harm()
    for path in sorted(CLEAN.glob("*.txt") if genre == NEWS else (CLEAN / genre).rglob("*.txt")):
        harm.add(clean(path.read_text(encoding="utf-8")))
    assert harm.characters
    assert set(harm.rules) <= HOUSE_STYLE.get(genre, set())


def test_verse_with_marks_keeps_its_lines() -> None:
    assert clean(POEM).text.strip() == POEM


@pytest.mark.parametrize(
    "lines",
    [
        ["近日，青石镇三座小型水库", "全部建成蓄水，可灌溉农田", "五千亩，群众不用再发愁。"],
        ["镇里新修水渠三条，", "群众不用再为浇地", "发愁，产量有望再上", "一个台阶。"],
    ],
)
def test_prose_of_which_a_line_ends_without_a_mark_is_no_verse(lines: list[str]) -> None:
    assert "".join(lines) in clean("\n".join(lines)).text


def test_rows_with_as_many_tabs_are_a_table() -> None:
    table = "乡镇\t产量（吨）\n青石镇\t21600\n云溪镇\t18400"
    assert PageState(table).rows == [True, True, True]
    assert table in clean(f"全县夏粮总产达到12.6万吨，比上年增长3.2%。\n{table}\n").text


def test_a_line_by_itself_with_a_tab_is_no_row() -> None:
    assert PageState("青石镇\t三座水库建成").rows == [False]
    assert PageState("青石镇\t三座水库\n云溪镇建成").rows == [False, False]


def test_the_marks_of_a_list_stay_and_a_lone_one_goes() -> None:
    items = "●规划建设厂房\n●引入企业三家\n●建成公园一座"
    assert drop_debris(items) == items
    assert drop_debris("●规划建设厂房\n\n产业园昨日开工。") == "规划建设厂房\n\n产业园昨日开工。"


def test_the_number_of_a_page_beside_its_head_parts_no_paragraph() -> None:
    upper, head, lower = (
        "今年镇里的春耕用水有了",
        "7\n\n云溪日报 2026年6月30日",
        "保障，群众不用再为浇地发愁。",
    )
    page = clean(f"三座水库建成蓄水，{upper}\n\n{head}\n\n{lower}\n")
    assert upper + lower in page.text
    assert [*page.furniture] == head.split("\n\n")


def test_a_number_beside_text_is_no_furniture() -> None:
    assert (
        "7" not in clean("三座水库全部建成，全镇蓄水。\n\n7\n\n群众不用再为浇地发愁，产量上升。\n").furniture
    )
