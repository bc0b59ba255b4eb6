"""What a block is: a headline, a byline, a paragraph, a sign-off, a jump marker, page furniture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import takewhile

from cleaner.errors import ModelError
from cleaner.layout.credits import credit_runs
from cleaner.layout.furniture import is_furniture, is_misread_furniture, items_of
from cleaner.layout.lines.break_kind import Break
from cleaner.layout.lines.numbering import ITEM
from cleaner.layout.lines.verses import PAUSE
from cleaner.layout.memo import MemoTable
from cleaner.layout.role import Role
from cleaner.layout.roles.ends import unbalanced
from cleaner.layout.roles.furniture_in_place import take_furniture
from cleaner.layout.roles.head_evidence import all_head_evidence, are_cut
from cleaner.layout.roles.heading_levels import levels_of
from cleaner.layout.roles.signatures import dates_published, dates_under_names
from cleaner.layout.state import PageState, TypesetBlock
from cleaner.models import Models
from cleaner.models.tables import Tables
from cleaner.patterns import Pattern
from cleaner.profiles.marks import DASH
from cleaner.profiles.press import (
    BOX_LABEL,
    BYLINE,
    CAPTION,
    COMES_FROM,
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
_COMES_FROM = Pattern(rf"[（(〈《〔【\[]\s*(?:{'|'.join(COMES_FROM)})[^（(。]{{1,12}}$", needs="版")
"""The marker of a jump behind who wrote the article, in one line."""
IN_CONTEXT = "head, in context"
"""Weights of the head decision where the language is asked too,"""
IN_PIECES = "head, in pieces"
"""and of that where blocks are of joined lines, some of them pieces of paragraphs."""
LABEL, FIRST_HEADING = 4.0, 1.0
"""Log-odds of a headline of what is set over a roundup; and of its first heading, at the least."""
NEAR, SERIES_REACH = -4.0, 4
"""Log-odds from which a short block under such a label is its first heading, where another one comes behind
its text: so many blocks behind at most."""
LONGEST_REST = 6
"""Characters of the last line of a heading, in a block by itself, under such a label."""
SUB_HEADLINE = 3.0
"""Log-odds that a sub-headline with a dash adds for the block over it: it belongs to a headline."""
FEWEST_LISTED = 4
"""Lines right under each other from which they are no headline, where no sentence stands under them."""
FEWEST_OVER_LAST = 2
"""The same over a last line that is no wider than they are, or where all of them return."""
NO_HEAD = -8.0
"""Log-odds of what cannot be a headline."""


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
    if known := state.marked_furniture:
        of_page = [all(letters_of(line) in known for line in text.split("\n")) for text in texts]
        roles = [Role.FURNITURE if marked else role for marked, role in zip(of_page, roles, strict=True)]
    if state.ornaments.bylines or state.headings:
        _heed_marks(texts, roles, [level or 0 for level in state.once(levels_of)], state.ornaments.bylines)
    return roles


def _heed_marks(
    texts: Sequence[str], roles: list[Role | None], levels: Sequence[int], bylines: Collection[str]
) -> None:
    """Enter what marks of the reader tell beside the words: who wrote a text, boxes of briefs, sections.

    The label of a box that is marked as a heading is its headline, where no brief in it has a dateline and
    not several are signed. What names a section over headings of lower levels is furniture. What is marked
    may be long for a headline, or a single character, as the number of a chapter.
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
        elif levels[n] and roles[n] is Role.BODY and (ems(text) < SHORTEST_HEAD or _may_be_over_byline(text)):
            roles[n] = None
    for lines in credit_runs(texts):
        end = lines.stop
        if levels[lines.start - 1] if lines.start else not any(levels[end : end + 1]):
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


def listed_lines(state: PageState, roles: Sequence[Role]) -> set[int]:
    """Lines right under each other that look like headlines, too many for one, with no sentence under them.

    They are verse, subtitles or a list; so are two over a last line that, but for its mark, is no wider, as
    of slogans, and two that stand elsewhere too, as of a refrain. On a page of printed columns, or with
    marked headings, none are.
    """
    found: set[int] = set()
    if state.column_widths or state.placed is not None or state.headings:
        return found
    texts = [block.of(state.folded) for block in state.blocks]
    below = [
        n > 0 and state.folded.count("\n", state.blocks[n - 1].end, block.start) == 1
        for n, block in enumerate(state.blocks)
    ]
    times = Counter(texts)
    run = list[int]()
    for n, text in enumerate(texts):
        if roles[n] is Role.HEAD and (below[n] or not run):
            run.append(n)
            continue
        over_text = below[n] and PAUSE.search(text) is not None
        is_last = below[n] and not any(below[n + 1 : n + 2]) and PAUSE.search(text[:-1]) is None
        is_last = is_last and ems(text[:-1]) <= max((ems(texts[i]) for i in run), default=0.0)
        returns = all(times[texts[i]] > 1 for i in run)
        enough = len(run) >= FEWEST_LISTED and not over_text
        if enough or (len(run) >= FEWEST_OVER_LAST and (is_last or returns)):
            found.update(run)
        run = [n] if roles[n] is Role.HEAD else []
    found.update(run if len(run) >= FEWEST_LISTED else ())
    return found


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


def _weighed(evidence: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The sum of the evidence, in log-odds. Raises `ModelError` where the weights do not know a name."""
    try:
        return sum(weights[name] * value for name, value in evidence.items())
    except KeyError as error:
        raise ModelError(f"roles: the weights do not know the feature {error}. Train them anew.") from error


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
    _read_dates(texts, plain)
    for lines in credit_runs(texts):
        end = next((n for n in range(lines.stop, len(texts)) if plain[n] is not Role.FURNITURE), len(texts))
        over = plain[lines.start - 1] if lines.start else None
        under = plain[end : end + 1]
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


def _read_dates(texts: Sequence[str], plain: list[Role | None]) -> None:
    """Enter when articles were published, under their headlines, and when notices were signed."""
    for n in dates_published(texts):
        if plain[n - 1] is None and plain[n + 1] is Role.BODY:
            plain[n] = Role.BYLINE
    for n in dates_under_names(texts):
        over, name, under = plain[n - 2], plain[n - 1], plain[n + 1 : n + 2]
        if name is None and over in (Role.BODY, Role.SIGNOFF) and under not in ([Role.BODY], [Role.BYLINE]):
            plain[n - 1 : n + 1] = [Role.BODY, Role.SIGNOFF]


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
    comes_from = _COMES_FROM.search(text) if short else None
    if comes_from and BYLINE.fullmatch(text[: comes_from.start()].rstrip()):
        return Role.BYLINE
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
