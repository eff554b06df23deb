"""The states of a background run, on a real kind of work."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from kaltim_naker.accounts.models import User
from kaltim_naker.core import jobs
from kaltim_naker.core.jobs import QUEUE_PATIENCE, JobState
from kaltim_naker.reports.models import ReportRun


@pytest.fixture
def run(planner: User) -> ReportRun:
    return ReportRun.objects.create(
        requested_by=planner, reference="TR-2025-Q3-JOBS1", kind="target_realisation", year=2025, quarter=3, scope={}
    )


def _set(run: ReportRun, **changes: Any) -> None:
    ReportRun.objects.filter(pk=run.pk).update(**changes)


def test_a_row_is_claimed_once(run: ReportRun) -> None:
    first, second = ReportRun.claim(run.pk), ReportRun.claim(run.pk)

    assert first is not None
    assert (first.state, first.attempt) == (JobState.RUNNING, 1)
    assert first.lease_until > timezone.now()
    assert second is None


def test_claiming_what_does_not_exist_is_no_work(db: None) -> None:
    assert ReportRun.claim(uuid.uuid4()) is None


def test_progress_renews_the_lease(run: ReportRun) -> None:
    held = ReportRun.claim(run.pk)
    _set(run, lease_until=timezone.now())

    assert held.report_progress(40, "Menghitung")
    run.refresh_from_db()
    assert (run.progress, run.step) == (40, "Menghitung")
    assert run.lease_until > timezone.now() + timedelta(minutes=5)


def test_failing_frees_the_row_and_keeps_the_words(run: ReportRun) -> None:
    held = ReportRun.claim(run.pk)

    assert held.fail("Tidak ada indikator.")
    run.refresh_from_db()
    assert (run.state, run.error, run.lease_until) == (JobState.FAILED, "Tidak ada indikator.", None)
    assert run.finished_at is not None
    assert run.is_final


@pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED, JobState.CANCELLED])
def test_what_is_over_is_not_claimed_nor_swept(run: ReportRun, state: JobState) -> None:
    facts = {"file": "x.pdf", "file_sha256": "0", "facts_sha256": "0", "facts": {}, "pages": 1}
    _set(run, state=state, queued_at=timezone.now() - timedelta(days=1), **facts)

    assert ReportRun.claim(run.pk) is None
    assert jobs.sweep() == 0


def test_a_worker_that_lost_its_lease_changes_nothing(run: ReportRun) -> None:
    slow = ReportRun.claim(run.pk)
    _set(run, lease_until=timezone.now() - timedelta(seconds=1))
    jobs.sweep()
    quick = ReportRun.claim(run.pk)

    assert quick.attempt == 2
    assert not slow.report_progress(90, "terlambat")
    assert not slow.fail("terlambat")
    run.refresh_from_db()
    assert (run.state, run.step) == (JobState.RUNNING, "")


def test_the_sweeper_sends_again_what_nobody_holds(
    run: ReportRun, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    sent: list[tuple[str, dict]] = []
    monkeypatch.setattr(jobs, "_send", lambda name, ids: sent.append((name, ids)))
    _set(run, queued_at=timezone.now() - QUEUE_PATIENCE - timedelta(seconds=1))

    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.sweep() == 1
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.sweep() == 0, "it has just been sent; its patience starts again"
    assert sent == [("reports.render", {"run_id": str(run.pk)})]


def test_a_live_lease_and_a_fresh_row_are_left_alone(run: ReportRun) -> None:
    assert jobs.sweep() == 0
    ReportRun.claim(run.pk)
    assert jobs.sweep() == 0


def test_what_is_lost_too_often_is_given_up_in_words(run: ReportRun, settings: Any) -> None:
    _set(
        run,
        state=JobState.RUNNING,
        attempt=settings.JOB_MAX_ATTEMPTS,
        lease_until=timezone.now() - timedelta(seconds=1),
    )

    assert jobs.sweep() == 0
    run.refresh_from_db()
    assert run.state == JobState.FAILED
    assert run.error


def test_a_broker_that_is_away_loses_nothing(
    run: ReportRun, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def away(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr("celery.app.task.Task.apply_async", away)
    monkeypatch.setattr("celery.Celery.send_task", away)
    with django_capture_on_commit_callbacks(execute=True):
        run.enqueue()

    run.refresh_from_db()
    assert run.state == JobState.QUEUED


@pytest.mark.parametrize(
    "wrong", [{"state": "thinking"}, {"progress": 101}, {"state": JobState.RUNNING, "lease_until": None}]
)
def test_the_database_refuses_states_that_make_no_sense(run: ReportRun, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        _set(run, **wrong)
