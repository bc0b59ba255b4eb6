r"""LaTeX formulas of generating readers, which write numbers and units so: `$38.5^{\circ}\mathrm{C}$`."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import regex

from cleaner.patterns import Pattern

FORMULA: Final = Pattern(
    r"(?<![\\$])\$\$(?P<body>[^$\n]{1,300}+)\$\$(?!\$)"
    r"|(?<![\\$A-Za-z])\$(?P<body>(?:[^$\n\\]|\\[^\n]){1,300}+)\$(?![\d$])"
    r"|(?<=[A-Za-z])\$(?P<body>[\^_](?:[^$\n\\]|\\[^\n]){1,40}+)\$(?![\d$])"
    r"|\\\((?P<body>(?:[^\\\n]|\\[^()\n]){1,300}+)\\\)"
    r"|\\\[(?![0-9,\-\u2013]{1,9}\\\])(?P<body>(?:[^\\\n]|\\[^\[\]\n]){1,300}+)\\\]",
    needs=("$", "\\(", "\\["),
)
"""A formula within a line; numbers alone in escaped brackets are none."""
_TOKEN: Final = Pattern(r"\\(?:[A-Za-z]++|[^A-Za-z])|[^\\]", regex.S)
_WORD: Final = Pattern(r"(?<![\\A-Za-z])[A-Za-z]{4,}+")
_HAN_ALONE: Final = Pattern(r"(?![^$\n]*[元块])[\p{Han}，。、；：？！“”《》（）]{2,300}+")
"""Text that a reader took for a formula."""
_NOTATION: Final = Pattern(r"[\\^_{}]")
_NUMBER: Final = Pattern(r"[\d\s.,%+\-*~/:()=<>|A-Za-z\u00b0-\u00d7℃‰∶～]++")

_TO_FILL: Final = Pattern(
    r"\\underline[ ]*+\{(?:(?P<room>\\q?quad|\\[hv]space[ ]*+\*?+[ ]*+\{[^{}]*+\}|\\[,;: ]|~)[ ]*+"
    r"|\\(?:text|mbox|mathrm)[ ]*+\{[ ~]*+\}|[ ])++\}"
)
"""Room that is underlined: a blank to fill,"""
_ROOM: Final = {"\\quad": 2, "\\qquad": 4}
"""and how wide it is, in underscores."""
LEAST_BLANK: Final = 4
"""Underscores of such a blank, at the least."""
_TEXTUAL: Final = frozenset(("text", "textrm", "textbf", "textit", "textsf", "texttt", "mbox", "hbox"))
"""Commands in whose argument white space counts."""
_GROUPING: Final = frozenset(
    (
        *("mathrm", "mathbf", "mathit", "mathsf", "mathtt", "mathnormal", "boldsymbol", "bm", "operatorname"),
        *("underline", "ensuremath", "rm", "bf", "it", "sf", "tt", "left", "right", "big", "Big"),
        *("displaystyle", "textstyle", "scriptstyle", "scriptsize", "tiny", "small", "footnotesize"),
        *("mathop", "mathbin", "mathrel", "limits"),
    )
)
"""Commands that only choose a type; what they are set on stays."""
_BLANK: Final = frozenset(("quad", "qquad", "enspace", "thinspace", ",", ";", ":", "!", " ", "\n"))
_SIGNS: Final = {
    "%": "%", "$": "$", "&": "&", "#": "#", "_": "_", "{": "{", "}": "}", "-": "-",
    "times": "×", "cdot": "·", "div": "÷", "pm": "±", "mp": "∓", "ast": "*", "slash": "/",
    "le": "≤", "leq": "≤", "leqslant": "≤", "ge": "≥", "geq": "≥", "geqslant": "≥", "lt": "<", "gt": ">",
    "ne": "≠", "neq": "≠", "approx": "≈", "equiv": "≡", "sim": "～", "thicksim": "～", "propto": "∝",
    "textasciitilde": "～", "colon": ":", "infty": "∞", "angle": "∠", "perp": "⊥", "parallel": "∥",
    "rightarrow": "→", "to": "→", "longrightarrow": "→", "leftarrow": "←", "uparrow": "↑", "downarrow": "↓",
    "ldots": "…", "dots": "…", "cdots": "…", "prime": "′",
    "circ": "°", "degree": "°", "textdegree": "°", "celsius": "℃", "textcelsius": "℃", "textohm": "Ω",
    "permil": "‰", "perthousand": "‰", "textperthousand": "‰", "textpermil": "‰", "textpercent": "%",
    "textmu": "μ", "micro": "μ", "yen": "¥", "textyen": "¥", "pounds": "£", "textsterling": "£",
    "euro": "€", "texteuro": "€", "S": "§", "copyright": "©", "textregistered": "®", "texttrademark": "™",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π",
    "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ",
    "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
    "textquotedblleft": "“", "textquotedblright": "”", "textquoteleft": "‘",
    "textquoteright": "’", "textemdash": "—", "textendash": "\N{EN DASH}", "textbackslash": "\\",
}  # fmt: skip
_RAISED: Final = dict(zip("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ", strict=True))
_LOWERED: Final = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))
_CIRCLED: Final = {str(n): chr(0x2460 + n - 1) for n in range(1, 21)}
_DEEPEST: Final = 16
"""Groups inside each other; a formula that goes deeper is left as it is."""


class _UnknownError(Exception):
    """A formula holds something that plain text cannot show."""


def is_formula(body: str) -> bool:
    r"""Whether what stands between two dollar signs is a formula; not two prices with words between.

    >>> is_formula(r"96.8\\%"), is_formula("3.2"), is_formula("5 and spent ")
    (True, True, False)
    """
    return bool(
        _NOTATION.search(body)
        or _HAN_ALONE.fullmatch(body)
        or (_NUMBER.fullmatch(body) and not _WORD.search(body))
    )


def find_mathematics(text: str) -> list[tuple[int, int]]:
    r"""The formulas that plain text cannot show.

    >>> find_mathematics(r"求 $\sum_i x_i$ ，约 $3.2$ 。")
    [(2, 14)]
    """
    if "$" not in text and "\\" not in text:
        return []
    return [
        match.span()
        for match in FORMULA.finditer(text)
        if _NOTATION.search(match["body"].replace("\\", "")) and in_plain_text(match["body"]) is None
    ]


@lru_cache(maxsize=1024)
def in_plain_text(body: str) -> str | None:
    r"""A formula as plain text, or None where it holds more than numbers, units, letters and signs.

    White space in a formula means nothing. Indices become raised or lowered digits where all of them exist.

    >>> in_plain_text(r"28\mu\mathrm{g}/\mathrm{m}^{3}"), in_plain_text(r"3 8 . 5 ^ { \circ } \mathrm { C }")
    ('28μg/m³', '38.5℃')
    >>> in_plain_text(r"\mathrm{PM}_{2.5}"), in_plain_text(r"\mathrm{CO}_{2}"), in_plain_text(r"\sum_i x_i")
    ('PM2.5', 'CO₂', None)
    """
    if blank := _TO_FILL.fullmatch(body):
        wide = sum(_ROOM.get(room, 1) for room in blank.captures("room"))
        return "_" * max(wide, LEAST_BLANK)
    tokens = _TOKEN.findall(body)
    try:
        plain, rest = _sequence(tokens, 0, 0, spaced=False)
    except _UnknownError:
        return None
    if rest < len(tokens) or not plain.strip():
        return None
    return plain.strip().replace("°C", "℃").replace("°F", "℉")


def raised(text: str) -> str:
    """Text as an exponent; unchanged where a character has no raised form.

    >>> raised("2"), raised("[1]")
    ('²', '[1]')
    """
    return _all_of(text, _RAISED)


def lowered(text: str) -> str:
    """Text as an index; unchanged where a character has no lowered form.

    >>> lowered("2"), lowered("2.5")
    ('₂', '2.5')
    """
    return _all_of(text, _LOWERED)


def _all_of(text: str, table: dict[str, str]) -> str:
    return "".join(table[char] for char in text) if all(char in table for char in text) else text


def _sequence(tokens: list[str], at: int, depth: int, *, spaced: bool) -> tuple[str, int]:
    """Tokens up to the end of the group or of the formula, and where that is."""
    found: list[str] = []
    while at < len(tokens) and tokens[at] != "}":
        part, at = _item(tokens, at, depth, spaced=spaced)
        found.append(part)
    return "".join(found), at


def _item(tokens: list[str], at: int, depth: int, *, spaced: bool = False) -> tuple[str, int]:
    """One item, a group counting as one, and where the next begins."""
    if depth > _DEEPEST:
        raise _UnknownError
    token = tokens[at]
    at += 1
    if token == "{":
        part, at = _sequence(tokens, at, depth + 1, spaced=spaced)
        if at == len(tokens):
            raise _UnknownError
        return part, at + 1
    if token in ("^", "_"):
        index, at = _argument(tokens, at, depth)
        if index in ("°", "′", "℃") or not index:
            return index, at
        return (raised if token == "^" else lowered)(index), at
    if token.isspace() or token == "~":
        return " " if spaced else "", at
    return _command(token[1:], tokens, at, depth) if token[0] == "\\" else (token, at)


def _command(name: str, tokens: list[str], at: int, depth: int) -> tuple[str, int]:
    if name in _TEXTUAL:
        return _argument(tokens, at, depth, spaced=True)
    if name in _GROUPING or name in _BLANK:
        return "", at
    if name == "textcircled":
        digits, at = _argument(tokens, at, depth)
        if digits in _CIRCLED:
            return _CIRCLED[digits], at
        raise _UnknownError
    if name in ("frac", "dfrac", "tfrac"):
        above, at = _argument(tokens, at, depth)
        below, at = _argument(tokens, at, depth)
        if above.isdecimal() and below.isdecimal():
            return f"{above}/{below}", at
        raise _UnknownError
    if name not in _SIGNS:
        raise _UnknownError
    return _SIGNS[name], at


def _argument(tokens: list[str], at: int, depth: int, *, spaced: bool = False) -> tuple[str, int]:
    """The next item that is not white space."""
    while at < len(tokens) and tokens[at].isspace():
        at += 1
    if at == len(tokens) or tokens[at] == "}":
        raise _UnknownError
    return _item(tokens, at, depth + 1, spaced=spaced)
