"""What the desk gives back: the marked file, the receipt as a paper, and the way back of a whole import."""

from collections.abc import Sequence
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import scope_of
from kaltim_naker.audit.access_log import record_access
from kaltim_naker.audit.models import AccessKind
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.jobs import JobState
from kaltim_naker.imports.forms import UndoForm
from kaltim_naker.imports.marked import request_marked_file
from kaltim_naker.imports.models import ImportRun, MarkedFile
from kaltim_naker.imports.receipt import marked_of, receipt_pdf
from kaltim_naker.imports.undo import blockers_of, request_undo, require_undoable
from kaltim_naker.imports.undo.writes import writes_of
from kaltim_naker.imports.views.runs import IMPORTS, RunActionView, RunsMixin
from kaltim_naker.ui.components import Crumb
from kaltim_naker.ui.export import XLSX_TYPE
from kaltim_naker.ui.papers import pdf_response
from kaltim_naker.ui.views import GuardedView, ServiceFormView


class MarkFileView(RunActionView):
    success_message = _("Your file is being made with the errors marked.")

    def call_service(self) -> MarkedFile:
        return request_marked_file(actor=self.request.user, run=self.object)


class OfRunMixin(RunsMixin):
    """A page about something of a run, which is looked up first."""

    kwargs: dict[str, Any]

    @cached_property
    def run(self) -> ImportRun:
        return get_object_or_404(self.get_base_queryset().visible_to(self.scope), pk=self.kwargs["pk"])  # type: ignore[attr-defined]


class MarkedProgressView(OfRunMixin, GuardedView):
    """The state of the marked file, asked again and again while it is made."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponseBase:
        return TemplateResponse(request, "imports/marked.html", {"run": self.run, "marked": marked_of(self.run)})


class MarkedFileView(OfRunMixin, GuardedView):
    """The finished file. It holds people's data: who takes it leaves a trace."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponseBase:
        marked = get_object_or_404(MarkedFile.objects.filter(state=JobState.DONE).exclude(file=""), run=self.run)
        record_access(
            actor=request.user, kind=AccessKind.DOWNLOAD, subject=self.run.pk, rows=marked.rows, request=request
        )
        name = str(_("errors")) + f"-{self.run.kind}.xlsx"
        return FileResponse(marked.file.open("rb"), as_attachment=True, filename=name, content_type=XLSX_TYPE)


class ReceiptPdfView(OfRunMixin, GuardedView):
    """The receipt as a paper. It names lines, no people, and may be kept by anybody who brought the file."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponseBase:
        get_object_or_404(ImportRun.objects.exclude(receipt={}), pk=self.run.pk)
        content = receipt_pdf(self.run, language=get_language() or "id")
        return pdf_response(content, f"tanda-terima-impor-{self.run.pk}.pdf")


class UndoView(RunsMixin, ServiceFormView):
    """What would go, what stands in the way, and the reason."""

    template_name = "imports/undo.html"
    queryset = ImportRun.objects.all()
    form_class = UndoForm
    page_title = _("Undo this import")
    submit_label = _("Undo the whole import")
    success_message = _("The import is being undone.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [IMPORTS, Crumb(str(self.object), self.object.get_absolute_url()), Crumb(self.page_title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs) | {"run": self.object}
        try:
            require_undoable(self.object)
        except DomainError as refusal:
            return context | {"refusal": refusal.message}
        writes = writes_of(self.object.contexts)
        return context | {
            "writes": [one for one in writes if one.created_count or one.changed_count],
            "blockers": blockers_of(writes, scope_of(self.request.user)),
        }

    def call_service(self, form: UndoForm) -> ImportRun:
        return request_undo(actor=self.request.user, run=self.object, reason=form.cleaned_data["reason"])

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    def get_cancel_url(self) -> str:
        return self.object.get_absolute_url()
