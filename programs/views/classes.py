"""Pages of the training supply. Participants and assessments of a class have their own pages, in the apps above."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse, reverse_lazy
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.accounts.models import User
from kaltim_naker.audit.trail import first_seen
from kaltim_naker.core.periods import today
from kaltim_naker.ui.components import Crumb, EmptyState, PageAction, Step, Tab
from kaltim_naker.ui.formatting import long_date, number, percent, short_date
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.tables import Column
from kaltim_naker.ui.views import ActionView, ScopedDetailView, ScopedListView, ServiceFormView
from programs.choices import ClassState
from programs.constants import CLASS_MOVES
from programs.filters import TrainingClassFilter
from programs.forms import ClassForm
from programs.models import TrainingClass
from programs.permissions import may
from programs.services import change_class, move_class, plan_class, what_is_missing
from programs.tables import CLASS_BADGES, CLASS_COLUMNS

CLASSES = Crumb(_("Training classes"), reverse_lazy("programs:class_list"))

MOVE_LABELS: dict[str, str | Promise] = {
    ClassState.OPEN: _("Open for registration"),
    ClassState.SELECTING: _("Start the selection"),
    ClassState.RUNNING: _("Start the class"),
    ClassState.CLOSED: _("Close the class"),
    ClassState.CANCELLED: _("Cancel the class"),
}
# The way of a class, in order; where nobody applies in the program, it goes from the plan straight to running.
CLASS_WAY = (ClassState.PLANNED, ClassState.OPEN, ClassState.SELECTING, ClassState.RUNNING, ClassState.CLOSED)


def class_crumbs(training_class: TrainingClass, page: str | Promise = "") -> list[Crumb]:
    here = str(training_class)
    if not page:
        return [CLASSES, Crumb(here)]
    return [CLASSES, Crumb(here, training_class.get_absolute_url()), Crumb(page)]


def class_tabs(training_class: TrainingClass, user: User, current: str) -> list[Tab]:
    """The pages about one class that this reader may open; `current` is the name of the URL."""
    pages = (
        ("programs:class_detail", _("Class"), Action.VIEW_CLASSES),
        ("trainees:class_selection", _("Selection"), Action.VIEW_SELECTION),
        ("trainees:class_participants", _("Participants"), Action.VIEW_JOB_SEEKERS),
        ("trainees:class_attendance", _("Attendance"), Action.VIEW_ATTENDANCE),
        ("certifications:class_assessment", _("Assessment and certificates"), Action.VIEW_CERTIFICATES),
    )
    return [
        Tab(label, reverse(name, args=[training_class.pk]), current=name == current)
        for name, label, action in pages
        if can(user, action)
    ]


class ClassListView(ScopedListView):
    action = Action.VIEW_CLASSES
    page_title = _("Training classes")
    queryset = TrainingClass.objects.all()
    filterset_class = TrainingClassFilter
    columns = CLASS_COLUMNS
    default_order = Order("starts_on", descending=True)
    empty_state = EmptyState(_("No class fits"), _("Change or reset the filter to see more."))

    def get_base_queryset(self) -> QuerySet:
        return TrainingClass.objects.with_participation()

    def get_columns(self) -> Sequence[Column]:
        """Who sees one centre only needs no column that says which."""
        scope = self.scope
        is_one = len(scope.centres) == 1 and not scope.everything and not scope.regions
        return [column for column in CLASS_COLUMNS if not (is_one and column.name == "centre")]

    def get_page_actions(self) -> Sequence[PageAction]:
        return [
            PageAction(_("Plan a class"), reverse("programs:class_plan"), action=Action.PLAN_CLASS, primary=True),
            PageAction(_("Calendar"), reverse("programs:class_calendar")),
            PageAction(_("Interest"), reverse("trainees:interest")),
        ]


@dataclass(frozen=True)
class Move:
    """A state that the class may go to next, and what it still needs for that."""

    to: str
    label: str | Promise
    url: str
    needs: list[str]

    @property
    def is_close(self) -> bool:
        return self.to == ClassState.CLOSED

    @property
    def is_cancel(self) -> bool:
        return self.to == ClassState.CANCELLED


class ClassDetailView(ScopedDetailView):
    action = Action.VIEW_CLASSES
    template_name = "programs/class_detail.html"

    def get_base_queryset(self) -> QuerySet:
        return TrainingClass.objects.for_list().select_related("room").with_participation()

    def get_crumbs(self) -> Sequence[Crumb]:
        return class_crumbs(self.object)

    def get_page_actions(self) -> Sequence[PageAction]:
        is_over = self.object.state in (ClassState.CLOSED, ClassState.CANCELLED)
        if is_over or not may(self.request.user, Action.PLAN_CLASS, self.object):
            return []
        return [PageAction(_("Edit the plan"), reverse("programs:class_edit", args=[self.object.pk]))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            page_badge=CLASS_BADGES[self.object.state],
            tabs=class_tabs(self.object, self.request.user, "programs:class_detail"),
            steps=self.steps(),
            moves=self.moves(),
            facts=self.facts(),
            is_overdue=self.is_overdue,
            assignments=self.object.assignments.select_related("instructor"),
            may_assign=self.may_assign,
            **kwargs,
        )

    @property
    def may_assign(self) -> bool:
        is_over = self.object.state in (ClassState.CLOSED, ClassState.CANCELLED)
        return not is_over and may(self.request.user, Action.PLAN_CLASS, self.object)

    @property
    def is_overdue(self) -> bool:
        ends_on = self.object.ends_on
        return self.object.state == ClassState.RUNNING and ends_on is not None and ends_on < today()

    def facts(self) -> list[tuple[str | Promise, Any]]:
        row = self.object
        return [
            (_("Class number"), row.number),
            (_("Training centre"), row.centre.name),
            (_("Programme"), row.programme.title),
            (_("Field"), row.programme.field.name),
            (_("Hours (JP)"), row.programme.hours),
            (_("Fiscal year"), row.fiscal_year),
            (_("Funding source"), row.get_funding_source_display()),
            (_("Budget line"), row.budget_line),
            (_("Room"), row.room),
            *(((_("Place outside the centre"), row.venue),) if row.venue else ()),
            (_("Minimum attendance"), percent(row.minimum_attendance, 0)),
            (_("First day"), long_date(row.starts_on)),
            (_("Last day"), long_date(row.ends_on)),
            (_("Seats"), number(row.seats)),
            (_("Taken"), number(row.taken)),
            (_("Passed"), number(row.passed)),
            *(((_("Closing document"), row.closing_document),) if row.closing_document else ()),
            *(((_("Reason for cancelling"), row.cancel_reason),) if row.cancel_reason else ()),
        ]

    def steps(self) -> list[Step]:
        """The way of the class, each state with the day it was entered and by whom."""
        seen = first_seen(self.object, "state")
        state = self.object.state
        way = [*CLASS_WAY]
        if state == ClassState.CANCELLED:
            way = [step for step in CLASS_WAY if step in seen] + [ClassState.CANCELLED]
        here = way.index(state)
        steps = []
        for position, step in enumerate(way):
            entry = seen.get(step)
            note = f"{short_date(entry.at)}{f' · {entry.actor}' if entry.actor else ''}" if entry else ""
            kind = (
                "done" if position < here or state == ClassState.CLOSED else "current" if position == here else "todo"
            )
            steps.append(Step(step.label, "cancelled" if step == ClassState.CANCELLED else kind, note))
        return steps

    def moves(self) -> list[Move]:
        """What may come next, as far as this reader decides it."""
        return [
            Move(to, MOVE_LABELS[to], _move_url(self.object, to), what_is_missing(self.object, to))
            for to in CLASS_MOVES[self.object.state]
            if may(self.request.user, Action.CLOSE_CLASS if to == ClassState.CLOSED else Action.MOVE_CLASS, self.object)
        ]


def _move_url(training_class: TrainingClass, to: str) -> str:
    if to == ClassState.CLOSED:
        return reverse("trainees:class_close", args=[training_class.pk])
    return reverse("programs:class_move", args=[training_class.pk, to])


class ClassPlanView(ServiceFormView):
    action = Action.PLAN_CLASS
    page_title = _("Plan a class")
    page_lead = _("One package of the plan: a programme at a centre, with its seats.")
    form_class = ClassForm
    queryset = TrainingClass.objects.all()
    submit_label = _("Plan the class")
    success_message = _("The class is planned.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "scope": self.scope}

    def get_crumbs(self) -> Sequence[Crumb]:
        return [CLASSES, Crumb(self.page_title)]

    def call_service(self, form: ClassForm) -> TrainingClass:
        return plan_class(actor=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_cancel_url(self) -> str:
        return reverse("programs:class_list")


class ClassEditView(ClassPlanView):
    page_title = _("Edit the plan")
    page_lead = ""
    submit_label = _("Save")
    success_message = _("The plan is changed.")

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in ClassForm.base_fields}

    def get_form(self, form_class: type[ClassForm] | None = None) -> ClassForm:
        form = super().get_form(form_class)
        # A class stays with its centre: its people were enrolled there.
        form.fields["centre"].disabled = True
        return form

    def get_crumbs(self) -> Sequence[Crumb]:
        return class_crumbs(self.object, self.page_title)

    def call_service(self, form: ClassForm) -> TrainingClass:
        return change_class(actor=self.request.user, training_class=self.object, **form.cleaned_data)

    def get_cancel_url(self) -> str:
        return self.object.get_absolute_url()


class ClassMoveView(ActionView):
    """The state is part of the address; closing has its own page, since it decides about every participant."""

    action = Action.MOVE_CLASS
    queryset = TrainingClass.objects.all()

    @cached_property
    def to(self) -> ClassState:
        try:
            return ClassState(self.kwargs["to"])
        except ValueError as error:
            raise Http404 from error

    def call_service(self) -> TrainingClass:
        return move_class(
            actor=self.request.user,
            training_class=self.object,
            to=self.to,
            reason=self.request.POST.get("reason", ""),
        )

    def get_success_message(self) -> str:
        return gettext("The class is now “%(state)s”.") % {"state": self.to.label}

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()
