"""The door to what is learned: loaded when needed, replaceable; no promise depends on the weights."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cleaner import clean
from cleaner.errors import ModelError
from cleaner.lab.export import digest_of, set_constants
from cleaner.layout.interleaved.decoding import Weights
from cleaner.layout.state import PageState
from cleaner.models import PARTS, Models, shipped_models
from cleaner.models.constants import GAP_KINDS, GapConstants
from cleaner.models.dashes import Dashes
from cleaner.models.store import FOLDER, ModelManifest, check_names, read_arrays, read_manifest
from cleaner.normalizers import RULES, restore_dashes
from tests.normalizers.test_rules import FLOORS, STRICT, Case, as_parameter
from tests.tools.random_models import random_models

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "fixtures/pages").glob("*/*002.txt"))
NEVER, ALWAYS = (Dashes(bias, 0.0, {}, {}) for bias in (-30.0, 30.0))
DASH = "村民李启明有了新营生一一在县城的蔬菜基地务工"


@cache
def any_models(seed: int) -> Models:
    return random_models(seed)


# Replaceable


def test_a_part_may_be_given_instead_of_the_shipped_one() -> None:
    assert restore_dashes(DASH, models=Models(dashes=NEVER)) == DASH
    assert "——" in restore_dashes(DASH, models=Models(dashes=ALWAYS))
    page = f"{DASH}，日子越过越好。"
    assert "一一" in clean(page, models=Models(dashes=NEVER)).text


def test_a_replaced_part_leaves_the_shipped_models_alone() -> None:
    assert "dashes" not in vars(Models())
    clean(DASH, models=Models(dashes=NEVER))
    assert shipped_models().dashes is not NEVER
    assert "——" in restore_dashes(DASH)


def test_a_part_that_does_not_exist_is_refused() -> None:
    with pytest.raises(TypeError, match="no model is called dash; they are gaps"):
        Models(dash=NEVER)


def test_a_state_keeps_its_models_through_the_chain() -> None:
    models = Models(dashes=NEVER)
    assert PageState("甲", models=models).after("乙").models is models
    assert PageState("甲").models is shipped_models()


# Lazy, and all of it when asked


def test_nothing_is_loaded_before_it_is_needed_and_all_of_it_by_warming_up() -> None:
    models = Models()
    assert not set(vars(models)) & set(PARTS)
    models.warm_up()
    assert set(PARTS) <= set(vars(models))


def test_importing_the_package_and_the_certain_rules_load_no_model() -> None:
    code = (
        "from cleaner.normalizers import normalize_marks; from cleaner.models import PARTS, shipped_models;"
        "normalize_marks('甲,乙'); print(sorted(set(vars(shipped_models())) & set(PARTS)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# Files


def test_every_part_has_a_manifest_that_is_of_its_arrays() -> None:
    manifests = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.json")}
    assert len(manifests) == len(PARTS)
    for name, manifest in manifests.items():
        arrays = FOLDER / f"{name}.npz"
        assert manifest["model"] == name
        assert manifest["arrays"] == (digest_of(arrays) if arrays.exists() else None)
    assert {path.stem for path in FOLDER.glob("*.npz")} <= set(manifests)


@pytest.mark.parametrize("change", [{"features": 99}, {"model": "other"}, {"surprise": 1}])
@pytest.mark.parametrize("name", [path.stem for path in sorted(FOLDER.glob("*.json"))])
def test_a_model_of_other_features_or_another_name_is_refused(
    name: str, change: dict[str, Any], tmp_path: Path
) -> None:
    for file in FOLDER.glob(f"{name}.*"):
        shutil.copy(file, tmp_path)
    file = tmp_path / f"{name}.json"
    file.write_text(json.dumps({**json.loads(file.read_text(encoding="utf-8")), **change}), encoding="utf-8")
    part = {"heads": "head_words", "topics": "topic_table"}.get(name, name)
    with pytest.raises(ModelError, match=f"{name}.json"):
        getattr(Models(tmp_path), part)


@pytest.mark.parametrize("part", PARTS)
def test_a_folder_without_models_says_which_file_is_missing(part: str, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"\.json: this is no manifest"):
        getattr(Models(tmp_path), part)


def test_a_manifest_comes_back_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "some.json"
    file.write_text('{"model": "some", "features": 2, "constants": {"a": 1}}', encoding="utf-8")
    assert read_manifest(file, "some", 2) == ModelManifest("some", 2, constants={"a": 1})


def test_constants_are_set_in_a_manifest_and_others_stay(tmp_path: Path) -> None:
    for name in ("gaps.json", "gaps.npz"):
        shutil.copy(FOLDER / name, tmp_path)
    set_constants(tmp_path / "gaps.npz", completeness={"scale": 2.0, "shift": 1.0})
    before, after = (Models(folder).gaps.constants for folder in (FOLDER, tmp_path))
    assert (after.completeness.scale, after.completeness.shift) == (2.0, 1.0)
    assert (after.partners, after.at_line_end) == (before.partners, before.at_line_end)


@pytest.mark.parametrize("name", ["links", "topics"])
def test_arrays_are_those_that_numpy_reads_and_cannot_be_written_to(name: str) -> None:
    arrays = read_arrays(FOLDER / f"{name}.npz")
    with np.load(FOLDER / f"{name}.npz") as stored:
        assert set(arrays) == set(stored)
        assert all(np.array_equal(arrays[each], stored[each]) for each in arrays)
    with pytest.raises(ValueError, match="read-only"):
        next(iter(arrays.values()))[...] = 0


def test_arrays_that_are_missing_cut_short_or_compressed_are_errors(tmp_path: Path) -> None:
    file = tmp_path / "links.npz"
    with pytest.raises(ModelError, match=r"links\.npz: the arrays of a model cannot be read"):
        read_arrays(file)
    whole = (FOLDER / "links.npz").read_bytes()
    for damaged in (b"", whole[: len(whole) // 2], whole[len(whole) // 2 :], b"no archive"):
        file.write_bytes(damaged)
        with pytest.raises(ModelError):
            read_arrays(file)
    np.savez_compressed(file, numbers=np.zeros(9))
    with pytest.raises(ModelError, match="compressed"):
        read_arrays(file)


@pytest.mark.parametrize(("given", "wrong"), [(["a", "c"], "'c'"), (["a"], "'b'"), ([], "'a'")])
def test_names_that_are_unknown_or_missing_are_errors(given: list[str], wrong: str) -> None:
    with pytest.raises(ModelError, match=wrong):
        check_names("some", ["a", "b"], given)


def test_interleaving_weights_of_other_features_are_refused() -> None:
    tables = {part: dict(table) for part, table in shipped_models().interleaving.items()}
    tables["transition"]["a new feature"] = 1.0
    with pytest.raises(ModelError, match=r"interleaving, transition.*a new feature"):
        Weights.of(tables)


def test_constants_of_the_gap_model_are_those_of_its_manifest() -> None:
    constants = shipped_models().gaps.constants
    assert constants != GapConstants()
    assert set(constants.at_line_end) == set(GAP_KINDS)
    with pytest.raises(TypeError, match="surprise"):
        GapConstants.of({"gap_priors": {}, "completeness": {"surprise": 1.0}})


# Promises under any weights


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("case", [as_parameter(case) for case in STRICT if case.rule in FLOORS])
def test_what_is_strict_holds_under_any_weights(case: Case, seed: int) -> None:
    rule = RULES[case.rule]
    assert rule(case.text, case.options, any_models(seed)) == case.expect


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parent.name)
def test_the_contract_holds_under_any_weights(path: Path, seed: int) -> None:
    text = path.read_text(encoding="utf-8")
    page = clean(text, models=any_models(seed))
    assert page.audit().holds
    assert np.isfinite([change.confidence for change in page.edits]).all()
    assert all(0 <= change.confidence <= 1 for change in page.edits)
