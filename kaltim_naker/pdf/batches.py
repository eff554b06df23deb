"""Many sheets at once: cut into parts that processes of their own draw side by side.

Processes, because drawing is plain Python work; started as programs and not by `multiprocessing`, because a Celery
worker may have no children of that kind.
"""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Self

from kaltim_naker.pdf.sheets import LENGTH, Part

_ROOT = Path(__file__).resolve().parents[2]
_ENGINE = [sys.executable, "-m", "kaltim_naker.pdf.sheet_engine"]

#: Pages a part; more save little time and cost memory.
PART_PAGES = 25
PROCESSES = 2


class BatchError(Exception):
    """A drawing process ended without an answer; its own words are in the log."""


def draw_parts(parts: Sequence[Part], processes: int = PROCESSES) -> Iterator[list[bytes]]:
    """The sheets of each part, in order, drawn by so many processes at once. Raises BatchError."""
    if len(parts) <= 1:
        yield from (draw_here(part) for part in parts)
        return
    with ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor(processes))
        idle: SimpleQueue[_Process] = SimpleQueue()
        for _ in range(min(processes, len(parts))):
            idle.put(stack.enter_context(_Process()))

        def draw(part: Part) -> list[bytes]:
            process = idle.get()
            try:
                return process.draw(part)
            finally:
                idle.put(process)

        yield from pool.map(draw, parts)


def draw_here(part: Part) -> list[bytes]:
    """The sheets of one part, drawn by this process."""
    # Importing the drawing library takes more than a second and forty megabytes, which only who draws should pay.
    from kaltim_naker.pdf.sheet_engine import draw_sheets

    return draw_sheets(part)


class _Process:
    """The engine as a program; ends when its input does."""

    def __enter__(self) -> Self:
        pipe = subprocess.PIPE
        self._child = subprocess.Popen(_ENGINE, cwd=_ROOT, stdin=pipe, stdout=pipe)  # noqa: S603 - our own program
        return self

    def __exit__(self, *error: object) -> None:
        self._stdin.close()
        self._child.wait()
        self._stdout.close()

    def draw(self, part: Part) -> list[bytes]:
        try:
            self._stdin.write(part.as_line())
            self._stdin.flush()
            return [self._read_sheet() for _title in part.titles]
        except (BrokenPipeError, EOFError) as error:
            raise BatchError("a drawing process ended early") from error

    def _read_sheet(self) -> bytes:
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
