"""Speech on a page that loses its quotation marks: interrupted, nested, over several paragraphs, none."""

from __future__ import annotations

import pytest

from cleaner import clean

TERMS = (
    "记者近日在青石镇采访时了解到，今年以来，全镇深入推进 厕所革命 工作，建成 美丽庭院 三百\n"
    "余户，群众的获得感明显增强。小院里种满了花草，墙上挂着 最美庭院 的牌子，来往的客人都要\n"
    "停下来看一看。"
)
"""A paragraph that shows that the page loses its quotation marks."""


def cleaned(text: str) -> str:
    """A text under that paragraph, cleaned."""
    page = clean(f"{TERMS}\n\n{text}")
    assert page.audit().holds
    assert clean(page.text).text == page.text
    return page.text.split("\n\n", 1)[1].strip()


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        (
            "这条路我们盼了二十年。王大爷说，以前下雨天根本出不了门。",
            "“这条路我们盼了二十年。”王大爷说，以前下雨天根本出不了门。",
        ),
        (
            "李支书说： 我们村要把 厕所革命 这件事办好，让大家都满意。",
            "李支书说：“我们村要把‘厕所革命’这件事办好，让大家都满意。”",
        ),
        (
            "王大爷说：我们村评上了 最美庭院 ，大家都高兴。",
            "王大爷说：“我们村评上了‘最美庭院’，大家都高兴。”",
        ),
        (
            "您今年多大年纪了？记者问。\n\n八十三了。王大爷笑着说。",
            "“您今年多大年纪了？”记者问。\n\n“八十三了。”王大爷笑着说。",
        ),
    ],
)
def test_speech_gets_its_marks_back(read: str, printed: str) -> None:
    assert cleaned(read) == printed


@pytest.mark.parametrize(
    "text",
    [
        "现在村里的路修好了，村民出门方便多了，孩子们上学也不用绕远路了。",
        "记者了解到，全镇今年修路三十公里，据王主任介绍，明年还要再修二十公里。",
        "全镇今年的目标是：修路三十公里，新建庭院一百户，让群众都满意。",
    ],
)
def test_what_nobody_says_gets_none(text: str) -> None:
    assert cleaned(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "“我们村的变化很大。路修好了，房子也新了。\n\n“现在大家都愿意回来。\n\n“明年还要再修一条路。”",
        "“我们村的变化很大。路修好了，房子也新了。\n\n“明年还要再修一条路。”王大爷说。",
    ],
)
def test_of_speech_over_several_paragraphs_the_last_closes(text: str) -> None:
    assert cleaned(text) == text


def test_speech_that_does_not_go_on_is_closed() -> None:
    text = "“我们村的变化很大。路修好了，房子也新了。\n\n王大爷说，明年还要再修一条路。"
    assert cleaned(text).startswith("“我们村的变化很大。路修好了，房子也新了。”")
