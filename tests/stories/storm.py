"""A small world of trained and certified people, and whatever may be done to its tables, by whichever door.

Each step is a name and two numbers, so that a failing storm can be told again.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import Max, Model, QuerySet

from certifications.choices import ResultOutcome
from certifications.models import Assessment, Certificate, Result, Scheme
from certifications.services import number_key, revoke_certificate
from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from programs.models import TrainingCentre, TrainingClass
from tests.factories.accounts import home_province, home_region
from tests.factories.certifications import AssessmentFactory, CertificateFactory, ResultFactory, SchemeFactory
from tests.factories.programs import TrainingClassFactory
from tests.factories.trainees import EnrolmentFactory, JobSeekerFactory
from trainees.choices import EnrolmentState, Sex, WorkStatus
from trainees.models import Enrolment, JobSeeker, Placement
from trainees.services import merge_people

FIRST_DAY = date(2024, 11, 1)
DAYS = 480


def day_of(number: int) -> date:
    """Some day between the end of 2024 and the beginning of 2026."""
    return FIRST_DAY + timedelta(days=number % DAYS)


@dataclass
class World:
    actor: User
    assessments: list[Assessment] = field(default_factory=list)
    enrolments: list[Enrolment] = field(default_factory=list)

    def step(self, name: str, one: int, other: int) -> None:
        """Do one thing, or nothing where a rule of the house forbids it."""
        with suppress(DomainError, DatabaseError), transaction.atomic():
            STEPS[name](self, one, other)


def make_world(actor: User, centres: list[TrainingCentre]) -> World:
    """Three classes, each assessed by two issuers, and seven people who passed, one of them twice."""
    classes = [
        TrainingClassFactory(centre=centre, closed=True, starts_on=date(2025, month, 3), ends_on=date(2025, month, 28))
        for centre, month in zip([*centres, centres[0]], (2, 5, 11), strict=True)
    ]
    schemes = [SchemeFactory(), SchemeFactory(counts_toward_target=False)]
    world = World(actor)
    world.assessments = [AssessmentFactory(training_class=one, scheme=scheme) for one in classes for scheme in schemes]
    people = [JobSeekerFactory(registered_by=centres[0].office) for _number in range(7)]
    pairs = [(person, classes[number % 3]) for number, person in enumerate(people)] + [(people[0], classes[1])]
    world.enrolments = [EnrolmentFactory(job_seeker=person, training_class=one, passed=True) for person, one in pairs]
    for number in range(6):
        certify(world, number, number * 71)
    return world


def _pick(rows: QuerySet, number: int) -> Any:
    """One of the rows, always the same for the same number; DatabaseError stands for "there is none"."""
    found = list(rows.order_by("pk"))
    if not found:
        raise DatabaseError("nothing to do it to")
    return found[number % len(found)]


def certify(world: World, one: int, other: int) -> None:
    enrolment = _pick(Enrolment.objects.all(), one)
    assessment = _pick(Assessment.objects.filter(training_class=enrolment.training_class), other)
    attempt = Result.objects.filter(assessment=assessment, enrolment=enrolment).aggregate(last=Max("attempt"))["last"]
    result = ResultFactory(
        assessment=assessment, enrolment=enrolment, assessed_on=day_of(other), attempt=(attempt or 0) + 1
    )
    CertificateFactory(result=result)


def enrol(world: World, one: int, other: int) -> None:
    """Somebody new, who counts at once."""
    person = JobSeekerFactory(domicile=home_region(("64.71", "64.72")[other % 2]))
    EnrolmentFactory(job_seeker=person, training_class=_pick(TrainingClass.objects.all(), one), passed=True)


def revoke(world: World, one: int, other: int) -> None:
    certificate = _pick(Certificate.objects.active(), one)
    revoke_certificate(actor=world.actor, certificate=certificate, reason="Salah orang", document="Surat 1/2025")


def replace(world: World, one: int, other: int) -> None:
    """A correction in another year takes the place of the first paper, and may be revoked later."""
    old = _pick(Certificate.objects.active(), one)
    issued = max(old.issued_on, day_of(other))
    Certificate.objects.filter(pk=old.pk).update(state="replaced", ended_on=issued, end_reason="Salah nama")
    number = f"{old.number}-{other}"
    CertificateFactory(
        result=old.result,
        number=number,
        number_key=number_key(number),
        issued_on=issued,
        replaces=old,
        first=old.first or old,
    )


def delete_certificates(world: World, one: int, other: int) -> None:
    alone = Certificate.objects.filter(replaces=None, replacement=None)
    alone.filter(pk__gte=_pick(alone, one).pk).delete()


def move_residents(world: World, one: int, other: int) -> None:
    person = _pick(JobSeeker.objects.all(), one)
    JobSeeker.objects.filter(pk__gte=person.pk).update(domicile=home_region(("64.72", "64.74")[other % 2]))


def move_outside(world: World, one: int, other: int) -> None:
    """Everybody, so that no regency or city of the province is left."""
    JobSeeker.objects.update(domicile=home_province())


def correct_person(world: World, one: int, other: int) -> None:
    person = _pick(JobSeeker.objects.all(), one)
    changed = {"sex": (Sex.MALE, Sex.FEMALE)[other % 2], "birth_date": date(1960 + other % 45, 5, 17)}
    JobSeeker.objects.filter(pk=person.pk).update(**changed)


def move_class(world: World, one: int, other: int) -> None:
    moved = _pick(TrainingClass.objects.all(), one)
    TrainingClass.objects.filter(pk=moved.pk).update(centre=_pick(TrainingCentre.objects.all(), other))


def move_days_of_training(world: World, one: int, other: int) -> None:
    """By hand in the database, past every service."""
    moved = _pick(Enrolment.objects.filter(ended_on__isnull=False), one)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE trainees_enrolment SET ended_on = %s WHERE id >= %s", [day_of(other), moved.pk])


def fail_training(world: World, one: int, other: int) -> None:
    states = (EnrolmentState.PASSED, EnrolmentState.FAILED)
    failed = _pick(Enrolment.objects.filter(state__in=states), one)
    Enrolment.objects.filter(pk=failed.pk).update(state=states[other % 2])


def change_work_status(world: World, one: int, other: int) -> None:
    status = (WorkStatus.SELF_EMPLOYED, WorkStatus.NEVER_WORKED)[other % 2]
    Enrolment.objects.filter(pk=_pick(Enrolment.objects.all(), one).pk).update(work_status=status)


def move_results(world: World, one: int, other: int) -> None:
    outcome = (ResultOutcome.COMPETENT, ResultOutcome.NOT_YET_COMPETENT)[other % 2]
    Result.objects.filter(pk=_pick(Result.objects.all(), one).pk).update(assessed_on=day_of(other), outcome=outcome)


def change_scheme(world: World, one: int, other: int) -> None:
    scheme = _pick(Scheme.objects.all(), one)
    Scheme.objects.filter(pk=scheme.pk).update(counts_toward_target=bool(other % 2))


def place(world: World, one: int, other: int) -> None:
    enrolment = _pick(Enrolment.objects.passed(), one)
    Placement.objects.create(
        job_seeker=enrolment.job_seeker, enrolment=enrolment, started_on=day_of(other), employer="PT Contoh"
    )


def merge(world: World, one: int, other: int) -> None:
    keep, remove = _pick(JobSeeker.objects.all(), one), _pick(JobSeeker.objects.all(), other)
    merge_people(actor=world.actor, keep=keep, remove=remove, reason="Orang yang sama")


def load_many(world: World, one: int, other: int) -> None:
    """A bulk load by COPY: one more paper for every result that has one, on days all over the years."""
    old = list(Certificate.objects.active().select_related("result"))
    last = Result.objects.aggregate(last=Max("attempt"))["last"] or 0
    results = [
        _another_attempt(certificate.result, last + place, day_of(one + place * 37))
        for place, certificate in enumerate(old, start=1)
    ]
    papers = [_copy_of(certificate, result) for certificate, result in zip(old, results, strict=True)]
    _copy(Result, results)
    _copy(Certificate, papers)


def _another_attempt(result: Result, attempt: int, day: date) -> Result:
    places = {name: getattr(result, name) for name in ("assessment_id", "enrolment_id", "job_seeker_id", "outcome")}
    return Result(attempt=attempt, assessed_on=day, **places)


def _copy_of(old: Certificate, result: Result) -> Certificate:
    number = str(result.pk)
    return Certificate(
        result=result,
        issuer_id=old.issuer_id,
        job_seeker_id=old.job_seeker_id,
        number=number,
        number_key=number_key(number),
        holder_name=old.holder_name,
        scheme_title=old.scheme_title,
        issued_on=result.assessed_on,
        valid_until=result.assessed_on + timedelta(days=900),
    )


def _copy(model: type[Model], rows: list[Any]) -> None:
    columns = model._meta.concrete_fields
    statement = f"COPY {model._meta.db_table} ({', '.join(column.column for column in columns)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([column.get_db_prep_save(column.pre_save(row, True), connection) for column in columns])


STEPS: dict[str, Callable[[World, int, int], None]] = {
    step.__name__: step
    for step in (
        certify,
        enrol,
        revoke,
        replace,
        delete_certificates,
        move_residents,
        move_outside,
        correct_person,
        move_class,
        move_days_of_training,
        fail_training,
        change_work_status,
        move_results,
        change_scheme,
        place,
        merge,
        load_many,
    )
}
