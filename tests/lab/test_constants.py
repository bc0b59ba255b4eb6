"""The constants set by hand, and the command that measures what they are worth."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from cleaner.lab.evaluation import constants
from cleaner.lab.evaluation.baseline import references
from cleaner.layout import interleaved, state
from cleaner.layout.lines import columns

NAMES = [(module, name) for module, names in constants.CONSTANTS.items() for name in names]
INVENTED = Path(__file__).parents[2] / "fixtures" / "pages" / "lossy"


@pytest.mark.parametrize(("module", "name"), NAMES, ids=".".join)
def test_every_constant_that_is_measured_is_a_number_of_its_module(module: str, name: str) -> None:
    value = getattr(importlib.import_module(f"cleaner.{module}"), name)
    assert isinstance(value, int | float)
    assert value


def test_a_constant_is_set_in_the_modules_that_import_it_and_in_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = importlib.import_module(f"{interleaved.__name__}.lines")
    for name, module in list(sys.modules.items()):  # afterwards all have the value again that they had
        if name.startswith("cleaner.") and "TOLERANCE" in vars(module):
            monkeypatch.setattr(module, "TOLERANCE", vars(module)["TOLERANCE"])
    monkeypatch.setattr(state, "TOLERANCE", 1.5)
    constants.set_constant("layout.lines.columns", "TOLERANCE", 0.25)
    assert columns.TOLERANCE == lines.TOLERANCE == 0.25
    assert vars(state)["TOLERANCE"] == 1.5


def test_a_count_stays_a_count_and_a_constant_that_decides_moves_the_figures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(constants, "LARGER", 10)
    pages = [(raw, gold) for _, raw, gold in list(references(INVENTED))[:1]]
    measured = constants.rows_of(
        pages, {"layout.links.linking": ("BACK",), "layout.links.articles": ("DOUBT",)}, 1
    )
    back, doubt = measured
    assert back[:3] == ["layout.links.linking", "BACK", "20"]
    assert float(doubt[4]) < 0  # no link at all is made


def test_a_folder_without_references_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        constants.main([str(tmp_path)])
    assert "holds no page with a reference" in capsys.readouterr().err
