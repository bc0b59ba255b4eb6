"""Whether two strokes in a row are the word 一一 (one by one) or a dash that was read as two ideographs.

Before the word stands who does it, or a little word (她, 都, 将, 被); after it a verb, and a mark soon.
Before and after a dash anything may stand, quotation marks and names above all. How much each character
beside the strokes says was counted on news text (`cleaner.lab.training.dashes`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from math import exp
from pathlib import Path
from typing import Final, Self

from cleaner.language.slots import STOPS

DASH, WORD = "\N{EM DASH}\N{EM DASH}", "一一"
TABLE: Final = Path(__file__).with_name("dashes.json")
SOON: Final = 4
"""Characters after the word within which its clause ends, mostly."""


@dataclass(frozen=True)
class Dashes:
    """Log-odds of a dash against the word."""

    bias: float
    stop_soon: float
    """Added where a stop follows soon."""
    before: Mapping[str, float]
    """By the character before the strokes, "" where a paragraph begins; others say nothing."""
    after: Mapping[str, float]

    @classmethod
    def load(cls, path: Path = TABLE) -> Self:
        """What is stored in a file; the shipped one by default."""
        return cls(**json.loads(path.read_text(encoding="utf-8")))

    def store(self, path: Path) -> None:
        """Write it to a file, rounded to what can matter."""
        tables = {
            name: {char: round(odds, 2) for char, odds in sorted(part.items())}
            if isinstance(part, dict)
            else round(part, 2)
            for name, part in asdict(self).items()
        }
        path.write_text(json.dumps(tables, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")

    def probability(self, before: str, after: str, prior: float = 0.0) -> float:
        """How likely a dash stands between two texts without white space; `prior` adds to the log-odds.

        >>> dashes = default_dashes()
        >>> dashes.probability("李启明有了新营生", "在县城所在地") > 0.9
        True
        >>> dashes.probability("绝不过夜\uff0c都被", "解决\u3002") > 0.5
        False
        """
        odds = prior + self.bias + self.before.get(before[-1:], 0.0) + self.after.get(after[:1], 0.0)
        return 1 / (1 + exp(-odds - self.stop_soon * stop_soon(after)))


def stop_soon(after: str) -> bool:
    """Whether a clause ends soon after the strokes, but not at once."""
    return any(char in STOPS for char in after[1 : SOON + 1]) and after[0] not in STOPS


@cache
def default_dashes() -> Dashes:
    """The shipped table, loaded once."""
    return Dashes.load()
