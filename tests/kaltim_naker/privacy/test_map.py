"""Nothing personal lies outside the map: who adds a column must say what it is for."""

from dataclasses import replace

import pytest

from kaltim_naker.privacy import personal
from kaltim_naker.privacy.personal import PARTS, undeclared_columns


def test_every_column_about_a_person_is_declared() -> None:
    assert list(undeclared_columns()) == []


def test_a_new_column_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    person, *others = PARTS
    kept = tuple(name for name in person.given if name != "phone")
    monkeypatch.setattr(personal, "PARTS", [replace(person, given=kept), *others])
    assert list(undeclared_columns()) == ["trainees.JobSeeker.phone"]


def test_a_new_table_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(personal, "PARTS", [part for part in PARTS if part.label != "trainees.Placement"])
    assert list(undeclared_columns()) == ["trainees.Placement"]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.label)
def test_only_columns_that_are_there_are_erased(part: personal.Part) -> None:
    assert set(part.erased) <= {*part.given, *part.ours}
