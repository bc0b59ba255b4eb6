"""A batch from first to last: over processes, on from an earlier run, with a manifest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cleaner.batches.manifest import NAME, Manifest, Record, options_of, read_manifest, still_holds
from cleaner.batches.pages import Outcome, Task, clean_task, lost
from cleaner.batches.processes import map_tasks


@dataclass
class Batch:
    """Pages to be cleaned, and after the run what became of them.

    output: the folder that gets the manifest; none for no manifest.
    resume: pass over pages that the manifest there has as done, if text, options and files are the same.
    jobs: processes.
    """

    tasks: Sequence[Task]
    output: Path | None = None
    resume: bool = False
    jobs: int = 1
    records: list[Record] = field(default_factory=list)
    passed_over: int = 0

    def run(self, advance: Callable[[], None] = lambda: None) -> Iterator[Outcome]:
        """The outcomes, in the order of the tasks; `advance` is called for each page that is done with.

        Raises `OutputError` where the manifest cannot be written.
        """
        if self.output is None:
            yield from self._outcomes(self.tasks, advance)
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
            for task, outcome in zip(todo, self._outcomes(todo, advance), strict=True):
                manifest.add({**outcome.record, "options": options_of(task)})
                yield outcome

    def _outcomes(self, tasks: Sequence[Task], advance: Callable[[], None]) -> Iterator[Outcome]:
        jobs = min(self.jobs, len(tasks)) or 1
        for outcome in map_tasks(clean_task, tasks, jobs, lost):
            self.records.append(outcome.record)
            advance()
            yield outcome
