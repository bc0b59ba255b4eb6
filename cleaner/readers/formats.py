"""The formats of OCR engines that are read, by name."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """What wrote the file; the value is the name that a user gives and `RawPage.format` holds."""

    TEXT = "text"
    BOX_LIST = "box-list"
    """Boxes with texts and confidences: RapidOCR 1 to 3, PaddleOCR 2, EasyOCR."""
    PADDLEOCR = "paddleocr"
    """PaddleOCR 3."""
    UMI_OCR = "umi-ocr"
    """Umi-OCR and PaddleOCR-json: one JSON object a picture."""
    BAIDU = "baidu"
    HOCR = "hocr"
    ALTO = "alto"
    PAGE = "page"
    TSV = "tesseract-tsv"
    SURYA_LINES = "surya-lines"
    """Surya up to 0.17."""

    @property
    def label(self) -> str:
        """The name that messages give it.

        >>> Format.PADDLEOCR.label
        'PaddleOCR 3 JSON'
        """
        return LABELS[self]


LABELS = {
    Format.TEXT: "plain text",
    Format.BOX_LIST: "box lists of RapidOCR, PaddleOCR 2 and EasyOCR (JSON)",
    Format.PADDLEOCR: "PaddleOCR 3 JSON",
    Format.UMI_OCR: "Umi-OCR and PaddleOCR-json (JSON Lines)",
    Format.BAIDU: "Baidu OCR JSON",
    Format.HOCR: "hOCR",
    Format.ALTO: "ALTO XML",
    Format.PAGE: "PAGE XML",
    Format.TSV: "Tesseract TSV",
    Format.SURYA_LINES: "Surya lines JSON",
}


def formats_read() -> str:
    """The formats that are read, for messages."""
    return ", ".join(f"{each.label} [{each}]" for each in Format)
