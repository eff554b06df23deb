"""Pages of targets: seeing that the parts make the whole, and setting them."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from certifications.models import Certificate, Issuer
from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.core.periods import Period
from kaltim_naker.reports.filters import RevisionFilter, YearFilter, with_default_period
from kaltim_naker.reports.forms import NoteForm, TargetForm
from kaltim_naker.reports.links import ACHIEVEMENT, records_url
from kaltim_naker.reports.tables import REVISION_BADGES, REVISION_COLUMNS
from kaltim_naker.reports.targets import target_trees
from kaltim_naker.reports.words import amount
from kaltim_naker.ui.components import Crumb, PageAction
from kaltim_naker.ui.markup import figure_html
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.views import ActionView, PageView, ScopedDetailView, ScopedListView, ServiceFormView
from programs.choices import RevisionState
from programs.measures import find_measure, progress
from programs.models import Target, TargetRevision
from programs.services import approve_target, propose_target, return_target

TARGETS = Crumb(_("Targets"), reverse_lazy("reports:targets"))


class TargetsView(PageView):
    """The targets of a year by centre and quarter, with the sum of the parts beside the whole."""

    action = Action.VIEW_ACHIEVEMENT
    template_name = "reports/targets.html"
    page_title = _("Targets")
    page_lead = _("What was promised. Parts that do not make the whole are shown, not hidden.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [ACHIEVEMENT, Crumb(_("Targets"))]

    def get_page_actions(self) -> Sequence[PageAction]:
        return [
            PageAction(_("Revisions"), reverse("reports:revisions")),
            PageAction(_("Indicators"), reverse("reports:indicators")),
            PageAction(_("Budget"), reverse("reports:budget")),
            PageAction(_("Propose a target"), reverse("reports:target_set"), action=Action.SET_TARGET, primary=True),
        ]

    def get_template_names(self) -> list[str]:
        htmx = self.request.htmx
        whole = not htmx or htmx.history_restore_request
        return [self.template_name if whole else "reports/target_trees.html"]

    @cached_property
    def filterset(self) -> YearFilter:
        asked = with_default_period(self.request.GET)
        return YearFilter(asked, queryset=Certificate.objects.none(), request=self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "filterset": self.filterset,
            "trees": target_trees(self.filterset.period.year),
            "may_set": can(self.request.user, Action.SET_TARGET),
        }


class TargetSetView(ServiceFormView):
    """Propose a value of a target with its document; it counts once a second person has approved it."""

    action = Action.SET_TARGET
    page_title = _("Propose a target")
    page_lead = _("It counts as soon as a second person has approved it.")
    form_class = TargetForm
    submit_label = _("Propose")
    success_message = _("The target is proposed and waits for the approval of a second person.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [ACHIEVEMENT, TARGETS, Crumb(_("Propose a target"))]

    def get_initial(self) -> dict[str, Any]:
        """What the address names."""
        return {name: self.request.GET[name] for name in TargetForm.base_fields if self.request.GET.get(name)}

    def call_service(self, form: TargetForm) -> TargetRevision:
        chosen = form.cleaned_data
        details = {name: chosen[name] for name in ("indicator", "year", "value", "document", "basis", "effective_on")}
        return propose_target(actor=self.request.user, reason=chosen["reason"], **details, **form.place)

    def get_success_url(self) -> str:
        return self.result.target.get_absolute_url()

    def get_cancel_url(self) -> str:
        return reverse("reports:targets")


class TargetDetailView(ScopedDetailView):
    """One target: every value it had, with its document, its reason, and who stands for it."""

    action = Action.VIEW_ACHIEVEMENT
    template_name = "reports/target_detail.html"

    def get_base_queryset(self) -> QuerySet:
        return Target.objects.select_related("indicator", "centre", "region", "sector", "parent__indicator")

    def get_page_title(self) -> str:
        target = self.object
        return f"{target.indicator.code} {target.indicator.name}, {Period(target.year, target.quarter)}"

    def get_crumbs(self) -> Sequence[Crumb]:
        return [ACHIEVEMENT, TARGETS, Crumb(self.object.indicator.code)]

    def get_page_actions(self) -> Sequence[PageAction]:
        named = {"indicator": self.object.indicator_id, "year": self.object.year, **self._place()}
        url = f"{reverse('reports:target_set')}?{urlencode({name: part for name, part in named.items() if part})}"
        return [PageAction(_("Propose another value"), url, action=Action.SET_TARGET, primary=True)]

    def _place(self) -> dict[str, Any]:
        target = self.object
        return {
            "quarter": target.quarter,
            "centre": target.centre_id,
            "region": target.region_id,
            "sector": target.sector_id,
            "issuer": target.issuer,
            "funding": target.funding,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        revisions = self.object.revisions.select_related("basis", "proposed_by", "decided_by").order_by("-number")
        rows = [{"revision": one, "badge": REVISION_BADGES[RevisionState(one.state)]} for one in revisions]
        waiting = next((one for one in revisions if one.state == RevisionState.PROPOSED), None)
        own = waiting is not None and waiting.proposed_by_id == self.request.user.pk
        return super().get_context_data(
            facts=self.facts(),
            rows=rows,
            waiting=waiting,
            is_own=own,
            may_decide=waiting is not None and not own and can(self.request.user, Action.APPROVE_TARGET),
            **kwargs,
        )

    def realised(self) -> str:
        """What is counted in the part that the target is for, with the way to its records."""
        target, measure = self.object, find_measure(self.object.indicator.measure)
        if measure is None or not self.scope.everything:
            return ""
        issuer = Issuer.objects.filter(code=target.issuer).values_list("pk", flat=True).first()
        place = self._place() | {"issuer": issuer}
        members = {name: member for name, member in place.items() if member and name != "quarter"}
        period = Period(target.year, target.quarter)
        so_far = progress(measure, period, self.scope, **members).cumulative
        return figure_html(so_far, records_url(measure.key, period, **members))

    def facts(self) -> list[tuple[Any, Any]]:
        target = self.object
        return [
            (_("In force"), amount(target.value)),
            (_("First target"), amount(target.original) if target.is_revised else ""),
            (_("Realised to date"), self.realised()),
            (_("Training centre"), target.centre or ""),
            (_("Regency or city"), target.region or ""),
            (_("Sector"), target.sector or ""),
            (_("Issuer"), target.issuer),
            (_("Funding source"), target.get_funding_display()),
            (_("Document"), target.source),
        ]


class RevisionListView(ScopedListView):
    """Every value that was ever proposed, the newest first."""

    action = Action.VIEW_ACHIEVEMENT
    page_title = _("Revisions of targets")
    page_lead = _("Every value that was proposed, by which document, and who decided about it.")
    filterset_class = RevisionFilter
    columns = REVISION_COLUMNS
    default_order = Order("created_at", descending=True)

    def get_crumbs(self) -> Sequence[Crumb]:
        return [ACHIEVEMENT, TARGETS, Crumb(self.page_title)]

    def get_base_queryset(self) -> QuerySet:
        return TargetRevision.objects.all()


class RevisionMixin:
    """A proposed value, for who may decide about it."""

    action = Action.APPROVE_TARGET
    object: TargetRevision

    def get_base_queryset(self) -> QuerySet:
        return TargetRevision.objects.select_related("target__indicator")

    def get_success_url(self) -> str:
        return self.object.target.get_absolute_url()


class TargetApproveView(RevisionMixin, ActionView):
    success_message = _("The target is in force.")

    def call_service(self) -> TargetRevision:
        return approve_target(actor=self.request.user, revision=self.object)


class TargetReturnView(RevisionMixin, ServiceFormView):
    form_class = NoteForm
    page_title = _("Return the proposed target")
    submit_label = _("Return")
    success_message = _("The proposal is returned.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [ACHIEVEMENT, TARGETS, Crumb(self.page_title)]

    def call_service(self, form: NoteForm) -> TargetRevision:
        return return_target(actor=self.request.user, revision=self.object, note=form.cleaned_data["note"])

    def get_cancel_url(self) -> str:
        return self.object.target.get_absolute_url()
