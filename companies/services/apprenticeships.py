"""Programmes of apprenticeship: planned, permitted, visited (Permenaker 6/2020, domain.md §5)."""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from companies.choices.apprenticeships import (
    STARTED_STATES,
    WAITING_STATES,
    ApprenticeshipKind,
    ApprenticeshipState,
    ApprenticeState,
    PermitLevel,
)
from companies.constants.apprenticeships import (
    LEAST_THEORY,
    MINIMUM_AGE,
    MOST_MONTHS,
    MOST_PERCENT_OF_WORKERS,
    MOST_THEORY,
)
from companies.formulas.apprenticeships import Span, age_on, last_possible_day, most_apprentices, most_at_once
from companies.models import Agreement, Apprentice, Apprenticeship, Mentor, MonitoringVisit, WorkSite
from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import today
from kaltim_naker.core.phones import normalise_phone
from programs.models import Field

_OPEN = (ApprenticeshipState.DRAFT, ApprenticeshipState.SUBMITTED, ApprenticeshipState.REFUSED)


@dataclass(frozen=True, kw_only=True)
class ApprenticeshipData:
    """What a programme says. `allowance` in rupiah a month, `theory_percent` of the time."""

    site: WorkSite
    occupation: str
    field: Field
    starts_on: date
    ends_on: date
    seats: int
    kind: str = ApprenticeshipKind.OWN
    theory_percent: int = MOST_THEORY
    minimum_age: int = MINIMUM_AGE
    allowance: Decimal | None = None
    instructor_name: str = ""
    agreement: Agreement | None = None
    permit_level: str = PermitLevel.REGENCY


@transaction.atomic
def plan_apprenticeship(*, actor: User, data: ApprenticeshipData) -> Apprenticeship:
    """Prepare a programme. Magang Nasional needs no permit of ours, so it is there at once, for information."""
    row = Apprenticeship()
    if data.kind == ApprenticeshipKind.NATIONAL:
        row.state = ApprenticeshipState.PERMITTED
    return _write(row, data)


@transaction.atomic
def change_apprenticeship(*, actor: User, apprenticeship: Apprenticeship, data: ApprenticeshipData) -> Apprenticeship:
    """Correct a programme until it is permitted. After a refusal it is being prepared again.

    The agreements of who is selected follow the new days, and everybody must still be old enough.
    """
    row = lock_apprenticeship(apprenticeship)
    if row.state not in _OPEN and row.is_counted:
        raise DomainError(
            "apprenticeship_fixed",
            _("This programme is “%(state)s” and is not changed any more.") % {"state": row.get_state_display()},
        )
    if row.state == ApprenticeshipState.REFUSED:
        row.state, row.complete_on, row.permit_on, row.reason = ApprenticeshipState.DRAFT, None, None, ""
    row = _write(row, data)
    for one in row.apprentices.filter(state=ApprenticeState.SELECTED).select_related("job_seeker"):
        one.starts_on, one.ends_on = row.starts_on, row.ends_on
        one.age = require_age(row, one.job_seeker)
        one.save()
    return row


def _write(row: Apprenticeship, data: ApprenticeshipData) -> Apprenticeship:
    _require_frame(data)
    for field in fields(data):
        setattr(row, field.name, getattr(data, field.name))
    row.occupation, row.instructor_name = row.occupation.strip(), row.instructor_name.strip()
    row.full_clean()
    row.save()
    return row


def _require_frame(data: ApprenticeshipData) -> None:
    """Time and share of theory, in words and beside their field; the database says the same."""
    if data.ends_on > last_possible_day(data.starts_on):
        raise DomainError(
            "longer_than_a_year",
            _("An apprenticeship lasts at most %(months)s months: from %(first)s until %(last)s.")
            % {
                "months": MOST_MONTHS,
                "first": f"{data.starts_on:%d/%m/%Y}",
                "last": f"{last_possible_day(data.starts_on):%d/%m/%Y}",
            },
            field="ends_on",
        )
    if not LEAST_THEORY <= data.theory_percent <= MOST_THEORY:
        raise DomainError(
            "theory_share",
            _("Theory takes between %(least)s and %(most)s %% of the time.")
            % {"least": LEAST_THEORY, "most": MOST_THEORY},
            field="theory_percent",
        )


# --- the share of the workers --------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Room:
    """How many participants a site may have, and has. `workers` is None where the register knows no figure."""

    workers: int | None
    year: int | None
    taken: int

    @property
    def most(self) -> int:
        return most_apprentices(self.workers or 0)

    @property
    def free(self) -> int:
        return max(self.most - self.taken, 0)


def room_at(site: WorkSite, span: Span) -> Room:
    """Participants at once within these days, beside the workers that the site reported.

    The figure is the newest one reported by the first of the days, or else the first one after it.
    """
    known = site.reports.filter(reported_on__lte=span[0]).order_by("-year", "-reported_on")
    report = known.first() or site.reports.order_by("year", "reported_on").first()
    people = Apprentice.objects.filter(apprenticeship__site=site).taking_a_place()
    rows = people.values_list("starts_on", "ends_on", "started_on", "ended_on")
    spans = [(began or first, ended or last) for first, last, began, ended in rows]
    return Room(
        workers=report.men + report.women if report else None,
        year=report.year if report else None,
        taken=most_at_once(spans, span),
    )


def require_room(site: WorkSite, span: Span, more: int = 0, field: str | None = None) -> None:
    """Raises DomainError where the participants would be more than the share of the workers. Locks the site."""
    locked = WorkSite.objects.select_for_update(of=("self",)).get(pk=site.pk)
    room = room_at(locked, span)
    if room.workers is None:
        raise DomainError(
            "workers_unknown",
            _("The register knows no number of workers of this site. Please record it there first."),
            field=field,
        )
    if room.taken + more > room.most:
        raise DomainError(
            "too_many_apprentices",
            _(
                "At most %(percent)s %% of the %(workers)s workers (%(year)s) may be apprentices: %(most)s at once. "
                "It would be %(found)s."
            )
            % {
                "percent": MOST_PERCENT_OF_WORKERS,
                "workers": room.workers,
                "year": room.year,
                "most": room.most,
                "found": room.taken + more,
            },
            field=field,
        )


def require_age(apprenticeship: Apprenticeship, job_seeker: Any, field: str | None = None) -> int:
    """The age in years on the first day. Raises DomainError for who is too young."""
    age = age_on(job_seeker.birth_date, apprenticeship.starts_on)
    if age < apprenticeship.minimum_age:
        raise DomainError(
            "too_young",
            _("%(name)s is %(age)s years old on the first day; this programme takes people from %(minimum)s.")
            % {"name": job_seeker, "age": age, "minimum": apprenticeship.minimum_age},
            field=field,
        )
    return age


# --- the permit ----------------------------------------------------------------------------------------------------
@transaction.atomic
def submit_application(*, actor: User, apprenticeship: Apprenticeship, complete_on: date) -> Apprenticeship:
    """The application is complete from this day on; within three working days it is answered."""
    row = lock_apprenticeship(apprenticeship)
    _require_state(row, ApprenticeshipState.DRAFT)
    _require_past(complete_on, "complete_on")
    span = (row.starts_on, row.ends_on)
    own = row.apprentices.filter(state__in=WAITING_STATES).count()
    require_room(row.site, span, more=max(row.seats - own, 0))
    row.state, row.complete_on = ApprenticeshipState.SUBMITTED, complete_on
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def grant_permit(*, actor: User, apprenticeship: Apprenticeship, permit_on: date, number: str) -> Apprenticeship:
    """The application was answered with a permit."""
    row = lock_apprenticeship(apprenticeship)
    _require_state(row, ApprenticeshipState.SUBMITTED)
    _require_past(permit_on, "permit_on")
    if not number.strip():
        raise DomainError("number_missing", _("A permit has its number and its day."), field="permit_number")
    row.state, row.permit_on, row.permit_number = ApprenticeshipState.PERMITTED, permit_on, number.strip()
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def refuse_permit(*, actor: User, apprenticeship: Apprenticeship, permit_on: date, reason: str) -> Apprenticeship:
    """The application was answered with a refusal; the programme may be corrected and handed in again."""
    row = lock_apprenticeship(apprenticeship)
    _require_state(row, ApprenticeshipState.SUBMITTED)
    _require_past(permit_on, "permit_on")
    row.state, row.permit_on, row.reason = ApprenticeshipState.REFUSED, permit_on, _required(reason)
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def cancel_apprenticeship(*, actor: User, apprenticeship: Apprenticeship, reason: str) -> Apprenticeship:
    """The programme does not take place. Whoever waits for it gives up the place."""
    row = lock_apprenticeship(apprenticeship)
    if row.apprentices.filter(state__in=STARTED_STATES).exists():
        raise DomainError("apprenticeship_begun", _("Somebody has begun already. End these apprenticeships instead."))
    row.state, row.reason = ApprenticeshipState.CANCELLED, _required(reason)
    for one in row.apprentices.filter(state__in=WAITING_STATES):
        one.state, one.note = ApprenticeState.CANCELLED, row.reason
        one.save()
    row.save()
    return row


# --- who guides, who looks -----------------------------------------------------------------------------------------
@transaction.atomic
def add_mentor(
    *, actor: User, apprenticeship: Apprenticeship, full_name: str, position: str = "", phone: str = ""
) -> Mentor:
    """A person of the company who guides participants at work. Raises DomainError for what is no phone number."""
    mentor = Mentor(
        apprenticeship=apprenticeship,
        full_name=" ".join(full_name.split()),
        position=position.strip(),
        phone=normalise_phone(phone) if phone.strip() else "",
    )
    mentor.full_clean()
    mentor.save()
    return mentor


@transaction.atomic
def record_visit(*, actor: User, apprenticeship: Apprenticeship, visited_on: date, **findings: Any) -> MonitoringVisit:
    """A monitoring visit with what was found; what shall be put right has its day."""
    _require_past(visited_on, "visited_on")
    visit = MonitoringVisit(apprenticeship=apprenticeship, visited_on=visited_on, **findings)
    if visit.follow_up and visit.follow_up_by is None:
        raise DomainError("day_missing", _("What is to be put right needs its day."), field="follow_up_by")
    visit.full_clean()
    visit.save()
    return visit


@transaction.atomic
def close_follow_up(*, actor: User, visit: MonitoringVisit) -> MonitoringVisit:
    """What a visit found has been put right."""
    row = MonitoringVisit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if not row.follow_up or row.followed_up_on is not None:
        raise DomainError("nothing_to_follow_up", _("Nothing is left to be put right."))
    row.followed_up_on = today()
    row.save()
    return row


# --- inside --------------------------------------------------------------------------------------------------------
def lock_apprenticeship(apprenticeship: Apprenticeship) -> Apprenticeship:
    rows = Apprenticeship.objects.select_for_update(of=("self",)).select_related("site__company", "site__region")
    return rows.get(pk=apprenticeship.pk)


def _require_state(row: Apprenticeship, state: str) -> None:
    if row.state != state:
        raise DomainError("state_wrong", _("This programme is “%(state)s”.") % {"state": row.get_state_display()})


def _require_past(day: date, field: str) -> None:
    if day > today():
        raise DomainError("day_in_future", _("This day lies in the future."), field=field)


def _required(reason: str) -> str:
    if not reason.strip():
        raise DomainError("reason_missing", _("Please give the reason."), field="reason")
    return reason.strip()
