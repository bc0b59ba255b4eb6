"""What the commands print: results to standard output, everything else to standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from typer import Exit

from cleaner.cli.colours import paint
from cleaner.cli.verbosity import is_quiet, is_verbose
from cleaner.errors import CleanerError, ExitCode, OutputError

READER_GONE = 141
"""Exit code when the reader of a pipe left, as a shell reports it of a command that SIGPIPE ended."""


def write_stdout(text: str) -> None:
    """Print to standard output at once: UTF-8 on every system, line ends and file names as they are.

    Raises `OutputError` if it cannot be written; leaves quietly if the reader of a pipe is gone.
    """
    write_stdout_bytes(text.encode(errors="surrogateescape"))


def write_stdout_bytes(data: bytes) -> None:
    """Print bytes to standard output at once, as `write_stdout` does a text."""
    stream: TextIO | None = sys.stdout  # none where it was closed before the start
    if stream is None:
        raise OutputError("standard output: it is closed. Name a folder with -o.")
    try:
        left = memoryview(data)
        while left:  # without a buffer (PYTHONUNBUFFERED) only a part may be written
            left = left[stream.buffer.write(left) or 0 :]
        stream.buffer.flush()
    except BrokenPipeError:
        _give_up(stream)
        raise Exit(READER_GONE) from None
    except OSError as error:
        _give_up(stream)
        raise OutputError(
            f"standard output: it cannot be written ({error.strerror}). Name a folder with -o, or make room."
        ) from error


def _give_up(stream: TextIO) -> None:
    """Let a stream lead nowhere: what it still holds would fail once more when Python flushes it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def log(message: str) -> None:
    """Print a message to standard error, unless only errors are wanted."""
    if not is_quiet():
        _tell(message, "note")


def log_detail(message: str) -> None:
    """Print a message to standard error if details are wanted."""
    if is_verbose():
        _tell(message, "note")


def report_error(error: CleanerError) -> ExitCode:
    """Print an error to standard error and give its exit code: the one place where it becomes one."""
    _tell(str(error), "error")
    return error.exit_code


def _tell(message: str, kind: str) -> None:
    print(f"{paint('cleaner:', kind, sys.stderr)} {message}", file=sys.stderr)


@contextmanager
def progress(total: int, shown: bool) -> Iterator[Callable[[], None]]:
    """A bar on standard error that goes on by one for each call; quiet where that is not a terminal."""
    stream: TextIO | None = sys.stderr
    if is_quiet() or not (shown and total > 1 and stream and stream.isatty()):
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("pages"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("pages", total=total)
        yield lambda: bar.advance(task)
