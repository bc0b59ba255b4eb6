"""Debris: what OCR engines and page readers leave that was never printed as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache
from itertools import pairwise

import numpy as np
import regex

from cleaner.codepoints import code_points
from cleaner.diagnosis.spaces import sets_words_apart, spaces_marks
from cleaner.layout.state import PageState
from cleaner.markup.markdown import is_delimiter_row, is_table_row
from cleaner.markup.spans import touches
from cleaner.normalizers.base import normalizer
from cleaner.normalizers.moves import breaks_behind
from cleaner.patterns import Pattern
from cleaner.profiles.charsets import is_han, is_strange
from cleaner.profiles.folding import fold
from cleaner.profiles.press import BOX_LABEL, BYLINE, DATELINE
from cleaner.profiles.widths import ems
from cleaner.trace import Edit, Effect, Tier

_ORNAMENT = r"[□■◆◇●○▲△▼▽★☆※◎►▶◤◥▪▫◼◻❏❑❒⊠]"
_COMMAND = (
    r"(?:\\(?:boxtimes|boxdot|boxplus|boxminus|square|Box|blacksquare|bullet|bigcirc|star|bigstar|odot|otimes"
    r"|(?:black)?triangle(?:right|left|down)?|[Dd]iamond(?:suit)?|(?:black)?lozenge|(?:heart|club|spade)suit|quad|qquad)"
    r"(?![A-Za-z]))"
)
_LATEX = rf"(?:\$[ \t]*+(?:{_COMMAND}[ \t]*+)++\$|{_COMMAND})"

_LINE = Pattern(r"[^\n\f]+")
_RULES = Pattern(r"[-_=*~|\s—─━]++|(?:一\||\|一)")
_ORNAMENTS = Pattern(rf"(?:{_LATEX}|{_ORNAMENT}|\s)++")
_RINGS = Pattern(r"[Oo]{3,}+|[口囗]{2,}+")
"""What the rings, wheels and boxes of a picture are read as."""
_RING_ROW = Pattern(r"(?<=\p{Han})[ \t]*+([0Oo])\1{7,}+$|^([0Oo])\2{7,}+(?=\p{Han})", needs=("0", "O", "o"))
"""A row of rings beside a label, drawn up to the edge of its column."""
_STROKES = "INR"
"""Letters that what stands between rings is read as."""
_SENTENCE_END = Pattern(r"[。；！？]")
_MARKER = Pattern(rf"{_ORNAMENT}|[\\$]")
"""What ornaments begin with."""
_ITEMS = Pattern(rf"({_ORNAMENT})\1{{2,}}", needs=_ORNAMENT[1:-1])
"""How lines of a list begin: at least three in succession."""
_TICKS = "✓✔✗✘☑☒"
_BULLET = Pattern(rf"(?:{_ORNAMENT}|[{_TICKS}])[ \t\u3000]+(?=\S)", needs=_ORNAMENT[1:-1] + _TICKS)
"""How each of two begins that stand right below each other."""
_RATING = Pattern(r"[★☆]{2,}+", needs="★☆")
_PREFIX = Pattern(
    rf"(?:>[ \t]++|\#{{1,6}}+[ \t]++|@@++|(?P<ornament>{_ORNAMENT}++)|{_LATEX})[ \t\u3000]*+",
    needs=(*">#@$\\", *_ORNAMENT[1:-1]),
)
_QUOTED = ">"
"""What Markdown sets before each line that it quotes, a blank one too."""
_MISREAD_BOX = Pattern(
    r"(?:[\p{So}\p{Sm}@#&*\]}>|~^%②-⑳]|[\p{So}@#&*]?[A-Za-z](?=本报)|(?P<ideograph>[口囗回田国固因四器品目]"
    r"|[曰白凹凸人入加图](?=本报)))[ \t]*+(?=(?:本报|新华社))",
    needs=("本报", "新华社"),
)
"""What the box before a byline is read as: signs, letters, and ideographs of its shape (a frame, half of
one, or a box in them) that make no word with what follows: 日 would (日本).

Before a space 图 is printed."""
_PAPERS = ("本报", "本報", "新华社", "新華社")
"""What stands behind it, in either script."""
_CREDIT_END = Pattern(r"(?r)(?:[摄图文]|报道)")
"""What ends a line that says who took the picture or wrote; before it an ideograph is none of a box."""
_SUFFIX = Pattern(rf"(?r)(?:[ \t]++{_LATEX})++", needs="$\\")
_BAR = Pattern(r"^\|[ \t]++|(?<![ \t])[ \t]++\|$", needs="|")
_FRAME = Pattern(r"(?:^[ \t]*+\|[ \t]*+|[ \t]*+\|[ \t]*+$)", needs="|")
"""The bars of a printed frame, at the edges of a line in it."""
_SENTENCE_BEHIND = Pattern(r"[。！？；][”’）]?[ \t]?\p{Han}{2}")
_RULE_READ = (
    Pattern(r"^[ \t]*+(?P<rule>[|;,:}{，；：]{1,2}[ \t]++)(?=\S)"),
    Pattern(r"(?P<rule>[ \t](?<=\S[ \t])[ \t]*+[|;,:}{，；：、]{1,2})[ \t]*+$"),
)
"""What a rule between columns may be read as, at the beginning of a line and at its end,"""
_RULE_GLYPHS = frozenset("|;,:}{，；：、")
"""as one of these."""
_TEXT_START = Pattern(r"[\p{Han}A-Za-z“‘《（(\"]")
_NUMERAL = Pattern(r"[○〇零一二三四五六七八九十百]")
_INLINE = Pattern(
    r"(?<!\*)(?P<open>\*\*)(?![*\s，、。；：）])(?P<text>[^*\n]++)(?<!\s)(?P<close>\*\*)(?!\*)"
    r"|(?P<open>!\[)[^\[\]\n]{0,200}+(?P<close>\]\([^()\s]{0,400}+\))"
    r"|(?P<open><!--)[^<>\n]{0,200}+(?P<close>)(?<=--)>"
)
_COMMENT = Pattern(
    r"^[ \t]*+(?P<comment><!--(?=[^<>\f\n]*+\n)[^<>\f]{0,200}+(?<=--)>)[ \t]*+$",
    regex.MULTILINE,
    needs=("<!--",),
)
"""A comment over several lines."""
_PRINTED = Pattern(
    r"<!--\s*+(?![^<>]*(?:照片|图[片像]|插图|原图|画面|扫描|水印|印章|二维码|识别|录入|转写|遮挡|无法|模糊|此处|原文|省去|从略|空白|OCR))"
    rf"(?=(?:\P{{Han}}*+\p{{Han}}){{10}})(?P<text>(?={DATELINE.pattern}"
    r"|[^<>“”，。；：]{2,16}[说道问喊答][：，:,]“[^<>“”]+[。！？…]”|“[^<>“”]+[。，！？…]”\p{Han}{2,6}[说道问喊答][，。：])"
    r"[^<>]*[。！？…][”’」』）)]?)\s*-->",
    needs=("<!--",),
)
"""A comment that begins with a dateline, or with speech or who speaks: it was printed."""
_DESCRIBED = Pattern(
    r"[ \t]*+\[(?![^\[\]\n]*(?:。\]|摄))(?:(?:图[片像]|[插配]图|二维码|徽标)[:：][^\[\]\n]{1,200}+"
    r"|(?:此处|这里)[盖印附配]?[有为是](?:[一二两三几]?[张幅枚个])?(?:图[片像]|[插配]图|照片|[印公]章|二维码|签名)"
    r"(?:[，,：:（(][^\[\]\n]{0,40}+)?"
    r"|(?i:image|photo|picture|figure|logo|stamp|seal|signature)[:：][^\[\]\n]{1,200}+)\][ \t]*+",
    needs="[",
)
"""What a vision model says in place of a picture, in a line of its own; sentences and credits are printed."""
_COMMA_TWICE = Pattern(
    r"(?<=\p{Han})[,，](?=[,，][ \t]?[\p{Han}“])|(?<=\p{Han})[`、](?=、[\p{Han}\d])"
    r"|(?<=[\p{Han}\d])(?:。(?=。(?!。))|：(?=：(?!：))|；(?=；(?!；)))"
)
_QUOTE_TWICE = Pattern(r"(?<=[^\"][“”])\"|\"(?=[“”][^\"])", needs='"')
"""A straight quotation mark that touches a curly one."""
_PAIR_TWICE = Pattern(r"“(?=“[^“”\n]{1,60}””)|(?<=““[^“”\n]{1,60}”)”", needs="“")
"""The outer marks of a pair that stands round a text twice."""
_TWO_COMMAS = (",,", ",，", "，,", "，，", "`、", "、、", "。。", "：：", "；；")
"""What `_COMMA_TWICE` finds the first of."""
_HAN_RUN = Pattern(r"\p{Han}(?:[ \t]*+\p{Han}){11,}+")

FRAMED = 16
"""Ideographs, at the least, of a line in a frame that breaks within its sentence,"""
FEWEST_BROKEN, RAGGED = 2, 5
"""such lines, at the least, and the em by which they may differ."""
RULED, NEAR = 3, 4
"""Lines with a mark by itself at one edge, so many of which near each other show a column rule."""
FEW = 5
"""Characters from which two glyphs in disorder are a picture."""
RETURNS = 6
"""Times that a glyph must return, at two of five places and more, before its run is one."""
LEAST_RETURNS = 3
"""Characters of a line that stood in it before, at the least, if one glyph is near itself so many times."""
FARTHEST = 4
"""Characters from one return of such a glyph to the next, at the most."""
ROUNDS = 8
"""How deep one piece of debris is looked for under another."""

COMMENT = "a comment of the page reader"
MARK_TWICE = "a mark that was read twice"

Span = tuple[int, int, str]
"""Start, end, and why it is debris."""


@normalizer(tier=Tier.CERTAIN, effect=Effect.REMOVAL)
def drop_debris(state: PageState) -> Iterator[Edit]:
    r"""Drop what was never printed as text: residue of mark-up, ornaments, pictures read as glyphs.

    Page readers write quotation marks and headings of Markdown before blocks that are neither (`> `, `# `),
    LaTeX commands for ornaments (`\boxtimes`); for column rules bars, or marks by themselves at the edge of
    line after line. Engines read the box before a byline as a box or as what looks like one (□本报记者,
    口本报记者, ②本报记者), and photographs as lines of ideographs: few glyphs over and over (田田谷田田), or
    characters that no newspaper prints (妛剘间扣), which GB 2312, the first levels of Big5 and JIS X 0208 and
    counts of news text all lack. Of marks that were read twice (时间,，提高; 轻管”"问题) one goes.

    Safety: a line goes only if nothing in it can be read: real words repeat in order (加油加油),
    names hold at most one or two rare characters after a surname, and both stay. Dashes, numbers and
    ornaments that mark the items of a list stay, so do bars between the cells of a table.

    >>> drop_debris("> □本报记者 张文强\n\n田田谷田田\n\n \\boxtimes\n\n■ 上接第1版")
    '本报记者 张文强\n\n上接第1版'
    """
    markers = frozenset(_list_markers(state))
    comments = [
        comment.span()
        for comment in _COMMENT.finditer(state.text)
        if not _PRINTED.fullmatch(comment["comment"])
    ]
    for start, end in comments:
        yield Edit(start, end + breaks_behind(state.text, start, end), why=COMMENT)
    lines = [
        match
        for match in _LINE.finditer(state.text)
        if not (match.group().isspace() or (comments and touches(comments, *match.span())))
    ]
    ruled = {} if spaces_marks(state.text) else _column_rules([match.group() for match in lines])
    barred = "|" in state.text
    ruled |= _frames(lines) if barred else {}
    for number, match in enumerate(lines):
        line = match.group()
        if number and barred and is_delimiter_row(line) and _is_head_of(lines[number - 1].group(), line):
            continue
        found = list(_debris(line, markers))
        found += [rule for rule in ruled.get(number, ()) if not any(_overlap(rule, span) for span in found)]
        for start, end, why in sorted(found):
            gone = (start, end) == (
                0,
                len(line),
            ) and line.strip() != _QUOTED  # a blank one of what is quoted
            breaks = breaks_behind(state.text, *match.span()) if gone else 0
            yield Edit(match.start() + start, match.start() + end + breaks, why=why)


def _is_head_of(head: str, delimiters: str) -> bool:
    """Whether a line is the head of the table whose rows begin behind a line of delimiters."""
    bare = not delimiters.strip().startswith("|") and "|" in delimiters.strip("| \t")
    return is_table_row(head) or (bare and head.count("|") == delimiters.count("|"))


def _list_markers(state: PageState) -> set[str]:
    """Ornaments that mark the items of a list: before several whole sentences, or line after line."""
    if not _MARKER.search(state.text):
        return set()
    blocks = [block.of(state.text) for block in state.blocks]
    firsts = Counter(block[0] for block in blocks if _ORNAMENTS.match(block) and _SENTENCE_END.search(block))
    lines = [line for line in state.lines if line.end > line.start + 1]  # an ornament alone goes
    begins = "".join(line.of(state.text)[0] for line in lines)
    runs = (match[1] for match in _ITEMS.finditer(begins))
    pairs = {
        char
        for i, (upper, lower) in enumerate(pairwise(lines))
        for char in begins[i : i + 2]
        if (begins[i] == begins[i + 1] or not {*begins[i : i + 2]}.isdisjoint(_TICKS))
        and lower.start - upper.end == 1
        and all(_is_item(line.of(state.text)) for line in (upper, lower))
    }
    return {char for char, n in firsts.items() if n > 1}.union(runs, pairs)


def _is_item(line: str) -> bool:
    """Whether a line begins with an ornament and a space, and does not say who wrote what is under it."""
    found = _BULLET.match(line)
    return found is not None and not BYLINE.fullmatch(line, found.end())


def _column_rules(lines: Sequence[str]) -> dict[int, list[Span]]:
    """Marks by themselves at an edge of several lines near each other, by the number of the line."""
    marks = {n: found for n, line in enumerate(lines) if (found := [*_rules_read(line)])}
    return {
        number: [(*match.span("rule"), "a column rule") for match in found]
        for number, found in marks.items()
        if sum(near in marks for near in range(number - NEAR, number + NEAR + 1)) >= RULED
    }


def _frames(lines: Sequence[regex.Match[str]]) -> dict[int, list[Span]]:
    """The bars at both edges of lines that a printed frame holds, by the number of the line.

    Rows of one cell each look the same, but no sentence runs on from one of them to the next.
    """
    found: dict[int, list[Span]] = {}
    run: list[int] = []
    for number, match in enumerate(lines):
        if run and match.start() > lines[run[-1]].end() + 1:
            found |= _framed(lines, run)
            run = []
        run.append(number)
    return found | _framed(lines, run)


def _framed(lines: Sequence[regex.Match[str]], run: Sequence[int]) -> dict[int, list[Span]]:
    """The bars of lines right below each other, if they are of a frame.

    Several lines are as wide and break within a sentence, and one holds the end of a sentence inside.
    """
    bars = {
        n: [bar.span() for bar in _FRAME.finditer(line)] for n in run if "|" in (line := lines[n].group())
    }
    if any(len(bars[n]) != lines[n].group().count("|") or is_delimiter_row(lines[n].group()) for n in bars):
        return {}  # bars between cells
    cells = {n: lines[n].group().strip("| \t") for n in bars if len(bars[n]) > 1}
    broken = [
        ems(cell)
        for n, cell in cells.items()
        if n + 1 in bars and is_han(cell[-1:]) and sum(map(is_han, cell)) >= FRAMED
    ]
    full = len(broken) >= FEWEST_BROKEN and max(broken) - min(broken) <= RAGGED
    if not full or not any(_SENTENCE_BEHIND.search(cell) for cell in cells.values()):
        return {}
    return {n: [(*span, "a frame") for span in bars[n]] for n in cells}


def _rules_read(line: str) -> Iterator[regex.Match[str]]:
    """What may be a column rule at the edges of a line; in one of a table or of words apart nothing."""
    inner = line.strip(" \t")
    if not inner or (inner[0] not in _RULE_GLYPHS and inner[-1] not in _RULE_GLYPHS):
        return
    if line.count("|") > 1 or not any(map(is_han, line)) or sets_words_apart(line):
        return
    for pattern in _RULE_READ:
        if match := pattern.search(line):
            yield match


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


@lru_cache(maxsize=4096)  # most lines stay as they are from one state of a page to the next
def _debris(line: str, markers: frozenset[str]) -> tuple[Span, ...]:
    """The spans of a line that are debris; what comes to light under them counts."""
    spans = _found(line, markers)
    if not spans:
        return ()
    left = list(range(len(line)))
    reasons: dict[int, str] = {}
    for _ in range(ROUNDS):
        for start, end, why in spans:
            reasons.update(dict.fromkeys(left[start:end], why))
        left = [i for i in left if i not in reasons]
        spans = _found("".join([line[i] for i in left]), markers)
        if not spans:
            break
    merged: list[Span] = []
    for i in sorted(reasons):
        if merged and merged[-1][1:] == (i, reasons[i]):
            merged[-1] = (merged[-1][0], i + 1, reasons[i])
        else:
            merged.append((i, i + 1, reasons[i]))
    return tuple(merged)


def _found(line: str, markers: Set[str]) -> list[Span]:
    """What of a line is debris at first sight."""
    return _whole(line) or [*_edges(line, markers), *_inline(line), *_stutters(line)]


def _whole(line: str) -> list[Span]:
    """The line, if it is debris as a whole."""
    compact = "".join(line.split())
    if _RULES.fullmatch(compact):
        # One dash may be a list item's, two of them the rest of a line.
        why = "a rule" if len(compact) > 2 or "|" in compact else ""
    elif _RINGS.fullmatch(compact) or is_row_of_rings(compact) or is_picture(compact):
        why = "a picture read as glyphs"
    elif line.strip() == _QUOTED:
        why = "residue of mark-up"
    elif _DESCRIBED.fullmatch(line):
        why = "a picture that the page reader described"
    else:
        why = "an ornament" if _ORNAMENTS.fullmatch(line.strip()) and not _RATING.fullmatch(compact) else ""
    return [(0, len(line), why)] if compact and why else []


def _edges(line: str, markers: Set[str]) -> Iterator[Span]:
    """Mark-up, ornaments and column rules at the ends of a line."""
    start, end = len(line) - len(line.lstrip()), len(line.rstrip())
    may_be_box = any(paper in line for paper in _PAPERS)
    folded = fold(line) if may_be_box or _PREFIX.match(line, start, end) else line
    if body := _prefix_end(folded, start, end, markers) - start:
        yield start, start + body, "residue of mark-up, or an ornament"
    if suffix := _SUFFIX.match(line, start + body, end):
        yield suffix.start(), end, "an ornament"
    ring_row = _RING_ROW.search(line, start, end)
    if ring_row and BOX_LABEL.fullmatch(
        (line[start : ring_row.start()] + line[ring_row.end() : end]).strip()
    ):
        yield *ring_row.span(), "a picture read as glyphs"
    if line.count("|") == 1 and (bar := _BAR.search(line.strip())):
        yield start + bar.start(), start + bar.end(), "a column rule"


def _prefix_end(line: str, start: int, end: int, markers: Set[str]) -> int:
    """Where the text of a line begins after mark-up and ornaments."""
    while match := _PREFIX.match(line, start, end):
        if ornament := match["ornament"]:
            rest = line[match.end() :]
            if ornament[0] in markers or not _TEXT_START.match(rest):
                break
            if _RATING.fullmatch(ornament) or ornament[0] in rest:
                break
            if ornament[-1] == "○" and _NUMERAL.match(rest):
                break
        start = match.end()
    box = _MISREAD_BOX.match(line, start, end)
    if not box or not BYLINE.fullmatch(line, box.end(), end):
        return start
    return start if box["ideograph"] and _CREDIT_END.match(line, start, end) else box.end()


def _inline(line: str) -> Iterator[Span]:
    """Mark-up round text that stays, comments, and marks that were read twice."""
    marked = "**" in line or "![" in line or "<!--" in line
    for match in _INLINE.finditer(line) if marked else ():
        if match["open"] == "<!--":
            start, end = match.span()
            if printed := _PRINTED.fullmatch(match[0]):
                yield start, start + printed.start("text"), "residue of mark-up"
                yield start + printed.end("text"), end, "residue of mark-up"
            else:
                yield start, end, COMMENT
        elif match["open"] == "![" or any(map(is_han, match["text"])):
            yield *match.span("open"), "residue of mark-up"
            yield *match.span("close"), "residue of mark-up"
    for match in _COMMA_TWICE.finditer(line) if any(two in line for two in _TWO_COMMAS) else ():
        yield *match.span(), MARK_TWICE
    for match in _PAIR_TWICE.finditer(line) if "““" in line else ():
        yield *match.span(), MARK_TWICE
    if line.count('"') % 2:  # else they may pair with each other, round text that is quoted within
        for match in _QUOTE_TWICE.finditer(line):
            yield *match.span(), MARK_TWICE


def _stutters(line: str) -> Iterator[Span]:
    """Runs of ideographs in which one glyph comes back all the time."""
    for match in _HAN_RUN.finditer(line) if _may_stutter(line) else ():
        run = match.group()
        if len(run) - len(set(run)) < RETURNS - 1:
            continue  # nothing returns as often
        top, count = Counter(run.replace(" ", "").replace("\t", "")).most_common(1)[0]
        first, last = run.index(top), run.rindex(top) + 1
        first -= first > 0 and not run[first - 1].isspace()
        last += last < len(run) and not run[last].isspace()
        if count >= RETURNS and is_stutter("".join(run[first:last].split())):
            while run[first - 1 : first].isspace():
                first -= 1
            yield match.start() + first, match.start() + last, "a picture read as glyphs"


def _may_stutter(line: str) -> bool:
    """Whether any glyph of a line comes back as often, and as near, as in a stutter."""
    if len(line) < 2 * RETURNS or len(line) - len(set(line)) < LEAST_RETURNS:
        return False
    codes = code_points(line.replace(" ", "").replace("\t", ""))
    again = [codes[step:][codes[step:] == codes[:-step]] for step in range(1, FARTHEST + 1)]
    return max(Counter(np.concatenate(again).tolist()).values(), default=0) >= RETURNS - 1


def is_picture(text: str) -> bool:
    """Whether a line without its spaces is a picture read as ideographs.

    >>> [is_picture(text) for text in ("田田谷田田", "妛剘间扣", "谷妛谷", "加油加油加油", "王喆垚", "简讯")]
    [True, True, True, False, False, False]
    >>> is_picture("嘀嗒嘀嗒嘀嘀嗒"), is_picture("口口国口国国")
    (False, True)
    """
    if len(text) < 3 or not all(map(is_han, text)):
        return False
    strange = sum(map(is_strange, text))
    if len(text) == 3:
        return strange == 3 or (strange > 0 and text[0] == text[2] != text[1])
    if strange >= 2 and 2 * strange >= len(text):
        return True
    return len(text) >= FEW and len(set(text)) == 2 and not (_in_order(text) or any(map(_is_sound, text)))


def _is_sound(char: str) -> bool:
    """Whether a character is one of those written with a mouth, as sounds are (嘀, 嗒, 叮), and no box."""
    return "口" < char < "囗"


def is_row_of_rings(text: str) -> bool:
    """Whether a line without its spaces is a pattern of rings and strokes, one glyph in it something else.

    >>> [is_row_of_rings(text) for text in ("RONONONO", "RO格OIONOIO", "ORINOCO", "ROCOCO", "NOON")]
    [True, True, False, False, False]
    """
    if len(text) <= FEW or 2 * text.count("O") < len(text):
        return False
    return sum(char != "O" and char not in _STROKES for char in text) < 2


def is_stutter(text: str) -> bool:
    """Whether one glyph returns at every second place or so, all through a run of ideographs.

    >>> is_stutter("国口硬口面口面口面口硬口国"), is_stutter("哈哈哈哈哈哈哈哈哈哈哈哈")
    (True, False)
    >>> is_stutter("脱氧核糖核酸和核糖核酸都是核酸")
    False
    """
    top, count = Counter(text).most_common(1)[0]
    often = count >= RETURNS and 5 * count >= 2 * len(text)
    returning = text[text.index(top) : text.rindex(top) + 1]
    return often and max(map(len, text.split(top))) < FARTHEST and not _in_order(returning)


def _in_order(text: str) -> bool:
    """Whether a text repeats as words do: 哈哈哈, 加油加油, 咚咚锵咚咚锵, 红红火火, 哈哈哈嘿嘿.

    >>> [_in_order(text) for text in ("咚咚锵咚咚锵", "呼呼呼哗哗", "田田谷田田")]
    [True, True, False]
    """
    turns = sum(one != other for one, other in pairwise(text))
    again = any(text[period:] == text[:-period] for period in range(1, len(text) // 2 + 1))
    return turns < 2 or again or text[::2] == text[1::2]
