"""All that is learned, behind one door: `Models`, loaded when it is needed, replaceable part by part."""

from cleaner.models.bundle import PARTS, Models, shipped_models

__all__ = ["PARTS", "Models", "shipped_models"]
