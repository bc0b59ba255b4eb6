"""Articles in fields, as a model that is asked for them names them: `标题：`, `作者：`, `正文：`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

import regex

from cleaner.patterns import Pattern

_TITLES: Final = {"标题": 1, "主标题": 1, "副标题": 2, "引题": 2, "肩题": 2, "眉题": 2}
"""The level of the heading that a field is."""
_AUTHORS: Final = ("作者", "署名")
_TEXT: Final = "正文"
_LABEL = Pattern(
    r"^[ \t]*+(?:(?P<bold>\*\*)|(?P<bracket>【))?"
    rf"(?P<name>{'|'.join((*sorted(_TITLES, reverse=True), *_AUTHORS, _TEXT))})"
    r"(?(bold)(?:\*\*[：:]|[：:]\*\*)|(?(bracket)】[：:]?+|[：:]))[ \t]*+(?P<value>[^\n]*+)$",
    regex.MULTILINE,
    needs=(*_TITLES, *_AUTHORS, _TEXT),
)
_REMARK = Pattern(r"\s*[^\n]*(?:图片|图中|识别|提取|转写|OCR)[^\n]*[：:]\s*(?:-{3,}\s*)?")
"""What a model says before its answer."""
_TOLD = Pattern(r"[。！？…][”’」』）)]?\s*(?:\n|$)")
"""The end of a paragraph of a text."""
_NO_TITLE: Final = ("。", "；", "！", "，", "：")
"""What no headline ends with."""


class Field(NamedTuple):
    """One field: its name, where its label begins and ends and its line ends, and its value in that line."""

    name: str
    start: int
    value_at: int
    stop: int
    value: str


@lru_cache(maxsize=1)
def find_fields(text: str) -> tuple[Field, ...]:
    r"""The fields of a text that is given in such, in text order; none of another text.

    It is nothing but articles: each has one headline, which is no sentence, other fields, and a text of whole
    paragraphs. What tells how an article is to be written, and a letter that a story quotes, are none.

    >>> [field.name for field in find_fields("标题：水库蓄水\n作者：林秀禾\n正文：\n水库昨日蓄水。")]
    ['标题', '作者', '正文']
    >>> find_fields("标题：写明由谁发文、所为何事。\n正文：写明缘由。")
    ()
    """
    if _TEXT not in text:
        return ()
    fields = [
        Field(match["name"], match.start(), match.start("value"), match.end(), match["value"].strip())
        for match in _LABEL.finditer(text)
    ]
    before = text[: fields[0].start] if fields else ""
    if before.strip() and not _REMARK.fullmatch(before):
        return ()
    ends = [n for n, field in enumerate(fields, 1) if field.name == _TEXT]
    articles = [fields[start:end] for start, end in pairwise([0, *ends])]
    stops = [*(article[0].start for article in articles[1:]), len(text)]
    whole = bool(ends) and ends[-1] == len(fields)
    told = whole and all(
        _is_article(article, text, stop) for article, stop in zip(articles, stops, strict=True)
    )
    return tuple(fields) if told else ()


def _is_article(fields: Sequence[Field], text: str, stop: int) -> bool:
    """Whether fields are those of one article whose text goes as far as `stop`."""
    titles = [field.value for field in fields if _TITLES.get(field.name) == 1]
    blank = not any(text[one.stop : other.start].strip() for one, other in pairwise(fields))
    told = text[fields[-1].value_at : stop]
    return (
        len(titles) == 1
        and bool(titles[0])
        and not titles[0].endswith(_NO_TITLE)
        and blank
        and len(told.strip()) > len(titles[0])
        and _TOLD.search(told) is not None
    )


def find_replacements(text: str) -> Iterator[tuple[int, int, str]]:
    """The labels, each with the blank line that takes its place; one that is alone goes with its line."""
    for field in find_fields(text):
        if field.value:
            yield field.start, field.value_at, "\n" if field.start and text[field.start - 1] == "\n" else ""
        else:
            yield field.start, min(field.stop + 1, len(text)), "\n"


def find_headings(text: str) -> Iterator[tuple[str, int]]:
    r"""The headlines of a text in fields, and their levels.

    >>> list(find_headings("标题：三座水库蓄水\n副标题：旱坡变良田\n正文：\n水库昨日蓄水，渠水上山。"))
    [('三座水库蓄水', 1), ('旱坡变良田', 2)]
    """
    for field in find_fields(text):
        if field.name in _TITLES and field.value:
            yield field.value, _TITLES[field.name]


def find_authors(text: str) -> Iterator[str]:
    r"""Who wrote the articles of a text in fields.

    >>> list(find_authors("标题：三座水库蓄水\n作者：林秀禾\n正文：\n水库昨日蓄水，渠水上山。"))
    ['林秀禾']
    """
    for field in find_fields(text):
        if field.name in _AUTHORS and field.value:
            yield field.value
