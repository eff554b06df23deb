"""Lists that leave the house."""

from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from certifications.documents import blank_request_rows, blank_request_workbook
from certifications.models import Assessment
from kaltim_naker.accounts.models import User
from kaltim_naker.audit.access_log import record_access
from kaltim_naker.audit.models import AccessKind
from kaltim_naker.core.errors import DomainError


@transaction.atomic
def export_blank_request(*, actor: User, assessment: Assessment, reason: str) -> IO[bytes]:
    """The list of all candidates with their full NIKs, as an open file. Who took it, and why, is written down."""
    if not reason.strip():
        raise DomainError("reason_missing", _("Please say what the list is for."), field="reason")
    rows = blank_request_rows(assessment)
    if not rows:
        raise DomainError("nobody_registered", _("Nobody is registered for this assessment."))
    record_access(actor=actor, kind=AccessKind.EXPORT, subject=assessment.pk, rows=len(rows), reason=reason.strip())
    return blank_request_workbook(assessment, rows)
