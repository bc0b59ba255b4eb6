"""How sure a look-alike must be depends on whether the page is seen to be misread."""

from __future__ import annotations

import pytest

from cleaner import clean
from cleaner.models.lookalikes import Lookalikes
from cleaner.normalizers import fix_lookalikes

TEXT = "渔港码头本月完工，冷库扩大一倍，渔民很高兴。"


def corrected(monkeypatch: pytest.MonkeyPatch, *confidences: float) -> str:
    """The text where the model proposes to write 甲 for its first characters, as sure as that."""

    def corrections(_: Lookalikes, text: str) -> list[tuple[int, str, float]]:
        return [(n, "甲", sure) for n, sure in enumerate(confidences) if text.startswith(TEXT)]

    monkeypatch.setattr(Lookalikes, "corrections", corrections)
    return fix_lookalikes(TEXT)


@pytest.mark.parametrize(
    ("confidences", "start"),
    [
        ((0.96, 0.85, 0.7), "甲甲码"),
        ((0.96, 0.79), "甲港码"),
        ((0.94, 0.85), "甲港码"),
        ((0.85, 0.85, 0.85), "渔港码"),
        ((0.89,), "渔港码"),
        ((0.97, 0.81, 0.9), "甲甲甲"),
    ],
)
def test_on_a_misread_page_less_sure_ones_are_made(
    monkeypatch: pytest.MonkeyPatch, confidences: tuple[float, ...], start: str
) -> None:
    assert corrected(monkeypatch, *confidences).startswith(start)


def test_a_threshold_that_is_asked_for_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    corrected(monkeypatch)
    monkeypatch.setattr(
        Lookalikes,
        "corrections",
        lambda _, text: [(0, "甲", 0.96), (1, "乙", 0.85)] if text[0] == "渔" else [],
    )
    assert clean(TEXT, thresholds={"fix_lookalikes": 0.9}).text.startswith("甲港")
