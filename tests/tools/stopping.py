"""Stop the command in every way at random moments and look at what is left.

    stopping.py FOLDER STOPS [SEED]

`cleaner clean` and `cleaner fix` run over pages with one job and with two, and get SIGINT once or twice,
SIGTERM or SIGKILL, alone or with all their processes as from a terminal. The moment is drawn by the progress
of the run, so it is one in its life however slow the machine: one stop in four while the command starts, the
others when a number of pages is finished and a part of the next. Prints a JSON object: the stops of each kind
and those that came after the end all the same; and the faults, of which there must be none: a wrong exit
code, a traceback, no word on what is finished, a process that is left, one that does not end, a file that is
neither old nor new, a page without some of its articles after an orderly end, a record of a page whose files
are not there, a run that cannot be gone on with. Temporary files that a killed run left are counted apart.
Linux only: the processes of a session, and the signals that one heeds, are read from /proc.
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
COUNT, LINES = 8, 12
"""Pages, and their first lines, of which a run is."""
LAST = 3
"""No stop waits for these pages at the end, so that a run is alive when it is stopped."""
PATIENCE = 60.0
"""Seconds after which a command that was stopped hangs."""
SECONDS = 5.0
"""In these the workers of a parent that was killed must end."""

KINDS = ("SIGINT", "SIGINT twice", "SIGTERM", "SIGKILL")
COMMANDS = ("clean", "fix")
AGAIN = 4
"""One run in so many is gone on with."""
STARTING = 4
"""One run in so many is stopped while it starts."""


@dataclass(frozen=True)
class Stop:
    """A command to be stopped: how many jobs it has, in what way, when, and who is hit.

    finished: so many pages are, at the least; none: the command starts. delay: seconds after that.
    """

    command: str
    jobs: int
    kind: str
    finished: int | None
    delay: float
    together: bool


def main(folder: Path, stops: int, seed: int = 7) -> Counter[str]:
    """Stop that many runs; what was found."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # it may be ignored, which is inherited
    rng = random.Random(seed)
    found: Counter[str] = Counter()
    sources = sorted(PAGES.rglob("*.txt"))
    pages = {f"{n:02}.txt": _head(sources[n % len(sources)], n // len(sources)) for n in range(COUNT)}
    ends, times = _undisturbed(folder / "whole", pages)
    for number in range(stops):
        command = COMMANDS[number // len(KINDS) % 2]
        jobs = 1 + number // (2 * len(KINDS)) % 2
        finished = None if rng.randrange(STARTING) == 0 else rng.randint(1, COUNT - LAST)
        delay = rng.random() * (times[command].start if finished is None else times[command].page)
        stop = Stop(command, jobs, KINDS[number % len(KINDS)], finished, delay, rng.random() < 0.5)
        place = folder / str(number)
        _judge(place, stop, pages, ends[command], found)
        if number % AGAIN == 0:
            _go_on(place, stop, pages, ends[command], found)
        shutil.rmtree(place)
    return found


def _head(source: Path, part: int) -> bytes:
    lines = source.read_text("utf-8").splitlines(keepends=True)
    return "".join(lines[part * LINES : (part + 1) * LINES]).encode()


@dataclass(frozen=True)
class Times:
    """Seconds of a command that nobody stops: until its first page is finished, and for each other page."""

    start: float
    page: float


def _undisturbed(
    folder: Path, pages: Mapping[str, bytes]
) -> tuple[dict[str, dict[str, bytes]], dict[str, Times]]:
    """The files that each command leaves behind if nobody stops it, and its times with one job."""
    ends, times = {}, {}
    for command in COMMANDS:
        process = _start(folder, command, 1, pages)
        moments = []
        for finished in (None, 1, COUNT):
            _wait_for(process, folder, command, finished, pages)
            moments.append(time.monotonic())
        process.wait()
        heeding, first, last = moments
        times[command] = Times(first - heeding, (last - first) / (COUNT - 1))
        ends[command] = _files(_place(folder, command))
        shutil.rmtree(folder)
    return ends, times


def _wait_for(
    process: subprocess.Popen[bytes],
    folder: Path,
    command: str,
    finished: int | None,
    pages: Mapping[str, bytes],
) -> None:
    """Wait until so many pages are finished, or until the command heeds signals, or until it ends."""

    def is_reached() -> bool:
        if finished is None:
            return _heeds(process.pid, signal.SIGTERM)
        if command == "clean":
            return len(_records(_place(folder, command) / "manifest.jsonl")) >= finished
        place = _place(folder, command)
        return sum((place / name).read_bytes() != data for name, data in pages.items()) >= finished

    while process.poll() is None and not is_reached():
        time.sleep(0.005)


def _heeds(pid: int, number: int) -> bool:
    """Whether a process has a function for a signal."""
    status = Path(f"/proc/{pid}/status").read_text()
    caught = int(status.partition("SigCgt:")[2].split()[0], 16)
    return bool(caught >> (number - 1) & 1)


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
    _wait_for(process, folder, stop.command, stop.finished, pages)
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
    starting = stop.finished is None and _is_untouched(folder, stop.command, pages)
    when = " while it started" * starting
    found[f"stopped by {stop.kind}{when}" if in_time else "ended before the stop"] += 1
    expected = {"SIGTERM": 143, "SIGKILL": -signal.SIGKILL}.get(stop.kind, 130)
    if in_time and code != expected:
        found["wrong exit codes"] += 1
        print(stop, code, errors, file=sys.stderr)
    _judge_processes(process.pid, found)
    if stop.kind != "SIGKILL" and ("Traceback" in errors or "Exception ignored" in errors):
        found["tracebacks"] += 1
        print(stop, errors, file=sys.stderr)
    if in_time and stop.kind != "SIGKILL" and not starting and "pages are finished" not in errors:
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


def _is_untouched(folder: Path, command: str, pages: Mapping[str, bytes]) -> bool:
    """Whether no page is finished."""
    return _files(_place(folder, command)) == (pages if command == "fix" else {})


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
