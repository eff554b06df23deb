"""What needs a second person here: making one person of two."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.accounts.models import User
from kaltim_naker.approvals.kinds import Kind
from kaltim_naker.approvals.models import Approval
from kaltim_naker.approvals.services import ask_for
from kaltim_naker.core.errors import DomainError
from trainees.models import JobSeeker, Merge
from trainees.services.merging import merge_people, merged_into


def ask_to_merge(*, actor: User, keep: JobSeeker, remove: JobSeeker, reason: str) -> Approval:
    """Ask a second person to make one of two. Raises DomainError where they could not be merged now."""
    return ask_for(
        actor=actor,
        kind=MERGE.name,
        subject=remove.pk,
        title=f"{remove.full_name} → {keep.full_name}",
        details={"keep": str(keep.pk)},
        reason=reason,
    )


def _merge(approval: Approval) -> Merge:
    keys = approval.details["keep"], approval.subject
    found = {str(person.pk): person for person in JobSeeker.objects.filter(pk__in=keys)}
    if len(found) != 2:
        raise DomainError("person_gone", _("One of the two has been merged already, or they are the same."))
    keep, remove = (found[key] for key in keys)
    return merge_people(actor=approval.asked_by, keep=keep, remove=remove, reason=approval.reason)


def _link(approval: Approval) -> str:
    kept = merged_into(UUID(approval.subject)) or JobSeeker.objects.filter(pk=approval.details["keep"]).first()
    return kept.get_absolute_url() if kept else ""


MERGE = Kind(
    name="merge",
    label=_("Make one person of two"),
    ask=Action.MERGE_PEOPLE,
    decide=Action.APPROVE_MERGE,
    carry_out=_merge,
    link=_link,
)
