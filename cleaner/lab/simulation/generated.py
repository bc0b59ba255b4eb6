"""Pages of a page generator, as if an engine had read them: its typesetting and its noise, without images.

A generator is a folder with `typeset.py` (articles set on a page), `ocr.py` (blocks and reading order of
boxes) and `noise.py` (what a reader does to a line). Here the printed lines are the boxes that were read,
marks and letters lost or misread at rates drawn for each page: it takes a second, not a minute.
"""

from __future__ import annotations

import importlib
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from cleaner.lab.simulation.typesetting import Simulated, SimulatedLine
from cleaner.models.slots import LABEL_STOPS
from cleaner.profiles.marks import QUOTES

Record = dict[str, Any]
Unit = list[tuple[str, int]]
"""Texts that stand in one block, each with the number of its printed line."""

BLOCKS, LOSSY, COLUMNS, ACROSS, JOINED = "blocks", "seedlike", "columns", "lines", "joined"
STYLES: Final = (BLOCKS, LOSSY, COLUMNS, ACROSS, JOINED)
LOST_MARKS: Final = (0.0, 0.0, 0.1, 0.3)
"""Share of marks that the reader leaves out, one for each page."""
WRONG: Final = (0.001, 0.003, 0.006, 0.015)
"""Share of letters that it misreads."""
HALVED: Final = 0.3
"""Share of headlines with quotation marks that it takes for two boxes."""
HEADS: Final = ("title", "sub", "heading")
ALONE: Final = ("title", "sub", "byline", "jump", "boxhead", "furniture")
MARKS: Final = set(LABEL_STOPS + QUOTES)


class Generator:
    """The modules of a page generator, without its images."""

    def __init__(self, folder: Path) -> None:
        """Raises `ModuleNotFoundError` where a module or what it needs is missing."""
        sys.path.insert(0, str(folder))
        try:
            self.typesetting, self.reading, self.noise = map(
                importlib.import_module, ("typeset", "ocr", "noise")
            )
        finally:
            sys.path.remove(str(folder))
        self.typesetting.Page.render = lambda _: None

    def typeset(self, records: Sequence[Record], seed: int, name: str, columns: int, density: float) -> Any:
        """The layout of a page: `articles`, and `lines` with their boxes."""
        articles = [self.typesetting.norm_article(record) for record in records]
        articles = [article for article in articles if article["paragraphs"]]
        briefs = [article for article in articles if len(article["paragraphs"][0]["text"]) >= 80]
        titled = [article for article in articles if article["title"]]
        _, layout = self.typesetting.compose_page(titled, briefs, seed, name, ncols=columns, density=density)
        return layout

    def simulate(self, layout: Any, style: str, chance: random.Random) -> Simulated:
        """The page as a reader of that style gives it."""
        boxes, number = self._read(layout["lines"], chance)
        lines = layout["lines"]
        if style == ACROSS:
            units, between = self._rows(boxes, number)
        else:
            slips = {} if style != COLUMNS else {"p_swap": 0, "p_scramble": 0, "p_head_lost": 0}
            blocks, _ = self.reading.block_paragraphs(
                layout, boxes, number, chance.randrange(1 << 30), **slips
            )
            of_box = {id(box): line for box, line in zip(boxes, number, strict=True)}
            units = [[(box["text"], of_box[id(box)]) for box in part] for parts in blocks for part in parts]
            between = {COLUMNS: "\n", JOINED: ""}.get(style, " ")
        if style == COLUMNS:
            units = _joined(units, lines)
        if style == LOSSY:
            units = self._noisy(units, lines, chance)
        return _printed(units, between, layout)

    def _read(self, lines: Sequence[Any], chance: random.Random) -> tuple[list[Any], list[int]]:
        """The boxes that a reader finds, and the number of the line of each."""
        lost, wrong = chance.choice(LOST_MARKS), chance.choice(WRONG)
        letters = "".join(line["text"] for line in lines)
        boxes: list[Any] = []
        number: list[int] = []
        for n, line in enumerate(lines):
            text = "".join(
                chance.choice(letters) if c.isalpha() and chance.random() < wrong else c
                for c in line["text"]
                if c not in MARKS or chance.random() >= lost
            ).replace("——", "一一")
            for part, box in _halves(text, line, chance):
                if part:
                    boxes.append({"box": box, "text": part, "score": 1.0})
                    number.append(n)
        return boxes, number

    def _rows(self, boxes: Sequence[Any], number: Sequence[int]) -> tuple[list[Unit], str]:
        """A unit for each stretch without a blank strip across the page, read row by row."""
        of_box = {id(box): line for box, line in zip(boxes, number, strict=True)}
        heights = sorted(box["box"][3] - box["box"][1] for box in boxes)
        height = heights[len(heights) // 2]
        units: list[Unit] = []
        bottom = float("-inf")
        for row in self.reading.rows_of(boxes):
            if min(box["box"][1] for box in row) - bottom > 0.55 * height:
                units.append([])
            units[-1] += [(box["text"], of_box[id(box)]) for box in row]
            bottom = max(bottom, *(box["box"][3] for box in row))
        return units, "\n"

    def _noisy(self, units: Sequence[Unit], lines: Sequence[Any], chance: random.Random) -> list[Unit]:
        """The units with noise on every line, short last lines of paragraphs lost."""
        rates = self.noise.RATES
        gone = {
            n
            for n, line in enumerate(lines)
            if line["kind"] in ("body", "heading")
            and line["last"]
            and not line["first"]
            and line["width"] <= rates["short_em"]
            and chance.random() < rates["lost_short_last"]
        }
        noisy: list[Unit] = []
        for unit in units:
            kept = [(text, n) for text, n in unit if n not in gone]
            if kept and lines[kept[0][1]]["kind"] == "boxhead" and chance.random() < rates["garbage_boxhead"]:
                noisy.append([(self.noise.garbage(chance), kept[0][1])])
            else:
                noisy.append([(self.noise.noise_line(t, lines[n]["tight"], chance), n) for t, n in kept])
        flat = [text for unit in noisy for text, _ in unit]
        self.noise.char_noise(flat, chance)
        texts = iter(flat)
        return [[(next(texts), n) for _, n in unit] for unit in noisy]


def _halves(text: str, line: Any, chance: random.Random) -> Iterator[tuple[str, list[float]]]:
    """A line as one box, or a headline cut at a quotation mark as two."""
    left, top, right, bottom = line["box"]
    cut = max(text.find("“", 1), text.find("”", 1) + 1)
    if line["kind"] != "title" or not 1 < cut < len(text) - 1 or chance.random() >= HALVED:
        yield text, list(line["box"])
        return
    middle = left + (right - left) * cut / len(text)
    yield text[:cut], [left, top, middle, bottom]
    yield text[cut:], [middle, top, right, bottom]


def _joined(units: Sequence[Unit], lines: Sequence[Any]) -> list[Unit]:
    """Units of one column, one below the other, as one: only blocks are distinguished there."""
    found: list[Unit] = []
    for unit in units:
        last = lines[found[-1][-1][1]] if found else None
        first = lines[unit[0][1]]
        below = last is not None and 0 < first["box"][1] - last["box"][1] < 2.2 * first["em"]
        body = last is not None and last["kind"] == "body" == first["kind"]
        if below and body and last is not None and last.get("col") == first.get("col"):
            found[-1] = found[-1] + unit
        else:
            found.append(list(unit))
    return found


def _printed(units: Sequence[Unit], between: str, layout: Any) -> Simulated:
    """The units as text, and what each of its lines is of."""
    lines = layout["lines"]
    seen = sorted({n for unit in units for text, n in unit if text})
    places: dict[int, int] = {}
    counts: dict[int, int] = {}
    for n in seen:
        article = lines[n]["art"]
        places[n] = counts.get(article, 0)
        counts[article] = places[n] + sum(n == m for unit in units for text, m in unit if text)
    paragraphs = {key: i for i, key in enumerate(dict.fromkeys((d["art"], d["field"]) for d in lines))}
    found: list[tuple[int, int, SimulatedLine]] = []
    parts: list[str] = []
    at = 0
    used: dict[int, int] = {}
    for unit in units:
        for k, (text, n) in enumerate((text, n) for text, n in unit if text):
            lead = between if k else ("\n\n" if parts else "")
            printed = lines[n]
            part = used[n] = used.get(n, -1) + 1
            line = SimulatedLine(
                text,
                printed["art"],
                paragraphs[printed["art"], printed["field"]],
                places[n] + part,
                head=printed["kind"] in HEADS,
                whole=printed["kind"] in ALONE,
            )
            found.append((at + len(lead), at + len(lead) + len(text), line))
            parts.append(lead + text)
            at += len(lead) + len(text)
    return Simulated("".join(parts), found)
