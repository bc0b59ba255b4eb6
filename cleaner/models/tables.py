"""Models that are tables of weights by name: of the decision for a head, and of lines read across columns."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cleaner.models.store import read_manifest

Tables = Mapping[str, Mapping[str, float]]
"""Weights by name of decision or kind, and of feature."""
ROLES, INTERLEAVING = "roles", "interleaving"
ROLE_FEATURES, INTERLEAVING_FEATURES = 1, 1
"""Versions of the features that `cleaner.layout` reads off a page for them."""


def read_roles(path: Path) -> Tables:
    """Weights of the decision for a head. Raises `ModelError`."""
    return read_manifest(path, ROLES, ROLE_FEATURES).parameters


def read_interleaving(path: Path) -> Tables:
    """Weights of lines read across columns. Raises `ModelError`."""
    return read_manifest(path, INTERLEAVING, INTERLEAVING_FEATURES).parameters
