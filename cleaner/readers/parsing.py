"""JSON of untrusted files: one value, several, or one a line."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import NoReturn, cast

from cleaner.errors import FormatError, InputError
from cleaner.reading.decoding import gb18030_text

LARGEST_VALUE = 24 * 2**20
"""Bytes of one JSON value at the most: it is parsed as a whole and takes some 14 times as much memory. Word
boxes of a dense page take 5 to 10 MiB."""

BLANKS = " \t\r\n"
"""What may stand round a value of JSON."""


def documents(data: bytes) -> Iterator[object]:
    r"""The JSON values of a file: one, several one after the other, or one a line (JSON Lines).

    UTF-8, UTF-16 and UTF-32 are told by the zeros of the first characters; a byte-order mark, blank lines
    and a comma behind a line are passed over.

    Raises `FormatError` where it is no JSON, `InputError` where a value is larger than `LARGEST_VALUE`.

    >>> list(documents(b'{"code": 100}')), list(documents(b'[1],\r\n[2]')), list(documents(b'[1\n][2]'))
    ([{'code': 100}], [[1], [2]], [[1], [2]])
    """
    data = _as_utf8(data)
    lines = (line for line in _lines(data) if line)
    first, second = next(lines, b""), next(lines, b"")
    if second and _is_json(first):
        for at, line in enumerate(_lines(data), 1):
            if line:
                yield from _parsed(line, f"line {at}: ")
    else:
        yield from _parsed(data, "")


def _as_utf8(data: bytes) -> bytes:
    """UTF-8, or GB18030 as it is, without a byte-order mark."""
    encoding = json.detect_encoding(data[:4])
    if not encoding.startswith("utf-8"):
        try:
            data = data.decode(encoding, "surrogatepass").encode("utf-8", "surrogatepass")
        except UnicodeDecodeError as error:
            raise FormatError(
                f"it is not {encoding.upper()}, as it begins ({error.reason} at byte {error.start}). "
                "It was cut or damaged: write it anew."
            ) from None
    return data.removeprefix(codecs.BOM_UTF8)


def _lines(data: bytes) -> Iterator[bytes]:
    """The lines of a file without blanks and marks around them and a comma behind them."""
    start = 0
    while start < len(data):
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        yield data[start:end].strip().removeprefix(codecs.BOM_UTF8).removesuffix(b",")
        start = end + 1


def _is_json(line: bytes) -> bool:
    try:
        return bool(list(_parsed(line, "")))
    except FormatError:
        return False


def _parsed(data: bytes, where: str) -> Iterator[object]:
    """The values that stand one after the other."""
    if len(data) > LARGEST_VALUE:
        raise InputError(
            f"{where}this JSON value is larger than {LARGEST_VALUE // 2**20} MiB, which would take too much "
            "memory. Split it: a file a page, or JSON Lines with a page a line."
        )
    try:
        content = _decoded(data).strip(BLANKS)
        at = 0
        while not at or at < len(content):
            value, at = _DECODER.raw_decode(content, at)
            yield cast(object, value)
            while content[at : at + 1] in BLANKS and at < len(content):
                at += 1
    except RecursionError:
        raise _broken(where, "its brackets are nested too deep") from None
    except ValueError as error:  # broken JSON, bytes in no encoding, integers of thousands of digits
        raise _broken(where, str(error).split(";")[0]) from None


def _broken(where: str, problem: str) -> FormatError:
    return FormatError(f"{where}this is no valid JSON ({problem}). It was cut or damaged: write it anew.")


def _decoded(data: bytes) -> str:
    """The text of bytes in UTF-8, or in GB18030, as programs on Windows write."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        if found := gb18030_text(data):
            return found
        raise


def _refused(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number of JSON")


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object; a key that stands in it twice with different values would lose one of them."""
    found = dict(pairs)
    if len(found) < len(pairs):
        lost = next((key for key, value in pairs if found[key] != value), None)
        if lost is not None:
            raise ValueError(f"the key {lost[:40]!r} stands twice in one object")
    return found


_DECODER = json.JSONDecoder(parse_constant=_refused, object_pairs_hook=_object)
