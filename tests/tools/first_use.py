"""Time a newcomer's way through the README: `python -m tests.tools.first_use FOLDER`.

Installs this tree in a fresh virtual environment, cleans, explains and reviews the owner's page, decides on a
few changes in a real browser, applies the decisions, corrects the file in place, and cleans a folder of pages
twice, the second time with `--resume`. Where `pipx` or `uvx` is on the path, the README's lines of them are
run too. Prints a JSON object: the seconds of each step. A step that ends with another exit code than the
README names raises `subprocess.CalledProcessError`. Needs a package index, and a browser for the review.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from tests.tools.browsing import BROWSER, DESKTOP, Visit, open_browser

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "fixtures/pages/owner/neimenggu-2020-07-13.txt"
PAGES = ROOT / "fixtures/pages/lossy"
KEYS = "aarra"
"""Accept two changes, reject two, accept one."""
BIN = "Scripts" if sys.platform == "win32" else "bin"


def decide(report: Path, folder: Path) -> Path:
    """Open a report in a browser, decide on the changes most in doubt, and save the decisions."""
    with open_browser() as browser:
        visit = Visit(browser.new_page(viewport=DESKTOP))
        visit.open(report)
        visit.tab.click("#open-review")
        visit.press(KEYS)
        return visit.export(folder)


def main(folder: Path) -> dict[str, float]:
    """Walk the way; the seconds of each step, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(PAGE, folder / "page.txt")
    environment = {**os.environ, "PIPX_HOME": str(folder / "pipx"), "PIPX_BIN_DIR": str(folder / "pipx-bin")}
    seconds: dict[str, float] = {}

    def step(name: str, action: Callable[[], object]) -> None:
        start = perf_counter()
        action()
        seconds[name] = round(perf_counter() - start, 1)

    def run(name: str, *arguments: object, code: int = 0) -> None:
        def action() -> None:
            words = [str(argument) for argument in arguments]
            done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, check=False)
            if done.returncode != code:
                raise subprocess.CalledProcessError(done.returncode, words, done.stdout, done.stderr)

        step(name, action)

    step("environment", lambda: venv.create(folder / "venv", with_pip=True))
    scripts = folder / "venv" / BIN
    pip = [scripts / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run("install", *pip, ROOT)
    cleaner = scripts / "cleaner"
    run("help", cleaner, "--help")
    run("clean", cleaner, "clean", "page.txt", "-o", "out")
    run("explain", cleaner, "explain", "page.txt")
    run("report", cleaner, "report", "page.txt", "-o", "page.html")
    if BROWSER:
        step("decide", lambda: shutil.copy(decide(folder / "page.html", folder), folder / "decisions.json"))
        run("apply", cleaner, "clean", "page.txt", "--decisions", "decisions.json", "-o", "decided")
    run("check", cleaner, "fix", "page.txt", "--check", code=1)
    run("fix", cleaner, "fix", "page.txt", "--backup", ".orig", code=1)
    run("fix again", cleaner, "fix", "page.txt")
    run("batch", cleaner, "clean", PAGES, "-o", "batch")
    run("resume", cleaner, "clean", PAGES, "-o", "batch", "--resume")
    if shutil.which("pipx"):
        run("pipx install", "pipx", "install", ROOT)
        run("pipx run", folder / "pipx-bin" / "cleaner", "--version")
    if shutil.which("uvx"):
        run("uvx", "uvx", "--from", ROOT, "cleaner", "--help")
    return seconds


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1])), indent=1))
