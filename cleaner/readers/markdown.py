"""Markdown: of MinerU, Marker and others, of DeepSeek-OCR with boxes, of olmOCR in JSON Lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.document import Box, RawPage
from cleaner.errors import FormatError
from cleaner.readers.blocks import add_prose
from cleaner.readers.building import PageBuilder
from cleaner.readers.families import JsonReader
from cleaner.readers.formats import Format
from cleaner.readers.prose import Prose, of_markdown
from cleaner.readers.values import box, documents, fields, items, text
from cleaner.reading.decoding import read_bytes

GROUNDED = re.compile(r"<\|ref\|>(?P<label>[^<]{1,80})<\|/ref\|><\|det\|>(?P<box>[^<]{1,4000})<\|/det\|>")
"""The head of a block of DeepSeek-OCR: its type, its boxes in thousandths less one of each side."""

LARGEST_GROUNDED = 999.0


def read_markdown(data: bytes, name: str) -> Iterator[RawPage]:
    """The page of a Markdown file: a region a block, without boxes."""
    builder = PageBuilder(Format.MARKDOWN, name=name)
    _add_markdown(builder, read_bytes(data, name).text)
    yield builder.page()


def _add_markdown(builder: PageBuilder, markdown: str) -> None:
    for order, prose in enumerate(of_markdown(markdown)):
        add_prose(builder, prose, "", None, order, f"block {order + 1}")


def read_deepseek(data: bytes, name: str) -> Iterator[RawPage]:
    """The page of a file of DeepSeek-OCR with grounding."""
    builder = PageBuilder(Format.DEEPSEEK, unit="relative", name=name)
    content = read_bytes(data, name).text
    heads = list(GROUNDED.finditer(content))
    _add_markdown(builder, content[: heads[0].start()] if heads else content)
    for order, head in enumerate(heads):
        end = heads[order + 1].start() if order + 1 < len(heads) else len(content)
        where = f"block {order + 1}"
        proses = list(of_markdown(content[head.end() : end]))
        place = _grounded_box(head["box"], where)
        for prose in proses or [Prose("")]:
            add_prose(builder, prose, head["label"], place, order, where)
    yield builder.page()


def _grounded_box(value: str, where: str) -> Box | None:
    boxes = [box(each, where) for each in items(next(documents(value.encode())))]
    found = [each for each in boxes if each]
    if not found:
        return None
    around = Box.enclosing(found)
    return Box(*(side / LARGEST_GROUNDED for side in (around.left, around.top, around.right, around.bottom)))


def _is_olmocr(value: object) -> bool:
    document = fields(value)
    return isinstance(document.get("text"), str) and "pdf_page_numbers" in fields(document.get("attributes"))


def _read_olmocr(value: object, name: str) -> Iterator[RawPage]:
    """The pages of a document, by `pdf_page_numbers`: start and end in the text, and number."""
    document = fields(value)
    content, name = text(document["text"]), name or text(document.get("id"))
    spans = items(fields(document["attributes"])["pdf_page_numbers"])
    reached = 0
    for at, span in enumerate(spans):
        start, end, number = (*items(span), None, None, None)[:3]
        if not isinstance(start, int) or not isinstance(end, int) or start < reached:
            raise FormatError(f"/attributes/pdf_page_numbers/{at}: this is no page. The file is damaged.")
        last = len(content) if at == len(spans) - 1 else end
        builder = PageBuilder(Format.OLMOCR, name=name if at == 0 else f"{name} page {number}".strip())
        _add_markdown(builder, content[reached:last])
        reached = last
        yield builder.page()


READERS = (JsonReader(Format.OLMOCR, _is_olmocr, _read_olmocr),)
