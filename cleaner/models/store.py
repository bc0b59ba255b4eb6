"""Models in files: `NAME.json`, the manifest, and where there are arrays `NAME.npz` beside it.

A manifest names the model, the version of the features that it reads, the digests of the corpus that it was
trained on and of its arrays, and the constants that were fitted with it.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from math import prod
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any, Final, NamedTuple, Self
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

import numpy as np
from numpy.lib.format import read_array_header_1_0, read_magic
from numpy.typing import NDArray

from cleaner.errors import ModelError

FOLDER: Final = Path(__file__).with_name("weights")
"""Of the shipped models."""
_SCALE, _HIGH, _LOW = ".scale", ".high", ".low"
"""What the names of the parts of a quantised matrix end with."""
_MIDDLE: Final = np.float32(16)
"""Of what five bits can hold."""
_NAME_LENGTH, _LOCAL_HEADER = 26, 30
"""Where the local header of a member of a ZIP file holds the lengths of its name and of what it adds, and its
own length (APPNOTE.TXT, section 4.3.7)."""
_LONGEST_HEADER: Final = 4096
"""Bytes before the numbers of an array."""

Float32s = NDArray[np.float32]


@dataclass(frozen=True)
class ModelManifest:
    """What is known of a stored model.

    model: its name.
    features: version of the features that it reads; the code reads one version only.
    corpus: SHA-256 of the corpus file that it was trained on; None where it was not recorded.
    arrays: SHA-256 of the arrays beside the manifest; None where there are none.
    constants: what was fitted with it, calibration of its scores included, by name.
    parameters: the model itself, where it is tables of numbers by name.
    """

    model: str
    features: int
    corpus: str | None = None
    arrays: str | None = None
    constants: Mapping[str, Any] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)


def read_manifest(path: Path, model: str, features: int) -> ModelManifest:
    """The manifest of a model; `path` is that of the manifest or of the arrays beside it.

    Raises:
        ModelError: there is none, it is of another model, or of other features than the code reads.
    """
    file = path.with_suffix(".json")
    try:
        manifest = ModelManifest(**json.loads(file.read_text(encoding="utf-8")))
    except (OSError, TypeError, ValueError) as error:
        raise ModelError(f"{file}: this is no manifest of a model ({error}).") from error
    if (manifest.model, manifest.features) != (model, features):
        raise ModelError(
            f"{file}: the code reads the model {model} with features of version {features}, and this is "
            f"{manifest.model} with features of version {manifest.features}. Train it anew."
        )
    return manifest


def read_arrays(path: Path) -> dict[str, Any]:
    """The arrays beside a manifest, as they are stored. Raises `ModelError` where there are none.

    They are read where they lie in the file, which is mapped into memory: what no page looks at is not
    loaded, and processes share the rest. They cannot be written to.
    """
    file = path.with_suffix(".npz")
    try:
        with file.open("rb") as stored, ZipFile(stored) as members:
            mapped = mmap(stored.fileno(), 0, access=ACCESS_READ)
            return {each.filename.removesuffix(".npy"): _array(mapped, each) for each in members.infolist()}
    except (OSError, ValueError, BadZipFile, struct.error) as error:
        raise ModelError(f"{file}: the arrays of a model cannot be read ({error}).") from error


def _array(mapped: mmap, member: ZipInfo) -> NDArray[Any]:
    """An array in a mapped file. Raises `ValueError` where it is compressed, or no array."""
    if member.compress_type != ZIP_STORED:
        raise ValueError(f"{member.filename} is compressed")
    lengths = struct.unpack_from("<HH", mapped, member.header_offset + _NAME_LENGTH)
    start = member.header_offset + _LOCAL_HEADER + sum(lengths)
    header = BytesIO(mapped[start : start + _LONGEST_HEADER])
    if read_magic(header) != (1, 0):
        raise ValueError(f"{member.filename} is of an unknown version")
    shape, by_column, kind = read_array_header_1_0(header)
    array = np.frombuffer(mapped, kind, prod(shape), start + header.tell())
    return array.reshape(shape, order="F" if by_column else "C")


def from_planes(planes: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """Whole numbers from their bytes, all lowest ones first: in this order a wheel packs them smaller.

    >>> from_planes(np.array([[1, 2], [0, 1]], dtype=np.uint8)).tolist()
    [1, 258]
    """
    numbers = np.zeros(planes.shape[1:], dtype="<u4")
    parts = numbers.view(np.uint8).reshape(*numbers.shape, 4)
    for n, plane in enumerate(planes):
        parts[..., n] = plane
    return numbers


def from_nibbles(high: NDArray[np.uint8], low: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Whole numbers of five bits from their highest four, two numbers to a byte, and from their lowest one.

    The last axis holds the numbers of a row, eight to a byte of lowest bits. So divided, a wheel packs them
    smaller: in bytes of few values deflate finds chance repetitions, and writes more for one than it saves.

    >>> from_nibbles(np.array([[0x1F]], dtype=np.uint8), np.array([[0b01000000]], dtype=np.uint8)).tolist()
    [[2, 31]]
    """
    pairs = np.empty((*high.shape, 2), dtype=np.uint8)
    np.right_shift(high, 4, out=pairs[..., 0])
    np.bitwise_and(high, 15, out=pairs[..., 1])
    numbers = pairs.reshape(*high.shape[:-1], -1)
    numbers += numbers  # a shift, but far faster
    numbers |= np.unpackbits(low, axis=-1, count=numbers.shape[-1])
    return numbers


class Packed(NamedTuple):
    """A matrix of whole numbers of five bits, from -15 to 15, with a factor for each column.

    Sixteen is added to the numbers, which are then stored as `from_nibbles` reads them. A table may be stored
    column by column, which a wheel packs smaller; rows are read from one that is stored row by row.
    """

    high: NDArray[np.uint8]
    """Shape (rows, half the columns)."""
    low: NDArray[np.uint8]
    """Shape (rows, an eighth of the columns)."""
    scale: Float32s

    @classmethod
    def of(cls, name: str, arrays: Mapping[str, Any]) -> Self:
        """The matrix of a name among the arrays of a file. Raises `ModelError` where it is not stored so."""
        try:
            high, low, scale = (arrays[name + part] for part in (_HIGH, _LOW, _SCALE))
        except KeyError as error:
            raise ModelError(f"the model has no matrix {name} of five bits. Train it anew.") from error
        return cls(np.ascontiguousarray(high), low, scale.astype(np.float32))

    def rows(self, index: NDArray[np.int64] | None = None) -> Float32s:
        """Rows of the matrix, all if none are named; the columns become the last axis."""
        parts = self.high, self.low
        high, low = parts if index is None else (part.take(index, axis=0) for part in parts)
        found = from_nibbles(high, low)[..., : len(self.scale)].astype(np.float32)
        found -= _MIDDLE
        found *= self.scale
        return found


def dequantised(arrays: Mapping[str, Any]) -> dict[str, Float32s]:
    """Weights from whole numbers and a factor for each column, stored as `NAME.scale`; others as they are.

    They may be stored column by column, which a wheel packs smaller.
    """
    found: dict[str, Float32s] = {}
    for name, array in arrays.items():
        whole = name.removesuffix(_HIGH)
        if whole != name:
            found[whole] = Packed.of(whole, arrays).rows()
        elif not name.endswith((_LOW, _SCALE)):
            found[name] = np.ascontiguousarray(array, dtype=np.float32)
            if name + _SCALE in arrays:
                found[name] *= arrays[name + _SCALE].astype(np.float32)
    return found


def arranged(what: str, known: Sequence[str], given: Sequence[str], evidence: Float32s) -> Float32s:
    """Evidence, shape (rows, names), with its named columns in the order that a model knows.

    Raises:
        ModelError: a name is unknown or missing.

    >>> arranged("links", ["a", "b"], ["b", "a"], np.array([[1, 2]], dtype=np.float32)).tolist()
    [[2.0, 1.0]]
    """
    if list(given) == list(known):
        return evidence
    check_names(what, known, given)
    place = {name: n for n, name in enumerate(given)}
    return evidence[:, [place[name] for name in known]]


def check_names(what: str, known: Iterable[str], given: Iterable[str]) -> None:
    """Make sure that a model knows exactly the features that it is given.

    Raises:
        ModelError: one is unknown or missing.

    >>> check_names("links", ["a", "b"], ["b", "a"])
    """
    known, given = set(known), set(given)
    if unknown := sorted(given - known):
        raise ModelError(f"{what}: the weights do not know the feature {unknown[0]!r}. Train the model anew.")
    if missing := sorted(known - given):
        raise ModelError(f"{what}: the weights ask for the feature {missing[0]!r}, which there is none of.")
