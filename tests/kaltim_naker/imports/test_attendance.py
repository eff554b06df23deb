"""Monthly lists of attendance: days over the columns, marks below, people by NIK or by name."""

from datetime import date

import pytest
from django.urls import reverse

from kaltim_naker.accounts.roles import Role
from kaltim_naker.imports.cells import CellProblem
from kaltim_naker.imports.check import check_file
from kaltim_naker.imports.parsers.attendance import day_key, marks
from programs.choices import ClassState
from programs.models import Holiday, TrainingProgram
from tests.conftest import client_of
from tests.factories.accounts import user_with_role
from tests.factories.programs import TrainingClassFactory
from tests.factories.trainees import EnrolmentFactory, JobSeekerFactory
from tests.kaltim_naker.imports.files import nik, text_table, xlsx
from trainees.imports import ATTENDANCE
from trainees.models import AttendanceMark, Session
from trainees.services import plan_sessions

pytestmark = pytest.mark.django_db
AINI, BUDI = nik(date(2001, 3, 5), woman=True, serial=11), nik(date(1999, 7, 1), serial=12)
TITLES = [
    ["DAFTAR HADIR PESERTA PELATIHAN"],
    ["Program Pelatihan", ": Barista"],
    ["Paket", ": I"],
    ["Bulan", ": Februari 2025"],
    [],
]


@pytest.fixture
def barista(office_data, balikpapan):
    """Mondays to Fridays from 3 to 28 February 2025, with two people."""
    training = TrainingClassFactory(
        centre=balikpapan,
        programme=TrainingProgram.objects.get(title="Barista"),
        label="Paket 1",
        starts_on=date(2025, 2, 3),
        ends_on=date(2025, 2, 28),
    )
    for name, number, born, sex in (
        ("Nur Aini", AINI, date(2001, 3, 5), "P"),
        ("Budi", BUDI, date(1999, 7, 1), "L"),
    ):
        person = JobSeekerFactory(full_name=name, nik=number, birth_date=born, sex=sex)
        EnrolmentFactory(training_class=training, job_seeker=person)
    return training


def month_list(*rows, days=range(1, 29), titles=TITLES):
    """No | NIK | Nama | 1 … 28 under “Tanggal”; each row is (NIK, name, {day: mark})."""
    head = ["No", "NIK", "Nama Peserta", "Tanggal", *[None] * (len(days) - 1), "H", "S", "I", "A", "Ket"]
    lower = [None, None, None, *days]
    body = [
        [number, who, name, *[given.get(day) for day in days], "", "", "", "", ""]
        for number, (who, name, given) in enumerate(rows, 1)
    ]
    return xlsx({"Februari": [*titles, head, lower, *body, [None, None, "Jumlah hadir", *[2 for _day in days]]]})


def recorded(name: str) -> dict[str, str]:
    found = AttendanceMark.objects.filter(enrolment__job_seeker__full_name=name).select_related("session")
    return {f"{mark.session.held_on:%d/%m}": mark.mark for mark in found}


class TestReading:
    @pytest.mark.parametrize(
        ("words", "key"),
        [
            (("3",), "3"),
            (("Tanggal", "03"), "3"),
            (("Tgl. 3",), "3"),
            (("Tanggal", "3", "Sen"), "3"),
            (("Senin, 3",), "3"),
            (("3/2",), "3/2"),
            (("03-02-2025",), "3/2/2025"),
            (("3 Feb",), "3/2"),
            (("Senin, 3 Februari 2025",), "3/2/2025"),
            (("2025-02-03",), "3/2/2025"),
            (("Februari 2025", "3"), "3/2/2025"),
            (("Pertemuan ke-3",), "#3"),
            (("(4)",), None),
            (("32",), None),
            (("Jumlah",), None),
            (("H",), None),
            (("Nama",), None),
        ],
    )
    def test_days_over_columns(self, words, key):
        assert day_key(words) == key

    @pytest.mark.parametrize(
        ("text", "mark"),
        [
            *((text, "H") for text in ("H", "h", "v", "√", "✓", "Hadir", "ü", "T")),
            *((text, "S") for text in ("S", "sakit", "Skt.")),
            *((text, "I") for text in ("I", "ijin", "Izin")),
            *((text, "A") for text in ("A", "alpa", "Alpha", "TK", "tanpa keterangan")),
        ],
    )
    def test_marks_as_people_write_them(self, text, mark):
        assert [one.mark for one in marks(f"3 {text}")] == [mark]

    def test_hours_and_parts_of_a_day(self):
        found = marks("3 H6; 3 H; 4 libur; 5 -")
        assert [(one.day, one.part, one.mark, one.hours) for one in found] == [(3, 1, "H", 6), (3, 2, "H", None)]

    @pytest.mark.parametrize("text", ["3 x", "3 ?", "3 1", "3 HH", "3 0", "H"])
    def test_what_is_no_mark_is_said(self, text):
        with pytest.raises(CellProblem) as problem:
            marks(text)
        assert problem.value.code == "mark_unknown"
        assert text in str(problem.value.message)


class TestTakingIn:
    def test_a_month_of_a_class(self, bring, take_in, barista, balikpapan, balikpapan_admin):
        plan_sessions(actor=balikpapan_admin, training_class=barista, days=[date(2025, 2, 3)], hours=5)
        file = month_list((AINI, "Nur Aini", {3: "H", 4: "S"}), (None, "BUDI", {3: "v", 4: "alpa", 5: "izin"}))
        run = bring("attendance", file, balikpapan, balikpapan_admin)
        assert run.verdict["findings"] == []
        assert [place["target"] for place in run.verdict["destinations"]] == [str(barista)]
        assert run.verdict["unmatched"] == ["H", "S", "I", "A", "Ket"]
        assert not AttendanceMark.objects.exists()
        run = take_in(run, balikpapan_admin)
        assert recorded("Nur Aini") == {"03/02": "H", "04/02": "S"}
        assert recorded("Budi") == {"03/02": "H", "04/02": "A", "05/02": "I"}
        # The day that had a session keeps it; the others are planned with the hours of the form.
        assert list(Session.objects.order_by("held_on").values_list("hours", flat=True)) == [5, 8, 8]
        assert (run.receipt["created"], run.receipt["held"], run.receipt["refused"]) == (2, [], [])

    def test_twice_is_once(self, bring, take_in, barista, balikpapan, balikpapan_admin):
        for _time in range(2):
            file = month_list((AINI, "Nur Aini", {3: "H", 4: "S"}))
            run = take_in(bring("attendance", file, balikpapan, balikpapan_admin), balikpapan_admin)
        assert (run.receipt["created"], run.receipt["unchanged"]) == (0, 1)
        assert (AttendanceMark.objects.count(), Session.objects.count()) == (2, 2)

    def test_a_corrected_list_says_what_it_changes(self, bring, take_in, barista, balikpapan, balikpapan_admin):
        first = month_list((AINI, "Nur Aini", {3: "A", 4: "H"}))
        take_in(bring("attendance", first, balikpapan, balikpapan_admin), balikpapan_admin)
        again = month_list((AINI, "Nur Aini", {3: "S", 4: "H"}))
        run = bring("attendance", again, balikpapan, balikpapan_admin)
        assert [row["code"] for row in run.verdict["trial"]["refused"]] == ["late_change_needs_reason"]
        again.seek(0)
        run = bring("attendance", again, balikpapan, balikpapan_admin, late_reason="Surat dokter menyusul")
        run = take_in(run, balikpapan_admin)
        [changes] = run.receipt["changes"].values()
        assert [(one["field"], one["old"], one["new"]) for one in changes] == [("03/02/2025", "A", "S")]

    def test_the_class_and_the_month_of_the_form(self, bring, take_in, barista, balikpapan, balikpapan_admin):
        rows = [["Nama", 3, 4], ["Nur Aini", "H", "H"]]
        options = {"training_class": str(barista.pk), "month": "2025-02", "hours": 6}
        run = bring("attendance", xlsx({"x": rows}), balikpapan, balikpapan_admin, **options)
        take_in(run, balikpapan_admin)
        assert recorded("Nur Aini") == {"03/02": "H", "04/02": "H"}
        assert set(Session.objects.values_list("hours", flat=True)) == {6}

    def test_dates_as_heads_in_tabbed_utf16(self, bring, take_in, barista, balikpapan, balikpapan_admin):
        rows = [
            ["Kelas : Barista Paket I"],
            ["Nama", "03/02/2025", "4 Februari 2025", "05-02-25"],
            ["Budi", "hadir", "SAKIT", "ijin"],
        ]
        run = bring("attendance", text_table(rows, "\t", "utf-16"), balikpapan, balikpapan_admin)
        take_in(run, balikpapan_admin)
        assert recorded("Budi") == {"03/02": "H", "04/02": "S", "05/02": "I"}

    def test_dates_typed_as_dates_and_weekdays_below(self, barista):
        rows = [
            ["NAMA", "KEHADIRAN", None, "JUMLAH"],
            [None, date(2025, 2, 3), date(2025, 2, 4), None],
            [None, "Sen", "Sel", None],
            ["Budi", "H", "A", 1],
        ]
        verdict = check_file(ATTENDANCE, xlsx({"x": rows}))
        [row] = verdict.rows
        assert [(one.day, one.month, one.year, one.mark) for one in row.values["marks"]] == [
            (3, 2, 2025, "H"),
            (4, 2, 2025, "A"),
        ]

    def test_morning_and_afternoon(self, bring, take_in, barista, balikpapan, balikpapan_admin):
        rows = [
            *TITLES,
            ["Nama", 3, None, 4, None],
            [None, "Pagi", "Siang", "Pagi", "Siang"],
            ["Budi", *"HSHH"],
            ["Nur Aini", None, "H", "A", None],
        ]
        take_in(bring("attendance", xlsx({"x": rows}), balikpapan, balikpapan_admin, hours=4), balikpapan_admin)
        found = AttendanceMark.objects.order_by("enrolment__job_seeker__full_name", "session")
        assert [(one.session.part, one.mark) for one in found] == [
            *zip((1, 2, 1, 2), "HSHH", strict=True),
            (2, "H"),
            (1, "A"),
        ]


class TestFindings:
    @pytest.mark.parametrize(
        ("who", "given", "code"),
        [
            ((None, "Orang Lain"), {3: "H"}, "person_not_in_class"),
            ((BUDI, "Nur Aini"), {3: "H"}, "person_differs"),
            ((None, "Budi"), {1: "H"}, "day_outside_class"),
        ],
    )
    def test_rows_that_wait(self, bring, barista, balikpapan, balikpapan_admin, who, given, code):
        run = bring("attendance", month_list((*who, given)), balikpapan, balikpapan_admin)
        assert [row["code"] for row in run.verdict["waiting"]] == [code]
        assert run.verdict["trial"]["created"] == 0

    def test_near_names_are_offered(self, bring, barista, balikpapan, balikpapan_admin):
        run = bring("attendance", month_list((None, "Nur Ainii", {3: "H"})), balikpapan, balikpapan_admin)
        assert run.verdict["trial"]["held"][0]["suggestions"] == ["Nur Aini"]

    def test_unknown_marks_and_days_that_do_not_exist(self, barista):
        file = month_list((AINI, "Nur Aini", {3: "H", 4: "x"}), (None, "Budi", {29: "H"}), days=range(1, 32))
        verdict = check_file(ATTENDANCE, file)
        assert [(one.line, one.code) for one in verdict.findings] == [(8, "mark_unknown"), (9, "day_impossible")]
        assert "4 x" in verdict.findings[0].message

    def test_one_person_twice(self, barista):
        verdict = check_file(ATTENDANCE, month_list((None, "Budi", {3: "H"}), (None, "BUDI", {4: "H"})))
        assert [(one.line, one.code) for one in verdict.findings] == [(9, "duplicate_in_file")]

    def test_days_off_are_asked_about(self, bring, take_in, barista, balikpapan, balikpapan_admin):
        Holiday.objects.update_or_create(day=date(2025, 2, 12), defaults={"name": "Hari Contoh", "source": "uji"})
        file = month_list((None, "Budi", {8: "H", 11: "H", 12: "H"}))
        run = bring("attendance", file, balikpapan, balikpapan_admin)
        [finding] = run.verdict["findings"]
        assert (finding["code"], finding["level"]) == ("day_off", "warning")
        assert "08/02/2025" in finding["message"]
        assert "Hari Contoh" in finding["message"]
        assert "11/02/2025" not in finding["message"]
        run = take_in(run, balikpapan_admin, line_8="Lembur, surat tugas ada")
        assert recorded("Budi") == {"08/02": "H", "11/02": "H", "12/02": "H"}

    def test_a_planned_saturday_is_no_question(self, bring, barista, balikpapan, balikpapan_admin):
        plan_sessions(actor=balikpapan_admin, training_class=barista, days=[date(2025, 2, 8)], hours=5)
        run = bring("attendance", month_list((None, "Budi", {8: "H"})), balikpapan, balikpapan_admin)
        assert run.verdict["findings"] == []

    def test_a_day_without_its_month_is_not_guessed(self, bring, barista, balikpapan, balikpapan_admin):
        rows = [*TITLES[:3], ["Nama", 3, 4], ["Budi", "H", "H"]]
        run = bring("attendance", xlsx({"x": rows}), balikpapan, balikpapan_admin)
        # The class lies in one month, so its calendar says which.
        assert run.verdict["waiting"] == []
        barista.ends_on = date(2025, 3, 7)
        barista.save()
        run = bring("attendance", xlsx({"x": rows}), balikpapan, balikpapan_admin)
        assert [row["code"] for row in run.verdict["waiting"]] == ["month_missing"]

    def test_a_closed_class_and_a_foreign_one(
        self, bring, barista, bontang, bontang_admin, balikpapan, balikpapan_admin
    ):
        run = bring("attendance", month_list((None, "Budi", {3: "H"})), bontang, bontang_admin)
        assert [row["code"] for row in run.verdict["waiting"]] == ["class_unknown"]
        options = {"training_class": str(barista.pk)}
        run = bring("attendance", month_list((None, "Budi", {3: "H"}), titles=[]), bontang, bontang_admin, **options)
        assert [row["code"] for row in run.verdict["waiting"]] == ["class_unknown"]

    def test_a_closed_class(self, bring, barista, balikpapan, balikpapan_admin):
        barista.state, barista.closed_on, barista.closing_document = ClassState.CLOSED, barista.ends_on, "BA/1"
        barista.save()
        run = bring("attendance", month_list((None, "Budi", {3: "H"})), balikpapan, balikpapan_admin)
        assert [row["code"] for row in run.verdict["waiting"]] == ["class_not_running"]


def test_the_form_offers_running_classes_of_the_own_centre(barista, bontang):
    foreign = TrainingClassFactory(centre=bontang, label="Paket Bontang")
    planned = TrainingClassFactory(centre=barista.centre, label="Paket Rencana", planned=True)
    instructor = user_with_role(Role.INSTRUCTOR, barista.centre.office)
    address = reverse("imports:upload", args=["attendance"])
    page = client_of(instructor).get(address).content.decode()
    assert str(barista) in page
    assert str(foreign) not in page
    assert str(planned) not in page
    file = month_list((None, "Budi", {3: "H"}))
    file.name = "absen.xlsx"
    sent = {"file": file, "office": barista.centre.pk, "month": "Februari", "hours": 8}
    answer = client_of(instructor).post(address, sent)
    assert answer.status_code == 422
    assert answer.context["form"].errors["month"]
