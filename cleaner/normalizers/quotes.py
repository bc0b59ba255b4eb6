"""Quotation marks that do not fit each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

import regex

from cleaner.layout.blocks import Block
from cleaner.layout.lines.break_kind import Break
from cleaner.layout.state import PageState
from cleaner.markup.spans import Span, touches
from cleaner.normalizers.base import normalizer
from cleaner.patterns import Pattern
from cleaner.profiles.charsets import is_han, is_traditional
from cleaner.profiles.marks import OPENING_QUOTES, STOPS
from cleaner.profiles.press import SURNAMES
from cleaner.trace import Edit, Effect, Tier, bind

SURE = 0.92
"""Confidence of the edits, set by hand."""
_MARK = Pattern(r"[“”‘’]|(?<=[:：])[,，](?=[\p{L}\d])")
"""A quotation mark, or a comma behind a colon."""
_CROSSED = Pattern(
    r"(?P<open>[「“])(?P<text>[^「」『』“”\n]{1,60}+)(?P<close>[」”])"
    r"(?<=「[^」]+”|“[^”]+」)(?![^「」『』“”\n]*[」”])",
    needs="「」",
)
"""A corner mark and a curly one round a quotation that holds no other."""
_DOUBLE = Pattern(r"[“”]")
_SINGLE = Pattern(r"[‘’]")
_OTHER = dict(zip("“”‘’", "”“’‘", strict=True))
_TERM = Pattern(r"[^\n。！？；]{1,20}")
"""What stands between marks that were exchanged, at the most."""
_SHORT_TERM = Pattern(rf"[^\n{STOPS}]{{1,12}}")
_ENDED = Pattern(rf"[{STOPS}]")
_COMMAS = ",，"
_BETWEEN_TERMS = ("、", "，")
"""What parts the terms of a list."""
_COLON = Pattern(r"[:：]")
_CALLED = Pattern(
    r"(?:[称誉喻评赞命][^，。；！？：“”\n]{0,6}[为作做]|叫[做作]|[名号俗人自美戏尊]称|所谓的?)“(?P<term>\p{Han}{2,8})(?=[，。；])",
    needs="“",
)
"""What somebody is called, with the mark that opens it and not the one that closes it."""
_QUOTED_TERM = Pattern(r"“(?P<term>\p{Han}{2,8})”", needs="“")
_SAYS = Pattern(r"(?<=[说道称问喊叫答曰]|告诉\p{Han}{1,4}|表示|介绍)[:：](?=[\p{Han}])")
"""A colon behind a word for saying, with no mark behind it."""
_COLONS = ("：", ":")
_SENTENCE_ENDS = "。！？…"
_OPENS = Pattern(r"(?:[说道称问喊叫答曰][:：，,]|[:：])$")
"""What speech opens behind,"""
_SAID = Pattern(r"\s*(?=[^。！？“”\n]{0,12}[说道称问喊叫答曰])")
"""what follows behind it,"""
_BETWEEN = Pattern(
    rf"(?P<said>[^“”‘’\n]{{2,}}[，。！？…])(?:(?!向)[{SURNAMES}]\p{{Han}}{{1,2}}?|[老小阿]\p{{Han}}|[他她我]们?|村民们?|记者)"
    r"(?:[笑哭接喊]着|又|继续|高兴地|激动地)?[说道问喊答][，：]“(?=[^“”\n]+”)"
)
"""Speech, a short name of who says it, and the mark that opens the rest of it."""
_SENTENCE = Pattern(r"[^。！？“”‘’「」\n]{2,}[。！？]")
"""and one sentence of it."""
_NO_QUOTE = r"[^“”‘’「」『』\n]"
_AROUND_SPEAKER = Pattern(
    rf"(?:(?P<outer>“)|「){_NO_QUOTE}{{0,120}}?"
    r"(?:(?<=[。，！？…])(?P<close>[“「])[^，。；：！？“”‘’「」『』\n]{1,12}[说說道问問喊答]，"
    rf"(?P<open>[”」])(?![这這那]){_NO_QUOTE}{{1,120}}?)+"
    r"(?(outer)”|」)",
    needs="“「",
)
"""Speech and who says it, in marks that seem to quote that within it, but not in those of nested quotations.

Before 这 or 那 they do quote it (`「老沈说，」这句话`)."""


@normalizer(tier=Tier.INFERRED, effect=Effect.MARKS)
def match_quotes(state: PageState) -> Iterator[Edit]:
    r"""Give two quotation marks that pair but are of two shapes the shape of the outer pair.

    A page reader takes a double mark for a single one, and the opening mark of speech for a comma: behind a
    colon, before a closing mark that nothing opens.

    >>> match_quotes("‘那可不，”村民接过话头，“订单都排到秋天了。’")
    '“那可不，”村民接过话头，“订单都排到秋天了。”'
    >>> match_quotes("他说：，今年雨水好。”")
    '他说：“今年雨水好。”'
    >>> match_quotes("他说：“都说‘水够了’，放心吧。”")
    '他说：“都说‘水够了’，放心吧。”'

    Marks round who says it, inside speech, close the speech before and open it behind.

    >>> match_quotes("“我不走。「老沈说，」我就在这里等。”")
    '“我不走。”老沈说，“我就在这里等。”'

    Where the marks of a block take turns and one that should open stands before a stop, they were exchanged.

    >>> match_quotes("大家叫它”幸福路“，又叫它”致富路“。")
    '大家叫它“幸福路”，又叫它“致富路”。'

    Safety: marks that pair with their like stay, and so do apostrophes and the end of a quotation that an
    earlier paragraph opens.
    """
    text = state.text
    parted = list(_AROUND_SPEAKER.finditer(text))
    yield from _around_speakers(parted)
    within = [match.span() for match in parted]
    yield from _crossed(text, within)
    for number, (block, open_before) in enumerate(zip(state.blocks, _open_before(state), strict=True)):
        known = touches(within, block.start, block.end)
        matches = [] if known else list(_MARK.finditer(text, block.start, block.end))
        if not matches:
            continue
        double = list(_DOUBLE.finditer(text, block.start, block.end))
        if whole := _of_block(state, number, double):
            yield from whole
            continue
        edits: list[Edit] = []
        nest: list[Edit] = []  # those of marks within each other, of which each minds the shape of the others
        opened: list[int] = []
        comma: int | None = None
        closed = block.start
        for match in matches:
            i, mark = match.start(), match[0]
            if mark in _COMMAS:
                comma = comma if opened else i
            elif mark in OPENING_QUOTES:
                opened.append(i)
            elif mark == "”" or (mark == "’" and not _is_apostrophe(text, i)):
                if opened:
                    nest += _as_double(text, opened.pop(), i, nested=bool(opened))
                elif comma is not None and mark == "”":
                    why = "an opening mark read as a comma"
                    edits.append(Edit(comma, comma + 1, "“", why=why, confidence=SURE))
                elif (
                    mark == "”"
                    and (place := _speech(text, closed, i)) is not None
                    and not state.column_widths  # a column may end between the marks of a quotation
                ):
                    why = "speech that closes here opens behind its colon"
                    edits.append(Edit(place, place, "“", why=why, confidence=SURE))
                elif mark == "”" and open_before == 0 and _opens_block(state, number, i):
                    why = "speech that closes before who says it opens its paragraph"
                    edits.append(Edit(block.start, block.start, "“", why=why, confidence=SURE))
                comma, closed = None, match.end()
            if not opened:
                edits += bind(nest, "quotes")
                nest = []
        yield from sorted([*edits, *bind(nest, "quotes")], key=lambda edit: edit.start)


def _of_block(state: PageState, number: int, double: Sequence[regex.Match[str]]) -> list[Edit]:
    """The edits of a block that its double marks show together; none where each has to be looked at."""
    text, block = state.text, state.blocks[number]
    if turned := list(_turned_inside(text, block, double)) or list(_turned(text, block, double)):
        return list(bind(turned, "quotes"))
    if (place := _closing(text, block, double)) is not None:
        return [Edit(place, place + 1, "”", why="what is open closes here", confidence=SURE)]
    called = _CALLED.search(text, block.start, block.end) if len(double) == 1 else None
    quoted = state.memo.of(_quoted_terms, [text])[0] if called else frozenset[str]()
    lost = (
        (_end_of_term(called, quoted) if called else None, "what is open closes here"),
        (_resumed(text, block, double), "speech closes before who says it"),
        (_unclosed(state, number, double), "speech that opens here ends with its paragraph"),
    )
    for place, why in lost:
        if place is not None:
            return [Edit(place, place, "”", why=why, confidence=SURE)]
    if state.column_widths:  # there, others were lost
        return []
    return list(bind(_one_sided(text, double), "quotes"))


def _around_speakers(parted: Sequence[regex.Match[str]]) -> Iterator[Edit]:
    """The marks that close speech before who says it and open it again behind that, as the outer ones are."""
    why = "speech closes before who says it"
    for match in parted:
        opening, closing = "“”" if match["outer"] else "「」"
        marks = [
            *((i, closing) for i in match.starts("close")),
            *((i, opening) for i in match.starts("open")),
        ]
        yield from bind(
            [Edit(i, i + 1, mark, why=why, confidence=SURE) for i, mark in sorted(marks)], "quotes"
        )


def _crossed(text: str, within: Sequence[Span]) -> Iterator[Edit]:
    """The marks of pairs of which one is a corner and the other curly, but for those within some spans."""
    marks = "「」" if is_traditional(text) else "“”"
    for match in _CROSSED.finditer(text):
        if touches(within, *match.span()):
            continue
        places = zip((match.start("open"), match.start("close")), marks, strict=True)
        why = "the other mark of the pair has another shape"
        edits = [Edit(i, i + 1, mark, why=why, confidence=SURE) for i, mark in places if text[i] != mark]
        yield from bind(edits, "quotes")


def _turned(text: str, block: Block, found: Sequence[regex.Match[str]]) -> Iterator[Edit]:
    """The double marks of a block in which each opening one stands for a closing one, and the reverse."""
    if edits := _speech_turned(text, block, found) or _of_four(text, found):
        yield from edits
        return
    if not found or "".join(match[0] for match in found) != "”“" * (len(found) // 2):
        return
    pairs = list(zip(found[::2], found[1::2], strict=True))
    behind = [block.start, *(other.end() for _, other in pairs)]
    if any(
        (
            (one.start() > block.start and _ENDED.match(text, one.start() - 1))
            and text[behind[n] : one.start()] not in _BETWEEN_TERMS
        )  # of a list
        or not _TERM.fullmatch(text, one.end(), other.start())
        for n, (one, other) in enumerate(pairs)
    ):
        return
    if any(other.end() == block.end or text[other.end()] in STOPS for _, other in pairs):
        inner = list(_SINGLE.finditer(text, block.start, block.end))
        turned = "".join(match[0] for match in inner) == "’‘" * (len(inner) // 2)
        for match in sorted([*found, *(inner if turned else ())], key=lambda match: match.start()):
            start, end = match.span()
            yield Edit(
                start, end, _OTHER[match[0]], why="the marks of the pair were exchanged", confidence=SURE
            )


def _turned_inside(text: str, block: Block, double: Sequence[regex.Match[str]]) -> Iterator[Edit]:
    """The marks of terms inside quotations, of which each closing one opens and the reverse."""
    single = list(_SINGLE.finditer(text, block.start, block.end))
    if not single or "".join(match[0] for match in single) != "’‘" * (len(single) // 2):
        return
    if not double or "".join(match[0] for match in double) != "“”" * (len(double) // 2):
        return
    pairs = list(zip(single[::2], single[1::2], strict=True))
    if all(
        _SHORT_TERM.fullmatch(text, one.end(), other.start()) and is_han(text[one.start() - 1])
        for one, other in pairs
    ):
        for match in single:
            why = "the marks of the pair were exchanged"
            yield Edit(*match.span(), _OTHER[match[0]], why=why, confidence=SURE)


def _speech_turned(text: str, block: Block, found: Sequence[regex.Match[str]]) -> list[Edit]:
    """The marks of speech that stand the wrong way round: each opens behind a colon, or closes a sentence.

    Every second mark of the block closes, and those that do are seen to.
    """
    edits: list[Edit] = []
    for n, match in enumerate(found):
        before, behind = text[max(block.start, match.start() - 1) : match.start()], match.end()
        mark = "”" if n % 2 else "“"
        if mark == match[0]:
            continue
        if n % 2:  # what opens may stand behind a sentence, too
            opener = found[n - 1]
            opened = opener[0] == "”" or text[max(block.start, opener.start() - 1)] in _COLONS
            shown = _ends_sentence(text, match.start()) and (behind == block.end or opened)
        else:
            shown = before in _COLONS and behind < block.end
        if not shown:
            return []
        edits.append(Edit(*match.span(), mark, why="speech opens or closes here", confidence=SURE))
    return edits if len(found) % 2 == 0 else []


def _of_four(text: str, found: Sequence[regex.Match[str]]) -> list[Edit]:
    """The inner marks of “…“…”…” where the page shows what they are.

    Where the first of them stands before a stop they were exchanged; round a term in speech they are single.
    """
    if "".join(match[0] for match in found) != "““””":
        return []
    first, *inner, last = found
    between = text[inner[0].end() : inner[1].start()]
    if between[:1] in (*STOPS, ",") and between[-1] not in STOPS and "：" not in between:
        marks, why = "”“", "the marks of the pair were exchanged"
    elif (
        text[first.start() - 1 : first.start()] in _COLONS
        and text[last.start() - 1] in _SENTENCE_ENDS
        and _SHORT_TERM.fullmatch(between)
        and is_han(text[inner[0].start() - 1])
    ):
        marks, why = "‘’", "a pair within a pair"
    else:
        return []
    return [
        Edit(*match.span(), mark, why=why, confidence=SURE) for match, mark in zip(inner, marks, strict=True)
    ]


def _one_sided(text: str, found: Sequence[regex.Match[str]]) -> list[Edit]:
    """The wrong marks of terms that stand between two closing marks each, or between two opening ones."""
    if len(found) % 2 or len({match[0] for match in found}) != 1:
        return []
    pairs = list(zip(found[::2], found[1::2], strict=True))
    if not all(
        _SHORT_TERM.fullmatch(text, one.end(), other.start())
        and (is_han(before := text[one.start() - 1 : one.start()]) or (n and before in _BETWEEN_TERMS))
        for n, (one, other) in enumerate(pairs)
    ):
        return []
    wrong = 0 if found[0][0] == "”" else 1
    why = "the other mark of the pair has the same shape"
    return [Edit(*pair[wrong].span(), "“”"[wrong], why=why, confidence=SURE) for pair in pairs]


def _speech(text: str, start: int, end: int) -> int | None:
    """Where the speech opens that a mark at `end` closes behind a sentence: behind the only colon."""
    colons = list(_SAYS.finditer(text, start, end))
    alone = len(colons) == 1 and len(_COLON.findall(text, start, end)) == 1
    return colons[0].end() if alone and text[end - 1] in _SENTENCE_ENDS else None


def _open_before(state: PageState) -> Iterator[int]:
    """For each block how many more double marks open than close before it."""
    balance = at = 0
    for block in state.blocks:
        balance += state.text.count("“", at, block.start) - state.text.count("”", at, block.start)
        at = block.start
        yield balance


def _opens_block(state: PageState, number: int, at: int) -> bool:
    """Whether the speech that a mark closes opens its paragraph: the only mark, and who says it behind."""
    text, block = state.text, state.blocks[number]
    return (
        not state.column_widths
        and state.placed is None
        and _SENTENCE.fullmatch(text, block.start, at) is not None
        and len(_DOUBLE.findall(text, block.start, block.end)) == 1
        and _COLON.search(text, block.start, at) is None
        and _SAID.match(text, at + 1, block.end) is not None
    )


def _closing(text: str, block: Block, found: Sequence[regex.Match[str]]) -> int | None:
    """The only wrong mark of a block: an opening one before a stop or the end, where a term is open."""
    marks = "".join(match[0] for match in found)
    n = marks.find("““")
    if n < 0 or marks[:n] + marks[n + 2 :] != "“”" * ((len(marks) - 2) // 2):
        return None
    one, other = found[n], found[n + 1]
    ends = other.end() == block.end or text[other.end()] in STOPS
    said = len(found) == 2 and _ends_sentence(text, other.start()) and one.end() < other.start() - 1
    said = said and bool(
        _OPENS.search(text, max(block.start, one.start() - 4), one.start()) or _SAID.match(text, other.end())
    )
    return other.start() if said or (ends and _TERM.fullmatch(text, one.end(), other.start())) else None


def _ends_sentence(text: str, at: int) -> bool:
    """Whether a sentence ends before a place, by its stop or by a point behind an ideograph.

    >>> _ends_sentence("好。“", 2), _ends_sentence("好.“", 2), _ends_sentence("3.“", 2)
    (True, True, False)
    """
    before = text[max(0, at - 2) : at]
    return before[-1:] in tuple(_SENTENCE_ENDS) or (before[-1:] == "." and is_han(before[0]))


def _end_of_term(called: regex.Match[str], quoted: Set[str]) -> int:
    """Where what somebody is called ends: before 的 if the page quotes the words elsewhere, or at the pause.

    >>> found = _CALLED.search("称为“最美渔港的码头，")
    >>> _end_of_term(found, set()), _end_of_term(found, {"最美渔港"})
    (10, 7)
    """
    term, start = called["term"], called.start("term")
    return start + next((i for i, char in enumerate(term) if char == "的" and term[:i] in quoted), len(term))


def _quoted_terms(text: str) -> frozenset[str]:
    return frozenset(match["term"] for match in _QUOTED_TERM.finditer(text))


def _resumed(text: str, block: Block, found: Sequence[regex.Match[str]]) -> int | None:
    """Where the first half of the only speech of a block closes, which goes on behind who says it."""
    if "".join(match[0] for match in found) != "““”":
        return None
    first = found[0].start()
    if first > block.start and text[first - 1] not in _COLONS:
        return None
    between = _BETWEEN.match(text, found[0].end())
    return between.end("said") if between and between.end() == found[1].end() else None


def _unclosed(state: PageState, number: int, found: Sequence[regex.Match[str]]) -> int | None:
    """Where the speech closes that the last mark of a block opens: at its end, if it is one sentence.

    Speech of several paragraphs closes with the last of them; on a page of columns other marks were lost too.
    """
    if not found or found[-1][0] != "“" or state.column_widths or state.placed is not None:
        return None
    block, start = state.blocks[number], found[-1].start()
    if "".join(match[0] for match in found[:-1]) != "“”" * (len(found) // 2):
        return None
    opens = _OPENS.search(state.text, max(block.start, start - 4), start)
    said = state.text[start + 1 : block.end]
    if not opens or not _SENTENCE.fullmatch(said) or state.kinds[number] is Break.VERSE:
        return None
    behind = _DOUBLE.search(state.text, block.end)
    return block.end if behind is None or (behind[0] == "“" and not _begins(state, behind.start())) else None


def _begins(state: PageState, at: int) -> bool:
    """Whether a mark begins its line: it may open the next paragraph of the same speech."""
    return not state.text[state.text.rfind("\n", 0, at) + 1 : at].strip()


def _as_double(text: str, start: int, end: int, nested: bool) -> Iterator[Edit]:
    """The marks of a pair of two shapes, of an outer pair both double, of an inner one both single."""
    if (text[start] == "“") == (text[end] == "”"):
        return
    for i, mark in zip((start, end), "‘’" if nested else "“”", strict=True):
        if text[i] != mark:
            yield Edit(i, i + 1, mark, why="the other mark of the pair has this shape", confidence=SURE)


def _is_apostrophe(text: str, i: int) -> bool:
    before, after = text[i - 1 : i], text[i + 1 : i + 2]
    return before.isascii() and before.isalnum() and (after.isascii() and after.isalnum())
