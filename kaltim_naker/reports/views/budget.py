"""The budget beside the figures: ceilings, what was spent, and whether the work keeps pace with the money."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from certifications.models import Certificate
from kaltim_naker.access.actions import Action
from kaltim_naker.reports.budget import money_and_work
from kaltim_naker.reports.build import period_in_words
from kaltim_naker.reports.filters import PeriodFilter, with_default_period
from kaltim_naker.reports.forms import BudgetLineForm, SpendingForm
from kaltim_naker.reports.links import ACHIEVEMENT
from kaltim_naker.ui.components import Crumb, PageAction
from kaltim_naker.ui.formatting import rupiah
from kaltim_naker.ui.views import PageView, ScopedDetailView, ServiceFormView
from programs.models import BudgetEntry, BudgetLine
from programs.services import enter_budget_line, record_spending

BUDGET = Crumb(_("Budget"), reverse_lazy("reports:budget"))


class BudgetView(PageView):
    """Ceiling and realisation of each line, beside the achievement of its indicator."""

    action = Action.VIEW_ACHIEVEMENT
    template_name = "reports/budget.html"
    page_title = _("Budget")
    page_lead = _("What may be spent, what was spent, and what was achieved for it.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [ACHIEVEMENT, Crumb(_("Budget"))]

    def get_page_actions(self) -> Sequence[PageAction]:
        url = reverse("reports:budget_line_add")
        return [PageAction(_("Enter a budget line"), url, action=Action.KEEP_PAPERS, primary=True)]

    @cached_property
    def filterset(self) -> PeriodFilter:
        asked = with_default_period(self.request.GET)
        return PeriodFilter(asked, queryset=Certificate.objects.none(), request=self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        period = self.filterset.period
        return super().get_context_data(
            filterset=self.filterset,
            period=period,
            period_in_words=period_in_words(period),
            is_whole=self.scope.everything,
            indicators=money_and_work(period),
            **kwargs,
        )


class BudgetLineView(ScopedDetailView):
    """One line with every figure that was reported about it."""

    action = Action.VIEW_ACHIEVEMENT
    template_name = "reports/budget_line.html"

    def get_base_queryset(self) -> QuerySet:
        return BudgetLine.objects.select_related("indicator", "centre", "basis")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [ACHIEVEMENT, BUDGET, Crumb(self.object.code)]

    def get_page_actions(self) -> Sequence[PageAction]:
        spend = reverse("reports:budget_spending", args=[self.object.pk])
        change = reverse("reports:budget_line_change", args=[self.object.pk])
        return [
            PageAction(_("Enter what was spent"), spend, action=Action.KEEP_PAPERS, primary=True),
            PageAction(_("Change"), change, action=Action.KEEP_PAPERS),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        line = self.object
        facts = [
            (_("Year"), str(line.year)),
            (_("Indicator"), str(line.indicator)),
            (_("Training centre"), line.centre or _("the whole province")),
            (_("Ceiling (pagu)"), rupiah(line.ceiling)),
            (_("Document"), line.source),
            (_("Legal basis"), line.basis or ""),
        ]
        return super().get_context_data(facts=facts, entries=list(line.entries.order_by("-as_of")), **kwargs)


class BudgetLineFormView(ServiceFormView):
    """Enter a line, or change it after a revision of the budget."""

    action = Action.KEEP_PAPERS
    queryset = BudgetLine.objects.all()
    form_class = BudgetLineForm
    submit_label = _("Save")
    success_message = _("The budget line is saved.")

    def get_page_title(self) -> str:
        return str(self.object or _("Enter a budget line"))

    def get_crumbs(self) -> Sequence[Crumb]:
        return [ACHIEVEMENT, BUDGET, Crumb(self.get_page_title())]

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in BudgetLineForm.base_fields} if self.object else {}

    def call_service(self, form: BudgetLineForm) -> BudgetLine:
        return enter_budget_line(actor=self.request.user, line=self.object, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_cancel_url(self) -> str:
        return self.object.get_absolute_url() if self.object else str(BUDGET.url)


class SpendingView(ServiceFormView):
    """What a line has cost by a day; entering the same day again corrects the figure."""

    action = Action.KEEP_PAPERS
    queryset = BudgetLine.objects.all()
    form_class = SpendingForm
    submit_label = _("Save")
    success_message = _("The figure is saved.")

    def get_page_title(self) -> str:
        return str(self.object)

    def get_crumbs(self) -> Sequence[Crumb]:
        return [ACHIEVEMENT, BUDGET, Crumb(self.object.code, self.object.get_absolute_url())]

    def call_service(self, form: SpendingForm) -> BudgetEntry:
        return record_spending(actor=self.request.user, line=self.object, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    def get_cancel_url(self) -> str:
        return self.object.get_absolute_url()
