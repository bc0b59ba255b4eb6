"""Scores, judged on cases made by hand and on figures that were frozen."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from cleaner import clean
from cleaner.cli.app import app
from cleaner.scoring import Figures, Harm, Reliability, Score, Tally, reliability, score
from cleaner.scoring.figures import MEANINGS

FIXTURES = Path(__file__).parent.parent / "fixtures"
PAGES = FIXTURES / "pages"
OWNER = PAGES / "owner" / "neimenggu-2020-07-13.gold.json"
FROZEN: dict[str, dict[str, Any]] = json.loads((FIXTURES / "scores" / "naive.json").read_text("utf-8"))
WIDE = str.maketrans(",;:?!()", "\uff0c\uff1b\uff1a\uff1f\uff01\uff08\uff09")

RAW = "海州市召开防汛会议\n\n会议要求 各部门压实责任 把 人民至上 落到 实处。有关人员参加会议。"
TITLE = "海州市召开防汛会议"
BODY = "会议要求，各部门压实责任，把“人民至上”落到实处。有关人员参加会议。"


def page_of(*paragraphs: str, title: str = TITLE) -> dict[str, Any]:
    return {"title": title, "paragraphs": [{"text": text} for text in paragraphs]}


GOLD = {"articles": [page_of(BODY)]}


def judged(*paragraphs: str, title: str = TITLE) -> Score:
    return score(GOLD, [page_of(*paragraphs, title=title)], RAW)


def naive(raw: str) -> list[dict[str, Any]]:
    """Spaces removed, marks widened, one article: what the frozen figures were made from."""
    blocks = (re.sub(r"\s+", "", block).translate(WIDE) for block in re.split(r"\n\s*\n", raw))
    return [page_of(*filter(None, blocks), title="")]


def perfect(figures: Figures) -> bool:
    return all(value == (0.0 if name.endswith("_er") else 1.0) for name, value in figures.as_dict().items())


# Cases made by hand


def test_the_reference_itself_is_perfect() -> None:
    assert perfect(judged(BODY).figures)


def test_nothing_found_is_not_perfect() -> None:
    figures = score(GOLD, [], RAW).figures
    assert figures.content_er == 1.0
    assert figures.quote_f1 == figures.stop_f1 == figures.article_f1 == 0.0


def test_a_lost_comma_lowers_stops_alone() -> None:
    outcome = judged(BODY.replace("责任，", "责任"))
    assert outcome.counts["stop"] == Tally(gold=4, predicted=3, right=3)
    assert outcome.counts["restored"] == Tally(gold=4, predicted=3, right=3)
    assert (outcome.figures.quote_f1, outcome.figures.content_er) == (1.0, 0.0)
    assert outcome.mistakes == ["求各部门压实责任[，|]把人民至上落到实"]


def test_an_invented_comma_lowers_precision() -> None:
    restored = judged(BODY.replace("有关人员", "有关人员，")).counts["restored"]
    assert (restored.precision, restored.recall) == (0.8, 1.0)


def test_a_misplaced_quotation_mark_breaks_its_pair() -> None:
    outcome = judged(BODY.replace("“人民至上”", "“人民”至上"))
    assert outcome.counts["quote"].right == 1
    assert outcome.counts["quote_pair"] == Tally(gold=1, predicted=1, right=0)


def test_a_wrap_left_open_is_missed_and_the_gap_of_a_mark_closed_is_wrong() -> None:
    assert judged(BODY).counts["wrap"] == Tally(gold=1, predicted=1, right=1)
    assert judged(BODY.replace("落到", "落到 ")).counts["wrap"] == Tally(gold=1, predicted=0, right=0)
    assert judged(BODY.replace("，", "")).counts["wrap"] == Tally(gold=1, predicted=3, right=1)


def test_a_paragraph_cut_in_two_lowers_para() -> None:
    parts = judged(BODY[:27], BODY[27:]).counts["para"]
    assert (parts.gold, parts.predicted, parts.right) == (2, 3, 2)


def test_a_title_must_be_right_to_the_letter() -> None:
    assert judged(BODY, title=f"{TITLE}！").figures.title_acc == 0.0


def test_marks_are_counted_one_by_one() -> None:
    marks = judged(BODY.replace("“", "").replace("”", "")).marks
    assert marks["“"] == marks["”"] == Tally(gold=1, predicted=0, right=0)
    assert marks["，"] == Tally(gold=2, predicted=2, right=2)


def test_marks_behind_a_truncated_end_are_not_judged() -> None:
    gold = {"articles": [{"title": "", "paragraphs": [{"text": BODY[:-1], "truncated": True}]}]}
    assert score(gold, [page_of(BODY, title="")], BODY).figures.stop_f1 == 1.0


# The frozen figures of the reference scorer, and whole pages


@pytest.mark.parametrize("name", FROZEN)
def test_figures_are_those_of_the_reference_scorer(name: str) -> None:
    raw = (PAGES / f"{name}.txt").read_text("utf-8")
    gold = json.loads((PAGES / f"{name}.gold.json").read_text("utf-8"))
    outcome = score(gold, naive(raw), raw)
    figures = outcome.figures.as_dict()
    for figure, value in FROZEN[name]["figures"].items():
        assert figures[figure] == pytest.approx(value, abs=1e-8), figure
    for kind, (right, predicted, wanted) in FROZEN[name]["counts"].items():
        assert outcome.counts[kind] == Tally(wanted, predicted, right), kind


@given(st.data())
def test_figures_are_shares_whatever_is_predicted(data: st.DataObject) -> None:
    text = st.text(alphabet=st.sampled_from(sorted({*BODY, *TITLE, " ", "\n"})), max_size=60)
    articles = data.draw(st.lists(st.builds(lambda t, p: page_of(p, title=t), text, text), max_size=3))
    figures = score(GOLD, articles, RAW).figures.as_dict()
    assert all(value >= 0 for value in figures.values())
    assert all(value <= 1 for name, value in figures.items() if not name.endswith("_er"))


# Confidence and harm


def test_edits_are_held_to_the_reference_at_their_place() -> None:
    page = clean(RAW)
    articles = [article.as_dict() for article in page.articles]
    uncertain = [change for change in page.edits if change.confidence < 1]
    right = reliability(page, score(GOLD, articles, RAW))
    assert len(right.sure) == len(uncertain) > 0
    assert all(right.right)
    other = {"articles": [page_of(BODY.replace("，", "；"))]}
    assert reliability(page, score(other, articles, RAW)).right.count(False) == 2


def test_the_calibration_error_is_the_distance_of_promise_and_truth() -> None:
    assert Reliability().error == 0.0
    assert Reliability([0.99] * 4, [True] * 4).error == pytest.approx(0.01)
    assert Reliability([1.0, 0.5, 0.5], [True, True, False]).error == 0.0


def test_harm_counts_the_paragraphs_that_were_touched() -> None:
    harm = Harm()
    harm.add(clean("海州市召开防汛会议\n会议要求,各部门压实责任。\n\n有关人员参加会议。"))
    assert (harm.paragraphs, harm.unchanged, harm.edits) == (3, 2, 1)


def test_no_harm_is_done_to_the_references() -> None:
    harm = Harm()
    harm.add(clean((FIXTURES / "clean" / "invented-01.txt").read_text("utf-8")))
    assert (harm.untouched, harm.edits) == (1.0, 0)


# The command


def invoke(*arguments: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["score", *map(str, arguments)])
    return done.exit_code, done.output


def files(folder: Path, body: str) -> list[Path]:
    """Prediction, reference and raw page."""
    texts = {"p.jsonl": json.dumps(page_of(body)), "p.gold.json": json.dumps(GOLD), "p.txt": RAW}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in texts]


def test_a_page_is_scored_from_its_files(tmp_path: Path) -> None:
    for name, text in (
        ("p.txt", RAW),
        ("p.gold.json", json.dumps(GOLD)),
        ("p.jsonl", json.dumps(page_of(BODY))),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    code, output = invoke(
        tmp_path / "p.jsonl", "--gold", tmp_path / "p.gold.json", "--raw", tmp_path / "p.txt"
    )
    assert code == 0
    assert output.splitlines()[2].split("|")[2:4] == [" 0.0000 ", " 0.0000     "]
    assert invoke(tmp_path, "--gold", tmp_path) == (0, output)


def test_the_output_says_what_its_figures_are(tmp_path: Path) -> None:
    for name, text in (
        ("p.txt", RAW),
        ("p.gold.json", json.dumps(GOLD)),
        ("p.jsonl", json.dumps(page_of(BODY))),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    _, output = invoke(tmp_path / "p.jsonl", "--gold", tmp_path / "p.gold.json")
    head, *rest = output.splitlines()
    shown = [name.strip() for name in head.split("|")[2:-1]]
    explained = dict(line.split(maxsplit=1) for line in rest if line.startswith("  "))
    assert sorted(explained) == sorted(shown) == sorted(Figures.__annotations__)
    told = " ".join(CliRunner().invoke(app, ["score", "--help"]).stdout.split())
    assert all(f"{name} {meaning}" in told for name, meaning in explained.items())
    _, record = invoke(tmp_path / "p.jsonl", "--gold", tmp_path / "p.gold.json", "--format", "json")
    assert sorted(json.loads(record)["figures"]) == sorted(shown)


def test_pages_are_cleaned_where_nothing_is_given() -> None:
    code, output = invoke("--gold", OWNER, "--details")
    assert code == 0
    assert "Expected calibration error" in output
    assert "paragraphs unchanged" in output


def test_json_holds_a_record_a_page() -> None:
    code, output = invoke("--gold", PAGES / "lossy", "--format", "json")
    records = [json.loads(line) for line in output.splitlines()]
    assert code == 0
    assert [record["page"] for record in records] == ["invented-002", "invented-004"]
    assert set(Figures.__annotations__) == set(records[0]["figures"])


def test_places_where_marks_differ_are_shown(tmp_path: Path) -> None:
    for name, text in (
        ("p.txt", RAW),
        ("p.gold.json", json.dumps(GOLD)),
        ("p.jsonl", json.dumps(page_of(""))),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    _, output = invoke(tmp_path / "p.jsonl", "--gold", tmp_path / "p.gold.json", "--show", "1")
    assert output.splitlines()[-1] == "p: 防汛会议会议要求[，|×]各部门压实责任把"


@pytest.mark.parametrize(
    ("present", "what"),
    [([], "no reference"), (["p.gold.json"], "p.txt: there is no such file")],
)
def test_what_is_missing_is_named(tmp_path: Path, present: list[str], what: str) -> None:
    for name in present:
        (tmp_path / name).write_text(json.dumps(GOLD), encoding="utf-8")
    done = CliRunner().invoke(app, ["score", "--gold", str(tmp_path)])
    assert what in str(done.exception)


def test_the_help_says_what_each_figure_says() -> None:
    assert MEANINGS.keys() == Figures.__annotations__.keys()
    told = CliRunner().invoke(app, ["score", "--help"]).stdout
    table = dict(re.findall(r"^ *(\w+_(?:er|f1|acc))  +(\S.*?) *$", told, re.MULTILINE))
    assert table == MEANINGS
