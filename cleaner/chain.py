"""The chain of normalizers, as one readable list, and `clean`, which runs it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain as flatten

from cleaner.articles import read_articles
from cleaner.decisions import Docket, Verdict
from cleaner.layout.draft import Draft
from cleaner.normalizers import (
    RULES,
    Normalizer,
    convert_script,
    drop_controls,
    drop_debris,
    fold_compatibility,
    normalize_newlines,
    part_paragraphs,
    rejoin_lines,
    rejoin_paragraphs,
    restore_quotes,
    restore_stops,
    separate_columns,
    style_quotes,
    tighten_marks,
    widen_marks,
)
from cleaner.page import Page
from cleaner.settings import DEFAULT, Settings
from cleaner.trace import Change, Edit, Tier, TracedText

STAGES: tuple[tuple[Normalizer, ...], ...] = (
    (normalize_newlines, drop_controls),
    (fold_compatibility, drop_debris),
    (widen_marks,),
    (part_paragraphs,),
    (separate_columns, rejoin_paragraphs),
    (rejoin_lines, restore_stops, restore_quotes),
    (tighten_marks,),
    (convert_script, style_quotes),
)
"""What happens to a page, in order. Rules of one stage see the same text; where their edits overlap,
the earlier rule is heard."""

MOST_ROUNDS = 8
"""Runs of the chain until nothing changes; a page that has not settled by then is given back as it was."""


def clean(text: str, settings: Settings = DEFAULT) -> Page:
    """Clean the raw OCR text of a page.

    Gives the clean page with its articles and the account of every change. The result is a fixed
    point: cleaned again it stays as it is.
    """
    traced = TracedText.of(text)
    docket = Docket(settings.decisions, text)
    withheld: dict[tuple[str, tuple[int, int]], list[Change]] = {}
    for _ in range(MOST_ROUNDS):
        before = traced.text
        traced, doubtful = run(traced, settings, docket)
        withheld.update(_by_place(doubtful))  # what a later run proposes at a place counts
        if traced.text == before:
            break
    else:
        traced = TracedText.of(text)
    made = _by_place(traced.changes)
    left = [change for place, changes in withheld.items() if place not in made for change in changes]
    left.sort(key=lambda change: change.raw)
    articles, furniture = read_articles(Draft(traced.text, settings))
    effects = {name: rule.effect for name, rule in RULES.items()}
    return Page(traced, tuple(articles), tuple(furniture), effects, tuple(left), docket.unmatched)


def run(traced: TracedText, settings: Settings, docket: Docket) -> tuple[TracedText, list[Change]]:
    """One run of the chain, and the edits that were withheld from it: rejected, or below the threshold."""
    withheld: list[Change] = []
    for stage in STAGES:
        rules = [rule for rule in stage if is_selected(rule, settings)]
        if rules:
            made: list[Change] = []
            for change in traced.changes_of(_proposals(rules, Draft(traced.text, settings))):
                (made if _is_made(change, settings, docket) else withheld).append(change)
            traced = traced.apply(change.edit for change in made)
    return traced, withheld


def _is_made(change: Change, settings: Settings, docket: Docket) -> bool:
    """Whether an edit is to be made: as it was decided, else by its confidence."""
    verdict = docket.verdict(change)
    return change.confidence >= settings.threshold if verdict is None else verdict is Verdict.ACCEPT


def _by_place(changes: Iterable[Change]) -> dict[tuple[str, tuple[int, int]], list[Change]]:
    """Edits by rule and place in the raw page."""
    places: dict[tuple[str, tuple[int, int]], list[Change]] = {}
    for change in changes:
        places.setdefault((change.rule, change.raw), []).append(change)
    return places


def is_selected(rule: Normalizer, settings: Settings) -> bool:
    """Whether a rule is to run."""
    if settings.certain_only and rule.tier is not Tier.CERTAIN:
        return False
    return rule.name not in settings.ignore and (not settings.select or rule.name in settings.select)


def _proposals(rules: Iterable[Normalizer], draft: Draft) -> Iterable[Edit]:
    return flatten.from_iterable(rule.proposals(draft) for rule in rules)
