"""Remembering by which number an office knows a person."""

from django.utils.translation import gettext as _

from kaltim_naker.accounts.models import Office
from kaltim_naker.api.models import JobSeekerReference
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
        message = _("Your office gave the number %(number)s to another person already.")
        raise DomainError("foreign_id_taken", message % {"number": foreign_id}, field="foreign_id")
