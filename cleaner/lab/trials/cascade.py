"""Measure a cascade: `python -m cleaner.lab.trials.cascade CORPUS FOLDERS --ensemble FILE`.

The gap model reads everything. An ensemble of networks with an encoder of paragraphs, one of each family,
goes on from its states, and their mean replaces what it says: everywhere, or only in paragraphs in which it
is in doubt. They are trained on articles that the gap model did not learn from, and kept in FILE, unless it
is there. Prints a table of the pages NAME.txt with NAME.gold.json of the folders: how many slots are read
again, F1 of quotation marks and of what is restored, and the processor time of a page. Standard input of
`python -m cleaner.lab.evaluation.readme --store cascade`, which writes it into the model card.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from cleaner.lab.evaluation.ablation import FIGURES
from cleaner.lab.evaluation.baseline import figures_of, references
from cleaner.lab.evaluation.readme import grid
from cleaner.lab.evaluation.unseen import FITTING, TUNING, articles_of, used_by
from cleaner.lab.simulation.corruption import LOSSY, Corruptor
from cleaner.lab.training.families import BELOW, LATER, NEWSPAPER_OFTEN, figures, fit, slots_of, with_encoder
from cleaner.lab.training.gaps import network_of
from cleaner.lab.training.loop import seed_all
from cleaner.lab.training.modules import GapNet
from cleaner.lab.training.paragraph_encoders import FAMILIES
from cleaner.models import Models
from cleaner.models.encoding import Encoded, Ints
from cleaner.models.gaps import Float32s, GapModel
from cleaner.models.store import FOLDER

NEVER, ALWAYS = 1.0, -1.0
"""Bounds of doubt: the gap model alone, and the ensemble everywhere."""
BOUNDS: Final = (NEVER, 0.5, 0.3, 0.1, ALWAYS)
"""A paragraph is read again where its least sure slot is less sure than 1 less this."""
SHARED: Final = ("near", "page", "narrow", "slots")
"""What the ensemble leaves as it is, too, so that a text is read once; their last layers are their own."""


class Cascade(GapModel):
    """A gap model whose doubts are settled by others that read on from its states."""

    ensemble: Sequence[GapNet] = ()
    bound: float = NEVER
    asked = again = 0
    """Slots of texts, and those of them that were read again."""

    def log_probs_in(self, excerpts: Sequence[str], ends: Sequence[int]) -> Float32s:
        """As the gap model: an excerpt is no paragraph."""
        bound, self.bound = self.bound, NEVER
        try:
            return super().log_probs_in(excerpts, ends)
        finally:
            self.bound = bound

    def _score(self, text: Encoded) -> Float32s:
        if self.bound >= NEVER or not len(text.surfaces):
            return super()._score(text)
        states = self._states(text)
        scores = self._judged(states)
        doubtful = in_doubt(scores, text.paragraphs, self.bound)
        self.asked, self.again = self.asked + len(scores), self.again + int(doubtful.sum())
        if doubtful.any():
            scores[doubtful] = mean_of(self.ensemble, states[doubtful], text.paragraphs[doubtful])
        return scores


def in_doubt(scores: Float32s, paragraphs: Ints, bound: float) -> NDArray[np.bool_]:
    """The slots of the paragraphs of which one slot is in more doubt than this.

    Doubt is what is left of 1 by the likeliest label; `scores` are log-probabilities, (slots, labels), and
    `paragraphs` the numbers of the paragraphs, (slots,).

    >>> scores = np.log(np.array([[0.9, 0.1], [0.5, 0.5], [0.9, 0.1]], dtype=np.float32))
    >>> in_doubt(scores, np.array([4, 4, 7]), 0.3).tolist()
    [True, True, False]
    """
    doubt = 1 - np.exp(scores.max(axis=1))
    return np.isin(paragraphs, paragraphs[doubt > bound])


def mean_of(ensemble: Sequence[GapNet], states: Float32s, paragraphs: Ints) -> Float32s:
    """Log of the mean of the probabilities that networks give, (slots, labels)."""
    with torch.inference_mode():
        logits = [net.judged(torch.from_numpy(states), torch.from_numpy(paragraphs)) for net in ensemble]
        logs = torch.stack([torch.log_softmax(found, 1) for found in logits])
        mean: Float32s = (logs.logsumexp(0) - math.log(len(ensemble))).numpy()
    return mean


def ensemble_of(options: argparse.Namespace) -> list[GapNet]:
    """A network of each family, from the file or else trained and written there."""
    net, labels = network_of(options.model)
    ensemble = [with_encoder(net, family, (*BELOW, *SHARED)) for family in FAMILIES]
    if options.ensemble.exists():
        for one, state in zip(ensemble, torch.load(options.ensemble), strict=True):
            one.load_state_dict(state)
    else:
        make = Corruptor(options.seed, net.encoder.characters)
        articles = articles_of(options.corpus, FITTING, used_by(options.without), NEWSPAPER_OFTEN)
        learned = slots_of(net, labels, articles, make, options.seed, options.batches)
        later = articles_of(options.corpus, TUNING)
        asked = slots_of(net, labels, later, Corruptor(7, net.encoder.characters), 7, LATER, LOSSY)
        print("gap model", *figures(net, asked, True, labels), flush=True)
        for family, one in zip(FAMILIES, ensemble, strict=True):
            steps = fit(one, learned, True, options.minutes, options.rate)
            print(family, steps, *figures(one, asked, True, labels), flush=True)
        torch.save([one.state_dict() for one in ensemble], options.ensemble)
    return [one.eval() for one in ensemble]


def row_of(cascade: Cascade, bound: float, pages: Sequence[tuple[Path, Path]]) -> list[str]:
    """The figures of pages, each with its reference, at one bound of doubt."""
    cascade.bound, cascade.asked, cascade.again = bound, 0, 0
    began = time.process_time()
    found = [figures_of(raw, gold, Models(gaps=cascade)) for raw, gold in pages]
    taken = (time.process_time() - began) / len(pages)
    what = {NEVER: "gap model alone", ALWAYS: "ensemble alone"}.get(bound, f"doubt over {bound}")
    again = cascade.again / max(cascade.asked, 1)
    means = (fmean(figures[name] for figures in found) for name in FIGURES)
    return [what, f"{again:.2f}", *(f"{mean:.4f}" for mean in means), f"{1000 * taken:.0f}"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        prog="cleaner.lab.trials.cascade",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("corpus", type=Path, help="clean text, JSON lines, .xz or not")
    parser.add_argument("folders", type=Path, nargs="+", help="folders of pages with references")
    parser.add_argument("--style", default="", help="only pages whose names end so")
    parser.add_argument("--ensemble", type=Path, required=True, help="file of the networks, read or written")
    parser.add_argument("--model", type=Path, default=FOLDER / "gaps.npz", help="gap model to read on from")
    parser.add_argument(
        "--without", type=Path, nargs="*", default=[], help="folders of pages whose articles are left out"
    )
    parser.add_argument("--batches", type=int, default=300, help="batches of slots to read")
    parser.add_argument("--minutes", type=float, default=5, help="processor time for each network")
    parser.add_argument("--rate", type=float, default=1e-3, help="highest learning rate")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    seed_all(options.seed)
    cascade = Cascade.load(options.model)
    cascade.ensemble = ensemble_of(options)
    rows: list[list[str]] = []
    for folder in options.folders:
        pages = [(raw, gold) for name, raw, gold in references(folder) if name.endswith(options.style)]
        if not pages:
            parser.error(f"{folder} holds no page with a reference (NAME.txt with NAME.gold.json beside it)")
        name = " ".join(filter(None, (folder.name, options.style)))
        rows += [[f"{name} ({len(pages)})", *row_of(cascade, bound, pages)] for bound in BOUNDS]
    names = [name.removesuffix("_f1") for name in FIGURES]
    print(grid(["pages", "reads", "slots read again", *names, "ms a page"], rows), end="")


if __name__ == "__main__":
    main()
