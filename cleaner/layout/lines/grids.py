"""Lines that are rows of a table, of a list in columns, or of names: their white space parts cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, groupby, pairwise, product
from typing import NamedTuple

from cleaner.layout.credits import find_credits
from cleaner.layout.memo import MemoTable
from cleaner.patterns import Pattern
from cleaner.profiles.charsets import is_han
from cleaner.profiles.transliteration import may_be_name
from cleaner.profiles.widths import ems, ems_on_grid

WIDEST_CELL = 12.0
"""Em of a cell, at the most."""
NARROW_CELL = 5.0
"""Em of the cells of a row on the average, where only their number shows the table."""
NARROW_WORD = 4.0
"""Em of the cells of a table without figures, at the most."""
LEAST_ALIKE = 0.5
"""Share of the cells of two rows that are of one type."""
FEWEST_PAIRS, FEWEST_HOURS = 3, 2
"""Lines of two cells, in succession, that show a table where one column holds figures only, or hours."""
FEWEST_MEASURED = 2
"""The same where all the figures have one unit."""
FEWEST_FIGURES = 3
"""Words with a figure each that show a row by themselves."""
WIDEST_WORD = 6.0
"""Em of a word in such a row, at the most."""
MOSTLY = 0.6
"""Share of lines with hours in their second cell, from which the others say that there are none."""
APART, FEWEST_BEHIND = 2.0, 2
"""Em by which the cells of a column may begin apart, and wide gaps of a line that show them."""
LONE_NAMES = 6
"""Pieces of a line by itself from which it is a list of names."""
_STOP = Pattern(r"[，。；！？;!?]|,(?![0-9]{3})")
_WIDE_GAP = Pattern(r"\u3000+|[ \t\xa0]{2,}|\t")
_WIDEST_GAP = Pattern(r"(?<=[^\s（(【\[《_])(?:[ \xa0]{4,}|[ \xa0]*\u3000[ \xa0\u3000]+)(?=\S)")
_NUMBER = r"[-+±￥$]?[0-9][0-9,.:/%‰℃\u00b0—~-]*\p{L}{0,2}(?:/\p{L}{1,2})?"
_FIGURE = Pattern(_NUMBER)
_MEASURED = Pattern(r"[0-9][0-9,.]*(?P<unit>\p{Han}{1,2}|℃|[%‰])")
"""A figure and its unit."""
_COUNTED = Pattern(rf"\p{{Han}}{{1,6}}{_NUMBER}")
"""A word and its figure: what something costs, a number to call."""
_WORD_AND_HOUR = Pattern(r"(?P<word>\p{Han}{1,4})[0-9]{1,2}[:：][0-9]{2}", needs=":：")
_HOUR = Pattern(r"[0-9]{1,2}[:：][0-9]{2}(?:[-—~]{1,2}[0-9]{1,2}[:：][0-9]{2})?")
_FIELD_NAME = (
    r"\p{Han}{2,6}(?:[（(]\p{Han}{1,4}[）)])?[:：]"
    "|(?:姓名|性别|民族|年龄|出生|籍贯|学历|职业|职务|职称|单位|住址|地址|邮编|电话|政治面貌|出生年月)(?!\\S)"
)
_FORM = Pattern(rf"(?<!\S)(?:{_FIELD_NAME})(?:[^\n:：]*?[^\S\n])(?:{_FIELD_NAME})")
"""A line of a form with two fields."""
_SCORE = Pattern(r"\p{Han}{2,12}[^\S\n]+[0-9]{1,3}[:：-][0-9]{1,3}[^\S\n]+\p{Han}{2,12}")
"""Two teams and their score."""
_LABEL = Pattern(r"[^\s:：]{2,8}[:：]")
"""What stands before the names of a list."""
_WIDE_LABEL = Pattern(
    r"(?:\p{Han}[ \u3000]+)?\p{Han}{1,7}[:：]|[一二三四五六七八九十]{1,3}[世代](?=[ \t\u3000])"
)
"""One that may be set wide; the generation of a family."""
_NAME = Pattern(r"\p{Han}{1,4}(?:\N{MIDDLE DOT}\p{Han}{1,4})?")
_LEADER = Pattern(
    r"(?:(?<!…)…{2,}+|(?<![.·．])[.·．]{4,}+|(?<![.·][ ])(?:[.·][ ]){4,}+)[ \t\u3000]*+"
    r"(?:[0-9]{1,4}|[（(]?(?:[A-Z][0-9]{1,3}|第?[A-Z]?[0-9]{1,3}[版页])[)）]?)$"
    r"|…{3,}+[ \t\u3000]*+[0-9]{1,4}(?:\.[0-9]{1,2})?[元角块]$",
    needs="….·．",
)
"""What leads from an entry of a table of contents to its page."""
_PROGRAMME = Pattern(
    r"(?:\S{1,12}[ \t\u3000]+)?"
    r"(?:[0-9]{1,2}[:：][0-9]{2}(?:[ \t\u3000]+(?![0-9])\S+){1,2}(?:[ \t\u3000]+|$)){3,}",
    needs=":：",
)
"""A programme in one line: three hours and more, each before what is on."""
_ON_DUTY = Pattern(r"(?:[周週][一二三四五六日天]|星期[一二三四五六日天]|[0-9]{1,2}日)\p{Han}{2,6}")
_NUMERIC = Pattern(r"[0-9]+(?:[.,:][0-9]+)*%?(?:[ \t\u3000]+[0-9]+(?:[.,:][0-9]+)*%?){2,}")
_INDEXED = Pattern(
    r"\p{Han}[\p{Han}\N{MIDDLE DOT}]{0,15}[ \t\u3000]+[0-9]{1,4}(?:[-—–~][0-9]{1,4})?"
    r"(?:[,，、][ ]?[0-9]{1,4}(?:[-—–~][0-9]{1,4})?)*+",
)
"""An entry of an index, and the pages where it is spoken of."""
FEWEST_DAYS = 3
"""Days, each with who or what is on, that show a row by themselves."""
_ENTERED = Pattern(r"(?!第)\p{Han}{2,5} *\t *[^\t\n]+", needs="\t")
_DRAWN = r"+|\-=─━│┃┌┐└┘├┤┬┴┼"
_BORDER = Pattern(rf"[{_DRAWN}][{_DRAWN} ]{{3,}}[{_DRAWN}]")
"""A line of a table that is drawn, between two rows."""
_TELLING = Pattern(rf"[\s\x1c-\x1f:：.．·…{_DRAWN}]")
"""What a line holds that shows anything of rows: white space, a colon, leading dots, bars."""
_WORD = Pattern(r"\p{Han}+")
_NUMBERED = Pattern(r"(?P<number>[0-9]{1,2}[.．])(?P<words>\p{Han}.*)")
"""The first cell of an item, with its number close before it."""
_TITLE = Pattern(r"《[^《》]+》")
_TYPES = {
    "title": _TITLE,
    "counted": _COUNTED,
    "latin": Pattern(r"[!-~]+"),
    "reading": Pattern(r"[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü’']+"),
}
_KNOWN = frozenset(("figure", "title", "counted", "reading"))
"""What cells hold that are no words of a text."""
_TURNS = Pattern(rf"c{{{FEWEST_FIGURES},}}|(?:wf){{2,}}|(?:wwf){{2,}}")
_GAP = Pattern(r"[^\S\n]")


@lru_cache(maxsize=4096)  # a line is looked at alone and with those beside it
def cells_of(line: str) -> tuple[str, ...]:
    """The cells of a line: its pieces between white space.

    >>> cells_of(" 大号 12件\N{IDEOGRAPHIC SPACE}35元")
    ('大号', '12件', '35元')
    """
    return tuple(line.split())


def find_rows(lines: Sequence[str], memo: MemoTable | None = None) -> list[bool]:
    """For each line whether it is a row, given those before and behind it.

    A row has no stop inside. Two lines show a table where they have as many cells of the same types and of
    few characters each; and a list of names where they hold nothing else, but who wrote an article. `memo` is
    that of the page.

    >>> find_rows(["尺码 数量 单价", "大号 12件 35元", "今年 的春耕用水有了保障，群众放心。"])
    [True, True, False]
    """
    memo = memo or MemoTable()
    signs = memo.of(_read, lines)
    rows = [sign.row for sign in signs]
    pairs = [i for i, (one, other) in enumerate(pairwise(signs)) if one.in_cells and other.in_cells]
    alike = memo.of(_are_rows, [(lines[i], lines[i + 1]) for i in pairs])
    for i, are_rows in zip(pairs, alike, strict=True):
        if are_rows:
            rows[i] = rows[i + 1] = True
    for i in range(2, len(lines)):
        if signs[i - 2].labelled and signs[i].labelled and _repeats_label(lines[i - 2], lines[i]):
            rows[i - 2] = rows[i] = True
    for start, end in _runs([sign.pair for sign in signs]):
        if _are_pairs([cells_of(line) for line in lines[start:end]]):
            rows[start:end] = [True] * (end - start)
    for start, end in _listed(lines, signs):
        rows[start:end] = [True] * (end - start)
    for i in (*range(1, len(lines)), *reversed(range(len(lines) - 1))) if any(rows) else ():
        beside = i - 1 if i and rows[i - 1] else i + 1
        if not rows[i] and beside < len(lines) and rows[beside] and _has_cells(lines[i], lines[beside]):
            rows[i] = True
    for start, end in _runs([sign.named for sign in signs]):
        if end - start > 1 and any(_GAP.search(line.strip()) for line in lines[start:end]):
            rows[start:end] = [True] * (end - start)
    return (
        [row and not credit for row, credit in zip(rows, find_credits(lines), strict=True)]
        if any(rows)
        else rows
    )


class _Signs(NamedTuple):
    """What a line by itself shows of the rows that it may be one of."""

    row: bool = False
    in_cells: bool = False
    """Whether it has two cells at least, and no stop."""
    labelled: bool = False
    pair: bool = False
    tabbed: bool = False
    tabs: int = 0
    """Tabs between its pieces; none where the first piece has a stop, as prose has."""
    cells_at: tuple[float, ...] = ()
    """Em from its beginning at which its pieces behind wide gaps begin."""
    entered: bool = False
    """Whether it is a word and, behind a tab, what there is to say of it."""
    indexed: bool = False
    named: bool = False
    numeric: bool = False
    """Whether it is nothing but figures."""


_NO_SIGNS = _Signs()


def _read(line: str) -> _Signs:
    if not _TELLING.search(line):
        return _NO_SIGNS
    parted = len(cells_of(line)) > 1
    return _Signs(
        row=_is_row(line),
        in_cells=parted and not _STOP.search(line),
        labelled=_LABEL.match(line) is not None,
        pair=parted and _is_pair(line),
        tabbed=parted and _is_tabbed(line),
        tabs=0 if _STOP.search(line.strip().partition("\t")[0]) else line.strip().count("\t"),
        cells_at=_cells_at(line) if parted else (),
        entered=parted and _ENTERED.fullmatch(line.strip()) is not None,
        indexed=parted and _is_indexed(line),
        named=_has_names(line),
        numeric=parted and _NUMERIC.fullmatch(line.strip()) is not None,
    )


def _listed(lines: Sequence[str], signs: Sequence[_Signs]) -> Iterator[tuple[int, int]]:
    """The stretches of lines set in cells by tabs, of words with a text, of figures, and of an index."""
    yield from _set_by_tabs([sign.tabs for sign in signs])
    yield from _set_below([sign.cells_at for sign in signs])
    for start, end in _runs([sign.entered for sign in signs]):
        if end - start >= FEWEST_PAIRS:
            yield start, end
    yield from ((start, end) for start, end in _runs([sign.numeric for sign in signs]) if end - start > 1)
    tabbed, indexed = [sign.tabbed for sign in signs], [sign.indexed for sign in signs]
    for kind, mark, count in ((tabbed, "\t", 2), (indexed, ",", 1), (indexed, "，", 1)):
        for start, end in _runs(kind):
            if end - start > 1 and any(line.strip().count(mark) >= count for line in lines[start:end]):
                yield start, end


def _set_by_tabs(tabs: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The stretches of lines with as many tabs each, where a text has no tab outside them.

    Tabs that stand for lost marks, or line ends, are now more, now fewer to a line.

    >>> list(_set_by_tabs([0, 1, 1, 1, 0])), list(_set_by_tabs([1, 1, 1, 0, 2, 0]))
    ([(1, 4)], [])
    """
    stretches = [(start, end) for start, end in _runs([count > 0 for count in tabs])]
    if all(end - start >= FEWEST_PAIRS and len({*tabs[start:end]}) == 1 for start, end in stretches):
        yield from stretches


def _cells_at(line: str) -> tuple[float, ...]:
    """Where the pieces of a line behind wide gaps begin, in em from its beginning."""
    gaps = list(_WIDEST_GAP.finditer(line))
    ends = [0, *(gap.end() for gap in gaps)]
    return tuple(accumulate(ems_on_grid(line[start:end]) for start, end in pairwise(ends)))


def _set_below(cells_at: Sequence[Sequence[float]]) -> Iterator[tuple[int, int]]:
    """The stretches of lines whose pieces behind wide gaps begin below each other (`cells_at`: where, in em).

    >>> list(_set_below([(), (9.0, 20.5), (9.0, 20.0), (9.5, 20.0), (14.0,)]))
    [(1, 4)]
    """
    start = 0
    for i in range(1, len(cells_at) + 1):
        if i < len(cells_at) and _are_below(cells_at[i - 1], cells_at[i]):
            continue
        if i - start >= FEWEST_PAIRS:
            yield start, i
        start = i


def _are_below(upper: Sequence[float], lower: Sequence[float]) -> bool:
    """Whether two lines have as many cells behind others, which begin below each other."""
    alike = len(upper) >= FEWEST_BEHIND and len(upper) == len(lower)
    return alike and all(abs(one - other) <= APART for one, other in zip(upper, lower, strict=True))


def _is_row(line: str) -> bool:
    """Whether a line by itself is a row."""
    drawn = _BORDER.fullmatch(line.strip()) is not None
    led = _LEADER.may_match(line) and _LEADER.search(line) is not None
    return drawn or is_piped(line) or is_list(line) or led


def _are_pairs(pairs: Sequence[Sequence[str]]) -> bool:
    """Whether lines of two cells are rows: one of their columns holds figures only."""
    columns = list(zip(*pairs, strict=True))
    if len(pairs) >= FEWEST_HOURS and all(map(_HOUR.fullmatch, columns[0])):
        return True
    hours = sum(map(bool, map(_HOUR.fullmatch, columns[1])))
    if hours >= FEWEST_HOURS and MOSTLY * len(pairs) <= hours and max(map(ems, columns[0])) <= WIDEST_WORD:
        return True
    if len(pairs) >= FEWEST_PAIRS:
        return any(all(map(_is_figure, column)) for column in columns) or _is_headed(columns)
    units = set(map(_unit_of, columns[1]))
    return len(pairs) == FEWEST_MEASURED and len(units) == 1 and max(map(ems, columns[0])) <= WIDEST_WORD


def _is_headed(columns: Sequence[Sequence[str]]) -> bool:
    """Whether a column holds figures under a word, and none of the cells is wide."""
    narrow = max(ems(cell) for column in columns for cell in column) <= WIDEST_WORD
    figures = [[_is_figure(cell) for cell in column] for column in columns]
    return narrow and not any(flags[0] for flags in figures) and any(all(flags[1:]) for flags in figures)


def _unit_of(cell: str) -> str:
    """The unit of a figure; what tells it from any other cell where it has none."""
    measured = _MEASURED.fullmatch(cell)
    return measured["unit"] if measured else f" {cell}"


def _has_cells(line: str, row: str) -> bool:
    """Whether a line beside a row is one of which some cells are empty, or the heads of its columns."""
    cells, others = cells_of(line), cells_of(row)
    return (
        len(cells) > 2
        and abs(len(cells) - len(others)) <= 1
        and max(map(ems, (*cells, *others))) <= WIDEST_WORD
        and not (_STOP.search(line) or _STOP.search(row) or any(map(_is_running_text, (cells, others))))
    )


def _is_indexed(line: str) -> bool:
    """Whether a line may be an entry of an index."""
    return _INDEXED.fullmatch(line.strip()) is not None


def _is_tabbed(line: str) -> bool:
    """Whether a line is set in narrow cells, with tabs between some of them."""
    return "\t" in line.strip() and _are_narrow(line)


def _repeats_label(one: str, other: str) -> bool:
    """Whether two lines begin with the same label and have as many cells, as those of records do."""
    label = _LABEL.match(one)
    if not (label and other.startswith(label[0])):
        return False
    cells, others = cells_of(one), cells_of(other)
    return len(cells) == len(others) > 2 and _are_narrow(one, other) and not _STOP.search(one + other)


def _has_names(line: str) -> bool:
    """Whether a line is a label and names, as in the list of a committee."""
    label = _WIDE_LABEL.match(line.strip())
    cells = cells_of(line.strip()[label.end() :]) if label else ()
    return bool(cells) and all(map(_NAME.fullmatch, cells)) and _in_pairs(cells)


def _in_pairs(cells: Sequence[str]) -> bool:
    """Whether single characters stand two by two, as those of a name that is set wide."""
    runs = "".join("s" if len(cell) == 1 else " " for cell in cells).split()
    return all(len(run) % 2 == 0 for run in runs)


def _runs(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """The stretches in which all flags are set, as slices."""
    start = 0
    for flag, group in groupby(flags) if True in flags else ():
        end = start + sum(1 for _ in group)
        if flag:
            yield start, end
        start = end


def _is_pair(line: str) -> bool:
    """Whether a line is two cells: an hour and what is on, a dish and its price."""
    line = line.strip()
    return len(cells_of(line)) == 2 and not _STOP.search(line) and ems(line) <= 2 * WIDEST_CELL


def is_piped(line: str) -> bool:
    """Whether a line is a row of a table drawn with bars.

    >>> is_piped("| 乡镇 | 面积 |"), is_piped("甲|乙")
    (True, False)
    """
    return line.count("|") > 1


def is_list(line: str) -> bool:
    """Whether a line by itself is in columns: by ideographic spaces, as fields of a form, as names.

    >>> is_list("豆腐 500克\N{IDEOGRAPHIC SPACE}猪肉 100克\N{IDEOGRAPHIC SPACE}青蒜 2根")
    True
    >>> is_list("王敏\N{IDEOGRAPHIC SPACE}周海")
    False
    >>> is_list("编委：王 敏 周海 何小丽"), is_list("会议强调：要坚持 稳中求进 工作总基调")
    (True, False)
    """
    line = line.strip()
    cells = cells_of(line)
    if len(cells) < 2 or _STOP.search(line):
        return False
    if _FORM.match(line) or _PROGRAMME.fullmatch(line) or _SCORE.fullmatch(line) or _is_periodic(cells):
        return True
    label = _LABEL.match(line)
    days = cells_of(line[label.end() :] if label else line)
    if len(days) >= FEWEST_DAYS and all(map(_ON_DUTY.fullmatch, days)):
        return True
    if label and _are_names(cells_of(line[label.end() :])):
        return True
    return (len(_WIDE_GAP.findall(line)) > 1 and "\N{IDEOGRAPHIC SPACE}" in line) or (
        len(cells) >= LONE_NAMES and _are_names(cells)
    )


def _is_periodic(cells: Sequence[str]) -> bool:
    """Whether short words and figures take turns: `火警119 匪警110 急救120`, `实收 10.00 找零 1.50`.

    Each turn is one word or two, and ends with a figure.
    """
    if any(ems(cell) > WIDEST_WORD + NARROW_WORD * bool(_COUNTED.fullmatch(cell)) for cell in cells):
        return False
    return _TURNS.fullmatch("".join(map(_turn_of, cells))) is not None


def _turn_of(cell: str) -> str:
    """The letter by which `_TURNS` knows a cell: a figure, a word with one, a word."""
    kinds = (("f", _FIGURE), ("c", _COUNTED), ("w", _WORD))
    return next((letter for letter, pattern in kinds if pattern.fullmatch(cell)), "-")


def _are_names(cells: Sequence[str]) -> bool:
    """Whether pieces are names, those of two characters in two pieces; a text of single characters is not."""
    longer = sum(len(cell) > 1 for cell in cells)
    singles = len(cells) - longer
    return longer > 0 and all(map(_is_name, cells)) and _in_pairs(cells) and longer + singles / 2 >= 3


def _is_name(cell: str) -> bool:
    return _NAME.fullmatch(cell) is not None or may_be_name(cell)


def _are_rows(lines: tuple[str, str]) -> bool:
    """Whether two lines of cells in succession are rows of one table: a tab is never read, but typed."""
    one, other = lines
    cells, others = cells_of(one), cells_of(other)
    if one.strip().count("\t") == other.strip().count("\t") > 0 and _are_narrow(one, other):
        return True
    return any(_are_alike(*pair) for pair in product(_readings(cells), _readings(others)))


def _are_narrow(*lines: str) -> bool:
    """Whether lines have two cells at least, none of them wide."""
    rows = [cells_of(line) for line in lines]
    return all(len(row) > 1 for row in rows) and max(ems(cell) for row in rows for cell in row) <= WIDEST_CELL


def _readings(cells: Sequence[str]) -> Iterator[Sequence[str]]:
    """The cells of a line, with the number of an item as one, and those where a name is set wide."""
    numbered = _NUMBERED.fullmatch(cells[0]) if cells else None
    if numbered:
        cells = (numbered["number"], numbered["words"], *cells[1:])
    yield cells
    if _all_single(cells):
        return
    for i, (one, other) in enumerate(pairwise(cells)):
        if len(one) == len(other) == 1 and is_han(one) and is_han(other):
            yield (*cells[:i], one + other, *cells[i + 2 :])
            return


def _are_alike(cells: Sequence[str], others: Sequence[str]) -> bool:
    """Whether the cells of two lines are those of two rows of a table, or names."""
    if len(cells) < 2 or len(others) < 2 or max(map(ems, (*cells, *others))) > WIDEST_CELL:
        return False
    if _are_names(cells) and _are_names(others):
        return True
    if len(cells) != len(others) or any(map(_is_running_text, (cells, others))):
        return False
    if len(words := _prefixes(cells)) > 1 and words == _prefixes(others):
        return True
    types = [_type(cell) == _type(other) for cell, other in zip(cells, others, strict=True)]
    known = sum(_type(cell) in _KNOWN for cell in (*cells, *others))
    widths = [ems(cell) for cell in (*cells, *others)]
    if len(cells) < 3 or sum(widths) > NARROW_CELL * len(widths):
        return False
    return known > 0 or (max(widths) <= NARROW_WORD and sum(types) >= LEAST_ALIKE * len(types))


def _prefixes(cells: Sequence[str]) -> list[str]:
    """What stands before the hour of each cell that is a word and an hour: 首班06:30."""
    found = (_WORD_AND_HOUR.fullmatch(cell) for cell in cells)
    return [match["word"] for match in found if match]


def _all_single(cells: Sequence[str]) -> bool:
    """Whether nearly every piece is one ideograph: a text with a space after each."""
    single = sum(len(cell) == 1 and is_han(cell) for cell in cells)
    return len(cells) > 4 and single >= 0.8 * len(cells)


def _is_running_text(cells: Sequence[str]) -> bool:
    """Whether pieces are single ideographs, or words of a sentence in an alphabet."""
    return _all_single(cells) or _is_latin_prose(cells)


def _is_latin_prose(cells: Sequence[str]) -> bool:
    """Whether most of the pieces are words of an alphabet in lower case."""
    return 2 * sum(cell.isascii() and cell.islower() for cell in cells) > len(cells)


def _is_figure(cell: str) -> bool:
    return _FIGURE.fullmatch(cell) is not None


def _type(cell: str) -> str:
    """What a cell holds: a figure, a word with one, a title, how a word is read, Latin, or words."""
    if _is_figure(cell):
        return "figure"
    return next((kind for kind, pattern in _TYPES.items() if pattern.fullmatch(cell)), "words")
