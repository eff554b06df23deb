"""How a paper ends: revoked or replaced, with reason, person and document."""

from typing import TypeVar

from django.utils.translation import gettext as _

from certifications.choices import CertificateState
from certifications.models import Verifiable
from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import today

Paper = TypeVar("Paper", bound=Verifiable)


def end_paper(paper: Paper, state: CertificateState, *, actor: User, reason: str, document: str) -> Paper:
    """End a locked, active paper. What has ended stays as it ended."""
    if paper.state != CertificateState.ACTIVE:
        raise DomainError(
            "ended_already", _("This paper is “%(state)s” already.") % {"state": paper.get_state_display()}
        )
    if not reason.strip():
        raise DomainError("reason_missing", _("Please say why."), field="reason")
    if not document.strip():
        raise DomainError(
            "document_missing", _("Please name the document that orders it (letter, minutes)."), field="document"
        )
    paper.state, paper.ended_on, paper.ended_by = state, today(), actor
    paper.end_reason, paper.end_document = reason.strip(), document.strip()
    paper.save(update_fields=["state", "ended_on", "ended_by", "end_reason", "end_document", "updated_at"])
    return paper
