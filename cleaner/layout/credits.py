"""Lines that say who wrote an article and who did more for it, or who signed it, and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from cleaner.layout.lines.columns import ends_sentence
from cleaner.patterns import Pattern
from cleaner.profiles.press import LABELLED_AUTHORS, LABELLED_CREDIT

LONGEST: Final = 48
"""Characters of such a line, at the most."""
_FIELD: Final = Pattern(r"\p{Han}{2,4}[：:]")
"""How a field begins: its name."""
_NAME: Final = Pattern(r"[\p{Han}\d（）()\s、]+")
_DAY: Final = Pattern(
    r"(?:(?:19|20)\d\d|[一二][〇○零一二三四五六七八九]{3})\s*年\s*"
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*月\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*日",
    needs="年",
)


def find_credits(lines: Sequence[str]) -> list[bool]:
    """Which lines name an author, or, beside such a line, who did more.

    >>> find_credits(["水库蓄水", "文/林秀禾", "图/周海"]), find_credits(["水库蓄水", "图/周海"])
    ([False, True, True], [False, False])
    >>> find_credits(["编剧：周海", "作者：林秀禾", "主演：沈小满"])
    [False, False, False]
    """
    found = [False] * len(lines)
    for run in _runs(lines):
        found[run.start : run.stop] = [True] * len(run)
    return found


def credits_under(texts: Sequence[str]) -> Iterator[range]:
    """The blocks of such lines that stand under another block.

    >>> list(credits_under(["水库蓄水", "文/林秀禾", "图/周海", "水库昨日蓄水。"]))
    [range(1, 3)]
    """
    yield from (run for run in _runs(texts) if run.start)


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


def _runs(lines: Sequence[str]) -> Iterator[range]:
    """Credits in a row with an author among them; fields among fields are none."""
    joined = "".join(lines)
    if not (LABELLED_AUTHORS.may_match(joined) or LABELLED_CREDIT.may_match(joined)):
        return
    start = 0
    while start < len(lines):
        end, named = start, False
        while end < len(lines) and len(lines[end]) <= LONGEST:
            author = LABELLED_AUTHORS.fullmatch(lines[end]) is not None
            if not (author or LABELLED_CREDIT.fullmatch(lines[end])):
                break
            end, named = end + 1, named or author
        beside = (*lines[start - 1 : start], *lines[end : end + 1])
        is_field = any(map(_FIELD.match, beside)) and any(map(_FIELD.match, lines[start:end]))
        if named and not is_field:
            yield range(start, end)
        start = end + 1
