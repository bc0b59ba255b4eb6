"""Fits the weights of the layout: `python -m cleaner.lab.training.layout CORPUS`.

Pages are simulated from the corpus (`typesetting`), prepared as the chain prepares them, and every decision
is compared with what the page was made of: whether a short block is a head (logistic regression), what each
fragment follows and what follows it (a network with a softmax over the choices), and how sure a link is
(Platt's scaling). All is seeded: the same corpus gives the same weights. Figures are measured on pages of
later dates. Needs torch.
"""

from __future__ import annotations

import argparse
import random
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cleaner.lab.corpus import HELD_OUT, read_records
from cleaner.lab.evaluation.unseen import FITTING, Plan
from cleaner.lab.export import export, export_links
from cleaner.lab.preparing import prepare
from cleaner.lab.simulation.across import as_simulated, set_page
from cleaner.lab.simulation.generated import ACROSS as ACROSS_STYLE
from cleaner.lab.simulation.generated import BLOCKS, COLUMNS, JOINED, LOSSY, Generator
from cleaner.lab.simulation.stories import Newsroom, Printed, drawn, read_stories
from cleaner.lab.simulation.typesetting import Simulated, SimulatedLine, Typesetter
from cleaner.lab.training.heads import UNTIL as UNREAD
from cleaner.lab.training.links import ELSEWHERE, Case, fit_network, widened
from cleaner.lab.training.regression import logistic
from cleaner.layout.interleaved.rows_read import rows_read
from cleaner.layout.links.features import Choices, LinkKind
from cleaner.layout.links.fragments import Fragments, find_fragments
from cleaner.layout.links.linking import find_choices, gains_of, link_fragments, with_paths
from cleaner.layout.reading import MarkedBlocks
from cleaner.layout.role import Role
from cleaner.layout.roles.classification import IN_CONTEXT, IN_PIECES, judge_roles, plain_roles
from cleaner.layout.roles.head_evidence import all_head_evidence, are_cut
from cleaner.layout.state import PageState
from cleaner.models import Models, shipped_models
from cleaner.models.links import LinkModel, Network
from cleaner.models.store import FOLDER
from cleaner.models.tables import ROLE_FEATURES, ROLES, Tables

Floats = NDArray[np.float64]
PRIOR = 0.3
"""Precision of the Gaussian prior of every weight: evidence that is never seen weighs nothing."""
ACROSS = 0.25
"""Share of the pages that are read across their columns."""


@dataclass(frozen=True)
class Example:
    """A simulated page as the layout sees it: for each block the lines that it begins and ends with."""

    state: PageState
    first: Sequence[SimulatedLine]
    last: Sequence[SimulatedLine]
    all_heads: Sequence[bool]


@dataclass(frozen=True)
class Page:
    """What the layout weighs on a page, and what is right: for each fragment what it follows, and how."""

    fragments: Fragments
    choices: Choices
    truth: Mapping[int, tuple[int, LinkKind]]
    right: NDArray[np.bool_]


def example_of(page: Simulated, *, across: bool = False, joined: bool = False) -> Example:
    """Prepare a page and trace its blocks back to its lines.

    With the rows of one that was read `across`; as blocks of a reader that `joined` their lines.
    """
    marked = MarkedBlocks({}) if joined else None
    traced = prepare(page.text, marked)
    rows = rows_read(traced.raw, traced.origin) if across else None
    state = PageState(traced.text, marked=marked, read_in=rows)
    starts = [start for start, _, _ in page.lines]

    def number(offset: int) -> int:
        return max(bisect_right(starts, traced.to_raw(offset)) - 1, 0)

    spans = [(number(block.start), number(block.end - 1)) for block in state.blocks]
    lines = [line for _, _, line in page.lines]
    return Example(
        state,
        [lines[a] for a, _ in spans],
        [lines[b] for _, b in spans],
        [all(line.head for line in lines[a : b + 1]) for a, b in spans],
    )


def head_cases(
    examples: Sequence[Example], models: Models | None = None, *, pieces: bool = False
) -> Iterator[tuple[dict[str, float], bool]]:
    """The evidence of every short block, and whether it is a head; `pieces` of pages with joined lines."""
    for example in examples:
        state = example.state
        texts = [block.of(state.text) for block in state.blocks]
        plain = plain_roles(texts)
        if pieces and not (state.has_joined_blocks and are_cut(texts, plain)):
            continue
        for i, evidence in all_head_evidence(texts, state.typeset, plain, models, pieces=pieces).items():
            if example.first[i].article >= 0:
                yield evidence, example.all_heads[i]


def fit_heads(
    examples: Sequence[Example], models: Models | None = None, *, pieces: bool = False
) -> dict[str, float]:
    """Weights of the head decision, by logistic regression."""
    cases = list(head_cases(examples, models, pieces=pieces))
    names = sorted({name for evidence, _ in cases for name in evidence})
    x = np.array([[evidence.get(name, 0.0) for name in names] for evidence, _ in cases])
    weights = logistic(x, [head for _, head in cases], PRIOR).round(3)
    return dict(zip(names, weights.tolist(), strict=True))


def page_of(example: Example, weights: Tables) -> Page:
    """What the layout weighs on a page at first, and which of it is right."""
    plain, odds = judge_roles(example.state.text, example.state.typeset, weights, shipped_models())
    roles = [role or Role.BODY for role in plain]
    fragments = find_fragments(example.state, roles, odds, shipped_models())
    choices = find_choices(fragments, shipped_models())
    return Page(fragments, choices, truth_of(example, fragments), right_choices(example, fragments, choices))


def with_found_paths(page: Page, network: Network) -> Page:
    """What the layout weighs once it has found the likeliest paths."""
    gains = gains_of(page.choices, network)
    choices = with_paths(page.choices, page.fragments, gains.paths())
    far = slice(len(page.right), None)
    columns = (choices.left[far], choices.right[far], choices.kind[far])
    right = [page.truth.get(b) == (a, k) for a, b, k in zip(*map(np.ndarray.tolist, columns), strict=True)]
    return replace(page, choices=choices, right=np.append(page.right, np.array(right, dtype=bool)))


def truth_of(example: Example, fragments: Fragments) -> dict[int, tuple[int, LinkKind]]:
    """For each fragment what it follows, and how; none for those that no choice is right for."""
    ends = {(line.article, line.place): n for n, i in enumerate(fragments.index) if (line := example.last[i])}
    found: dict[int, tuple[int, LinkKind]] = {}
    for n, i in enumerate(fragments.index.tolist()):
        line = example.first[i]
        if line.article < 0:
            continue
        if line.place == 0:
            found[n] = (-1, LinkKind.OPENS)
        elif (before := ends.get((line.article, line.place - 1))) is not None:
            seam = example.last[int(fragments.index[before])].paragraph == line.paragraph
            found[n] = (before, LinkKind.SEAM if seam else LinkKind.NEXT)
    return found


def case_of(page: Page) -> Case:
    """The choices of a page for a network to learn from."""
    choices = page.choices
    return Case(choices.evidence.astype(np.float16), (choices.right, choices.left), page.right)


def right_choices(example: Example, fragments: Fragments, choices: Choices) -> NDArray[np.bool_]:
    """Which of the choices are right."""
    truth = truth_of(example, fragments)
    followed = {a for a, _ in truth.values()}
    ends: dict[int, int] = {}
    for line in example.last:
        ends[line.article] = max(line.place, ends.get(line.article, 0))
    lines = [example.last[i] for i in fragments.index.tolist()]
    closing = {
        n
        for n, line in enumerate(lines)
        if n not in followed and line.article >= 0 and line.place == ends[line.article]
    }
    return np.array(
        [
            a in closing if k == LinkKind.CLOSES else truth.get(b) == (a, k)
            for a, b, k in zip(
                choices.left.tolist(), choices.right.tolist(), choices.kind.tolist(), strict=True
            )
        ]
    )


def fit_certainty(pages: Sequence[Page], network: Network) -> tuple[float, float]:
    """Scale and shift that make the log-odds of links those of their being right (Platt 1999)."""
    cases: list[tuple[float, bool]] = []
    for page in pages:
        gains = gains_of(page.choices, network)
        truth = page.truth
        cases += [(gain, truth[b][0] == a) for (a, b), gain in gains.matched().items() if b in truth]
    x = np.array([[gain, 1.0] for gain, _ in cases])
    found = logistic(x, [right for _, right in cases], 1e-6)
    return float(found[0]), float(found[1])


def fit(examples: Sequence[Example]) -> tuple[Tables, LinkModel]:
    """The weights of the head decision, and the model of links."""
    weights = {
        **shipped_models().roles,
        "head": fit_heads(examples),
        IN_CONTEXT: fit_heads(examples, shipped_models()),
    }
    pages = [page_of(example, weights) for example in examples]
    first = fit_network([case_of(page) for page in pages], pages[0].choices.names)
    pages = [with_found_paths(page, first) for page in pages]
    by_paths = fit_network([case_of(page) for page in pages], pages[0].choices.names)
    return weights, LinkModel(first, by_paths, *fit_certainty(pages, by_paths))


def fit_further(examples: Sequence[Example], start: LinkModel) -> LinkModel:
    """A model of links with weights for evidence that it does not know, in its second network.

    All its weights are fitted further, near where they were, but only those of the new evidence are kept:
    what the others gain on generated pages they lose on others.
    """
    pages = [page_of(example, shipped_models().roles) for example in examples]
    first = widened(start.first, pages[0].choices.names)
    pages = [with_found_paths(page, first) for page in pages]
    names = pages[0].choices.names
    fitted = fit_network([case_of(page) for page in pages], names, start=start.by_paths)
    old = widened(start.by_paths, names)
    new = ~np.isin(np.array(names), np.array(start.by_paths.names))[:, None]
    linear, hidden = np.where(new, fitted.linear, old.linear), np.where(new, fitted.hidden, old.hidden)
    return LinkModel(
        first,
        Network(names, linear, hidden, old.bias, old.out),
        start.scale,
        start.shift,
        start.headline_in_order,
    )


def fit_across(examples: Sequence[Example], start: LinkModel) -> LinkModel:
    """The model for pages that were read across their columns: another one fitted further on such pages.

    How sure it is is fitted on a tenth of the pages, which its networks do not see.
    """
    pages = [page_of(example, shipped_models().roles) for example in examples]
    later = len(pages) // 10
    names = pages[0].choices.names
    cases = [case_of(page) for page in pages[later:]]
    first = fit_network(cases, names, start=start.first, further=ELSEWHERE)
    pages = [with_found_paths(page, first) for page in pages]
    names = pages[0].choices.names
    cases = [case_of(page) for page in pages[later:]]
    by_paths = fit_network(cases, names, start=start.by_paths, further=ELSEWHERE)
    certainty = fit_certainty(pages[:later], by_paths)
    return LinkModel(first, by_paths, *certainty, start.headline_in_order)


def report(examples: Sequence[Example], weights: Tables, model: LinkModel) -> Iterator[str]:
    """Figures on pages that were not fitted."""
    for name, models in (("head", None), (IN_CONTEXT, shipped_models())):
        cases = list(head_cases(examples, models))
        right = sum(
            (sum(weights[name].get(k, 0.0) * v for k, v in evidence.items()) > 0) == head
            for evidence, head in cases
        )
        yield f"{name}: {right / len(cases):.4f} of {len(cases)} short blocks right"
    kinds: dict[LinkKind, list[int]] = {kind: [0, 0, 0] for kind in LinkKind if kind is not LinkKind.CLOSES}
    confidences: list[tuple[float, bool]] = []
    for example in examples:
        page = page_of(example, weights)
        fragments, truth = page.fragments, page.truth
        cover = link_fragments(fragments, shipped_models(), model)
        place = {int(i): n for n, i in enumerate(fragments.index)}
        found = {
            place[link.right]: (place[link.left], LinkKind.SEAM if link.seam else LinkKind.NEXT)
            for link in cover.links
        }
        for n in truth:
            answer = found.get(n, (-1, LinkKind.OPENS))
            kinds[answer[1]][1] += 1
            kinds[truth[n][1]][2] += 1
            kinds[answer[1]][0] += answer == truth[n]
        confidences += [
            (link.probability, truth[place[link.right]][0] == place[link.left])
            for link in cover.links
            if place[link.right] in truth
        ]
    for kind, (good, made, due) in kinds.items():
        f1 = 2 * good / max(made + due, 1)
        yield f"{kind.name.lower()}: {good} right of {made} made and {due} due, F1 {f1:.4f}"
    for low in (0.0, 0.5, 0.8, 0.9, 0.95, 0.99):
        high = {0.0: 0.5, 0.5: 0.8, 0.8: 0.9, 0.9: 0.95, 0.95: 0.99, 0.99: 1.01}[low]
        part = [(p, ok) for p, ok in confidences if low <= p < high]
        if part:
            mean, share = (sum(x[n] for x in part) / len(part) for n in (0, 1))
            bounds = f"{low:.2f} to {min(high, 1):.2f}"
            yield f"links of probability {bounds}: {len(part)}, mean {mean:.3f}, right {share:.3f}"


def pages_across(printed: Printed, count: int, seed: int) -> Iterator[Simulated]:
    """So many pages read across their columns."""
    chance, newsroom = random.Random(seed), Newsroom.of(printed)
    for _ in range(count):
        yield as_simulated(set_page(drawn(printed, chance), chance, newsroom))


def generated_pages(
    options: argparse.Namespace, styles: Sequence[str] = (BLOCKS, LOSSY, COLUMNS)
) -> Iterator[Simulated]:
    """Pages of a page generator, of articles of the fitting part, each as two readers give it."""
    chance, generator = random.Random(options.seed), Generator(options.generator)
    records = list(read_records(options.corpus))
    for number in range(options.generated):
        plan = replace(Plan.of(number, options.seed), part=FITTING)
        articles = plan.articles(records, options.seed)
        try:
            page = generator.typeset(articles, options.seed, plan.name, plan.columns, plan.density)
        except ValueError:  # no article finds room
            continue
        for style in chance.sample(styles, min(2, len(styles))):
            yield generator.simulate(page, style, chance)


def pages_to_fit(options: argparse.Namespace) -> Iterator[Example]:
    """Pages of all kinds, printed before those that are held out."""
    if options.generator is not None:
        yield from map(example_of, generated_pages(options))
    across = round(ACROSS * options.pages)
    printed = read_stories(options.corpus, UNREAD, options.since)
    for page in Typesetter(printed, options.seed).pages(options.pages - across):
        yield example_of(page)
    for page in pages_across(printed, across, options.seed):
        yield example_of(page)


def pages_across_to_fit(options: argparse.Namespace) -> Iterator[Example]:
    """Pages of a generator and of the corpus that were read across, as far as that is noticed."""
    printed = read_stories(options.corpus, UNREAD, options.since)
    simulated = pages_across(printed, round(ACROSS * options.generated), options.seed)
    for page in chain(generated_pages(options, (ACROSS_STYLE,)), simulated):
        example = example_of(page, across=True)
        if example.state.read_in is not None:
            yield example


def pages_joined(options: argparse.Namespace) -> Iterator[Example]:
    """Pages of a generator in blocks whose lines are joined without a blank."""
    for page in generated_pages(options, (JOINED,)):
        yield example_of(page, joined=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="cleaner.lab.training.layout", description=__doc__)
    parser.add_argument("corpus", type=Path, help="clean text, JSON lines with date and page, .xz or not")
    parser.add_argument("--pages", type=int, default=2800, help="simulated pages to fit on")
    parser.add_argument(
        "--held-out", type=int, default=200, help="simulated pages of later dates to measure on"
    )
    parser.add_argument("--since", default=HELD_OUT, help="date from which pages are held out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder of the weights that are written")
    parser.add_argument("--generator", type=Path, help="folder of a page generator whose pages are added")
    parser.add_argument("--generated", type=int, default=260, help="pages of it, each read twice")
    parser.add_argument("--again", action="store_true", help="only fit the shipped weights of links further")
    parser.add_argument("--across", action="store_true", help="only fit links on pages read across")
    parser.add_argument("--pieces", action="store_true", help="only fit heads among pieces of paragraphs")
    parser.add_argument("--measure", action="store_true", help="only measure the shipped weights")
    options = parser.parse_args(arguments)
    if options.pieces:
        found = fit_heads(list(pages_joined(options)), shipped_models(), pieces=True)
        tables = {**shipped_models().roles, IN_PIECES: found}
        export(options.out / "roles.json", ROLES, ROLE_FEATURES, options.corpus, parameters=tables)
        return
    if options.measure or options.again or options.across:
        weights, model = shipped_models().roles, shipped_models().links
    if options.across:
        across = fit_across(list(pages_across_to_fit(options)), model)
        export_links(across, options.out / "links_across.npz", options.corpus)
    else:
        across = shipped_models().links_across
    if options.again:
        model = fit_further(list(pages_to_fit(options)), model)
        export_links(model, options.out / "links.npz", options.corpus)
    elif not (options.measure or options.across):
        weights, model = fit(list(pages_to_fit(options)))
        export(options.out / "roles.json", ROLES, ROLE_FEATURES, options.corpus, parameters=weights)
        export_links(model, options.out / "links.npz", options.corpus)
    printed = read_stories(options.corpus, options.since, "~")
    later = Typesetter(printed, options.seed + 1).pages(options.held_out)
    for line in report([example_of(page) for page in later], weights, model):
        print(line)
    print("pages read across:")
    later = pages_across(printed, options.held_out, options.seed)
    examples = [example_of(page, across=True) for page in later]
    for line in report([each for each in examples if each.state.read_in is not None], weights, across):
        print(line)


if __name__ == "__main__":
    main()
