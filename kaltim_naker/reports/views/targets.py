"""Pages of targets: seeing that the parts make the whole, and setting them."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from certifications.models import Certificate
from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.reports.filters import YearFilter, with_default_period
from kaltim_naker.reports.forms import TargetForm
from kaltim_naker.reports.targets import target_trees
from kaltim_naker.ui.components import Crumb, PageAction
from kaltim_naker.ui.views import PageView, ServiceFormView
from programs.models import Target
from programs.services import set_target

ACHIEVEMENT = Crumb(_("Target and achievement"), reverse_lazy("reports:achievement"))


class TargetsView(PageView):
    """The targets of a year by centre and quarter, with the sum of the parts beside the whole."""

    action = Action.VIEW_ACHIEVEMENT
    template_name = "reports/targets.html"
    page_title = _("Targets")
    page_lead = _("What was promised. Parts that do not make the whole are shown, not hidden.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [ACHIEVEMENT, Crumb(_("Targets"))]

    def get_page_actions(self) -> Sequence[PageAction]:
        return [PageAction(_("Set a target"), reverse("reports:target_set"), action=Action.SET_TARGET, primary=True)]

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
    """One target with its document. Setting it again changes it; the history keeps what stood there."""

    action = Action.SET_TARGET
    page_title = _("Set a target")
    form_class = TargetForm
    submit_label = _("Set the target")
    success_message = _("The target is set.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [ACHIEVEMENT, Crumb(_("Targets"), reverse("reports:targets")), Crumb(_("Set a target"))]

    def get_initial(self) -> dict[str, Any]:
        """What the address names, and the value that is set there now."""
        named = {name: self.request.GET[name] for name in TargetForm.base_fields if self.request.GET.get(name)}
        standing = TargetForm({**named, "value": 0, "source": "-"})
        if not standing.is_valid():
            return named
        target = Target.objects.filter(**self._place(standing.cleaned_data)).first()
        return {**named, "value": target.value.normalize(), "source": target.source} if target else named

    def call_service(self, form: TargetForm) -> Target:
        chosen = form.cleaned_data
        place = self._place(chosen)
        whole = Target.objects.filter(**{**place, "centre": None}).first() if chosen["centre"] else None
        return set_target(
            actor=self.request.user,
            indicator=chosen["indicator"],
            year=chosen["year"],
            quarter=chosen["quarter"],
            centre=chosen["centre"],
            value=chosen["value"],
            source=chosen["source"],
            parent=whole,
        )

    @staticmethod
    def _place(chosen: dict[str, Any]) -> dict[str, Any]:
        names = ("indicator", "year", "quarter", "centre")
        return {**{name: chosen[name] for name in names}, "region": None, "sector": None}

    def get_success_url(self) -> str:
        return f"{reverse('reports:targets')}?year={self.result.year}"

    def get_cancel_url(self) -> str:
        return reverse("reports:targets")
