"""Links on pages read across their columns, and on no others, are judged by where blocks were read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from cleaner import clean
from cleaner.layout.interleaved.rows_read import row_evidence, rows_read
from cleaner.layout.links.features import LinkKind, next_evidence, seam_evidence
from cleaner.layout.links.fragments import Fragments, find_fragments
from cleaner.layout.links.linking import AHEAD, BACK, find_choices, with_paths
from cleaner.layout.role import Role
from cleaner.layout.roles.classification import judge_roles
from cleaner.layout.state import PageState
from cleaner.models import Models, shipped_models

PAGES = Path(__file__).parents[2] / "fixtures" / "pages"
ACROSS = sorted((PAGES / "lines").glob("*.txt"))
OTHERS = sorted(path for path in PAGES.glob("*/*002.txt") if path.parent.name != "lines")
HEAD, FIRST, SECOND = "青石镇新建三座小型水库", "近日，青石镇三座小型水库建成蓄水。", "可灌溉农田五千亩。"
AT = np.array([1]), np.array([2])
PAGE = f"{HEAD}\n\n{FIRST}\n\n{SECOND}"


def read_in(*lines: int) -> NDArray[np.int64]:
    """For each character of `PAGE` the line that its block was read in."""
    lengths = [len(text) for text in (HEAD, FIRST, SECOND)]
    return np.concatenate(
        [np.full(length + 2, line) for length, line in zip(lengths, lines, strict=True)]
    ).astype(np.int64)[: len(PAGE)]


def fragments_of(lines: NDArray[np.int64] | None) -> Fragments:
    state = PageState(PAGE, read_in=lines)
    plain, odds = judge_roles(state.text, state.typeset, state.models.roles, state.models)
    return find_fragments(state, [role or Role.BODY for role in plain], odds, state.models)


def evidence(lines: NDArray[np.int64] | None, left: int, right: int, name: str = "next") -> set[str]:
    """What counts of a pair."""
    found = row_evidence(fragments_of(lines), np.array([left]), np.array([right]), name)
    return {key for key, value in found.items() if value[0]}


@pytest.mark.parametrize(
    ("raw", "origin"),
    [
        ("", []),
        ("甲", [0]),
        ("甲\n乙\n丙", [0, 1, 2, 3, 4]),
        ("甲\n乙\n丙\n丁\n戊", [8, 0, 1, 2, 3, 4, 5, 6]),
        ("甲\n乙\n丙", [-1, 0, 1, -1, 2, 3, 4]),
    ],
    ids=["nothing", "one line", "in order", "one line moved", "characters inserted"],
)
def test_lines_that_stand_as_they_were_read_tell_nothing(raw: str, origin: list[int]) -> None:
    assert rows_read(raw, np.array(origin, dtype=np.int64)) is None


def test_each_character_knows_its_raw_line() -> None:
    raw = "左一\n右一\n左二\n右二\n左三\n右三"
    columns = [0, 1, 2, 6, 7, 8, 12, 13, -1, -1, 3, 4, 5, 9, 10, 11, 15, 16]
    found = rows_read(raw, np.array(columns))
    assert found is not None
    assert found.tolist() == [0, 0, 0, 2, 2, 2, 4, 4, -1, -1, 1, 1, 1, 3, 3, 3, 5, 5]


def test_blank_lines_are_none() -> None:
    raw = "左一\n\n右一\n左二\n右二"
    found = rows_read(raw, np.array([0, 1, 7, 8, 4, 5, 10, 11]))
    assert found is not None
    assert found.tolist() == [0, 0, 2, 2, 1, 1, 3, 3]


def test_a_text_that_is_read_soon_behind_a_headline_is_told_from_one_far_off() -> None:
    near, far = evidence(read_in(4, 6, 90), 0, 1), evidence(read_in(4, 6, 90), 0, 2)
    assert "next: front to text, read behind it, 0 to 3" in near
    assert "next: front to text, read behind it, 40 to far" in far
    assert not near & far


def test_columns_that_begin_in_one_row_are_told_whichever_stands_first() -> None:
    assert "next: text to text, read beside it, 0 to 3" in evidence(read_in(0, 5, 7), 1, 2)
    assert "next: text to text, read beside it, -4 to 0" in evidence(read_in(0, 7, 5), 1, 2)


def test_headlines_between_count_by_the_order_of_reading() -> None:
    assert "next: heads read between" in evidence(read_in(6, 5, 7), 1, 2)
    assert "next: heads read between" not in evidence(read_in(0, 5, 7), 1, 2)


def test_the_rest_of_a_paragraph_is_no_matter_of_headlines() -> None:
    assert not any("front" in name for name in row_evidence(fragments_of(read_in(0, 5, 7)), *AT, "seam"))
    assert any("front" in name for name in row_evidence(fragments_of(read_in(0, 5, 7)), *AT, "next"))


def test_a_page_in_its_order_has_no_such_evidence() -> None:
    fragments, nothing = fragments_of(None), np.zeros(1)
    assert row_evidence(fragments, *AT, "next") == {}
    known = {*next_evidence(fragments, *AT), *seam_evidence(fragments, *AT, nothing, nothing)}
    assert not any(" read " in name for name in known)


def test_characters_that_were_inserted_are_of_no_line() -> None:
    lines = read_in(0, 5, 7)
    lines[len(HEAD) + 2] = -1
    found = fragments_of(lines).read_in
    assert found is not None
    assert found.tolist() == [[0, 0], [5, 5], [7, 7]]
    assert fragments_of(np.full(len(PAGE), -1)).read_in is not None


@pytest.mark.parametrize(("lines", "ahead"), [(None, AHEAD), (read_in(0, 5, 7), BACK)], ids=["order", "rows"])
def test_where_no_order_stands_what_follows_may_stand_far_before(
    lines: NDArray[np.int64] | None, ahead: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = "\n\n".join([HEAD, *(f"第{n}座小型水库建成蓄水，可灌溉农田。" for n in "一二三四五六七八九")])
    state = PageState(page, read_in=None if lines is None else np.arange(len(page))[::-1].copy())
    roles = [Role.HEAD, *[Role.BODY] * 9]
    fragments = find_fragments(state, roles, [0.0] * 10, shipped_models())
    monkeypatch.setattr(Fragments, "in_order", False)
    choices = find_choices(fragments, shipped_models())
    back = (choices.left - choices.right)[choices.kind == LinkKind.NEXT]
    assert back.max() == min(ahead, 9)


def test_the_shipped_networks_know_the_evidence_by_its_names() -> None:
    fragments, model = fragments_of(read_in(0, 5, 7)), shipped_models().links_across
    choices = find_choices(fragments, shipped_models())
    assert sorted(choices.names) == sorted(model.first.names)
    assert sorted(with_paths(choices, fragments, []).names) == sorted(model.by_paths.names)


@pytest.mark.parametrize("path", ACROSS, ids=lambda path: path.stem)
def test_pages_read_across_ask_their_own_networks(path: Path) -> None:
    models = Models()
    clean(path.read_text(encoding="utf-8"), models=models)
    assert "links_across" in vars(models)


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_other_pages_never_do(path: Path) -> None:
    models = Models()
    clean(path.read_text(encoding="utf-8"), models=models)
    assert "links_across" not in vars(models)
