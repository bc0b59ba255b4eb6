"""Models of the shipped shapes with random weights.

What cleaner promises must not depend on what its models say: the promises are tested with these.
"""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from cleaner.models import Models, shipped_models
from cleaner.models.dashes import Dashes
from cleaner.models.evidence import EvidenceModel
from cleaner.models.headlines import HeadlineModel
from cleaner.models.links import LinkModel
from cleaner.models.lookalikes import Lookalikes
from cleaner.models.quoted_terms import QuotedTerms
from cleaner.models.tables import Tables
from cleaner.models.topics import TopicTable

DECIDED = (0.3, 1.0, 3.0)
"""How decided a model is: factors on the weights of its last layer."""
LAST = {"gaps": ("out", "out_bias"), "head_words": ("out", "out bias"), "seams": ("ends.out", "starts.out")}
"""The last layers of the networks; what they read of the text stays as it is."""

Rng = np.random.Generator


@lru_cache(maxsize=12)
def random_models(seed: int) -> Models:
    """Models that are all random; the same seed gives the same ones."""
    rng, shipped = np.random.default_rng(seed), shipped_models()
    networks = {
        part: _with_random_last_layer(getattr(shipped, part), names, rng) for part, names in LAST.items()
    }
    return Models(
        **networks,
        headlines=HeadlineModel(_random_like(shipped.headlines._scores, rng)),
        topic_table=_with_random_rarity(shipped.topic_table, rng),
        lookalikes=_with_random_trust(shipped.lookalikes, rng),
        dashes=_with_random_odds(shipped.dashes, rng),
        quoted_terms=QuotedTerms({term: 1.0 for term in shipped.quoted_terms.shares if rng.random() < 0.5}),
        links=_with_random_networks(shipped.links, rng),
        roles=_random_tables(shipped.roles, rng),
        interleaving=_random_tables(shipped.interleaving, rng),
        block_ends=_with_random_out(shipped.block_ends, rng),
        kickers=_with_random_out(shipped.kickers, rng),
    )


def _random_like(array: Any, rng: Rng) -> Any:
    """Normal numbers, as widely spread as those of an array or a little less or more."""
    spread = max(float(np.std(array)), 0.1) * rng.choice(DECIDED)
    return rng.normal(0.0, spread, np.shape(array)).astype(np.asarray(array).dtype)


def _with_random_last_layer(shipped: Any, names: tuple[str, ...], rng: Rng) -> Any:
    random = copy(shipped)
    last = {name: _random_like(shipped._weights[name], rng) for name in names}
    random._weights = {**shipped._weights, **last}
    return random


def _with_random_out(shipped: EvidenceModel, rng: Rng) -> EvidenceModel:
    return replace(shipped, out=_random_like(shipped.out, rng), shift=_random_like(shipped.shift, rng))


def _with_random_rarity(shipped: TopicTable, rng: Rng) -> TopicTable:
    return TopicTable(rng.permuted(shipped._rarity))


def _with_random_trust(shipped: Lookalikes, rng: Rng) -> Lookalikes:
    random = copy(shipped)
    random._weights = _random_like(shipped._weights, rng)
    return random


def _with_random_odds(shipped: Dashes, rng: Rng) -> Dashes:
    before, after = (
        {char: float(rng.normal(0.0, 3.0)) for char in table} for table in (shipped.before, shipped.after)
    )
    bias, stop_soon = rng.normal(0.0, 3.0, 2).tolist()
    return Dashes(bias, stop_soon, before, after)


def _with_random_networks(shipped: LinkModel, rng: Rng) -> LinkModel:
    first, by_paths = (
        replace(network, linear=_random_like(network.linear, rng), out=_random_like(network.out, rng))
        for network in (shipped.first, shipped.by_paths)
    )
    return replace(shipped, first=first, by_paths=by_paths, shift=float(rng.normal(0.0, 2.0)))


def _random_tables(shipped: Tables, rng: Rng) -> Tables:
    return {
        name: dict(zip(table, _random_like(list(table.values()), rng).tolist(), strict=True))
        for name, table in shipped.items()
    }
