"""What the shipped models should find in single texts: a rate with a floor for each kind of question.

Known failures count in the rate; a better model may change any single verdict. What holds under any
weights is tested elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from cleaner import clean
from cleaner.gaps.partners import LEAST, find_places
from cleaner.layout.state import PageState
from cleaner.layout.truncation import find_cut
from cleaner.models import shipped_models
from cleaner.models.heads import HEADLINE, TEXT
from cleaner.models.slots import find_slots
from cleaner.normalizers import restore_stops

Verdict = tuple[str, bool]
"""What was asked, and whether the answer is right."""

BODY = "本报青山5月20日电 近日，县里召开会议，部署有关工作，要求抓好落实。"
MISREAD = "\n".join(
    [
        "水来了，水来了！5月12日上午",
        "10时， 随着总干渠闸门缓缓提起， 清澈",
        "的望川河水奔涌而出“沿着新建成的",
        "渠道流向干旱了几代人的北山塬。72",
        "岁的老党员孟广田蹲在渠边，掏起一",
        "捧水，久久不肯松手。",
    ]
)
TEMPLATE_A = (
    "县教育局针对校服采购不规范问题，建立公示制度；对食堂管理不严问题，开展专项检查；"
    "对作业过多问题，定期抽查通报；对设备闲置问题 建立台账{gap}对课后服务单一问题，增加课程。"
)
TEMPLATE_B = (
    "镇里针对垃圾清运不及时问题，增加车辆；对路灯不亮问题，逐盏检修；"
    "对河道淤塞问题，组织清理；对停车困难问题 新划车位{gap}对噪声扰民问题，加强巡查。"
)


def wrapped(text: str, width: int = 16) -> str:
    return " ".join(text[i : i + width] for i in range(0, len(text), width))


def opinions_on_marks() -> list[Verdict]:
    """Marks that templates, headlines and misread commas ask for."""
    found = []
    for template in (TEMPLATE_A, TEMPLATE_B):
        before, after = template.split("{gap}")
        page = restore_stops(wrapped(before) + " " + wrapped(after))
        found.append((template, f"{before[-2:]}；{after[:2]}" in "".join(page.split())))
    titles = ("让“沉睡的老屋”变成“致富的金屋", "把“绿水青山”变成“金山银山")
    found += [
        (title + end, clean(f"{title}{end}\n\n{BODY}").text.startswith(f"{title}”"))
        for title in titles
        for end in ("", " ")
    ]
    return [*found, ("奔涌而出，沿着", "奔涌而出，沿着" in restore_stops(MISREAD))]


def opinions_on_terms() -> list[Verdict]:
    """A partner of a quotation mark is likelier where the page quotes the term elsewhere."""

    def odds(text: str, at: int) -> float:
        places = find_places(text, find_slots(text), shipped_models().gaps)
        return next((place.odds for place in places if place.at == at), LEAST)

    found = []
    for text, term in [("被游客称为“五朵金花的体验项目", "五朵金花"), ("村里的“爱心超市开张了", "爱心超市")]:
        at = text.index(term) + len(term)
        found.append((term, odds(f"{text}\n“{term}”擦亮招牌", at) > odds(text, at) + 2))
    return found


def opinions_on_ends() -> list[Verdict]:
    """Whether a full last line without a stop ends its sentence, told by its words."""
    opening = (
        "近日，全州在苍石县召开座谈会总 结今年以来的各项工作和经验，部署 下一阶段的重点任务，听取各县和有 "
        "关部门的意见"
    )
    unstopped = opening + "与建议，并对困难问题 逐项提出解决办法"
    ends = {
        "大家都说今年的日子越过越好了": True,
        "与会者一致认为这次会议很及时": True,
        "州里明年还要再办一次这样的会": True,
        "会议强调要坚决贯彻中央有关部": False,
        "会议强调要坚决贯彻中央关于扶": False,  # 扶 may be a word by itself
        "下一步全州要继续推进重点项目建": False,
        "各县要认真落实好这次会议的精": False,
    }
    found = []
    for end, whole in ends.items():
        text = f"{opening}。会议由州长钱志刚主 持，{end}"
        state = PageState("\n\n".join([unstopped] * 12 + [text]))
        texts = [block.of(state.text) for block in state.blocks]
        cut = set(find_cut(range(len(texts)), texts, state.typeset, shipped_models()))
        found.append((end, cut == (set() if whole else {12})))
    return found


def opinions_on_headlines() -> list[Verdict]:
    """A headline reads like one, a line of body text does not."""
    headlines = ["我省出台措施支持中小企业发展", "全州召开防汛工作会议", "三座水库建成蓄水", "山村来了新教师"]
    lines = [
        "了一口气。他说，这几年村里的",
        "的工作中，他们还对各地的情",
        "起来，大家都说这条路修得好",
        "和有关部门的",
    ]
    logs = shipped_models().head_words.kinds([*headlines, *lines])
    wanted = [HEADLINE] * len(headlines) + [TEXT] * len(lines)
    likelier = np.where(logs[:, HEADLINE] > logs[:, TEXT], HEADLINE, TEXT)
    return list(zip([*headlines, *lines], (likelier == wanted).tolist(), strict=True))


def opinions_on_seams() -> list[Verdict]:
    """The other half of a cut goes on better than a text from elsewhere, by both models."""
    halves = [
        ("自治区党委组织部针对历史遗", "留问题认真整改"),
        ("决胜全面建成小康社", "会的目标任务"),
        ("读者可以在新馆借", "阅图书和杂志"),
        ("合作社的收割机日夜抢收小", "麦，颗粒归仓"),
    ]
    found = []
    for n, (end, start) in enumerate(halves):
        other = halves[n - 1][1]
        for name, odds in (
            ("continuation", shipped_models().continuation([(end, start), (end, other)])),
            ("affinity", shipped_models().affinity([(end, start), (end, other)])),
        ):
            found.append((f"{name}: {end}", bool(odds[0] > odds[1])))
    return found


OPINIONS: Sequence[tuple[Callable[[], list[Verdict]], float]] = [
    (opinions_on_marks, 0.7),
    (opinions_on_terms, 0.5),
    (opinions_on_ends, 0.5),
    (opinions_on_headlines, 0.75),
    (opinions_on_seams, 0.75),
]


@pytest.mark.parametrize(("ask", "floor"), OPINIONS, ids=lambda part: getattr(part, "__name__", ""))
def test_the_models_are_right_often_enough(ask: Callable[[], list[Verdict]], floor: float) -> None:
    verdicts = ask()
    wrong = [about for about, right in verdicts if not right]
    assert 1 - len(wrong) / len(verdicts) >= floor, wrong
