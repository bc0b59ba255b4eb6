"""Files that come compressed, and JSON that comes in a fence of Markdown, as models answer."""

from __future__ import annotations

import gzip
import re
import zlib
from io import BytesIO

from cleaner.errors import FormatError, InputError

GZIP = b"\x1f\x8b"
FENCE = b"```"
LONGEST_REMARK = 400
"""Bytes of the line over a fence, and of the one under it, in which a model says what it hands over."""
OPENING = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:[^\s`\[{][^\n`\[{]{0,%d}\n\s*+)?"
    rb"```(?:json)?[ \t]*\r?\n(?:\xef\xbb\xbf)?(?=\s*[\[{])" % (LONGEST_REMARK - 1),
    re.IGNORECASE,
)
"""A fence that is named as JSON or by nothing, a remark of the model may stand over it."""
CLOSING = re.compile(rb"\n[ \t]*+```")


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


def unfenced(data: bytes) -> bytes:
    r"""What stands in the one fence of a file, if it begins as JSON does; else the file.

    Over the fence and under it a line may stand, in which a model says what it hands over.

    >>> unfenced(b"```json\n[1]\n```\n"), unfenced(b"```\n[1]"), unfenced(b"```python\n[1]\n```")
    (b'[1]', b'[1]', b'```python\n[1]\n```')
    >>> unfenced(b"Here is the page:\n\n```json\n[1]\n```\nAsk me for more.")
    b'[1]'
    """
    opening = OPENING.match(data) if FENCE in data[: 2 * LONGEST_REMARK] else None
    if opening is None:
        return data
    closing = CLOSING.search(data, opening.end())
    if closing is None:
        return data[opening.end() :]
    remark = data[closing.end() :].strip()
    is_remark = len(remark) <= LONGEST_REMARK and not {*b"\n`"} & {*remark}
    return data[opening.end() : closing.start()] if is_remark else data
