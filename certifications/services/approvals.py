"""What needs a second person here: revoking a certificate."""

from django.utils.translation import gettext_lazy as _

from certifications.models import Certificate
from certifications.services.certificates import revoke_certificate
from kaltim_naker.access.actions import Action
from kaltim_naker.accounts.models import User
from kaltim_naker.approvals.kinds import Kind
from kaltim_naker.approvals.models import Approval
from kaltim_naker.approvals.services import ask_for


def ask_to_revoke(*, actor: User, certificate: Certificate, reason: str, document: str) -> Approval:
    """Ask a second person to revoke a certificate. Raises DomainError where it could not be revoked now."""
    return ask_for(
        actor=actor,
        kind=REVOCATION.name,
        subject=certificate.pk,
        title=f"{certificate.number}, {certificate.holder_name}",
        details={"document": document},
        reason=reason,
    )


def _revoke(approval: Approval) -> Certificate:
    return revoke_certificate(
        actor=approval.asked_by,
        certificate=Certificate.objects.get(pk=approval.subject),
        reason=approval.reason,
        document=approval.details["document"],
    )


REVOCATION = Kind(
    name="revocation",
    label=_("Revoke a certificate"),
    ask=Action.END_CERTIFICATE,
    decide=Action.APPROVE_REVOCATION,
    carry_out=_revoke,
    link=lambda approval: Certificate.objects.get(pk=approval.subject).get_absolute_url(),
)
