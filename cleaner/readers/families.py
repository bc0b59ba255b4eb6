"""What a reader of a family of formats is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cleaner.document import RawPage
from cleaner.readers.formats import InputFormat


@dataclass(frozen=True, slots=True)
class JsonReader:
    """Reads the pages of a parsed JSON value.

    recognises: whether the value is of this format, by its keys.
    read: the pages of such a value; the second argument is the name of the file.
    """

    format: InputFormat
    recognises: Callable[[object], bool]
    read: Callable[[object, str], Iterator[RawPage]]
