"""Pages of the register of companies."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from companies.filters.register import CompanyFilter, ReportFilter
from companies.forms.register import CompanyForm, ReportForm, SiteForm, initial_of
from companies.models import Agreement, Company, WorkSite, YearlyReport
from companies.permissions import only_with_money
from companies.services import (
    change_company,
    company_merged_into,
    record_report,
    register_company,
    save_site,
)
from companies.tables.register import COMPANY_COLUMNS, REPORT_COLUMNS
from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.core.periods import today
from kaltim_naker.core.phones import national_form
from kaltim_naker.ui.components import Badge, Crumb, EmptyState, PageAction
from kaltim_naker.ui.formatting import rupiah
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.views import ScopedDetailView, ScopedListView, ServiceFormView

COMPANIES = Crumb(_("Companies"), reverse_lazy("companies:company_list"))


def company_crumbs(company: Company, here: Any = "") -> list[Crumb]:
    return [COMPANIES, Crumb(company.name, company.get_absolute_url()), Crumb(here)]


class CompanyListView(ScopedListView):
    action = Action.VIEW_COMPANIES
    page_title = _("Companies")
    queryset = Company.objects.all()
    filterset_class = CompanyFilter
    columns = COMPANY_COLUMNS
    default_order = Order("name")
    empty_state = EmptyState(
        _("No company is entered like this"),
        _("Change the filter, enter the company, or bring the company reports (WLKP) to the import desk."),
    )

    def get_base_queryset(self) -> QuerySet:
        return Company.objects.for_list()

    def get_page_actions(self) -> Sequence[PageAction]:
        bring = reverse("imports:upload", args=["companies"])
        return [
            PageAction(_("Enter a company"), reverse("companies:company_new"), Action.MANAGE_COMPANIES, primary=True),
            PageAction(_("Bring company reports (WLKP)"), bring, Action.IMPORT_COMPANIES),
            PageAction(_("Reported figures"), reverse("companies:report_list"), Action.VIEW_COMPANIES),
            PageAction(_("Companies in the territory"), reverse("companies:territory_list"), Action.VIEW_COMPANIES),
            PageAction(_("Possible duplicates"), reverse("companies:pair_list"), Action.MERGE_COMPANIES),
        ]


class CompanyDetailView(ScopedDetailView):
    action = Action.VIEW_COMPANIES
    template_name = "companies/company_detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """An address that somebody kept of an entry that was merged leads to what it became part of."""
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            kept = company_merged_into(self.kwargs["pk"])
            if kept is None:
                raise
            return HttpResponseRedirect(kept.get_absolute_url())

    def get_base_queryset(self) -> QuerySet:
        return Company.objects.select_related("sector")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [COMPANIES, Crumb(self.object.name)]

    def get_page_actions(self) -> Sequence[PageAction]:
        pk = self.object.pk
        return [
            PageAction(_("Correct"), reverse("companies:company_edit", args=[pk]), Action.MANAGE_COMPANIES),
            PageAction(_("Add a work site"), reverse("companies:site_new", args=[pk]), Action.MANAGE_COMPANIES),
            PageAction(_("New agreement"), reverse("companies:agreement_new", args=[pk]), Action.MANAGE_AGREEMENTS),
            PageAction(
                _("Productivity"), reverse("companies:company_productivity", args=[pk]), Action.VIEW_PRODUCTIVITY
            ),
            PageAction(_("Is another entry"), reverse("companies:company_merge", args=[pk]), Action.MERGE_COMPANIES),
            PageAction(_("Record a skill need"), reverse("companies:company_need", args=[pk]), Action.ENTER_NEED),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        company = self.object
        sites = list(company.sites.with_workers().select_related("region"))
        badge = Badge(_("in business"), "good") if company.is_active else Badge(_("closed"), "done")
        return super().get_context_data(
            page_badge=badge,
            facts=self.facts(),
            sites=sites,
            may_manage=can(self.request.user, Action.MANAGE_COMPANIES),
            reports=YearlyReport.objects.filter(site__company=company).with_workers().select_related("site__region"),
            agreements=Agreement.objects.main().filter(company=company).with_standing(today()),
            **kwargs,
        )

    def facts(self) -> list[tuple[Any, Any]]:
        company = self.object
        kbli = f"{company.kbli_code} (KBLI {company.kbli_version})" if company.kbli_code else ""
        size = f"{company.get_size_display()} – {company.get_size_basis_display()}" if company.size else ""
        money = [(_("Capital or sales"), rupiah(company.size_amount))] if company.size_amount is not None else []
        return [
            ("NIB", company.nib),
            ("NPWP", company.npwp),
            (_("KBLI code"), kbli),
            (_("Sector"), company.sector),
            (_("Size class"), size),
            *only_with_money(self.request.user, money),
            (_("Ownership"), company.get_ownership_display()),
            (_("Phone"), national_form(company.phone) if company.phone else ""),
            (_("E-mail"), company.email),
        ]


class CompanyFormView(ServiceFormView):
    action = Action.MANAGE_COMPANIES
    queryset = Company.objects.all()
    form_class = CompanyForm
    submit_label = _("Save")

    def get_success_url(self) -> str:
        return (self.result or self.object).get_absolute_url()


class CompanyNewView(CompanyFormView):
    page_title = _("Enter a company")
    page_lead = _("Look for it first: by name without PT or CV, and by NIB. Work sites are added on its page.")
    success_message = _("The company is entered. Now add where it works.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [COMPANIES, Crumb(self.page_title)]

    def get_cancel_url(self) -> str:
        return reverse("companies:company_list")

    def call_service(self, form: CompanyForm) -> Company:
        return register_company(actor=self.request.user, data=form.data_of_company)


class CompanyEditView(CompanyFormView):
    page_title = _("Correct a company")
    success_message = _("The company is corrected.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return company_crumbs(self.object, self.page_title)

    def get_cancel_url(self) -> str:
        return self.object.get_absolute_url()

    def get_initial(self) -> dict[str, Any]:
        return initial_of(self.object)

    def call_service(self, form: CompanyForm) -> Company:
        return change_company(actor=self.request.user, company=self.object, data=form.data_of_company)


class SiteNewView(ServiceFormView):
    """A work site of the company in the address."""

    action = Action.MANAGE_COMPANIES
    queryset = Company.objects.all()
    form_class = SiteForm
    page_title = _("Add a work site")
    submit_label = _("Save")
    success_message = _("The work site is saved.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return company_crumbs(self.object, self.page_title)

    def call_service(self, form: SiteForm) -> WorkSite:
        return save_site(actor=self.request.user, company=self.object, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    get_cancel_url = get_success_url


class SiteFormView(ServiceFormView):
    """A form about one work site."""

    action = Action.MANAGE_COMPANIES
    queryset = WorkSite.objects.select_related("company", "region")
    submit_label = _("Save")

    @cached_property
    def company(self) -> Company:
        return self.object.company

    def get_crumbs(self) -> Sequence[Crumb]:
        return company_crumbs(self.company, self.page_title)

    def get_success_url(self) -> str:
        return self.company.get_absolute_url()

    get_cancel_url = get_success_url


class SiteEditView(SiteFormView):
    form_class = SiteForm
    page_title = _("Correct a work site")
    success_message = _("The work site is saved.")

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in SiteForm.base_fields} | {"region": self.object.region}

    def call_service(self, form: SiteForm) -> WorkSite:
        return save_site(actor=self.request.user, company=self.company, site=self.object, **form.cleaned_data)


class ReportNewView(SiteFormView):
    form_class = ReportForm
    page_title = _("Workers of a year")
    page_lead = _("Figures of the same year and source are corrected, not added.")
    success_message = _("The figures are saved.")

    def call_service(self, form: ReportForm) -> YearlyReport:
        return record_report(actor=self.request.user, site=self.object, **form.cleaned_data)


class ReportListView(ScopedListView):
    """What the sites reported, year by year."""

    action = Action.VIEW_COMPANIES
    page_title = _("Reported figures")
    filterset_class = ReportFilter
    columns = REPORT_COLUMNS
    default_order = Order("reported_on", descending=True)

    def get_base_queryset(self) -> QuerySet:
        return YearlyReport.objects.with_workers()

    def get_crumbs(self) -> Sequence[Crumb]:
        return [COMPANIES, Crumb(self.page_title)]
