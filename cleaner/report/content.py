"""What a report shows of a page, ready to be set in the template."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from cleaner.decisions import Decision, DecisionIndex, Letters
from cleaner.doubt import FAINT, is_doubtful
from cleaner.report.figures import Figure, figures_of
from cleaner.report.outline import OutlineEntry, outline_of
from cleaner.report.pairs import partners_of
from cleaner.report.provenance import NOBODY, Provenance, provenance_of
from cleaner.report.rows import ReportRow, Run, rows_of
from cleaner.trace import Effect
from cleaner.trace.lines import LineIndex

if TYPE_CHECKING:
    from cleaner.page import Page
    from cleaner.report.about import About
    from cleaner.report.scan import Scan
    from cleaner.scoring import Confusions, Score
    from cleaner.trace import Audit, Change

TAIL = 18
"""Characters by which a lost end is shown."""
SCATTERED = 0.25
"""Share of the raw text that was moved from which the two sides are read apart."""

KINDS = ("held", "certain", "dropped", "inferred")
"""How edits are coloured, those that claim the most last."""

RECORD = (
    *("rule", "kind", "confidence", "why", "before", "after", "start", "end", "line", "column"),
    *("place", "reach", "moved", "partner", "verdict"),
)
"""What the script of a report knows of an edit."""


@dataclass(frozen=True, slots=True)
class ListedEdit:
    """An edit in a list of the report: its number, what it did, and where in the raw page (from 1)."""

    number: int
    change: Change
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Section:
    """Rows that stand together on the clean page and belong to one article."""

    article: int | None
    continued: bool
    rows: Sequence[ReportRow]


@dataclass
class Content:
    """A cleaned page as its report shows it.

    `name` is what the page is called, `score` the comparison with a reference and `confusions` what was
    taken for what in it, `decisions` what was decided before, `about` describes the page as a file, `scan` is
    its picture. Edits are numbered as in `Page.edits`, withheld ones after them.
    """

    page: Page
    name: str
    score: Score | None = None
    decisions: Sequence[Decision] = ()
    about: About | None = None
    scan: Scan | None = None
    confusions: Confusions | None = None
    provenance: Provenance = field(init=False)
    edits: Sequence[Change] = field(init=False)

    def __post_init__(self) -> None:
        self.provenance = provenance_of(self.page.traced)
        self.edits = (*self.page.edits, *self.page.withheld)

    @cached_property
    def rows(self) -> Sequence[ReportRow]:
        return rows_of(self.page, self.provenance)

    @cached_property
    def audit(self) -> Audit:
        return self.page.audit()

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many edits there are of each colour; moves are counted by themselves."""
        found = Counter("moved" if c.moved else self.kind(n) for n, c in self._made())
        return {kind: found[kind] for kind in (*KINDS, "moved")} | {"held": len(self.page.withheld)}

    @property
    def sections(self) -> Iterator[Section]:
        seen: set[int | None] = set()
        for article, rows in groupby(self.rows, key=lambda row: row.article):
            yield Section(article, article in seen, list(rows))
            seen.add(article)

    @cached_property
    def outline(self) -> Sequence[OutlineEntry]:
        return outline_of(self.page.articles, self.rows)

    @cached_property
    def scattered(self) -> bool:
        """Whether so much was moved that raw and clean text cannot stand side by side, block by block."""
        mover = self.provenance.mover
        return bool(len(mover)) and float(np.mean(mover != NOBODY)) > SCATTERED

    @property
    def dropped(self) -> list[ListedEdit]:
        """Edits that took text away."""
        effects = self.page.effects
        return self._places(n for n, c in self._made() if effects.get(c.rule) is Effect.REMOVAL)

    @property
    def moves(self) -> list[ListedEdit]:
        """Edits that moved fragments which stand where they put them."""
        visible = set(self.provenance.mover.tolist())
        return self._places(n for n, c in self._made() if c.moved and n in visible)

    @property
    def withheld(self) -> list[ListedEdit]:
        return self._places(range(len(self.page.edits), len(self.edits)))

    @property
    def truncated(self) -> list[tuple[str, int]]:
        """The last words before each lost end, and the row."""
        return [
            ("".join(run.text for run in row.clean)[-TAIL:], row.number) for row in self.rows if row.truncated
        ]

    @property
    def figures(self) -> list[Figure]:
        return figures_of(self.score, self.confusions)

    def line(self, offset: int) -> int:
        """The line of a raw offset, from 1."""
        return self._lines.place(offset)[0]

    def kind(self, number: int) -> str:
        """How an edit is coloured: held, dropped, or by its tier."""
        if number >= len(self.page.edits):
            return "held"
        change = self.edits[number]
        return "dropped" if self.page.effects.get(change.rule) is Effect.REMOVAL else str(change.tier)

    def is_faint(self, run: Run) -> bool:
        """Whether all edits of a run were withheld with good reason: nothing for a reviewer to look at."""
        return not any(self._is_shown(number) for number in run.edits)

    def _is_shown(self, number: int) -> bool:
        return self.kind(number) != "held" or self.edits[number].confidence >= FAINT

    @cached_property
    def partners(self) -> Mapping[int, int]:
        return partners_of(self.page, self.provenance)

    @property
    def doubtful(self) -> int:
        """How many edits the review begins with; a pair of marks is one, as sure as the less sure of them."""
        made = len(self.page.edits)
        pairs = {frozenset((number, self.partners.get(number, number))) for number in range(len(self.edits))}
        return sum(
            is_doubtful(min(self.edits[n].confidence for n in pair), withheld=min(pair) >= made)
            for pair in pairs
        )

    def kind_of_run(self, run: Run) -> str:
        """How a run is coloured: by the edit of it that claims the most."""
        return max(map(self.kind, run.edits), key=KINDS.index)

    def record(self) -> dict[str, object]:
        """What the script of the report knows: the raw text, and the edits to be decided on."""
        letters, decision_index = Letters(self.page.raw), DecisionIndex(self.decisions, self.page.raw)
        edits = []
        for number, change in enumerate(self.edits):
            place = letters.place(change.raw[0])
            verdict = decision_index.verdict(change)
            edits.append(
                (
                    change.rule,
                    self.kind(number),
                    round(change.confidence, 4),
                    change.why,
                    change.before,
                    change.after,
                    *change.raw,
                    *self._lines.place(change.raw[0]),
                    place,
                    letters.reach(place),
                    change.moved,
                    self.partners.get(number),
                    verdict and str(verdict),
                )
            )
        return {
            "page": self.name,
            "raw": self.page.raw,
            "letters": letters.text,
            "fields": RECORD,
            "edits": edits,
            "unmatched": [decision.as_dict() for decision in decision_index.unmatched],
        }

    @cached_property
    def _lines(self) -> LineIndex:
        return LineIndex(self.page.raw)

    def _made(self) -> Iterator[tuple[int, Change]]:
        return enumerate(self.page.edits)

    def _places(self, numbers: Iterator[int] | range) -> list[ListedEdit]:
        return [ListedEdit(n, self.edits[n], *self._lines.place(self.edits[n].raw[0])) for n in numbers]
