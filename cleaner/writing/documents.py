"""The articles of a page in one of the formats: as files, or as one stream."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from cleaner.writing.jsonl import to_json_lines
from cleaner.writing.markdown import to_markdown
from cleaner.writing.names import article_names
from cleaner.writing.text import to_text

if TYPE_CHECKING:
    from cleaner.layout.roles.folios import Folio
    from cleaner.page import Article


class OutputFormat(StrEnum):
    """A format of the output."""

    TEXT = "text"
    MARKDOWN = "md"
    JSONL = "jsonl"
    ALTO = "alto"
    PAGE = "page"

    @property
    def in_one_file(self) -> bool:
        """Whether all articles of a page go into one file."""
        return self not in WRITERS

    @property
    def writes_back(self) -> bool:
        """Whether it is a copy of the file that the page was read from (`cleaner.writing.regions`)."""
        return self in (OutputFormat.ALTO, OutputFormat.PAGE)

    @property
    def suffix(self) -> str:
        """What the names of its files end with.

        >>> OutputFormat.TEXT.suffix, OutputFormat.JSONL.suffix
        ('.txt', '.jsonl')
        """
        if self.writes_back:
            return ".xml"
        return ".txt" if self is OutputFormat.TEXT else f".{self}"

    @property
    def separator(self) -> str:
        """What stands between two articles of a stream.

        Two blank lines in text and Markdown: one more than between paragraphs, so a program can
        split there, and nothing is in the stream that is not in the articles.
        """
        return "" if self.in_one_file else "\n\n"


WRITERS: dict[OutputFormat, Callable[[Article], str]] = {
    OutputFormat.TEXT: to_text,
    OutputFormat.MARKDOWN: to_markdown,
}


def as_stream(
    articles: Sequence[Article],
    form: OutputFormat,
    furniture: Sequence[str] = (),
    source: str = "",
    folio: Folio | None = None,
) -> str:
    r"""All articles as one text; the furniture of the page stands at the end of text and Markdown.

    source: what JSON Lines call the page that the articles are of.
    folio: what the page says of itself, for JSON Lines.

    >>> from cleaner.page import Article
    >>> as_stream([Article("三座水库"), Article("春茶")], OutputFormat.TEXT)
    '三座水库\n\n\n春茶\n'
    """
    if form is OutputFormat.JSONL:
        return to_json_lines(articles, furniture, source, folio)
    return form.separator.join([*map(WRITERS[form], articles), *_as_text(furniture)])


def as_files(
    articles: Sequence[Article],
    form: OutputFormat,
    page: str,
    furniture: Sequence[str] = (),
    source: str = "",
    folio: Folio | None = None,
) -> dict[str, str]:
    """Name and text of each file: one an article, or for JSON Lines one a page, of the name `page`.

    What is printed on the page and belongs to no article is in a file of its own, `00_furniture`.

    >>> from cleaner.page import Article
    >>> list(as_files([Article("三座水库")], OutputFormat.TEXT, "page", ["第3版"]))
    ['00_furniture.txt', '01_三座水库.txt']
    """
    if form is OutputFormat.JSONL:
        return {page: as_stream(articles, form, furniture, source, folio)}
    names = article_names(articles, form.suffix)
    files = {f"00_furniture{form.suffix}": text for text in _as_text(furniture)}
    return files | dict(zip(names, map(WRITERS[form], articles), strict=True))


def _as_text(furniture: Sequence[str]) -> list[str]:
    """Folio, date, editors and labels of the page as one text, if there are any."""
    return ["\n\n".join(furniture) + "\n"] if furniture else []
