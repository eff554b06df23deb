"""A worker killed at any moment: the state is before or after, never between, and the next try ends right."""

import os
import signal
from collections.abc import Callable
from datetime import date, timedelta
from importlib import import_module
from typing import Any
from unittest import mock

import pytest
from django.db import connections
from django.utils import timezone

from kaltim_naker.core.jobs import JobState, sweep
from kaltim_naker.imports import services
from kaltim_naker.imports.choices import ImportStage
from kaltim_naker.imports.models import ImportRun, QuarantinedRow
from programs.models import TrainingClass
from tests.kaltim_naker.imports.files import nik, xlsx
from trainees.models import Enrolment, JobSeeker

pytestmark = pytest.mark.django_db(transaction=True)
HEAD = ["NIK", "Nama", "Tgl Lahir", "L/P", "Kab/Kota", "Program", "Paket"]
GOOD, PART = 12, 5

# Where the worker dies: before or after the n-th call of what; and whether its work was saved by then.
POINTS = {
    "before it reads": ("kaltim_naker.imports.check.read_workbook", "before", 1, False),
    "when it has read": ("kaltim_naker.imports.check.read_workbook", "after", 1, False),
    "while it checks": ("kaltim_naker.imports.check.Checker.check", "before", 8, False),
    "when it waits for its turn": ("kaltim_naker.imports.services.one_at_a_time", "after", 1, False),
    "while it asks the records": ("kaltim_naker.imports.intake.Intake._ask_records", "after", 2, False),
    "between people and seats": ("trainees.imports.participants.register_job_seekers", "after", 1, False),
    "between two parts": ("kaltim_naker.imports.intake.Intake._take_in_part", "after", 2, False),
    "when rows are held": ("kaltim_naker.imports.services.hold_rows", "after", 1, False),
    "before it commits": ("kaltim_naker.imports.models.runs.ImportRun.finish", "after", 1, False),
    "when it has committed": ("kaltim_naker.imports.services.keep_while_open", "before", 1, True),
}


@pytest.fixture(autouse=True)
def _short_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirteen rows come in three parts, as a hundred thousand would."""
    for module in ("check", "intake"):
        monkeypatch.setattr(import_module(f"kaltim_naker.imports.{module}"), "ROWS_AT_ONCE", PART)


def person(serial: int, region: str = "Samarinda") -> list[object]:
    name = f"Dayang {chr(64 + serial)}"
    return [nik(date(2001, 3, 5), woman=True, serial=serial), name, "05/03/2001", "P", region, "Barista", "Paket 1"]


@pytest.fixture
def accepted(bring: Callable[..., ImportRun], balikpapan: Any, balikpapan_admin: Any) -> ImportRun:
    """Twelve good rows and one that will be held, decided about and not carried out."""
    rows = [HEAD, *(person(serial) for serial in range(1, GOOD + 1)), person(GOOD + 1, "Atlantis")]
    run = bring("participants", xlsx({"x": rows}), balikpapan, balikpapan_admin)
    assert run.verdict["trial"]["created"] == GOOD
    services.accept_run(actor=balikpapan_admin, run=run, mode="good_rows", confirmations={})
    return run


def dying(target: str, moment: str, call: int) -> Any:
    """A patch under which the process kills itself, without a last word, at the n-th call of the target."""
    owner_name, name = target.rsplit(".", 1)
    owner = _found(owner_name)
    real, calls = getattr(owner, name), []

    def until_death(*args: Any, **kwargs: Any) -> Any:
        calls.append(1)
        if moment == "before" and len(calls) == call:
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*args, **kwargs)
        if moment == "after" and len(calls) == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return mock.patch.object(owner, name, until_death)


def _found(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError:
        module, _dot, attribute = name.rpartition(".")
        return getattr(import_module(module), attribute)


def killed_worker(run: ImportRun, patch: Any) -> int:
    """Carry the run out in a process of its own; returns the signal that ended it."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            with patch:
                services.carry_out(str(run.pk))
        finally:
            os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def state() -> tuple[int, int, int, int]:
    counted = (JobSeeker, Enrolment, TrainingClass, QuarantinedRow)
    return tuple(model.objects.count() for model in counted)  # type: ignore[return-value]


BEFORE, AFTER = (0, 0, 0, 0), (GOOD, GOOD, 1, 1)


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_worker_leaves_before_or_after(accepted: ImportRun, point: str) -> None:
    target, moment, call, is_saved = POINTS[point]
    assert killed_worker(accepted, dying(target, moment, call)) == signal.SIGKILL
    accepted.refresh_from_db()
    assert state() == (AFTER if is_saved else BEFORE)
    assert accepted.stage == (ImportStage.ACCEPTED if is_saved else ImportStage.ACCEPTING)

    # Its lease runs out, the sweeper sends the run again, and another worker takes it.
    ImportRun.objects.filter(pk=accepted.pk, state=JobState.RUNNING).update(
        lease_until=timezone.now() - timedelta(seconds=1)
    )
    assert sweep() == (0 if is_saved else 1)
    services.carry_out(str(accepted.pk))
    accepted.refresh_from_db()
    assert (accepted.stage, accepted.state) == (ImportStage.ACCEPTED, JobState.DONE)
    assert state() == AFTER
    assert accepted.receipt["created"] == GOOD
    assert [row["line"] for row in accepted.receipt["refused"]] == [GOOD + 2]


def test_two_clerks_bring_the_same_people_at_the_same_time(
    bring: Callable[..., ImportRun], balikpapan: Any, balikpapan_admin: Any
) -> None:
    rows = [HEAD, *(person(serial) for serial in range(1, GOOD + 1))]
    runs = [bring("participants", xlsx({"x": rows}), balikpapan, balikpapan_admin) for _clerk in range(2)]
    for run in runs:
        services.accept_run(actor=balikpapan_admin, run=run, mode="good_rows", confirmations={})
    connections.close_all()
    children = []
    for run in runs:
        child = os.fork()
        if child == 0:
            try:
                services.carry_out(str(run.pk))
            finally:
                os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)
    receipts = [ImportRun.objects.get(pk=run.pk).receipt for run in runs]
    assert sorted((receipt["created"], receipt["unchanged"]) for receipt in receipts) == [(0, GOOD), (GOOD, 0)]
    assert state() == (GOOD, GOOD, 1, 0)


def test_a_number_entered_on_a_page_meanwhile_is_refused_and_nothing_else(
    accepted: ImportRun, monkeypatch: pytest.MonkeyPatch, balikpapan: Any, balikpapan_admin: Any
) -> None:
    """Between our look and our writing somebody registers one of the people: the database says so."""
    participants = import_module("trainees.imports.participants")
    real = participants.register_job_seekers

    def after_somebody_else(*, actor: Any, job_seekers: list[JobSeeker]) -> Any:
        if not JobSeeker.objects.exists():
            faster = JobSeeker(
                full_name="Dayang A", birth_date=date(2001, 3, 5), sex="P", domicile=job_seekers[0].domicile
            )
            faster.registered_by = balikpapan.office
            faster.set_nik(str(person(1)[0]))
            faster.save()
        return real(actor=actor, job_seekers=job_seekers)

    monkeypatch.setattr(participants, "register_job_seekers", after_somebody_else)
    services.carry_out(str(accepted.pk))
    accepted.refresh_from_db()
    assert accepted.receipt["created"] == GOOD - 1
    assert ("nik_known", 2) in [(row["code"], row["line"]) for row in accepted.receipt["refused"]]
