"""Items that a reader joined: they are parted where the next one opens, and from its sign-off."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

import regex

from cleaner.document import Box, RawPage, RegionKind
from cleaner.geometry.gutters import usual_width
from cleaner.geometry.rows import (
    ALIGNED,
    HALF,
    LARGE,
    LARGE_BLOCK,
    NEXT_LINE,
    PADDED,
    SAME_ROW,
    SENTENCE_END,
    Row,
    Sheet,
)
from cleaner.patterns import Pattern
from cleaner.profiles.marks import CLOSING, STOPS, TERMINAL
from cleaner.profiles.press import CREDIT_INSIDE, DATELINE, LABEL_BEHIND, OFFICE, SURNAMES
from cleaner.profiles.widths import ems

_PEOPLE = rf"(?:{OFFICE}\s*)?\p{{Han}}{{2,9}}(?:[\s、]+(?:{OFFICE}\s*)?\p{{Han}}{{2,9}})*"
_NAMES = rf"[（(]{_PEOPLE}[）)]"
"""Names in brackets; readers close up the spaces between them."""
_ENDS = rf"[{TERMINAL}{CLOSING}][\s]*"
_CREDIT = Pattern(
    rf"(?<=[{TERMINAL}”’][\s]*)(?P<credit>{_NAMES})(?=\s*(?:$|{DATELINE.pattern}))"
    rf"|(?P<credit>{CREDIT_INSIDE.pattern})"
)
"""The names after the last sentence of an item."""
_SIGNED = Pattern(
    rf"(?P<before>{SENTENCE_END}[{CLOSING}]?|\S)\s*"
    rf"(?P<credit>(?:[（(《〈【]{{1,2}}\s*(?P<names>{_PEOPLE})\s*[）)]"
    rf"|[（(]\s*(?P<names>{_PEOPLE})\s*[》〉】]))\s*$",
    needs="）)》〉】",
)
"""The names at the end of the last line of an item, behind its last mark; a bracket may be misread."""
SET_APART, FAR_APART = 1.0, 3.5
"""Em of room in such a line from which the names are set at its right end, else they begin with a surname;
and from which they are though the stop before them was not read, where the text of the line above goes on."""
_STOPS = tuple(STOPS)
_TEXT_ENDS = (*TERMINAL, *CLOSING, "：", "；")
"""What ends a line whose text does not go on in the next one."""
_OPENING = Pattern(rf"(?<={_ENDS})(?:{DATELINE.pattern})")
"""Where an item opens behind another one."""
ACROSS = 1.6
"""Times the width of most lines from which one was read over two columns: its parts stay together."""
LABEL_EM = 1.5
"""Height of a label in em."""


def part_items(sheet: Sheet, page: RawPage) -> Sheet:
    """The sheet of a page of blocks, each block of several items parted; the parts have spans of their own.

    A page whose lines the engine measured is left as it is, but for the names at the ends of lines: else each
    line stands for itself.
    """
    if sheet.measured:
        return _without_credits(sheet, page)
    spans = list(sheet.spans)
    rows: list[Row] = []
    for number, group in groupby(sorted(sheet.rows, key=lambda row: (row.number, row.part or 0)), _number):
        block = list(group)
        start, end = spans[number]
        headline = block[0].kind is RegionKind.HEADING or block[0].size >= LARGE_BLOCK
        label = LABEL_BEHIND.search(page.text[start:end]) if headline else None
        if label is not None:
            first, last = label.span("label")
            spans[number] = (start, start + first)
            spans.append((start + first, start + last))
            head = page.text[start : start + first].strip()
            rows += _without_label(block[0], head, label["label"], len(spans) - 1)
            continue
        pieces = list(_pieces(page.text[start:end]))
        if len(pieces) < 2 or len(block) < 2:  # what is alone in its column is compared with nothing
            rows += block
            continue
        for n, (first, last, is_credit) in enumerate(pieces):
            span = (start + first, start + last)
            own = len(spans) if first else number
            spans += [span] if first else []
            spans[own] = span
            text = page.text[slice(*span)].strip()
            if is_credit:
                rows.append(_credit_row(own, text, rows[-1]))
                continue
            signed = n + 1 < len(pieces) and pieces[n + 1][2]
            reached = _row_at(pieces[n + 1][1] if signed else last, end - start, block, 1)
            rows += _renumbered(own, text, block[_row_at(first, end - start, block) : reached])
    rows.sort(key=lambda row: (row.middle, row.box.left))
    return replace(sheet, rows=rows, spans=spans)


def _without_credits(sheet: Sheet, page: RawPage) -> Sheet:
    """The sheet of a page of lines, the names at their ends parted from the sentences before."""
    spans = list(sheet.spans)
    rows: list[Row] = []
    usual = usual_width(sheet.rows)
    for row in sheet.rows:
        start, end = spans[row.number]
        credit = (
            _SIGNED.search(page.text[start:end])
            if row.part is None and row.kind is not RegionKind.HEADING and row.box.width <= ACROSS * usual
            else None
        )
        if credit is None or not _is_credit(credit, row, sheet):
            rows.append(row)
            continue
        at = start + credit.start("credit")
        spans[row.number] = (start, at)
        spans.append((at, end))
        body, names = page.text[start:at].strip(), f"（{credit['names']}）"
        ends = min(row.box.left + ems(body), row.box.right)
        begins = max(row.box.right - ems(names), ends)
        text = replace(row, size=min(row.size, 1.0))  # neither is of a headline, however high its box
        rows.append(replace(text, text=body, box=replace(row.box, right=ends)))
        rows.append(replace(text, number=len(spans) - 1, text=names, box=replace(row.box, left=begins)))
    return replace(sheet, rows=rows, spans=spans)


def _is_credit(credit: regex.Match[str], row: Row, sheet: Sheet) -> bool:
    """Whether names in brackets at the end of a line are who wrote its item."""
    room = row.box.width - ems(row.text)
    if credit["before"].startswith(SENTENCE_END):
        return room >= SET_APART or credit["names"].startswith((*SURNAMES,))
    return row.size < LARGE and room >= FAR_APART and _ends_text(row, sheet)


def _ends_text(row: Row, sheet: Sheet) -> bool:
    """Whether a line that ends with names goes on the full line above it: else it may be one of a list.

    Of a list are lines one below the other that each end with names, but for the next dateline.
    """
    reach = NEXT_LINE * sheet.pitch
    first, stop = (bisect(sheet.rows, row.middle + step, key=_middle) for step in (-reach, reach))
    column = [
        other
        for other in sheet.rows[first:stop]
        if abs(other.middle - row.middle) > SAME_ROW * sheet.pitch and row.overlap(other) >= HALF
    ]
    goes_on = any(
        other.middle < row.middle
        and other.size < LARGE
        and other.box.left >= row.box.left - ALIGNED
        and other.box.right >= row.box.right - ALIGNED
        and not other.text.endswith(_TEXT_ENDS)
        for other in column
    )
    return goes_on and not any(
        (_SIGNED.search(other.text) and not DATELINE.search(other.text))
        or (other.middle > row.middle and other.text.startswith(_STOPS))
        for other in column
    )


def _middle(row: Row) -> float:
    return row.middle


def _number(row: Row) -> int:
    return row.number


def _pieces(text: str) -> Iterator[tuple[int, int, bool]]:
    """Start and end of the items in a text and of their credits, and whether it is a credit."""
    signed = [match.span("credit") for match in _CREDIT.finditer(text)]
    cuts = {0, len(text), *(match.start() for match in _OPENING.finditer(text))}
    for span in signed:
        cuts.update(span)
    edges = sorted(
        cut for cut in cuts if not 0 < cut < len(text) or (text[:cut].strip() and text[cut:].strip())
    )
    for start, end in pairwise(edges):
        yield start, end, (start, end) in signed


def _row_at(offset: int, length: int, block: Sequence[Row], least: int = 0) -> int:
    """The row of a block at an offset of its text."""
    return min(max(round(len(block) * offset / length), least), len(block) - 1 + least)


def _without_label(row: Row, text: str, label: str, number: int) -> Iterator[Row]:
    """A headline, and below it the label that was read with it; between them may be white."""
    box = row.box
    lower = box.bottom - min(LABEL_EM, box.height / 2)
    upper = min(box.top + PADDED * box.width / ems(text), lower)
    yield replace(row, text=text, box=Box(box.left, box.top, box.right, upper), size=upper - box.top)
    yield Row(number, Box(box.left, lower, box.right, box.bottom), label, LABEL_EM, row.kind, part=0)


def _renumbered(number: int, text: str, rows: Sequence[Row]) -> Iterator[Row]:
    count = len(rows)
    for part, row in enumerate(rows):
        content = text[len(text) * part // count : len(text) * (part + 1) // count]
        yield replace(row, number=number, text=content, part=part, parts=count)


def _credit_row(number: int, text: str, last: Row) -> Row:
    """A credit, at the right end of the last line of its item."""
    box = last.box
    left = max(box.left, box.right - ems(text))
    return Row(number, Box(left, box.top, box.right, box.bottom), text, last.size, last.kind)
