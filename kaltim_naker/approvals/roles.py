"""What needs a second person about accounts: giving somebody a role. Taking one away needs nobody's leave."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaltim_naker.access.actions import Action
from kaltim_naker.accounts.models import Membership, Office, User
from kaltim_naker.accounts.roles import Role
from kaltim_naker.approvals.kinds import Kind
from kaltim_naker.approvals.models import Approval
from kaltim_naker.approvals.services import ask_for
from kaltim_naker.core.errors import DomainError


def ask_for_role(*, actor: User, user: User, office: Office, role: str, reason: str) -> Approval:
    """Ask a second person to give somebody a role. Raises DomainError where the person holds it already."""
    return ask_for(
        actor=actor,
        kind=ROLE.name,
        subject=f"{user.pk}:{office.pk}:{role}",
        title=f"{user}: {Role(role).label}, {office.short_name}",
        details={"user": user.pk, "office": office.pk, "role": role},
        reason=reason,
    )


def _give_role(approval: Approval) -> Membership:
    held = {
        "user_id": approval.details["user"],
        "office_id": approval.details["office"],
        "role": approval.details["role"],
    }
    if approval.asked_by_id == held["user_id"]:
        raise DomainError("own_role", _("Nobody asks for a role of his own; please ask another administrator."))
    if Membership.objects.filter(**held).exists():
        raise DomainError("role_held", _("This person already holds this role in this office."))
    return Membership.objects.create(**held)


def _link(approval: Approval) -> str:
    return reverse("admin:accounts_user_change", args=[approval.details["user"]])


ROLE = Kind(
    name="role",
    label=gettext_lazy("Give a role"),
    ask=Action.MANAGE_ACCOUNTS,
    decide=Action.APPROVE_ROLE,
    carry_out=_give_role,
    link=_link,
)
