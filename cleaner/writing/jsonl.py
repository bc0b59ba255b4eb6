"""Articles as JSON Lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cleaner.jsontext import json_text

if TYPE_CHECKING:
    from cleaner.layout.folios import Folio
    from cleaner.page import Article


def to_json_lines(
    articles: Sequence[Article], furniture: Sequence[str] = (), page: str = "", folio: Folio | None = None
) -> str:
    """One JSON object an article, each on a line of its own, with the keys of `cleaner.records.ArticleLine`.

    page: what the page is called; an article of an issue is called by the page that it begins on.
    folio: what the page says of itself.

    What is printed on the page and belongs to no article is kept as `furniture` of the first object; a page
    of nothing else gives one object without the fields of an article.
    """
    newspaper, date = (folio.newspaper, folio.date) if folio else ("", "")
    records: list[dict[str, object]] = [
        {
            "page": article.sources[0].page if article.sources else page,
            "article": number,
            "newspaper": newspaper,
            "date": date,
            **article.as_dict(),
        }
        for number, article in enumerate(articles, start=1)
    ]
    if furniture and records:
        records[0]["furniture"] = list(furniture)
    elif furniture:
        records.append(
            {
                "page": page,
                "article": None,
                "newspaper": newspaper,
                "date": date,
                "page_number": folio.number if folio else "",
                "furniture": list(furniture),
            }
        )
    return "".join(json_text(record) + "\n" for record in records)
