"""Pages with boxes: those of the fixtures, pages set line by line, and any page at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from hypothesis import strategies as st

from cleaner.document import Box, Line, RawPage, Region, RegionKind
from cleaner.page import Page
from cleaner.profiles.charsets import is_han
from cleaner.readers import read_pages

FIXTURES = Path(__file__).parents[2] / "fixtures" / "boxes"
FRAME, SIDE, CHARACTERS = (
    FIXTURES / f"{name}.json" for name in ("frame-and-jump", "side-by-side", "characters")
)

EM = 20.0
PITCH = 30.0
FILLER = "各县认真落实全州部署把群众的事办实办好今年以来全州新建乡村道路一百多公里"
BRIEF = "本报海州11月11日电新建的乡村道路通车了"


def page_of(path: Path) -> RawPage:
    """The only page of a file."""
    (page,) = read_pages(path.read_bytes())
    return page


def set_page(lines: Sequence[tuple[str, float, float, float]], skew: float = 0.0) -> RawPage:
    """A page of lines: text, left edge in em, line of the grid, size of type; turned by a skew."""
    text, placed = "", []
    for words, left, row, size in lines:
        width, height = len(words) * size * EM, size * EM
        x, y = left * EM, row * PITCH
        middle_x, middle_y = x + width / 2, y + height / 2
        turned_x, turned_y = middle_x - skew * middle_y, middle_y + skew * middle_x
        box = Box(turned_x - width / 2, turned_y - height / 2, turned_x + width / 2, turned_y + height / 2)
        placed.append(Line((len(text), len(text) + len(words)), box, slope=skew))
        text += words + "\n"
    return RawPage(text, tuple(placed))


def set_words(lines: Sequence[Sequence[tuple[str, float, float, float]]]) -> RawPage:
    """A page of lines, each of the pieces that were read as one, on which each character is a word."""
    text, placed = "", []
    boxes: list[tuple[float, float, float, float]] = []
    for pieces in lines:
        start, first = len(text), len(boxes)
        for words, left, row, size in pieces:
            sides = [(left + n * size) * EM for n in range(len(words) + 1)]
            top, bottom = row * PITCH, row * PITCH + size * EM
            boxes += [(one, top, other, bottom) for one, other in pairwise(sides)]
            text += words
        placed.append(Line((start, len(text)), Box.enclosing([Box(*box) for box in boxes[first:]])))
        text += "\n"
        boxes.append((np.nan,) * 4)
    return RawPage(text, tuple(placed), word_boxes=np.array(boxes))


def column(words: str, left: float, row: float, measure: int = 12) -> list[tuple[str, float, float, float]]:
    """A paragraph set in a column, its first line indented."""
    first, rest = words[: measure - 2], words[measure - 2 :]
    lines = [(first, left + 2.0, row, 1.0)]
    for n, at in enumerate(range(0, len(rest), measure), 1):
        lines.append((rest[at : at + measure], left, row + n, 1.0))
    return lines


def texts(page: Page) -> list[list[str]]:
    """The paragraphs of the articles, by their ideographs: what marks the words ask for is told elsewhere."""
    return [["".join(filter(is_han, p.text)) for p in article.paragraphs] for article in page.articles]


coordinates = st.floats(-50, 3000, allow_nan=False)
words_of_a_line = st.text(st.sampled_from("青禾州图书馆，。“”（）本报讯上接第1版 ab2\u3000"), max_size=24)


@st.composite
def raw_pages(draw: st.DrawFn) -> RawPage:
    """A page of any lines, with boxes that may be wrong in any way."""
    text, lines = "", []
    kinds = draw(st.lists(st.sampled_from(RegionKind), max_size=3))
    whole = draw(st.booleans())
    for words in draw(st.lists(words_of_a_line, max_size=14)):
        box = draw(
            st.none() | st.builds(Box, coordinates, coordinates, coordinates, coordinates)
        )  # some of them are turned inside out
        region = draw(st.none() | st.integers(0, len(kinds) - 1)) if kinds else None
        span = (len(text), len(text) + len(words))
        lines.append(
            Line(span, box, region=region, slope=draw(st.sampled_from([0.0, 0.01])), whole_block=whole)
        )
        text += words + "\n"
    page = RawPage(text, tuple(lines), tuple(map(Region, kinds)))
    if not text or draw(st.booleans()):
        return page
    boxes = np.random.default_rng(draw(st.integers(0, 9))).uniform(0, 900, (len(text), 4))
    boxes[:: draw(st.integers(1, 5))] = np.nan
    if draw(st.booleans()):
        return replace(page, word_boxes=boxes)
    return replace(page, character_boxes=boxes)
