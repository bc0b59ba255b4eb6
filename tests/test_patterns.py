"""Patterns are compiled when a text first needs them, and find what they would find at once."""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner.patterns import Pattern

FIXTURES = Path(__file__).parent.parent / "fixtures"
TAG = r"<(?P<name>b|i)\b[^<>]*>"


def patterns() -> Iterator[tuple[str, Pattern]]:
    """Every pattern of the package that says what it needs."""
    for module in pkgutil.walk_packages(cleaner.__path__, "cleaner."):
        if not module.name.startswith(("cleaner.lab", "cleaner.__main__")):
            for name, value in vars(importlib.import_module(module.name)).items():
                held = value.items() if isinstance(value, dict) else [("", value)]
                for key, found in held:
                    if isinstance(found, Pattern) and found.needs:
                        yield f"{module.name}.{name}{key}", found


NEEDY = dict(patterns())


@cache
def texts() -> tuple[str, ...]:
    """Pages, and what each rule is tried on, which between them hold something for every pattern."""
    pages = [path.read_text(encoding="utf-8") for path in sorted(FIXTURES.glob("pages/*/*.txt"))[::12]]
    rules = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(FIXTURES.glob("rules/*.json"))]
    return (*pages, *strings_in(rules))


def strings_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings_in(part)


@pytest.mark.parametrize("name", NEEDY)
def test_a_text_without_what_a_pattern_needs_does_not_match(name: str) -> None:
    pattern = NEEDY[name]
    compiled = regex.compile(pattern.pattern, pattern.flags)
    needed = regex.compile("|".join(map(regex.escape, pattern.needs)))
    own = "".join(char for char in pattern.pattern if char not in "\\()[]{}?*+|^$")
    for text in (*texts(), own, pattern.pattern):
        for lacking in (needed.sub("", text), needed.sub("\n", text)):
            if not needed.search(lacking):  # what is left may make a word that is needed
                assert compiled.search(lacking) is None


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


def test_flags_hold() -> None:
    assert Pattern(TAG, regex.IGNORECASE, needs="<").findall("<B>") == ["B"]
    assert Pattern(TAG, needs="<").findall("<B>") == []
