"""Measurements of productivity: the list, the years of a company, the ratios of a year, and entering them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from companies.documents.productivity import (
    YearFigures,
    plausible_band,
    sector_median_of,
    years_of,
)
from companies.documents.words import growth_text, words_of
from companies.filters.productivity import MeasurementFilter
from companies.forms.productivity import MeasurementForm, initial_of
from companies.models import Company, Measurement
from companies.services import productivity as services
from companies.tables.productivity import measurement_columns
from companies.views.figures import account_sections, index_card, year_from
from companies.views.productivity_tabs import ProductivityTabs
from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.ui.components import Badge, Crumb, PageAction
from kaltim_naker.ui.formatting import long_date, number, rupiah
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.tables import Column
from kaltim_naker.ui.views import ActionView, ScopedDetailView, ScopedListView, ServiceFormView

PRODUCTIVITY = Crumb(_("Productivity"), reverse_lazy("companies:measurement_list"))


class MeasurementListView(ProductivityTabs, ScopedListView):
    action = Action.VIEW_PRODUCTIVITY
    template_name = "companies/productivity_list.html"
    page_title = _("Productivity of companies")
    page_lead = _(
        "Value added and labour productivity, a year at a time. A company is measured three years for an award."
    )
    queryset = Measurement.objects.all()
    filterset_class = MeasurementFilter
    default_order = Order("measured_on", descending=True)
    rows_are_objects = True
    tab = "companies:measurement_list"

    def get_base_queryset(self) -> QuerySet:
        return Measurement.objects.for_list().with_productivity().with_year_before()

    def get_columns(self) -> Sequence[Column]:
        return measurement_columns(with_money=can(self.request.user, Action.VIEW_COMPANY_MONEY))


class CompanyProductivityView(ScopedDetailView):
    """All that is known of a company's productivity: index, sector, coaching, audits, guidance."""

    action = Action.VIEW_PRODUCTIVITY
    queryset = Company.objects.all()
    template_name = "companies/company_productivity.html"

    def get_base_queryset(self) -> QuerySet:
        return Company.objects.select_related("sector")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [PRODUCTIVITY, Crumb(self.object.name)]

    def get_page_actions(self) -> Sequence[PageAction]:
        actions = [
            PageAction(
                _("Enter a measurement"),
                reverse("companies:measurement_add", args=[self.object.pk]),
                Action.RECORD_MEASUREMENT,
                primary=True,
            ),
            PageAction(
                _("Begin an SMPP audit"), reverse("companies:smpp_begin", args=[self.object.pk]), Action.COACH_COMPANY
            ),
        ]
        if not self.object.coachings.open().exists():
            url = reverse("companies:coaching_open", args=[self.object.pk])
            actions.insert(1, PageAction(_("Open a coaching"), url, Action.COACH_COMPANY))
        return actions

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        with_money = can(self.request.user, Action.VIEW_COMPANY_MONEY)
        years = years_of(self.object, year_from(self.request, "base"))
        return super().get_context_data(
            years=[_YearLine(one, with_money=with_money) for one in reversed(years)],
            index=index_card(years) if len(years) > 1 else None,
            base_year=next((one.year for one in years if one.index == 100), None),
            median=sector_median_of(self.object, years[-1].year) if years else None,
            with_money=with_money,
            may_coach=can(self.request.user, Action.COACH_COMPANY),
            coachings=self.object.coachings.all(),
            audits=self.object.audits.select_related("instrument"),
            guidance=self.object.guidance.select_related("activity", "measurement").order_by("-held_on", "-pk"),
            **kwargs,
        )


class _YearLine:
    """A year in the words of the table."""

    def __init__(self, figures: YearFigures, *, with_money: bool) -> None:
        self.figures = figures
        self.year = str(figures.year)
        self.url = figures.measurement.get_absolute_url()
        self.productivity = rupiah(figures.accounts.productivity) if with_money else ""
        self.index, self.constant_index = number(figures.index, 2), number(figures.constant_index, 2)
        self.growth, self.constant_growth = growth_text(figures.growth), growth_text(figures.constant_growth)
        self.badges = list(warnings_of(figures))


def warnings_of(figures: YearFigures) -> Sequence[Badge]:
    """What somebody should look at before the year is used."""
    found = []
    if figures.accounts.is_negative:
        found.append(Badge(_("negative value added"), "bad"))
    if figures.accounts.methods_disagree:
        found.append(Badge(_("methods differ"), "warn"))
    if figures.looks_like_other_unit:
        found.append(Badge(_("another unit?"), "warn"))
    return found


class MeasurementDetailView(ScopedDetailView):
    """One year: the two methods, every ratio with its formula, and the accounts for those who may see them."""

    action = Action.VIEW_PRODUCTIVITY
    template_name = "companies/measurement_detail.html"

    def get_base_queryset(self) -> QuerySet:
        return Measurement.objects.select_related("company__sector", "agreement")

    def get_crumbs(self) -> Sequence[Crumb]:
        company = self.object.company
        url = reverse("companies:company_productivity", args=[company.pk])
        return [PRODUCTIVITY, Crumb(company.name, url), Crumb(str(self.object.year))]

    def get_page_actions(self) -> Sequence[PageAction]:
        pk = self.object.pk
        return [
            PageAction(_("Correct"), reverse("companies:measurement_edit", args=[pk]), Action.RECORD_MEASUREMENT),
            PageAction(
                _("Remove"),
                reverse("companies:measurement_remove", args=[pk]),
                Action.RECORD_MEASUREMENT,
                post=True,
                danger=True,
                confirm=_("Remove this measurement? Only if it was entered for the wrong company or year."),
            ),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figures = next(one for one in years_of(self.object.company) if one.measurement.pk == self.object.pk)
        with_money = can(self.request.user, Action.VIEW_COMPANY_MONEY)
        return super().get_context_data(
            figures=figures,
            warnings=warnings_of(figures),
            ratios=words_of(figures.ratios, with_money=with_money),
            growth=growth_text(figures.growth),
            constant_growth=growth_text(figures.constant_growth),
            total_factor_growth=growth_text(figures.total_factor_growth),
            methods=self._methods(figures) if with_money else [],
            accounts=account_sections(self.object) if with_money else [],
            band=self._outside_band(figures) if with_money else None,
            with_money=with_money,
            facts=self._facts(),
            **kwargs,
        )

    def _methods(self, figures: YearFigures) -> list[tuple[Any, str, str]]:
        accounts = figures.accounts
        return [
            (_("Output"), "", rupiah(accounts.output)),
            (_("Bought in"), "", rupiah(accounts.bought_in)),
            (_("Value added by subtraction"), gettext("output − bought in"), rupiah(accounts.by_subtraction)),
            (
                _("Value added by addition"),
                gettext("wages + depreciation + interest + rent of land + net indirect taxes + profit before tax"),
                rupiah(accounts.added),
            ),
        ]

    def _outside_band(self, figures: YearFigures) -> str:
        """In words, where the productivity of this sector usually lies elsewhere."""
        band, value = plausible_band(self.object), figures.accounts.productivity
        if band is None or value is None or band.lowest <= value <= band.highest:
            return ""
        return gettext(
            "In this sector it usually lies between %(low)s and %(high)s (%(source)s). Please check the unit."
        ) % {
            "low": rupiah(band.lowest),
            "high": rupiah(band.highest),
            "source": band.source,
        }

    def _facts(self) -> list[tuple[Any, Any]]:
        row = self.object
        return [
            (_("Measured on"), long_date(row.measured_on)),
            (_("Source of the figures"), row.source),
            (_("Measured by"), row.measured_by),
            (_("Under the agreement"), row.agreement or ""),
            (_("Average workers"), number(row.workers, 0 if row.workers == int(row.workers or 0) else 2)),
            (_("Average workers by"), row.get_worker_basis_display()),
            (_("Hours worked by all"), number(row.hours)),
            (_("Amounts typed in"), row.get_unit_display()),
        ]


class MeasureCompanyView(ServiceFormView):
    """The accounts of a year."""

    action = Action.RECORD_MEASUREMENT
    template_name = "companies/measurement_form.html"
    queryset = Company.objects.all()
    form_class = MeasurementForm
    submit_label = _("Save the measurement")
    success_message = _("The measurement is saved.")

    def get_page_title(self) -> str | Promise:
        return gettext("Measure %(company)s") % {"company": self.object}

    def get_crumbs(self) -> Sequence[Crumb]:
        return [PRODUCTIVITY, Crumb(self.object.name, self.get_cancel_url()), Crumb(_("Enter a measurement"))]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"company": self.object}

    def call_service(self, form: MeasurementForm) -> Measurement:
        return services.measure_company(actor=self.request.user, company=self.object, **form.facts)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_cancel_url(self) -> str:
        return reverse("companies:company_productivity", args=[self.object.pk])


class CorrectMeasurementView(ServiceFormView):
    action = Action.RECORD_MEASUREMENT
    template_name = "companies/measurement_form.html"
    form_class = MeasurementForm
    submit_label = _("Save the correction")
    success_message = _("The measurement is corrected.")

    def get_base_queryset(self) -> QuerySet:
        return Measurement.objects.select_related("company", "agreement")

    def get_page_title(self) -> str | Promise:
        return gettext("Correct: %(measurement)s") % {"measurement": self.object}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"company": self.object.company, "is_new": False}

    def get_initial(self) -> dict[str, Any]:
        return initial_of(self.object)

    def call_service(self, form: MeasurementForm) -> Measurement:
        return services.correct_measurement(actor=self.request.user, measurement=self.object, **form.facts)

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    def get_cancel_url(self) -> str:
        return self.object.get_absolute_url()


class RemoveMeasurementView(ActionView):
    action = Action.RECORD_MEASUREMENT
    queryset = Measurement.objects.all()
    success_message = _("The measurement is removed; its history stays.")

    def call_service(self) -> None:
        services.remove_measurement(actor=self.request.user, measurement=self.object)

    def get_success_url(self) -> str:
        return reverse("companies:company_productivity", args=[self.object.company_id])

    def get_failure_url(self) -> str:
        return self.object.get_absolute_url()
