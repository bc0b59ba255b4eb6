"""The report on a page: one HTML file to read, to judge and to decide by."""

from cleaner.report.content import Content
from cleaner.report.render import render

__all__ = ["Content", "render"]
