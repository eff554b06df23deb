"""pytest plugin that knows which tests take their time, so that the others can be run often: `script/test --fast`.

`slow_tests.txt` names them by measure, not by taste: each function whose tests took longer than `LIMIT` on average
in the last whole run that wrote the list, `UPDATE_SLOW_TESTS=1 script/test`. A new test is quick until then.
"""

import os
from collections import defaultdict
from pathlib import Path
from statistics import fmean

import pytest

LIMIT = 0.15  # seconds, on two cores; what is quicker makes four fifths of the tests and a twentieth of the time
_LIST = Path(__file__).parent / "slow_tests.txt"


def function_of(nodeid: str) -> str:
    """The test function, without the parameters it was called with."""
    return nodeid.partition("[")[0]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    slow = frozenset(_LIST.read_text(encoding="utf-8").split())
    for item in items:
        if function_of(item.nodeid) in slow:
            item.add_marker("slow")


class Watch:
    """Adds up what each test took, with its fixtures; xdist brings the reports from its workers."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] += report.duration

    def pytest_sessionfinish(self) -> None:
        of_function = defaultdict(list)
        for nodeid, seconds in self.seconds.items():
            of_function[function_of(nodeid)].append(seconds)
        slow = sorted(name for name, seconds in of_function.items() if fmean(seconds) > LIMIT)
        _LIST.write_text("".join(f"{name}\n" for name in slow), encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    in_worker = hasattr(config, "workerinput")
    if os.environ.get("UPDATE_SLOW_TESTS") and not in_worker:
        config.pluginmanager.register(Watch())
