"""An issue: its pages cleaned, and the articles that go on on another page put together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cleaner.batches.pages import UNSETTLED, Task, clean_page, read, spare_pages
from cleaner.decisions import complaints
from cleaner.errors import CleanerError
from cleaner.issue import join_issue
from cleaner.writing import Format, as_files, as_stream, write_all

if TYPE_CHECKING:
    from cleaner.page import Page
    from cleaner.reading.decoding import Source

NAME = "issue"


def clean_issue(tasks: Sequence[Task]) -> tuple[str, list[str], list[CleanerError]]:
    """Clean the pages of an issue and write its articles; gives them as text where there is no output folder.

    All tasks have the same form and output. The notes tell of decisions that match no edit. A page that fails
    is left out, its error is in the result; so is one of writing.
    """
    pages: list[tuple[str, Page]] = []
    notes: list[str] = []
    errors: list[CleanerError] = []
    for task in tasks:
        try:
            source = read(task.page, task.encoding, task.data)
            parts = [(part.name, clean_page(part, task.settings)) for part in _parts(source)]
            pages += parts
            unmatched = [
                decision
                for decision in task.settings.decisions
                if all(decision in page.unmatched for _, page in parts)
            ]
            notes += complaints(unmatched, source.name)
            notes += [f"{name}: {UNSETTLED}" for name, page in parts if not page.settled]
        except CleanerError as error:
            errors.append(error)
    articles = join_issue(pages)
    furniture = [line for _, page in pages for line in page.furniture]
    form, output = tasks[0].form, tasks[0].output
    if output is None:
        return as_stream(articles, form, furniture), notes, errors
    try:
        files = as_files(articles, form, f"{NAME}.{form}" if form is Format.JSONL else NAME, furniture)
        spare_pages((output / name for name in files), tasks[0].spared)
        write_all(output, files)
    except CleanerError as error:
        errors.append(error)
    return "", notes, errors


def _parts(source: Source) -> Iterator[Source]:
    """The pages in a file: form feeds part them."""
    texts = [text for text in source.text.split("\f") if text.strip()]
    for number, text in enumerate(texts, start=1):
        name = f"{source.name}#{number}" if len(texts) > 1 else source.name
        yield replace(source, name=name, text=text)
