"""What a vision model answers in JSON: blocks of a page with their boxes, or the text of a page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

import regex

from cleaner.markup.spans import Span
from cleaner.patterns import HAN, Pattern

_BOXES: Final = frozenset(("bbox", "bbox_2d", "box", "poly", "polygon"))
"""Keys of where a block stands,"""
_PAGE: Final = "natural_text"
"""The key of the text of a whole page (olmOCR)."""
_TEXTS: Final = frozenset(("text", "text_content", "content", "transcription", _PAGE))
"""and of what it holds."""
_LABELS: Final = frozenset(("category", "type", "label"))
"""Keys of what it is."""
_SCORES: Final = frozenset(("confidence", "score", "prob"))
"""Keys of how sure an engine was of a line that it gives without its box."""
_NAMED: Final = tuple(f'"{key}"' for key in sorted(_SCORES))
_LIST: Final = Pattern(r"\[\s*+\{", needs=('"bbox', '"box"', '"poly', *_NAMED))
_LINE: Final = Pattern(
    rf"^\{{(?=[^{{}}]{{0,2000}}?(?:{'|'.join(_NAMED)}))\s*+\"[a-z_]++\"\s*+:", regex.MULTILINE, needs=_NAMED
)
"""The beginning of a line with its score."""
_OBJECT: Final = Pattern(rf"\{{[^{{}}]*?\"{_PAGE}\"\s*+:\s*+\"", needs=(f'"{_PAGE}"',))
"""The beginning of an object with it; what says more of the page before is short and holds no objects."""
_ENTRY: Final = (
    r"(?:[\[(]\s*+)?(?:'(?P<text>[^'\n]{0,400}+)'|\"(?P<text>[^\"\n]{0,400}+)\")"
    r"(?:\s*+,\s*+[01]?\.\d++\s*+[\])])?"
)
_LISTED: Final = Pattern(rf"\s*+\[\s*+{_ENTRY}(?:\s*+,\s*+{_ENTRY})++\s*+\]\s*+", needs="[")
"""A list of lines that is the whole text, as Python prints it, each line with its score or without."""
_PROSE: Final = Pattern(r"\p{Han}[，。]", needs="，。")
"""What shows that one of those lines is of a sentence: other lists are no answers."""
_VALUE: Final = Pattern(rf"\"(?:{'|'.join(sorted(_TEXTS))})\"\s*+:\s*+\"(?P<value>(?:[^\"\\]|\\.)*+)\"")
_ESCAPE: Final = Pattern(
    r"\\u[Dd][89ABab][0-9A-Fa-f]{2}\\u[Dd][C-Fc-f][0-9A-Fa-f]{2}|\\(?:u[0-9A-Fa-f]{4}|.)", needs="\\"
)
_NAMES: Final = {"n": "\n", "t": "\t", "r": "", "b": "", "f": ""}
"""Escapes that are no characters of their own."""


@lru_cache(maxsize=16)
def find_answers(text: str) -> tuple[Span, ...]:
    r"""Where a text holds such an answer, from the first bracket to the last one.

    >>> find_answers('[{"bbox": [0, 0, 9, 9], "category": "Text", "text": "三座水库"}]')
    ((0, 60),)
    >>> find_answers('[{"name": "水库", "text": "三座"}]')
    ()
    >>> find_answers('{"text": "三座", "score": 0.9}'), find_answers('如{"text": "三座", "score": 0.9}')
    (((0, 28),), ())
    """
    if _lines_of(text):
        return ((0, len(text)),)
    known = [pattern for pattern in (_LIST, _OBJECT, _LINE) if pattern.may_match(text)]
    openings = {match.start() for pattern in known for match in pattern.finditer(text)}
    decoder, found, end = json.JSONDecoder(strict=False), [], 0
    for start in sorted(openings):
        if start < end:
            continue
        try:
            value, end = decoder.raw_decode(text, start)
        except RecursionError:  # what is nested as deep is no answer, and each of its brackets would say so
            break
        except ValueError:
            continue
        if _is_answer(value):
            found.append((start, end))
    return tuple(found)


def _lines_of(text: str) -> list[Span]:
    """The lines of a text that is a list of such."""
    found = _LISTED.fullmatch(text) if _PROSE.search(text) else None
    return sorted(found.spans("text")) if found else []


def _is_answer(value: object) -> bool:
    """Whether a value is a list of blocks, each with a box or a score and one text, and all text is there.

    Or it is an object with the text of a page, or a line with its score.
    """
    if isinstance(value, dict):
        scored = not _SCORES.isdisjoint(value) and not _TEXTS.isdisjoint(value)
        return (scored or isinstance(value.get(_PAGE), str)) and _is_read(value)
    blocks = value if isinstance(value, list) else []
    return (
        bool(blocks)
        and all(
            isinstance(block, dict) and not (_BOXES | _SCORES).isdisjoint(block) and _is_read(block)
            for block in blocks
        )
        and any(isinstance(block.get(key), str) for block in blocks for key in _TEXTS)
    )


def _is_read(block: Mapping[str, object]) -> bool:
    """Whether the strings that are rendered hold all the text of a block, and hold it once."""
    texts = [block[key] for key in _TEXTS & block.keys()]
    others = {key: value for key, value in block.items() if key not in _TEXTS | _LABELS}
    return (
        len(texts) < 2
        and all(isinstance(text, str) for text in texts)
        and not HAN.search(json.dumps(others, ensure_ascii=False))
    )


def find_replacements(text: str) -> Iterator[tuple[int, int, str]]:
    r"""What of such answers goes: start, end, and what stands in its place.

    >>> answer = '[{"bbox": [0, 0, 9, 9], "text": "三座\\n水库"}, {"bbox": [0, 9, 9, 18], "text": "建成"}]'
    >>> for start, end, to in sorted(find_replacements(answer), reverse=True):
    ...     answer = answer[:start] + to + answer[end:]
    >>> answer
    '三座\n水库\n\n建成'
    """
    if listed := _lines_of(text):
        ends = [0, *(end for _, end in listed)]
        for before, (start, _) in zip(ends, listed, strict=False):
            yield before, start, "\n" if before else ""
        yield ends[-1], len(text.rstrip()), ""
        return
    for start, end in find_answers(text):
        at, lead = start, ""
        between = "\n\n" if any(f'"{key}"' in text[start:end] for key in _BOXES) else "\n"
        for match in _VALUE.finditer(text, start, end):
            if not match["value"].strip():
                continue
            yield at, match.start("value"), lead
            for escape in _ESCAPE.finditer(text, *match.span("value")):
                yield *escape.span(), _unescaped(escape)
            at, lead = match.end("value"), between
        yield at, end, ""


def _unescaped(escape: regex.Match[str]) -> str:
    name = escape[0][1:]
    return json.loads(f'"{escape[0]}"') if name[0] == "u" and len(name) > 1 else _NAMES.get(name, name)
