"""A corpus of clean text, and its articles as newspapers print them.

A corpus is a file of JSON lines (`.jsonl` or `.jsonl.xz`) with `title` and `paragraphs`, optionally
`date`, `kicker`, `subtitle`; paragraphs are clean text with all its marks.
"""

from __future__ import annotations

import json
import lzma
import random
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, Final

from cleaner.models.slots import LABEL_STOPS
from cleaner.profiles.marks import QUOTES
from cleaner.profiles.press import BYLINE

Article = list[str]
"""Paragraphs, the title among them."""

HELD_OUT: Final = "2020-10-01"
"""Articles of the newspaper from this date on are kept from the corpus that models are trained on;"""
UNSEEN: Final = "2020-10-26"
"""those from this date on also from what they are fitted to afterwards, and measure it."""
_UNUSABLE: Final = re.compile('[,;?!"]|(?<![0-9A-Za-z])\\.|\\.(?![0-9A-Za-z])|[\n\r\t]')
_REPORTERS: Final = re.compile(r"（(?:本报)?记者([\u4e00-\u9fff]{2,4}(?:、[\u4e00-\u9fff]{2,4}){0,4})）")
_DATELINE: Final = re.compile(r"^((?:据)?(?:本报|新华社)[^，。（“ ]{0,12}?(?:\d+日)?[电讯])(?=[^（，。 ])")
SHORTEST_HEADING, LONGEST_HEADING = 4, 24
"""Characters of a section heading."""
_NO_HEADING: Final = re.compile("第.{1,3}[编章节条]|—")
"""Chapters of laws, and credits after a dash, are no section headings."""
_CLOSING: Final = LABEL_STOPS + "”…）"


def read_articles(
    path: Path, since: str = "", until: str = "~", source: str = "", avoided: Collection[str] = ()
) -> list[Article]:
    """Articles with since ≤ date < until (undated ones count as oldest), bylines as papers print them.

    `source` is how the name of their source begins; `avoided` are identifiers of articles that are left out.
    """
    rng = random.Random(0)
    return [
        _article(r, rng)
        for r in read_records(path)
        if since <= r.get("date", "") < until
        and r.get("source", "").startswith(source)
        and r.get("id") not in avoided
    ]


def read_records(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a corpus file as they are."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _article(record: dict[str, Any], rng: random.Random) -> Article:
    spaced = rng.random() < 0.5
    heads = [record.get("kicker", ""), record.get("title", ""), record.get("subtitle", "")]
    texts = [text for head in heads if (text := head if isinstance(head, str) else " ".join(head))]
    broadcast = record.get("source", "").startswith("xwlb")
    for paragraph in record["paragraphs"]:
        if broadcast and " " in paragraph:
            continue
        texts.append(_print_bylines(paragraph, rng) if spaced else paragraph)
    return [text.strip() for text in texts if text.strip() and is_usable(text)]


def is_usable(paragraph: str) -> bool:
    """Whether a paragraph has the full-width marks of Chinese print and no others.

    >>> is_usable("开工，完工。"), is_usable("开工,完工。")
    (True, False)
    """
    return not _UNUSABLE.search(paragraph)


def _print_bylines(paragraph: str, rng: random.Random) -> str:
    """Names set apart by spaces (记者 A B 通讯员 C), a dateline by a space from what follows."""

    def names(match: re.Match[str]) -> str:
        credit = match[1].split("、")
        if len(credit) > 1 and rng.random() < 0.5:
            credit.insert(rng.randrange(1, len(credit)), rng.choice(["通讯员", "实习生", "特约记者"]))
        return f"（{'本报' if '本报' in match[0] else ''}记者 {' '.join(credit)}）"

    return _DATELINE.sub(r"\1 ", _REPORTERS.sub(names, paragraph))


def characters_of(articles: Iterable[Article], least: int) -> str:
    """Characters seen at least this often, the most frequent first."""
    counts = Counter(chain.from_iterable(chain.from_iterable(articles)))
    kept = [character for character, count in counts.most_common() if count >= least]
    return "".join(c for c in kept if c not in LABEL_STOPS + QUOTES + " \n\t" and ord(c) <= 0xFFFF)


def is_heading(text: str) -> bool:
    """Whether a paragraph of a newspaper looks like a section heading."""
    return (
        SHORTEST_HEADING <= len(text) <= LONGEST_HEADING
        and text[-1] not in _CLOSING
        and not BYLINE.fullmatch(text)
        and not _NO_HEADING.match(text)
    )
