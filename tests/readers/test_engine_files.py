from __future__ import annotations

import gzip
import json
import os
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest

from cleaner.errors import ExitCode, ExtraError
from cleaner.readers.pdf import read_pdf
from cleaner.readers.reading import LARGEST_FILE
from cleaner.reading import decoding
from cleaner.reading.decoding import LARGEST
from tests.tools.commands import counts, run

FORMATS = Path(__file__).parents[2] / "fixtures" / "formats"


@pytest.mark.parametrize("name", ["alto-lines.xml", "paddleocr-json.json", "umi-jsonl.jsonl"])
def test_a_file_of_an_engine_is_cleaned_as_a_page(name: str) -> None:
    done = run("clean", FORMATS / name)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("我州新增国家级非遗代表性项目2项\n")


@pytest.mark.parametrize("text", ['{"colour": "青"}', "<?xml version='1.0'?><colours><c/></colours>"])
def test_an_unknown_structured_file_is_refused(tmp_path: Path, text: str) -> None:
    page = tmp_path / "page.txt"
    page.write_text(text, encoding="utf-8")
    done = run("clean", page)
    assert (done.exit_code, done.stdout) == (3, "")
    assert "Formats that are read" in done.stderr


def test_fix_leaves_a_file_of_an_engine_as_it_is(tmp_path: Path) -> None:
    page = tmp_path / "page.xml"
    page.write_bytes((FORMATS / "alto-lines.xml").read_bytes())
    assert run("fix", page, "--force").exit_code == 3
    assert page.read_bytes() == (FORMATS / "alto-lines.xml").read_bytes()


def test_the_manifest_has_the_digest_of_the_file(tmp_path: Path) -> None:
    import hashlib

    page = FORMATS / "alto-lines.xml"
    assert run("clean", page, "-o", tmp_path / "out").exit_code == 0
    [record] = map(json.loads, (tmp_path / "out" / "manifest.jsonl").read_text(encoding="utf-8").splitlines())
    assert record["sha256"] == hashlib.sha256(page.read_bytes()).hexdigest()


# The format that is named


def test_the_format_that_is_named_counts_before_the_content(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text('{"colour": "\u9752\u77f3\u9547"}', encoding="utf-8")
    assert run("clean", page).exit_code == 3
    assert run("clean", page, "--input-format", "text").exit_code == 0


@pytest.mark.parametrize("command", ["clean", "explain", "report", "fix"])
def test_a_wrong_format_is_an_error_that_lists_the_names(command: str) -> None:
    done = run(command, FORMATS / "alto-lines.xml", "--input-format", "altos")
    assert (done.exit_code, done.stdout) == (2, "")
    assert all(name in done.stderr for name in ("alto", "hocr", "tesseract-tsv", "markdown"))


def test_a_file_of_another_format_than_the_one_named_is_refused() -> None:
    done = run("clean", FORMATS / "alto-lines.xml", "--input-format", "rapidocr")
    assert done.exit_code == 2
    done = run("clean", FORMATS / "rapidocr-json.json", "--input-format", "docling")
    assert (done.exit_code, done.stdout) == (3, "")


# Files of several pages


def _volume(folder: Path, count: int = 2) -> Path:
    """JSON Lines of Umi-OCR, a page a line."""
    line = (FORMATS / "umi-jsonl.jsonl").read_text(encoding="utf-8").strip()
    volume = folder / "volume.jsonl"
    volume.write_text("".join(f"{line}\n" for _ in range(count)), encoding="utf-8")
    return volume


def test_each_page_of_a_file_is_cleaned(tmp_path: Path) -> None:
    done = run("clean", _volume(tmp_path), "--format", "jsonl")
    assert done.exit_code == 0, done.stderr
    names = [json.loads(line)["page"] for line in done.stdout.splitlines()]
    one = len(names) // 2
    assert names == [f"{tmp_path}/volume.jsonl#1"] * one + [f"{tmp_path}/volume.jsonl#2"] * one


@pytest.mark.parametrize("name", ["umi-jsonl.jsonl", "tesseract-tsv.tsv", "tesseract-hocr.hocr"])
def test_a_file_on_standard_input_is_read_whole(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit of a text is not that of a file, which may be cut behind a line and still be read."""
    data = (FORMATS / name).read_bytes()
    for limit in (len(data) // 2, data.rfind(b"\n", 0, -1)):
        monkeypatch.setattr(decoding, "LARGEST", limit)
        assert run("clean", "-", data=data).stdout == run("clean", FORMATS / name).stdout


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
@pytest.mark.parametrize("command", ["clean", "explain", "report"])
@pytest.mark.parametrize("name", ["hocr-lines.hocr", "page.txt"])
def test_a_pipe_is_read_once_and_whole(tmp_path: Path, command: str, name: str) -> None:
    page = FORMATS / name
    if name == "page.txt":
        page = tmp_path / name
        page.write_text("青石镇新建水库\n\n可灌溉农田,5000亩!\n", encoding="utf-8")
    pipe = tmp_path / f"pipe{page.suffix}"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(page.read_bytes(),), daemon=True)
    writer.start()
    done = run(command, pipe, "--isolated")
    writer.join()
    assert (done.exit_code, done.stderr) == (0, "")
    expected = run(command, page, "--isolated").stdout
    if command == "report":
        counts = [
            Counter(char for char in html if "一" <= char < "\ua000") for html in (done.stdout, expected)
        ]
        assert counts[0] == counts[1]
    else:
        assert done.stdout == expected.replace(str(page), str(pipe))


@pytest.mark.parametrize("form", ["text", "jsonl"])
def test_the_pages_of_a_file_go_to_folders_of_their_own(tmp_path: Path, form: str) -> None:
    output = tmp_path / "out"
    assert run("clean", _volume(tmp_path), "-o", output, "--format", form).exit_code == 0
    [record] = map(json.loads, (output / "manifest.jsonl").read_text(encoding="utf-8").splitlines())
    assert (record["status"], record["pages"]) == ("done", 2)
    assert all((output / name).is_file() for name in record["files"])
    folders = {Path(name).parent.as_posix() for name in record["files"]}
    assert folders == ({"volume/001", "volume/002"} if form == "text" else {"."})
    again = run("clean", tmp_path / "volume.jsonl", "-o", output, "--format", form, "--resume")
    assert counts(again.stderr)["skipped"] == "1"
    assert counts(again.stderr)["pages done"] == "0"


def test_pages_that_a_file_no_longer_has_lose_their_files(tmp_path: Path) -> None:
    output = tmp_path / "out"
    run("clean", _volume(tmp_path), "-o", output)
    run("clean", _volume(tmp_path, 1), "-o", output)
    assert not (output / "volume" / "002").exists()
    assert list((output / "volume").glob("*.txt"))


def test_a_page_of_a_file_is_named_by_its_number(tmp_path: Path) -> None:
    volume = _volume(tmp_path)
    done = run("clean", f"{volume}#2", "--format", "jsonl")
    assert {json.loads(line)["page"] for line in done.stdout.splitlines()} == {f"{volume}#2"}
    assert run("report", f"{volume}#1", "-o", tmp_path / "page.html").exit_code == 0


@pytest.mark.parametrize(
    ("suffix", "message"), [("#3", "the file has 2 pages"), ("#0", "pages count from 1")]
)
def test_a_number_that_no_page_has_is_an_error(tmp_path: Path, suffix: str, message: str) -> None:
    done = run("clean", f"{_volume(tmp_path)}{suffix}")
    assert (done.exit_code, done.stdout) == (3, "")
    assert message in done.stderr.lower()


# Folders


def _folder(folder: Path) -> Path:
    scans = folder / "scans"
    scans.mkdir()
    for name, source in {
        "a.hocr": "tesseract-hocr.hocr",
        "b.xml": "alto-lines.xml",
        "c_res.json": "paddleocr-json.json",
        "d.tsv": "tesseract-tsv.tsv",
    }.items():
        (scans / name).write_bytes((FORMATS / source).read_bytes())
    (scans / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (scans / "settings.json").write_text('{"dpi": 300}', encoding="utf-8")
    (scans / "c.gold.json").write_text('{"articles": []}', encoding="utf-8")
    (scans / "README.md").write_text("# Scans\n\nThe pages of a volume.\n", encoding="utf-8")
    return scans


def test_a_folder_holds_the_files_of_engines(tmp_path: Path) -> None:
    from cleaner.batches.finding import find_pages, pages_by_content
    from cleaner.configuration import WALK_KEYS

    include = WALK_KEYS["include"].default
    assert isinstance(include, list)
    scans = _folder(tmp_path)
    (scans / "e.xml.gz").write_bytes(gzip.compress((FORMATS / "alto-lines.xml").read_bytes()))
    found = pages_by_content(list(find_pages(scans, include, [])))
    assert [file.name for file in found.pages] == ["a.hocr", "b.xml", "c_res.json", "d.tsv", "e.xml.gz"]
    assert found.passed_over == []
    assert [file.name for file in found.unread] == ["c.gold.json", "settings.json"]


def test_files_that_are_damaged_or_empty_are_told(tmp_path: Path) -> None:
    scans = _folder(tmp_path)
    for source in ("rapidocr-json.json", "umi-jsonl.jsonl", "alto-lines.xml"):
        data = (FORMATS / source).read_bytes()
        (scans / f"cut-{source}").write_bytes(data[: len(data) // 2])
    packed = gzip.compress((FORMATS / "hocr-lines.hocr").read_bytes())
    (scans / "cut.hocr.gz").write_bytes(packed[: len(packed) // 2])
    (scans / "empty.tsv").touch()
    done = run("clean", scans, "-o", tmp_path / "out")
    assert done.exit_code == ExitCode.INPUT
    for name in ("cut-rapidocr-json.json", "cut-umi-jsonl.jsonl", "cut-alto-lines.xml", "cut.hocr.gz"):
        assert f"cleaner: {scans / name}: " in done.stderr
    assert counts(done.stderr)["failed"] == "4"
    assert "empty or of no format that is read: c.gold.json, empty.tsv, settings.json." in done.stderr


def test_what_is_of_no_engine_though_it_is_called_so_is_named(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("青石镇新建水库。\n", encoding="utf-8")
    (tmp_path / "zeros.json").write_bytes(b"\0" * 4000)
    (tmp_path / "page.xml").write_text("青石镇新建水库。\n", encoding="utf-8")
    (tmp_path / "text.gz").write_bytes(gzip.compress("青石镇新建水库。".encode()))
    (tmp_path / "large.gz").write_bytes(gzip.compress(b"\0" * (LARGEST_FILE + 1)))
    done = run("clean", tmp_path)
    assert (done.exit_code, done.stdout) == (0, "青石镇新建水库。\n")
    assert "of no format that is read: large.gz, page.xml, text.gz and 1 more." in done.stderr


def test_one_line_tells_of_many_files_of_no_format_that_is_read(tmp_path: Path) -> None:
    for n in range(5):
        (tmp_path / f"{n}.json").write_text('{"dpi": 300}', encoding="utf-8")
    (tmp_path / "page.txt").write_text("青石镇新建水库。\n", encoding="utf-8")
    done = run("clean", tmp_path)
    assert done.exit_code == 0
    assert done.stderr.count("of no format that is read: 0.json, 1.json, 2.json and 2 more.") == 1


def test_a_folder_without_texts_is_told_as_one_where_only_texts_are_wanted(tmp_path: Path) -> None:
    done = run("fix", _folder(tmp_path))
    assert done.exit_code == ExitCode.INPUT
    assert "there is no page in this folder (*.txt)." in done.stderr


def test_a_page_in_several_formats_is_cleaned_once(tmp_path: Path) -> None:
    from cleaner.batches.finding import pages_by_content

    scans = _folder(tmp_path)
    for name in ("b.txt", "1950.07.01.txt", "1950.07.02.txt"):
        (scans / name).write_text("\u9752\u77f3\u9547\u65b0\u5efa\u6c34\u5e93\n", encoding="utf-8")
    files, passed_over, _ = pages_by_content(sorted(scans.iterdir()))
    assert [file.name for file in files if file.suffix == ".txt"] == ["1950.07.01.txt", "1950.07.02.txt"]
    assert [(one.name, other.name) for one, other in passed_over] == [("b.txt", "b.xml")]


def test_what_cannot_be_decoded_or_read_is_told_and_stops_no_other_page(tmp_path: Path) -> None:
    scans = _folder(tmp_path)
    (scans / "b.md").write_bytes(b"\xc5\xff" * 100)
    (scans / "e.md").write_bytes(b"\xc5\xff" * 100)
    (scans / "f.json").symlink_to("nowhere.json")
    (scans / "g.md").write_bytes(b"\x00" * (LARGEST + 1))
    out = tmp_path / "out"
    done = run("clean", scans, "-o", out)
    assert done.exit_code == ExitCode.ENCODING
    assert f"{scans / 'b.md'}: skipped, as b.xml is of the same page." in done.stderr
    assert f"cleaner: {scans / 'e.md'}: it is not UTF-8" in done.stderr
    assert f"cleaner: {scans / 'f.json'}: there is no such file" in done.stderr
    assert "g.md" not in done.stderr, "it is too large for a page"
    assert counts(done.stderr)["pages done"] == "4"
    assert counts(done.stderr)["failed"] == "2"
    big5 = tmp_path / "big5"
    big5.mkdir()
    (big5 / "page.md").write_bytes("青石鎮新建水庫，可灌溉農田五千畝。".encode("big5"))
    assert run("clean", big5, "--encoding", "big5").stdout == "青石鎮新建水庫，可灌溉農田五千畝。\n"


@pytest.mark.parametrize("command", [["clean"], ["clean", "--issue"], ["explain"], ["explain", "--summary"]])
def test_a_file_without_pages_is_an_error(tmp_path: Path, command: list[str]) -> None:
    record = json.loads((FORMATS / "olmocr-jsonl.jsonl").read_text("utf-8").splitlines()[0])
    record["text"], record["attributes"]["pdf_page_numbers"] = "", []
    (tmp_path / "empty.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    done = run(*command, tmp_path / "empty.jsonl")
    assert (done.exit_code, done.stdout) == (ExitCode.INPUT, "")
    assert "empty.jsonl: there is no page in this file." in done.stderr
    (tmp_path / "empty.txt").touch()
    assert run(*command, tmp_path / "empty.txt").exit_code == 0


def test_where_only_texts_are_wanted_files_of_engines_do_not_count(tmp_path: Path) -> None:
    from cleaner.batches.finding import pages_by_content

    scans = _folder(tmp_path)
    (scans / "b.txt").write_text("\u9752\u77f3\u9547\n", encoding="utf-8")
    found = pages_by_content(sorted(scans.iterdir()), engines=False)
    assert ([file.name for file in found.pages], found.passed_over, found.unread) == (["b.txt"], [], [])


def test_a_folder_of_no_pages_is_an_error_as_before(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"dpi": 300}', encoding="utf-8")
    done = run("clean", tmp_path)
    assert (done.exit_code, done.stdout) == (3, "")
    assert "no page" in done.stderr


def test_files_of_engines_are_scored(tmp_path: Path) -> None:
    page = tmp_path / "page.gold.json"
    page.write_text('{"articles": [{"title": "\u9752\u77f3\u9547", "paragraphs": []}]}', encoding="utf-8")
    (tmp_path / "page.hocr").write_bytes((FORMATS / "hocr-lines.hocr").read_bytes())
    done = run("score", "--gold", page, "--format", "json")
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout)["figures"]["article_f1"] == 0


def test_a_reference_without_its_page_is_an_error(tmp_path: Path) -> None:
    page = tmp_path / "page.gold.json"
    page.write_text('{"articles": [{"title": "\u9752\u77f3\u9547", "paragraphs": []}]}', encoding="utf-8")
    (tmp_path / "page.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    done = run("score", "--gold", page)
    assert (done.exit_code, done.stdout) == (3, "")
    assert "page.txt" in done.stderr


def test_without_its_library_a_pdf_names_the_extra_of_this_distribution(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(ExtraError) as raised:
        list(read_pdf((FORMATS / "tesseract-pdf.pdf").read_bytes(), "page.pdf"))
    assert str(raised.value) == (
        "page.pdf: PDF files need pypdfium2. Install it: pip install 'chinese-newspaper-cleaner[pdf]'."
    )
