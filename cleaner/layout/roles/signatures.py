"""Who signed a notice or a letter, and when, at its end; when an article was published, at its head."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from cleaner.layout.credits import LONGEST
from cleaner.layout.lines.columns import ends_sentence
from cleaner.patterns import Pattern
from cleaner.profiles.press import SURE_NAME

_FIELD: Final = Pattern(r"\p{Han}{2,4}[：:]")
"""How a field begins: its name."""
_NAME: Final = Pattern(
    rf"{SURE_NAME}|[\p{{Han}}\d（）()\s、]*"
    r"(?:政府|委员会|[厅局处站所院校学厂社会部馆队组团司庭室]|公司|中心|小学|中学|大学|[省市县区镇乡村]|[支分]行)(?:（[盖公]?章）)?"
)
"""Who signs: a person, or a body."""
_DAY: Final = Pattern(
    r"(?:(?:19|20)\d\d|[一二][〇○零一二三四五六七八九]{3})\s*年\s*"
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*月\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*日",
    needs="年",
)
_PUBLISHED: Final = Pattern(
    rf"(?:(?:发布|发表|更新)(?:时间|日期)?[：:]\s*)?(?:{_DAY.pattern}|(?:19|20)\d\d([-/.])\d{{1,2}}\1\d{{1,2}})"
    r"(?:\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?(?:\s+(?:来源|稿源|作者|记者|编辑|责编)[：:]\s*[^\s：:]{1,16})*"
)
"""When an article was published, and where it is from."""


def dates_published(texts: Sequence[str]) -> Iterator[int]:
    """The blocks between two others that say when an article was published, and where it is from.

    >>> list(dates_published(["水库蓄水", "2026-06-30 08:30 来源：青石日报", "水库昨日蓄水。"]))
    [1]
    """
    for n in range(1, len(texts) - 1):
        if len(texts[n]) <= 2 * LONGEST and _PUBLISHED.fullmatch(texts[n]):
            yield n


def dates_under_names(texts: Sequence[str]) -> Iterator[int]:
    """The blocks that say when a notice or a letter was signed, right under who signed it, behind its text.

    The text ends with a sentence, or with fields (`联系人：陈岚`).

    >>> list(dates_under_names(["关于停水的通知", "今夜停水。", "青石镇供水站", "2023年6月2日"]))
    [3]
    """
    for n in range(2, len(texts)):
        name = texts[n - 1]
        over = ends_sentence(texts[n - 2]) or _FIELD.match(texts[n - 2]) is not None
        signed = over and len(name) <= LONGEST and _NAME.fullmatch(name) is not None
        if signed and len(texts[n]) <= LONGEST and _DAY.fullmatch(texts[n]):
            yield n
