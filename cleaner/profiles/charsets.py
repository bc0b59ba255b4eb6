"""What the national character sets and counts tell of a character."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from cleaner.codepoints import CodePointTable

BRIEF = 200
"""Characters of a text that are counted one by one sooner than by arrays."""

ESTABLISHED = frozenset(
    "〇偲勠匜啰喆垵堃塆塚孃帡彧旸旻昇昉梶槃樸浐潟濛焜燊燚犇玥珪珮珺瑨璆璠盉瞭砲硚祎禛禤粿罍菂谞赟蹚輖鋆鎣"
    "镈镕鲃鹮"
)
"""Ideographs outside GB 2312 that simplified newspapers print regularly, mostly in names.

All that occur ten times or more in 37 million characters of news (People's Daily 2020, Xinwen Lianbo
2012 to 2025, provincial work reports 2026). Remade by `tests/tools/count_ideographs.py`.
"""
SELDOM = frozenset(
    "俶倞凃劵劼吽咡啋啟嗞囍囧囯坬垚垟垯埇埈埗埼堌堨塅姮嫚孖屵岕崑巉弢徳恓愷慜抔拃斝旿晞暐曈柈査栃栱梿棽椪"
    "榊樑氹沚沺渉湧湲溇滆滘漈澴焗熎燏玙珅珣瑄璏璟甗疍皊盨砳碶磡祐窣窸竑筜筼簕簠籾絜翀翛芃荴虓蝲逨邨鄠釆鋬"
    "鑃鑑闇隻頫飺饹馃馼骕魆鲉鸮鸻鹀鼒鼔"
)
"""Those that occur three to nine times."""
_CANTONESE = frozenset("佢哋嘅嘢咁啲喺冇嚟嗰咗乜唔")
"""Everyday words of Hong Kong papers that lie outside the first level of Big5."""


@lru_cache(maxsize=8)
def counts_of(text: str) -> Mapping[str, int]:
    """How often each character stands in a text; counted once for the rules that see the same text.

    >>> counts_of("年年有余")["年"]
    2
    """
    if len(text) <= BRIEF:
        return Counter(text)
    import numpy as np  # not for the help of a command, which imports this module, too

    from cleaner.codepoints import code_points

    codes, counts = np.unique(code_points(text), return_counts=True)
    return dict(zip(map(chr, codes.tolist()), counts.tolist(), strict=True))


@cache
def is_han(char: str) -> bool:
    """Whether a character is an ideograph (with 〇 and 々).

    >>> is_han("报"), is_han("7"), is_han("。")
    (True, False, False)
    """
    return (
        "\u4e00" <= char <= "\u9fff"
        or "\u3400" <= char <= "\u4dbf"
        or "\uf900" <= char <= "\ufaff"
        or "\U00020000" <= char <= "\U000323af"
        or char in "〇々"
    )


@cache
def in_gb2312(char: str) -> bool:
    """Whether an ideograph is one of the 6,763 of GB 2312-80.

    >>> in_gb2312("将"), in_gb2312("將"), in_gb2312("於")
    (True, False, True)
    """
    return _code(char, "gb2312") >= 0xB0A1


@cache
def is_simplified(char: str) -> bool:
    """Whether a character exists in simplified script only: in GB 2312 and not in Big5.

    >>> is_simplified("将"), is_simplified("后")
    (True, False)
    """
    return in_gb2312(char) and not _code(char, "big5")


@lru_cache(maxsize=4)
def is_traditional(text: str) -> bool:
    """Whether a text has more ideographs that only traditional script has than only simplified script has.

    >>> is_traditional("將受理、申領週期壓縮"), is_traditional("将受理，再申領"), is_traditional("山水")
    (True, False, False)
    """
    if len(text) <= BRIEF:
        return sum(map(_script_of, text)) > 0
    from cleaner.codepoints import code_points

    return int(_scripts().of(code_points(text)).sum(dtype=int)) > 0


@cache
def _script_of(char: str) -> int:
    """1 for an ideograph of traditional script alone, -1 for one of simplified script alone, else 0."""
    return bool(_code(char, "big5")) - in_gb2312(char) if is_han(char) else 0


@cache
def _scripts() -> CodePointTable[np.int8]:
    import numpy as np

    from cleaner.codepoints import CodePointTable

    return CodePointTable(_script_of, np.int8)


@cache
def is_strange(char: str) -> bool:
    """Whether an ideograph is in no everyday set and not seen in news.

    The sets are GB 2312 and the first levels of Big5 and JIS X 0208. An OCR engine that reads a
    picture as text answers with such characters.

    >>> is_strange("剘"), is_strange("將"), is_strange("喆"), is_strange("田")
    (True, False, False, False)
    """
    return (
        is_han(char)
        and char not in ESTABLISHED | SELDOM | _CANTONESE
        and not in_gb2312(char)
        and not 0xA440 <= _code(char, "big5") <= 0xC67E
        and not 0x889F <= _code(char, "shift_jis") <= 0x9872
    )


def _code(char: str, charset: str) -> int:
    """The two-byte code of a character in a charset; 0 where it has none."""
    try:
        code = char.encode(charset)
    except UnicodeEncodeError:
        return 0
    return int.from_bytes(code) if len(code) == 2 else 0
