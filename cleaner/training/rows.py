"""Fits the weights of `cleaner.layout.rows`: `python -m cleaner.training.rows CORPUS`.

Pages are set from the articles of a corpus and read across (`across`). The choices of the reader are first
fitted one by one, as a softmax over the columns that were open to him (Newton's method); then the whole way,
by a structured perceptron with averaged weights that is corrected where the search strayed farthest from the
true way (Huang, Fayong and Guo 2012, Structured perceptron with inexact search: maximal violation). Whether
a line goes on in the text of the line above it is a logistic regression. All is seeded.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cleaner.layout.rows.decoding import FORGOTTEN, MOST_COLUMNS, WEIGHTS, States, Weights, advance, decode
from cleaner.layout.rows.features import (
    LINK,
    LINK_NAMES,
    REACH,
    WAY,
    WAY_NAMES,
    Floats,
    link_features,
    opening_kinds,
)
from cleaner.layout.rows.lines import Line
from cleaner.layout.rows.ordering import FLOW_NAMES, flow_features
from cleaner.normalizers.columns import SEAMS
from cleaner.training.across import Row, Story, set_page

SAME_COLUMN = 4.0
"""Em by which lines of one column may begin apart: an indent and a box in it."""
PRIOR = 1.0
BEAM = 16
RATE, LONGEST_STEP = 0.03, 10.0

FITTED, MEASURED = "2020-03", "2020-10"
"""Months; the language model and the pair table have not seen the second."""

Move = tuple[int, bool]
"""A column, and whether it opens."""


@dataclass(frozen=True, slots=True)
class Walk:
    """One state of the search, written out; `decoding.advance` does the same for many at once."""

    last: tuple[int, ...] = ()
    missed: tuple[int, ...] = ()
    overtaken: tuple[int, ...] = ()
    cursor: int = -1

    def moves(self) -> list[Move]:
        count = len(self.last)
        opening = [(column, True) for column in range(count + 1)] if count < MOST_COLUMNS else []
        return [*((column, False) for column in range(count)), *opening]

    def passed(self, column: int) -> list[int]:
        if column > self.cursor:
            return list(range(self.cursor + 1, column))
        return [*range(self.cursor + 1, len(self.last)), *range(column)]

    def overtakes(self, move: Move) -> list[int]:
        """The columns whose last lines are older than that of the column read, if one is."""
        column, opens = move
        return [] if opens else [i for i, line in enumerate(self.last) if line < self.last[column]]

    def features(self, move: Move, at: int, line: Line, kind: int, links: Floats) -> Floats:
        """All that is weighed of a move: `LINK_NAMES`, then `WAY_NAMES`."""
        column, opens = move
        link, way = np.zeros(LINK), np.zeros(WAY)
        passed, row = self.passed(column), column <= self.cursor
        for other in passed:
            way[min(self.missed[other], 3)] += 1
        for other in self.overtakes(move):
            way[-4 + min(self.overtaken[other], 3)] += 1
        way[4], way[8] = row, line.blank and not row
        way[9] = column == 0 and self.cursor >= 0 and self.cursor + 1 == len(self.last)
        if opens:
            way[12 if row else 11] = 1
            way[13], way[14] = line.blank, len(self.last) >= 6
            way[15 + kind] = 1
            way[18 + kind] = column == 0 and bool(self.last)
        else:
            way[10] = column == self.cursor and len(self.last) > 1
            if self.missed[column]:
                way[4 + min(self.missed[column], 3)] = 1
            if at - self.last[column] <= REACH:
                link = links[at - self.last[column] - 1]
        return np.concatenate([link, way])

    def after(self, move: Move, at: int) -> Walk:
        column, opens = move
        last, missed, overtaken = list(self.last), list(self.missed), list(self.overtaken)
        for other in self.overtakes(move):
            overtaken[other] += 1
        for other in self.passed(column):
            missed[other] += 1
        if opens:
            last.insert(column, at)
            missed.insert(column, 0)
            overtaken.insert(column, 0)
        else:
            last[column], missed[column], overtaken[column] = at, 0, 0
        kept = [i for i, times in enumerate(missed) if times <= FORGOTTEN]
        last, missed, overtaken = ([part[i] for i in kept] for part in (last, missed, overtaken))
        return Walk(tuple(last), tuple(missed), tuple(overtaken), sum(i < column for i in kept))


@dataclass(frozen=True)
class Example:
    """A page read across, and the way that its reader took."""

    lines: Sequence[Line]
    links: Floats
    kinds: Sequence[int]
    moves: Sequence[Move]
    above: Sequence[int]
    before: Sequence[int]
    """For each line of a story the line before it in the story, wherever that stands; -1 for others."""

    def features(self, walk: Walk, move: Move, at: int) -> Floats:
        return walk.features(move, at, self.lines[at], self.kinds[at], self.links[at])


def example_of(rows: Sequence[Row]) -> Example:
    """A page as the search sees it, with the true way: the columns are known by their left edges."""
    placed = [line for row in rows for line in row.lines]
    lines = [Line(0, 0, line.text, row.blank and i == 0) for row in rows for i, line in enumerate(row.lines)]
    walk, moves, above = Walk(), list[Move](), list[int]()
    for at, line in enumerate(placed):
        edges = [placed[i].x for i in walk.last]
        near = min(range(len(edges)), key=lambda i: abs(edges[i] - line.x), default=-1)
        if near >= 0 and abs(edges[near] - line.x) <= SAME_COLUMN:
            move = near, False
        else:
            move = sum(edge < line.x for edge in edges), True
        moves.append(move)
        above.append(-1 if move[1] else walk.last[near])
        walk = walk.after(move, at)
    at_place = {(line.story, line.place): at for at, line in enumerate(placed) if line.story >= 0}
    before = [at_place.get((line.story, line.place - 1), -1) for line in placed]
    return Example(lines, link_features(lines, SEAMS), opening_kinds(lines), moves, above, before)


def examples(stories: Sequence[Sequence[Story]], pages: int, seed: int) -> list[Example]:
    """So many pages set from stories, which are those of one printed page each."""
    chance = random.Random(seed)
    return [example_of(set_page(_drawn(stories, chance), chance)) for _ in range(pages)]


def read_stories(corpus: Path, months: Sequence[str]) -> dict[str, list[list[Story]]]:
    """The newspaper articles of each of the months (`2020-01`), by printed page."""
    printed: defaultdict[tuple[str, str], list[Story]] = defaultdict(list)
    with lzma.open(corpus, "rt", encoding="utf-8") as records:
        for text in records:
            if not any(f'"date": "{month}' in text for month in months):
                continue
            record = json.loads(text)
            if record.get("page") and record["paragraphs"]:
                story = Story(record["title"] or "", record.get("byline") or "", record["paragraphs"])
                printed[record["date"], str(record["page"])].append(story)
    return {m: [page for (date, _), page in printed.items() if date.startswith(m)] for m in months}


def _drawn(pages: Sequence[Sequence[Story]], chance: random.Random) -> Iterator[Story]:
    """Stories that were printed on one page, then those of another."""
    while True:
        page = chance.choice(pages)
        yield from chance.sample(page, len(page))


def fit_choices(pages: Sequence[Example], rounds: int = 12) -> Floats:
    """Weights of links and ways under which the true moves are likeliest, each by itself."""
    choices, taken = [], []
    for page in pages:
        walk = Walk()
        for at, move in enumerate(page.moves):
            moves = walk.moves()
            if move in moves:
                choices.append(np.array([page.features(walk, other, at) for other in moves]))
                taken.append(moves.index(move))
            walk = walk.after(move, at)
    x, sizes = np.concatenate(choices), np.array([len(choice) for choice in choices])
    first = np.cumsum(sizes) - sizes
    chosen, group = first + np.array(taken), np.repeat(np.arange(len(sizes)), sizes)
    weights = np.zeros(x.shape[1])
    for _ in range(rounds):
        scores = x @ weights
        odds = np.exp(scores - np.maximum.reduceat(scores, first)[group])
        share = odds / np.add.reduceat(odds, first)[group]
        mean = np.add.reduceat(x * share[:, None], first)
        slope = (x[chosen] - mean).sum(axis=0) - PRIOR * weights
        bend = (x * share[:, None]).T @ x - mean.T @ mean + PRIOR * np.eye(len(weights))
        weights = weights + np.linalg.solve(bend, slope)
    return np.asarray(weights)


def correction(page: Example, weights: Floats) -> Floats | None:
    """True less found features up to the line where the search is most wrong; None if it never is."""
    scores = page.links @ weights[:LINK]
    states, trail = States.first(), []
    walk, true = Walk(), 0.0
    walks, worst, reach = [walk], 0.0, -1
    for at, (line, move) in enumerate(zip(page.lines, page.moves, strict=True)):
        states, came = advance(states, at, line, page.kinds[at], scores[at], weights[LINK:], BEAM)
        trail.append(came)
        true += float(page.features(walk, move, at) @ weights)
        walk = walk.after(move, at)
        walks.append(walk)
        if states.score[0] - true > worst:
            worst, reach = float(states.score[0]) - true, at
    if reach < 0:
        return None
    found: list[Move] = []
    state = 0
    for before, column, above, _, _ in reversed(trail[: reach + 1]):
        found.append((int(column[state]), bool(above[state] < 0)))
        state = int(before[state])
    difference, walk = np.zeros(len(weights)), Walk()
    for at, move in enumerate(reversed(found)):
        if move != page.moves[at] or walk != walks[at]:
            difference += page.features(walks[at], page.moves[at], at) - page.features(walk, move, at)
        walk = walk.after(move, at)
    return difference


def fit_ways(pages: Sequence[Example], weights: Floats, epochs: int, seed: int) -> Floats:
    """Averaged weights after so many epochs of corrections."""
    chance, order = random.Random(seed), list(pages)
    total, seen = np.zeros_like(weights), 1
    for _ in range(epochs):
        chance.shuffle(order)
        for page in order:
            difference = correction(page, weights)
            if difference is not None:
                step = RATE * difference / max(1.0, float(np.linalg.norm(difference)) / LONGEST_STEP)
                weights = weights + step
                total += seen * step
            seen += 1
    return np.asarray(weights - total / seen)


def fit_flow(pages: Sequence[Example], weights: Floats, rounds: int = 12) -> Floats:
    """Weights of a line going on in the text of the one that it is found to stand under."""
    found, truth = [], []
    for page in pages:
        ways = Weights(weights[:LINK], weights[LINK:], np.zeros(len(FLOW_NAMES)))
        for at, step in enumerate(decode(page.lines, page.links, ways, BEAM)):
            if step.above >= 0 and at - step.above <= REACH:
                found.append(flow_features(page.links[at, at - step.above - 1], step.missed))
                truth.append(step.above == page.before[at])
    x, y = np.array(found), np.array(truth, dtype=np.float64)
    weights = np.zeros(x.shape[1])
    for _ in range(rounds):
        likely = 1 / (1 + np.exp(-(x @ weights)))
        bend = (x * (likely * (1 - likely))[:, None]).T @ x + PRIOR * np.eye(len(weights))
        weights = weights + np.linalg.solve(bend, x.T @ (y - likely) - PRIOR * weights)
    return np.asarray(weights)


def successors_found(pages: Sequence[Example], weights: Weights) -> float:
    """Share of the lines whose line above is found, mean over pages."""
    shares = []
    for page in pages:
        steps = decode(page.lines, page.links, weights)
        pairs = [(step.above, above) for step, above in zip(steps, page.above, strict=True) if above >= 0]
        shares.append(sum(found == true for found, true in pairs) / len(pairs))
    return float(np.mean(shares))


def main() -> None:
    """Fit on pages of one month, measure on pages of a later one, store the weights."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--held-out", type=int, default=8, metavar="PAGES")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    given = parser.parse_args()
    stories = read_stories(given.corpus, (FITTED, MEASURED))
    pages = examples(stories[FITTED], given.pages, given.seed)
    alone = fit_choices(pages)
    whole = fit_ways(pages, alone, given.epochs, given.seed)
    flow = fit_flow(pages, whole)
    store(Weights(whole[:LINK], whole[LINK:], flow), given.out)
    later = examples(stories[MEASURED], given.held_out, given.seed)
    for name, found in (("choices alone", alone), ("whole ways", whole)):
        share = successors_found(later, Weights(found[:LINK], found[LINK:], flow))
        print(f"{name}: {share:.3f} of the lines under the right one")


def store(weights: Weights, path: Path) -> None:
    """Write weights by name, rounded to what can matter."""
    names = (LINK_NAMES, WAY_NAMES, FLOW_NAMES)
    tables = {
        part: {name: round(float(value), 3) for name, value in zip(keys, values, strict=True)}
        for part, keys, values in zip(Weights._fields, names, weights, strict=True)
    }
    path.write_text(json.dumps(tables, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
