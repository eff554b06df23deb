"""Assessments: planned for a class, scheduled, decided, certificates requested; results contested."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from certifications import services
from certifications.choices import AppealState, AssessmentState, ResultOutcome
from certifications.constants import ASSESSMENT_MOVES
from certifications.filters import AssessmentFilter
from certifications.forms import (
    AppealDecisionForm,
    AppealForm,
    DecideForm,
    PlanForm,
    ReasonForm,
    RequestForm,
    ScheduleForm,
)
from certifications.models import Appeal, Assessment, Candidate, Result
from certifications.tables import ASSESSMENT_BADGES, ASSESSMENT_COLUMNS, OUTCOME_BADGES
from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.access.scope import scope_of
from kaltim_naker.ui.components import Crumb, PageAction, Step
from kaltim_naker.ui.export import XLSX_TYPE
from kaltim_naker.ui.failures import Refused, run_in_words
from kaltim_naker.ui.formatting import long_date
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.views import ActionView, ScopedDetailView, ScopedListView, ServiceFormView
from trainees.views.classes import ClassFormView

ASSESSMENTS = Crumb(_("Assessments"), reverse_lazy("certifications:assessment_list"))
# The way of an assessment, in order.
WAY = tuple(state for state in AssessmentState if state != AssessmentState.CANCELLED)


class AssessmentListView(ScopedListView):
    action = Action.VIEW_CERTIFICATES
    page_title = _("Assessments")
    queryset = Assessment.objects.all()
    filterset_class = AssessmentFilter
    columns = ASSESSMENT_COLUMNS
    default_order = Order("scheduled_on", descending=True)


class PlanAssessmentView(ClassFormView):
    """Everybody of the class who still needs it becomes a candidate."""

    action = Action.MANAGE_ASSESSMENT
    page_title = _("Register for an assessment")
    page_lead = _("Everybody who passed and has no result K yet is registered. Again for BK: a new round.")
    form_class = PlanForm
    submit_label = _("Register")
    success_message = _("The class is registered for the assessment.")

    def call_service(self, form: PlanForm) -> Assessment:
        return services.plan_assessment(actor=self.request.user, training_class=self.object, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_cancel_url(self) -> str:
        return reverse("certifications:class_assessment", args=[self.object.pk])


class AssessmentDetailView(ScopedDetailView):
    action = Action.VIEW_CERTIFICATES
    template_name = "certifications/assessment_detail.html"

    def get_base_queryset(self) -> QuerySet:
        return Assessment.objects.for_list()

    def get_crumbs(self) -> Sequence[Crumb]:
        return [ASSESSMENTS, Crumb(str(self.object))]

    def get_page_actions(self) -> Sequence[PageAction]:
        return [self._button(*button) for button in self._possible()]

    def _possible(self) -> list[tuple[str, str | Promise, bool]]:
        """Names of pages, their labels, and whether it is the next step, as far as this reader may."""
        buttons: list[tuple[str, str | Promise, bool]] = []
        if self.may(Action.MANAGE_ASSESSMENT):
            moves = ASSESSMENT_MOVES[self.object.state]
            buttons += [(name, label, first) for to, name, label, first in MOVE_PAGES if to in moves]
        if self.may(Action.TAKE_BLANK_REQUEST):
            buttons.append(("blank_request", _("List for the issuer"), False))
        return buttons

    def _button(self, name: str, label: str | Promise, is_next: bool) -> PageAction:
        return PageAction(label, reverse(f"certifications:{name}", args=[self.object.pk]), primary=is_next)

    def may(self, action: Action) -> bool:
        return Assessment.objects.visible_to(scope_of(self.request.user, action)).filter(pk=self.object.pk).exists()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            page_badge=ASSESSMENT_BADGES[AssessmentState(self.object.state)],
            way=self.way(),
            facts=self.facts(),
            lines=self.lines(),
            may_see_people=can(self.request.user, Action.VIEW_JOB_SEEKERS),
            may_appeal=self.may(Action.MANAGE_ASSESSMENT),
            may_state=self.may(Action.ISSUE_DOCUMENT),
            **kwargs,
        )

    def way(self) -> list[Step]:
        if self.object.state == AssessmentState.CANCELLED:
            return [Step(AssessmentState.CANCELLED.label, "cancelled", self.object.cancel_reason)]
        here = WAY.index(AssessmentState(self.object.state))
        marks = ["done"] * here + ["current"] + ["todo"] * (len(WAY) - here - 1)
        return [Step(state.label, mark) for state, mark in zip(WAY, marks, strict=True)]  # type: ignore[arg-type]

    def facts(self) -> list[tuple[str | Promise, Any]]:
        row = self.object
        return [
            (_("Scheme"), row.scheme.title),
            (_("Issuer"), row.issuer.name),
            (_("Certification body"), row.body),
            (_("Round"), row.round),
            (_("Day of the assessment"), long_date(row.scheduled_on)),
            (_("Place (TUK)"), f"{row.place} – {row.get_place_kind_display()}" if row.place else ""),
            (_("Assessor"), row.assessor),
            (_("Decided on"), long_date(row.decided_on)),
            (_("Minutes of the plenary"), row.decision_document),
            (_("Certificates requested on"), long_date(row.requested_on)),
            (_("Letter of request"), row.request_letter),
        ]

    def lines(self) -> list[dict[str, Any]]:
        """Candidates with their last result here; who was assessed without being registered is there as well."""
        results = Result.objects.filter(assessment=self.object).select_related("job_seeker", "appeal")
        results = results.prefetch_related("certificates")
        by_enrolment = {result.enrolment_id: result for result in results.order_by("attempt")}
        candidates = Candidate.objects.filter(assessment=self.object).select_related("enrolment__job_seeker")
        people = {candidate.enrolment_id: candidate.enrolment.job_seeker for candidate in candidates}
        people |= {enrolment: result.job_seeker for enrolment, result in by_enrolment.items()}
        rows = [self._line(person, by_enrolment.get(enrolment)) for enrolment, person in people.items()]
        return sorted(rows, key=lambda row: row["person"].full_name)

    def _line(self, person: Any, result: Result | None) -> dict[str, Any]:
        appeal = getattr(result, "appeal", None) if result else None
        return {
            "person": person,
            "result": result,
            "badge": OUTCOME_BADGES[ResultOutcome(result.outcome)] if result else None,
            "appeal": appeal,
            "may_contest": result and not appeal and result.outcome == ResultOutcome.NOT_YET_COMPETENT,
            "may_state": result and result.outcome == ResultOutcome.COMPETENT and not result.certificates.all(),
            "may_decide": appeal and appeal.state == AppealState.LODGED,
        }


class AssessmentFormView(ServiceFormView):
    """A form that takes an assessment one step on."""

    action = Action.MANAGE_ASSESSMENT
    queryset = Assessment.objects.all()

    def get_base_queryset(self) -> QuerySet:
        return Assessment.objects.for_list()

    def get_crumbs(self) -> Sequence[Crumb]:
        return [ASSESSMENTS, Crumb(str(self.object), self.object.get_absolute_url()), Crumb(self.page_title)]

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    get_cancel_url = get_success_url


class ScheduleView(AssessmentFormView):
    page_title = _("Schedule the assessment")
    form_class = ScheduleForm
    submit_label = _("Schedule")

    def get_initial(self) -> dict[str, Any]:
        row = self.object
        return {
            "scheduled_on": row.scheduled_on,
            "place": row.place or row.training_class.centre.name,
            "place_kind": row.place_kind,
            "assessor": row.assessor_id,
        }

    def call_service(self, form: ScheduleForm) -> Assessment:
        return services.schedule_assessment(actor=self.request.user, assessment=self.object, **form.cleaned_data)


class DecideView(AssessmentFormView):
    page_title = _("Decision of the plenary")
    form_class = DecideForm

    def call_service(self, form: DecideForm) -> Assessment:
        return services.decide_assessment(actor=self.request.user, assessment=self.object, **form.cleaned_data)


class RequestView(AssessmentFormView):
    page_title = _("Request of the certificates")
    form_class = RequestForm

    def call_service(self, form: RequestForm) -> Assessment:
        return services.request_certificates(actor=self.request.user, assessment=self.object, **form.cleaned_data)


class CancelAssessmentView(AssessmentFormView):
    page_title = _("Cancel the assessment")
    form_class = ReasonForm

    def call_service(self, form: ReasonForm) -> Assessment:
        return services.cancel_assessment(actor=self.request.user, assessment=self.object, **form.cleaned_data)


class MoveAssessmentView(ActionView):
    """Self-assessment done, or assessed: steps without further facts."""

    action = Action.MANAGE_ASSESSMENT
    queryset = Assessment.objects.all()

    def call_service(self) -> Assessment:
        return services.move_assessment(actor=self.request.user, assessment=self.object, to=self.kwargs["to"])

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()


class BlankRequestView(AssessmentFormView):
    """The workbook for the issuer, with full NIKs: by POST, with a reason, written down."""

    action = Action.TAKE_BLANK_REQUEST
    page_title = _("List for the issuer")
    page_lead = _("All candidates, K and BK, with their full NIKs. Who takes the list, and what for, is written down.")
    form_class = ReasonForm
    submit_label = _("Download the list")

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        def export() -> Any:
            return services.export_blank_request(
                actor=self.request.user, assessment=self.object, reason=form.cleaned_data["reason"]
            )

        try:
            workbook = run_in_words(export)
        except Refused as refused:
            refused.add_to(form)
            return self.form_invalid(form)
        return FileResponse(  # type: ignore[return-value]
            workbook, as_attachment=True, filename="permohonan-blanko.xlsx", content_type=XLSX_TYPE
        )


class LodgeAppealView(ServiceFormView):
    action = Action.MANAGE_ASSESSMENT
    page_title = _("Appeal against a result")
    queryset = Result.objects.for_list()
    form_class = AppealForm
    success_message = _("The appeal is noted.")

    def get_crumbs(self) -> Sequence[Crumb]:
        assessment = self.object.assessment
        return [ASSESSMENTS, Crumb(str(assessment), assessment.get_absolute_url()), Crumb(self.page_title)]

    def call_service(self, form: AppealForm) -> Appeal:
        return services.lodge_appeal(actor=self.request.user, result=self.object, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.object.assessment.get_absolute_url()

    get_cancel_url = get_success_url


class DecideAppealView(ServiceFormView):
    action = Action.MANAGE_ASSESSMENT
    page_title = _("Decision on an appeal")
    queryset = Appeal.objects.select_related("result__assessment__scheme", "result__job_seeker")
    form_class = AppealDecisionForm

    def get_crumbs(self) -> Sequence[Crumb]:
        assessment = self.object.result.assessment
        return [ASSESSMENTS, Crumb(str(assessment), assessment.get_absolute_url()), Crumb(self.page_title)]

    def call_service(self, form: AppealDecisionForm) -> Appeal:
        return services.decide_appeal(actor=self.request.user, appeal=self.object, **form.cleaned_data)

    def get_success_message(self) -> str:
        return gettext("The decision is noted.")

    def get_success_url(self) -> str:
        return self.object.result.assessment.get_absolute_url()

    get_cancel_url = get_success_url


# The page for each move, its button, and whether it is the usual next step.
MOVE_PAGES: tuple[tuple[str, str, str | Promise, bool], ...] = (
    (AssessmentState.SCHEDULED, "assessment_schedule", _("Schedule"), True),
    (AssessmentState.DECIDED, "assessment_decide", _("Decision of the plenary"), True),
    (AssessmentState.REQUESTED, "assessment_request", _("Request the certificates"), True),
    (AssessmentState.CANCELLED, "assessment_cancel", _("Cancel"), False),
)
