"""Pages of requests of people about their data."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.access.scope import offices_in
from kaltim_naker.audit.access_log import record_access
from kaltim_naker.audit.models import AccessKind
from kaltim_naker.privacy.choices import RequestKind, RequestState
from kaltim_naker.privacy.documents import copy_as_json, copy_as_pdf
from kaltim_naker.privacy.filters import SubjectRequestFilter
from kaltim_naker.privacy.forms import AnswerForm, TakeRequestForm
from kaltim_naker.privacy.models import SubjectRequest
from kaltim_naker.privacy.services import answer_request, limits_of, refuse_request, take_request
from kaltim_naker.privacy.tables import LATE, REQUEST_BADGES, REQUEST_COLUMNS
from kaltim_naker.ui.components import Crumb, EmptyState, PageAction
from kaltim_naker.ui.formatting import moment
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.papers import pdf_response
from kaltim_naker.ui.personal import PersonalListView
from kaltim_naker.ui.views import GuardedView, ScopedDetailView, ScopedObjectMixin, ServiceFormView
from trainees.models import JobSeeker

REQUESTS = Crumb(_("Requests about personal data"), reverse_lazy("privacy:request_list"))


class RequestListView(PersonalListView):
    action = Action.TAKE_PRIVACY_REQUEST
    page_title = _("Requests about personal data")
    page_lead = _("People may ask what is kept about them, have it corrected or erased, or object. The clock runs.")
    queryset = SubjectRequest.objects.all()
    filterset_class = SubjectRequestFilter
    columns = REQUEST_COLUMNS
    default_order = Order("due_at", descending=True)
    empty_state = EmptyState(_("No request yet"), _("It is taken in on the page of the person."))

    def get_page_actions(self) -> Sequence[PageAction]:
        return [PageAction(_("Register of processing"), reverse("privacy:register"))]


class RequestTakeView(ServiceFormView):
    """Written down on behalf of a person, by whom he turned to."""

    action = Action.TAKE_PRIVACY_REQUEST
    form_class = TakeRequestForm
    page_title = _("Request about personal data")
    submit_label = _("Take the request in")
    queryset = JobSeeker.objects.all()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "offices": offices_in(self.scope)}

    def get_crumbs(self) -> Sequence[Crumb]:
        return [REQUESTS, Crumb(str(self.object), self.object.get_absolute_url()), Crumb(self.page_title)]

    def call_service(self, form: TakeRequestForm) -> SubjectRequest:
        return take_request(actor=self.request.user, job_seeker=self.object, **form.cleaned_data)

    def get_cancel_url(self) -> str:
        return self.object.get_absolute_url()

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()


class RequestMixin:
    """A request with its person."""

    action = Action.ANSWER_PRIVACY_REQUEST
    object: SubjectRequest

    def get_base_queryset(self) -> QuerySet:
        return SubjectRequest.objects.select_related("office", "job_seeker__domicile", "opened_by", "answered_by")


class RequestDetailView(RequestMixin, ScopedDetailView):
    action = Action.TAKE_PRIVACY_REQUEST
    template_name = "privacy/request_detail.html"

    def get_crumbs(self) -> Sequence[Crumb]:
        return [REQUESTS, Crumb(self.object.number)]

    def get_page_actions(self) -> Sequence[PageAction]:
        request = self.object
        if request.state != RequestState.OPEN or not can(self.request.user, Action.ANSWER_PRIVACY_REQUEST):
            return []
        erases = request.kind == RequestKind.ERASURE
        answer = _("Erase and answer") if erases else _("Answer the request")
        found = [
            PageAction(answer, reverse("privacy:request_answer", args=[request.pk]), primary=True, danger=erases),
            PageAction(_("Refuse"), reverse("privacy:request_refuse", args=[request.pk])),
        ]
        if request.kind == RequestKind.ACCESS:
            found[:0] = [
                PageAction(_("Copy as PDF"), reverse("privacy:copy_pdf", args=[request.pk])),
                PageAction(_("Copy for machines (JSON)"), reverse("privacy:copy_json", args=[request.pk])),
            ]
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        request = self.object
        erases = request.kind == RequestKind.ERASURE and request.state == RequestState.OPEN
        return super().get_context_data(
            page_badge=LATE if request.is_late else REQUEST_BADGES[RequestState(request.state)],
            facts=self.facts(),
            limits=limits_of(request.job_seeker) if erases else [],
            **kwargs,
        )

    def facts(self) -> list[tuple[Any, Any]]:
        request = self.object
        known = [
            (_("What is asked"), request.get_kind_display()),
            (_("How it came"), request.get_channel_display()),
            (_("Identity"), request.identity_check),
            (_("Received by"), f"{request.office}, {request.opened_by}"),
            (_("Received at"), moment(request.received_at)),
            (_("Due at"), moment(request.due_at)),
        ]
        if request.answered_by:
            known += [(_("Answered by"), request.answered_by), (_("Answered at"), moment(request.answered_at))]
        return known


class RequestAnswerView(RequestMixin, ServiceFormView):
    form_class = AnswerForm
    page_title = _("Answer the request")
    submit_label = _("Answer the request")
    success_message = _("The request is answered.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [REQUESTS, Crumb(self.object.number, self.object.get_absolute_url()), Crumb(self.page_title)]

    def call_service(self, form: AnswerForm) -> SubjectRequest:
        return answer_request(actor=self.request.user, request=self.object, answer=form.cleaned_data["answer"])

    def get_cancel_url(self) -> str:
        return self.object.get_absolute_url()

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()


class RequestRefuseView(RequestAnswerView):
    page_title = _("Refuse the request")
    submit_label = _("Refuse")
    success_message = _("The request is refused.")

    def call_service(self, form: AnswerForm) -> SubjectRequest:
        return refuse_request(actor=self.request.user, request=self.object, answer=form.cleaned_data["answer"])


class CopyPdfView(RequestMixin, ScopedObjectMixin, GuardedView):
    """Everything about the person, to be handed over; each copy is written down."""

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().filter(kind=RequestKind.ACCESS)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = self.answer(self.object)
        person = self.object.job_seeker_id
        reason = self.object.number
        record_access(actor=request.user, kind=AccessKind.DOWNLOAD, subject=person, reason=reason, request=request)
        return response

    def answer(self, asked: SubjectRequest) -> HttpResponse:
        name = f"{asked.number.replace('/', '-')}.pdf"
        return pdf_response(copy_as_pdf(asked, language=get_language()), name)


class CopyJsonView(CopyPdfView):
    def answer(self, asked: SubjectRequest) -> HttpResponse:
        name = f"{asked.number.replace('/', '-')}.json"
        return JsonResponse(
            copy_as_json(asked.job_seeker),
            json_dumps_params={"ensure_ascii": False, "indent": 2},
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
