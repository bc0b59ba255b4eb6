"""Lines of one headline, on pages whose blank lines are set by the product."""

from __future__ import annotations

import pytest

from cleaner.layout.roles.cut_headlines import cut_headlines
from cleaner.models import shipped_models
from cleaner.normalizers import part_blocks

TEXT = """近日，苏木图书馆新设的有声阅览室开
门迎客，馆内配有点显器和听书机，由
志愿者轮流值守，每周开放五天。据了
解，这是全旗第一个为视障读者设立的
阅览室，开放首日就有三十多人前来。
图书馆负责人介绍，今后还将把有声书
送到各个嘎查，方便行动不便的读者借
阅，并定期举办读书会和健康讲座等。
"""


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("苏木图书馆残疾", "人阅览室昨开放"),
        ("《草原上的来信》", "出版座谈会在旗里举行"),
        ("牧区教师走进“流动", "图书”课堂听讲"),
        ("让阅读为生活添", "彩（草原时评）"),
    ],
)
def test_lines_of_a_headline_are_found(upper: str, lower: str) -> None:
    assert cut_headlines([upper, lower], shipped_models()).tolist() == [True]


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("苏木图书馆开设有声阅览室——", "把书读给更多人听"),
        ("图书馆开设有声阅览室", "——苏木图书馆见闻"),
        ("苏木图书馆负责人：", "把书读给更多人听"),
        ("自治区图书馆学会近日举办基层服务能力提升培训班", "送书到嘎查"),
        ("苏木图书馆开设有声阅览室", "本报记者 罗芳 通讯员 高远"),
        ("送书到嘎查", "近日，苏木图书馆新设的有声阅览室开"),
        ("借阅，并定期举办读书会。", "送书到嘎查"),
        ("阅，并定期举办读书会和健康讲座等，", "门迎客，馆内配有点显器和听书机，由"),
    ],
)
def test_what_is_no_second_line_is_not(upper: str, lower: str) -> None:
    assert cut_headlines([upper, lower], shipped_models()).tolist() == [False]


@pytest.mark.parametrize("texts", [[], ["苏木图书馆残疾"]])
def test_nothing_goes_on_by_itself(texts: list[str]) -> None:
    assert cut_headlines(texts, shipped_models()).tolist() == []


def test_a_headline_stays_whole_where_blocks_are_parted() -> None:
    parted = part_blocks("《草原上的来信》\n出版座谈会在旗里举行\n" + 4 * TEXT)
    assert parted.startswith("《草原上的来信》\n出版座谈会在旗里举行\n\n近日")


def test_a_blank_line_stays_between_headlines() -> None:
    page = "《草原上的来信》\n\n出版座谈会在旗里举行\n" + 4 * TEXT
    assert part_blocks(page).startswith("《草原上的来信》\n\n出版座谈会在旗里举行\n\n近日")
