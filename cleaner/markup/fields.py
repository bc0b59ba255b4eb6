"""Articles in fields, as a model that is asked for them names them: `标题：`, `作者：`, `正文：`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import regex

from cleaner.patterns import Pattern

_TITLES: Final = {"标题": 1, "主标题": 1, "副标题": 2, "引题": 2, "肩题": 2, "眉题": 2}
"""The level of the heading that a field is."""
_AUTHORS: Final = ("作者", "署名")
_TEXTS: Final = ("正文", "内容")
_LABEL = Pattern(
    r"^[ \t]*+(?:(?P<bold>\*\*)|(?P<bracket>【))?"
    rf"(?P<name>{'|'.join((*sorted(_TITLES, reverse=True), *_AUTHORS, *_TEXTS))})"
    r"(?(bold)(?:\*\*[：:]|[：:]\*\*)|(?(bracket)】[：:]?+|[：:]))[ \t]*+(?P<value>[^\n]*+)$",
    regex.MULTILINE,
    needs=(*_TITLES, *_AUTHORS, *_TEXTS),
)
_SENTENCE: Final = ("。", "；", "！", "，", "：")
FARTHEST: Final = 6
"""Fields before the text of an article, at the most, its headline among them."""


class Field(NamedTuple):
    """One field: its name, where its label begins and ends, and its value in the same line."""

    name: str
    start: int
    end: int
    value: str


def find_fields(text: str) -> list[Field]:
    r"""The fields of a text that is given in such, in text order; none of another text.

    Every article has a headline, which is no sentence, and a text.

    >>> [field.name for field in find_fields("标题：三座水库蓄水\n作者：林秀禾\n正文：\n昨日蓄水。")]
    ['标题', '作者', '正文']
    >>> find_fields("标题：写明由谁发文、所为何事。\n正文：写明缘由。")
    []
    """
    if not any(name in text for name in _TEXTS):
        return []
    fields = [
        Field(match["name"], match.start(), match.start("value"), match["value"].strip())
        for match in _LABEL.finditer(text)
    ]
    names = [field.name for field in fields]
    heads = [n for n, name in enumerate(names) if _TITLES.get(name) == 1]
    texts = [n for n, name in enumerate(names) if name in _TEXTS]
    told = all(
        any(n in texts for n in range(head, min(head + FARTHEST, len(names))))
        and fields[head].value
        and not fields[head].value.endswith(_SENTENCE)
        for head in heads
    )
    return fields if heads and len(heads) == len(texts) and told else []


def find_replacements(text: str) -> Iterator[tuple[int, int, str]]:
    """The labels, each with the blank line that takes its place."""
    for field in find_fields(text):
        yield field.start, field.end, "\n" if text[: field.start].endswith("\n") else ""


def find_headings(text: str) -> Iterator[tuple[str, int]]:
    r"""The headlines of a text in fields, and their levels.

    >>> list(find_headings("标题：三座水库蓄水\n副标题：旱坡变良田\n正文：\n昨日蓄水。"))
    [('三座水库蓄水', 1), ('旱坡变良田', 2)]
    """
    for field in find_fields(text):
        if field.name in _TITLES and field.value:
            yield field.value, _TITLES[field.name]


def find_authors(text: str) -> Iterator[str]:
    r"""Who wrote the articles of a text in fields.

    >>> list(find_authors("标题：三座水库蓄水\n作者：林秀禾\n正文：\n昨日蓄水。"))
    ['林秀禾']
    """
    for field in find_fields(text):
        if field.name in _AUTHORS and field.value:
            yield field.value
