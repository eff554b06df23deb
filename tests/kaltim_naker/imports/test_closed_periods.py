"""Lists that come after the quarter was closed: said row by row before anything is saved, and kept until it is open."""

from datetime import date

import pytest

from certifications.models import Certificate, Result
from kaltim_naker.imports.choices import ImportStage, QuarantineState
from kaltim_naker.imports.corrections import Correction, correct_rows
from kaltim_naker.imports.models import QuarantinedRow
from kaltim_naker.imports.services import carry_out
from kaltim_naker.imports.undo import request_undo
from programs.locking import lock_of
from programs.models import ReportingPeriod, TrainingClass, TrainingProgram
from tests.factories.periods import ReopeningFactory, ReportingPeriodFactory
from tests.factories.programs import TrainingClassFactory
from tests.factories.trainees import EnrolmentFactory, JobSeekerFactory
from tests.kaltim_naker.imports.files import nik, xlsx
from trainees.models import AttendanceMark, Session

pytestmark = pytest.mark.django_db
HEAD = ["NIK", "Nama", "Skema", "Tgl Uji", "Hasil", "No Sertifikat", "Tgl Terbit", "Penerbit"]
BORN = date(2001, 3, 5)


def who(serial: int) -> str:
    return nik(BORN, woman=True, serial=serial)


def result(serial: int, assessed: str, number: str = "", issued: str = "") -> list[object]:
    return [who(serial), f"Peserta {serial}", "Barista", assessed, "K", number, issued, "BNSP"]


def results_of(*rows: list[object]):
    return xlsx({"x": [HEAD, *rows]})


@pytest.fixture
def training(office_data, balikpapan) -> TrainingClass:
    """From 3 March to 4 April, over the end of the quarter, with three people."""
    training = TrainingClassFactory(
        centre=balikpapan,
        programme=TrainingProgram.objects.get(title="Barista"),
        label="Paket 1",
        starts_on=date(2025, 3, 3),
        ends_on=date(2025, 4, 4),
    )
    for serial in (1, 2, 3):
        person = JobSeekerFactory(full_name=f"Peserta {serial}", nik=who(serial), birth_date=BORN, sex="P")
        EnrolmentFactory(training_class=training, job_seeker=person)
    return training


@pytest.fixture
def closed(training, balikpapan) -> ReportingPeriod:
    return ReportingPeriodFactory(closed=True, centre=balikpapan)


class TestResults:
    def test_both_edges_row_by_row_and_dry_run_as_real_run(self, bring, take_in, closed, balikpapan, balikpapan_admin):
        file = results_of(result(1, "31/03/2025"), result(2, "01/04/2025"))
        run = bring("results", file, balikpapan, balikpapan_admin)
        [waiting] = run.verdict["waiting"]
        assert (waiting["line"], waiting["code"]) == (2, "period_closed")
        assert waiting["message"] == lock_of(date(2025, 3, 31), balikpapan.pk).explanation
        assert run.verdict["trial"]["created"] == 1
        assert [row["column"] for row in run.verdict["trial"]["held"]] == ["assessed_on"]
        assert not Result.objects.exists()
        run = take_in(run, balikpapan_admin)
        assert (run.receipt["created"], [row["code"] for row in run.receipt["held"]]) == (1, ["period_closed"])
        assert [one.assessed_on for one in Result.objects.all()] == [date(2025, 4, 1)]

    def test_a_row_is_kept_and_goes_in_once_the_unit_is_open(
        self, bring, take_in, closed, balikpapan, balikpapan_admin
    ):
        run = bring("results", results_of(result(1, "31/03/2025")), balikpapan, balikpapan_admin)
        take_in(run, balikpapan_admin)
        [row] = QuarantinedRow.objects.filter(state=QuarantineState.OPEN)
        again = correct_rows(actor=balikpapan_admin, run=run, corrections={row.pk: Correction()})
        assert (again.taken, again.open) == ([], [2])
        ReopeningFactory(period=closed)
        again = correct_rows(actor=balikpapan_admin, run=run, corrections={row.pk: Correction()})
        assert (again.taken, again.open) == ([2], [])
        assert Result.objects.get().assessed_on == date(2025, 3, 31)

    def test_the_certificate_of_a_known_result(self, bring, take_in, training, balikpapan, balikpapan_admin):
        """The result of March is known; its certificate of March comes too late, one of April in time."""
        known = results_of(result(1, "31/03/2025"), result(2, "31/03/2025"))
        take_in(bring("results", known, balikpapan, balikpapan_admin), balikpapan_admin)
        ReportingPeriodFactory(closed=True, centre=balikpapan)
        file = results_of(result(1, "31/03/2025", "A1", "31/03/2025"), result(2, "31/03/2025", "A2", "01/04/2025"))
        run = bring("results", file, balikpapan, balikpapan_admin)
        assert [(row["line"], row["column"]) for row in run.verdict["trial"]["held"]] == [(2, "issued_on")]
        take_in(run, balikpapan_admin)
        assert Certificate.objects.get().issued_on == date(2025, 4, 1)

    def test_what_we_have_already_disturbs_nobody(self, bring, take_in, training, balikpapan, balikpapan_admin):
        rows = [result(1, "31/03/2025", "A1", "31/03/2025")]
        take_in(bring("results", results_of(*rows), balikpapan, balikpapan_admin), balikpapan_admin)
        ReportingPeriodFactory(closed=True, centre=balikpapan)
        run = bring("results", results_of(*rows), balikpapan, balikpapan_admin)
        assert not run.verdict["waiting"]
        assert take_in(run, balikpapan_admin).receipt["unchanged"] == 1

    def test_closed_between_check_and_decision(self, bring, take_in, training, balikpapan, balikpapan_admin):
        run = bring("results", results_of(result(1, "31/03/2025")), balikpapan, balikpapan_admin)
        assert not run.verdict["waiting"]
        ReportingPeriodFactory(closed=True, centre=balikpapan)
        run = take_in(run, balikpapan_admin)
        assert [row["code"] for row in run.receipt["held"]] == ["period_closed"]
        assert not Result.objects.exists()

    def test_undoing_does_not_empty_a_closed_quarter(self, bring, take_in, training, balikpapan, balikpapan_admin):
        rows = results_of(result(1, "31/03/2025", "A1", "31/03/2025"))
        run = take_in(bring("results", rows, balikpapan, balikpapan_admin), balikpapan_admin)
        ReportingPeriodFactory(closed=True, centre=balikpapan)
        request_undo(actor=balikpapan_admin, run=run, reason="Salah unggah")
        carry_out(str(run.pk))
        run.refresh_from_db()
        assert run.stage == ImportStage.ACCEPTED
        assert run.notice == lock_of(date(2025, 3, 31), balikpapan.pk).explanation
        assert Certificate.objects.count() == 1


class TestAttendance:
    def marks(self, first: str, second: str):
        head = ["NIK", "Nama", "31/03/2025", "01/04/2025"]
        return xlsx({"x": [["Kelas : Barista Paket 1"], head, [who(1), "Peserta 1", first, second]]})

    def test_marks_of_both_sides_of_the_edge(self, bring, take_in, closed, balikpapan, balikpapan_admin):
        run = bring("attendance", self.marks("H", "H"), balikpapan, balikpapan_admin)
        assert [row["code"] for row in run.verdict["waiting"]] == ["period_closed"]
        run = bring("attendance", self.marks("", "H"), balikpapan, balikpapan_admin)
        assert not run.verdict["waiting"]
        take_in(run, balikpapan_admin)
        assert [one.session.held_on for one in AttendanceMark.objects.all()] == [date(2025, 4, 1)]
        assert Session.objects.count() == 1

    def test_marks_that_stand_there_already(self, bring, take_in, training, balikpapan, balikpapan_admin):
        take_in(bring("attendance", self.marks("H", ""), balikpapan, balikpapan_admin), balikpapan_admin)
        ReportingPeriodFactory(closed=True, centre=balikpapan)
        run = bring("attendance", self.marks("H", "S"), balikpapan, balikpapan_admin)
        assert not run.verdict["waiting"]
        take_in(run, balikpapan_admin)
        assert sorted(AttendanceMark.objects.values_list("mark", flat=True)) == ["H", "S"]
        changed = bring("attendance", self.marks("S", "S"), balikpapan, balikpapan_admin)
        assert [row["code"] for row in changed.verdict["waiting"]] == ["period_closed"]
