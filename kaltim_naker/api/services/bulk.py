"""Many job seekers at once: who is new is registered, whose contact changed is updated, what does not fit is held.

A list never overwrites who somebody is. Where name, date of birth, sex or NIK differ from the record, a person has to
look: at the record, or at the list.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Self
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kaltim_naker.accounts.models import Office, User
from kaltim_naker.api.choices import Outcome
from kaltim_naker.api.models import JobSeekerReference
from kaltim_naker.api.services.faults import faults_of
from kaltim_naker.api.services.receipts import RowVerdict
from kaltim_naker.api.services.references import number_taken
from kaltim_naker.core.bulk import insert_rows
from kaltim_naker.core.crypto import blind_index
from kaltim_naker.core.errors import DomainError
from trainees.models import JobSeeker
from trainees.querysets import JobSeekerQuerySet
from trainees.services import (
    ContactData,
    PersonData,
    apply_contact,
    blank_job_seeker,
    fill_in,
    register_job_seekers,
    update_contacts,
)

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"
_IDENTITY = ("full_name", "birth_date", "sex")


@dataclass(frozen=True)
class SentPerson:
    """One row as it was sent, in shape already; rows are numbered from 1."""

    row: int
    data: PersonData
    foreign_id: str = ""
    #: The blind index of its NIK, where that can be one.
    index: bytes | None = None

    @classmethod
    def of(cls, row: int, data: PersonData, foreign_id: str) -> Self:
        """The NIK is read once, whatever is asked of it afterwards."""
        try:
            nik = data.read_nik() if data.nik else None
        except DomainError:  # said when it is the row's turn
            nik = None
        if nik is None:
            return cls(row, data, foreign_id)
        return cls(row, replace(data, nik=nik), foreign_id, blind_index(nik.value))


@dataclass
class _Known:
    """Who is there already, by NIK and by the sender's own number, locked; and whom of them the sender may see."""

    by_index: dict[bytes, JobSeeker]
    by_reference: dict[str, JobSeeker]
    visible: set[UUID]

    @classmethod
    def among(cls, rows: Iterable[SentPerson], office: Office, visible: JobSeekerQuerySet) -> "_Known":
        indexes = {sent.index for sent in rows if sent.index}
        references = JobSeekerReference.objects.filter(office=office, foreign_id__in={sent.foreign_id for sent in rows})
        keys = dict(references.values_list("foreign_id", "job_seeker"))
        found = {index: person.pk for index, person in JobSeeker.objects.by_nik_index(indexes).items()}
        wanted = {*found.values(), *keys.values()}
        lock = JobSeeker.objects.select_for_update(of=("self",)).select_related("domicile", "district").order_by("pk")
        people = {person.pk: person for person in lock.filter(pk__in=wanted)}
        return cls(
            {index: people[pk] for index, pk in found.items()},
            {number: people[pk] for number, pk in keys.items()},
            set(visible.filter(pk__in=wanted).values_list("pk", flat=True)),
        )


@dataclass
class _Upsert:
    """One submission on its way: what is to be written, and the verdict on each row so far."""

    office: Office
    known: _Known
    blank: JobSeeker
    new: dict[int, JobSeeker] = field(default_factory=dict)
    changed: list[JobSeeker] = field(default_factory=list)
    verdicts: dict[int, RowVerdict] = field(default_factory=dict)
    met: set[object] = field(default_factory=set)

    def take(self, sent: SentPerson) -> None:
        try:
            self._require_once(sent)
            person = self._find(sent)
            if person is None:
                self.new[sent.row] = fill_in(self.blank, sent.data)
            else:
                self._bring_up_to_date(sent, person)
        except (DomainError, ValidationError) as error:
            self.verdicts[sent.row] = RowVerdict(
                row=sent.row, outcome=Outcome.REFUSED, foreign_id=sent.foreign_id, errors=faults_of(error)
            )
        except _Held as held:
            self.verdicts[sent.row] = RowVerdict(
                row=sent.row, outcome=Outcome.HELD, foreign_id=sent.foreign_id, errors=faults_of(held.error)
            )

    def _require_once(self, sent: SentPerson) -> None:
        for mark in (sent.index, sent.foreign_id):
            if mark and mark in self.met:
                raise DomainError("repeated_row", _("This person stands in an earlier row already."))
            self.met.add(mark)

    def _find(self, sent: SentPerson) -> JobSeeker | None:
        index = sent.index
        by_nik = self.known.by_index.get(index) if index else None
        by_number = self.known.by_reference.get(sent.foreign_id)
        if by_nik and by_number and by_nik.pk != by_number.pk:
            message = _("Your number belongs to another person than this NIK.")
            raise _Held(DomainError("numbers_disagree", message, field="foreign_id"))
        person = by_nik or by_number
        if person and person.pk not in self.known.visible:
            message = _("A person with this NIK is registered elsewhere.")
            raise _Held(DomainError("known_elsewhere", message, field="nik"))
        if person and index and not by_nik:
            raise _Held(DomainError("identity_differs", _("The record has another NIK, or none."), field="nik"))
        return person

    def _bring_up_to_date(self, sent: SentPerson, person: JobSeeker) -> None:
        for name in _IDENTITY:
            if _plain(getattr(sent.data, name)) != _plain(getattr(person, name)):
                label = JobSeeker._meta.get_field(name).verbose_name  # type: ignore[union-attr]
                message = _("“%(field)s” differs from the record. Please look which is right.") % {"field": label}
                raise _Held(DomainError("identity_differs", message, field=name))
        data = sent.data
        contact = ContactData(
            phone=data.phone or None, address=data.address or None, education=data.education, domicile=data.domicile
        )
        done = UNCHANGED
        if apply_contact(person, contact):
            self.changed.append(person)
            done = UPDATED
        self._accept(sent.row, person.pk, sent.foreign_id, done)

    def _accept(self, row: int, key: UUID, foreign_id: str, done: str) -> None:
        self.verdicts[row] = RowVerdict(
            row=row, outcome=Outcome.ACCEPTED, id=str(key), foreign_id=foreign_id, done=done
        )

    def write(self, actor: User, rows: Sequence[SentPerson]) -> None:
        # The sender waits for the answer, and not for what a search among all people finds.
        registered = register_job_seekers(actor=actor, job_seekers=list(self.new.values()), searched_by_worker=True)
        update_contacts(actor=actor, job_seekers=self.changed, searched_by_worker=True)
        numbers = {sent.row: sent.foreign_id for sent in rows}
        for row, person in self.new.items():
            if person.pk in registered:
                self._accept(row, person.pk, numbers[row], CREATED)
            else:
                message = _("A person with this NIK is registered already.")
                error = DomainError("nik_known", message, field="nik")
                self.verdicts[row] = RowVerdict(
                    row=row, outcome=Outcome.REFUSED, foreign_id=numbers[row], errors=faults_of(error)
                )
        self._note_numbers()

    def _note_numbers(self) -> None:
        """Raises DomainError where another request gave one of these numbers to somebody meanwhile."""
        known, blank = self.known.by_reference, JobSeekerReference(office=self.office)
        new = [
            one
            for one in self.verdicts.values()
            if one.outcome == Outcome.ACCEPTED and one.foreign_id and one.foreign_id not in known
        ]
        references = [blank.another() for _one in new]
        for reference, one in zip(references, new, strict=True):
            reference.foreign_id, reference.job_seeker_id = one.foreign_id, UUID(one.id)
        noted = insert_rows(references, unique="api_jobseekerreference_once")
        for reference in references:
            if reference.pk not in noted:
                raise number_taken(reference.foreign_id)


class _Held(Exception):  # noqa: N818 - a verdict on a row, no fault of the program
    def __init__(self, error: DomainError) -> None:
        super().__init__(error.code)
        self.error = error


def _plain(value: object) -> object:
    """Names are compared as people do: whatever their case and spaces."""
    return " ".join(value.split()).casefold() if isinstance(value, str) else value


@transaction.atomic
def upsert_job_seekers(
    *, actor: User, office: Office, rows: Sequence[SentPerson], visible: JobSeekerQuerySet
) -> list[RowVerdict]:
    """Register or bring up to date, by NIK or the sender's own number; a verdict for each row, in their order."""
    upsert = _Upsert(office, _Known.among(rows, office, visible), blank_job_seeker(office=office))
    for sent in rows:
        upsert.take(sent)
    upsert.write(actor, rows)
    return [upsert.verdicts[sent.row] for sent in rows]
