"""Models that know nothing: the shipped ones with their weights shuffled."""

from __future__ import annotations

from typing import Any

import numpy as np

from cleaner.layout.rows.features import FLOW_NAMES, LINK_NAMES, WAY_NAMES
from cleaner.models import Models
from cleaner.models.dashes import Dashes
from cleaner.models.gaps import GapModel
from cleaner.models.heads import HeadModel
from cleaner.models.links import MATRICES, LinkModel, Network
from cleaner.models.lookalikes import Lookalikes
from cleaner.models.seams import SeamModel


def shuffled(seed: int) -> Models:
    """All parts but the topics, which are counts, with every matrix and table shuffled and scaled."""
    rng, known = np.random.default_rng(seed), Models()

    def mixed(array: Any) -> Any:
        scaled = rng.permutation(array.ravel()).reshape(array.shape) * rng.choice([0.5, 1.0, 2.0])
        return scaled.astype(array.dtype)

    def swapped(table: Any) -> dict[str, float]:
        return dict(zip(table, rng.permutation(list(table.values())).tolist(), strict=True))

    def network(old: Network) -> Network:
        return Network(old.names, *(mixed(getattr(old, part)) for part in MATRICES))

    gaps, looks, links = known.gaps, known.lookalikes, known.links
    dashes = known.dashes
    return Models(
        gaps=GapModel(
            gaps._encoder,
            gaps.labels,
            {name: mixed(weight) for name, weight in gaps._weights.items()},
            {name: (rng.permutation(table), scale) for name, (table, scale) in gaps._tables.items()},
            gaps.constants,
        ),
        seams=SeamModel({name: mixed(weight) for name, weight in known.seams._weights.items()}),
        head_words=HeadModel({name: mixed(weight) for name, weight in known.head_words._weights.items()}),
        lookalikes=Lookalikes(looks.ngrams, looks._pairs, looks._likeness, mixed(looks._weights)),
        dashes=Dashes(dashes.bias, dashes.stop_soon, swapped(dashes.before), swapped(dashes.after)),
        links=LinkModel(network(links.first), network(links.by_paths), links.scale, links.shift),
        roles={name: swapped(table) for name, table in known.roles.items()},
        interleaving={
            part: dict(zip(names, rng.normal(size=len(names)).tolist(), strict=True))
            for part, names in (("link", LINK_NAMES), ("way", WAY_NAMES), ("flow", FLOW_NAMES))
        },
    )
