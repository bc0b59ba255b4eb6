"""Simplified and traditional script, and the shape of quotation marks that goes with it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterator, Mapping
from itertools import pairwise
from operator import attrgetter

import numpy as np

from cleaner.codepoints import CodePointTable, code_points
from cleaner.diagnosis.scripts import is_foreign, is_reference
from cleaner.layout.blocks import Block, find_blocks, find_lines
from cleaner.layout.state import PageState
from cleaner.normalizers.base import normalizer
from cleaner.normalizers.pairs import find_pairs
from cleaner.patterns import Pattern
from cleaner.profiles.charsets import ESTABLISHED, counts_of, in_gb2312, is_han, is_simplified, is_traditional
from cleaner.profiles.marks import CORNERS, CURLY
from cleaner.profiles.scripts import convert_characters, to_simplified, to_traditional
from cleaner.settings import Quotes, Script
from cleaner.trace import Edit, Effect, Tier, bind

FEWEST, IMPURE = 5, 0.1
"""Characters of traditional script alone in a passage that is set in it, at the least; share of those of
simplified script alone, at the most: misread ones."""
FEWEST_PURE, LEAST_PURE = 3, 16
"""Characters of traditional script alone that are enough where none is of simplified script alone, and
ideographs of such a passage, at the least: of simplified text a third are of simplified script alone."""
_QUOTED = Pattern(r"“[^“”\n]{8,}”|「[^「」\n]{8,}」|『[^『』\n]{8,}』", needs="“「『")
_TERM = Pattern(r"[“‘「『](?P<term>\p{Han}{1,8})[”’」』]", needs="“‘「『")
_GLOSSED = Pattern(r"[（(〔](?<=(?P<term>\p{Han}{1,8})[（(〔])(?P<other>\p{Han}{1,8})[）)〕]", needs="（(〔")
SPOKEN_OF = 12
"""Characters between a term and its other form, at the most, where a text speaks of both,"""
_SAYS = Pattern(r"[作写为成是即]$")
"""and what says before the other one how it is written."""
_HAN = Pattern(r"\p{Han}+")
_OTHER = Pattern(r"[\p{Hiragana}\p{Katakana}\p{Hangul}]")


@normalizer(tier=Tier.CERTAIN, effect=Effect.CHARACTERS)
def convert_script(state: PageState) -> Iterator[Edit]:
    """Convert stray traditional characters of a simplified page, or the whole text if asked to.

    An OCR engine trained on both scripts now and then answers with the traditional form of a
    simplified character (將受理, 細化). Such strays are converted by OpenCC's character table, one for
    one. With `script = "traditional"` or `script = "simplified"` the whole text is converted by OpenCC's
    phrases and characters; with `script = "keep"` nothing is.

    Safety: on a simplified page only characters outside GB 2312 are converted: 乾 徵 於 著 甯 are
    in it and are legitimate in simplified print. So are the characters of names and of the 2013 list
    that newspapers print regularly (瞭望, 毕昇). A page that is mostly traditional is left alone, unless
    simplified script is asked for, and so are a line of Japanese, a paragraph or a quotation that is
    traditional throughout, and a term beside its simplified form, of which a text speaks (体（體）).

    >>> convert_script("取消银行地区限制，將受理、申领周期压缩至30个工作日内")
    '取消银行地区限制，将受理、申领周期压缩至30个工作日内'
    >>> convert_script("將受理、申領週期壓縮至30個工作日內")
    '將受理、申領週期壓縮至30個工作日內'
    >>> from cleaner.settings import Settings
    >>> convert_script("將受理、申領週期壓縮至30個工作日內", Settings(script="simplified"))
    '将受理、申领周期压缩至30个工作日内'
    """
    foreign = [line for line in _lines(state.text) if _is_of_others(line.of(state.text))]
    for edit in _converted(state):
        before = bisect_right(foreign, edit.start, key=attrgetter("start"))
        if not before or edit.start >= foreign[before - 1].end:
            yield edit


def _is_of_others(line: str) -> bool:
    """Whether a line is in another language, or refers to a work in Japanese or Korean."""
    return is_foreign(line) or (is_reference(line) and _OTHER.search(line) is not None)


def _lines(text: str) -> Iterator[Block]:
    """The lines of a text with kana or Hangul, which may be Japanese or Korean; of another one none."""
    if _OTHER.search(text):
        for block in find_blocks(text):
            yield from find_lines(text, block)


def _converted(state: PageState) -> Iterator[Edit]:
    """The edits of `convert_script`, in lines of other languages too."""
    if state.settings.script is Script.PAGE:
        yield from _simplify_strays(state.text, _strays_of(state.text), by_passages=True)
    elif state.settings.script is Script.SIMPLIFIED:
        yield from _simplified(state.text)
    elif state.settings.script is Script.TRADITIONAL:
        whole = is_traditional(state.text)
        for match in _HAN.finditer(state.text):
            yield from _traditional(match.group(), match.start(), whole)


@normalizer(tier=Tier.CERTAIN, effect=Effect.MARKS)
def style_quotes(state: PageState) -> Iterator[Edit]:
    """Write quotation marks in the shape asked for: curly or corner.

    Mainland print has “ ” and ‘ ’ (GB/T 15834-2011, clause 4.8), traditional print 「 」 and 『 』.
    With `quotes = "corner"` or `quotes = "curly"` each pair takes that shape, in any script; with
    `quotes = "page"` those of the page stay.

    Safety: pairs change together or not at all; an unpaired mark and an apostrophe stay.

    >>> from cleaner.settings import Settings
    >>> style_quotes("开展“社区‘万能章’”治理", Settings(quotes=Quotes.CORNER))
    '开展「社区『万能章』」治理'
    >>> style_quotes("開展「社區『萬能章』」治理", Settings(quotes="curly"))
    '開展“社區‘萬能章’”治理'
    """
    if state.settings.quotes is Quotes.PAGE:
        return
    shapes = CORNERS if state.settings.quotes is Quotes.CORNER else CURLY
    opened_and_closed = "".join(shapes)
    kinds = opened_and_closed[:2], opened_and_closed[2:]
    why = f"{state.settings.quotes} quotation marks"
    edits = []
    for block in find_blocks(state.text):
        for pair in find_pairs(state.text, block, kinds):
            marks = [Edit(i, i + 1, shapes[state.text[i]], why=why) for i in pair]
            edits += bind(marks, "style")
    yield from sorted(edits, key=lambda edit: edit.start)


def _strays_of(text: str) -> dict[str, str]:
    """The traditional characters of a text that no simplified print has, with their simplified forms."""
    codes = code_points(text)
    table = convert_characters("t2s", map(chr, set(codes[_IS_OUTSIDE.of(codes)].tolist())))
    return {char: to for char, to in table.items() if to != char and in_gb2312(to)}


def _is_outside(char: str) -> bool:
    """Whether a character is an ideograph outside GB 2312 that is not established in simplified print."""
    return is_han(char) and not in_gb2312(char) and char not in ESTABLISHED


_IS_OUTSIDE = CodePointTable(_is_outside, np.bool_)


def _traditional_passages(text: str, strays: Container[str]) -> list[tuple[int, int]]:
    """What of a page is in traditional script throughout: paragraphs, headings beside them, quotations."""
    counts = counts_of(text)
    if sum(counts[char] for char in counts if char in strays) < FEWEST_PURE:
        return []

    def is_whole(start: int, end: int) -> bool:
        passage = text[start:end]
        many, few = _count_scripts(passage, strays)
        if not few and sum(map(is_han, passage)) >= LEAST_PURE:
            return many >= FEWEST_PURE
        return many >= FEWEST and few <= many * IMPURE

    units: list[tuple[int, int]] = []
    for block in find_blocks(text):
        units += [block] if is_whole(*block) else find_lines(text, block)
    whole = [is_whole(*unit) for unit in units]
    found = [
        unit
        for n, unit in enumerate(units)
        if whole[n]
        or (any(whole[max(0, n - 1) : n + 2]) and not _count_scripts(text[slice(*unit)], strays)[1])
    ]
    return found + [match.span() for match in _QUOTED.finditer(text) if is_whole(*match.span())]


def _forms_spoken_of(text: str, strays: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """Terms in brackets behind the same term in its other form, and in quotation marks where a text says so.

    A text that quotes a character by itself in both forms speaks of it.

    >>> text = "“发展”，原作“發展”；体（體）；“发”有“發”“髮”两形"
    >>> [text[slice(*span)] for span in _forms_spoken_of(text, {"發": "发", "髮": "发", "體": "体"})]
    ['发展', '發展', '發', '髮', '體']
    """

    def simplified(term: str) -> str:
        return "".join(strays.get(char, char) for char in term)

    for one, other in pairwise(_TERM.finditer(text)):
        near = other.start() - one.end() <= SPOKEN_OF and _SAYS.search(text, one.end(), other.start())
        if near and one["term"] != other["term"] and simplified(one["term"]) == simplified(other["term"]):
            yield from (one.span("term"), other.span("term"))
    alone = {match["term"] for match in _TERM.finditer(text) if len(match["term"]) == 1}
    for match in _TERM.finditer(text):
        if match["term"] in alone and strays.get(match["term"]) in alone:
            yield match.span("term")
    for match in _GLOSSED.finditer(text):
        plain = simplified(match["other"])
        if plain != match["other"] and match["term"].endswith(plain):
            yield match.span("other")


def _count_scripts(text: str, strays: Container[str]) -> tuple[int, int]:
    """How many ideographs of traditional script alone a text has, and how many of simplified script alone."""
    return sum(map(strays.__contains__, text)), sum(map(is_simplified, text))


def _is_mostly_traditional(text: str, strays: Container[str]) -> bool:
    counts = counts_of(text)
    simplified = sum(n for char, n in counts.items() if is_simplified(char))
    return sum(n for char, n in counts.items() if char in strays) > simplified


def _simplify_strays(text: str, strays: Mapping[str, str], *, by_passages: bool = False) -> Iterator[Edit]:
    """Convert strays, but on a page that is mostly traditional; in passages that are, not `by_passages`."""
    if not strays or _is_mostly_traditional(text, strays):
        return
    spans = [*_traditional_passages(text, strays), *_forms_spoken_of(text, strays)] if by_passages else []
    kept = np.zeros(len(text), np.bool_)
    for start, end in spans:
        kept[start:end] = True
    for i, char in enumerate(text):
        if char in strays and not kept[i]:
            yield Edit(i, i + 1, strays[char], why=f"traditional form of {strays[char]}")


def _simplified(text: str) -> Iterator[Edit]:
    """Convert a text that is mostly traditional by phrases, any other where it holds strays."""
    strays = _strays_of(text)
    if not _is_mostly_traditional(text, strays):
        yield from _simplify_strays(text, strays)
        return
    for match in _HAN.finditer(text):
        run = match.group()
        for i, (char, to) in enumerate(zip(run, to_simplified(run), strict=True), match.start()):
            final = strays.get(to, to)
            if final != char:
                yield Edit(i, i + 1, final, why=f"traditional form of {final}")


def _traditional(run: str, offset: int, whole: bool) -> Iterator[Edit]:
    """Convert a run of ideographs: by phrases, or by characters where it is traditional already.

    It is where part of it is, or the `whole` page: then 台中 and 宣布 are as the page has them.
    """
    converted = run
    if not (whole or _holds_traditional(run)):
        phrases = to_traditional(run)
        if len(phrases) == len(run):
            converted = phrases
    table = convert_characters("s2t", frozenset(char for char in converted if is_simplified(char)))
    for i, char in enumerate(converted):
        to = table.get(char, char)
        if to != run[i]:
            yield Edit(offset + i, offset + i + 1, to, why=f"traditional form of {run[i]}")


def _holds_traditional(run: str) -> bool:
    table = convert_characters("t2s", frozenset(run))
    return any(table[char] != char for char in run)
