"""The chain of normalizers, as one readable list, and `clean`, which runs it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple, Unpack

from cleaner.articles import AnchoredLayout, read_articles
from cleaner.checks import instance
from cleaner.decisions import DecisionIndex, Verdict
from cleaner.document import RawPage, text_of
from cleaner.errors import CleanerError
from cleaner.gaps.quotations import lone_quotes
from cleaner.garbage_collection import without_collection
from cleaner.layout.interleaved.rows_read import rows_read
from cleaner.layout.links.headings import marked_blocks
from cleaner.layout.reading import MarkedBlocks, Placed, Reading
from cleaner.layout.state import PageState
from cleaner.layout.stated import stated_reading
from cleaner.models import Models
from cleaner.normalizers import (
    RULES,
    Normalizer,
    close_interruptions,
    close_spaces,
    convert_script,
    deinterleave_lines,
    drop_controls,
    drop_debris,
    drop_insertions,
    drop_remarks,
    drop_repeats,
    fix_figures,
    fix_lookalikes,
    fix_stops,
    fold_compatibility,
    join_words,
    mark_wide_gaps,
    match_brackets,
    match_quotes,
    mend_points,
    normalize_marks,
    normalize_newlines,
    order_lines,
    part_blocks,
    part_gutters,
    part_kickers,
    part_lines,
    quote_terms,
    rejoin_lines,
    rejoin_paragraphs,
    remove_mark_spaces,
    render_formulas,
    render_markup,
    restore_dashes,
    restore_quotes,
    restore_stops,
    separate_columns,
    split_paragraphs,
    style_quotes,
    widen_titles,
)
from cleaner.page import Article, ArticleSegmentation, Page, Span
from cleaner.profiles.marks import STOPS
from cleaner.scan import with_boxes
from cleaner.settings import DEFAULT, Options, Settings
from cleaner.threads import one_thread
from cleaner.trace import NOWHERE, Bond, Change, Edit, TracedText, incomplete, steps_of

STAGES: tuple[tuple[Normalizer, ...], ...] = (
    (normalize_newlines, drop_controls, drop_insertions, mark_wide_gaps),
    (order_lines,),
    (render_formulas, render_markup),
    (fold_compatibility, drop_debris),
    (close_spaces,),
    (drop_remarks, drop_repeats, fix_figures, widen_titles),
    (fix_stops,),
    (mend_points,),
    (normalize_marks,),
    (match_brackets, match_quotes, restore_dashes),
    (part_gutters,),
    (deinterleave_lines,),
    (part_blocks,),
    (part_lines,),
    (close_interruptions,),
    (split_paragraphs, part_kickers),
    (separate_columns, rejoin_paragraphs),
    (join_words, restore_stops, restore_quotes, rejoin_lines),
    (quote_terms,),
    (remove_mark_spaces,),
    (fix_lookalikes, convert_script, style_quotes),
)
"""What happens to a page, in order. Rules of one stage see the same text; where their edits overlap,
the earlier rule has precedence."""

PARTING = next(stage for stage in STAGES if split_paragraphs in stage)
"""The stage that parts what the page ran together in a block."""

ARRANGING = next(stage for stage in STAGES if separate_columns in stage)
"""The stage that moves and joins blocks."""

MOST_ROUNDS = 8
"""Runs of the chain until nothing changes; a page that has not settled by then is given back as it was, and
says so (`Page.settled`)."""


_MISREAD = f",{STOPS}"
"""What a quotation mark may be set in place of, besides white space and other quotation marks."""


@one_thread
@without_collection
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

    Raises `TypeError` where the page is neither or `settings` are none, and what `Settings` raises for an
    option.

    >>> clean("问题 ,党内").text
    '问题，党内'
    >>> clean("將细化方案", script="keep").text
    '將细化方案'
    """
    settings = instance("settings", settings, Settings).updated(**options)
    text = text_of(page)
    known = _known_of(page)
    decision_index = DecisionIndex(settings.decisions, text)
    done = _run_chain(text, settings, models, decision_index, known)
    if not (done.settled or settings.decisions):
        done = _run_without_quotes(done, text, settings, models, known) or done
    traced, state, settled = done.traced, done.state, done.settled
    if settings.decisions and settled:
        traced, state, settled = _run_again(done, settings, models)
    if not settled:
        traced, state = TracedText.of(text), _first_state(text, settings, models, known)
    made = {(change.rule, change.raw) for change in traced.changes} if done.withheld else set()
    left = [change for place, changes in done.withheld.items() if place not in made for change in changes]
    left.sort(key=lambda change: change.raw)
    source = page if isinstance(page, RawPage) else None
    turn = 0 if known.reading is None else known.reading.turn
    segmentation = ArticleSegmentation(
        partial(_divide, traced, done.anchored or AnchoredLayout(traced, state), state, source, turn)
    )
    effects = {name: rule.effect for name, rule in RULES.items()}
    unmatched = (*decision_index.unmatched, *decision_index.overruled(traced.changes))
    return Page(traced, segmentation, effects, tuple(left), unmatched, settled, source)


@one_thread
@without_collection
def _divide(
    traced: TracedText, anchored: AnchoredLayout, state: PageState, source: RawPage | None, turn: int
) -> tuple[tuple[Article, ...], tuple[Span, ...]]:
    """The articles of a clean page, with their boxes where its source has any, and its furniture."""
    articles, furniture = read_articles(traced, anchored, state)
    if source is not None and source.has_boxes:
        articles = with_boxes(articles, traced, source, turn)
    return tuple(articles), tuple(furniture)


def clean_audited(page: str | RawPage, settings: Settings = DEFAULT) -> Page:
    """Clean a page and hold the result to the audit, as every command and engine does.

    Raises `AuditError` where the account does not add up, and `CleanerError`, with the name of what was
    raised, for any other fault of cleaner, so that one page never stops the others.

    >>> clean_audited("问题 ,党内").text
    '问题，党内'
    """
    try:
        result = clean(page, settings)
        result.audit().check()
        len(result.articles)  # read now: a fault in them is one of this page
    except CleanerError:
        raise
    except Exception as error:
        raise CleanerError(f"{type(error).__name__}: {error}") from error
    return result


class _Known(NamedTuple):
    """What the file of a page tells beside its text; of plain text nothing."""

    reading: Reading | None = None
    """What its boxes tell, or the file of its articles."""
    marked: MarkedBlocks | None = None
    """What it says of its blocks, where no reading is known."""


UNKNOWN = _Known()


def _known_of(page: str | RawPage) -> _Known:
    """What the file of a page tells; of one without boxes the geometry is not imported either."""
    if not isinstance(page, RawPage):
        return _Known()
    if not page.has_boxes:
        return _Known(stated) if (stated := stated_reading(page)) else _Known(marked=marked_blocks(page))
    from cleaner.geometry.reading import read_boxes

    return _Known(read_boxes(page))


@dataclass(frozen=True, slots=True)
class _Run:
    """What became of a text in the chain; `anchored` is its layout before its columns were separated."""

    traced: TracedText
    state: PageState
    anchored: AnchoredLayout | None
    withheld: dict[tuple[str, tuple[int, int]], list[Change]]
    settled: bool


def _run_chain(
    text: str,
    settings: Settings,
    models: Models | None,
    decision_index: DecisionIndex,
    known: _Known = UNKNOWN,
) -> _Run:
    """Run the chain on a text until nothing changes, or `MOST_ROUNDS` times."""
    traced, state = TracedText.of(text), _first_state(text, settings, models, known)
    anchored: AnchoredLayout | None = None
    withheld: dict[tuple[str, tuple[int, int]], list[Change]] = {}
    quiet = 0
    for _ in range(MOST_ROUNDS):
        before = traced.text
        for stage in STAGES:
            moved = columns = None
            if anchored is None and stage is ARRANGING:
                state = _with_rows(state, traced)
                anchored = AnchoredLayout(traced, state)
            later, doubtful = run(stage, traced, state, decision_index)
            withheld.update(_by_place(doubtful))  # what a later run proposes at a place counts
            changed = later.text != traced.text
            if stage is ARRANGING:
                columns = state.columns if changed else state.known_columns
                moved = AnchoredLayout(traced, state).roles_in(later) if changed else None
            elif changed and stage is PARTING:
                columns = state.columns_of_parts
            quiet = 0 if changed or state.known_columns is not None else quiet + 1
            traced, state = later, state.after(later.text, _placed(later, known.reading), moved, columns)
            if quiet == len(STAGES):
                break  # each of them has seen this text as a page of its own
        if traced.text == before:
            return _Run(traced, state, anchored, withheld, settled=not _breaks_pairs(traced))
    return _Run(traced, state, anchored, withheld, settled=False)


def _run_without_quotes(
    done: _Run, text: str, settings: Settings, models: Models | None, known: _Known
) -> _Run | None:
    """A run of a text on which restored quotation marks would end without partners: they are withheld.

    Gives none where the text does not settle so either, or where a run on what comes out would set some.
    """
    others = settings.updated(ignore=settings.ignore | {restore_quotes.name})
    index = DecisionIndex((), text)
    again = _run_chain(text, others, models, index, known)
    clean_text = again.traced.text
    if not again.settled:
        return None
    later = _run_chain(clean_text, settings, models, index)
    if later.settled and later.traced.text != clean_text:
        return None
    quotes = [change for change in done.traced.changes if change.rule == restore_quotes.name]
    return replace(again, withheld=again.withheld | _by_place(quotes))


def _run_again(done: _Run, settings: Settings, models: Models | None) -> tuple[TracedText, PageState, bool]:
    """What a run made, with what further runs on its text make, until one makes nothing.

    Decisions find their places by the letters of the page. Those of the clean page may be others.
    """
    traced, state = done.traced, done.state
    for _ in range(MOST_ROUNDS):
        text = traced.text
        again = _run_chain(text, settings, models, DecisionIndex(settings.decisions, text))
        if not again.settled:
            break
        if again.traced.text == text:
            return traced, state, not _breaks_pairs(traced)
        for step in steps_of(again.traced.changes):
            traced = traced.apply(change.edit for change in step)
        state = again.state
    return traced, state, False


def _breaks_pairs(traced: TracedText) -> bool:
    """Whether a quotation mark was set that has no partner: what it was set with was parted from it since."""
    origins = (int(traced.origin[i]) for i in lone_quotes(traced.text))
    return any(at == NOWHERE or traced.raw[at].isspace() or traced.raw[at] in _MISREAD for at in origins)


def _first_state(text: str, settings: Settings, models: Models | None, known: _Known) -> PageState:
    """The raw page; here alone wide gaps are marked, for later the marks of some are set."""
    placed = _placed(TracedText.of(text), known.reading, raw=True)
    return PageState(text, settings, models, placed, marked=known.marked)


def _placed(traced: TracedText, reading: Reading | None, *, raw: bool = False) -> Placed | None:
    """Where the lines of a reading stand in the text."""
    return None if reading is None else Placed.on(reading, traced.origin, raw)


def _with_rows(state: PageState, traced: TracedText) -> PageState:
    """The state of a page; with the lines that it was read in where they were given back to their columns."""
    if not any(change.rule == deinterleave_lines.name for change in traced.changes):
        return state
    read_in = rows_read(traced.raw, traced.origin)
    return state.after(state.text, state.placed, state.moved, state.known_columns, read_in)


def run(
    stage: Iterable[Normalizer], traced: TracedText, state: PageState, decision_index: DecisionIndex
) -> tuple[TracedText, Iterable[Change]]:
    """One stage of the chain on a text and its state: the text after it, and the edits withheld.

    An edit is made as it was decided, else by its confidence; those of a bond together, or none.

    >>> traced, nothing = TracedText.of("问题,党内"), DecisionIndex((), "问题,党内")
    >>> later, _ = run([normalize_marks], traced, PageState(traced.text), nothing)
    >>> later.text
    '问题，党内'
    """
    edits: list[Edit] = []
    opinions: list[tuple[Verdict | None, bool]] = []
    bound: dict[Bond, list[tuple[Verdict | None, bool]]] = {}
    decided = bool(decision_index)
    for rule in stage:
        for edit in rule.proposals(state):
            verdict = decision_index.verdict(*traced.changes_of([edit])) if decided else None
            opinions.append((verdict, rule.is_sure(edit, state.settings)))
            if edit.bond is not None:
                bound.setdefault(edit.bond, []).append(opinions[-1])
            edits.append(edit)
    if not edits:
        return traced, ()
    torn = incomplete(edits)
    together = {bond: bond not in torn and _are_wanted(those) for bond, those in bound.items()}
    made: list[Edit] = []
    doubtful: list[Edit] = []
    for edit, opinion in zip(edits, opinions, strict=True):
        wanted = _is_wanted(*opinion) if edit.bond is None else together[edit.bond]
        (made if wanted else doubtful).append(edit)
    return traced.apply(made), traced.changes_of(doubtful)


def _is_wanted(verdict: Verdict | None, is_sure: bool) -> bool:
    """Whether an edit that goes with no other is to be made."""
    return is_sure if verdict is None else verdict is not Verdict.REJECT


def _are_wanted(opinions: Sequence[tuple[Verdict | None, bool]]) -> bool:
    """Whether edits that go together are to be made, given the verdict on each and whether it is sure.

    None is made if one was rejected; else all are if one was accepted; else if each is sure.
    """
    verdicts = [verdict for verdict, _ in opinions if verdict is not None]
    if verdicts:
        return Verdict.REJECT not in verdicts
    return all(is_sure for _, is_sure in opinions)


def _by_place(changes: Iterable[Change]) -> dict[tuple[str, tuple[int, int]], list[Change]]:
    """Edits by rule and place in the raw page."""
    places: dict[tuple[str, tuple[int, int]], list[Change]] = {}
    for change in changes:
        places.setdefault((change.rule, change.raw), []).append(change)
    return places
