"""Servers shared by reference: who comes first starts them, who leaves last stops them.

Two advisory locks in the data directory, released by the kernel even when a process is killed:

- the *gate* is held only while coming or leaving, so that a start and a stop never overlap;
- the *use* lock is held shared by everybody who uses the servers. Whoever leaves asks for it exclusively: to get it
  is to be the last.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kaltim_naker.embedded.account import keep_owner


class Use:
    """One process's share in the servers of a data directory."""

    def __init__(self, data_dir: Path) -> None:
        self._gate_path = data_dir / "gate.lock"
        self._use_path = data_dir / "use.lock"
        self._use: IO[str] | None = None

    @contextmanager
    def coming(self) -> Iterator[None]:
        """Hold the gate and take a share; the share stays, unless the body fails."""
        with self._gate():
            self._use = _open(self._use_path)
            fcntl.flock(self._use, fcntl.LOCK_SH)
            try:
                yield
            except BaseException:
                self._use.close()
                raise

    @contextmanager
    def leaving(self) -> Iterator[bool]:
        """Hold the gate and give the share back; yields whether nobody else has one."""
        with self._gate():
            if self._use is None:
                self._use = _open(self._use_path)
            try:
                fcntl.flock(self._use, fcntl.LOCK_EX | fcntl.LOCK_NB)
                last = True
            except BlockingIOError:
                last = False
            try:
                yield last
            finally:
                self._use.close()
                self._use = None

    @contextmanager
    def _gate(self) -> Iterator[None]:
        with _open(self._gate_path) as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            yield


def _open(path: Path) -> IO[str]:
    lock = path.open("a")
    keep_owner(path)
    return lock
