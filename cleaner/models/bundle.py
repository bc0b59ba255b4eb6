"""The models as one object, handed to whoever needs one; each is loaded when it is first asked for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from cleaner.models.completeness import completeness
from cleaner.models.dashes import Dashes
from cleaner.models.evidence import EvidenceModel
from cleaner.models.gaps import GapModel
from cleaner.models.headlines import HeadlineModel
from cleaner.models.heads import HeadModel
from cleaner.models.links import LinkModel
from cleaner.models.lookalikes import Lookalikes
from cleaner.models.quoted_terms import QuotedTerms
from cleaner.models.seams import SeamModel, affinity
from cleaner.models.store import FOLDER
from cleaner.models.tables import Tables, read_interleaving, read_roles
from cleaner.models.topics import Topics, TopicTable


class Models:
    """What is learned, from the files of a folder; parts may be given instead.

    A part is loaded when it is first used, and a page that does not need it does not pay for it. The methods
    answer what the layout asks of texts.

    >>> certain = Dashes(bias=9.0, stop_soon=0.0, before={}, after={})
    >>> Models(dashes=certain).dashes.probability("甲", "乙") > 0.99
    True
    """

    def __init__(self, folder: Path = FOLDER, **parts: Any) -> None:
        """Raises `TypeError` for a part that is none of `PARTS`."""
        if unknown := parts.keys() - set(PARTS):
            raise TypeError(f"no model is called {', '.join(sorted(unknown))}; they are {', '.join(PARTS)}")
        self.folder = folder
        self.__dict__.update(parts)

    @cached_property
    def gaps(self) -> GapModel:
        return GapModel.load(self.folder / "gaps.npz")

    @cached_property
    def seams(self) -> SeamModel:
        return SeamModel.load(self.folder / "seams.npz")

    @cached_property
    def head_words(self) -> HeadModel:
        return HeadModel.load(self.folder / "heads.npz")

    @cached_property
    def headlines(self) -> HeadlineModel:
        return HeadlineModel.load(self.folder / "headlines.npz")

    @cached_property
    def topic_table(self) -> TopicTable:
        return TopicTable.load(self.folder / "topics.npz")

    @cached_property
    def lookalikes(self) -> Lookalikes:
        return Lookalikes.load(self.folder / "lookalikes.npz")

    @cached_property
    def dashes(self) -> Dashes:
        return Dashes.load(self.folder / "dashes.json")

    @cached_property
    def quoted_terms(self) -> QuotedTerms:
        return QuotedTerms.load(self.folder / "quoted_terms.json")

    @cached_property
    def links(self) -> LinkModel:
        return LinkModel.load(self.folder / "links.npz")

    @cached_property
    def links_across(self) -> LinkModel:
        """The same on pages that were read across their columns."""
        return LinkModel.load(self.folder / "links_across.npz")

    @cached_property
    def block_ends(self) -> EvidenceModel:
        return EvidenceModel.load(self.folder / "block_ends.npz")

    @cached_property
    def kickers(self) -> EvidenceModel:
        return EvidenceModel.load(self.folder / "kickers.npz")

    @cached_property
    def roles(self) -> Tables:
        """Weights of the decision for a head, by name of decision and of feature."""
        return read_roles(self.folder / "roles.json")

    @cached_property
    def interleaving(self) -> Tables:
        """Weights of lines read across columns, by kind and name of feature."""
        return read_interleaving(self.folder / "interleaving.json")

    def affinity(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        """Log-odds that each right text goes on where its left one ends, by the characters at the seam."""
        return affinity(pairs, self.lookalikes.ngrams)

    def continuation(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """The same by the text on both sides."""
        return self.seams.continuation(pairs)

    def ends(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of the ends of texts, shape (texts, vector)."""
        return self.seams.ends(texts)

    def starts(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of the beginnings of texts, shape (texts, vector)."""
        return self.seams.starts(texts)

    def completeness(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Log-odds that texts without a stop at their ends are whole and not broken off."""
        return completeness(texts, self.gaps)

    def heads(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Log-probabilities of a headline, a section heading, a piece of a paragraph, shape (texts, 3)."""
        return self.head_words.kinds(texts)

    def topics(self, texts: Sequence[str]) -> Topics:
        """What the texts of one page are about."""
        return self.topic_table.topics(texts)

    def warm_up(self) -> None:
        """Load every part now, so that the first page is as fast as the others."""
        for part in PARTS:
            getattr(self, part)


PARTS: Final = tuple(name for name, part in vars(Models).items() if isinstance(part, cached_property))
"""The names of all models: what `Models` takes, and what is warmed up."""


@cache
def shipped_models() -> Models:
    """The models that come with the package, for whoever is given no others; one object in a process.

    >>> shipped_models() is shipped_models()
    True
    """
    return Models()
