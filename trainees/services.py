"""What changes people and their training. Every door (page, API, import, command) comes through here."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaltim_naker.accounts.models import Office, User
from kaltim_naker.audit.access_log import record_access
from kaltim_naker.audit.models import AccessKind
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.nik import Nik, parse_nik
from kaltim_naker.core.periods import today
from kaltim_naker.core.phones import normalise_phone
from kaltim_naker.regions.models import Region
from programs.choices import ClassState
from programs.models import TrainingClass
from programs.services import close_training_class, lock_class
from trainees.choices import OUTCOMES, EnrolmentState, WorkStatus
from trainees.models import Enrolment, JobSeeker
from trainees.querysets import JobSeekerQuerySet


@dataclass(frozen=True, kw_only=True)
class PersonData:
    """A person as on the identity card. Exactly one of `nik` and `nik_missing_reason` is given."""

    full_name: str
    birth_date: date
    sex: str
    domicile: Region
    nik: str = ""
    nik_missing_reason: str | None = None
    nik_mismatch_reason: str = ""
    birth_place: str = ""
    address: str = ""
    phone: str = ""
    education: int | None = None
    work_status: str = WorkStatus.NEVER_WORKED


@transaction.atomic
def register_job_seeker(*, actor: User, office: Office, data: PersonData, is_invented: bool = False) -> JobSeeker:
    """Register a person. Raises DomainError: NIK wrong, differing without a confirmed reason, or known already."""
    person = JobSeeker(registered_by=office, is_invented=is_invented)
    _fill_in(person, data)
    if person.nik_index is not None and JobSeeker.objects.filter(nik_index=person.nik_index).exists():
        raise DomainError("nik_known", _("A person with this NIK is registered already."), field="nik")
    person.full_clean(exclude=["nik_cipher", "nik_index"])
    person.save(force_insert=True)
    return person


@transaction.atomic
def change_job_seeker(*, actor: User, job_seeker: JobSeeker, data: PersonData) -> JobSeeker:
    """Correct a person's data; the history keeps what stood there before."""
    person = JobSeeker.objects.select_for_update(of=("self",)).get(pk=job_seeker.pk)
    _fill_in(person, data)
    same_nik = JobSeeker.objects.filter(nik_index=person.nik_index).exclude(pk=person.pk)
    if person.nik_index is not None and same_nik.exists():
        raise DomainError("nik_known", _("Another person with this NIK is registered already."), field="nik")
    person.full_clean(exclude=["nik_cipher", "nik_index"])
    person.save()
    return person


def find_by_nik(*, actor: User, nik: str, among: JobSeekerQuerySet) -> JobSeeker | None:
    """The person with this full number, and a trace of the search. Raises NikError for what can be no NIK."""
    found = among.with_nik(parse_nik(nik, today=today()).value).first()
    record_access(
        actor=actor, kind=AccessKind.SEARCH_NIK, subject=found.pk if found else "", rows=1 if found else 0
    )
    return found


def reveal_nik(*, actor: User, job_seeker: JobSeeker, reason: str, request: HttpRequest | None = None) -> str:
    """The full number, once its reader has said why he needs it; the trace is written first."""
    if not reason.strip():
        raise DomainError("reason_missing", _("Please say why you need the full NIK."), field="reason")
    if not job_seeker.nik_masked:
        raise DomainError("nik_missing", _("This person has no NIK."))
    record_access(
        actor=actor, kind=AccessKind.UNMASK_NIK, subject=job_seeker.pk, reason=reason.strip(), request=request
    )
    return job_seeker.reveal_nik() or ""


def _fill_in(person: JobSeeker, data: PersonData) -> None:
    if bool(data.nik) == bool(data.nik_missing_reason):
        raise DomainError("nik_or_reason", _("Give either the NIK or the reason why there is none."), field="nik")
    if data.nik:
        nik = parse_nik(data.nik, today=today())
        require_confirmed_mismatch(nik, data)
        person.set_nik(nik.value)
    else:
        person.nik_cipher, person.nik_index, person.nik_masked = None, None, ""
        person.nik_missing_reason = data.nik_missing_reason
    if data.birth_date > today():
        raise DomainError("birth_date_in_future", _("The date of birth lies in the future."), field="birth_date")
    person.full_name = " ".join(data.full_name.split())
    person.nik_mismatch_reason = data.nik_mismatch_reason.strip()
    person.birth_place, person.birth_date, person.sex = data.birth_place.strip(), data.birth_date, data.sex
    person.address, person.domicile = data.address.strip(), data.domicile
    person.phone = normalise_phone(data.phone) if data.phone.strip() else ""
    person.education, person.work_status = data.education, data.work_status


def require_confirmed_mismatch(nik: Nik, data: PersonData) -> None:
    """A NIK may differ from the real birth date or sex (a civil registry error corrected later), but somebody has to
    confirm it against the identity card, with a reason (domain.md §2.1, edge case 5)."""
    if data.nik_mismatch_reason.strip():
        return
    if nik.sex != data.sex:
        raise DomainError(
            "nik_sex_mismatch",
            _("The NIK says another sex than the data. Correct one of them, or confirm with a reason."),
            field="sex",
        )
    if not nik.agrees_with_birth_date(data.birth_date):
        raise DomainError(
            "nik_birth_mismatch",
            _("The NIK says another date of birth than the data. Correct one of them, or confirm with a reason."),
            field="birth_date",
        )


@transaction.atomic
def enrol_job_seeker(
    *, actor: User, job_seeker: JobSeeker, training_class: TrainingClass, enrolled_on: date
) -> Enrolment:
    """Give a person a seat. The class is locked, so that two clerks cannot give away the same seat."""
    locked = lock_class(training_class)
    if locked.state in (ClassState.CLOSED, ClassState.CANCELLED):
        raise DomainError("class_is_over", _("The class %(name)s is over.") % {"name": locked}, field="training_class")
    if Enrolment.objects.filter(training_class=locked, job_seeker=job_seeker).exists():
        raise DomainError("enrolled_already", _("This person is enrolled in this class already."), field="job_seeker")
    taken = Enrolment.objects.filter(training_class=locked).taking_a_seat().count()
    if taken >= locked.seats:
        raise DomainError(
            "class_full",
            ngettext(
                "%(name)s has %(seats)s seat, and it is taken.",
                "%(name)s has %(seats)s seats, and all of them are taken.",
                locked.seats,
            )
            % {"name": locked, "seats": locked.seats},
            field="training_class",
        )
    return Enrolment.objects.create(
        job_seeker=job_seeker,
        training_class=locked,
        enrolled_on=enrolled_on,
        work_status=job_seeker.work_status,
    )


@dataclass(frozen=True)
class Outcome:
    """How one participation ended. A withdrawal needs its reason."""

    state: str
    reason: str = ""


@transaction.atomic
def close_class(
    *,
    actor: User,
    training_class: TrainingClass,
    closed_on: date,
    closing_document: str,
    outcomes: Mapping[uuid.UUID, Outcome],
) -> TrainingClass:
    """Close a running class with an outcome for every participant (key: the enrolment), or change nothing."""
    locked = lock_class(training_class)
    participants = list(Enrolment.objects.select_for_update(of=("self",)).filter(training_class=locked).taking_part())
    undecided = [enrolment for enrolment in participants if enrolment.pk not in outcomes]
    if undecided:
        raise DomainError(
            "outcome_missing",
            ngettext(
                "%(count)s participant has no outcome yet.",
                "%(count)s participants have no outcome yet.",
                len(undecided),
            )
            % {"count": len(undecided)},
        )
    close_training_class(training_class=locked, closed_on=closed_on, closing_document=closing_document)
    for enrolment in participants:
        end_enrolment(enrolment=enrolment, outcome=outcomes[enrolment.pk], ended_on=closed_on)
    return locked


def end_enrolment(*, enrolment: Enrolment, outcome: Outcome, ended_on: date) -> Enrolment:
    """Record how a participation ended, inside the transaction of the caller."""
    if outcome.state not in OUTCOMES:
        raise DomainError("outcome_unknown", _("“%(value)s” is no outcome of a class.") % {"value": outcome.state})
    if outcome.state == EnrolmentState.WITHDRAWN and not outcome.reason.strip():
        raise DomainError(
            "reason_missing",
            _("Please say why %(name)s withdrew.") % {"name": enrolment.job_seeker},
            field="reason",
        )
    enrolment.state, enrolment.ended_on, enrolment.end_reason = outcome.state, ended_on, outcome.reason.strip()
    enrolment.save(update_fields=["state", "ended_on", "end_reason", "updated_at"])
    return enrolment
