"""How good a cleaned page is, against a reference."""

from cleaner.scoring.confusions import Confusion, Confusions, confusions
from cleaner.scoring.figures import Figures, Score, Tally
from cleaner.scoring.harm import Harm
from cleaner.scoring.page import score
from cleaner.scoring.reliability import Reliability, reliability

__all__ = [
    "Confusion",
    "Confusions",
    "Figures",
    "Harm",
    "Reliability",
    "Score",
    "Tally",
    "confusions",
    "reliability",
    "score",
]
