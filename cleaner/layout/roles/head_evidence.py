"""What tells that a short block is a headline or heading, and not a piece of a paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

import numpy as np

from cleaner.layout.lines.break_kind import Break
from cleaner.layout.lines.columns import INDENT, LOOSE, TOLERANCE, ends_sentence
from cleaner.layout.role import Role
from cleaner.layout.roles.ends import (
    OPEN,
    STRAY,
    breaks_off,
    joined_end,
    joined_start,
    open_end,
    open_start,
)
from cleaner.layout.state import TypesetBlock
from cleaner.models import Models
from cleaner.profiles.press import BOX_LABEL, DATELINE, SERIES_NAME
from cleaner.profiles.widths import ems

MOST_GOES_ON, MOST_BY_WORDS = 12.0, 6.0
"""Bounds of what the text before a block and its own words may say, in log-odds."""
INDENTED = -1.0
"""How closed a beginning must look for it to be an indent."""
SHORT, LONG = 6, 17
"""Em; heads are seldom shorter, and a line of a column seldom longer."""


def all_head_evidence(
    texts: Sequence[str],
    typeset: Sequence[TypesetBlock],
    plain: Sequence[Role | None],
    models: Models | None,
    *,
    pieces: bool = False,
) -> dict[int, dict[str, float]]:
    """The evidence of each block that may be a head, by its number.

    pieces: whether blocks are of joined lines, and some of them pieces of paragraphs.
    """
    on_columns = not pieces and any(printed.width for printed in typeset)
    cut = on_columns and not are_whole(texts, typeset, plain)
    found = {
        i: head_evidence(
            i, texts, typeset, plain, cut or (on_columns and printed.kind is Break.ITEM), pieces=pieces
        )
        for i, (printed, role) in enumerate(zip(typeset, plain, strict=True))
        if role is None
    }
    if on_columns and not any(map(_is_indented, texts, typeset, plain)):
        for evidence in found.values():  # so does every paragraph of the page begin
            evidence.pop("over open start", None)
    if models is None or not found:
        return found
    bare = ["".join(text.split()) for text in texts]
    running = [role in (None, Role.BODY) for role in plain]
    here = [
        i for i in range(1, len(bare)) if (i in found or i - 1 in found) and running[i - 1] and running[i]
    ]
    odds = models.continuation([(bare[i - 1], bare[i]) for i in here])
    kinds = np.clip(models.heads([bare[i] for i in found]), -MOST_BY_WORDS, 0.0)
    for i, (headline, heading, piece) in zip(found, kinds.tolist(), strict=True):
        found[i]["words of a headline"] = headline - piece
        found[i]["words of a heading"] = heading - piece
    for i, value in zip(here, np.clip(odds, -MOST_GOES_ON, MOST_GOES_ON).tolist(), strict=True):
        if i in found:
            found[i]["goes on from before"] = value
        if i - 1 in found:
            found[i - 1]["goes on behind"] = value
    return found


def head_evidence(
    i: int,
    texts: Sequence[str],
    typeset: Sequence[TypesetBlock],
    plain: Sequence[Role | None],
    on_columns: bool,
    *,
    pieces: bool = False,
) -> dict[str, float]:
    """The evidence that a short block is a headline or heading, or not, by name.

    A headline is set above a byline, in a line of its own, without stops; the piece of a paragraph that
    a column cut off fills its line and is followed by a line that is not indented.

    on_columns: whether the page shows columns.
    pieces: whether blocks are of joined lines, and some of them pieces of paragraphs.
    """
    text, printed = texts[i], typeset[i]
    width = ems(text)
    over = sum(1 for _ in takewhile(_is_page_head, zip(texts, plain, strict=True)))
    first = i == 0 or (i == over and not breaks_off(text))
    found = {
        "bias": 1.0,
        "commas": float(text.count("，")),
        "speech": float(text[0] == "“" and text[-1] == "”"),
        "series": float(bool(SERIES_NAME.search(text))),
        "first": float(first),
        "last": float(i + 1 == len(texts)),
        "short": float(width < SHORT),
        "long": float(width > LONG),
        "colon": float(text.endswith(("：", ":"))),
        "ended": float(ends_sentence(text)),
        "without columns": float(not on_columns),
        "wider than columns": float(on_columns and not printed.width),
    }
    if on_columns and printed.width:
        found.update(_set_like_body(printed))
    if i + 1 < len(texts):
        opened = 0.0
        if pieces:
            opened = joined_start(texts[i + 1])
        elif typeset[i + 1].setting is not None:
            opened = open_start(texts[i + 1], typeset[i + 1])
        found["over byline"] = float(plain[i + 1] in (Role.BYLINE, Role.JUMP))
        found["over dateline"] = float(DATELINE.match(texts[i + 1]) is not None)
        found["over short block"] = float(plain[i + 1] is None)
        found["over open start"] = float(plain[i + 1] is Role.BODY and opened > 0)
        found["over indent"] = float(plain[i + 1] is Role.BODY and opened < INDENTED)
    if i:
        body = plain[i - 1] is Role.BODY
        prose = body and typeset[i - 1].kind is not Break.VERSE
        end = joined_end(texts[i - 1]) if pieces else open_end(texts[i - 1], typeset[i - 1])
        found["after open end"] = float(prose and end > 0)
        found["after end"] = float(body and ends_sentence(texts[i - 1]))
        found["after signoff"] = float(plain[i - 1] is Role.SIGNOFF)
        found["after furniture"] = float(plain[i - 1] is Role.FURNITURE and not first)
        found["after short block"] = float(plain[i - 1] is None)
    return found


def are_whole(texts: Sequence[str], typeset: Sequence[TypesetBlock], plain: Sequence[Role | None]) -> bool:
    """Whether hardly a paragraph is cut by a column: so a short block is no piece of one."""
    cut = rest = count = 0
    for text, printed, role in zip(texts, typeset, plain, strict=True):
        if role is Role.BODY:
            count += 1
            full = printed.setting is not None and printed.setting.last_full
            cut += full and not ends_sentence(text) and not text.endswith(("：", ":"))
            rest += open_start(text, printed) > OPEN
    return min(cut, rest) <= STRAY * count


FEW = 1
"""Paragraphs that break off where none is cut by a column, at the most: one may have lost its end."""


def are_cut(texts: Sequence[str], plain: Sequence[Role | None]) -> bool:
    """Whether paragraphs whose lines a reader joined are cut by columns: more than a few break off.

    Items, verses and captions, without a stop as well, have no clauses before their end.

    >>> texts = ["昨日蓄水，今年的春耕", "用水有保障。"]
    >>> are_cut(texts, [Role.BODY] * 2), are_cut(texts * 2, [Role.BODY] * 4)
    (False, True)
    """
    body = [text for text, role in zip(texts, plain, strict=True) if role is Role.BODY]
    return sum(map(breaks_off, body)) > max(FEW, STRAY * len(body))


def _is_indented(text: str, printed: TypesetBlock, role: Role | None) -> bool:
    """Whether a block is a paragraph whose first line is indented."""
    return role is Role.BODY and printed.setting is not None and open_start(text, printed) < INDENTED


def _is_page_head(block: tuple[str, Role | None]) -> bool:
    """Whether a block is furniture of the page rather than the label of a box."""
    return block[1] is Role.FURNITURE and BOX_LABEL.fullmatch(block[0]) is None


def _set_like_body(printed: TypesetBlock) -> dict[str, float]:
    """What the lines of a block say: full lines of the column are set like body text."""
    first, width = printed.first_line, printed.width
    body = width - LOOSE <= first <= width + 2.0 or abs(first - width + INDENT) <= TOLERANCE
    if printed.one_line:
        least, most = printed.natural_width, printed.natural_width + 2 * len(printed.gaps)
        return {
            "full line": float(least <= width + LOOSE and most >= width - LOOSE),
            "indented line": float(abs(least - width + INDENT) <= TOLERANCE),
            "share of line": min(1.5, least / width),
        }
    return {
        "set like body": float(body),
        "last line full": float(bool(printed.setting and printed.setting.last_full)),
        "several lines": 1.0,
        "longer than a line": float(body and printed.natural_width > width + 5),
    }
