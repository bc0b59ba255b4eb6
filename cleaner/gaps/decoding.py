"""One decoding over a paragraph: what belongs in each slot between its characters.

Every white space inside a paragraph is a line end, a stray space, or the room of a lost mark. All are
labelled together, from the column width (a line end stands where the line is full), the language (which
mark belongs here), what is visible (a mark already there, the partner of a quotation mark), and what the
rest of the page says of the same words.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.diagnosis.scripts import is_chinese, is_reference
from cleaner.diagnosis.spaces import spaces_commas, spaces_latin, spaces_marks
from cleaner.gaps.bare_terms import FEWEST_ALONE, Term, find_bare, marks_alone, with_marks
from cleaner.gaps.brackets import find_edges, find_short_names
from cleaner.gaps.columns import column_odds, flatten, is_open_end
from cleaner.gaps.gapless_pairs import GAPLESS, loses_quotes
from cleaner.gaps.lattice import COMMA, SPACE, Lattice, LatticeBuilder, ObservedSlots, likely_options
from cleaner.gaps.line_ends import line_ends_of
from cleaner.gaps.page_evidence import CLOSING, OPENING, weigh_brackets, weigh_templates, weigh_terms
from cleaner.gaps.pairing import pair, partners
from cleaner.gaps.partners import LostPartner, find_places
from cleaner.gaps.quotations import quotations
from cleaner.gaps.series import ENUMERATION, find_counted, find_parallel
from cleaner.gaps.slots import Slot
from cleaner.gaps.works import find_works, with_stops, without_needless_quotes
from cleaner.layout.lines.measured import LONGEST_LINE
from cleaner.layout.links.articles import layout_roles_of
from cleaner.layout.reading import Capacity
from cleaner.layout.role import Role
from cleaner.layout.state import PageState
from cleaner.models.gaps import GapModel
from cleaner.models.slots import Spans, find_slots
from cleaner.profiles.marks import MIDDLE_DOT, QUOTES
from cleaner.profiles.press import DATELINE
from cleaner.profiles.transliteration import parts_name, parts_series

Float32s = NDArray[np.float32]
Ints = NDArray[np.int64]
AT_LINE_END = Capacity(1, 2)
"""Where a line falls short of its column by part of an em and shows no mark, one was lost, or two: of 57 such
line ends on generated pages all had lost one, of 2,600 others seven."""
NO_GAP_COST = -1.0
"""What it costs to set a partner where neither a gap nor a mark is, rather than where one is."""


def slots_of(state: PageState) -> list[Slot]:
    """The slots of a state, decoded once for the rules that share it.

    Where the settings leave inferred edits out, the columns alone tell the line ends.
    """
    return state.once(_line_ends if state.settings.certain_only else _decode)


def _line_ends(state: PageState) -> list[Slot]:
    return line_ends_of(state, state.models.gaps.constants.gap_priors)


IN_NAME = 3.5
"""Log-odds that characters which write out foreign names add for the middle dot in one, or for a mark of
enumeration between several."""
ADDRESS = ("http://", "https://", "www.")
"""What no mark was lost before."""
COLON = "："
"""What stands behind the name of a speaker."""


def _decode(state: PageState) -> list[Slot]:
    """The slots of the blocks that have gaps, with their labels, in text order.

    In a block without a gap nothing can be missing that could be proved, but the partner of a
    quotation mark; and, on a page that loses its quotation marks, pairs that print gave no room. On a text
    that was never wrapped the few spaces are printed ones; a lone line break in it goes on with the text.
    """
    if not _is_wrapped(state):
        return list(_lone_breaks(state))
    roles = layout_roles_of(state)
    page = _scored(state, roles)
    blocks = [n for n, worth in enumerate(page.worth) if worth]
    if not blocks:
        return []
    lattices = _lattices(state, blocks, roles, page)
    gapless = [GAPLESS if page.loses and _is_body(state, n, roles[n]) else None for n in blocks]
    weigh_brackets(state.folded, lattices)
    paired = [
        pair(lattice.visible, lattice.gaps, lattice.options, gapless_odds)
        for lattice, gapless_odds in zip(lattices, gapless, strict=True)
    ]
    shares = [share for _, share in paired]
    for i in weigh_terms(state.folded, lattices, shares) | weigh_templates(state.folded, lattices, shares):
        lattice = lattices[i]
        paired[i] = pair(lattice.visible, lattice.gaps, lattice.options, gapless[i])
    slots: list[Slot] = []
    for i, (n, lattice) in enumerate(zip(blocks, lattices, strict=True)):
        labels, share = paired[i]
        labels = without_needless_quotes(state.folded, lattice.places, lattice.visible, labels)
        found = _slots(i, lattice, labels, share, roles[n] is Role.HEAD, page.loses)
        last = lattice.places[-1][0] if _is_quoted_on(state, n, roles[n]) else None
        slots += [_unclosed(slot) if slot.start == last else slot for slot in found]
    return _without_printed(state, slots)


class _Scored(NamedTuple):
    """The slots of a page, and how likely each label is in each."""

    odds: Sequence[Sequence[float]]
    """For the gaps of each block the log-odds of a line end, by the column."""
    starts: Sequence[int]
    """Where each block begins in the text that the model reads."""
    spans: Spans
    """Slots in that text, shape (n, 2)."""
    scores: Float32s
    """Log-probabilities of the labels of the model, shape (n, labels)."""
    cuts: Sequence[int]
    """The first slot of each block, and their number."""
    worth: Sequence[bool]
    """Which blocks are decoded."""
    loses: bool
    """Whether the page is seen to lose its quotation marks."""
    proved: frozenset[tuple[int, int]]
    """The spans beside terms that are always quoted: no gap need show a mark there."""


def _scored(state: PageState, roles: Sequence[Role]) -> _Scored:
    """The slots of a page, scored in the blocks in which something may be missing."""
    model = state.models.gaps
    odds = column_odds(state, roles)
    flat, starts = flatten(state, odds)
    spans = find_slots(flat)

    def cuts() -> Ints:
        return np.searchsorted(spans[:, 0], [*starts, len(flat) + 1])

    def score(chosen: Sequence[bool]) -> None:
        if any(chosen):
            asked = np.repeat(chosen, np.diff(cuts()))
            scores[asked] = model.log_probs(flat, spans[asked], spans)

    blocks = range(len(state.typeset))
    worth = [_is_worth(state, n, roles[n]) for n in blocks]
    scores = np.zeros((len(spans), len(model.labels)), dtype=np.float32)
    score(worth)
    loses = loses_quotes(flat, spans, scores, model.labels)
    if loses:
        rest = [not worth[n] and _is_body(state, n, roles[n]) for n in blocks]
        score(rest)
        worth = [a or b for a, b in zip(worth, rest, strict=True)]
    terms = _bare_terms(state, roles, flat, starts) if marks_alone(flat) >= FEWEST_ALONE else []
    more = {bisect_right(starts, term.start) - 1 for term in terms}
    if more := {n for n in more if not worth[n]}:
        score([n in more for n in blocks])
        worth = [known or n in more for n, known in enumerate(worth)]
    heads = (
        (start, start + len(block.block.of(state.folded)))
        for start, block, role in zip(starts, state.typeset, roles, strict=True)
        if role is Role.HEAD
    )
    spans, scores = _with_places(
        spans, scores, [*find_places(flat, spans, model), *find_edges(flat, heads, model)], model
    )
    spans, scores, proved = with_marks(spans, scores, terms, model.labels)
    return _Scored(odds, starts, spans, scores, cuts().tolist(), worth, loses, proved)


def _bare_terms(state: PageState, roles: Sequence[Role], flat: str, starts: Sequence[int]) -> list[Term]:
    """The terms of running text that stand without the quotation marks that they always have."""
    blocks = range(len(state.typeset))
    body = [_is_body(state, n, roles[n]) for n in blocks]
    found = find_bare(flat, state.models.quoted_terms)
    return [term for term in found if body[bisect_right(starts, term.start) - 1]]


def _lattices(state: PageState, blocks: Sequence[int], roles: Sequence[Role], page: _Scored) -> list[Lattice]:
    """The labels that are possible in each slot of the blocks, with their scores."""
    text, model = state.folded, state.models.gaps
    spaced, parted = spaces_latin(text), spaces_marks(text)
    counts = [page.cuts[n + 1] - page.cuts[n] for n in blocks]
    shifts = [state.typeset[n].block.start - page.starts[n] for n in blocks]
    rows = np.concatenate([np.arange(page.cuts[n], page.cuts[n + 1]) for n in blocks])
    spans = page.spans[rows] + np.repeat(np.array(shifts, dtype=np.int64), counts)[:, None]
    places = [(start, end) for start, end in spans.tolist()]
    room = [None if state.placed is None else _capacity_at(state, *place) for place in places]
    slots = ObservedSlots.at(text, places, room)
    if page.proved:
        known = [(start, end) in page.proved for start, end in page.spans[rows].tolist()]
        # what the words show counts as what a gap does
        slots = slots._replace(gaps=[gap or proved for gap, proved in zip(slots.gaps, known, strict=True)])
    owners = [roles[n] for n, count in zip(blocks, counts, strict=True) for _ in range(count)]
    covered = [state.protection.covers(*place) for place in slots.places]
    fixed = _holds_printed(state, spans) | np.array(covered, dtype=bool)
    scores = page.scores[rows]
    for row, mark, sure in _marks_of_words(state, blocks, page, slots):
        column = scores[row]
        if not sure and column[model.labels.index(mark)] < column[model.labels.index(COMMA)]:
            continue
        paused = mark == ENUMERATION and owners[row] is Role.HEAD  # there it may be a pause
        at = model.labels.index(SPACE if paused else mark)
        if mark == ENUMERATION:
            column[model.labels.index(MIDDLE_DOT)] = -np.inf
        if mark in (ENUMERATION, OPENING):
            column[at] = column.max()
        column[at] += IN_NAME
    scores[np.ix_(find_works(text, slots.places, slots.visible), with_stops(model.labels))] = -np.inf
    likely = likely_options(model.labels, slots, owners, scores, page.loses, spaces_commas(text))
    lattices, cursor = [], 0
    for n, count in zip(blocks, counts, strict=True):
        part = slice(cursor, cursor + count)
        cursor += count
        maker = LatticeBuilder(
            text, state.typeset[n], roles[n], model.constants.at_line_end, spaced, page.loses, parted
        )
        lattice = maker.make(slots.part(part), likely[part], page.odds[n])
        kept = fixed[part]
        kept[:1] |= DATELINE.match(text, lattice.places[0][1]) is not None
        for k in np.flatnonzero(kept).tolist():
            lattice.options[k] = {lattice.visible[k]: 0.0}
        if (named := state.turns.named.get(state.typeset[n].block.start)) in lattice.places:
            k = lattice.places.index(named)
            if state.turns.lost and not lattice.visible[k]:
                lattice.options[k] = {COLON: 0.0}
        lattices.append(lattice)
    return lattices


def _marks_of_words(
    state: PageState, blocks: Sequence[int], page: _Scored, slots: ObservedSlots
) -> Iterator[tuple[int, str, bool]]:
    """The gaps whose mark the words on both sides show, by their rows; that mark, and whether for sure.

    Those inside foreign names, and those of a series of such, of parallel or of counted words. One of
    parallel words that ends a line may stand inside a word.
    """
    text = state.folded
    bare = [row for row, seen in enumerate(slots.visible) if slots.gaps[row] and not seen]
    series = find_parallel(text, slots.places, slots.visible)
    counted = find_counted(text, slots.places, slots.visible)
    named = {start for start, _ in find_short_names(text)}
    series |= dict.fromkeys((bare[n] for n in parts_series(text, [slots.places[row] for row in bare])), True)
    ends = {
        gap.start
        for n in blocks
        for gap, odd in zip(state.typeset[n].gaps, page.odds[n], strict=True)
        if odd > 0 or "\n" in text[gap.start : gap.end]
    }
    for row in bare:
        start, end = slots.places[row]
        if end in named and start not in ends:
            yield row, OPENING, True
        elif row in counted:
            yield row, counted[row], True
        elif text.startswith(ADDRESS, end):
            yield row, "", True
        elif row not in series:
            if parts_name(text, start, end):
                yield row, MIDDLE_DOT, True
        elif start not in ends:
            yield row, ENUMERATION, series[row]


def _capacity_at(state: PageState, start: int, end: int) -> Capacity | None:
    """The room for marks in a slot, where the page shows it."""
    if state.placed is None:
        return None
    return AT_LINE_END if is_open_end(state, start, end) else state.placed.capacities.get(end)


def _holds_printed(state: PageState, spans: Spans) -> NDArray[np.bool_]:
    """In which spans of the text white space is printed, shape (n,)."""
    before = np.zeros(len(state.folded) + 1, dtype=np.int64)
    printed: Iterable[int] = state.printed_spaces
    if state.placed is not None:
        printed = (at for at in printed if not _shows_lost_mark(state, at))
    before[[at + 1 for at in printed]] = 1
    before = before.cumsum()
    held: NDArray[np.bool_] = before[spans[:, 1]] > before[spans[:, 0]]
    return held


def _shows_lost_mark(state: PageState, at: int) -> bool:
    """Whether a space of running text is the room of a mark that was not read, as the boxes show."""
    capacity = state.placed.capacities.get(at + 1) if state.placed else None
    if state.placed is None or capacity is None or not capacity.least:
        return False
    passage = state.placed.passage_at(at + 1, at + 2)
    return passage >= 0 and state.placed.reading.passages[passage].role is Role.BODY


def _without_printed(state: PageState, slots: list[Slot]) -> list[Slot]:
    """The slots but those of white space that is printed or typed beside code; no quotation needs one."""
    printed = _holds_printed(state, np.array([slot[:2] for slot in slots], dtype=np.int64).reshape(-1, 2))
    barred = {
        slot.start
        for slot, held in zip(slots, printed.tolist(), strict=True)
        if held or state.protection.is_typed(slot.start, slot.end)
    }
    if not barred:
        return slots
    torn = {slot.quotation for slot in slots if slot.start in barred and slot.requotes}
    return [
        slot._replace(label=slot.visible) if slot.requotes and slot.quotation in torn else slot
        for slot in slots
        if slot.start not in barred
    ]


def _with_places(
    spans: Spans, scores: Float32s, found: Iterable[LostPartner], model: GapModel
) -> tuple[Spans, Float32s]:
    """The slots and scores, with the places without a gap where quotation marks may be missing."""
    taken = {at for span in spans.tolist() for at in span}
    places = [place for place in {place.at: place for place in found}.values() if place.at not in taken]
    if not places:
        return spans, scores
    more = np.full((len(places), scores.shape[1]), -np.inf, dtype=np.float32)
    more[:, model.labels.index("")] = 0.0
    for row, place in zip(more, places, strict=True):
        row[model.labels.index(place.mark)] = place.odds + NO_GAP_COST
    at = np.array([[place.at, place.at] for place in places], dtype=np.int64)
    order = np.argsort(np.concatenate([spans[:, 0], at[:, 0]]), kind="stable")
    return np.concatenate([spans, at])[order], np.concatenate([scores, more])[order]


def _slots(
    block: int,
    lattice: Lattice,
    labels: list[str],
    shares: list[dict[str, float]],
    head: bool,
    losing: bool,
) -> Iterator[Slot]:
    if _quotes_all(lattice, labels, losing):
        labels = [lattice.visible[0], *labels[1:-1], lattice.visible[-1]]
    quoted = quotations(lattice.visible, labels)
    chosen = zip(lattice.places, lattice.visible, labels, shares, quoted, strict=True)
    for i, ((start, end), seen, label, share, number) in enumerate(chosen):
        if start == end and not label and 0 < i < len(labels) - 1:
            continue  # no partner was lost here
        line_end = lattice.line_end_odds.get(i, 0.0) > 0
        quotation = None if number is None else (block, number)
        by_quotes, by_stops = (
            [_share_of(share, label, quotes) for quotes in (True, False)] if label != seen else [1.0, 1.0]
        )
        yield Slot(
            start,
            end,
            seen,
            label,
            share[label],
            line_end,
            quotation,
            head,
            losing,
            by_quotes,
            by_stops,
            _has_room(lattice, i),
            lattice.gaps[i] and end - start == len(seen),
        )


def _has_room(lattice: Lattice, i: int) -> bool:
    """Whether a mark that was not read has room in a slot, as the boxes of characters show."""
    capacity = lattice.capacities[i]
    return capacity is not None and capacity.least > len(lattice.visible[i])


def _share_of(share: dict[str, float], label: str, quotes: bool) -> float:
    """The probability of the quotation marks of a label, or of its stops, whatever stands beside them."""
    kept = _marks_in(label, quotes)
    return sum(value for other, value in share.items() if other == label or _marks_in(other, quotes) == kept)


@cache
def _marks_in(label: str, quotes: bool) -> str:
    return "".join(mark for mark in label if (mark in QUOTES) is quotes)


def _quotes_all(lattice: Lattice, labels: Sequence[str], losing: bool) -> bool:
    """Whether a pair that nothing shows is to enclose a whole paragraph: nobody is named who says it.

    A gap on one side shows it where the page is seen to lose its quotation marks. Half of
    those that the decoding would set on later pages were wrong.
    """
    ends = (0, len(labels) - 1)
    seen = any(any(map(lattice.visible[i].count, QUOTES)) for i in ends)
    bare = not (seen or (any if losing else all)(lattice.gaps[i] for i in ends))
    return bare and ends in partners(labels)


def _is_worth(state: PageState, n: int, role: Role) -> bool:
    """Whether anything can be missing in a block that could be proved: in a row nothing."""
    printed = state.typeset[n]
    text = printed.block.of(state.folded)
    if printed.row or not is_chinese(text) or is_reference(text):
        return False
    return bool(printed.gaps) or (_lacks_partner(text) and not _is_quoted_on(state, n, role))


def _is_body(state: PageState, n: int, role: Role) -> bool:
    """Whether a block is running text, in which speech may have lost its marks without a trace."""
    text = state.typeset[n].block.of(state.folded)
    return role is Role.BODY and not state.typeset[n].row and is_chinese(text) and not is_reference(text)


def _is_quoted_on(state: PageState, n: int, role: Role) -> bool:
    """Whether a quotation of a block goes on in the next one: the last of them closes it.

    It opens with the block, or behind a colon, and where columns are seen, in which the closing mark may be
    lost, the next one does not close it either; none of a headline.
    """
    if role is Role.HEAD:
        return False
    text = state.typeset[n].block.of(state.folded)
    following = state.typeset[n + 1].block.of(state.folded) if n + 1 < len(state.typeset) else ""
    is_open = [half.count("“") == half.count("”") + 1 for half in (text, following)]
    said = text.rpartition("“")[0].rstrip().endswith(COLON) and (is_open[1] or not state.column_widths)
    return is_open[0] and following[:1] == "“" and (text[0] == "“" or said)


def _unclosed(slot: Slot) -> Slot:
    """The last slot of a paragraph whose quotation goes on in the next one: nothing is closed there."""
    added = CLOSING in slot.label and CLOSING not in slot.visible
    return slot._replace(label=slot.label.replace(CLOSING, "")) if added else slot


def _lacks_partner(text: str) -> bool:
    return text.count("“") != text.count("”")


def _is_wrapped(state: PageState) -> bool:
    """Whether a text has the white space that printed lines leave."""
    gaps = state.gap_count
    return bool(gaps and state.column_widths) or gaps * LONGEST_LINE > len(state.folded)


def _lone_breaks(state: PageState) -> Iterator[Slot]:
    """The line breaks inside the blocks of a text that was never wrapped; no mark was lost there."""
    for printed in state.typeset:
        for gap in printed.gaps:
            if "\n" in state.folded[gap.start : gap.end]:
                yield Slot(gap.start, gap.end, "", "", 1.0, line_end=True, quotation=None)
