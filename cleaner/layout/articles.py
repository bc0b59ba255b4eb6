"""Articles: the blocks of a page divided among the items that they belong to, each in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cleaner.layout.linking import Link
from cleaner.layout.roles import DATELINE, SERIES_NAME, Role


@dataclass(eq=False)
class Item:
    """An article in the making: its front matter, and its paragraphs as chains of blocks."""

    front: list[int] = field(default_factory=list)
    chains: list[list[int]] = field(default_factory=list)
    signoff: int | None = None
    brief: bool = False
    """Opened by a dateline or found in the gap of another article: no headline of its own."""

    @property
    def blocks(self) -> list[int]:
        """Its blocks in reading order."""
        tail = [] if self.signoff is None else [self.signoff]
        return [*self.front, *(block for chain in self.chains for block in chain), *tail]


# What speaks for the headline of a new article and against a heading inside the last one, in log-odds.
A_HEADING_AT_FIRST, OVER_FRONT_MATTER, LAST_IS_SIGNED, LONG, SERIES, SHORT = -1.4, 4.0, 4.0, 2.5, 2.0, -1.0
SHORTEST_HEADLINE, LONGEST_HEADING = 11, 17
"""Letters and digits; a shorter line is more often a heading, a longer one is too long for a column."""
STRANGE, STRANGENESS = 0.15, 8.0
"""Kinship below which a paragraph speaks for another subject, and how much each point of it says."""
SAMPLE = 4000
"""Characters of an article that a paragraph is compared with."""


def find_items(texts: Sequence[str], roles: Sequence[Role], links: Sequence[Link]) -> list[Item]:
    """The items of a page in reading order.

    `texts` are the blocks as they stand, `roles` what they are, `links` which goes on in which. A
    headline opens an article; a dateline opens a brief, which ends where the article that it interrupts
    goes on; what stands between the two halves of a cut paragraph belongs to another item.
    """
    return _Divider(texts, roles, links).items()


class _Divider:
    """One walk over the blocks: `current` is the item that has the floor, `outer` the one it interrupts."""

    def __init__(self, texts: Sequence[str], roles: Sequence[Role], links: Sequence[Link]) -> None:
        self.texts, self.roles = texts, roles
        self.after = {link.left: link.right for link in links}
        self.before = {link.right: link.left for link in links}
        self.owner: dict[int, Item] = {}
        self.found: list[Item] = []
        self.current: Item | None = None
        self.outer: Item | None = None

    def items(self) -> list[Item]:
        for index, role in enumerate(self.roles):
            if role is Role.FURNITURE or (index not in self.owner and self._chain_start(index) > index):
                continue  # a block that goes on from a later one is taken up there
            if index in self.owner:  # goes on from an earlier block: its article has the floor again
                self.current, self.outer = self.owner[index], None
            elif role in (Role.HEAD, Role.BYLINE, Role.JUMP):
                self._front(index)
            elif role is Role.SIGNOFF:
                self._sign(index)
            else:
                self._paragraph(index)
        return sorted((item for item in self.found if item.blocks), key=lambda item: min(item.blocks))

    def _front(self, index: int) -> None:
        if self.roles[index] is not Role.HEAD:
            if self.current is None:
                self._open(Item())
            if self.current is not None:
                # At the end of an article stands who wrote it, or where it goes on.
                if self.current.chains:
                    self.current.chains.append([index])
                else:
                    self.current.front.append(index)
            return
        host = self._host()
        if host is not None and host.chains and self._title_score(index, host) <= 0:
            self.current, self.outer = host, None
            host.chains.append([index])
            return
        if host is None or host is not self.current or host.chains or host.signoff is not None:
            self._open(Item())
        if self.current is not None:
            self.current.front.append(index)

    def _paragraph(self, index: int) -> None:
        chain = list(self._chain(index))
        dateline = DATELINE.match(self.texts[index]) is not None
        current = self.current
        if current is not None and dateline and self._awaits_body(current, index):
            self._take(current, chain)
        elif current is None or dateline or self._interrupts(current, index):
            self._open(Item(brief=True))
            self._take_current(chain)
        elif current.signoff is not None or (current.brief and self._closer_to_outer(index)):
            if self.outer is None or self.outer.signoff is not None:
                self._open(Item(brief=True))
            else:
                self.current, self.outer = self.outer, None
            self._take_current(chain)
        else:
            self._take(current, chain)

    def _sign(self, index: int) -> None:
        if self.current is None or self.current.signoff is not None:
            self._open(Item(brief=True))
        if self.current is not None:
            self.current.signoff = index
            self.owner[index] = self.current

    def _host(self) -> Item | None:
        """The titled article that a heading found here would belong to."""
        for item in (self.current, self.outer):
            if item is not None and not item.brief:
                return item
        return None

    def _title_score(self, index: int, host: Item) -> float:
        """The log-odds that a head-like block is the headline of a new article, not a heading of `host`."""
        length = sum(map(str.isalnum, self.texts[index]))
        score = A_HEADING_AT_FIRST + LAST_IS_SIGNED * (host.signoff is not None)
        score += (
            SERIES * bool(SERIES_NAME.search(self.texts[index]))
            + SHORT * (length < SHORTEST_HEADLINE)
            + LONG * (length > LONGEST_HEADING)
        )
        following = index + 1
        while following < len(self.roles) and self.roles[following] in (Role.HEAD, Role.FURNITURE):
            following += 1
        if following == len(self.roles):
            return score
        if self.roles[following] in (Role.BYLINE, Role.JUMP) or DATELINE.match(self.texts[following]):
            return score + OVER_FRONT_MATTER
        body = "".join(self.texts[block] for block in host.blocks)
        return score + STRANGENESS * (STRANGE - _kinship(self.texts[following], body))

    def _awaits_body(self, item: Item, index: int) -> bool:
        """Whether the headline just before this paragraph is its headline."""
        return not item.brief and not item.chains and index - 1 in item.front

    def _interrupts(self, item: Item, index: int) -> bool:
        """Whether a paragraph stands inside a cut paragraph of an item: then it is not of that item."""
        return any(block > index for chain in item.chains for block in chain)

    def _closer_to_outer(self, index: int) -> bool:
        """Whether a paragraph after a brief belongs to the article that the brief interrupts."""
        outer, inner = self.outer, self.current
        if outer is None or inner is None or outer.signoff is not None or self._interrupts(outer, index):
            return False
        kin = [
            _kinship(self.texts[index], "".join(self.texts[block] for block in item.blocks))
            for item in (outer, inner)
        ]
        return not outer.chains or kin[0] >= kin[1]

    def _open(self, item: Item) -> None:
        """Give the floor to a new item; an article that may still go on waits."""
        if (
            item.brief
            and self.current is not None
            and not self.current.brief
            and self.current.signoff is None
        ):
            self.outer = self.current
        elif not item.brief:
            self.outer = None
        self.current = item
        self.found.append(item)

    def _take_current(self, chain: list[int]) -> None:
        if self.current is not None:
            self._take(self.current, chain)

    def _take(self, item: Item, chain: list[int]) -> None:
        item.chains.append(chain)
        for block in chain:
            self.owner[block] = item

    def _chain(self, index: int) -> Iterator[int]:
        yield index
        while index in self.after:
            index = self.after[index]
            yield index

    def _chain_start(self, index: int) -> int:
        while index in self.before:
            index = self.before[index]
        return index


def _kinship(text: str, body: str) -> float:
    """How much of the vocabulary of a paragraph an article shares: 0 to 1, over pairs of characters."""
    pairs = {text[i : i + 2] for i in range(len(text) - 1)}
    known = {body[i : i + 2] for i in range(min(len(body), SAMPLE) - 1)}
    return len(pairs & known) / len(pairs) if pairs else 0.0
