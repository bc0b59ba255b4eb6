"""What became of pages, in figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from cleaner.counting import counted


def written(records: Sequence[Mapping[str, Any]]) -> str:
    """The articles that a run over single files has written.

    >>> written([{"status": "done", "articles": 3}, {"status": "failed"}])
    '3 articles of 1 page'
    """
    done = [record for record in records if record["status"] == "done"]
    articles = sum(record.get("articles", 0) for record in done)
    return f"{counted(articles, 'article')} of {counted(len(done), 'page')}"


def summary_of(records: Sequence[Mapping[str, Any]], passed_over: int) -> str:
    """What became of the pages of a batch, as lines of text.

    >>> print(summary_of([{"status": "done", "articles": 3, "edits": {"certain": 7}, "seconds": 0.5}], 1))
    the batch is done.
      pages done         1
      skipped            1
      failed             0
      articles           3
      certain edits      7
      inferred edits     0
      withheld edits     0
      seconds, summed  0.5
    """
    sums: Counter[str] = Counter()
    edits: Counter[str] = Counter()
    for record in records:
        sums[record["status"]] += 1
        sums["articles"] += record.get("articles", 0)
        sums["withheld"] += record.get("withheld", 0)
        edits.update(record.get("edits", {}))
    rows = {
        "pages done": f"{sums['done']:,}",
        "skipped": f"{passed_over:,}",
        "failed": f"{sums['failed']:,}",
        "articles": f"{sums['articles']:,}",
        "certain edits": f"{edits['certain']:,}",
        "inferred edits": f"{edits['inferred']:,}",
        "withheld edits": f"{sums['withheld']:,}",
        "seconds, summed": f"{sum(record.get('seconds', 0.0) for record in records):,.1f}",
    }
    width = max(map(len, rows.values()))
    return "\n".join(
        ["the batch is done.", *(f"  {name:15}  {value:>{width}}" for name, value in rows.items())]
    )
