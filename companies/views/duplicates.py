"""Pages where two entries of the register become one, and back."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from companies.forms.register import CompanyPairForm, MergeIntoForm
from companies.models import Company, CompanyMerge, CompanyPair
from companies.services import (
    ask_to_merge_companies,
    find_company,
    keep_companies_apart,
    undo_company_merge,
)
from companies.tables.register import MERGE_COLUMNS, PAIR_COLUMNS
from companies.views.register import COMPANIES, company_crumbs
from kaltim_naker.access.actions import Action
from kaltim_naker.approvals.models import Approval
from kaltim_naker.ui.components import Crumb, EmptyState, PageAction
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.views import ActionView, ScopedListView, ServiceFormView

PAIRS = Crumb(_("Possible duplicates"), reverse_lazy("companies:pair_list"))


class PairListView(ScopedListView):
    """Pairs that wait for a decision, the most similar first."""

    action = Action.MERGE_COMPANIES
    page_title = _("Possible duplicates of companies")
    columns = PAIR_COLUMNS
    default_order = Order("likeness", descending=True)
    empty_state = EmptyState(
        _("No pair waits"), _("Companies with nearly the same name in one region are compared as they come in.")
    )

    def get_base_queryset(self) -> QuerySet:
        return CompanyPair.objects.open()

    def get_crumbs(self) -> Sequence[Crumb]:
        return [COMPANIES, Crumb(self.page_title)]

    def get_page_actions(self) -> Sequence[PageAction]:
        return [PageAction(_("Merges so far"), reverse("companies:merge_list"))]


class PairView(ServiceFormView):
    """Both entries side by side, and one decision."""

    action = Action.MERGE_COMPANIES
    template_name = "companies/pair_detail.html"
    page_title = _("One company or two?")
    form_class = CompanyPairForm
    submit_label = _("Decide")

    def get_base_queryset(self) -> QuerySet:
        return CompanyPair.objects.open().select_related("first__sector", "second__sector")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [COMPANIES, PAIRS, Crumb(self.page_title)]

    def call_service(self, form: CompanyPairForm) -> Any:
        pair, reason = self.object, form.cleaned_data["reason"]
        decision = form.cleaned_data["decision"]
        if decision == "apart":
            return keep_companies_apart(actor=self.request.user, pair=pair, note=reason)
        keep, remove = (pair.first, pair.second) if decision == "first" else (pair.second, pair.first)
        return ask_to_merge_companies(actor=self.request.user, keep=keep, remove=remove, reason=reason)

    def get_success_message(self) -> str:
        if isinstance(self.result, Approval):
            return gettext("Asked. It is done as soon as a second person approves.")
        return gettext("They stay two companies.")

    def get_success_url(self) -> str:
        return self.result.get_absolute_url() if isinstance(self.result, Approval) else self.get_cancel_url()

    def get_cancel_url(self) -> str:
        return reverse("companies:pair_list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pair = self.object
        return super().get_context_data(pair=pair, lines=lines_of(pair.first, pair.second), **kwargs)


def lines_of(first: Company, second: Company) -> list[dict[str, Any]]:
    """The facts of both entries in one table; what differs is marked."""
    return [
        {"label": label, "first": one, "second": two, "differs": str(one or "") != str(two or "")}
        for (label, one), (_label, two) in zip(_facts(first), _facts(second), strict=True)
    ]


def _facts(company: Company) -> list[tuple[Any, Any]]:
    sites = [f"{site.region.short_name}: {site.address or '–'}" for site in company.sites.select_related("region")]
    return [
        (_("Name"), company.name),
        ("NIB", company.nib),
        ("NPWP", company.npwp),
        (_("Sector"), company.sector),
        (_("Size class"), company.get_size_display()),
        (_("Work sites"), "; ".join(sites)),
        (_("Agreements"), company.agreements.count()),
    ]


class MergeIntoView(ServiceFormView):
    """Somebody knows that the entry in the address and another one are the same company."""

    action = Action.MERGE_COMPANIES
    queryset = Company.objects.all()
    form_class = MergeIntoForm
    page_title = _("Another entry of this company")
    page_lead = _("The other entry becomes part of this one, with its sites, figures and agreements. It can be undone.")
    submit_label = _("Ask for the merge")
    success_message = _("Asked. It is done as soon as a second person approves.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return company_crumbs(self.object, self.page_title)

    def call_service(self, form: MergeIntoForm) -> Approval:
        other = find_company(form.cleaned_data["other"], field="other")
        return ask_to_merge_companies(
            actor=self.request.user, keep=self.object, remove=other, reason=form.cleaned_data["reason"]
        )

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_cancel_url(self) -> str:
        return self.object.get_absolute_url()


class MergeListView(ScopedListView):
    action = Action.MERGE_COMPANIES
    page_title = _("Merges of companies")
    queryset = CompanyMerge.objects.all()
    columns = MERGE_COLUMNS
    default_order = Order("created_at", descending=True)

    def get_crumbs(self) -> Sequence[Crumb]:
        return [COMPANIES, PAIRS, Crumb(self.page_title)]


class MergeView(ServiceFormView):
    """What a merge did, and the button that takes it back."""

    action = Action.MERGE_COMPANIES
    template_name = "companies/merge_detail.html"
    form_class = Form
    queryset = CompanyMerge.objects.select_related("kept", "merged_by", "undone_by")
    http_method_names = ["get", "head", "options"]

    def get_page_title(self) -> str:
        return str(self.object)

    def get_crumbs(self) -> Sequence[Crumb]:
        return [COMPANIES, Crumb(_("Merges of companies"), reverse("companies:merge_list")), Crumb(str(self.object))]


class UndoMergeView(ActionView):
    action = Action.MERGE_COMPANIES
    queryset = CompanyMerge.objects.all()
    success_message = _("The merge is undone; both entries stand as before.")

    def call_service(self) -> Company:
        return undo_company_merge(actor=self.request.user, merge=self.object)

    def get_success_url(self) -> str:
        return reverse("companies:merge_detail", args=[self.object.pk])
