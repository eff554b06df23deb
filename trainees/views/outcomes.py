"""Pages of tracing: who is due, the answer by link or phone, placements, absorption."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from kaltim_naker.access.actions import Action
from kaltim_naker.core.periods import fiscal_year, today
from kaltim_naker.core.phones import national_form
from kaltim_naker.ui.components import Crumb, EmptyState, PageAction, Tab
from kaltim_naker.ui.failures import Refused, run_in_words
from kaltim_naker.ui.formatting import number, percent
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.personal import PersonalListView
from kaltim_naker.ui.tables import Column, Kind
from kaltim_naker.ui.views import (
    GuardedView,
    PageView,
    ScopedObjectMixin,
    ServiceFormView,
    keep_private,
)
from programs.models import TrainingClass
from trainees.constants import TRACER_MONTHS
from trainees.documents.outcomes import (
    DIMENSIONS,
    absorption,
    absorption_by,
    interest_by,
    rounds_due,
    verification_of,
)
from trainees.filters import TracerFilter
from trainees.forms.outcomes import AnswerForm, PhoneAnswerForm, PlacementForm
from trainees.models import Enrolment, GraduateSample, JobSeeker, TracerRound
from trainees.services import (
    answer_by_link,
    answer_by_phone,
    invite_graduate,
    note_no_answer,
    record_placement,
    round_of_link,
)
from trainees.views.people import person_crumbs

TRACER = Crumb(_("Tracing graduates"), reverse_lazy("trainees:tracer_list"))


class TracerListView(PersonalListView):
    """Whose round is due and not answered. The months are part of the address; three by default."""

    action = Action.TRACE_GRADUATES
    page_title = _("Tracing graduates")
    queryset = Enrolment.objects.all()
    filterset_class = TracerFilter
    default_order = Order("ended_on")
    empty_state = EmptyState(_("Nobody is due"), _("Everybody whose round has come has answered."))

    @cached_property
    def months(self) -> int:
        asked = self.request.GET.get("months", "")
        return int(asked) if asked in map(str, TRACER_MONTHS) else TRACER_MONTHS[0]

    def get_base_queryset(self) -> QuerySet:
        return Enrolment.objects.due_for_round(self.months, today()).not_answered(self.months)

    def get_columns(self) -> Sequence[Column]:
        return (
            Column("name", _("Name"), "job_seeker__full_name", link=self.ask_url, heading=True),
            Column("class", _("Training class"), "training_class__programme__title"),
            Column("centre", _("Training centre"), "training_class__centre__short_name", wide=True),
            Column("region", _("Regency or city"), "job_seeker__domicile__short_name", wide=True),
            Column("ended_on", _("Closed on"), kind=Kind.DATE, sort="ended_on"),
        )

    def ask_url(self, row: dict[str, Any]) -> str:
        return reverse("trainees:tracer_ask", args=[row["pk"], self.months])

    def get_page_actions(self) -> Sequence[PageAction]:
        return [PageAction(_("Absorption"), reverse("trainees:absorption"), action=Action.VIEW_ABSORPTION)]


class RoundMixin(ScopedObjectMixin):
    """A graduate and the months of a round; both are in the address."""

    queryset = Enrolment.objects.for_list()

    @property
    def months(self) -> int:
        return int(self.kwargs["months"])

    def get_success_url(self) -> str:
        return f"{reverse('trainees:tracer_list')}?months={self.months}"


class AskView(RoundMixin, ServiceFormView):
    """Ask one graduate: send a link, write down a call, or that nobody picked up."""

    action = Action.TRACE_GRADUATES
    template_name = "trainees/tracer_ask.html"
    form_class = PhoneAnswerForm
    submit_label = _("Write down the answer")
    success_message = _("The answer is written down.")

    def get_page_title(self) -> str:
        return str(self.object.job_seeker)

    def get_crumbs(self) -> Sequence[Crumb]:
        return [TRACER, Crumb(str(self.object.job_seeker))]

    def call_service(self, form: PhoneAnswerForm) -> TracerRound:
        return answer_by_phone(actor=self.request.user, enrolment=self.object, months=self.months, answer=form.answer())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, training_class = self.object.job_seeker, self.object.training_class
        known = TracerRound.objects.filter(enrolment=self.object, months=self.months).first()
        facts = [
            (_("Training class"), training_class),
            (_("Training centre"), training_class.centre.short_name),
            (_("Phone"), national_form(person.phone) if person.phone else ""),
            (_("Round"), gettext("%(months)s months after closing") % {"months": self.months}),
            (_("Calls without answer"), number(known.attempts) if known else "0"),
            (_("Link valid until"), known.link_expires_at if known and known.has_live_link else None),
        ]
        return super().get_context_data(facts=facts, known=known, months=self.months, **kwargs)


class InviteView(RoundMixin, GuardedView):
    """Makes a personal link and shows it with its message, once: only its digest is kept."""

    action = Action.TRACE_GRADUATES
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        enrolment = self.object
        try:
            invitation = run_in_words(
                lambda: invite_graduate(actor=request.user, enrolment=enrolment, months=self.months)
            )
        except Refused as refused:
            messages.error(request, refused.text)
            return HttpResponseRedirect(self.get_success_url())
        context = {
            "page_title": str(enrolment.job_seeker),
            "crumbs": [TRACER, Crumb(str(enrolment.job_seeker))],
            "invitation": invitation,
            "back_url": self.get_success_url(),
        }
        return TemplateResponse(request, "trainees/tracer_message.html", context)


class NoAnswerView(RoundMixin, GuardedView):
    action = Action.TRACE_GRADUATES
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        enrolment = self.object
        try:
            run_in_words(lambda: note_no_answer(actor=request.user, enrolment=enrolment, months=self.months))
        except Refused as refused:
            messages.error(request, refused.text)
        else:
            messages.success(request, gettext("Noted: nobody picked up."))
        return HttpResponseRedirect(self.get_success_url())


@method_decorator(login_not_required, name="dispatch")
class TracerAnswerView(FormView):
    """The short form behind a personal link: no account, one page, works on an old phone without a script.

    A link that is unknown, used or expired gets one and the same answer. Its address leaves the site with nobody: pages
    tell other sites no referrer (SECURE_REFERRER_POLICY).
    """

    template_name = "trainees/tracer_form.html"
    form_class = AnswerForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.round = round_of_link(kwargs["token"])
        if self.round is None:
            response: HttpResponseBase = TemplateResponse(
                request, "trainees/tracer_over.html", {"page_title": gettext("This link cannot be used")}, status=404
            )
        else:
            response = super().dispatch(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return keep_private(response)

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        try:
            run_in_words(lambda: answer_by_link(token=self.kwargs["token"], answer=form.answer()))
        except Refused as refused:
            refused.add_to(form)
            return self.form_invalid(form)
        return TemplateResponse(self.request, "trainees/tracer_thanks.html", {"page_title": gettext("Thank you")})

    def form_invalid(self, form: AnswerForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        enrolment = self.round.enrolment
        # The first name as on the card's first word: enough to know that the link is meant for oneself.
        return super().get_context_data(
            page_title=gettext("How are you doing today?"),
            name=enrolment.job_seeker.full_name.split()[0],
            programme=enrolment.training_class.programme,
            **kwargs,
        )


class PlacementView(ServiceFormView):
    action = Action.TRACE_GRADUATES
    page_title = _("Record a placement")
    form_class = PlacementForm
    queryset = JobSeeker.objects.all()
    success_message = _("The placement is recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "job_seeker": self.object}

    def get_crumbs(self) -> Sequence[Crumb]:
        return person_crumbs(self.object, self.page_title)

    def call_service(self, form: PlacementForm) -> Any:
        return record_placement(
            actor=self.request.user,
            job_seeker=self.object,
            enrolment=form.cleaned_data["enrolment"],
            data=form.data_of_placement(),
        )

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    get_cancel_url = get_success_url


class YearView(PageView):
    """A page of figures of one year; `?year=` and `?by=` are in the address."""

    dimensions: Sequence[tuple[str, Any]] = ()

    @cached_property
    def year(self) -> int:
        asked = self.request.GET.get("year", "")
        if asked.isascii() and asked.isdigit() and 2000 <= int(asked) <= 2100:
            return int(asked)
        return TrainingClass.objects.visible_to(self.scope).latest_year(fiscal_year(today()))

    @cached_property
    def by(self) -> str:
        asked = self.request.GET.get("by", "")
        return asked if asked in dict(self.dimensions) else self.dimensions[0][0]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tabs = [Tab(label, f"?year={self.year}&by={key}", current=key == self.by) for key, label in self.dimensions]
        return super().get_context_data(
            year=self.year,
            tabs=tabs,
            by_label=dict(self.dimensions)[self.by],
            previous_url=f"?year={self.year - 1}&by={self.by}",
            next_url=f"?year={self.year + 1}&by={self.by}",
            **kwargs,
        )


class AbsorptionView(YearView):
    """How many graduates of a year found work: always a range, always with the response rate."""

    action = Action.VIEW_ABSORPTION
    template_name = "trainees/absorption.html"
    page_title = _("Absorption of graduates")
    page_lead = _(
        "Counted: who began to work within six months after the class was closed. The lower end is of all graduates, "
        "the upper end of those who answered."
    )
    dimensions = (
        ("centre", _("Training centre")),
        ("programme", _("Programme")),
        ("sector", _("Sector")),
        ("region", _("Regency or city")),
    )
    assert set(DIMENSIONS) == {key for key, _label in dimensions}  # noqa: S101 - both lists say the same

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        span = (date(self.year, 1, 1), date(self.year, 12, 31))
        samples = GraduateSample.objects.visible_to(self.scope).filter(year=self.year).select_related("centre")
        return super().get_context_data(
            whole=shown(gettext("Together"), absorption(*span, self.scope)),
            rows=[
                shown(part.name or gettext("not recorded"), part.absorption)
                for part in absorption_by(self.by, *span, self.scope)
            ],
            rounds=[
                (one.months, number(one.due), number(one.answered), percent(one.response_rate, 1))
                for one in rounds_due(TRACER_MONTHS, today(), self.scope)
            ],
            samples=[(sample, verification_of(sample)) for sample in samples],
            **kwargs,
        )


def shown(name: str, found: Any) -> dict[str, Any]:
    """One line of the table in words."""
    return {
        "name": name,
        "graduates": number(found.graduates),
        "answered": number(found.answered),
        "placed": number(found.placed),
        "lowest": percent(found.lowest, 1),
        "highest": percent(found.highest, 1),
        "response": percent(found.response_rate, 1),
    }


class InterestView(YearView):
    """Applicants for the seats of the year, the least wanted first."""

    action = Action.VIEW_CLASSES
    template_name = "trainees/interest.html"
    page_title = _("Interest in programmes")
    page_lead = _("Applicants of all classes that took applications, by the seats of these classes.")
    dimensions = (("programme", _("Programme")), ("sector", _("Sector")))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [
            {
                "name": one.name or gettext("not recorded"),
                "seats": number(one.seats),
                "applicants": number(one.applicants),
                "per_seat": number(one.per_seat, 2),
                "is_low": one.per_seat is not None and one.per_seat < 1,
            }
            for one in interest_by(self.by, self.year, self.scope)
        ]
        return super().get_context_data(rows=rows, **kwargs)
