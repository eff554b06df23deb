"""Pages about the people of one class: who takes part, and how it ends."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.core.periods import today
from kaltim_naker.ui.components import Crumb, EmptyState, PageAction
from kaltim_naker.ui.failures import Refused, run_in_words
from kaltim_naker.ui.grids import GridFormView
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.personal import PersonalListView
from kaltim_naker.ui.tables import Column
from kaltim_naker.ui.views import (
    ServiceFormView,
)
from programs.choices import ClassState
from programs.models import TrainingClass
from programs.permissions import may as may_on_class
from programs.views import class_crumbs, class_tabs
from trainees.choices import EnrolmentState
from trainees.documents.attendance import Presence, register_of
from trainees.filters import EnrolmentFilter
from trainees.forms.people import (
    CloseClassForm,
    EnrolByNikForm,
    OutcomeForm,
)
from trainees.models import Enrolment, JobSeeker
from trainees.services import (
    Outcome,
    close_class,
    enrol_job_seeker,
    find_by_nik,
)
from trainees.tables import PARTICIPANT_COLUMNS, WITHDRAW_COLUMN


class ClassMixin:
    """A page of trainees about one class: it is looked up first, in the scope of the page's action."""

    kwargs: dict[str, Any]
    request: HttpRequest

    @cached_property
    def training_class(self) -> TrainingClass:
        classes = TrainingClass.objects.for_list().visible_to(self.scope)  # type: ignore[attr-defined]
        return get_object_or_404(classes, pk=self.kwargs["pk"])


class ParticipantListView(ClassMixin, PersonalListView):
    """Who takes part. A regional office sees its residents among them."""

    action = Action.VIEW_JOB_SEEKERS
    template_name = "trainees/class_participants.html"
    queryset = Enrolment.objects.all()
    filterset_class = EnrolmentFilter
    columns = PARTICIPANT_COLUMNS
    default_order = Order("job_seeker__full_name")
    caption = _("Participants")
    empty_state = EmptyState(_("Nobody takes part yet"), _("Enrol people by NIK, from their page, or by import."))

    def get_base_queryset(self) -> QuerySet:
        return Enrolment.objects.filter(training_class=self.training_class)

    def get_columns(self) -> Sequence[Column]:
        is_over = self.training_class.state in (ClassState.CLOSED, ClassState.CANCELLED)
        if is_over or not may_on_class(self.request.user, Action.ENROL_JOB_SEEKER, self.training_class):
            return PARTICIPANT_COLUMNS
        return (*PARTICIPANT_COLUMNS, WITHDRAW_COLUMN)

    def get_page_title(self) -> str:
        return str(self.training_class)

    def get_crumbs(self) -> Sequence[Crumb]:
        return class_crumbs(self.training_class, _("Participants"))

    def get_page_actions(self) -> Sequence[PageAction]:
        training_class, user = self.training_class, self.request.user
        is_over = training_class.state in (ClassState.CLOSED, ClassState.CANCELLED)
        actions = []
        if not is_over and may_on_class(user, Action.ENROL_JOB_SEEKER, training_class):
            actions.append(PageAction(_("Enrol by NIK"), reverse("trainees:class_enrol", args=[training_class.pk])))
        if not is_over and may_on_class(user, Action.IMPORT_PARTICIPANTS, training_class):
            template = reverse("imports:template_for", args=["participants", training_class.pk])
            actions.append(PageAction(_("Template of this class"), template))
        if training_class.state == ClassState.RUNNING and may_on_class(user, Action.CLOSE_CLASS, training_class):
            url = reverse("trainees:class_close", args=[training_class.pk])
            actions.append(PageAction(_("Close the class"), url, primary=True))
        return actions

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tabs = class_tabs(self.training_class, self.request.user, "trainees:class_participants")
        return super().get_context_data(tabs=tabs, **kwargs)


class ClassFormView(ServiceFormView):
    """A form about one class of the reader's scope."""

    queryset = TrainingClass.objects.for_list()

    def get_crumbs(self) -> Sequence[Crumb]:
        return class_crumbs(self.object, self.page_title)

    def get_success_url(self) -> str:
        return reverse("trainees:class_participants", args=[self.object.pk])

    def get_cancel_url(self) -> str:
        return self.get_success_url()


class EnrolByNikView(ClassFormView):
    """Also somebody registered elsewhere: who knows the full number has the identity card at hand."""

    action = Action.ENROL_JOB_SEEKER
    page_title = _("Enrol by NIK")
    page_lead = _("Type the full NIK from the identity card. The search is written down.")
    form_class = EnrolByNikForm
    submit_label = _("Enrol")

    def form_valid(self, form: EnrolByNikForm) -> HttpResponse:
        # Searched before the enrolment begins: where that is refused, the trace of the search stays.
        try:
            self.person = run_in_words(
                lambda: find_by_nik(
                    actor=self.request.user, nik=form.cleaned_data["nik"], among=JobSeeker.objects.all()
                )
            )
        except Refused as refused:
            refused.add_to(form)
        else:
            if self.person is None:
                form.add_error("nik", gettext("Nobody with this NIK is registered. Please register the person first."))
        return self.form_invalid(form) if form.errors else super().form_valid(form)

    def call_service(self, form: EnrolByNikForm) -> Enrolment:
        return enrol_job_seeker(
            actor=self.request.user,
            job_seeker=self.person,
            training_class=self.object,
            enrolled_on=form.cleaned_data["enrolled_on"],
        )

    def get_success_message(self) -> str:
        return gettext("%(name)s is enrolled.") % {"name": self.result.job_seeker}


class CloseClassView(ClassFormView, GridFormView):
    """Everybody's outcome on one page, passed unless said otherwise; closed with all of them or not at all."""

    action = Action.CLOSE_CLASS
    page_title = _("Close the class")
    page_lead = _(
        "Everybody has passed unless you say otherwise, or the hours attended are below the minimum. All outcomes are "
        "saved together."
    )
    form_class = CloseClassForm
    row_form_class = OutcomeForm
    submit_label = _("Close the class")
    success_message = _("The class is closed.")
    empty_state = EmptyState(_("Nobody takes part"), _("A class without participants is cancelled, not closed."))

    def get_initial(self) -> dict[str, Any]:
        ends_on = self.object.ends_on
        return {"closed_on": min(ends_on, today()) if ends_on else today()}

    def get_records(self) -> Iterable[Enrolment]:
        participants = Enrolment.objects.filter(training_class=self.object).taking_part()
        return participants.select_related("job_seeker").order_by("job_seeker__full_name", "pk")

    @cached_property
    def presences(self) -> dict[Any, Presence]:
        return {presence.enrolment.pk: presence for presence in register_of(self.object).rows}

    def get_row_initial(self, record: Enrolment) -> dict[str, Any]:
        """Too few hours are proposed as not passed; whoever closes the class decides."""
        if not self.presences[record.pk].is_below_minimum:
            return {}
        return {"state": EnrolmentState.FAILED, "reason": gettext("attendance below the minimum")}

    @cached_property
    def rows(self) -> list[OutcomeForm]:
        rows = super().rows
        for row in rows:
            row.presence = self.presences[row.record.pk]
        return rows

    def call_service(self, form: CloseClassForm) -> TrainingClass:
        outcomes = {row.record.pk: Outcome(row.cleaned_data["state"], row.cleaned_data["reason"]) for row in self.rows}
        return close_class(actor=self.request.user, training_class=self.object, outcomes=outcomes, **form.cleaned_data)
