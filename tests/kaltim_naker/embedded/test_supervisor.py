"""Programs kept running, and none left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kaltim_naker.embedded import supervisor as supervisor_module
from kaltim_naker.embedded.errors import EmbeddedError
from kaltim_naker.embedded.supervisor import Program, Supervisor

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def said() -> list[str]:
    """What the supervisor told the person at the terminal."""
    return []


@pytest.fixture
def supervisor(said: list[str]) -> Iterator[Supervisor]:
    """A supervisor whose programs are gone after the test, and which leaves the tests' own signals alone."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    supervised = Supervisor(dict(os.environ), said.append)
    yield supervised
    supervised.stop()
    for number, handler in handlers.items():
        signal.signal(number, handler)


def shell(script: str, directory: Path) -> Program:
    return Program("web", ["sh", "-c", script], directory / "logs" / "web.log")


def eventually(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 10
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()


def pid_in(file: Path) -> int:
    assert eventually(lambda: file.exists() and file.read_text().endswith("\n"))
    return int(file.read_text())


def test_a_program_that_ends_is_started_again_and_it_is_said(
    supervisor: Supervisor, said: list[str], tmp_path: Path
) -> None:
    starts = tmp_path / "starts"
    supervisor.start(shell(f"echo x >>{starts}; [ $(wc -l <{starts}) -gt 1 ] && sleep 60; exit 3", tmp_path))

    def restarted() -> bool:
        supervisor.check()
        return starts.exists() and len(starts.read_text().split()) == 2

    assert eventually(restarted)
    assert len(said) == 1
    assert "web ended unexpectedly (exit code 3)" in said[0]


def test_a_broken_program_is_given_up_with_its_last_words(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.start(shell("echo no such table; exit 1", tmp_path))
    with pytest.raises(EmbeddedError, match="no such table"):
        supervisor.watch()


def test_stop_ends_grandchildren_too(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.start(shell(f"sleep 60 & echo $! >{tmp_path}/pid; wait", tmp_path))
    grandchild = pid_in(tmp_path / "pid")
    supervisor.stop()
    assert eventually(lambda: not is_alive(grandchild))


def test_what_ignores_the_request_is_killed(
    supervisor: Supervisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor_module, "GRACE_SECONDS", 0.3)
    supervisor.start(shell(f"trap '' TERM; echo $$ >{tmp_path}/pid; while :; do sleep 0.1; done", tmp_path))
    stubborn = pid_in(tmp_path / "pid")
    supervisor.stop()
    assert eventually(lambda: not is_alive(stubborn))


def test_programs_end_with_a_killed_supervisor(tmp_path: Path) -> None:
    code = (
        "import os, pathlib, time; from kaltim_naker.embedded.supervisor import Program, Supervisor\n"
        f"log = pathlib.Path({str(tmp_path)!r}, 'log')\n"
        f"Supervisor(os.environ, print).start(Program('web', ['sh', '-c', 'echo $$; exec sleep 60'], log))\n"
        "time.sleep(60)"
    )
    killed = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    program = pid_in(tmp_path / "log")
    killed.kill()
    killed.wait()
    assert eventually(lambda: not is_alive(program))
