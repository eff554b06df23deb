"""The drawing program, run beside the process that asks.

A program and not `multiprocessing`, because a Celery worker may have no children of that kind.
"""

import subprocess
import sys
from pathlib import Path
from typing import IO, Self

from kaltim_naker.pdf.orders import LENGTH

_ROOT = Path(__file__).resolve().parents[2]
_PROGRAM = [sys.executable, "-m", "kaltim_naker.pdf.program"]


class DrawingError(Exception):
    """A drawing process ended without an answer; its own words are in the log."""


class DrawingProcess:
    """Ends when its input does, so also when the process that asks is killed."""

    def __enter__(self) -> Self:
        pipe = subprocess.PIPE
        self._child = subprocess.Popen(_PROGRAM, cwd=_ROOT, stdin=pipe, stdout=pipe)  # noqa: S603 - our own program
        return self

    def __exit__(self, *error: object) -> None:
        self._stdin.close()
        self._child.wait()
        self._stdout.close()

    def ask(self, line: bytes, *, answers: int) -> list[bytes]:
        """So many answers to an order. Raises DrawingError."""
        try:
            self._stdin.write(line)
            self._stdin.flush()
            return [self._read_answer() for _answer in range(answers)]
        except (BrokenPipeError, EOFError) as error:
            raise DrawingError("a drawing process ended early") from error

    def _read_answer(self) -> bytes:
        (length,) = LENGTH.unpack(self._read(LENGTH.size))
        return self._read(length)

    def _read(self, size: int) -> bytes:
        content = self._stdout.read(size)
        if len(content) != size:
            raise EOFError
        return content

    @property
    def _stdin(self) -> IO[bytes]:
        assert self._child.stdin is not None  # noqa: S101 - asked for above
        return self._child.stdin

    @property
    def _stdout(self) -> IO[bytes]:
        assert self._child.stdout is not None  # noqa: S101 - asked for above
        return self._child.stdout
