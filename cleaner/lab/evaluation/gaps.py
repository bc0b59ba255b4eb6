"""Measure the decoding of gaps: `python -m cleaner.lab.evaluation.gaps CORPUS --since DATE`.

Clean articles are set in columns of a known width and damaged as OCR damages them; each page is decoded,
geometry, language and pairing together, and the labels compared with what was printed. Headlines are
measured apart, each over the first paragraphs of its article: those that hold a mark or a space, and all, in
the proportion in which they were printed. Prints a table, how many of the pairs that are set are right, and a
reliability table of the confidences.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from operator import itemgetter
from pathlib import Path

import numpy as np

from cleaner.gaps.decoding import slots_of
from cleaner.lab.corpus import UNSEEN, Article, characters_of, read_articles
from cleaner.lab.simulation.corruption import GOOD, LOSSY, ROUGH, Corruptor, Style
from cleaner.lab.simulation.pages import Page, PageMaker, joined
from cleaner.lab.simulation.stories import Story, read_stories
from cleaner.layout.state import PageState
from cleaner.profiles.marks import CLOSING_QUOTES, OPENING_QUOTES, QUOTES
from cleaner.scoring.figures import Tally
from cleaner.scoring.reliability import Reliability

STYLES: dict[str, Style] = {"lossy": LOSSY, "good": GOOD, "rough": ROUGH}
NARROW, WIDE = 11, 24
"""Column widths of the damaged pages, in em."""

HAS_MARK = re.compile("[“‘，、：· ]")
"""What a headline may have in the place of a gap."""
LONGEST, ONE_LINE = 28, 99.0
"""Characters of a headline, at the most, and em of the line that it is set in."""
OPENING, HEADLINES = 3, 4
"""Paragraphs under a headline, and headlines to a page that is asked for."""
PARTED = 0.3
"""Share of headlines with a pause that are set in two lines, read as two blocks."""
PAIR, GAPLESS, SPEECH = "pair", "pair without gaps", "speech"
"""Pairs of quotation marks of which one left a gap or is visible, those of which neither did, and those of
either kind that open behind a colon."""

COLON_SPEECH = "：“"

Pair = tuple[int, int]


@dataclass
class Outcome:
    """How well pages were decoded."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    reliability: Reliability = field(default_factory=Reliability)
    """The changes that were made."""

    def of(self, name: str) -> Tally:
        return self.tallies.setdefault(name, Tally())


def main(arguments: list[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="cleaner.lab.evaluation.gaps", description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--since", default=UNSEEN, help="use only articles dated this or later")
    parser.add_argument("--until", default="~", help="use only articles dated before this")
    parser.add_argument("--pages", type=int, default=150, help="pages of each kind")
    parser.add_argument("--source", default="rmrb", help="use only articles whose source begins so")
    options = parser.parse_args(arguments)
    articles = read_articles(options.corpus, options.since, options.until, options.source)
    outcomes = {name: measure(sample(articles, style, options.pages)) for name, style in STYLES.items()}
    stories = [story for page in read_stories(options.corpus, options.since, options.until) for story in page]
    marked = [story for story in stories if HAS_MARK.search(story.title)]
    outcomes["headlines"] = measure_headlines(marked, HEADLINES * options.pages)
    outcomes["all headlines"] = measure_headlines(stories, HEADLINES * options.pages)
    for line in table(outcomes):
        print(line)


def sample(articles: list[Article], style: Style, count: int, seed: int = 7) -> Iterator[Page]:
    """Damaged pages, each set in columns of one width; always the same ones."""
    rng = random.Random(seed)
    maker = PageMaker(articles, Corruptor(seed, characters_of(articles, 20)), seed)
    while count > 0:
        column = float(rng.randint(NARROW, WIDE))
        for page in islice(maker.pages(replace(style, column=column)), 1):
            if len(page.text) > 600:
                count -= 1
                yield page


def measure(pages: Iterable[Page]) -> Outcome:
    """Decode the pages and compare."""
    outcome = Outcome()
    for page in pages:
        _compare(page, outcome)
    return outcome


def measure_headlines(stories: Sequence[Story], count: int, seed: int = 7) -> Outcome:
    """Decode damaged headlines, each over the beginning of its article."""
    rng, outcome = random.Random(seed), Outcome()
    corruptor = Corruptor(seed, characters_of([list(story.paragraphs) for story in stories], 20))
    short = [story for story in stories if 0 < len(story.title) <= LONGEST]
    for story in rng.sample(short, min(count, len(short))):
        style = replace(LOSSY, truncated=0.0, column=float(rng.randint(NARROW, WIDE)))
        parted = rng.random() < PARTED
        lines = [
            corruptor.damage(line, replace(style, column=ONE_LINE))
            for line in (story.title.split() if parted else [story.title])
        ]
        body = [corruptor.damage(paragraph, style).text for paragraph in story.paragraphs[:OPENING]]
        head = joined(lines, style)
        end = len(head.text) + head.text.count("\n")
        _compare(Page("\n".join([head.text, *body]), head.slots, style), outcome, end)
    return outcome


def _compare(page: Page, outcome: Outcome, end: int | None = None) -> None:
    """Compare the slots of a page, or of its text before `end`."""
    state = PageState(page.text.replace("\n", "\n\n"))
    doubled = np.cumsum([0, *(char == "\n" for char in page.text)])
    decoded = {slot.start: slot for slot in slots_of(state) if end is None or slot.start <= end}
    gold: list[tuple[int, str]] = []
    found: list[tuple[int, str]] = []
    seen_at: set[int] = set()
    speech = {at for at, slot in decoded.items() if COLON_SPEECH in slot.label}
    speech |= {slot.start + int(doubled[slot.start]) for slot in page.slots if COLON_SPEECH in slot.label}
    printed_at = {printed.start + int(doubled[printed.start]) for printed in page.slots}
    for at in decoded.keys() - printed_at:  # a mark was set where nothing was printed
        found += ((at, mark) for mark in decoded[at].label)
        outcome.of("quotes").add(0, len(decoded[at].label), 0)
        outcome.reliability.add(decoded[at].confidence, False)
    for printed in page.slots:
        at = printed.start + int(doubled[printed.start])
        shown = page.text[printed.start : printed.end]
        seen = "".join(shown.split())
        slot = decoded.get(at)
        label = slot.label if slot else seen
        gold += ((at, mark) for mark in printed.label)
        found += ((at, mark) for mark in label)
        if slot is None and not shown:
            continue  # lost without a trace: out of reach
        gap = seen != shown
        if gap or any(mark in QUOTES for mark in seen):
            seen_at.add(at)
        wrap, closed = gap and printed.label == seen, gap and label == seen
        outcome.of("wrap").add(wrap, closed, wrap and closed)
        outcome.of("slot").add(1, 1, label == printed.label)
        truth, given = Counter(printed.label), Counter(label)
        for mark in truth | given:
            if mark not in seen:
                name = "quotes" if mark in QUOTES else mark
                outcome.of(name).add(truth[mark], given[mark], min(truth[mark], given[mark]))
        if slot and (gap or label != seen):
            outcome.reliability.add(slot.confidence, label == printed.label)
    true, made = set(_pairs(gold)), set(_pairs(sorted(found, key=itemgetter(0))))
    for name, kind in (
        (PAIR, lambda pair: not seen_at.isdisjoint(pair)),
        (GAPLESS, seen_at.isdisjoint),
        (SPEECH, lambda pair: pair[0] in speech),
    ):
        one, other = set(filter(kind, true)), set(filter(kind, made))
        outcome.of(name).add(len(one), len(other), len(one & other))


def _pairs(marks: Iterable[tuple[int, str]]) -> Iterator[Pair]:
    """Quotation marks that belong together: (place of the opening one, place of the closing one)."""
    open_at: list[int] = []
    for at, mark in marks:
        if mark in OPENING_QUOTES:
            open_at.append(at)
        elif mark in CLOSING_QUOTES and open_at:
            yield open_at.pop(), at


COLUMNS = (
    "slot",
    "wrap",
    PAIR,
    GAPLESS,
    SPEECH,
    "quotes",
    "，",
    "、",
    "。",
    "；",
    "：",
    "\N{MIDDLE DOT}",
    " ",
)


def table(outcomes: dict[str, Outcome]) -> Iterator[str]:
    """Lines of Markdown: F1 of what was lost, and of the changes by confidence."""
    yield "| damage | " + " | ".join("space" if name == " " else name for name in COLUMNS) + " | ECE |"
    yield "|---" * (len(COLUMNS) + 2) + "|"
    for name, outcome in outcomes.items():
        cells = [f"{outcome.of(column).f1:.3f}" for column in COLUMNS]
        yield f"| {name} | " + " | ".join(cells) + f" | {outcome.reliability.error:.3f} |"
    yield ""
    for name, outcome in outcomes.items():
        for kind in (PAIR, GAPLESS, SPEECH):
            tally = outcome.of(kind)
            yield (
                f"{name}, {kind}: {tally.precision:.3f} of {tally.predicted} set are right,"
                f" {tally.recall:.3f} of {tally.gold} found"
            )
    for name, outcome in outcomes.items():
        yield ""
        yield f"| {name}: confidence | changes | mean | right |"
        yield "|---" * 4 + "|"
        for low, changes, confidence, right in outcome.reliability.rows():
            yield f"| {low:.1f} | {changes} | {confidence:.3f} | {right:.3f} |"


if __name__ == "__main__":
    main()
