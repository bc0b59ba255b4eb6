"""The formats of OCR engines that are read, by name."""

from __future__ import annotations

from enum import StrEnum

_COUNTS = ("level", "page_num", "block_num", "par_num", "line_num", "word_num")
TSV_COLUMNS = [*_COUNTS, "left", "top", "width", "height", "conf", "text"]
"""The columns of a table of Tesseract, in its order."""

TSV_SIGNS = ("left", "top", "width", "height", "text")
"""Those that tell such a table,"""
TSV_NEEDED = ("line_num", *TSV_SIGNS)
"""and those that it must keep to be read."""


class InputFormat(StrEnum):
    """What wrote the file; the value is the name that a user gives and `RawPage.format` holds."""

    TEXT = "text"
    BOX_LIST = "box-list"
    """Boxes with texts and confidences: RapidOCR 1 to 3, PaddleOCR 2, EasyOCR, CnOCR."""
    PADDLEOCR = "paddleocr"
    """PaddleOCR 3."""
    UMI_OCR = "umi-ocr"
    """Umi-OCR and PaddleOCR-json: one JSON object a picture."""
    BAIDU = "baidu"
    TENCENT = "tencent"
    ALIYUN = "aliyun"
    HUAWEI = "huawei"
    VOLCENGINE = "volcengine"
    YOUDAO = "youdao"
    OCR_SPACE = "ocr-space"
    WECHAT = "wechat"
    """The recognition in the WeChat program, by wcocr or wechat_ocr."""
    APPLE_VISION = "apple-vision"
    """That of macOS, by ocrmac."""
    HOCR = "hocr"
    ALTO = "alto"
    PAGE = "page"
    TSV = "tesseract-tsv"
    PDF = "pdf"
    ABBYY = "abbyy"
    PPSTRUCTURE = "ppstructure"
    """PP-StructureV3 and PaddleOCR-VL."""
    MINERU = "mineru"
    """MinerU 2 and 3, middle file."""
    MINERU_CONTENT = "mineru-content"
    MINERU4 = "mineru4"
    MARKER = "marker"
    SURYA_BLOCKS = "surya"
    """Surya from 0.20."""
    DOCLING = "docling"
    DOTS = "dots-ocr"
    DEEPSEEK = "deepseek-ocr"
    OLMOCR = "olmocr"
    MISTRAL = "mistral"
    ARTICLES = "articles"
    """Articles that a vision model answers in JSON: headline and text of each."""
    CHAT = "chat"
    """The answer of a service for language models, as it came."""
    MARKDOWN = "markdown"
    AZURE = "azure"
    GOOGLE = "google"
    DOCUMENT_AI = "document-ai"
    SURYA_LINES = "surya-lines"
    """Surya up to 0.17."""

    @property
    def label(self) -> str:
        """The name that messages give it.

        >>> InputFormat.PADDLEOCR.label
        'PaddleOCR 3 JSON'
        """
        return LABELS[self]


LABELS = {
    InputFormat.TEXT: "plain text",
    InputFormat.BOX_LIST: "box lists of RapidOCR, PaddleOCR 2, EasyOCR and CnOCR (JSON)",
    InputFormat.PADDLEOCR: "PaddleOCR 3 JSON",
    InputFormat.UMI_OCR: "Umi-OCR and PaddleOCR-json (JSON Lines)",
    InputFormat.BAIDU: "Baidu OCR JSON",
    InputFormat.TENCENT: "Tencent OCR JSON",
    InputFormat.ALIYUN: "Alibaba (Aliyun) OCR JSON",
    InputFormat.HUAWEI: "Huawei OCR JSON",
    InputFormat.VOLCENGINE: "Volcengine OCR JSON",
    InputFormat.YOUDAO: "Youdao OCR JSON",
    InputFormat.OCR_SPACE: "OCR.space JSON",
    InputFormat.WECHAT: "WeChat OCR JSON (wcocr, wechat_ocr)",
    InputFormat.APPLE_VISION: "macOS Vision JSON (ocrmac)",
    InputFormat.HOCR: "hOCR",
    InputFormat.ALTO: "ALTO XML",
    InputFormat.PAGE: "PAGE XML",
    InputFormat.TSV: "Tesseract TSV",
    InputFormat.PDF: "PDF with a text layer",
    InputFormat.ABBYY: "ABBYY FineReader XML",
    InputFormat.PPSTRUCTURE: "PP-StructureV3 and PaddleOCR-VL JSON",
    InputFormat.MINERU: "MinerU middle JSON",
    InputFormat.MINERU_CONTENT: "MinerU content list JSON",
    InputFormat.MINERU4: "MinerU 4 middle JSON",
    InputFormat.MARKER: "Marker JSON",
    InputFormat.SURYA_BLOCKS: "Surya blocks JSON",
    InputFormat.DOCLING: "Docling JSON",
    InputFormat.DOTS: "dots.ocr and Qwen-VL JSON",
    InputFormat.DEEPSEEK: "DeepSeek-OCR with grounding",
    InputFormat.OLMOCR: "olmOCR JSON Lines",
    InputFormat.MISTRAL: "Mistral OCR JSON",
    InputFormat.ARTICLES: "JSON of articles with title and text",
    InputFormat.CHAT: "answers of chat models (JSON of OpenAI, Gemini, Anthropic, Ollama, DashScope)",
    InputFormat.MARKDOWN: "Markdown",
    InputFormat.AZURE: "Azure Document Intelligence JSON",
    InputFormat.GOOGLE: "Google Vision JSON",
    InputFormat.DOCUMENT_AI: "Google Document AI JSON",
    InputFormat.SURYA_LINES: "Surya lines JSON",
}


def tsv_header(line: str) -> tuple[str, list[str]]:
    r"""The delimiter of the first line of a table, and the columns that it names.

    >>> tsv_header('"level";"Text"')
    (';', ['level', 'text'])
    """
    delimiter = max("\t,;|", key=line.count)
    return delimiter, [cell.strip(' \t"').lower() for cell in line.split(delimiter)]


def formats_read() -> str:
    """The formats that are read, for messages."""
    return ", ".join(f"{each.label} [{each}]" for each in InputFormat)
