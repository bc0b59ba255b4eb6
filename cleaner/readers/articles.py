"""Articles as a vision model gives them that is asked for JSON: headline, author and text of each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from cleaner.document import RawPage, Region, RegionKind
from cleaner.patterns import HAN
from cleaner.readers.building import PageBuilder
from cleaner.readers.families import JsonReader
from cleaner.readers.formats import InputFormat
from cleaner.readers.prose import plain
from cleaner.readers.values import fields, items, text

LISTS = ("articles", "news", "items", "文章", "新闻")
"""Keys of the list of the articles of a page."""
OVER = ("kicker", "eyebrow", "引题", "肩题", "眉题")
TITLES = ("title", "headline", "标题", "主标题")
UNDER = ("subtitle", "subheading", "subheadline", "副标题")
AUTHORS = ("author", "authors", "byline", "reporter", "作者", "记者", "署名")
TEXTS = ("content", "text", "body", "paragraphs", "article", "正文", "内容", "段落")
SHORTEST = 12
"""Ideographs of a text that is an article, at the least."""
HIGHEST, LOWER = 1, 2
"""Levels of a headline, and of what stands over and under it."""
_LINES = re.compile(r"\s*\n\s*")


def _is_page(value: object) -> bool:
    """Whether a value is articles, one with a sentence, whose ideographs stand in fields that are read."""
    articles = _articles_of(value)
    return any(map(_has_sentence, articles)) and all(map(_is_article, articles))


def _articles_of(value: object) -> Sequence[Mapping[str, object]]:
    """The articles of a value, in their order; of an object that says more of the page none."""
    if isinstance(value, list):
        return [fields(each) for each in value]
    page = fields(value)
    found = [key for key in LISTS if isinstance(page.get(key), list)]
    if not found:
        return [page]
    others = {key: page[key] for key in page if key not in found}
    return (
        [] if len(found) > 1 or _has_ideographs(others) else [fields(each) for each in items(page[found[0]])]
    )


def _is_article(article: Mapping[str, object]) -> bool:
    read = [key for keys in (OVER, TITLES, UNDER, AUTHORS, TEXTS) for key in keys if key in article]
    named = [sum(key in article for key in keys) for keys in (TITLES, TEXTS)]
    others = {key: value for key, value in article.items() if key not in read}
    return named == [1, 1] and all(_is_text(article[key]) for key in read) and not _has_ideographs(others)


def _has_sentence(article: Mapping[str, object]) -> bool:
    """Whether the text of an article is one, and no label of an interface."""
    content = json.dumps([article.get(key) for key in TEXTS], ensure_ascii=False)
    return "。" in content and len(HAN.findall(content)) >= SHORTEST


def _is_text(value: object) -> bool:
    """Whether a value is a text, a list of texts, or nothing."""
    return value is None or (isinstance(value, str | list) and all(isinstance(each, str) for each in value))


def _has_ideographs(value: object) -> bool:
    return HAN.search(json.dumps(value, ensure_ascii=False)) is not None


def _read_articles(value: object, name: str) -> Iterator[RawPage]:
    """One page; each headline is a heading, each line of a text a paragraph."""
    builder = PageBuilder(InputFormat.ARTICLES, name=name)
    order = 0
    for at, article in enumerate(_articles_of(value)):
        for keys, level in ((OVER, LOWER), (TITLES, HIGHEST), (UNDER, LOWER), (AUTHORS, 0), (TEXTS, 0)):
            for block in (block for key in keys for block in _blocks(article.get(key))):
                kind = RegionKind.HEADING if level else RegionKind.UNKNOWN
                path = f"/{at}"
                place = builder.add_region(
                    Region(kind, order=order, level=level or None, article=str(at + 1), path=path)
                )
                builder.add_line(block, None, region=place, whole_block=True, path=path)
                order += 1
    yield builder.page()


def _blocks(value: object) -> Iterator[str]:
    """The blocks of a field: those of a list, the lines of a text."""
    for part in [value] if isinstance(value, str) else items(value):
        yield from filter(None, _LINES.split(plain(text(part)).strip()))


READERS = (JsonReader(InputFormat.ARTICLES, _is_page, _read_articles),)
