"""Verse: lines that stay lines, by their marks, their widths and the stanzas beside them."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.layout.lines.numbering import ITEM
from cleaner.patterns import Pattern
from cleaner.profiles.charsets import is_han
from cleaner.profiles.marks import CLOSING, STOPS, TERMINAL
from cleaner.profiles.press import DATELINE
from cleaner.profiles.widths import ems

SHORT = 1.6
"""Em by which a line falls short that was not filled: more than a mark that moved to the next line."""
VERSES, LONGEST_VERSE = 3, 16.0
"""Lines from which text without stops is verse, and how wide they are at the most, in em."""
WIDE = 12.0
"""Em of printed lines of which three show that they are as long; of narrower ones four do."""
WIDOW = 1 / 3
"""Share of such lines that the third one has at the most: verse hardly ends so."""
NARROW = 0.7
"""Share of the narrowest column that no line of a stanza of three lines fills."""
FEWEST_PAUSES = 2
"""Lines of verse, or of a list, that have marks: those of a headline in large type have none."""
MANY = 4
"""Lines of which one with marks is enough."""
LONGEST_STOPPED = 24.0
"""Em of a line of verse that ends with a mark, at the most."""
PAUSE = Pattern(r"[，、。；？！,;?!]")
"""What prose is not without."""
CLAUSE = Pattern(r"[，。；！？,;!?]")
"""A mark that ends a clause: at one of enumeration only words are parted, in headlines, too."""
STOP = Pattern(f"[{STOPS},;:!?]")
"""A mark that ends a clause or a sentence, or a colon."""
ENDED = Pattern(rf"[{TERMINAL}….!?;；][{CLOSING}\"')]*$")
"""How a sentence ends."""
_CAESURA = Pattern(r"[，；！？]")
"""A mark between the halves of a verse; at 、 and 。 two lines of prose may well pause alike."""
_HANGING = Pattern(r"[，、。；：？！]$")
"""A mark at the end of a line."""
UNEVEN = 2
"""Characters by which lines of one rhythm differ, at the most, where there are several. Of 140,762 times
three printed lines of news 74 have one rhythm so (61 with 0, 75 with 4), of 3,306 times three sentences 7
(4 and 9)."""
EVEN = 0.6
"""Em by which printed lines of few characters differ."""
HEAD = 0.7
"""Share of the width up to which a first line without a stop is a headline."""
LONGEST_UNMARKED = 32.0
"""Em of a printed line of a text without marks, at the most: that of a book."""
LONGEST_REST = 0.5
"""Share of such lines that the last one fills, at the most: a title beside others is longer."""
RAGGED = 0.6
"""Share of the widest line of prose that a line of it has at the least."""
SCATTERED = 4
"""Characters by which the first marks inside lines of prose stand apart, at the least."""
GAP = Pattern(r"(?<=\S)[ \t\u3000\xa0]+(?=\S)")
"""White space inside a line."""
_METRE = Pattern(r"\p{Han}{3,5}[，；。？！]|\p{Han}{7}[，；。？！]")
"""A line of regulated verse, or of verse of fewer characters."""
REGULATED = Pattern(r"\p{Han}{5}[，；？！]\p{Han}{5}[。；？！]|\p{Han}{7}[，；？！]\p{Han}{7}[。；？！]")
"""Two verses of as many ideographs, in a line."""
_SOURCE = Pattern(r"(?:——|──|--)[ ]?[^，。；？！]{2,24}", needs="—─-")
"""Whom verse is by, and where it stands."""
_ENGLISH_VERSE = Pattern(r"[A-Z'\"“][A-Za-z'’\- ,;:]{8,60}[,.;:!?\u2014-]['\"”]?")
"""A line of English that begins with a capital letter and ends with a mark, the only ones inside pauses."""
_CAPITAL = Pattern(r"['\"“]?[A-Z][^\p{Han}\n]{3,60}")
"""A line of English that begins so; of several lines of prose hardly one does."""


def is_verse(block: str) -> bool:
    r"""Whether the lines of a block look like verse, whatever the columns of the page.

    >>> is_verse("渠水绕过村庄\n炊烟飘在屋顶\n孩子坐在门前"), is_verse("渠水绕过村庄")
    (True, False)
    >>> is_verse("渠水\n\x1f\n炊烟")
    False
    """
    lines = [line for line in map(str.strip, block.split("\n")) if line]  # control characters are white space
    return bool(lines) and are_verses(lines, [])


def is_unmarked_prose(lines: Sequence[str]) -> bool:
    """Whether lines without marks are printed ones: most fill one width, exactly, that no verse has.

    Three do at the least, and the last one is a rest of words: couplets, headlines and titles may be as long,
    too. Lines of a list that are begin or end alike.

    >>> text = "連日陰雨鄉間新穀未能登場城內米店存米漸少昨日白米每石已漲至九元二角"
    >>> text += "貧民苦之官廳已飭各店不得居奇并運外米平糶"
    >>> is_unmarked_prose([text[:17], text[17:34], text[34:51], text[51:]])
    True
    >>> is_unmarked_prose([text[:17], text[17:34], text[34:38]])
    False
    >>> is_unmarked_prose([f"青石鎮農村公路改建工程第{n}標段招標公告" for n in "一二三"] + ["附則"])
    False
    """
    widths = list(map(ems, lines))
    widest = max(widths)
    full = [line for line, width in zip(lines, widths, strict=True) if width > widest - 2 * SHORT]
    even = len(full) >= VERSES and min(map(ems, full)) >= widest - EVEN
    alike = any(len({line[part] for line in full}) < len(full) for part in (slice(2), slice(-2, None)))
    heads = sum(width < HEAD * widest for width in widths)
    return (
        LONGEST_VERSE < widest <= LONGEST_UNMARKED
        and even
        and not alike
        and widths[-1] <= LONGEST_REST * widest
        and 2 * len(full) > len(lines) - heads
    )


def find_stanzas(blocks: Sequence[str], verse: Sequence[bool], columns: Sequence[float] = ()) -> set[int]:
    r"""Which blocks of few lines are verse because they stand in a row with blocks that are.

    verse: which of the blocks are verse by themselves.
    columns: the widths in em of the printed columns of the page, in any order; empty where it shows none.
    Their lines are as wide as those of that block: a headline with a name under it is no stanza. On a page of
    columns they are narrow, and a text right behind them shows a headline.

    >>> verse = "渠水绕过村庄\n炊烟飘在屋顶\n孩子坐在门前"
    >>> find_stanzas([verse, "风从山口吹来\n吹动稻田"], [True, False])
    {1}
    >>> find_stanzas(["渠水\n周海", verse], [False, True])
    set()
    """
    if not any(verse):
        return set()
    lines = [[line.strip() for line in block.split("\n")] for block in blocks]
    found: set[int] = set()
    for order in (range(len(blocks)), reversed(range(len(blocks)))):
        beside: Sequence[str] = ()
        for n in order:
            if (
                not verse[n]
                and n not in found
                and beside
                and _is_stanza(lines[n], beside, VERSES if columns else VERSES - 1)
                and not (columns and (_is_over_text(n, blocks, verse) or not _are_apart(lines[n], columns)))
            ):
                found.add(n)
            beside = lines[n] if verse[n] or n in found else ()
    return found


def _is_over_text(n: int, blocks: Sequence[str], verse: Sequence[bool]) -> bool:
    """Whether behind a block comes one with marks that is no verse."""
    return n + 1 < len(blocks) and not verse[n + 1] and PAUSE.search(blocks[n + 1]) is not None


def _are_apart(lines: Sequence[str], columns: Sequence[float]) -> bool:
    """Whether lines are far from filling any column."""
    return max(map(ems, lines)) < NARROW * min(columns)


def _is_stanza(lines: Sequence[str], beside: Sequence[str], most: int) -> bool:
    """Whether two lines, or so many, look like those of the stanza beside them."""
    widths = list(map(ems, beside))
    return 1 < len(lines) <= most and all(
        min(widths) / 2 <= ems(line) <= max(widths) + SHORT and is_han(line[0]) and not STOP.search(line[:-1])
        for line in lines
    )


def are_verses(lines: Sequence[str], columns: Sequence[float]) -> bool:
    """Whether lines are verse: each ends with a mark, or none has one inside and none fills a column.

    >>> are_verses(["春眠不觉晓，", "处处闻啼鸟。", "夜来风雨声，", "花落知多少。"], [])
    True
    >>> are_verses(["三座水库昨日起蓄", "水，灌溉农田。"], [])
    False
    """
    if _end_with_marks(lines, columns) or all(map(_ENGLISH_VERSE.fullmatch, lines)):
        return True
    if len(lines) > VERSES and not columns and all(map(_CAPITAL.fullmatch, lines)):
        return True
    if is_narrow_prose(lines) or DATELINE.match(lines[0]):
        return False
    typed = not columns and (_have_one_rhythm(lines) or _are_free_and_typed(lines))
    return typed or _are_without_stops(lines, columns)


def _are_free_and_typed(lines: Sequence[str]) -> bool:
    """Whether lines of a page without columns are free verse, three at the least, wider ones too."""
    return (
        len(lines) >= VERSES
        and max(map(ems, lines)) <= LONGEST_STOPPED
        and not is_unmarked_prose(lines)
        and all(is_han(line[0]) and not GAP.search(line) and not ITEM.match(line) for line in lines)
        and not _parts_brackets(lines)
        and _are_free(lines)
    )


def _have_one_rhythm(lines: Sequence[str]) -> bool:
    """Whether lines are as long and each pauses at the same place, and not at its end.

    Of three lines and more some may be a little longer.

    >>> _have_one_rhythm(["哟嗬嗬，我们的船", "哟嗬嗬，满载星光"])
    True
    >>> _have_one_rhythm(["船来了，快", "走吧，上船"])
    False
    >>> song = ["小河流过村口，绕过青山", "老槐长在屋后，开满白花儿", "石桥架在水上，走来送信人"]
    >>> _have_one_rhythm(song), _have_one_rhythm(song[:2]), _have_one_rhythm([*song[:2], song[2] + "和马"])
    (True, False, False)
    """
    pauses = {tuple(match.start() for match in _CAESURA.finditer(line)) for line in lines}
    lengths = [len(line) for line in lines]
    uneven = max(lengths) - min(lengths) > (UNEVEN if len(lines) >= VERSES else 0)
    alike = len(lines) > 1 and len(pauses) == 1 and len(next(iter(pauses))) == 1 and not uneven
    ends = lines[:-1] if len(lines) >= VERSES and ENDED.search(lines[-1]) else lines
    return alike and not any(STOP.match(line[-1]) for line in ends) and not any(map(ITEM.match, lines))


def _are_without_stops(lines: Sequence[str], columns: Sequence[float]) -> bool:
    """Whether lines are verse in which no stop stands, or hardly any."""
    if len(lines) < VERSES + bool(columns) or max(map(ems, lines)) > LONGEST_VERSE:
        return False
    if not all(is_han(line[0]) for line in lines) or _parts_brackets(lines):
        return False
    if any(STOP.search(line[:-1]) for line in lines) and not (len(lines) > VERSES and _are_free(lines)):
        return False
    if any(GAP.search(line) and lines.count(line) == 1 for line in lines):  # that of a chorus returns
        return False
    return not any(abs(ems(line) - width) <= SHORT for line in lines[:-1] for width in columns)


def _are_free(lines: Sequence[str]) -> bool:
    """Whether lines are free verse with a few marks inside: none ends with one, and their widths differ.

    >>> _are_free(["潮水退到石头后面", "船一点点变大", "母亲数着", "三只，五只"])
    True
    >>> _are_free(["潮水退到石头后面，船", "一点点变大。"])
    False
    """
    widths = list(map(ems, lines))
    inside = sum(STOP.search(line) is not None for line in lines)
    return (
        len(lines) >= VERSES
        and not any(STOP.search(line[-1]) for line in lines)
        and 3 * inside <= len(lines)
        and max(widths[:-1]) - min(widths[:-1]) > 2 * SHORT
    )


def is_narrow_prose(lines: Sequence[str]) -> bool:
    """Whether lines of few characters are printed ones: all as long, with the mark at the end or without.

    >>> is_narrow_prose(["城南公园今年", "新增了健身步", "道和儿童乐园，", "市民每天都来", "散步。"])
    True
    >>> is_narrow_prose(["清溪绕过石头", "茶香漫上屋檐", "老牛站在田埂", "等一场春雨"])
    False
    """
    if len(lines) < VERSES or not ENDED.search(lines[-1]) or GAP.search("".join(lines)):
        return False
    bare = [ems(_HANGING.sub("", line)) for line in lines]
    hanging = sum(_HANGING.search(line) is not None for line in lines[:-1])
    column = max(bare[:-1])
    if len(lines) == VERSES and (column < WIDE or bare[-1] > WIDOW * column):
        return False
    filled = (
        column - max(width, min(ems(line), column)) for width, line in zip(bare, lines[:-1], strict=False)
    )
    even = max(filled) <= EVEN and bare[-1] <= column + EVEN
    paused = bare[-1] < column - EVEN or any(map(STOP.search, lines[:-1]))
    return even and hanging <= len(lines) / 2 and paused


def run_on(lines: Sequence[str]) -> bool:
    """Whether sentences run on over the ends of ragged lines: only the last line ends one.

    Half of the lines have marks inside, at places as different as chance has them: slogans pause alike.

    >>> run_on(["在坡上忙活的人，叫范长", "河，五年前他辞了城里的", "工作回村，当起了果", "农。"])
    True
    >>> run_on(["扶贫先扶志，激发动力", "产业是根本，因地制宜", "教育要跟上，阻断贫困", "医疗有保障。"])
    False
    """
    widths = list(map(ems, lines))
    pauses = [match.start() for line in lines if (match := PAUSE.search(line[:-1]))]
    return (
        len(lines) > VERSES
        and ENDED.search(lines[-1]) is not None
        and not any(ENDED.search(line) or line[-1] in CLOSING for line in lines[:-1])
        and min(widths[:-1]) >= RAGGED * max(widths)
        and 2 * len(pauses) >= len(lines)
        and max(pauses) - min(pauses) > SCATTERED
    )


def are_staggered(raw_lines: Sequence[str]) -> bool:
    """Whether every other line of English, from the second on, is indented: verse.

    >>> are_staggered(["The lights come on,", "  by two and three;", "The boats come in", "  to me."])
    True
    >>> are_staggered(["A list:", "  one", "  two", "  three"])
    False
    """
    indents = [line[:1].isspace() for line in raw_lines]
    return (
        len(raw_lines) > VERSES
        and all(line.isascii() for line in raw_lines)
        and all(indent is bool(i % 2) for i, indent in enumerate(indents))
    )


def are_narrow(lines: Sequence[str], column: float) -> bool:
    """Whether lines are far from filling a column, fill no common width, and have marks: of four one does.

    >>> are_narrow(["风吹过麦田，", "像一只手，轻轻", "抚过孩子的头顶。"], 20.0)
    True
    >>> are_narrow(["风吹过田野", "像一只很大很大的手", "停住", "听，有人唱"], 20.0)
    True
    >>> are_narrow(["渠水通了", "青石镇三万亩旱地", "变良田"], 20.0)
    False
    """
    widths = list(map(ems, lines))
    pauses = sum(STOP.search(line) is not None for line in lines)
    if pauses < (FEWEST_PAUSES if len(lines) < MANY else 1) or max(widths) >= NARROW * column:
        return False
    uneven = widths[:-1] and max(widths[:-1]) - min(widths[:-1]) > 2 * SHORT
    return bool(uneven) or (len(lines) > 1 and widths[-1] > SHORT + min(widths[:-1]))


def _parts_brackets(lines: Sequence[str]) -> bool:
    """Whether a bracket opens in one line and closes in another, as in the lines of a headline.

    >>> _parts_brackets(["渠水流过", "村庄（水利", "人的故事）"]), _parts_brackets(["渠水（一）", "村庄"])
    (True, False)
    """
    return any(
        any(line.count(opening) != line.count(closing) for line in lines)
        and sum(line.count(opening) - line.count(closing) for line in lines) == 0
        for opening, closing in ("（）", "()", "《》")
    )


def _end_with_marks(lines: Sequence[str], columns: Sequence[float]) -> bool:
    """Whether lines are short and each ends with a pause or a stop, under a title or none, as verse does.

    A line of wrapped prose ends with one by chance, about one in ten. Two lines show verse only on a page
    without columns: under a title, if both end a sentence; or where they have the same pauses.
    """
    titled = not STOP.search(lines[0])
    sourced = len(lines) > VERSES - 1 and _SOURCE.fullmatch(lines[-1]) is not None
    verses = lines[titled : -1 if sourced else None]
    if (
        max(map(ems, lines)) > LONGEST_STOPPED
        or DATELINE.match(lines[0])
        or not all(line and is_han(line[0]) for line in verses)
    ):
        return False
    narrow = bool(columns) and max(map(ems, lines)) < NARROW * min(columns)  # prose would fill the column
    if any(all(abs(ems(line) - width) <= SHORT for line in lines[:-1]) for width in columns):
        return False  # as it does here
    if len(verses) < VERSES + (bool(columns) and not narrow):
        if (
            columns
            and len(verses) > 1
            and (
                _have_many_pauses(verses)
                or all(map(REGULATED.fullmatch, verses))
                or (narrow and _have_metre(verses))
            )
        ):
            return True
        if (columns and not (sourced and narrow)) or len(verses) < VERSES - 1:
            return False
        return all(map(ENDED.search, verses)) if titled else _are_alike(verses)
    return all(PAUSE.match(line[-1]) and not GAP.search(line) for line in verses)


def _have_many_pauses(lines: Sequence[str]) -> bool:
    """Whether lines have the same pauses at the same places, three and more: no prose has."""
    shapes = {tuple(match.start() for match in PAUSE.finditer(line)) for line in lines}
    return len(shapes) == 1 and len(next(iter(shapes))) > VERSES - 1


def _are_alike(lines: Sequence[str]) -> bool:
    """Whether lines have the same pauses at the same places, inside and at the end: a couplet.

    One pause each, at the end, is enough behind five or seven ideographs, or fewer: no column is as narrow.

    >>> _are_alike(["远岸灯初上，", "归舟月正明。"]), _are_alike(["今年修了三条渠，", "明年再修。"])
    (True, False)
    """
    if _have_metre(lines):
        return True
    shapes = {tuple(match.start() for match in PAUSE.finditer(line)) for line in lines}
    rhythm = len(shapes) == 1 and len(next(iter(shapes))) > 1
    return rhythm and all(PAUSE.match(line[-1]) and not ITEM.match(line) for line in lines)


def _have_metre(lines: Sequence[str]) -> bool:
    """Whether lines are as long as those of regulated verse, and the last one ends a sentence."""
    even = all(map(_METRE.fullmatch, lines)) and len(set(map(len, lines))) == 1
    return even and ENDED.search(lines[-1]) is not None
