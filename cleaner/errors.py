"""The errors that cleaner raises, each with the exit code of the command line."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of the `cleaner` command."""

    OK = 0
    CHANGED = 1
    """`cleaner fix`: something was, or with --check and --diff would be, changed."""
    USAGE = 2
    """The command line or a configuration file was not understood."""
    INPUT = 3
    """A page is missing, too large, takes too long, or cannot be read."""
    ENCODING = 4
    """A page is not text, or not in the encoding asked for."""
    OUTPUT = 5
    """The output cannot be written."""
    INTERNAL = 70
    """The audit found a breach; nothing was written. This is a bug of cleaner: please report it."""
    SYSTEM = 71
    """The system refused what a command needs: there is no current folder, too many files are open. As
    `EX_OSERR` of sysexits.h."""


class CleanerError(Exception):
    """Base of all errors of cleaner: what was wrong, where, and what to do about it."""

    exit_code = ExitCode.INTERNAL


class InputError(CleanerError):
    """A page cannot be opened."""

    exit_code = ExitCode.INPUT


class TimeLimitError(CleanerError):
    """A page took more time than it was given."""

    exit_code = ExitCode.INPUT


class FormatError(InputError):
    """A structured file that is of no format that is read, or that is damaged."""


class UnknownFormatError(FormatError):
    """A structured file that is of no format that is read."""


class EncodingError(CleanerError):
    """Bytes that are not text, or not text in the encoding asked for."""

    exit_code = ExitCode.ENCODING


class OutputError(CleanerError):
    """A result cannot be written."""

    exit_code = ExitCode.OUTPUT


class ConfigurationError(CleanerError):
    """A configuration file that cannot be read, an unknown key, or a wrong value."""

    exit_code = ExitCode.USAGE


class ExtraError(CleanerError):
    """A package is missing that only some uses need."""

    exit_code = ExitCode.USAGE


class ModelError(CleanerError):
    """A model that cannot be read, or that was trained on other features than the code reads."""

    exit_code = ExitCode.USAGE


class UnknownRuleError(ConfigurationError):
    """A rule that does not exist was selected or ignored."""


class UnknownSchemaError(CleanerError):
    """A schema that does not exist was asked for."""

    exit_code = ExitCode.USAGE


class SystemRefusalError(CleanerError):
    """The system refused what a command needs, whatever its pages are."""

    exit_code = ExitCode.SYSTEM


class AuditError(CleanerError):
    """The account of a page does not add up."""

    exit_code = ExitCode.INTERNAL


def no_such_file(path: object) -> str:
    """The message about a file or folder that is not there.

    >>> no_such_file("page.txt")
    'page.txt: there is no such file. Check the name and the folder.'
    """
    return f"{path}: there is no such file. Check the name and the folder."
