"""The networks of the product, in numpy, against the modules of torch that are trained: one arithmetic."""

from __future__ import annotations

import random

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("sklearn")

from sklearn.neural_network import MLPClassifier  # noqa: E402
from sklearn.preprocessing import StandardScaler  # noqa: E402

from cleaner.lab.training.evidence import merged  # noqa: E402
from cleaner.lab.training.modules import Exported, GapNet, GapSizes, HeadlineNet, HeadNet, LinkNet, SeamNet  # noqa: E402
from cleaner.layout.block_ends import NAMES as BLOCK_ENDS  # noqa: E402
from cleaner.models.encoding import Encoder  # noqa: E402
from cleaner.models.gaps import GapModel  # noqa: E402
from cleaner.models.headlines import HeadlineModel, features  # noqa: E402
from cleaner.models.heads import HeadModel  # noqa: E402
from cleaner.models.links import Network  # noqa: E402
from cleaner.models.seams import ENDS, STARTS, SeamModel, end_codes, start_codes  # noqa: E402
from cleaner.models.slots import find_slots  # noqa: E402

CHARACTERS = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动"
SURFACES = ["", " ", *"，、。；：？！·“”‘’．", '"', "， ", " “"]
LABELS = ["", "，", "。", "“", "”", "\n"]
SIZES = GapSizes(token=6, pair=5, gram=4, span=3, channels=7, hidden=9, narrow=5)


def texts(seed: int, count: int = 40) -> list[str]:
    rng = random.Random(seed)
    return ["".join(rng.choices(CHARACTERS + "，。 “”\n鿏A1", k=rng.randrange(90))) for _ in range(count)]


def noisy(net: Exported, seed: int) -> Exported:
    """All parameters at random, those that begin as nothing as well; as in use."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=generator) * 0.3)
    net.eval()
    return net


@pytest.mark.parametrize("seed", range(4))
def test_the_gap_model_is_the_same_in_numpy_and_torch(seed: int) -> None:
    encoder = Encoder(CHARACTERS, SURFACES, 6, 7, 7)
    net = noisy(GapNet(encoder, len(LABELS), SIZES), seed)
    arrays = net.arrays()
    model = GapModel(encoder, LABELS, arrays, {})
    for text in texts(seed):
        slots = find_slots(text)
        if len(slots):
            with torch.no_grad():
                logits = torch.log_softmax(net(encoder.encode(text, slots)), dim=1).numpy()
            assert np.allclose(model.log_probs(text, slots), logits, atol=1e-4)


@pytest.mark.parametrize("seed", range(4))
def test_the_seam_model_is_the_same_in_numpy_and_torch(seed: int) -> None:
    net, read = noisy(SeamNet(), seed), texts(seed)
    model = SeamModel(net.arrays())
    with torch.no_grad():
        ends, starts = net(ENDS, end_codes(read)).numpy(), net(STARTS, start_codes(read)).numpy()
    assert np.allclose(model.ends(read), ends, rtol=1e-3, atol=1e-3)
    assert np.allclose(model.starts(read), starts, rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("seed", range(4))
def test_the_model_of_heads_is_the_same_in_numpy_and_torch(seed: int) -> None:
    net, read = noisy(HeadNet(), seed), ["".join(text.split()) for text in texts(seed)]
    with torch.no_grad():
        logs = torch.log_softmax(net(read), dim=1).numpy()
    assert np.allclose(HeadModel(net.arrays()).kinds(read), logs, atol=1e-3)


@pytest.mark.parametrize("seed", range(4))
def test_the_network_of_links_is_the_same_in_numpy_and_torch(seed: int) -> None:
    names = [f"feature {n}" for n in range(11)]
    net = noisy(LinkNet(len(names)), seed)
    arrays = net.arrays()
    network = Network(names, *(arrays[name] for name in ("linear", "hidden", "bias", "out")))
    features = np.random.default_rng(seed).normal(size=(50, len(names))).astype(np.float32)
    with torch.no_grad():
        scores = net(torch.from_numpy(features)).numpy()
    assert np.allclose(network.scores(features, names), scores, atol=1e-4)


@pytest.mark.parametrize("make", [HeadNet, SeamNet, lambda: LinkNet(5)])
def test_arrays_that_are_restored_are_those_that_were_exported(make: type[Exported]) -> None:
    first, second = noisy(make(), 1), noisy(make(), 2)
    assert not all(np.array_equal(a, second.arrays()[name]) for name, a in first.arrays().items())
    second.restore(first.arrays())
    assert all(np.array_equal(array, second.arrays()[name]) for name, array in first.arrays().items())
    assert len(first.names()) == len(list(first.parameters()))


def test_a_network_that_differs_in_one_bias_is_found() -> None:
    net = noisy(HeadNet(), 0)
    arrays = net.arrays()
    arrays["out bias"] = arrays["out bias"] + np.array([[0.0, 0.1, 0.0]], np.float32)
    with torch.no_grad():
        logs = torch.log_softmax(net(["全州召开会议"]), dim=1).numpy()
    assert not np.allclose(HeadModel(arrays).kinds(["全州召开会议"]), logs, atol=1e-3)


@pytest.mark.parametrize("seed", range(4))
def test_the_headline_model_is_the_same_in_numpy_and_torch(seed: int) -> None:
    net = noisy(HeadlineNet(), seed)
    model = HeadlineModel(net.arrays()["scores"][:, 0])
    lines = texts(seed, 5)
    with torch.no_grad():
        chosen = torch.softmax(net(features(lines, texts(seed + 9)[0])), dim=0).numpy()
    assert np.allclose(model.probabilities(lines, texts(seed + 9)[0]), chosen, atol=1e-4)


@pytest.mark.filterwarnings("ignore:Stochastic Optimizer")
def test_networks_of_scikit_learn_as_one() -> None:
    rng = np.random.default_rng(3)
    x = (rng.normal(size=(60, len(BLOCK_ENDS))) * 3 + 1).astype(np.float32)
    scaler = StandardScaler().fit(x)
    networks = [
        MLPClassifier((5,), max_iter=20, random_state=n).fit(scaler.transform(x), x[:, 0] > 1)
        for n in range(3)
    ]
    chances = [network.predict_proba(scaler.transform(x))[:, 1] for network in networks]
    mean = np.mean([np.log(chance) - np.log1p(-chance) for chance in chances], axis=0)
    assert np.allclose(
        merged("block_ends", BLOCK_ENDS, networks, scaler).odds(x, BLOCK_ENDS), mean, atol=1e-3
    )
