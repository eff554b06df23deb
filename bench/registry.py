"""What a measurement is, and the list of them."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum


class Scale(Enum):
    """How large the measured data are: USUAL keeps the whole run under ten minutes."""

    USUAL = "usual"
    FULL = "full"


@dataclass(frozen=True)
class Row:
    """One line of the table. ``ratio`` is ``figure`` / ``beside``; the goal is a bound on it, or on the figure."""

    name: str
    figure: float
    unit: str
    goal: str
    holds: bool
    beside: float | None = None
    beside_what: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times the thing beside; None where nothing stands beside."""
        return self.figure / self.beside if self.beside else None


Measure = Callable[[Scale], Iterable[Row]]
_registered: dict[str, Measure] = {}


def measurement(name: str) -> Callable[[Measure], Measure]:
    """Register a function under the name it is selected by on the command line."""

    def register(function: Measure) -> Measure:
        if name in _registered:
            raise ValueError(f"There are two measurements named {name!r}.")
        _registered[name] = function
        return function

    return register


def registered() -> dict[str, Measure]:
    """All measurements of the modules imported so far, by name."""
    return dict(_registered)


def at_most(name: str, figure: float, unit: str, limit: float) -> Row:
    """A row whose goal is an absolute bound on the figure."""
    return Row(name, figure, unit, f"<= {limit:g} {unit}", figure <= limit)


def at_most_times(name: str, figure: float, unit: str, *, beside: float, what: str, limit: float) -> Row:
    """A row whose goal is ``figure`` <= ``limit`` x ``beside`` (for what should be small)."""
    return Row(name, figure, unit, f"ratio <= {limit:g}", figure <= limit * beside, beside, what)


def at_least_times(name: str, figure: float, unit: str, *, beside: float, what: str, limit: float) -> Row:
    """A row whose goal is ``figure`` >= ``limit`` x ``beside`` (for what should be large)."""
    return Row(name, figure, unit, f"ratio >= {limit:g}", figure >= limit * beside, beside, what)


def median_seconds(action: Callable[[], object], repeat: int = 5) -> float:
    """Median wall time of ``action``, in seconds."""
    times = []
    for _ in range(repeat):
        started = time.perf_counter()
        action()
        times.append(time.perf_counter() - started)
    return statistics.median(times)
