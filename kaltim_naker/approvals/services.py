"""Asking for an act, and deciding about it."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaltim_naker.access.policy import memberships_allowing, require
from kaltim_naker.accounts.models import User
from kaltim_naker.approvals.kinds import kind_named
from kaltim_naker.approvals.models import Approval, ApprovalState
from kaltim_naker.audit.history import own_context
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.nik import without_nik


@transaction.atomic
def ask_for(*, actor: User, kind: str, subject: object, title: str, details: dict[str, Any], reason: str) -> Approval:
    """Ask for an act that a second person decides. It is tried and taken back first, so what waits can be done.

    Raises what the act itself raises; DomainError where the same has been asked for already, or no reason is given.
    """
    require(actor, kind_named(kind).ask)
    if not reason.strip():
        raise DomainError("reason_missing", _("Please say why."), field="reason")
    if Approval.objects.waiting().filter(kind=kind, subject=str(subject)).exists():
        raise DomainError("asked_already", _("This has been asked for already and waits for a second person."))
    approval = Approval.objects.create(
        kind=kind,
        subject=str(subject),
        title=title[:300],
        details=details,
        reason=without_nik(reason.strip()),
        office=memberships_allowing(actor, kind_named(kind).ask)[0].office,
        asked_by=actor,
    )
    with transaction.atomic():
        kind_named(kind).carry_out(approval)
        transaction.set_rollback(True)
    return approval


@transaction.atomic
def approve(*, actor: User, approval: Approval, note: str = "") -> Approval:
    """Carry it out, by another person than who asked. The history names who asked, and who approved besides.

    Raises DomainError, and changes nothing, where it cannot be done any more.
    """
    approval = _decide(actor, approval, ApprovalState.APPROVED, note)
    with own_context(user=approval.asked_by_id, approved_by=actor.pk, reason=approval.reason):
        kind_named(approval.kind).carry_out(approval)
    return approval


@transaction.atomic
def reject(*, actor: User, approval: Approval, note: str) -> Approval:
    """Nothing is done; who asked reads why. Raises DomainError without a reason."""
    if not note.strip():
        raise DomainError("note_missing", _("Please say why not."), field="note")
    return _decide(actor, approval, ApprovalState.REJECTED, note)


def _decide(actor: User, approval: Approval, state: ApprovalState, note: str) -> Approval:
    approval = Approval.objects.select_for_update(of=("self",)).get(pk=approval.pk)
    require(actor, kind_named(approval.kind).decide)
    if not approval.is_waiting:
        raise DomainError("decided_already", _("This has been decided already."))
    if approval.asked_by_id == actor.pk:
        raise DomainError("second_person", _("Who asked for it cannot decide about it. Please ask a colleague."))
    approval.state, approval.decided_by, approval.decided_at = state, actor, timezone.now()
    approval.note = note.strip()
    approval.save(update_fields=["state", "decided_by", "decided_at", "note", "updated_at"])
    return approval
