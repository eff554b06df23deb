"""Remembering by which number an office knows a person or a record."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import CharField, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from kaltim_naker.accounts.models import Office
from kaltim_naker.api.models import JobSeekerReference, RecordReference
from kaltim_naker.core.errors import DomainError
from trainees.models import JobSeeker


def note_reference(*, office: Office, job_seeker: JobSeeker, foreign_id: str) -> None:
    """Keep the sender's own number. Raises DomainError when that office gave it to another person."""
    if not foreign_id:
        return
    known = JobSeekerReference.objects.filter(office=office, foreign_id=foreign_id).first()
    if known is None:
        JobSeekerReference.objects.create(office=office, foreign_id=foreign_id, job_seeker=job_seeker)
    elif known.job_seeker_id != job_seeker.pk:
        raise number_taken(foreign_id)


def number_taken(foreign_id: str) -> DomainError:
    """What is said of a number that the office gave to another person."""
    message = _("Your office gave the number %(number)s to another person already.")
    return DomainError("foreign_id_taken", message % {"number": foreign_id}, field="foreign_id")


def note_record(*, office: Office, resource: str, record: UUID, foreign_id: str) -> None:
    """The same for a record that is no person. Raises DomainError when the office gave the number to another one."""
    if not foreign_id:
        return
    known, _created = RecordReference.objects.get_or_create(
        office=office, resource=resource, foreign_id=foreign_id, defaults={"record": record}
    )
    if known.record != record:
        message = _("Your office gave the number %(number)s to another record already.")
        raise DomainError("foreign_id_taken", message % {"number": foreign_id}, field="foreign_id")


def records_known_as(*, office: Office, resource: str, foreign_ids: Collection[str]) -> Mapping[str, UUID]:
    """The office's own number of a record → its key here."""
    known = RecordReference.objects.filter(office=office, resource=resource, foreign_id__in=foreign_ids)
    return dict(known.values_list("foreign_id", "record"))


def with_foreign_id(records: QuerySet, office: int | None, resource: str) -> QuerySet:
    """Adds `foreign_id`: the number by which the office knows the record, null where it has none."""
    own = RecordReference.objects.filter(office=office, resource=resource, record=OuterRef("pk"))
    first = own.order_by("created_at").values("foreign_id")[:1]
    return records.annotate(foreign_id=Subquery(first, output_field=CharField()))
