"""A file that is to be worked on, whatever is done with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cleaner.errors import CleanerError, SystemRefusalError, TimeLimitError
from cleaner.settings import Settings

if TYPE_CHECKING:
    from cleaner.reading.decoding import Source

REPORT = "Nothing was written. This is a bug of cleaner: please report it with the page."


@contextmanager
def as_errors(page: str) -> Iterator[None]:
    """Raise whatever is raised as an error of cleaner that names the page, so that it stops no other.

    >>> with as_errors("page.txt"):
    ...     raise KeyError("size")
    Traceback (most recent call last):
    ...
    cleaner.errors.CleanerError: page.txt: KeyError: 'size'. Nothing was written. This is a bug of cleaner...
    """
    try:
        yield
    except CleanerError:
        raise
    except OSError as error:
        reason = error.strerror or error
        raise SystemRefusalError(f"{page}: the system refused what is needed ({reason}).") from error
    except Exception as error:
        raise CleanerError(f"{page}: {type(error).__name__}: {error}. {REPORT}") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTask:
    """A file, and what holds for its pages.

    page: its path, or what messages call it where `data` is given.
    encoding: that of its text; none: it is detected.
    input_format: the format of the file by its name; empty: its content tells.
    data: the bytes, of what is no file.
    """

    page: str
    settings: Settings
    encoding: str | None = None
    input_format: str = ""
    data: bytes | None = None

    def sources(self) -> Iterator[Source]:
        """The pages of the file, one after the other. Raises what `read_sources` does."""
        from cleaner.batches.sources import read_sources

        return read_sources(self.page, self.encoding, self.data, self.input_format)

    def lost(self, remedy: str) -> CleanerError:
        """The error of a file that ended the process which worked on it."""
        return CleanerError(
            f"{self.page}: the process that worked on it ended at once; it may have run out of memory. "
            f"{remedy}"
        )

    def late(self, seconds: float, remedy: str) -> TimeLimitError:
        """The error of a file that took longer than so many seconds."""
        return TimeLimitError(
            f"{self.page}: it took more than {seconds:g} seconds and was given up. {remedy}"
        )
