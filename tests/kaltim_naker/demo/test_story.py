"""What surrounds the classes: every screen of a training centre's year has something to show, always the same."""

from collections import Counter
from datetime import date, datetime, time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from certifications.documents import fingerprint
from certifications.models import IssuedDocument
from companies.models import Apprentice, Apprenticeship, LogbookWeek, WorkSite
from companies.services import room_at
from kaltim_naker.access.scope import EVERYTHING
from kaltim_naker.accounts.models import User
from kaltim_naker.demo.classes import AS_OF
from kaltim_naker.imports.models import QuarantinedRow
from programs.choices import ClassState, RoomKind
from programs.measures import Slice, count, get_measure
from programs.models import ClassInstructor, Instructor, Room, TrainingCentre, TrainingClass
from trainees.choices import ApplicationState, EnrolmentState, Evidence, Sex, SignalKind, TrainedElsewhere
from trainees.documents.attendance import register_of
from trainees.documents.outcomes import absorption, interest_by, rounds_due, verification_of
from trainees.documents.selection import selection_of
from trainees.models import (
    Application,
    AttendanceMark,
    DuplicatePair,
    GraduateSample,
    JobSeeker,
    Placement,
    Session,
    Signal,
    TracerRound,
)

pytestmark = pytest.mark.django_db

END_OF_STORY = timezone.make_aware(datetime.combine(AS_OF, time()))


def test_the_story_is_the_same_on_every_machine() -> None:
    """These figures change only with a part of the story or its seed; whoever changes those changes them here too."""
    tables = (Room, Instructor, Session, AttendanceMark, Application, Placement, TracerRound, IssuedDocument)
    assert {table.__name__: table.objects.count() for table in tables} == {
        "Room": 47,
        "Instructor": 45,
        "Session": 230,
        "AttendanceMark": 3408,
        "Application": 2330,
        "Placement": 275 + 153,
        "TracerRound": 1833,
        "IssuedDocument": 58,
    }


def test_the_apprenticeships_of_the_year() -> None:
    """About 390 of the 400 promised have begun, each with a ratified agreement; Magang Nasional stands apart."""
    year = Slice(date(2025, 1, 1), date(2025, 12, 31))
    keys = ("apprentices_started", "apprentices_completed", "apprentices_hired")
    assert [count(get_measure(key), year, EVERYTHING) for key in keys] == [389, 248, 120]
    assert Apprentice.objects.count() == 434
    assert LogbookWeek.objects.count() > 1500
    assert Apprenticeship.objects.permit_overdue(AS_OF).count() == 1
    assert Apprenticeship.objects.agreement_missing(AS_OF).count() == 1
    for site in WorkSite.objects.filter(apprenticeships__isnull=False):
        assert room_at(site, (date(2025, 1, 1), date(2026, 12, 31))).taken <= room_at(site, (AS_OF, AS_OF)).most
    assert not Apprentice.objects.filter(after_on__gte=AS_OF).exists()
    assert not LogbookWeek.objects.filter(week__gte=AS_OF).exists()


def test_nothing_is_told_from_after_the_day_of_the_snapshot() -> None:
    assert not TracerRound.objects.filter(answered_at__gte=END_OF_STORY).exists()
    assert not Placement.objects.filter(started_on__gte=AS_OF).exists()
    assert not AttendanceMark.objects.filter(session__held_on__gte=AS_OF).exists()
    assert not Application.objects.filter(applied_at__gte=END_OF_STORY).exists()
    assert not IssuedDocument.objects.filter(issued_on__gte=AS_OF).exists()


def test_every_class_with_days_has_a_place_and_an_instructor_of_its_field() -> None:
    dated = TrainingClass.objects.filter(starts_on__isnull=False)
    assert not dated.filter(room=None).exists()
    assert ClassInstructor.objects.count() == dated.count()
    for assignment in ClassInstructor.objects.select_related("instructor", "training_class__programme"):
        assert assignment.instructor.field_id == assignment.training_class.programme.field_id
        assert assignment.instructor.centre_id == assignment.training_class.centre_id
    mobile = dated.filter(room__kind=RoomKind.MOBILE).exclude(venue="")
    assert mobile.values("centre").distinct().count() == TrainingCentre.objects.count()
    assert Instructor.objects.exclude(user=None).get().assignments.exists()


def test_the_registers_show_the_ordinary_and_what_deserves_a_look() -> None:
    with_sessions = TrainingClass.objects.filter(sessions__isnull=False).distinct()
    assert Counter(with_sessions.values_list("state", flat=True)) == {ClassState.CLOSED: 4, ClassState.RUNNING: 2}
    below = [row for training in with_sessions for row in register_of(training).below_minimum]
    assert any(row.enrolment.state == EnrolmentState.PARTICIPANT for row in below)
    assert not [row for row in below if row.enrolment.state == EnrolmentState.PASSED]
    found = Signal.objects.values_list("kind", flat=True)
    assert set(found) == {SignalKind.FULL_ATTENDANCE, SignalKind.LAST_HOUR, SignalKind.WEEKEND}
    assert Signal.objects.exclude(looked_at=None).count() == 1


def test_a_selection_is_going_on_with_forty_applicants() -> None:
    training = TrainingClass.objects.get(state=ClassState.OPEN)
    candidacies = selection_of(training)
    assert len(candidacies) == 40
    people = [one.application.job_seeker for one in candidacies]
    assert sum(person.sex == Sex.FEMALE for person in people) >= 5
    assert any(person.trained_elsewhere == TrainedElsewhere.YES for person in people)
    assert 5 <= sum(not one.is_first_timer for one in candidacies) <= 20
    states = Counter(one.application.state for one in candidacies)
    assert states == {ApplicationState.SUBMITTED: 37, ApplicationState.RESERVE: 3}
    assert {one.place.state for one in candidacies} == {
        ApplicationState.ACCEPTED,
        ApplicationState.RESERVE,
        ApplicationState.REJECTED,
        ApplicationState.SUBMITTED,
    }


def test_interest_shows_what_few_people_want() -> None:
    interest = interest_by("programme", 2025, EVERYTHING)
    assert interest[0].name == "Housekeeping"
    assert [one.name for one in interest if one.per_seat is not None and one.per_seat < 1] == ["Housekeeping"]


def test_outcomes_are_a_range_with_a_believable_response() -> None:
    year = absorption(date(2025, 1, 1), date(2025, 12, 31), EVERYTHING)
    assert 45 < (year.response_rate or 0) < 65
    assert 38 < (year.highest or 0) < 52
    assert all(one.answered for one in rounds_due((3, 6, 12), AS_OF, EVERYTHING))
    assert set(Placement.objects.values_list("evidence", flat=True)) == set(Evidence.values)


def test_every_job_begins_after_the_class_and_before_it_was_told() -> None:
    for answer in TracerRound.objects.exclude(placement=None).select_related("placement", "enrolment"):
        assert answer.enrolment.ended_on < answer.placement.started_on < answer.answered_at.date()


def test_two_people_may_have_been_registered_twice() -> None:
    pairs = DuplicatePair.objects.open().select_related("first", "second")
    assert len(pairs) == 2
    assert all(pair.first.phone == pair.second.phone for pair in pairs)


def test_one_sample_is_called_and_one_still_is() -> None:
    done, begun = map(verification_of, GraduateSample.objects.order_by("centre__short_name"))
    assert (done.reported, done.outstanding) == (20, 0)
    assert (begun.reported, begun.outstanding) == (20, 8)


def test_papers_bear_the_fingerprint_of_their_facts_and_no_file() -> None:
    papers = IssuedDocument.objects.select_related("enrolment")
    assert all(paper.facts_sha256 == fingerprint(paper.facts) for paper in papers)
    assert {paper.enrolment.state for paper in papers} == {EnrolmentState.PASSED}
    assert not any(paper.is_drawn for paper in papers)


def test_everybody_new_is_marked_as_invented() -> None:
    assert JobSeeker.objects.filter(is_invented=True).count() == JobSeeker.objects.count() == 1339 + 31 + 2 + 434


@pytest.mark.parametrize(
    ("login", "screen"),
    [
        ("admin.balikpapan", "programs:resources"),
        ("admin.balikpapan", "programs:class_calendar"),
        ("admin.balikpapan", "trainees:interest"),
        ("admin.balikpapan", "trainees:absorption"),
        ("admin.balikpapan", "trainees:duplicate_list"),
        ("admin.balikpapan", "trainees:tracer_list"),
        ("admin.bontang", "trainees:signal_list"),
        ("perencana", "trainees:sample_list"),
    ],
)
def test_the_screens_open_on_something(client: Client, login: str, screen: str) -> None:
    client.force_login(User.objects.get(email__startswith=login))
    response: Any = client.get(reverse(screen))
    assert response.status_code == 200
    content = response.content.decode()
    assert "<tbody><tr" in content.replace(" ", "").replace("\n", "")
    assert not any(sign in content for sign in ("kn-empty", "colspan=", 'class="kn-muted mb-0"'))


def test_a_late_list_waits_at_the_desk_and_enters_nobody() -> None:
    waiting = QuarantinedRow.objects.filter(state="open")
    codes = Counter(row.findings[0]["code"] for row in waiting)
    assert codes == {"nik_length": 2, "region_unknown": 2, "nik_birth_mismatch": 1}
    assert not JobSeeker.objects.filter(full_name__in=["Joko Prasetyo", "Herman Susilo"], is_invented=False).exists()
