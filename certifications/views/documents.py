"""The office's own papers: one, and those of a class at once."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certifications import services
from certifications.choices import BundleForm, CertificateState, DocumentKind
from certifications.filters import DocumentFilter
from certifications.forms import BundleRequestForm, EndForm, SignedFileForm
from certifications.models import DocumentRun, IssuedDocument, Result
from certifications.tables import CERTIFICATE_BADGES, DOCUMENT_COLUMNS
from certifications.views.certificates import CERTIFICATES
from kaltim_naker.access.actions import Action
from kaltim_naker.access.scope import scope_of
from kaltim_naker.audit.access_log import record_access
from kaltim_naker.audit.models import AccessKind
from kaltim_naker.core.codes import grouped
from kaltim_naker.core.jobs import JobState
from kaltim_naker.ui.components import Crumb, EmptyState, PageAction
from kaltim_naker.ui.failures import Refused, run_in_words
from kaltim_naker.ui.formatting import long_date, moment
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.personal import PersonalListView
from kaltim_naker.ui.views import ActionView, GuardedView, ScopedDetailView, ServiceFormView
from programs.choices import ClassState
from programs.permissions import may as may_on_class
from programs.views import class_crumbs
from trainees.views.classes import ClassFormView, ClassMixin

#: htmx stops polling when it is answered with this.
STOP_POLLING = 286


# --- one paper -----------------------------------------------------------------------------------------------------
class DocumentDetailView(ScopedDetailView):
    action = Action.VIEW_CERTIFICATES
    template_name = "certifications/document_detail.html"

    def get_base_queryset(self) -> QuerySet:
        return IssuedDocument.objects.select_related("job_seeker", "centre", "issued_by", "ended_by", "replaces")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [CERTIFICATES, Crumb(self.object.number)]

    def get_page_actions(self) -> Sequence[PageAction]:
        row, actions = self.object, []
        if row.state == CertificateState.ACTIVE and self.may(Action.ISSUE_DOCUMENT) and not row.is_signed:
            actions.append(PageAction(_("Upload the signed file"), self._url("document_signed")))
        if row.state == CertificateState.ACTIVE and self.may(Action.END_CERTIFICATE):
            if row.kind == DocumentKind.TRAINING:
                actions.append(PageAction(_("Replace"), self._url("document_replace")))
            actions.append(PageAction(_("Revoke"), self._url("document_revoke"), danger=True))
        return actions

    def _url(self, name: str) -> str:
        return reverse(f"certifications:{name}", args=[self.object.pk])

    def may(self, action: Action) -> bool:
        scope = scope_of(self.request.user, action)
        return IssuedDocument.objects.visible_to(scope).filter(pk=self.object.pk).exists()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            page_badge=CERTIFICATE_BADGES[CertificateState(self.object.state)],
            facts=self.facts(),
            short_code=grouped(self.object.short_code),
            may_print=self.may(Action.ISSUE_DOCUMENT),
            **kwargs,
        )

    def facts(self) -> list[tuple[str | Promise, Any]]:
        row = self.object
        facts: list[tuple[str | Promise, Any]] = [
            (_("Kind"), row.get_kind_display()),
            (_("Name on the document"), row.holder_name),
            (_("Title"), row.title),
            (_("Training centre"), row.centre),
            (_("Issued on"), long_date(row.issued_on)),
            (_("Issued by"), row.issued_by),
            (_("Signed file received at"), moment(row.signed_at)),
            (_("Fingerprint of the facts (SHA-256)"), row.facts_sha256[:16] + "…"),
        ]
        if row.state != CertificateState.ACTIVE:
            facts += [
                (_("Ended on"), long_date(row.ended_on)),
                (_("Reason"), row.end_reason),
                (_("Document"), row.end_document),
                (_("By"), row.ended_by),
            ]
        return facts


class DocumentFileView(ActionView):
    """POST: the paper as a file. By POST, because the first request draws it, and each is written down."""

    action = Action.ISSUE_DOCUMENT
    queryset = IssuedDocument.objects.all()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        issued = self.object
        try:
            file = run_in_words(lambda: services.drawn_file(issued))
        except Refused as refused:
            messages.error(request, refused.text)
            return HttpResponseRedirect(issued.get_absolute_url())
        record_access(actor=request.user, kind=AccessKind.DOWNLOAD, subject=issued.pk, request=request)
        return _attached(file, f"{issued.number_key}.pdf", "application/pdf")


def _attached(file: Any, name: str, content_type: str) -> HttpResponse:
    response = FileResponse(file, as_attachment=True, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response  # type: ignore[return-value]


class DocumentFormView(ServiceFormView):
    """A form about one paper."""

    action = Action.END_CERTIFICATE
    queryset = IssuedDocument.objects.all()

    def get_crumbs(self) -> Sequence[Crumb]:
        return [CERTIFICATES, Crumb(self.object.number, self.object.get_absolute_url()), Crumb(self.page_title)]

    def get_success_url(self) -> str:
        return (self.result or self.object).get_absolute_url()

    def get_cancel_url(self) -> str:
        return self.object.get_absolute_url()


class SignedFileView(DocumentFormView):
    action = Action.ISSUE_DOCUMENT
    page_title = _("Upload the signed file")
    page_lead = _("From then on this file is the one handed out. It can be uploaded once.")
    form_class = SignedFileForm
    submit_label = _("Upload")
    success_message = _("The signed file is the one handed out from now on.")

    def call_service(self, form: SignedFileForm) -> IssuedDocument:
        content = form.cleaned_data["file"].read()
        return services.attach_signed_file(actor=self.request.user, issued=self.object, content=content)


class RevokeDocumentView(DocumentFormView):
    page_title = _("Revoke a paper")
    form_class = EndForm
    submit_label = _("Revoke")
    success_message = _("The paper is revoked.")

    def call_service(self, form: EndForm) -> IssuedDocument:
        return services.revoke_document(actor=self.request.user, issued=self.object, **form.cleaned_data)


class ReplaceDocumentView(DocumentFormView):
    page_title = _("Replace a paper")
    page_lead = _("The new paper takes the person's present name and gets a number of its own.")
    form_class = EndForm
    submit_label = _("Replace")
    success_message = _("The new paper is issued.")

    def call_service(self, form: EndForm) -> IssuedDocument:
        return services.replace_document(actor=self.request.user, issued=self.object, **form.cleaned_data)


class IssueStatementView(ActionView):
    """A statement for a result K whose paper has not arrived."""

    action = Action.ISSUE_DOCUMENT
    queryset = Result.objects.for_list()

    def call_service(self) -> IssuedDocument:
        return services.issue_statement(actor=self.request.user, result=self.object)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_failure_url(self) -> str:
        return self.object.assessment.get_absolute_url()


# --- a class at once -----------------------------------------------------------------------------------------------
class ClassDocumentsView(ClassMixin, PersonalListView):
    """The papers of a class."""

    action = Action.VIEW_CERTIFICATES
    template_name = "certifications/class_documents.html"
    page_title = _("Papers of the class")
    queryset = IssuedDocument.objects.all()
    filterset_class = DocumentFilter
    columns = DOCUMENT_COLUMNS
    default_order = Order("number")
    empty_state = EmptyState(_("No papers yet"), _("Make the papers of the whole class at once."))

    def get_base_queryset(self) -> QuerySet:
        of_class = IssuedDocument.objects.filter(enrolment__training_class=self.training_class)
        return of_class | IssuedDocument.objects.filter(
            certificate__result__assessment__training_class=self.training_class
        )

    def get_crumbs(self) -> Sequence[Crumb]:
        return class_crumbs(self.training_class, self.page_title)

    def get_page_actions(self) -> Sequence[PageAction]:
        if self.training_class.state != ClassState.CLOSED:
            return []
        if not may_on_class(self.request.user, Action.ISSUE_DOCUMENT, self.training_class):
            return []
        url = reverse("certifications:bundle_request", args=[self.training_class.pk])
        return [PageAction(_("Make the papers of the class"), url, primary=True)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        runs = DocumentRun.objects.filter(training_class=self.training_class)[:5]
        return super().get_context_data(runs=runs, **kwargs)


class BundleRequestView(ClassFormView):
    action = Action.ISSUE_DOCUMENT
    page_title = _("Make the papers of the class")
    page_lead = _("Who has no paper yet gets one with the next number. Papers that exist stay as they are.")
    form_class = BundleRequestForm
    submit_label = _("Make the papers")

    def call_service(self, form: BundleRequestForm) -> DocumentRun:
        return services.request_bundle(actor=self.request.user, training_class=self.object, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_cancel_url(self) -> str:
        return reverse("certifications:class_documents", args=[self.object.pk])


class DocumentRunView(ScopedDetailView):
    """A run with its progress; the page may be left and opened again."""

    action = Action.ISSUE_DOCUMENT
    template_name = "certifications/document_run.html"

    def get_base_queryset(self) -> QuerySet:
        return DocumentRun.objects.select_related("training_class__programme", "requested_by")

    def get_page_title(self) -> str:
        return str(self.object.get_kind_display())

    def get_crumbs(self) -> Sequence[Crumb]:
        return class_crumbs(self.object.training_class, self.get_page_title())


class DocumentRunStatusView(DocumentRunView):
    """The part with the progress, asked for every two seconds while the run lives."""

    template_name = "certifications/document_run_status.html"

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        status = STOP_POLLING if self.object.is_final else 200
        return super().render_to_response(context, **{**kwargs, "status": status})


class DocumentRunFileView(GuardedView):
    """The finished file. Whether the reader may have it is decided now, not when it was asked for."""

    action = Action.ISSUE_DOCUMENT

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        runs = DocumentRun.objects.visible_to(self.scope).filter(state=JobState.DONE)
        run = get_object_or_404(runs, pk=kwargs["pk"])
        record_access(
            actor=request.user, kind=AccessKind.DOWNLOAD, subject=run.pk, rows=run.documents or 0, request=request
        )
        is_zip = run.form == BundleForm.ZIP
        name = f"{run.kind}-{run.pk}.{'zip' if is_zip else 'pdf'}"
        return _attached(run.file.open("rb"), name, "application/zip" if is_zip else "application/pdf")
