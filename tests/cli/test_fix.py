"""`cleaner fix`: what it changes, what it leaves alone, and that no file is ever lost."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from cleaner.chain import clean
from cleaner.cli.app import app
from cleaner.errors import ExitCode, InputError, OutputError
from cleaner.fixing import fix
from cleaner.reading.decoding import Source, read_bytes
from cleaner.writing import inplace, rewrite

ROOT = Path(__file__).parents[2]
OWNER = ROOT / "fixtures" / "pages" / "owner" / "neimenggu-2020-07-13.txt"
RAW = "青石镇新建水库\n\n问题,党内严重警告2人!\n"
CLEAN = "青石镇新建水库\n\n问题，党内严重警告2人！\n"
POSIX = pytest.mark.skipif(os.name == "nt", reason="permissions and forks of POSIX")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["fix", *map(str, arguments), "--isolated"])


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_bytes(RAW.encode())
    return path


def test_a_file_is_fixed_once(page: Path) -> None:
    first = run(page)
    assert (first.exit_code, first.stdout) == (1, f"fixed {page} (2 edits)\n")
    assert page.read_bytes() == CLEAN.encode()
    inode = page.stat().st_ino
    second = run(page)
    assert (second.exit_code, second.stdout) == (0, "")
    assert second.stderr == "cleaner: 0 files fixed, 1 left as it is.\n"
    assert page.stat().st_ino == inode, "an unchanged file was written"


def test_a_page_of_several_articles_is_stable(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    shutil.copy(OWNER, path)
    assert run(path).exit_code == 1
    once = path.read_bytes()
    assert once.decode() == clean(OWNER.read_text("utf-8")).text
    assert run(path).exit_code == 0
    assert path.read_bytes() == once


def test_check_tells_and_changes_nothing(page: Path, tmp_path: Path) -> None:
    done = tmp_path / "done.txt"
    done.write_bytes(CLEAN.encode())
    result = run(page, done, "--check")
    assert (result.exit_code, result.stdout) == (1, f"would fix {page} (2 edits)\n")
    assert result.stderr == "cleaner: 1 file would be fixed, 1 left as it is.\n"
    assert page.read_bytes() == RAW.encode()
    assert run(done, "--check").exit_code == 0


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
@pytest.mark.parametrize("raw", [RAW, RAW.rstrip(), RAW.replace("\n", "\r\n"), f"{RAW}\n问题,纪律"])
def test_the_diff_makes_the_fixed_file(tmp_path: Path, raw: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page = Path("page.txt")
    page.write_bytes(raw.encode())
    result = run(page, "--diff")
    assert result.exit_code == 1
    assert page.read_bytes() == raw.encode()
    assert result.stdout_bytes.startswith(b"--- a/page.txt\n+++ b/page.txt\n@@ ")
    subprocess.run(["git", "apply", "-"], input=result.stdout_bytes, check=True)
    patched = page.read_bytes()
    page.write_bytes(raw.encode())
    assert run(page).exit_code == 1
    assert page.read_bytes() == patched


def test_a_clean_file_has_no_diff(page: Path) -> None:
    page.write_bytes(CLEAN.encode())
    result = run(page, "--diff")
    assert (result.exit_code, result.stdout) == (0, "")


def test_a_folder_stands_for_its_pages(page: Path, tmp_path: Path) -> None:
    for name in ("sub/b.txt", "sub/notes.md", ".hidden/c.txt", "sub/.d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(page, tmp_path / name)
    result = run(tmp_path)
    assert result.stdout.splitlines() == [
        f"fixed {tmp_path / name} (2 edits)" for name in ("page.txt", "sub/b.txt")
    ]
    assert (tmp_path / "sub/notes.md").read_bytes() == RAW.encode()


def test_processes_do_the_same(tmp_path: Path) -> None:
    names = [f"{i}.txt" for i in range(5)]
    for name in names:
        (tmp_path / name).write_bytes(RAW.encode())
    (tmp_path / "1.txt").write_bytes(CLEAN.encode())
    result = run(tmp_path, "--jobs", "2")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        f"fixed {tmp_path / name} (2 edits)" for name in names if name[0] != "1"
    ]
    assert {(tmp_path / name).read_text("utf-8") for name in names} == {CLEAN}


def test_one_file_under_two_names_is_fixed_once(page: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.txt"
    link.symlink_to(page)
    assert run(page, link, page).stderr == "cleaner: 1 file fixed, 0 left as they are.\n"


def test_an_error_is_one_of_its_file_alone(page: Path, tmp_path: Path) -> None:
    image = tmp_path / "image.txt"
    image.write_bytes(b"\x89PNG\r\n\x1a\n")
    result = run(image, tmp_path / "missing.txt", page, tmp_path / "missing")
    assert result.exit_code == ExitCode.ENCODING
    assert page.read_bytes() == CLEAN.encode()
    assert result.stderr.endswith("cleaner: 1 file fixed, 0 left as they are, 3 failed.\n")


def test_standard_input_is_put_right_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("问题,党内\n", "utf-8")
    for arguments in (("-", page), ("-", "-"), ("-", "--jobs", "2"), ("-", "--backup", ".orig")):
        result = run(*arguments)
        assert (result.exit_code, result.stdout) == (2, "")
    assert page.read_text("utf-8") == "问题,党内\n"


# Encoding and line breaks


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("encoding", "bom"),
    [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("gb18030", b""), ("utf-16-le", b"\xff\xfe")],
)
def test_encoding_mark_and_line_breaks_stay(page: Path, encoding: str, bom: bytes, line_break: str) -> None:
    raw, expected = (bom + text.replace("\n", line_break).encode(encoding) for text in (RAW, CLEAN))
    page.write_bytes(raw)
    assert run(page).exit_code == 1
    assert page.read_bytes() == expected
    assert run(page).exit_code == 0


def test_utf_8_on_request(page: Path) -> None:
    page.write_bytes(CLEAN.encode("gbk"))
    assert run(page).exit_code == 0
    assert run(page, "--to-utf8").exit_code == 1
    assert page.read_bytes() == CLEAN.encode()
    assert run(page, "--to-utf8").exit_code == 0


def test_an_encoding_that_cannot_hold_the_text_is_an_error(page: Path) -> None:
    big5 = "問題,黨內\n".encode("big5")
    page.write_bytes(big5)
    result = run(page, "--encoding", "big5", "--script", "keep")
    assert page.read_bytes().decode("big5") == "問題，黨內\n"
    assert result.exit_code == 1
    page.write_bytes("陈述,问题\n".encode("gb2312"))
    result = run(page, "--encoding", "gb2312", "--script", "traditional")
    assert result.exit_code == ExitCode.OUTPUT
    assert "GB2312 has no '陳' (U+9673)" in result.stderr
    assert "--to-utf8" in result.stderr


def test_text_that_would_be_read_otherwise_is_an_error() -> None:
    source = read_bytes("问题,党内\n".encode("gbk"))
    page = clean("\u00e9\u00e8\u00ea\n")
    with pytest.raises(OutputError, match="would not be read the same again"):
        fix(source, page)


@given(st.text(st.sampled_from('问题党内,.!"“” \u3000\r\n\0甲12ab()'), max_size=30))
@example("甲\r\n\n乙\r")
@example("\0\r\n")
@settings(max_examples=60)
def test_a_fixed_text_stays_fixed(text: str) -> None:
    source = Source(text, "utf-8")
    once = fix(source, clean(source.text))
    again = Source(once.data.decode(), "utf-8")
    assert not fix(again, clean(again.text)).changed


# Files


@POSIX
def test_permissions_and_links_stay(page: Path, tmp_path: Path) -> None:
    page.chmod(0o640)
    link = tmp_path / "links" / "page.txt"
    link.parent.mkdir()
    link.symlink_to(Path("..") / "page.txt")
    assert run(link).exit_code == 1
    assert link.is_symlink()
    assert link.readlink() == Path("..") / "page.txt"
    assert stat.S_IMODE(page.stat().st_mode) == 0o640
    assert page.read_bytes() == CLEAN.encode()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["links", "page.txt"]
    assert [path.name for path in link.parent.iterdir()] == ["page.txt"]


@POSIX
def test_a_read_only_file_is_an_error(page: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    shutil.copy(page, other)
    page.chmod(0o444)
    result = run(page, other)
    assert result.exit_code == ExitCode.OUTPUT
    assert f"{page}: it is read-only" in result.stderr
    assert page.read_bytes() == RAW.encode()
    assert other.read_bytes() == CLEAN.encode()


def test_a_file_that_changed_meanwhile_is_left_so(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write_meanwhile(path: Path, data: bytes) -> None:
        path.write_bytes(data)
        page.write_bytes(b"edited\n")

    monkeypatch.setattr(inplace, "write_through", write_meanwhile)
    result = run(page)
    assert result.exit_code == ExitCode.INPUT
    assert "changed by someone else" in result.stderr
    assert page.read_bytes() == b"edited\n"
    assert [path.name for path in page.parent.iterdir()] == ["page.txt"]


def test_a_file_that_vanished_is_not_made_again(page: Path) -> None:
    page.unlink()
    with pytest.raises(InputError, match="vanished"):
        rewrite(page, b"old", b"new")
    assert list(page.parent.iterdir()) == []


def test_a_full_disk_leaves_the_old_file(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(path: Path, data: bytes) -> None:
        path.write_bytes(data[:1])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(inplace, "write_through", fail)
    result = run(page)
    assert result.exit_code == ExitCode.OUTPUT
    assert "No space left on device" in result.stderr
    assert page.read_bytes() == RAW.encode()
    assert [path.name for path in page.parent.iterdir()] == ["page.txt"]


@POSIX
def test_a_kill_at_any_moment_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "tests" / "tools" / "killing.py"), str(tmp_path), "150"]
    done = subprocess.run(
        command, capture_output=True, check=True, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["kills"] == 150
    assert "broken" not in found
    assert found["old"] > 0
    assert found["new"] > 0
    assert found["temporary files left"] > 0, "no kill struck while a file was written"


def test_two_texts_whose_endings_differ_in_case_are_both_fixed(tmp_path: Path) -> None:
    for name in ("a.txt", "a.TXT"):
        (tmp_path / name).write_text(RAW, encoding="utf-8")
    if len(list(tmp_path.iterdir())) < 2:
        pytest.skip("the file system does not tell them apart")
    assert "2 files fixed" in run(tmp_path).stderr


def test_a_folder_without_pages_is_counted_as_failed(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert (done.exit_code, done.stdout) == (ExitCode.INPUT, "")
    assert done.stderr.endswith("cleaner: 0 files fixed, 0 left as they are, 1 failed.\n")
