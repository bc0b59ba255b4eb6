"""Stop the command in every way at random moments and look at what is left.

    stopping.py FOLDER STOPS [SEED]

`cleaner clean` and `cleaner fix` run over pages with one job and with two, and get SIGINT once or twice,
SIGTERM or SIGKILL, alone or with all their processes as from a terminal. Prints a JSON object: the stops of
each kind and those that came after the end; and the faults, of which there must be none: a wrong exit code, a
traceback, no word on what is finished, a process that is left, one that does not end, a file that is neither
old nor new, a page without some of its articles after an orderly end, a record of a page whose files are not
there, a run that cannot be gone on with. Temporary files that a killed run left are counted apart. Linux
only: the processes of a session are read from /proc.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PAGES = Path(__file__).parents[2] / "fixtures" / "pages"
COUNT, LINES = 8, 15
"""Pages, and their first lines, of which a run is."""
PATIENCE = 60.0
"""Seconds after which a command that was stopped hangs."""
SECONDS = 5.0
"""In these the workers of a parent that was killed must end."""

KINDS = ("SIGINT", "SIGINT twice", "SIGTERM", "SIGKILL")
COMMANDS = ("clean", "fix")
AGAIN = 4
"""One run in so many is gone on with."""


@dataclass(frozen=True)
class Stop:
    """A command to be stopped: how many jobs it has, in what way, after how many seconds, and who is hit."""

    command: str
    jobs: int
    kind: str
    delay: float
    together: bool


def main(folder: Path, stops: int, seed: int = 7) -> Counter[str]:
    """Stop that many runs; what was found."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # it may be ignored, which is inherited
    rng = random.Random(seed)
    found: Counter[str] = Counter()
    sources = sorted(PAGES.rglob("*.txt"))
    pages = {f"{n:02}.txt": _head(sources[n % len(sources)], n // len(sources)) for n in range(COUNT)}
    ends, seconds = _undisturbed(folder / "whole", pages)
    for number in range(stops):
        command = COMMANDS[number // len(KINDS) % 2]
        jobs = 1 + number // (2 * len(KINDS)) % 2
        delay = rng.uniform(0.3, 1.0) * seconds[command]
        stop = Stop(command, jobs, KINDS[number % len(KINDS)], delay, rng.random() < 0.5)
        place = folder / str(number)
        _judge(place, stop, pages, ends[command], found)
        if number % AGAIN == 0:
            _go_on(place, stop, pages, ends[command], found)
        shutil.rmtree(place)
    return found


def _head(source: Path, part: int) -> bytes:
    lines = source.read_text("utf-8").splitlines(keepends=True)
    return "".join(lines[part * LINES : (part + 1) * LINES]).encode()


def _undisturbed(
    folder: Path, pages: Mapping[str, bytes]
) -> tuple[dict[str, dict[str, bytes]], dict[str, float]]:
    """The files that each command leaves behind if nobody stops it, and its seconds with one job."""
    ends, seconds = {}, {}
    for command in COMMANDS:
        begun = time.monotonic()
        _start(folder, command, 1, pages).wait()
        seconds[command] = time.monotonic() - begun
        ends[command] = _files(_place(folder, command))
        shutil.rmtree(folder)
    return ends, seconds


def _start(
    folder: Path, command: str, jobs: int, pages: Mapping[str, bytes], *more: str
) -> subprocess.Popen[bytes]:
    if not folder.exists():
        (folder / "pages").mkdir(parents=True)
        for name, data in pages.items():
            (folder / "pages" / name).write_bytes(data)
    to = ["-o", str(folder / "out")] if command == "clean" else []
    arguments = [command, str(folder / "pages"), *to, "--jobs", str(jobs), "--isolated", *more]
    with (folder / "errors").open("wb") as errors:
        return subprocess.Popen(
            [sys.executable, "-m", "cleaner", *arguments],
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,
        )


def _judge(
    folder: Path, stop: Stop, pages: Mapping[str, bytes], whole: Mapping[str, bytes], found: Counter[str]
) -> None:
    """Stop a run, and count what is found behind it."""
    process = _start(folder, stop.command, stop.jobs, pages)
    time.sleep(stop.delay)
    for number in [signal.SIGINT] * 2 if stop.kind == "SIGINT twice" else [getattr(signal, stop.kind)]:
        _send(process, number, stop.together and number != signal.SIGKILL)
        time.sleep(0.1)
    try:
        code = process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        found["hangs"] += 1
        _send(process, signal.SIGKILL, together=True)
        code = process.wait()
    errors = (folder / "errors").read_text("utf-8")
    in_time = not any(
        words in errors for words in ("the batch is done", "left as")
    )  # the last words of a run
    found[f"stopped by {stop.kind}" if in_time else "ended before the stop"] += 1
    expected = {"SIGTERM": 143, "SIGKILL": -signal.SIGKILL}.get(stop.kind, 130)
    if in_time and code != expected:
        found["wrong exit codes"] += 1
        print(stop, code, errors, file=sys.stderr)
    _judge_processes(process.pid, found)
    if stop.kind != "SIGKILL" and ("Traceback" in errors or "Exception ignored" in errors):
        found["tracebacks"] += 1
        print(stop, errors, file=sys.stderr)
    if in_time and stop.kind != "SIGKILL" and "pages are finished" not in errors:
        found["no word"] += 1
        print(stop, code, errors, file=sys.stderr)
    _judge_files(folder, stop, pages, whole, found)


def _send(process: subprocess.Popen[bytes], number: int, together: bool) -> None:
    if process.poll() is None:
        for pid in session(process.pid) if together else [process.pid]:
            with suppress(ProcessLookupError):
                os.kill(pid, number)


def session(leader: int) -> list[int]:
    """The processes of a session that are alive."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, session = stat.read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(session) == leader and state != "Z":
            found.append(int(stat.parent.name))
    return found


def _judge_processes(leader: int, found: Counter[str]) -> None:
    until = time.monotonic() + SECONDS
    while left := session(leader):
        if time.monotonic() > until:
            found["processes left"] += len(left)
            return
        time.sleep(0.05)


def _judge_files(
    folder: Path, stop: Stop, pages: Mapping[str, bytes], whole: Mapping[str, bytes], found: Counter[str]
) -> None:
    """Every file is whole, old or new, and what is recorded is there."""
    place = _place(folder, stop.command)
    now = _files(place)
    old = pages if stop.command == "fix" else {}
    for name, data in now.items():
        if Path(name).suffix in {".tmp", ".cleaner-tmp"}:
            found[
                "temporary files left" if stop.kind == "SIGKILL" else "temporary files left by an orderly end"
            ] += 1
            (place / name).unlink()
        elif data not in (whole.get(name), old.get(name)):
            found["broken files"] += 1
    if stop.command == "clean" and stop.kind != "SIGKILL":
        all_of, there = (Counter(Path(name).parts[0] for name in names) for names in (whole, now))
        found["half pages"] += sum(0 < there[page] < count for page, count in all_of.items())
    records = _records(place / "manifest.jsonl")
    found["records without files"] += sum(
        name not in now for record in records for name in record.get("files", ())
    )
    found["pages called failed"] += sum(record["status"] != "done" for record in records)


def _go_on(
    folder: Path, stop: Stop, pages: Mapping[str, bytes], whole: Mapping[str, bytes], found: Counter[str]
) -> None:
    """The same command goes on from there to what an undisturbed run leaves."""
    _start(folder, stop.command, 1, pages, *(["--resume"] if stop.command == "clean" else [])).wait()
    right = _files(_place(folder, stop.command)) == whole
    found["gone on with" if right else "not gone on with"] += 1


def _records(path: Path) -> list[dict[str, Any]]:
    """The records of a manifest; a last line that a kill cut off is none."""
    lines = path.read_text("utf-8").split("\n")[:-1] if path.exists() else []
    return [json.loads(line) for line in lines]


def _place(folder: Path, command: str) -> Path:
    """Where a command writes."""
    return folder / ("out" if command == "clean" else "pages")


def _files(folder: Path) -> dict[str, bytes]:
    """The files in a folder and their contents, but for the manifest, in which times differ."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.jsonl"
    }


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), *map(int, sys.argv[2:])), indent=1))
