"""Decisions on single edits: found again on a page that has changed, obeyed, and never dropped silently."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from cleaner import Page, Settings, clean
from cleaner.cli.app import app
from cleaner.decisions import (
    CONTEXT,
    MOST_CONTEXT,
    Decision,
    DecisionIndex,
    Decisions,
    Letters,
    Verdict,
    read_decisions,
)
from cleaner.errors import InputError
from cleaner.trace import Change, Edit

FIXTURES = Path(__file__).parent.parent / "fixtures" / "pages"
PAGES = [FIXTURES / group / "invented-002.txt" for group in ("lossy", "blocks", "tesseract")]
RAW = PAGES[0].read_text("utf-8")
INSERTED = "本报海州7月3日讯（记者 林舒）青石镇三座小型水库近日建成蓄水。"


def decide(page: Page, changes: Iterable[Change], verdict: Verdict) -> tuple[Decision, ...]:
    """Decisions as a report exports them."""
    letters = Letters(page.raw)
    return tuple(
        Decision(verdict, c.rule, c.before, c.after, *letters.quote(place), place)
        for c in changes
        for place in [letters.place(c.raw[0])]
    )


def places(changes: Iterable[Change]) -> set[tuple[str, str, tuple[int, int]]]:
    return {(change.rule, change.after, change.raw) for change in changes}


def spread(page: Page, rule: str, count: int) -> list[Change]:
    edits = [edit for edit in page.edits if edit.rule == rule and edit.step < 8]
    return edits[:: max(1, len(edits) // count)][:count]


@pytest.fixture(scope="module")
def cleaned() -> Page:
    return clean(RAW)


@pytest.mark.parametrize("rule", ["restore_stops", "rejoin_lines", "normalize_marks", "drop_debris"])
def test_a_rejected_edit_is_withheld_and_nothing_else_of_its_rule(cleaned: Page, rule: str) -> None:
    rejected = spread(cleaned, rule, 3)
    page = clean(RAW, Settings(decisions=decide(cleaned, rejected, Verdict.REJECT)))
    assert page.unmatched == ()
    assert places(rejected) <= places(page.withheld)
    assert not places(rejected) & places(page.edits)
    assert page.audit().holds


def test_where_a_stop_is_rejected_at_a_line_break_the_line_ends() -> None:
    raw = (FIXTURES / "columns" / "invented-004.txt").read_text("utf-8")
    made = clean(raw)
    stop = next(edit for edit in made.edits if edit.rule == "restore_stops" and edit.before == "\n")
    page = clean(raw, decisions=decide(made, [stop], Verdict.REJECT))
    at = page.to_clean(stop.raw[0])
    assert not page.text[at].isspace()
    assert page.text[at - 1 : at + 1] == raw[stop.raw[0] - 1] + raw[stop.raw[1]]
    assert any(edit.rule == "rejoin_lines" and edit.raw == stop.raw for edit in page.edits)


def test_a_moved_fragment_can_stay_where_it_was() -> None:
    raw = (FIXTURES / "blocks" / "invented-004.txt").read_text("utf-8")
    moved = clean(raw)
    move = next(edit for edit in moved.edits if edit.moved)
    page = clean(raw, Settings(decisions=decide(moved, [move], Verdict.REJECT)))
    assert page.unmatched == ()
    assert move.raw not in {edit.raw for edit in page.edits if edit.moved}
    assert page.audit().holds


def test_an_accepted_edit_is_made_whatever_the_threshold(cleaned: Page) -> None:
    strict = Settings(threshold=0.95)
    doubtful = [edit for edit in clean(RAW, strict).withheld if edit.rule == "restore_stops"][:5]
    assert doubtful
    page = clean(RAW, Settings(threshold=0.95, decisions=decide(cleaned, doubtful, Verdict.ACCEPT)))
    assert page.unmatched == ()
    assert places(doubtful) <= places(page.edits)
    assert not places(doubtful) & places(page.withheld)


def test_decisions_hold_when_the_page_changes_elsewhere(cleaned: Page) -> None:
    rejected = spread(cleaned, "restore_stops", 4)
    decisions = decide(cleaned, rejected, Verdict.REJECT)
    at = RAW.index("\n\n", len(RAW) // 2)
    raw = f"{INSERTED}\n\n{RAW[:at]}\n\n{INSERTED}{RAW[at:]}"
    page = clean(raw, Settings(decisions=decisions, thresholds={"restore_stops": 0.0}))
    assert page.unmatched == ()
    contexts = [RAW[c.raw[0] - 6 : c.raw[1] + 6] for c in rejected]
    held = [raw[c.raw[0] - 6 : c.raw[1] + 6] for c in page.withheld if c.rule == "restore_stops"]
    assert held == contexts


def test_a_decision_finds_its_place_when_the_text_beside_it_has_changed(cleaned: Page) -> None:
    edit = max((e for e in cleaned.edits if e.rule == "restore_stops"), key=lambda e: e.confidence)
    decisions = decide(cleaned, [edit], Verdict.REJECT)
    start = edit.raw[0]
    raw = f"{RAW[: start - 9]}某某{RAW[start - 7 :]}"
    page = clean(raw, Settings(decisions=decisions))
    assert page.unmatched == ()
    assert edit.raw in {change.raw for change in page.withheld}


def test_a_decision_whose_text_is_gone_is_told(cleaned: Page) -> None:
    edit = spread(cleaned, "restore_stops", 3)[1]
    decisions = decide(cleaned, [edit], Verdict.REJECT)
    start, end = edit.raw
    raw = RAW[: start - 2 * CONTEXT] + RAW[end + 2 * CONTEXT :]
    assert clean(raw, Settings(decisions=decisions)).unmatched == decisions


def test_a_decision_on_another_edit_at_the_same_place_does_not_count(cleaned: Page) -> None:
    (edit,) = spread(cleaned, "restore_stops", 1)
    (decision,) = decide(cleaned, [edit], Verdict.REJECT)
    other = Decision(
        Verdict.REJECT, decision.rule, decision.before, "；" if decision.after != "；" else "。",
        decision.prefix, decision.suffix, decision.place,
    )  # fmt: skip
    page = clean(RAW, Settings(decisions=(other,)))
    assert page.unmatched == (other,)
    assert page.text == cleaned.text


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parent.name)
def test_cleaning_twice_is_cleaning_once(path: Path) -> None:
    raw, threshold = path.read_text("utf-8"), 0.8
    first = clean(raw, Settings(threshold=threshold))
    doubtful = [edit for edit in (*first.edits, *first.withheld) if edit.confidence < 0.9]
    decisions = decide(first, doubtful[::3], Verdict.REJECT) + decide(first, doubtful[1::3], Verdict.ACCEPT)
    options = Settings(threshold=threshold, decisions=decisions)
    page = clean(raw, options)
    assert page.audit().holds
    assert clean(page.text, options).text == page.text


PIECES = st.sampled_from(
    [
        *"的一是在将細國水库建设，。、；：“”（） \n,.;:()1a□>\N{IDEOGRAPHIC SPACE}",
        "\n\n",
        "將",
        "本报7月12日讯",
    ]
)


@example("細本报7月12日讯本报7月12日讯本报7月12日讯細", 99, 0.0)  # a quotation that overlaps itself
@given(st.lists(PIECES, max_size=50).map("".join), st.integers(0, 3**12), st.sampled_from([0.0, 0.8, 1.0]))
@settings(max_examples=60)
def test_cleaning_twice_is_cleaning_once_on_any_text(raw: str, choice: int, threshold: float) -> None:
    first = clean(raw, Settings(threshold=threshold))
    chosen = [(edit, choice // 3 ** (n % 12) % 3) for n, edit in enumerate((*first.edits, *first.withheld))]
    accepted = decide(first, (edit for edit, number in chosen if number == 1), Verdict.ACCEPT)
    rejected = decide(first, (edit for edit, number in chosen if number == 2), Verdict.REJECT)
    options = Settings(threshold=threshold, decisions=accepted + rejected)
    page = clean(raw, options)
    assert page.audit().breaches == ()
    assert clean(page.text, options).text == page.text


def test_cleaning_that_replaces_letters_keeps_decisions() -> None:
    (stop,) = (edit for edit in clean("將时.").edits if edit.rule == "normalize_marks")
    options = Settings(decisions=decide(clean("將时."), [stop], Verdict.REJECT))
    assert clean("將时.", options).text == clean("将时.", options).text == "将时."


def test_cleaning_that_makes_a_dash_of_letters_keeps_decisions() -> None:
    (comma,) = (edit for edit in clean("的,一一").edits if edit.rule == "normalize_marks")
    options = Settings(decisions=decide(clean("的,一一"), [comma], Verdict.REJECT))
    assert clean("的,——", options).text == "的,——"


def test_accepting_what_is_made_changes_nothing(cleaned: Page) -> None:
    accepted = decide(cleaned, cleaned.edits[::20], Verdict.ACCEPT)
    page = clean(RAW, Settings(decisions=accepted))
    assert page.text == cleaned.text
    assert page.unmatched == ()


# Places


def test_a_place_is_quoted_by_letters_alone() -> None:
    letters = Letters("北京市，委 副秘\n书长。")
    assert letters.text == "北京市委副秘书长"
    assert letters.quote(letters.place(5)) == ("北京市委", "副秘书长")


def test_a_place_that_comes_twice_is_quoted_at_length() -> None:
    frame = "针对党组落实意识形态工作责任制不够到位问题建立健全各项制度"
    letters = Letters(f"住建厅{frame} 能源局{frame}")
    place = letters.text.rindex("问题")
    prefix, suffix = letters.quote(place)
    assert len(prefix) > CONTEXT
    assert letters.text.count(prefix + suffix) == 1


def test_of_equal_places_the_nearest_is_meant() -> None:
    text = "甲乙丙丁" * 100
    letters = Letters(text)
    assert letters.reach(200) == MOST_CONTEXT
    decision = Decision(Verdict.REJECT, "x", "", "，", *letters.quote(200), 200)
    assert letters.find(decision) == [200]
    assert Letters("戊" + text).find(decision) == [201]


def test_half_a_quotation_counts_only_where_it_comes_once() -> None:
    decision = Decision(Verdict.REJECT, "x", "", "，", "子丑寅卯辰巳午未", "申酉戌亥甲乙丙丁", 8)
    assert Letters("子丑寅卯辰巳午未庚").find(decision) == [8]
    assert Letters("庚子丑寅卯辰巳午未庚子丑寅卯辰巳午未").find(decision) == []
    assert Letters("卯辰巳午未庚").find(decision) == []


def test_a_side_that_overlaps_itself_comes_twice() -> None:
    decision = Decision(Verdict.REJECT, "x", "", "，", "甲乙丙丁甲乙丙丁", "戊己庚", 12)
    assert Letters("甲乙丙丁甲乙丙丁甲乙丙丁戊辛壬").find(decision) == [12]


def test_a_rejected_edit_that_was_made_is_told() -> None:
    decision = Decision(Verdict.REJECT, "normalize_marks", ",", "，", "甲", "乙", 1)
    decision_index = DecisionIndex([decision], "甲,乙,丙")
    made = [Change(Edit(at, at + 1, "，", rule="normalize_marks"), ",", (at, at + 1), 0) for at in (1, 3)]
    assert decision_index.overruled(made) == [decision]
    assert decision_index.overruled(made[1:]) == []
    accepted = replace(decision, verdict=Verdict.ACCEPT)
    assert DecisionIndex([accepted], "甲,乙,丙").overruled(made) == []


# Bonds

PAIR = ["restore_quotes", "restore_quotes"]
QUOTED = "要抢抓 一带一路 发展机遇，扩大对外开放的程度，把各项工作都做好。"


def quotes_of(page: Page) -> list[Change]:
    return [edit for edit in (*page.edits, *page.withheld) if edit.rule == "restore_quotes"]


@pytest.mark.parametrize("half", [0, 1])
def test_both_marks_of_a_pair_are_rejected_with_one(half: int) -> None:
    page = clean(QUOTED)
    assert "“一带一路”" in page.text
    (edit,) = quotes_of(page)[half : half + 1]
    without = clean(QUOTED, Settings(decisions=decide(page, [edit], Verdict.REJECT)))
    assert "“" not in without.text
    assert "”" not in without.text
    assert [edit.rule for edit in quotes_of(without)] == PAIR
    assert without.unmatched == ()


@pytest.mark.parametrize("half", [0, 1])
def test_both_marks_of_a_pair_are_accepted_with_one(half: int) -> None:
    strict = clean(QUOTED, Settings(threshold=1.0))
    assert "“" not in strict.text
    (edit,) = quotes_of(strict)[half : half + 1]
    page = clean(QUOTED, Settings(threshold=1.0, decisions=decide(strict, [edit], Verdict.ACCEPT)))
    assert "“一带一路”" in page.text
    assert page.unmatched == ()


def test_a_pair_of_which_one_mark_is_accepted_and_one_rejected_is_not_set() -> None:
    page = clean(QUOTED)
    opening, closing = quotes_of(page)
    decisions = decide(page, [opening], Verdict.ACCEPT) + decide(page, [closing], Verdict.REJECT)
    assert "“" not in clean(QUOTED, Settings(decisions=decisions)).text


@pytest.mark.parametrize(
    "text", ['召开"一带一路"座谈会。', "以下简称《意见)，共分五章。", "朗读<<平凡的世界>>。", "增长(见图)。"]
)
def test_what_changes_in_pairs_is_rejected_in_pairs(text: str) -> None:
    page = clean(text)
    changed = [
        edit for edit in page.edits if edit.rule in ("normalize_marks", "match_brackets", "widen_titles")
    ]
    for edit in changed:
        rejected = clean(text, Settings(decisions=decide(page, [edit], Verdict.REJECT)))
        assert rejected.text == text


@given(st.text(alphabet="甲乙， \n", max_size=60), st.integers(0, 60))
@settings(max_examples=200)
def test_every_place_is_found_by_its_own_quotation(raw: str, offset: int) -> None:
    letters = Letters(raw)
    place = letters.place(min(offset, len(raw)))
    decision = Decision(Verdict.ACCEPT, "x", "", "", *letters.quote(place), place)
    assert letters.find(decision) == [place]


def test_a_decision_holds_when_a_line_is_wrapped_elsewhere() -> None:
    decision = Decision(Verdict.REJECT, "restore_stops", " ", "，", "甲乙", "丙丁", 2)
    decision_index = DecisionIndex([decision], "甲乙\n丙丁")
    stop = Change(Edit(2, 3, "，", rule="restore_stops"), "\n", (2, 3), 0)
    assert decision_index.verdict(stop) is Verdict.REJECT
    assert decision_index.unmatched == ()


def test_an_index_without_decisions_has_no_verdicts(cleaned: Page) -> None:
    assert DecisionIndex((), RAW).verdict(cleaned.edits[0]) is None


# Files


def write(path: Path, decisions: Iterable[Decision], page: str = "page.txt") -> Path:
    path.write_text(Decisions(page, tuple(decisions)).to_json(), "utf-8")
    return path


def test_a_file_gives_the_decisions_back(cleaned: Page, tmp_path: Path) -> None:
    decisions = decide(cleaned, cleaned.edits[:50], Verdict.REJECT)
    assert read_decisions(write(tmp_path / "d.json", decisions)) == Decisions("page.txt", decisions)


ONE = {"verdict": "reject", "rule": "x", "before": "", "after": "a", "prefix": "b", "suffix": "c"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "this is not JSON"),
        ("[" * 100_000, "this is not JSON"),
        ("[]", "not a decisions file"),
        ('{"format": "cleaner decisions", "version": 9}', "version 9 is not known"),
        ('{"format": "cleaner decisions", "version": 1}', "'decisions' is not a list"),
        ([5], "decision 1: 'verdict' is missing"),
        ([ONE, {**ONE, "verdict": "maybe"}], "decision 2: the verdict is 'maybe'"),
        ([{**ONE, "place": "7"}], "decision 1: 'place' is of the wrong type"),
        ([ONE, {**ONE, "verdict": "accept"}], "decision 2 contradicts an earlier one"),
    ],
)
def test_a_file_of_another_shape_is_refused(text: str | list[object], message: str, tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    if not isinstance(text, str):
        text = json.dumps({"format": "cleaner decisions", "version": 1, "decisions": text})
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=message) as caught:
        read_decisions(path)
    assert str(path) in str(caught.value)


# The command


@pytest.fixture
def page_file(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(RAW, "utf-8")
    return path


def test_the_command_obeys(cleaned: Page, page_file: Path, tmp_path: Path) -> None:
    edit = spread(cleaned, "restore_stops", 3)[1]
    file = write(tmp_path / "d.json", decide(cleaned, [edit], Verdict.REJECT))
    plain = CliRunner().invoke(app, ["clean", str(page_file)]).stdout
    done = CliRunner().invoke(app, ["clean", str(page_file), "--decisions", str(file)])
    assert (done.exit_code, done.stderr) == (0, "")
    around = RAW[edit.raw[0] - 1 : edit.raw[0]], RAW[edit.raw[1] : edit.raw[1] + 1]
    assert edit.after.join(around) in plain
    assert plain.count(edit.after.join(around)) == done.stdout.count(edit.after.join(around)) + 1


def test_the_command_tells_of_decisions_that_match_nothing(page_file: Path, tmp_path: Path) -> None:
    decision = Decision(Verdict.REJECT, "restore_stops", " ", "，", "并不存在的一段文字", "也不存在", 5, 3, 4)
    file = write(tmp_path / "d.json", [decision])
    done = CliRunner().invoke(app, ["clean", str(page_file), "--decisions", str(file)])
    assert done.exit_code == 0
    assert "matches no edit any more: reject restore_stops ' ' -> '，' between 并不存在" in done.stderr
    assert "line 3" in done.stderr


def test_each_page_gets_its_own_decisions(cleaned: Page, page_file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(RAW, "utf-8")
    edit = spread(cleaned, "restore_stops", 3)[1]
    file = write(tmp_path / "d.json", decide(cleaned, [edit], Verdict.REJECT), "other.txt")
    options = ["--decisions", str(file), "--format", "jsonl", "-o", str(tmp_path / "out")]
    done = CliRunner().invoke(app, ["clean", str(page_file), str(other), *options])
    assert done.exit_code == 0
    assert done.stderr == f"cleaner: {tmp_path / 'out'}: 14 articles of 2 pages.\n"
    texts = [(tmp_path / "out" / f"{name}.jsonl").read_text("utf-8") for name in ("page", "other")]
    assert texts[0] != texts[1].replace(str(other), str(page_file))


def test_a_page_with_other_decisions_is_cleaned_anew_when_a_batch_is_resumed(
    cleaned: Page, tmp_path: Path
) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "page.txt").write_text(RAW, "utf-8")
    file = write(tmp_path / "d.json", decide(cleaned, spread(cleaned, "restore_stops", 1), Verdict.REJECT))
    batch = ["clean", str(folder), "-o", str(tmp_path / "out"), "--format", "jsonl", "--resume"]
    texts = []
    for options in ([], ["--decisions", str(file)], ["--decisions", str(file)]):
        done = CliRunner().invoke(app, [*batch, *options])
        assert done.exit_code == 0
        texts.append((tmp_path / "out" / "page.jsonl").read_text("utf-8"))
    assert texts[0] != texts[1] == texts[2]


def test_decisions_hold_in_the_processes_of_a_batch(cleaned: Page, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for name in ("page.txt", "other.txt"):
        (folder / name).write_text(RAW, "utf-8")
    stranger = Decision(Verdict.REJECT, "restore_stops", " ", "\uff0c", "并不存在的一段文字", "也不存在")
    rejected = decide(cleaned, spread(cleaned, "restore_stops", 1), Verdict.REJECT)
    file = write(tmp_path / "d.json", [*rejected, stranger])
    out = tmp_path / "out"
    batch = ["clean", str(folder), "-o", str(out), "--format", "jsonl", "--jobs", "2"]
    done = CliRunner().invoke(app, [*batch, "--decisions", str(file)])
    assert done.exit_code == 0
    assert done.stderr.count("matches no edit any more") == 1
    other = (out / "other.jsonl").read_text("utf-8").replace("other.txt", "page.txt")
    assert (out / "page.jsonl").read_text("utf-8") != other


SMALL = "问题,党内落实,\n"


@pytest.fixture
def small(tmp_path: Path) -> tuple[Path, Path]:
    """A page of two edits, and a file that rejects the first of them and one that is nowhere."""
    path = tmp_path / "page.txt"
    path.write_text(SMALL, "utf-8")
    page = clean(SMALL)
    stranger = Decision(Verdict.REJECT, "normalize_marks", "!", "\uff01", "并不存在的一段文字", "也不存在")
    return path, write(tmp_path / "d.json", [*decide(page, page.edits[:1], Verdict.REJECT), stranger])


def test_explain_obeys_and_tells_of_decisions_that_match_nothing(small: tuple[Path, Path]) -> None:
    page, file = small
    options = ["--format", "jsonl", "--decisions", str(file)]
    done = CliRunner().invoke(app, ["explain", str(page), *options])
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(one["column"], one["withheld"]) for one in told] == [(3, True), (8, False)]
    assert done.stderr.count("matches no edit any more") == 1


def test_fix_obeys_and_tells_of_decisions_that_match_nothing(small: tuple[Path, Path]) -> None:
    page, file = small
    done = CliRunner().invoke(app, ["fix", str(page), "--decisions", str(file)])
    assert done.exit_code == 1
    assert done.stderr.count("matches no edit any more") == 1
    assert page.read_text("utf-8") == "问题,党内落实\uff0c\n"
    assert CliRunner().invoke(app, ["fix", str(page), "--decisions", str(file)]).exit_code == 0


def test_a_report_on_standard_input_obeys(small: tuple[Path, Path]) -> None:
    _, file = small
    done = CliRunner().invoke(app, ["report", "-", "--decisions", str(file)], input=SMALL)
    assert done.exit_code == 0
    assert done.stderr.startswith("cleaner: <stdin>: this decision matches no edit any more")
    assert '"reject"' in done.stdout


def test_a_configuration_names_decisions(small: tuple[Path, Path]) -> None:
    page, file = small
    (page.parent / "cleaner.toml").write_text(f'decisions = ["{file.name}"]\n', "utf-8")
    (page.parent / "other.txt").write_text(SMALL, "utf-8")
    outputs = [
        CliRunner().invoke(app, ["clean", str(page.parent / name)]).stdout
        for name in ("page.txt", "other.txt")
    ]
    assert outputs == ["问题,党内落实\uff0c\n", "问题\uff0c党内落实\uff0c\n"]
    shown = CliRunner().invoke(app, ["config", str(page)]).stdout
    assert '["2 on page.txt"]' in shown


def test_decisions_on_none_of_the_pages_are_an_error(page_file: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "d.json", [], "elsewhere.txt")
    done = CliRunner().invoke(app, ["clean", str(page_file), "-", "--decisions", str(file)])
    assert isinstance(done.exception, InputError)
    assert "'elsewhere.txt', which is not among the pages. Name that page, or leave" in str(done.exception)


def test_decisions_are_not_taken_with_tables(tmp_path: Path) -> None:
    file = write(tmp_path / "d.json", [])
    done = CliRunner().invoke(app, ["clean", "pages.jsonl.zst", "-o", "x.jsonl", "--decisions", str(file)])
    assert done.exit_code == 2
    assert "not on tables" in done.stderr
