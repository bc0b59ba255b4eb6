"""Compiled patterns are kept between processes, and what is kept matches as what is compiled."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from cleaner.patterns import MOST, KeptPatterns

PATTERNS = [
    (r"(?<=\p{Han})[ \t]++(?P<mark>[,;])", 0),
    (r"(?r)[一二三]{1,3}+、|\d+", regex.MULTILINE),
    (r"""(?P<open>《) [^《》\n]{1,9} 》 # a title""", regex.VERBOSE),
    (r"记者|通讯员|(?i:cn)", 0),
]


def refused(*_: object, **__: object) -> regex.Pattern[str]:
    """A compiler of nothing but the empty pattern, of which the way back from the file is learned."""
    if _ == ("",):
        return regex.compile("")
    raise AssertionError("compiled, not taken from the file")


def kept(file: Path) -> KeptPatterns:
    patterns = KeptPatterns(file, regex.compile)
    for pattern, flags in PATTERNS:
        patterns.compile(pattern, flags)
    patterns.save()
    return patterns


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("kept") / "deep" / "patterns.bin"
    kept(file)
    return file


@given(st.text("一二三、记者通讯员CNcn《》 ,;\t\n7。", max_size=30))
def test_a_kept_pattern_matches_as_a_compiled_one(file: Path, text: str) -> None:
    from_file = KeptPatterns(file, refused)
    for pattern, flags in PATTERNS:
        back, made = from_file.compile(pattern, flags), regex.compile(pattern, flags)
        assert (back.pattern, back.flags, back.groupindex) == (made.pattern, made.flags, made.groupindex)
        found = [[(m.span(), m.groupdict()) for m in each.finditer(text)] for each in (back, made)]
        assert found[0] == found[1]


def test_what_is_not_kept_is_compiled(file: Path) -> None:
    with pytest.raises(AssertionError, match="compiled"):
        KeptPatterns(file, refused).compile(PATTERNS[0][0], regex.DOTALL)
    with pytest.raises(AssertionError, match="compiled"):
        KeptPatterns(file, refused).compile(r"\L<words>", words=["一"])
    assert KeptPatterns(file, regex.compile).compile(r"\L<words>", words=["一"]).match("一")
    with pytest.raises(regex.error):
        KeptPatterns(file, regex.compile).compile("(")


@pytest.mark.parametrize("content", [b"", b"abc", b"\0" * 40, None, "cut"])
def test_a_file_that_is_not_whole_counts_as_none(
    file: Path, tmp_path: Path, content: bytes | str | None
) -> None:
    other = tmp_path / "patterns.bin"
    if content == "cut":
        other.write_bytes(file.read_bytes()[:-1])
    elif isinstance(content, bytes):
        other.write_bytes(content)
    kept(other)
    assert KeptPatterns(other, refused).compile(*PATTERNS[0]).search("问题 ,")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_the_file_of_another_user_counts_as_none(tmp_path: Path) -> None:
    other = tmp_path / "patterns.bin"
    kept(other)
    os.chown(other, 12345, -1)
    with pytest.raises(AssertionError, match="compiled"):
        KeptPatterns(other, refused).compile(*PATTERNS[0])


def test_new_patterns_join_the_others_but_too_many_begin_anew(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "patterns.bin"
    other.write_bytes(file.read_bytes())
    joined = KeptPatterns(other, regex.compile)
    joined.compile("新")
    joined.save()
    assert KeptPatterns(other, refused).compile(*PATTERNS[0])
    many = KeptPatterns(other, regex.compile)
    for number in range(MOST):
        many.compile(f"{number}")
    many.save()
    assert KeptPatterns(other, refused).compile("7")
    with pytest.raises(AssertionError, match="compiled"):
        KeptPatterns(other, refused).compile(*PATTERNS[0])


def test_where_nothing_can_be_written_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("a file", encoding="utf-8")
    kept(tmp_path / "folder" / "patterns.bin")


def printed(page: Path, cache: str) -> tuple[bytes, bytes]:
    """Standard output and error of `cleaner clean` of a page, in a process of its own."""
    environment = os.environ | {"XDG_CACHE_HOME": cache, "LOCALAPPDATA": cache}
    command = [sys.executable, "-m", "cleaner", "clean", str(page)]
    done = subprocess.run(command, capture_output=True, check=True, env=environment)
    return done.stdout, done.stderr


def test_the_command_prints_the_same_with_and_without(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("京蒙扶贫协 作座谈会 ,在京召开。\n本报讯 （记者 张文强）昨日。", encoding="utf-8")
    cache = tmp_path / "cache"
    first, second, without = (printed(page, str(folder)) for folder in (cache, cache, page))
    assert len(list(cache.rglob("patterns-*.bin"))) == 1
    assert first == second == without


def test_a_program_that_imports_cleaner_keeps_nothing(tmp_path: Path) -> None:
    code = (
        "import regex; before = regex.compile; from cleaner import clean; clean('问题 ,')\n"
        "assert regex.compile is before"
    )
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path)}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
    assert not list(tmp_path.iterdir())
