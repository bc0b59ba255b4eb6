"""How good a cleaned page is, against a reference."""

from cleaner.scoring.figures import Figures, Score, Tally
from cleaner.scoring.harm import Harm
from cleaner.scoring.page import score
from cleaner.scoring.reliability import Reliability, reliability

__all__ = ["Figures", "Harm", "Reliability", "Score", "Tally", "reliability", "score"]
