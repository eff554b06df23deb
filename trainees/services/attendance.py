"""Sessions of a class and who was there."""

import secrets
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import today
from programs.choices import ClassState
from programs.locking import Locks, require_writable
from programs.models import Instructor, TrainingClass
from programs.services import lock_class
from trainees.choices import Mark
from trainees.constants import LATE_AFTER_DAYS
from trainees.documents.attendance import MarkKey, was_taking_part
from trainees.models import AttendanceMark, Enrolment, Session

# Letters and digits that nobody takes for another when a sheet is typed in from paper.
_CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_SATURDAY = 5


@transaction.atomic
def plan_sessions(
    *,
    actor: User,
    training_class: TrainingClass,
    days: Iterable[date],
    hours: int,
    instructor: Instructor | None = None,
    topic: str = "",
) -> list[Session]:
    """Plan one session on each of these days; on a day that has one already, another part of the day."""
    locked = _lock_running_or_planned(training_class)
    return [_add_session(locked, day, hours, instructor, topic) for day in sorted(set(days))]


@transaction.atomic
def plan_working_days(
    *, actor: User, training_class: TrainingClass, hours: int, instructor: Instructor | None = None
) -> list[Session]:
    """A session on every Monday to Friday between the first and the last day that has none yet."""
    locked = _lock_running_or_planned(training_class)
    if not (locked.starts_on and locked.ends_on):
        raise DomainError("class_without_days", _("Give the class its first and last day first."))
    taken = set(locked.sessions.values_list("held_on", flat=True))
    span = (locked.starts_on + timedelta(days=n) for n in range((locked.ends_on - locked.starts_on).days + 1))
    wanted = [day for day in span if day.weekday() < _SATURDAY and day not in taken]
    return [_add_session(locked, day, hours, instructor, "") for day in wanted]


def _add_session(
    training_class: TrainingClass, day: date, hours: int, instructor: Instructor | None, topic: str
) -> Session:
    if training_class.starts_on and not training_class.starts_on <= day <= (training_class.ends_on or day):
        raise DomainError(
            "session_outside_class",
            _("%(day)s lies outside the days of the class.") % {"day": f"{day:%d/%m/%Y}"},
            field="held_on",
        )
    session = Session(
        training_class=training_class,
        held_on=day,
        part=training_class.sessions.filter(held_on=day).count() + 1,
        hours=hours,
        instructor=instructor,
        topic=topic.strip(),
        code=_new_code(),
    )
    session.full_clean(exclude=["code"])
    require_writable(session)
    session.save(force_insert=True)
    return session


def _new_code() -> str:
    return "".join(secrets.choice(_CODE_ALPHABET) for _position in range(8))


def _lock_running_or_planned(training_class: TrainingClass) -> TrainingClass:
    locked = lock_class(training_class)
    if locked.state in (ClassState.CLOSED, ClassState.CANCELLED):
        raise DomainError("class_is_over", _("The class %(name)s is over.") % {"name": locked})
    return locked


@dataclass(frozen=True)
class MarkEntry:
    """What is written into one cell. Without `hours`, who was present attended the whole session."""

    mark: str
    hours: int | None = None


@transaction.atomic
def record_attendance(
    *,
    actor: User,
    training_class: TrainingClass,
    cells: Mapping[MarkKey, MarkEntry],
    late_reason: str = "",
) -> int:
    """Write marks, keyed by session and enrolment. Returns how many cells were new or changed.

    Marks of the first days are corrected freely; older ones only with a reason. Raises DomainError, and changes
    nothing, for a session in the future, somebody of another class, or impossible hours.
    """
    locked = lock_class(training_class)
    if locked.state != ClassState.RUNNING:
        raise DomainError("class_not_running", _("Attendance is recorded only while the class is running."))
    sessions = {one.pk: one for one in Session.objects.filter(training_class=training_class)}
    enrolments = {
        one.pk: one for one in Enrolment.objects.filter(training_class=training_class).select_related("job_seeker")
    }
    known = {(mark.session_id, mark.enrolment_id): mark for mark in AttendanceMark.objects.of_class(training_class)}
    locks, changed = Locks(), []
    for key, entry in cells.items():
        mark = _filled(key, entry, known.get(key), sessions, enrolments)
        if mark is None:
            continue
        locks.require_open(day=sessions[key[0]].held_on, centre=locked.centre_id)
        _require_in_time(mark, sessions[key[0]], is_change=key in known, late_reason=late_reason)
        mark.recorded_by, mark.late_reason, mark.updated_at = actor, late_reason.strip(), timezone.now()
        changed.append(mark)
    AttendanceMark.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["session", "enrolment"],
        update_fields=["mark", "hours", "recorded_by", "late_reason", "updated_at"],
    )
    return len(changed)


def _filled(
    key: MarkKey,
    entry: MarkEntry,
    known: AttendanceMark | None,
    sessions: Mapping[uuid.UUID, Session],
    enrolments: Mapping[uuid.UUID, Enrolment],
) -> AttendanceMark | None:
    """The mark to be written; None where it stands there already."""
    session, enrolment = sessions.get(key[0]), enrolments.get(key[1])
    if session is None or enrolment is None:
        raise DomainError("not_in_class", _("This session or person does not belong to the class."))
    if session.held_on > today():
        raise DomainError(
            "session_in_future",
            _("The session of %(day)s has not been held yet.") % {"day": f"{session.held_on:%d/%m/%Y}"},
        )
    if not was_taking_part(enrolment, session.held_on):
        raise DomainError(
            "not_taking_part",
            _("%(name)s was not taking part on %(day)s.")
            % {"name": enrolment.job_seeker, "day": f"{session.held_on:%d/%m/%Y}"},
        )
    hours = _hours(entry, session)
    if known is not None and (known.mark, known.hours) == (entry.mark, hours):
        return None
    mark = known or AttendanceMark(session=session, enrolment=enrolment)
    mark.mark, mark.hours = entry.mark, hours
    return mark


def _hours(entry: MarkEntry, session: Session) -> int:
    if entry.mark not in Mark.values:
        raise DomainError("mark_unknown", _("“%(value)s” is no mark; write H, S, I or A.") % {"value": entry.mark})
    if entry.mark != Mark.PRESENT:
        return 0
    hours = session.hours if entry.hours is None else entry.hours
    if not 1 <= hours <= session.hours:
        raise DomainError(
            "hours_impossible",
            _("The session of %(day)s has %(hours)s hours; write between 1 and %(hours)s.")
            % {"day": f"{session.held_on:%d/%m/%Y}", "hours": session.hours},
        )
    return hours


def _require_in_time(mark: AttendanceMark, session: Session, *, is_change: bool, late_reason: str) -> None:
    """A first entry may come late; changing what stood there for days needs a reason (peers.md §4, 7)."""
    is_late = session.held_on < today() - timedelta(days=LATE_AFTER_DAYS)
    if is_change and is_late and not late_reason.strip():
        raise DomainError(
            "late_change_needs_reason",
            _("The session of %(day)s is more than %(days)s days ago. Please say why its marks are changed.")
            % {"day": f"{session.held_on:%d/%m/%Y}", "days": LATE_AFTER_DAYS},
            field="late_reason",
        )
