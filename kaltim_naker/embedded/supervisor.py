"""Keep a handful of programs running until told to stop, and leave none behind."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from kaltim_naker.embedded.errors import EmbeddedError

# A program that ends this often within the window is broken, and starting it again would only hide that.
RESTART_LIMIT = 3
RESTART_WINDOW_SECONDS = 60.0
GRACE_SECONDS = 10.0
_POLL_SECONDS = 0.2
_LOG_LIMIT_BYTES = 5_000_000
_QUOTED_LINES = 15


@dataclass(frozen=True)
class Program:
    """A command that is to run all the time, and the file its output goes to."""

    name: str
    command: Sequence[str]
    log: Path


@dataclass
class _Running:
    program: Program
    process: subprocess.Popen[bytes]
    ends: list[float] = field(default_factory=list)


class Supervisor:
    """Runs programs with one environment. ``say`` receives a line for whatever a person should know."""

    def __init__(self, environment: Mapping[str, str], say: Callable[[str], None]) -> None:
        self._environment = dict(environment)
        self._say = say
        self._running: list[_Running] = []
        self._hurry = False

    def start(self, program: Program) -> None:
        """Start ``program`` in a session of its own, so that Ctrl-C in the terminal reaches the supervisor alone."""
        self._running.append(_Running(program, self._launch(program)))

    def watch(self) -> None:
        """Restart what ends, until interrupted. Raises EmbeddedError when a program ends too often."""
        while True:
            self.check()
            time.sleep(_POLL_SECONDS)

    def check(self) -> None:
        """Restart each program that has ended since the last look. Raises EmbeddedError as ``watch`` does."""
        for running in self._running:
            code = running.process.poll()
            if code is not None:
                self._revive(running, code)

    def stop(self) -> None:
        """Ask every program to end; kill what has not after the grace time, or at once on a second signal."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._be_quick)
        for running in self._running:
            _signal_group(running.process, signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        while any(running.process.poll() is None for running in self._running):
            if self._hurry or time.monotonic() > deadline:
                break
            time.sleep(_POLL_SECONDS)
        for running in self._running:
            # Also where the leader has ended: its children may not have.
            _signal_group(running.process, signal.SIGKILL)
            running.process.wait()
        self._running.clear()

    def _be_quick(self, number: int, frame: FrameType | None) -> None:
        self._hurry = True

    def _revive(self, running: _Running, code: int) -> None:
        now = time.monotonic()
        running.ends = [end for end in running.ends if now - end < RESTART_WINDOW_SECONDS] + [now]
        name, log = running.program.name, running.program.log
        if len(running.ends) > RESTART_LIMIT:
            raise EmbeddedError(f"{name} ends again and again (exit code {code}):\n{last_lines(log)}\n(log: {log})")
        self._say(f"{name} ended unexpectedly (exit code {code}) and is started again; log: {log}")
        _signal_group(running.process, signal.SIGKILL)
        running.process = self._launch(running.program)

    def _launch(self, program: Program) -> subprocess.Popen[bytes]:
        program.log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if program.log.exists() and program.log.stat().st_size > _LOG_LIMIT_BYTES:
            program.log.replace(program.log.with_suffix(".old"))
        with program.log.open("ab") as log:
            return subprocess.Popen(
                _bound_to_us(program.command),
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


def last_lines(log: Path) -> str:
    """The end of a log, for a message."""
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-_QUOTED_LINES:])


def _bound_to_us(command: Sequence[str]) -> list[str]:
    """The kernel ends the program when we are killed without a chance to; where setpriv is, as on Debian and Ubuntu."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", *command] if setpriv else list(command)


def _signal_group(process: subprocess.Popen[bytes], number: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)
