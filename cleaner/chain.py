"""The chain of normalizers, as one readable list, and `clean`, which runs it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Unpack

from cleaner.articles import Outline, read_articles
from cleaner.decisions import Docket, Verdict
from cleaner.document import RawPage, text_of
from cleaner.geometry.reading import read_boxes
from cleaner.layout.draft import Draft
from cleaner.layout.reading import Placed, Reading
from cleaner.models import Models
from cleaner.normalizers import (
    RULES,
    Normalizer,
    close_interruptions,
    close_spaces,
    convert_script,
    drop_controls,
    drop_debris,
    drop_remarks,
    drop_repeats,
    fix_figures,
    fix_lookalikes,
    fix_stops,
    fold_compatibility,
    join_words,
    match_brackets,
    match_quotes,
    mend_points,
    normalize_newlines,
    open_rooms,
    order_lines,
    part_gutters,
    part_lines,
    part_paragraphs,
    quote_terms,
    rejoin_lines,
    rejoin_paragraphs,
    render_formulas,
    render_markup,
    restore_dashes,
    restore_quotes,
    restore_stops,
    separate_columns,
    style_quotes,
    tighten_marks,
    untangle_rows,
    widen_marks,
    widen_titles,
)
from cleaner.page import Page
from cleaner.scan import with_boxes
from cleaner.settings import DEFAULT, Options, Settings
from cleaner.threads import one_thread
from cleaner.trace import Change, Edit, TracedText

STAGES: tuple[tuple[Normalizer, ...], ...] = (
    (normalize_newlines, drop_controls, open_rooms),
    (order_lines,),
    (render_markup, render_formulas),
    (fold_compatibility, drop_debris),
    (close_spaces,),
    (drop_remarks, drop_repeats, fix_figures, widen_titles),
    (fix_stops,),
    (mend_points,),
    (widen_marks,),
    (match_brackets, match_quotes, restore_dashes),
    (part_gutters,),
    (untangle_rows,),
    (part_lines,),
    (close_interruptions,),
    (part_paragraphs,),
    (separate_columns, rejoin_paragraphs),
    (join_words, rejoin_lines, restore_stops, restore_quotes),
    (quote_terms,),
    (tighten_marks,),
    (fix_lookalikes, convert_script, style_quotes),
)
"""What happens to a page, in order. Rules of one stage see the same text; where their edits overlap,
the earlier rule is heard."""

PREPARING = STAGES[: next(n for n, stage in enumerate(STAGES) if separate_columns in stage)]
"""What comes before the columns are separated: on the page as it then stands, its layout is found."""

MOST_ROUNDS = 8
"""Runs of the chain until nothing changes; a page that has not settled by then is given back as it was, and
says so (`Page.settled`)."""


@one_thread
def clean(
    page: str | RawPage,
    settings: Settings = DEFAULT,
    models: Models | None = None,
    **options: Unpack[Options],
) -> Page:
    """Clean a page: its raw OCR text, or what a file of an OCR engine knows of it.

    Gives the clean page with its articles and the account of every change. The result is a fixed
    point: cleaned again it stays as it is. Where the page has boxes, they tell reading order, headlines
    and paragraphs, and the language only what is missing. The shipped models are asked where no others
    are given.

    `options` are fields of `Settings`, as keywords; they count before those of `settings`. To leave a rule
    out use `ignore`: to call the other rules one after the other gives another text, as each then knows only
    the string it is given, not the raw page, and the chain runs until nothing changes.

    Raises `TypeError` where the page is neither, and what `Settings` raises for an option.

    >>> clean("问题 ,党内").text
    '问题，党内'
    >>> clean("將细化方案", script="keep").text
    '將细化方案'
    """
    settings = settings.updated(**options)
    text = text_of(page)
    reading = read_boxes(page) if isinstance(page, RawPage) and page.has_boxes else None
    traced, draft = TracedText.of(text), _first_draft(text, settings, models, reading)
    docket = Docket(settings.decisions, text)
    outline: Outline | None = None
    withheld: dict[tuple[str, tuple[int, int]], list[Change]] = {}
    quiet, settled = 0, True
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
        traced, draft, settled = TracedText.of(text), _first_draft(text, settings, models, reading), False
    made = _by_place(traced.changes)
    left = [change for place, changes in withheld.items() if place not in made for change in changes]
    left.sort(key=lambda change: change.raw)
    articles, furniture = read_articles(traced, outline or Outline.of(traced, draft), draft)
    source = page if isinstance(page, RawPage) else None
    if source is not None and source.has_boxes:
        articles = with_boxes(articles, traced, source)
    effects = {name: rule.effect for name, rule in RULES.items()}
    return Page(
        traced, tuple(articles), tuple(furniture), effects, tuple(left), docket.unmatched, settled, source
    )


def _first_draft(text: str, settings: Settings, models: Models | None, reading: Reading | None) -> Draft:
    """The raw page; here alone rooms are measured, for later the marks of some are set."""
    placed = _placed(TracedText.of(text), reading)
    if placed is not None:
        placed = replace(placed, rooms=placed.reading.rooms)
    return Draft(text, settings, models, placed)


def _placed(traced: TracedText, reading: Reading | None) -> Placed | None:
    """Where the lines of a reading stand in the text."""
    return None if reading is None else Placed.on(reading, traced.origin)


def run(
    stage: Iterable[Normalizer], traced: TracedText, draft: Draft, docket: Docket
) -> tuple[TracedText, Iterable[Change]]:
    """One stage of the chain on a text and its draft: the text after it, and the edits withheld.

    An edit is made as it was decided, else by its confidence.
    """
    made: list[Edit] = []
    doubtful: list[Edit] = []
    for rule in stage:
        for edit in rule.proposals(draft):
            verdict = docket.verdict(*traced.changes_of([edit])) if docket else None
            wanted = rule.is_sure(edit, draft.settings) if verdict is None else verdict is Verdict.ACCEPT
            (made if wanted else doubtful).append(edit)
    return traced.apply(made), traced.changes_of(doubtful)


def _by_place(changes: Iterable[Change]) -> dict[tuple[str, tuple[int, int]], list[Change]]:
    """Edits by rule and place in the raw page."""
    places: dict[tuple[str, tuple[int, int]], list[Change]] = {}
    for change in changes:
        places.setdefault((change.rule, change.raw), []).append(change)
    return places
