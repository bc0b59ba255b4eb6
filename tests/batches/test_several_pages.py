"""Files of several pages: some of their pages by number, their reports, decisions on one of them."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from cleaner.batches.selection import selection_of
from cleaner.batches.sources import read_sources
from cleaner.cli.app import app
from cleaner.errors import InputError

FORMATS = Path(__file__).parents[2] / "fixtures" / "formats"
TITLES = ["青石镇新建水库", "云溪县修通公路", "白鹭市开办夜校", "临江区整治河道"]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments), "--isolated"])


def _line(title: str) -> str:
    """A page of Umi-OCR in JSON Lines: a headline and two lines under it, with a mark to be corrected."""
    texts = [title, f"本报7月3日讯（记者 周海）{title},各地", "群众都说办得好。"]
    boxes = [[[20, y], [20 + 30 * len(text), y], [20 + 30 * len(text), y + 30], [20, y + 30]]
             for y, text in zip((10, 80, 120), texts, strict=True)]  # fmt: skip
    parts = [{"box": box, "text": text, "score": 0.99} for box, text in zip(boxes, texts, strict=True)]
    return json.dumps({"code": 100, "data": parts}, ensure_ascii=False) + "\n"


@pytest.fixture
def volume(tmp_path: Path) -> Path:
    path = tmp_path / "volume.jsonl"
    path.write_text("".join(map(_line, TITLES)), encoding="utf-8")
    assert len(list(read_sources(str(path)))) == len(TITLES)
    return path


def names(page: str) -> list[str]:
    return [source.name.rpartition("#")[2] for source in read_sources(page)]


# Pages by number


@pytest.mark.parametrize(
    ("numbers", "pages"),
    [
        ("2", ["2"]),
        ("2-3", ["2", "3"]),
        ("3-", ["3", "4"]),
        ("1,3-4", ["1", "3", "4"]),
        ("4,1", ["1", "4"]),
        ("2-3,3-4", ["2", "3", "4"]),
    ],
)
def test_pages_are_named_by_numbers(volume: Path, numbers: str, pages: list[str]) -> None:
    assert names(f"{volume}#{numbers}") == pages


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ("0", "Pages count from 1"),
        ("", "is no range of pages"),
        ("-3", "is no range of pages"),
        ("2-x", "is no range of pages"),
        ("1;2", "is no range of pages"),
        ("3-2", "#2-3"),
        ("5", "the file has 4 pages"),
        ("3-9", "the file has 4 pages"),
        ("5-", "the file has 4 pages"),
    ],
)
def test_numbers_that_name_no_pages_are_an_error_of_that_file_alone(
    volume: Path, numbers: str, said: str
) -> None:
    with pytest.raises(InputError) as error:
        list(read_sources(f"{volume}#{numbers}"))
    assert said in str(error.value)
    done = run("clean", f"{volume}#{numbers}", f"{volume}#1", "--format", "jsonl")
    assert (done.exit_code, said in " ".join(done.stderr.split())) == (3, True)
    assert {json.loads(line)["page"] for line in done.stdout.splitlines()} == {f"{volume}#1"}


def test_no_page_beyond_the_last_is_read(volume: Path) -> None:
    with volume.open("a", encoding="utf-8") as file:
        file.write('{"code": 100, "data": [{"box"\n')
    assert names(f"{volume}#1-4") == ["1", "2", "3", "4"]
    with pytest.raises(InputError):
        names(f"{volume}#1-")


def test_a_file_that_is_called_so_has_precedence(volume: Path) -> None:
    other = volume.with_name("volume.jsonl#2")
    other.write_text("青石镇\n", encoding="utf-8")
    assert selection_of(str(other)) is None
    assert [source.text for source in read_sources(str(other))] == ["青石镇\n"]


def test_a_page_of_plain_text_is_the_only_one(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("青石镇\n", encoding="utf-8")
    assert len(list(read_sources(f"{page}#1"))) == 1
    with pytest.raises(InputError, match="the file has 1 page"):
        list(read_sources(f"{page}#2"))


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 9)), min_size=1, max_size=4))
def test_a_selection_holds_what_it_says(tmp_path_factory: pytest.TempPathFactory, spans: Sequence[tuple[int, int]]) -> None:  # fmt: skip  # noqa: E501
    file = tmp_path_factory.getbasetemp() / "any.pdf"
    file.touch()
    chosen = selection_of(f"{file}#" + ",".join(f"{first}-{first + more}" for first, more in spans))
    assert chosen is not None
    wanted = {n for first, more in spans for n in range(first, first + more + 1)}
    assert {n for n in range(60) if n in chosen} == wanted
    assert (chosen.last, chosen.reach) == (max(wanted), max(wanted))


def test_pages_of_a_file_have_a_place_of_their_own_and_are_skipped_when_resumed(
    volume: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert run("clean", f"{volume}#2-3", "-o", out).exit_code == 0
    assert run("clean", f"{volume}#4", "-o", out).exit_code == 0
    found = {path.parent.relative_to(out).as_posix() for path in out.rglob("*.txt")}
    assert found == {"volume_2-3/002", "volume_2-3/003", "volume_4"}
    again = run("clean", f"{volume}#2-3", "-o", out, "--resume")
    assert re.search(r"skipped +1\n", again.stderr)
    assert len((out / "manifest.jsonl").read_text("utf-8").splitlines()) == 2


def test_a_run_over_the_folder_keeps_what_was_written_for_pages_of_a_file(
    volume: Path, tmp_path: Path
) -> None:
    scans, out = tmp_path / "scans", tmp_path / "out"
    scans.mkdir()
    shutil.move(volume, scans / "volume.jsonl")
    run("clean", scans / "volume.jsonl#2", "-o", out)
    assert run("clean", scans, "-o", out).exit_code == 0
    assert (out / "volume_2").is_dir()
    assert (out / "volume" / "004").is_dir()


def test_a_table_for_files_holds_for_their_pages(volume: Path, tmp_path: Path) -> None:
    (tmp_path / "cleaner.toml").write_text(
        '[per-file."*.jsonl"]\nselect = ["drop_debris"]\n', encoding="utf-8"
    )
    done = CliRunner().invoke(app, ["explain", f"{volume}#2"])
    assert "normalize_marks" not in done.stdout
    assert "normalize_marks" in run("explain", f"{volume}#2").stdout


def test_statistics_count_pages_and_no_file(volume: Path) -> None:
    done = run("explain", f"{volume}#2-3", "--statistics", "--format", "json")
    assert done.exit_code == 0, done.output
    pages = {count["page"] for count in json.loads(done.stdout)["pages"]}
    assert pages == {f"{volume}#2", f"{volume}#3"}


def test_a_part_of_a_file_is_not_fixed(volume: Path) -> None:
    before = volume.read_bytes()
    done = run("fix", f"{volume}#2")
    assert done.exit_code == 3
    assert f"whole files are fixed. Name {volume}" in " ".join(done.stderr.split())
    assert volume.read_bytes() == before


# Reports


def test_each_page_of_a_file_has_a_report_and_the_list_leads_to_it(volume: Path, tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    done = run("report", volume, "-o", reports)
    assert done.exit_code == 0, done.output
    files = sorted(path.relative_to(reports).as_posix() for path in reports.rglob("*.html"))
    assert files == ["index.html", *(f"volume/{n:03}.html" for n in (1, 2, 3, 4))]
    index = (reports / "index.html").read_text("utf-8")
    for number, title in enumerate(TITLES, 1):
        html = (reports / "volume" / f"{number:03}.html").read_text("utf-8")
        assert title in html
        assert f"volume.jsonl#{number}" in html
        assert "../index.html" in html
        assert f"volume/{number:03}.html" in index
    assert "4 pages" in done.stderr


def test_some_pages_of_a_file_are_reported_on(volume: Path, tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    assert run("report", f"{volume}#2-3", "-o", reports).exit_code == 0
    assert sorted(path.name for path in reports.rglob("0*.html")) == ["002.html", "003.html"]
    assert run("report", f"{volume}#4", "-o", tmp_path / "page.html").exit_code == 0
    assert TITLES[3] in (tmp_path / "page.html").read_text("utf-8")


@pytest.mark.parametrize("command", ["clean", "report"])
def test_a_folder_called_as_a_file_of_several_pages_loses_nothing(volume: Path, command: str) -> None:
    page = volume.with_suffix("") / "001.txt"
    page.parent.mkdir()
    page.write_text(f"{TITLES[0]}\n\n群众都说办得好。\n", encoding="utf-8")
    out = volume.parent / "out"
    assert run(command, volume.parent, "-o", out).exit_code == 0
    places = {path.relative_to(out).with_suffix("").as_posix() for path in out.rglob("*")}
    assert {"volume/001", "volume_2/001", "volume_2/004"} <= places
    assert "volume/002" not in places


@pytest.mark.parametrize("output", [[], ["-o", "page.html"], ["-o", "taken"]])
def test_the_reports_on_a_file_need_a_folder(
    volume: Path, tmp_path: Path, output: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("taken").write_text("", encoding="utf-8")
    done = run("report", volume.name, *output)
    assert done.exit_code != 0
    assert "several pages" in str(done.exception)
    assert "volume.jsonl#2" in str(done.exception)
    several = run("report", f"{volume.name}#1-2", *output)
    assert "as volume.jsonl#2" in str(several.exception)
    assert not Path("page.html").exists()


def test_scans_and_references_are_found_by_the_number_of_the_page(volume: Path, tmp_path: Path) -> None:
    scans, reports = tmp_path / "scans", tmp_path / "reports"
    (scans / "volume").mkdir(parents=True)
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060"
        "000000050001a5f645400000000049454e44ae426082"
    )
    (scans / "volume-002.png").write_bytes(pixel)
    (scans / "volume" / "003.png").write_bytes(pixel)
    (scans / "volume-1.gold.json").write_text('{"articles": []}', encoding="utf-8")
    done = run("report", volume, "-o", reports, "--image", scans, "--gold", scans)
    assert done.exit_code == 0, done.output
    pages = [(reports / "volume" / f"{n:03}.html").read_text("utf-8") for n in (1, 2, 3, 4)]
    assert ["data:image/png" in page for page in pages] == [False, True, True, False]


def test_one_scan_is_not_that_of_several_pages(volume: Path, tmp_path: Path) -> None:
    scan = tmp_path / "scan.png"
    scan.write_bytes(b"\x89PNG\r\n\x1a\n")
    done = run("report", volume, "-o", tmp_path / "reports", "--image", scan)
    assert done.exit_code == 3
    assert "Name a folder of them" in " ".join(done.stderr.split())


# Decisions


def _reject(volume: Path, number: int, rule: str) -> Path:
    """Decisions against the edits of a rule on a page, as a report exports them."""
    from cleaner import clean
    from cleaner.batches.sources import EngineSource
    from cleaner.decisions import Decision, Decisions, Letters, Verdict

    [source] = read_sources(f"{volume}#{number}")
    assert isinstance(source, EngineSource)
    letters = Letters(source.text)
    decided = []
    for edit in clean(source.raw).edits:
        if edit.rule == rule:
            place = letters.place(edit.raw[0])
            quotation = letters.quote(place)
            decided.append(Decision(Verdict.REJECT, rule, edit.before, edit.after, *quotation, place))
    assert decided
    path = volume.with_name(f"volume_{number}.decisions.json")
    path.write_text(Decisions(f"volume.jsonl#{number}", tuple(decided)).to_json(), encoding="utf-8")
    return path


@pytest.fixture
def twins(tmp_path: Path) -> Path:
    """A file whose pages are the same, so that only the number tells which one a decision is on."""
    path = tmp_path / "volume.jsonl"
    path.write_text(_line(TITLES[0]) * 3, encoding="utf-8")
    return path


def _commas(output: str) -> dict[str, int]:
    """How many ASCII commas the articles of each page hold."""
    found: dict[str, int] = {}
    for record in map(json.loads, output.splitlines()):
        page = record["page"].rpartition("#")[2]
        text = "".join(
            paragraph if isinstance(paragraph, str) else paragraph["text"]
            for paragraph in record["paragraphs"]
        )
        found[page] = found.get(page, 0) + text.count(",")
    return found


@pytest.mark.parametrize("pages", ["", "#2", "#2-3"])
def test_a_decision_is_on_the_page_that_it_names(twins: Path, pages: str) -> None:
    decisions = _reject(twins, 2, "normalize_marks")
    done = run("clean", f"{twins}{pages}", "--format", "jsonl", "--decisions", decisions)
    assert done.exit_code == 0, done.output
    commas = _commas(done.stdout)
    assert commas.pop("2") == 1
    assert set(commas.values()) <= {0}
    assert "matches no edit" not in done.stderr


def test_a_decision_on_a_page_that_is_not_read_is_told(twins: Path) -> None:
    decisions = _reject(twins, 2, "normalize_marks")
    done = run("clean", f"{twins}#3", "--format", "jsonl", "--decisions", decisions)
    assert _commas(done.stdout) == {"3": 0}
    assert "matches no edit" in " ".join(done.stderr.split())


@pytest.mark.parametrize("command", ["explain", "report", "clean"])
def test_decisions_on_several_pages_are_all_found(twins: Path, tmp_path: Path, command: str) -> None:
    given = [part for n in (1, 3) for part in ("--decisions", str(_reject(twins, n, "normalize_marks")))]
    output = ["-o", str(tmp_path / "out")] if command != "explain" else []
    done = run(command, twins, *output, *given)
    assert done.exit_code == 0, done.output
    assert "matches no edit" not in " ".join(done.stderr.split())


def test_other_decisions_on_a_page_are_a_reason_to_clean_it_anew(twins: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("clean", twins, "-o", out, "--decisions", _reject(twins, 2, "normalize_marks"))
    again = run("clean", twins, "-o", out, "--resume", "--decisions", _reject(twins, 2, "normalize_marks"))
    assert re.search(r"skipped +1\n", again.stderr)
    other = run("clean", twins, "-o", out, "--resume", "--decisions", _reject(twins, 3, "normalize_marks"))
    assert re.search(r"skipped +0\n", other.stderr)
