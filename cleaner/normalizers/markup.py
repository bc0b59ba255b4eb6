"""Mark-up: what page readers write to say how text was set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cleaner.layout.state import PageState
from cleaner.markup import answers, boxes, documents, fields, html, leads, markdown, tokens
from cleaner.markup.code import find_code
from cleaner.markup.latex import FORMULA, in_plain_text, is_formula
from cleaner.markup.spans import touches
from cleaner.normalizers.base import normalizer
from cleaner.normalizers.moves import PARAGRAPH, breaks_before, breaks_from
from cleaner.trace import Edit, Effect, Tier

_WHYS = (
    (tokens, "a token of the page reader"),
    (answers, "a block of a model's answer"),
    (boxes, "the box of a line"),
    (fields, "the label of a field"),
    (leads, "a word set in bold before its paragraph"),
    (html, "HTML"),
    (markdown, "Markdown"),
    (documents, "LaTeX"),
)


@normalizer(tier=Tier.CERTAIN, effect=Effect.NOTATION)
def render_markup(state: PageState) -> Iterator[Edit]:
    r"""Replace mark-up by the text as it was printed.

    Vision models and converters answer in Markdown and HTML (Marker, MinerU, PaddleOCR-VL, olmOCR), with
    tokens that say where a block stands (DeepSeek-OCR), with notes between pages (Umi-OCR); programs print
    lines with their boxes; models that are asked for the fields of an article name them (标题：, 正文：).
    Tags, tokens and such labels go; those that part text leave a line break, a blank line, or a tab between
    the cells of a row. Character references, raised digits and escaped marks become characters, links and
    pictures their text.

    Safety: program code between fences or backticks stays, and so do tags that are no HTML, signs of
    comparison, tags that a text speaks of (<br>标签), backslashes on a line with commands or paths, the marks
    of a list and the bars of a table.

    >>> render_markup("新馆开放<br>面积8600m<sup>2</sup>&ldquo;书香&rdquo;")
    '新馆开放\n面积8600m²“书香”'
    >>> render_markup("若a<b且b>c，用 `<br>` 换行")
    '若a<b且b>c，用 `<br>` 换行'
    """
    text = state.text
    code = bytearray(len(text))
    for start, end in find_code(text):
        code[start:end] = b"\1" * (end - start)
    found = [
        Edit(start, end, replacement, why=why)
        for module, why in _WHYS
        for start, end, replacement in module.find_replacements(text)
        if code.find(1, start, end) < 0
    ]
    yield from _with_surplus(text, found)


def _with_surplus(text: str, edits: Sequence[Edit]) -> list[Edit]:
    r"""Edits that set no second blank line beside another edit, and take one away behind a line that goes.

    >>> edits = _with_surplus("a\n\n_\n_\nb", [Edit(3, 4, ""), Edit(5, 6, "")])
    >>> [(edit.start, edit.end) for edit in edits]
    [(3, 5), (5, 7)]
    """
    found = list(edits)
    in_order = sorted(range(len(edits)), key=lambda n: (edits[n].start, -edits[n].end))
    starts = [*(edits[n].start for n in in_order[1:]), len(text)]
    gone, left = 0, len(PARAGRAPH)
    for n, following in zip(in_order, starts, strict=False):
        edit = edits[n]
        if edit.start < gone:
            continue
        between = text[gone : edit.start]
        close = not between.strip("\n")
        left = left + len(between) if close else breaks_before(text, edit.start)
        if edit.replacement.strip("\n"):
            left = breaks_before(edit.replacement, len(edit.replacement))
        elif edit.replacement:
            room = max(0, len(PARAGRAPH) - left) if close else len(edit.replacement)
            found[n] = replace(edit, replacement=edit.replacement[:room])
            left += len(found[n].replacement)
        elif left:
            behind = breaks_from(text, edit.end)
            surplus = max(0, min(behind, left + behind - len(PARAGRAPH), following - edit.end))
            found[n] = replace(edit, end=edit.end + surplus)
        gone = found[n].end
    return found


@normalizer(tier=Tier.CERTAIN, effect=Effect.NOTATION)
def render_formulas(state: PageState) -> Iterator[Edit]:
    r"""Write LaTeX for numbers, units and single signs as plain text.

    Vision models set figures as formulas: `$96.8\%$`, `$38.5^{\circ}\mathrm{C}$`, `$1.5\times10^{4}$`, often
    with a space between all of its tokens. In Chinese text the spaces round a formula are the reader's, too.

    Safety: a formula with anything that plain text cannot show (fractions, roots, sums, unknown commands)
    stays to the letter; so do two dollar signs with words or ideographs between.

    >>> render_formulas(r"气温 $38.5^{\circ}\mathrm{C}$ ，比例 $96.8\%$ 。")
    '气温38.5℃，比例96.8%。'
    >>> render_formulas(r"求 $\sum_{i} x_{i}$ ，票价$5到$10")
    '求 $\\sum_{i} x_{i}$ ，票价$5到$10'
    """
    text = state.text
    if "$" not in text and "\\" not in text:
        return
    code = find_code(text)
    for match in FORMULA.finditer(text):
        start, end = match.span()
        if not is_formula(match["body"]) or touches(code, start, end):
            continue
        plain = in_plain_text(match["body"])
        if plain is not None and len(plain) < end - start:
            yield Edit(*_with_spaces(text, start, end), plain, why="a figure in LaTeX")


def _with_spaces(text: str, start: int, end: int) -> tuple[int, int]:
    """A formula and the spaces round it, where Chinese text follows beyond them. A tab parts cells."""
    left, right = start, end
    while left > 0 and text[left - 1] == " ":
        left -= 1
    while right < len(text) and text[right] == " ":
        right += 1
    joins_left = left > 0 and not text[left - 1].isascii()
    joins_right = right < len(text) and not text[right].isascii()
    return left if joins_left else start, right if joins_right else end
