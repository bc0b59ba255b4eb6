"""Counts, and the figures made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields

MEANINGS: Mapping[str, str] = {
    "cer_er": "edit distance of content and marks, with all text of unmatched articles",
    "content_er": "the same of content alone",
    "article_f1": "articles with a content error of at most 5 %",
    "title_acc": "titles right to the letter",
    "seam_f1": "joins between text that is apart in the raw page",
    "para_f1": "ends of paragraphs",
    "truncated_f1": "paragraphs cut short by the OCR",
    "quote_f1": "quotation marks, each",
    "quote_pair_f1": "quotation marks, in pairs",
    "stop_f1": "stops",
    "other_f1": "other marks",
    "restored_f1": "marks that the raw page lacks at their place",
    "wrap_f1": "white space of the raw page that stands for nothing, closed up",
}
"""What each figure says, in a line."""


@dataclass
class Tally:
    """Counts of one kind of thing: in the reference, in the prediction, and right."""

    gold: int = 0
    predicted: int = 0
    right: int = 0

    def add(self, gold: int, predicted: int, right: int) -> None:
        """Count more of it."""
        self.gold += gold
        self.predicted += predicted
        self.right += right

    @property
    def precision(self) -> float:
        return self.right / self.predicted if self.predicted else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 where there was nothing to find and nothing was found.

        >>> Tally(gold=4, predicted=4, right=3).f1, Tally().f1
        (0.75, 1.0)
        """
        both = self.gold + self.predicted
        return 2 * self.right / both if both else 1.0


@dataclass(frozen=True)
class Figures:
    """Shares between 0 and 1: 1 is best, but for the error rates (`*_er`), where 0 is."""

    cer_er: float
    """Edit distance over content and marks, unmatched text whole, by the length of the reference."""
    content_er: float
    """The same over content characters alone."""
    article_f1: float
    """Articles whose content error is at most 5 % of their length."""
    title_acc: float
    """Titles right to the letter, marks included."""
    seam_f1: float
    """Joins between text that does not stand together in the raw page."""
    para_f1: float
    """Ends of paragraphs inside matched text."""
    truncated_f1: float
    """Paragraphs whose end the OCR lost."""
    quote_f1: float
    """Quotation marks in the right place."""
    stop_f1: float
    """Stops in the right place."""
    other_f1: float
    """All other marks."""
    restored_f1: float
    """Marks that the raw page lacks there: recall over what was lost, precision over what was added."""
    quote_pair_f1: float
    """Pairs of quotation marks with both marks in the right place."""
    wrap_f1: float
    """White space of the raw page that stands for nothing, and was closed up."""

    @classmethod
    def mean(cls, all_figures: Sequence[Figures]) -> Figures:
        """The mean of each figure."""
        count = len(all_figures)
        return cls(*(sum(getattr(f, part.name) for f in all_figures) / count for part in fields(cls)))

    def as_dict(self) -> dict[str, float]:
        return asdict(self)


@dataclass(frozen=True)
class Score:
    """The figures of a page, the counts behind them, each mark, and the places where marks differ."""

    figures: Figures
    counts: Mapping[str, Tally]
    marks: Mapping[str, Tally]
    """Every mark by itself."""
    mistakes: Sequence[str] = field(default_factory=tuple)
    """`before[reference|prediction]after`; `×` where the text round a place was not kept together."""
    gaps: Mapping[int, bool] = field(default_factory=dict)
    """Whether the output is right before content character n of the raw page, where that is known."""
    characters: Mapping[int, str] = field(default_factory=dict)
    """What content character n of the raw page is in the reference, where that is known."""
