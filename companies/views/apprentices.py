"""Pages of participants: selected, agreed, begun, ended. Who looks at a person is written down."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from certifications.models import IssuedDocument
from certifications.services import drawn_file
from companies.choices.apprenticeships import OVER_STATES, WAITING_STATES, After, ApprenticeState
from companies.documents.apprenticeships import agreement_pdf
from companies.filters.apprenticeships import ApprenticeFilter
from companies.forms.apprentices import AfterForm, ApprenticeForm, LeaveForm
from companies.forms.apprenticeships import AddForm, CompleteForm, RatifyForm, ReasonForm, SignForm, StartForm
from companies.models import Apprentice
from companies.permissions import may
from companies.services import (
    add_apprentices,
    cancel_apprentice,
    change_apprentice,
    complete_apprentices,
    issue_paper,
    leave_apprenticeship,
    ratify_agreements,
    record_after,
    sign_agreements,
    start_apprentices,
)
from companies.tables.apprenticeships import APPRENTICE_BADGES, APPRENTICE_COLUMNS
from companies.views.apprenticeships import APPRENTICESHIPS, ProgrammeFormView
from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.access.scope import scope_of
from kaltim_naker.audit.access_log import record_access
from kaltim_naker.audit.models import AccessKind
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.nik import mask_nik
from kaltim_naker.ui.components import Crumb, EmptyState, PageAction, Step
from kaltim_naker.ui.failures import Refused, run_in_words
from kaltim_naker.ui.formatting import long_date, rupiah
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.papers import pdf_response
from kaltim_naker.ui.personal import PersonalListView
from kaltim_naker.ui.views import ActionView, GuardedView, ScopedDetailView, ScopedObjectMixin, ServiceFormView
from trainees.models import JobSeeker
from trainees.services import find_by_nik

APPRENTICES = Crumb(_("Participants"), reverse_lazy("companies:apprentice_list"))


class ApprenticeListView(PersonalListView):
    action = Action.VIEW_APPRENTICES
    page_title = _("Participants of apprenticeships")
    queryset = Apprentice.objects.all()
    filterset_class = ApprenticeFilter
    columns = APPRENTICE_COLUMNS
    default_order = Order("job_seeker__full_name")
    empty_state = EmptyState(_("Nobody found"), _("Participants are added on the page of their programme."))

    def get_base_queryset(self) -> QuerySet:
        return Apprentice.objects.with_last_week()

    def get_crumbs(self) -> Sequence[Crumb]:
        return [APPRENTICESHIPS, Crumb(self.page_title)]


# --- several at once -----------------------------------------------------------------------------------------------
class AddView(ProgrammeFormView):
    """People by their NIK, a number a line; all of them or nobody."""

    page_title = _("Add participants")
    page_lead = _("As on their identity cards. Who is not registered yet is registered first, under Job seekers.")
    form_class = AddForm

    def call_service(self, form: AddForm) -> list[Apprentice]:
        people = [self.find(place, nik) for place, nik in enumerate(form.cleaned_data["niks"], start=1)]
        return add_apprentices(actor=self.request.user, apprenticeship=self.object, job_seekers=people)

    def find(self, place: int, nik: str) -> JobSeeker:
        among = JobSeeker.objects.visible_to(scope_of(self.request.user, Action.VIEW_JOB_SEEKERS))
        try:
            found = find_by_nik(actor=self.request.user, nik=nik, among=among)
        except DomainError as error:
            raise DomainError(error.code, f"{gettext('Line')} {place}: {error}", field="niks") from error
        if found is None:
            message = gettext("Line %(place)s: nobody in your area has the NIK %(nik)s.")
            raise DomainError("nik_unknown", message % {"place": place, "nik": mask_nik(nik)}, field="niks")
        return found

    def get_success_message(self) -> str:
        number = len(self.result)
        return ngettext("%(number)s person is selected.", "%(number)s people are selected.", number) % {
            "number": number
        }


class BatchView(ProgrammeFormView):
    """Something that happens to several participants of a programme on one day."""

    state: str

    def get_form_kwargs(self) -> dict[str, Any]:
        people = Apprentice.objects.filter(apprenticeship=self.object, state=self.state)
        people = people.select_related("job_seeker").order_by("job_seeker__full_name", "pk")
        return {**super().get_form_kwargs(), "apprentices": people}

    def act(self, **details: Any) -> list[Apprentice]:
        raise NotImplementedError

    def call_service(self, form: Any) -> list[Apprentice]:
        return self.act(actor=self.request.user, **form.cleaned_data)

    def get_success_message(self) -> str:
        number = len(self.result)
        return ngettext("Recorded for %(number)s participant.", "Recorded for %(number)s participants.", number) % {
            "number": number
        }


class SignView(BatchView):
    page_title = _("Record signatures")
    page_lead = _("Company and participant have both signed. Each agreement gets its number.")
    form_class = SignForm
    state = ApprenticeState.SELECTED
    act = staticmethod(sign_agreements)


class RatifyView(BatchView):
    page_title = _("Record the ratification")
    page_lead = _("Only with a ratified agreement may somebody begin.")
    form_class = RatifyForm
    state = ApprenticeState.SIGNED
    act = staticmethod(ratify_agreements)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "apprenticeship": self.object}


class StartView(BatchView):
    """Everybody who waits is shown; whose agreement is missing is refused in words."""

    page_title = _("Begin")
    form_class = StartForm
    act = staticmethod(start_apprentices)

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super(BatchView, self).get_form_kwargs()
        people = Apprentice.objects.filter(apprenticeship=self.object, state__in=WAITING_STATES)
        return {**kwargs, "apprentices": people.select_related("job_seeker").order_by("job_seeker__full_name", "pk")}

    def get_initial(self) -> dict[str, Any]:
        return {"started_on": self.object.starts_on}


class CompleteView(BatchView):
    page_title = _("Record the end")
    page_lead = _("For who took part to the end. Who leaves early is recorded on the person's own page.")
    form_class = CompleteForm
    state = ApprenticeState.RUNNING
    act = staticmethod(complete_apprentices)

    def get_initial(self) -> dict[str, Any]:
        return {"ended_on": self.object.ends_on}


# --- one -----------------------------------------------------------------------------------------------------------
def apprentice_crumbs(one: Apprentice, page: str | Promise = "") -> list[Crumb]:
    if not page:
        return [APPRENTICESHIPS, APPRENTICES, Crumb(str(one))]
    return [APPRENTICESHIPS, APPRENTICES, Crumb(str(one), one.get_absolute_url()), Crumb(page)]


class ApprenticeDetailView(ScopedDetailView):
    """One participant: agreement, logbook, what came after. Opening it is written down."""

    action = Action.VIEW_APPRENTICES
    template_name = "companies/apprentice_detail.html"

    def get_base_queryset(self) -> QuerySet:
        return Apprentice.objects.for_list().select_related("ratified_by", "paper", "placement", "link")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        subject = self.object.job_seeker_id
        record_access(actor=request.user, kind=AccessKind.VIEW_PERSON, subject=subject, request=request)
        return response

    def get_crumbs(self) -> Sequence[Crumb]:
        return apprentice_crumbs(self.object)

    @property
    def may_manage(self) -> bool:
        return may(self.request.user, Action.MANAGE_APPRENTICESHIPS, self.object.apprenticeship)

    def get_page_actions(self) -> Sequence[PageAction]:
        buttons = self.next_steps() if self.may_manage else []
        return [*buttons, *self.papers()]

    def next_steps(self) -> list[PageAction]:
        one = self.object
        is_running, is_over = one.state == ApprenticeState.RUNNING, one.state in OVER_STATES
        wanted = (
            (_("Write a week"), "week", is_running or is_over),
            (_("What the agreement needs"), "edit", one.state in (*WAITING_STATES, ApprenticeState.RUNNING)),
            (_("Left early"), "leave", is_running),
            (_("What came after"), "after", is_over),
            (_("Does not begin"), "cancel", one.state in WAITING_STATES),
        )
        return [
            PageAction(label, reverse(f"companies:apprentice_{name}", args=[one.pk]))
            for label, name, is_shown in wanted
            if is_shown
        ]

    def papers(self) -> list[PageAction]:
        one = self.object
        buttons = [PageAction(_("Agreement (PDF)"), reverse("companies:apprentice_agreement", args=[one.pk]))]
        if one.state == ApprenticeState.COMPLETED and one.paper is None:
            label = _("Issue the certificate") if one.meets_standard else _("Issue the statement")
            url = reverse("companies:apprentice_paper", args=[one.pk])
            buttons.append(PageAction(label, url, action=Action.ISSUE_APPRENTICE_PAPER, post=True))
        if one.paper is not None:
            url = reverse("companies:apprentice_paper_file", args=[one.pk])
            buttons.append(PageAction(_("Certificate (PDF)"), url, action=Action.ISSUE_APPRENTICE_PAPER, post=True))
        return buttons

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        one = self.object
        return super().get_context_data(
            page_badge=APPRENTICE_BADGES[one.state],
            way=steps_of(one),
            facts=self.facts(),
            agreement=self.agreement(),
            end=self.end(),
            weeks=one.weeks.all(),
            may_manage=self.may_manage,
            may_open_person=can(self.request.user, Action.VIEW_JOB_SEEKERS),
            is_running=one.state == ApprenticeState.RUNNING,
            **kwargs,
        )

    def facts(self) -> list[tuple[Any, Any]]:
        one = self.object
        return [
            ("NIK", one.job_seeker.nik_masked or one.job_seeker.get_nik_missing_reason_display()),
            (_("Age on the first day"), one.age),
            (_("Regency or city"), one.job_seeker.domicile.name),
            (_("Programme"), one.apprenticeship),
            (_("Duration"), f"{long_date(one.starts_on)} – {long_date(one.ends_on)}"),
            (_("Mentor"), one.mentor),
            (_("Began on"), long_date(one.started_on)),
        ]

    def agreement(self) -> list[tuple[Any, Any]]:
        one = self.object
        consent = f"{one.consent_by} {long_date(one.consent_on)}".strip() if one.consent_by else gettext("missing")
        return [
            (_("Agreement number"), one.agreement_number),
            (_("Signed on"), long_date(one.signed_on)),
            (_("Ratified on"), long_date(one.ratified_on)),
            (_("Number of the ratification"), one.ratified_number),
            (_("Ratified by"), one.ratified_by),
            (_("Allowance a month"), rupiah(one.allowance)),
            *self.insured(),
            *([(_("Consent of parent or guardian"), consent)] if one.needs_consent else []),
        ]

    def insured(self) -> list[tuple[Any, Any]]:
        """Health and insurance are for who arranges the apprenticeship (UU 27/2022, article 4)."""
        one = self.object
        if not can(self.request.user, Action.MANAGE_APPRENTICESHIPS):
            return []
        return [
            (_("Health certificate of"), long_date(one.health_checked_on)),
            (_("BPJS Ketenagakerjaan number"), one.insurance_number),
        ]

    def end(self) -> list[tuple[Any, Any]]:
        one = self.object
        if one.state == ApprenticeState.CANCELLED:
            return [(_("Reason"), one.note)]
        if one.state not in OVER_STATES:
            return []
        judged = {True: gettext("meets the standard"), False: gettext("does not meet the standard"), None: ""}
        return [
            (_("Ended on"), long_date(one.ended_on)),
            (_("Result"), judged[one.meets_standard] or one.get_leave_reason_display()),
            (_("Note"), one.note),
            (_("Paper"), one.paper),
            (_("What came after"), one.get_after_display() or gettext("not known yet")),
            (_("Since"), long_date(one.after_on)),
            (_("Employer or business"), one.placement.employer if one.placement else ""),
        ]


_WAY = (
    ApprenticeState.SELECTED,
    ApprenticeState.SIGNED,
    ApprenticeState.RATIFIED,
    ApprenticeState.RUNNING,
    ApprenticeState.COMPLETED,
)


def steps_of(one: Apprentice) -> list[Step]:
    """From selection to the end; who left the way is shown where."""
    days = (None, one.signed_on, one.ratified_on, one.started_on, one.ended_on)
    if one.state in _WAY:
        here = _WAY.index(ApprenticeState(one.state))
        last: list[Step] = []
    else:
        here = max(place for place, day in enumerate(days[:-1]) if day or not place) + 1
        last = [Step(ApprenticeState(one.state).label, "cancelled", long_date(one.ended_on) if one.ended_on else "")]
    way = [
        Step(
            state.label,
            "current" if place == here else "done" if place < here else "todo",
            long_date(days[place]) if days[place] else "",
        )
        for place, state in enumerate(_WAY)
    ]
    return [*way[:here], *last] if last else way


class ApprenticeFormView(ServiceFormView):
    """A form about one participant, of those whose site lies in the reader's area; it leads back to the person."""

    action = Action.MANAGE_APPRENTICESHIPS

    def get_base_queryset(self) -> QuerySet:
        return Apprentice.objects.for_list().at_sites_of(self.scope)

    def get_crumbs(self) -> Sequence[Crumb]:
        return apprentice_crumbs(self.object, self.page_title)

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    get_cancel_url = get_success_url


class ApprenticeEditView(ApprenticeFormView):
    page_title = _("What the agreement needs")
    form_class = ApprenticeForm
    success_message = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "apprentice": self.object}

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in ApprenticeForm.Meta.fields}

    def call_service(self, form: ApprenticeForm) -> Apprentice:
        return change_apprentice(actor=self.request.user, apprentice=self.object, **form.cleaned_data)


class LeaveView(ApprenticeFormView):
    page_title = _("Left early")
    form_class = LeaveForm
    success_message = _("The end is recorded.")

    def call_service(self, form: LeaveForm) -> Apprentice:
        return leave_apprenticeship(actor=self.request.user, apprentice=self.object, **form.cleaned_data)


class AfterView(ApprenticeFormView):
    page_title = _("What came after")
    form_class = AfterForm
    success_message = _("What came after is recorded.")

    def get_initial(self) -> dict[str, Any]:
        return {
            "after": self.object.after or After.HIRED_HERE,
            "after_on": self.object.after_on or self.object.ended_on,
        }

    def call_service(self, form: AfterForm) -> Apprentice:
        return record_after(actor=self.request.user, apprentice=self.object, **form.cleaned_data)


class GiveUpView(ApprenticeFormView):
    page_title = _("Does not begin")
    form_class = ReasonForm
    success_message = _("The place is free again.")

    def call_service(self, form: ReasonForm) -> Apprentice:
        return cancel_apprentice(actor=self.request.user, apprentice=self.object, **form.cleaned_data)


# --- papers --------------------------------------------------------------------------------------------------------
class AgreementPaperView(ScopedObjectMixin, GuardedView):
    """The agreement, to be signed by both sides; drawn on request, and written down."""

    action = Action.VIEW_APPRENTICES

    def get_base_queryset(self) -> QuerySet:
        return Apprentice.objects.for_list()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        content = agreement_pdf(self.object, language=get_language())
        record_access(actor=request.user, kind=AccessKind.DOWNLOAD, subject=self.object.pk, request=request)
        return pdf_response(content, "perjanjian-pemagangan.pdf")


class PaperView(ActionView):
    """Issue the certificate, or the statement."""

    action = Action.ISSUE_APPRENTICE_PAPER
    queryset = Apprentice.objects.all()

    def call_service(self) -> Any:
        return issue_paper(actor=self.request.user, apprentice=self.object)

    def get_success_message(self) -> str:
        return gettext("%(number)s is issued.") % {"number": self.result}

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()


class PaperFileView(ScopedObjectMixin, GuardedView):
    """The issued paper as it is handed out; by POST, because the first request draws it, and each is written down."""

    action = Action.ISSUE_APPRENTICE_PAPER
    queryset = Apprentice.objects.select_related("paper")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        issued = self.object.paper
        try:
            file = run_in_words(lambda: self.draw(issued))
        except Refused as refused:
            messages.error(request, refused.text)
            return HttpResponseRedirect(self.object.get_absolute_url())
        record_access(actor=request.user, kind=AccessKind.DOWNLOAD, subject=issued.pk, request=request)
        return FileResponse(file, filename=f"{issued.number_key}.pdf", content_type="application/pdf")

    def draw(self, issued: IssuedDocument | None) -> Any:
        if issued is None:
            raise DomainError("no_paper", gettext("No paper has been issued yet."))
        return drawn_file(issued)
