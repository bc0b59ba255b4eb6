"""Settings of all tests: no example of Hypothesis fails for being slow on a busy machine; what many need."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from cleaner.threads import use_one_thread

if TYPE_CHECKING:
    from playwright.sync_api import Browser

use_one_thread()  # before numpy is loaded
gc.set_threshold(50_000)  # tests make few cycles, beside much that stays
settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the tests of a module."""
    from tests.tools.browsing import open_browser

    with open_browser() as browser:
        yield browser


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    """A folder of three pages, two of them in a folder of their own."""
    from tests.tools.outputs import write_scans

    return write_scans(tmp_path / "scans")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder for output, which is not there yet."""
    return tmp_path / "out"
