"""JSON that UTF-8 can hold."""

from __future__ import annotations

import json
import re

_SURROGATE = re.compile(r"[\ud800-\udfff]")


def json_text(value: object, indent: int | None = None) -> str:
    r"""A value as JSON, ideographs as they are.

    A lone surrogate is escaped: Python has one for each byte of a file name that is not in UTF-8, and reads
    it back from the JSON.

    >>> json_text({"page": "青石镇\udcff.txt"})
    '{"page": "青石镇\\udcff.txt"}'
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
