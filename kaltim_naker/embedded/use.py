"""Servers shared by reference: who comes first starts them, who leaves last stops them.

Two advisory locks in the data directory, released by the kernel even when a process is killed:

- the *gate* is held only while coming or leaving, so that a start and a stop never overlap;
- the *use* lock is held shared by everybody who uses the servers. Whoever leaves asks for it exclusively: to get it
  is to be the last.
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kaltim_naker.embedded.account import keep_owner


@contextmanager
def shared(data_dir: Path, *, start: Callable[[], None], stop: Callable[[], None]) -> Iterator[None]:
    """Take part in what lives in ``data_dir``: ``start`` runs on coming, ``stop`` if nobody else is left on leaving.

    ``start`` must do nothing where there is nothing to start, and ``stop`` must bear a start that failed halfway.
    """
    with _lock_file(data_dir / "use.lock") as use:
        try:
            with _gate(data_dir):
                fcntl.flock(use, fcntl.LOCK_SH)
                start()
            yield
        finally:
            with _gate(data_dir):
                if _is_last(use):
                    stop()


def if_unused(data_dir: Path, action: Callable[[], None]) -> None:
    """Run ``action`` if nobody takes part; nobody can come while it runs."""
    with _gate(data_dir), _lock_file(data_dir / "use.lock") as use:
        if _is_last(use):
            action()


@contextmanager
def _gate(data_dir: Path) -> Iterator[None]:
    with _lock_file(data_dir / "gate.lock") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        yield


def _is_last(use: IO[str]) -> bool:
    try:
        fcntl.flock(use, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lock_file(path: Path) -> IO[str]:
    lock = path.open("a")
    keep_owner(path)
    return lock
