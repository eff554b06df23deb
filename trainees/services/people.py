"""Registering people, correcting their data, finding them by NIK."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import DateTimeField, Field
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from kaltim_naker.accounts.models import Office, User
from kaltim_naker.audit.access_log import record_access
from kaltim_naker.audit.models import AccessKind
from kaltim_naker.core.bulk import batches, insert_rows, update_rows
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.jobs import defer
from kaltim_naker.core.nik import Nik, parse_nik, without_nik
from kaltim_naker.core.periods import today
from kaltim_naker.core.phones import national_form, normalise_phone
from kaltim_naker.regions.models import Region
from trainees.choices import WorkStatus
from trainees.constants import FIND_DUPLICATES_OF
from trainees.models import JobSeeker, ProtectedData
from trainees.querysets import JobSeekerQuerySet
from trainees.services.duplicates import queue_duplicates_among, queue_duplicates_of

#: So many people are told to a worker in one message.
_TOLD_AT_ONCE = 1_000
_ASKED_SOMETIMES = (
    "district",
    "trained_elsewhere",
    "trained_elsewhere_note",
    "ak1_number",
    "ak1_issued_on",
    "ak1_reported_on",
)


@dataclass(frozen=True, kw_only=True)
class PersonData:
    """A person as on the identity card. Exactly one of `nik` and `nik_missing_reason` is given.

    What may be None is left as it is when a person's data are changed: not every form asks for everything.
    """

    full_name: str
    birth_date: date
    sex: str
    domicile: Region
    nik: str | Nik = ""
    nik_missing_reason: str | None = None
    nik_mismatch_reason: str = ""
    birth_place: str = ""
    address: str = ""
    phone: str = ""
    education: int | None = None
    work_status: str = WorkStatus.NEVER_WORKED
    district: Region | None = None
    trained_elsewhere: str | None = None
    trained_elsewhere_note: str | None = None
    ak1_number: str | None = None
    ak1_issued_on: date | None = None
    ak1_reported_on: date | None = None
    notice_version: str | None = None

    def read_nik(self) -> Nik:
        """Raises NikError for what can be none."""
        return self.nik if isinstance(self.nik, Nik) else parse_nik(self.nik, today=today())


def blank_job_seeker(*, office: Office, is_invented: bool = False) -> JobSeeker:
    """The form of a person whom an office registers, with nothing filled in."""
    return JobSeeker(registered_by=office, is_invented=is_invented)


def fill_in(blank: JobSeeker, data: PersonData) -> JobSeeker:
    """A person who was not saved yet, but asked by every rule about himself. Raises DomainError, ValidationError.

    Many people are filled into copies of one blank: a copy costs a fraction of a new one.
    """
    person = blank.another()
    _fill_in(person, data)
    _check_fields(person)
    return person


@transaction.atomic
def register_job_seeker(*, actor: User, office: Office, data: PersonData, is_invented: bool = False) -> JobSeeker:
    """Register a person. Raises DomainError: NIK wrong, differing without a confirmed reason, or known already."""
    person = fill_in(blank_job_seeker(office=office, is_invented=is_invented), data)
    if data.nik and JobSeeker.objects.with_nik(data.read_nik().value).exists():
        raise DomainError("nik_known", _("A person with this NIK is registered already."), field="nik")
    person.save(force_insert=True)
    queue_duplicates_of(person)
    return person


@transaction.atomic
def register_job_seekers(
    *, actor: User, job_seekers: Sequence[JobSeeker], searched_by_worker: bool = False
) -> set[UUID]:
    """Register many people made by `fill_in`; returns the keys of those that are registered now.

    Whose NIK is known, also by a merged registration, is left out. Duplicates are searched after the commit: by this
    process, or by a worker where somebody waits for an answer.
    """
    known = JobSeeker.objects.by_nik_index([person.nik_index for person in job_seekers if person.nik_index])  # type: ignore[misc]
    new = [person for person in job_seekers if person.nik_index not in known]
    registered = insert_rows(new, unique="trainees_jobseeker_nik_once")
    _search_duplicates_later(registered, by_worker=searched_by_worker)
    return registered


@transaction.atomic
def change_job_seeker(*, actor: User, job_seeker: JobSeeker, data: PersonData) -> JobSeeker:
    """Correct a person's data; the history keeps what stood there before."""
    person = JobSeeker.objects.select_for_update(of=("self",)).get(pk=job_seeker.pk)
    _fill_in(person, data)
    same_nik = JobSeeker.objects.filter(nik_index=person.nik_index).exclude(pk=person.pk)
    if person.nik_index is not None and same_nik.exists():
        raise DomainError("nik_known", _("Another person with this NIK is registered already."), field="nik")
    _check_fields(person)
    person.save()
    queue_duplicates_of(person)
    return person


def _check_fields(person: JobSeeker) -> None:
    """Constraints and references are left to the database, which holds them anyway: asking it for each one beforehand
    took more than half of an import's time. What many people share (a place, a level) is checked once."""
    problems: dict[str, list[ValidationError]] = {}
    values = person.__dict__
    for name, clean in _cleaners().items():
        try:
            values[name] = clean(values[name])
        except ValidationError as problem:
            problems[name] = problem.error_list
    if problems:
        raise ValidationError(problems)


@lru_cache(maxsize=1)
def _cleaners() -> dict[str, Callable[[Any], Any]]:
    """For each field of a person what checks a value of it, as `Model.clean_fields` does."""
    return {
        field.attname: lru_cache(maxsize=1_000, typed=True)(partial(_clean, field))
        for field in JobSeeker._meta.concrete_fields
        if field.editable and not field.is_relation and not isinstance(field, DateTimeField)
    }


def _clean(field: Field, value: Any) -> Any:
    return value if field.blank and value in field.empty_values else field.clean(value, None)


def find_by_nik(*, actor: User, nik: str, among: JobSeekerQuerySet) -> JobSeeker | None:
    """The person with this full number, and a trace of the search. Raises NikError for what can be no NIK."""
    found = among.with_nik(parse_nik(nik, today=today()).value).first()
    record_access(actor=actor, kind=AccessKind.SEARCH_NIK, subject=found.pk if found else "", rows=1 if found else 0)
    return found


def find_by_number(*, text: str, among: JobSeekerQuerySet) -> list[JobSeeker]:
    """Whoever has this phone, or a certificate with this number, or a part of it. At most fifty people."""
    found = {person.pk: person for person in among.with_phone(text).for_list()[:50]}
    found |= {person.pk: person for person in among.with_certificate(text).for_list()[:50]}
    return sorted(found.values(), key=lambda person: (person.full_name, person.pk))


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
        nik = data.read_nik()
        require_confirmed_mismatch(nik, data)
        person.set_nik(nik.value)
    else:
        person.nik_cipher, person.nik_index, person.nik_masked = None, None, ""
        person.nik_missing_reason = data.nik_missing_reason
    if data.birth_date > today():
        raise DomainError("birth_date_in_future", _("The date of birth lies in the future."), field="birth_date")
    person.full_name = " ".join(data.full_name.split())
    person.nik_mismatch_reason = without_nik(data.nik_mismatch_reason.strip())
    person.birth_place, person.birth_date, person.sex = data.birth_place.strip(), data.birth_date, data.sex
    person.address, person.domicile = data.address.strip(), data.domicile
    person.phone = normalise_phone(data.phone) if data.phone.strip() else ""
    person.education, person.work_status = data.education, data.work_status
    _fill_in_what_was_asked(person, data)


def _fill_in_what_was_asked(person: JobSeeker, data: PersonData) -> None:
    if data.district is not None and data.district.parent_id != data.domicile.pk:
        raise DomainError(
            "district_elsewhere",
            _("%(district)s does not lie in %(region)s.") % {"district": data.district, "region": data.domicile},
            field="district",
        )
    if data.district is None:
        _leave_district(person, data.domicile)
    for name in _ASKED_SOMETIMES:
        value = getattr(data, name)
        if value is not None:
            setattr(person, name, value)
    if data.notice_version and data.notice_version != person.notice_version:
        person.notice_version, person.notice_shown_at = data.notice_version, timezone.now()


def _leave_district(person: JobSeeker, domicile: Region) -> None:
    """Who moves to another regency does not live in a district of the old one any more."""
    if person.district is not None and person.district.parent_id != domicile.pk:
        person.district = None


@dataclass(frozen=True, kw_only=True)
class ContactData:
    """What changes in the life of a person, and what a list may bring up to date. None is left as it is."""

    phone: str | None = None
    address: str | None = None
    education: int | None = None
    domicile: Region | None = None


@dataclass(frozen=True)
class ContactChange:
    """A field of a person that gets another value, as people read it."""

    label: str
    old: str
    new: str


def apply_contact(person: JobSeeker, data: ContactData) -> list[ContactChange]:
    """Put the new values into a person without saving, and say what changes. Raises DomainError, ValidationError."""
    before = _contact_of(person)
    if data.phone is not None:
        person.phone = normalise_phone(data.phone)
    if data.address is not None:
        person.address = data.address.strip()
    if data.education is not None:
        person.education = data.education
    if data.domicile is not None and data.domicile.pk != person.domicile_id:
        person.domicile = data.domicile
        _leave_district(person, data.domicile)
    after = _contact_of(person)
    if after != before:
        _check_fields(person)
    label = JobSeeker._meta.get_field
    return [
        ContactChange(str(label(name).verbose_name), before[name], after[name])  # type: ignore[union-attr]
        for name in before
        if before[name] != after[name]
    ]


def _contact_of(person: JobSeeker) -> dict[str, str]:
    """The values that a list may bring up to date, as people read them."""
    return {
        "phone": national_form(person.phone) if person.phone else "",
        "address": person.address,
        "education": str(person.get_education_display() or ""),
        "domicile": person.domicile.name,
    }


@transaction.atomic
def update_contacts(*, actor: User, job_seekers: Sequence[JobSeeker], searched_by_worker: bool = False) -> set[UUID]:
    """Save what `apply_contact` changed about many people; the history keeps what stood there before."""
    changed = update_rows(job_seekers, ("phone", "address", "education", "domicile", "district"))
    _search_duplicates_later(changed, by_worker=searched_by_worker)
    return changed


def _search_duplicates_later(people: Collection[UUID], *, by_worker: bool) -> None:
    """After the commit: among many people the search takes as long as saving them, and nobody waits for what it finds.

    If it does not come to it, the search of the night does.
    """
    if by_worker:
        for keys in batches(people, _TOLD_AT_ONCE):
            defer(FIND_DUPLICATES_OF, people=",".join(map(str, keys)))
        return
    # Packed, for there may be a million of them before it comes to the commit.
    packed = b"".join(key.bytes for key in people)
    transaction.on_commit(lambda: _search_duplicates(packed), robust=True)


def _search_duplicates(packed: bytes) -> None:
    queue_duplicates_among([UUID(bytes=packed[start : start + 16]) for start in range(0, len(packed), 16)])


def protect_data(
    *, actor: User, job_seeker: JobSeeker, disability: str, special_groups: Sequence[str]
) -> ProtectedData:
    """Write down what the law protects most. Who reads it again needs the right to (domain.md §12)."""
    protected, _created = ProtectedData.objects.get_or_create(job_seeker=job_seeker)
    protected.disability, protected.special_groups = disability, sorted(set(special_groups))
    protected.full_clean()
    protected.save()
    return protected


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
