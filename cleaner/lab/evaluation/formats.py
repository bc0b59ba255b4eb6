"""How good the articles of pages are in the files of OCR engines, by what the files hold.

    python -m cleaner.lab.evaluation.formats invented=DIR generated=DIR | \
        python -m cleaner.lab.evaluation.readme --store formats

A folder has `index.jsonl`, a line a file: `file`, `gold` and `raw` are paths in it, `engine` what read the
page. Each folder is a group of rows of the table under the name that it is given.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from cleaner.chain import clean
from cleaner.document import RawPage
from cleaner.readers import read_pages
from cleaner.readers.formats import InputFormat
from cleaner.reading.decoding import read_file
from cleaner.scoring import score

FIGURES: Final = (
    "content_er",
    "article_f1",
    "title_acc",
    "seam_f1",
    "para_f1",
    "truncated_f1",
    "quote_f1",
    "stop_f1",
    "restored_f1",
)
LINES, CHARACTERS, TYPED, BLOCKS, UNPLACED, TESSERACT = KINDS = (
    "lines",
    "lines, boxes of characters",
    "lines in typed blocks",
    "blocks",
    "blocks, no boxes",
    "Tesseract's lines",
)
"""What a file holds, as the rows of the table call it."""
_TYPED: Final = (InputFormat.PPSTRUCTURE, InputFormat.MINERU)


def kind_of(page: RawPage, engine: str) -> str:
    """What the file of a page holds, one of `KINDS`.

    >>> kind_of(RawPage("青石镇"), "rapidocr")
    'blocks, no boxes'
    """
    if engine == "tesseract":
        return TESSERACT
    if not page.has_boxes:
        return UNPLACED
    if 2 * sum(line.whole_block for line in page.lines) > len(page.lines):
        return BLOCKS
    if page.format in _TYPED:
        return TYPED
    boxed = 0 if page.character_boxes is None else np.isfinite(page.character_boxes[:, 0]).sum()
    return CHARACTERS if 2 * boxed > len(page.text) else LINES


def scores_of(folder: Path) -> Iterator[tuple[str, str, Mapping[str, float]]]:
    """For each file of a folder what it holds, its page, and the figures of its articles.

    Raises:
        FileNotFoundError: the folder has no `index.jsonl`.
    """
    for line in (folder / "index.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        pages = read_pages((folder / row["file"]).read_bytes(), name=row["file"])
        gold = json.loads((folder / row["gold"]).read_text(encoding="utf-8"))
        articles = [article.as_dict() for page in pages for article in clean(page).articles]
        figures = score(gold, articles, read_file(folder / row["raw"]).text).figures.as_dict()
        yield kind_of(pages[0], row["engine"]), row["page"], figures


def table_of(folders: Mapping[str, Path]) -> Iterator[str]:
    """The rows of the table in Markdown, its head first."""
    yield f"| pages | files with | files | {' | '.join(map(_short, FIGURES))} |"
    yield "|---" * (len(FIGURES) + 3) + "|"
    for name, folder in folders.items():
        rows: dict[str, list[Mapping[str, float]]] = defaultdict(list)
        pages = set()
        for kind, page, figures in scores_of(folder):
            rows[kind].append(figures)
            pages.add(page)
        for kind in filter(rows.__contains__, KINDS):
            found = rows[kind]
            means = (sum(figures[figure] for figures in found) / len(found) for figure in FIGURES)
            cells = [f"{name} ({len(pages)})", kind, str(len(found)), *map("{:.3f}".format, means)]
            yield f"| {' | '.join(cells)} |"


def _short(figure: str) -> str:
    return figure.rpartition("_")[0]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", metavar="NAME=DIR")
    named = [folder.partition("=") for folder in parser.parse_args(arguments).folders]
    if wrong := ["".join(parts) for parts in named if not parts[2]]:
        parser.error(f"{wrong[0]}: a folder is given as NAME=DIR.")
    sys.stdout.writelines(f"{row}\n" for row in table_of({name: Path(path) for name, _, path in named}))


if __name__ == "__main__":
    main()
