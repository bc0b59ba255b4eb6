"""Full stops that were lost where a paragraph ends, as its last line shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cleaner.layout.role import Role
from cleaner.layout.roles.classification import roles_of
from cleaner.layout.state import PageState
from cleaner.patterns import Pattern
from cleaner.profiles.marks import CLOSING, OPENING
from cleaner.profiles.widths import ems, is_content
from cleaner.trace import Edit

FULL_STOP: Final = "。"
SHORTEST: Final = 20.0
"""Em of a paragraph of running text, at the least."""
CONFIDENCE: Final = 0.9
"""Of 33 such paragraphs that engines read on generated pages 30 end with a full stop."""
_RUNNING, _SENTENCES = Pattern(r"[。！？；，]"), Pattern(r"[。！？；]")
"""What running text has and no heading; what has several sentences and is no lead."""
_LEADS_ON: Final = Pattern(
    r"(?:(?:如下|以下|下列)\p{Han}{0,8}|包括|分别是|[说道问答称曰]|表示|指出|强调|认为|写道"
    r"|[的之与和及或而且并从向对将把被让由在等到])$"
)
"""Behind these a colon is as likely, or the sentence goes on."""
_SENTENCE: Final = Pattern(r"(?:^|(?<=[。！？；”]))[^。！？；：\p{Hiragana}\p{Katakana}]{9,}+(?<=\p{Han})$")
"""A whole last sentence: no name, marker, label or address behind the last one."""


def ends_of_paragraphs(state: PageState) -> Iterator[Edit]:
    """The full stops of paragraphs of running text that end without any mark.

    The last line falls short of its column, as boxes show: so it is the end of what was printed, if its words
    do not go on. What stands first in an article may be its lead, a sentence set without a full stop.
    """
    if state.placed is None:
        return
    reading, text = state.placed.reading, state.folded
    leads = {
        next((n for n in article if reading.passages[n].role is Role.BODY), -1)
        for article in reading.articles
    }
    for n, block in enumerate(state.blocks):
        end = block.end - 1
        line = int(state.placed.line_of[end]) if is_content(text[end]) else -1
        number = int(reading.passage_of[line])
        if number < 0 or not reading.passages[number].closed or reading.passages[number].lines[-1] != line:
            continue
        content = block.of(text)
        if (
            (_SENTENCES if number in leads else _RUNNING).search(content)
            and _SENTENCE.search(content)
            and not _LEADS_ON.search(content)
            and ems(content) >= SHORTEST
            and sum(map(content.count, OPENING)) <= sum(map(content.count, CLOSING))
            and roles_of(state)[n] is Role.BODY
        ):
            why = "a paragraph ends here, as its last line shows"
            yield Edit(block.end, block.end, FULL_STOP, why=why, confidence=CONFIDENCE)
