"""Pages of quarters: who has handed in, what is still open, and the way to closing and opening again."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.core.periods import Period, today
from kaltim_naker.reports.closing import PERIOD_BADGES, checklist, figure_lines, way_of, year_matrix
from kaltim_naker.reports.filters import PeriodListFilter
from kaltim_naker.reports.forms import NoteForm, RemarkForm, ReopeningForm
from kaltim_naker.reports.tables import PERIOD_COLUMNS
from kaltim_naker.reports.years import default_period
from kaltim_naker.ui.components import Crumb, EmptyState, PageAction
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.views import ActionView, PageView, ScopedDetailView, ScopedListView, ServiceFormView
from programs.choices import PeriodState
from programs.models import Reopening, ReportingPeriod
from programs.services import (
    approve_period,
    begin_quarters,
    close_quarter,
    closes_again_on,
    find_restatements,
    may_submit,
    reopen_period,
    return_period,
    submit_period,
)

PERIODS = Crumb(_("Quarters"), reverse_lazy("reports:periods"))


class PeriodsView(PageView):
    """A year: units × quarters with their states, and closing where everything is approved. `?year=`."""

    action = Action.VIEW_ACHIEVEMENT
    template_name = "reports/periods.html"
    page_title = _("Quarters")
    page_lead = _("Each unit hands in its quarter, the province approves it, and closes it for all at once.")

    @cached_property
    def year(self) -> int:
        asked = self.request.GET.get("year", "")
        if asked.isascii() and asked.isdigit() and 2000 <= int(asked) <= 2100:
            return int(asked)
        return default_period().year

    def get_page_actions(self) -> Sequence[PageAction]:
        return [
            PageAction(_("As a list"), reverse("reports:period_list")),
            PageAction(_("Restatements"), reverse("reports:restatements")),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            year=self.year,
            previous_url=f"?year={self.year - 1}",
            next_url=f"?year={self.year + 1}",
            matrix=year_matrix(self.year, self.scope),
            may_close=can(self.request.user, Action.CLOSE_PERIOD),
            **kwargs,
        )


class PeriodListView(ScopedListView):
    """The same as a list, for what waits."""

    action = Action.VIEW_ACHIEVEMENT
    page_title = _("Quarters of the units")
    queryset = ReportingPeriod.objects.all()
    filterset_class = PeriodListFilter
    columns = PERIOD_COLUMNS
    default_order = Order("year", descending=True)
    empty_state = EmptyState(_("No quarter here"), _("Nothing waits, or the filter is too narrow."))

    def get_crumbs(self) -> Sequence[Crumb]:
        return [PERIODS, Crumb(self.page_title)]


class PeriodDetailView(ScopedDetailView):
    """A quarter of a unit: where it stands, who did what, what is open, and what it came to."""

    action = Action.VIEW_ACHIEVEMENT
    template_name = "reports/period_detail.html"
    context_object_name = "period"

    def get_base_queryset(self) -> QuerySet:
        return ReportingPeriod.objects.for_list()

    def get_crumbs(self) -> Sequence[Crumb]:
        return [
            Crumb(PERIODS.label, f"{PERIODS.url}?year={self.object.year}"),
            Crumb(f"{self.object.unit_name}, {self.object.period}"),
        ]

    def get_page_actions(self) -> Sequence[PageAction]:
        return list(_buttons(self.object, self.request.user))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        period = self.object
        is_closed = period.state == PeriodState.CLOSED
        reopenings = list(period.reopenings.select_related("opened_by"))
        return super().get_context_data(
            page_badge=PERIOD_BADGES[PeriodState(period.state)],
            way=way_of(period),
            history=period.steps.select_related("actor"),
            reopened=next((one for one in reopenings if one.until > timezone.now()), None),
            reopenings=reopenings,
            checks=[] if is_closed else checklist(period, self.request.user),
            figures=figure_lines(period, self.scope) if is_closed else [],
            is_closed=is_closed,
            **kwargs,
        )


def _buttons(period: ReportingPeriod, reader: Any) -> Sequence[PageAction]:
    """What the reader may do with a quarter as it stands; the services decide again."""

    def button(label: Any, name: str, action: Action, **how: Any) -> PageAction:
        return PageAction(label, reverse(f"reports:{name}", args=[period.pk]), action=action, **how)

    if period.state in (PeriodState.OPEN, PeriodState.RETURNED):
        is_due = period.period.end < today() and may_submit(reader, period)
        return [button(_("Hand in"), "period_submit", Action.SUBMIT_PERIOD, primary=True)] if is_due else []
    give_back = button(_("Return"), "period_return", Action.APPROVE_PERIOD)
    if period.state == PeriodState.SUBMITTED:
        approve = button(_("Approve"), "period_approve", Action.APPROVE_PERIOD, primary=True, post=True)
        return [give_back] if period.submitted_by_id == reader.pk else [approve, give_back]
    if period.state == PeriodState.APPROVED:
        return [give_back]
    return [
        button(_("Compare now"), "period_compare", Action.APPROVE_RESTATEMENT, post=True),
        button(_("Open again"), "period_reopen", Action.REOPEN_PERIOD),
    ]


class PeriodMixin:
    """A quarter of a unit, for what is done with it."""

    object: ReportingPeriod

    def get_base_queryset(self) -> QuerySet:
        return ReportingPeriod.objects.for_list()

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()


class PeriodFormView(PeriodMixin, ServiceFormView):
    """A step that takes a word."""

    def get_crumbs(self) -> Sequence[Crumb]:
        return [PERIODS, Crumb(str(self.object), self.object.get_absolute_url()), Crumb(self.page_title)]

    def get_cancel_url(self) -> str:
        return self.object.get_absolute_url()


class PeriodSubmitView(PeriodFormView):
    action = Action.SUBMIT_PERIOD
    template_name = "reports/period_submit.html"
    form_class = RemarkForm
    page_title = _("Hand in the quarter")
    page_lead = _("What is still open is told here and hinders nobody; the province sees it, too.")
    submit_label = _("Hand in")
    success_message = _("The quarter is handed in.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(checks=checklist(self.object, self.request.user), **kwargs)

    def call_service(self, form: RemarkForm) -> ReportingPeriod:
        return submit_period(actor=self.request.user, period=self.object, note=form.cleaned_data["note"])


class PeriodApproveView(PeriodMixin, ActionView):
    action = Action.APPROVE_PERIOD
    success_message = _("The quarter is approved.")

    def call_service(self) -> ReportingPeriod:
        return approve_period(actor=self.request.user, period=self.object)


class PeriodReturnView(PeriodFormView):
    action = Action.APPROVE_PERIOD
    form_class = NoteForm
    page_title = _("Return the quarter")
    submit_label = _("Return")
    success_message = _("The quarter is returned.")

    def call_service(self, form: NoteForm) -> ReportingPeriod:
        return return_period(actor=self.request.user, period=self.object, note=form.cleaned_data["note"])


class PeriodReopenView(PeriodFormView):
    action = Action.REOPEN_PERIOD
    form_class = ReopeningForm
    page_title = _("Open the quarter again")
    page_lead = _("This unit may write into the quarter until then. What was closed stays; differences are restated.")
    submit_label = _("Open again")
    success_message = _("The quarter is open for this unit.")

    def call_service(self, form: ReopeningForm) -> Reopening:
        until = closes_again_on(form.cleaned_data["until"])
        return reopen_period(
            actor=self.request.user, period=self.object, until=until, reason=form.cleaned_data["reason"]
        )


class PeriodCompareView(PeriodMixin, ActionView):
    """What the night does by itself, for this quarter at once."""

    action = Action.APPROVE_RESTATEMENT

    def call_service(self) -> int:
        return find_restatements(self.object.period)

    def get_success_message(self) -> str:
        waiting = {"count": self.result}
        return gettext("Compared. Restatements that wait for a decision: %(count)s.") % waiting


class QuarterView(ActionView):
    """A button about a quarter of all units, or about a year."""

    action = Action.CLOSE_PERIOD
    object = None

    @property
    def period(self) -> Period:
        try:
            return Period(self.kwargs["year"], self.kwargs.get("quarter"))
        except ValueError as error:
            raise Http404 from error

    def get_success_url(self) -> str:
        return f"{reverse('reports:periods')}?year={self.period.year}"


class QuarterCloseView(QuarterView):
    success_message = _("The quarter is closed. Its figures are kept as they are.")

    def call_service(self) -> list[ReportingPeriod]:
        return close_quarter(actor=self.request.user, period=self.period)


class QuartersBeginView(QuarterView):
    success_message = _("Every unit has its quarters of this year.")

    def call_service(self) -> int:
        return begin_quarters(self.period.year)
