"""The way of a file: list, upload, check, decision, receipt."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.imports.choices import ImportStage
from kaltim_naker.imports.corrections import open_rows
from kaltim_naker.imports.forms import UploadForm, upload_form_for
from kaltim_naker.imports.kinds import get_kind
from kaltim_naker.imports.models import ImportRun, kinds_for, offices_for
from kaltim_naker.imports.pages import CheckedPage, grouped, steps_of
from kaltim_naker.imports.receipt import giveback_context, receipt_facts, receipt_figures
from kaltim_naker.imports.services import accept_run, discard_run, retry_run, upload_file
from kaltim_naker.imports.tables import STAGE_BADGES, run_columns
from kaltim_naker.ui.components import Crumb, EmptyState, PageAction
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.tables import Column
from kaltim_naker.ui.views import ActionView, GuardedView, ScopedDetailView, ScopedListView, ServiceFormView

IMPORTS = Crumb(_("Imports"), reverse_lazy("imports:list"))


class RunsMixin:
    """Runs of the kinds that the reader may take in, at the offices for which he may."""

    action = Action.USE_IMPORT_DESK
    request: HttpRequest

    def get_base_queryset(self) -> QuerySet[ImportRun]:
        return ImportRun.objects.open_to(self.request.user).select_related(
            "office", "requested_by", "accepted_by", "undone_by"
        )


class RunListView(RunsMixin, ScopedListView):
    queryset = ImportRun.objects.all()
    page_title = _("Imports")
    page_lead = _("Bring your workbook as it is. It is checked completely before anything is saved.")
    default_order = Order("created_at", descending=True)
    empty_state = EmptyState(_("No file yet"), _("Choose above what you bring."))

    def get_columns(self) -> Sequence[Column]:
        return run_columns()

    def get_page_actions(self) -> Sequence[PageAction]:
        waiting = PageAction(_("Rows that wait for a correction"), reverse("imports:quarantine"))
        return [waiting] + [
            PageAction(kind.bring_label or kind.label, reverse("imports:upload", args=[kind.name]), primary=True)
            for kind in kinds_for(self.request.user)
        ]


class UploadView(ServiceFormView):
    template_name = "imports/upload.html"
    action = Action.USE_IMPORT_DESK
    submit_label = _("Upload and check")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        try:
            self.declaration = get_kind(kwargs["kind"])
        except KeyError:
            raise Http404 from None
        if self.declaration.action is None or self.declaration.importer is None:
            raise Http404
        self.action = self.declaration.action  # type: ignore[misc]

    def get_page_title(self) -> str | Promise:
        return self.declaration.bring_label or self.declaration.label

    def get_crumbs(self) -> Sequence[Crumb]:
        return [IMPORTS, Crumb(self.get_page_title())]

    def get_form_class(self) -> type[UploadForm]:
        return upload_form_for(self.declaration)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"offices": offices_for(self.request.user, self.declaration)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        has_template = self.declaration.template is not None
        url = reverse("imports:template", args=[self.declaration.name]) if has_template else ""
        return super().get_context_data(template_url=url, **kwargs)

    def call_service(self, form: UploadForm) -> ImportRun:
        return upload_file(
            actor=self.request.user,
            kind=self.declaration,
            office=form.cleaned_data["office"],
            file=form.cleaned_data["file"],
            options=form.options(),
        )

    def get_cancel_url(self) -> str:
        return reverse("imports:list")

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()


class RunDetailView(RunsMixin, ScopedDetailView):
    """The page of a file: progress, then the result of the check, then the receipt."""

    queryset = ImportRun.objects.all()

    def get_template_names(self) -> list[str]:
        run = self.object
        if run.stage == ImportStage.CHECKED and run.is_final:
            return ["imports/checked.html"]
        if run.stage in (ImportStage.ACCEPTED, ImportStage.UNDONE):
            return ["imports/receipt.html"]
        return ["imports/run.html"]

    def get_crumbs(self) -> Sequence[Crumb]:
        return [IMPORTS, Crumb(str(self.object))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run = self.object
        context = super().get_context_data(**kwargs)
        context |= {"run": run, "steps": steps_of(run), "page_badge": STAGE_BADGES[run.stage]}
        context |= giveback_context(run)
        if run.verdict:
            context["checked"] = CheckedPage(run)
        if run.receipt:
            context["open_rows"] = open_rows(run).count()
            context["receipt_figures"], context["receipt_facts"] = receipt_figures(run), receipt_facts(run)
            context["held"] = grouped(run.receipt["held"])
            context["refused"] = grouped(run.receipt["refused"])
        return context


class RunProgressView(RunsMixin, GuardedView):
    """The progress alone, asked again and again; at the end it sends the browser to the whole page."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        run = get_object_or_404(self.get_base_queryset().visible_to(self.scope), pk=pk)
        response = TemplateResponse(request, "imports/progress.html", {"run": run})
        if run.is_final:
            response["HX-Redirect"] = run.get_absolute_url()
        return response


class RunActionView(RunsMixin, ActionView):
    queryset = ImportRun.objects.all()

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()


def is_small_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 8


class AcceptView(RunActionView):
    def call_service(self) -> ImportRun:
        return accept_run(
            actor=self.request.user,
            run=self.object,
            mode=self.request.POST.get("mode", ""),
            confirmations=self._confirmations(),
        )

    def _confirmations(self) -> dict[int, str]:
        """The reasons of the rows that are ticked."""
        ticked = [line for line in self.request.POST.getlist("confirm") if is_small_number(line)]
        return {int(line): self.request.POST.get(f"reason_{line}", "") for line in ticked}


class DiscardView(RunActionView):
    success_message = _("The file was discarded; nothing of it was saved.")

    def call_service(self) -> ImportRun:
        return discard_run(actor=self.request.user, run=self.object)


class RetryView(RunActionView):
    def call_service(self) -> ImportRun:
        return retry_run(actor=self.request.user, run=self.object)
