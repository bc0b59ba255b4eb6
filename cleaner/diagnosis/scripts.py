"""Which scripts a text is written in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache, lru_cache

import regex

from cleaner.patterns import Pattern
from cleaner.profiles.charsets import is_han

SCRIPTS = (
    *("Han", "Latin", "Hangul", "Kana", "Cyrillic", "Greek", "Arabic", "Hebrew"),
    *("Mongolian", "Tibetan", "Thai", "Devanagari"),
)
"""Names of the scripts that are distinguished, after Unicode; Kana is Hiragana with Katakana."""
KANA = 0.08
"""Share of kana among kana and ideographs from which a text is Japanese."""
_CLASSES = {"Kana": r"[\p{Hiragana}\p{Katakana}--[・\uff65ー]]"}
_LETTERS = {name: Pattern(_CLASSES.get(name, rf"[\p{{{name}}}&&\p{{L}}]"), regex.V1) for name in SCRIPTS}
_OTHER = Pattern(r"[[\p{L}]--[\p{Han}\p{Latin}\p{Common}]--[・\uff65ー]]", regex.V1)
_WORD = {
    name: Pattern(rf"[\p{{{name}}}&&\p{{L}}](?:[\p{{{name}}}\p{{M}}'’\u180e\u202f-])*+", regex.V1)
    for name in SCRIPTS
    if name not in ("Han", "Kana")
}


_LETTER = Pattern(r"[A-Za-z]")
_OF_LATIN = Pattern(r"[\p{Latin}\p{M}\x00-\x7f]+")
_LATIN_WORD = Pattern(r"(?<![A-Za-z0-9./@:])[A-Za-z][A-Za-z'’-]*+(?![./@:]{1,3}[A-Za-z0-9])")
"""A word, not part of an address."""
_REFERENCE = Pattern(
    r"\[[0-9]{1,3}\][^\n]*(?:\[[A-Z]{1,2}(?:/[A-Z]{2})?\]|[12][0-9]{3}, *[0-9]+ *\([0-9]+\))"
    r"|[^\n。\[]{2,60}\. ?[^\n。\[]{2,80}\[[A-Z]{1,2}(?:/[A-Z]{2})?\]\."
    r"|\[[0-9]{1,3}\][ ]?[^\n。，]{2,60}\. [^\n。，]*[12][0-9]{3}[^\n。，]*\.$",
    needs="[",
)
"""A number in brackets, and the type of a document or its year and volume, or parts that points set apart,
with its year; or author, title and type."""
_KEYWORDS = Pattern(r"[\[【]?关[ \u3000]?键[ \u3000]?[词詞字][\]】]?[:：]")

_NOTATION = Pattern(
    r"[=<>{}\\^_|`]|[A-Za-z0-9][(*]|[)*][A-Za-z0-9]|[A-Za-z0-9][@/][A-Za-z]|[A-Za-z]{2}:[A-Za-z/]"
    r"|\A[0-9]{1,3}[:：\-][0-9]{1,3}\Z"
)
"""A sign of formulas, program code or addresses, and how these set brackets; the result of a match."""


def script_shares(text: str) -> Mapping[str, float]:
    """The share of each script among the letters of a text; empty where it has none.

    >>> script_shares("县图书馆新馆 KPI")
    {'Han': 0.67, 'Latin': 0.33}
    """
    names = SCRIPTS if _OTHER.search(text) else SCRIPTS[:2]
    counts = Counter({name: len(_LETTERS[name].findall(text)) for name in names})
    total = counts.total()
    return {name: round(count / total, 2) for name, count in counts.most_common() if count}


@cache
def is_foreign_letter(char: str) -> bool:
    """Whether a character is a letter of a script that parts its words by spaces, Latin among them.

    >>> is_foreign_letter("ы"), is_foreign_letter("A"), is_foreign_letter("报"), is_foreign_letter("7")
    (True, True, False, False)
    """
    return char.isalpha() and (char.isascii() or _OTHER.match(char) is not None)


@lru_cache(maxsize=4096)
def is_foreign(block: str) -> bool:
    """Whether a block is in another script than Chinese: Korean, Japanese, Russian, Uyghur, Mongolian, ...

    Words of an alphabet weigh as much as ideographs; kana show Japanese.

    >>> is_foreign("도서관은 아침 아홉"), is_foreign("図書館は九時に開きます"), is_foreign("图书馆")
    (True, True, False)
    """
    if not _OTHER.search(block):
        return False
    han, kana = len(_LETTERS["Han"].findall(block)), len(_LETTERS["Kana"].findall(block))
    if kana > KANA * (kana + han):
        return True
    if len(_LETTERS["Hangul"].findall(block)) > han:  # ideographs are written among its words
        return True
    words = sum(len(pattern.findall(block)) for name, pattern in _WORD.items() if name != "Latin")
    return words > 0 and words + len(_WORD["Latin"].findall(block)) > han


@lru_cache(maxsize=4096)
def is_ascii_letter(char: str) -> bool:
    """Whether a character is a letter of ASCII.

    >>> [is_ascii_letter(char) for char in "aé8国"]
    [True, False, False, False]
    """
    return char.isascii() and char.isalpha()


@lru_cache(maxsize=4096)
def is_latin(block: str) -> bool:
    """Whether a block has more Latin words than ideographs.

    >>> is_latin("He lives in 北京, the capital."), is_latin("AlphaGo战胜人类棋手")
    (True, False)
    """
    words = sum(1 for _ in _LATIN_WORD.finditer(block)) if _LETTER.search(block) else 0
    return words > 0 and words > sum(map(is_han, block))


def is_chinese(block: str) -> bool:
    """Whether a block is Chinese, or at least not in another language.

    >>> is_chinese("第3版"), is_chinese("The End"), is_chinese("주말에도 문을 엽니다")
    (True, False, False)
    """
    return not (is_latin(block) or is_foreign(block))


def is_reference(block: str) -> bool:
    """Whether a block is an entry of a list of references after GB/T 7714, or a list of keywords.

    The marks of both stand as their author typed them.

    >>> is_reference("[3] 李明. 茶树栽培[J]. 茶叶通讯, 2024, 51(2): 15-21.")
    True
    >>> is_reference("关 键 词：渔港；冷链"), is_reference("研究表明[3]，产量差异显著。")
    (True, False)
    """
    return _REFERENCE.match(block) is not None or _KEYWORDS.match(block) is not None


def is_notation(text: str) -> bool:
    """Whether a text is no words of Chinese: a formula, code, an address, a path, or Latin words alone.

    >>> is_notation("S=a*b"), is_notation("print(x)"), is_notation("CEO"), is_notation("互联网+")
    (True, True, True, False)
    >>> is_notation("9·11"), is_notation("APP下乡")
    (False, False)
    """
    latin = _LETTER.search(text) is not None and _OF_LATIN.fullmatch(text) is not None
    return latin or _NOTATION.search(text) is not None
