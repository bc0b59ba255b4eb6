"""Bytes to text, in the one encoding that they are in, and back to the same bytes.

A page is read in the first encoding of this order that gives every byte back: the one that a
byte-order mark names, UTF-8, GB18030 (which holds GBK and GB2312). Nearly any bytes pass for GB18030,
so it is believed only where the text looks like Chinese. Big5, and UTF-16 without a mark, are read
on request only: a guess between them and GB18030 would now and then be wrong, and silently so.
"""

from __future__ import annotations

import codecs
import unicodedata
from dataclasses import dataclass, field
from errno import ENAMETOOLONG
from functools import cache
from itertools import chain, product, zip_longest
from pathlib import Path

from cleaner import checks
from cleaner.errors import EncodingError, InputError, no_such_file
from cleaner.paths import is_folder
from cleaner.reading.formats import kind_of

ENCODINGS = (
    "utf-8",
    "utf-16-le",
    "utf-16-be",
    "utf-32-le",
    "utf-32-be",
    "gb18030",
    "gbk",
    "gb2312",
    "big5",
    "big5hkscs",
    "cp950",
)
"""The encodings that may be asked for, by their Python names; aliases of them are understood."""

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the one of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    ("\N{ZERO WIDTH NO-BREAK SPACE}".encode("gb18030"), "gb18030"),
)

FAMILIAR = 0.75
"""Share of the letters that are everyday ideographs, from which a text passes for Chinese. Over 60
characters of news it is at least 0.96 for simplified and 0.90 for traditional text in GB18030, and at
most 0.51 for Big5 read as GB18030; UTF-16 and damaged UTF-8 stay below 0.40."""

LARGEST = 2 * 2**20
"""Bytes of a page at the most. A newspaper page has some 60,000, a whole issue in one file 600,000; the chain
looks at a page as a whole, so a limit of the page is a limit of memory."""

LONGEST_SHOWN = 40
"""Characters of a name that is none."""

CONTROLS = 0.1
"""Share of control characters from which bytes are not taken for text."""


@dataclass(frozen=True, slots=True)
class Source:
    """A text as it was read; `encode` gives the bytes back.

    >>> read_bytes("北京".encode("gbk")).text
    '北京'
    """

    text: str = field(repr=False)
    encoding: str
    """Python name of the encoding."""
    bom: bytes = b""
    """The byte-order mark that the bytes began with; it is not part of the text."""
    name: str = "<bytes>"
    """What messages call the page."""
    number: int = 0
    """Its place in a file of several pages, counted from 1; 0 for the only one."""
    alone: bool = False
    """Whether it was asked for by its number."""

    def encode(self) -> bytes:
        """The exact bytes that the text was read from."""
        return self.bom + self.text.encode(self.encoding)


def read_file(path: str | Path, encoding: str | None = None) -> Source:
    """Read a page from a file.

    Raises `InputError` if the file cannot be read, `EncodingError` as `read_bytes` does, `TypeError` where
    `path` is none.
    """
    path = Path(checks.path("path", path))
    try:
        if is_folder(path):
            raise InputError(f"{path}: this is a folder. Name the pages in it, as {path / '*.txt'}.")
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(no_such_file(path)) from None
    except PermissionError:
        raise InputError(f"{path}: you are not allowed to read it. Ask its owner for read access.") from None
    except (OSError, ValueError) as error:
        if getattr(error, "errno", None) == ENAMETOOLONG:
            raise InputError(
                f"{str(path)[:LONGEST_SHOWN]}…: no file has so long a name. A text itself is given on "
                "standard input: name -, and pipe it."
            ) from None
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{path}: it cannot be read ({reason}). Copy it elsewhere and try again.") from error
    return read_bytes(data, str(path), encoding)


def read_bytes(
    data: bytes | bytearray | memoryview, name: str = "<bytes>", encoding: str | None = None
) -> Source:
    """Read a page from bytes.

    `encoding`: the only encoding to try, by any name that Python knows it by.
    Raises `InputError` where there are more than `LARGEST`, `EncodingError` where the bytes are not text,
    are in no encoding that can be detected, or not in the one asked for, `TypeError` where they are none.

    >>> read_bytes("青石镇".encode("gbk")).encoding
    'gb18030'
    """
    data = checks.binary("data", data, "A text is cleaned as it is, a file is read by read_file.")
    if len(data) > LARGEST:
        raise InputError(
            f"{name}: it is larger than {LARGEST // 2**20} MiB, more than a newspaper page can be. "
            "Split it into pages, one a file."
        )
    if kind := kind_of(data):
        remedy = (
            "Run OCR on it first and pass its output." if kind.needs_ocr else "Save it as plain text first."
        )
        raise EncodingError(f"{name}: this is {kind.name}, not text. {remedy}")
    wanted = canonical(encoding) if encoding else ""
    if encoding and not wanted:
        raise EncodingError(
            f"{name}: {encoding!r} is not an encoding that pages are read in. "
            f"Use one of {', '.join(ENCODINGS)}."
        )
    bom, marked = next(((bom, marked) for bom, marked in MARKS if data.startswith(bom)), (b"", ""))
    if wanted and marked and not marked.startswith(wanted):
        raise EncodingError(
            f"{name}: it begins with the byte-order mark of {marked.upper()}, but {wanted.upper()} was asked "
            "for. Leave --encoding out, or remove the mark if it is wrong."
        )
    if wanted == "utf-16" and not marked:
        raise EncodingError(
            f"{name}: without a byte-order mark, UTF-16 may be either way round. "
            "Pass --encoding utf-16-le or --encoding utf-16-be."
        )
    body = data[len(bom) :]
    only = marked or wanted
    for candidate in (only,) if only else ("utf-8", "gb18030"):
        text, fault = _decode(body, candidate)
        if fault is None and _is_text(text) and (candidate != "gb18030" or only or _is_chinese(text)):
            return Source(text, candidate, bom, name)
    raise EncodingError(f"{name}: {_diagnosis(body, only, len(bom))}")


def gb18030_text(data: bytes) -> str | None:
    r"""The Chinese text of bytes in GB18030; `None` where they are not surely that.

    >>> gb18030_text("青石镇小学".encode("gbk")), gb18030_text(b"\xff")
    ('青石镇小学', None)
    """
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    same = text.encode("gb18030") == data
    return text if same and _is_text(text) and _is_chinese(text) else None


def canonical(encoding: str) -> str:
    """The Python name of an encoding that pages are read in, by any name that it has; empty for others.

    >>> canonical("UTF8"), canonical("Big5-HKSCS"), canonical("latin-1")
    ('utf-8', 'big5hkscs', '')
    """
    try:
        found = codecs.lookup(encoding).name.removesuffix("-sig")
    except (LookupError, ValueError):
        return ""
    return found if found in (*ENCODINGS, "utf-16") else ""


def _decode(data: bytes, encoding: str) -> tuple[str, int | None]:
    """The text, and the offset of the first byte that it would not give back, if any."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        return "", error.start
    pairs = zip_longest(text.encode(encoding), data)
    return text, next((offset for offset, (again, byte) in enumerate(pairs) if again != byte), None)


def _is_text(text: str) -> bool:
    """Whether control characters are few; NULs that pad the end of a file do not count."""
    padded = text.rstrip("\0")
    controls = sum(char < " " and not char.isspace() for char in padded)
    return controls <= CONTROLS * len(padded) and bool(padded or not text)


def _is_chinese(text: str) -> bool:
    return _familiarity(text) >= FAMILIAR


def _familiarity(text: str) -> float:
    """Share of everyday ideographs among all letters that are not ASCII or full-width Latin.

    Code points without a meaning count as letters. A text without letters is 1: its marks prove nothing.
    """
    everyday = _everyday_ideographs()
    familiar = strange = 0
    for char in text:
        if char in everyday:
            familiar += 1
        elif char > "\x7f" and not "\uff00" <= char <= "\uffef":
            category = unicodedata.category(char)
            strange += category[0] == "L" or category in ("Cc", "Cn", "Co")
    return familiar / (familiar + strange) if familiar + strange else 1.0


@cache
def _everyday_ideographs() -> frozenset[str]:
    """Level 1 of GB 2312 and level 1 of Big5: the ideographs in common use, simplified and traditional.

    >>> len(_everyday_ideographs())
    6722
    """
    high = range(0xA1, 0xFF)
    return frozenset(
        chain(
            _code_table("gb2312", range(0xB0, 0xD8), high),
            _code_table("big5", range(0xA4, 0xC7), (*range(0x40, 0x7F), *high)),
        )
    )


def _code_table(encoding: str, leads: range, trails: range | tuple[int, ...]) -> set[str]:
    decoded = (bytes(pair).decode(encoding, "ignore") for pair in product(leads, trails))
    return {char for char in decoded if char and unicodedata.name(char, "").startswith("CJK UNIFIED")}


def _diagnosis(data: bytes, only: str, skipped: int) -> str:
    """What the bytes look like, where that shows, and what to do.

    `only`: the encoding that a mark or the user named; `skipped`: bytes before `data`.
    """
    tried = only or "utf-8"
    text, fault = _decode(data, tried)
    if fault is not None:
        line = data[:fault].decode(tried, "replace").count("\n") + 1
        found = (
            f"it is not {tried.upper()}: byte 0x{data[fault]:02X} at offset {fault + skipped} (line {line})"
        )
    else:
        controls = sum(char < " " and not char.isspace() for char in text)
        found = f"it is not text: {controls} of its {len(text)} characters are control characters"
    if guess := _guess(data, tried):
        remedy = f"pass --encoding {guess}" if guess not in ("utf-8", "gb18030") else "leave --encoding out"
        return f"{found}. It looks like {guess.upper()}: if that is right, {remedy}."
    if fault is None:
        return f"{found}. If it is an image or a document, run OCR on it first and pass the text."
    if _is_damaged_utf8(data):
        return f"{found}. The rest is UTF-8, so it was cut or damaged: get a whole copy, or mend that place."
    if only:
        return f"{found}. Find out its encoding and pass --encoding, or save it as UTF-8."
    gb_text, gb_fault = _decode(data, "gb18030")
    if gb_fault is not None:
        why = f"is not GB18030 either: byte 0x{data[gb_fault]:02X} at offset {gb_fault + skipped}"
    else:
        why = (
            f"as GB18030 only {_familiarity(gb_text):.0%} of its letters would be everyday Chinese characters"
        )
    return f"{found}, and {why}. Find out its encoding and pass --encoding, or save it as UTF-8."


def _guess(data: bytes, but: str) -> str:
    """The encoding in which the bytes look most like Chinese, if any does."""
    best, found = FAMILIAR, ""
    for encoding in ("utf-8", "gb18030", "big5", "big5hkscs", "utf-16-le", "utf-16-be"):
        text, fault = _decode(data, encoding)
        if encoding != but and fault is None and _is_text(text) and _familiarity(text) > best:
            best, found = _familiarity(text), encoding
    return found


def _is_damaged_utf8(data: bytes) -> bool:
    text = data.decode("utf-8", "replace")
    lost = text.count("\N{REPLACEMENT CHARACTER}")
    return 10 * lost <= sum(char > "\x7f" for char in text) - lost
