"""Files that come compressed."""

from __future__ import annotations

import gzip
import zlib
from io import BytesIO

from cleaner.errors import FormatError, InputError

GZIP = b"\x1f\x8b"


def unpacked(data: bytes, most: int) -> bytes:
    """The bytes of a file, unpacked where it is a gzip archive.

    Raises `InputError` where they are more than `most`, before they are unpacked; `FormatError` where the
    archive is damaged.

    >>> import gzip
    >>> unpacked(gzip.compress(b"<alto/>"), 100), unpacked(b"<alto/>", 100)
    (b'<alto/>', b'<alto/>')
    """
    if data.startswith(GZIP):
        try:
            data = gzip.GzipFile(fileobj=BytesIO(data)).read(most + 1)  # all its members
        except EOFError:
            raise FormatError("the gzip archive ends too early. Get a whole copy.") from None
        except (gzip.BadGzipFile, zlib.error) as error:
            raise FormatError(f"the gzip archive is damaged ({error}). Get a whole copy.") from None
    if len(data) > most:
        raise InputError(f"it is larger than {most // 2**20} MiB. Split it into pages, one a file.")
    return data
