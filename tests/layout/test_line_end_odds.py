"""Which spaces of printed text are line ends: the widths of the lines tell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import clean
from cleaner.layout.lines.line_breaking import line_end_odds
from cleaner.layout.lines.pieces import cut_blocks
from cleaner.layout.state import PageState
from cleaner.models.constants import GapPriors, Prior


def line(ems: int, char: str = "国") -> str:
    return char * ems


@pytest.mark.parametrize(
    ("pieces", "ends"),
    [
        ([16, 16, 16], [True, True]),
        ([16, 5, 10, 16], [True, False, True]),
        ([16, 7, 8, 16, 16], [True, False, True, True]),
    ],
)
def test_a_space_is_a_line_end_where_the_line_is_full(pieces: list[int], ends: list[bool]) -> None:
    text = " ".join(map(line, pieces))
    found = cut_blocks([text])[0][1]
    unsure: Prior = (0.5, (0.25, 0.25, 0.0))
    (odds,) = line_end_odds([(found, 16.0)], GapPriors(unsure, unsure))
    assert [odd > 0 for odd in odds] == ends


def test_on_a_page_that_keeps_its_line_breaks_a_space_is_none() -> None:
    lines = "\n".join([line(16), line(9) + " " + line(6), line(16), line(16), line(4)])
    (printed,) = PageState(f"{lines}").typeset
    (odds,) = line_end_odds([(printed.pieces, printed.width)], GapPriors(), line_breaks=True)
    assert [odd > 0 for odd in odds] == ["\n" in lines[gap.start : gap.end] for gap in printed.gaps]


def test_a_line_break_is_a_line_end_whatever_the_width() -> None:
    text = line(5) + "\n" + line(16)
    found = cut_blocks([text])[0][1]
    assert line_end_odds([(found, 16.0)], GapPriors())[0][0] >= 0


@given(st.lists(st.integers(1, 40), min_size=2, max_size=30), st.integers(8, 30))
def test_geometry_never_claims_more_than_it_knows(pieces: list[int], width: int) -> None:
    text = " ".join(map(line, pieces))
    found = cut_blocks([text])[0][1]
    count = len(pieces) - 1
    usual: Prior = (0.9, (0.03, 0.05, 0.02))
    (odds,) = line_end_odds([(found, width)], GapPriors(usual, usual))
    assert len(odds) == count
    assert all(-8 <= odd <= 8 for odd in odds)


@pytest.mark.parametrize(
    ("above", "below", "names"),
    [
        ("本报海州青石镇电（记者林青", "石）小满时节，青石镇的梯田里", "林青石"),
        ("本报海州青石镇电（记者王", "林青）小满时节，青石镇的梯田里", "王林青"),
        ("本报海州青石镇电（记者林青", "石岩）小满时节，青石镇的梯田里", "林青 石岩"),
        ("本报海州青石镇电（记者王林", "文岩石）小满时节，青石镇的梯田", "王林 文岩石"),
    ],
    ids=["last character", "first character", "two names", "two names of three"],
)
def test_a_line_end_parts_names_but_cuts_none(above: str, below: str, names: str) -> None:
    rest = ["一片繁忙，村民们挽起裤腿下田插秧，", "田埂上不时传来笑声。镇里今年新修水", "渠三千米。"]
    assert f"（记者{names}）" in clean("\n".join([above, below, *rest])).text
