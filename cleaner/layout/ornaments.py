"""Ornaments that later steps drop: a box before who wrote a text, rules between articles, ends of pages."""

from __future__ import annotations

from typing import Final, NamedTuple

from cleaner.layout.furniture import items_of
from cleaner.layout.lines.columns import ends_sentence
from cleaner.markup import fields
from cleaner.markup.tokens import find_pages
from cleaner.patterns import Pattern
from cleaner.profiles.press import SURNAMES
from cleaner.profiles.widths import letters_of

SHORTEST_TEXT: Final = 12
"""Characters of the text under a byline, at the least."""
LONGEST_OVER: Final = 40
"""Characters of the headline over one, at the most."""
_PERSON: Final = rf"[{SURNAMES}](?:\p{{Han}}{{1,2}}|[ \u3000]\p{{Han}}(?!\p{{Han}}))"
_BOXED: Final = Pattern(
    rf"(?:[□☐◻]|\\(?:boxtimes|square|Box))[ \t\u3000]*(?P<names>{_PERSON}(?:[ \t\u3000、]+{_PERSON})*)"
    r"(?:[ \t]*[/／]?[ \t]*[文摄图])?",
    needs="□☐◻\\",
)
_RULE: Final = Pattern(r"[ ]{0,3}(?:-{3,}|\*{3,}|_{3,})[ \t]*")


class Ornaments(NamedTuple):
    """Lines of a text, each by its letters."""

    bylines: frozenset[str] = frozenset()
    """Names behind a box, over a text, or in a field of their own."""
    ruled: frozenset[str] = frozenset()
    """What stands under a rule that parts articles."""
    page_ends: frozenset[str] = frozenset()
    """What stands last on a page, over where a reader says that the next one begins, or a rule."""


def find_ornaments(text: str) -> Ornaments:
    r"""The ornaments of a raw text that tell of its articles.

    A rule parts articles where no sentence goes on over any, and most have a heading under them.

    >>> find_ornaments("## 灯塔\n\n□ 何静远\n\n灯塔亮了一夜，守塔的老人还没有睡。\n").bylines
    frozenset({'何静远'})
    >>> sorted(find_ornaments("渔港完工。\n\n---\n\n## 灯塔\n\n灯塔亮了。\n\n---\n\n水库昨日蓄水。\n").ruled)
    ['水库昨日蓄水', '灯塔']
    """
    lines, apart = [], []
    blank = False
    for line in text.split("\n"):
        if line and not line.isspace():
            lines.append(line.strip())
            apart.append(blank)
        blank = not line
    authors = frozenset(map(letters_of, fields.find_authors(text)))
    bylines = _bylines(lines) if _BOXED.may_match(text) else frozenset()
    return Ornaments(bylines | authors, _ruled(lines, apart), _page_ends(text) | _over_rules(lines, apart))


def _page_ends(text: str) -> frozenset[str]:
    """The last line over each place where a reader says that a page begins."""
    over = (text[:at].rstrip().rpartition("\n")[2] for at in find_pages(text))
    return frozenset(filter(None, map(letters_of, over)))


def _over_rules(lines: list[str], apart: list[bool]) -> frozenset[str]:
    """What breaks off over a rule with a blank line above it."""
    over = (lines[n - 1] for n in range(1, len(lines) - 1) if apart[n] and _RULE.fullmatch(lines[n]))
    return frozenset(letters_of(line) for line in over if not ends_sentence(line))


def _bylines(lines: list[str]) -> frozenset[str]:
    found = set()
    for over, line, under in zip(("", *lines), lines, lines[1:], strict=False):
        boxed = _BOXED.fullmatch(line)
        headed = len(over) <= LONGEST_OVER and not (ends_sentence(over) or over.endswith(("：", ":")))
        if boxed and headed and len(under) >= SHORTEST_TEXT and not items_of(boxed["names"]):
            found.add(letters_of(line[boxed.start("names") :]))
    return frozenset(found)


def _ruled(lines: list[str], apart: list[bool]) -> frozenset[str]:
    """What stands under a rule, by the lines and whether a blank one is before each."""
    if lines and _RULE.fullmatch(lines[0]):  # what a reader says of its page stands under it
        return frozenset()
    rules = [n for n in range(1, len(lines) - 1) if _RULE.fullmatch(lines[n])]
    parts = [(lines[n - 1], lines[n + 1]) for n in rules if apart[n]]
    headed = sum(_is_heading(under) for _, under in parts)
    whole = all(ends_sentence(over.rstrip("*")) or over.endswith(("）", ")")) for over, _ in parts)
    if not parts or not whole or 2 * headed < len(parts):
        return frozenset()
    return frozenset(letters_of(under) for _, under in parts)


def _is_heading(line: str) -> bool:
    return line.startswith("#") or (line.startswith("**") and line.endswith("**"))
