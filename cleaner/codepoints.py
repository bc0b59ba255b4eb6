"""The code points of a text, as numpy reads them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def code_points(text: str) -> NDArray[np.uint32]:
    r"""The code point of each character of a text, lone surrogates too; shape (len(text),), read-only.

    >>> code_points("A\ud800").tolist()
    [65, 55296]
    """
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def solid_of(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    r"""Which code points are no white space.

    >>> solid_of(code_points("甲 乙\n")).tolist()
    [True, False, True, False]
    """
    solid = np.ones(len(codes), dtype=bool)
    ranked = np.sort(codes)  # `np.unique` would import masked arrays
    different = np.append(ranked[:1], ranked[1:][ranked[1:] != ranked[:-1]])
    for code in different.tolist():
        if chr(code).isspace():
            solid &= codes != code
    return solid
