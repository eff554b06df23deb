"""Pages of receipts: what became of each thing that a program sent."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.api.choices import Outcome
from kaltim_naker.api.filters import ReceiptFilter
from kaltim_naker.api.models import Receipt
from kaltim_naker.api.tables import OUTCOME_BADGES, RECEIPT_COLUMNS
from kaltim_naker.ui.components import Crumb, EmptyState
from kaltim_naker.ui.formatting import moment, number
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.views import ScopedDetailView, ScopedListView

RECEIPTS = Crumb(_("Receipts"), reverse_lazy("tokens:receipts"))


class ReceiptListView(ScopedListView):
    action = Action.VIEW_RECEIPTS
    page_title = _("Receipts")
    page_lead = _("Whatever a program of your office sends gets a receipt: accepted, held or refused, and why.")
    filterset_class = ReceiptFilter
    columns = RECEIPT_COLUMNS
    queryset = Receipt.objects.all()
    default_order = Order("pk", descending=True)
    empty_state = EmptyState(_("No receipt yet"), _("They appear here once a program of your office sends something."))


class ReceiptDetailView(ScopedDetailView):
    action = Action.VIEW_RECEIPTS
    template_name = "api/receipt_detail.html"

    def get_base_queryset(self) -> QuerySet:
        return Receipt.objects.select_related("token__office")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [RECEIPTS, Crumb(str(self.object))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        receipt = self.object
        facts = [
            (_("Received"), moment(receipt.created_at)),
            (_("Program"), receipt.token),
            (_("Office"), receipt.token.office),
            (_("Operation"), receipt.operation),
            (_("Accepted"), number(receipt.accepted)),
            (_("Held"), number(receipt.held)),
            (_("Refused"), number(receipt.refused)),
        ]
        # Whoever opens a receipt looks for what did not go through.
        telling = [row for row in receipt.rows if row["outcome"] != Outcome.ACCEPTED]
        return super().get_context_data(
            facts=facts,
            page_badge=OUTCOME_BADGES[receipt.outcome],
            telling=[(row, OUTCOME_BADGES[row["outcome"]]) for row in telling],
            **kwargs,
        )
