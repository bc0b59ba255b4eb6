"""The fixtures of formats: one page as many engines write it, and how tests read it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleaner.document import Box, RawPage
from cleaner.readers import InputFormat, read_pages

FIXTURES = Path(__file__).parents[2] / "fixtures" / "formats"

FORMATS = {
    "abbyy.xml": InputFormat.ABBYY,
    "aliyun-words.json": InputFormat.ALIYUN,
    "alto-library.xml": InputFormat.ALTO,
    "alto-lines.xml": InputFormat.ALTO,
    "alto-regions.xml": InputFormat.ALTO,
    "apple-vision.json": InputFormat.APPLE_VISION,
    "articles.json": InputFormat.ARTICLES,
    "azure-di.json": InputFormat.AZURE,
    "baidu-json.json": InputFormat.BAIDU,
    "deepseek-mmd.mmd": InputFormat.DEEPSEEK,
    "docling-json.json": InputFormat.DOCLING,
    "document-ai.json": InputFormat.DOCUMENT_AI,
    "dots-ocr.json": InputFormat.DOTS,
    "google-vision.json": InputFormat.GOOGLE,
    "hocr-lines.hocr": InputFormat.HOCR,
    "hocr-regions.hocr": InputFormat.HOCR,
    "huawei-words.json": InputFormat.HUAWEI,
    "marker-json.json": InputFormat.MARKER,
    "marker-md.md": InputFormat.MARKDOWN,
    "mineru-content.json": InputFormat.MINERU_CONTENT,
    "mineru-md.md": InputFormat.MARKDOWN,
    "mineru-middle.json": InputFormat.MINERU,
    "mineru4-middle.json": InputFormat.MINERU4,
    "mistral.json": InputFormat.MISTRAL,
    "ocr-space.json": InputFormat.OCR_SPACE,
    "olmocr-jsonl.jsonl": InputFormat.OLMOCR,
    "paddleocr-exe.json": InputFormat.UMI_OCR,
    "paddleocr-json.json": InputFormat.PADDLEOCR,
    "paddleocr-vl-json.json": InputFormat.PPSTRUCTURE,
    "paddleocr-words.json": InputFormat.PADDLEOCR,
    "paddleocr2.json": InputFormat.BOX_LIST,
    "page-lines.xml": InputFormat.PAGE,
    "page-regions.xml": InputFormat.PAGE,
    "ppstructure-json.json": InputFormat.PPSTRUCTURE,
    "rapidocr-json.json": InputFormat.BOX_LIST,
    "rapidocr-words.json": InputFormat.BOX_LIST,
    "rapidocr1.json": InputFormat.BOX_LIST,
    "surya-blocks.json": InputFormat.SURYA_BLOCKS,
    "surya-lines.json": InputFormat.SURYA_LINES,
    "tencent-words.json": InputFormat.TENCENT,
    "tesseract-alto.xml": InputFormat.ALTO,
    "tesseract-hocr.hocr": InputFormat.HOCR,
    "tesseract-page.page.xml": InputFormat.PAGE,
    "tesseract-pdf.pdf": InputFormat.PDF,
    "tesseract-tsv.tsv": InputFormat.TSV,
    "umi-jsonl.jsonl": InputFormat.UMI_OCR,
    "volcengine-multilanguage.json": InputFormat.VOLCENGINE,
    "volcengine-words.json": InputFormat.VOLCENGINE,
    "wechat.json": InputFormat.WECHAT,
    "youdao.json": InputFormat.YOUDAO,
}

PAGES = [
    "rapidocr-json.json",
    "paddleocr-json.json",
    "mineru-middle.json",
    "marker-json.json",
    "dots-ocr.json",
]
"""Files of JSON whose value is one page."""

QUAD = [[0, 0], [40, 0], [40, 10], [0, 10]]


def read(name: str) -> RawPage:
    """The page of a fixture; the test is skipped where nothing reads PDF."""
    if name.endswith(".pdf"):
        pytest.importorskip("pypdfium2")
    [page] = read_pages((FIXTURES / name).read_bytes())
    return page


def lines(page: RawPage) -> list[str]:
    """The text of each line."""
    return [page.text[slice(*line.span)] for line in page.lines]


def read_json(value: object) -> RawPage:
    """The only page of a file that holds a value."""
    [page] = read_pages(json.dumps(value).encode())
    return page


def vars_of(box: Box) -> list[float]:
    """The sides of a box, to be compared with others."""
    return [box.left, box.top, box.right, box.bottom]
