"""The report on a page: one HTML file to read, to judge and to decide by; and a list of many of them."""

from cleaner.report.about import About
from cleaner.report.content import Content
from cleaner.report.render import render
from cleaner.report.scan import Scan

__all__ = ["About", "Content", "Scan", "render"]
