"""The diagnosis of a page: what its white space, its lines and its marks mean, and where it comes from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from math import exp

import regex

from cleaner.counting import counted
from cleaner.diagnosis.scripts import script_shares
from cleaner.diagnosis.spaces import everywhere_odds, page_density
from cleaner.layout.blocks import find_blocks, find_lines
from cleaner.layout.lines.break_kind import Break
from cleaner.layout.lines.breaks import judge_breaks
from cleaner.layout.state import PageState
from cleaner.patterns import HAN, Pattern
from cleaner.profiles.marks import STOPS
from cleaner.profiles.press import DATELINE
from cleaner.shown import ShortRepr


class Space(StrEnum):
    """What a white space inside a line or a block is."""

    LINE_END = "line ends"
    LOST_MARK = "lost marks"
    EVERYWHERE = "after every character or word"
    CELL = "between cells"
    GUTTER = "between columns"
    PRINTED = "printed"


class TextOrigin(StrEnum):
    """Where a text comes from."""

    OCR = "plain OCR"
    MODEL = "a vision model's Markdown"
    PDF = "text copied from a PDF"
    TYPED = "typed text"


class TextKind(StrEnum):
    """What kind of text a page holds."""

    NEWS = "news"
    VERSE = "verse"
    SPEECH = "interview or play"
    LIST = "list"
    TABLE = "table"
    PROSE = "prose"


Shares = Mapping[str, float]
"""Names with their probabilities or shares, the greatest first; they sum to 1, or there are none."""

_MARKDOWN = Pattern(
    r"^\#{1,6} |^\x60{3}|\*\*\S|!\[[^\]]*\]\(|^\|.*\|$|^> |<(?:br|td|tr|div|img|table|sup|sub|u)\b|<\|"
    r"|\\\(|\$[^$\n]{1,40}\$|\\[a-z]{3,}",
    regex.MULTILINE,
    needs="#`*[|><$\\",
)
_LAYOUT = Pattern(r"\S[ \u3000]{4,}\S|\f|[\ufb00-\ufb06]")
_GUTTER = Pattern(r"[^\S\n]{4,}")
_STOP = Pattern(rf"[{STOPS},;:?!]")
_QUOTE = Pattern('[“”「」"]', needs='“”「」"')
DENSE = 6.0
"""How much evidence, in counts, makes a source likely."""


@dataclass(frozen=True, slots=True, repr=False)
class Diagnosis(ShortRepr):
    """What a text is, before anything in it is guessed.

    reader, kind: probabilities of its source (`TextOrigin`), and of what it is.
    scripts: shares of its letters.
    spaces, breaks: what white space and line breaks are, as shares of `space_count` and `break_count`.
    lost_stops: the share of its pause and stop marks that is lost; visible quotation marks are `quotes`.
    """

    reader: Shares
    kind: Shares
    scripts: Shares
    spaces: Shares
    breaks: Shares
    space_count: int
    break_count: int
    lost_stops: float
    quotes: int

    def as_dict(self) -> dict[str, object]:
        """A JSON-ready record."""
        return {
            key: dict(value) if isinstance(value, Mapping) else value for key, value in asdict(self).items()
        }

    def __str__(self) -> str:
        """One line for people."""
        what = f"{_first(self.kind)} in {_listed(self.scripts)}, {_first(self.reader)}"
        said = [what if self.scripts else "no letters"]
        if self.space_count:
            said.append(f"{counted(self.space_count, 'space')}: {_listed(self.spaces)}")
        if self.break_count:
            said.append(f"{counted(self.break_count, 'line break')}: {_listed(self.breaks)}")
        share = f"about {100 * self.lost_stops:.0f} %" if self.lost_stops else "none"
        quotes = counted(self.quotes, "quotation mark") if self.quotes else "no quotation marks"
        return "; ".join([*said, f"{share} of the stops lost", quotes])


def diagnose(state: PageState) -> Diagnosis:
    """The diagnosis of a text, from how it is set: densities, widths, indents, marks, repetition.

    >>> found = diagnose(PageState("青 石 镇 新 建 的 三 座 水 库 ， 昨 日 起 蓄 水 。"))
    >>> found.scripts, found.spaces, found.lost_stops
    ({'Han': 1.0}, {'after every character or word': 1.0}, 0.0)
    """
    text = state.text
    spaces = _spaces(state)
    breaks = _breaks(state)
    stops = len(_STOP.findall(text))
    lost = spaces.get(Space.LOST_MARK, 0.0)
    return Diagnosis(
        _source(text, spaces, breaks[Break.LINE]),
        _kind(state, breaks),
        script_shares(text),
        _shares(spaces),
        _shares(breaks),
        round(sum(spaces.values())),
        round(breaks.total()),
        round(lost / (stops + lost), 2) if lost else 0.0,
        len(_QUOTE.findall(text)),
    )


def _spaces(state: PageState) -> dict[str, float]:
    """How many white spaces are of each meaning, each counted by its probabilities."""
    text = state.text
    page = page_density([line.of(text) for line in state.lines])
    rows = {line.start: row for line, row in zip(state.lines, state.rows, strict=True)}
    found: defaultdict[str, float] = defaultdict(float)
    for printed in state.typeset:
        ends = set(printed.line_ends)
        row = rows.get(printed.block.start, False)
        everywhere = 0.0 if row else everywhere_odds(printed.block.of(text), page)
        for gap in printed.gaps:
            space = text[gap.start : gap.end]
            if "\n" in space:
                continue
            if _GUTTER.search(space):
                found[Space.CELL if row else Space.GUTTER] += 1
            elif gap.start in state.printed_spaces:
                found[Space.CELL if row else Space.PRINTED] += 1
            else:
                found[Space.EVERYWHERE] += everywhere
                kind = Space.LINE_END if gap in ends else _between(text[gap.start - 1], text[gap.end])
                found[kind] += 1 - everywhere
    return {meaning: count for meaning, count in found.items() if count}


def _between(left: str, right: str) -> Space:
    """What a space in mid-line is: beside a half-width character or a mark none needs to be lost."""
    han = HAN.match(left) and HAN.match(right)
    return Space.LOST_MARK if han else Space.PRINTED


def _breaks(state: PageState) -> Counter[str]:
    """How many line breaks are of each meaning."""
    text, widths = state.text, state.column_widths
    found: Counter[str] = Counter()
    blocks = find_blocks(text)
    found[Break.PARAGRAPH] += max(0, len(blocks) - 1)
    for block in blocks:
        lines = find_lines(text, block)
        if len(lines) > 1:
            raw = [text[text.rfind("\n", 0, line.start) + 1 : line.end] for line in lines]
            found.update(map(str, judge_breaks(raw, widths)))
    return +found


def _source(text: str, spaces: Mapping[str, float], lines: int) -> Shares:
    size = max(1.0, len(text) / 1000)
    odds: dict[str, float] = {
        TextOrigin.MODEL: len(_MARKDOWN.findall(text)) / size - 2.0,
        TextOrigin.PDF: len(_LAYOUT.findall(text)) / size - 2.0,
        TextOrigin.OCR: 4.0 * (sum(spaces.values()) + lines) / size / DENSE - 1.0,
        TextOrigin.TYPED: 1.0,
    }
    return _softmax(odds)


def _kind(state: PageState, breaks: Counter[str]) -> Shares:
    datelines = sum(DATELINE.match(state.folded, block.start) is not None for block in state.blocks)
    count = max(1, len(state.lines))
    odds: dict[str, float] = {
        TextKind.NEWS: 3.0 * bool(datelines) + 2.0 * bool(state.column_widths) - 0.5,
        TextKind.VERSE: 6.0 * breaks[Break.VERSE] / count,
        TextKind.SPEECH: 6.0 * breaks[Break.TURN] / count,
        TextKind.LIST: 6.0 * breaks[Break.ITEM] / count,
        TextKind.TABLE: 6.0 * sum(state.rows) / count,
        TextKind.PROSE: 1.0,
    }
    return _softmax(odds)


def _softmax(odds: Mapping[str, float]) -> Shares:
    weights = {name: exp(min(odd, 30.0)) for name, odd in odds.items()}
    total = sum(weights.values())
    ordered = sorted(weights.items(), key=lambda item: -item[1])
    return {str(name): round(weight / total, 2) for name, weight in ordered}


def _shares(counts: Mapping[str, float]) -> Shares:
    total = sum(counts.values())
    ordered = sorted(counts.items(), key=lambda item: -item[1])
    return {str(name): share for name, count in ordered if (share := round(count / total, 2))}


def _first(shares: Shares) -> str:
    name, share = next(iter(shares.items()))
    return name if share >= 0.995 else f"{name} ({share:.2f})"


def _listed(shares: Shares) -> str:
    return ", ".join(_percent(shares.items())) or "none"


def _percent(items: Iterable[tuple[str, float]]) -> Sequence[str]:
    return [f"{name} {round(100 * share)} %" for name, share in items if share >= 0.005]
