"""Lines of excerpts of pages: printed ones are joined, paragraphs are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.lab.evaluation.excerpts import GOLD, Breaks, excerpts, main

COLUMNS = Path(__file__).parents[2] / "fixtures" / "pages" / "columns"


@pytest.mark.parametrize(("size", "joined", "right"), [(2, 0.88, 0.9), (4, 0.92, 0.9), (10, 0.97, 0.94)])
def test_most_line_breaks_of_short_texts_come_out_right(size: int, joined: float, right: float) -> None:
    breaks = Breaks()
    for gold in sorted(COLUMNS.glob(f"*{GOLD}")):
        breaks.add(gold.with_name(gold.name.replace(GOLD, ".txt")), size)
    line, paragraph, both = breaks.shares
    assert breaks.all["line"] > 100
    assert line >= joined
    assert paragraph >= 0.7
    assert both >= right


def test_an_excerpt_has_no_blank_line() -> None:
    lines = ["渠", "", "水", "村", "山", " ", "川"]
    assert list(excerpts(lines, 3)) == [2]
    assert list(excerpts(lines, 4)) == []


def test_the_command_prints_a_row_for_each_size(capsys: pytest.CaptureFixture[str]) -> None:
    main([str(COLUMNS), "--lines", "3", "6"])
    rows = capsys.readouterr().out.splitlines()[2:]
    assert [row.split(" | ")[0] for row in rows if row] == ["| 3", "| 6"]
