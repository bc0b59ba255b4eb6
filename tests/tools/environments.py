"""Install and remove the packages called `opencc` round this one, in every order: `environments.py FOLDER`.

In a fresh virtual environment, which gets this tree and what it depends on, each of `opencc` (C++) and
`opencc-python-reimplemented` is installed and removed, before and after the other one and this tree. After
every step the command must give the same text, or say in one line what to do where the tables were removed.
Prints a JSON object: the steps, and those after which neither was so. Needs a package index.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = "头发发展，干部的干粮\n"
CLEAN = "頭髮發展，幹部的乾糧\n"
ADVICE = "pip install --force-reinstall opencc-python-reimplemented"
CPP, PYTHON = "opencc", "opencc-python-reimplemented"
STEPS = (
    ("install", CPP),
    ("install", ROOT.as_posix()),
    ("install", PYTHON),
    ("uninstall", PYTHON),
    ("uninstall", CPP),
    ("install", PYTHON),
    ("install", CPP),
    ("uninstall", CPP),
    ("uninstall", PYTHON),
)
"""After the second one, this tree is there."""


def main(folder: Path) -> dict[str, list[str]]:
    """Make the environment and take the steps; the steps that were checked, and those that failed."""
    venv.create(folder, with_pip=True)
    scripts = folder / ("Scripts" if sys.platform == "win32" else "bin")
    checked: list[str] = []
    failed: list[str] = []
    for step, package in STEPS:
        sure = ["--yes"] if step == "uninstall" else []
        pip = [str(scripts / "python"), "-m", "pip", step, "--quiet", "--disable-pip-version-check", *sure]
        subprocess.run([*pip, package], check=True)
        if not (command := scripts / "cleaner").exists():
            continue
        name = f"{step} {'this tree' if package == ROOT.as_posix() else package}"
        checked.append(name)
        arguments = [str(command), "clean", "-", "--isolated", "--script", "traditional"]
        done = subprocess.run(arguments, input=PAGE.encode(), capture_output=True, check=False, cwd=folder)
        installed = (done.returncode, done.stdout.decode()) == (0, CLEAN)
        advised = done.returncode and done.stderr.decode().count("\n") == 1 and ADVICE in done.stderr.decode()
        if not (installed or (advised and step == "uninstall")):
            failed.append(f"{name}: {done.returncode}, {done.stdout.decode()}{done.stderr.decode()}")
    return {"checked": checked, "failed": failed}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1])), ensure_ascii=False, indent=1))
