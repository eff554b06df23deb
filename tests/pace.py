"""pytest plugin that knows which tests take their time, so that the others can be run often: `script/test --fast`.

`slow_tests.txt` names them by measure, not by taste, from the last whole run that wrote the list
(`UPDATE_SLOW_TESTS=1 script/test`): each function whose tests took longer than `LIMIT` on average, and each file with
something dear in it, as a world that whoever comes first has to build. A new test is quick until then.
"""

import os
from collections import defaultdict
from pathlib import Path
from statistics import fmean

import pytest

# Seconds, on two cores.
LIMIT, DEAR = 0.15, 4
_LIST = Path(__file__).parent / "slow_tests.txt"


def function_of(nodeid: str) -> str:
    """The test function, without the parameters it was called with."""
    return nodeid.partition("[")[0]


def file_of(nodeid: str) -> str:
    return nodeid.partition("::")[0]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    slow = frozenset(_LIST.read_text(encoding="utf-8").split())
    for item in items:
        if not slow.isdisjoint((function_of(item.nodeid), file_of(item.nodeid))):
            item.add_marker("slow")


class Watch:
    """Adds up what each test took, with its fixtures; xdist brings the reports from its workers."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] += report.duration

    def pytest_sessionfinish(self) -> None:
        dear = {file_of(nodeid) for nodeid, seconds in self.seconds.items() if seconds > DEAR}
        of_function = defaultdict(list)
        for nodeid, seconds in self.seconds.items():
            if file_of(nodeid) not in dear:
                of_function[function_of(nodeid)].append(seconds)
        slow = dear.union(name for name, seconds in of_function.items() if fmean(seconds) > LIMIT)
        _LIST.write_text("".join(f"{name}\n" for name in sorted(slow)), encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    in_worker = hasattr(config, "workerinput")
    if os.environ.get("UPDATE_SLOW_TESTS") and not in_worker:
        config.pluginmanager.register(Watch())
