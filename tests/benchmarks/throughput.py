"""Throughput beside other tools, in one run: `python tests/benchmarks/throughput.py [PAGE ...] [--runs N]`.

Each tool runs in a process of its own, on one core, over the same pages; those that are not installed are
passed over (`pip install '.[benchmark]'`). The OpenCC of C++ and the one in Python are both imported as
`opencc`: the C++ one is found where `pip install --target DIR opencc` has put it and `--opencc DIR` says so.
Times are of the processor, not of the clock, so that other work on the machine disturbs them less: the median
over the runs, after one to warm up. Memory is the most that the process held.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "fixtures/pages").glob("*/*.txt"))
ONE_CORE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
CLOCK = time.process_time
Tool = Callable[[str], object]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", type=Path, nargs="*", default=PAGES)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--opencc", type=Path, help="folder of the C++ library's package")
    parser.add_argument("--zhlint", type=Path, help="folder in which `npm install zhlint` was run")
    parser.add_argument("--rules", action="store_true", help="each normalizer too")
    parser.add_argument("--tool", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.tool:
        print(json.dumps(measure(tool_of(options.tool), options.pages, options.runs)))
        return
    compare(options)


def compare(options: argparse.Namespace) -> None:
    """Measure all tools and print the table, in Markdown: speed, memory, and ratios to ftfy and jieba.

    `python -m cleaner.lab.evaluation.readme --store throughput` takes it for the README files.
    """
    print(f"{platform.processor() or platform.machine()}, {_cpu()}, Python {platform.python_version()}")
    print(
        f"{len(options.pages)} pages, {sum(map(len, texts_of(options.pages)))} characters, "
        f"{options.runs} runs"
    )
    names = [*TOOLS, ZHLINT, *(rules() if options.rules else ())]
    measured = {name: _zhlint(options) if name == ZHLINT else _apart(name, options) for name in names}
    speeds = {name: found["chars"] / found["seconds"] for name, found in measured.items() if found}
    print("| tool | Mchar/s | pages/s | ms a page | memory, MB | x ftfy | x jieba |\n" + "|---" * 7 + "|")
    for name, speed in speeds.items():
        found = measured[name] or {}
        seconds, count = found["seconds"], int(found.get("pages", len(options.pages)))
        ratios = (
            f"{speed / speeds[other]:.3f}" if other in speeds else "-"
            for other in ("ftfy.fix_text", "jieba.lcut")
        )
        rates = f"{speed / 1e6:.3f}", f"{count / seconds:.1f}", f"{seconds / count * 1e3:.2f}"
        cells = f"{name}{version_of(name)}", *rates, f"{found['memory']:.0f}", *ratios
        print(f"| {' | '.join(cells)} |", flush=True)
    print(f"\nnot installed: {', '.join(name for name in names if name not in speeds) or 'none'}")


def version_of(tool: str) -> str:
    """The version of the distribution that a tool is in, with a space before it; empty if it is not known."""
    try:
        return f" {version(DISTRIBUTIONS[tool])}"
    except (KeyError, PackageNotFoundError):
        return ""


def rules() -> list[str]:
    from cleaner.normalizers import RULES

    return [RULE + name for name in RULES]


def tool_of(name: str) -> Tool:
    """A tool by its name; what it needs is imported only now."""
    if name.startswith(RULE):
        from cleaner.normalizers import RULES

        return RULES[name.removeprefix(RULE)]
    return TOOLS[name]()


def measure(tool: Tool, pages: Sequence[Path], runs: int) -> dict[str, float]:
    """Seconds of the processor for all pages, their characters, and the most memory held, in MB."""
    texts = texts_of(pages)
    for text in texts:
        tool(text)
    times = []
    for _ in range(runs):
        start = CLOCK()
        for text in texts:
            tool(text)
        times.append(CLOCK() - start)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": median(times), "chars": sum(map(len, texts)), "memory": memory}


def texts_of(pages: Sequence[Path]) -> list[str]:
    return [page.read_text(encoding="utf-8") for page in pages]


def _apart(name: str, options: argparse.Namespace) -> dict[str, float] | None:
    """Measure a tool in a process of its own; None where it is not installed."""
    command = [
        sys.executable,
        __file__,
        *map(str, options.pages),
        "--runs",
        str(options.runs),
        "--tool",
        name,
    ]
    paths = [str(ROOT)] + ([str(options.opencc)] if options.opencc and "C++" in name else [])
    environment = os.environ | ONE_CORE | {"PYTHONPATH": os.pathsep.join(reversed(paths))}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode == 0:
        found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
        return found
    if "NotInstalled" not in done.stderr:
        raise SystemExit(f"{name} failed:\n{done.stderr}")
    return None


def _zhlint(options: argparse.Namespace) -> dict[str, float] | None:
    """Measure zhlint, which Node.js runs, where its folder was named."""
    if not options.zhlint:
        return None
    work = json.dumps({"texts": texts_of(options.pages), "runs": options.runs})
    command = ["node", str(Path(__file__).with_name("zhlint.js")), str(options.zhlint.resolve())]
    done = subprocess.run(command, input=work, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


class NotInstalled(Exception):  # noqa: N818
    """A tool is not there."""


def _chain(certain_only: bool = False, articles: bool = True) -> Tool:
    """The chain and its audit, with the articles or, as the other tools, for the text alone."""
    from cleaner import Settings, clean

    settings = Settings(certain_only=certain_only)

    def cleaned(text: str) -> object:
        page = clean(text, settings)
        return page.audit(), page.articles if articles else page.text

    return cleaned


def _function(module: str, name: str) -> Any:
    try:
        return getattr(import_module(module), name)
    except ImportError:
        raise NotInstalled(module) from None


def _zhconv() -> Tool:
    convert: Callable[[str, str], object] = _function("zhconv", "convert")
    return lambda text: convert(text, "zh-hans")


def _opencc(in_cpp: bool) -> Tool:
    make: Any = _function("opencc", "OpenCC")
    if (find_spec("opencc.clib") is not None) != in_cpp:
        raise NotInstalled("opencc")
    convert: Tool = make("t2s").convert
    return convert


def _cpu() -> str:
    """The name of the processor, where the system tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.system()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


RULE, ZHLINT = "rule ", "zhlint, default rules"
TOOLS: dict[str, Callable[[], Tool]] = {
    "cleaner, whole chain": _chain,
    "cleaner, certain tier": lambda: _chain(certain_only=True, articles=False),
    "cleaner, certain tier, articles": lambda: _chain(certain_only=True),
    "ftfy.fix_text": lambda: _function("ftfy", "fix_text"),
    "jieba.lcut": lambda: _function("jieba", "lcut"),
    "autocorrect_py.format": lambda: _function("autocorrect_py", "format"),
    "zhconv.convert to zh-hans": _zhconv,
    "OpenCC in Python, t2s": lambda: _opencc(in_cpp=False),
    "OpenCC in C++, t2s": lambda: _opencc(in_cpp=True),
}
DISTRIBUTIONS = {
    "cleaner, whole chain": "chinese-newspaper-cleaner",
    "cleaner, certain tier": "chinese-newspaper-cleaner",
    "cleaner, certain tier, articles": "chinese-newspaper-cleaner",
    "ftfy.fix_text": "ftfy",
    "jieba.lcut": "jieba",
    "autocorrect_py.format": "autocorrect-py",
    "zhconv.convert to zh-hans": "zhconv",
    "OpenCC in Python, t2s": "opencc-python-reimplemented",
}

if __name__ == "__main__":
    main()
