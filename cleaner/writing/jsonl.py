"""Articles as JSON Lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cleaner.jsontext import json_text

if TYPE_CHECKING:
    from cleaner.page import Article


def to_json_lines(articles: Sequence[Article], furniture: Sequence[str] = (), page: str = "") -> str:
    """One JSON object an article, in the field order of `Article.as_dict`, each on a line of its own.

    page: what the page is called. Then `page` and `article`, the number of the article counted from 1, come
        first in each object; an article of an issue is called by the page that it begins on.

    What is printed on the page and belongs to no article is kept as `furniture` of the first object; a page
    of nothing else gives one object without the fields of an article.
    """

    def place(number: int, name: str) -> dict[str, object]:
        return {"page": name, "article": number} if name else {}

    records: list[dict[str, object]] = [
        {**place(number, article.sources[0].page if article.sources else page), **article.as_dict()}
        for number, article in enumerate(articles, start=1)
    ]
    if furniture:
        records = records or [{"page": page} if page else {}]
        records[0] = {**records[0], "furniture": list(furniture)}
    return "".join(json_text(record) + "\n" for record in records)
