"""Markdown: of MinerU, Marker and others, of DeepSeek-OCR with boxes, of olmOCR and Mistral in JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleaner.document import Box, RawPage, RegionKind
from cleaner.errors import FormatError
from cleaner.readers.blocks import add_prose
from cleaner.readers.building import PageBuilder, page_name
from cleaner.readers.families import JsonReader
from cleaner.readers.formats import InputFormat
from cleaner.readers.kinds import region_kind
from cleaner.readers.parsing import documents
from cleaner.readers.prose import Prose, of_markdown
from cleaner.readers.values import box, fields, items, objects, printed, text
from cleaner.reading.decoding import read_bytes

GROUNDED = re.compile(
    r"<\|ref\|>(?P<label>(?:(?!<\|)[^\n]){0,2000})<\|/ref\|>\s*<\|det\|>(?P<box>[^<]{1,4000})<\|/det\|>"
)
"""The head of a block of DeepSeek-OCR: its type, its boxes in thousandths less one of each side.

Asked for the text alone, it writes a line where the type stands, and nothing behind its box.
"""
TYPE = re.compile(r"[A-Za-z_ -]*")
PAGE_END = re.compile(r"^[ \t]*<-{2,} Page Split -{2,}>[ \t]*$", re.MULTILINE)
"""What DeepSeek-OCR writes between the pages of a PDF."""

BOLD = re.compile(r"(\*\*|__)(?![\s*_])[^*_\n]{1,48}(?<![\s。！？；：，、.!?;:,])\1")
"""A line in bold as a whole that is no sentence."""

LARGEST_GROUNDED = 999.0
"""The right or lower edge of a page in these boxes."""


def read_markdown(data: bytes, name: str) -> Iterator[RawPage]:
    r"""The pages of a Markdown file: a region a block, without boxes.

    >>> [page.text for page in read_markdown("# 三座水库\n\n昨日蓄水。".encode(), "a.md")]
    ['三座水库\n\n昨日蓄水。\n']
    """
    for page, content in _pages(data, name):
        builder = PageBuilder(InputFormat.MARKDOWN, name=page)
        _add_markdown(builder, content)
        yield builder.page()


def _pages(data: bytes, name: str) -> Iterator[tuple[str, str]]:
    """The names and texts of the pages that DeepSeek-OCR parts by a line."""
    contents = PAGE_END.split(read_bytes(data, name).text)
    if len(contents) > 1 and not contents[-1].strip():
        contents.pop()  # it ends each page, the last one too
    for at, content in enumerate(contents):
        yield page_name(name, at, at == 0), content


def _add_markdown(builder: PageBuilder, markdown: str) -> None:
    for order, prose in enumerate(with_bold_headings(list(of_markdown(markdown)))):
        add_prose(builder, prose, "", None, order, f"block {order + 1}")


def with_bold_headings(proses: Sequence[Prose]) -> Iterator[Prose]:
    """The blocks; where some are headings, a short one that is bold as a whole is one of a lower level.

    >>> blocks = [Prose("三座水库", RegionKind.HEADING, 1), Prose("**蓄水**"), Prose("昨日**蓄水**。")]
    >>> [prose.level for prose in with_bold_headings(blocks)]
    [1, 2, None]
    """
    lowest = max((prose.level for prose in proses if prose.level), default=0)
    for prose in proses:
        bold = lowest and prose.kind is RegionKind.UNKNOWN and BOLD.fullmatch(prose.text.strip())
        yield Prose(prose.text, RegionKind.HEADING, lowest + 1) if bold else prose


def read_deepseek(data: bytes, name: str) -> Iterator[RawPage]:
    """The pages of a file of DeepSeek-OCR with grounding."""
    for page, content in _pages(data, name):
        builder = PageBuilder(InputFormat.DEEPSEEK, unit="relative", name=page)
        _add_grounded(builder, content)
        yield builder.page()


def _add_grounded(builder: PageBuilder, content: str) -> None:
    heads = list(GROUNDED.finditer(content))
    ends = [head.start() for head in heads[1:]] + [len(content)]
    bodies = [list(of_markdown(content[head.end() : end])) for head, end in zip(heads, ends, strict=True)]
    lines_alone = 2 * sum(not proses for proses in bodies) > len(heads)
    _add_markdown(builder, content[: heads[0].start()] if heads else content)
    for order, (head, proses) in enumerate(zip(heads, bodies, strict=True)):
        where, label = f"block {order + 1}", head["label"]
        place = _grounded_box(head["box"], where)
        unknown = region_kind(label) is RegionKind.UNKNOWN
        if not TYPE.fullmatch(label) or (lines_alone and not proses and unknown):
            builder.add_line(label, place, path=where)
            label = ""
            if not proses:
                continue
        for prose in proses or [Prose("")]:
            add_prose(builder, prose, label, place, order, where)


def _grounded_box(value: str, where: str) -> Box | None:
    try:
        listed = items(next(documents(value.encode())))
    except FormatError:
        raise FormatError(f"{where}: {value[:40]!r} is no box. The file is damaged: write it anew.") from None
    several = all(isinstance(each, list) for each in listed)
    found = [place for place in (box(each, where) for each in (listed if several else [listed])) if place]
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
    if content and not spans:
        spans = [(0, len(content), 1)]
    reached = 0
    for at, span in enumerate(spans):
        start, end, number = (*items(span), None, None, None)[:3]
        if not isinstance(start, int) or not isinstance(end, int) or not reached <= start <= end:
            raise FormatError(f"/attributes/pdf_page_numbers/{at}: this is no page. The file is damaged.")
        last = len(content) if at == len(spans) - 1 else end
        builder = PageBuilder(InputFormat.OLMOCR, name=name if at == 0 else f"{name} page {number}".strip())
        _add_markdown(builder, content[reached:last])
        reached = last
        yield builder.page()


def _is_mistral(value: object) -> bool:
    return any(isinstance(fields(page).get("markdown"), str) for page in items(fields(value).get("pages")))


def _read_mistral(value: object, name: str) -> Iterator[RawPage]:
    """The pages of an answer of Mistral OCR; tables that it keeps apart go where its text names them."""
    for at, (path, page) in enumerate(objects(fields(value)["pages"], "/pages")):
        builder = PageBuilder(InputFormat.MISTRAL, name=page_name(name, at, at == 0))
        if not isinstance(page.get("markdown"), str):
            raise FormatError(f"{path}: this page has no 'markdown'. Read its scan again, or take it out.")
        content = text(page["markdown"])
        for where, table in objects(page.get("tables"), f"{path}/tables"):
            named = f"[{text(table.get('id'))}]({text(table.get('id'))})"
            cells = printed(table.get("content"), where)
            content = content.replace(named, cells) if named in content else f"{content}\n\n{cells}"
        for key, part in (("header", page.get("header")), ("", content), ("footer", page.get("footer"))):
            for order, prose in enumerate(of_markdown(printed(part, f"{path}/{key}"))):
                add_prose(builder, prose, key, None, order, path)
        yield builder.page()


READERS = (
    JsonReader(InputFormat.OLMOCR, _is_olmocr, _read_olmocr),
    JsonReader(InputFormat.MISTRAL, _is_mistral, _read_mistral),
)
