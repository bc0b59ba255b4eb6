"""The edits of a page for people, editors and code review tools."""

from cleaner.explaining.forms import ExplainFormat

__all__ = ["ExplainFormat"]
