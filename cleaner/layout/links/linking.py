"""Which fragment follows which: one minimum-cost path cover of the page.

Every fragment either opens an item or follows another one, as the rest of its paragraph (a seam) or as the
next paragraph; and it either closes its item or is followed. Two softmaxes, over what a fragment may follow
and over what may follow it, weigh the same evidence by a fitted network (`cleaner.models.links`): a full
line that ends in mid-sentence must go on somewhere, a line that begins in mid-sentence must come from
somewhere. An assignment over the whole page picks the links that are likeliest together; the paths are the
items.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.layout.interleaved.rows_read import Values
from cleaner.layout.links.features import (
    Choices,
    LinkEvidence,
    LinkKind,
    closing_evidence,
    next_evidence,
    opening_evidence,
    seam_evidence,
)
from cleaner.layout.links.fragments import LONE_LINE, Fragments
from cleaner.layout.links.late_datelines import with_datelines
from cleaner.layout.links.link_scores import LinkScores
from cleaner.layout.links.paths import Paths, path_evidence
from cleaner.layout.role import Role
from cleaner.layout.roles.ends import OPEN
from cleaner.layout.similarity import Floats, Ints, products
from cleaner.models import Models
from cleaner.models.links import PREDECESSOR, SUCCESSOR, LinkModel, Network
from cleaner.models.store import check_names
from cleaner.profiles.marks import DASH
from cleaner.profiles.press import COMES_FROM

BACK, AHEAD = 20, 2
"""Fragments before and behind that one may follow; the rest of a paragraph is looked for further off."""
FAR = 60
"""Fragments within which it is looked for, so that the cost of a page grows with its length alone."""
LINK_BIAS = 0.4
"""Bias of every link, in log-odds. Without it fragments are parted too often on simulated pages of
later dates (`python -m cleaner.lab.training.layout --measure`); 0.28 and 0.56 do worse on pages that engines
read (`python -m cleaner.lab.evaluation.constants`)."""
BARE = 5.0
"""Log-odds added to links to a path that neither begins nor ends as an item does. By generated pages that
engines read; 3.0 and 1.5 gain less."""
LOOSE = 4.0
"""Log-odds added to the seam between a paragraph that breaks off in a full line and a rest that begins in
mid-sentence, where neither has found another half. By pages that engines read; with 8.0 those with lost lines
lose."""
BY_LEVEL = 5.0
"""Log-odds that a heading of the highest level opens an item, and that one of a lower level does not;"""
SURE_LEVEL = 20.0
"""and that the first does on a page whose paragraphs no column cuts, which a person or a model wrote down."""
NOTED = 4.5
"""Log-odds added to the links from the block before an editors' signature, and to the one behind it: in 341
of 359 articles with such a note it stands under the headline, and the article goes on."""
KICKER, LEAST_KICKER = 8.0, 10
"""Log-odds that a kicker with its dash over a headline opens an item; characters from which it is no name of
a place over the heading of a part."""
LEAST_SUB_HEADLINE = 8
"""Characters of a sub-headline with its dash, at the least: a shorter one names whom a motto is from."""
OPENING_QUOTES, CLOSING_QUOTES = ("“", "「"), ("”", "」")
KICKER_ENDS = (DASH[0], "一")
"""The dash, and the ideograph that it is read as."""
JUMPED = 20.0
"""Log-odds that a marker of the page that an article goes on from opens an item behind text."""
TIED = 40.0
"""Log-odds added to the link between two lines of one verse or table."""
WORTH_NAMING = 0.05
"""Least probability of a link that is reported."""
IMPOSSIBLE = -1e9
"""Log-probability of a link of a kind that was not among the choices."""
LIKELIEST = 8
"""Seams of a fragment that are weighed."""
MOST = 12.0
"""Bound of what the model may say, in log-odds."""
AT_ONCE = 1 << 16
"""Choices that are scored at a time: few enough for what the network takes of a long page."""


class Link(NamedTuple):
    """Fragment `right` follows fragment `left`, as a seam or as the next paragraph; blocks by index."""

    left: int
    right: int
    seam: bool
    probability: float


class LinkedFragments(NamedTuple):
    """The paths found, and what else each fragment might have followed."""

    links: Sequence[Link]
    alternatives: dict[int, list[Link]]
    """For each fragment by block index what it may follow, likeliest first."""


def link_fragments(fragments: Fragments, models: Models, model: LinkModel) -> LinkedFragments:
    """The paths over all fragments of a page."""
    if len(fragments) < 2:
        return LinkedFragments([], {i: [] for i in fragments.index.tolist()})
    choices = find_choices(fragments, models)
    first = _with_headlines(gains_of(choices, model.first), fragments, model.headline_in_order)
    choices = with_paths(choices, fragments, first.paths())
    gains = _with_headlines(gains_of(choices, model.by_paths), fragments, model.headline_in_order)
    if fragments.joined:
        gains = _with_seams(gains, fragments, models)
    if fragments.whole or fragments.flush:  # behind an end comes the next paragraph, not the rest of this one
        lone = fragments.one_line & ~fragments.last_full & (fragments.natural < LONE_LINE * fragments.width)
        if fragments.flush:  # a headline is as open as its text
            lone |= fragments.one_line & ~fragments.broken
        if fragments.joined:  # so is an item, a verse or a caption
            lone |= ~fragments.broken
        ended = fragments.ends | fragments.colon | fragments.closed | lone
        ended = ended[gains.left] & ~fragments.closes[gains.right]  # no paragraph begins with `。` or `）`
        gains = replace(gains, seam=gains.seam & ~ended)
    gains = replace(gains, seam=gains.seam & ~(fragments.row[gains.left] | fragments.row[gains.right]))
    semicolon = np.array([text.endswith(("；", ";")) for text in fragments.texts])
    listed = (fragments.colon | semicolon | fragments.ends)[gains.left] & fragments.item[gains.right]
    gains = replace(gains, seam=gains.seam & ~listed)
    tied = fragments.tied[gains.left] & (gains.right == gains.left + 1)
    gains = replace(gains, value=gains.value + TIED * tied)
    gains = with_openings_by_dashes(gains, fragments)
    gains = with_openings_by_jumps(gains, fragments)
    gains = with_datelines(with_notes(gains, fragments), fragments, models)
    gains = with_loose_ends(with_openings(gains, fragments), fragments)
    odds = model.scale * gains.value + model.shift
    at = fragments.index
    probability = 1 / (1 + np.exp(-odds))
    likely = probability >= WORTH_NAMING
    columns = (gains.left, gains.right, gains.seam, probability)
    links = {
        (a, b): Link(int(at[a]), int(at[b]), seam, probability)
        for a, b, seam, probability in zip(*(column[likely].tolist() for column in columns), strict=True)
    }
    alternatives: dict[int, list[Link]] = {i: [] for i in at.tolist()}
    for link in sorted(links.values(), key=lambda link: -link.probability):
        alternatives[link.right].append(link)
    return LinkedFragments([links[pair] for pair in sorted(gains.paths()) if pair in links], alternatives)


def _with_headlines(scores: LinkScores, fragments: Fragments, bias: float) -> LinkScores:
    """The scores of a page; without columns, heads between paragraphs open items.

    Where headings are marked with levels, those of the highest open items, and others do not. Where all are
    of one level, those that are marked open items if no column cuts paragraphs.
    """
    if fragments.level.any():
        text = ~(fragments.head > 0) | fragments.item  # over a headline stands no item of a list
        opens = text[scores.left] * fragments.level[scores.right]
        weight = np.where(fragments.in_order & (opens > 0), SURE_LEVEL, BY_LEVEL)
        return replace(scores, value=scores.value - weight * opens)
    written = fragments.marked and fragments.joined and fragments.in_order
    if not written and (fragments.printed.any() or fragments.marked):
        return scores
    head = fragments.head > 0
    last = np.flatnonzero(~head).max(initial=-1)
    opening = head & fragments.heading if fragments.marked else head
    opens = ~head[scores.left] & opening[scores.right] & (scores.right < last)
    return replace(scores, value=scores.value - bias * opens)


def _with_seams(scores: LinkScores, fragments: Fragments, models: Models) -> LinkScores:
    """The scores of blocks of joined lines: what goes on in mid-sentence is the rest of a paragraph.

    No item of a list is, and no text under a picture.
    """
    body = fragments.has(Role.BODY) & ~(fragments.head > 0)
    open_end = body & ~fragments.ends & ~fragments.colon & ~fragments.closed
    may = open_end[scores.left] & (body & ~fragments.dateline & ~fragments.item)[scores.right]
    at = np.flatnonzero(may)
    texts = fragments.texts
    model = products(models.ends(texts), scores.left[at], models.starts(texts), scores.right[at])
    seam = np.zeros(len(scores.left), dtype=bool)
    seam[at] = model > 0
    return replace(scores, seam=seam)


def with_openings(scores: LinkScores, fragments: Fragments) -> LinkScores:
    """The scores of a page of printed columns: links of headlined paths to bare ones are likelier.

    Beside headlined articles a text without headline, byline, dateline and credit is mostly a part of one;
    what opens with a dateline is a brief, and has no parts.
    """
    head = fragments.head > 0
    if not (fragments.printed.any() and head.any()):
        return scores
    headed = head | fragments.has(Role.BYLINE) | fragments.has(Role.JUMP)
    opens = headed | fragments.dateline | fragments.labelled
    closes = fragments.signed | fragments.closing | fragments.has(Role.SIGNOFF)
    paths = Paths.of(scores.paths(), len(fragments))
    first = paths.first()
    closed = np.zeros(len(fragments), dtype=bool)
    np.logical_or.at(closed, first, closes & (paths.after < 0))
    bare = (paths.before < 0) & ~opens & ~closed
    return replace(scores, value=scores.value + BARE * (headed[first[scores.left]] & bare[scores.right]))


def with_loose_ends(scores: LinkScores, fragments: Fragments) -> LinkScores:
    """The scores of a page of printed columns: halves of paragraphs that are left over are likelier one.

    What breaks off in a full line goes on somewhere, and what begins in mid-sentence comes from somewhere,
    though a misread character at the seam makes it look as if they did not fit.
    """
    f = fragments
    text = f.has(Role.BODY) & ~(f.head > 0) & f.printed
    cut = text & f.last_full & ~(f.ends | f.colon | f.closed)
    rest = text & (f.open_start > OPEN) & ~f.dateline
    if not (cut.any() and rest.any()):
        return scores
    paths = Paths.of(scores.paths(), len(f))
    halves = (cut & (paths.after < 0))[scores.left] & (rest & (paths.before < 0))[scores.right]
    return replace(scores, value=scores.value + LOOSE * halves, seam=scores.seam | halves)


def with_openings_by_dashes(scores: LinkScores, fragments: Fragments) -> LinkScores:
    """The scores, links less likely to a headline that a dash joins with the one under it, but from a head.

    A kicker closes with it, a sub-headline opens with it; over the headline of that a kicker may stand, too.
    A quotation is a motto as well.
    """
    head, texts = fragments.head > 0, fragments.texts
    over_head = head & np.append(head[1:], False)
    closes = [len(text) >= LEAST_KICKER and text.endswith(KICKER_ENDS) for text in texts]
    under = [len(text) >= LEAST_SUB_HEADLINE and text.startswith(DASH[0]) for text in texts]
    quoted = [text.startswith(OPENING_QUOTES) and text.endswith(CLOSING_QUOTES) for text in texts]
    opens = over_head & np.array([*under[1:], False]) & ~np.array(quoted)
    for i in range(len(opens) - 1, 0, -1):
        opens[i - 1] |= opens[i] & head[i - 1]
    opens |= over_head & np.array(closes)
    return replace(scores, value=scores.value - KICKER * (opens[scores.right] & ~head[scores.left]))


def with_openings_by_jumps(scores: LinkScores, fragments: Fragments) -> LinkScores:
    """The scores, links less likely to a marker of the page that an article goes on from, behind an end.

    So are links from text to the headlines right over such a marker: no heading of a part stands there.
    """
    jump = fragments.has(Role.JUMP)
    if not jump.any():
        return scores
    head = fragments.head > 0
    opens = jump & np.array([any(way in text for way in COMES_FROM) for text in fragments.texts])
    for i in range(len(opens) - 1, 0, -1):
        opens[i - 1] |= opens[i] & head[i - 1]
    text = fragments.has(Role.BODY) & ~head
    ended = (text & (fragments.ends | fragments.closed)) | fragments.has(Role.SIGNOFF)
    behind = np.where(head[scores.right], (text | ended)[scores.left], ended[scores.left])
    return replace(scores, value=scores.value - JUMPED * (opens[scores.right] & behind))


def with_notes(scores: LinkScores, fragments: Fragments) -> LinkScores:
    """The scores, what stands round the signature of an editors' note likelier of one item with it.

    The note opens an article under its headline; what comes behind it, be it a heading, is the article. Items
    with a dateline have no such note.
    """
    note = fragments.note
    if not note.any():
        return scores
    first = Paths.of(scores.paths(), len(fragments)).first()
    dated = np.zeros(len(fragments), dtype=bool)
    np.logical_or.at(dated, first, fragments.dateline)
    above = np.maximum(scores.left - note[scores.left], 0)
    noted = (
        (note[scores.left] | note[scores.right]) & (scores.right - scores.left == 1) & ~dated[first[above]]
    )
    return replace(scores, value=scores.value + NOTED * noted, seam=scores.seam & ~noted)


def gains_of(choices: Choices, network: Network) -> LinkScores:
    """For each pair the log-odds of being linked, not parted, and whether it is a seam, if linked."""
    check_names("links", network.names, choices.names)
    scores = np.concatenate(
        [
            network.scores(part.rows(start, start + AT_ONCE), part.names)
            for part in choices.parts
            for start in range(0, part.size, AT_ONCE)
        ]
    )
    scores = scores.astype(np.float64)
    back = log_probabilities(scores[:, SUCCESSOR], choices.right)
    on = log_probabilities(scores[:, PREDECESSOR], choices.left)
    count = int(max(choices.left.max(), choices.right.max())) + 1
    opening, closing = np.zeros((2, count))
    opens, closes = choices.kind == LinkKind.OPENS, choices.kind == LinkKind.CLOSES
    opening[choices.right[opens]] = back[opens]
    closing[choices.left[closes]] = on[closes]
    pair = choices.left * count + choices.right
    pairs, place = np.unique(pair[~opens & ~closes], return_inverse=True)
    left, right = pairs // count, pairs % count
    kinds = choices.kind[~opens & ~closes]
    by_kind = np.full((2, 2, len(pairs)), IMPOSSIBLE)
    for n, kind in enumerate((LinkKind.NEXT, LinkKind.SEAM)):
        of_kind = kinds == kind
        by_kind[n][:, place[of_kind]] = back[choices.kind == kind], on[choices.kind == kind]
    linked = np.logaddexp(by_kind[0], by_kind[1]).sum(axis=0) + LINK_BIAS
    as_next, as_seam = by_kind.sum(axis=1)
    return LinkScores(left, right, linked - opening[right] - closing[left], as_seam > as_next)


def log_probabilities(scores: Floats, owner: Ints) -> Floats:
    """Of each choice, among all of the same owner; -1 stands for none.

    >>> log_probabilities(np.log([1.0, 3.0, 5.0]), np.array([0, 0, 1])).round(3).tolist()
    [-1.386, -0.288, 0.0]
    """
    owner = owner + 1  # what has no owner is put together, and not looked at
    size = int(owner.max()) + 1
    top = np.full(size, -np.inf)
    np.maximum.at(top, owner, scores)
    total = np.bincount(owner, np.exp(scores - top[owner]), size)
    logs: Floats = scores - top[owner] - np.log(total[owner])
    return logs


def find_choices(fragments: Fragments, models: Models) -> Choices:
    """Every choice worth weighing, with its evidence; their number grows linearly with the fragments."""
    count = len(fragments)
    rights = np.arange(count)
    nexts = _window(count, 1, 0) if fragments.in_order else _window(count, BACK, _ahead(fragments))
    if fragments.printed.any():
        seams, affinity, model = _seams(fragments, models)
    else:
        seams, affinity, model = np.zeros((0, 2), dtype=np.int64), np.zeros(0), np.zeros(0)
    nexts = nexts[~fragments.closing[nexts[:, 0]] | fragments.has(Role.SIGNOFF)[nexts[:, 1]]]
    parts = [
        (np.full(count, -1), rights, LinkKind.OPENS, opening_evidence(fragments)),
        (nexts[:, 0], nexts[:, 1], LinkKind.NEXT, next_evidence(fragments, nexts[:, 0], nexts[:, 1])),
        (rights, np.full(count, -1), LinkKind.CLOSES, closing_evidence(fragments)),
        (
            seams[:, 0],
            seams[:, 1],
            LinkKind.SEAM,
            seam_evidence(fragments, seams[:, 0], seams[:, 1], affinity, model),
        ),
    ]
    return Choices(
        np.concatenate([left for left, *_ in parts]).astype(np.int64),
        np.concatenate([right for _, right, *_ in parts]).astype(np.int64),
        np.concatenate([np.full(len(left), int(kind)) for left, _, kind, _ in parts]),
        [name for *_, found in parts for name in found],
        [
            LinkEvidence(kind, list(found), [_columns(found.values(), len(left))])
            for left, _, kind, found in parts
        ],
    )


def _columns(values: Iterable[Values], rows: int) -> NDArray[np.float32]:
    """Values side by side, shape (rows, columns)."""
    found = [*values]
    columns = np.empty((rows, len(found)), dtype=np.float32)
    for n, column in enumerate(found):
        columns[:, n] = column
    return columns


def with_paths(choices: Choices, fragments: Fragments, pairs: Sequence[tuple[int, int]]) -> Choices:
    """The choices, with what the paths that were found first say of them.

    Where one path ends and another begins, both are weighed though they stand far apart.
    """
    paths = Paths.of(pairs, len(fragments))
    far_left, far_right = _far_pairs(fragments, paths)
    left, right = np.concatenate([choices.left, far_left]), np.concatenate([choices.right, far_right])
    kinds = np.concatenate([choices.kind, np.full(len(far_left), int(LinkKind.NEXT))])
    found = path_evidence(fragments, paths, left, right)
    parts, start = [], 0
    for part in _with_far(choices.parts, fragments, far_left, far_right):
        end = start + part.size
        more = _columns((column[start:end] for column in found.values()), part.size)
        named = (f"{part.kind.name.lower()}: {name}" for name in found)
        parts.append(LinkEvidence(part.kind, [*part.names, *named], [*part.blocks, more]))
        start = end
    names = [*choices.names, *(f"{kind.name.lower()}: {name}" for kind in LinkKind for name in found)]
    return Choices(left, right, kinds, names, parts)


def _with_far(
    parts: Sequence[LinkEvidence], fragments: Fragments, left: Ints, right: Ints
) -> Iterator[LinkEvidence]:
    """The evidence, and behind it that of pairs that stand far apart."""
    yield from parts
    if len(left):
        found = next_evidence(fragments, left, right)
        yield LinkEvidence(LinkKind.NEXT, list(found), [_columns(found.values(), len(left))])


def _far_pairs(fragments: Fragments, paths: Paths) -> tuple[Ints, Ints]:
    """Pairs of an end of a path and a beginning of one beyond the window of next paragraphs."""
    pairs = _window(0 if fragments.in_order else len(fragments), FAR, FAR)
    step = pairs[:, 1] - pairs[:, 0]
    ends, begins = paths.after < 0, paths.before < 0
    far = ((step > BACK) | (step < -_ahead(fragments))) & ends[pairs[:, 0]] & begins[pairs[:, 1]]
    return pairs[far, 0], pairs[far, 1]


def _ahead(fragments: Fragments) -> int:
    """How many fragments behind one that it may follow stand: as many as before where no order stands."""
    return AHEAD if fragments.read_in is None else BACK


def _window(count: int, back: int, ahead: int) -> Ints:
    """Pairs (left, right) of fragments that are at most so far apart, shape (pairs, 2)."""
    offsets = np.array([step for step in range(-ahead, back + 1) if step])
    right = np.repeat(np.arange(count), len(offsets))
    left = right - np.tile(offsets, count)
    inside = (left >= 0) & (left < count)
    return np.stack([left[inside], right[inside]], axis=1)


def _seams(fragments: Fragments, models: Models) -> tuple[Ints, Floats, Floats]:
    """Pairs that may be halves of one paragraph, their affinity, and what the model says of them."""
    text = fragments.has(Role.BODY)  # heads among them: one may be a piece of a paragraph misread
    may_end = text & (fragments.open_end > -5.0) & fragments.printed
    may_start = text & (fragments.open_start > -5.0) & ~fragments.dateline & fragments.printed
    pairs = _window(len(fragments), FAR, FAR // 3)
    pairs = pairs[may_end[pairs[:, 0]] & may_start[pairs[:, 1]]]
    if not len(pairs):
        return pairs, np.zeros(0), np.zeros(0)
    left, right = pairs[:, 0], pairs[:, 1]
    texts = fragments.texts
    model = np.clip(products(models.ends(texts), left, models.starts(texts), right), -MOST, MOST)
    step = right - left
    rough = fragments.open_end[left] + fragments.open_start[right] + 0.7 * model
    rough += np.where(step == 1, 2.5, -0.8 * np.log2(np.abs(step))) - 2.5 * (step < 0)
    rough += 2.0 * (fragments.last_full & ~fragments.ends)[left]
    order = np.lexsort((-rough, right))
    first = np.searchsorted(right[order], right[order])
    kept = np.sort(order[np.arange(len(order)) - first < LIKELIEST])
    affinity = models.affinity([(texts[a][-2:], texts[b][:2]) for a, b in pairs[kept].tolist()])
    return pairs[kept], affinity, model[kept]
