"""The command in the process of the tests: the same arguments, output and exit codes, and no start of Python.

`tests/cli/test_cli.py` runs it as a process of its own.
"""

from __future__ import annotations

import re
from contextlib import redirect_stderr
from dataclasses import dataclass
from io import StringIO

from typer.testing import CliRunner

from cleaner.cli.app import app
from cleaner.cli.console import report_error
from cleaner.errors import CleanerError


@dataclass(frozen=True)
class Done:
    """What a run printed, and its exit code."""

    exit_code: int
    stdout: str
    stderr: str
    stdout_bytes: bytes = b""


def counts(stderr: str) -> dict[str, str]:
    """The rows of the summary of a batch; how far they are indented depends on the longest figure."""
    return dict(re.findall(r"^  (\w+(?:,? \w+)*) {2,}([\d,.]+)$", stderr, re.MULTILINE))


def run(*arguments: object, data: bytes = b"") -> Done:
    """Run `cleaner` with arguments and standard input. Raises what would be a traceback on a terminal."""
    result = CliRunner().invoke(app, [*map(str, arguments)], input=data)
    error = result.exception
    if isinstance(error, CleanerError):
        with redirect_stderr(StringIO()) as said:
            code = report_error(error)
        return Done(code, result.stdout, result.stderr + said.getvalue(), result.stdout_bytes)
    if error and not isinstance(error, SystemExit):
        raise error
    return Done(result.exit_code, result.stdout, result.stderr, result.stdout_bytes)
