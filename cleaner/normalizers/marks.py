"""The width of marks in Chinese text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from itertools import accumulate, compress

import regex

from cleaner.codepoints import code_points
from cleaner.diagnosis.scripts import is_ascii_letter, is_chinese, is_latin, is_reference
from cleaner.layout.blocks import Block, find_blocks, find_lines
from cleaner.layout.lines.openings import LEADERS
from cleaner.layout.state import PageState
from cleaner.normalizers.accents import MISREAD, find_accents, find_apostrophes, find_hyphens
from cleaner.normalizers.base import normalizer
from cleaner.normalizers.mark_forms import find_forms
from cleaner.normalizers.pairs import find_pairs, find_speech, nested_straight, pair_straight
from cleaner.patterns import Pattern
from cleaner.profiles.charsets import is_han
from cleaner.profiles.marks import (
    CLOSING,
    DASH,
    DASH_AS_HYPHENS,
    FULL_WIDTH,
    MIDDLE_DOT,
    MIDDLE_DOTS,
    OPENING,
    STOPS,
    TERMINAL,
)
from cleaner.profiles.transliteration import is_transliterated
from cleaner.trace import Edit, Effect, Tier, bind

_NAME_DOTS = MIDDLE_DOTS.replace(MIDDLE_DOT, "")
_MARK = Pattern(rf"[,:;?!()\"'`\\\-.．…{_NAME_DOTS}]|[。\uff61\xb7‘]{{2}}")
"""What there may be something to do about."""
_FULL = frozenset(STOPS + OPENING + CLOSING)
_FULL_STOP, _ELLIPSIS = "。", "……"

_OPENING_QUOTES, _CLOSING_QUOTES = '“「"', '”」"'
_FOREIGN_WORDS = Pattern(r"[\p{Latin}0-9'’\-]+(?:[,;:.!?]?[ ][\p{Latin}0-9'’\-]+)+")
_FOREIGN_WORD = Pattern(r"(?<![\w./\-])[A-Za-z]{2,}(?![\w/\-]|\.\w)")
FEWEST_WORDS = 3
"""Words of English text, at the least: fewer are a label."""
_CLOSERS = '”’」』）")'
_BLANK = " \t\N{IDEOGRAPHIC SPACE}"
_EDGE = ("", "\n")
_BESIDE_DASH = OPENING + CLOSING + "\n"

_STOPS = Pattern(r"[,:;?!](?:[\s\x1c-\x1f]*+[,:;?!])*+")
_FOREIGN_LINE = Pattern(r"[ \t]*+(?:[!-~]++[ ]++)+[!-~]++")
_CHAIN = Pattern(r"(?:[A-Za-z0-9%+./‰℃\-]++|[,;](?=[A-Za-z0-9]))++")
"""Words, numbers and the commas between them, without white space."""
_COMMA = Pattern(
    r"(?<=[A-Za-z%‰℃])[,;](?=[A-Za-z0-9])|(?<=[0-9])[,;](?=[A-Za-z])"
    r"|(?:(?<=[0-9]{2})[,;](?=[0-9])|(?<=[0-9])[,;](?=[0-9]{2}))(?![0-9]{3}(?![0-9]))",
    needs=",;",
)
"""A comma in a list; not one in a number, nor in the name of a chemical (1,5-二氯)."""
_NUMBERS = Pattern(r"[0-9]{1,4}+(?:,[0-9]{1,4}+){2,}+", needs=",")
_ANY_COMMA = Pattern(",", needs=",")
"""Three and more numbers in a list, and the commas between them."""
_THOUSANDS = Pattern(r"[0-9](?<![0-9,][0-9])[0-9]{0,2}(?:,[0-9]{3})++(?![0-9])", needs=",")
_RATIO = Pattern(r":(?<=[0-9]:)(?=[0-9])", needs=":")
"""A number with thousands set apart; the colon of a time or a ratio.

Patterns begin with a character that they must hold and look behind it then: so a page is searched ten times
as fast.
"""
_ADDRESS = Pattern(
    r"(?<![A-Za-z0-9])(?:(?:https?|ftp)://|(?<![.@])www\.)[!-~]*[A-Za-z0-9/_=\#-]|&[a-z]{2,8};|&\#[0-9]{1,6};",
    needs=("://", "www.", "&"),
)
_FOOTNOTE = Pattern(r"^\[\^[^\]\s]{1,20}+\]:", regex.MULTILINE, needs=("[^",))
"""How Markdown begins a footnote."""
_HALF_WIDTH = {full: half for half, full in FULL_WIDTH.items()} | {_FULL_STOP: "."}
_WIDE_IN_LATIN = Pattern(
    r"[，。；：？！](?<=[A-Za-z0-9)）'’][，。；：？！])(?=[A-Za-z0-9(（\s]|\Z)|（(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])）",
    needs=f"{STOPS}（）",
)
_TIGHT_STOP = Pattern(r"(?<=[a-z]{2})[.](?=[A-Z][a-z])", needs=".")
"""A full stop without room behind it, as a full-width one is written."""
_FACE = Pattern(r"[:;]-[()DPp](?!\w)", needs=(":-", ";-"))
"""A face that lies on its side: :-)."""
_ROUND_FACE = Pattern(r"\((?=[^()]*[\^_∩<>*])[^\p{L}\p{N}\s()]{2,8}\)", needs="(")
"""A face of signs alone between round brackets, of which one shows eyes or a mouth: (^_^)."""
_POINT = Pattern(r"(?<=[\p{Han}%‰℃][ \t]?)[.．](?![^\s”’」』）\")])")
_AFTER_FIGURE = Pattern(r"(?<=[0-9])[.](?!\S)")
"""A point behind a figure, where a block ends,"""
_HALF_MARKED = Pattern(r"\p{Han}{2}[^\n]*[,:;]\p{Han}{2}", needs=",:;")
"""and one whose marks are half-width."""
_IN_LIST = r"(?:[.．](?![0-9])|、)"
_INNER_POINT = Pattern(
    rf"(?<=(?:[\p{{Han}}0-9]\p{{Han}}|[%‰℃》）”])(?<!{_IN_LIST}[^.．、\n]{{0,5}}))[.．](?![^.．、\n]{{0,5}}{_IN_LIST})"
    r"(?=\p{Han}{2}|\p{Han}[(（0-9]|[“《（(\"]|[A-Z]{2})"
)
"""A point between clauses: the words of a list stand nearer to each other."""
_SPOKEN_POINT = Pattern(
    r"(?:[:：]“[^“”.．\n]{1,200}|“[^“”.．\n]{1,100}[，；。？！][^“”.．\n]{1,100})(?<=\p{Han})(?P<point>[.．])”",
    needs=(".”", "．”"),
)
"""The point that ends speech: what opens behind a colon, or has a pause."""
_DASHES = Pattern(rf"(?<!-){DASH_AS_HYPHENS}(?!-)", needs=(DASH_AS_HYPHENS,))
_DOT = r"[.…。\uff61\N{MIDDLE DOT}]"
_DOTS = Pattern(rf"{_DOT}++")
_OMISSION = Pattern(rf"(?:…|{_DOT}(?={_DOT})){_DOT}*+")
"""Dots that may be an ellipsis: more than one, or one that is of three."""
_LEADS = Pattern(r"[ \t\u3000]*+[0-9]{1,5}+(?:[.][0-9]{1,2})?+[元角块]?[ \t]*+$", regex.MULTILINE)
"""The number of a page, or a price, to which dots lead."""
_TWO_DOTS = Pattern(
    rf"(?<=\p{{Han}}{{6}}){MIDDLE_DOT}{{2}}(?=\p{{Han}}{{6}}[^{MIDDLE_DOT}\n]*+(?<=[{TERMINAL}]))",
    needs=MIDDLE_DOT,
)
"""Two dots between the clauses of a sentence; between words they part names, or lead to something."""
_PAUSE = Pattern(rf"[，；,;]|[{TERMINAL}](?!\s*$)")
"""What shows that a paragraph is running text with several clauses."""
_NAME_DOT = Pattern(
    rf"[{_NAME_DOTS}](?<=[\p{{Han}}\p{{Latin}}][{_NAME_DOTS}])(?=[\p{{Han}}\p{{Latin}}])", needs=_NAME_DOTS
)
_TYPEWRITER = Pattern(
    r"(?<!`)(?P<open>``)(?![`\s])[^`'\n]{1,200}+(?P<close>'')(?!')"
    r"|(?<!‘)(?P<open>‘‘)(?![‘\s])[^‘’\n]{1,200}+(?P<close>’’)(?!’)"
    r"|(?<![A-Za-z0-9)\]'])(?P<open>'')(?=[\p{Han}A-Za-z0-9《（])[^'\n]{1,200}+(?<![\s,+=(])(?P<close>'')(?!')",
    needs=("``", "‘‘", "''"),
)
_TERM = r"[-+]?(?:[a-zA-Z][0-9'′]?|[0-9]{1,3}(?:\.[0-9]++)?|∞)"
_FORMULA = Pattern(
    rf"\((?:{_TERM}(?:, {_TERM})++|cid:[0-9]+"
    r"|[0-9]{0,3}[a-z](?:[-+\N{MINUS SIGN}×÷*/^=][0-9]{0,3}[a-z]?)++)\)"
)
"""An interval, the coordinates of a point, the arguments of a function, a sum of letters; the number of a
glyph for which a PDF file has no character."""
_SUFFIX = Pattern(r"\.[A-Za-z][A-Za-z0-9]{1,4}(?![A-Za-z0-9])")
"""How the name of any file ends, behind a bracket that is part of it: `报告(1).docx`."""
_REPLY = Pattern(r"(?<![A-Za-z])(?:R[eE]|F[wW]d?|FWD):[ ]", needs=":")
"""What a program of mail sets before a subject."""
_KANA = Pattern(r"[\p{Hiragana}\p{Katakana}--[・\uff65]]", regex.V1)


@normalizer(tier=Tier.CERTAIN, effect=Effect.MARKS, also=Tier.INFERRED)
def normalize_marks(state: PageState) -> Iterator[Edit]:
    """Set the marks of Chinese text full-width.

    GB/T 15834-2011 (clauses 4 and 5.1) gives each mark the room of a character; OCR engines answer with
    half-width `,` `:` `;` `?` `!` `(` `)`, straight quotation marks, `...`, `--` and small forms. A mark is
    Chinese if an ideograph or a full-width mark stands next to it, beyond white space (问题 ,党内), or at
    both ends of the words and numbers that it stands between (增长7%,5G用户). Brackets and quotation marks
    change in pairs. A grave accent between ideographs is a mark 、, which leans the same way, or a quotation
    mark, and so is a straight single one alone in its line (`cleaner.normalizers.accents`): these edits are
    inferred, for they read another mark, not another width of the same. A full stop becomes 。 at the end of
    a block; elsewhere `.` may as well be a misread comma and is left to other rules,
    unless the text, or the block, has no 。 at all and ends with `.`.

    Safety: decimal points, thousands (1,234), times and ratios (10:30, 3:1), addresses and blocks that are
    mostly Latin stay. An unpaired bracket or quotation mark stays: it may be a misread character.

    >>> normalize_marks('问题 ,党内(第一批)严重"警告"2人:追缴1,234元,比例3:1.')
    '问题 ，党内（第一批）严重“警告”2人：追缴1,234元，比例3:1。'
    >>> normalize_marks("He lives in 北京, the capital (首都) of China.")
    'He lives in 北京, the capital (首都) of China.'
    """
    text = state.text
    marked = (block for block in find_blocks(text) if _MARK.search(text, block.start, block.end))
    blocks = [block for block in marked if is_chinese(block.of(text))]
    forms = [*find_forms(text), *find_apostrophes(text)]
    formed = _with(text, forms)
    english, stops = list(_in_english(formed)), list(_full_stops(formed, blocks))
    again = {edit.start for edit in (*english, *stops)}
    edits = [*(edit for edit in forms if edit.start not in again), *stops]
    for block in blocks:
        edits += [*_brackets(text, block), *_straight_quotes(text, block)]
    # These are one for one, so offsets hold; each of the next is judged in the company of those before.
    text = _with(text, edits)
    longer = [
        edit
        for block in blocks
        for judge in (_dashes_and_dots, _typewriter_quotes)
        for edit in judge(text, block)
    ]
    covered = {i for edit in longer for i in range(edit.start, edit.end)}
    edits += _accents(text, blocks, covered)
    edits += [edit for edit in find_hyphens(text, blocks) if edit.start not in covered]
    for judge in (_stops, _listed):
        text = _with(text, edits)
        judged = [edit for block in blocks for edit in judge(text, block)]
        if judged:
            kept = {
                i
                for pattern in (_ADDRESS, _FOOTNOTE, _FACE, _THOUSANDS, _RATIO, _REPLY)
                for m in pattern.finditer(text)
                for i in range(*m.span())
            }
            edits += [edit for edit in judged if edit.start not in kept]
    edits = longer + [edit for edit in edits if edit.start not in covered]
    if "[" in text:
        lines = [line for block in blocks for line in find_lines(text, block) if is_reference(line.of(text))]
        covered = {i for line in lines for i in range(line.start, line.end)}
        edits = [edit for edit in edits if edit.start not in covered]
    yield from sorted([*edits, *english], key=lambda edit: edit.start)


def _accents(text: str, blocks: Sequence[Block], covered: Set[int]) -> list[Edit]:
    """The edits of accents, with those of the straight marks that they leave to pair."""
    edits: list[Edit] = []
    while found := [edit for block in blocks for edit in find_accents(text, block, covered)]:
        text = _with(text, found)
        found += [edit for block in blocks for edit in _straight_quotes(text, block)]
        text = _with(text, found)
        edits += found
    return edits


def _in_english(text: str) -> Iterator[Edit]:
    """Full-width marks of blocks in an alphabet without ideographs, which sets a space behind them."""
    if not _WIDE_IN_LATIN.search(text):
        return
    for block in find_blocks(text):
        content = block.of(text)
        if (
            not is_latin(content)
            or any(map(is_han, content))
            or len(_FOREIGN_WORD.findall(content)) < FEWEST_WORDS
        ):
            continue
        found = False
        for match in _WIDE_IN_LATIN.finditer(text, block.start, block.end):
            mark, beyond = match[0], text[match.end() : match.end() + 1]
            before = " " if mark == "（" and not text[match.start() - 1 : match.start()].isspace() else ""
            behind = " " if mark != "（" and is_ascii_letter(beyond or " ") else ""
            half = before * (match.start() > block.start) + _HALF_WIDTH[mark] + behind
            yield Edit(*match.span(), half, why="a mark in English text")
            found = True
        for match in _TIGHT_STOP.finditer(text, block.start, block.end) if found else ():
            yield Edit(*match.span(), ". ", why="a mark in English text")


def _with(text: str, edits: Sequence[Edit]) -> str:
    """The text with edits made that replace one character by one."""
    if not edits:
        return text
    codes = code_points(text).copy()
    codes[[edit.start for edit in edits]] = [ord(edit.replacement) for edit in edits]
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def _is_chinese(char: str) -> bool:
    return char in _FULL or is_han(char)


def _neighbours(text: str, start: int, end: int, block: Block) -> tuple[str, str]:
    """What stands next to a span in its block, beyond white space; a line feed where nothing does."""
    before, after = start - 1, end
    while before >= block.start and text[before].isspace():
        before -= 1
    while after < block.end and text[after].isspace():
        after += 1
    return text[before] if before >= block.start else "\n", text[after] if after < block.end else "\n"


def _full_stops(text: str, blocks: Sequence[Block]) -> Iterator[Edit]:
    """Points that end a block, or any sentence or clause of a page that ends its blocks with them."""
    last = [block.start + len(block.of(text).rstrip(_CLOSERS)) - 1 for block in blocks]
    points = [[m.start() for m in _POINT.finditer(text, block.start, block.end)] for block in blocks]
    for block, end, found in zip(blocks, last, points, strict=True):
        if _AFTER_FIGURE.match(text, end) and _HALF_MARKED.search(text, block.start, end):
            found.append(end)
    ends = [end in found for end, found in zip(last, points, strict=True)]
    runs = (match[0] for match in _DOTS.finditer(text))
    stops = any(_FULL_STOP in dots and not _is_ellipsis(dots) for dots in runs)
    only_points = any(ends) and not stops
    pointed = [
        only_points or (end and _FULL_STOP not in block.of(text))
        for block, end in zip(blocks, ends, strict=True)
    ]
    places = {match.start("point") for match in _SPOKEN_POINT.finditer(text)}
    for end, found, always in zip(last, points, pointed, strict=True):
        places.update(found if always else [end] if end in found else ())
    for i in sorted(places):
        yield Edit(i, i + 1, _FULL_STOP, why="a full stop in Chinese text")
    for block in compress(blocks, pointed):
        for match in _INNER_POINT.finditer(text, block.start, block.end):
            if not is_transliterated(text, *match.span()):
                yield _reading(match, _FULL_STOP, "a full stop in Chinese text")


def _brackets(text: str, block: Block) -> Iterator[Edit]:
    """Brackets with Chinese text in them or before them."""
    if text.find("(", block.start, block.end) < 0 and text.find(")", block.start, block.end) < 0:
        return
    han = [0, *accumulate(map(is_han, block.of(text)))]
    for start, end in find_pairs(text, block, ("()（）",)):
        before, after = _neighbours(text, start, end + 1, block)
        shown = _FORMULA.fullmatch(text, start, end + 1) or _ROUND_FACE.fullmatch(text, start, end + 1)
        if shown or _SUFFIX.match(text, end + 1):
            continue
        gloss = is_ascii_letter(before) and is_ascii_letter(after) and text[start - 1].isspace()
        if (
            text[start] + text[end] != "()"
            or (han[start - block.start] < han[end - block.start] and not gloss)
            or is_han(before)
            or before == "》"
            or (is_han(after) and not is_ascii_letter(before))
        ):
            places = [i for i in (start, end) if text[i] in FULL_WIDTH]
            why = "a bracket in Chinese text"
            yield from bind([Edit(i, i + 1, FULL_WIDTH[text[i]], why=why) for i in places], "brackets")


def _straight_quotes(text: str, block: Block) -> Iterator[Edit]:
    """Straight quotation marks, in pairs."""
    for straight, curly in (('"', "“”"), ("'", "‘’")):
        if text.find(straight, block.start, block.end) < 0:
            continue
        places = [
            i
            for i in range(block.start, block.end)
            if text[i] in curly or (text[i] == straight and not _is_apostrophe(text, i))
        ]
        speech = find_speech(text, places) if straight == '"' else []
        inside = [[i for i in places if start < i < end] for start, end in speech]
        rest = [i for i in places if not any(start <= i <= end for start, end in speech)]
        paired = [(pair, curly) for pair in (*speech, *pair_straight(text, rest, curly))]
        paired += [(pair, "‘’") for pair in nested_straight(text, rest, curly) if straight == '"']
        paired += [(pair, "‘’") for marks in inside for pair in pair_straight(text, marks, curly)]
        for (start, end), marks in paired:
            if text[start] + text[end] == straight * 2 and not _quotes_chinese(text, start, end, block):
                continue
            yield from bind(list(_curled(text, (start, end), straight, marks)), "quotes")


def _curled(text: str, ends: tuple[int, int], straight: str, marks: str) -> Iterator[Edit]:
    """The straight marks of a pair as these; double ones as single ones say that they are nested."""
    nested = straight == '"' and marks == "‘’"
    for i, mark in zip(ends, marks, strict=True):
        if text[i] == straight and nested:
            why = "a quotation mark inside a quotation"
            yield Edit(i, i + 1, mark, why=why, confidence=MISREAD, tier=Tier.INFERRED)
        elif text[i] == straight:
            yield Edit(i, i + 1, mark, why="a quotation mark in Chinese text")


def _is_apostrophe(text: str, i: int) -> bool:
    """Whether a straight single mark is an apostrophe or a sign of feet, minutes, inches or seconds."""
    behind = text[i - 2 : i - 1] if text[i - 1 : i] == "'" else text[i - 1 : i]  # two are a sign of inches
    before, after = behind or " ", text[i + 1 : i + 2] or " "
    return text[i] == "'" and (before.isdecimal() or (is_ascii_letter(before) and is_ascii_letter(after)))


def _quotes_chinese(text: str, start: int, end: int, block: Block) -> bool:
    """Whether a pair of straight marks quotes something in Chinese text; not inches, not seconds."""
    quoted = text[start + 1 : end].strip()
    if not quoted or (text[start - 1 : start].isdecimal() and quoted[-1].isdecimal()):
        return False
    if text[start + 1] in _BLANK and text[start - 1 : start] not in _BLANK:
        return False  # it looks like a closing mark
    return any(map(is_han, (*_neighbours(text, start, end + 1, block), quoted[0], quoted[-1])))


def _stops(text: str, block: Block) -> Iterator[Edit]:
    """Pause and stop marks next to Chinese text; several in a row change together."""
    for match in _STOPS.finditer(text, block.start, block.end):
        if _ends_foreign_quotation(text, *match.span(), block) or _ends_foreign_line(
            text, *match.span(), block
        ):
            continue
        if any(map(_is_chinese, _neighbours(text, *match.span(), block))):
            for i in range(*match.span()):
                if text[i] in FULL_WIDTH:
                    yield Edit(i, i + 1, FULL_WIDTH[text[i]], why="a mark in Chinese text")


def _ends_foreign_quotation(text: str, start: int, end: int, block: Block) -> bool:
    """Whether marks are the last of a quotation of several words in another language, which has its own."""
    if text[end : end + 1] not in _CLOSING_QUOTES or not is_ascii_letter(text[start - 1 : start] or " "):
        return False
    opened = max(text.rfind(mark, block.start, start) for mark in _OPENING_QUOTES)
    return opened >= block.start and _FOREIGN_WORDS.fullmatch(text, opened + 1, start) is not None


def _ends_foreign_line(text: str, start: int, end: int, block: Block) -> bool:
    """Whether marks end a line of several words in another language, over one in Chinese."""
    begun = max(block.start, text.rfind("\n", block.start, start) + 1)
    return text[end : end + 1] == "\n" and _FOREIGN_LINE.fullmatch(text, begun, start) is not None


def _listed(text: str, block: Block) -> Iterator[Edit]:
    """Commas between words and numbers that stand in Chinese text without a space."""
    if text.find(",", block.start, block.end) < 0 and text.find(";", block.start, block.end) < 0:
        return
    for chain in _CHAIN.finditer(text, block.start, block.end):
        start, end = chain.span()
        if (
            block.start < start
            and end < block.end
            and _is_chinese(text[start - 1])
            and _is_chinese(text[end])
        ):
            numbers = _NUMBERS.fullmatch(text, start, end) is not None
            for match in (_ANY_COMMA if numbers else _COMMA).finditer(text, start, end):
                yield Edit(*match.span(), FULL_WIDTH[match.group()], why="a mark in Chinese text")


def _reading(match: regex.Match[str], mark: str, why: str) -> Edit:
    """An edit that takes a mark for another one: it says more than the page does."""
    return Edit(*match.span(), mark, why=why, confidence=MISREAD, tier=Tier.INFERRED)


def _typewriter_quotes(text: str, block: Block) -> Iterator[Edit]:
    """Quotation marks of two single marks each, or of two accents and two straight ones, as TeX has them."""
    for match in _TYPEWRITER.finditer(text, block.start, block.end):
        beside = text[max(block.start, match.start() - 1) : match.end() + 1]
        if any(map(is_han, beside)):
            why = "a quotation mark of two strokes"
            yield from bind(
                [
                    Edit(*match.span(name), mark, why=why, confidence=MISREAD, tier=Tier.INFERRED)
                    for name, mark in (("open", "“"), ("close", "”"))
                ],
                "quotes",
            )


def _is_ellipsis(dots: str) -> bool:
    """Whether a run of dots, some of them misread, is an ellipsis of six dots in another shape."""
    dots = dots.replace("\N{HALFWIDTH IDEOGRAPHIC FULL STOP}", _FULL_STOP)
    if _FULL_STOP in dots:
        return 3 <= len(dots) <= 6 and not dots.strip(_FULL_STOP)
    return dots != _ELLIPSIS and 3 <= len(dots) + 2 * dots.count(_ELLIPSIS[0]) <= 9


def _dashes_and_dots(text: str, block: Block) -> Iterator[Edit]:
    """Dashes, dots of omission, and the dots in foreign names."""
    for match in _DASHES.finditer(text, block.start, block.end):
        sides = _neighbours(text, *match.span(), block)
        alone = (
            text[match.start() - 1 : match.start()] in _EDGE and text[match.end() : match.end() + 1] in _EDGE
        )
        if (
            not alone
            and all(is_han(char) or char in _BESIDE_DASH for char in sides)
            and any(map(is_han, sides))
        ):
            yield Edit(*match.span(), DASH, why="a dash in Chinese text")
    leading = [line.start("dots") for line in LEADERS.finditer(text, block.start, block.end)]
    leaders = set(leading if len(leading) > 1 else ())
    for match in _OMISSION.finditer(text, block.start, block.end):
        if (
            _is_ellipsis(match[0])
            and not _LEADS.match(text, match.end(), block.end)
            and match.start() not in leaders
            and any(map(is_han, _neighbours(text, *match.span(), block)))
        ):
            yield Edit(*match.span(), _ELLIPSIS, why="an ellipsis in Chinese text")
        elif (
            _TWO_DOTS.match(text, match.start(), block.end)
            and _PAUSE.search(block.of(text))
            and not is_transliterated(text, *match.span())
        ):
            yield _reading(match, _ELLIPSIS, "an ellipsis of which two dots were read")
    for match in _NAME_DOT.finditer(text, block.start, block.end):
        sides = (text[match.start() - 1], text[match.end()])
        if any(map(is_han, sides)) and not any(map(_KANA.match, sides)):
            yield Edit(*match.span(), MIDDLE_DOT, why="the dot in a name")
