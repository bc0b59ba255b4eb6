"""The text layer of PDF files, by pdfium (the extra `pdf`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cleaner import DISTRIBUTION
from cleaner.document import Box, RawPage
from cleaner.errors import ExtraError, FormatError
from cleaner.readers.building import Character, PageBuilder, page_name
from cleaner.readers.formats import InputFormat
from cleaner.readers.values import number
from cleaner.readers.words import joined

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

MOST_PAGES = 2_000
"""Pages of a file, at the most: no issue of a newspaper has so many."""

GLYPHLESS = "GlyphLessFont"
"""The font of Tesseract's invisible text: its characters share the boxes of words, which overlap."""


def read_pdf(data: bytes, name: str) -> Iterator[RawPage]:
    """The pages of a PDF file, lines in the order of their content stream.

    Raises `FormatError` where it is damaged, locked or has no text at all; `ExtraError` without pypdfium2.
    """
    try:
        import pypdfium2 as pdfium
    except ImportError:
        remedy = f"Install it: pip install '{DISTRIBUTION}[pdf]'."
        raise ExtraError(f"{name}: PDF files need pypdfium2. {remedy}") from None
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise FormatError(f"pdfium cannot open it ({error}). Get a whole copy, without a password.") from None
    with_text = False
    try:
        if len(document) > MOST_PAGES:
            raise FormatError(f"it has more than {MOST_PAGES} pages. Split it.")
        for index in range(len(document)):
            page = document[index]
            left, bottom, right, top = page.get_bbox()
            builder = PageBuilder(
                InputFormat.PDF,
                size=(right - left, top - bottom),
                unit="pt",
                name=page_name(name, index, index == 0),
            )
            text_page = page.get_textpage()
            glyphless = _is_glyphless(text_page)
            for number_, line in enumerate(_lines(text_page, left, top)):
                _add_line(builder, line, glyphless, f"page {index + 1}, line {number_ + 1}")
                with_text = True
            page.close()
            yield builder.page()
    finally:
        document.close()
    if not with_text:
        raise FormatError("none of its pages has a text layer: they are pictures. Run OCR on it first.")


def _lines(text_page: PdfTextPage, left: float, top: float) -> Iterator[list[Character]]:
    """The characters of each line; `left` and `top` are the corner of the page in its own coordinates.

    A line ends at a step of more than half a character up or down, and where pdfium has a line break before a
    gap; breaks without a gap are those of words of unlike height. Steps back are words that overlap.
    """
    from pypdfium2 import raw

    line: list[Character] = []
    last: Box | None = None
    broken = False
    for index in range(text_page.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(text_page, index))
        if char.isspace() or raw.FPDFText_IsGenerated(text_page, index):
            line.append(Character(" ", None))
            broken |= char in "\r\n"
            continue
        full = _place(text_page, index, left, top, loose=True)
        if last and (_is_elsewhere(last, full) or (broken and full.left - last.right > full.height)):
            yield line
            line = []
        line.append(Character(char, _place(text_page, index, left, top, loose=False)))
        last, broken = full, False
    if line:
        yield line


def _place(text_page: PdfTextPage, index: int, left: float, top: float, *, loose: bool) -> Box:
    """The box of a character: of its ink, or of all the room it takes."""
    x0, y0, x1, y1 = (number(side, "PDF") for side in text_page.get_charbox(index, loose=loose))
    return Box(x0 - left, top - y1, x1 - left, top - y0)


def _is_elsewhere(last: Box, place: Box) -> bool:
    """Whether a character starts a new line: by the room it takes, whose lower edge follows the baseline."""
    return abs(place.bottom - last.bottom) > max(place.height, last.height) / 2


def _is_glyphless(text_page: PdfTextPage) -> bool:
    """Whether the text is Tesseract's, by the font of its first character."""
    import ctypes

    from pypdfium2 import raw

    name = ctypes.create_string_buffer(64)
    raw.FPDFText_GetFontInfo(text_page, 0, name, 64, ctypes.c_int())
    return name.value.decode("ascii", "replace").startswith(GLYPHLESS)


def _add_line(builder: PageBuilder, line: list[Character], glyphless: bool, path: str) -> None:
    boxes = [character.box for character in line if character.box]
    corners = [point for each in boxes for point in ((each.left, each.top), (each.right, each.bottom))]
    text = "".join(character.text for character in line).strip(" ")
    builder.add_line(
        joined(re.split(" +", text)) if glyphless else text,
        Box.around(corners) if corners else None,
        path=path,
        characters=[] if glyphless else [character for character in line if character.box],
    )
