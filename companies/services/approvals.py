"""What needs a second person here: making one company of two entries."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from companies.models import Company, CompanyMerge
from companies.services.merging import company_merged_into, merge_companies
from kaltim_naker.access.actions import Action
from kaltim_naker.accounts.models import User
from kaltim_naker.approvals.kinds import Kind
from kaltim_naker.approvals.models import Approval
from kaltim_naker.approvals.services import ask_for
from kaltim_naker.core.errors import DomainError


def ask_to_merge_companies(*, actor: User, keep: Company, remove: Company, reason: str) -> Approval:
    """Ask a second person to make one of two entries. Raises DomainError where they could not be merged now."""
    return ask_for(
        actor=actor,
        kind=COMPANY_MERGE.name,
        subject=remove.pk,
        title=f"{remove.name} → {keep.name}",
        details={"keep": str(keep.pk)},
        reason=reason,
    )


def _merge(approval: Approval) -> CompanyMerge:
    keys = approval.details["keep"], approval.subject
    found = {str(company.pk): company for company in Company.objects.filter(pk__in=keys)}
    if len(found) != 2:
        raise DomainError("company_gone", _("One of the two has been merged already, or they are the same."))
    keep, remove = (found[key] for key in keys)
    return merge_companies(actor=approval.asked_by, keep=keep, remove=remove, reason=approval.reason)


def _link(approval: Approval) -> str:
    kept = company_merged_into(UUID(approval.subject)) or Company.objects.filter(pk=approval.details["keep"]).first()
    return kept.get_absolute_url() if kept else ""


COMPANY_MERGE = Kind(
    name="company_merge",
    label=_("Make one company of two entries"),
    ask=Action.MERGE_COMPANIES,
    decide=Action.APPROVE_COMPANY_MERGE,
    carry_out=_merge,
    link=_link,
)
