"""Where in the output folder the articles of each page go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from cleaner.batches.manifest import NAME as MANIFEST
from cleaner.writing import OutputFormat, path_names

_LONGEST_SUFFIX = f".{OutputFormat.JSONL}"
_TAKEN = (MANIFEST.removesuffix(_LONGEST_SUFFIX), MANIFEST)
"""Where no page goes: its file of JSON Lines, or its folder, would be the manifest."""


class OutputPlace(NamedTuple):
    """A place in the output folder: a folder in it, and a name there of a folder or a file less its suffix.

    >>> OutputPlace("1950/07", "01").path
    '1950/07/01'
    """

    folder: str
    name: str

    @property
    def path(self) -> str:
        return f"{self.folder}/{self.name}".lstrip("/")


def places_of(
    pages: Sequence[tuple[str, str, str]], records: Mapping[str, Mapping[str, Any]]
) -> list[OutputPlace]:
    """A place for each page; one that is on record stays where it is, whatever is named with it.

    pages: key in the manifest, folder inside the one that was named, and name of each.
    records: what is in the manifest of the output folder, by key.

    >>> [place.path for place in places_of([("/b/1.txt", "", "1")], {"/a/1.txt": {"place": "1"}})]
    ['1_2']
    """
    found = {key: place for key, record in records.items() if (place := _recorded(record))}
    known = {key: place for key, place in found.items() if place.path.casefold() not in _TAKEN}
    new = [page for page in pages if page[0] not in known]
    names = path_names(
        ((folder, name) for _, folder, name in new),
        _LONGEST_SUFFIX,
        [*_TAKEN, *(place.path for place in known.values())],
    )
    for (key, *_), (folder, name) in zip(new, names, strict=True):
        known[key] = OutputPlace(folder, name.removesuffix(_LONGEST_SUFFIX))
    return [known[key] for key, *_ in pages]


def _recorded(record: Mapping[str, Any]) -> OutputPlace | None:
    """The place on record, if it is one inside the output folder."""
    path = record.get("place")
    if not isinstance(path, str) or not path or path.startswith("/") or ".." in path.split("/"):
        return None
    folder, _, name = path.rpartition("/")
    return OutputPlace(folder, name)
