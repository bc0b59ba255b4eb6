"""Articles as they were printed, page by page, and what a newsroom adds to them: bylines, briefs, credits."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from cleaner.lab.corpus import is_heading, read_records

_REPORTER: Final = re.compile(r"记者([\u4e00-\u9fff]{2,3})(?=[、）])")
_DATELINE: Final = re.compile(r"^(?:据)?(?:本报|新华社)[^，。（“ ]{0,14}[电讯](?:（[^）]{2,30}）)?\s*")
_PLACE: Final = re.compile(r"^本报([\u4e00-\u9fff]{2,3})\d{1,2}月")


@dataclass(frozen=True, slots=True)
class Story:
    """An article to be set."""

    title: str
    paragraphs: Sequence[str]
    kicker: str = ""
    subtitle: str = ""
    heading: str = ""
    """What may be set over some of its paragraphs."""

    @property
    def heads(self) -> list[str]:
        """The lines of its headline, from the top."""
        return [head for head in (self.kicker, self.title, self.subtitle) if head]


Printed = Sequence[Sequence[Story]]
"""Pages of stories that were printed together."""


def read_stories(corpus: Path, since: str, until: str) -> list[list[Story]]:
    """The newspaper articles with since ≤ date < until, by printed page."""
    pages: defaultdict[tuple[str, str], list[Story]] = defaultdict(list)
    heading = ""
    for record in read_records(corpus):
        body, date = record["paragraphs"], record.get("date", "")
        if since <= date < until and record.get("page") and body:
            heading = next(filter(is_heading, body[1:-1]), heading)
            title, kicker, subtitle = (_plain(record.get(name)) for name in ("title", "kicker", "subtitle"))
            pages[date, str(record["page"])].append(Story(title, body, kicker, subtitle, heading))
    return list(pages.values())


def _plain(head: Any) -> str:
    return " ".join(head) if isinstance(head, list) else (head or "").strip()


def drawn(pages: Printed, chance: random.Random) -> Iterator[Story]:
    """Stories that were printed on one page, then those of another."""
    while True:
        page = chance.choice(pages)
        yield from chance.sample(page, len(page))


@dataclass(frozen=True, slots=True)
class Newsroom:
    """Who reports, and from where."""

    names: Sequence[str] = ("张文强",)
    places: Sequence[str] = ("北京",)

    @classmethod
    def of(cls, pages: Printed) -> Self:
        """The reporters and places that stories name."""
        openings = [story.paragraphs[0] for page in pages for story in page]
        names = {name for text in openings for name in _REPORTER.findall(text)}
        places = {found[1] for text in openings if (found := _PLACE.match(text))}
        return cls(sorted(names), sorted(places)) if names and places else cls()

    def byline(self, chance: random.Random) -> str:
        """Who wrote an article, as it is set under the headline."""
        names = " ".join(chance.sample(self.names, min(len(self.names), chance.choice((1, 1, 2)))))
        office = chance.choice(("本报记者", "本报记者", "本报通讯员", "记者"))
        return f"{office}{chance.choice((' ', ''))}{names}"

    def credit(self, chance: random.Random) -> str:
        """Who wrote an item, as it is set behind it."""
        names = chance.sample(self.names, min(len(self.names), chance.choice((1, 2))))
        return f"（{chance.choice(('', '', '', '记者 '))}{chance.choice((' ', '')).join(names)}）"

    def brief(self, stories: Iterable[Story], chance: random.Random) -> str:
        """A short item out of some stories, with a dateline mostly."""
        texts = [text for story in stories for text in story.paragraphs if 60 <= len(text) <= 260]
        text = _DATELINE.sub("", chance.choice(texts)) if texts else "州图书馆新馆昨日正式开馆。"
        if chance.random() >= 0.75:
            return text
        source = chance.choice(("本报", "本报", "新华社", "据新华社"))
        reporter = f"（记者{chance.choice(self.names)}）" if chance.random() < 0.35 else " "
        date = f"{chance.randint(1, 12)}月{chance.randint(1, 30)}日"
        return f"{source}{chance.choice(self.places)}{date}电{reporter}{text}"

    @staticmethod
    def jump(chance: random.Random) -> str:
        """Where an article began."""
        return chance.choice(("上接第{}版", "（上接第{}版）")).format(chance.randint(1, 8))
