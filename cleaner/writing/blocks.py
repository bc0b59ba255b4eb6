"""An article as the blocks that it is printed in, in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cleaner.profiles.charsets import is_traditional

if TYPE_CHECKING:  # the writers need the shape of an article only, and start faster without its module
    from cleaner.page import Article, Paragraph, Part


def blocks_of(article: Article) -> Iterator[tuple[Part, str]]:
    """The blocks of an article that hold text: title, subtitles, byline, paragraphs, sign-off.

    Lines of verse and rows of a table that stand right below each other are one block of several lines.
    Jump markers stand as a newspaper prints them: where the article goes on from before the paragraphs,
    where it goes on to after them; in the script of the article.

    >>> from cleaner.page import Article
    >>> [text for _, text in blocks_of(Article("三座水庫建成", continued_on="第3版"))]
    ['三座水庫建成', '（下轉第3版）']
    """
    traditional = is_traditional(article.title + "".join(paragraph.text for paragraph in article.paragraphs))
    ordered: list[tuple[Part, str]] = [
        ("title", article.title),
        *(("subtitle", subtitle) for subtitle in article.subtitles),
        ("byline", article.byline),
        ("jump", _jump("上接", article.continued_from)),
        *_paragraphs(article.paragraphs),
        ("jump", _jump("下轉" if traditional else "下转", article.continued_on)),
        ("signoff", article.signoff),
    ]
    return ((part, text) for part, text in ordered if text.strip())


def _paragraphs(paragraphs: Sequence[Paragraph]) -> list[tuple[Part, str]]:
    blocks: list[tuple[Part, str]] = []
    for paragraph in paragraphs:
        part: Part = paragraph.kind
        text = paragraph.text
        if paragraph.tight and blocks:
            part, before = blocks.pop()
            text = f"{before}\n{text}"
        blocks.append((part, text))
    return blocks


def _jump(word: str, page: str) -> str:
    return f"（{word}{page}）" if page else ""
