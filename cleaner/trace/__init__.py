"""Edits, the text that they are made on, and the account of them."""

from cleaner.trace.audit import Audit, audit, check_places
from cleaner.trace.bonds import bind, incomplete
from cleaner.trace.edit import Bond, Change, Edit, Effect, Tier
from cleaner.trace.replay import inverse, replay, steps_of
from cleaner.trace.text import NOWHERE, TracedText

__all__ = [
    "NOWHERE",
    "Audit",
    "Bond",
    "Change",
    "Edit",
    "Effect",
    "Tier",
    "TracedText",
    "audit",
    "bind",
    "check_places",
    "incomplete",
    "inverse",
    "replay",
    "steps_of",
]
