"""The board of data quality: every number is as long as its list, for every reader, and both edges of each rule."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.conf import settings
from django.test import override_settings
from django.urls import reverse

from certifications.models import Result
from companies.choices.apprenticeships import ApprenticeState
from kaltim_naker.access.policy import can
from kaltim_naker.accounts.models import User
from kaltim_naker.accounts.roles import Role
from kaltim_naker.audit.models import AccessKind, AccessLog
from kaltim_naker.imports.models import QuarantinedRow
from kaltim_naker.reports.quality import CHECKS, Cell, Place, board_of
from programs.choices import ClassState
from tests.access.world import World, build_world
from tests.conftest import client_of, exported
from tests.factories.accounts import home_region
from tests.factories.certifications import ResultFactory
from tests.factories.programs import TrainingClassFactory
from tests.factories.trainees import EnrolmentFactory, JobSeekerFactory, SessionFactory
from tests.kaltim_naker.reports.figures import figures_of, list_behind
from trainees.choices import CallResult, TrainedElsewhere
from trainees.models import AttendanceMark, SampleMember, Signal

pytestmark = pytest.mark.django_db

BOARD = reverse("reports:quality")


def cells(user: User, key: str, place: Place = Place.CENTRE, year: int = 2025) -> dict[str, tuple[int, int]]:
    """Place → how many fall short, of how many; under "" all of them together."""
    board = board_of(user, year, place)
    [line] = [one for section in board.sections for one in section.lines if one.check.key == key]
    found = {str(at): (cell.count, cell.whole) for at, cell in zip(board.places, line.cells, strict=True)}
    return {place: numbers for place, numbers in found.items() if numbers[1]} | {
        "": (line.together.count, line.together.whole)
    }


@pytest.fixture
def world(db: None) -> World:
    """Both centres with their year of training, apprentices, imports, signals and samples."""
    world = build_world()
    for side in (world.own, world.foreign):
        QuarantinedRow.objects.create(run=side.upload, line=7)
    type(world.own.upload).objects.update(stage="accepted", mode="good_rows", accepted_by=world.user("planner"))
    QuarantinedRow.objects.update(created_at=datetime(2025, 6, 1, tzinfo=UTC))
    return world


@pytest.mark.parametrize("by", ["centre", "region"])
@pytest.mark.parametrize("role", ["planner", "centre_admin", "regional_operator", "auditor"])
def test_every_number_is_as_long_as_its_list(world, role, by):
    client = client_of(world.user(role))
    page = client.get(BOARD, {"year": 2025, "by": by})
    figures = figures_of(page)
    assert len(figures) >= 8
    for figure, url in figures:
        assert list_behind(client, url) == figure, url


def test_every_check_has_a_list_that_opens(world):
    """Also those of which nothing falls short in this world."""
    for check in CHECKS:
        reader = next(user for user in map(world.user, Role) if can(user, check.action))
        answer = client_of(reader).get(reverse("reports:quality_list", args=[check.key]), {"year": 2025})
        assert answer.status_code == 200, check.key


class TestScope:
    def test_a_centre_sees_its_own(self, world):
        own = cells(world.user("centre_admin"), "phone_missing")
        everything = cells(world.user("planner"), "phone_missing")
        assert set(own) == {"", str(world.own.centre)}
        assert own[str(world.own.centre)] == everything[str(world.own.centre)]
        assert own[""][1] < everything[""][1]

    def test_a_foreign_place_in_the_address_shows_nothing(self, world):
        url = reverse("reports:quality_list", args=["phone_missing"])
        query = {"year": 2025, "centre": world.foreign.centre.pk}
        assert list_behind(client_of(world.user("planner")), f"{url}?year=2025&centre={world.foreign.centre.pk}") > 0
        answer = client_of(world.user("centre_admin")).get(url, query)
        assert answer.context["table"].is_empty

    def test_who_may_count_but_not_read_names_gets_no_link(self, world):
        page = client_of(world.user("head_of_office")).get(BOARD, {"year": 2025})
        assert re.search(r'data-check="phone_missing".*?data-count="[1-9]', page.content.decode(), re.DOTALL)
        urls = [url for _number, url in figures_of(page)]
        assert urls
        assert not [url for url in urls if "phone_missing" in url]
        answer = client_of(world.user("head_of_office")).get(reverse("reports:quality_list", args=["phone_missing"]))
        assert answer.status_code == 403

    def test_a_regional_office_begins_with_its_region(self, world):
        page = client_of(world.user("regional_operator")).get(BOARD, {"year": 2025})
        assert [place.code for place in page.context["board"].places] == ["64.72"]

    def test_taking_the_list_away_is_written_down(self, world):
        url = reverse("reports:quality_list", args=["phone_missing"])
        assert exported(client_of(world.user("planner")), url, year=2025).status_code == 200
        assert AccessLog.objects.filter(kind=AccessKind.EXPORT, subject="phone_missing").count() == 1


class TestComplete:
    @pytest.fixture
    def training(self, balikpapan):
        return TrainingClassFactory(centre=balikpapan)

    @pytest.mark.parametrize(
        ("key", "missing", "given"),
        [
            ("phone_missing", {"phone": ""}, {"phone": "+6281234567890"}),
            ("education_missing", {"education": None}, {"education": 5}),
            ("nik_missing", {"nik": None, "nik_missing_reason": "no_card"}, {}),
            (
                "earlier_training_unknown",
                {"trained_elsewhere": TrainedElsewhere.NOT_ASKED},
                {"trained_elsewhere": TrainedElsewhere.NO},
            ),
        ],
    )
    def test_what_is_not_known(self, key, missing, given, training, planner):
        EnrolmentFactory(training_class=training, job_seeker=JobSeekerFactory(**missing))
        EnrolmentFactory(training_class=training, job_seeker=JobSeekerFactory(**given))
        EnrolmentFactory(training_class=training, job_seeker=JobSeekerFactory(**missing), withdrawn=True)
        assert cells(planner, key)[""] == (1, 2)
        assert cells(planner, key, year=2024)[""] == (0, 0)

    def test_a_person_belongs_to_the_region_of_the_home(self, training, planner):
        person = JobSeekerFactory(domicile=home_region("64.74"), phone="")
        EnrolmentFactory(training_class=training, job_seeker=person)
        assert cells(planner, "phone_missing", Place.REGION) == {str(person.domicile): (1, 1), "": (1, 1)}


class TestTimely:
    def test_results_up_to_the_last_day_of_patience(self, planner):
        """Assessed on 1 May: entered on the 15th (WITA) is in time, on the 16th it is late."""
        for entered in ("2025-05-15T15:59:00+00:00", "2025-05-15T16:00:00+00:00"):
            result = ResultFactory(assessed_on=date(2025, 5, 1))
            Result.objects.filter(pk=result.pk).update(created_at=datetime.fromisoformat(entered))
        assert cells(planner, "results_late")[""] == (1, 2)
        with override_settings(DATA_QUALITY_DAYS={**settings.DATA_QUALITY_DAYS, "result": 13}):
            assert cells(planner, "results_late")[""] == (2, 2)

    def test_classes_that_should_be_closed(self, planner, balikpapan):
        with time_machine.travel(datetime(2025, 5, 20, 4, tzinfo=UTC)):
            for ends_on in (date(2025, 5, 12), date(2025, 5, 13)):
                TrainingClassFactory(centre=balikpapan, starts_on=date(2025, 4, 1), ends_on=ends_on)
            TrainingClassFactory(centre=balikpapan, closed=True)
            TrainingClassFactory(centre=balikpapan, state=ClassState.CANCELLED, cancel_reason="x")
            assert cells(planner, "classes_not_closed")[""] == (1, 2)

    def test_sessions_without_marks(self, planner, balikpapan):
        training = TrainingClassFactory(centre=balikpapan, starts_on=date(2025, 5, 1))
        seen, unseen = (SessionFactory(training_class=training, held_on=date(2025, 5, day)) for day in (6, 7))
        AttendanceMark.objects.create(
            session=seen,
            enrolment=EnrolmentFactory(training_class=training),
            mark="H",
            hours=6,
            recorded_by=planner,
        )
        with time_machine.travel(datetime(2025, 5, 10, 4, tzinfo=UTC)):
            assert cells(planner, "attendance_missing")[""] == (0, 1)
        with time_machine.travel(datetime(2025, 5, 11, 4, tzinfo=UTC)):
            assert cells(planner, "attendance_missing")[""] == (1, 2)
        assert unseen.pk

    def test_competent_without_certificate(self, planner):
        ResultFactory(assessed_on=date(2025, 5, 1))
        for day, numbers in ((date(2025, 6, 30), (0, 0)), (date(2025, 7, 1), (1, 1))):
            with time_machine.travel(datetime(day.year, day.month, day.day, 4, tzinfo=UTC)):
                assert cells(planner, "certificates_missing")[""] == numbers

    def test_logbooks_have_regions_and_no_centres(self, world):
        keys = {
            line.check.key
            for section in board_of(world.user("planner"), 2025, Place.CENTRE).sections
            for line in section.lines
        }
        assert "logbooks_missing" not in keys
        apprentice = world.own.apprentice
        assert apprentice.state == ApprenticeState.RUNNING
        found = cells(world.user("planner"), "logbooks_missing", Place.REGION)
        assert found[str(apprentice.apprenticeship.site.region)][1] >= 1


class TestWatched:
    def test_a_signal_until_somebody_looked(self, world):
        planner = world.user("planner")
        before = cells(planner, "signals_open")[""]
        Signal.objects.filter(pk=world.own.signal.pk).update(looked_at=None)
        open_ones = cells(planner, "signals_open")[""]
        Signal.objects.filter(pk=world.own.signal.pk).update(
            looked_at=datetime.now(UTC), looked_by=planner, note="Sesuai daftar hadir"
        )
        assert cells(planner, "signals_open")[""] == (open_ones[0] - 1, before[1])

    def test_a_row_until_it_is_decided_about(self, world):
        planner, admin = world.user("planner"), world.user("centre_admin")
        assert cells(admin, "rows_waiting") == {str(world.own.centre): (1, 1), "": (1, 1)}
        QuarantinedRow.objects.filter(run=world.own.upload).update(
            state="dropped", reason="Dobel", decided_by=admin, decided_at=datetime.now(UTC)
        )
        assert cells(admin, "rows_waiting")[""] == (0, 1)
        assert cells(planner, "rows_waiting", Place.REGION)[""] == (0, 0)

    def test_only_a_confirmed_graduate_is_verified(self, world):
        planner = world.user("planner")
        whole = cells(planner, "graduates_unverified")[""]
        member = SampleMember.objects.filter(result=CallResult.OPEN).first()
        SampleMember.objects.filter(pk=member.pk).update(
            result=CallResult.DENIED, called_by=planner, called_at=datetime.now(UTC)
        )
        assert cells(planner, "graduates_unverified", year=member.sample.year)[""] == whole
        SampleMember.objects.filter(pk=member.pk).update(result=CallResult.CONFIRMED)
        assert cells(planner, "graduates_unverified", year=member.sample.year)[""] == (whole[0] - 1, whole[1])


class TestTolerated:
    @pytest.mark.parametrize(("count", "is_over"), [(5, False), (6, True), (0, False)])
    def test_exactly_the_limit_is_tolerated(self, count, is_over):
        assert Cell(count, 100, tolerated=5).is_over is is_over

    def test_nothing_to_look_at_is_no_fault(self):
        assert Cell(0, 0, tolerated=0).percent is None
        assert not Cell(0, 0, tolerated=0).is_over

    def test_a_share_is_not_rounded_down_to_the_limit(self):
        cell = Cell(51, 1000, tolerated=5)
        assert (cell.percent, cell.is_over) == (Decimal("5.1"), True)

    def test_the_settings_have_the_last_word(self):
        [check] = [one for one in CHECKS if one.key == "phone_missing"]
        with override_settings(DATA_QUALITY_LIMITS={"phone_missing": 12}):
            assert check.tolerated == 12
        assert check.tolerated == 5


def test_more_places_and_rows_need_no_more_queries(world, django_assert_max_num_queries):
    planner = world.user("planner")
    with django_assert_max_num_queries(2 * len(CHECKS)):
        board_of(planner, 2025, Place.REGION)
