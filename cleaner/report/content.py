"""What a report tells of a page, ready to be set in the template."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from cleaner.decisions import Decision, Docket, Letters
from cleaner.report.pairs import mates_of
from cleaner.report.provenance import Provenance, provenance_of
from cleaner.report.rows import Row, Run, rows_of
from cleaner.trace import Effect
from cleaner.trace.lines import Lines

if TYPE_CHECKING:
    from cleaner.page import Page
    from cleaner.scoring import Score
    from cleaner.trace import Audit, Change

LEAD = 18
"""Characters by which a text without a title is called, and a lost end is shown."""

FIGURES = {
    "cer_er": "Error rate of all characters",
    "content_er": "Error rate of letters, digits and ideographs",
    "article_f1": "Articles right",
    "title_acc": "Titles right to the letter",
    "seam_f1": "Joins across columns",
    "para_f1": "Ends of paragraphs",
    "truncated_f1": "Truncated paragraphs found",
    "quote_f1": "Quotation marks",
    "quote_pair_f1": "Quotation marks, in pairs",
    "stop_f1": "Stops",
    "other_f1": "Other marks",
    "restored_f1": "Marks that the OCR lost",
    "wrap_f1": "Line ends closed up",
}
"""What the figures of `cleaner.scoring` are called in a report."""

KINDS = ("held", "certain", "dropped", "inferred")
"""How edits are coloured, those that claim the most last."""

RECORD = (
    *("rule", "kind", "sure", "why", "before", "after", "start", "end", "line", "column"),
    *("place", "reach", "moved", "mate", "verdict"),
)
"""What the script of a report knows of an edit."""


@dataclass(frozen=True, slots=True)
class Place:
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
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in the outline."""

    title: str
    has_title: bool
    paragraphs: int
    truncated: int
    row: int


@dataclass
class Content:
    """A cleaned page as its report shows it.

    `name` is what the page is called, `score` the comparison with a reference, `decisions` what was
    decided before. Edits are numbered as in `Page.edits`, withheld ones after them.
    """

    page: Page
    name: str
    score: Score | None = None
    decisions: Sequence[Decision] = ()
    story: Provenance = field(init=False)
    edits: Sequence[Change] = field(init=False)

    def __post_init__(self) -> None:
        self.story = provenance_of(self.page.traced)
        self.edits = (*self.page.edits, *self.page.withheld)

    @cached_property
    def rows(self) -> Sequence[Row]:
        return rows_of(self.page, self.story)

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
    def outline(self) -> Sequence[Entry]:
        first: dict[int | None, int] = {}
        for row in self.rows:
            if row.clean:
                first.setdefault(row.article, row.number)
        return [
            Entry(
                article.title or "".join(p.text for p in article.paragraphs)[:LEAD] or article.byline,
                bool(article.title),
                len(article.paragraphs),
                sum(p.truncated for p in article.paragraphs),
                first.get(number, 0),
            )
            for number, article in enumerate(self.page.articles)
        ]

    @property
    def dropped(self) -> list[Place]:
        """Edits that took text away."""
        effects = self.page.effects
        return self._places(n for n, c in self._made() if effects.get(c.rule) is Effect.REMOVAL)

    @property
    def moves(self) -> list[Place]:
        """Edits that moved fragments which stand where they put them."""
        visible = set(self.story.mover.tolist())
        return self._places(n for n, c in self._made() if c.moved and n in visible)

    @property
    def withheld(self) -> list[Place]:
        return self._places(range(len(self.page.edits), len(self.edits)))

    @property
    def truncated(self) -> list[tuple[str, int]]:
        """The last words before each lost end, and the row."""
        return [
            ("".join(run.text for run in row.clean)[-LEAD:], row.number) for row in self.rows if row.truncated
        ]

    @property
    def figures(self) -> list[tuple[str, str, float]]:
        """Name, meaning and value of each figure."""
        values = self.score.figures.as_dict() if self.score else {}
        return [(name, FIGURES.get(name, name), value) for name, value in values.items()]

    def line(self, offset: int) -> int:
        """The line of a raw offset, from 1."""
        return self._lines.place(offset)[0]

    def kind(self, number: int) -> str:
        """How an edit is coloured: held, dropped, or by its tier."""
        if number >= len(self.page.edits):
            return "held"
        change = self.edits[number]
        return "dropped" if self.page.effects.get(change.rule) is Effect.REMOVAL else str(change.tier)

    def kind_of_run(self, run: Run) -> str:
        """How a run is coloured: by the edit of it that claims the most."""
        return max(map(self.kind, run.edits), key=KINDS.index)

    def record(self) -> dict[str, object]:
        """What the script of the report knows: the raw text, and the edits to be decided on."""
        letters, docket = Letters(self.page.raw), Docket(self.decisions, self.page.raw)
        mates = mates_of(self.page, self.story)
        edits = []
        for number, change in enumerate(self.edits):
            place = letters.place(change.raw[0])
            verdict = docket.verdict(change)
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
                    mates.get(number),
                    verdict and str(verdict),
                )
            )
        return {
            "page": self.name,
            "raw": self.page.raw,
            "letters": letters.text,
            "fields": RECORD,
            "edits": edits,
            "unmatched": [decision.as_dict() for decision in docket.unmatched],
        }

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.page.raw)

    def _made(self) -> Iterator[tuple[int, Change]]:
        return enumerate(self.page.edits)

    def _places(self, numbers: Iterator[int] | range) -> list[Place]:
        return [Place(n, self.edits[n], *self._lines.place(self.edits[n].raw[0])) for n in numbers]
