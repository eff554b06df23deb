"""Pages of applications and selection. A regional office sees its residents among the applicants."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import memberships_allowing
from kaltim_naker.accounts.models import Office, User
from kaltim_naker.audit.access_log import record_access
from kaltim_naker.audit.models import AccessKind
from kaltim_naker.ui.components import Badge, PageAction
from kaltim_naker.ui.failures import Refused, run_in_words
from kaltim_naker.ui.grids import GridFormView
from kaltim_naker.ui.papers import pdf_response
from kaltim_naker.ui.views import ActionView, GuardedView, ServiceFormView
from programs.choices import ClassState
from programs.models import TrainingClass
from programs.permissions import may as may_on_class
from programs.views import class_crumbs, class_tabs
from trainees.choices import DECISIONS, ApplicationState, Channel
from trainees.documents.papers import announcement_pdf
from trainees.documents.selection import Candidacy, rules_of, selection_of
from trainees.forms.duplicates import WithdrawForm
from trainees.forms.selection import ApplyByNikForm, RulesForm, StepsForm
from trainees.models import Application, Enrolment, JobSeeker
from trainees.services import (
    apply_to_class,
    decide_application,
    decide_as_proposed,
    find_by_nik,
    record_steps,
    set_rules,
    withdraw_application,
    withdraw_from_class,
)
from trainees.views.classes import ClassFormView, ClassMixin

STATE_BADGES = {
    ApplicationState.SUBMITTED: Badge(ApplicationState.SUBMITTED.label, "info"),
    ApplicationState.ACCEPTED: Badge(ApplicationState.ACCEPTED.label, "good"),
    ApplicationState.RESERVE: Badge(ApplicationState.RESERVE.label, "warn"),
    ApplicationState.REJECTED: Badge(ApplicationState.REJECTED.label, "bad"),
    ApplicationState.WITHDRAWN: Badge(ApplicationState.WITHDRAWN.label, "neutral"),
}
_OPEN_STATES = (ClassState.OPEN, ClassState.SELECTING)


class SelectionView(ClassMixin, GuardedView, TemplateView):
    """The list as it proposes, with the reasons, and where somebody may decide, the decision beside each."""

    action = Action.VIEW_SELECTION
    template_name = "trainees/class_selection.html"

    def get_page_title(self) -> str:
        return str(self.training_class)

    def get_crumbs(self) -> Sequence[Any]:
        return class_crumbs(self.training_class, _("Selection"))

    def get_page_actions(self) -> Sequence[PageAction]:
        training_class, user = self.training_class, self.request.user
        is_open = training_class.state in _OPEN_STATES
        wanted = (
            (Action.RECORD_APPLICATION, _("Enter an application"), "trainees:class_apply", is_open),
            (Action.DECIDE_SELECTION, _("Record the steps"), "trainees:class_steps", is_open),
            (Action.DECIDE_SELECTION, _("Rules"), "trainees:class_rules", is_open),
            (Action.ANNOUNCE_SELECTION, _("Announcement (PDF)"), "trainees:class_announcement", True),
        )
        return [
            PageAction(label, reverse(name, args=[training_class.pk]))
            for action, label, name, shown in wanted
            if shown and may_on_class(user, action, training_class)
        ] + self._apply_for_residents()

    def _apply_for_residents(self) -> list[PageAction]:
        """A regional office enters its residents' applications to a class of somebody else."""
        training_class = self.training_class
        if training_class.state not in _OPEN_STATES or not self.scope.regions:
            return []
        url = reverse("trainees:class_apply", args=[training_class.pk])
        return [PageAction(_("Enter an application"), url, action=Action.RECORD_APPLICATION)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        training_class = self.training_class
        candidacies = self.visible(selection_of(training_class))
        seated = [one for one in candidacies if one.application.state == ApplicationState.ACCEPTED]
        return super().get_context_data(
            tabs=class_tabs(training_class, self.request.user, "trainees:class_selection"),
            training_class=training_class,
            rules=rules_of(training_class),
            rows=[self.row(one) for one in candidacies],
            counts={"applicants": len(candidacies), "accepted": len(seated), "seats": training_class.seats},
            may_decide=may_on_class(self.request.user, Action.DECIDE_SELECTION, training_class)
            and training_class.state in (*_OPEN_STATES, ClassState.RUNNING),
            decisions=[(state, ApplicationState(state).label) for state in DECISIONS],
            **kwargs,
        )

    def visible(self, candidacies: list[Candidacy]) -> list[Candidacy]:
        """The ranking is made of all; shown are those of the reader's scope."""
        if self.scope.everything or self.training_class.centre_id in self.scope.centres:
            return candidacies
        keys = set(
            Application.objects.visible_to(self.scope)
            .filter(training_class=self.training_class)
            .values_list("pk", flat=True)
        )
        return [one for one in candidacies if one.application.pk in keys]

    def row(self, candidacy: Candidacy) -> dict[str, Any]:
        state = candidacy.application.state
        return {
            "candidacy": candidacy,
            "application": candidacy.application,
            "state": STATE_BADGES[state],
            "proposal": Badge(ApplicationState(candidacy.place.state).label, STATE_BADGES[candidacy.place.state].tone),
            "is_undecided": state in (ApplicationState.SUBMITTED, ApplicationState.RESERVE),
        }


def office_of(user: User, action: Action, training_class: TrainingClass) -> Office:
    """The office in whose name somebody acts: the centre of the class where he works there, else his own."""
    offices = [held.office for held in memberships_allowing(user, action)]
    return next((office for office in offices if office.pk == training_class.centre_id), offices[0])


class ApplyView(ClassFormView):
    """An application by NIK; the search is written down."""

    action = Action.RECORD_APPLICATION
    page_title = _("Enter an application")
    page_lead = _("Type the full NIK from the identity card. The search is written down.")
    form_class = ApplyByNikForm
    submit_label = _("Apply")
    success_message = _("The application is entered.")

    def form_valid(self, form: ApplyByNikForm) -> HttpResponse:
        try:
            self.person = run_in_words(
                lambda: find_by_nik(actor=self.request.user, nik=form.cleaned_data["nik"], among=self.people())
            )
        except Refused as refused:
            refused.add_to(form)
        else:
            if self.person is None:
                form.add_error("nik", gettext("Nobody with this NIK is registered. Please register the person first."))
        return self.form_invalid(form) if form.errors else super().form_valid(form)

    def people(self) -> Any:
        """A regional office enters its residents only."""
        if self.scope.everything or self.object.centre_id in self.scope.centres:
            return JobSeeker.objects.all()
        return JobSeeker.objects.visible_to(self.scope)

    def call_service(self, form: ApplyByNikForm) -> Application:
        office = office_of(self.request.user, self.action, self.object)
        is_own = office.pk == self.object.centre_id
        return apply_to_class(
            actor=self.request.user,
            office=office,
            job_seeker=self.person,
            training_class=self.object,
            channel=Channel.STAFF if is_own else Channel.REGIONAL_OFFICE,
        )

    def get_success_url(self) -> str:
        return reverse("trainees:class_selection", args=[self.object.pk])


class RulesView(ClassFormView):
    action = Action.DECIDE_SELECTION
    page_title = _("Rules of selection")
    form_class = RulesForm
    success_message = _("The rules are set.")

    def get_initial(self) -> dict[str, Any]:
        rules = rules_of(self.object)
        return {name: getattr(rules, name) for name in RulesForm.base_fields}

    def call_service(self, form: RulesForm) -> Any:
        return set_rules(actor=self.request.user, training_class=self.object, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("trainees:class_selection", args=[self.object.pk])


class StepsView(GridFormView, ClassFormView):
    """All applicants of a class on one page: papers, written test, interview."""

    action = Action.DECIDE_SELECTION
    page_title = _("Record the steps")
    form_class = Form
    row_form_class = StepsForm
    submit_label = _("Save")
    success_message = _("The steps are recorded.")

    def get_records(self) -> Iterable[Application]:
        applications = Application.objects.filter(training_class=self.object).for_list()
        undecided = (ApplicationState.SUBMITTED, ApplicationState.RESERVE)
        return applications.filter(state__in=undecided).order_by("job_seeker__full_name")

    def get_row_initial(self, record: Application) -> dict[str, Any]:
        return {name: getattr(record, name) for name in StepsForm.base_fields}

    def call_service(self, form: Any) -> Any:
        changed = [row for row in self.rows if row.has_changed()]
        return self.save_rows(
            lambda row: record_steps(actor=self.request.user, application=row.record, **row.cleaned_data), changed
        )

    def get_success_url(self) -> str:
        return reverse("trainees:class_selection", args=[self.object.pk])


class ConfirmListView(ActionView):
    """The list as it stands, for everybody it has a proposal for."""

    action = Action.DECIDE_SELECTION
    queryset = TrainingClass.objects.all()

    def call_service(self) -> Any:
        return decide_as_proposed(actor=self.request.user, training_class=self.object)

    def get_success_message(self) -> str:
        return gettext("%(count)s applications are decided as proposed.") % {"count": len(self.result)}

    def get_success_url(self) -> str:
        return reverse("trainees:class_selection", args=[self.object.pk])


class DecideView(ActionView):
    action = Action.DECIDE_SELECTION
    queryset = Application.objects.select_related("training_class", "job_seeker")

    def call_service(self) -> Application:
        return decide_application(
            actor=self.request.user,
            application=self.object,
            decision=self.request.POST.get("decision", ""),
            reason=self.request.POST.get("reason", ""),
        )

    def get_success_message(self) -> str:
        return gettext("%(name)s: %(state)s.") % {
            "name": self.object.job_seeker,
            "state": self.result.get_state_display(),
        }

    def get_success_url(self) -> str:
        return reverse("trainees:class_selection", args=[self.object.training_class_id])


class WithdrawApplicationView(DecideView):
    def call_service(self) -> Application:
        reason = self.request.POST.get("reason", "")
        return withdraw_application(actor=self.request.user, application=self.object, reason=reason)


class AnnouncementView(ClassMixin, GuardedView):
    """Drawn on request from what was decided; it hangs on a wall, so it carries names and regencies only."""

    action = Action.ANNOUNCE_SELECTION

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        training_class = self.training_class
        record_access(actor=request.user, kind=AccessKind.DOWNLOAD, subject=training_class.pk, request=request)
        return pdf_response(announcement_pdf(training_class, language=get_language()), "pengumuman-seleksi.pdf")


class WithdrawView(ServiceFormView):
    """Somebody leaves the class; the first of the reserve list moves up."""

    action = Action.ENROL_JOB_SEEKER
    page_title = _("Record a withdrawal")
    form_class = WithdrawForm
    queryset = Enrolment.objects.for_list()
    submit_label = _("Withdraw")

    def get_page_title(self) -> str:
        return gettext("%(name)s leaves the class") % {"name": self.object.job_seeker}

    def get_crumbs(self) -> Sequence[Any]:
        return class_crumbs(self.object.training_class, self.page_title)

    def call_service(self, form: WithdrawForm) -> Any:
        return withdraw_from_class(actor=self.request.user, enrolment=self.object, **form.cleaned_data)

    def get_success_message(self) -> str:
        if self.result is None:
            return gettext("The withdrawal is recorded. Nobody moves up.")
        return gettext("The withdrawal is recorded. %(name)s moves up from the reserve list.") % {
            "name": self.result.job_seeker
        }

    def get_success_url(self) -> str:
        return reverse("trainees:class_participants", args=[self.object.training_class_id])

    get_cancel_url = get_success_url
