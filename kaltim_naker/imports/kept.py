"""Rows that were checked and asked about, put aside until it is their turn to be saved."""

import pickle
import tempfile
from collections.abc import Iterator, Sequence
from typing import IO

from kaltim_naker.imports.rows import CheckedRow

# So many rows are pickled together: few enough that they are in memory only for a moment.
_TOGETHER = 500


class KeptRows:
    """The parts of a file in their order. The first is kept in memory, and further ones in a file without a name.

    What is read back was written by this process and by nobody else, which is why it may be pickled; a short file,
    nearly every file, never leaves memory.
    """

    def __init__(self) -> None:
        self._first: Sequence[CheckedRow] | None = None
        self._file: IO[bytes] | None = None
        self._lengths: list[int] = []

    def append(self, part: Sequence[CheckedRow]) -> None:
        if self._first is None:
            self._first = part
            return
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the rows
        for start in range(0, len(part), _TOGETHER):
            pickle.dump(part[start : start + _TOGETHER], self._file, pickle.HIGHEST_PROTOCOL)
        self._lengths.append(-(-len(part) // _TOGETHER))

    @property
    def parts(self) -> int:
        return (self._first is not None) + len(self._lengths)

    def __iter__(self) -> Iterator[Sequence[CheckedRow]]:
        if self._first is not None:
            yield self._first
        if self._file is not None:
            self._file.seek(0)
            for length in self._lengths:
                yield [row for _time in range(length) for row in pickle.load(self._file)]  # noqa: S301 - our own rows
