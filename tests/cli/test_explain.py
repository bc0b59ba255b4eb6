"""`cleaner explain`: every edit at its place in the raw page, in each format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cleaner.chain import clean
from cleaner.cli.app import app
from cleaner.errors import ExitCode, UnknownRuleError
from cleaner.explaining.findings import findings
from cleaner.explaining.formats import describe, to_github, to_text
from cleaner.explaining.sarif import to_sarif
from cleaner.normalizers import RULES
from cleaner.settings import Settings
from cleaner.trace import replay

OWNER = Path(__file__).parents[2] / "fixtures" / "pages" / "owner" / "neimenggu-2020-07-13.txt"
RAW = "青石镇新建水库\n\n问题,党内落实双减政策!\n"
HOUSE = Settings(terms=frozenset({"双减"}))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["explain", *map(str, arguments), "--isolated"])


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(RAW, encoding="utf-8")
    return path


def test_each_edit_is_a_line_and_the_page_stays(page: Path) -> None:
    done = run(page)
    assert done.exit_code == 0
    why = "  a mark in Chinese text"
    assert done.stdout.splitlines() == [
        f"{page}:3:3: normalize_marks (certain, 1.00)  新建水库\u23ce\u23ce问题[,→，]党内落实双减政策{why}",
        f"{page}:3:12: normalize_marks (certain, 1.00)  党内落实双减政策[!→！]\u23ce{why}",
    ]
    assert page.read_text("utf-8") == RAW


def test_white_space_is_visible_and_long_text_is_cut() -> None:
    found = findings(clean("问题 ,党内"), "page.txt")
    assert "问题[\u2423\u2192]" in to_text(found)
    assert "\u2026" in describe(findings(clean("<!-- " + "问题" * 50 + " -->\n党内"), "page.txt")[0])


def test_withheld_edits_are_listed_apart(page: Path) -> None:
    page.write_text("要简化出具证明的程序 压缩办理时限 提高服务质量。\n", encoding="utf-8")
    lines = run(page, "--threshold", "1").stdout.splitlines()
    at = lines.index("Withheld, by a decision or a confidence below the threshold:")
    made, withheld = lines[:at], lines[at + 1 :]
    assert made == []
    assert withheld
    assert all(line.startswith(f"{page}:1:") for line in withheld)


def test_findings_are_chosen_by_rule_tier_and_confidence(page: Path, tmp_path: Path) -> None:
    terms = tmp_path / "terms"
    terms.write_text("双减\n", encoding="utf-8")

    def rules(*options: str) -> list[str]:
        done = run(page, "--terms", terms, "--format", "jsonl", *options)
        return [json.loads(line)["rule"] for line in done.stdout.splitlines()]

    assert rules() == ["normalize_marks", "quote_terms", "quote_terms", "normalize_marks"]
    assert rules("--rule", "quote_terms") == rules("--rule", "inferred") == ["quote_terms"] * 2
    assert rules("--rule", "quote_terms,normalize_marks") == rules()
    assert rules("--max-confidence", "0.9") == []
    assert rules("--min-confidence", "1") == rules()
    assert isinstance(run(page, "--rule", "quote_term").exception, UnknownRuleError)


def test_every_edit_of_a_real_page_is_told_at_its_place() -> None:
    raw = OWNER.read_text("utf-8")
    page = clean(raw)
    found = findings(page, "page.txt")
    assert sum(not finding.withheld for finding in found) == len(page.edits)
    assert sum(finding.withheld for finding in found) == len(page.withheld)
    assert replay(raw, page.edits) == page.text
    lines = raw.split("\n")
    moves = 0
    for finding in found:
        start, end = finding.raw
        at = sum(len(line) + 1 for line in lines[: finding.place.line - 1]) + finding.place.column - 1
        assert at == start
        assert raw[:start].endswith(finding.left)
        assert raw[end:].startswith(finding.right)
        if finding.moved_to:
            moves += 1
            line, column = finding.moved_to
            before = page.text.split("\n")[: line - 1]
            anchor = end - len(raw[start:end].lstrip())
            assert sum(len(text) + 1 for text in before) + column - 1 == page.to_clean(anchor)
    assert moves


def test_json_is_an_array_and_json_lines_are_objects(page: Path) -> None:
    array = json.loads(run(page, "--format", "json").stdout)
    assert array == [json.loads(line) for line in run(page, "--format", "jsonl").stdout.splitlines()]
    assert array[0] == {
        "page": str(page),
        "line": 3,
        "column": 3,
        "end_line": 3,
        "end_column": 4,
        "rule": "normalize_marks",
        "tier": "certain",
        "confidence": 1.0,
        "before": ",",
        "after": "，",
        "why": "a mark in Chinese text",
        "left": "新建水库\n\n问题",
        "right": "党内落实双减政策",
        "moved_to": None,
        "withheld": False,
    }
    assert json.loads(run(page, "--format", "json", "--rule", "drop_debris").stdout) == []


def test_sarif_has_rules_results_and_regions() -> None:
    log = json.loads(to_sarif(findings(clean(RAW, HOUSE), "1950/第 1 版.txt")))
    assert log["version"] == "2.1.0"
    (run_,) = log["runs"]
    assert run_["columnKind"] == "unicodeCodePoints"
    rules = run_["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(RULES)
    first, second = run_["results"][:2]
    assert [rules[result["ruleIndex"]]["id"] for result in (first, second)] == [
        "normalize_marks",
        "quote_terms",
    ]
    assert (first["level"], second["level"]) == ("note", "warning")
    location = first["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "1950/%E7%AC%AC%201%20%E7%89%88.txt"
    assert location["region"] == {
        "startLine": 3,
        "startColumn": 3,
        "endLine": 3,
        "endColumn": 4,
        "charOffset": 11,
        "charLength": 1,
    }


def test_sarif_names_a_page_by_its_address() -> None:
    (run_,) = json.loads(to_sarif(findings(clean(RAW), "/news/page.txt")))["runs"]
    place = run_["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "file:///news/page.txt"


def test_tools_that_show_results_on_the_page_get_the_edits_that_are_made() -> None:
    raw = "要简化出具证明的程序 压缩办理时限 提高服务质量,方便群众。"
    found = findings(clean(raw, Settings(threshold=1.0)), "page.txt")
    made = [finding for finding in found if not finding.withheld]
    assert made
    assert len(found) > len(made)
    (run_,) = json.loads(to_sarif(found))["runs"]
    columns = [
        result["locations"][0]["physicalLocation"]["region"]["startColumn"] for result in run_["results"]
    ]
    assert columns == [finding.place.column for finding in made]
    assert {(result["kind"], result["level"]) for result in run_["results"]} == {("fail", "note")}
    assert to_github(found) == to_github(made)
    assert to_github(found).count("::notice ") == len(made)


def test_github_gets_escaped_commands() -> None:
    lines = to_github(findings(clean("100%,问题\n,党内", HOUSE), "a,b:c%.txt")).splitlines()
    assert lines[0].startswith(
        "::notice file=a%2Cb%3Ac%25.txt,line=1,endLine=1,col=5,endColumn=6,title=normalize_marks::"
    )
    assert "100%25[,\u2192" in lines[0]
    assert all(line.startswith("::") for line in lines)


def test_github_warns_of_inferred_edits() -> None:
    assert "::warning " in to_github(findings(clean(RAW, HOUSE), "page.txt"))


def test_several_pages_and_a_bad_one(page: Path, tmp_path: Path) -> None:
    done = run(tmp_path / "missing.txt", tmp_path)
    assert done.exit_code == ExitCode.INPUT
    assert done.stdout == run(page).stdout
    assert "there is no such file" in done.stderr


def test_where_a_fragment_may_belong_is_told() -> None:
    page = clean((OWNER.parent.parent / "lossy" / "invented-004.txt").read_text(encoding="utf-8"))
    doubtful = [article for article in page.articles if article.uncertain]
    told = [finding for finding in findings(page, "p") if "belongs is not clear" in finding.why]
    candidates = [candidate for article in doubtful for candidate in article.candidates]
    rule = RULES["separate_columns"]
    assert {(finding.rule, finding.tier) for finding in told} == {(rule.name, rule.tier)}
    assert [finding.confidence for finding in told] == [candidate.probability for candidate in candidates]
    assert candidates
    for finding, candidate in zip(told, candidates, strict=True):
        assert finding.withheld
        assert finding.before == finding.after == ""
        assert page.text[slice(*candidate.span)].endswith(candidate.after)
        assert candidate.after in finding.why


def test_where_nothing_is_doubtful_no_place_is_told() -> None:
    page = clean("问题,党内")
    assert all("not clear" not in finding.why for finding in findings(page, "p"))


def test_a_summary_is_a_line_a_page(page: Path) -> None:
    page.write_text("柳 湾 乡 新 修 的 渠 道 ， 上 月 通 水 。\n", encoding="utf-8")
    done = run(page, "--summary")
    assert done.exit_code == 0
    assert done.stdout.count("\n") == 1
    assert done.stdout.startswith(f"{page}: ")
    assert "after every character or word 100 %" in done.stdout


def test_a_summary_is_an_object_where_json_is_asked_for(page: Path) -> None:
    record = json.loads(run(page, "--summary", "--format", "jsonl").stdout)
    assert record["page"] == str(page)
    assert record["scripts"] == {"Han": 1.0}
    assert record["lost_stops"] == 0
