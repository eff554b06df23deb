"""Lists of what became of graduates: jobs, own businesses, and answers to a survey."""

from datetime import date

import pytest

from kaltim_naker.accounts.models import OfficeKind
from kaltim_naker.accounts.roles import Role
from kaltim_naker.imports.cells import CellProblem
from kaltim_naker.imports.check import check_file
from programs.models import TrainingProgram
from tests.factories.accounts import OfficeFactory, home_region, sector, user_with_role
from tests.factories.programs import TrainingClassFactory
from tests.factories.trainees import EnrolmentFactory, JobSeekerFactory
from tests.kaltim_naker.imports.files import nik, xlsx
from trainees.imports import PLACEMENTS
from trainees.imports.placements import wage_band
from trainees.models import Placement, TracerRound
from trainees.services import PlacementData, record_placement

pytestmark = pytest.mark.django_db
AINI, BUDI = nik(date(2001, 3, 5), woman=True, serial=11), nik(date(1999, 7, 1), serial=12)
HEAD = ["No", "NIK", "Nama Alumni", "Status", "Perusahaan", "TMT", "Jabatan", "Kontrak", "Gaji", "Sesuai", "Bukti"]
AINI_WORKS = [
    *(1, AINI, "Nur Aini", "Bekerja", "PT Contoh Karya", "1 Juli 2025", "Barista", "PKWT"),
    *("Rp 3.700.000", "ya", "Surat Keterangan Kerja"),
]
BUDI_OWN = [2, None, "BUDI", "Wirausaha", "Kopi Budi", "15/07/2025", "Pemilik", None, "1-3 juta", "ya", None]


@pytest.fixture
def barista(office_data, balikpapan):
    """A class closed on 30 May 2025, with two graduates who live in Samarinda and in Bontang."""
    training = TrainingClassFactory(
        centre=balikpapan,
        programme=TrainingProgram.objects.get(title="Barista"),
        label="Paket 1",
        starts_on=date(2025, 4, 1),
        ends_on=date(2025, 5, 30),
        closed=True,
    )
    for name, number, born, sex, home in (
        ("Nur Aini", AINI, date(2001, 3, 5), "P", "64.72"),
        ("Budi", BUDI, date(1999, 7, 1), "L", "64.74"),
    ):
        person = JobSeekerFactory(full_name=name, nik=number, birth_date=born, sex=sex, domicile=home_region(home))
        EnrolmentFactory(training_class=training, job_seeker=person, passed=True)
    return training


def graduates(*rows, head=HEAD):
    return xlsx({"Alumni": [["Program : Barista"], ["Paket : 1"], head, *rows]})


def waiting(run) -> list[tuple[int, str]]:
    return [(row["line"], row["code"]) for row in run.verdict["waiting"]]


class TestTakingIn:
    def test_jobs_and_own_businesses(self, bring, take_in, barista, balikpapan, balikpapan_admin):
        run = bring("placements", graduates(AINI_WORKS, BUDI_OWN), balikpapan, balikpapan_admin)
        assert run.verdict["findings"] == []
        assert not Placement.objects.exists()
        run = take_in(run, balikpapan_admin)
        assert run.receipt["created"] == 2
        aini, budi = Placement.objects.order_by("started_on")
        assert (aini.employer, aini.occupation, aini.started_on) == ("PT Contoh Karya", "Barista", date(2025, 7, 1))
        assert (aini.contract, aini.wage_band, aini.is_relevant) == ("fixed_term", "from_3", True)
        assert (aini.kind, aini.evidence) == ("akl", "document")
        assert (budi.kind, budi.contract, budi.evidence) == ("self_employed", "own_business", "own_word")
        assert {one.enrolment.training_class for one in (aini, budi)} == {barista}

    def test_twice_is_once(self, bring, take_in, barista, balikpapan, balikpapan_admin):
        for _time in range(2):
            run = bring("placements", graduates(AINI_WORKS, BUDI_OWN), balikpapan, balikpapan_admin)
            run = take_in(run, balikpapan_admin)
        assert (run.receipt["created"], run.receipt["unchanged"], Placement.objects.count()) == (0, 2, 2)

    def test_what_the_list_does_not_say_stays(self, bring, take_in, barista, balikpapan, balikpapan_admin):
        enrolment = barista.enrolments.get(job_seeker__full_name="Nur Aini")
        known = PlacementData(
            employer="PT Contoh Karya",
            started_on=date(2025, 7, 1),
            sector=sector("I"),
            kind="akad",
            evidence="employer",
            is_relevant=False,
        )
        record_placement(actor=balikpapan_admin, job_seeker=enrolment.job_seeker, data=known, enrolment=enrolment)
        rows = [["NIK", "Perusahaan", "Mulai Kerja", "Gaji"], [AINI, "pt contoh  karya", "01-07-25", 3_700_000]]
        run = take_in(bring("placements", xlsx({"x": rows}), balikpapan, balikpapan_admin), balikpapan_admin)
        placement = Placement.objects.get()
        assert (placement.kind, placement.sector.code, placement.is_relevant) == ("akad", "I", False)
        assert (placement.evidence, placement.wage_band) == ("employer", "from_3")
        [changes] = run.receipt["changes"].values()
        assert len(changes) == 1

    def test_a_survey_takes_every_line_as_an_answer(self, bring, take_in, barista, balikpapan, balikpapan_admin):
        seeks = [2, BUDI, "Budi", "Mencari kerja", *[None] * 7]
        file = graduates(AINI_WORKS, seeks)
        run = bring("placements", file, balikpapan, balikpapan_admin)
        assert waiting(run) == [(5, "nothing_to_record")]
        for _time in range(2):
            run = bring("placements", graduates(AINI_WORKS, seeks), balikpapan, balikpapan_admin, months=3)
            run = take_in(run, balikpapan_admin)
        assert (run.receipt["created"], run.receipt["unchanged"]) == (0, 2)
        answers = TracerRound.objects.answered().filter(months=3)
        assert sorted(answers.values_list("status", "enrolment__job_seeker__full_name")) == [
            ("employed", "Nur Aini"),
            ("seeking", "Budi"),
        ]
        again = graduates([2, BUDI, "Budi", "kuliah", *[None] * 7])
        run = bring("placements", again, balikpapan, balikpapan_admin, months=3)
        assert [row["code"] for row in run.verdict["trial"]["refused"]] == ["answered_already"]

    def test_a_regional_office_speaks_of_its_residents(self, bring, take_in, barista, samarinda_office):
        operator = user_with_role(Role.REGIONAL_OPERATOR, samarinda_office)
        foreign = OfficeFactory(kind=OfficeKind.REGIONAL_OFFICE, region=home_region("64.08"))

        class At:
            def __init__(self, office):
                self.office = office

        other_operator = user_with_role(Role.REGIONAL_OPERATOR, foreign)
        run = bring("placements", graduates(AINI_WORKS, BUDI_OWN), At(samarinda_office), operator)
        assert waiting(run) == [(5, "person_unknown")]
        take_in(run, operator)
        assert Placement.objects.get().job_seeker.full_name == "Nur Aini"
        run = bring("placements", graduates(AINI_WORKS, BUDI_OWN), At(foreign), other_operator)
        assert [code for _line, code in waiting(run)] == ["person_unknown", "person_unknown"]


class TestFindings:
    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({4: None}, "employer_missing"),
            ({5: None}, "date_missing"),
            ({5: "31/06/2025"}, "date_invalid"),
            ({3: "entah"}, "status_unknown"),
            ({7: "seumur hidup"}, "contract_unknown"),
            ({8: "lumayan"}, "wage_unclear"),
            ({9: "mungkin"}, "answer_unknown"),
            ({10: "katanya"}, "evidence_unknown"),
            ({1: int(AINI)}, "nik_number_cell"),
        ],
    )
    def test_one_wrong_cell_is_one_finding(self, office_data, changes, code):
        row = [changes.get(place, cell) for place, cell in enumerate(AINI_WORKS)]
        verdict = check_file(PLACEMENTS, graduates(row))
        assert [(one.line, one.code) for one in verdict.findings] == [(4, code)]

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({2: "Orang Lain"}, "person_differs"),
            ({1: nik(date(2002, 3, 5), serial=77)}, "person_unknown"),
            ({1: None, 2: "Orang Lain"}, "person_unknown"),
            ({5: "01/07/2099"}, "started_in_future"),
        ],
    )
    def test_rows_that_wait(self, bring, barista, balikpapan, balikpapan_admin, changes, code):
        row = [changes.get(place, cell) for place, cell in enumerate(AINI_WORKS)]
        run = bring("placements", graduates(row), balikpapan, balikpapan_admin)
        assert waiting(run) == [(4, code)]

    def test_a_name_without_its_class_names_nobody(self, bring, barista, balikpapan, balikpapan_admin):
        file = xlsx({"x": [["Nama", "Perusahaan", "TMT"], ["Budi", "PT X", "1/7/2025"]]})
        run = bring("placements", file, balikpapan, balikpapan_admin)
        assert waiting(run) == [(2, "person_unknown")]

    @pytest.mark.parametrize(
        ("text", "band"),
        [
            (999_999, "under_1"),
            (1_000_000, "from_1"),
            ("2.999.999", "from_1"),
            ("Rp 3.000.000", "from_3"),
            ("3-5 juta", "from_3"),
            ("1 s/d 3 jt", "from_1"),
            ("< 1 juta", "under_1"),
            ("> 10 juta", "from_10"),
            ("3,5 juta", "from_3"),
            (9_999_999, "from_5"),
            (10_000_000, "from_10"),
            ("", None),
        ],
    )
    def test_wages_by_band(self, text, band):
        assert wage_band(text) == band

    @pytest.mark.parametrize("text", ["2-4 juta", "> 3 juta", "UMP", "0", "3,500"])
    def test_wages_without_a_band(self, text):
        with pytest.raises(CellProblem) as problem:
            wage_band(text)
        assert (problem.value.code, problem.value.level) == ("wage_unclear", "warning")
