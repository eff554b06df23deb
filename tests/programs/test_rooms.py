"""Rooms and instructors: no two classes at once, and the other class is named."""

from datetime import date

import pytest
from django.db import IntegrityError

from kaltim_naker.access.scope import EVERYTHING
from kaltim_naker.core.errors import DomainError
from programs.choices import ClassState, RoomKind
from programs.models import ClassInstructor, Instructor, Room, TrainingClass
from programs.services import assign_instructor, change_class, move_class, plan_class, release_instructor
from tests.factories.programs import TrainingClassFactory, TrainingProgramFactory
from tests.factories.trainees import ApplicationFactory
from trainees.documents.outcomes import interest_by

pytestmark = pytest.mark.django_db

MARCH = {"starts_on": date(2025, 3, 3), "ends_on": date(2025, 3, 28)}


@pytest.fixture
def workshop(balikpapan):
    return Room.objects.create(centre=balikpapan, name="Bengkel Las", kind=RoomKind.WORKSHOP)


@pytest.fixture
def teacher(balikpapan):
    return Instructor.objects.create(centre=balikpapan, full_name="Ahmad Yani")


@pytest.fixture
def plan(balikpapan, balikpapan_admin):
    programme = TrainingProgramFactory(title="Plate Welder SMAW 3G")
    labels = iter(range(1, 99))

    def plan(**details):
        label = f"Paket {next(labels)}"
        return plan_class(
            actor=balikpapan_admin, centre=balikpapan, programme=programme, fiscal_year=2025, label=label, **details
        )

    return plan


class TestNumber:
    def test_runs_by_centre_and_year(self, plan):
        first, second = plan(), plan()
        assert second.number.rsplit("/", 1) == [first.number.rsplit("/", 1)[0], "000002"]
        assert "/2025/" in first.number


class TestRoom:
    def test_clash_names_the_other_class(self, plan, workshop):
        plan(room=workshop, **MARCH)
        with pytest.raises(DomainError) as refused:
            plan(room=workshop, starts_on=date(2025, 3, 28), ends_on=date(2025, 4, 10))
        assert refused.value.field == "room"
        assert "Plate Welder SMAW 3G – Paket 1" in str(refused.value)
        assert "28/03/2025" in str(refused.value)

    def test_the_day_after_is_free(self, plan, workshop):
        plan(room=workshop, **MARCH)
        assert plan(room=workshop, starts_on=date(2025, 3, 29), ends_on=date(2025, 4, 10)).room == workshop

    def test_a_cancelled_class_frees_its_room(self, plan, workshop, balikpapan_admin):
        first = plan(room=workshop, **MARCH)
        move_class(actor=balikpapan_admin, training_class=first, to=ClassState.CANCELLED, reason="Dana dialihkan")
        assert plan(room=workshop, **MARCH).room == workshop

    def test_the_database_decides_races(self, plan, workshop):
        plan(room=workshop, **MARCH)
        other = plan(**MARCH)
        with pytest.raises(IntegrityError, match="programs_trainingclass_room_free"):
            TrainingClass.objects.filter(pk=other.pk).update(room=workshop)

    def test_not_the_room_of_another_centre(self, plan, bontang):
        elsewhere = Room.objects.create(centre=bontang, name="Ruang 1")
        with pytest.raises(DomainError) as refused:
            plan(room=elsewhere, **MARCH)
        assert refused.value.code == "room_of_other_centre"


class TestInstructor:
    def test_clash_names_the_other_class(self, plan, teacher, balikpapan_admin):
        assign_instructor(actor=balikpapan_admin, training_class=plan(**MARCH), instructor=teacher)
        with pytest.raises(DomainError) as refused:
            assign_instructor(actor=balikpapan_admin, training_class=plan(**MARCH), instructor=teacher)
        assert refused.value.field == "instructor"
        assert "Paket 1" in str(refused.value)

    def test_shares_a_class_by_days(self, plan, teacher, balikpapan_admin):
        assign = {"actor": balikpapan_admin, "instructor": teacher}
        assign_instructor(training_class=plan(**MARCH), ends_on=date(2025, 3, 14), **assign)
        half = assign_instructor(training_class=plan(**MARCH), starts_on=date(2025, 3, 15), **assign)
        assert (half.starts_on, half.ends_on) == (date(2025, 3, 15), date(2025, 3, 28))

    def test_the_database_decides_races(self, plan, teacher, balikpapan_admin):
        one, other = plan(**MARCH), plan(**MARCH)
        assign_instructor(actor=balikpapan_admin, training_class=one, instructor=teacher)
        with pytest.raises(IntegrityError, match="programs_classinstructor_free"):
            ClassInstructor.objects.create(training_class=other, instructor=teacher, **MARCH)

    def test_moves_with_the_class(self, plan, teacher, balikpapan_admin):
        one = plan(**MARCH)
        assign_instructor(actor=balikpapan_admin, training_class=one, instructor=teacher)
        change_class(actor=balikpapan_admin, training_class=one, starts_on=date(2025, 4, 7), ends_on=date(2025, 4, 30))
        assert ClassInstructor.objects.get().starts_on == date(2025, 4, 7)

    def test_moving_into_a_clash_changes_nothing(self, plan, teacher, balikpapan_admin):
        april = {"starts_on": date(2025, 4, 7), "ends_on": date(2025, 4, 30)}
        one, other = plan(**MARCH), plan(**april)
        for training in (one, other):
            assign_instructor(actor=balikpapan_admin, training_class=training, instructor=teacher)
        with pytest.raises(DomainError) as refused:
            change_class(actor=balikpapan_admin, training_class=one, **april)
        assert refused.value.code == "instructor_taken"
        one.refresh_from_db()
        assert one.starts_on == MARCH["starts_on"]

    def test_is_released(self, plan, teacher, balikpapan_admin):
        one = plan(**MARCH)
        assign_instructor(actor=balikpapan_admin, training_class=one, instructor=teacher)
        release_instructor(actor=balikpapan_admin, training_class=one, instructor=teacher)
        assert not ClassInstructor.objects.exists()


def test_interest_shows_what_few_want(balikpapan):
    wanted = TrainingClassFactory(centre=balikpapan, state=ClassState.OPEN, programme__title="Alat Berat", seats=2)
    TrainingClassFactory(centre=balikpapan, state=ClassState.OPEN, programme__title="Tata Graha", seats=16)
    for _n in range(6):
        ApplicationFactory(training_class=wanted)
    ApplicationFactory(training_class=wanted, state="withdrawn")
    found = [(one.name, one.applicants, one.per_seat) for one in interest_by("programme", 2025, EVERYTHING)]
    assert found == [("Tata Graha", 0, 0), ("Alat Berat", 6, 3)]
