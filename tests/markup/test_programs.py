"""Program code and data without fences stay as they are; prose is neither."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import clean
from cleaner.markup.programs import find_programs, find_records

PROGRAMS = [
    'def load(path):\n    # 读取, 跳过空行\n    return open(path, encoding="utf-8").read()',
    'if (!name) {\n  throw new Error("缺少名称, 请填写");\n}',
    "SELECT name FROM ships WHERE port = '东屿'\nORDER BY name;",
    "pip install numpy\npython run.py --out 结果.txt".replace("结果", "out"),
    'console.log("你好, 世界");',
    '{"name": "东屿", "ships": 30}',
]
PROSE = [
    "渔港码头本月完成改造，能同时停靠三十艘渔船。\n冷库也扩大了一倍。",
    "We waited for the boats (thirty of them);\nnone came back that night, and nobody slept.",
    "# 渔港扩建完工\n\n渔港码头本月完成改造。",
    "比分为3:1(半场1:0)；主队获胜。",
    "电话：(0592)6012345\n邮箱：port@example.com",
    "一、报名时间:3月1日;\n二、报名地点:镇文化站;",
    "a, b, c",
]


@pytest.mark.parametrize("text", PROGRAMS)
def test_program_code_stays_to_the_letter(text: str) -> None:
    assert [text[start:end] for start, end in find_programs(text)] == [text]
    assert clean(text).text == text


@pytest.mark.parametrize("text", PROSE)
def test_prose_and_headings_are_no_program(text: str) -> None:
    assert not list(find_programs(text))
    assert not list(find_records(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("姓名,班级,成绩\n罗芳,三班,92\n周明,一班,88", True),
        ("今天,明天,后天\n都有雨,记得带伞,早些出门", False),  # no column of figures
        ("罗芳,三班,92", False),  # one line shows nothing
        ("姓名,成绩\n罗芳,92", False),  # two fields: a sentence has as many
    ],
)
def test_lines_of_fields_are_data_where_a_column_holds_figures(text: str, found: bool) -> None:
    assert bool(list(find_records(text))) is found


@pytest.mark.parametrize(
    ("head", "unit"),
    [("a = ", "'港' + "), ("a(", "'港', "), ("a(", "'港')"), ("[", "{'港': "), ("[{'港': ", "'港'")],
)
def test_a_long_line_that_is_nearly_code_takes_linear_time(head: str, unit: str) -> None:
    start = process_time()
    list(find_programs(head + unit * 25_000 + "x"))
    assert process_time() - start < 10


@given(st.text(alphabet="ab=(){};:# \n,\"'渔港。", max_size=80))
def test_what_is_found_is_in_order_and_apart(text: str) -> None:
    for find in (find_programs, find_records):
        ends = [0, *(at for span in find(text) for at in span)]
        assert ends == sorted(ends)
        assert ends[-1] <= len(text)
