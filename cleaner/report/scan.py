"""The scan of a page, for a report to show beside its text: the picture, and where articles stand on it."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.errors import FormatError, InputError, no_such_file
from cleaner.paths import is_file

if TYPE_CHECKING:
    from cleaner.document import Box

LARGEST = 32 * 2**20
"""Bytes of a picture that a report takes in."""

KINDS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg", b"GIF8": "gif", b"BM": "bmp"}
"""First bytes of pictures that browsers show, and the name of each kind."""

SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif", ".bmp")


@dataclass(frozen=True, slots=True)
class Scan:
    """A picture, and boxes of articles on it.

    address: the picture itself, as a data URL.
    size: width and height of the page in the unit of the boxes; none where it is the picture's own.
    boxes: the article of each box, and the box.
    """

    address: str
    size: tuple[float, float] | None = None
    boxes: Sequence[tuple[int, Box]] = ()


def read_picture(path: Path) -> str:
    """A picture as a data URL. Raises `InputError`."""
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(no_such_file(path)) from error
    except OSError as error:
        raise InputError(f"{path}: it cannot be read ({error.strerror}).") from error
    kind = _kind(data)
    if kind is None:
        raise FormatError(f"{path}: no browser shows this as a picture. Convert it to PNG, JPEG or WebP.")
    if len(data) > LARGEST:
        raise InputError(f"{path}: it is larger than {LARGEST // 2**20} MiB. Make it smaller.")
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def find_picture(folder: Path, stem: str) -> Path | None:
    """The picture in a folder that is called as a page is, if there is one."""
    return next((path for suffix in SUFFIXES if is_file(path := folder / f"{stem}{suffix}")), None)


def _kind(data: bytes) -> str | None:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:12] in (b"ftypavif", b"ftypavis"):
        return "avif"
    return next((kind for head, kind in KINDS.items() if data.startswith(head)), None)
