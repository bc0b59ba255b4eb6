"""What the site of a newspaper or a scanner adds to a printed page: links, buttons, a mark of its own.

Each may be the words of a text as well: a line is added where it holds several links, or buttons in brackets,
or beside one that does, and never among the rows of a table, under a colon or inside a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from cleaner.layout.lines.columns import ends_sentence
from cleaner.layout.role import Role
from cleaner.layout.roles.ends import breaks_off
from cleaner.patterns import Pattern

LONGEST: Final = 80
"""Characters of such a line, at the most."""
_LINK: Final = (
    r"(?:上一[版篇期]\s?\d?|\d?\s?下一[版篇期]|(?:版面|标题|往期)(?:导航|目录|回顾)|返回(?:目录|首页|版面)"
    r"|字[号体][：:]?(?:\s*[大中小]){2,3}|放大\s?\+|缩小\s?[\-－]|默认\s?[oO○]|打印本页|关闭(?:窗口|本页)"
    r"|分享到[：:]?(?:\s*(?:微信(?:好友)?|(?:新浪|腾讯)?微博|QQ(?:空间|好友)?|(?:微信)?朋友圈))*"
    r"|版权所有(?!\p{Han})[^。，\n]{0,40}?(?=\s*(?:\p{Han}ICP备|$))|\p{Han}ICP备\s?\d{4,12}号(?:-\d{1,3})?)(?!\p{Han})"
)
_BUTTON: Final = r"(?:放大|缩小|默认|朗读|收藏|打印|关闭|分享|全文复制|PDF版)(?!\p{Han})"
_BRACKETED: Final = rf"[\[【](?:{_LINK}|{_BUTTON})[\]】]"
_SCANNED: Final = (
    r"(?:由\s*)?(?:扫描全能王|夸克扫描王|布丁扫描)\s*(?:扫描)?创建|(?i:scanned\s+(?:by|with)\s+camscanner)"
)
_BETWEEN: Final = r"[\s|/，,、：:\u2022｜]*+"
_NEEDS: Final = (
    *("一版", "一篇", "一期", "导航", "目录", "回顾", "返回", "字号", "字体", "放大", "缩小", "默认", "朗读"),
    *("收藏", "打印", "关闭", "分享", "复制", "PDF", "版权", "ICP", "创建", "canner", "CANNER"),
)
_ADDED: Final = Pattern(
    rf"(?:(?:{_LINK}|{_BRACKETED}){_BETWEEN}){{2,12}}+|{_SCANNED}",
    needs=_NEEDS,
)
"""Several links, or the mark of a scanner."""
_MAY_BE: Final = Pattern(
    rf"(?:(?:{_LINK}|{_BRACKETED}|{_BUTTON}){_BETWEEN}){{1,12}}+|(?i:camscanner)", needs=_NEEDS
)
"""One link, or words of buttons."""
_BUTTONS: Final = Pattern(rf"(?:[\[【]{_BUTTON}[\]】]{_BETWEEN})++")
"""Buttons that a sentence may name: `他点了 [打印] [关闭]`."""
_CELLS: Final = Pattern(r"\S(?:\t|[ ]{2,}|\u3000+|\s*[|｜]\s*)\S")
"""The cells of a row."""


def take_additions(texts: Sequence[str], plain: list[Role | None]) -> None:
    """Enter in `plain`, the roles that words tell, what was added to the printed page, unless that is all.

    >>> plain = [None, None, Role.BODY]
    >>> take_additions(["三座水库建成", "放大+ 缩小- 默认o", "三座水库昨日起蓄水。"], plain)
    >>> plain
    [None, <Role.FURNITURE: 'furniture'>, <Role.BODY: 'body'>]
    """
    lines = [text.strip() if len(text) <= LONGEST and "\t" not in text else "" for text in texts]
    sure = [_ADDED.fullmatch(line) is not None for line in lines]
    if not any(sure):
        return

    def is_button(i: int) -> bool:
        return _BUTTONS.fullmatch(lines[i]) is not None

    added = [known or _MAY_BE.fullmatch(line) is not None for known, line in zip(sure, lines, strict=True)]
    for addition, group in groupby(range(len(texts)), added.__getitem__):
        run = list(group)
        beside = [*texts[max(0, run[0] - 1) : run[0]], *texts[run[-1] + 1 : run[-1] + 2]]
        if (
            addition
            and beside
            and any(sure[i] for i in run)
            and not any(map(_CELLS.search, beside))
            and not (run[0] and _leads_on(texts[run[0] - 1]))
            and not (len(beside) > 1 and not ends_sentence(beside[0]) and all(map(is_button, run)))
        ):
            for i in run:
                plain[i] = Role.FURNITURE


def _leads_on(text: str) -> bool:
    """Whether a text wants what stands under it."""
    return text.endswith(("：", ":", "，", "、")) or breaks_off(text)
