"""Articles as a vision model gives them that is asked for JSON: headline, author and text of each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

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
LONGEST_LABEL = 40
"""Characters of what another field says of an article that is none of its texts, at the most."""
HIGHEST, LOWER = 1, 2
"""Levels of a headline, and of what stands over and under it."""
READ = (*OVER, *TITLES, *UNDER, *AUTHORS, *TEXTS)
"""All keys of an article that are read."""
_BLANK = re.compile(r"\n\s*\n")
_HEADING = re.compile(r"#{1,6} +(?=\S)")


def _is_page(value: object) -> bool:
    """Whether a value is articles, one of them with a sentence."""
    articles = _articles_of(value)
    return any(map(_has_sentence, articles)) and all(map(_is_article, articles))


def _articles_of(value: object) -> Sequence[Mapping[str, object]]:
    """The articles of a value, in their order; of an object that has several lists of them none."""
    if isinstance(value, list):
        return [fields(each) for each in value]
    page = fields(value)
    found = [key for key in LISTS if isinstance(page.get(key), list)]
    if not found:
        return [page]
    return (
        []
        if len(found) > 1 or not _are_said(page, found)
        else [fields(each) for each in items(page[found[0]])]
    )


def _are_said(value: Mapping[str, object], read: Sequence[str]) -> bool:
    """Whether what stands under other keys is a label, as the name of a section, or holds no ideographs."""
    others = [each for key, each in value.items() if key not in read]
    return all(_is_label(each) or not _has_ideographs(each) for each in others)


def _is_label(value: object) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_LABEL and "。" not in value


def _is_article(article: Mapping[str, object]) -> bool:
    read = [key for keys in (OVER, TITLES, UNDER, AUTHORS, TEXTS) for key in keys if key in article]
    named = [sum(key in article for key in keys) for keys in (TITLES, TEXTS)]
    return named == [1, 1] and all(_is_text(article[key]) for key in read) and _are_said(article, read)


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
    """One page: what is said of the page, then each article, its headings, author and text.

    A blank line or an item of a list begins a new block. What other fields say in words, the paper, a date, a
    section, is no part of a text: it stands in headers.
    """
    builder = PageBuilder(InputFormat.ARTICLES, name=name)
    if isinstance(value, dict) and any(isinstance(value.get(key), list) for key in LISTS):
        for each in _said(value, LISTS):
            _add(builder, [each], Region(RegionKind.HEADER, article="1", path=""))
    for at, article in enumerate(_articles_of(value)):
        home = Region(article=str(at + 1), path=f"/{at}")
        for each in _said(article, READ):
            _add(builder, [each], replace(home, kind=RegionKind.HEADER))
        for keys, level in ((OVER, LOWER), (TITLES, HIGHEST), (UNDER, LOWER)):
            for block in _blocks(article, keys):
                _add(builder, block, replace(home, kind=RegionKind.HEADING, level=level))
        for block in _blocks(article, AUTHORS):
            _add(builder, block, replace(home, kind=RegionKind.BYLINE))
        for block in _blocks(article, TEXTS):
            for lines, is_heading in _parts(block):
                part = replace(home, kind=RegionKind.HEADING, level=LOWER) if is_heading else home
                _add(builder, lines, part)
    yield builder.page()


def _said(value: Mapping[str, object], read: Sequence[str]) -> Iterator[str]:
    """What the other fields of an article, or of a page, say in words."""
    for key, each in value.items():
        if key not in read and isinstance(each, str) and _has_ideographs(each):
            yield " ".join(each.split())


def _add(builder: PageBuilder, lines: Sequence[str], region: Region) -> None:
    place = builder.add_region(region)
    for line in lines:
        builder.add_line(line, None, region=place, path=region.path)


def _blocks(article: Mapping[str, object], keys: Sequence[str]) -> Iterator[list[str]]:
    """The lines of the blocks of some fields: of the items of a list, of what blank lines part in a text."""
    for value in (article.get(key) for key in keys):
        for part in [value] if isinstance(value, str) else items(value):
            for block in _BLANK.split(plain(text(part)).strip()):
                if lines := [line for line in map(str.strip, block.split("\n")) if line]:
                    yield lines


def _parts(lines: Sequence[str]) -> Iterator[tuple[list[str], bool]]:
    """The runs of lines between headings of Markdown, and these without their marks; whether it is one."""
    for is_heading, run in groupby(lines, key=lambda line: _HEADING.match(line) is not None):
        if is_heading:
            yield from (([_HEADING.sub("", line)], True) for line in run)
        else:
            yield list(run), False


READERS = (JsonReader(InputFormat.ARTICLES, _is_page, _read_articles),)
