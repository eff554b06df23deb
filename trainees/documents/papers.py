"""Sheets of paper of a class: the announcement of a selection, and the attendance list to sign."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from kaltim_naker.core.periods import today
from kaltim_naker.pdf.render import render_pdf
from programs.models import TrainingClass
from trainees.choices import ApplicationState
from trainees.documents.attendance import was_taking_part
from trainees.models import Application, Enrolment, Session

# As many columns to sign as fit beside the names on a sheet of A4 across.
SESSIONS_A_SHEET = 6


@dataclass(frozen=True)
class Sheet:
    """What surrounds the list on every paper: the names that the template of official documents asks for."""

    title: str
    subject: str
    period: str
    reference: str
    letterhead: dict[str, str]
    signature: dict[str, Any]
    made_at: datetime
    is_invented: bool


def announcement_pdf(training_class: TrainingClass, *, language: str) -> bytes:
    """Who was accepted and who is on the reserve list. It hangs on a wall: names and regencies, no numbers."""
    decided = Application.objects.filter(training_class=training_class).for_list()
    accepted = list(decided.filter(state=ApplicationState.ACCEPTED).order_by("job_seeker__full_name"))
    reserves = list(decided.reserves())
    with override(language):
        sheet = _sheet(training_class, _("Announcement of the selection"), [one.job_seeker for one in accepted])
    context = {"facts": sheet, "training_class": training_class, "accepted": accepted, "reserves": reserves}
    return render_pdf("pdf/announcement.html", context, language=language)


def attendance_list_pdf(training_class: TrainingClass, *, first: date, language: str) -> bytes:
    """The next sessions from this day on as columns to sign, each with its day and code."""
    sessions = list(training_class.sessions.filter(held_on__gte=first).order_by("held_on", "part")[:SESSIONS_A_SHEET])
    people = training_class.enrolments.taking_part().select_related("job_seeker").order_by("job_seeker__full_name")
    with override(language):
        sheet = _sheet(training_class, _("Attendance list"), [one.job_seeker for one in people])
    context = {
        "facts": sheet,
        "training_class": training_class,
        "sessions": sessions,
        "rows": [(one, _open_cells(one, sessions)) for one in people],
    }
    return render_pdf("pdf/attendance_list.html", context, language=language)


def _open_cells(enrolment: Enrolment, sessions: Sequence[Session]) -> list[bool]:
    """Whether this person signs in each session; who moves up later finds the days before crossed out."""
    return [was_taking_part(enrolment, session.held_on) for session in sessions]


def first_week(training_class: TrainingClass) -> date:
    """The Monday of this week while the class runs, else its first day."""
    start, end = training_class.starts_on, training_class.ends_on
    if start and end and start <= today() <= end:
        return max(start, today() - timedelta(days=today().weekday()))
    return start or today()


def _sheet(training_class: TrainingClass, title: str, people: Sequence[Any]) -> Sheet:
    centre = training_class.centre
    days = (training_class.starts_on, training_class.ends_on)
    return Sheet(
        title=title,
        subject=f"{training_class.programme} – {training_class.label}",
        period=" – ".join(f"{day:%d/%m/%Y}" for day in days if day) or str(training_class.fiscal_year),
        reference=training_class.number or training_class.label,
        letterhead={**settings.LETTERHEAD, "unit": centre.name, "address": centre.address},
        signature={
            "place": centre.office.region.short_name,
            "signed_on": today(),
            "title": _("Head of the training centre"),
            "name": centre.head_name,
            "rank": "",
            "nip": centre.head_nip,
        },
        made_at=timezone.now(),
        is_invented=any(person.is_invented for person in people),
    )
