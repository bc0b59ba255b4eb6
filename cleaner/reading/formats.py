"""Files that are not text, known by their first bytes."""

from __future__ import annotations

from typing import NamedTuple


class FileKind(NamedTuple):
    """A kind of file: `name` as messages give it; `needs_ocr` where its text is in pictures."""

    name: str
    needs_ocr: bool = True


SIGNATURES: tuple[tuple[bytes, FileKind], ...] = (
    (b"\x89PNG\r\n\x1a\n", FileKind("a PNG image")),
    (b"\xff\xd8\xff", FileKind("a JPEG image")),
    (b"GIF87a", FileKind("a GIF image")),
    (b"GIF89a", FileKind("a GIF image")),
    (b"II*\0", FileKind("a TIFF image")),
    (b"MM\0*", FileKind("a TIFF image")),
    (b"\0\0\0\x0cjP  \r\n\x87\n", FileKind("a JPEG 2000 image")),
    (b"AT&TFORM", FileKind("a DjVu document")),
    (b"%PDF-", FileKind("a PDF document")),
    (b"PK\x03\x04", FileKind("a ZIP archive (or a Word, EPUB or OFD document)", needs_ocr=False)),
    (b"\x1f\x8b", FileKind("a gzip archive", needs_ocr=False)),
    (b"7z\xbc\xaf\x27\x1c", FileKind("a 7-Zip archive", needs_ocr=False)),
    (b"Rar!\x1a\x07", FileKind("a RAR archive", needs_ocr=False)),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileKind("an old Word document", needs_ocr=False)),
    (b"{\\rtf1", FileKind("an RTF document", needs_ocr=False)),
    (b"PAR1", FileKind("a Parquet table (cleaner clean reads it, with -o)", needs_ocr=False)),
)


def kind_of(data: bytes) -> FileKind | None:
    """What kind of file the bytes are, if they are one that cannot be text.

    >>> kind_of(b"%PDF-1.7"), kind_of("青石镇".encode())
    (FileKind(name='a PDF document', needs_ocr=True), None)
    """
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return FileKind("a WebP image")
    return next((kind for signature, kind in SIGNATURES if data.startswith(signature)), None)
