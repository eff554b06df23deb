"""Giving a person the link to his or her passport, and taking it back."""

from django.db import transaction
from django.utils.translation import gettext as _

from certifications.models import Passport
from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import today
from trainees.models import JobSeeker


@transaction.atomic
def give_passport(*, actor: User, job_seeker: JobSeeker) -> Passport:
    """The person's open link; a new one where there is none."""
    JobSeeker.objects.select_for_update(of=("self",)).get(pk=job_seeker.pk)
    passport = Passport.objects.open().filter(job_seeker=job_seeker).first()
    return passport or Passport.objects.create(job_seeker=job_seeker, given_by=actor)


@transaction.atomic
def revoke_passport(*, actor: User, passport: Passport, reason: str) -> Passport:
    """Take a link back: from now on it says only that it is no longer valid."""
    passport = Passport.objects.select_for_update(of=("self",)).get(pk=passport.pk)
    if passport.revoked_on:
        raise DomainError("passport_revoked", _("This link has been taken back already."))
    if not reason.strip():
        raise DomainError("reason_missing", _("Please say why the link is taken back."), field="reason")
    passport.revoked_on, passport.revoke_reason = today(), reason.strip()
    passport.save(update_fields=["revoked_on", "revoke_reason", "updated_at"])
    return passport
