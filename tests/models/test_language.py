"""The corruption model undoes itself by its own account; slots, encoder and model keep their shapes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import clean
from cleaner.lab.simulation.corruption import CLEAN, GOOD, LOSSY, ROUGH, Corruptor, Damaged, Style
from cleaner.models import shipped_models
from cleaner.models.slots import BREAK, LINE_END, MID_LINE, find_slots, plain_surface, surface_of

ARTICLES = sorted((Path(__file__).parents[2] / "fixtures/clean").glob("*.txt"))
PARAGRAPHS = [line for path in ARTICLES for line in path.read_bytes().decode().splitlines() if line]
ALPHABET = "".join(sorted(set("".join(PARAGRAPHS))))
STYLES = {"clean": CLEAN, "lossy": LOSSY, "good": GOOD, "rough": ROUGH}
MARKS = " ，、。；：？！·“”‘’"
SEEDS = st.integers(0, 10_000)


def restored(damaged: Damaged) -> str:
    """The text with every slot replaced by what was printed there."""
    pieces, cursor = [], 0
    for slot in damaged.slots:
        pieces += [damaged.text[cursor : slot.start], slot.label]
        cursor = slot.end
    return "".join([*pieces, damaged.text[cursor:]])


@given(SEEDS, st.sampled_from(PARAGRAPHS), st.sampled_from(list(STYLES)), st.sampled_from([0.0, 12.0, 16.0]))
def test_the_labels_of_a_damaged_text_give_the_text_back(
    seed: int, paragraph: str, name: str, column: float
) -> None:
    style = replace(STYLES[name], wrong_character=0.0, truncated=0.0, column=column)
    assert restored(Corruptor(seed, ALPHABET).damage(paragraph, style)) == paragraph


@given(SEEDS, st.sampled_from(PARAGRAPHS))
def test_a_clean_style_does_no_damage(seed: int, paragraph: str) -> None:
    assert Corruptor(seed, ALPHABET).damage(paragraph, CLEAN).text == paragraph


@given(SEEDS, st.sampled_from(PARAGRAPHS), st.integers(10, 24))
def test_lines_are_as_wide_as_the_column(seed: int, paragraph: str, column: int) -> None:
    style = Style(wrapped=True, column=float(column))
    lines = Corruptor(seed, ALPHABET).damage(paragraph, style).text.split(" ")
    widths = [sum(0.5 if char < "\x80" else 1.0 for char in line if char not in MARKS) for line in lines]
    assert all(width <= column + 1 or len(line) > column for width, line in zip(widths, lines, strict=True))


def test_every_kind_of_damage_is_done() -> None:
    corruptor = Corruptor(1, ALPHABET, {"国": "囯"})
    text = "中国的“一带一路”倡议，推动了全国各地的发展。" * 200
    assert "“" not in corruptor.damage(text, LOSSY).text
    assert "囯" in corruptor.damage(text, Style(wrong_character=0.1)).text
    assert "國" in corruptor.damage(text, Style(traditional=0.1)).text
    assert '"' in corruptor.damage(text, ROUGH).text
    short = corruptor.damage(text, Style(wrapped=True, truncated=1.0, column=16.0)).text
    assert len(short.replace(" ", "")) < len(text)


def test_what_tesseract_does_is_done() -> None:
    text = "中国的“一带一路”倡议，推动了发展。”他说：“中国的发展，惠及各国。”" * 300
    seen = Corruptor(1, ALPHABET).damage(text, ROUGH).text
    assert "议” " in seen or "议“" in seen  # a comma read as a quotation mark
    assert "展．" in seen  # a full stop read as a point
    assert seen.count("， ") > seen.count("，") / 3  # half-width commas have a space behind them
    assert seen.count("展。他") + seen.count("展。 他") > 0  # of two marks that touch one is lost
    clean_quotes = text.count("“") + text.count("”")
    assert 0.6 < sum(map(seen.count, '“”"')) / clean_quotes < 1  # most quotation marks are still there


def test_a_mark_at_the_end_of_a_line_may_have_a_space_before_it() -> None:
    style = Style(wrapped=True, column=16.0, before_end=1.0)
    lines = Corruptor(2, ALPHABET).damage("中国的发展惠及各国，" * 60 + "推动发展。", style)
    assert lines.text.endswith("发展 。")
    assert all(slot.label or slot.end - slot.start == 1 for slot in lines.slots[1:-1])


def test_the_same_seed_does_the_same_damage() -> None:
    once, again = (Corruptor(5, ALPHABET).damage(PARAGRAPHS[1], ROUGH) for _ in range(2))
    assert once == again


@settings(max_examples=25, deadline=None)
@given(SEEDS, st.sampled_from(ARTICLES), st.sampled_from(["lossy", "good", "rough"]))
def test_damaged_articles_are_cleaned_within_the_contract(seed: int, path: Path, name: str) -> None:
    corruptor = Corruptor(seed, ALPHABET)
    style = replace(STYLES[name], column=16.0, traditional=0.002)
    lines = path.read_bytes().decode().splitlines()[:4]
    text = "\n\n".join(corruptor.damage(line, style).text for line in lines if line)
    page = clean(text)
    assert page.audit().holds
    assert clean(page.text).text == page.text


@given(st.text(alphabet=MARKS + "中国的年3.a\n", max_size=80))
def test_slots_lie_apart_and_hold_all_marks(text: str) -> None:
    slots = find_slots(text)
    assert (slots[:, 0] <= slots[:, 1]).all()
    assert (slots[1:, 0] >= slots[:-1, 1]).all()
    inside = np.zeros(len(text) + 1, dtype=bool)
    for start, end in slots.tolist():
        inside[start:end] = True
    assert all(inside[i] for i, char in enumerate(text) if char in MARKS)
    assert not any(inside[i] for i, char in enumerate(text) if char in "中国的年3a\n")


@given(st.text(alphabet=MARKS + "中国的年3.a\n\U00020000", min_size=1, max_size=120))
def test_the_model_gives_probabilities_for_any_text(text: str) -> None:
    model = shipped_models().gaps
    scores = model.log_probs(text, find_slots(text))
    assert scores.shape == (len(find_slots(text)), len(model.labels))
    assert np.allclose(np.exp(scores).sum(axis=1), 1, atol=1e-3)


def test_strange_traditional_forms_are_read_as_the_simplified_ones() -> None:
    model = shipped_models().gaps
    simplified, strange = "取消限制 将 受理周期压缩", "取消限制 將 受理週期壓縮"
    slots = find_slots(simplified)
    assert np.allclose(model.log_probs(strange, slots), model.log_probs(simplified, slots), atol=1e-4)
    every_ideograph = "".join(map(chr, range(0x4E00, 0xA000)))
    assert np.isfinite(model.log_probs(every_ideograph, find_slots(every_ideograph))).all()


def test_some_slots_are_scored_as_all_of_them_are() -> None:
    model = shipped_models().gaps
    slots = find_slots(PARAGRAPHS[1])
    # Fewer slots see fewer neighbours; a paragraph of its own sees the same.
    both = f"{PARAGRAPHS[1]}\n{PARAGRAPHS[2]}"
    alone, within = model.log_probs(PARAGRAPHS[1], slots), model.log_probs(both, find_slots(both))
    assert np.abs(np.exp(alone) - np.exp(within[: len(slots)])).max() < 0.35  # the page is evidence too


def test_slots_that_are_known_need_not_be_found_again() -> None:
    model = shipped_models().gaps
    text = "\n".join(PARAGRAPHS[:4])
    found = find_slots(text)
    asked = found[found[:, 0] > text.index("\n")]
    assert np.array_equal(model.log_probs(text, asked, found), model.log_probs(text, asked))


def test_labels_are_surfaces_each_once_from_nothing_to_a_break() -> None:
    labels = shipped_models().gaps.labels
    assert labels[0] == ""
    assert labels[-1] == BREAK
    assert len(set(labels)) == len(labels)
    assert all(surface_of(label) == label for label in labels[:-1])


def test_the_column_speaks_in_the_surface() -> None:
    assert surface_of(f" {LINE_END}") == LINE_END
    assert surface_of(f",{MID_LINE}") == f"，{MID_LINE}"
    assert plain_surface(f"，{MID_LINE}") == "， "


@pytest.mark.parametrize(("visible", "surface"), [(" ,", " ，"), ("  ", " "), ("", ""), (".", "．")])
def test_surfaces_have_one_spelling(visible: str, surface: str) -> None:
    assert surface_of(visible) == surface
