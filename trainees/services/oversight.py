"""Looking twice: finding signals, marking them as looked at, drawing samples, writing down calls."""

import secrets
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Max, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import Period, today
from programs.models import TrainingCentre, TrainingClass
from trainees.choices import CallResult, Mark, SignalKind
from trainees.constants import LAST_HOUR, LAST_HOUR_FROM_DAYS, PEOPLE_PER_PHONE
from trainees.formulas import draw_sample
from trainees.models import AttendanceMark, Enrolment, GraduateSample, SampleMember, Session, Signal

# Fewer sessions say nothing about a class where nobody was ever absent.
_SESSIONS_TO_JUDGE = 5
_WEEKEND = (1, 7)  # Django's `week_day`: Sunday is 1, Saturday is 7.


def find_signals(*, since: date | None = None) -> int:
    """Search all classes that began since then, or in the last two years; returns how many signals are new.

    Safe to run again.
    """
    classes = TrainingClass.objects.filter(starts_on__gte=since or today() - timedelta(days=730))
    found = [
        *_full_attendance(classes),
        *_instructor_twice(classes),
        *_shared_phones(classes),
        *_entered_within_an_hour(classes),
        *_weekends(classes),
    ]
    known = set(Signal.objects.values_list("kind", "fingerprint"))
    new = [signal for signal in found if (signal.kind, signal.fingerprint) not in known]
    Signal.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _signal(kind: str, training_class: Any, *parts: object, **facts: Any) -> Signal:
    fingerprint = ":".join(map(str, (training_class, *parts)))
    return Signal(kind=kind, training_class_id=training_class, fingerprint=fingerprint, facts=facts)


def _marks(classes: Any) -> Any:
    return AttendanceMark.objects.filter(session__training_class__in=classes).values("session__training_class")


def _full_attendance(classes: Any) -> list[Signal]:
    rows = _marks(classes).annotate(
        sessions=Count("session", distinct=True),
        entries=Count("pk"),
        absent=Count("pk", filter=~Q(mark=Mark.PRESENT)),
    )
    return [
        _signal(
            SignalKind.FULL_ATTENDANCE, row["session__training_class"], sessions=row["sessions"], marks=row["entries"]
        )
        for row in rows.filter(absent=0, sessions__gte=_SESSIONS_TO_JUDGE)
    ]


def _instructor_twice(classes: Any) -> list[Signal]:
    """The plan forbids it; what was held may say otherwise."""
    rows = (
        Session.objects.filter(training_class__in=classes, instructor__isnull=False)
        .values("instructor", "held_on")
        .annotate(places=Count("training_class", distinct=True), name=F("instructor__full_name"))
        .filter(places__gt=1)
    )
    signals = []
    for row in rows:
        sessions = Session.objects.filter(instructor=row["instructor"], held_on=row["held_on"])
        for key in sessions.order_by("training_class").values_list("training_class", flat=True).distinct():
            day = row["held_on"].isoformat()
            signals.append(
                _signal(SignalKind.INSTRUCTOR_TWICE, key, row["instructor"], day, instructor=row["name"], day=day)
            )
    return signals


def _shared_phones(classes: Any) -> list[Signal]:
    rows = (
        Enrolment.objects.filter(training_class__in=classes)
        .exclude(job_seeker__phone="")
        .values("training_class", "job_seeker__phone")
        .annotate(people=Count("job_seeker", distinct=True))
        .filter(people__gte=PEOPLE_PER_PHONE)
    )
    return [
        _signal(
            SignalKind.SHARED_PHONE,
            row["training_class"],
            row["job_seeker__phone"][-4:],
            people=row["people"],
            phone_ends=row["job_seeker__phone"][-4:],
        )
        for row in rows
    ]


def _entered_within_an_hour(classes: Any) -> list[Signal]:
    rows = _marks(classes).annotate(
        sessions=Count("session", distinct=True),
        days=Max("session__held_on") - Min("session__held_on"),
        took=Max("first_recorded_at") - Min("first_recorded_at"),
    )
    return [
        _signal(
            SignalKind.LAST_HOUR,
            row["session__training_class"],
            sessions=row["sessions"],
            minutes=row["took"].seconds // 60,
        )
        for row in rows.filter(took__lt=LAST_HOUR, sessions__gte=_SESSIONS_TO_JUDGE)
        if row["days"] >= timedelta(days=LAST_HOUR_FROM_DAYS)
    ]


def _weekends(classes: Any) -> list[Signal]:
    rows = (
        Session.objects.filter(training_class__in=classes, held_on__week_day__in=_WEEKEND)
        .values("training_class")
        .annotate(sessions=Count("pk"), first=Min("held_on"))
    )
    return [
        _signal(SignalKind.WEEKEND, row["training_class"], sessions=row["sessions"], day=row["first"].isoformat())
        for row in rows
    ]


@transaction.atomic
def look_at_signal(*, actor: User, signal: Signal, note: str) -> Signal:
    """Mark a signal as looked at, with what was found. It stays in the list of those seen."""
    locked = Signal.objects.select_for_update(of=("self",)).get(pk=signal.pk)
    if not note.strip():
        raise DomainError("note_missing", _("Please say what you found."), field="note")
    locked.looked_at, locked.looked_by, locked.note = timezone.now(), actor, note.strip()
    locked.save(update_fields=["looked_at", "looked_by", "note", "updated_at"])
    return locked


@transaction.atomic
def draw_graduates(
    *, actor: User, centre: TrainingCentre, period: Period, size: int, seed: str | None = None
) -> GraduateSample:
    """Draw the sample of a quarter that is over, once. The seed is kept, so that anybody can draw it again."""
    if period.quarter is None or period.end >= today():
        raise DomainError("quarter_not_over", _("A sample is drawn when the quarter is over."), field="quarter")
    if GraduateSample.objects.filter(centre=centre, year=period.year, quarter=period.quarter).exists():
        raise DomainError("sample_drawn", _("The sample of this quarter has been drawn already."), field="quarter")
    graduates = graduates_of(centre, period)
    if not graduates:
        raise DomainError("no_graduates", _("Nobody passed a class of this centre in this quarter."), field="quarter")
    seed = seed or secrets.token_hex(8)
    drawn = draw_sample(graduates, size, seed)
    sample = GraduateSample.objects.create(
        centre=centre,
        year=period.year,
        quarter=period.quarter,
        seed=seed,
        size=len(drawn),
        drawn_from=len(graduates),
        drawn_by=actor,
    )
    SampleMember.objects.bulk_create(SampleMember(sample=sample, enrolment_id=key) for key in drawn)
    return sample


def graduates_of(centre: TrainingCentre, period: Period) -> list[Any]:
    """The keys of the participations that ended with a pass in the period."""
    passed = Enrolment.objects.passed().filter(
        training_class__centre=centre, ended_on__range=(period.start, period.end)
    )
    return list(passed.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def record_call(*, actor: User, member: SampleMember, result: str, note: str = "") -> SampleMember:
    """Write down what calling back said. A denial needs a note: it will be asked about."""
    if result not in CallResult.values or result == CallResult.OPEN:
        raise DomainError("result_unknown", _("Please choose what the call gave."), field="result")
    if result == CallResult.DENIED and not note.strip():
        raise DomainError("note_missing", _("Please say what was denied."), field="note")
    locked = SampleMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    locked.result, locked.note = result, note.strip()
    locked.called_by, locked.called_at = actor, timezone.now()
    locked.save(update_fields=["result", "note", "called_by", "called_at", "updated_at"])
    return locked
