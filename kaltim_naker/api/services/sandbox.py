"""Letting a sandbox key into the sandbox."""

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from kaltim_naker.api.models import OfficeToken
from kaltim_naker.sandbox.copying import bring


def let_in(outside: BaseDatabaseWrapper, token: OfficeToken) -> None:
    """Make a key known in the sandbox, with the program that acts by it and its roles; called within `in_sandbox`.

    Done at the key's first request after each renewal, so that a new one works at once. Its secret stays outside. The
    roles must have been read before, so that those of now count and not those of the last night.
    """
    if OfficeToken.objects.filter(pk=token.pk).exists():
        return
    with transaction.atomic():
        bring(outside, "accounts.User", [token.user_id, token.made_by_id])
        bring(outside, "accounts.Membership", [held.pk for held in token.user.held_memberships])
        # Its name is free, so whoever bore it before was revoked meanwhile.
        former = OfficeToken.objects.in_force().filter(office=token.office_id, name=token.name, is_sandbox=True)
        former.exclude(pk=token.pk).update(revoked_at=timezone.now(), revoked_by=token.made_by_id)
        columns = {column.attname: getattr(token, column.attname) for column in OfficeToken._meta.concrete_fields}
        OfficeToken.objects.bulk_create([OfficeToken(**columns)], ignore_conflicts=True)
