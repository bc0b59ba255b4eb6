"""The parts of the product stand in layers: what a module imports when it runs lies below it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS: Sequence[tuple[str, ...]] = (
    ("codepoints", "counting", "jsontext", "paths", "patterns", "slugs", "suggestions"),
    ("cleaner", "confidences", "document", "doubt", "errors", "garbage_collection", "markup"),
    ("checks", "shown", "threads"),
    ("reading", "records", "scan", "schemas", "trace"),
    ("decisions", "profiles", "readers"),
    ("models", "scoring", "settings", "writing"),
    ("configuration", "layout", "report"),
    ("diagnosis", "geometry"),
    ("gaps", "page"),
    ("articles", "fixing", "issue", "normalizers"),
    ("chain", "explaining"),
    ("batches",),
    ("engines", "shortcuts"),
    ("cli",),
    ("__main__",),
)
"""Folders and modules, the lowest first; `cleaner` is the package, without what it loads lazily."""
FOLDERS_OF_FOLDERS = sorted(
    {
        str(path.parent.parent.relative_to(ROOT / "cleaner")).replace("/", ".")
        for path in (ROOT / "cleaner").rglob("__init__.py")
        if len(path.relative_to(ROOT / "cleaner").parts) > 2 and "lab" not in path.parts
    }
)
"""Folders of the product that hold folders of modules."""
LONGEST = 500
"""Lines of a module."""


def runtime_imports(tree: ast.AST, modules: Mapping[str, object]) -> Iterator[str]:
    """The modules of `cleaner` that a module imports, in functions too, but not for its types alone."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name.partition(".")[0] == "cleaner")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "cleaner":
            names = (f"{node.module}.{name.name}" for name in node.names)
            yield from (name if name in modules else str(node.module) for name in names)
        yield from runtime_imports(node, modules)


def part_of(module: str) -> str:
    """The folder or module of the first level."""
    return module.split(".")[1] if "." in module else module


def upward(graph: Mapping[str, set[str]], layers: Sequence[Sequence[str]]) -> list[str]:
    """The imports that do not lead to a lower layer or into the same part."""
    layer_of = {part: number for number, parts in enumerate(layers) for part in parts}
    return sorted(
        f"{module} -> {imported}"
        for module, found in graph.items()
        for imported in found
        if part_of(module) != part_of(imported) and layer_of[part_of(module)] <= layer_of[part_of(imported)]
    )


def parts_of(graph: Mapping[str, set[str]], folder: str) -> dict[str, set[str]]:
    """Which other folders and modules of a folder each of them imports."""
    inside: dict[str, set[str]] = {}
    for module, found in graph.items():
        if module.startswith(folder):
            part = module.removeprefix(folder).partition(".")[0]
            parts = {one.removeprefix(folder).partition(".")[0] for one in found if one.startswith(folder)}
            inside.setdefault(part, set()).update(parts - {part})
    return inside


@cache
def import_graph() -> dict[str, set[str]]:
    """What each module of the product imports when it runs."""
    paths = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in (ROOT / "cleaner").rglob("*.py")
        if "lab" not in path.parts
    }
    return {
        name: set(runtime_imports(ast.parse(path.read_text(encoding="utf-8")), paths)) - {name}
        for name, path in paths.items()
    }


def test_nothing_is_imported_from_a_higher_layer() -> None:
    assert {part_of(module) for module in import_graph()} == {part for parts in LAYERS for part in parts}
    assert upward(import_graph(), LAYERS) == []


@pytest.mark.parametrize("folder", FOLDERS_OF_FOLDERS)
def test_no_folders_import_each_other_in_a_circle(folder: str) -> None:
    TopologicalSorter(parts_of(import_graph(), f"cleaner.{folder}.")).prepare()


def test_a_circle_of_folders_would_be_found() -> None:
    graph = {"cleaner.a.b.one": {"cleaner.a.c.two"}, "cleaner.a.c.three": {"cleaner.a.b.four"}}
    TopologicalSorter(graph).prepare()
    with pytest.raises(CycleError):
        TopologicalSorter(parts_of(graph, "cleaner.a.")).prepare()


def test_no_modules_import_each_other_in_a_circle() -> None:
    TopologicalSorter(import_graph()).prepare()


def test_a_circle_would_be_found() -> None:
    with pytest.raises(CycleError):
        TopologicalSorter(
            {"cleaner.gaps.a": {"cleaner.gaps.b"}, "cleaner.gaps.b": {"cleaner.gaps.a"}}
        ).prepare()


@pytest.mark.parametrize(
    ("module", "source", "found"),
    [
        ("cleaner.layout.a", "from cleaner.gaps import b", ["cleaner.layout.a -> cleaner.gaps"]),
        ("cleaner.layout.a", "def f():\n    import cleaner.gaps.b", ["cleaner.layout.a -> cleaner.gaps.b"]),
        ("cleaner.gaps.a", "from cleaner.page import Page", ["cleaner.gaps.a -> cleaner.page"]),
        ("cleaner.layout.a", "from cleaner.layout.b import c", []),
        ("cleaner.gaps.a", "from cleaner.layout import b", []),
        ("cleaner.layout.a", "if TYPE_CHECKING:\n    from cleaner.gaps import b", []),
        ("cleaner.layout.a", "import numpy, cleanerer.gaps", []),
    ],
    ids=["up", "up in a function", "beside", "same part", "down", "types alone", "others"],
)
def test_an_import_from_a_higher_layer_is_found(module: str, source: str, found: list[str]) -> None:
    assert upward({module: set(runtime_imports(ast.parse(source), {}))}, LAYERS) == found


def test_no_module_is_too_long_to_be_read_at_once() -> None:
    modules = (ROOT / "cleaner").rglob("*.py")
    lengths = {str(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules}
    assert {path: length for path, length in lengths.items() if length > LONGEST} == {}
    assert lengths
