"""Edits, the text that they are made on, and the account of them."""

from cleaner.trace.audit import Audit, audit
from cleaner.trace.edit import Change, Edit, Effect, Tier
from cleaner.trace.replay import inverse, replay
from cleaner.trace.text import TracedText

__all__ = ["Audit", "Change", "Edit", "Effect", "Tier", "TracedText", "audit", "inverse", "replay"]
