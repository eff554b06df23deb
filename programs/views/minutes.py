"""The official minutes of the proposals of a year: frozen, on paper and as a workbook. Every office may read them."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse, reverse_lazy
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.ui.components import Crumb, EmptyState, PageAction
from kaltim_naker.ui.formatting import long_date, number, rupiah
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.papers import pdf_response
from kaltim_naker.ui.views import ScopedDetailView, ScopedListView, ServiceFormView
from programs.documents.proposals import in_words, matrix_of, minutes_pdf, sums_of
from programs.forms import MinutesForm
from programs.models import ProposalMinutes
from programs.services import make_minutes
from programs.tables import MINUTES_COLUMNS
from programs.views.links import book_response
from programs.views.matrix import proposal_sheets
from programs.views.proposals import PROPOSALS

MINUTES = Crumb(_("Minutes"), reverse_lazy("programs:minutes_list"))


class MinutesListView(ScopedListView):
    action = Action.VIEW_PROPOSALS
    page_title = _("Minutes")
    page_lead = _("The official minutes of the decisions, as they were signed.")
    queryset = ProposalMinutes.objects.all()
    columns = MINUTES_COLUMNS
    default_order = Order("held_on", descending=True)
    empty_state = EmptyState(_("No minutes yet"), _("They are made once the proposals of a year are decided."))

    def get_crumbs(self) -> Sequence[Crumb]:
        return [PROPOSALS, Crumb(self.page_title)]

    def get_page_actions(self) -> Sequence[PageAction]:
        url = reverse("programs:minutes_make")
        return [PageAction(_("Make the minutes"), url, action=Action.DECIDE_PROPOSAL, primary=True)]


class MinutesMakeView(ServiceFormView):
    action = Action.DECIDE_PROPOSAL
    page_title = _("Make the minutes")
    page_lead = _("The decisions are kept as they stand now. What is changed later needs new minutes.")
    form_class = MinutesForm
    queryset = ProposalMinutes.objects.all()
    submit_label = _("Make the minutes")
    success_message = _("The minutes are made.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [PROPOSALS, MINUTES, Crumb(self.page_title)]

    def call_service(self, form: MinutesForm) -> ProposalMinutes:
        return make_minutes(actor=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_cancel_url(self) -> str:
        return reverse("programs:minutes_list")


class MinutesDetailView(ScopedDetailView):
    action = Action.VIEW_PROPOSALS
    queryset = ProposalMinutes.objects.all()
    template_name = "programs/minutes_detail.html"

    def get_crumbs(self) -> Sequence[Crumb]:
        return [PROPOSALS, MINUTES, Crumb(self.object.number)]

    def get_page_actions(self) -> Sequence[PageAction]:
        return [
            PageAction(_("Open the PDF"), reverse("programs:minutes_pdf", args=[self.object.pk]), primary=True),
            PageAction(_("Export to Excel"), reverse("programs:minutes_xlsx", args=[self.object.pk])),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, rows = self.object, self.object.facts["rows"]
        sums = sums_of(rows)
        facts = [
            (_("For the fiscal year"), row.year),
            (_("Day of the meeting"), long_date(row.held_on)),
            (_("Place"), row.place),
            (_("Chair"), row.chair),
            (_("Proposals"), number(sums.proposed)),
            (_("Agreed"), number(sums.agreed)),
            (_("Deferred"), number(sums.deferred)),
            (_("Rejected"), number(sums.rejected)),
            (_("Not decided yet"), number(sums.undecided)),
            (_("Estimated cost of what was agreed"), rupiah(sums.cost_agreed)),
            (_("Proposed nothing"), ", ".join(row.facts["silent"]) or "–"),
            (_("Fingerprint (SHA-256)"), row.sha256),
        ]
        return super().get_context_data(facts=facts, rows=in_words(rows), matrix=matrix_of(rows), **kwargs)


class MinutesPdfView(MinutesDetailView):
    """Papers of the office are written in Indonesian, whoever opens them."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        minutes = self.get_object()
        return pdf_response(minutes_pdf(minutes, language="id"), f"berita-acara-{slugify(minutes.number)}.pdf")


class MinutesXlsxView(MinutesDetailView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        minutes = self.get_object()
        rows = minutes.facts["rows"]
        notes = [(gettext("Number of the minutes"), minutes.number), (gettext("Fingerprint (SHA-256)"), minutes.sha256)]
        name = f"berita-acara-{slugify(minutes.number)}.xlsx"
        return book_response(proposal_sheets(rows, matrix_of(rows)), gettext("Minutes"), name, notes)
