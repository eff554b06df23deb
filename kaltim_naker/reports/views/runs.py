"""Pages of reports: asking for one, watching it being made, reading what is in it, fetching it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.jobs import JobState
from kaltim_naker.reports.document import Document
from kaltim_naker.reports.drawing import draw_chart
from kaltim_naker.reports.filters import ReportRunFilter
from kaltim_naker.reports.forms import ReportForm
from kaltim_naker.reports.kinds import KINDS
from kaltim_naker.reports.models import ReportRun
from kaltim_naker.reports.services import open_report, request_report, retry_report
from kaltim_naker.reports.tables import RUN_COLUMNS
from kaltim_naker.reports.twins import TWINS, facts_of, open_twin
from kaltim_naker.ui.components import Crumb, EmptyState, PageAction
from kaltim_naker.ui.formatting import in_groups, moment
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.views import ActionView, GuardedView, ScopedDetailView, ScopedListView, ServiceFormView

REPORTS = Crumb(_("Reports"), reverse_lazy("reports:list"))
#: htmx stops polling at this answer.
STOP_POLLING = 286
#: In the address of a download: the file as it was made, also where there is a signed copy.
UNSIGNED = "copy=unsigned"


class ReportListView(ScopedListView):
    action = Action.VIEW_REPORTS
    page_title = _("Reports")
    queryset = ReportRun.objects.all()
    filterset_class = ReportRunFilter
    columns = RUN_COLUMNS
    default_order = Order("created_at", descending=True)
    empty_state = EmptyState(_("No report yet"), _("Ask for one, or change the filter."))

    def get_page_actions(self) -> Sequence[PageAction]:
        return [PageAction(_("New report"), reverse("reports:new"), action=Action.REQUEST_REPORT, primary=True)]


class ReportRequestView(ServiceFormView):
    action = Action.REQUEST_REPORT
    page_title = _("New report")
    page_lead = _("The report is made in the background. You may leave the page; it is kept in the list.")
    form_class = ReportForm
    submit_label = _("Make the report")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [REPORTS, Crumb(_("New report"))]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "scope": self.scope}

    def call_service(self, form: ReportForm) -> ReportRun:
        return request_report(actor=self.request.user, **form.asked)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_cancel_url(self) -> str:
        return str(REPORTS.url)


class RunPage(ScopedDetailView):
    """What the pages about one run have in common."""

    action = Action.VIEW_REPORTS
    queryset = ReportRun.objects.all()
    context_object_name = "run"

    def get_base_queryset(self) -> QuerySet:
        return ReportRun.objects.for_list()


class ReportDetailView(RunPage):
    template_name = "reports/detail.html"

    def get_page_title(self) -> str | Promise:
        return f"{KINDS[self.object.kind].name}, {self.object.period}"

    def get_crumbs(self) -> Sequence[Crumb]:
        return [REPORTS, Crumb(self.object.reference)]

    def get_page_actions(self) -> Sequence[PageAction]:
        run = self.object
        if run.state == JobState.DONE:
            return [
                *self.publishing_actions(),
                PageAction(_("What is in this report"), self._url("facts")),
                *(PageAction(ending.upper(), reverse("reports:twin", args=[run.pk, ending])) for ending in TWINS),
                PageAction(_("Download PDF"), self._url("download"), primary=True),
            ]
        may = Action.REQUEST_REPORT
        if run.is_final:
            return [PageAction(_("Try again"), self._url("retry"), action=may, primary=True, post=True)]
        return [PageAction(_("Cancel"), self._url("cancel"), action=may, danger=True, post=True)]

    def publishing_actions(self) -> list[PageAction]:
        run, may = self.object, Action.PUBLISH_REPORT
        if not run.is_published:
            return [PageAction(_("Publish"), self._url("publish"), action=may)]
        if not run.publication.is_signed:
            return [PageAction(_("Upload the signed copy"), self._url("signed_copy"), action=may)]
        return [PageAction(_("Download the unsigned file"), f"{self._url('download')}?{UNSIGNED}")]

    def _url(self, name: str) -> str:
        return reverse(f"reports:{name}", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "details": _details(self.object), "published": _published(self.object)}


def _details(run: ReportRun) -> list[tuple[str | Promise, Any]]:
    return [
        (_("Report number"), run.reference),
        (_("Period"), run.period),
        (_("About"), run.about),
        (_("Language"), run.get_language_display()),
        (_("Asked for by"), run.requested_by),
        (_("Asked for at"), moment(run.created_at)),
        (_("Finished at"), moment(run.finished_at)),
        (_("Pages"), run.pages),
        (_("Fingerprint of the figures"), in_groups(run.facts_sha256)),
        (_("Fingerprint of the file"), in_groups(run.file_sha256)),
    ]


def _published(run: ReportRun) -> list[tuple[str | Promise, Any]]:
    """Empty for a draft."""
    if not run.is_published:
        return []
    publication = run.publication
    return [
        (_("Publication number"), publication.number),
        (_("Number of the letter"), publication.letter),
        (_("Published by"), publication.published_by),
        (_("Published at"), moment(publication.published_at)),
        (_("Signed copy received at"), moment(publication.signed_at)),
        (_("Fingerprint of the signed copy"), in_groups(publication.signed_sha256)),
    ]


class ReportStatusView(RunPage):
    """The part of the page that shows progress, asked for every two seconds while the run lives."""

    template_name = "reports/status.html"

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if not self.object.is_final:
            return super().render_to_response(context, **kwargs)
        response = super().render_to_response(context, **{**kwargs, "status": STOP_POLLING})
        # The buttons of the page head depend on the outcome: read the page once more.
        response["HX-Refresh"] = "true"
        return response


class ReportFactsView(RunPage):
    """The frozen figures of a report, each with the way to the records behind it."""

    page_title = _("What is in this report")

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().filter(state=JobState.DONE)

    def get_crumbs(self) -> Sequence[Crumb]:
        return [REPORTS, Crumb(self.object.reference, self.object.get_absolute_url()), Crumb(self.page_title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run = self.object
        facts = facts_of(run)
        context = {**super().get_context_data(**kwargs), "facts": facts, "period": run.period}
        if isinstance(facts, Document):
            context["sections"] = [(section, draw_chart(section.chart)) for section in facts.sections]
        return context

    def get_template_names(self) -> list[str]:
        has_own_page = KINDS[self.object.kind].facts is not Document
        return ["reports/facts.html" if has_own_page else "reports/document.html"]


class ReportDownloadView(GuardedView):
    """The stored document. Whether the reader may see it is decided now, not when it was asked for."""

    action = Action.VIEW_REPORTS

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        run = get_object_or_404(ReportRun.objects.visible_to(self.scope), pk=kwargs["pk"])
        try:
            signed = request.GET.get("copy") != "unsigned"
            document = open_report(actor=request.user, run=run, signed=signed, request=request)
        except ReportRun.DoesNotExist as error:
            raise Http404 from error
        except (DomainError, FileNotFoundError) as error:
            words = str(error) if isinstance(error, DomainError) else gettext("The stored document is missing.")
            messages.error(request, words)
            return HttpResponseRedirect(run.get_absolute_url())
        response = FileResponse(
            document, as_attachment=True, filename=f"{run.reference}.pdf", content_type="application/pdf"
        )
        response["X-Content-Type-Options"] = "nosniff"
        return response


class ReportTwinView(GuardedView):
    """The figures of the report as workbook, CSV or data, with the same numbers."""

    action = Action.VIEW_REPORTS

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        run = get_object_or_404(ReportRun.objects.visible_to(self.scope), pk=kwargs["pk"])
        ending = kwargs["ending"]
        if ending not in TWINS:
            raise Http404
        try:
            content = open_twin(actor=request.user, run=run, ending=ending, request=request)
        except ReportRun.DoesNotExist as error:
            raise Http404 from error
        except DomainError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(run.get_absolute_url())
        name = f"{run.reference}.{'zip' if ending == 'csv' else ending}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
        return HttpResponse(content, content_type=TWINS[ending], headers=headers)


class ReportRetryView(ActionView):
    action = Action.REQUEST_REPORT
    queryset = ReportRun.objects.all()

    def call_service(self) -> ReportRun:
        return retry_report(actor=self.request.user, run=self.object)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_failure_url(self) -> str:
        return self.object.get_absolute_url()
