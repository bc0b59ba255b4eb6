"""A batch from first to last: over processes, on from an earlier run, with a manifest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from cleaner.batches.manifest import NAME, Manifest, Record, options_of, read_manifest, still_holds
from cleaner.batches.pages import Outcome, Task, clean_task, late, lost
from cleaner.batches.processes import map_tasks, never


@dataclass
class Batch:
    """Pages to be cleaned, and after the run what became of them.

    output: the folder that gets the manifest; none for no manifest.
    resume: pass over pages that the manifest there has as done, if text, options and files are the same.
    jobs: processes.
    timeout: seconds that a page may take; none for no limit.
    """

    tasks: Sequence[Task]
    output: Path | None = None
    resume: bool = False
    jobs: int = 1
    timeout: float | None = None
    records: list[Record] = field(default_factory=list)
    passed_over: int = 0

    @property
    def finished(self) -> int:
        """Pages that are done with, passed over or failed by now."""
        return len(self.records) + self.passed_over

    def run(
        self, advance: Callable[[], None] = lambda: None, stopped: Callable[[], bool] = never
    ) -> Iterator[Outcome]:
        """The outcomes, in the order of the tasks; `advance` is called for each page that is done with.

        Once `stopped` says yes no page is begun any more, and the outcomes end with those in work.
        Raises `OutputError` where the manifest cannot be written.
        """
        if self.output is None:
            yield from self._outcomes(self.tasks, advance, stopped)
            return
        path = self.output / NAME
        before = read_manifest(path) if self.resume else {}
        kept = {
            task.page: before[task.page]
            for task in self.tasks
            if still_holds(before.get(task.page), task, self.output)
        }
        self.passed_over = len(kept)
        for _ in kept:
            advance()
        todo = [task for task in self.tasks if task.page not in kept]
        with Manifest(path, kept.values()) as manifest:
            for task, outcome in zip(todo, self._outcomes(todo, advance, stopped), strict=False):
                manifest.add({**outcome.record, "options": options_of(task)})
                yield outcome

    def _outcomes(
        self, tasks: Sequence[Task], advance: Callable[[], None], stopped: Callable[[], bool]
    ) -> Iterator[Outcome]:
        jobs = min(self.jobs, len(tasks)) or 1
        outcomes = map_tasks(
            clean_task,
            tasks,
            jobs,
            lost,
            timeout=self.timeout,
            late=partial(late, seconds=self.timeout or 0.0),
            stopped=stopped,
        )
        for outcome in outcomes:
            self.records.append(outcome.record)
            advance()
            yield outcome
