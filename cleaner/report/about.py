"""What a report says of the page as a file, so that reports of the same name can be distinguished."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class About:
    """The page as a file, and what it was cleaned with.

    name: its file name; folder: the one that it is in, empty for standard input.
    digest: SHA-256 of its bytes, in hexadecimal.
    settings: those that are not the defaults, by their names in a configuration.
    made: date and time of the report, as text.
    """

    name: str
    folder: str = ""
    encoding: str = ""
    digest: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    made: str = ""
