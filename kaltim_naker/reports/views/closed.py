"""Closed figures with the lists behind them, and what turned out to be different."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Cast
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.access.scope import EVERYTHING, Scope
from kaltim_naker.core.periods import Period
from kaltim_naker.reports.breakdowns import breakdown_tables
from kaltim_naker.reports.closing import RESTATEMENT_BADGES, open_restatements, worded
from kaltim_naker.reports.filters import RestatementFilter
from kaltim_naker.reports.forms import NoteForm
from kaltim_naker.reports.restated import causes_in_words, moves_of
from kaltim_naker.reports.tables import RESTATEMENT_COLUMNS
from kaltim_naker.reports.views.behind import RecordsBehindView
from kaltim_naker.reports.views.periods import PERIODS
from kaltim_naker.reports.words import amount
from kaltim_naker.ui.components import Crumb, EmptyState
from kaltim_naker.ui.formatting import DASH, in_groups, moment
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.views import ActionView, ScopedDetailView, ScopedListView, ServiceFormView
from programs.choices import RestatementState, Unit
from programs.measures import Measure
from programs.models import ClosedFigure, ClosedMember, Restatement
from programs.services import approve_restatement, approve_restatements, makers_of, reject_restatement
from programs.services.closing import measures_of

RESTATEMENTS = Crumb(_("Restatements"), reverse_lazy("reports:restatements"))


class ClosedFigureView(RecordsBehindView):
    """A figure as it was closed, with its fingerprints, and those who were in it as far as the reader may see names."""

    template_name = "reports/closed_figure.html"
    results_template = "reports/closed_figure_results.html"
    empty_state = EmptyState(_("Nobody is in this figure"))

    @cached_property
    def figure(self) -> ClosedFigure:
        figures = ClosedFigure.objects.visible_to(self.scope).prefetch_related("restatements")
        related = figures.select_related("period__centre", "period__closed_by", "indicator", "version")
        return get_object_or_404(related, pk=self.kwargs["pk"])

    @cached_property
    def measure(self) -> Measure:
        """Whose list stands behind the figure; of a ratio the list above the line."""
        return measures_of(self.figure.measure)[0]

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _figure = self.figure  # 404 before anything else
        return super().get(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.figure.indicator)

    def get_crumbs(self) -> Sequence[Crumb]:
        period = self.figure.period
        return [PERIODS, Crumb(str(period), period.get_absolute_url()), Crumb(self.figure.indicator.code)]

    def closed_records(self) -> QuerySet:
        """One record for each subject, the first that counted, as keys of the measure's model."""
        period = self.figure.period
        members = ClosedMember.objects.filter(measure=self.measure.key, period__year=period.year)
        members = members.filter(period__quarter=period.quarter)
        if period.centre_id is not None:
            members = members.filter(period=period)
        first = members.order_by("subject", "occurred_on", "record").distinct("subject")
        return first.annotate(key=Cast("record", self.measure.records().model._meta.pk)).values("key")

    def still_counted(self, scope: Scope) -> QuerySet:
        """Of those the ones that the measure still counts, within a scope."""
        return self.measure.records().filter(pk__in=self.closed_records()).visible_to(scope)

    def get_base_queryset(self) -> QuerySet:
        return self.still_counted(self.names_scope)

    def get_queryset(self) -> QuerySet:
        """Names have a scope of their own; that of the page is about the figure."""
        return self.get_base_queryset()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        figure = self.figure
        revised = figure.revision
        return {
            **context,
            "figure": figure,
            "value": worded(figure, figure.value),
            "unit": Unit(figure.indicator.unit).label,
            "facts": self.facts(),
            "proofs": self.proofs(),
            "revised": revised,
            "revised_value": worded(figure, revised.new) if revised else "",
            "waiting": open_restatements(figure),
            "may_see_names": self.may_see_names,
            "gone": figure.subjects - self.still_counted(EVERYTHING).count(),
            "restatements": figure.restatements.all(),
            # Of people whose names are protected, small parts would say too much.
            "breakdowns": [] if self.measure.is_protected else breakdown_tables(figure),
        }

    def facts(self) -> list[tuple[Any, Any]]:
        figure, period = self.figure, self.figure.period
        known = [
            (_("Place"), period.unit_name),
            (_("Quarter"), period.period),
            (_("In the quarter"), amount(figure.in_period)),
            (_("Numerator"), amount(figure.numerator)),
            (_("Denominator"), amount(figure.denominator)),
            (_("Target"), worded(figure, figure.target)),
            (_("Closed by"), period.closed_by),
            (_("Closed at"), moment(period.closed_at)),
        ]
        return [(label, value) for label, value in known if value != DASH]

    def proofs(self) -> list[tuple[Any, Any]]:
        return [
            (_("Fingerprint of the list"), in_groups(self.figure.members_sha256)),
            (_("Fingerprint of the figure"), in_groups(self.figure.sha256)),
        ]


class RestatementListView(ScopedListView):
    """Everything that turned out to be different from what was closed, the newest first."""

    action = Action.VIEW_ACHIEVEMENT
    template_name = "reports/restatements.html"
    page_title = _("Restatements")
    page_lead = _("Closed figures against what the records say now. What was closed stays as it was.")
    queryset = Restatement.objects.all()
    filterset_class = RestatementFilter
    columns = RESTATEMENT_COLUMNS
    default_order = Order("found_at", descending=True)
    empty_state = EmptyState(_("No restatement"), _("The records say what was closed, or the filter is too narrow."))

    def get_crumbs(self) -> Sequence[Crumb]:
        return [PERIODS, Crumb(self.page_title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = Restatement.objects.visible_to(self.scope).to_decide(self.request.user)
        quarters = waiting.order_by("figure__period__year", "figure__period__quarter")
        named = quarters.values_list("figure__period__year", "figure__period__quarter").distinct()
        may_decide = can(self.request.user, Action.APPROVE_RESTATEMENT)
        return super().get_context_data(
            quarters=[Period(year, quarter) for year, quarter in named] if may_decide else [], **kwargs
        )


class RestatementDetailView(ScopedDetailView):
    """Old, new, who came in, who fell out, who changed; why and by whom."""

    action = Action.VIEW_ACHIEVEMENT
    template_name = "reports/restatement_detail.html"

    def get_base_queryset(self) -> QuerySet:
        return Restatement.objects.select_related(
            "figure__indicator", "figure__period__centre", "proposed_by", "decided_by"
        )

    def get_page_title(self) -> str:
        return f"{self.object.figure.indicator.code}, {self.object.figure.period}"

    def get_crumbs(self) -> Sequence[Crumb]:
        return [PERIODS, RESTATEMENTS, Crumb(self.object.figure.indicator.code)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found, reader = self.object, self.request.user
        is_open = found.state == RestatementState.PROPOSED
        is_own = reader.pk in makers_of(found)
        return super().get_context_data(
            page_badge=RESTATEMENT_BADGES[RestatementState(found.state)],
            figure=found.figure,
            old=worded(found.figure, found.old),
            new=worded(found.figure, found.new),
            moves=moves_of(found, reader),
            causes=causes_in_words(found),
            facts=self.facts(),
            is_own=is_open and is_own,
            may_decide=is_open and not is_own and can(reader, Action.APPROVE_RESTATEMENT),
            **kwargs,
        )

    def facts(self) -> list[tuple[Any, Any]]:
        found = self.object
        return [
            (_("Found at"), moment(found.found_at)),
            (_("Changed by"), found.proposed_by or ""),
            (_("Decided by"), found.decided_by or ""),
            (_("Decided at"), moment(found.decided_at)),
            (_("Note"), found.note),
        ]


class RestatementMixin:
    """A restatement, for who may decide about it."""

    action = Action.APPROVE_RESTATEMENT
    object: Restatement

    def get_base_queryset(self) -> QuerySet:
        return Restatement.objects.select_related("figure__period__centre", "figure__indicator")

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()


class RestatementApproveView(RestatementMixin, ActionView):
    success_message = _("Approved. Reports made from now on say that the figure is revised.")

    def call_service(self) -> Restatement:
        return approve_restatement(actor=self.request.user, restatement=self.object)


class RestatementRejectView(RestatementMixin, ServiceFormView):
    form_class = NoteForm
    page_title = _("Leave the closed figure as it is")
    submit_label = _("Reject")
    success_message = _("Rejected. It is found again only when the records change once more.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [PERIODS, RESTATEMENTS, Crumb(self.page_title)]

    def call_service(self, form: NoteForm) -> Restatement:
        return reject_restatement(actor=self.request.user, restatement=self.object, note=form.cleaned_data["note"])

    def get_cancel_url(self) -> str:
        return self.object.get_absolute_url()


class RestatementsApproveView(ActionView):
    """Everything that waits in a quarter at once."""

    action = Action.APPROVE_RESTATEMENT
    object = None

    def call_service(self) -> int:
        try:
            period = Period(self.kwargs["year"], self.kwargs["quarter"])
        except ValueError as error:
            raise Http404 from error
        return approve_restatements(actor=self.request.user, period=period)

    def get_success_message(self) -> str:
        return gettext("Approved: %(count)s.") % {"count": self.result}

    def get_success_url(self) -> str:
        return reverse("reports:restatements")
