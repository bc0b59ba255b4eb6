"""Heads and feet of pages, and what looks like them."""

from __future__ import annotations

import pytest

from cleaner.chain import clean
from cleaner.issue import join_issue
from cleaner.layout.furniture import is_furniture, is_misread_furniture
from cleaner.layout.roles.folios import read_folio

TITLE = "柳湾乡春茶开采"
BODY = "本报5月3日讯（记者 周海）近日，柳湾乡的春茶陆续开采，首批三百斤当天卖完，茶农喜上眉梢。"
HEADS = {
    "第5版 要闻 2021年3月8日": "5",
    "2021年3月8日 星期一 第5版": "5",
    "柳江日报 2021年3月8日 星期一 第5版": "5",
    "2021年3月8日 星期一 农历辛丑年正月廿五": "",
    "第05版：要闻": "5",
    "要闻 05": "5",
    "星期一 2021.3.8 要闻 05": "5",
    "第五版": "5",
    "· 5 ·": "5",
    "—12—": "12",
    "2021-03-08": "",
    "柳江晚报": "",
    "本版编辑：何敏": "",
    "责任编辑：何敏 版式设计：周海": "",
    "国内统一连续出版物号CN 45-0099": "",
    "代号47-9": "",
    "第10688期": "",
    "今日8版": "",
    "国内统一刊号：CN45-0099 邮发代号：47-9 总第10688期 今日8版": "",
    "A05 财经 2021-03-08": "A5",
    "5": "5",
    "柳江晚报 03 渔事": "3",
    "柳江晚报 2021年3月8日 星期一 B2 渔港": "B2",
    "柳江晚报 2021年3月8日 渔港 B2": "B2",
    "二〇二一年三月八日 星期一": "",
}
TEXT = [
    "第5版刊登的文章",
    "柳江日报社记者何敏",
    "5月3日",
    "2021年3月8日上午",
    "12.5",
    "1. 强化责任",
    "二手房",
    "要闻",
    "今日8版图书上架",
    "代号为47的项目",
    "第10688期学员",
    "编辑部",
    "我国第五版药典",
    "5号楼",
    "星期一上班",
    "喜报",
    "5%",
    "A座",
    "柳江日报 2021年3月8日 王小明",
    "柳江日报 第8版 渡口夜记",
    "柳江日报 03 何敏",
    "2021年3月8日 星期一 小雨",
]


@pytest.mark.parametrize("head", HEADS)
def test_the_head_of_a_page_is_furniture_to_the_letter(head: str) -> None:
    page = clean(f"{head}\n\n{TITLE}\n\n{BODY}\n")
    assert page.furniture == (head,)
    assert [(article.title, article.subtitles) for article in page.articles] == [(TITLE, ())]


@pytest.mark.parametrize("foot", ["5", "第五版", "本版编辑：何敏", "第10688期", "· 5 ·"])
def test_the_foot_of_a_page_is_furniture(foot: str) -> None:
    page = clean(f"{TITLE}\n\n{BODY}\n\n{foot}\n")
    assert page.furniture == (foot,)
    assert len(page.articles) == 1


@pytest.mark.parametrize("under", ["2021年3月8日 星期一", "第5版", "责任编辑：何敏"])
def test_a_section_over_other_furniture_is_furniture(under: str) -> None:
    page = clean(f"要闻\n\n{under}\n\n{TITLE}\n\n{BODY}\n")
    assert page.furniture == ("要闻", under)


@pytest.mark.parametrize("text", [f"要闻\n\n{TITLE}\n\n{BODY}\n", f"{TITLE}\n\n观察\n\n{BODY}\n"])
def test_a_section_over_text_is_none(text: str) -> None:
    assert clean(text).furniture == ()


WEB = [
    "上一版3  4下一版",
    "放大+ 缩小- 默认o",
    "上一篇 下一篇",
    "打印本页 关闭窗口",
    "[打印] [关闭]",
    "版权所有 柳江日报社 沅ICP备05012345号",
    "2021年3月8日 星期一 责编 / 何敏 校对 / 周海",
    "由 扫描全能王 扫描创建",
    "Scanned with CamScanner",
]


@pytest.mark.parametrize("line", WEB)
def test_what_a_web_page_or_a_scanner_adds_to_a_printed_one_is_furniture(line: str) -> None:
    page = clean(f"{TITLE}\n\n{BODY}\n\n{line}\n\n夏粮丰收\n\n{BODY}\n")
    assert page.furniture == (line,)
    assert [article.title for article in page.articles] == [TITLE, "夏粮丰收"]


@pytest.mark.parametrize("line", ["版面导航", "字号：大 中 小", "打印 收藏", "分享到：微信 微博", "返回首页"])
def test_what_may_be_words_is_furniture_beside_what_is_none(line: str) -> None:
    page = clean(f"{TITLE}\n\n{BODY}\n\n上一版3  4下一版\n\n{line}\n\n夏粮丰收\n\n{BODY}\n")
    assert page.furniture == ("上一版3  4下一版", line)


@pytest.mark.parametrize(
    "line",
    [
        *("分享到朋友圈", "返回首页", "往期回顾", "标题目录", "下一期", "字号：大小", "放大+", "打印 收藏"),
        *(
            "版权所有：海州出版社",
            "CamScanner",
            "编辑 / 记者",
            "编辑/程序",
            "《柳江日报》",
            "《柳江日报》《青石晚报》",
        ),
        *(
            "《柳江日报》2020年7月13日第3版",
            "《柳江日报》 第3版",
            "渔歌生活周刊 第3版",
            "（2020年7月13日 星期一）",
        ),
    ],
)
def test_one_link_or_the_name_of_a_paper_is_no_furniture(line: str) -> None:
    for text in (line, f"{TITLE}\n\n{BODY}\n\n{line}\n\n{BODY}\n", f"{line}\n\n{BODY}\n"):
        assert clean(text).furniture == ()


@pytest.mark.parametrize(
    "text",
    [
        "功能\t说明\n打印\t收藏\n放大\t缩小\n上一篇\t下一篇",
        f"{TITLE}\n\n{BODY}\n\n功能 | 说明\n打印 | 收藏\n上一篇 | 下一篇\n\n{BODY}\n",
        f"{TITLE}\n\n{BODY}\n\n功能  说明\n打印  收藏\n上一篇  下一篇\n\n{BODY}\n",
        "电脑屏幕右上角有\n关闭窗口\n的按钮，他点了三\n次，屏幕还是没有\n动静，只好找人来\n修。",
        "昨日林秀禾把照片\n分享到微信朋友圈\n引来许多人点赞，\n不到一天就有三百\n个人看过了它们。",
        "他点了屏幕下方的\n上一篇 下一篇\n两个按钮，画面还\n是没有一点动静。",
        f"{TITLE}\n\n{BODY}\n\n网页上有两个链接：\n上一篇 下一篇\n\n{BODY}\n",
        "他每天做两件事：\n[打印] [收藏]",
        f"{TITLE}\n\n{BODY}\n\n上一篇\t下一篇\n返回目录\t返回首页\n\n{BODY}\n",
        f"{TITLE}\n\n{BODY}\n\n岗位\t地点\n编辑/江苏\t校对/金华\n\n{BODY}\n",
        "招聘岗位\n编辑/记者\n校对/排版\n美编/设计\n主编/总编\n待遇从优",
        "参考文献\n\n《柳江日报》2020年7月13日第3版\n\n《青石晚报》2019年5月1日第8版",
        f"{TITLE}\n\n{BODY}\n\n资料来源：\n《柳江日报》，2020年7月13日\n《青石晚报》，2019年5月1日\n",
        f"{TITLE}\n\n{BODY}\n\n报纸 栏目 篇数\n柳江日报 副刊 7\n青石晚报 文艺 5\n\n{BODY}\n",
        f"{TITLE}\n\n{BODY}\n\n报纸\t栏目\t篇数\n柳江日报\t副刊\t7\n\n{BODY}\n",
    ],
)
def test_rows_lists_and_wrapped_text_are_no_furniture(text: str) -> None:
    assert clean(text).furniture == ()


@pytest.mark.parametrize(
    "line",
    [
        "收藏",
        "打印",
        "字号的故事",
        "上一版的教训",
        "版权所有者说",
        "关闭小煤窑",
        "放大镜下的春天",
        "（2021年3月8日）",
    ],
)
def test_words_that_a_web_page_has_too_are_no_furniture_by_themselves(line: str) -> None:
    assert not is_furniture(line)


def test_text_goes_on_under_the_running_head_of_the_next_page() -> None:
    first, left, right, last = (
        "渡口的老船工守了三十年的船，乡亲们过河赶集，都坐他的船。",
        "去年冬天，河上架起了石桥，坐船的人一天比一天少，老船工",
        "还是天天到渡口去，把船擦得干干净净。",
        "他说，船和人一样，闲久了就会生病。",
    )
    page = clean(f"{first}\n\n{left}\n\n柳江日报 副刊 7\n\n{right}\n\n{last}\n")
    assert page.furniture == ("柳江日报 副刊 7",)
    [article] = page.articles
    assert [paragraph.text for paragraph in article.paragraphs] == [first, left + right, last]


@pytest.mark.parametrize(("line", "number"), HEADS.items())
def test_the_number_of_the_page_is_read(line: str, number: str) -> None:
    assert read_folio([line]).number == number


@pytest.mark.parametrize("line", TEXT)
def test_text_is_no_furniture(line: str) -> None:
    assert not is_furniture(line, head=True, foot=True)
    assert read_folio([line]).number == ""


def test_a_date_at_the_end_may_be_that_of_a_letter() -> None:
    assert clean(f"{TITLE}\n\n{BODY}\n\n2021年3月8日\n").furniture == ()


def test_a_page_of_nothing_but_a_number_keeps_it() -> None:
    page = clean("第五版\n\n柳江晚报\n")
    assert page.furniture == ()
    assert page.audit().holds


def test_the_halves_of_an_article_are_found_by_any_form_of_the_number() -> None:
    first = clean(f"第01版：要闻\n\n{TITLE}\n\n{BODY}\n\n下转第4版\n")
    other = clean("要闻 03\n\n夏粮丰收\n\n上接第1版\n\n全乡夏粮总产一万吨，粮价平稳，农民增收。\n")
    fourth = clean("第四版 2021年3月8日\n\n茶农忙\n\n上接第1版\n\n茶香飘出了好几里，茶农脸上笑开了花。\n")
    joined = join_issue([("1", first), ("3", other), ("4", fourth)])
    whole = next(article for article in joined if article.title == TITLE)
    assert [source.page for source in whole.sources] == ["1", "4"]


@pytest.mark.parametrize(
    "line",
    [
        "4 时政 2015年4与7日 星期三",
        "3 综合新闻 “2020年6已3日 昨期日",
        "5 经济 2019年5户11日 星期四",
        "2 综合 2019年7月9日 圣期日      责任编辑.何敏 线式策划: 周海",
        "第2版 要闻 2019年7月9目 星朗日",
    ],
)
def test_a_folio_is_known_though_the_words_between_its_figures_are_misread(line: str) -> None:
    assert is_misread_furniture(line)
    page = clean(f"{TITLE}\n\n{BODY}\n\n{line}\n\n{TITLE}再传喜讯\n\n{BODY}")
    assert all("20" not in article.title for article in page.articles)


@pytest.mark.parametrize(
    "line",
    [
        "4 时政 2015年4月7日考试",
        "综合整治2019年5月11日 开始",
        "2020年6已3日 昨期日",
        "5 经济 2019年5户11日",
        "5 经济2019年增长5个11日",
        "柳湾乡 2020年6已3日 昨期日",
    ],
)
def test_text_with_a_number_and_a_date_is_no_misread_folio(line: str) -> None:
    assert not is_misread_furniture(line)


@pytest.mark.parametrize(
    ("above", "kept"),
    [("他点击屏幕上的", True), ("三座水库昨日起蓄水。", False)],
    ids=["inside a sentence", "behind one"],
)
def test_buttons_are_furniture_only_behind_a_sentence(above: str, kept: bool) -> None:
    page = clean(f"{above}\n[打印] [关闭]\n按钮旁的灯亮了，操作就完成了。")
    assert (page.furniture == ()) == kept
