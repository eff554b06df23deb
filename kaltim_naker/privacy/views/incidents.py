"""Pages of failures of protection."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet, Sum
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.audit.models import AccessKind
from kaltim_naker.privacy.filters import IncidentFilter
from kaltim_naker.privacy.forms import IncidentForm, LessonForm, ToldForm
from kaltim_naker.privacy.models import Incident
from kaltim_naker.privacy.services import (
    IncidentData,
    affected_people,
    close_incident,
    correct_incident,
    looks_in,
    note_told,
    report_incident,
)
from kaltim_naker.privacy.tables import AFFECTED_COLUMNS, INCIDENT_COLUMNS, state_of_incident
from kaltim_naker.ui.components import Crumb, EmptyState, PageAction
from kaltim_naker.ui.formatting import DASH, moment
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.personal import PersonalListView
from kaltim_naker.ui.views import ScopedDetailView, ScopedListView, ServiceFormView

INCIDENTS = Crumb(_("Incidents"), reverse_lazy("privacy:incident_list"))


class IncidentListView(ScopedListView):
    action = Action.KEEP_INCIDENTS
    page_title = _("Incidents")
    page_lead = _("Failures of protection: the authority and the affected people are told within 3 × 24 hours.")
    queryset = Incident.objects.all()
    filterset_class = IncidentFilter
    columns = INCIDENT_COLUMNS
    default_order = Order("noticed_at", descending=True)
    empty_state = EmptyState(_("No incident"), _("Whoever notices a failure reports it at once: the clock runs."))

    def get_page_actions(self) -> Sequence[PageAction]:
        return [PageAction(_("Report an incident"), reverse("privacy:incident_report"), primary=True)]


class IncidentFormView(ServiceFormView):
    """Base of the forms about one incident."""

    action = Action.KEEP_INCIDENTS
    queryset = Incident.objects.all()

    def get_crumbs(self) -> Sequence[Crumb]:
        here = [Crumb(self.object.number, self.object.get_absolute_url())] if self.object else []
        return [INCIDENTS, *here, Crumb(self.page_title)]

    def get_cancel_url(self) -> str:
        return self.object.get_absolute_url() if self.object else reverse("privacy:incident_list")

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()


class IncidentReportView(IncidentFormView):
    form_class = IncidentForm
    page_title = _("Report an incident")
    submit_label = _("Report the incident")

    def get_initial(self) -> dict[str, Any]:
        return {"noticed_at": timezone.now()}

    def call_service(self, form: IncidentForm) -> Incident:
        return report_incident(actor=self.request.user, data=IncidentData(**form.cleaned_data))


class IncidentCorrectView(IncidentFormView):
    form_class = IncidentForm
    page_title = _("What is known better now")
    submit_label = _("Save")

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in IncidentData.__dataclass_fields__}

    def call_service(self, form: IncidentForm) -> Incident:
        data = IncidentData(**form.cleaned_data)
        return correct_incident(actor=self.request.user, incident=self.object, data=data)


class IncidentToldView(IncidentFormView):
    form_class = ToldForm
    page_title = _("Who was told")
    submit_label = _("Save")

    def get_initial(self) -> dict[str, Any]:
        return {"authority_at": self.object.authority_told_at, "people_at": self.object.people_told_at}

    def call_service(self, form: ToldForm) -> Incident:
        return note_told(actor=self.request.user, incident=self.object, **form.cleaned_data)


class IncidentCloseView(IncidentFormView):
    form_class = LessonForm
    page_title = _("Close the incident")
    submit_label = _("Close")

    def call_service(self, form: LessonForm) -> Incident:
        return close_incident(actor=self.request.user, incident=self.object, **form.cleaned_data)


class IncidentDetailView(ScopedDetailView):
    action = Action.KEEP_INCIDENTS
    template_name = "privacy/incident_detail.html"

    def get_base_queryset(self) -> QuerySet:
        return Incident.objects.select_related("account", "reported_by")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [INCIDENTS, Crumb(self.object.number)]

    def get_page_actions(self) -> Sequence[PageAction]:
        steps = [("incident_told", _("Who was told")), ("incident_correct", _("Correct"))]
        steps = [] if self.object.closed_at else [*steps, ("incident_close", _("Close the incident"))]
        return [PageAction(label, reverse(f"privacy:{name}", args=[self.object.pk])) for name, label in steps]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        incident = self.object
        looks = looks_in(incident)
        return super().get_context_data(
            page_badge=state_of_incident(incident),
            facts=[
                (_("Noticed at"), moment(incident.noticed_at)),
                (_("To be told by"), moment(incident.due_at)),
                (_("Authority told at"), moment(incident.authority_told_at) or DASH),
                (_("Affected people told at"), moment(incident.people_told_at) or DASH),
                (_("Account"), incident.account or _("all accounts")),
                (_("Reported by"), incident.reported_by),
            ],
            affected=affected_people(incident).count(),
            looks=looks.count(),
            exported=looks.filter(kind=AccessKind.EXPORT).aggregate(rows=Sum("rows", default=0))["rows"],
            **kwargs,
        )


class AffectedListView(PersonalListView):
    """The people to be told, by the access log; the list is exported for the letters, and that is logged in turn."""

    action = Action.KEEP_INCIDENTS
    page_title = _("Affected people")
    columns = AFFECTED_COLUMNS
    default_order = Order("full_name")
    empty_state = EmptyState(_("Nobody's page was opened"), _("In this time and by this account, says the access log."))

    @cached_property
    def incident(self) -> Incident:
        return get_object_or_404(Incident.objects.visible_to(self.scope), pk=self.kwargs["pk"])

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _incident = self.incident  # 404 before anything else
        return super().get(request, *args, **kwargs)

    def get_crumbs(self) -> Sequence[Crumb]:
        return [INCIDENTS, Crumb(self.incident.number, self.incident.get_absolute_url()), Crumb(self.page_title)]

    def get_base_queryset(self) -> QuerySet:
        return affected_people(self.incident)

    def exported_subject(self) -> str:
        return "affected"

    def export_note(self) -> str:
        return self.incident.number
