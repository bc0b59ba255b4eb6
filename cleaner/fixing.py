"""A page as a file that is put right in place: what it would hold, and what is different."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff

from cleaner.errors import CleanerError, OutputError
from cleaner.page import Page
from cleaner.reading.decoding import Source, read_bytes

_BREAK = re.compile(r"\r\n|\r|\n")
_NO_BREAK = "\\ No newline at end of file\n"


@dataclass(frozen=True, slots=True)
class Fix:
    """The old and the new form of a file: text and bytes."""

    source: Source
    text: str
    data: bytes

    @property
    def changed(self) -> bool:
        return self.data != self.source.encode()

    def diff(self) -> str:
        """The change as a unified diff that `patch` and `git apply` take; empty where there is none.

        A change of the encoding alone shows no lines.
        """
        old, new = (text.split("\n") for text in (self.source.text, self.text))
        lines = unified_diff(_ended(old), _ended(new), f"a/{self.source.name}", f"b/{self.source.name}")
        return "".join(_marked(lines))


def fix(source: Source, page: Page, encoding: str | None = None, to_utf8: bool = False) -> Fix:
    r"""The file that a clean page makes of its source.

    The text of the whole page, articles in reading order, with the line breaks, the encoding and the
    byte-order mark of the source; with `to_utf8` in UTF-8 without a mark. What was fixed once stays so.
    `encoding`: the one that the source was asked to be in, if one was; it will be read so again.
    Raises `OutputError` where the encoding of the source cannot hold the clean text.

    >>> from cleaner.chain import clean
    >>> source = read_bytes("问题 ,党内\r\n".encode("gbk"))
    >>> fixed = fix(source, clean(source.text))
    >>> fixed.data.decode("gbk"), fixed.changed
    ('问题，党内\r\n', True)
    """
    text = _with_breaks(page.text, _commonest_break(source.text))
    if to_utf8:
        return Fix(source, text, text.encode())
    if text == source.text:
        return Fix(source, text, source.encode())
    remedy = "Pass --to-utf8 to write it as UTF-8."
    try:
        data = source.bom + text.encode(source.encoding)
    except UnicodeEncodeError as error:
        char = error.object[error.start]
        raise OutputError(
            f"{source.name}: {source.encoding.upper()} has no {char!r} (U+{ord(char):04X}), so it was not "
            f"changed. {remedy}"
        ) from error
    try:
        again = read_bytes(data, source.name, encoding).text
    except CleanerError:
        again = ""
    if again != text:
        raise OutputError(
            f"{source.name}: as {source.encoding.upper()} it would not be read the same again. {remedy}"
        )
    return Fix(source, text, data)


def _commonest_break(text: str) -> str:
    """The line break that a text has most of, LF where it has none."""
    return max(Counter(_BREAK.findall(text)).items(), key=lambda item: item[1], default=("\n", 0))[0]


def _with_breaks(text: str, line_break: str) -> str:
    return text if line_break == "\n" else _BREAK.sub(line_break, text)


def _ended(lines: list[str]) -> list[str]:
    """Lines that were parted at line feeds, each with its own; the last one may have none."""
    *whole, last = lines
    return [*(f"{line}\n" for line in whole), *([last] if last else [])]


def _marked(lines: Iterator[str]) -> Iterator[str]:
    """Lines of a diff, with a note after one that has no line feed."""
    for line in lines:
        yield line
        if not line.endswith("\n"):
            yield f"\n{_NO_BREAK}"
