"""Characters set apart that belong together: by a space after each, or one a line."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

from cleaner.diagnosis.scripts import is_foreign, is_foreign_letter
from cleaner.diagnosis.spaces import (
    FEWEST,
    USUAL,
    Density,
    density,
    everywhere_odds,
    page_density,
    parts_particles,
    spaces_latin,
)
from cleaner.layout.blocks import Block, find_blocks
from cleaner.layout.furniture import is_furniture
from cleaner.layout.lines.printed import INNER_SPACE, ITEMS_OF_ONE
from cleaner.layout.lines.verses import PAUSE
from cleaner.layout.state import PageState
from cleaner.normalizers.base import normalizer
from cleaner.normalizers.figures import UNITS
from cleaner.patterns import HAN, Pattern
from cleaner.profiles.charsets import is_han
from cleaner.profiles.marks import DASH
from cleaner.profiles.press import (
    BYLINE,
    CREDITS,
    DOUBLE_SURNAMES,
    OFFICE,
    OFFICE_AT_END,
    OFFICE_ENDS,
    SURNAMES,
)
from cleaner.profiles.scripts import convert_characters
from cleaner.trace import Edit, Effect, Tier

EVEN = 0.5
"""Probability from which spaces are taken to mean nothing."""
SHORTEST = 2
"""Spaces of a line of a text that is set character by character, at the least."""
UPRIGHT = 4
"""Lines of one character from which they are read downwards."""
LONGEST_UPRIGHT = 2
"""Digits of a figure that stands upright in a vertical line."""
FEWEST_COUNTED = 2
"""Figures before units in it, from which it is the cells of a table."""
_COUNTED = Pattern(rf"[0-9]+(?![年月日时分秒])[{UNITS}]")
UNRELATED = -0.5
"""Mean affinity of the neighbours of a few ideographs up to which they are no words: of headlines of four to
eight characters one in 250 has less, of titles of books one in fifty, of ideographs picked at random half."""
_OF_TITLE = Pattern(r"(?:题目|标题|主题|栏目|[片书剧篇歌曲刊]名|\p{Han}{0,2}[报台社]?(?:讯|消息))[:：]")
"""A label of what is no list: of a title, or of a report."""
LONG_TITLE, RELATED = 7, 3.0
"""Ideographs, and their mean affinity, from which they are words where a list would stand. Of 238
enumerations of single characters in news text two have both, of headlines of four to eight more than half."""
REACH = 20
"""Characters before a gap in which an office is looked for: the longest, behind a bracket, takes nine, set
apart twice as many."""
_SERIES: Sequence[str] = (
    "甲乙丙丁戊己庚辛壬癸",
    "子丑寅卯辰巳午未申酉戌亥",
    "一二三四五六七八九十",
    "①②③④⑤⑥⑦⑧⑨⑩",
    "赤橙黄绿青蓝紫",
    "红橙黄绿青蓝紫",
    "金木水火土",
    "东南西北",
    "宫商角徵羽",
    "酸甜苦辣咸",
)
_FIGURE = Pattern(
    r"(?<=[0-9])(?P<gap>[ \t\xa0]++)(?=[.．][ \t\xa0]*+[0-9])"
    r"|(?<=[0-9][ \t\xa0]*+[.．])(?P<gap>[ \t\xa0]++)(?=[0-9])"
    r"|(?<=[0-9])(?P<gap>[ \t\xa0]++)(?=[%‰℃\xb0])"
    r"|(?<=[0-9][ \t\xa0]?\xb0)(?P<gap>[ \t\xa0]++)(?=[CF](?![A-Za-z]))",
    needs=".．%‰℃\xb0",
)
"""A decimal point with spaces round it; a unit apart from its number."""
_POINT = Pattern(
    r"[0-9][ \t\xa0]++[.．][ \t\xa0]*+[0-9]"
    r"|[0-9][.．][ \t\xa0]++[0-9][0-9.]*[ \t\xa0]*+[%‰℃]",
    needs=".．",
)
_UNIT = (
    r"(?:[%‰℃十百千万亿元米吨倍亩秒]|个百分点|公[里斤顷分]|海里|小时|分钟|[厘毫][米升克]|平方|立方|摄氏度)"
)
_INSIDE = Pattern(
    rf"(?<=\p{{Han}}[0-9]{{1,4}}[.])(?P<gap>[ \t\xa0])(?=[0-9]{{1,2}}[ ]?{_UNIT})"
    r"|(?<=\p{Han}[0-9]{1,3},)(?P<gap>[ \t\xa0])(?=(?:[0-9]{3}(?:,[ ]?)?)+[十百千万亿余多]{0,2}[\p{Han}%])"
    r"|(?<=\p{Han}[0-9]{1,3},[ ]?[0-9]{3},)(?P<gap>[ \t\xa0])(?=[0-9]{3}[十百千万亿余多]{0,2}[\p{Han}%])",
    needs=".,",
)
"""Behind the point of a figure with a unit, or behind the comma of its thousands, in mid-sentence."""
_DATE = Pattern(
    r"(?<![0-9/.\-])(?:19|20)[0-9]{2}[ ]?(?P<sign>[/.\-])[ ]?(?:0?[1-9]|1[0-2])[ ]?(?P=sign)[ ]?"
    r"(?:0?[1-9]|[12][0-9]|3[01])(?![0-9/.\-])"
)
"""Year, month and day."""
_ADDRESS = Pattern(
    r"(?:[A-Za-z0-9._\-]+[ ]?@[ ]?|(?<![A-Za-z])https?[ ]?:[ ]?//[ ]?|(?<![A-Za-z0-9.])www[ ]?\.[ ]?)"
    r"(?:[A-Za-z0-9\-]+[ ]?\.[ ]?)+(?:com|cn|org|net|gov|edu|tw|hk|mo|sg)(?![A-Za-z])",
    needs=("http", "www", "@"),
)
"""An address, up to the end of its host."""
_BEFORE_COMMA = Pattern(r"[ \t\xa0](?<=[A-Za-z0-9%‰℃][ \t\xa0])[ \t\xa0]*+(?=,[A-Za-z0-9])", needs=",")
_BYLINE = Pattern(
    rf"(?:{CREDITS})"
    r"(?P<names>(?:[ \t\u3000]+(?!记者|通讯员|实习生)\p{Han}{1,4}(?!\p{Han}))+)"
)
"""Names behind an office, in pieces."""
_YEAR = Pattern(
    r"[一二](?:(?P<gap>[ \t]+)[〇○零一二三四五六七八九]){3}(?P<gap>[ \t]+)年"
    r"(?:(?P<gap>[ \t]+)[0-9]{1,2}(?P<gap>[ \t]+)月(?:(?P<gap>[ \t]+)[0-9]{1,2}(?P<gap>[ \t]+)日)?)?"
)
"""A year of which each numeral stands apart, with the day behind it."""
_HEADING = Pattern(
    r"^[ \t\u3000]*[\[【]?(?:摘(?P<gap>[ \t\u3000]+)要|提(?P<gap>[ \t\u3000]+)要"
    r"|关(?P<gap>[ \t\u3000]+)键(?P<gap>[ \t\u3000]+)[词字]|编(?P<gap>[ \t\u3000]+)者(?P<gap>[ \t\u3000]+)按)"
    r"[\]】]?[:：]",
    regex.MULTILINE,
)
"""What opens the abstract of a paper, or a note, set wide."""
_DASHED = Pattern(rf"^[ \t\u3000]*{DASH}(?P<gap>[ \t]+)(?=\p{{Han}})", regex.MULTILINE, needs=DASH)
"""The dash before an item of a list, apart from its words."""
_IDEOGRAPHIC = "\N{IDEOGRAPHIC SPACE}"
"""The space that is as wide as a character."""
_PIECE = Pattern(r"\p{Han}+")
_SPREAD = Pattern(r"\p{Han}(?P<gap>[ \t\u3000\xa0]{2,}|\u3000)\p{Han}")
"""A line of two characters set far apart."""
_WIDE_NAME = Pattern(rf"[{SURNAMES}](?P<gap>[ \t\xa0])\p{{Han}}")
"""A name of two characters alone in its line: on a page of columns print sets it as wide as longer ones."""
_LETTERED = Pattern(r"\p{Han}(?:(?P<gap>[ \t\u3000\xa0]+)\p{Han}){2,4}")
"""A block of a few characters set apart."""
_LAST_APART = Pattern(
    r"[ \t\u3000\xa0](?=\p{Han}(?![^\s\x1c-\x1f]))(?<=(?<![^\s\x1c-\x1f])\p{Han}[ \t\u3000\xa0]+)"
)
"""Before the last character of both."""
_DIGITS = Pattern(r"(?<![^\s])[0-9][ \t\xa0][0-9](?![^\s])")
"""Two digits with a space before, between and behind them."""
_CAPITALS = Pattern(r"(?<![^\s])[A-Z][ \t\xa0][A-Z](?![^\s])")
"""The same of two capital letters, as of an abbreviation: small ones may be words, or stand for something."""
_CREDITED = Pattern(rf"[（(](?:本报)?{OFFICE}$", needs="（(")
"""Who wrote an item, in brackets behind its dateline: a name follows, set apart."""
_SLASH = Pattern(r"(?<=\p{Han})(?P<gap>[ \t\xa0]++)(?=/)|(?<=/)(?P<gap>[ \t\xa0]++)(?=\p{Han})", needs="/")


@normalizer(tier=Tier.CERTAIN, effect=Effect.SPACE)
def close_spaces(state: PageState) -> Iterator[Edit]:
    r"""Close up characters that the OCR set apart: by spaces after each, or one on each line.

    Some engines write a space after every character or word, some read a vertical headline as lines of one
    character. There a space or a line break says nothing of lost marks; their density shows which page it is
    (a page that loses marks has a space between one pair of ideographs in eight, a text in words one in two).
    A decimal point or a sign of percent set apart from its figures is closed up too.

    >>> close_spaces("青 石 镇 新 建 的 三 座 水 库 ， 预 计 明 年 蓄 水 。")
    '青石镇新建的三座水库，预计明年蓄水。'
    >>> close_spaces("春\n耕\n用\n水\n\n增长 8 . 6 %。")
    '春耕用水\n\n增长 8.6%。'

    Safety: only white space goes; rows of a table, names, and words of other languages keep theirs.
    """
    edits = [*_downwards(state), *_everywhere(state), *_spread(state), *_figures(state), *_names(state)]
    edits += [*_headings(state), *_years(state), *_dashes(state)]
    covered = -1
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start >= covered:
            yield edit
            covered = edit.end


def _everywhere(state: PageState) -> Iterator[Edit]:
    """The spaces of lines in which one stands after every character or word."""
    text = state.text
    lines = [line.of(text) for line in state.lines]
    page = page_density(lines)
    if not page.spaced and " " not in text:
        return
    all_spaced = _are_all_spaced(lines) or parts_particles(text)
    in_words = all_spaced or page.share >= USUAL
    beside = _density_beside(state)
    for i, (line, content) in enumerate(zip(state.lines, lines, strict=True)):
        if len(content.split(None, 1)) < 2:
            continue
        confidence = 0.0 if is_foreign(content) else everywhere_odds(content, page, beside[i])
        if all_spaced:
            confidence = 1.0
        if confidence < EVEN or is_furniture(content, head=True):
            continue
        if _are_cells(state, lines, i, in_words) or (not in_words and _are_unrelated(state, content)):
            continue
        signed = BYLINE.fullmatch("".join(content.split())) is not None
        gaps = list(INNER_SPACE.finditer(text, line.start, line.end))
        typed = _typed(text, [gap.span() for gap in gaps])
        for gap in gaps:
            if gap.span() in typed:
                continue
            left, right = text[gap.start() - 1], text[gap.end()]
            if left in OFFICE_ENDS:
                before = "".join(text[max(line.start, gap.start() - REACH) : gap.start()].split())
                if (signed and OFFICE_AT_END.search(before)) or _CREDITED.search(before):
                    continue
            letters = is_foreign_letter(left) and (
                is_foreign_letter(right) or (left.islower() and right.isdecimal())
            )
            if letters and not _CAPITALS.match(text, gap.start() - 1):
                continue
            if not (left.isdecimal() and right.isdecimal()) or _DIGITS.match(text, gap.start() - 1):
                yield Edit(
                    *gap.span(), why="a space stands after every character or word", confidence=confidence
                )


def _density_beside(state: PageState) -> list[Density]:
    """For each line the density of the other lines of its block."""
    found: list[Density] = []
    starts = [line.start for line in state.lines]
    for block in find_blocks(state.text):
        first, end = (bisect_left(starts, at) for at in (block.start, block.end))
        counts = [density(line.of(state.text)) for line in state.lines[first:end]]
        spaced, close = sum(count.spaced for count in counts), sum(count.close for count in counts)
        found += [Density(spaced - count.spaced, close - count.close) for count in counts]
    return found


def _are_cells(state: PageState, lines: Sequence[str], i: int, in_words: bool) -> bool:
    """Whether what stands apart in line i are cells of a table, or items."""
    headline = in_words and not _has_rows_beside(state, i) and _is_headline(lines[i])
    match = ITEMS_OF_ONE.fullmatch(lines[i])
    titled = match is not None and _OF_TITLE.match(lines[i]) is not None
    listed = match is not None and not (titled and _are_related(state, "".join(match.captures("item"))))
    return listed or _stand_over_cells(lines, i) or (state.rows[i] and not headline)


def _stand_over_cells(lines: Sequence[str], i: int) -> bool:
    """Whether a line near by has as many words as line i and no ideograph: figures, or sounds.

    >>> _stand_over_cells(["日 一 二 三", "1 2", "3 4 5 6"], 0), _stand_over_cells(["春 耕 用 水", "1 2"], 0)
    (True, False)
    """
    words = len(lines[i].split())
    beside = (*lines[max(i - 1, 0) : i], *lines[i + 1 : i + 3])
    return any(len(line.split()) == words and not HAN.search(line) for line in beside)


def _has_rows_beside(state: PageState, i: int) -> bool:
    """Whether a line beside line i is a row of a table."""
    return any((*state.rows[max(i - 1, 0) : i], *state.rows[i + 1 : i + 2]))


def _is_headline(line: str) -> bool:
    """Whether words set apart in a line are no names, though as short: most do not begin with a surname.

    >>> _is_headline("省里 召开 会议 研究 春耕 工作"), _is_headline("王芳 李明 钱程 周海 何敏 赵青")
    (True, False)
    """
    words = line.split()
    named = sum(word[0] in SURNAMES for word in words)
    return " ".join(words) == line and 2 * named < len(words) and all(map(is_han, "".join(words)))


def _typed(text: str, gaps: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """Which gaps of a line are ideographic spaces, where most are others: those alone are the reader's.

    >>> _typed("第 一 条　总 则", [(1, 2), (3, 4), (5, 6), (7, 8)])
    {(5, 6)}
    """
    found = {gap for gap in gaps if _IDEOGRAPHIC in text[slice(*gap)]}
    return found if 2 * len(found) < len(gaps) else set()


def _are_all_spaced(lines: Sequence[str]) -> bool:
    """Whether every line is set character by character, of which one is longer than names are."""
    return (
        len(lines) > 1
        and all(count.close == 0 and count.spaced >= SHORTEST for count in map(density, lines))
        and any(density(line).spaced >= FEWEST for line in lines)
    )


def _spread(state: PageState) -> Iterator[Edit]:
    """The white space of headlines of two characters, which print sets as wide as longer ones.

    Not of one that stands in a column of such lines, which may be a list. One of a few more characters is a
    headline where it stands over a sentence.
    """
    text = state.text
    if not _LAST_APART.search(text):
        return
    for block, below in pairwise(state.blocks):
        wide = _LETTERED.fullmatch(text, block.start, block.end)
        if wide and PAUSE.search(text, below.start, below.end) and not _is_series("".join(wide[0].split())):
            for gap in sorted({*wide.spans("gap")} - _typed(text, wide.spans("gap"))):
                yield Edit(*gap, why="a headline is set wide")
    found = [_SPREAD.fullmatch(text, line.start, line.end) for line in state.lines]
    names = [_WIDE_NAME.fullmatch(text, line.start, line.end) for line in state.lines]
    if any(names) and state.column_widths:
        found = [match or name for match, name in zip(found, names, strict=True)]
    for before, match, behind in zip([None, *found], found, [*found[1:], None], strict=False):
        if match and not (before or behind):
            yield Edit(*match.span("gap"), why="a headline of two characters is set wide")


def _downwards(state: PageState) -> Iterator[Edit]:
    """The line breaks in runs of lines of one character; a blank line parts two unless most have one.

    A figure before its unit is set as one character.
    """
    if sum(line.end - line.start <= LONGEST_UPRIGHT for line in state.lines) < UPRIGHT:
        return
    run: list[Block] = []
    for line, below in pairwise([*state.lines, None, None]):
        if line is not None and _is_upright(line.of(state.text), below.of(state.text) if below else ""):
            run.append(line)
            continue
        chars = "".join(one.of(state.text) for one in run)
        if sum(map(is_han, chars)) >= UPRIGHT and not _are_listed(state, run[0], chars):
            breaks = [(upper.end, lower.start) for upper, lower in pairwise(run)]
            blank = [span for span in breaks if state.text.count("\n", *span) > 1]
            for span in breaks if 2 * len(blank) > len(breaks) else sorted({*breaks} - {*blank}):
                yield Edit(*span, why="a vertical line was read a character a line")
        run = []


def _are_listed(state: PageState, first: Block, chars: str) -> bool:
    """Whether characters, a line each, of which `first` is the first one, are items of a list."""
    return _leads_on(state.text, first.start) or _is_series(chars) or _are_unrelated(state, chars)


def _leads_on(text: str, start: int) -> bool:
    """Whether a line stands right over a place that leads on to a list."""
    above = text[max(0, start - 8) : start].rstrip(" \t\u3000")
    return above.endswith(("：\n", ":\n"))


def _are_unrelated(state: PageState, line: str) -> bool:
    """Whether ideographs, with no mark or figure among them, do not go on in each other: items of a list.

    >>> state = PageState("")
    >>> _are_unrelated(state, "一乙丁七"), _are_unrelated(state, "遊人如織")
    (True, False)
    """
    chars = "".join(line.split())
    return all(map(is_han, chars)) and _mean_affinity(state, chars) <= UNRELATED


def _are_related(state: PageState, chars: str) -> bool:
    """Whether characters are as many, and go on in each other as well, as those of a sentence or a title do.

    >>> state = PageState("")
    >>> [_are_related(state, chars) for chars in ("水清岸绿人欢笑", "春夏秋冬", "琴棋书画诗酒花")]
    [True, False, False]
    """
    return len(chars) >= LONG_TITLE and _mean_affinity(state, chars) >= RELATED


def _mean_affinity(state: PageState, chars: str) -> float:
    """How well two and more characters go on in the next ones; traditional ones count as simplified."""
    text = "".join(map(convert_characters("t2s", chars).__getitem__, chars))
    seams = [(text[:i], text[i:]) for i in range(1, len(text))]
    return float(state.models.affinity(seams).mean())


def _is_upright(line: str, below: str) -> bool:
    """Whether a line is one character, or a figure over its unit."""
    if line.isascii():
        return line.isdecimal() and len(line) <= LONGEST_UPRIGHT and below != "" and below in UNITS
    return len(line) == 1


def _is_series(chars: str) -> bool:
    """Whether characters are the first ones that count or name, with figures between them or none.

    They are items of a list, or cells of a table, each in a line; and so are any with several figures before
    units, but for those of a date.

    >>> _is_series("甲乙丙丁"), _is_series("甲12人乙8人丙5人丁3人"), _is_series("春耕用水3天到田")
    (True, True, False)
    """
    counted = _COUNTED.findall(chars)
    if len(counted) >= FEWEST_COUNTED:
        return True
    return any(series.startswith(_COUNTED.sub("", chars)) for series in _SERIES)


def _figures(state: PageState) -> Iterator[Edit]:
    text = state.text
    for match in _FIGURE.finditer(text):
        beside = text[max(0, match.start() - 3) : match.end() + 4]
        in_pieces = _POINT.search(beside) or "." not in (text[match.start() - 1], text[match.end()])
        if in_pieces and not state.is_printed(match.start(), match.start() + 1):
            yield Edit(*match.span("gap"), why="a figure in pieces")
    for match in _INSIDE.finditer(text):
        yield Edit(*match.span("gap"), why="a figure in pieces")
    for pattern, why in ((_DATE, "a figure in pieces"), (_ADDRESS, "an address in pieces")):
        for match in pattern.finditer(text):
            for at in range(*match.span()):
                if text[at] == " ":
                    yield Edit(at, at + 1, why=why)
    for match in _BEFORE_COMMA.finditer(text):
        yield Edit(*match.span(), why="a space before a comma")
    if "/" in text and spaces_latin(text):
        for match in _SLASH.finditer(text):
            yield Edit(*match.span("gap"), why="a space beside a stroke")


def _headings(state: PageState) -> Iterator[Edit]:
    for match in _HEADING.finditer(state.folded):
        for gap in match.spans("gap"):
            yield Edit(*gap, why="a label is set wide")


def _dashes(state: PageState) -> Iterator[Edit]:
    """The space behind the dash of an item, where several lines begin so: one alone may show a lost mark."""
    found = list(_DASHED.finditer(state.folded))
    for match in found if len(found) > 1 else ():
        yield Edit(*match.span("gap"), why="a space behind the dash of an item")


def _years(state: PageState) -> Iterator[Edit]:
    for match in _YEAR.finditer(state.folded):
        for gap in match.spans("gap"):
            yield Edit(*gap, why="a figure in pieces")


def _names(state: PageState) -> Iterator[Edit]:
    """The space in names of two characters of a byline, which print sets as wide as those of three.

    Typed text, which shows no printed columns, keeps it. A surname alone is no name: a given name of two
    characters belongs to it, and to one of two characters what is no name itself.
    """
    for byline in _BYLINE.finditer(state.folded):
        pieces = list(_PIECE.finditer(state.text, *byline.span("names")))
        at = 0
        while at + 1 < len(pieces):
            one, other = pieces[at : at + 2]
            double = one[0] in DOUBLE_SURNAMES and not (len(other[0]) > 1 and other[0][0] in SURNAMES)
            if (double or len(one[0]) == 1) and len(other[0]) < 3:
                if double or len(other[0]) > 1:
                    yield Edit(one.end(), other.start(), why="a name in pieces")
                elif state.column_widths:
                    yield Edit(one.end(), other.start(), why="a name of two characters is set wide")
                at += 1
            at += 1
