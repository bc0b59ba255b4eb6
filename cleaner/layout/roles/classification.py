"""What a block is: a headline, a byline, a paragraph, a sign-off, a jump marker, page furniture."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import takewhile

import numpy as np

from cleaner.errors import ModelError
from cleaner.layout.credits import credits_under
from cleaner.layout.furniture import is_furniture, is_misread_furniture, items_of
from cleaner.layout.lines.break_kind import Break
from cleaner.layout.lines.columns import INDENT, LOOSE, TOLERANCE, ends_sentence
from cleaner.layout.lines.numbering import ITEM
from cleaner.layout.memo import MemoTable
from cleaner.layout.role import Role
from cleaner.layout.roles.ends import (
    OPEN,
    STRAY,
    breaks_off,
    joined_end,
    joined_start,
    open_end,
    open_start,
    unbalanced,
)
from cleaner.layout.roles.furniture_in_place import take_furniture
from cleaner.layout.roles.heading_levels import levels_of
from cleaner.layout.state import PageState, TypesetBlock
from cleaner.models import Models
from cleaner.models.tables import Tables
from cleaner.patterns import Pattern
from cleaner.profiles.marks import DASH
from cleaner.profiles.press import (
    BOX_LABEL,
    BYLINE,
    CAPTION,
    CREDITED,
    DATELINE,
    EDITORS_NOTE,
    END_CREDIT,
    JUMP,
    NO_SUBJECT,
    OPEN_SERIES,
    PHOTOGRAPHER,
    PICTURE_CREDIT,
    SERIES_NAME,
    SIGNOFF,
)
from cleaner.profiles.widths import ems, letters_of

_READ = Pattern(r"[\p{Han}\p{Latin}]")
"""A letter of the scripts that are read; text without any, as Korean or Russian, is left as it is."""
_ENGLISH_SENTENCE = Pattern(r"[A-Z][!-~]*+(?:[ \n][!-~]++){3,}(?<=\p{Ll}{2}\.)", needs=".")
_SALUTATION = Pattern(r"“[^”]+[：:]", needs="“")
"""How a letter begins that is quoted."""
_STOP = Pattern("[，：？！,:?!]")
FAR = 4
"""Ideographic spaces before a line that is set to the right, at the least."""
_SPOKEN = Pattern(r"[”，？！…].")
"""A mark inside a line: indented as paragraphs are, where headlines are not, it is of a text."""
LONGEST_HEAD = 48
"""Em; longer blocks are paragraphs."""
LONGEST_OVER_BYLINE = 96
"""Em of a headline without a mark, over the byline that shows it for one."""
LONGEST_CLOSING = 300
"""Em of who wrote an item, at its end."""
SHORTEST_HEAD = 2
"""Em of a headline or heading, at the least."""
_LINES = (Break.ROW, Break.VERSE, Break.TURN)
"""What is no headline, however short."""
_NAMES_OF_PAGES = (("section",), ("paper",))
"""What a heading over other headings is that names a page, not an article."""
SIGNED = 2
"""Credits under the label of a box from which the texts in it are briefs, without datelines, too."""
IN_CONTEXT = "head, in context"
"""Weights of the head decision where the language is asked too,"""
IN_PIECES = "head, in pieces"
"""and of that where blocks are of joined lines, some of them pieces of paragraphs."""
MOST_GOES_ON, MOST_BY_WORDS = 12.0, 6.0
"""Bounds of what the text before a block and its own words may say, in log-odds."""
LABEL, FIRST_HEADING = 4.0, 1.0
"""Log-odds of a headline of what is set over a roundup; and of its first heading, at the least."""
NEAR, SERIES_REACH = -4.0, 4
"""Log-odds from which a short block under such a label is its first heading, where another one comes behind
its text: so many blocks behind at most."""
LONGEST_REST = 6
"""Characters of the last line of a heading, in a block by itself, under such a label."""
SUB_HEADLINE = 3.0
"""Log-odds that a sub-headline with a dash adds for the block over it: it belongs to a headline."""
NO_HEAD = -8.0
"""Log-odds of what cannot be a headline."""
INDENTED = -1.0
"""How closed a beginning must look for it to be an indent."""
SHORT, LONG = 6, 17
"""Em; heads are seldom shorter, and a line of a column seldom longer."""


def roles_of(state: PageState) -> list[Role]:
    """The roles of the blocks of a state, in order, by its models: judged once, as the layout judges them."""
    return [
        role or (Role.HEAD if odds > 0 else Role.BODY)
        for role, odds in zip(*state.once(judged_roles), strict=True)
    ]


def plain_roles_of(state: PageState) -> list[Role | None]:
    """The roles that the words of the blocks of a state tell, in order; None for what may be a headline."""
    return state.once(_read_words)


def _read_words(state: PageState) -> list[Role | None]:
    texts = [block.of(state.folded) for block in state.blocks]
    roles = plain_roles(texts, state.memo)
    if state.ornaments.bylines or state.headings:
        _heed_marks(texts, roles, [level or 0 for level in state.once(levels_of)], state.ornaments.bylines)
    return roles


def _heed_marks(
    texts: Sequence[str], roles: list[Role | None], levels: Sequence[int], bylines: Collection[str]
) -> None:
    """Enter what marks of the reader tell beside the words: who wrote a text, boxes of briefs, sections.

    The label of a box that is marked as a heading is its headline, where no brief in it has a dateline and
    not several are signed. What names a section over headings of lower levels is furniture. What is marked
    may be long for a headline.
    """
    letters = [letters_of(text) for text in texts]
    for n, text in enumerate(texts):
        if letters[n] in bylines:
            roles[n] = Role.BYLINE
        elif levels[n] and roles[n] is Role.FURNITURE and BOX_LABEL.fullmatch(text):
            under = list(takewhile(lambda i: not levels[i], range(n + 1, len(texts))))
            signed = sum(roles[i] is Role.SIGNOFF or CREDITED.search(texts[i]) is not None for i in under)
            if under and signed < SIGNED and not any(DATELINE.match(texts[i]) for i in under):
                roles[n] = None
        elif (
            levels[n]
            and items_of(text) in _NAMES_OF_PAGES
            and max(levels[n + 1 : n + 2], default=0) > levels[n]
        ):
            roles[n] = Role.FURNITURE
        elif levels[n] and roles[n] is Role.BODY and _may_be_over_byline(text):
            roles[n] = None
    for lines in credits_under(texts):
        end = lines.stop
        if levels[lines.start - 1]:
            roles[lines.start : end] = [Role.BYLINE] * len(lines)
        elif any(levels[end : end + 1]) or (end == len(texts) and any(levels)):
            roles[lines.start : end] = [Role.SIGNOFF] * len(lines)


def judged_roles(state: PageState) -> tuple[list[Role | None], list[float]]:
    """What `judge_roles` says of a state, with the language; code or a turn is no headline."""
    words = plain_roles_of(state)
    turns = state.turns.named
    words = [None if block.start in turns else role for block, role in zip(state.blocks, words, strict=True)]
    plain, odds = judge_roles(
        state.folded,
        state.typeset,
        state.models.roles,
        state.models,
        words,
        joined=state.has_joined_blocks,
    )
    indents = [_is_typed_indent(state.folded, block.start) for block in state.blocks]
    like_text = sum(map(bool, indents)) > 1 and any(
        role is None and not indent for role, indent in zip(plain, indents, strict=True)
    )
    kept = [
        state.protection.is_code(block.start, block.end)
        or _is_far_right(state.folded, block.start)
        or (like_text and indent and _SPOKEN.search(block.of(state.folded)) is not None)
        for block, indent in zip(state.blocks, indents, strict=True)
    ]
    return [Role.BODY if keep else role for role, keep in zip(plain, kept, strict=True)], odds


def _is_typed_indent(text: str, start: int) -> bool:
    """Whether a line begins with two ideographic spaces, as paragraphs are typed."""
    return text[text.rfind("\n", 0, start) + 1 : start] == "\N{IDEOGRAPHIC SPACE}" * 2


def _is_far_right(text: str, start: int) -> bool:
    """Whether a line stands far to the right, right below another one: who signs a notice, and when."""
    line = text.rfind("\n", 0, start) + 1
    below = line > 1 and not text[text.rfind("\n", 0, line - 1) + 1 : line].isspace()
    room = text[line:start]
    return below and room.isspace() and (room.count("\N{IDEOGRAPHIC SPACE}") >= FAR or len(room) >= 2 * FAR)


def judge_roles(
    text: str,
    typeset: Sequence[TypesetBlock],
    weights: Tables,
    models: Models | None = None,
    words: Sequence[Role | None] | None = None,
    *,
    joined: bool = False,
) -> tuple[list[Role | None], list[float]]:
    """For each block the role that its words tell, or None, and the log-odds of a headline or heading.

    With models, what goes on in mid-sentence from the block before or in the block behind counts too.
    `words` is what `plain_roles` says of the blocks, where that is known; `joined` whether a page reader
    joined their lines, so that no width tells what is a piece of a paragraph.
    """
    texts = [printed.block.of(text) for printed in typeset]
    words = plain_roles(texts) if words is None else words
    plain = [
        Role.BODY if role is None and (printed.kind in _LINES or _is_labelled(printed, text)) else role
        for printed, role, text in zip(typeset, words, texts, strict=True)
    ]
    pieces = joined and models is not None and are_cut(texts, plain)
    weight = weights["head" if models is None else IN_PIECES if pieces else IN_CONTEXT]
    found = all_head_evidence(texts, typeset, plain, models, pieces=pieces)
    odds = [_weighed(found[i], weight) if i in found else NO_HEAD for i in range(len(plain))]
    _give_back_labels(texts, plain, odds)
    for i in range(len(texts) - 1):
        under = plain[i + 1] is None and odds[i + 1] > 0 and texts[i + 1].startswith(DASH[0])
        if plain[i] is None and under:
            odds[i] += SUB_HEADLINE
    return plain, odds


def _is_labelled(printed: TypesetBlock, text: str) -> bool:
    """Whether a block is one of several labelled lines, as advertisements are; a number may head a part."""
    return printed.kind is Break.ITEM and ITEM.match(text) is None


def _give_back_labels(texts: Sequence[str], plain: list[Role | None], odds: list[float]) -> None:
    """Enter as headlines the labels that stand over a byline or a heading: of a roundup, in one article.

    Over a dateline a label is that of a box, and belongs to no brief in it.
    """
    for i in range(len(texts) - 2):
        over_front = plain[i + 1] in (Role.BYLINE, Role.JUMP)
        over_heading = (
            plain[i + 1] is None
            and (odds[i + 1] > 0 or (odds[i + 1] > NEAR and _heads_a_series(i + 1, texts, plain, odds)))
            and not DATELINE.match(texts[i + 2])
        )
        if plain[i] is Role.FURNITURE and (over_front or over_heading) and BOX_LABEL.fullmatch(texts[i]):
            plain[i], odds[i] = None, LABEL
            if over_heading and plain[i + 2] is Role.BODY:
                odds[i + 1] = max(odds[i + 1], FIRST_HEADING)


def _heads_a_series(
    i: int, texts: Sequence[str], plain: Sequence[Role | None], odds: Sequence[float]
) -> bool:
    """Whether behind a short block, and the rest of its line, comes text, and soon another heading."""
    text = i + 1 + (plain[i + 1] is None and len(texts[i + 1]) <= LONGEST_REST)
    behind = range(text + 1, min(text + 1 + SERIES_REACH, len(plain)))
    return (
        text < len(plain)
        and plain[text] is Role.BODY
        and any(plain[n] is None and odds[n] > 0 for n in behind)
    )


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


def are_cut(texts: Sequence[str], plain: Sequence[Role | None]) -> bool:
    """Whether paragraphs whose lines a reader joined are cut by columns: more than a few end without a stop.

    >>> are_cut(["昨日蓄水，今年的春耕", "用水有保障。"], [Role.BODY, Role.BODY])
    True
    """
    body = [text for text, role in zip(texts, plain, strict=True) if role is Role.BODY]
    return sum(not ends_sentence(text) and text[-1] not in "：:" for text in body) > STRAY * len(body)


def _weighed(evidence: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The sum of the evidence, in log-odds. Raises `ModelError` where the weights do not know a name."""
    try:
        return sum(weights[name] * value for name, value in evidence.items())
    except KeyError as error:
        raise ModelError(f"roles: the weights do not know the feature {error}. Train them anew.") from error


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


def _is_indented(text: str, printed: TypesetBlock, role: Role | None) -> bool:
    """Whether a block is a paragraph whose first line is indented."""
    return role is Role.BODY and printed.setting is not None and open_start(text, printed) < INDENTED


def plain_roles(texts: Sequence[str], memo: MemoTable | None = None) -> list[Role | None]:
    """The roles that the words of blocks tell.

    Brackets between what may be a headline and its text are the name of a series in a line of its own
    (`（快评）`), though they look like a sign-off: behind that no paragraph would go on.
    `memo` is that of the page.

    >>> plain_roles(["三座水库建成蓄水", "本报记者 林秀禾", "青石镇新建的三座水库昨日起蓄水。"])
    [None, <Role.BYLINE: 'byline'>, <Role.BODY: 'body'>]
    """
    plain = (memo or MemoTable()).of(_plain_role, texts)
    take_furniture(texts, plain)
    for i in range(1, len(texts) - 1):
        if (
            plain[i] is Role.SIGNOFF
            and plain[i - 1] is None
            and plain[i + 1] is Role.BODY
            and not (DATELINE.match(texts[i + 1]) or END_CREDIT.fullmatch(texts[i]))
        ):
            plain[i] = None
        if CAPTION.match(texts[i - 1]) and (
            PICTURE_CREDIT.fullmatch(texts[i]) or PHOTOGRAPHER.fullmatch(texts[i])
        ):
            plain[i] = Role.BODY  # it closes no article
        if plain[i] is Role.SIGNOFF and DATELINE.fullmatch(texts[i - 1]):
            plain[i] = Role.BODY  # the reporter in brackets, cut off from the dateline
    for lines in credits_under(texts):
        end = next((n for n in range(lines.stop, len(texts)) if plain[n] is not Role.FURNITURE), len(texts))
        over, under = plain[lines.start - 1], plain[end : end + 1]
        if over is None and under == [Role.BODY]:
            plain[lines.start : lines.stop] = [Role.BYLINE] * len(lines)
        elif over is Role.BODY and (
            not under or (under == [None] and plain[end + 1 : end + 2] == [Role.BODY])
        ):
            plain[lines.start : lines.stop] = [Role.SIGNOFF] * len(lines)
    for i in range(len(texts) - 1):
        if plain[i] is None and plain[i + 1] is Role.BODY and NO_SUBJECT.match(texts[i + 1]):
            plain[i] = Role.BODY  # it is the subject
        if (
            plain[i] is Role.BODY
            and plain[i + 1] in (Role.BYLINE, Role.JUMP)
            and _may_be_over_byline(texts[i])
        ):
            plain[i] = None
    return plain


def _may_be_over_byline(text: str) -> bool:
    """Whether a block over a byline may be a headline: a bracket may be misread, and it may be long."""
    width = ems(text)
    longest = LONGEST_HEAD if _STOP.search(text) else LONGEST_OVER_BYLINE
    return (
        SHORTEST_HEAD <= width <= longest
        and _READ.search(text) is not None
        and not any(mark in text for mark in "。；")
        and not text.endswith(("，", "、"))
        and not (DATELINE.match(text) or EDITORS_NOTE.fullmatch(text))
    )


def _plain_role(text: str) -> Role | None:
    """The role of a block that its text alone tells; None for what may be a headline."""
    width = ems(text)
    short = width <= LONGEST_HEAD and len(text) <= 4 * LONGEST_HEAD
    if is_furniture(text) or (short and is_misread_furniture(text)):
        return Role.FURNITURE
    if not _READ.search(text) and any(map(str.isalpha, text)):
        return Role.BODY
    for role, pattern in (
        (Role.FURNITURE, BOX_LABEL),
        (Role.JUMP, JUMP),
        (Role.SIGNOFF, END_CREDIT),
        (Role.SIGNOFF, PICTURE_CREDIT),
        (Role.BYLINE, BYLINE),
        (Role.SIGNOFF, SIGNOFF),
    ):
        fits = short if pattern is not END_CREDIT else width <= LONGEST_CLOSING
        if fits and pattern.fullmatch(text):
            return role
    if not SHORTEST_HEAD <= width <= LONGEST_HEAD:
        return Role.BODY
    headline = SERIES_NAME.sub("", text) or text  # the mark inside 小康社会·百村行 may be misread for a stop
    is_text = (
        text.endswith(("，", "、"))
        or any(mark in headline for mark in "。；")
        or _ENGLISH_SENTENCE.fullmatch(text)
        or DATELINE.match(text)
        or EDITORS_NOTE.fullmatch(text)
        or (unbalanced(text) and not OPEN_SERIES.fullmatch(text))
        or _SALUTATION.fullmatch(text)
    )
    return Role.BODY if is_text else None


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
