"""A batch from first to last: over processes, on from an earlier run, with a manifest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from cleaner.batches.manifest import NAME, Manifest, Record, options_of, still_holds
from cleaner.batches.pages import CleanOutcome, CleanTask, clean_task, late_page, lost_page
from cleaner.batches.processes import choose_jobs, map_tasks, never
from cleaner.batches.stale import remove_stale
from cleaner.errors import EncodingError


@dataclass
class Batch:
    """Pages to be cleaned, and after the run what became of them.

    output: the folder that gets the manifest; none for no manifest.
    earlier: what the manifest there holds, by page. Records of pages that are not among the tasks stay.
    resume: pass over pages that are on record as done, if text, options and files are the same.
    jobs: processes; none for as many as `choose_jobs` gives.
    timeout: seconds that a page may take; none for no limit.
    """

    tasks: Sequence[CleanTask]
    output: Path | None = None
    earlier: Mapping[str, Record] = field(default_factory=dict)
    resume: bool = False
    jobs: int | None = 1
    timeout: float | None = None
    records: list[Record] = field(default_factory=list)
    passed_over: int = 0

    @property
    def finished(self) -> int:
        """Pages that are done with, skipped or failed by now."""
        return len(self.records) + self.passed_over

    def run(
        self, advance: Callable[[], None] = lambda: None, stopped: Callable[[], bool] = never
    ) -> Iterator[CleanOutcome]:
        """The outcomes, in the order of the tasks; `advance` is called for each page that is done with.

        Once `stopped` says yes no page is begun any more, and the outcomes end with those in work.
        Raises `OutputError` where the manifest cannot be written.
        """
        if self.output is None:
            yield from self._outcomes(self.tasks, advance, stopped)
            return
        todo = [task for task in self.tasks if not (self.resume and self._holds(task, self.output))]
        self.passed_over = len(self.tasks) - len(todo)
        for _ in range(self.passed_over):
            advance()
        with Manifest(self.output / NAME, self.earlier) as manifest:
            for task, outcome in zip(todo, self._outcomes(todo, advance, stopped), strict=False):
                settled = self._settle(task, outcome, self.output)
                manifest.add(settled.record)
                yield settled

    def _holds(self, task: CleanTask, output: Path) -> bool:
        return still_holds(self.earlier.get(task.key), task, output)

    def _settle(self, task: CleanTask, outcome: CleanOutcome, output: Path) -> CleanOutcome:
        """The outcome as it is recorded, after what an earlier run wrote for the page is seen to.

        That stays, and on record, where the page could not be cleaned now; but not where it is no text any
        more.
        """
        record = {**outcome.record, "options": options_of(task)}
        before = self.earlier.get(task.key, {})
        if outcome.error and not isinstance(outcome.error, EncodingError):
            kept = {name: before[name] for name in ("files", "digests") if name in before}
            return replace(outcome, record=record | kept)
        written = record.get("files")
        notes = remove_stale(output, before, written if isinstance(written, list) else (), task.spared)
        return replace(outcome, record=record, notes=(*outcome.notes, *notes))

    def _outcomes(
        self, tasks: Sequence[CleanTask], advance: Callable[[], None], stopped: Callable[[], bool]
    ) -> Iterator[CleanOutcome]:
        outcomes = map_tasks(
            clean_task,
            tasks,
            choose_jobs(self.jobs, len(tasks)),
            lost_page,
            timeout=self.timeout,
            late=partial(late_page, seconds=self.timeout or 0.0),
            stopped=stopped,
        )
        for outcome in outcomes:
            self.records.append(outcome.record)
            advance()
            yield outcome
