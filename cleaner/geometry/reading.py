"""The reading order of a page, found from its boxes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cleaner.document import RawPage
from cleaner.geometry.capacities import find_capacities
from cleaner.geometry.columns import ColumnEdges, join_lanes
from cleaner.geometry.frames import Frame, take_frames
from cleaner.geometry.gutters import cut_at_gutters
from cleaner.geometry.heads import (
    find_heads,
    gather_front,
    join_named,
    join_pieces,
    leave_running,
    lone_fronts,
    spread,
)
from cleaner.geometry.items import part_items
from cleaner.geometry.line_grid import lower_heights
from cleaner.geometry.paragraphs import SHORT, PassageBuilder, break_lines, find_passages, head_passages
from cleaner.geometry.regions import Area, find_areas, in_columns
from cleaner.geometry.rows import Row, Sheet
from cleaner.geometry.strips import find_imprint, find_strips
from cleaner.geometry.sureness import sureness_of
from cleaner.geometry.surplus import surplus_of
from cleaner.geometry.tables import gather_cells, with_cells
from cleaner.geometry.upright import upright
from cleaner.layout.lines.columns import ends_sentence
from cleaner.layout.reading import Passage, Reading
from cleaner.layout.role import Role
from cleaner.profiles.press import CREDITED, DATELINE
from cleaner.profiles.widths import ems

LONGEST_HEADING = 34.0
"""Em of a heading inside a text: two lines."""


def read_boxes(page: RawPage) -> Reading:
    r"""The passages of a page in reading order, and its articles.

    Lines without a box follow the line before them.

    >>> from cleaner.document import Box, Line
    >>> lines = (Line((0, 4), Box(0, 30, 80, 50)), Line((5, 9), Box(0, 0, 80, 20)))
    >>> [passage.lines for passage in read_boxes(RawPage("昨日蓄水\n三座水库\n", lines)).passages]
    [(1, 0)]
    """
    page, turn = upright(page)
    sheet, cells = gather_cells(lower_heights(Sheet.of(page)), page)
    sheet = part_items(cut_at_gutters(sheet, page), page)
    imprint = dict.fromkeys(find_imprint(sheet))
    strips, large = find_strips([row for row in sheet.rows if row not in imprint], sheet.pitch)
    columns = ColumnEdges(strips)
    strips = join_lanes(strips, columns, sheet.pitch, sheet.measured)
    heads = find_heads(large, strips)
    join_pieces(heads, strips)
    join_named(heads)
    frames = take_frames(strips, heads, sheet.pitch, sheet.measured)
    spread(heads, [*map(columns.lane, strips), *(frame.box for frame in frames)])
    gather_front(heads, strips, sheet.pitch, [frame.box for frame in frames])
    spread(heads, [*map(columns.lane, strips), *(frame.box for frame in frames)])  # no byline in the way
    leave_running(heads, strips, columns)
    lone = lone_fronts(strips)
    spread(lone, [*map(columns.lane, strips), *(frame.box for frame in frames)])
    heads += lone
    middle = sum(row.middle for row in sheet.rows) / max(len(sheet.rows), 1)
    top = [row for row in imprint if row.middle < middle]
    bottom = [row for row in imprint if row.middle >= middle]
    passages = [_furniture([row]) for row in top]
    articles: list[list[int]] = []
    for area in find_areas([*heads, *strips, *frames]):
        if area.frame is not None and area.frame.label:
            passages.append(_furniture(area.frame.label))
        for article in _articles(area, columns, sheet.pitch):
            articles.append(list(range(len(passages), len(passages) + len(article))))
            passages += article
    passages += [_furniture([row]) for row in bottom]
    passages = [with_cells(passage, cells) for passage in passages]
    passages = _with_strays(passages, len(sheet.spans))
    ordered = _without_repeats(passages, articles)
    return Reading(
        *ordered,
        sheet.spans,
        find_capacities(page),
        turn=turn,
        measured=sheet.measured,
        sureness=sureness_of(page),
        surplus=surplus_of(page, sheet.em),
    )


def _without_repeats(
    passages: Sequence[Passage], articles: Sequence[Sequence[int]]
) -> tuple[list[Passage], list[list[int]]]:
    """Passages and articles, each line in the first of its passages alone, no passage empty."""
    seen: set[int] = set()
    kept: dict[int, Passage] = {}
    for number, passage in enumerate(passages):
        lines = tuple(line for line in dict.fromkeys(passage.lines) if line not in seen)
        seen.update(lines)
        if lines:
            kept[number] = replace(passage, lines=lines)
    at = {number: n for n, number in enumerate(kept)}
    found = [[at[number] for number in article if number in at] for article in articles]
    return list(kept.values()), [article for article in found if article]


def _with_strays(passages: Sequence[Passage], count: int) -> list[Passage]:
    """The passages with the lines that have no box, each after the line before it in the file."""
    found = [list(passage.lines) for passage in passages]
    home = {line: lines for lines in found for line in lines}
    for number in range(count):
        if number not in home:
            lines = home.get(number - 1) or (found[0] if found else [])
            at = lines.index(number - 1) + 1 if number - 1 in lines else 0
            lines.insert(at, number)
            home[number] = lines
    return [replace(passage, lines=tuple(lines)) for passage, lines in zip(passages, found, strict=True)]


def _furniture(rows: Sequence[Row]) -> Passage:
    ordered = sorted(rows, key=lambda row: (row.middle, row.box.left))
    return Passage(Role.FURNITURE, tuple(row.number for row in ordered))


def _articles(area: Area, columns: ColumnEdges, pitch: float) -> Iterator[list[Passage]]:
    if area.frame is not None:
        yield from _briefs(area.frame, columns, pitch)
        return
    text = find_passages(break_lines(area.strips, columns, pitch))
    text, briefs = _set_apart(text) if area.heads else (text, [])
    yield [
        *(passage for head in area.heads for passage in head_passages(head)),
        *(passage.build() for passage in text),
    ]
    for brief in briefs:
        yield [passage.build() for passage in brief]


def _set_apart(text: Sequence[PassageBuilder]) -> tuple[list[PassageBuilder], list[list[PassageBuilder]]]:
    """The text under a headline, and the briefs in it, of a box that nothing else shows.

    An article that does not open with a dateline has none in it: a paragraph with one is a brief, unless it
    stands under a heading. Beside such briefs a paragraph that is signed is one, too, at the top or behind
    another one that is.
    """
    found: list[PassageBuilder] = []
    briefs: list[list[PassageBuilder]] = []
    inside = False
    bodies = [passage for passage in text if passage.role is Role.BODY]
    if not bodies or _is_dated(bodies[0]):
        return list(text), []
    dated = [_is_dated_brief(text, n) for n in range(len(text))]
    for n, passage in enumerate(text):
        if dated[n] or (any(dated) and _is_signed_brief(text, n)):
            briefs.append([passage])
            inside = True
        elif inside and passage.role is Role.SIGNOFF:
            briefs[-1].append(passage)
            inside = False
        else:
            found.append(passage)
            inside = False
    return (found, briefs) if any(passage.role is Role.BODY for passage in found) else (list(text), [])


def _is_dated_brief(text: Sequence[PassageBuilder], n: int) -> bool:
    headed = n > 0 and _is_heading(text[n - 1])
    return text[n].role is Role.BODY and _is_dated(text[n]) and not headed


def _is_signed_brief(text: Sequence[PassageBuilder], n: int) -> bool:
    opens = n == 0 or text[n - 1].role is Role.SIGNOFF
    signed = n + 1 < len(text) and text[n + 1].role is Role.SIGNOFF
    return text[n].role is Role.BODY and opens and signed


def _is_heading(passage: PassageBuilder) -> bool:
    text = "".join(line.text for line in passage.lines)
    short = ems(text) <= LONGEST_HEADING and not ends_sentence(text)
    return passage.role is Role.HEAD or (passage.role is Role.BODY and short)


def _is_dated(passage: PassageBuilder) -> bool:
    return DATELINE.match("".join(line.text for line in passage.lines[:2])) is not None


def _briefs(frame: Frame, columns: ColumnEdges, pitch: float) -> Iterator[list[Passage]]:
    """The briefs of a frame: each begins with a dateline or after a sign-off.

    Where most paragraphs do so, each of the others is a brief too, if it may be one.
    """
    text = find_passages(break_lines(in_columns(frame.strips), columns, pitch))
    opens = [passage.role is Role.BODY and _opens_brief(text, n) for n, passage in enumerate(text)]
    paragraphs = sum(passage.role is Role.BODY for passage in text)
    if 2 * sum(opens) >= paragraphs:
        opens = [
            passage.role is Role.BODY and (opening or may_open(text, n))
            for n, (passage, opening) in enumerate(zip(text, opens, strict=True))
        ]
    brief: list[PassageBuilder] = []
    for passage, opening in zip(text, opens, strict=True):
        if opening and brief:
            yield [part.build() for part in brief]
            brief = []
        brief.append(passage)
    if brief:
        yield [part.build() for part in brief]


def may_open(text: Sequence[PassageBuilder], n: int) -> bool:
    """Whether a paragraph without a dateline may be a brief by itself.

    Where the file does not part blocks in lines, a block at the top of a column, or behind a full line alone,
    is more likely the rest of a brief, unless it is signed; behind a full line in mid-sentence it is.
    """
    first, last = text[n].lines[0], text[n - 1].lines[-1]
    if first.rows[0].part is not None and _is_cut(text[n - 1]):
        return False
    signed = n + 1 < len(text) and text[n + 1].role is Role.SIGNOFF
    signed = signed or CREDITED.search(text[n].lines[-1].text) is not None
    return signed or first.rows[0].part is None or (first.above is not None and last.rows[0].parts > 1)


def _is_cut(passage: PassageBuilder) -> bool:
    """Whether a block of text fills its lines and ends in mid-sentence."""
    last = passage.lines[-1]
    block = [line for line in passage.lines if line.rows[0].number == last.rows[0].number]
    room = sum(line.rows[0].box.width - ems(line.text) for line in block)
    return passage.role is Role.BODY and not ends_sentence(last.text) and room < SHORT


def _opens_brief(text: Sequence[PassageBuilder], n: int) -> bool:
    return n == 0 or text[n - 1].role is Role.SIGNOFF or _is_dated(text[n])
