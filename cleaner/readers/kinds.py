"""What engines call their regions, as kinds of `cleaner.document`."""

from __future__ import annotations

from cleaner.document import RegionKind

LABELS = {
    RegionKind.TEXT: "text plaintext paragraph body content abstract reference referencecontent reftext "
    "asidetext pageasidetext verticaltext handwrittentext mainzone floating credit "
    "byline footnote pagefootnote marginalia note handwriting quote blockquote author "
    "endnote bibliography phonetic ocr spotting",
    RegionKind.HEADING: "title doctitle paragraphtitle heading subheading subtitle sectionheader "
    "sectionheading headline contenttitle referencetitle abstracttitle titlezone",
    RegionKind.LIST: "list listitem listgroup listblock index",
    RegionKind.TABLE: "table tablebody tablecell tableofcontents tablegroup documentindex toc tablezone",
    RegionKind.CAPTION: "caption figuretitle tabletitle charttitle figuretabletitle figurecaption "
    "tablecaption imagecaption chartcaption codecaption captionzone visionfootnote "
    "figurefootnote imagefootnote tablefootnote chartfootnote codefootnote",
    RegionKind.HEADER: "header pageheader runningtitle runningtitlezone",
    RegionKind.FOOTER: "footer pagefooter",
    RegionKind.PAGE_NUMBER: "number pagenumber pageno numberingzone",
    RegionKind.FORMULA: "formula formulablock equation equationblock equationinterline isolateformula "
    "displayformula inlineformula formulanumber formulacaption interlineequation "
    "chemicalblock maths math",
    RegionKind.CODE: "code codebody algorithm algorithmbody codeblock",
    RegionKind.FIGURE: "figure image imagebody picture photo chart chartbody diagram seal stamp "
    "illustration graphic graphiczone headerimage footerimage figuregroup picturegroup "
    "imageblock linedrawing barcode",
    RegionKind.ADVERTISEMENT: "advertisement advert",
}
"""Labels of ALTO, Azure, Docling, dots.ocr, DeepSeek-OCR, hOCR, Marker, MinerU, PAGE, PaddleX, SegmOnto and
Surya, in small letters and without hyphens, underscores and spaces."""

_KINDS = {label: kind for kind, labels in LABELS.items() for label in labels.split()}

LEVELS = {"doctitle": 1, "paragraphtitle": 2, "subheading": 2, "subtitle": 2}
"""The level of a heading, where its label tells it."""


def region_kind(label: str) -> RegionKind:
    """The kind of region that an engine's label stands for.

    >>> region_kind("Section-Header"), region_kind("?")
    (<RegionKind.HEADING: 'heading'>, <RegionKind.UNKNOWN: 'unknown'>)
    """
    return _KINDS.get(_folded(label), RegionKind.UNKNOWN)


def heading_level(label: str) -> int | None:
    """The level of a heading, 1 the highest, where its label tells it.

    >>> heading_level("paragraph_title"), heading_level("title")
    (2, None)
    """
    return LEVELS.get(_folded(label))


def _folded(label: str) -> str:
    return label.lower().translate({ord("-"): None, ord("_"): None, ord(" "): None})
