"""The reading of a page whose file says of each text which article it is of, and what part of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, takewhile

from cleaner.document import HIGHEST_LEVEL, RawPage, RegionKind
from cleaner.layout.lines.line_groups import group_lines
from cleaner.layout.lines.verses import PAUSE, is_narrow_prose
from cleaner.layout.reading import Passage, Reading
from cleaner.layout.role import Role
from cleaner.layout.roles.classification import plain_roles
from cleaner.profiles.widths import ems

ROLES = {
    RegionKind.HEADING: Role.HEAD,
    RegionKind.BYLINE: Role.BYLINE,
    RegionKind.HEADER: Role.FURNITURE,
    RegionKind.FOOTER: Role.FURNITURE,
}
"""What the texts of a kind of region are; all others are body text."""
NARROWEST_COLUMN = 10.0
"""Em of the widest line of a text in the lines of its column, at the least: narrower ones may be verses."""
PAUSED = 0.25
"""Share of the narrow lines of prose that pause inside, at the least, at unlike places, as verses do not."""


def stated_reading(page: RawPage) -> Reading | None:
    r"""What such a file says, in its order; None where it does not say it of each line.

    >>> from cleaner.document import Line, Region
    >>> regions = (Region(RegionKind.HEADING, level=1, article="1"), Region(article="1"))
    >>> lines = Line((0, 6), region=0), Line((8, 13), region=1)
    >>> page = RawPage("三座水库蓄水\n\n昨日蓄水。\n", lines, regions)
    >>> [(passage.role.value, passage.title) for passage in stated_reading(page).passages]
    [('head', True), ('body', False)]
    """
    regions = [page.regions[line.region] for line in page.lines if line.region is not None]
    if page.has_boxes or not regions or len(regions) < len(page.lines):
        return None
    if not all(region.article for region in regions):
        return None
    passages: list[Passage] = []
    articles: dict[str, list[int]] = {}
    for _, run in groupby(range(len(regions)), key=lambda number: page.lines[number].region):
        numbers = list(run)
        region = regions[numbers[0]]
        role = ROLES.get(region.kind, Role.BODY)
        title = role is Role.HEAD and region.level == HIGHEST_LEVEL
        for lines in _parts(page, numbers) if role is Role.BODY else [numbers]:
            if role is not Role.FURNITURE:
                articles.setdefault(region.article, []).append(len(passages))
            passages.append(Passage(role, tuple(lines), title=title))
    for numbers in articles.values():
        _find_edges(page, passages, numbers)
    return Reading(passages, list(articles.values()), [line.span for line in page.lines], measured=False)


def _find_edges(page: RawPage, passages: list[Passage], article: Sequence[int]) -> None:
    """Enter what stands at the edges of the text of an article: a jump marker, a byline, who signed it."""
    body = [number for number in article if passages[number].role is Role.BODY]
    texts = ["".join(page.text[slice(*page.lines[n].span)] for n in passages[at].lines) for at in body]
    roles = plain_roles(texts)
    opening = list(takewhile(lambda n: roles[n] in (Role.JUMP, Role.BYLINE), range(len(body))))
    closing = list(takewhile(lambda n: roles[n] in (Role.JUMP, Role.SIGNOFF), range(len(body) - 1, -1, -1)))
    if len(opening) == len(body) or len(closing) == len(body):
        return  # there is no text between them
    for n in (*opening, *closing):
        passages[body[n]] = replace(passages[body[n]], role=roles[n] or Role.BODY)


def _parts(page: RawPage, numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """The lines of a body text that belong together, paragraph by paragraph."""
    lines = [page.text[slice(*page.lines[number].span)] for number in numbers]
    pauses = [match.start() for line in lines if (match := PAUSE.search(line[:-1]))]
    paused = len(pauses) >= PAUSED * len(lines) and len(set(pauses)) > 1
    if max(map(ems, lines)) < NARROWEST_COLUMN and not (paused and is_narrow_prose(lines)):
        yield from ([number] for number in numbers)
        return
    for part in group_lines(lines, []):
        yield numbers[part.start : part.stop]
