"""The tables in the README.md files and the model card, written from files that commands wrote.

    python -m cleaner.lab.evaluation.readme --pages DIR  # score pages, keep the means, write the tables
    python -m cleaner.lab.evaluation.readme --unseen DIR # the same of pages that nobody looked at
    python tests/benchmarks/linking.py | python -m cleaner.lab.evaluation.readme --store linking
    python -m cleaner.lab.evaluation.slots CORPUS | python -m cleaner.lab.evaluation.readme --store slots
    python -m cleaner.lab.evaluation.readme              # write the tables from the files as they are

A table `NAME` stands between `<!-- figures: NAME -->` and `<!-- end of figures -->`; its figures are in
`fixtures/scores`.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import dropwhile, takewhile
from pathlib import Path
from typing import Any, Final

from cleaner.lab.evaluation.baseline import means, measure
from cleaner.normalizers import RULES

ROOT: Final = Path()
FOLDER: Final = Path("fixtures/scores")
_TABLE: Final = re.compile(r"(<!-- figures: ([\w-]+) -->\n)(?:.*?\n)??(<!-- end of figures -->)", re.DOTALL)
_SUFFIX: Final = re.compile(r"_(?:f1|acc|er)$")
NAMES: Final = {"owner": "the real page"}
SHORT: Final = ("article_f1", "title_acc", "seam_f1", "stop_f1", "quote_f1", "wrap_f1", "content_er")
"""The figures that the README of the project shows."""
CHINESE: Final = {
    "pages": "页面",
    "article_f1": "分篇",
    "title_acc": "标题",
    "seam_f1": "接栏",
    "stop_f1": "点号",
    "quote_f1": "引号",
    "wrap_f1": "断行",
    "content_er": "字错率",
    "owner": "样页，看过",
}
PRICE: Final = 0.04
"""Dollars that an hour of one core costs."""

Rows = Sequence[Sequence[str]]


def grid(head: Sequence[str], rows: Rows) -> str:
    """A Markdown table.

    >>> print(grid(["a", "b"], [["1", "2"]]), end="")
    | a | b |
    |---|---|
    | 1 | 2 |
    """
    ruled = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([f"| {' | '.join(head)} |", "|---" * len(head) + "|", *ruled, ""])


def read_grid(text: str) -> dict[str, Any]:
    """The first Markdown table of a text: its head, and its rows.

    Raises:
        ValueError: there is none.
    """
    behind = dropwhile(lambda line: not line.startswith("|"), text.splitlines())
    table = takewhile(lambda line: line.startswith("|"), behind)
    lines = [[cell.strip() for cell in line.strip("| ").split("|")] for line in table]
    if len(lines) < 3:
        raise ValueError("no Markdown table was read from standard input")
    return {"head": lines[0], "rows": [row for row in lines[1:] if set("".join(row)) - set("-: ")]}


def group_record(folder: Path) -> dict[str, Any]:
    """How many pages each group of a folder has, and the mean of each figure."""
    pages = measure(folder)
    count = Counter(name.partition("/")[0] for name in pages)
    return {
        group: {"pages": count[group], "figures": figures.as_dict()}
        for group, figures in means(pages).items()
    }


def _groups(record: dict[str, Any]) -> str:
    """The means of groups of pages, the best articles first."""
    ordered = sorted(record.items(), key=lambda item: -item[1]["figures"]["article_f1"])
    head = ["pages", *(_short(name) for name in ordered[0][1]["figures"])]
    rows = [
        [f"{NAMES.get(group, group)} ({found['pages']})", *map("{:.3f}".format, found["figures"].values())]
        for group, found in ordered
    ]
    return grid(head, rows)


def _overview(names: Mapping[str, str]) -> Callable[..., str]:
    """What writes the short table: the real page, and pages that nobody looked at."""

    def write(seen: dict[str, Any], unseen: dict[str, Any]) -> str:
        ordered = sorted(unseen.items(), key=lambda item: -item[1]["figures"]["article_f1"])
        rows = [
            [
                f"{names.get(group, group)} ({found['pages']})",
                *(f"{found['figures'][figure]:.2f}" for figure in SHORT),
            ]
            for group, found in [("owner", seen["owner"]), *ordered]
        ]
        return grid([names.get("pages", "pages"), *(names.get(name, _short(name)) for name in SHORT)], rows)

    return write


def _rules() -> str:
    """Every rule with the tiers of its edits and what it does, in the order of the chain."""
    rows = [[f"`{rule.name}`", " or ".join(rule.tiers), rule.summary] for rule in RULES.values()]
    return grid(["rule", "tier", "what"], rows)


def _short(figure: str) -> str:
    return {"cer_er": "all", "quote_pair_f1": "pair"}.get(figure) or _SUFFIX.sub("", figure)


def _stored(record: dict[str, Any]) -> str:
    return grid(record["head"], record["rows"])


def _costs(record: dict[str, Any]) -> str:
    """What many pages cost, at the pages a second of the first row."""
    rate = float(record["rows"][0][record["head"].index("pages/s")])
    rows = []
    for count, name in ((10**6, "1 million"), (10**9, "1 billion")):
        hours = count / rate / 3600
        price, shared = hours * PRICE, hours / 1000
        few = 10  # below it a decimal place counts
        rows.append(
            [
                name,
                f"{hours:,.0f}",
                f"${price:,.1f}" if price < few else f"${price:,.0f}",
                f"{shared:.2f}" if shared < few else f"{shared:.0f}",
            ]
        )
    return grid(["pages", "core hours", "cost", "hours on 1,000 cores"], rows)


WRITERS: Final[dict[str, tuple[tuple[str, ...], Callable[..., str]]]] = {
    "overview": (("pages", "unseen"), _overview({"owner": "real page, seen"})),
    "overview-zh": (("pages", "unseen"), _overview(CHINESE)),
    "pages": (("pages",), _groups),
    "unseen": (("unseen",), _groups),
    "throughput": (("throughput",), _stored),
    "costs": (("throughput",), _costs),
    "linking": (("linking",), _stored),
    "confidences": (("confidences",), _stored),
    "ablation": (("ablation",), _stored),
    "constants": (("constants",), _stored),
    "links": (("links",), _stored),
    "doubts": (("doubts",), _stored),
    "uncertain": (("uncertain",), _stored),
    "matching": (("matching",), _stored),
    "oracle": (("oracle",), _stored),
    "outlets": (("outlets",), _stored),
    "cascade": (("cascade",), _stored),
    "sharing": (("sharing",), _stored),
    "slots": (("slots",), _stored),
    "gaps": (("gaps",), _stored),
    "formats": (("formats",), _stored),
    "rules": ((), _rules),
}
"""For each table the files that its figures are in, and what writes it of them."""


def readmes(root: Path = ROOT) -> list[Path]:
    """The files of a checkout that hold tables: those called README, and the model card."""
    folder = root / "cleaner"
    return [root / "README.md", *sorted(folder.rglob("README.md")), folder / "lab/MODEL_CARD.md"]


def with_tables(text: str, folder: Path = FOLDER) -> str:
    """A text with its tables as the files have them.

    Raises:
        KeyError: a table is marked that nothing writes.
    """

    def table(match: re.Match[str]) -> str:
        files, write = WRITERS[match[2]]
        records = [json.loads((folder / f"{file}.json").read_text(encoding="utf-8")) for file in files]
        return f"{match[1]}\n{write(*records)}\n{match[3]}"

    return _TABLE.sub(table, text)


def _store(record: Any, name: str) -> None:
    text = json.dumps(record, ensure_ascii=False, indent=1)
    (FOLDER / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None, source: Iterable[str] = sys.stdin) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=Path, help="score the pages of this folder and keep the means")
    parser.add_argument("--unseen", type=Path, help="the same of pages that nobody looked at")
    stored = sorted({file for files, _ in WRITERS.values() for file in files} - {"pages", "unseen"})
    parser.add_argument("--store", choices=stored, help="keep the table that comes on standard input")
    options = parser.parse_args(arguments)
    if options.pages:
        _store(group_record(options.pages), "pages")
    if options.unseen:
        _store(group_record(options.unseen), "unseen")
    if options.store:
        _store(read_grid("".join(source)), options.store)
    for path in readmes():
        path.write_text(with_tables(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
