"""Pages of rooms and instructors, who teaches a class, and the calendar of a centre."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import Period, today
from kaltim_naker.ui.components import Crumb, PageAction
from kaltim_naker.ui.formatting import short_date
from kaltim_naker.ui.views import ActionView, PageView, ServiceFormView
from programs.forms import AssignForm, InstructorForm, RoomForm
from programs.models import ClassInstructor, Instructor, Room, TrainingCentre, TrainingClass
from programs.services import add_instructor, add_room, assign_instructor, release_instructor
from programs.tables import CLASS_BADGES
from programs.views.classes import CLASSES, class_crumbs

RESOURCES = Crumb(_("Rooms and instructors"), reverse_lazy("programs:resources"))


class ResourcesView(PageView):
    """What a centre has to teach with."""

    action = Action.MANAGE_RESOURCES
    template_name = "programs/resources.html"
    page_title = _("Rooms and instructors")

    def get_page_actions(self) -> Sequence[PageAction]:
        return [
            PageAction(_("Add a room"), reverse("programs:room_add")),
            PageAction(_("Add an instructor"), reverse("programs:instructor_add")),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            rooms=Room.objects.visible_to(self.scope).select_related("centre"),
            instructors=Instructor.objects.visible_to(self.scope).select_related("centre", "field"),
            **kwargs,
        )


class RoomAddView(ServiceFormView):
    action = Action.MANAGE_RESOURCES
    page_title = _("Add a room")
    form_class = RoomForm
    queryset = Room.objects.all()
    success_message = _("The room is added.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "scope": self.scope}

    def get_crumbs(self) -> Sequence[Crumb]:
        return [RESOURCES, Crumb(self.page_title)]

    def call_service(self, form: RoomForm) -> Room:
        return add_room(actor=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("programs:resources")

    get_cancel_url = get_success_url


class InstructorAddView(RoomAddView):
    page_title = _("Add an instructor")
    form_class = InstructorForm
    queryset = Instructor.objects.all()
    success_message = _("The instructor is added.")

    def call_service(self, form: InstructorForm) -> Instructor:
        return add_instructor(actor=self.request.user, **form.cleaned_data)


class AssignView(ServiceFormView):
    """Who teaches the class; a clash is refused with the other class named."""

    action = Action.PLAN_CLASS
    page_title = _("Assign an instructor")
    form_class = AssignForm
    queryset = TrainingClass.objects.for_list()
    submit_label = _("Assign")
    success_message = _("The instructor is assigned.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "training_class": self.object}

    def get_crumbs(self) -> Sequence[Crumb]:
        return class_crumbs(self.object, self.page_title)

    def call_service(self, form: AssignForm) -> ClassInstructor:
        return assign_instructor(actor=self.request.user, training_class=self.object, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    get_cancel_url = get_success_url


class ReleaseView(ActionView):
    """Take an instructor off a class."""

    action = Action.PLAN_CLASS
    queryset = TrainingClass.objects.all()
    success_message = _("The instructor does not teach this class any more.")

    def call_service(self) -> None:
        asked = self.request.POST.get("instructor", "")
        teaching = Instructor.objects.filter(assignments__training_class=self.object)
        instructor = teaching.filter(pk=int(asked)).first() if asked.isascii() and asked.isdigit() else None
        if instructor is None:
            raise DomainError("not_assigned", _("This instructor does not teach this class."))
        release_instructor(actor=self.request.user, training_class=self.object, instructor=instructor)

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()


class CalendarView(PageView):
    """A quarter by weeks: what runs where. `?year=`, `?quarter=` and `?centre=` are in the address."""

    action = Action.VIEW_CLASSES
    template_name = "programs/calendar.html"
    page_title = _("Calendar of classes")

    @cached_property
    def period(self) -> Period:
        asked = (self.request.GET.get("year", ""), self.request.GET.get("quarter", ""))
        try:
            return Period(*map(int, asked))
        except ValueError:
            return Period.of(TrainingClass.objects.visible_to(self.scope).latest_day(today()))

    @cached_property
    def centres(self) -> list[TrainingCentre]:
        scope = self.scope
        return list(TrainingCentre.objects.all() if scope.regions else TrainingCentre.objects.run_by(scope))

    def get_crumbs(self) -> Sequence[Crumb]:
        return [CLASSES, Crumb(self.page_title)]

    def classes(self) -> QuerySet:
        classes = TrainingClass.objects.visible_to(self.scope).between(self.period.start, self.period.end)
        return classes.select_related("programme", "centre", "room").prefetch_related("assignments__instructor")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        weeks = weeks_of(self.period)
        by_centre: dict[Any, list[Any]] = {}
        for training in self.classes().order_by("centre__short_name", "room__name", "starts_on"):
            by_centre.setdefault(training.centre, []).append(calendar_row(training, weeks))
        return super().get_context_data(
            period=self.period,
            weeks=weeks,
            centres=by_centre.items(),
            previous_url=quarter_url(self.period, -1),
            next_url=quarter_url(self.period, 1),
            **kwargs,
        )


def weeks_of(period: Period) -> list[date]:
    """The Mondays whose week has a day in the period."""
    first = period.start - timedelta(days=period.start.weekday())
    return [first + timedelta(weeks=n) for n in range((period.end - first).days // 7 + 1)]


def calendar_row(training: TrainingClass, weeks: list[date]) -> dict[str, Any]:
    return {
        "training": training,
        "badge": CLASS_BADGES[training.state],
        "days": f"{short_date(training.starts_on)} – {short_date(training.ends_on)}",
        "instructors": ", ".join(one.instructor.full_name for one in training.assignments.all()),
        "weeks": [training.starts_on <= week + timedelta(days=6) and week <= training.ends_on for week in weeks],
    }


def quarter_url(period: Period, step: int) -> str:
    index = period.year * 4 + (period.quarter or 1) - 1 + step
    return f"?year={index // 4}&quarter={index % 4 + 1}"
