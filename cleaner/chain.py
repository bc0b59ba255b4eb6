"""The chain of normalizers, as one readable list, and `clean`, which runs it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain as flatten

from cleaner.articles import Outline, read_articles
from cleaner.decisions import Docket, Verdict
from cleaner.document import RawPage
from cleaner.geometry.reading import read_boxes
from cleaner.layout.draft import Draft
from cleaner.layout.reading import Placed, Reading
from cleaner.normalizers import (
    RULES,
    Normalizer,
    convert_script,
    drop_controls,
    drop_debris,
    fix_lookalikes,
    fold_compatibility,
    match_brackets,
    normalize_newlines,
    open_rooms,
    order_lines,
    part_paragraphs,
    quote_terms,
    rejoin_lines,
    rejoin_paragraphs,
    restore_dashes,
    restore_quotes,
    restore_stops,
    separate_columns,
    style_quotes,
    tighten_marks,
    untangle_rows,
    widen_marks,
)
from cleaner.page import Page
from cleaner.settings import DEFAULT, Settings
from cleaner.trace import Change, Edit, TracedText

STAGES: tuple[tuple[Normalizer, ...], ...] = (
    (normalize_newlines, drop_controls, open_rooms),
    (order_lines,),
    (fold_compatibility, drop_debris),
    (widen_marks,),
    (match_brackets, restore_dashes),
    (untangle_rows,),
    (part_paragraphs,),
    (separate_columns, rejoin_paragraphs),
    (rejoin_lines, restore_stops, restore_quotes),
    (quote_terms,),
    (tighten_marks,),
    (fix_lookalikes, convert_script, style_quotes),
)
"""What happens to a page, in order. Rules of one stage see the same text; where their edits overlap,
the earlier rule is heard."""

PREPARING = STAGES[: next(n for n, stage in enumerate(STAGES) if separate_columns in stage)]
"""What comes before the columns are separated: on the page as it then stands, its layout is found."""

MOST_ROUNDS = 8
"""Runs of the chain until nothing changes; a page that has not settled by then is given back as it was."""


def clean(page: str | RawPage, settings: Settings = DEFAULT) -> Page:
    """Clean a page: its raw OCR text, or what a file of an OCR engine knows of it.

    Gives the clean page with its articles and the account of every change. The result is a fixed
    point: cleaned again it stays as it is. Where the page has boxes, they tell reading order, headlines
    and paragraphs, and the language only what is missing.
    """
    text = page if isinstance(page, str) else page.text
    reading = read_boxes(page) if isinstance(page, RawPage) and page.has_boxes else None
    traced, draft = TracedText.of(text), _first_draft(text, settings, reading)
    docket = Docket(settings.decisions, text)
    outline: Outline | None = None
    withheld: dict[tuple[str, tuple[int, int]], list[Change]] = {}
    quiet = 0
    for _ in range(MOST_ROUNDS):
        before = traced.text
        for stage in STAGES:
            traced, doubtful = run(stage, traced, draft, docket)
            withheld.update(_by_place(doubtful))  # what a later run proposes at a place counts
            quiet = quiet + 1 if draft.text == traced.text else 0
            draft = draft.after(traced.text, _placed(traced, reading))
            if outline is None and stage is PREPARING[-1]:
                outline = Outline.of(traced, draft)
            if quiet == len(STAGES):
                break  # each of them has seen this text
        if traced.text == before:
            break
    else:
        traced, draft = TracedText.of(text), _first_draft(text, settings, reading)
    made = _by_place(traced.changes)
    left = [change for place, changes in withheld.items() if place not in made for change in changes]
    left.sort(key=lambda change: change.raw)
    articles, furniture = read_articles(traced, outline or Outline.of(traced, draft), draft)
    effects = {name: rule.effect for name, rule in RULES.items()}
    return Page(traced, tuple(articles), tuple(furniture), effects, tuple(left), docket.unmatched)


def _first_draft(text: str, settings: Settings, reading: Reading | None) -> Draft:
    """The raw page; here alone rooms are measured, for later the marks of some are set."""
    placed = _placed(TracedText.of(text), reading)
    if placed is not None:
        placed = replace(placed, rooms=placed.reading.rooms)
    return Draft(text, settings, placed)


def _placed(traced: TracedText, reading: Reading | None) -> Placed | None:
    """Where the lines of a reading stand in the text."""
    return None if reading is None else Placed.on(reading, traced.origin)


def prepare(text: str, settings: Settings = DEFAULT) -> TracedText:
    """The page as it stands before its columns are separated."""
    traced, docket = TracedText.of(text), Docket(settings.decisions, text)
    for stage in PREPARING:
        traced, _ = run(stage, traced, Draft(traced.text, settings), docket)
    return traced


def run(
    stage: Iterable[Normalizer], traced: TracedText, draft: Draft, docket: Docket
) -> tuple[TracedText, Iterable[Change]]:
    """One stage of the chain on a text and its draft: the text after it, and the edits withheld.

    An edit is made as it was decided, else by its confidence.
    """
    settings = draft.settings
    rules = [rule for rule in stage if settings.runs(rule.name, rule.tier)]
    made: list[Edit] = []
    doubtful: list[Edit] = []
    least = {rule.name: rule.least_in(settings) for rule in rules}
    for edit in _proposals(rules, draft):
        verdict = docket.verdict(*traced.changes_of([edit])) if docket else None
        wanted = edit.confidence >= least[edit.rule] if verdict is None else verdict is Verdict.ACCEPT
        (made if wanted else doubtful).append(edit)
    return traced.apply(made), traced.changes_of(doubtful)


def _by_place(changes: Iterable[Change]) -> dict[tuple[str, tuple[int, int]], list[Change]]:
    """Edits by rule and place in the raw page."""
    places: dict[tuple[str, tuple[int, int]], list[Change]] = {}
    for change in changes:
        places.setdefault((change.rule, change.raw), []).append(change)
    return places


def _proposals(rules: Iterable[Normalizer], draft: Draft) -> Iterable[Edit]:
    return flatten.from_iterable(rule.proposals(draft) for rule in rules)
