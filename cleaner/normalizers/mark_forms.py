"""Marks that other characters stand for, which look like them: small forms, signs, ideographs, lines."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.patterns import Pattern
from cleaner.profiles.charsets import is_traditional
from cleaner.trace import Edit, Tier, bind

SMALL = dict(
    zip(
        "﹐﹑﹔﹕﹖﹗﹙﹚﹝﹞\ufe30\uff61\uff62\uff63\uff64",
        "，、；：？！（）〔〕：。「」、",
        strict=True,
    )
)
"""Small and half-width forms of East Asian marks; U+FE30 looks like a colon and is used as one."""
READ = 0.95
"""Confidence that an ideograph or a sign is a misread mark."""
_SMALL = Pattern(f"[{''.join(SMALL)}]")
_SMALL_STOP = Pattern(r"(?<=[\p{Han}」”》）])﹒(?=[」”]|\s|\Z)", needs="﹒")
"""A small point where a line or a quotation ends; elsewhere it may be the dot in a name."""
_STROKES = "一丨丶丿乙亅乚㇏"
_DOT = Pattern(
    rf"(?<=[\p{{Han}}\d》”）])(?<![{_STROKES}])丶(?=[\p{{Han}}\d《“])(?![{_STROKES}部旁字画点])", needs="丶"
)
"""The ideograph of one dot, which is no word, between two things."""
_RATIO = Pattern(
    r"(?<=[\p{Han}”》）])(?<!\u2236\p{Han}{1,4})\u2236(?!\p{Han}{1,4}\u2236)(?=[\p{Han}“《（\d])",
    needs="\u2236",
)
"""The sign of a ratio behind a word; of three things and more it is one."""
_LINE = r"\u2013\u2015\u2500－"
_LINES = Pattern(
    rf"(?<=[\p{{Han}}，。！？；：”’》）…\n]|\p{{Han}}[ ]|\A)(?P<line>[{_LINE}])(?P=line)"
    r"(?=[\p{Han}\d“‘《（\n]|[ ]\p{Han}|\Z)",
    needs="\u2013\u2015\u2500－",
)
"""Two short dashes, or two pieces of the line of a table, as long as a dash."""
_DOTS = Pattern(r"\u22ef++", needs="\u22ef")
_STROKED = Pattern(r"(?P<open>〝)[^〝〞〟\n]{1,80}+(?P<close>[〞〟])", needs="〝")
"""Marks of two strokes round what is quoted."""
_SECONDS = Pattern(
    r"(?<![0-9\u2033])(?P<open>\u2033)(?P<text>[^\u2033\n0-9][^\u2033\n]{0,79}+)(?P<close>\u2033)(?<=\p{Han}\P{L}?\u2033)",
    needs="\u2033",
)
"""Two signs of seconds round what is quoted, not behind figures."""
_DASH, _ELLIPSIS, _ENUMERATION, _COLON, _FULL_STOP = "—…、：。"


def find_forms(text: str) -> Iterator[Edit]:
    """The marks of a text that other characters stand for, each replaced one for one.

    Traditional print sets dashes of two lines, dots in the middle of the line and 〝〞 itself.

    >>> [edit.replacement for edit in find_forms("紫菜丶海带∶味――鲜⋯⋯")]
    ['、', '：', '—', '—', '…', '…']
    """
    for match in _SMALL.finditer(text):
        yield Edit(*match.span(), SMALL[match[0]], why="a small form")
    for match in _SMALL_STOP.finditer(text):
        yield Edit(*match.span(), _FULL_STOP, why="a small form")
    for pattern, mark in ((_DOT, _ENUMERATION), (_RATIO, _COLON)):
        for match in pattern.finditer(text):
            why = f"{mark} read as {match[0]}"
            yield Edit(*match.span(), mark, why=why, confidence=READ, tier=Tier.INFERRED)
    if is_traditional(text):
        return
    for pattern, mark in ((_LINES, _DASH), (_DOTS, _ELLIPSIS)):
        for match in pattern.finditer(text):
            for i in range(*match.span()):
                yield Edit(i, i + 1, mark, why="another form of the mark")
    quotes = ("open", "“"), ("close", "”")
    for match in _STROKED.finditer(text):
        for name, mark in quotes:
            yield Edit(*match.span(name), mark, why="another form of the mark")
    for match in _SECONDS.finditer(text):
        why = "a quotation mark read as the sign of seconds"
        edits = [
            Edit(*match.span(name), mark, why=why, confidence=READ, tier=Tier.INFERRED)
            for name, mark in quotes
        ]
        yield from bind(edits, "quotes")
