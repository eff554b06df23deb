"""Asking for reports, making them once, and keeping what was made."""

import hashlib
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from pypdf import PdfReader

from certifications.models import Certificate
from certifications.services import revoke_certificate
from kaltim_naker.access.scope import EVERYTHING
from kaltim_naker.accounts.models import Membership, Office, User
from kaltim_naker.accounts.roles import Role
from kaltim_naker.audit.models import AccessLog
from kaltim_naker.core import canonical, jobs
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.jobs import JobState
from kaltim_naker.core.periods import Period
from kaltim_naker.reports import services
from kaltim_naker.reports.build import Order
from kaltim_naker.reports.family.target_realisation import build_target_realisation
from kaltim_naker.reports.models import ReportRun
from kaltim_naker.reports.services import execute_run, open_report, redraw, request_report, retry_report
from kaltim_naker.reports.tasks import render_report
from programs.models import TrainingCentre
from programs.services import approve_restatements, find_restatements
from tests.factories.accounts import user_with_role
from tests.factories.periods import close
from tests.printed import text_without_codes

THIRD = Period(2025, 3)


@pytest.fixture(autouse=True)
def own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def made(small_year: SimpleNamespace, planner: User) -> ReportRun:
    """The report of the third quarter, finished."""
    run = request_report(actor=planner, period=THIRD)
    render_report(str(run.pk))
    run.refresh_from_db()
    return run


def test_the_printed_figures_equal_the_hand_count(made: ReportRun) -> None:
    assert (made.state, made.progress, made.error) == (JobState.DONE, 100, "")
    text = text_without_codes(made.file.read(), made)

    # label, target of the year, in the quarter, since January, achievement
    assert "BLKI Balikpapan 5 0 2 40,00 %" in _flat(text)
    assert "BLKI Bontang 3 2 2 66,67 %" in _flat(text)
    assert "8 2 4 50,00 %" in _flat(text)
    assert "Kota Bontang 0 1 1" in _flat(text)
    assert made.reference in text


def _flat(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def test_the_file_and_the_facts_carry_their_fingerprints(made: ReportRun) -> None:
    assert canonical.fingerprint(made.facts) == made.facts_sha256
    assert made.pages == len(PdfReader(BytesIO(made.file.read())).pages)
    assert made.reference.startswith("TR-2025-Q3-")


def test_redrawing_gives_the_same_bytes_after_the_data_have_changed(made: ReportRun) -> None:
    Certificate.objects.all().delete()

    assert redraw(made).content == made.file.read()


def test_changed_facts_are_not_redrawn(made: ReportRun) -> None:
    made.facts["main"]["whole"]["cumulative"] = 999

    with pytest.raises(DomainError) as caught:
        redraw(made)
    assert caught.value.code == "facts_changed"


def test_asking_twice_makes_one_run(small_year: SimpleNamespace, planner: User, head_of_office: User) -> None:
    runs = {request_report(actor=actor, period=THIRD).pk for actor in (planner, head_of_office, planner)}
    other = request_report(actor=planner, period=THIRD, language="en")

    assert len(runs) == 1
    assert other.pk not in runs


def test_a_finished_run_is_left_alone_by_the_next_request(made: ReportRun, planner: User) -> None:
    assert request_report(actor=planner, period=THIRD).pk != made.pk


def test_the_database_refuses_a_second_live_run(small_year: SimpleNamespace, planner: User) -> None:
    run = request_report(actor=planner, period=THIRD)
    twin = ReportRun(
        requested_by=planner, reference="TR-2025-Q3-00000", kind=run.kind, year=2025, quarter=3, scope=run.scope
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_a_task_delivered_twice_runs_once(small_year: SimpleNamespace, planner: User) -> None:
    run = request_report(actor=planner, period=THIRD)
    render_report(str(run.pk))
    render_report(str(run.pk))

    run.refresh_from_db()
    assert (run.attempt, run.state) == (1, JobState.DONE)


def test_a_lost_run_is_sent_again_and_made(small_year: SimpleNamespace, planner: User) -> None:
    run = request_report(actor=planner, period=THIRD)
    claimed = ReportRun.claim(run.pk)
    ReportRun.objects.filter(pk=run.pk).update(lease_until=timezone.now() - timedelta(seconds=1))

    assert jobs.sweep() == 1
    render_report(str(run.pk))
    run.refresh_from_db()

    assert (run.state, run.attempt) == (JobState.DONE, 2)
    # The worker that was thought dead comes back: its work is not taken, and its copy is thrown away.
    execute_run(claimed)
    run.refresh_from_db()
    assert (run.state, run.attempt) == (JobState.DONE, 2)
    assert len(list(Path(run.file.path).parent.iterdir())) == 1


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (RuntimeError("boom"), "fault in the program"),
        (OSError(28, "No space left on device"), "disk is full"),
        (DomainError("no_indicator", "No indicator is counted yet."), "No indicator is counted yet."),
    ],
)
def test_a_failure_says_why_in_words(
    small_year: SimpleNamespace, planner: User, monkeypatch: pytest.MonkeyPatch, fault: Exception, words: str
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise fault

    run = request_report(actor=planner, period=THIRD, language="en")
    monkeypatch.setattr(services, "draw_facts", fail)
    render_report(str(run.pk))
    run.refresh_from_db()

    assert run.state == JobState.FAILED
    assert words in run.error
    assert "boom" not in run.error
    monkeypatch.undo()
    again = retry_report(actor=planner, run=run)
    assert (again.state, again.language) == (JobState.QUEUED, "en")


def test_only_a_failed_run_is_tried_again(made: ReportRun, planner: User) -> None:
    with pytest.raises(DomainError) as caught:
        retry_report(actor=planner, run=made)
    assert caught.value.code == "run_not_failed"


def test_a_centre_reports_on_itself(
    small_year: SimpleNamespace, bontang_admin: User, bontang: TrainingCentre, balikpapan: TrainingCentre
) -> None:
    run = request_report(actor=bontang_admin, period=THIRD)
    assert (run.centre, run.scope["centres"], run.scope["everything"]) == (bontang, [bontang.pk], False)

    with pytest.raises(DomainError) as caught:
        request_report(actor=bontang_admin, period=THIRD, centre=balikpapan)
    assert (caught.value.code, caught.value.field) == ("division_out_of_scope", "about")


def test_who_may_not_ask(small_year: SimpleNamespace, province: Office) -> None:
    with pytest.raises(PermissionDenied):
        request_report(actor=user_with_role(Role.AUDITOR, province), period=THIRD)


def test_a_period_that_has_not_begun(small_year: SimpleNamespace, planner: User) -> None:
    with pytest.raises(DomainError) as caught:
        request_report(actor=planner, period=Period(2099, 1))
    assert caught.value.code == "period_not_begun"
    assert not ReportRun.objects.exists()


def test_opening_asks_for_the_scope_of_now_and_is_written_down(made: ReportRun, planner: User) -> None:
    assert open_report(actor=planner, run=made).read().startswith(b"%PDF")
    assert AccessLog.objects.get().subject == made.reference

    Membership.objects.filter(user=planner).delete()
    with pytest.raises(PermissionDenied):
        open_report(actor=User.objects.get(pk=planner.pk), run=made)


def test_a_changed_file_is_not_handed_out(made: ReportRun, planner: User) -> None:
    Path(made.file.path).write_bytes(b"%PDF-1.7 something else")

    with pytest.raises(DomainError) as caught:
        open_report(actor=planner, run=made)
    assert caught.value.code == "file_changed"


def test_a_report_says_what_was_revised_and_an_older_one_stays(
    small_year: SimpleNamespace, planner: User, head_of_office: User
) -> None:
    second = Period(2025, 2)
    close(second, planner)
    older = finished(request_report(actor=planner, period=second))
    with older.file.open("rb") as file:
        published = file.read()
    beti = Certificate.objects.get(job_seeker__full_name="Beti Bunga")
    revoke_certificate(actor=planner, certificate=beti, reason="Nomor ganda", document="BA/1")
    find_restatements()
    assert finished(request_report(actor=planner, period=second)).facts["revisions"] == []  # nobody has approved yet
    approve_restatements(actor=head_of_office, period=second)
    newer = finished(request_report(actor=planner, period=second))
    told = [(one["place"], one["closed"], one["revised"]) for one in newer.facts["revisions"]]
    assert [(closed, revised) for _place, closed, revised in told] == [("2.00000000", "1.00000000")] * 2
    assert told[1][0] == "BLKI Balikpapan"
    assert newer.facts["main"]["whole"]["cumulative"] == "1"
    own = Order("X", second, EVERYTHING, TrainingCentre.objects.get(short_name="BLKI Bontang"), "id", newer.created_at)
    assert build_target_realisation(own).revisions == ()
    older.refresh_from_db()
    assert hashlib.sha256(published).hexdigest() == older.file_sha256
    assert redraw(older).content == published


def finished(run: ReportRun) -> ReportRun:
    render_report(str(run.pk))
    run.refresh_from_db()
    return run
