"""Patterns are compiled when a text first needs them, and find what they would find at once."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from cleaner import patterns
from cleaner.lab.patterns import all_patterns, store_of
from cleaner.patterns import STORE, Pattern, read_store

FIXTURES = Path(__file__).parent.parent / "fixtures"
TAG = r"<(?P<name>b|i)\b[^<>]*>"


PATTERNS = all_patterns()
ONCE = {(each.pattern, each.flags, each.needs): name for name, each in PATTERNS.items()}.values()
"""Names of patterns, of those that several modules hold the last alone."""
MODULES: dict[str, list[Pattern]] = {}
for name in ONCE:
    MODULES.setdefault(regex.split(r"\.(?=_?[A-Z])", name)[0], []).append(PATTERNS[name])
MAKE, STORED = read_store()


@cache
def texts() -> tuple[str, ...]:
    """Pages, and what each rule is tried on, which between them hold something for every pattern."""
    pages = [path.read_text(encoding="utf-8") for path in sorted(FIXTURES.glob("pages/*/*.txt"))[::12]]
    rules = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(FIXTURES.glob("rules/*.json"))]
    return tuple(dict.fromkeys([*pages, *strings_in(rules)]))


def strings_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings_in(part)


@pytest.mark.parametrize("module", MODULES)
def test_a_text_without_what_a_pattern_needs_does_not_match(module: str) -> None:
    for pattern in filter(lambda each: each.needs, MODULES[module]):
        compiled = regex.compile(pattern.pattern, pattern.flags)
        needed = regex.compile("|".join(map(regex.escape, pattern.needs)))
        own = "".join(char for char in pattern.pattern if char not in "\\()[]{}?*+|^$")
        for text in (*texts(), own, pattern.pattern):
            for lacking in {needed.sub("", text), needed.sub("\n", text)}:
                if not needed.search(lacking):  # what is left may make a word that is needed
                    assert compiled.search(lacking) is None, pattern.pattern


@given(st.text("<b >i/报", max_size=12))
def test_it_finds_what_the_library_finds(text: str) -> None:
    late, at_once = Pattern(TAG, needs="<"), regex.compile(TAG)
    for _ in range(2):  # before it is compiled and after
        assert str(late.search(text)) == str(at_once.search(text))
        assert str(late.match(text, 1)) == str(at_once.match(text, 1))
        assert str(late.fullmatch(text)) == str(at_once.fullmatch(text))
        assert [m.span() for m in late.finditer(text, 1, 9)] == [
            m.span() for m in at_once.finditer(text, 1, 9)
        ]
        assert late.findall(text) == at_once.findall(text)
        assert late.split(text) == at_once.split(text)
        assert late.sub("-", text) == at_once.sub("-", text)


@given(st.text("<b >i/报", max_size=12), st.sampled_from(["", "报" * 600]), st.none() | st.integers(0, 9))
def test_what_a_page_lacks_is_not_looked_for_and_nothing_else(
    text: str, rest: str, start: int | None
) -> None:
    page, pattern = f"{text}{rest}", Pattern(TAG, needs="<")
    pattern.compiled()
    found = [match.span() for match in regex.finditer(TAG, page, pos=start)]
    assert [match.span() for match in pattern.finditer(page, start)] == found
    assert pattern.may_match(page) == ("<" in page)
    assert not found or pattern.may_match(page)


def test_a_pattern_that_needs_nothing_may_match_any_text() -> None:
    assert Pattern(TAG).may_match("")


def test_what_cannot_match_is_not_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []

    def compile_noted(pattern: Pattern) -> regex.Pattern[str]:
        compiled.append(pattern.pattern)
        return regex.compile(TAG)

    monkeypatch.setattr(Pattern, "compiled", compile_noted)
    pattern = Pattern(TAG, needs="<")
    assert pattern.search("青石镇") is None
    assert not compiled
    assert pattern.search("<b>青石镇") is not None
    assert compiled == [TAG]


def test_a_pattern_is_compiled_once() -> None:
    pattern = Pattern(TAG)
    pattern.search("青石镇")
    assert "search" in vars(pattern)


@pytest.mark.parametrize(("text", "times"), [("青石镇", 998), ("青石镇" * 400_000, 1)])
def test_what_is_long_looked_for_in_vain_is_compiled(text: str, times: int) -> None:
    pattern = Pattern(TAG, needs="<")
    for _ in range(times):
        assert pattern.search(text) is None
    assert "search" not in vars(pattern)
    assert pattern.search(text) is None
    assert "search" in vars(pattern)


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Another store, which does not exist yet."""
    monkeypatch.setattr(patterns, "STORE", tmp_path / "patterns.pickle")
    read_store.cache_clear()
    yield tmp_path / "patterns.pickle"
    read_store.cache_clear()


def test_every_pattern_is_stored_by_the_release_of_the_store() -> None:
    """Written anew by `python -m cleaner.lab.patterns`."""
    _, _, stored = pickle.loads(STORE.read_bytes())
    assert stored.keys() == {(pattern.pattern, int(pattern.flags)) for pattern in PATTERNS.values()}


@pytest.mark.skipif(not STORED, reason="another release of regex is installed than that of the store")
@pytest.mark.parametrize("module", MODULES)
def test_a_stored_pattern_finds_what_it_finds_compiled_anew(module: str) -> None:
    for pattern in MODULES[module]:
        text, flags = pattern.pattern, pattern.flags
        stored, anew = MAKE(text, *pickle.loads(STORED[text, int(flags)])), regex.compile(text, flags)
        assert (stored.pattern, stored.flags) == (anew.pattern, int(anew.flags))
        assert (stored.groups, stored.groupindex) == (anew.groups, anew.groupindex)
        for page in texts():
            assert list(map(str, stored.finditer(page))) == list(map(str, anew.finditer(page))), text


def test_a_stored_pattern_is_not_compiled(unread: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unread.write_bytes(store_of([Pattern(TAG)]))
    monkeypatch.setattr(regex, "compile", None)
    assert Pattern(TAG).fullmatch("<b>") is not None
    with pytest.raises(TypeError):
        Pattern(TAG, regex.IGNORECASE).fullmatch("<b>")


@pytest.mark.parametrize(
    "store",
    [None, pickle.dumps(("2020.1.8", None, {(TAG, 0): b"never read"}))],
    ids=["none", "of another release"],
)
def test_without_a_store_of_this_release_patterns_are_compiled(unread: Path, store: bytes | None) -> None:
    if store:
        unread.write_bytes(store)
    assert Pattern(TAG).fullmatch("<b>") is not None
    assert Pattern(TAG).fullmatch("b") is None


@pytest.mark.skipif(not STORED, reason="another release of regex is installed than that of the store")
def test_a_page_compiles_no_pattern() -> None:
    page = next(iter(sorted(FIXTURES.glob("pages/owner/*.txt"))))
    code = (
        "import sys, regex; from pathlib import Path; from cleaner import clean; regex.compile = None;"
        "print(len(clean(Path(sys.argv[1]).read_text('utf-8')).articles))"
    )
    done = subprocess.run([sys.executable, "-c", code, page], capture_output=True, text=True, check=False)
    assert int(done.stdout) > 1, done.stderr


def test_a_pattern_is_compiled_with_its_flags() -> None:
    assert Pattern(TAG, regex.IGNORECASE, needs="<").findall("<B>") == ["B"]
    assert Pattern(TAG, needs="<").findall("<B>") == []
