"""What is looked at, and what is wrong with it. One declaration gives the number, its whole, and the list behind it.

The rows of a check carry two columns beside the record: `at_centre` and `in_region`, the places that answer for it
(NULL where a place has nothing to do with it). A row falls short or it does not, so a number is never more than its
list.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from django.db.models import BigIntegerField, Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import TruncDate
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certifications.models import Result
from companies.models import Apprentice
from kaltim_naker.access.actions import Action
from kaltim_naker.accounts.models import OfficeKind, User
from kaltim_naker.core.periods import today
from kaltim_naker.imports.choices import ImportStage, QuarantineState
from kaltim_naker.imports.models import ImportRun, QuarantinedRow
from kaltim_naker.reports.quality.columns import (
    APPRENTICES,
    CLASSES,
    PARTICIPANTS,
    RESULTS,
    SAMPLED,
    SESSIONS,
    SIGNALS,
    WAITING_ROWS,
)
from kaltim_naker.ui.tables import Column
from programs.choices import ClassState
from programs.models import TrainingClass
from trainees.choices import CallResult, TrainedElsewhere
from trainees.constants import TRACER_MONTHS
from trainees.models import AttendanceMark, Enrolment, SampleMember, Session, Signal, TracerRound

_NOWHERE = Value(None, output_field=BigIntegerField())


class Place(StrEnum):
    """Who answers for a row; the value is the column of the check's rows."""

    CENTRE = "at_centre"
    REGION = "in_region"


class Group(StrEnum):
    COMPLETE = "complete"
    TIMELY = "timely"
    WATCHED = "watched"


GROUP_TITLES: dict[Group, Promise] = {
    Group.COMPLETE: _("Is everything there?"),
    Group.TIMELY: _("Did it come in time?"),
    Group.WATCHED: _("Did somebody look?"),
}


@dataclass(frozen=True)
class Check:
    """One thing that may be wrong. `rows` gives everything that is looked at in a year, `fault` what falls short.

    `limit` is the share in per cent up to which it is tolerated, unless `DATA_QUALITY_LIMITS` says otherwise. `action`
    is what the names behind the number need; `narrow` takes what else a reader of the list may not open. `way_out` says
    what to do about it.
    """

    key: str
    group: Group
    name: str | Promise
    way_out: str | Promise
    rows: Callable[[int], QuerySet]
    fault: Callable[[], Q]
    columns: Sequence[Column]
    action: Action
    limit: int = 5
    places: frozenset[Place] = frozenset(Place)
    narrow: Callable[[QuerySet, User], QuerySet] = lambda rows, user: rows

    @property
    def tolerated(self) -> int:
        """In per cent."""
        return int(settings.DATA_QUALITY_LIMITS.get(self.key, self.limit))


# --- what is looked at -----------------------------------------------------------------------------------------------
def participants(year: int) -> QuerySet:
    """Everybody who takes or took part in a class of the year."""
    taking_part = Enrolment.objects.taking_a_seat().filter(training_class__fiscal_year=year)
    return taking_part.annotate(at_centre=F("training_class__centre"), in_region=F("job_seeker__domicile"))


def graduates_due(year: int) -> QuerySet:
    """Graduates whose first tracer round has come."""
    due = Enrolment.objects.due_for_round(TRACER_MONTHS[0], today()).filter(ended_on__year=year)
    return due.annotate(at_centre=F("training_class__centre"), in_region=F("job_seeker__domicile"))


def results(year: int) -> QuerySet:
    assessed = Result.objects.filter(assessed_on__year=year).alias(entered_on=TruncDate("created_at"))
    return assessed.annotate(at_centre=F("assessment__training_class__centre"), in_region=F("job_seeker__domicile"))


def competent_results(year: int) -> QuerySet:
    """Competent long enough for the paper to have come."""
    patience = timedelta(days=settings.DATA_QUALITY_DAYS["certificate"])
    return results(year).competent_and_countable().filter(assessed_on__lt=today() - patience)


def ended_classes(year: int) -> QuerySet:
    """Classes whose last day is over long enough for their closing."""
    patience = timedelta(days=settings.DATA_QUALITY_DAYS["closing"])
    over = TrainingClass.objects.in_year(year).filter(
        state__in=(ClassState.RUNNING, ClassState.CLOSED), ends_on__lt=today() - patience
    )
    return over.annotate(at_centre=F("centre"), in_region=_NOWHERE)


def sessions(year: int) -> QuerySet:
    """Sessions held long enough ago for their marks to be in."""
    patience = timedelta(days=settings.DATA_QUALITY_DAYS["attendance"])
    held = Session.objects.filter(held_on__year=year, held_on__lt=today() - patience)
    return held.annotate(at_centre=F("training_class__centre"), in_region=_NOWHERE)


def running_apprentices(year: int) -> QuerySet:
    """Who is an apprentice now, whatever year it began in."""
    running = Apprentice.objects.running()
    return running.annotate(at_centre=_NOWHERE, in_region=F("apprenticeship__site__region"))


def signals(year: int) -> QuerySet:
    found = Signal.objects.filter(training_class__fiscal_year=year)
    return found.annotate(at_centre=F("training_class__centre"), in_region=_NOWHERE)


def rows_brought(year: int) -> QuerySet:
    """Rows set aside by the import desk in the year; the office that brought the file answers for them."""
    kept = QuarantinedRow.objects.filter(run__stage=ImportStage.ACCEPTED, created_at__year=year)
    return kept.annotate(
        at_centre=Case(When(run__office__kind=OfficeKind.TRAINING_CENTRE, then=F("run__office"))),
        in_region=Case(When(run__office__kind=OfficeKind.REGIONAL_OFFICE, then=F("run__office__region"))),
    )


def sampled_graduates(year: int) -> QuerySet:
    drawn = SampleMember.objects.filter(sample__year=year)
    return drawn.annotate(at_centre=F("sample__centre"), in_region=F("enrolment__job_seeker__domicile"))


# --- what is wrong with it -------------------------------------------------------------------------------------------
def is_late_result() -> Q:
    return Q(entered_on__gt=F("assessed_on") + timedelta(days=settings.DATA_QUALITY_DAYS["result"]))


def has_no_certificate() -> Q:
    return Q(certificates__isnull=True)


def has_no_marks() -> Q:
    return ~Exists(AttendanceMark.objects.filter(session=OuterRef("pk")))


def has_not_answered() -> Q:
    answered = TracerRound.objects.answered().filter(enrolment=OuterRef("pk"), months=TRACER_MONTHS[0])
    return ~Exists(answered)


def keeps_no_logbook() -> Q:
    late = Apprentice.objects.logbook_not_kept(today()).filter(pk=OuterRef("pk"))
    return Q(Exists(late))


CHECKS = (
    Check(
        "nik_missing",
        Group.COMPLETE,
        _("Without NIK"),
        _("Ask for the identity card; without the number the same person may be registered twice."),
        participants,
        lambda: Q(job_seeker__nik_index__isnull=True),
        PARTICIPANTS,
        Action.VIEW_JOB_SEEKERS,
        limit=1,
    ),
    Check(
        "phone_missing",
        Group.COMPLETE,
        _("Without phone"),
        _("Ask while the class is running; nobody can be traced later without it."),
        participants,
        lambda: Q(job_seeker__phone=""),
        PARTICIPANTS,
        Action.VIEW_JOB_SEEKERS,
    ),
    Check(
        "education_missing",
        Group.COMPLETE,
        _("Without education"),
        _("Complete it from the application form; reports are divided by it."),
        participants,
        lambda: Q(job_seeker__education__isnull=True),
        PARTICIPANTS,
        Action.VIEW_JOB_SEEKERS,
    ),
    Check(
        "district_missing",
        Group.COMPLETE,
        _("Domicile without district"),
        _("Choose the district (kecamatan) from the address on the card."),
        participants,
        lambda: Q(job_seeker__district__isnull=True),
        PARTICIPANTS,
        Action.VIEW_JOB_SEEKERS,
        limit=20,
    ),
    Check(
        "earlier_training_unknown",
        Group.COMPLETE,
        _("Earlier training not asked"),
        _("Ask, and note the answer; who was never trained before is a figure of its own."),
        participants,
        lambda: Q(job_seeker__trained_elsewhere=TrainedElsewhere.NOT_ASKED),
        PARTICIPANTS,
        Action.VIEW_JOB_SEEKERS,
        limit=20,
    ),
    Check(
        "classes_not_closed",
        Group.TIMELY,
        _("Classes over, not closed"),
        _("Close the class with an outcome for everybody; until then nobody in it has passed."),
        ended_classes,
        lambda: Q(state=ClassState.RUNNING),
        CLASSES,
        Action.VIEW_CLASSES,
        limit=0,
        places=frozenset({Place.CENTRE}),
    ),
    Check(
        "attendance_missing",
        Group.TIMELY,
        _("Sessions without attendance"),
        _("Enter the sheets of these days, or bring them as a list."),
        sessions,
        has_no_marks,
        SESSIONS,
        Action.VIEW_ATTENDANCE,
        places=frozenset({Place.CENTRE}),
    ),
    Check(
        "results_late",
        Group.TIMELY,
        _("Results entered late"),
        _("Enter results in the days after the assessment; a quarter may be closed meanwhile."),
        results,
        is_late_result,
        RESULTS,
        Action.VIEW_CERTIFICATES,
        limit=10,
    ),
    Check(
        "certificates_missing",
        Group.TIMELY,
        _("Competent, still without certificate"),
        _("Ask the issuer; they count only once the certificate is issued."),
        competent_results,
        has_no_certificate,
        RESULTS,
        Action.VIEW_CERTIFICATES,
    ),
    Check(
        "tracer_overdue",
        Group.TIMELY,
        _("Graduates not asked, or silent"),
        _("Send the link again, or call."),
        graduates_due,
        has_not_answered,
        PARTICIPANTS,
        Action.VIEW_JOB_SEEKERS,
        limit=30,
    ),
    Check(
        "logbooks_missing",
        Group.TIMELY,
        _("Apprentices without logbook"),
        _("Send the mentor the link, and look at it at the next visit."),
        running_apprentices,
        keeps_no_logbook,
        APPRENTICES,
        Action.VIEW_APPRENTICES,
        limit=10,
        places=frozenset({Place.REGION}),
    ),
    Check(
        "signals_open",
        Group.WATCHED,
        _("Signals nobody has looked at"),
        _("Look at each, and say what was found."),
        signals,
        lambda: Q(looked_at__isnull=True),
        SIGNALS,
        Action.VIEW_SIGNALS,
        limit=0,
        places=frozenset({Place.CENTRE}),
    ),
    Check(
        "rows_waiting",
        Group.WATCHED,
        _("Rows of files that still wait"),
        _("Correct them on the page of the import, or give them up with a reason."),
        rows_brought,
        lambda: Q(state=QuarantineState.OPEN),
        WAITING_ROWS,
        Action.USE_IMPORT_DESK,
        limit=0,
        narrow=lambda rows, user: rows.filter(run__in=ImportRun.objects.open_to(user)),
    ),
    Check(
        "graduates_unverified",
        Group.WATCHED,
        _("Sampled graduates not confirmed"),
        _("Call them; who denies what was reported has to be cleared up."),
        sampled_graduates,
        lambda: ~Q(result=CallResult.CONFIRMED),
        SAMPLED,
        Action.CALL_BACK,
        limit=20,
    ),
)


def check_named(key: str) -> Check | None:
    return next((check for check in CHECKS if check.key == key), None)
