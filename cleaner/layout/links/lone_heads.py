"""Headlines and kickers that no link joins with anything, and what they belong to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from cleaner.layout.lines.columns import ends_sentence
from cleaner.layout.links.item import Item
from cleaner.layout.role import Role
from cleaner.profiles.charsets import is_strange
from cleaner.profiles.marks import DASH
from cleaner.profiles.press import SERIES_NAME
from cleaner.profiles.widths import letters_of

REPEATED, FEWEST_PAIRS = 0.4, 6
"""Share of the pairs of letters of a headline that its text repeats, and pairs that it has, at the least: on
84 readings of generated pages the text has 0.83 of them, and any other 0.08 at the most."""
LONGEST_LABEL = 4
"""Characters of a label that was read as others, at the most."""
LEAD = 400
"""Characters of a text in which the pairs of a headline are looked for."""


def opening_heads(
    paths: Iterable[Sequence[int]], plain: Sequence[Role | None], heads: Collection[int], texts: Sequence[str]
) -> set[int]:
    """The blocks that open an item, though set like text, and are of its headlines.

    One that closes with the name of a series (`（追梦）`), and the kicker right over a headline that does, or
    that a byline or a jump marker follows. No link need join it with that. `paths` are the items that
    links make, `plain` the roles that words tell, `heads` the headlines already known.

    >>> texts = ["新疆墨玉县发展产业", "家门口增收（决战脱贫）", "昨日开渠。"]
    >>> opening_heads([[0, 1, 2]], [None, None, Role.BODY], {1}, texts)
    {0}
    """
    following = {path[0]: path for path in paths}
    found: set[int] = set()
    for first in sorted(following, reverse=True):
        if plain[first] is not None or first in heads or ends_sentence(texts[first]):
            continue
        rest = following[first][1:] or following.get(first + 1, [])
        over = rest[:1] == [first + 1] and (first + 1 in heads or first + 1 in found)
        front = over and len(rest) > 1 and plain[rest[1]] in (Role.BYLINE, Role.JUMP)
        if front or any(SERIES_NAME.search(texts[n]) for n in (first, *([first + 1] if over else ()))):
            found.add(first)
    return found


def with_heads(
    items: Sequence[Item],
    roles: list[Role],
    texts: Sequence[str],
    alone: Sequence[bool],
    likely: Collection[tuple[int, int]] | None,
    *,
    in_order: bool,
) -> list[Item]:
    """The items, headlines and kickers that no link joins with anything where they belong, the surest first.

    A kicker goes with its headline before that gets the body behind it, and a headline gets a body that
    repeats it before another headline takes it for a kicker; what no item wants may be a misread label. On a
    page in reading order (`in_order`) only kickers and bodies are joined. `alone` and `likely` are those of
    `with_bodies`; items and roles change, as `with_repeating_bodies` and `without_misread_labels` say.

    >>> items, texts = [Item([0]), Item([1]), Item([], [[2]])], ["水利提速—", "三座水库蓄水", "昨日蓄水。"]
    >>> roles, alone = [Role.HEAD, Role.HEAD, Role.BODY], [False] * 3
    >>> [item.blocks for item in with_heads(items, roles, texts, alone, None, in_order=True)]
    [[0, 1, 2]]
    """
    found = with_bodies(with_kickers(items, roles, texts), roles, alone, likely)
    if in_order:
        return found
    found = with_lone_heads(with_repeating_bodies(found, roles, texts), roles)
    return without_misread_labels(found, roles, texts)


def with_kickers(items: Sequence[Item], roles: Sequence[Role], texts: Sequence[str]) -> list[Item]:
    """The items, a kicker that closes with a dash and stands alone with the headline right behind it.

    >>> items = [Item([0], [], None), Item([1], [[2]], None)]
    >>> roles, texts = [Role.HEAD, Role.HEAD, Role.BODY], ["水利建设提速—", "三座水库蓄水", "昨日蓄水。"]
    >>> [item.blocks for item in with_kickers(items, roles, texts)]
    [[0, 1, 2]]
    """
    kept: list[Item] = []
    for item in items:
        above = kept[-1] if kept else None
        headed = bool(item.front) and roles[item.front[0]] is Role.HEAD
        if (
            above is not None
            and headed
            and above.blocks == above.front
            and above.front[-1] + 1 == item.front[0]
            and roles[above.front[-1]] is Role.HEAD
            and texts[above.front[-1]].endswith(DASH[0])
        ):
            item.front = [*above.front, *item.front]
            kept.pop()
        kept.append(item)
    return kept


def with_lone_heads(items: Sequence[Item], roles: Sequence[Role]) -> list[Item]:
    """The items, a head or jump marker that stands alone right before another headline with that.

    >>> items = [Item([0], [], None), Item([1], [[2]], None)]
    >>> [item.blocks for item in with_lone_heads(items, [Role.HEAD, Role.HEAD, Role.BODY])]
    [[0, 1, 2]]
    """
    kept: list[Item] = []
    for item in items:
        above = kept[-1] if kept else None
        if (
            above is not None
            and len(above.blocks) == 1
            and item.chains
            and roles[above.blocks[0]] in (Role.HEAD, Role.JUMP)
            and [roles[block] for block in item.front[:1]] == [Role.HEAD]
            and above.blocks[0] + 1 == item.front[0]
        ):
            item.front = [*above.blocks, *item.front]
            kept.pop()
        kept.append(item)
    return kept


def without_misread_labels(items: Sequence[Item], roles: list[Role], texts: Sequence[str]) -> list[Item]:
    """The items but those that are a label of a box, read as ideographs that no newspaper prints.

    In `roles` each becomes furniture.

    >>> roles = [Role.HEAD, Role.BODY]
    >>> without_misread_labels([Item([0]), Item([], [[1]])], roles, ["囧妛畾", "青石镇三座水库昨天蓄水。"])
    [Item(front=[], chains=[[1]], signoff=None, title=None)]
    >>> roles
    [<Role.FURNITURE: 'furniture'>, <Role.BODY: 'body'>]
    """
    kept = []
    for item in items:
        text = "".join(texts[item.blocks[0]].split())
        alone = len(items) > 1 and len(item.blocks) == 1 and roles[item.blocks[0]] in (Role.HEAD, Role.BODY)
        if alone and len(text) <= LONGEST_LABEL and any(map(is_strange, text)):
            roles[item.blocks[0]] = Role.FURNITURE
        else:
            kept.append(item)
    return kept


def with_bodies(
    items: Sequence[Item],
    roles: Sequence[Role],
    alone: Sequence[bool],
    likely: Collection[tuple[int, int]] | None = None,
) -> list[Item]:
    """The items, headlines that stand alone joined with the untitled body that stands alone after them.

    Between a headline and its text, or the byline over the text, a box may be read; before the next headline
    comes what it is over. `alone` says of each block whether it opens an item that has no headline; `likely`
    are the pairs of blocks that may be joined so where there is no byline, or any pairs.

    >>> items = [Item([0], [], None), Item([], [[1]], None)]
    >>> [item.blocks for item in with_bodies(items, [Role.HEAD, Role.BODY], [False, False])]
    [[0, 1]]
    """
    kept: list[Item] = []
    waiting: Item | None = None
    for item in items:
        titled = any(roles[i] is Role.HEAD for i in item.front)
        if (
            waiting is not None
            and not titled
            and item.chains
            and not alone[item.chains[0][0]]
            and (
                likely is None
                or (waiting.blocks[-1], item.blocks[0]) in likely
                or any(roles[block] is Role.BYLINE for block in (*waiting.front, *item.front))
            )
        ):
            waiting.front += item.front
            waiting.chains, waiting.signoff = item.chains, item.signoff
            waiting = None
            continue
        if item.front:
            waiting = None if item.chains or item.signoff is not None else item
        kept.append(item)
    return kept


def with_repeating_bodies(items: Sequence[Item], roles: Sequence[Role], texts: Sequence[str]) -> list[Item]:
    """The items, headlines that stand alone joined with the untitled body, wherever it is, that repeats them.

    A text says the words of its headline again; of two texts of a page they have hardly a pair in common. The
    items given change: a headline takes the chains and the sign-off of its body.

    >>> items = [Item([0], []), Item([], [[1]]), Item([], [[2]])]
    >>> texts = ["驾驶证申请年龄放宽", "昨日下雪。", "驾驶证的申请年龄昨起放宽，一年可办。"]
    >>> [item.blocks for item in with_repeating_bodies(items, [Role.HEAD, Role.BODY, Role.BODY], texts)]
    [[0, 2], [1]]
    """
    heads = [item for item in items if item.blocks and all(roles[n] is Role.HEAD for n in item.blocks)]
    bodies = {n: item for n, item in enumerate(items) if item.chains and roles[item.blocks[0]] is Role.BODY}
    words = {n: _pairs("".join(texts[i] for i in item.blocks)[:LEAD]) for n, item in bodies.items() if heads}
    for item in heads:
        headline = _pairs("".join(texts[n] for n in item.blocks))
        shares = {n: len(headline & found) / max(len(headline), 1) for n, found in words.items()}
        best = max(shares, key=shares.__getitem__, default=None)
        if best is not None and len(headline) >= FEWEST_PAIRS and shares[best] >= REPEATED:
            del words[best]
            body = bodies[best]
            item.chains, item.signoff = list(body.chains), body.signoff
            body.chains, body.signoff = [], None
    return [item for item in items if item.blocks]


def _pairs(text: str) -> set[str]:
    """The pairs of letters that stand together in a text."""
    letters = letters_of(text)
    return {a + b for a, b in pairwise(letters)}
