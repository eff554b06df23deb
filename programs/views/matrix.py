"""The matrix of proposals, and the workbook that page and minutes hand out alike."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.core.periods import fiscal_year, today
from kaltim_naker.ui.components import Crumb, PageAction
from kaltim_naker.ui.export import Sheet
from kaltim_naker.ui.views import PageView
from programs.documents.proposals import Matrix, matrix_of, proposal_rows, sums_of
from programs.models import Proposal
from programs.tables import DECISION_COLUMNS, matrix_columns
from programs.views.links import book_response
from programs.views.proposals import PROPOSALS


class MatrixView(PageView):
    """Regencies and cities × fields, agreed of proposed, in packages. `?year=`; `?export=xlsx` gives the workbook."""

    action = Action.VIEW_PROPOSALS
    template_name = "programs/proposal_matrix.html"
    page_title = _("Matrix of proposals")
    page_lead = _("Packages agreed of packages proposed, by regency or city and field. Other units are not added up.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.GET.get("export") == "xlsx":
            return self.export()
        return super().get(request, *args, **kwargs)

    @cached_property
    def year(self) -> int:
        asked = self.request.GET.get("year", "")
        if asked.isascii() and asked.isdigit() and 2000 <= int(asked) <= 2100:
            return int(asked)
        return Proposal.objects.visible_to(self.scope).latest_year(fiscal_year(today()))

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        return proposal_rows(Proposal.objects.visible_to(self.scope).standing().in_year(self.year))

    def get_crumbs(self) -> Sequence[Crumb]:
        return [PROPOSALS, Crumb(self.page_title)]

    def get_page_actions(self) -> Sequence[PageAction]:
        query = f"?year={self.year}&export=xlsx"
        make = PageAction(
            _("Make the minutes"), reverse("programs:minutes_make"), action=Action.DECIDE_PROPOSAL, primary=True
        )
        return [make, PageAction(_("Export to Excel"), query)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            year=self.year,
            previous_url=f"?year={self.year - 1}",
            next_url=f"?year={self.year + 1}",
            matrix=matrix_of(self.rows),
            sums=sums_of(self.rows) if self.rows else None,
            is_whole=self.scope.everything,
            list_url=f"{reverse('programs:proposal_list')}?year={self.year}",
            **kwargs,
        )

    def export(self) -> HttpResponseBase:
        return book_response(
            proposal_sheets(self.rows, matrix_of(self.rows)), str(self.page_title), f"usulan-{self.year}.xlsx"
        )


def proposal_sheets(rows: list[dict[str, Any]], matrix: Matrix) -> list[Sheet]:
    """The two sheets of every workbook of proposals: one line each, and the matrix with its sums."""
    together = [*matrix.rows, (gettext("Together"), matrix.totals)] if matrix.rows else []
    return [
        Sheet(gettext("Proposals"), DECISION_COLUMNS, rows),
        Sheet(gettext("Matrix"), matrix_columns(matrix), together),
    ]
