"""Lines under each other, as of subtitles or lists, are one article, and none of them is its headline."""

from __future__ import annotations

import pytest

from cleaner import clean

SUBTITLES = """\
欢迎收看今天的节目
我是主持人小北
今天我们要讲的是
怎么在阳台上种番茄
首先呢 你需要准备一个大一点的花盆
直径至少30厘米
底下要有洞 这个很重要
不然水排不出去 根会烂掉
土的话 用营养土加一点珍珠岩
比例大概3:1
种子可以在网上买
十块钱一包 能种一大片
好 接下来我们来育苗
把种子泡在温水里 大概六个小时
看到没 它吸饱了水 鼓起来了
然后 嗯 用纸巾包住
放在温暖的地方
三四天就发芽了
哇 你看 这个小白点就是它的根
是不是很可爱
"""
INGREDIENTS = """\
【家常番茄牛腩】

材料：
牛腩 500g
番茄 4个（约600g）
洋葱 1/2个
姜 5片
八角 2颗
生抽 2汤匙
老抽 1茶匙
冰糖 10~15g
盐 适量

做法：
① 牛腩切成3cm见方的块，冷水下锅，加两片姜，大火煮开后撇去浮沫，捞出沥干。
② 番茄顶部划十字，开水烫30秒去皮，3个切块，1个切碎。
"""
TURNS = """\
问：您是从什么时候开始做木版年画的？

答：十二岁。那时候家里穷，父亲说，你去跟你三叔学门手艺吧。我就去了，一学就是五十年。

问：最难的是哪一步？

答：刻版。一块版刻坏一刀，整块就废了。我二十岁那年，刻一幅《连年有余》，刻了四十多天，最后一刀，手一滑，鲤鱼的眼睛没了。（笑）我在院子里坐了一下午，没吃饭。

问：后来呢？

答：后来重刻呗。三叔说了一句话，我记到现在：“刀是死的，人是活的，木头是半死不活的。”

问：现在年轻人愿意学吗？

答：有。去年来了三个，留下一个。留下的那个是学计算机的，他用3D扫描把我所有的老版都存了档，一共1,274块。我问他，存这个有什么用？他说，师傅，万一哪天着火了呢。我说呸呸呸。（大笑）

N：您怎么看待机器印刷的年画？
H：各有各的好吧。机器的便宜，手工的贵，老百姓过年图个喜庆，贴什么不是贴？
"""
ARTICLE = """\
三座水库建成蓄水

石桥镇
五千亩旱地
变成水浇地
农户叫好
青石镇新建的三座水库昨日起蓄水，可灌溉农田五千亩。
"""


@pytest.mark.parametrize("text", [SUBTITLES, INGREDIENTS, TURNS], ids=["subtitles", "ingredients", "turns"])
def test_a_list_or_turns_of_speech_are_one_article(text: str) -> None:
    page = clean(text)
    assert page.text == text
    assert len(page.articles) == 1


def test_headlines_over_a_sentence_stay_headlines() -> None:
    (article,) = clean(ARTICLE).articles
    assert "农户叫好" in (article.title, *article.subtitles)


SLOGANS = [
    "抓好春耕，不误农时\n团结起来力量大\n争取更大的丰收！\n",
    "咚咚锵，咚咚锵\n我们的放牛队长\n牵着老牛下坡忙。\n",
]


@pytest.mark.parametrize("text", SLOGANS)
def test_none_of_three_slogans_is_a_headline(text: str) -> None:
    (article,) = clean(text).articles
    assert not article.title
    assert [paragraph.text for paragraph in article.paragraphs] == text.splitlines()


def test_a_refrain_is_no_headline_of_its_stanza() -> None:
    song = "摇呀摇\n摇到小渔港\n外公夸我好娃娃\n\n摇呀摇\n摇到小渔港\n鱼一筐，虾一筐\n"
    (article,) = clean(song).articles
    assert not article.title
    assert [paragraph.text for paragraph in article.paragraphs] == [line for line in song.split("\n") if line]


BRIEF = "石桥镇抢种晚稻\n老农带头下田\n到昨日为止，已插秧三千亩。\n"


def test_two_lines_over_a_wide_one_or_one_that_pauses_are_headlines() -> None:
    (article,) = clean(BRIEF).articles
    assert article.title
