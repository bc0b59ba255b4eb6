"""Articles as JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaner.page import Article


def to_json_lines(articles: Sequence[Article], furniture: Sequence[str] = ()) -> str:
    """One JSON object an article, in the field order of `Article.as_dict`, each on a line of its own.

    What is printed on the page and belongs to no article is kept as `furniture` of the first object; a page
    of nothing else gives one object with that field alone.
    """
    records: list[dict[str, object]] = [article.as_dict() for article in articles]
    if furniture:
        records = records or [{}]
        records[0] = {**records[0], "furniture": list(furniture)}
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
