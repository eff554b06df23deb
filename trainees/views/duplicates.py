"""Pages where two registrations become one, and back; and what is kept apart about a person."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.accounts.models import User
from kaltim_naker.approvals.models import Approval
from kaltim_naker.audit.access_log import record_access
from kaltim_naker.audit.models import AccessKind
from kaltim_naker.core.phones import mask_phone
from kaltim_naker.ui.components import Crumb, EmptyState, PageAction
from kaltim_naker.ui.formatting import long_date
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.personal import PersonalListView
from kaltim_naker.ui.tables import Column, Kind
from kaltim_naker.ui.views import ActionView, ServiceFormView
from trainees.choices import DuplicateReason
from trainees.forms.duplicates import PairForm, ProtectedDataForm
from trainees.models import DuplicatePair, JobSeeker, Merge, ProtectedData
from trainees.permissions import may_reach
from trainees.services import ask_to_merge, keep_apart, protect_data, undo_merge
from trainees.views.people import person_crumbs

DUPLICATES = Crumb(_("Possible duplicates"), reverse_lazy("trainees:duplicate_list"))

PAIR_COLUMNS = (
    Column("first", _("Registration"), "first__full_name", link="trainees:duplicate_detail", heading=True),
    Column("second", _("Looks like"), "second__full_name"),
    Column("reason", _("Why"), choices=dict(DuplicateReason.choices)),
    Column("similarity", _("Similarity"), kind=Kind.NUMBER, decimals=2, sort="similarity", wide=True),
)
MERGE_COLUMNS = (
    Column("removed", _("Removed registration"), "removed_name", link="trainees:merge_detail", heading=True),
    Column("kept", _("Became part of"), "kept__full_name"),
    Column("reason", _("Reason"), wide=True),
    Column("by", _("By"), "merged_by__full_name", wide=True),
    Column("at", _("At"), "created_at", kind=Kind.MOMENT, sort="created_at"),
    Column("undone", _("Undone at"), "undone_at", kind=Kind.MOMENT),
)


class DuplicateListView(PersonalListView):
    """Pairs that wait for a decision, the most similar first."""

    action = Action.MERGE_PEOPLE
    page_title = _("Possible duplicates")
    queryset = DuplicatePair.objects.open()
    columns = PAIR_COLUMNS
    default_order = Order("similarity", descending=True)
    empty_state = EmptyState(_("No pair waits"), _("New registrations are compared as they come in."))

    def get_base_queryset(self) -> QuerySet:
        return DuplicatePair.objects.open()

    def get_page_actions(self) -> Sequence[PageAction]:
        return [PageAction(_("Merges so far"), reverse("trainees:merge_list"))]


class DuplicateView(ServiceFormView):
    """Both registrations side by side, and one decision."""

    action = Action.MERGE_PEOPLE
    template_name = "trainees/duplicate_detail.html"
    page_title = _("One person or two?")
    form_class = PairForm
    queryset = DuplicatePair.objects.all()
    submit_label = _("Decide")

    def get_base_queryset(self) -> QuerySet:
        return DuplicatePair.objects.open().select_related(
            "first__domicile", "first__registered_by", "second__domicile", "second__registered_by"
        )

    def get_crumbs(self) -> Sequence[Crumb]:
        return [DUPLICATES, Crumb(self.page_title)]

    def call_service(self, form: PairForm) -> Any:
        pair, reason = self.object, form.cleaned_data["reason"]
        decision = form.cleaned_data["decision"]
        if decision == "apart":
            return keep_apart(actor=self.request.user, pair=pair, note=reason)
        keep, remove = (pair.first, pair.second) if decision == "first" else (pair.second, pair.first)
        return ask_to_merge(actor=self.request.user, keep=keep, remove=remove, reason=reason)

    def get_success_message(self) -> str:
        if isinstance(self.result, Approval):
            return gettext("Asked. It is done as soon as a second person approves.")
        return gettext("They stay two people.")

    def get_success_url(self) -> str:
        return self.result.get_absolute_url() if isinstance(self.result, Approval) else self.get_cancel_url()

    def get_cancel_url(self) -> str:
        return reverse("trainees:duplicate_list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pair = self.object
        sides = [side_of(person, self.request.user) for person in (pair.first, pair.second)]
        return super().get_context_data(pair=pair, sides=sides, lines=lines_of(sides), **kwargs)


def side_of(person: JobSeeker, reader: User) -> dict[str, Any]:
    may_see = may_reach(reader, person)
    return {
        "person": person,
        "facts": [
            (_("Full name"), person.full_name),
            (_("NIK"), person.nik_masked or person.get_nik_missing_reason_display()),
            (_("Date of birth"), long_date(person.birth_date)),
            (_("Sex"), person.get_sex_display()),
            (_("Phone"), mask_phone(person.phone) if person.phone and may_see else ""),
            (_("Address"), person.address if may_see else _("protected: under 18 years of age")),
            (_("Regency or city"), person.domicile.name),
            (_("Registered by"), person.registered_by.short_name),
            (_("Classes"), person.enrolments.count()),
            (_("Applications"), person.applications.count()),
        ],
    }


def lines_of(sides: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The facts of both sides in one table; what differs is marked."""
    left, right = (side["facts"] for side in sides)
    return [
        {"label": label, "first": one, "second": two, "differs": str(one) != str(two)}
        for (label, one), (_label, two) in zip(left, right, strict=True)
    ]


class MergeListView(PersonalListView):
    action = Action.MERGE_PEOPLE
    page_title = _("Merges")
    queryset = Merge.objects.all()
    columns = MERGE_COLUMNS
    default_order = Order("created_at", descending=True)

    def get_crumbs(self) -> Sequence[Crumb]:
        return [DUPLICATES, Crumb(self.page_title)]


class MergeView(ServiceFormView):
    """What a merge did, and the button that takes it back."""

    action = Action.MERGE_PEOPLE
    template_name = "trainees/merge_detail.html"
    form_class = Form
    queryset = Merge.objects.select_related("kept", "merged_by", "undone_by")
    http_method_names = ["get", "head", "options"]

    def get_page_title(self) -> str:
        return str(self.object)

    def get_crumbs(self) -> Sequence[Crumb]:
        return [DUPLICATES, Crumb(_("Merges"), reverse("trainees:merge_list")), Crumb(str(self.object))]


class UndoMergeView(ActionView):
    action = Action.MERGE_PEOPLE
    queryset = Merge.objects.all()
    success_message = _("The merge is undone; both registrations stand as before.")

    def call_service(self) -> JobSeeker:
        return undo_merge(actor=self.request.user, merge=self.object)

    def get_success_url(self) -> str:
        return reverse("trainees:merge_detail", args=[self.object.pk])


class ProtectedDataView(ServiceFormView):
    """Opening the page is written down, as is every change."""

    action = Action.VIEW_PROTECTED_DATA
    page_title = _("Protected data")
    page_lead = _("Asked only where a programme needs it; opening this page is written down.")
    form_class = ProtectedDataForm
    queryset = JobSeeker.objects.all()
    success_message = _("The protected data are saved.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        record_access(
            actor=request.user,
            kind=AccessKind.VIEW_PERSON,
            subject=self.object.pk,
            reason="protected data",
            request=request,
        )
        return response

    def get_initial(self) -> dict[str, Any]:
        known = ProtectedData.objects.filter(job_seeker=self.object).first() or ProtectedData()
        return {"disability": known.disability, "special_groups": known.special_groups}

    def get_crumbs(self) -> Sequence[Crumb]:
        return person_crumbs(self.object, self.page_title)

    def call_service(self, form: ProtectedDataForm) -> ProtectedData:
        return protect_data(actor=self.request.user, job_seeker=self.object, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    get_cancel_url = get_success_url
