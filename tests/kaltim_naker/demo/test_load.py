"""The demo year: the same on every machine, clearly invented, quick, and never in production."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db.models import Count, F

from certifications.choices import ResultOutcome
from certifications.models import Certificate, Result
from companies.formulas.register import missing_from
from companies.measures.fulfilment import quiet, scoreboard
from companies.models import Agreement, AgreementNotice, Company, TerritoryCount, WorkSite
from kaltim_naker.access.scope import EVERYTHING
from kaltim_naker.accounts.models import Membership, User
from kaltim_naker.accounts.roles import Role
from kaltim_naker.approvals.models import Approval
from kaltim_naker.core.nik import parse_nik
from kaltim_naker.core.periods import Period, today
from kaltim_naker.demo.classes import AS_OF
from kaltim_naker.demo.load import places
from kaltim_naker.demo.rosters import demo_year
from kaltim_naker.demo.users import DEMO_PASSWORD, LOGINS
from programs.choices import ClassState
from programs.measures import Dimension, get_measure, progress, progress_by
from programs.models import Activity, Target, TrainingCentre, TrainingClass
from tests.factories.tokens import Program
from trainees.choices import EnrolmentState
from trainees.models import Enrolment, JobSeeker

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
CERTIFIED = "job_seekers_certified"

pytestmark = pytest.mark.django_db


def test_it_takes_less_than_half_a_minute(seconds_to_load: float) -> None:
    assert seconds_to_load < 30


def test_a_second_run_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    people = JobSeeker.objects.count()
    call_command("load_demo")
    assert "there already" in capsys.readouterr().out
    assert JobSeeker.objects.count() == people


def test_the_plan_has_64_and_32_packages() -> None:
    classes = TrainingClass.objects.filter(fiscal_year=2025)
    assert Counter(classes.values_list("centre__office__code", flat=True)) == {
        "blki-balikpapan": 64,
        "blki-bontang": 32,
    }
    assert Counter(classes.values_list("state", flat=True)) == {
        ClassState.CLOSED: 81,
        ClassState.RUNNING: 9,
        ClassState.PLANNED: 4,
        ClassState.OPEN: 1,
        ClassState.CANCELLED: 1,
    }


def test_the_year_is_the_same_on_every_machine() -> None:
    """These figures change only with the plan or the seed; whoever changes those changes them here too."""
    assert JobSeeker.objects.filter(enrolments__isnull=False).distinct().count() == 1339
    assert Enrolment.objects.count() == 1349
    assert Certificate.objects.count() == 1076
    assert list(demo_year(places())) == list(demo_year(places()))


def test_the_year_tells_a_believable_story() -> None:
    measure = get_measure(CERTIFIED)
    third, whole = (progress(measure, Period(2025, quarter), EVERYTHING) for quarter in (3, 4))
    by_centre = progress_by(measure, Period(2025, 3), EVERYTHING, Dimension.CENTRE)
    balikpapan, bontang = (by_centre[centre.pk].cumulative for centre in TrainingCentre.objects.order_by("short_name"))

    assert 700 <= third.cumulative <= 900
    assert whole.cumulative < 1500
    assert balikpapan / 1000 > bontang / 500
    ended = Enrolment.objects.filter(training_class__fiscal_year=2025).exclude(state=EnrolmentState.PARTICIPANT)
    assert 0.83 < ended.passed().count() / ended.count() < 0.90


def test_nothing_happens_after_the_day_of_the_snapshot() -> None:
    assert not Certificate.objects.filter(issued_on__gte=AS_OF).exists()
    assert not Certificate.objects.filter(handed_over_on__gte=AS_OF).exists()
    assert not Result.objects.filter(assessed_on__gte=AS_OF).exists()
    assert not TrainingClass.objects.filter(closed_on__gte=AS_OF).exists()


def test_everything_follows_the_order_of_the_chain() -> None:
    """Assessed after the class, issued after the assessment; only who passed is assessed."""
    assert not Result.objects.filter(assessed_on__lte=F("enrolment__ended_on")).exists()
    assert not Result.objects.exclude(enrolment__state=EnrolmentState.PASSED).exists()
    assert not Certificate.objects.exclude(result__outcome=ResultOutcome.COMPETENT).exists()
    assert not Certificate.objects.filter(issued_on__lte=F("result__assessed_on")).exists()
    overfull = TrainingClass.objects.annotate(taken=Count("enrolments")).filter(taken__gt=F("seats"))
    assert not overfull.exists()


def test_the_cases_that_people_ask_about_are_there() -> None:
    counted = Certificate.objects.filter(issued_on__year=2025).values("job_seeker")
    centres = Count("result__assessment__training_class__centre", distinct=True)

    assert counted.annotate(n=centres).filter(n=2).count() >= 3
    assert counted.annotate(n=Count("issuer", distinct=True)).filter(n=2).count() >= 20
    assert Result.objects.awaiting_certificate().count() >= 20
    assert Result.objects.filter(attempt=2).exists()
    assert Certificate.objects.filter(issued_on__year=2026, result__assessed_on__year=2025).exists()
    assert Certificate.objects.filter(handed_over_on=None).exists()
    assert JobSeeker.objects.filter(enrolments__training_class__fiscal_year=2024).filter(
        enrolments__training_class__fiscal_year=2025
    )


def test_every_person_is_marked_as_invented() -> None:
    assert not JobSeeker.objects.filter(is_invented=False).exists()


def test_every_number_passes_our_own_parser_and_agrees_or_has_a_reason() -> None:
    today = date(2026, 1, 16)
    foreign = 0
    for person in JobSeeker.objects.filter(nik_missing_reason=None):
        nik = parse_nik(person.reveal_nik() or "", today=today)
        agrees = nik.sex == person.sex and nik.agrees_with_birth_date(person.birth_date)
        assert agrees == (person.nik_mismatch_reason == "")
        assert int(nik.value[12:]) >= 9001
        foreign += nik.province_code != "64"

    assert foreign >= 10
    assert 2 <= JobSeeker.objects.exclude(nik_mismatch_reason="").count() <= 15
    assert 1 <= JobSeeker.objects.filter(nik_cipher=None).count() <= 5


def test_people_live_in_all_ten_regencies_and_cities() -> None:
    assert JobSeeker.objects.values("domicile").distinct().count() == 10
    assert not JobSeeker.objects.exclude(domicile__parent__code="64").exists()


def test_the_classes_of_the_sample_workbooks_wait_for_their_people() -> None:
    waiting = TrainingClass.objects.filter(state=ClassState.RUNNING, enrolments=None)
    found = waiting.order_by("centre__short_name", "label", "programme__title").values_list(
        "centre__short_name", "programme__title", "label", "starts_on", "ends_on"
    )
    days = (date(2025, 3, 10), date(2025, 5, 30))
    assert list(found) == [
        ("BLKI Balikpapan", "Plate Welder SMAW 3G", "Paket 1", *days),
        ("BLKI Balikpapan", "Mekanik Alat Berat", "Paket 2", *days),
        ("BLKI Balikpapan", "Instalasi Listrik Bangunan Sederhana", "Paket 3", *days),
        ("BLKI Balikpapan", "Housekeeping", "Paket 4", *days),
        ("BLKI Bontang", "Housekeeping", "II/2025", *days),
        ("BLKI Bontang", "Plate Welder SMAW 3G", "II/2025", *days),
        ("BLKI Bontang", "Teknisi AC Residensial", "II/2025", *days),
    ]
    assert set(waiting.order_by().values_list("seats", flat=True)) == {16}


def test_nobody_has_a_number_of_a_sample_workbook() -> None:
    numbers = set(re.findall(r"\b\d{16}\b", _text_of_samples()))
    assert len(numbers) > 90
    assert not any(JobSeeker.objects.with_nik(number).exists() for number in numbers)


def _text_of_samples() -> str:
    cells = (
        str(cell)
        for path in SAMPLES.glob("*.xlsx")
        for row in openpyxl.load_workbook(path, read_only=True).active.iter_rows(values_only=True)
        for cell in row
    )
    return "\n".join([*cells, (SAMPLES / "peserta-blki-bontang-2025.csv").read_text(encoding="cp1252")])


def test_targets_add_up_and_apprentices_are_counted_when_they_begin() -> None:
    whole = Target.objects.get(indicator__code="K1", centre=None)
    assert (whole.value, sorted(whole.parts.values_list("value", flat=True))) == (1500, [500, 1000])
    apprentices = Target.objects.get(indicator__code="K2")
    assert (apprentices.value, apprentices.indicator.measure) == (400, "apprentices_started")
    assert not Target.objects.exclude(quarter=None).exists()


def test_real_events_name_their_source() -> None:
    assert Activity.objects.filter(is_invented=False).exclude(source="").count() == 7
    agreement = Agreement.objects.get(company__name="PT Alkon Indo Sertifikasi")
    assert (agreement.target_companies, agreement.regions.count()) == (20, 5)
    assert agreement.deliverables.get().promised == 20


def test_companies_lie_in_every_region_and_counts_keep_what_does_not_add_up() -> None:
    sites = WorkSite.objects.filter(company__is_invented=True)
    assert sites.values("region").distinct().count() == 10
    assert not Company.objects.filter(is_invented=False).exclude(name="PT Alkon Indo Sertifikasi").exists()
    printed = TerritoryCount.objects.get(total=11_236)
    assert missing_from(printed.total, printed.parts) == 1_006
    assert TerritoryCount.objects.count() == 4


def test_agreements_fill_themselves_or_stay_quiet() -> None:
    builder = Agreement.objects.get(company__name="PT Contoh Konstruksi Nusantara")
    achieved = {score.deliverable.measure: score.achieved for score in scoreboard(builder, today())}
    assert all(achieved.values()), achieved
    silent = {agreement.company.name for agreement in quiet(Agreement.objects.all(), today())}
    assert "PT Contoh Tambang Mahakam" in silent
    assert builder.company.name not in silent
    assert AgreementNotice.objects.open().get().days == 30


def test_every_role_has_a_log_in_that_works(capsys: pytest.CaptureFixture[str]) -> None:
    assert set(Membership.objects.values_list("role", flat=True)) == set(Role.values)
    assert all(user.check_password(DEMO_PASSWORD) for user in User.objects.all()[:2])
    assert User.objects.get(is_staff=True).memberships.get().role == Role.SYSTEM_ADMIN
    assert not User.objects.filter(is_superuser=True).exists()

    call_command("demo_logins")
    said = capsys.readouterr().out
    assert all(login.email in said for login in LOGINS)
    assert DEMO_PASSWORD in said
    assert "knk_demo-disnaker-samarinda" in said
    assert Program("knk_demo-disnaker-samarinda").get("job-seekers").json()["items"]


def test_a_role_waits_for_a_second_person() -> None:
    waiting = Approval.objects.waiting().get()
    assert (waiting.kind, waiting.office.code) == ("role", "disnakertrans-kaltim")
    assert waiting.details["role"] == Role.INSTRUCTOR


@pytest.mark.parametrize("options", [{}, {"force": True}])
def test_production_refuses_even_when_forced(settings: LazySettings, options: dict[str, bool]) -> None:
    settings.IS_PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        call_command("load_demo", **options)


def test_the_log_ins_are_not_printed_in_production(settings: LazySettings) -> None:
    settings.IS_PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        call_command("demo_logins")


def test_another_environment_has_to_be_meant(settings: LazySettings) -> None:
    settings.ENVIRONMENT = "staging"
    with pytest.raises(CommandError, match="--force"):
        call_command("load_demo")
    call_command("load_demo", force=True)
