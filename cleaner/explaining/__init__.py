"""The edits of a page for people, editors and code review tools."""

from cleaner.explaining.forms import Form

__all__ = ["Form"]
