"""Articles as a vision model gives them that is asked for JSON: headline, author and text of each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from cleaner.document import HIGHEST_LEVEL, RawPage, Region, RegionKind
from cleaner.patterns import HAN
from cleaner.readers.building import PageBuilder, page_name
from cleaner.readers.families import JsonReader
from cleaner.readers.formats import InputFormat
from cleaner.readers.prose import plain
from cleaner.readers.values import check_pages, fields, items

LISTS = ("articles", "news", "items", "文章", "新闻")
"""Keys of a list of the articles of a page."""
OVER = ("kicker", "eyebrow", "引题", "肩题", "眉题")
TITLES = ("title", "headline", "标题", "主标题")
UNDER = ("subtitle", "subheading", "subheadline", "sub_title", "sub_headline", "副标题", "副题")
AUTHORS = ("author", "authors", "byline", "reporter", "作者", "记者", "署名")
TEXTS = ("content", "text", "body", "paragraphs", "article", "正文", "内容", "段落")
SHORTEST = 12
"""Ideographs of a text that is an article, at the least."""
LONGEST_LABEL = 40
"""Characters of what another field says of an article that is none of its texts, at the most."""
LOWER = 2
"""The level of what stands over and under a headline, and of headings in a text."""
READ = (*OVER, *TITLES, *UNDER, *AUTHORS, *TEXTS)
"""All keys of an article that are read."""
NO_WORDS = (
    *("id", "uid", "page", "page_no", "page_number", "index", "order", "number", "no", "level"),
    *("type", "category", "language", "lang", "confidence", "score", "model", "version", "usage"),
    *("box", "bbox", "bboxes", "position", "coordinates", "width", "height"),
    *("url", "link", "image", "file", "filename", "path"),
    *("code", "status", "success", "msg", "message", "date", "created", "timestamp"),
)
"""Keys under which figures and Latin letters are no words of the paper."""
_SAID = re.compile(r"[。！？；，!?]|[.](?=\s|$)")
"""What a label does not hold: a sentence under another key may be text of the article."""
_LINE_END = re.compile(r"<br\s*/?>\n?", re.IGNORECASE)
_BLANK = re.compile(r"\n\s*\n")
_HEADING = re.compile(r"#{1,6} +(?=\S)")

Entry = Mapping[str, object]


class _Page(NamedTuple):
    """What is said of a page, and its articles, each with its path."""

    labels: Sequence[str]
    articles: Sequence[tuple[str, Entry]]


def _is_known(value: object) -> bool:
    """Whether a value is articles, one of them with a sentence."""
    return any(_has_sentence(article) for page in _pages_of(value) for _, article in page.articles)


def _pages_of(value: object, path: str = "") -> list[_Page]:
    """The pages of a value: an article, a list of articles or of pages, an object that holds such; else none.

    Several lists of an object are of one page where one of them is called so, else they are pages. What
    else an object says has to be labels.
    """
    if isinstance(value, list):
        return _pages_of_list(value, path)
    page = fields(value)
    if _is_article(page):
        return [_Page((), [(path, page)])]
    inner = {
        key: found
        for key, each in page.items()
        if isinstance(each, list | dict) and (found := _pages_of(each, f"{path}/{key}"))
    }
    labels = labels_of({key: each for key, each in page.items() if key not in inner}) if inner else None
    if labels is None:
        return []
    pages = [each for found in inner.values() for each in found]
    if not inner.keys().isdisjoint(LISTS) and not any(each.labels for each in pages):
        pages = [_Page((), [article for each in pages for article in each.articles])]
    return [pages[0]._replace(labels=(*labels, *pages[0].labels)), *pages[1:]]


def _pages_of_list(values: Sequence[object], path: str) -> list[_Page]:
    pages: list[_Page] = []
    for at, each in enumerate(values):
        found = _pages_of(each, f"{path}/{at}")
        if not found:
            return []
        pages += found
    if all(map(_is_article, map(fields, values))):
        return [_Page((), [article for page in pages for article in page.articles])] if pages else []
    return pages


def labels_of(value: object, key: str = "") -> list[str] | None:
    """What a value says, label by label, wherever it stands; `None` where it says more.

    key: what it stands under; figures and Latin letters under `NO_WORDS` are none.

    >>> labels_of({"section": "要闻", "page": 3, "tags": ["水利", "民生"]}), labels_of("水库昨日蓄水。")
    (['要闻', '水利', '民生'], None)
    >>> labels_of([["南岸", 420], {"by": "Anna Berg"}])
    ['南岸', '420', 'Anna Berg']
    """
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        words = " ".join(str(value).split())
        if not words or (key in NO_WORDS and not HAN.search(words)):
            return []
        return [words] if len(words) <= LONGEST_LABEL and not _SAID.search(words) else None
    entries = value.items() if isinstance(value, dict) else [(key, each) for each in items(value)]
    found: list[str] = []
    for inner, each in entries:
        labels = labels_of(each, str(inner))
        if labels is None:
            return None
        found += labels
    return found


def _labels(article: Entry) -> list[str] | None:
    """What stands under the keys of an article that are none of its texts."""
    return labels_of({key: each for key, each in article.items() if key not in READ})


def _is_article(article: Entry) -> bool:
    read = [key for key in READ if key in article]
    named = [sum(key in article for key in keys) for keys in (TITLES, TEXTS)]
    return (
        named == [1, 1]
        and all(texts_of(article[key], key in AUTHORS) is not None for key in read)
        and _labels(article) is not None
    )


def texts_of(value: object, named: bool = False) -> list[str] | None:
    """The texts of a field: itself, those of a list, that of an object; `None` where it is something else.

    named: whether the strings of an object that are labels are one text, as who wrote an article.

    >>> texts_of(["甲", {"text": "乙", "page": 3}]), texts_of(None), texts_of(3)
    (['甲', '乙'], [], None)
    """
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        keys = [key for key in TEXTS if key in value]
        if named and not keys:
            labels = labels_of(value)
            return None if labels is None else [" ".join(labels)]
        others = labels_of({key: each for key, each in value.items() if key not in keys})
        return texts_of(value[keys[0]]) if len(keys) == 1 and others == [] else None
    if value is not None and not isinstance(value, list):
        return None
    found = [texts_of(each, named) for each in items(value)]
    return None if None in found else [text for each in found for text in each or ()]


def _has_sentence(article: Entry) -> bool:
    """Whether the text of an article is one, and no label of an interface."""
    content = json.dumps([article.get(key) for key in TEXTS], ensure_ascii=False)
    return "。" in content and len(HAN.findall(content)) >= SHORTEST


def _read_articles(value: object, name: str) -> Iterator[RawPage]:
    """On each page what is said of it, then each article, its headings, author and text.

    A blank line or an item of a list begins a new block. What other fields say in words, the paper, a date, a
    section, is no part of a text: it stands in headers.
    """
    pages = _pages_of(value)
    check_pages(len(pages))
    for number, page in enumerate(pages):
        builder = PageBuilder(InputFormat.ARTICLES, name=page_name(name, number, number == 0))
        for label in page.labels:
            _add(builder, [label], Region(RegionKind.HEADER, article="1"))
        for at, (path, article) in enumerate(page.articles, 1):
            _add_article(builder, article, Region(article=str(at), path=path))
        yield builder.page()


def _add_article(builder: PageBuilder, article: Entry, home: Region) -> None:
    for label in _labels(article) or ():
        _add(builder, [label], replace(home, kind=RegionKind.HEADER))
    for keys, level in ((OVER, LOWER), (TITLES, HIGHEST_LEVEL), (UNDER, LOWER)):
        for block in _blocks(article, keys):
            _add(builder, block, replace(home, kind=RegionKind.HEADING, level=level))
    for block in _blocks(article, AUTHORS):
        _add(builder, block, replace(home, kind=RegionKind.BYLINE))
    for block in _blocks(article, TEXTS):
        for lines, is_heading in _parts(block):
            part = replace(home, kind=RegionKind.HEADING, level=LOWER) if is_heading else home
            _add(builder, lines, part)


def _add(builder: PageBuilder, lines: Sequence[str], region: Region) -> None:
    place = builder.add_region(region)
    for line in lines:
        builder.add_line(line, None, region=place, path=region.path)


def _blocks(article: Entry, keys: Sequence[str]) -> Iterator[list[str]]:
    """The lines of the blocks of some fields: of the items of a list, of what blank lines part in a text."""
    for key in keys:
        for each in texts_of(article.get(key), key in AUTHORS) or ():
            for block in _BLANK.split(_LINE_END.sub("\n", plain(each)).strip()):
                if lines := [line for line in map(str.strip, block.split("\n")) if line]:
                    yield lines


def _parts(lines: Sequence[str]) -> Iterator[tuple[list[str], bool]]:
    """The runs of lines between headings of Markdown, and these without their marks; whether it is one."""
    for is_heading, run in groupby(lines, key=lambda line: _HEADING.match(line) is not None):
        if is_heading:
            yield from (([_HEADING.sub("", line)], True) for line in run)
        else:
            yield list(run), False


READERS = (JsonReader(InputFormat.ARTICLES, _is_known, _read_articles),)
