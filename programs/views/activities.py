"""Events of the office: who sat together, what was resolved, and the minutes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse, reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.accounts.models import User
from kaltim_naker.ui.components import Badge, Crumb, EmptyState, PageAction, Tab
from kaltim_naker.ui.formatting import long_date, number
from kaltim_naker.ui.grids import GridFormView
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.papers import pdf_response
from kaltim_naker.ui.views import ScopedDetailView, ScopedListView, ServiceFormView
from programs.choices import OrganisationKind
from programs.documents.activities import minutes_of_activity_pdf
from programs.filters import ActivityFilter, ResolutionFilter
from programs.forms import ActivityForm, DelegationForm, EndResolutionForm, ResolutionForm
from programs.models import Activity, Resolution
from programs.services import (
    Delegation,
    add_resolution,
    change_activity,
    end_resolution,
    enter_activity,
    record_delegations,
)
from programs.tables import ACTIVITY_COLUMNS, RESOLUTION_COLUMNS, resolution_badge

ACTIVITIES = Crumb(_("Activities"), reverse_lazy("programs:activity_list"))


def activity_tabs(activity: Activity, user: User, current: str) -> list[Tab]:
    """The pages about one activity that this reader may open; agreements have theirs in the app above."""
    pages = (
        ("programs:activity_detail", _("Activity"), Action.VIEW_ACTIVITIES),
        ("companies:activity_agreements", _("Agreements that came of it"), Action.VIEW_COMPANIES),
        ("companies:activity_companies", _("Companies"), Action.VIEW_PRODUCTIVITY),
    )
    return [
        Tab(label, reverse(name, args=[activity.pk]), current=name == current)
        for name, label, action in pages
        if can(user, action)
    ]


def activity_crumbs(activity: Activity, page: str | Promise = "") -> list[Crumb]:
    if not page:
        return [ACTIVITIES, Crumb(activity.title)]
    return [ACTIVITIES, Crumb(activity.title, activity.get_absolute_url()), Crumb(page)]


class ActivityListView(ScopedListView):
    action = Action.VIEW_ACTIVITIES
    page_title = _("Activities")
    page_lead = _("Who attends an activity is never counted as a trainee.")
    queryset = Activity.objects.all()
    filterset_class = ActivityFilter
    columns = ACTIVITY_COLUMNS
    default_order = Order("starts_on", descending=True)

    def get_page_actions(self) -> Sequence[PageAction]:
        enter = reverse("programs:activity_enter")
        return [
            PageAction(_("Enter an activity"), enter, action=Action.MANAGE_ACTIVITIES, primary=True),
            PageAction(_("Resolutions"), reverse("programs:resolution_list")),
        ]


class ActivityDetailView(ScopedDetailView):
    action = Action.VIEW_ACTIVITIES
    queryset = Activity.objects.select_related("region")
    template_name = "programs/activity_detail.html"

    def get_crumbs(self) -> Sequence[Crumb]:
        return activity_crumbs(self.object)

    def get_page_actions(self) -> Sequence[PageAction]:
        pk = self.object.pk
        manage = (
            (_("Edit"), "programs:activity_edit"),
            (_("Attendance"), "programs:activity_attendance"),
            (_("Add a resolution"), "programs:resolution_add"),
        )
        return [
            *(PageAction(label, reverse(name, args=[pk]), action=Action.MANAGE_ACTIVITIES) for label, name in manage),
            PageAction(_("Minutes (PDF)"), reverse("programs:activity_minutes", args=[pk])),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        facts = [
            (_("First day"), long_date(row.starts_on)),
            (_("Last day"), long_date(row.ends_on)),
            (_("Place"), row.place or "–"),
            (_("Regency or city"), row.region or "–"),
            (_("Organiser"), row.organiser or "–"),
            (_("Chair"), row.chair or "–"),
            (_("Legal basis or invitation"), row.document or "–"),
            (_("Participants"), number(row.participants)),
            (_("Companies"), number(row.companies)),
            (_("Source"), row.source),
        ]
        return super().get_context_data(
            page_badge=Badge(row.get_kind_display(), "info"),
            tabs=activity_tabs(row, self.request.user, "programs:activity_detail"),
            facts=facts,
            agenda=[line.strip() for line in row.agenda.splitlines() if line.strip()],
            attendance=list(row.attendance.all()),
            resolutions=[(one, resolution_badge(one.state, one.due_on)) for one in row.resolutions.all()],
            may_manage=can(self.request.user, Action.MANAGE_ACTIVITIES),
            **kwargs,
        )


class ActivityMinutesView(ActivityDetailView):
    """The minutes on the house's paper, in Indonesian, whoever opens them."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return pdf_response(minutes_of_activity_pdf(self.get_object(), language="id"), "notulen.pdf")


class ActivityEnterView(ServiceFormView):
    action = Action.MANAGE_ACTIVITIES
    page_title = _("Enter an activity")
    form_class = ActivityForm
    queryset = Activity.objects.all()
    submit_label = _("Save")
    success_message = _("The activity is entered.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [ACTIVITIES, Crumb(self.page_title)]

    def call_service(self, form: ActivityForm) -> Activity:
        return enter_activity(actor=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_cancel_url(self) -> str:
        return reverse("programs:activity_list")


class ActivityEditView(ActivityEnterView):
    page_title = _("Edit the activity")
    success_message = _("The activity is changed.")

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in ActivityForm.base_fields}

    def get_form(self, form_class: type[ActivityForm] | None = None) -> ActivityForm:
        form = super().get_form(form_class)
        if self.object.attendance.exists():
            # They follow from the attendance, which is entered by kind of organisation.
            del form.fields["participants"], form.fields["companies"]
        return form

    def get_crumbs(self) -> Sequence[Crumb]:
        return activity_crumbs(self.object, self.page_title)

    def call_service(self, form: ActivityForm) -> Activity:
        return change_activity(actor=self.request.user, activity=self.object, **form.cleaned_data)

    def get_cancel_url(self) -> str:
        return self.object.get_absolute_url()


@dataclass(frozen=True)
class OrganisationLine:
    """A line of the grid: one kind of organisation."""

    pk: str
    label: str

    def __str__(self) -> str:
        return self.label


class AttendanceByKindView(GridFormView):
    """How many came, by kind of organisation; kinds that sent nobody stay empty."""

    action = Action.MANAGE_ACTIVITIES
    page_title = _("Attendance")
    page_lead = _("Delegates of organisations: numbers, and names of organisations. They are counted nowhere else.")
    queryset = Activity.objects.all()
    form_class = Form
    row_form_class = DelegationForm
    submit_label = _("Save")
    success_message = _("The attendance is recorded.")

    def get_records(self) -> list[Any]:
        return [OrganisationLine(kind.value, str(kind.label)) for kind in OrganisationKind]

    def get_row_initial(self, record: Any) -> dict[str, Any]:
        row = next((one for one in self._known if one.organisation == record.pk), None)
        return {name: getattr(row, name) for name in DelegationForm.base_fields} if row else {}

    @property
    def _known(self) -> list[Any]:
        return list(self.object.attendance.all())

    def get_crumbs(self) -> Sequence[Crumb]:
        return activity_crumbs(self.object, self.page_title)

    def call_service(self, form: Any) -> Activity:
        delegations = [
            Delegation(
                row.record.pk,
                row.cleaned_data["people"] or 0,
                row.cleaned_data["organisations"],
                row.cleaned_data["names"],
            )
            for row in self.rows
        ]
        return record_delegations(actor=self.request.user, activity=self.object, delegations=delegations)

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    get_cancel_url = get_success_url


class ResolutionAddView(ServiceFormView):
    action = Action.MANAGE_ACTIVITIES
    page_title = _("Add a resolution")
    form_class = ResolutionForm
    queryset = Activity.objects.all()
    submit_label = _("Save")
    success_message = _("The resolution is added.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return activity_crumbs(self.object, self.page_title)

    def call_service(self, form: ResolutionForm) -> Resolution:
        return add_resolution(actor=self.request.user, activity=self.object, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    get_cancel_url = get_success_url


class ResolutionListView(ScopedListView):
    action = Action.VIEW_ACTIVITIES
    page_title = _("Resolutions")
    page_lead = _("What meetings resolved, who does it and until when.")
    queryset = Resolution.objects.all()
    filterset_class = ResolutionFilter
    columns = RESOLUTION_COLUMNS
    default_order = Order("due_on")
    empty_state = EmptyState(_("No resolution fits"), _("Change or reset the filter to see more."))

    def get_crumbs(self) -> Sequence[Crumb]:
        return [ACTIVITIES, Crumb(self.page_title)]


class ResolutionEndView(ServiceFormView):
    action = Action.MANAGE_ACTIVITIES
    page_title = _("What became of it")
    form_class = EndResolutionForm
    queryset = Resolution.objects.select_related("activity")
    submit_label = _("Save")
    success_message = _("The resolution is updated.")

    @property
    def page_lead(self) -> str:  # type: ignore[override]
        return f"{self.object.text} ({self.object.owner})"

    def get_crumbs(self) -> Sequence[Crumb]:
        return activity_crumbs(self.object.activity, self.page_title)

    def call_service(self, form: EndResolutionForm) -> Resolution:
        return end_resolution(actor=self.request.user, resolution=self.object, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    get_cancel_url = get_success_url
