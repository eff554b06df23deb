"""Logbooks: written by staff from paper, or by participant and mentor through a personal link without an account."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from companies.choices.apprenticeships import LogHolder
from companies.forms.apprentices import StaffWeekForm, WeekForm
from companies.formulas.apprenticeships import monday_of
from companies.models import Apprentice, LogbookWeek, Mentor
from companies.services import (
    BOTH,
    LogbookInvitation,
    apprentices_of,
    confirm_week_by_link,
    invite_apprentice,
    invite_mentor,
    keep_week,
    keep_week_by_link,
    link_of,
)
from companies.views.apprentices import ApprenticeFormView
from companies.views.apprenticeships import programme_crumbs
from kaltim_naker.access.actions import Action
from kaltim_naker.core.periods import today
from kaltim_naker.core.throttle import is_too_often
from kaltim_naker.ui.components import Crumb
from kaltim_naker.ui.failures import Refused, run_in_words
from kaltim_naker.ui.views import GuardedView, ScopedObjectMixin, keep_private

#: How often one address may open or send a logbook within a minute.
PER_MINUTE = 30


def weeks_of(one: Apprentice) -> list[date]:
    """The Mondays of an apprenticeship until today, the newest first."""
    if one.started_on is None:
        return []
    week, weeks = monday_of(min(one.ended_on or one.ends_on, today())), []
    while week >= monday_of(one.started_on):
        weeks.append(week)
        week -= timedelta(days=7)
    return weeks


class WeekView(ApprenticeFormView):
    """Staff write down a week from the paper logbook."""

    page_title = _("Write a week")
    form_class = StaffWeekForm
    success_message = _("The week is in the logbook.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "weeks": weeks_of(self.object)}

    def call_service(self, form: StaffWeekForm) -> LogbookWeek:
        return keep_week(
            actor=self.request.user,
            apprentice=self.object,
            week=form.cleaned_data["week"],
            data=form.data_of_week(),
            by=BOTH if form.cleaned_data["is_signed"] else (),
        )


# --- making links --------------------------------------------------------------------------------------------------
class InviteView(ScopedObjectMixin, GuardedView):
    """Makes a personal link and shows it with its message, once: only its digest is kept."""

    action = Action.MANAGE_APPRENTICESHIPS
    http_method_names = ["post", "options"]

    def invite(self) -> LogbookInvitation:
        raise NotImplementedError

    def get_back_url(self) -> str:
        raise NotImplementedError

    def get_crumbs(self) -> Sequence[Crumb]:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _record = self.object  # 404 before anything else
        try:
            invitation = run_in_words(self.invite)
        except Refused as refused:
            messages.error(request, refused.text)
            return HttpResponseRedirect(self.get_back_url())
        context = {
            "page_title": gettext("Personal link to the logbook"),
            "crumbs": self.get_crumbs(),
            "invitation": invitation,
            "back_url": self.get_back_url(),
        }
        return TemplateResponse(request, "companies/logbook_message.html", context)


class ApprenticeLinkView(InviteView):
    def get_base_queryset(self) -> QuerySet:
        return Apprentice.objects.for_list().at_sites_of(self.scope)

    def invite(self) -> LogbookInvitation:
        return invite_apprentice(actor=self.request.user, apprentice=self.object)

    def get_back_url(self) -> str:
        return self.object.get_absolute_url()

    def get_crumbs(self) -> Sequence[Crumb]:
        return programme_crumbs(self.object.apprenticeship, str(self.object))


class MentorLinkView(InviteView):
    queryset = Mentor.objects.select_related("apprenticeship__site__company")

    def invite(self) -> LogbookInvitation:
        return invite_mentor(actor=self.request.user, mentor=self.object)

    def get_back_url(self) -> str:
        return self.object.apprenticeship.get_absolute_url()

    def get_crumbs(self) -> Sequence[Crumb]:
        return programme_crumbs(self.object.apprenticeship, self.object.full_name)


# --- the page behind a link ----------------------------------------------------------------------------------------
@method_decorator(login_not_required, name="dispatch")
class LogbookLinkView(FormView):
    """The logbook behind a personal link: no account, one page, works on an old phone without a script.

    A participant writes his weeks and confirms what the mentor wrote; a mentor does so for everybody he guides. A link
    that is unknown, replaced or expired gets one and the same answer. `?of=` names the participant, for mentors.
    """

    template_name = "companies/logbook.html"
    form_class = WeekForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_too_often(request, "logbook", limit=PER_MINUTE):
            response: HttpResponseBase = self.say(gettext("Please wait a minute"), "companies/logbook_wait.html", 429)
        else:
            self.link = link_of(kwargs["token"])
            self.people = apprentices_of(self.link) if self.link else []
            if self.people:
                response = super().dispatch(request, *args, **kwargs)
            else:
                response = self.say(gettext("This link cannot be used"), "companies/logbook_over.html", 404)
        response["X-Robots-Tag"] = "noindex"
        return keep_private(response)

    def say(self, title: str, template: str, status: int) -> HttpResponse:
        return TemplateResponse(self.request, template, {"page_title": title}, status=status)

    @cached_property
    def apprentice(self) -> Apprentice:
        """Whose logbook is open: the one named, else the first."""
        asked = self.request.GET.get("of", "")
        return next((one for one in self.people if str(one.pk) == asked), self.people[0])

    @cached_property
    def weeks(self) -> dict[date, LogbookWeek]:
        return {row.week: row for row in self.apprentice.weeks.all()}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.confirm() if "confirm" in request.POST else super().post(request, *args, **kwargs)

    def confirm(self) -> HttpResponse:
        row = next((row for row in self.weeks.values() if str(row.pk) == self.request.POST["confirm"]), None)
        if row is None:
            return self.say(gettext("This link cannot be used"), "companies/logbook_over.html", 404)
        return self.carry_out(lambda: confirm_week_by_link(token=self.kwargs["token"], week=row))

    def form_valid(self, form: WeekForm) -> HttpResponse:
        week, data = form.cleaned_data["week"], form.data_of_week()
        try:
            run_in_words(
                lambda: keep_week_by_link(token=self.kwargs["token"], apprentice=self.apprentice, week=week, data=data)
            )
        except Refused as refused:
            refused.add_to(form)
            return self.form_invalid(form)
        return self.back(gettext("The week is in the logbook."))

    def carry_out(self, call: Any) -> HttpResponse:
        try:
            run_in_words(call)
        except Refused as refused:
            messages.error(self.request, refused.text)
            return HttpResponseRedirect(self.request.get_full_path())
        return self.back(gettext("The week is confirmed."))

    def back(self, text: str) -> HttpResponse:
        messages.success(self.request, text)
        return HttpResponseRedirect(self.request.get_full_path())

    def form_invalid(self, form: WeekForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "weeks": weeks_of(self.apprentice)}

    def get_initial(self) -> dict[str, Any]:
        """The oldest week of the last month that is not written; a chosen one comes with what stands there."""
        asked = self.request.GET.get("week", "")
        row = next((row for row in self.weeks.values() if row.week.isoformat() == asked), None)
        if row is not None:
            names = ("activities", "unit", "practice_hours", "theory_hours", "incident")
            return {"week": row.week.isoformat(), **{name: getattr(row, name) for name in names}}
        missing = [week for week in weeks_of(self.apprentice)[:5] if week not in self.weeks]
        return {"week": missing[-1].isoformat()} if missing else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_mentor = self.link.holder == LogHolder.MENTOR
        mine = "mentor_confirmed_at" if is_mentor else "apprentice_confirmed_at"
        rows = sorted(self.weeks.values(), key=lambda row: row.week, reverse=True)
        return super().get_context_data(
            page_title=gettext("Logbook of the apprenticeship"),
            is_mentor=is_mentor,
            apprentice=self.apprentice,
            people=self.people if is_mentor else [],
            rows=[(row, getattr(row, mine) is None) for row in rows],
            **kwargs,
        )
