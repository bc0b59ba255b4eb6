"""Chinese, as `cleaner.layout.language` asks for it; each model is loaded when it is needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaner.language.completeness import completeness
from cleaner.language.heads import default_heads
from cleaner.language.seams import affinity, default_seams
from cleaner.language.topics import Topics, default_topics


class _Chinese:
    def affinity(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        return affinity(pairs)

    def continuation(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        return default_seams().continuation(pairs)

    def ends(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return default_seams().ends(texts)

    def starts(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return default_seams().starts(texts)

    def completeness(self, texts: Sequence[str]) -> NDArray[np.float64]:
        return completeness(texts)

    def heads(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return default_heads().kinds(texts)

    def topics(self, texts: Sequence[str]) -> Topics:
        return default_topics().topics(texts)


CHINESE: Final = _Chinese()
