"""What has to be the same where a version is named."""

from __future__ import annotations

import re
from pathlib import Path

from cleaner import DISTRIBUTION, __version__

ROOT = Path(__file__).parent.parent


def test_the_changelog_begins_with_this_version_or_what_comes_after_it() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## \[(.+?)\]", text, re.MULTILINE)
    assert next(version for version in versions if version != "Unreleased") == __version__
    assert versions.count("Unreleased") <= 1


def test_the_citation_names_it() -> None:
    text = (ROOT / ".github/CITATION.cff").read_text(encoding="utf-8")
    assert f"version: {__version__}\n" in text


def test_readme_names_the_distribution_and_its_wheel() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"`{DISTRIBUTION}`" in text
    assert f"{DISTRIBUTION.replace('-', '_')}-*.whl" in text


def test_nothing_keeps_today_s_dependencies_out() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    needed = re.search(r"^dependencies = \[$(.*?)^\]$", text, re.DOTALL | re.MULTILINE)
    assert needed
    assert not re.search(r'^ +"[^"]*(?:<|==|~=)', needed[1], re.MULTILINE)
