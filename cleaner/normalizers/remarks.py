"""What a vision model says of its own answer."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.layout.state import PageState
from cleaner.normalizers.base import normalizer
from cleaner.patterns import Pattern
from cleaner.trace import Edit, Effect, Tier

SURE = 0.95
"""Confidence of the edits, set by hand."""
_PICTURES = ("图片", "图像", "图中", "照片", "截图", "原图", "文档", "页面", "扫描件", "版面")
_PICTURE = rf"(?:{'|'.join(_PICTURES)})"
_TEXT = r"(?:文字|文本|内容|识别|提取|转录|转写|OCR)"
_READ = r"(?:识别|提取|转录|转写)"
_RESULT = r"(?:结果|内容|文字|文本|全文)"
_HERE = r"(?:以下|下面|这里|下列)(?:就?是|为)"
_BEFORE = Pattern(
    r"(?:(?:好的|当然(?:可以)?|没问题|可以的?|明白)[，。！,!]\s*)?"
    rf"(?:{_HERE}[^\n。]{{0,16}}{_PICTURE}[^\n。]{{0,16}}{_TEXT}[^\n。]{{0,16}}[：:。]?"
    rf"|(?:根据)?[^\n。]{{0,8}}{_PICTURE}[中里上]?的?{_TEXT}[^\n。]{{0,8}}(?:如下|为|是)[：:]"
    rf"|[^\n。]{{0,16}}{_PICTURE}[^\n。]{{0,20}}(?:文字|文本|内容)[^\n。]{{0,6}}如下[：:]"
    rf"|我?(?:[将会来])?[为帮给][您你]{_READ}[^\n。]{{0,12}}{_PICTURE}[^\n。]{{0,16}}[：:。]"
    rf"|(?:请看|请见)?(?:以下|下面)?的?(?:OCR|文字|文本|图片)?{_READ}(?:出来?|到)?的?{_RESULT}(?:如下[：:]?|[：:])"
    rf"|OCR(?:{_RESULT}|输出)(?:如下)?[：:]"
    rf"|{_HERE}(?:我?{_READ}(?:到|出来?)?的?{_RESULT}(?:内容)?|{_TEXT}{_RESULT})[：:]"
    rf"|{_HERE}(?:该|本|这一|整)页的?[^\n。]{{0,6}}{_TEXT}[^\n。]{{0,6}}[：:])"
    r"|(?i:(?:(?:sure|certainly|okay|ok|of course)[,.!] *)?"
    r"(?:here|below)(?: is|'s| are) (?:the|a) [^\n]{0,60}"
    r"(?:text|transcription|content|markdown|ocr)[^\n]{0,60}[:.]"
    r"|the (?:text|content) (?:in|of|from) the (?:image|picture|document|page)[^\n]{0,40}:"
    r"|(?:the|this) (?:image|picture|scan) (?:shows|contains|is)[^\n]{0,120}"
    r"(?:text|content|follows)[^\n]{0,40}:)",
    needs=(*_PICTURES, "识别", "提取", "转录", "转写", "页", "OCR", *"eE"),
)
"""What a model says first,"""
_AFTER = Pattern(
    rf"[（(]?(?:注|备注|说明|提示)[：:][^\n]{{0,60}}(?:{_PICTURE}|原文|字迹)[^\n]{{0,40}}"
    r"(?:模糊|无法识别|无法辨认|无法辨识|看不清|不清晰|不清楚|遮挡|截断)[^\n]{0,40}[）)]?"
    rf"|[（(]{_PICTURE}[^\n]{{0,8}}(?:文字|内容|部分)[^\n]{{0,8}}(?:模糊|无法识别|不清晰|不清楚|截断|遮挡)[^\n]{{0,8}}[）)]"
    rf"|请注意[，,][^\n]{{0,12}}{_PICTURE}[^\n]{{0,8}}(?:模糊|清晰度|分辨率|质量)[^\n]{{0,40}}"
    rf"|(?:以上|上述)(?:就?是|为|即为)[^\n]{{0,16}}{_PICTURE}[^\n]{{0,16}}{_TEXT}[^\n]{{0,16}}"
    rf"|(?:以上|上述)(?:就?是|为|即为){_READ}的?{_RESULT}[^\n]{{0,24}}"
    rf"|[（(]?(?:[注备]+[：:])?(?:以上|本)(?:{_RESULT})[^\n]{{0,6}}(?:AI|人工智能|OCR|大?模型)[^\n]{{0,8}}"
    r"(?:识别|生成|提取|转录)[^\n]{0,24}[）)]?"
    r"|(?:如果?您?(?:还)?(?:需要?|有)|若需)[^\n]{0,60}(?:告诉我|告知我|联系我)[。！]?"
    r"|希望[^\n]{0,20}对(?:您|你)有(?:所)?帮助[。！]?"
    r"|(?i:\(?note: [^\n]{0,120}"
    r"(?:illegible|unclear|blurry|blurred|cut off|unreadable|obscured|truncated)[^\n]{0,80}"
    r"|let me know if [^\n]{0,120})",
    needs=(*_PICTURES, "原文", "字迹", "我", "希望", "识别", "提取", "转录", "转写", "生成", *"eE"),
)
"""and last,"""
_OFFER = Pattern(
    r"(?:如果?您?(?:还)?(?:需要?|有)|若需)[^\n]{0,40}(?:请随时|欢迎)[^\n]{0,12}[。！]?"
    r"|(?i:is there anything else [^\n]{0,60}\?|(?:please )?feel free to [^\n]{0,60})",
    needs=("请随时", "欢迎", *"eE"),
)
"""and last where it spoke first, too: a letter may end so."""


@normalizer(tier=Tier.INFERRED, effect=Effect.REMOVAL)
def drop_remarks(state: PageState) -> Iterator[Edit]:
    r"""Drop the remarks of a vision model before and after the text of the page.

    以下是图片中的文字内容： as the first line, （注：图片模糊，无法识别。） or an offer of more help as the
    last: nobody printed them.

    Safety: only the first and the last line are looked at, only as wholes, and only where they speak of the
    picture or the reading; notes of an author or editor stay.

    >>> drop_remarks("以下是图片中的文字内容：\n\n三座水库建成蓄水。")
    '三座水库建成蓄水。'
    >>> drop_remarks("三座水库建成蓄水。\n（注：图片由受访者提供）")
    '三座水库建成蓄水。\n（注：图片由受访者提供）'
    """
    text = state.folded
    body = text.strip()
    if "\n" not in body:
        return
    start = text.index(body)
    first, last = body.partition("\n")[0], body.rpartition("\n")[2]
    spoke = _BEFORE.fullmatch(first.strip()) is not None
    if spoke:
        rest = start + len(first)
        end = rest + len(text[rest:]) - len(text[rest:].lstrip())
        yield Edit(start, end, why="a remark of the page reader", confidence=SURE)
    if _AFTER.fullmatch(last.strip()) or (spoke and _OFFER.fullmatch(last.strip())):
        end = start + len(body)
        kept = len(text[: end - len(last)].rstrip())
        yield Edit(kept, end, why="a remark of the page reader", confidence=SURE)
