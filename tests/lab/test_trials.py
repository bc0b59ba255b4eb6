"""Networks that were tried and do not ship: an ensemble that settles doubt, an encoder for several models."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("sklearn")

from cleaner.lab.training.families import BELOW, with_encoder  # noqa: E402
from cleaner.lab.training.gaps import network_of  # noqa: E402
from cleaner.lab.training.modules import GapNet, GapSizes  # noqa: E402
from cleaner.lab.training.paragraph_encoders import FAMILIES  # noqa: E402
from cleaner.lab.trials import cascade, sharing  # noqa: E402
from cleaner.lab.trials.cascade import ALWAYS, NEVER, Cascade, in_doubt, mean_of  # noqa: E402
from cleaner.lab.trials.sharing import GAPS, HEADS, SEAMS, TASKS, Tasks, Texts, strings_of  # noqa: E402
from cleaner.models.encoding import EDGE, Encoder  # noqa: E402
from cleaner.models.gaps import GapModel  # noqa: E402
from cleaner.models.slots import find_slots  # noqa: E402
from cleaner.models.store import FOLDER  # noqa: E402

MODEL = FOLDER / "gaps.npz"
CHARACTERS = "水库建成后灌溉农田五千亩村民说路通了日子好过"
LABELS = ["", "，", "。", "“", "”", "\n"]
SIZES = GapSizes(token=6, pair=5, gram=4, span=3, channels=7, hidden=9, narrow=5)
TEXT = "水库建成后，可灌溉农田 五千亩。\n村民说 路通了 日子 好过了 。\n全村都来看 。"


def opinionated(net: GapNet, family: str, seed: int) -> GapNet:
    """A network with an encoder of paragraphs, whose last layer is at random."""
    one: GapNet = with_encoder(net, family, (*BELOW, *cascade.SHARED)).eval()
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        one.out.weight.copy_(torch.randn(one.out.weight.shape, generator=generator))
    return one


@pytest.fixture(scope="module")
def small() -> GapModel:
    return GapModel.load(MODEL)


@pytest.fixture(scope="module")
def large() -> Cascade:
    found = Cascade.load(MODEL)
    net, _ = network_of(MODEL)
    found.ensemble = [opinionated(net, family, seed) for seed, family in enumerate(FAMILIES)]
    return found


def test_without_doubt_a_cascade_is_its_gap_model(small: GapModel, large: Cascade) -> None:
    large.bound = NEVER
    slots = find_slots(TEXT)
    assert np.array_equal(large.log_probs(TEXT, slots), small.log_probs(TEXT, slots))


def test_where_the_gap_model_is_in_doubt_the_ensemble_has_the_word(small: GapModel, large: Cascade) -> None:
    slots = find_slots(TEXT)
    plain = small.log_probs(TEXT, slots)
    paragraphs = np.cumsum([text == "\n" for text in TEXT])[slots[:, 0] - 1] if len(slots) else slots
    large.bound, large.asked, large.again = ALWAYS, 0, 0
    everywhere = large.log_probs(TEXT, slots)
    assert large.again == large.asked == len(slots)
    assert np.allclose(np.exp(everywhere).sum(axis=1), 1, atol=1e-4)
    assert not np.allclose(everywhere, plain, atol=0.1)
    doubt = 1 - np.exp(plain.max(axis=1))
    large.bound, large.again = float(np.sort(doubt)[-2]), 0
    some = large.log_probs(TEXT, slots)
    changed = (some != plain).any(axis=1)
    assert 0 < changed.sum() == large.again < len(slots)
    assert changed[doubt.argmax()]
    assert len(set(paragraphs[changed].tolist())) == 1


def test_excerpts_are_read_by_the_gap_model_alone(small: GapModel, large: Cascade) -> None:
    large.bound = ALWAYS
    excerpts, ends = ["村民说 路通了", "五千亩 田"], [4, 4]
    assert np.array_equal(large.log_probs_in(excerpts, ends), small.log_probs_in(excerpts, ends))
    assert large.bound == ALWAYS


def test_an_empty_text_asks_no_ensemble(large: Cascade) -> None:
    large.bound = ALWAYS
    assert large.log_probs("", find_slots("")).shape == (0, len(large.labels))


def test_nobody_doubts_a_paragraph_that_is_sure() -> None:
    sure = np.log(np.array([[0.99, 0.01], [0.01, 0.99]], dtype=np.float32))
    assert not in_doubt(sure, np.array([0, 1]), 0.1).any()
    assert in_doubt(sure, np.array([0, 1]), ALWAYS).all()


def test_the_mean_of_one_network_is_what_it_says(large: Cascade) -> None:
    states = np.random.default_rng(1).normal(size=(5, 192)).astype(np.float32)
    paragraphs = np.array([0, 0, 0, 1, 1])
    one = large.ensemble[:1]
    twice = mean_of([*one, *one], states, paragraphs)
    assert np.allclose(mean_of(one, states, paragraphs), twice, atol=1e-5)


def test_only_the_encoders_and_their_last_layers_learn() -> None:
    net, _ = network_of(MODEL)
    one = with_encoder(net, "recurrent", (*BELOW, *cascade.SHARED))
    learning = {name.partition(".")[0] for name, each in one.named_parameters() if each.requires_grad}
    assert learning == {"paragraph_encoder", "out"}


def test_the_table_of_a_cascade_says_what_was_read_again(
    large: Cascade, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ensemble = tmp_path / "ensemble.pt"
    torch.save([one.state_dict() for one in large.ensemble], ensemble)
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.txt").write_text(TEXT.replace("\n", "\n\n"), encoding="utf-8")
    paragraphs = [{"text": line} for line in TEXT.replace(" ", "").splitlines()]
    gold = {"articles": [{"title": "", "paragraphs": paragraphs}]}
    (pages / "a.gold.json").write_text(json.dumps(gold), encoding="utf-8")
    cascade.main(["no corpus", str(pages), "--ensemble", str(ensemble)])
    rows = [line.strip("| ").split(" | ") for line in capsys.readouterr().out.splitlines()][2:]
    assert [rows[0][1], rows[-1][1]] == ["gap model alone", "ensemble alone"]
    shares = [float(row[2]) for row in rows]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)
    with pytest.raises(SystemExit):
        cascade.main(["no corpus", str(tmp_path / "none"), "--ensemble", str(ensemble)])
    assert "no page with a reference" in capsys.readouterr().err


@pytest.fixture
def tasks() -> Tasks:
    torch.manual_seed(1)
    encoder = Encoder(CHARACTERS, ["", " ", "，", "。", "“", "”"], 6, 7, 7)
    net: Tasks = Tasks(encoder, len(LABELS), SIZES).eval()
    return net


def test_texts_are_found_among_their_tokens(tasks: Tasks) -> None:
    texts = Texts.of(tasks.gaps.encoder, ["水库", "村", "路通了"])
    assert (texts.last - texts.first + 1).tolist() == [2, 1, 3]
    assert all(texts.tokens[texts.first] != EDGE)
    assert all(texts.tokens[texts.first - 1] == EDGE)
    assert all(texts.tokens[texts.last + 1] == EDGE)


def test_a_text_is_read_the_same_whatever_stands_beside_it(tasks: Tasks) -> None:
    encoder = tasks.gaps.encoder
    with torch.no_grad():
        alone = tasks(tasks.kinds, Texts.of(encoder, ["路通了，日子好过"]))
        among = tasks(tasks.kinds, Texts.of(encoder, ["水库", "路通了，日子好过", "村民说"]))
        other = tasks(tasks.kinds, Texts.of(encoder, ["日子好过，路通了"]))
    assert torch.allclose(alone[0], among[1], atol=1e-5)
    assert not torch.allclose(alone[0], other[0], atol=1e-5)


def test_ends_are_read_as_they_were_printed() -> None:
    codes = np.array([[*map(ord, "了通路"), 0], [ord("村"), 0, 0, 0]])
    assert list(strings_of(codes, -1)) == ["路通了", "村"]
    assert list(strings_of(codes, 1)) == ["了通路", "村"]


@pytest.mark.parametrize("task", [SEAMS, HEADS])
def test_every_task_teaches_the_lowest_layers_and_no_other_task(tasks: Tasks, task: str) -> None:
    encoder = tasks.gaps.encoder
    texts = Texts.of(encoder, ["水库建成后", "村民说", "路通了"])
    batch = (texts, texts, 2) if task == SEAMS else (texts, torch.tensor([0, 1, 2]))
    tasks.loss(task, batch).backward()
    taught = {name.split(".")[0] for name, each in tasks.named_parameters() if each.grad is not None}
    assert taught == {"gaps", *(("ends", "starts") if task == SEAMS else ("kinds",))}
    assert tasks.gaps.conv.weight.grad.abs().sum() > 0
    assert tasks.gaps.out.weight.grad is None


def test_tasks_are_learned_together(tasks: Tasks) -> None:
    encoder = tasks.gaps.encoder
    ends, starts = Texts.of(encoder, ["水库建成", "村民"]), Texts.of(encoder, ["后灌溉", "说路通"])
    kinds = (Texts.of(encoder, ["水库", "村民说", "路"]), torch.tensor([0, 1, 2]))
    batches: dict[str, Any] = {SEAMS: [(ends, starts, 2)] * 300, HEADS: [kinds] * 300}
    before = {task: tasks.loss(task, batches[task][0]).item() for task in batches}
    sharing.fit(tasks, (SEAMS, HEADS), batches, 5e-3)
    assert all(tasks.loss(task, batches[task][0]).item() < before[task] / 4 for task in batches)
    assert GAPS in TASKS
