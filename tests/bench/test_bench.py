"""The frame of script/bench; what it measures is run by people, not by tests."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import __main__ as command
from bench import registry
from bench.registry import Row, Scale, at_least_times, at_most, at_most_times, measurement


@pytest.fixture
def measurements(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two invented measurements in place of the real ones."""
    monkeypatch.setattr(registry, "_registered", {})
    monkeypatch.setattr(command, "import_module", lambda name: None)

    @measurement("good")
    def good(scale: Scale) -> Iterator[Row]:
        yield at_most_times("quick", 2, "ms", beside=4, what="ms floor", limit=1)

    @measurement("bad")
    def bad(scale: Scale) -> Iterator[Row]:
        yield at_most("slow", 9 if scale is Scale.USUAL else 90, "s", 5)


@pytest.mark.usefixtures("measurements")
def test_the_table_has_a_row_for_each_figure_and_the_exit_code_tells(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([]) == 1
    heading, *rows = capsys.readouterr().out.splitlines()
    assert heading.split() == ["name", "figure", "unit", "beside", "ratio", "goal", "holds"]
    assert [row.split() for row in rows] == [
        ["slow", "9", "s", "-", "-", "<=", "5", "s", "NO"],
        ["quick", "2", "ms", "4", "ms", "floor", "0.50", "ratio", "<=", "1", "yes"],
    ]


@pytest.mark.usefixtures("measurements")
def test_names_select_and_json_is_written(tmp_path: Path) -> None:
    file = tmp_path / "rows.json"
    assert command.main(["good", "--json", str(file)]) == 0
    assert json.loads(file.read_text()) == [
        {
            "name": "quick",
            "figure": 2,
            "unit": "ms",
            "beside": 4,
            "beside_what": "ms floor",
            "ratio": 0.5,
            "goal": "ratio <= 1",
            "holds": True,
        }
    ]


@pytest.mark.usefixtures("measurements")
def test_a_wrong_name_lists_the_right_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["god"]) == 2
    assert "No such measurement: god. There are: bad, good." in capsys.readouterr().err


@pytest.mark.usefixtures("measurements")
def test_what_has_not_begun_in_time_is_left_out_and_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "USUAL_SECONDS", -1)
    assert command.main([]) == 0
    assert "bad: left out" in capsys.readouterr().err
    assert command.main(["--full", "bad"]) == 1


@pytest.mark.usefixtures("measurements")
def test_two_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="good"):
        measurement("good")(lambda scale: [])


def test_goals_compare_figure_and_beside() -> None:
    assert at_least_times("rows", 30, "rows/s", beside=10, what="floor", limit=3).holds
    assert not at_least_times("rows", 29, "rows/s", beside=10, what="floor", limit=3).holds
    assert not at_most_times("page", 2.1, "ms", beside=1, what="floor", limit=2).holds
