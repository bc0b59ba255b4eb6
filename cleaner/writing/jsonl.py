"""Articles as JSON Lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaner.page import Article


def to_json_line(article: Article) -> str:
    """One JSON object, in the field order of `Article.as_dict`, on a line of its own."""
    return json.dumps(article.as_dict(), ensure_ascii=False) + "\n"
