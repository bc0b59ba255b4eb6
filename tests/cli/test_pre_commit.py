"""The hooks, run by pre-commit itself on a repository that is made here."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RAW = "问题,党内严重警告2人!\n"
CLEAN = "问题，党内严重警告2人！\n"
NO_NETWORK = re.compile(
    r"No matching distribution|Could not (?:fetch|find)|connection|Temporary failure", re.I
)
CONFIGURATION = """repos:
  - repo: {project}
    rev: {revision}
    hooks:
      - id: {hook}
"""
PYPROJECT = """[tool.cleaner.per-file."1950/*"]
ignore = ["normalize_marks"]
"""

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")


class Repository:
    """A git repository with pre-commit."""

    def __init__(self, folder: Path, store: Path) -> None:
        self.folder = folder
        folder.mkdir()
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PYTHON"))}
        self.environment = kept | {
            "PRE_COMMIT_HOME": str(store),
            "PIP_NO_COMPILE": "1",  # most of what is installed is never imported
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_AUTHOR_NAME": "a",
            "GIT_AUTHOR_EMAIL": "a@example.org",
            "GIT_COMMITTER_NAME": "a",
            "GIT_COMMITTER_EMAIL": "a@example.org",
        }
        self.git("init", "--quiet")

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            check=False,
            text=True,
            encoding="utf-8",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def git(self, *arguments: str) -> str:
        done = self.run("git", *arguments)
        assert done.returncode == 0, done.stdout
        return done.stdout.strip()

    def pre_commit(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run(sys.executable, "-m", "pre_commit", *arguments)

    def stage(self, **files: str) -> None:
        for name, text in files.items():
            (self.folder / f"{name}.txt").write_text(text, encoding="utf-8")
        self.git("add", "--all")

    def use(self, hook: str, project: Repository) -> None:
        configuration = CONFIGURATION.format(
            project=project.folder.as_posix(), revision=project.git("rev-parse", "HEAD"), hook=hook
        )
        (self.folder / ".pre-commit-config.yaml").write_text(configuration, encoding="utf-8")
        self.git("add", "--all")

    def read(self, name: str) -> str:
        return (self.folder / f"{name}.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The project as it stands, as a repository to install hooks from."""
    folder = tmp_path_factory.mktemp("hooks")
    repository = Repository(folder / "project", folder / "store")
    for name in ("cleaner", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        source, target = ROOT / name, repository.folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--message", "project")
    user = Repository(folder / "installer", folder / "store")
    user.use("cleaner", repository)
    done = user.pre_commit("install-hooks")
    if done.returncode and NO_NETWORK.search(done.stdout):
        pytest.skip("pre-commit cannot install the hook here: pip finds no package index")
    assert done.returncode == 0, done.stdout
    return repository


@pytest.fixture
def repository(project: Repository, tmp_path: Path) -> Repository:
    found = Repository(tmp_path / "repository", project.folder.parent / "store")
    found.use("cleaner", project)
    return found


def test_a_commit_is_stopped_and_the_page_fixed_the_second_passes(repository: Repository) -> None:
    assert repository.pre_commit("install").returncode == 0
    repository.stage(page=RAW)
    first = repository.run("git", "commit", "--message", "page")
    assert first.returncode == 1
    assert "files were modified by this hook" in first.stdout
    assert "fixed page.txt (2 edits)" in first.stdout
    assert repository.read("page") == CLEAN
    assert "Passed\n" in repository.git("commit", "--all", "--message", "page")
    assert repository.git("show", "HEAD:page.txt") == CLEAN.strip()


def test_only_staged_files_are_touched(repository: Repository) -> None:
    repository.stage(page=CLEAN)
    repository.git("commit", "--quiet", "--message", "page")
    (repository.folder / "page.txt").write_text(RAW, encoding="utf-8")
    (repository.folder / "new.txt").write_text(RAW, encoding="utf-8")
    assert "no files to check" in repository.pre_commit("run").stdout
    repository.git("add", "new.txt")
    assert repository.pre_commit("run").returncode == 1
    assert (repository.read("new"), repository.read("page")) == (CLEAN, RAW)


def test_the_check_changes_nothing(repository: Repository, project: Repository) -> None:
    repository.use("cleaner-check", project)
    repository.stage(page=RAW, clean=CLEAN)
    done = repository.pre_commit("run")
    assert done.returncode == 1
    assert "would fix page.txt (2 edits)" in done.stdout
    assert "clean.txt" not in done.stdout
    assert repository.read("page") == RAW
    repository.stage(page=CLEAN)
    assert repository.pre_commit("run").returncode == 0


def test_batches_run_in_parallel_and_obey_the_configuration(repository: Repository) -> None:
    (repository.folder / "1950").mkdir()
    (repository.folder / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    names = [f"page{i}" for i in range(10)]
    repository.stage(**dict.fromkeys([*names, "1950/old"], RAW))
    assert repository.pre_commit("run").returncode == 1
    assert {repository.read(name) for name in names} == {CLEAN}
    assert repository.read("1950/old") == RAW
    repository.git("add", "--all")
    assert repository.pre_commit("run").returncode == 0


def test_only_the_pages_of_a_repository_are_touched(repository: Repository) -> None:
    others = {"requirements": "# 依赖\nnumpy>=1.26,<2\npandas==2.0.0\n", "data": "1\t水库,建成\t2020-07-13\n"}
    repository.stage(page=RAW, **others)
    assert repository.pre_commit("run", "--all-files").returncode == 1
    assert {name: repository.read(name) for name in others} == others
    assert repository.read("page") == CLEAN
    repository.git("add", "--all")
    assert repository.pre_commit("run", "--all-files").returncode == 0


def test_a_folder_named_in_files_is_the_only_one(repository: Repository) -> None:
    path = repository.folder / ".pre-commit-config.yaml"
    path.write_text(path.read_text("utf-8") + "        files: ^pages/\n", encoding="utf-8")
    (repository.folder / "pages").mkdir()
    repository.stage(**{"page": RAW, "pages/page": RAW})
    assert repository.pre_commit("run").returncode == 1
    assert (repository.read("page"), repository.read("pages/page")) == (RAW, CLEAN)
