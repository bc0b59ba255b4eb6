"""What a space means in a text: whether one stands after every character or word, or round Latin words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import exp
from typing import NamedTuple

from cleaner.patterns import Pattern
from cleaner.profiles.marks import STOPS

_HAN = r"[\p{Han}〇]"
_SPACED = Pattern(rf"(?<={_HAN})[ \t\u3000\xa0]++(?={_HAN})")
_RUN = Pattern(rf"{_HAN}+")
_LONG_RUN = Pattern(rf"{_HAN}{{5}}")
_SHORT_WORD = Pattern(rf"[^\w\s]*+(?:{_HAN}{{1,2}}+[^\w\s]*+)?")
_SINGLE = Pattern(rf"(?<!\S){_HAN}(?!\S)")
_FUNCTION_WORD = Pattern(r"(?<!\S)[的了在是和与将把被从对也都就不](?!\S)")
_AMID = Pattern(rf"(?<=\S[ \t\u3000\xa0]){_FUNCTION_WORD.pattern}(?=[ \t\u3000\xa0]++\S)")
"""A function word in the midst of a line; at its beginning one may stand before a lost mark."""
_PARTICLE = Pattern("[的了在是和]")
"""The function words that stand in nearly every text,"""
_PARTED = Pattern(rf"(?<=\S[ \t\u3000\xa0]){_PARTICLE.pattern}(?=[ \t\u3000\xa0])")
"""and those of them that stand between spaces."""
_STOP = Pattern(rf"[{STOPS},;?!]|(?<![0-9])[.:]|[.:](?![0-9])")
_HALF = r"[A-Za-z0-9%‰℃]"
_BORDER_SPACED = Pattern(rf"(?<={_HAN})[ \t\xa0]++(?={_HALF})|(?<={_HALF})[ \t\xa0]++(?={_HAN})")
_BORDER_LETTER = Pattern(rf"(?<={_HAN})[ \t\xa0]++(?=[A-Za-z])|(?<=[A-Za-z])[ \t\xa0]++(?={_HAN})")
_BESIDE_MARK = Pattern(rf"\S[ \t\xa0]++[{STOPS}]|[，。、；：][ \t\xa0]++\S")
_BETWEEN_SPACES = Pattern(rf"(?<=\S[ \t\xa0])[{STOPS}](?=[ \t\xa0]|\n|$)")
_STOP_MARK = Pattern(f"[{STOPS}]")
_BORDER_CLOSE = Pattern(rf"(?<={_HAN})(?={_HALF})|(?<={_HALF})(?={_HAN})")

USUAL = 0.3
"""Share of neighbouring ideographs with a space between them from which no space is evidence: a line of a
page that loses marks has one in eight, a word has two characters."""
LONGER = 0.5
"""The same of a line with five ideographs without one, where the text has no more: names may stand apart."""
STEEP = 40.0
"""How fast the probability grows with the share."""
WEIGHT_OF_PAGE, WEIGHT_IN_WORDS = 8.0, 4.0
"""Neighbours that the share of the whole text weighs as much as, for a line, and for one whose block has as
many spaces."""
FEWEST = 6
"""Neighbours from which a share is given."""
FEWEST_CHARACTERS, MANY_CHARACTERS = 5, 8
"""Pieces of a line that is set character by character, where one shows a sentence and where none does."""
LONGEST_WORD = 5
"""Characters of a word, at the most."""
FEWEST_SPACES, FEWEST_APART = 2, 3
"""Spaces of a snippet that is set word by word, if it has a stop at its end, and otherwise."""
MOST_PARTED = 0.5
"""Share of particles between spaces from which all words of a text are parted; some are parts of words."""
STYLE = 0.6
"""Share of spaced borders between ideographs and half-width characters, from which that is a style."""
HOUSE_STYLE = 0.9
"""The share from which it is the house style of whoever typed the text: OCR leaves them here and there."""
SPACED_STOPS = 0.8
"""Share of the stops of a text with a space on both sides, from which that is how its reader sets them."""
FEWEST_BORDERS = 3
"""Spaced borders from which a house style is seen."""
FEWEST_SPACED, SPACED_COMMAS = 4, 0.4
"""Commas with a space behind them, and their share among all: others end lines, or have another width."""


class Density(NamedTuple):
    """How many neighbouring ideographs of a text have a space between them, and how many have none."""

    spaced: int
    close: int

    @property
    def share(self) -> float:
        total = self.spaced + self.close
        return self.spaced / total if total else 0.0


NOTHING = Density(0, 0)


@lru_cache(maxsize=4096)
def parts_particles(text: str) -> bool:
    """Whether most particles of a text stand between spaces, as where a space stands after every word.

    A page that loses marks has hardly one with a gap on both sides. One alone shows it beside a stop that
    stands between spaces, too. Between letters spaces are a matter of style.

    >>> lines = "宪法 确立 了 我国 的 制度", "确立了 我国的 制度", "A 和 B 在 C 区"
    >>> [parts_particles(line) for line in lines]
    [True, False, False]
    """
    parted = len(_PARTED.findall(text))
    if not parted or parted + len(_BETWEEN_SPACES.findall(text)) < FEWEST_SPACES:
        return False
    return parted >= MOST_PARTED * len(_PARTICLE.findall(text)) and density(text).spaced >= parted


@lru_cache(maxsize=4096)
def density(line: str) -> Density:
    """Count the neighbours of a line.

    >>> density("春 耕用 水")
    Density(spaced=2, close=1)
    """
    return Density(len(_SPACED.findall(line)), sum(len(run) - 1 for run in _RUN.findall(line)))


def page_density(lines: Sequence[str]) -> Density:
    """The density of a text, from its lines with a stop: the others may be rows, or headlines.

    >>> page_density(["三 座 水 库 昨 日 起 蓄 水 。"] * 3)
    Density(spaced=24, close=0)
    """
    stopped = [density(line) for line in lines if _STOP.search(line)]
    counted = stopped if sum(d.spaced + d.close for d in stopped) >= FEWEST else []
    return Density(sum(d.spaced for d in counted), sum(d.close for d in counted))


def everywhere_odds(line: str, page: Density, beside: Density = NOTHING) -> float:
    """How likely spaces tell nothing in a line, as one stands after every character or word: from 0 to 1.

    `page` and `beside` are the densities of the whole text and of the other lines of the same block.

    >>> page = page_density(["青 石 镇 新 建 的 三 座 水 库 ， 预 计 可 灌 溉 。"])
    >>> round(everywhere_odds("今年 的 春 耕 用 水", page), 2)
    1.0
    >>> everywhere_odds("荒山变 金山", Density(0, 0))
    0.0
    """
    own = density(line)
    if parts_particles(line) or _in_pieces(line, own) or _in_tokens(line) or _in_characters(line):
        return 1.0
    known = page.spaced + page.close >= FEWEST
    if not known and own.spaced + own.close < FEWEST:
        return float(_in_words(line))
    if not own.spaced:
        return 0.0
    if not known and not _STOP.search(line):  # a list or a headline; but for one set letter by letter
        return float(own.close == 0)
    weight = WEIGHT_OF_PAGE if known else 0.0
    if beside.share >= USUAL:
        own = Density(own.spaced + beside.spaced, own.close + beside.close)
        weight = min(weight, WEIGHT_IN_WORDS)
    share = (own.spaced + weight * page.share) / (own.spaced + own.close + weight)
    usual = LONGER if page.share < LONGER and _LONG_RUN.search(line) else USUAL
    return 1 / (1 + exp(STEEP * (usual - share)))


def _in_words(line: str) -> bool:
    """Whether a snippet is set word by word: two spaces at least, and two ideographs at most between them.

    A list or a headline, without a stop, may be set with pauses.

    >>> _in_words("村口 修路 。"), _in_words("推进 放管服 改革，"), _in_words("村口 修路")
    (True, False, False)
    """
    words = line.split()
    return (
        len(words) > FEWEST_SPACES
        and _STOP.search(line) is not None
        and all(_SHORT_WORD.fullmatch(word) for word in words)
    )


def _in_pieces(line: str, own: Density) -> bool:
    """Whether a line is set word by word: no piece is long, and function words stand apart.

    Stops do, too; or there is none, and a third of its ideographs are apart from the next.

    >>> lines = "独立 的 国际 调查", "王芳 李明 钱程 到会", "从 有没有 到 好不好"
    >>> [_in_pieces(line, density(line)) for line in lines]
    [True, False, False]
    """
    if max(map(len, line.split()), default=0) > LONGEST_WORD:
        return False
    if own.spaced >= FEWEST and _BETWEEN_SPACES.search(line) and _FUNCTION_WORD.search(line):
        return True
    dense = own.spaced >= FEWEST_APART and own.share >= USUAL
    return dense and not _STOP.search(line) and _AMID.search(line) is not None


def sets_words_apart(line: str) -> bool:
    """Whether so many spaces stand in a line that they may part words: in a short text they show nothing.

    >>> lines = "强降雨 过境 。", "推动 两国 关系 发展", "推进放管服 改革"
    >>> [sets_words_apart(line) for line in lines]
    [True, True, False]
    """
    own = density(line)
    apart = own.spaced + len(_BETWEEN_SPACES.findall(line))
    return apart >= FEWEST_SPACES and apart >= USUAL * (apart + own.close)


def _in_tokens(line: str) -> bool:
    """Whether a line is of many short pieces, and each of its stops, two at the least, is one of them.

    >>> _in_tokens("一 、 全市 有 分馆 86 个 ， 藏书 万 册 。"), _in_tokens("抢抓 一带一路 ， 落实 放管服 。")
    (True, False)
    """
    words = line.split()
    stops = len(_STOP_MARK.findall(line))
    return (
        len(words) > FEWEST
        and FEWEST_SPACES <= stops == len(_BETWEEN_SPACES.findall(line))
        and all(len(word) <= LONGEST_WORD for word in words)
    )


def _in_characters(line: str) -> bool:
    """Whether a line is set character by character: no two ideographs stand together.

    Lists may be, too; so it has a function word or a stop between spaces, or many pieces.

    >>> [_in_characters(line) for line in ("第 3 题 的 答 案", "6 号 发 布 声 明 。", "甲 班 乙 班 A 组")]
    [True, True, False]
    """
    words = line.split()
    sentence = _FUNCTION_WORD.search(line) is not None or _BETWEEN_SPACES.search(line) is not None
    return (
        len(words) >= (FEWEST_CHARACTERS if sentence else MANY_CHARACTERS)
        and all(len(word) == 1 or word.isascii() for word in words)
        and len(_SINGLE.findall(line)) > len(words) / 2
    )


@lru_cache(maxsize=16)
def spaces_latin(text: str) -> bool:
    """Whether a text sets spaces between ideographs and Latin letters or digits as a matter of style.

    >>> spaces_latin("共 3 个 APP 上线"), spaces_latin("共3个 APP 上线，5G用户")
    (True, False)
    """
    spaced = len(_BORDER_SPACED.findall(text))
    return spaced > 1 and spaced >= STYLE * (spaced + len(_BORDER_CLOSE.findall(text)))


@lru_cache(maxsize=16)
def spaces_marks(text: str) -> bool:
    """Whether nearly every stop of a text stands between spaces, so that none there shows another mark.

    Of two stops both do.

    >>> spaces_marks("他 来 ， 我 走 。 水 清 ， 山 绿 。"), spaces_marks("他来 ，我走。水清 ，山绿 。")
    (True, False)
    """
    between = len(_BETWEEN_SPACES.findall(text))
    if between < FEWEST_BORDERS - 1:
        return False
    stops = len(_STOP_MARK.findall(text))
    fewest = FEWEST_BORDERS - 1 if between == stops else FEWEST_BORDERS
    return between >= fewest and between >= SPACED_STOPS * stops


def spaces_commas(text: str) -> bool:
    """Whether most commas of a text have a space behind them and none before: so Tesseract writes them.

    >>> spaces_commas("他来， 我走， 水清， 山绿，路通， 灯亮。"), spaces_commas("他来，我走，水清， 山绿。")
    (True, False)
    """
    spaced, tight = text.count("， "), text.count("，")
    return spaced >= FEWEST_SPACED and spaced >= SPACED_COMMAS * tight


@lru_cache(maxsize=16)
def has_latin_house_style(text: str) -> bool:
    """Whether whoever typed a text set a space at each border of ideographs and Latin letters or digits.

    OCR sets such spaces too, but beside more than one mark in ten as well, at some borders only, or round
    numbers alone.

    >>> has_latin_house_style("共 3 个 APP 上线，支持 5G 网络")
    True
    >>> has_latin_house_style("共 3 个 APP 上线 ，支持 5G 网络")
    False
    >>> has_latin_house_style("来信， 共 3 个 APP 上线，" + "村里修渠，引水，浇地，" * 3)
    True
    """
    spaced = len(_BORDER_SPACED.findall(text))
    return (
        spaced >= FEWEST_BORDERS
        and _BORDER_LETTER.search(text) is not None
        and spaced >= HOUSE_STYLE * (spaced + len(_BORDER_CLOSE.findall(text)))
        and len(_BESIDE_MARK.findall(text)) <= (1 - HOUSE_STYLE) * len(_STOP_MARK.findall(text))
    )
