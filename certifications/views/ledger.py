"""The ledger: where every graduate stands with each of the two issuers."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from certifications.filters import LedgerFilter
from certifications.ledger import ledger_issuers, with_ledger
from certifications.models import Issuer
from certifications.tables import ledger_columns
from certifications.views.certificates import CERTIFICATES
from kaltim_naker.access.actions import Action
from kaltim_naker.core.periods import today
from kaltim_naker.ui.components import Crumb, EmptyState
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.personal import PersonalListView
from kaltim_naker.ui.tables import Column
from trainees.models import Enrolment


class LedgerView(PersonalListView):
    """A graduate a row. The workbook has every date of both issuers."""

    action = Action.VIEW_CERTIFICATES
    page_title = _("Ledger of graduates")
    page_lead = _("Where everybody who passed a training stands with BNSP and with Kemnaker.")
    queryset = Enrolment.objects.all()
    filterset_class = LedgerFilter
    default_order = Order("ended_on", descending=True)
    empty_state = EmptyState(_("Nobody stands here"))

    @cached_property
    def issuers(self) -> list[Issuer]:
        return ledger_issuers()

    def get_base_queryset(self) -> QuerySet:
        return with_ledger(Enrolment.objects.passed(), self.issuers, today())

    def get_columns(self) -> Sequence[Column]:
        return ledger_columns(self.issuers, whole="export" in self.request.GET)

    def get_crumbs(self) -> Sequence[Crumb]:
        return [CERTIFICATES, Crumb(self.page_title)]
