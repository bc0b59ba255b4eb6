"""An interview with its turns in blocks of their own is known by its speakers, whatever marks it lost."""

from __future__ import annotations

import pytest

from cleaner import clean
from cleaner.layout.lines.turns import find_turns

INTERVIEWS = [
    (
        (
            "渔港扩建之后\n\n记者 鱼价怎么样\n\n罗芳 比去年好 带鱼每斤涨了两块钱 大家都愿意出海\n\n"
            "记者 接下来有什么打算\n\n罗芳 明年准备再建一座冷库 把鱼卖到更远的地方去"
        ),
        ["记者：鱼价怎么样", "记者：接下来有什么打算"],
    ),
    (
        (
            "问 你是什么时候到海岛教书的\n\n答 二十年前的秋天 那时候岛上只有一间教室\n\n问 为什么留下来\n\n"
            "答 孩子们需要老师 我走了就没有人教他们了"
        ),
        ["问：你是什么时候到海岛教书的", "答：孩子们需要老师，我走了就没有人教他们了"],
    ),
    (
        (
            "主持人 欢迎收看今天的节目\n\n周明 大家好\n\n主持人 先请您介绍一下\n这次考察的情况\n\n"
            "周明 我们一共走了八个村子 看了十二座\n水库 发现有三座需要加固\n\n"
            "主持人 什么时候动工\n\n周明 材料已经运到了"
        ),
        ["主持人：先请您介绍一下这次考察的情况", "周明：大家好"],
    ),
]
OTHERS = [
    ["记者 罗芳", "渔港码头本月完成改造", "记者 周明", "三座水库上月蓄水", "记者 何静", "为什么要修路"],
    ["上午 参观渔港码头", "下午 座谈交流", "上午 前往北礁村考察", "下午 返回县城"],
    ["男子 一百米 周明", "女子 一百米 罗芳", "男子 跳高 何远", "女子 跳高 林舒"],
    ["记者 鱼价怎么样", "罗芳 比去年好"],
    ["镇长 水渠的事大家都说说", "老李 我先说", "老张 是啊", "老王 今年要修"],
    ["北京 晴 五到十二度", "上海 多云", "北京 阴", "广州 小雨", "渔港码头完工了吗"],
]


@pytest.mark.parametrize(("text", "lines"), INTERVIEWS)
def test_the_turns_of_an_interview_get_their_colons_and_are_no_headlines(text: str, lines: list[str]) -> None:
    page = clean(text)
    assert set(lines) <= set(page.text.split("\n\n"))
    assert clean(page.text).text == page.text
    (article,) = page.articles
    assert all("：" in paragraph.text for paragraph in article.paragraphs)
    assert "：" not in article.title


@pytest.mark.parametrize("texts", OTHERS)
def test_what_only_looks_a_little_like_an_interview_is_none(texts: list[str]) -> None:
    assert not find_turns(texts).named


@pytest.mark.parametrize("space", ["\N{IDEOGRAPHIC SPACE}", " "])
def test_the_room_behind_a_name_stays_where_the_other_marks_were_not_lost(space: str) -> None:
    turns = [
        "鱼价怎么样？",
        "比去年好，带鱼每斤涨了两块钱。大家都愿意出海。",
        "还有呢？",
        "明年再建一座冷库。",
    ]
    text = "\n\n".join(f"{who}{space}{said}" for who, said in zip(["记者", "罗芳"] * 2, turns, strict=True))
    assert clean(text).text == text


def test_paragraphs_of_a_turn_stay_apart() -> None:
    text = (
        "记者：鱼价怎么样？\n\n罗芳：比去年好，带鱼每斤涨了两块钱。\n大家都愿意出海。\n\n"
        "记者：还有呢？\n\n罗芳：明年再建一座冷库。"
    )
    assert clean(text).text == text
