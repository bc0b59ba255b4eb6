"""Runs that are stopped, by a signal or by the time limit of a page: what is left, and what is said."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cleaner.batches.processes import map_tasks
from tests.tools.signals import heed_sigint
from tests.tools.stopping import main as stop_at_random
from tests.tools.stopping import session
from tests.tools.tasks import DEADLY, square, square_or_die, square_or_sleep, square_or_time_out

RAW = "青石镇新建水库\n\n本报7月3日讯（记者 周海）青石镇一座水库建成,可灌溉农田五千亩!\n"
PATIENCE = 60.0
SETTLED = 0.3
"""Seconds after which a command that has opened a pipe waits in the call that reads it. A signal between the
two is seen by neither, as Python looks at its signals before the call."""

posix = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pages that wait are named pipes")
linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are read from /proc")


def until(condition: Callable[[], object], seconds: float = PATIENCE) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.02)


class Command:
    """`cleaner` in a process of its own, over named pipes: pages that are in work until they are written."""

    def __init__(self, folder: Path, *arguments: str, pages: tuple[str, ...]) -> None:
        self.pages, self.errors = folder / "pages", folder / "errors"
        self.pages.mkdir()
        for name in pages:
            if name.startswith("waits"):
                os.mkfifo(self.pages / name)
            else:
                (self.pages / name).write_text(RAW, encoding="utf-8")
        named = [str(self.pages / name) for name in pages]
        with self.errors.open("wb") as errors, (folder / "output").open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "cleaner", arguments[0], *named, *arguments[1:], "--isolated"],
                stdout=output,
                stderr=errors,
                start_new_session=True,
                preexec_fn=heed_sigint,  # noqa: PLW1509  (no other thread runs yet)
            )

    def said(self) -> str:
        return self.errors.read_text("utf-8")

    def reads(self, name: str) -> int:
        """Wait until a page is in work; gives the end of its pipe that is written to."""
        found: list[int] = []

        def is_read() -> bool:
            try:
                found.append(os.open(self.pages / name, os.O_WRONLY | os.O_NONBLOCK))
            except OSError:
                assert self.process.poll() is None, self.said()
                return False
            return True

        until(is_read)
        time.sleep(SETTLED)
        return found[0]

    def ends(self) -> int:
        """The exit code; no process may be left, and no traceback on standard error."""
        code = self.process.wait(PATIENCE)
        until(lambda: not session(self.process.pid), 10)
        assert "Traceback" not in self.said()
        assert "Exception ignored" not in self.said()
        return code


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Callable[..., Command]]:
    commands: list[Command] = []

    def start(*arguments: str, pages: tuple[str, ...]) -> Command:
        commands.append(Command(tmp_path, *arguments, pages=pages))
        return commands[-1]

    yield start
    for command in commands:
        for pid in session(command.process.pid):
            os.kill(pid, signal.SIGKILL)
        command.process.wait()


# Signals


@posix
@linux
@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_lets_the_pages_in_work_end(
    started: Callable[..., Command], tmp_path: Path, jobs: int
) -> None:
    waiting = ("waits1.txt", "waits2.txt")[:jobs]
    pages = (*waiting, "3.txt", "4.txt")
    command = started("clean", "-o", str(tmp_path / "out"), "--resume", "--jobs", str(jobs), pages=pages)
    pipes = [command.reads(name) for name in waiting]
    os.killpg(command.process.pid, signal.SIGINT)
    until(lambda: "stopping" in command.said())
    for pipe in pipes:
        os.write(pipe, RAW.encode())
        os.close(pipe)
    assert command.ends() == 130
    assert (
        f"stopped: {jobs} of {len(pages)} pages are finished. The same command with --resume"
        in command.said()
    )
    records = (tmp_path / "out" / "manifest.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(record)["status"] for record in records] == ["done"] * jobs


@posix
@linux
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("name", ["clean", "fix"])
def test_a_second_ctrl_c_ends_it_at_once(started: Callable[..., Command], name: str, jobs: str) -> None:
    command = started(name, "--jobs", jobs, pages=("waits1.txt", "waits2.txt", "3.txt"))
    pipe = command.reads("waits1.txt")
    os.killpg(command.process.pid, signal.SIGINT)
    until(lambda: "stopping" in command.said())
    begun = time.monotonic()
    os.killpg(command.process.pid, signal.SIGINT)
    assert command.ends() == 130
    assert time.monotonic() - begun < 10
    assert "stopped: 0 of 3 pages are finished" in command.said()
    os.close(pipe)


@posix
@linux
def test_a_page_alone_is_ended_by_the_first_ctrl_c(started: Callable[..., Command]) -> None:
    command = started("clean", pages=("waits1.txt",))
    pipe = command.reads("waits1.txt")
    command.process.send_signal(signal.SIGINT)
    assert command.ends() == 130
    assert command.said() == ""
    os.close(pipe)


@posix
@linux
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_sigterm_is_an_orderly_end(started: Callable[..., Command], jobs: str) -> None:
    command = started("clean", "--jobs", jobs, pages=("1.txt", "waits2.txt"))
    pipe = command.reads("waits2.txt")
    command.process.terminate()
    assert command.ends() == 143
    assert "of 2 pages are finished" in command.said()
    os.close(pipe)


@posix
@linux
def test_workers_end_when_their_parent_is_killed(started: Callable[..., Command]) -> None:
    command = started("clean", "--jobs", "2", pages=("waits1.txt", "waits2.txt"))
    pipes = [command.reads(name) for name in ("waits1.txt", "waits2.txt")]
    assert len(session(command.process.pid)) >= 3
    command.process.kill()
    command.process.wait()
    until(lambda: not session(command.process.pid), 10)
    for pipe in pipes:
        os.close(pipe)


@posix
@linux
def test_a_signal_that_is_ignored_stays_so() -> None:
    program = "import signal; from cleaner.cli.signals import end_on_signals; end_on_signals(); "
    program += "print(signal.getsignal(signal.SIGHUP) is signal.SIG_IGN, signal.getsignal(signal.SIGTERM))"
    command = ["nohup", sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[2], check=True)
    assert done.stdout.startswith("True <function _end")


@posix
def test_a_signal_that_strikes_a_finalizer_ends_the_process_behind_it() -> None:
    program = """
import os, signal, time
from cleaner.cli.signals import end_on_signals
class Struck:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0)
end_on_signals()
Struck()
for _ in range(600):
    time.sleep(0.1)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=50, check=False)
    assert (done.returncode, done.stderr) == (143, b"")


@linux
def test_random_stops_leave_nothing_half_done(tmp_path: Path) -> None:
    found = stop_at_random(tmp_path, 8, seed=3)
    stops = {what: n for what, n in found.items() if what.startswith("stopped by")}
    good = {*stops, "ended before the stop", "gone on with", "temporary files left"}
    assert {what: n for what, n in found.items() if n and what not in good} == {}
    assert sum(stops.values()) >= 6  # nearly all meet a run that is alive


# The time limit of a page


@posix
@linux
def test_a_page_that_takes_too_long_fails_alone(started: Callable[..., Command], tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = started(
        "clean",
        "-o",
        str(out),
        "--resume",
        "--timeout",
        "10",  # more than a page takes on a busy machine
        "--jobs",
        "2",
        pages=("1.txt", "waits2.txt", "3.txt"),
    )
    assert command.ends() == 3
    assert "waits2.txt: it took more than 10 seconds and was given up." in command.said()
    records = [json.loads(line) for line in (out / "manifest.jsonl").read_text("utf-8").splitlines()]
    assert [record["status"] for record in records] == ["done", "failed", "done"]


@posix
@linux
def test_a_file_that_takes_too_long_is_left_as_it_is(started: Callable[..., Command]) -> None:
    command = started("fix", "--timeout", "5", pages=("1.txt", "waits2.txt"))
    assert command.ends() == 3
    assert "The file is as it was, or wholly fixed." in command.said()
    assert (command.pages / "1.txt").read_text("utf-8") != RAW


@posix
@linux
@pytest.mark.parametrize("command", ["explain", "report"])
def test_a_page_that_takes_too_long_to_look_at_stops_no_other(
    started: Callable[..., Command], tmp_path: Path, command: str
) -> None:
    out = tmp_path / ("reports" if command == "report" else "explanation.txt")
    done = started(command, "-o", str(out), "--timeout", "10", "--jobs", "2", pages=("1.txt", "waits2.txt"))
    assert done.ends() == 3
    assert "waits2.txt: it took more than 10 seconds and was given up." in done.said()
    assert (out / "1.html").exists() if command == "report" else "1.txt:3:" in out.read_text("utf-8")


@pytest.mark.parametrize("command", ["explain", "report"])
def test_a_single_page_has_a_time_limit_too(tmp_path: Path, command: str) -> None:
    (tmp_path / "page.txt").write_text(RAW, encoding="utf-8")
    line = [sys.executable, "-m", "cleaner", command, "page.txt", "-o", "out", "--isolated", "--timeout"]

    def ends(seconds: str) -> tuple[int, str]:
        done = subprocess.run([*line, seconds], cwd=tmp_path, capture_output=True, text=True, check=False)
        return done.returncode, done.stderr

    code, said = ends("0.0001")
    assert code == 3
    assert "page.txt: it took more than 0.0001 seconds and was given up. Give it more time" in said
    assert ends("60")[0] == 0
    assert (tmp_path / "out").stat().st_size


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "soon"])
def test_a_time_limit_is_a_number_of_seconds(tmp_path: Path, seconds: str) -> None:
    from typer.testing import CliRunner

    from cleaner.cli.app import app

    page = tmp_path / "page.txt"
    page.write_text(RAW, encoding="utf-8")
    done = CliRunner().invoke(app, ["clean", str(page), "--timeout", seconds, "--isolated"])
    assert done.exit_code == 2
    assert "--timeout" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("pages", [["pages.parquet"], ["page.txt", "--issue"]])
def test_tables_and_issues_have_no_time_limit(tmp_path: Path, pages: list[str]) -> None:
    from typer.testing import CliRunner

    from cleaner.cli.app import app

    arguments = ["clean", *pages, "-o", str(tmp_path / "out"), "--timeout", "5"]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 2
    assert "one by one" in done.stderr


# Processes


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_late_task_gives_way_to_the_others(jobs: int) -> None:
    results = map_tasks(
        square_or_sleep, range(6), jobs, lost=square, timeout=1.0, late=lambda number: -number
    )
    assert list(results) == [-i if i in DEADLY else i * i for i in range(6)]
    assert multiprocessing.active_children() == []


def test_a_task_that_ends_its_process_is_not_called_late() -> None:
    results = map_tasks(square_or_die, range(5), 1, lost=lambda number: -number, timeout=50.0, late=square)
    assert list(results) == [0, 1, 4, -3, -4]


def test_what_a_task_raises_is_no_sign_of_its_process() -> None:
    with pytest.raises(TimeoutError, match="the disk does not answer"):
        list(map_tasks(square_or_time_out, range(6), 2, lost=square, timeout=50.0, late=square))


@pytest.mark.parametrize("jobs", [1, 2])
def test_no_task_is_begun_after_a_stop(jobs: int) -> None:
    asked = iter([False] * 3 + [True] * 1000)
    results = list(map_tasks(square, range(1000), jobs, lost=square, stopped=lambda: next(asked)))
    assert results == [i * i for i in range(len(results))]
    assert 1 <= len(results) < 20


def test_an_iterator_that_is_closed_ends_its_processes() -> None:
    results = map_tasks(square_or_sleep, [0, DEADLY[0], DEADLY[1]], 2, lost=square)
    assert next(results) == 0
    begun = time.monotonic()
    del results
    assert multiprocessing.active_children() == []
    assert time.monotonic() - begun < 20
