"""The floor under quality, and the tables of README that are written from files."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.lab.evaluation import baseline as lab
from cleaner.lab.evaluation.baseline import TOLERANCE, Baseline, digests_of, is_worse, means, measure
from cleaner.lab.evaluation.readme import WRITERS, group_record, read_grid, readmes, with_tables
from cleaner.scoring import Figures

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "fixtures" / "pages"
FILE = ROOT / lab.FILE
NAMES = list(Figures.__annotations__)
KEPT = Baseline.load(FILE)


@pytest.fixture(scope="module")
def measured() -> lab.Table:
    return measure(PAGES)


# The gate


def test_the_pages_are_those_that_the_baseline_was_measured_on() -> None:
    assert digests_of(PAGES) == KEPT.digests, (
        "a page was changed: python -m cleaner.lab.evaluation.baseline --update"
    )


@pytest.mark.parametrize("group", list(KEPT.floors))
def test_no_figure_of_a_group_is_below_its_floor(group: str, measured: lab.Table) -> None:
    falls = [str(fall) for fall in KEPT.falls(measured) if fall.group == group]
    assert not falls, "mend it, or: python -m cleaner.lab.evaluation.baseline --update --allow-fall REASON"


def test_every_fall_that_was_allowed_has_its_reason() -> None:
    assert all(fall.reason.strip() for fall in KEPT.allowed)
    assert set(KEPT.floors) == {path.name for path in PAGES.iterdir()}
    assert all(set(floors) == set(NAMES) for floors in KEPT.floors.values())


# How it is kept


def figures(**better: float) -> dict[str, float]:
    return dict.fromkeys(NAMES, 0.5) | better


BEFORE = Baseline().updated({"a/1": "x"}, {"a/1": figures()})


@pytest.mark.parametrize(("name", "value"), [("seam_f1", 0.49), ("cer_er", 0.51)])
def test_a_fall_is_refused_without_a_reason_and_kept_with_one(name: str, value: float) -> None:
    worse = {"a/1": figures(**{name: value})}
    with pytest.raises(ValueError, match=f"a: {name} fell"):
        BEFORE.updated({}, worse)
    after = BEFORE.updated({}, worse, "the page was misprinted")
    (fall,) = after.allowed
    assert (fall.figure, fall.after, fall.reason) == (name, value, "the page was misprinted")
    assert not after.falls(worse)
    assert after.updated({}, worse).allowed == after.allowed


@pytest.mark.parametrize(("name", "value"), [("seam_f1", 0.51), ("cer_er", 0.49), ("seam_f1", 0.498)])
def test_a_gain_or_what_is_within_the_tolerance_is_no_fall(name: str, value: float) -> None:
    assert BEFORE.falls({"a/1": figures(**{name: value})}) == []


def test_a_floor_rises_with_its_figure_and_does_not_creep_down() -> None:
    higher = BEFORE.updated({}, {"a/1": figures(seam_f1=0.6)})
    assert higher.floors["a"]["seam_f1"] == pytest.approx(0.6 - TOLERANCE)
    lower = higher.updated({}, {"a/1": figures(seam_f1=0.598)})
    assert lower.floors == higher.floors
    assert lower.falls({"a/1": figures(seam_f1=0.596)})


def test_pages_that_gain_do_not_make_up_for_another_group() -> None:
    two = Baseline().updated({}, {"a/1": figures(), "b/1": figures()})
    (fall,) = two.falls({"a/1": figures(quote_f1=0.4), "b/1": figures(quote_f1=0.9)})
    assert fall.group == "a"


@given(st.sampled_from(NAMES), st.floats(0, 1), st.floats(0, 1))
def test_of_two_values_at_most_one_is_worse(name: str, one: float, other: float) -> None:
    assert is_worse(name, one, other) + is_worse(name, other, one) == (one != other)


def test_what_is_stored_comes_back(tmp_path: Path) -> None:
    kept = BEFORE.updated({}, {"a/1": figures(seam_f1=0.1)}, "why")
    kept.store(tmp_path / "baseline.json")
    assert Baseline.load(tmp_path / "baseline.json") == kept
    assert Baseline.load(tmp_path / "none.json") == Baseline()


def test_a_mean_is_taken_over_the_pages_of_a_group() -> None:
    found = means({"a/1": figures(), "a/2": figures(seam_f1=1.0), "b/1": figures()})
    assert (found["a"].seam_f1, found["b"].seam_f1) == (0.75, 0.5)


def test_the_command_writes_nothing_where_a_figure_fell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "blocks"
    folder.mkdir()
    for page in (PAGES / "blocks").glob("invented-002.*"):
        (folder / page.name).write_bytes(page.read_bytes())
    file = tmp_path / "baseline.json"
    given = ["--pages", str(tmp_path), "--file", str(file)]
    assert lab.main([*given, "--update"]) == 0
    assert lab.main(given) == 0
    text = file.read_text(encoding="utf-8").replace('"seam_f1": 0.997', '"seam_f1": 1.5')
    file.write_text(text, encoding="utf-8")
    assert lab.main(given) == 1
    assert lab.main([*given, "--update"]) == 1
    assert file.read_text(encoding="utf-8") == text
    assert "seam_f1 fell" in capsys.readouterr().err
    assert lab.main([*given, "--update", "--allow-fall", "it was set too high"]) == 0
    assert Baseline.load(file).allowed[0].reason == "it was set too high"


# The tables of README


def test_the_tables_of_readmes_are_those_of_the_files() -> None:
    texts = [path.read_text(encoding="utf-8") for path in readmes(ROOT)]
    for text in texts:
        assert with_tables(text, ROOT / "fixtures/scores") == text, "python -m cleaner.lab.evaluation.readme"
    assert all(f"<!-- figures: {name} -->" in "".join(texts) for name in WRITERS)


def test_a_table_that_nothing_writes_is_an_error() -> None:
    with pytest.raises(KeyError, match="nonsense"):
        with_tables("<!-- figures: nonsense -->\n<!-- end of figures -->", ROOT / "fixtures/scores")


def test_text_without_a_marked_table_stays() -> None:
    text = "| a | b |\n|---|---|\n| 1 | 2 |\n"
    assert with_tables(text, ROOT / "fixtures/scores") == text


def test_a_table_on_standard_input_is_read_and_anything_else_refused() -> None:
    table = "so\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    assert read_grid(table) == {"head": ["a", "b"], "rows": [["1", "2"]]}
    assert read_grid(f"{table}\n{table}") == read_grid(table)
    with pytest.raises(ValueError, match="no Markdown table"):
        read_grid("nothing")


def test_the_means_of_groups_say_how_many_pages_they_are_of(tmp_path: Path) -> None:
    folder = tmp_path / "some"
    folder.mkdir()
    for page in (PAGES / "blocks").glob("invented-002.*"):
        (folder / page.name).write_bytes(page.read_bytes())
    record = group_record(tmp_path)
    assert record["some"]["pages"] == 1
    assert record["some"]["figures"]["article_f1"] == 1.0
