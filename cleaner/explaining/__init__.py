"""The edits of a page reported to people, editors and code review tools."""

from cleaner.explaining.forms import Form

__all__ = ["Form"]
