"""The list of pages that were reported on, those most in doubt first, and the links from one to the next."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from markupsafe import Markup

from cleaner.decisions import FORMAT, VERSION
from cleaner.errors import OutputError
from cleaner.paths import exists
from cleaner.report.render import NEIGHBOURS, fill
from cleaner.report.strings import attribute, element
from cleaner.writing import write_all

NAME = "index.html"

STYLES = ("frame.css", "index.css")
SCRIPTS = ("core.js", "index.js")
_GENERATOR = b'<meta name="generator" content="cleaner '
"""What stands in the head of every report and list."""
_HEAD = 2048
"""Bytes in which it stands."""


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A page in the list.

    place: its report, by the path from the list; empty where there is none.
    key: what the browser keeps the decisions on it under.
    expected: how many of its edits are expected to be wrong.
    error: why there is no report.
    """

    page: str
    place: str = ""
    key: str = ""
    articles: int = 0
    edits: int = 0
    doubtful: int = 0
    expected: float = 0.0
    error: str = ""


def in_order(entries: Sequence[IndexEntry]) -> list[IndexEntry]:
    """Those most in doubt first, those without a report last."""
    return sorted(entries, key=lambda entry: (not entry.place, -entry.expected, entry.page))


def write_index(folder: Path, entries: Sequence[IndexEntry]) -> None:
    """Write the list into the folder of the reports, and link each report with the next.

    Raises `OutputError` where a file cannot be read again or written.
    """
    ordered = in_order(entries)
    places = [entry.place for entry in ordered if entry.place]
    for number, place in enumerate(places):
        path = folder / place
        try:
            html = path.read_text("utf-8")
        except OSError as error:
            raise OutputError(f"{path}: it cannot be read again ({error.strerror}).") from error
        write_all(path.parent, {path.name: html.replace(NEIGHBOURS, _links(places, number), 1)})
    write_all(folder, {NAME: render_index(ordered)})


def spare_others(target: Path) -> None:
    """Raise `OutputError` where a file would be written over that is no report.

    For reports that get their names from pages: `page.html` may be a page itself, `index.html` a web site's.
    """
    if exists(target) and not is_report(target):
        raise OutputError(
            f"{target}: this is no report of cleaner, so it stays. Move it away, or name another folder with "
            "-o."
        )


def is_report(path: Path) -> bool:
    """Whether a file is a report or a list of reports, by its head."""
    try:
        with path.open("rb") as file:
            return _GENERATOR in file.read(_HEAD)
    except OSError:
        return False


def render_index(entries: Sequence[IndexEntry]) -> str:
    """The HTML of the list, in the order given."""
    pages = [
        {"key": entry.key, "doubtful": entry.doubtful, "name": Path(entry.page).name, "place": entry.place}
        for entry in entries
        if entry.place
    ]
    total = sum(entry.doubtful for entry in entries)
    data = {"format": FORMAT, "version": VERSION, "pages": pages}
    folder = common_folder([entry.page for entry in entries])
    values = {"entries": entries, "doubtful": total, "folder": folder, "quote": quote}
    return fill("index.html", STYLES, SCRIPTS, data, **values)


def common_folder(pages: Sequence[str]) -> str:
    """The folder that all pages are in, by their paths; empty where there is none.

    >>> common_folder(["scans/1950/a.txt", "scans/1951/b.txt"]), common_folder(["a.txt", "scans/b.txt"])
    ('scans/', '')
    """
    try:
        folder = Path(os.path.commonpath([Path(page).parent for page in pages])).as_posix()
    except ValueError:  # no pages, or some by their absolute paths and some not
        return ""
    return "" if folder == "." else f"{folder.rstrip('/')}/"


def without_neighbours(html: str) -> str:
    """The report of a page that stands alone."""
    return html.replace(NEIGHBOURS, "", 1)


def _links(places: Sequence[str], number: int) -> str:
    """The list, the page before and the next one, as links from one of the places."""
    return Markup("").join(_pieces(places, number))


def _pieces(places: Sequence[str], number: int) -> Iterator[Markup]:
    here = PurePosixPath(places[number]).parent.as_posix()

    def href(place: str) -> str:
        return quote(Path(os.path.relpath(place, here)).as_posix())

    yield Markup('<nav class="pages" {}>').format(attribute("aria-label", "neighbours"))
    yield Markup('<a href="{}">{}</a>').format(href(NAME), element("all_pages"))
    for name, key, sign, other in (
        ("previous-page", "previous_page", "←", number - 1),
        ("", "", "", 0),
        ("next-page", "next_page", "→", number + 1),
    ):
        if not name:
            yield element("page_of", n=number + 1, total=len(places))
        elif 0 <= other < len(places):
            labels = attribute("aria-label", key) + Markup(" ") + attribute("title", key)
            yield Markup('<a id="{}" href="{}" {}>{}</a>').format(name, href(places[other]), labels, sign)
    yield Markup("</nav>")
