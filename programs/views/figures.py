"""Pages of the labour market: published figures, and what the ministry asks for (IPK, RTKD)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.core.periods import Period, fiscal_year, today
from kaltim_naker.ui.components import Crumb, EmptyState, PageAction, Tab
from kaltim_naker.ui.export import Sheet
from kaltim_naker.ui.formatting import number
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.views import PageView, ScopedListView, ServiceFormView
from programs.choices import Unit
from programs.documents.figures import Ipk, RegionFigures, ipk_of, latest_figures
from programs.documents.proposals import proposal_rows
from programs.filters import FigureFilter
from programs.forms import FiguresForm, IpkPartForm, IpkValueForm, SchoolLeaversForm
from programs.measures import Slice, all_measures, count
from programs.models import IpkSubIndicator, IpkValue, LabourFigure, Proposal, SkillNeed
from programs.services import record_figures, record_school_leavers, set_ipk_part, set_ipk_value
from programs.tables import (
    DECISION_COLUMNS,
    EVIDENCE_COLUMNS,
    FIGURE_COLUMNS,
    IPK_COLUMNS,
    NEED_COLUMNS,
    RTKD_COLUMNS,
)
from programs.views.links import book_response

FIGURES = Crumb(_("Labour market figures"), reverse_lazy("programs:figure_list"))
IPK = Crumb(_("Index of manpower development (IPK)"), reverse_lazy("programs:ipk"))


class FigureListView(ScopedListView):
    action = Action.VIEW_FIGURES
    page_title = _("Labour market figures")
    page_lead = _(
        "What others have published, with the day it stands for and its source. Nothing here is counted by us."
    )
    queryset = LabourFigure.objects.all()
    filterset_class = FigureFilter
    columns = FIGURE_COLUMNS
    default_order = Order("as_of", descending=True)
    empty_state = EmptyState(_("No figure fits"), _("Change or reset the filter to see more."))

    def get_page_actions(self) -> Sequence[PageAction]:
        may = Action.ENTER_FIGURES
        return [
            PageAction(_("Enter figures"), reverse("programs:figures_enter"), action=may, primary=True),
            PageAction(_("Enter school leavers"), reverse("programs:leavers_enter"), action=may),
        ]


class FiguresEnterView(ServiceFormView):
    """The figures of one region and day together, so that they are held against each other."""

    action = Action.ENTER_FIGURES
    page_title = _("Enter figures")
    page_lead = _("Figures of one region for one day. Employed and unemployed must make the labour force.")
    form_class = FiguresForm
    queryset = LabourFigure.objects.all()
    submit_label = _("Save")
    success_message = _("The figures are entered.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [FIGURES, Crumb(self.page_title)]

    def call_service(self, form: FiguresForm) -> list[LabourFigure]:
        given = form.cleaned_data
        return record_figures(
            actor=self.request.user,
            region=given["region"],
            as_of=given["as_of"],
            source=given["source"],
            values=form.values(),
            jump_reason=given["jump_reason"],
        )

    def get_success_url(self) -> str:
        return reverse("programs:figure_list")

    get_cancel_url = get_success_url


class LeaversEnterView(FiguresEnterView):
    page_title = _("Enter school leavers")
    page_lead = _("How many leave the vocational schools of a region in one field, as TKDV asks.")
    form_class = SchoolLeaversForm
    success_message = _("The figure is entered.")

    def call_service(self, form: SchoolLeaversForm) -> LabourFigure:
        return record_school_leavers(actor=self.request.user, **form.cleaned_data)


class TablesView(PageView):
    """A page of tables for the ministry: of a year (`?year=`), and as a workbook (`?export=xlsx`)."""

    action = Action.VIEW_FIGURES

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.export() if request.GET.get("export") == "xlsx" else super().get(request, *args, **kwargs)

    def export(self) -> HttpResponseBase:
        raise NotImplementedError

    @cached_property
    def year(self) -> int:
        asked = self.request.GET.get("year", "")
        if asked.isascii() and asked.isdigit() and 2000 <= int(asked) <= 2100:
            return int(asked)
        return fiscal_year(today()) - 1

    def get_page_actions(self) -> Sequence[PageAction]:
        return [PageAction(_("Export to Excel"), f"?year={self.year}&export=xlsx")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here = self.request.resolver_match.view_name
        pages = (("programs:ipk", "IPK"), ("programs:rtkd", "RTKD"))
        return super().get_context_data(
            tabs=[Tab(label, f"{reverse(name)}?year={self.year}", current=name == here) for name, label in pages],
            year=self.year,
            previous_url=f"?year={self.year - 1}",
            next_url=f"?year={self.year + 1}",
            **kwargs,
        )


class IpkView(TablesView):
    """The nine main indicators of a year, with what the office has entered below them."""

    template_name = "programs/ipk.html"
    page_title = _("Index of manpower development (IPK)")
    page_lead = _("Sub-indicators and weights are entered from the document of the ministry; none is ours.")

    @cached_property
    def ipk(self) -> Ipk:
        return ipk_of(self.year)

    def get_page_actions(self) -> Sequence[PageAction]:
        add = PageAction(_("Add a sub-indicator"), reverse("programs:ipk_part_add"), action=Action.ENTER_FIGURES)
        return [add, *super().get_page_actions()]

    def evidence(self) -> list[dict[str, Any]]:
        """What the application has counted in the year and the reader may see; for main indicator 4 above all."""
        part = Slice.up_to(Period(self.year))
        return [
            {
                "name": str(one.name),
                "value": count(one, part, self.scope),
                "unit": str(Unit(one.unit).label),
                "rule": str(one.rule),
            }
            for one in all_measures()
            if not one.is_protected
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            ipk=self.ipk,
            weight=number(self.ipk.weight, 3),
            evidence=self.evidence(),
            may_enter=can(self.request.user, Action.ENTER_FIGURES),
            **kwargs,
        )

    def export(self) -> HttpResponseBase:
        lines = [
            {"main": str(main.indicator), "line": line} for main in self.ipk.mains for line in (main.lines or (None,))
        ]
        sheets = [Sheet("IPK", IPK_COLUMNS, lines), Sheet(gettext("Evidence"), EVIDENCE_COLUMNS, self.evidence())]
        return book_response(sheets, f"IPK {self.year}", f"ipk-{self.year}.xlsx")


class RtkdView(TablesView):
    """Supply, demand and balance by region, then needs and proposals of the year, for the regional manpower plan."""

    template_name = "programs/rtkd.html"
    page_title = _("Tables for the manpower plan (RTKD)")

    @cached_property
    def figures(self) -> list[RegionFigures]:
        return latest_figures(date(self.year, 12, 31))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(regions=[self.row_of(one) for one in self.figures], **kwargs)

    def row_of(self, figures: RegionFigures) -> dict[str, Any]:
        return {
            "region": figures.region.short_name,
            "cells": [column.text(column.read(figures)) for column in RTKD_COLUMNS[1:-2]],
            "days": figures.days,
            "sources": figures.sources,
        }

    def export(self) -> HttpResponseBase:
        needs = SkillNeed.objects.visible_to(self.scope).in_year(self.year).with_graduates().with_day_met()
        lookups = {name for column in NEED_COLUMNS for name in column.lookups}
        proposals = Proposal.objects.visible_to(self.scope).standing().in_year(self.year)
        sheets = [
            Sheet(gettext("Supply and balance"), RTKD_COLUMNS, self.figures),
            Sheet(
                gettext("Skill needs"), NEED_COLUMNS, needs.order_by("region__code", "-people").values("pk", *lookups)
            ),
            Sheet(gettext("Proposals"), DECISION_COLUMNS, proposal_rows(proposals)),
        ]
        return book_response(sheets, f"RTKD {self.year}", f"rtkd-{self.year}.xlsx")


class IpkPartAddView(ServiceFormView):
    action = Action.ENTER_FIGURES
    page_title = _("Add a sub-indicator")
    form_class = IpkPartForm
    queryset = IpkSubIndicator.objects.select_related("indicator")
    submit_label = _("Save")
    success_message = _("The sub-indicator is saved.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [IPK, Crumb(self.page_title)]

    def call_service(self, form: IpkPartForm) -> IpkSubIndicator:
        return set_ipk_part(actor=self.request.user, part=self.object, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("programs:ipk")

    get_cancel_url = get_success_url


class IpkPartEditView(IpkPartAddView):
    page_title = _("Edit the sub-indicator")

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in IpkPartForm.base_fields}


class IpkValueView(IpkPartAddView):
    """The value of a sub-indicator in a year; entering it again corrects it."""

    page_title = _("Enter the value")
    form_class = IpkValueForm
    success_message = _("The value is entered.")

    @property
    def page_lead(self) -> str:  # type: ignore[override]
        return f"{self.object.indicator}: {self.object}"

    def call_service(self, form: IpkValueForm) -> IpkValue:
        return set_ipk_value(actor=self.request.user, part=self.object, **form.cleaned_data)
