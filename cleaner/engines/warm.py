"""Imported by the process that all others are forked from: loads what they share."""

from cleaner.chain import clean
from cleaner.engines.processes import warm_up

__all__ = ["clean"]

warm_up()
