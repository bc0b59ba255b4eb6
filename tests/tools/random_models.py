"""Models of the shipped shapes with random weights, put in place of the shipped ones.

What cleaner promises must not depend on what its models say: the promises are tested with these.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from copy import copy
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import numpy as np

import cleaner.layout.rows.decoding as rows
import cleaner.layout.weights as layout
from cleaner.language import dashes, heads, lookalikes, model, seams, topics
from cleaner.layout import networks

DECIDED = (0.3, 1.0, 3.0)
"""How decided a model is: factors on the weights of its last layer."""
LAST = {
    model.GapModel: ("out", "out_bias"),
    heads.HeadModel: ("out", "out bias"),
    seams.SeamModel: ("ends.out", "starts.out"),
}
"""The last layers of the networks; what they read of the text stays as it is."""

Rng = np.random.Generator


@contextmanager
def random_models(seed: int) -> Iterator[None]:
    """While this lasts every model of cleaner is a random one; the same seed gives the same models."""
    rng = np.random.default_rng(seed)
    loaded: list[tuple[type, Callable[[], Any], Callable[[Any, Rng], Any]]] = [
        (model.GapModel, model.default_model, _with_random_last_layer),
        (heads.HeadModel, heads.default_heads, _with_random_last_layer),
        (seams.SeamModel, seams.default_seams, _with_random_last_layer),
        (topics.TopicTable, topics.default_topics, _with_random_rarity),
        (lookalikes.Lookalikes, lookalikes.default_lookalikes, _with_random_trust),
        (dashes.Dashes, dashes.default_dashes, _with_random_odds),
        (networks.LinkModel, networks.default_links, _with_random_networks),
    ]
    made = [(home, default, change(default(), rng)) for home, default, change in loaded]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        for home, default, random in made:
            stack.callback(_forget, default)  # once the shipped one is back
            stack.enter_context(patch.object(home, "load", lambda *_, random=random: random))
            _forget(default)
        for number, (module, name) in enumerate([(layout, "FILE"), (rows, "WEIGHTS")]):
            path = folder / f"{number}.json"
            path.write_text(json.dumps(_random_tables(getattr(module, name), rng)), encoding="utf-8")
            stack.callback(_forget, module.default_weights)
            stack.enter_context(patch.object(module, name, path))
            _forget(module.default_weights)
        yield


def _forget(default: Any) -> None:
    default.cache_clear()


def _random_like(array: Any, rng: Rng) -> Any:
    """Normal numbers, as widely spread as those of an array or a little less or more."""
    spread = max(float(np.std(array)), 0.1) * rng.choice(DECIDED)
    return rng.normal(0.0, spread, np.shape(array)).astype(np.asarray(array).dtype)


def _with_random_last_layer(shipped: Any, rng: Rng) -> Any:
    random = copy(shipped)
    last = {name: _random_like(shipped._weights[name], rng) for name in LAST[type(shipped)]}
    random._weights = {**shipped._weights, **last}
    return random


def _with_random_rarity(shipped: topics.TopicTable, rng: Rng) -> topics.TopicTable:
    return topics.TopicTable(rng.permuted(shipped._rarity))


def _with_random_trust(shipped: lookalikes.Lookalikes, rng: Rng) -> lookalikes.Lookalikes:
    random = copy(shipped)
    random._weights = _random_like(shipped._weights, rng)
    return random


def _with_random_odds(shipped: dashes.Dashes, rng: Rng) -> dashes.Dashes:
    before, after = (
        {char: float(rng.normal(0.0, 3.0)) for char in table} for table in (shipped.before, shipped.after)
    )
    bias, stop_soon = rng.normal(0.0, 3.0, 2).tolist()
    return dashes.Dashes(bias, stop_soon, before, after)


def _with_random_networks(shipped: networks.LinkModel, rng: Rng) -> networks.LinkModel:
    first, by_paths = (
        replace(network, linear=_random_like(network.linear, rng), out=_random_like(network.out, rng))
        for network in (shipped.first, shipped.by_paths)
    )
    return replace(shipped, first=first, by_paths=by_paths, shift=float(rng.normal(0.0, 2.0)))


def _random_tables(path: Path, rng: Rng) -> dict[str, dict[str, float]]:
    tables = json.loads(path.read_text(encoding="utf-8"))
    return {
        name: dict(zip(table, _random_like(list(map(float, table.values())), rng).tolist(), strict=True))
        for name, table in tables.items()
    }
