"""pytest plugin of the checks: the fixtures `figure` and `count`, and what each check came to when all tests have run.

Loaded for every run (pyproject.toml), since the tests wear the mark there, too.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

_CHECK, _FIGURE, _COUNT = "security check", "security figure", "security count"


@dataclass
class Check:
    """One row of the table; `figures` are what its tests said they measured, `counts` what they add up to."""

    number: int
    check: str
    target: str
    passed: int = 0
    failed: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def figure(self) -> str:
        run = self.passed + len(self.failed)
        tests = f"{self.passed} of {run} tests" if run != 1 else f"{self.passed} of 1 test"
        counts = [f"{number:,} {what}" for what, number in self.counts.items()]
        return "; ".join([*counts, *self.figures, tests])

    @property
    def holds(self) -> bool:
        """A check whose tests were all left out has shown nothing."""
        return bool(self.passed) and not self.failed


class Collector:
    """Gathers the checks from the reports of tests, which xdist brings from its workers."""

    def __init__(self) -> None:
        self.checks: dict[tuple[int, str], Check] = {}
        self.broken: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        said = [value for name, value in report.user_properties if name == _CHECK]
        for mark in said:
            check = self.checks.setdefault((mark["number"], mark["check"]), Check(**mark))
            if report.failed:
                check.failed.append(report.nodeid)
            elif report.when == "call" and report.passed:
                check.passed += 1
            if report.when == "call":
                check.figures += [value for name, value in report.user_properties if name == _FIGURE]
                check.counts.update(_counted(report))
            elif report.skipped:
                check.figures.append(_why_left_out(report))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.broken.append(report.nodeid)


def _why_left_out(report: pytest.TestReport) -> str:
    where_and_why = report.longrepr
    return str(where_and_why[-1] if isinstance(where_and_why, list | tuple) else where_and_why).removeprefix(
        "Skipped: "
    )


def _counted(report: pytest.TestReport) -> Counter[str]:
    counted: Counter[str] = Counter()
    for name, value in report.user_properties:
        if name == _COUNT:
            what, number = value
            counted[what] += number
    return counted


def pytest_itemcollected(item: pytest.Item) -> None:
    """From the start: a test that is left out before it begins is to be seen in the table, too."""
    for mark in item.iter_markers("security"):
        item.user_properties.append((_CHECK, dict(mark.kwargs)))


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Says in a few words what a check measured; `script/security` shows it beside the target."""

    def say(text: str) -> None:
        request.node.user_properties.append((_FIGURE, text))

    return say


@pytest.fixture
def count(request: pytest.FixtureRequest) -> Callable[[int, str], None]:
    """`count(12, "answers")`: what the tests of one check add up to."""

    def add(number: int, what: str) -> None:
        request.node.user_properties.append((_COUNT, (what, number)))

    return add
