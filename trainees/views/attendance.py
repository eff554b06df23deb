"""Attendance: a grid made for the keyboard that works without a script, pasting, planning, and sheets of paper."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import require
from kaltim_naker.audit.access_log import record_access
from kaltim_naker.audit.models import AccessKind
from kaltim_naker.core.errors import DomainError
from kaltim_naker.ui.components import PageAction
from kaltim_naker.ui.failures import Refused, run_in_words
from kaltim_naker.ui.formatting import percent
from kaltim_naker.ui.papers import pdf_response
from kaltim_naker.ui.views import GuardedView, ServiceFormView
from programs.choices import ClassState
from programs.permissions import may as may_on_class
from programs.views import class_crumbs, class_tabs
from trainees.documents.attendance import Register, register_of, was_taking_part
from trainees.documents.papers import attendance_list_pdf, first_week
from trainees.forms.attendance import AttendanceForm, CodeForm, PasteForm, SessionsForm, cell_name, shown_value
from trainees.models import Session
from trainees.services import plan_sessions, plan_working_days, record_attendance
from trainees.views.classes import ClassFormView, ClassMixin

_WEEK = timedelta(days=7)


class WeekMixin(ClassMixin):
    """The days shown: `?week=` is any day of the week; without it, this week or the first of the class."""

    request: HttpRequest

    @cached_property
    def monday(self) -> date:
        try:
            day = date.fromisoformat(self.request.GET.get("week", ""))
        except ValueError:
            day = first_week(self.training_class)
        return day - timedelta(days=day.weekday())

    @cached_property
    def register(self) -> Register:
        shown = self.training_class.sessions.filter(held_on__gte=self.monday, held_on__lt=self.monday + _WEEK)
        return register_of(self.training_class, shown.order_by("held_on", "part"))

    def week_url(self, monday: date) -> str:
        return f"{reverse('trainees:class_attendance', args=[self.training_class.pk])}?week={monday:%Y-%m-%d}"


class AttendanceView(WeekMixin, GuardedView):
    """Look, and where somebody may, write. A GET form and one POST: no script is needed."""

    action = Action.VIEW_ATTENDANCE
    template_name = "trainees/class_attendance.html"

    def get_page_title(self) -> str:
        return str(self.training_class)

    def get_crumbs(self) -> Sequence[Any]:
        return class_crumbs(self.training_class, _("Attendance"))

    @cached_property
    def may_record(self) -> bool:
        is_running = self.training_class.state == ClassState.RUNNING
        return is_running and may_on_class(self.request.user, Action.RECORD_ATTENDANCE, self.training_class)

    def get_page_actions(self) -> Sequence[PageAction]:
        pk, week = self.training_class.pk, f"?week={self.monday:%Y-%m-%d}"
        actions = [PageAction(_("Sheet to sign (PDF)"), reverse("trainees:attendance_sheet", args=[pk]) + week)]
        if self.may_record:
            actions += [
                PageAction(_("Paste from a spreadsheet"), reverse("trainees:attendance_paste", args=[pk]) + week),
                PageAction(_("Plan sessions"), reverse("trainees:class_sessions", args=[pk])),
            ]
        return actions

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render(AttendanceForm(register=self.register))

    def render(self, form: AttendanceForm, status: int = 200) -> HttpResponse:
        return TemplateResponse(self.request, self.template_name, self.page_context(form), status=status)

    def page_context(self, form: AttendanceForm) -> dict[str, Any]:
        training_class, typed = self.training_class, form.data if form.is_bound else None
        return {
            "page_title": self.get_page_title(),
            "crumbs": self.get_crumbs(),
            "page_actions": self.get_page_actions(),
            "tabs": class_tabs(training_class, self.request.user, "trainees:class_attendance"),
            "training_class": training_class,
            "form": form,
            "sessions": self.register.sessions,
            "rows": [self.row(presence, form, typed) for presence in self.register.rows],
            "below": self.register.below_minimum,
            "may_record": self.may_record,
            "monday": self.monday,
            "sunday": self.monday + timedelta(days=6),
            "previous_url": self.week_url(self.monday - _WEEK),
            "next_url": self.week_url(self.monday + _WEEK),
        }

    def row(self, presence: Any, form: AttendanceForm, typed: Any) -> dict[str, Any]:
        cells = []
        for session, mark in zip(self.register.sessions, presence.marks, strict=True):
            name = cell_name(session, presence.enrolment)
            cells.append(
                {
                    "name": name,
                    "session": session,
                    "value": shown_value(mark, session.hours, typed, name),
                    "mark": mark,
                    "wrong": form.wrong.get(name, ""),
                    "is_open": was_taking_part(presence.enrolment, session.held_on),
                }
            )
        return {"presence": presence, "cells": cells, "share": percent(presence.share, 1)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _class = self.training_class
        require(request.user, Action.RECORD_ATTENDANCE)
        form = AttendanceForm(request.POST, register=self.register)
        if not form.is_valid():
            return self.render(form, status=422)
        try:
            changed = run_in_words(lambda: self.save(form))
        except Refused as refused:
            refused.add_to(form)
            return self.render(form, status=422)
        messages.success(request, saved_message(changed))
        return HttpResponseRedirect(self.week_url(self.monday))

    def save(self, form: AttendanceForm) -> int:
        if not self.may_record:
            raise DomainError("may_not_record", _("Attendance of this class cannot be recorded here."))
        return record_attendance(
            actor=self.request.user,
            training_class=self.training_class,
            cells=form.cells,
            late_reason=form.cleaned_data["late_reason"],
        )


def saved_message(changed: int) -> str:
    if not changed:
        return gettext("Nothing was changed.")
    return ngettext("%(count)s mark is saved.", "%(count)s marks are saved.", changed) % {"count": changed}


class PasteView(WeekMixin, ClassFormView):
    action = Action.RECORD_ATTENDANCE
    page_title = _("Paste from a spreadsheet")
    form_class = PasteForm
    submit_label = _("Take over")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "register": self.register}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        days = ", ".join(str(session) for session in self.register.sessions)
        lead = gettext("Sessions shown, in this order: %(days)s") % {"days": days or gettext("none this week")}
        return super().get_context_data(page_lead=lead, **kwargs)

    def call_service(self, form: PasteForm) -> int:
        return record_attendance(
            actor=self.request.user,
            training_class=self.object,
            cells=form.cells,
            late_reason=form.cleaned_data["late_reason"],
        )

    def get_success_message(self) -> str:
        return saved_message(self.result)

    def get_success_url(self) -> str:
        return self.week_url(self.monday)

    get_cancel_url = get_success_url


class SessionsView(ClassFormView):
    action = Action.RECORD_ATTENDANCE
    page_title = _("Plan sessions")
    form_class = SessionsForm
    submit_label = _("Plan")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "training_class": self.object}

    def call_service(self, form: SessionsForm) -> list[Session]:
        asked = {name: form.cleaned_data[name] for name in ("hours", "instructor")}
        day = form.cleaned_data["held_on"]
        if day is None:
            return plan_working_days(actor=self.request.user, training_class=self.object, **asked)
        return plan_sessions(
            actor=self.request.user,
            training_class=self.object,
            days=[day],
            topic=form.cleaned_data["topic"],
            **asked,
        )

    def get_success_message(self) -> str:
        count = len(self.result)
        return ngettext("%(count)s session is planned.", "%(count)s sessions are planned.", count) % {"count": count}

    def get_success_url(self) -> str:
        return reverse("trainees:class_attendance", args=[self.object.pk])

    get_cancel_url = get_success_url


class SheetView(WeekMixin, GuardedView):
    """The list to sign, with a code for each session."""

    action = Action.VIEW_ATTENDANCE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        training_class = self.training_class
        record_access(actor=request.user, kind=AccessKind.DOWNLOAD, subject=training_class.pk, request=request)
        content = attendance_list_pdf(training_class, first=self.monday, language=get_language())
        return pdf_response(content, "daftar-hadir.pdf")


class CodeView(ServiceFormView):
    """From the sheet of paper back to the grid: the code opens exactly this session."""

    action = Action.RECORD_ATTENDANCE
    page_title = _("Attendance from paper")
    page_lead = _("Type the code from the head of the signed column.")
    form_class = CodeForm
    queryset = Session.objects.all()
    submit_label = _("Open")

    def call_service(self, form: CodeForm) -> Session:
        session = self.get_queryset().filter(code=form.cleaned_data["code"]).first()
        if session is None:
            raise DomainError("code_unknown", _("There is no session with this code in your area."), field="code")
        return session

    def get_success_url(self) -> str:
        address = reverse("trainees:class_attendance", args=[self.result.training_class_id])
        return f"{address}?week={self.result.held_on:%Y-%m-%d}#s-{self.result.pk}"
