"""Articles to text, Markdown and JSON Lines, and those to files."""

from cleaner.writing.documents import OutputFormat, as_files, as_stream
from cleaner.writing.files import write_all
from cleaner.writing.inplace import rewrite
from cleaner.writing.jsonl import to_json_lines
from cleaner.writing.markdown import to_markdown
from cleaner.writing.names import article_names, path_names
from cleaner.writing.text import to_text

__all__ = [
    "OutputFormat",
    "article_names",
    "as_files",
    "as_stream",
    "path_names",
    "rewrite",
    "to_json_lines",
    "to_markdown",
    "to_text",
    "write_all",
]
