"""Count n-grams and fit the weights of look-alikes: `python -m cleaner.lab.training.lookalikes CORPUS`.

The n-grams are counted on articles dated before `--until`; the others get simulated mistakes, half of them
to fit the weights, half to measure. Prints precision, recall and harm by confidence.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.lab.corpus import read_records
from cleaner.lab.export import export, in_planes
from cleaner.lab.training.regression import logistic
from cleaner.models.lookalikes import FEATURES, NAME, VERSION, Doubts, Floats, Lookalikes, pairs_of
from cleaner.models.ngrams import STEP, Codes, NgramTable, codes_of, fingerprints_of
from cleaner.models.store import FOLDER

OFTEN, SELDOM = 0.01, 0.002
"""Share of characters that are mistaken in the text to fit on, and in the text to measure on."""
NEAREST = 8
"""Look-alikes of a character that it is mistaken for,"""
SHARPNESS = 8.0
"""the nearer the more often: exp(SHARPNESS × likeness)."""
STRANGE = 25.0
"""What a doubt about clean text of another kind counts: there is little of it beside the news."""
RIDGE = 1e-5
ONE_COMPONENT = 0.6
"""Likeness of two characters that share a component and do not look alike as wholes."""


def main(arguments: list[str] | None = None) -> None:
    """Command line."""
    options = _options(arguments)
    shapes = read_likeness(options.shapes)
    if options.strokes:
        _add_components(shapes, options.strokes)
    counted, held = _articles_of(options.corpus, options.until)
    arrays: dict[str, Any] = {
        **(
            _counts_in(options.counts)
            if options.counts
            else count("\n".join(counted), options.pairs, options.triples)
        ),
        **neighbours(shapes),
        "word_steps": in_planes(np.diff(words_of(options.dictionary), prepend=np.uint32(0))),
    }
    unweighted = Lookalikes(
        NgramTable.of(arrays),
        pairs_of(arrays["pair_steps"]),
        arrays["likeness"] / 100.0,
        words_of(options.dictionary),
        np.zeros(len(FEATURES) + 1),
    )
    rng = random.Random(options.seed)
    rng.shuffle(held)
    half = options.articles // 2
    fitted = judge(unweighted, held[:half], Mistakes(shapes, OFTEN, rng))
    measured = judge(unweighted, held[half : options.articles], Mistakes(shapes, SELDOM, rng))
    others = [path.read_text(encoding="utf-8") for path in sorted(options.clean)]
    strange, unseen = (
        judge(unweighted, texts, Mistakes({}, 0.0, rng)) for texts in (others[::2], others[1::2])
    )
    # In the text to fit on mistakes are too frequent: what is no mistake counts for more.
    true_share = np.where(fitted.was_right, OFTEN / SELDOM, 1.0)
    weights = fit(
        np.concatenate([fitted.features, strange.features]),
        np.concatenate([fitted.right, strange.right]),
        np.concatenate([true_share, np.full(len(strange.right), STRANGE)]),
    )
    weights[-1] += shift_of(fitted.features @ weights[:-1] + weights[-1], fitted.right, true_share)
    arrays["weights"] = weights
    export(options.out, NAME, VERSION, options.corpus, arrays)
    print(dict(zip([*FEATURES, "constant"], weights.round(3).tolist(), strict=True)))
    for line in report(measured, weights):
        print(line)
    if others:
        print("Clean text of other kinds:", *report(unseen, weights), sep="\n")


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="cleaner.lab.training.lookalikes", description=__doc__)
    add = parser.add_argument
    add("corpus", type=Path, help="clean text, JSON lines, .xz or not")
    add("--shapes", type=Path, required=True, help="lines of CHAR<tab>OTHER:LIKENESS OTHER:LIKENESS …")
    add("--strokes", type=Path, help="lines of characters that share a component: CHAR<tab>OTHER<tab>…")
    add("--dictionary", type=Path, required=True, help="a word a line, anything may follow it behind a space")
    add(
        "--clean", type=Path, nargs="*", default=[], help="clean texts of other kinds: their doubts are wrong"
    )
    add("--counts", type=Path, help="take the n-grams from this file instead of counting them")
    add("--until", default="2020-10-01", help="newspaper articles from this date on are held out")
    add("--pairs", type=int, default=4, help="least occurrences of a pair that is kept")
    add("--triples", type=int, default=8, help="least occurrences of a triple that is kept")
    add("--articles", type=int, default=1500, help="held-out articles to fit and measure on")
    add("--seed", type=int, default=5)
    add("--out", type=Path, default=FOLDER / "lookalikes.npz")
    return parser.parse_args(arguments)


def _articles_of(corpus: Path, until: str) -> tuple[list[str], list[str]]:
    """The texts to count, and the newspaper articles from a date on."""
    counted: list[str] = []
    held: list[str] = []
    for record in read_records(corpus):
        text = "\n".join([record.get("title", ""), *record["paragraphs"]])
        late = record["source"].startswith("rmrb") and record.get("date", "") >= until
        (held if late else counted).append(text)
    return counted, held


def read_likeness(path: Path) -> dict[str, dict[str, float]]:
    """Look-alikes of each character."""
    shapes = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        character, _, others = line.partition("\t")
        if others:
            shapes[character] = {other[0]: float(other[2:]) for other in others.split()}
    return shapes


def _counts_in(path: Path) -> dict[str, Any]:
    """The n-grams that are stored in a file."""
    with np.load(path) as stored:
        return {name: stored[name] for name in ("characters", "counts", "ngram_steps", "ngram_levels")}


def _add_components(shapes: dict[str, dict[str, float]], path: Path) -> None:
    """Takes in the characters that share a component, as less alike than those that look alike."""
    for line in path.read_text(encoding="utf-8").splitlines():
        group = [character for character in line.split("\t") if len(character) == 1]
        for character, other in permutations(group, 2):
            shapes.setdefault(character, {}).setdefault(other, ONE_COMPONENT)


def words_of(path: Path) -> NDArray[np.uint32]:
    """The fingerprints of the words of two ideographs in a dictionary, sorted."""
    words = (line.split(" ", 1)[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    text = "".join(word for word in words if len(word) == 2)
    codes = codes_of(text).reshape(-1, 2)
    codes = codes[(codes > 0).all(axis=1)]
    return np.unique(fingerprints_of(codes[:, 0], codes[:, 1]))


def neighbours(shapes: dict[str, dict[str, float]]) -> dict[str, NDArray[Any]]:
    """Every pair of look-alikes, both ways, and how alike they are, in hundredths."""
    likeness: dict[tuple[int, int], float] = {}
    for character, others in shapes.items():
        for other, value in others.items():
            likeness[ord(character), ord(other)] = likeness[ord(other), ord(character)] = value
    pairs = sorted(likeness)
    codes = np.array([seen << 16 | meant for seen, meant in pairs], dtype=np.uint32)
    return {
        "pair_steps": in_planes(np.diff(codes, prepend=np.uint32(0))),
        "likeness": np.array([round(100 * likeness[pair]) for pair in pairs], dtype=np.uint8),
    }


def count(text: str, pairs: int, triples: int) -> dict[str, NDArray[Any]]:
    """Counts of characters, and of the pairs and triples that are frequent enough."""
    codes = codes_of(text)
    codes = codes[(codes > 0) | np.concatenate([[True], codes[:-1] > 0])]
    single, times = np.unique(codes, return_counts=True)
    packed = codes[:-1] << np.uint64(16) | codes[1:]
    frequent: list[tuple[NDArray[np.uint32], NDArray[np.int64]]] = []
    for ngrams, least in (
        (packed, pairs),
        ((packed[:-1] << np.uint64(16) | codes[2:])[codes[1:-1] > 0], triples),
    ):
        found, number = np.unique(ngrams, return_counts=True)
        found, number = found[number >= least], number[number >= least]
        places = 2 if ngrams is packed else 3
        columns = [found >> np.uint64(16 * k) & np.uint64(0xFFFF) for k in reversed(range(places))]
        frequent.append((fingerprints_of(*columns), number))
    fingerprints = np.concatenate([prints for prints, _ in frequent])
    numbers = np.concatenate([number for _, number in frequent])
    order = np.argsort(fingerprints, kind="stable")
    fingerprints, first = np.unique(fingerprints[order], return_index=True)
    return {
        "characters": np.array("".join(map(chr, single.tolist()))),
        "counts": in_planes(times.astype(np.uint32)),
        "ngram_steps": in_planes(np.diff(fingerprints, prepend=np.uint32(0))),
        "ngram_levels": np.round(np.log(numbers[order][first]) / STEP).astype(np.uint8),
    }


class Mistakes:
    """Text as an OCR engine misreads it."""

    def __init__(self, shapes: dict[str, dict[str, float]], rate: float, rng: random.Random) -> None:
        self._rate, self._rng = rate, rng
        self._choices: dict[str, tuple[list[str], list[float]]] = {}
        for character, others in shapes.items():
            near = sorted(others, key=lambda other: -others[other])[:NEAREST]
            self._choices[character] = near, [float(np.exp(SHARPNESS * others[other])) for other in near]

    def made_in(self, text: str) -> str:
        """The text with mistakes."""
        chars = list(text)
        for i, char in enumerate(chars):
            if char in self._choices and self._rng.random() < self._rate:
                chars[i] = self._rng.choices(*self._choices[char])[0]
        return "".join(chars)


@dataclass(frozen=True)
class Judgement:
    """Doubts, and whether they are right."""

    features: Floats
    right: NDArray[np.bool_]
    """The look-alike is what was meant."""
    was_right: NDArray[np.bool_]
    """What was seen is what was meant."""
    mistakes: int
    characters: int


def judge(lookalikes: Lookalikes, texts: Sequence[str], mistakes: Mistakes) -> Judgement:
    """The doubts about texts with mistakes, one text at a time."""
    found: list[tuple[Doubts, Codes, Codes]] = []
    wrong = characters = 0
    for text in texts:
        seen = mistakes.made_in(text)
        meant_codes, seen_codes = codes_of(text), codes_of(seen)
        wrong += int((meant_codes != seen_codes).sum())
        characters += len(text)
        doubts = lookalikes.doubts(seen)
        found.append((doubts, meant_codes[doubts.places], seen_codes[doubts.places]))
    if not found:
        return Judgement(np.zeros((0, len(FEATURES))), np.zeros(0, bool), np.zeros(0, bool), 0, 0)
    return Judgement(
        np.concatenate([doubts.features for doubts, _, _ in found]),
        np.concatenate([doubts.characters == meant for doubts, meant, _ in found]),
        np.concatenate([seen == meant for _, meant, seen in found]),
        wrong,
        characters,
    )


def fit(features: Floats, right: NDArray[np.bool_], weight: Floats) -> Floats:
    """Logistic regression with a little ridge; the last weight is the constant."""
    middle, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    x = np.column_stack([(features - middle) / spread, np.ones(len(features))])
    b = logistic(x, right, RIDGE * len(x), weight)
    scaled: Floats = b[:-1] / spread
    return np.append(scaled, b[-1] - scaled @ middle)


def shift_of(odds: Floats, right: NDArray[np.bool_], weight: Floats) -> float:
    """What log-odds must be raised by for as many to be right on the whole as they say."""
    low, high = -10.0, 10.0
    for _ in range(50):
        middle = (low + high) / 2
        said = float(weight @ (1 / (1 + np.exp(-(odds + middle)))))
        low, high = (middle, high) if said < float(weight @ right) else (low, middle)
    return (low + high) / 2


def report(measured: Judgement, weights: Floats) -> Iterator[str]:
    """Lines of Markdown."""
    sure = 1 / (1 + np.exp(-(measured.features @ weights[:-1] + weights[-1])))
    yield f"{measured.characters} characters, {measured.mistakes} mistakes"
    yield "| confidence | edits | precision | recall | clean characters changed in 100,000 |"
    yield "|---|---|---|---|---|"
    for least in (0.5, 0.7, 0.8, 0.83, 0.9, 0.95, 0.98):
        made = sure >= least
        right, harm = int(measured.right[made].sum()), int(measured.was_right[made].sum())
        yield (
            f"| {least} | {made.sum()} | {right / max(1, made.sum()):.3f} "
            f"| {right / max(1, measured.mistakes):.3f} | {1e5 * harm / measured.characters:.2f} |"
        )


if __name__ == "__main__":
    main()
