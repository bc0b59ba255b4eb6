"""Items: the paths over a page, read as headline, paragraphs and sign-off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, pairwise, takewhile
from operator import or_

import numpy as np
from numpy.typing import NDArray

from cleaner.layout.lines.break_kind import Break
from cleaner.layout.lines.columns import ends_sentence
from cleaner.layout.links.fragments import find_fragments, lost_share
from cleaner.layout.links.headings import FEWEST, by_levels, by_marks, signed_off, under_rules
from cleaner.layout.links.item import Item
from cleaner.layout.links.linking import Link, LinkedFragments, link_fragments
from cleaner.layout.links.lone_heads import opening_heads, with_heads
from cleaner.layout.links.roundups import with_parts
from cleaner.layout.reading import Reading
from cleaner.layout.role import Role
from cleaner.layout.roles.classification import judged_roles, listed_lines
from cleaner.layout.roles.ends import OPEN
from cleaner.layout.roles.head_evidence import are_cut
from cleaner.layout.state import PageState
from cleaner.layout.truncation import find_cut
from cleaner.patterns import Pattern
from cleaner.profiles.press import BOX_LABEL, CREDITED, DATELINE, SERIES_NAME, SERIES_OVER

DOUBT = 0.5
"""Probability below which a link is not made: what it would join stays an item of its own."""
NEARLY = 0.4
"""Probability of a link from which a headline and a body that both stand alone are joined all the same; on
generated pages that engines read, 1 in 12 of these is right below it, 5 in 7 above."""
LONGEST_REST = 2
"""Characters that a headline leaves for a line too short to tell."""
CANDIDATES = 3
"""How many places that a fragment may have are named."""
LEAST_LOST = 0.17
"""Share of its stops that a page of printed columns loses, at least, where it loses ends of paragraphs, too:
elsewhere nine open ends in ten go on in a place that was not found."""


@dataclass(frozen=True)
class Layout:
    """What the blocks of a page are, and how they belong together."""

    roles: Sequence[Role]
    items: Sequence[Item]
    """In the order of their first blocks."""
    links: Sequence[Link]
    doubtful: Mapping[int, Sequence[Link]]
    """Blocks that begin in mid-sentence and follow nothing for sure; what they may follow."""
    lost: frozenset[int] = frozenset()
    """Blocks of which a part was not read, as their place on the page shows."""

    @property
    def ends(self) -> list[int]:
        """The last blocks of its paragraphs."""
        chains = (chain for item in self.items for chain in item.chains)
        return [chain[-1] for chain in chains if self.roles[chain[-1]] is Role.BODY]


def layout_of(state: PageState) -> Layout:
    """The layout of a state, found once for all that ask."""
    return state.once(find_layout)


_REPORTED_SPEECH = Pattern(
    r"(?:[说道称]|表示|指出|强调|介绍|报道|获悉|认为|了解)[ \t\u3000]+\p{Han}[^\n]{4,}[ \t\u3000]+\p{Han}"
)
"""What somebody says, with gaps: a snippet of running text, be its last stop lost."""


def layout_roles_of(state: PageState) -> Sequence[Role]:
    """The roles of the blocks of a state by its layout; of moved blocks those that they had before."""
    return state.roles or layout_of(state).roles


def truncated_of(state: PageState) -> frozenset[int]:
    """The blocks of a state that end where the OCR lost the rest of their paragraph."""
    return state.once(_find_truncated)


def _find_truncated(state: PageState) -> frozenset[int]:
    keeps_ends = state.column_widths and lost_share(state) < LEAST_LOST
    if keeps_ends or state.placed is not None:
        return frozenset()
    texts = [block.of(state.folded) for block in state.blocks]
    layout = layout_of(state)
    if state.has_joined_blocks and are_cut(texts, layout.roles):  # so do paragraphs that lost their stop
        return frozenset()
    return find_cut(layout.ends, texts, state.typeset, state.models)


def find_layout(state: PageState) -> Layout:
    """The layout of a state, by its models."""
    if state.placed is not None:
        return _placed_layout(state, state.placed.reading)
    models = state.models
    plain, odds = state.once(judged_roles)
    odds = [value + marks for value, marks in zip(odds, by_marks(state), strict=True)]
    fragments = find_fragments(state, [role or Role.BODY for role in plain], odds, models)
    cover = link_fragments(fragments, models, models.links if state.read_in is None else models.links_across)
    ruled = set(under_rules(state)) | {n + 1 for n in signed_off(state)}
    rows = [printed.row and not state.column_widths for printed in state.typeset]
    links = [
        link
        for link in cover.links
        if link.probability >= DOUBT
        and link.right not in ruled
        and not (rows[link.right] and link.left != link.right - 1)
    ]
    after = {link.left: link for link in links}
    followers = {link.right for link in links}
    texts = [block.of(state.folded) for block in state.blocks]
    heads = _heads([link for link in links if link.seam], odds, texts)
    paths = [_path(first, after) for first in fragments.index.tolist() if first not in followers]
    is_speech = len(texts) == 1 and _REPORTED_SPEECH.search(texts[0]) is not None
    if fragments.printed.any():
        heads |= opening_heads(paths, plain, heads, texts)
    heads = set() if is_speech else heads
    roles = [role or (Role.HEAD if i in heads else Role.BODY) for i, role in enumerate(plain)]
    listed = listed_lines(state, roles)
    parts = [Role.BODY if i in listed else role for i, role in enumerate(roles)]
    items = [_item(path, parts, after) for path in paths]
    datelines = [DATELINE.match(text) is not None or i in ruled for i, text in enumerate(texts)]
    items = with_tables(items, _rows_below(state))
    items.sort(key=lambda item: min(item.blocks))
    if fragments.in_order:
        items = with_last_heads(items, parts)
    alone = [False] * len(datelines) if fragments.in_order else list(datelines)
    if state.has_joined_blocks:  # a reader of blocks sets a text under its headline
        front = (Role.HEAD, Role.BYLINE, Role.JUMP)
        alone = [dated and not (n and roles[n - 1] in front) for n, dated in enumerate(alone)]
    nearly = None if fragments.in_order or state.has_joined_blocks else _nearly_linked(cover)
    items = with_heads(items, roles, texts, alone, nearly, in_order=fragments.in_order)
    items = with_parts(items, roles, texts, state)
    items = with_tables_behind_text(items, rows)
    if not state.column_widths and fragments.in_order:
        likely = {link.right for links in cover.alternatives.values() for link in links}
        opens = [kind is Break.PARAGRAPH and i not in likely for i, kind in enumerate(state.kinds)]
        items = in_order(items, [*map(or_, datelines, opens)])
    if (state.column_widths or state.has_joined_blocks) and len(state.headings) >= FEWEST:
        items = under_headings(with_inner_headlines(items, roles), roles, datelines, texts)
        levels = state.once(by_levels)
        for item in items:
            item.title = _title_by_level(item, roles, texts, levels)
    home = {block: n for n, item in enumerate(items) for block in item.blocks}
    unsure = {
        i: [link for link in cover.alternatives[i] if home[link.left] != home[i]][:CANDIDATES]
        for n, i in enumerate(fragments.index.tolist())
        if i not in followers and roles[i] is Role.BODY and fragments.open_start[n] > OPEN
    }
    return Layout(roles, items, links, unsure)


def _placed_layout(state: PageState, reading: Reading) -> Layout:
    """The layout of a page with boxes: the articles of its reading, in the blocks of the state."""
    home = {passage: n for n, article in enumerate(reading.articles) for passage in article}
    roles = list(state.roles or ())
    items: dict[int, Item] = {}
    lost: set[int] = set()
    number = -1
    for block, passage in enumerate(state.passages):
        number = home.get(passage, number)
        if roles[block] is Role.FURNITURE:
            continue
        item = items.setdefault(number, Item())
        if not item.chains and roles[block] in (Role.HEAD, Role.BYLINE, Role.JUMP):
            item.front.append(block)
        else:
            item.chains.append([block])
        if passage >= 0 and reading.passages[passage].title:
            item.title = block
        if passage >= 0 and reading.passages[passage].truncated:
            lost.add(block)
    for item in items.values():
        if item.chains and roles[item.chains[-1][0]] is Role.SIGNOFF:
            item.signoff = item.chains.pop()[0]
    return Layout(roles, list(items.values()), [], {}, frozenset(lost))


def _rows_below(state: PageState) -> list[int]:
    """The rows of tables that stand on the line under another row, and the lines of code under others."""
    blocks, rows = state.blocks, [printed.row for printed in state.typeset]
    return [
        n
        for n in range(1, len(blocks))
        if state.protection.is_code(blocks[n - 1].start, blocks[n].end)
        or (rows[n - 1] and rows[n] and state.text.count("\n", blocks[n - 1].end, blocks[n].start) == 1)
    ]


def with_tables(items: Sequence[Item], below: Sequence[int]) -> list[Item]:
    """The items, each row of a table or line of code behind the one above it.

    >>> [item.blocks for item in with_tables([Item([0], [[2]], None), Item([], [[1]], None)], [1])]
    [[0, 1, 2]]
    """
    known = {block for item in items for block in item.blocks}
    moved = {block for block in below if known.issuperset((block - 1, block))}

    def rows_under(blocks: Iterable[int]) -> Iterator[list[int]]:
        for block in blocks:
            yield from ([row] for row in takewhile(moved.__contains__, count(block + 1)))

    for item in items:
        stay = [[block for block in chain if block not in moved] for chain in item.chains]
        item.front = [block for block in item.front if block not in moved]
        item.signoff = None if item.signoff in moved else item.signoff
        item.chains = list(rows_under(item.front))
        for chain in filter(None, stay):
            item.chains += [chain, *rows_under(chain)]
        item.chains += rows_under(() if item.signoff is None else (item.signoff,))
    return [item for item in items if item.blocks]


def with_tables_behind_text(items: Sequence[Item], rows: Sequence[bool]) -> list[Item]:
    """The items of a page in reading order, each that is rows one under another behind what ends over it.

    >>> items = [Item([0], [[1], [4]], None), Item([], [[2]], None), Item([], [[3]], None)]
    >>> [item.blocks for item in with_tables_behind_text(items, [False, False, True, True, False])]
    [[0, 1, 2, 3, 4]]
    """
    tables = {item.blocks[0]: item for item in items if _is_table(item, rows)}
    ends = {table.blocks[-1] for table in tables.values()}
    ends |= {chain[-1] for item in items if item.blocks[0] not in tables for chain in item.chains}
    behind = {first - 1: table for first, table in tables.items() if first - 1 in ends}

    def with_rows(chains: Iterable[list[int]]) -> Iterator[list[int]]:
        for chain in chains:
            yield chain
            end = chain[-1]
            while end in behind:
                yield from behind[end].chains
                end = behind[end].blocks[-1]

    kept = [item for item in items if item.blocks[0] - 1 not in behind]
    for item in kept:
        item.chains = list(with_rows(item.chains))
    return kept


def _is_table(item: Item, rows: Sequence[bool]) -> bool:
    """Whether an item is rows one under another, and nothing else."""
    if item.front or item.signoff is not None:
        return False
    first, count = item.blocks[0], len(item.blocks)
    return item.blocks == list(range(first, first + count)) and all(rows[first : first + count])


def in_order(items: Sequence[Item], opening: Sequence[bool]) -> list[Item]:
    """The items of a page without printed columns: a body without a headline belongs to the item before it.

    Nothing was moved there, so that headlines, bylines and sign-offs part articles, and blocks that open
    one for sure: with a dateline, or paragraphs of which nothing goes on from the block before.

    >>> items = [Item([0], [[1]], None), Item([], [[2]], None), Item([], [[3]], None)]
    >>> [item.blocks for item in in_order(items, [False, False, False, True])]
    [[0, 1, 2], [3]]
    """
    kept: list[Item] = []
    for item in items:
        opens = item.front or not item.chains or opening[item.chains[0][0]]
        if opens or not kept or kept[-1].signoff is not None:
            kept.append(item)
        else:
            kept[-1].chains += item.chains
            kept[-1].signoff = item.signoff
    return kept


def under_headings(
    items: Sequence[Item], roles: Sequence[Role], datelines: Sequence[bool], texts: Sequence[str]
) -> list[Item]:
    """The items of a page with marked headings: a body without one goes on with the headed one before it.

    Between the parts of a long article briefs stand; they open with a dateline, are signed, stand right under
    the label of a box, right behind what is signed, or between the halves of a paragraph of it.

    >>> items, texts = [Item([0], [[1]], None), Item([], [[2]], None)], ["水库", "蓄水", "开渠"]
    >>> roles = [Role.HEAD, Role.BODY, Role.BODY]
    >>> [item.blocks for item in under_headings(items, roles, [False] * 3, texts)]
    [[0, 1, 2]]
    """
    kept: list[Item] = []
    headed: Item | None = None
    for item in items:
        if (
            headed is None
            or item.front
            or item.signoff is not None
            or datelines[item.chains[0][0]]
            or _is_signed(item.blocks[-1], roles, texts)
            or (item.blocks[0] > 0 and _is_signed(item.blocks[0] - 1, roles, texts))
            or any(_is_under_label(block, roles, texts) for block in item.blocks)
            or _is_inside(item.blocks[0], headed)
        ):
            kept.append(item)
        else:
            at = _place_in(headed.chains, item.blocks[0])
            headed.chains[at:at] = item.chains
        if item.chains and any(roles[block] is Role.HEAD for block in item.front):
            headed = None if item.signoff is not None else item
    return kept


def _place_in(chains: Sequence[Sequence[int]], block: int) -> int:
    """Where a block goes among paragraphs: between two that stand before and behind it, or behind all."""
    between = (n for n, (upper, lower) in enumerate(pairwise(chains)) if upper[-1] < block < lower[0])
    return next(between, len(chains) - 1) + 1


def _is_signed(block: int, roles: Sequence[Role], texts: Sequence[str]) -> bool:
    """Whether a block says in brackets who wrote the text that ends with it."""
    return roles[block] is Role.SIGNOFF or CREDITED.search(texts[block]) is not None


def _is_under_label(block: int, roles: Sequence[Role], texts: Sequence[str]) -> bool:
    """Whether a block stands right under the label of a box."""
    return (
        block > 0 and roles[block - 1] is Role.FURNITURE and BOX_LABEL.fullmatch(texts[block - 1]) is not None
    )


def with_inner_headlines(items: Sequence[Item], roles: Sequence[Role]) -> list[Item]:
    """The items, a headline that was read inside a paragraph of one without a headline over that.

    >>> items = [Item([], [[0], [2]], None), Item([1], [], None)]
    >>> [item.blocks for item in with_inner_headlines(items, [Role.BODY, Role.HEAD, Role.BODY])]
    [[0, 2], [1]]
    """
    kept = list(items)
    for item in items:
        if all(roles[block] is Role.HEAD for block in item.blocks):
            for other in kept:
                headed = any(roles[block] is Role.HEAD for block in other.front)
                if not headed and _is_inside(item.blocks[0], other):
                    other.front = [*item.blocks, *other.front]
                    kept.remove(item)
                    break
    return kept


def _is_inside(block: int, item: Item) -> bool:
    """Whether a block stands between the halves of a paragraph of an item."""
    return any(upper < block < lower for chain in item.chains for upper, lower in pairwise(chain))


def _title_by_level(
    item: Item, roles: Sequence[Role], texts: Sequence[str], levels: NDArray[np.float64]
) -> int | None:
    """The one headline over an item that is marked as of the highest level, where others are over it, too.

    The name of a series in a line of its own is a part of the headline; then the words tell.
    """
    heads = [block for block in item.front if roles[block] is Role.HEAD]
    highest = [block for block in heads if levels[block] > 0]
    series = any(pattern.fullmatch(texts[n]) for n in heads for pattern in (SERIES_NAME, SERIES_OVER))
    return highest[0] if len(highest) == 1 and len(heads) > 1 and not series else None


def with_last_heads(items: Sequence[Item], roles: Sequence[Role]) -> list[Item]:
    """The items of a page in reading order: a heading at the end of one is the headline of the next.

    >>> items = [Item([0], [[1], [2]], None), Item([], [[3]], None)]
    >>> [item.blocks for item in with_last_heads(items, [Role.HEAD, Role.BODY, Role.HEAD, Role.BODY])]
    [[0, 1], [2, 3]]
    """
    kept: list[Item] = []
    for item in items:
        before = kept[-1] if kept else None
        if before is not None and before.signoff is None and item.chains and not item.front:
            while len(before.chains) > 1 and roles[before.chains[-1][-1]] is Role.HEAD:
                item.front = [*before.chains.pop(), *item.front]
        kept.append(item)
    return kept


def _nearly_linked(cover: LinkedFragments) -> set[tuple[int, int]]:
    """The pairs of blocks that a link nearly joins, or joins."""
    return {
        (link.left, link.right)
        for links in cover.alternatives.values()
        for link in links
        if link.probability >= NEARLY
    }


def _heads(seams: Sequence[Link], odds: Sequence[float], texts: Sequence[str]) -> set[int]:
    """The blocks that are headlines and headings: likely ones, and the lines that they go on in."""
    after = {link.right: link.left for link in seams}
    before = {link.left for link in seams}
    chains: dict[int, list[int]] = {}
    for last in set(range(len(odds))) - before:
        chain = [last]
        while chain[-1] in after:
            chain.append(after[chain[-1]])
        chains[last] = chain
    return {
        block
        for chain in chains.values()
        if odds[chain[-1]] > 0 and all(odds[i] > 0 or _is_rest(texts[i]) for i in chain[:-1])
        for block in chain
    }


def _is_rest(text: str) -> bool:
    """Whether a block may be what the last line of a headline has no room for."""
    return len(text) <= LONGEST_REST and not ends_sentence(text)


def _path(first: int, after: dict[int, Link]) -> list[int]:
    path = [first]
    while path[-1] in after:
        path.append(after[path[-1]].right)
    return path


def _item(path: Sequence[int], roles: Sequence[Role], after: dict[int, Link]) -> Item:
    """The item that a path is: front matter first, a sign-off last, paragraphs between."""
    item = Item()
    body = next(
        (n for n, block in enumerate(path) if roles[block] not in (Role.HEAD, Role.BYLINE, Role.JUMP)),
        len(path),
    )
    item.front = list(path[:body])
    rest = list(path[body:])
    if rest and roles[rest[-1]] is Role.SIGNOFF:
        item.signoff = rest.pop()
    for block in rest:
        if item.chains and (link := after.get(item.chains[-1][-1])) is not None and link.seam:
            item.chains[-1].append(block)
        else:
            item.chains.append([block])
    return item
