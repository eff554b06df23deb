"""The frame of script/security: which tests become which row, and when it fails."""

import json
from pathlib import Path

import pytest

from tests.security import __main__ as command
from tests.security import security
from tests.security.plugin import Check, Collector, pytest_itemcollected

GREEN = Check(5, "History", "equal", passed=3, figures=["12 of 12 entries"])
RED = Check(2, "Matrix", "0 deviations", passed=3, failed=["tests/access/test_matrix.py::test_roles[x]"])


def report(figure="", *, number=5, outcome="passed", when="call"):
    """As xdist brings one: the mark and what was measured travel as properties."""
    said = [("security check", dict(security(number, "History", target="equal").kwargs))]
    said += [("security figure", figure)] if figure else []
    return pytest.TestReport("a.py::test", ("a.py", 1, "t"), {}, outcome, None, when, user_properties=said)


def collected(*reports):
    collector = Collector()
    for one in reports:
        collector.pytest_runtest_logreport(one)
    return list(collector.checks.values())


def test_tests_of_one_check_are_one_row_with_what_they_measured():
    [check] = collected(report("4 of 4"), report(), report(when="teardown"))
    assert (check.figure, check.holds) == ("4 of 4; 2 of 2 tests", True)


def test_what_tests_counted_is_added_up():
    parts = [report(), report()]
    for part, number in zip(parts, (1200, 34), strict=True):
        part.user_properties.append(("security count", ["answers", number]))  # xdist makes a list of it
    [check] = collected(*parts)
    assert check.figure == "1,234 answers; 2 of 2 tests"


@pytest.mark.parametrize("when", ["setup", "call", "teardown"])
def test_one_failure_anywhere_breaks_the_check(when):
    [check] = collected(report(), report(outcome="failed", when=when))
    assert not check.holds


def test_what_was_left_out_has_shown_nothing():
    left_out = report(outcome="skipped", when="setup")
    left_out.longrepr = ("a.py", 1, "Skipped: not asked")
    [check] = collected(left_out)
    assert (check.figure, check.holds) == ("not asked; 0 of 0 tests", False)


def test_a_test_that_is_left_out_before_it_begins_is_seen(request):
    """Whatever else pytest does first: the mark is worn when the test is collected."""
    worn = request.node.user_properties
    assert worn == []
    request.node.add_marker(security(5, "History", target="equal"))
    pytest_itemcollected(request.node)
    assert worn == [("security check", {"number": 5, "check": "History", "target": "equal"})]
    worn.clear()


def test_a_number_that_nothing_proves_does_not_hold():
    rows = command.rows_of([GREEN], [5, 6])
    assert [(row["number"], row["holds"]) for row in rows] == [(5, True), (6, False)]


@pytest.mark.parametrize(("checks", "code"), [([GREEN], 0), ([GREEN, RED], 1), ([], 1)])
def test_the_exit_code_tells_and_the_rows_are_written(checks, code, monkeypatch, tmp_path: Path):
    def run(arguments, plugins):
        plugins[0].checks = {(one.number, one.check): one for one in checks}

    monkeypatch.setattr(command.pytest, "main", run)
    file = tmp_path / "rows.json"
    numbers = [str(one.number) for one in checks] or ["5"]
    assert command.main([*numbers, "--json", str(file)]) == code
    assert [row["holds"] for row in json.loads(file.read_text())] == [one.holds for one in checks[::-1]] or code == 1


def test_the_marks_are_seen(request, figure):
    """The plugin is loaded for every run, so that `script/test` and `script/security` run the same tests."""
    figure("seen")
    assert ("security figure", "seen") in request.node.user_properties
