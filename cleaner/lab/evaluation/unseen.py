"""Pages nobody has looked at: made by a page generator, and scored; one part of them is sealed.

    python -m cleaner.lab.evaluation.unseen make CORPUS FOLDER --generator DIR --python PYTHON
    python -m cleaner.lab.evaluation.unseen score FOLDER/tuning
    python -m cleaner.lab.evaluation.unseen score FOLDER/sealed --why "before the release"

A generator is a folder with `make_pages.py`, which typesets articles, reads the image with OCR engines and
writes `NAME.STYLE.txt` with `NAME.STYLE.gold.json`; PYTHON is one that can run it. Parts share no articles:
each has dates of its own, later than those that models are trained on. Pages that are there already are kept,
so that an interrupted run goes on. Every time the sealed part is scored a line is added to `opened.log`.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from cleaner.lab.corpus import Article, read_articles, read_records
from cleaner.lab.evaluation.baseline import GOLD, Table, means, measure, references

Record = dict[str, Any]
Pages = Sequence[tuple[str, Path, Path]]
"""Style, raw page and reference of each page."""
NO_PAGE: Final = "{} holds no page with a reference (NAME.txt with NAME.gold.json beside it)"

FITTING, TUNING, SEALED = "fitting", "tuning", "sealed"
PARTS: Final = (FITTING, TUNING, FITTING, SEALED)
"""Of every four pages."""
PRESS, FEATURES, BROADCAST = "press", "features", "broadcast"
GENRES: Final = (PRESS, FEATURES, PRESS, BROADCAST, FEATURES)
"""Of every five pages."""
DATES: Final = {
    (FITTING, False): ("2020-10-01", "2020-10-26"),
    (TUNING, False): ("2020-10-26", "2020-11-06"),
    (SEALED, False): ("2020-11-06", "2021-01-01"),
    (FITTING, True): ("2020-10-01", "2024-01-01"),
    (TUNING, True): ("2024-01-01", "2025-01-01"),
    (SEALED, True): ("2025-01-01", "2026-01-01"),
}
"""First date, and the one after the last, of each part; of broadcasts where true."""
SPEECH: Final = 0.5
"""Quotations in a thousand characters from which an article is a feature."""
LENGTHS: Final = {PRESS: (300, 3000), FEATURES: (1200, 3500), BROADCAST: (300, 2000)}
"""Least and most characters of an article."""
POOL: Final = 60
"""Articles that a page is chosen from; the generator deals more of them out to several pages."""
COLUMNS: Final = (3, 3, 4, 4, 5)
DENSITIES: Final = (0.55, 0.7, 0.85, 1.0)
LEVELS: Final = (0, 1, 1, 2, 2, 3)


@dataclass(frozen=True)
class Plan:
    """What page `number` is to be."""

    number: int
    part: str
    genre: str
    columns: int
    density: float
    level: int

    @classmethod
    def of(cls, number: int, seed: int) -> Plan:
        """The plan of a page; the same for the same arguments.

        >>> Plan.of(3, 1).part, Plan.of(3, 1) == Plan.of(3, 1)
        ('sealed', True)
        """
        chance = random.Random(f"{seed}/{number}")
        return cls(
            number,
            PARTS[number % len(PARTS)],
            GENRES[number % len(GENRES)],
            chance.choice(COLUMNS),
            chance.choice(DENSITIES),
            chance.choice(LEVELS),
        )

    @property
    def prefix(self) -> str:
        """What the name of its files begins with; three digits follow."""
        return f"{self.genre}-{self.number // 1000}"

    @property
    def name(self) -> str:
        """The name of the page in its folder."""
        return f"{self.prefix}{self.number % 1000:03d}"

    def articles(self, records: Sequence[Record], seed: int) -> list[Record]:
        """A share of the records that fit, as the generator takes them."""
        since, until = DATES[self.part, self.genre == BROADCAST]
        fit = [r for r in records if genre_of(r) == self.genre and since <= r.get("date", "") < until]
        random.Random(f"{seed}/{self.number}/articles").shuffle(fit)
        return [as_printed(record) for record in fit[:POOL]]


def genre_of(record: Record) -> str:
    """The genre of an article of the corpus; nothing where it is too short or too long for its genre."""
    text = "".join(record["paragraphs"])
    if record["source"].startswith("xwlb"):
        genre = BROADCAST
    else:
        speech = 1000 * text.count("：“") / max(len(text), 1)
        genre = FEATURES if speech > SPEECH and len(text) >= LENGTHS[FEATURES][0] else PRESS
    least, most = LENGTHS[genre]
    return genre if least < len(text) < most else ""


def as_printed(record: Record) -> Record:
    """An article with its kicker and its sub-headlines in the order of print.

    >>> as_printed({"title": "t", "kicker": "k", "subtitle": "s", "paragraphs": ["p"]})["subtitles"]
    ['k', 's']
    """
    subtitles = [text for name in ("kicker", "subtitle") if (text := record.get(name))]
    flat = [text for head in subtitles for text in (head if isinstance(head, list) else [head])]
    kept = {name: record.get(name) or "" for name in ("id", "title", "byline")}
    return {**kept, "subtitles": flat, "paragraphs": record["paragraphs"]}


def used_by(folders: Iterable[Path]) -> set[str]:
    """Identifiers of the articles of which pages in these folders were made."""
    metas = (path for folder in folders for path in folder.rglob("*.meta.json"))
    return {name for path in metas for name in json.loads(path.read_text(encoding="utf-8"))["articles"]}


def articles_of(
    corpus: Path, part: str, avoided: Collection[str] = (), newspaper_often: int = 1
) -> list[Article]:
    """The articles of the dates of this part, without some; those of the newspaper so often."""
    dates = {"xwlb": DATES[part, True], "rmrb": DATES[part, False]}
    often = {"xwlb": 1, "rmrb": newspaper_often}
    return [
        article
        for source, (since, until) in dates.items()
        for article in often[source] * read_articles(corpus, since, until, source, avoided)
    ]


def make(options: argparse.Namespace) -> list[str]:
    """Make the pages that are not there yet, one at a time; the names of those the generator failed on."""
    missing: list[str] = []
    avoided: Collection[str] = used_by(options.without)
    records = [r for r in read_records(options.corpus) if r["id"] not in avoided and r["paragraphs"]]
    for plan in (Plan.of(number, options.seed) for number in range(options.pages)):
        folder = options.folder / plan.part
        if (folder / f"{plan.name}.meta.json").exists():
            continue
        folder.mkdir(parents=True, exist_ok=True)
        pool = options.folder / "articles.jsonl"
        articles = plan.articles(records, options.seed)
        pool.write_text("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in articles), encoding="utf-8")
        if subprocess.run(command(plan, pool, folder, options), check=False).returncode:
            missing.append(f"{plan.part}/{plan.name}")
    return missing


def command(plan: Plan, pool: Path, folder: Path, options: argparse.Namespace) -> list[str]:
    """The call of the generator that makes a page."""
    arguments = {
        "articles": pool,
        "out": folder,
        "pages": 1,
        "only": plan.number % 1000,
        "seed": options.seed,
        "levels": plan.level,
        "cols": plan.columns,
        "density": plan.density,
        "prefix": plan.prefix,
        "workers": 1,
    }
    flags = [text for name, value in arguments.items() for text in (f"--{name}", str(value))]
    return [options.python, str(options.generator / "make_pages.py"), *flags]


def pages_in(folder: Path, styles: Sequence[str] = ()) -> Pages:
    """The pages of a folder with their styles; only some styles where they are named."""
    found = [(name.rpartition(".")[2], raw, gold) for name, raw, gold in references(folder)]
    return [page for page in found if not styles or page[0] in styles]


class PageCommand:
    """The command line of what measures the pages of a folder."""

    def __init__(self, module: str, description: str | None) -> None:
        self.parser = argparse.ArgumentParser(
            prog=module, description=description, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        self.parser.add_argument("folder", type=Path)
        self.parser.add_argument("--styles", nargs="*", default=[], help="only these")

    def read(self, arguments: Sequence[str] | None) -> tuple[argparse.Namespace, Pages]:
        """The options, and the pages asked for. Leaves with an error where there are none."""
        options = self.parser.parse_args(arguments)
        pages = pages_in(options.folder, options.styles)
        if not pages:
            self.parser.error(NO_PAGE.format(options.folder))
        return options, pages


def by_style(table: Table) -> Table:
    """Figures by `style/page` of those by `folder/page.style`.

    >>> by_style({"tuning/press-0001.blocks": {"seam_f1": 1.0}})
    {'blocks/press-0001': {'seam_f1': 1.0}}
    """
    return {"/".join(reversed(name.partition("/")[2].split("."))): row for name, row in table.items()}


def lines_of(table: Table) -> Iterator[str]:
    """A line for each style: its pages and their mean figures."""
    counts: dict[str, int] = {}
    for name in table:
        counts[name.partition("/")[0]] = counts.get(name.partition("/")[0], 0) + 1
    for style, figures in sorted(means(table).items()):
        values = " ".join(
            f"{name.removesuffix('_f1')} {value:.4f}" for name, value in figures.as_dict().items()
        )
        yield f"{style} ({counts[style]}): {values}"


def note_opening(folder: Path, why: str) -> None:
    """Add to the log beside a sealed folder when it was opened, and why.

    Raises:
        ValueError: no reason was given.
    """
    if not why:
        raise ValueError(f"{folder} is sealed: say with --why what it is opened for; the log keeps it")
    when = datetime.now(UTC).strftime("%Y-%m-%d %H:%M")
    with (folder.parent / "opened.log").open("a", encoding="utf-8") as log:
        log.write(f"{when} {why}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(
        prog="cleaner.lab.evaluation.unseen",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = parser.add_subparsers(dest="action", required=True)
    making = actions.add_parser("make", help="make pages")
    making.add_argument("corpus", type=Path, help="clean text, JSON lines with date and source, .xz or not")
    making.add_argument("folder", type=Path, help="where the parts are written")
    making.add_argument("--generator", type=Path, required=True, help="folder of make_pages.py")
    making.add_argument("--python", default=sys.executable, help="Python that runs the generator")
    making.add_argument("--pages", type=int, default=120)
    making.add_argument("--seed", type=int, default=1)
    making.add_argument(
        "--without", type=Path, nargs="*", default=[], help="folders of pages whose articles are not used"
    )
    scoring = actions.add_parser("score", help="clean and score the pages of a part")
    scoring.add_argument("folder", type=Path)
    scoring.add_argument("--why", default="", help="what the sealed part is opened for")
    options = parser.parse_args(arguments)
    if options.action == "make":
        if missing := make(options):
            print(f"not made, as the generator failed: {', '.join(missing)}", file=sys.stderr)
        return 1 if missing else 0
    if not any(options.folder.glob(f"*{GOLD}")):
        print(f"{options.folder} holds no pages with references; make them first", file=sys.stderr)
        return 1
    if options.folder.resolve().name == SEALED:
        try:
            note_opening(options.folder, options.why)
        except ValueError as error:
            print(error, file=sys.stderr)
            return 1
    print(*lines_of(by_style(measure(options.folder))), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
