"""Articles as JSON Lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cleaner.jsontext import json_text

if TYPE_CHECKING:
    from cleaner.layout.roles.folios import Folio
    from cleaner.page import Article


def to_json_lines(
    articles: Sequence[Article], furniture: Sequence[str] = (), page: str = "", folio: Folio | None = None
) -> str:
    """One JSON object an article, each on a line of its own, with the keys of `cleaner.records.ArticleLine`.

    page: what the page is called; an article of an issue is called by the page that it begins on.
    folio: what the page says of itself.

    What is printed on the page and belongs to no article is kept as `furniture` of the first object; a page
    of nothing else gives one object without the fields of an article.

    >>> from cleaner.page import Article
    >>> to_json_lines([Article("三座水库")], page="a.txt")[:40]
    '{"page": "a.txt", "article": 1, "newspap'
    """
    pages = [article.sources[0].page if article.sources else page for article in articles] or [page]
    records = article_records(articles, furniture, folio)
    return "".join(
        json_text({"page": name, **record}) + "\n"
        for name, record in zip(pages, records, strict=bool(records))
    )


def article_records(
    articles: Sequence[Article], furniture: Sequence[str] = (), folio: Folio | None = None
) -> list[dict[str, object]]:
    """The articles of a page by the names of their fields, numbered from 1, for JSON Lines and tables.

    furniture: what is printed on the page and belongs to no article: the first article has it, or where there
        is none a record without the fields of an article.

    >>> article_records([], ["第3版"])
    [{'article': None, 'newspaper': '', 'date': '', 'page_number': '', 'furniture': ['第3版']}]
    """
    newspaper, date, number = (folio.newspaper, folio.date, folio.number) if folio else ("", "", "")
    printed: dict[str, object] = {"newspaper": newspaper, "date": date}
    records: list[dict[str, object]] = [
        {"article": n, **printed, **article.as_dict()} for n, article in enumerate(articles, start=1)
    ]
    if furniture:
        records = records or [{"article": None, **printed, "page_number": number}]
        records[0]["furniture"] = list(furniture)
    return records
