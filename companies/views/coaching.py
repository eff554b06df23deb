"""Coaching: the list, the board by steps, a case with its problems, plan and visits, and its report."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.functional import Promise, cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from companies.choices.productivity import CoachingState
from companies.constants.productivity import COACHING_WAY
from companies.documents.coaching import before_and_after, coaching_report
from companies.documents.words import words_of
from companies.filters.productivity import CoachingFilter
from companies.forms.coaching import (
    STEP_FORMS,
    ActionForm,
    ActionReportForm,
    OpenCoachingForm,
    ProblemForm,
    StepForm,
    StopForm,
    VisitForm,
)
from companies.models import Coaching, Company, PlanAction, Problem
from companies.services import coaching as services
from companies.tables.productivity import COACHING_BADGES, COACHING_COLUMNS, PLAN_BADGES
from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.core.periods import today
from kaltim_naker.ui.components import Badge, Crumb, PageAction, Step
from kaltim_naker.ui.formatting import long_date
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.papers import pdf_response
from kaltim_naker.ui.views import PageView, ScopedDetailView, ScopedListView, ServiceFormView

COACHINGS = Crumb(_("Coaching"), reverse_lazy("companies:coaching_list"))
#: What is to be done at a step, before one goes on.
_HINTS = {
    CoachingState.REGISTERED: _("Invite the company and agree on a day for the first measurement."),
    CoachingState.BASELINE: _("Enter the measurement of the last year, then choose it as the baseline."),
    CoachingState.DIAGNOSIS: _("Enter the problems found at the workplace, each with its root cause."),
    CoachingState.PLAN: _("Plan an action for each problem, and say by when to measure again."),
    CoachingState.IMPLEMENTATION: _("Visit the company and follow the actions until each is over."),
    CoachingState.FINAL_MEASUREMENT: _("Enter the measurement of the year after, and your recommendation."),
}


class CoachingListView(ScopedListView):
    action = Action.VIEW_PRODUCTIVITY
    page_title = _("Coaching of companies")
    page_lead = _("From the first measurement over problems and actions to the one that shows what it brought.")
    queryset = Coaching.objects.all()
    filterset_class = CoachingFilter
    columns = COACHING_COLUMNS
    default_order = Order("opened_on", descending=True)

    def get_base_queryset(self) -> QuerySet:
        return Coaching.objects.with_late_actions(today())

    def get_page_actions(self) -> Sequence[PageAction]:
        return [PageAction(_("Board"), reverse("companies:coaching_board"))]


class CoachingBoardView(PageView):
    """The open cases by step, side by side."""

    action = Action.VIEW_PRODUCTIVITY
    template_name = "companies/coaching_board.html"
    page_title = _("Coaching, step by step")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [COACHINGS, Crumb(_("Board"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cases = Coaching.objects.visible_to(self.scope).open().with_late_actions(today()).select_related("company")
        by_step: dict[str, list[Coaching]] = {}
        for case in cases.order_by("company__name"):
            by_step.setdefault(case.state, []).append(case)
        ended = Coaching.objects.visible_to(self.scope).values_list("state").annotate(n=Count("pk")).order_by()
        lanes = [(CoachingState(step), by_step.get(step, [])) for step in COACHING_WAY[:-1]]
        return super().get_context_data(
            lanes=lanes, done=dict(ended).get(CoachingState.DONE, 0), today=today(), **kwargs
        )


class CoachingDetailView(ScopedDetailView):
    action = Action.VIEW_PRODUCTIVITY
    template_name = "companies/coaching_detail.html"

    def get_base_queryset(self) -> QuerySet:
        return Coaching.objects.select_related("company", "adviser", "baseline", "final")

    def get_page_title(self) -> str:
        return self.object.company.name

    def get_crumbs(self) -> Sequence[Crumb]:
        return [COACHINGS, Crumb(str(self.object))]

    def get_page_actions(self) -> Sequence[PageAction]:
        return [*self._work_actions(), *self._other_actions()]

    def _work_actions(self) -> list[PageAction]:
        if not self.object.is_open:
            return []
        pk = self.object.pk
        following = COACHING_WAY[COACHING_WAY.index(self.object.state) + 1]
        label = gettext("Go on: %(step)s") % {"step": CoachingState(following).label}
        return [
            PageAction(label, reverse("companies:coaching_advance", args=[pk]), Action.COACH_COMPANY, primary=True),
            PageAction(_("Enter a problem"), reverse("companies:problem_add", args=[pk]), Action.COACH_COMPANY),
            PageAction(_("Record a visit"), reverse("companies:visit_add", args=[pk]), Action.COACH_COMPANY),
            PageAction(_("Stop"), reverse("companies:coaching_stop", args=[pk]), Action.COACH_COMPANY, danger=True),
        ]

    def _other_actions(self) -> list[PageAction]:
        report = reverse("companies:coaching_report", args=[self.object.pk])
        return [
            PageAction(_("Report (PDF)"), report, Action.VIEW_COMPANY_MONEY),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = self.object
        with_money = can(self.request.user, Action.VIEW_COMPANY_MONEY)
        problems = case.problems.prefetch_related("actions")
        return super().get_context_data(
            page_badge=COACHING_BADGES[CoachingState(case.state)],
            way=way_of(case),
            hint=_HINTS.get(CoachingState(case.state), ""),
            problems=[(one, [_PlanLine(action) for action in one.actions.all()]) for one in problems],
            visits=case.visits.order_by("held_on", "pk"),
            effect=words_of(before_and_after(case), with_money=with_money),
            may_coach=case.is_open and can(self.request.user, Action.COACH_COMPANY),
            facts=self._facts(),
            **kwargs,
        )

    def _facts(self) -> list[tuple[Any, Any]]:
        case = self.object
        return [
            (_("Opened on"), long_date(case.opened_on)),
            (_("Adviser"), case.adviser.full_name),
            (_("Person in charge at the company"), case.contact),
            (_("Baseline"), str(case.baseline.year) if case.baseline else ""),
            (_("Measure again by"), long_date(case.remeasure_on)),
            (_("Re-measurement"), str(case.final.year) if case.final else ""),
            (_("Ended on"), long_date(case.ended_on)),
            *([(_("Why it was stopped"), case.end_reason)] if case.end_reason else []),
        ]


class _PlanLine:
    """An action of the plan with its state in a word; late where its day is over."""

    def __init__(self, action: PlanAction) -> None:
        self.action = action
        self.badge = PLAN_BADGES[action.state]
        self.late = Badge(_("late"), "bad") if action.ended_on is None and action.due_on < today() else None


def way_of(case: Coaching) -> list[Step]:
    """The seven steps; where a case was stopped is said by the badge, so all of them stay to do."""
    if case.state == CoachingState.STOPPED:
        return [Step(capfirst(step.label), "cancelled") for step in COACHING_WAY]
    at = COACHING_WAY.index(case.state)
    states = ["done"] * at + ["done" if case.state == CoachingState.DONE else "current"]
    states += ["todo"] * (len(COACHING_WAY) - len(states))
    return [Step(capfirst(step.label), state) for step, state in zip(COACHING_WAY, states, strict=True)]


class CoachingReportView(ScopedDetailView):
    """The case on paper. It holds amounts of the company."""

    action = Action.VIEW_COMPANY_MONEY

    def get_base_queryset(self) -> QuerySet:
        return Coaching.objects.select_related("company", "adviser", "baseline", "final")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        case = self.get_object()
        return pdf_response(
            coaching_report(case), f"konsultasi-produktivitas-{case.opened_on.isoformat()}.pdf", keep=True
        )


# --- forms ---------------------------------------------------------------------------------------------------------
class OpenCoachingView(ServiceFormView):
    action = Action.COACH_COMPANY
    queryset = Company.objects.all()
    page_title = _("Open a coaching")
    form_class = OpenCoachingForm
    submit_label = _("Open the case")
    success_message = _("The coaching is open.")

    def call_service(self, form: OpenCoachingForm) -> Coaching:
        return services.open_coaching(actor=self.request.user, company=self.object, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_cancel_url(self) -> str:
        return reverse("companies:company_productivity", args=[self.object.pk])


class CoachingFormView(ServiceFormView):
    """A form about a case, on the way from it and back to it."""

    action = Action.COACH_COMPANY
    queryset = Coaching.objects.select_related("company")

    @cached_property
    def case(self) -> Coaching:
        return self.object

    def get_crumbs(self) -> Sequence[Crumb]:
        return [COACHINGS, Crumb(str(self.case), self.case.get_absolute_url()), Crumb(self.get_page_title())]

    def get_success_url(self) -> str:
        return self.case.get_absolute_url()

    def get_cancel_url(self) -> str:
        return self.case.get_absolute_url()


class AdvanceCoachingView(CoachingFormView):
    """On to the next step. What is missing for it is said in words."""

    submit_label = _("Go on")
    success_message = _("The case has come to its next step.")

    def get_page_title(self) -> str | Promise:
        return gettext("Finish the step “%(step)s”") % {"step": self.case.get_state_display()}

    @property
    def page_lead(self) -> str | Promise:  # type: ignore[override]
        return _HINTS.get(CoachingState(self.case.state), "")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A case that is over has no next step."""
        if not self.case.is_open:
            return HttpResponseRedirect(self.case.get_absolute_url())
        return super().get(request, *args, **kwargs)

    def get_form_class(self) -> type[StepForm]:
        return STEP_FORMS.get(self.case.state, StepForm)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"coaching": self.case}

    def get_initial(self) -> dict[str, Any]:
        names = services.STEP_FACTS.get(CoachingState(self.case.state), ())
        return {name: getattr(self.case, name) for name in names}

    def call_service(self, form: StepForm) -> Coaching:
        return services.advance_coaching(actor=self.request.user, coaching=self.case, **form.cleaned_data)


class StopCoachingView(CoachingFormView):
    page_title = _("Stop the coaching")
    form_class = StopForm
    submit_label = _("Stop the coaching")
    success_message = _("The coaching is stopped.")

    def call_service(self, form: StopForm) -> Coaching:
        return services.stop_coaching(actor=self.request.user, coaching=self.case, **form.cleaned_data)


class AddProblemView(CoachingFormView):
    page_title = _("Enter a problem")
    form_class = ProblemForm
    success_message = _("The problem is saved.")

    def call_service(self, form: ProblemForm) -> Problem:
        return services.save_problem(actor=self.request.user, coaching=self.case, **form.cleaned_data)


class AddVisitView(CoachingFormView):
    page_title = _("Record a visit")
    form_class = VisitForm
    success_message = _("The visit is recorded.")

    def call_service(self, form: VisitForm) -> Any:
        return services.record_visit(actor=self.request.user, coaching=self.case, **form.cleaned_data)


class ProblemFormView(CoachingFormView):
    """A form about a problem of a case."""

    queryset = Problem.objects.select_related("coaching__company")

    @cached_property
    def case(self) -> Coaching:
        return self.object.coaching


class EditProblemView(ProblemFormView):
    page_title = _("Problem and root cause")
    form_class = ProblemForm
    success_message = _("The problem is saved.")

    def get_initial(self) -> dict[str, Any]:
        problem = self.object
        facts = {name: getattr(problem, name) for name in ("description", "tool", "root_cause")}
        return facts | {"whys": "\n".join(problem.whys)}

    def call_service(self, form: ProblemForm) -> Problem:
        return services.save_problem(
            actor=self.request.user, coaching=self.case, problem=self.object, **form.cleaned_data
        )


class AddActionView(ProblemFormView):
    page_title = _("Plan an action")
    form_class = ActionForm
    success_message = _("The action is planned.")

    @property
    def page_lead(self) -> str:  # type: ignore[override]
        return f"{self.object.description} – {self.object.root_cause}"

    def call_service(self, form: ActionForm) -> PlanAction:
        return services.plan_action(actor=self.request.user, problem=self.object, **form.cleaned_data)


class ReportActionView(CoachingFormView):
    queryset = PlanAction.objects.select_related("problem__coaching__company")
    page_title = _("How far is the action?")
    form_class = ActionReportForm
    success_message = _("The state of the action is saved.")

    @cached_property
    def case(self) -> Coaching:
        return self.object.problem.coaching

    @property
    def page_lead(self) -> str:  # type: ignore[override]
        return self.object.action

    def get_initial(self) -> dict[str, Any]:
        return {"state": self.object.state, "result": self.object.result}

    def call_service(self, form: ActionReportForm) -> PlanAction:
        return services.report_action(actor=self.request.user, action=self.object, **form.cleaned_data)
