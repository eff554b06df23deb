"""The pages of the training supply."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kaltim_naker.core.periods import today
from programs.choices import ClassState
from programs.models import TrainingClass
from tests.conftest import client_of
from tests.factories.programs import TrainingClassFactory, TrainingProgramFactory
from tests.factories.trainees import EnrolmentFactory

pytestmark = pytest.mark.django_db


def plan(centre, **changes):
    return {
        "centre": centre.pk,
        "programme": TrainingProgramFactory().pk,
        "label": "Paket 7",
        "fiscal_year": 2025,
        "funding_source": "apbd_province",
        "seats": 16,
        "minimum_attendance": 80,
        **changes,
    }


def test_planning_a_class(balikpapan, balikpapan_admin):
    response = client_of(balikpapan_admin).post(reverse("programs:class_plan"), plan(balikpapan))
    planned = TrainingClass.objects.get()
    assert response["Location"] == planned.get_absolute_url()
    assert (planned.centre, planned.state, planned.label) == (balikpapan, ClassState.PLANNED, "Paket 7")


def test_only_own_centres_can_be_chosen(bontang, balikpapan_admin):
    response = client_of(balikpapan_admin).post(reverse("programs:class_plan"), plan(bontang))
    assert response.status_code == 422
    assert "centre" in response.context["form"].errors
    assert not TrainingClass.objects.exists()


def test_a_class_stays_with_its_centre(balikpapan, bontang, planner):
    planned = TrainingClassFactory(centre=balikpapan, planned=True)
    url = reverse("programs:class_edit", args=[planned.pk])
    client_of(planner).post(url, plan(bontang, programme=planned.programme_id, seats=20))
    planned.refresh_from_db()
    assert (planned.centre, planned.seats) == (balikpapan, 20)


def test_what_is_missing_is_said_instead_of_the_button(balikpapan, balikpapan_admin):
    planned = TrainingClassFactory(centre=balikpapan, planned=True)
    client = client_of(balikpapan_admin)
    moves = {move.to: move for move in client.get(planned.get_absolute_url()).context["moves"]}
    assert moves[ClassState.RUNNING].needs
    assert not moves[ClassState.OPEN].needs

    client.post(moves[ClassState.RUNNING].url)
    planned.refresh_from_db()
    assert planned.state == ClassState.PLANNED


def test_moving_a_class(balikpapan, balikpapan_admin):
    planned = TrainingClassFactory(centre=balikpapan, planned=True)
    client = client_of(balikpapan_admin)
    client.post(reverse("programs:class_move", args=[planned.pk, "open"]))
    steps = client.get(planned.get_absolute_url()).context["steps"]
    assert [step.state for step in steps] == ["done", "current", "todo", "todo", "todo"]
    assert str(balikpapan_admin) in steps[1].note


def test_cancelling_needs_a_reason(balikpapan, balikpapan_admin):
    planned = TrainingClassFactory(centre=balikpapan, planned=True)
    client, url = client_of(balikpapan_admin), reverse("programs:class_move", args=[planned.pk, "cancelled"])
    client.post(url)
    planned.refresh_from_db()
    assert planned.state == ClassState.PLANNED

    client.post(url, {"reason": "Anggaran dialihkan"})
    planned.refresh_from_db()
    assert (planned.state, planned.cancel_reason) == (ClassState.CANCELLED, "Anggaran dialihkan")


@pytest.mark.parametrize("to", ["closed", "planned"])
def test_moves_that_do_not_exist_change_nothing(to, balikpapan, balikpapan_admin):
    running = TrainingClassFactory(centre=balikpapan)
    client_of(balikpapan_admin).post(reverse("programs:class_move", args=[running.pk, to]))
    running.refresh_from_db()
    assert running.state == ClassState.RUNNING


def test_a_state_nobody_knows_is_no_address(balikpapan, balikpapan_admin):
    running = TrainingClassFactory(centre=balikpapan)
    url = reverse("programs:class_move", args=[running.pk, "sleeping"])
    assert client_of(balikpapan_admin).post(url).status_code == 404


def test_the_list_counts_people(balikpapan, planner):
    training = TrainingClassFactory(centre=balikpapan, closed=True)
    EnrolmentFactory.create_batch(3, training_class=training, passed=True)
    EnrolmentFactory(training_class=training, failed=True)
    EnrolmentFactory(training_class=training, withdrawn=True)
    row = client_of(planner).get(reverse("programs:class_list")).context["table"].page.rows[0]
    assert (row["seats"], row["taken"], row["passed"]) == (16, 4, 3)


def test_who_sees_one_centre_needs_no_column_for_it(balikpapan_admin, planner):
    def names(user):
        return [column.name for column in client_of(user).get(reverse("programs:class_list")).context["table"].columns]

    assert "centre" not in names(balikpapan_admin)
    assert "centre" in names(planner)


@pytest.mark.parametrize("due", ["closing", "start", "people"])
def test_what_is_due(due, balikpapan, planner):
    yesterday = today() - timedelta(days=1)
    late = TrainingClassFactory(centre=balikpapan, starts_on=yesterday - timedelta(days=9), ends_on=yesterday)
    EnrolmentFactory(training_class=late)
    waiting = TrainingClassFactory(
        centre=balikpapan, state=ClassState.OPEN, starts_on=yesterday, ends_on=yesterday + timedelta(days=30)
    )
    empty = TrainingClassFactory(centre=balikpapan, starts_on=yesterday, ends_on=yesterday + timedelta(days=30))
    rows = client_of(planner).get(reverse("programs:class_list"), {"due": due}).context["table"].page.rows
    expected = {"closing": late, "start": waiting, "people": empty}[due]
    assert [row["pk"] for row in rows] == [expected.pk]
