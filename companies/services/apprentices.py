"""Participants of an apprenticeship: selected, agreed, ratified, begun, ended, and what came after (domain.md §5)."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from certifications.choices import CertificateState
from certifications.models import IssuedDocument
from certifications.services import issue_apprenticeship_certificate
from companies.choices.apprenticeships import (
    OVER_STATES,
    WAITING_STATES,
    After,
    ApprenticeshipState,
    ApprenticeState,
    LeaveReason,
)
from companies.constants.apprenticeships import AGREEMENT_PREFIX
from companies.models import Apprentice, Apprenticeship, Mentor
from companies.services.apprenticeships import lock_apprenticeship, require_age, require_room
from kaltim_naker.accounts.models import Office, User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.numbers import next_number
from kaltim_naker.core.periods import fiscal_year, today
from programs.locking import require_writable
from trainees.choices import Evidence, PlacementKind
from trainees.models import JobSeeker, Placement
from trainees.services import PlacementData, record_placement

_TAKES_PEOPLE = (ApprenticeshipState.DRAFT, ApprenticeshipState.SUBMITTED, ApprenticeshipState.PERMITTED)


@transaction.atomic
def add_apprentices(
    *, actor: User, apprenticeship: Apprenticeship, job_seekers: Sequence[JobSeeker]
) -> list[Apprentice]:
    """Select people for a programme, all of them or nobody.

    Raises DomainError: too young, in another apprenticeship on these days, more than planned, or more than the share
    of the site's workers.
    """
    row = lock_apprenticeship(apprenticeship)
    if row.state not in _TAKES_PEOPLE:
        raise DomainError("apprenticeship_closed", _("This programme takes nobody any more."))
    taken = row.apprentices.exclude(state=ApprenticeState.CANCELLED).count()
    if taken + len(job_seekers) > row.seats:
        raise DomainError(
            "seats_full",
            _("%(seats)s participants are planned; %(taken)s of these places are taken.")
            % {"seats": row.seats, "taken": taken},
        )
    if row.is_counted:
        require_room(row.site, (row.starts_on, row.ends_on), more=len(job_seekers))
    return [_add(row, person) for person in job_seekers]


def _add(row: Apprenticeship, person: JobSeeker) -> Apprentice:
    # The lock keeps two offices from selecting one person at the same moment.
    person = JobSeeker.objects.select_for_update(of=("self",)).get(pk=person.pk)
    _require_free(row, person)
    one = Apprentice(
        apprenticeship=row,
        job_seeker=person,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        age=require_age(row, person),
        work_status=person.work_status,
        allowance=row.allowance,
    )
    one.full_clean()
    one.save()
    return one


def _require_free(row: Apprenticeship, person: JobSeeker) -> None:
    """Nobody is in two apprenticeships on one day."""
    others = Apprentice.objects.filter(job_seeker=person, starts_on__lte=row.ends_on, ends_on__gte=row.starts_on)
    live = (*WAITING_STATES, ApprenticeState.RUNNING)
    other = others.filter(state__in=live).select_related("apprenticeship__site__company").first()
    if other is not None:
        raise DomainError(
            "in_another",
            _("%(name)s takes part in “%(other)s” on these days.") % {"name": person, "other": other.apprenticeship},
        )


@transaction.atomic
def change_apprentice(
    *,
    actor: User,
    apprentice: Apprentice,
    mentor: Mentor | None,
    allowance: Decimal | None,
    consent_by: str = "",
    consent_on: date | None = None,
    health_checked_on: date | None = None,
    insurance_number: str = "",
) -> Apprentice:
    """What the agreement needs. The allowance stays as it was signed; mentor and insurance may still change."""
    one = _lock(apprentice)
    if one.state in (*OVER_STATES, ApprenticeState.CANCELLED):
        raise _wrong_state(one)
    if mentor is not None and mentor.apprenticeship_id != one.apprenticeship_id:
        raise DomainError("mentor_elsewhere", _("This mentor belongs to another programme."), field="mentor")
    if one.state != ApprenticeState.SELECTED and allowance != one.allowance:
        raise DomainError("allowance_signed", _("The allowance is part of the signed agreement."), field="allowance")
    one.mentor, one.allowance = mentor, allowance
    one.consent_by, one.consent_on = consent_by.strip(), consent_on
    one.health_checked_on, one.insurance_number = health_checked_on, insurance_number.strip()
    one.full_clean()
    one.save()
    return one


# --- the agreement -------------------------------------------------------------------------------------------------
@transaction.atomic
def sign_agreements(*, actor: User, apprentices: Iterable[Apprentice], signed_on: date) -> list[Apprentice]:
    """The written agreements were signed by company and participants (article 10). Each gets its number."""
    _require_past(signed_on, "signed_on")
    rows = _lock_all(apprentices, ApprenticeState.SELECTED)
    for one in rows:
        _require_content(one)
        one.state, one.signed_on = ApprenticeState.SIGNED, signed_on
        one.agreement_number = next_number(AGREEMENT_PREFIX, fiscal_year(signed_on))
        one.full_clean()
        one.save()
    return rows


def _require_content(one: Apprentice) -> None:
    """An agreement needs a permitted programme, a mentor and an allowance; its participant is healthy and may sign."""
    missing = (
        ("permit_missing", one.apprenticeship.state != ApprenticeshipState.PERMITTED, _("the permit of the programme")),
        ("mentor_missing", one.mentor_id is None, _("the mentor")),
        ("allowance_missing", one.allowance is None, _("the allowance")),
        ("health_missing", one.health_checked_on is None, _("the health certificate")),
        (
            "consent_missing",
            one.needs_consent and not (one.consent_by and one.consent_on),
            _("the written consent of parent or guardian, because the participant is 17"),
        ),
    )
    for code, is_missing, what in missing:
        if is_missing:
            raise DomainError(code, _("The agreement of %(name)s still lacks %(what)s.") % {"name": one, "what": what})


@transaction.atomic
def ratify_agreements(
    *, actor: User, apprentices: Iterable[Apprentice], ratified_on: date, number: str, office: Office
) -> list[Apprentice]:
    """The manpower office ratified the agreements (article 12); one letter may ratify many."""
    _require_past(ratified_on, "ratified_on")
    if not number.strip():
        raise DomainError("number_missing", _("Please give the number of the ratification."), field="number")
    rows = _lock_all(apprentices, ApprenticeState.SIGNED)
    for one in rows:
        one.state, one.ratified_on = ApprenticeState.RATIFIED, ratified_on
        one.ratified_number, one.ratified_by = number.strip(), office
        one.full_clean()
        one.save()
    return rows


@transaction.atomic
def start_apprentices(*, actor: User, apprentices: Iterable[Apprentice], started_on: date) -> list[Apprentice]:
    """The apprenticeship runs from this day on. Without a ratified agreement nobody begins: the law would make an
    employee of him (articles 10 and 11)."""
    _require_past(started_on, "started_on")
    rows = _lock_all(apprentices)
    for one in rows:
        _require_ratified(one, started_on)
        _require_day(one, started_on)
        one.state, one.started_on = ApprenticeState.RUNNING, started_on
        require_writable(one)
        one.full_clean()
        one.save()
    for programme in {one.apprenticeship for one in rows if one.apprenticeship.is_counted}:
        require_room(programme.site, (started_on, programme.ends_on), field="started_on")
    return rows


def _require_ratified(one: Apprentice, day: date) -> None:
    if one.state in (ApprenticeState.SELECTED, ApprenticeState.SIGNED):
        raise DomainError(
            "agreement_missing",
            _("%(name)s may not begin: the agreement is not signed and ratified (now: %(state)s).")
            % {"name": one, "state": one.get_state_display()},
        )
    if one.state != ApprenticeState.RATIFIED or one.ratified_on is None:
        raise _wrong_state(one)
    if one.ratified_on > day:
        raise DomainError(
            "ratified_later",
            _("%(name)s may begin from %(day)s on, the day of the ratification.")
            % {"name": one, "day": f"{one.ratified_on:%d/%m/%Y}"},
            field="started_on",
        )


def _require_day(one: Apprentice, day: date) -> None:
    if not one.starts_on <= day <= one.ends_on:
        raise DomainError(
            "outside_agreement",
            _("The agreement of %(name)s runs from %(first)s until %(last)s.")
            % {"name": one, "first": f"{one.starts_on:%d/%m/%Y}", "last": f"{one.ends_on:%d/%m/%Y}"},
            field="started_on",
        )
    if not one.insurance_number:
        raise DomainError(
            "insurance_missing",
            _("%(name)s is not insured yet (JKK, JKM). Please enter the number first.") % {"name": one},
        )


@transaction.atomic
def cancel_apprentice(*, actor: User, apprentice: Apprentice, reason: str) -> Apprentice:
    """Somebody who has not begun gives up the place."""
    one = _lock(apprentice)
    if one.state not in WAITING_STATES:
        raise _wrong_state(one)
    if not reason.strip():
        raise DomainError("reason_missing", _("Please give the reason."), field="reason")
    one.state, one.note = ApprenticeState.CANCELLED, reason.strip()
    one.save()
    return one


# --- the end, and after --------------------------------------------------------------------------------------------
@transaction.atomic
def complete_apprentices(
    *, actor: User, apprentices: Iterable[Apprentice], ended_on: date, meets_standard: bool
) -> list[Apprentice]:
    """Who took part to the end: with the standard met, the certificate follows; else a statement."""
    _require_past(ended_on, "ended_on")
    rows = _lock_all(apprentices, ApprenticeState.RUNNING)
    for one in rows:
        _require_end(one, ended_on)
        one.state, one.ended_on, one.meets_standard = ApprenticeState.COMPLETED, ended_on, meets_standard
        require_writable(one)
        one.full_clean()
        one.save()
    return rows


@transaction.atomic
def leave_apprenticeship(
    *, actor: User, apprentice: Apprentice, ended_on: date, reason: str, note: str = ""
) -> Apprentice:
    """Somebody leaves before the end. Who was hired by the company is recorded as that at once."""
    _require_past(ended_on, "ended_on")
    one = _lock(apprentice)
    if one.state != ApprenticeState.RUNNING:
        raise _wrong_state(one)
    _require_end(one, ended_on)
    one.state, one.ended_on, one.leave_reason, one.note = ApprenticeState.LEFT, ended_on, reason, note.strip()
    require_writable(one)
    one.full_clean()
    one.save()
    if reason == LeaveReason.HIRED:
        return record_after(actor=actor, apprentice=one, after=After.HIRED_HERE, after_on=ended_on)
    return one


def _require_end(one: Apprentice, ended_on: date) -> None:
    if one.started_on is None or not one.started_on <= ended_on <= one.ends_on:
        raise DomainError(
            "end_outside",
            _("The apprenticeship of %(name)s ran from %(first)s and ends on %(last)s at the latest.")
            % {"name": one, "first": f"{one.started_on:%d/%m/%Y}", "last": f"{one.ends_on:%d/%m/%Y}"},
            field="ended_on",
        )


@transaction.atomic
def record_after(*, actor: User, apprentice: Apprentice, after: str, after_on: date, employer: str = "") -> Apprentice:
    """What came after. A job is a placement of the person, too, so that it shows wherever outcomes are shown."""
    _require_past(after_on, "after_on")
    one = _lock(apprentice)
    if one.state not in OVER_STATES:
        raise _wrong_state(one)
    if one.started_on and after_on < one.started_on:
        raise DomainError("after_before_start", _("This day lies before the apprenticeship began."), field="after_on")
    one.after, one.after_on = after, after_on
    one.placement = _placement_of(actor, one, after_on, employer)
    one.full_clean()
    one.save()
    return one


_PLACED = {
    After.HIRED_HERE: (PlacementKind.LOCAL, Evidence.EMPLOYER),
    After.HIRED_ELSEWHERE: (PlacementKind.LOCAL, Evidence.OWN_WORD),
    After.SELF_EMPLOYED: (PlacementKind.SELF_EMPLOYED, Evidence.OWN_WORD),
}


def _placement_of(actor: User, one: Apprentice, since: date, employer: str) -> Placement | None:
    """The job behind it; None where somebody seeks or studies."""
    if one.after not in _PLACED:
        return None
    kind, evidence = _PLACED[After(one.after)]
    company = one.apprenticeship.site.company
    is_here = one.after == After.HIRED_HERE
    data = PlacementData(
        employer=company.name if is_here else employer,
        started_on=since,
        kind=kind,
        sector=company.sector if is_here else None,
        evidence=evidence,
    )
    return record_placement(actor=actor, job_seeker=one.job_seeker, data=data)


@transaction.atomic
def issue_paper(*, actor: User, apprentice: Apprentice) -> IssuedDocument:
    """The certificate of who meets the standard, the statement of who took part; one that holds, not two."""
    one = _lock(apprentice)
    if one.state != ApprenticeState.COMPLETED or one.started_on is None or one.ended_on is None:
        raise _wrong_state(one)
    if one.paper is not None and one.paper.state == CertificateState.ACTIVE:
        raise DomainError("paper_known", _("%(name)s has this paper already.") % {"name": one})
    one.paper = issue_apprenticeship_certificate(
        actor=actor,
        job_seeker=one.job_seeker,
        company=one.apprenticeship.site.company.name,
        occupation=one.apprenticeship.occupation,
        starts_on=one.started_on,
        ends_on=one.ended_on,
        meets_standard=bool(one.meets_standard),
    )
    one.save()
    return one.paper


# --- inside --------------------------------------------------------------------------------------------------------
def _lock(apprentice: Apprentice) -> Apprentice:
    return _locked().get(pk=apprentice.pk)


def _lock_all(apprentices: Iterable[Apprentice], state: str | None = None) -> list[Apprentice]:
    """All of them, locked in the order of their keys, and all in this state where one is named."""
    rows = list(_locked().filter(pk__in=[one.pk for one in apprentices]).order_by("pk"))
    if not rows:
        raise DomainError("nobody_chosen", _("Please choose at least one participant."), field="apprentices")
    for one in rows:
        if state not in (None, one.state):
            raise _wrong_state(one)
    return rows


def _locked() -> Any:
    related = ("job_seeker", "apprenticeship__site__company", "paper")
    return Apprentice.objects.select_for_update(of=("self",)).select_related(*related)


def _wrong_state(one: Apprentice) -> DomainError:
    words = {"name": one, "state": one.get_state_display()}
    return DomainError("state_wrong", _("%(name)s: this is not possible now (%(state)s).") % words)


def _require_past(day: date, field: str) -> None:
    if day > today():
        raise DomainError("day_in_future", _("This day lies in the future."), field=field)
