"""Logbooks: a week is written by staff, by the participant or by the mentor, and confirmed by both sides."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from companies.choices.apprenticeships import STARTED_STATES, ApprenticeState, LogHolder
from companies.constants.apprenticeships import LINK_AFTER_END, LINK_BYTES, LINK_LONGEST, MOST_HOURS_A_WEEK
from companies.formulas.apprenticeships import monday_of
from companies.models import Apprentice, LogbookLink, LogbookWeek, Mentor
from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import today

BOTH = (LogHolder.APPRENTICE, LogHolder.MENTOR)
_CONFIRMED = {LogHolder.APPRENTICE: "apprentice_confirmed_at", LogHolder.MENTOR: "mentor_confirmed_at"}


@dataclass(frozen=True, kw_only=True)
class WeekData:
    """What was done in a week; hours of 60 minutes."""

    activities: str
    theory_hours: int = 0
    practice_hours: int = 0
    unit: str = ""
    incident: str = ""


@transaction.atomic
def keep_week(
    *, apprentice: Apprentice, week: date, data: WeekData, by: Iterable[str] = (), actor: User | None = None
) -> LogbookWeek:
    """Write a week, or correct it. `by` are the sides that say so: one by its personal link, both on signed paper.

    What one side had confirmed and the other changes, is to be confirmed anew.
    """
    one = Apprentice.objects.select_for_update(of=("self",)).get(pk=apprentice.pk)
    _require_week(one, week)
    if data.theory_hours + data.practice_hours > MOST_HOURS_A_WEEK:
        raise DomainError("too_many_hours", _("More than 60 hours in a week cannot be right."), field="practice_hours")
    row = LogbookWeek.objects.filter(apprentice=one, week=week).first() or LogbookWeek(apprentice=one, week=week)
    if _fill_in(row, data):
        row.apprentice_confirmed_at = row.mentor_confirmed_at = None
    _confirm(row, by)
    row.full_clean()
    row.save()
    return row


def _fill_in(row: LogbookWeek, data: WeekData) -> bool:
    """Whether anything changed."""
    new = {
        "activities": data.activities.strip(),
        "unit": data.unit.strip(),
        "incident": data.incident.strip(),
        "theory_hours": data.theory_hours,
        "practice_hours": data.practice_hours,
    }
    changed = any(getattr(row, name) != value for name, value in new.items())
    for name, value in new.items():
        setattr(row, name, value)
    return changed


def _require_week(one: Apprentice, week: date) -> None:
    if one.state not in STARTED_STATES or one.started_on is None:
        raise DomainError("not_running", _("The apprenticeship has not begun."), field="week")
    last = min(one.ended_on or one.ends_on, today())
    if week.weekday() or not monday_of(one.started_on) <= week <= last:
        raise DomainError(
            "week_outside",
            _("A week is named by its Monday, from %(first)s until %(last)s.")
            % {"first": f"{monday_of(one.started_on):%d/%m/%Y}", "last": f"{monday_of(last):%d/%m/%Y}"},
            field="week",
        )


@transaction.atomic
def confirm_week(*, week: LogbookWeek, by: str) -> LogbookWeek:
    """One side says that the week was as it is written."""
    row = LogbookWeek.objects.select_for_update(of=("self",)).get(pk=week.pk)
    _confirm(row, (by,))
    row.save()
    return row


def _confirm(row: LogbookWeek, by: Iterable[str]) -> None:
    for side in by:
        name = _CONFIRMED[LogHolder(side)]
        setattr(row, name, getattr(row, name) or timezone.now())


# --- personal links ------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class LogbookInvitation:
    """A personal link, shown once: only its digest is kept. `whatsapp_url` opens the chat with the text written."""

    link: LogbookLink
    url: str
    text: str
    whatsapp_url: str


@transaction.atomic
def invite_apprentice(*, actor: User, apprentice: Apprentice) -> LogbookInvitation:
    """A link for the participant's own logbook. A new link ends the one before."""
    one = Apprentice.objects.select_related("job_seeker", "apprenticeship").get(pk=apprentice.pk)
    if one.state != ApprenticeState.RUNNING:
        raise DomainError("not_running", _("Only who is in a running apprenticeship keeps a logbook."))
    link, token = _make_link(one.ends_on, LogHolder.APPRENTICE, apprentice=one)
    return _invitation(link, token, one.job_seeker.full_name, one.job_seeker.phone)


@transaction.atomic
def invite_mentor(*, actor: User, mentor: Mentor) -> LogbookInvitation:
    """A link for a mentor, to the logbooks of all participants he guides."""
    last = mentor.apprentices.running().order_by("-ends_on").first()
    if last is None:
        raise DomainError("nobody_guided", _("%(name)s guides nobody at present.") % {"name": mentor})
    link, token = _make_link(last.ends_on, LogHolder.MENTOR, mentor=mentor)
    return _invitation(link, token, mentor.full_name, mentor.phone)


def _make_link(ends_on: date, holder: str, **whose: Any) -> tuple[LogbookLink, str]:
    token = secrets.token_urlsafe(LINK_BYTES)
    last = max(ends_on - today(), timedelta()) + LINK_AFTER_END
    details = {
        "holder": holder,
        "token_digest": digest_of(token),
        "expires_at": timezone.now() + min(last, LINK_LONGEST),
        "used_at": None,
    }
    link, _created = LogbookLink.objects.update_or_create(**whose, defaults=details)
    return link, token


def _invitation(link: LogbookLink, token: str, name: str, phone: str) -> LogbookInvitation:
    url = f"{settings.SITE_URL}{reverse('companies:logbook_link', args=[token])}"
    text = _(
        "Good day %(name)s. Please keep the logbook of the apprenticeship here, once a week: %(url)s – the link is for "
        "you alone and works until %(until)s. Thank you."
    ) % {"name": name, "url": url, "until": f"{timezone.localtime(link.expires_at):%d/%m/%Y}"}
    digits = phone.removeprefix("+")
    return LogbookInvitation(link, url, text, f"https://wa.me/{digits}?text={quote(text)}" if digits else "")


def digest_of(token: str) -> str:
    """What is kept of a personal link."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_of(token: str) -> LogbookLink | None:
    """Whose link this is; None where it is unknown, replaced or expired."""
    links = LogbookLink.objects.select_related("apprentice__job_seeker", "mentor")
    found = links.filter(token_digest=digest_of(token)).first()
    return found if found is not None and found.is_live else None


def apprentices_of(link: LogbookLink) -> list[Apprentice]:
    """Whose logbooks a link opens: one's own, or those of everybody one guides, who is over included."""
    rows = Apprentice.objects.started().select_related("job_seeker", "apprenticeship__site__company")
    mine = rows.filter(pk=link.apprentice_id) if link.apprentice_id else rows.filter(mentor=link.mentor_id)
    return list(mine.order_by("job_seeker__full_name"))


@transaction.atomic
def keep_week_by_link(*, token: str, apprentice: Apprentice, week: date, data: WeekData) -> LogbookWeek:
    """A holder writes a week, which confirms his own side of it."""
    link = _require_link(token, apprentice)
    return keep_week(apprentice=apprentice, week=week, data=data, by=(link.holder,))


@transaction.atomic
def confirm_week_by_link(*, token: str, week: LogbookWeek) -> LogbookWeek:
    """A holder confirms what the other side, or the office, has written."""
    link = _require_link(token, week.apprentice)
    return confirm_week(week=week, by=link.holder)


def _require_link(token: str, apprentice: Apprentice) -> LogbookLink:
    link = link_of(token)
    if link is None or apprentice.pk not in {one.pk for one in apprentices_of(link)}:
        raise DomainError("link_not_valid", _("This link has been replaced or has expired. Please ask for a new one."))
    link.used_at = timezone.now()
    link.save(update_fields=["used_at", "updated_at"])
    return link
