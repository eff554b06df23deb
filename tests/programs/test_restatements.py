"""After a quarter was closed: old, new, who came in, who fell out, why and by whom; decided by somebody else."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from types import SimpleNamespace

import pghistory
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from certifications.models import Certificate
from certifications.services import revoke_certificate
from kaltim_naker.accounts.models import User
from kaltim_naker.accounts.roles import Role
from kaltim_naker.core.periods import Period
from programs.choices import RestatementState
from programs.measures import Dimension, dimensions_of, get_measure
from programs.models import ClosedFigure, Restatement, TrainingCentre
from programs.services import (
    approve_restatement,
    approve_restatements,
    find_restatements,
    reject_restatement,
    reopen_period,
)
from programs.services.closing import Recount
from tests.factories.accounts import UserFactory, user_with_role
from tests.factories.certifications import certify
from tests.factories.periods import close
from tests.factories.programs import IndicatorFactory
from tests.factories.trainees import EnrolmentFactory
from tests.refusals import refused
from trainees.models import Enrolment
from trainees.services import merge_people

FIRST = Period(2025, 1)

# The history has the time at which a transaction began: closing and what comes after need one each, as in real life.
in_transactions_of_their_own = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clerk(bontang: TrainingCentre) -> User:
    return user_with_role(Role.CENTRE_ADMIN, bontang.office)


@contextmanager
def acting(user: User, reason: str = "") -> Iterator[None]:
    """As in a request of this user: what is written goes into the history under his name."""
    with pghistory.context(user=user.pk, reason=reason):
        yield


@pytest.fixture
def graduates(bontang: TrainingCentre) -> list[Enrolment]:
    return [
        EnrolmentFactory(training_class__centre=bontang, training_class__closed=True, passed=True) for _n in range(3)
    ]


@pytest.fixture
def certificates(graduates: list[Enrolment]) -> list[Certificate]:
    return [certify(graduate, date(2025, 3, 12)) for graduate in graduates]


@pytest.fixture
def closed(certificates: list[Certificate], planner: User) -> ClosedFigure:
    """Three people certified at Bontang: the figure of the province."""
    IndicatorFactory(code="K1")
    close(FIRST, planner)
    return ClosedFigure.objects.get(period__centre=None)


def open_one(figure: ClosedFigure) -> Restatement:
    return figure.restatements.get(state=RestatementState.PROPOSED)


def test_nothing_changed_nothing_is_restated(closed: ClosedFigure) -> None:
    assert find_restatements() == 0


@in_transactions_of_their_own
def test_a_revoked_certificate(closed: ClosedFigure, certificates: list[Certificate], clerk: User) -> None:
    gone = certificates[1]
    with acting(clerk):
        revoke_certificate(actor=clerk, certificate=gone, reason="Nomor ganda", document="BA/1")
    assert find_restatements() == 2  # of the centre and of the province
    found = open_one(closed)
    assert (found.old, found.new, found.old_in_period, found.new_in_period) == (3, 2, 3, 2)
    assert [row[:2] for row in found.fell_out] == [[str(gone.pk), str(gone.job_seeker_id)]]
    assert (found.came_in, found.changed) == ([], [])
    (cause,) = found.causes
    assert (cause["actor"], cause["model"], cause["record"]) == (clerk.pk, "certifications.Certificate", str(gone.pk))
    assert "state" in cause["columns"]
    assert found.proposed_by == clerk


@in_transactions_of_their_own
def test_a_corrected_birth_date_moves_somebody_into_another_age_group(
    closed: ClosedFigure, graduates: list[Enrolment], clerk: User
) -> None:
    person = graduates[0].job_seeker
    person.birth_date = date(1980, 1, 1)
    with acting(clerk, "KTP dilihat"):
        person.save()
    find_restatements()
    found = open_one(closed)
    assert (found.old, found.new, found.came_in, found.fell_out) == (3, 3, [], [])
    ((subject, [before], [after]),) = found.changed
    assert subject == str(person.pk)
    assert (before[3][Dimension.AGE], after[3][Dimension.AGE]) == (20, 45)
    assert [(cause["columns"], cause["reason"]) for cause in found.causes] == [(["birth_date"], "KTP dilihat")]


@in_transactions_of_their_own
def test_two_registrations_of_one_person_become_one(
    closed: ClosedFigure, graduates: list[Enrolment], planner: User
) -> None:
    keep, remove = graduates[0].job_seeker, graduates[2].job_seeker
    with acting(planner):
        merge_people(actor=planner, keep=keep, remove=remove, reason="KTP sama")
    find_restatements()
    found = open_one(closed)
    assert (found.old, found.new) == (3, 2)
    assert [row[1] for row in found.fell_out] == [str(remove.pk)]
    assert [(subject, len(before), len(after)) for subject, before, after in found.changed] == [(str(keep.pk), 1, 2)]
    assert planner.pk in {cause["actor"] for cause in found.causes}


def test_a_late_entry_through_a_reopened_unit(closed: ClosedFigure, planner: User, bontang: TrainingCentre) -> None:
    for unit in (bontang.periods.get(), closed.period):
        reopen_period(
            actor=planner, period=unit, until=timezone.now() + timedelta(days=2), reason="Sertifikat terlambat"
        )
    late = EnrolmentFactory(training_class__centre=bontang, training_class__closed=True, passed=True)
    certificate = certify(late, date(2025, 3, 31))
    find_restatements()
    found = open_one(closed)
    assert (found.old, found.new, found.fell_out) == (3, 4, [])
    assert [row[0] for row in found.came_in] == [str(certificate.pk)]
    closed.refresh_from_db()
    assert closed.value == 3


def test_what_lies_after_the_quarter_moves_nothing(closed: ClosedFigure, graduates: list[Enrolment]) -> None:
    certify(graduates[0], date(2025, 4, 1))
    assert find_restatements() == 0


def test_the_same_difference_is_proposed_once_and_follows_the_records(
    closed: ClosedFigure, certificates: list[Certificate], clerk: User
) -> None:
    first, second, _third = certificates
    revoke_certificate(actor=clerk, certificate=first, reason="Nomor ganda", document="BA/1")
    find_restatements(FIRST)
    find_restatements(FIRST)
    known = open_one(closed)
    revoke_certificate(actor=clerk, certificate=second, reason="Nomor ganda", document="BA/2")
    find_restatements(FIRST)
    assert open_one(closed).pk == known.pk
    assert open_one(closed).new == 1


@in_transactions_of_their_own
def test_who_made_the_change_does_not_decide(
    closed: ClosedFigure, certificates: list[Certificate], planner: User, head_of_office: User
) -> None:
    with acting(planner):
        revoke_certificate(actor=planner, certificate=certificates[0], reason="Nomor ganda", document="BA/1")
    find_restatements()
    waiting = open_one(closed)
    with refused("own_change"):
        approve_restatement(actor=planner, restatement=waiting)
    with refused("own_change"):
        approve_restatements(actor=planner, period=FIRST)
    with pytest.raises(IntegrityError, match="programs_restatement_four_eyes"), transaction.atomic():
        Restatement.objects.filter(pk=waiting.pk).update(
            state=RestatementState.APPROVED, decided_by=planner, decided_at=timezone.now()
        )
    with pytest.raises(PermissionDenied):
        approve_restatement(actor=UserFactory(), restatement=waiting)
    assert approve_restatements(actor=head_of_office, period=FIRST) == 2
    with refused("restatement_decided"):
        approve_restatement(actor=head_of_office, restatement=waiting)


def test_what_was_decided_is_not_asked_again_until_the_records_change_once_more(
    closed: ClosedFigure, certificates: list[Certificate], clerk: User, head_of_office: User
) -> None:
    first, second, _third = certificates
    revoke_certificate(actor=clerk, certificate=first, reason="Nomor ganda", document="BA/1")
    find_restatements()
    with refused("note_missing"):
        reject_restatement(actor=head_of_office, restatement=open_one(closed), note="")
    for waiting in Restatement.objects.open():
        reject_restatement(actor=head_of_office, restatement=waiting, note="Pencabutan akan dibatalkan")
    assert find_restatements() == 0
    revoke_certificate(actor=clerk, certificate=second, reason="Nomor ganda", document="BA/2")
    assert find_restatements() == 2
    approve_restatements(actor=head_of_office, period=FIRST)
    assert find_restatements() == 0
    assert closed.restatements.approved().get().new == 1


def test_what_is_put_back_before_anybody_decided_needs_no_decision(
    closed: ClosedFigure, graduates: list[Enrolment]
) -> None:
    person = graduates[0].job_seeker
    for birth_date, waiting in ((date(1980, 1, 1), 2), (date(2000, 5, 17), 0)):
        person.birth_date = birth_date
        person.save()
        assert find_restatements() == waiting
    assert {one.state for one in Restatement.objects.all()} == {RestatementState.WITHDRAWN}


def test_what_is_put_back_after_the_approval_is_restated_to_what_was_closed(
    closed: ClosedFigure, graduates: list[Enrolment], head_of_office: User
) -> None:
    person = graduates[0].job_seeker
    for birth_date in (date(1980, 1, 1), date(2000, 5, 17)):
        person.birth_date = birth_date
        person.save()
        assert find_restatements() == 2
        approve_restatements(actor=head_of_office, period=FIRST)
    newest = closed.restatements.approved().order_by("decided_at").last()
    assert (newest.members_sha256, newest.changed) == (closed.members_sha256, [])


def test_a_decision_stays(
    closed: ClosedFigure, certificates: list[Certificate], clerk: User, head_of_office: User
) -> None:
    revoke_certificate(actor=clerk, certificate=certificates[0], reason="Nomor ganda", document="BA/1")
    find_restatements()
    approve_restatements(actor=head_of_office, period=FIRST)
    with pytest.raises(ProgrammingError, match="decided_stays"), transaction.atomic():
        closed.restatements.update(new=3)


def test_a_dimension_that_came_later_is_no_difference(closed: ClosedFigure, monkeypatch: pytest.MonkeyPatch) -> None:
    """Closed lists do not know it; they are compared by what they know."""
    new = "of_favourite_colour"
    monkeypatch.setattr(
        "programs.services.closing.dimensions_of", lambda measure: [*dimensions_of(measure), SimpleNamespace(value=new)]
    )
    assert Recount(FIRST).names_of(get_measure(closed.measure))[-1] == new
    assert find_restatements() == 0
