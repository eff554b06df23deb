"""What waits for a second person, and the page on which it is decided."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.approvals.forms import DecisionForm, RoleForm
from kaltim_naker.approvals.kinds import kind_named, kinds_of, labels
from kaltim_naker.approvals.models import Approval, ApprovalState
from kaltim_naker.approvals.roles import ask_for_role
from kaltim_naker.approvals.services import approve, reject
from kaltim_naker.core.errors import DomainError
from kaltim_naker.ui.components import Badge, Crumb, EmptyState, PageAction
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.personal import PersonalListView
from kaltim_naker.ui.tables import Column, Kind, Row
from kaltim_naker.ui.views import ServiceFormView

APPROVALS = Crumb(_("Approvals"), reverse_lazy("approvals:list"))
STATE_BADGES = {
    ApprovalState.WAITING: Badge(ApprovalState.WAITING.label, "warn"),
    ApprovalState.APPROVED: Badge(ApprovalState.APPROVED.label, "good"),
    ApprovalState.REJECTED: Badge(ApprovalState.REJECTED.label, "bad"),
}


def _kind(row: Row) -> Any:
    return labels()[row["kind"]]


COLUMNS = (
    Column("title", _("About"), link="approvals:detail", heading=True),
    Column("kind", _("Act"), value=_kind, fields=("kind",)),
    Column("state", _("State"), badges=STATE_BADGES),
    Column("asked_by", _("Asked by"), "asked_by__full_name"),
    Column("asked_at", _("Asked at"), "created_at", kind=Kind.MOMENT, sort="created_at"),
    Column("decided_by", _("Decided by"), "decided_by__full_name", wide=True),
)


class ApprovalFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=ApprovalState)

    class Meta:
        model = Approval
        fields = ()


class ApprovalQuerysetMixin:
    """Kinds that the reader may neither ask for nor decide are as good as absent."""

    request: Any

    def get_base_queryset(self) -> QuerySet:
        found = Approval.objects.select_related("asked_by", "decided_by", "office")
        return found.filter(kind__in=kinds_of(self.request.user))


class ApprovalListView(ApprovalQuerysetMixin, PersonalListView):
    """The newest first; the first page of each role points at those that wait."""

    action = Action.VIEW_APPROVALS
    page_title = _("Approvals")
    page_lead = _("What one person asked for and another one decides. Nobody decides about his own request.")
    filterset_class = ApprovalFilter
    columns = COLUMNS
    default_order = Order("created_at", descending=True)
    empty_state = EmptyState(_("Nothing waits"), _("Revocations, merges and roles that somebody asks for appear here."))

    def get_page_actions(self) -> Sequence[PageAction]:
        return [PageAction(_("Give a role"), reverse("approvals:role_ask"), Action.MANAGE_ACCOUNTS)]


class AskForRoleView(ServiceFormView):
    """Who manages accounts asks; another administrator or the head of the office approves."""

    action = Action.MANAGE_ACCOUNTS
    page_title = _("Give a role")
    page_lead = _("Another administrator or the head of office approves. A role is taken away on the support pages.")
    form_class = RoleForm
    submit_label = _("Ask for the role")
    success_message = _("Asked. It is done as soon as a second person approves.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [APPROVALS, Crumb(self.page_title)]

    def call_service(self, form: RoleForm) -> Approval:
        return ask_for_role(actor=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_cancel_url(self) -> str:
        return reverse("approvals:list")


class ApprovalView(ApprovalQuerysetMixin, ServiceFormView):
    """One request with its reason; for who may decide about it, the decision."""

    action = Action.VIEW_APPROVALS
    template_name = "approvals/detail.html"
    form_class = DecisionForm
    submit_label = _("Decide")
    success_message = _("The decision is recorded.")

    def get_page_title(self) -> str:
        return self.object.kind_label

    def get_crumbs(self) -> Sequence[Crumb]:
        return [APPROVALS, Crumb(self.object.title)]

    def call_service(self, form: DecisionForm) -> Approval:
        if not can(self.request.user, kind_named(self.object.kind).decide):
            raise DomainError("may_not_decide", _("Your role does not decide about this."))
        decide = approve if form.cleaned_data["decision"] == "approve" else reject
        return decide(actor=self.request.user, approval=self.object, note=form.cleaned_data["note"])

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            is_own=self.object.asked_by_id == user.pk,
            may_decide=can(user, kind_named(self.object.kind).decide),
            badge=STATE_BADGES[self.object.state],
            **kwargs,
        )
