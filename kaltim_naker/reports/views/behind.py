"""What lists of the records behind a figure have in common, be the figure of today or closed."""

from collections.abc import Sequence

from django.http import Http404, HttpResponseBase
from django.utils.functional import cached_property

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.access.scope import Scope
from kaltim_naker.reports.names import names_action, names_scope
from kaltim_naker.reports.tables import RECORD_COLUMNS
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.personal import PersonalListView
from kaltim_naker.ui.tables import Column
from programs.measures import Measure


class RecordsBehindView(PersonalListView):
    """Base of the lists behind figures.

    The figure is what `VIEW_ACHIEVEMENT` lets the reader count; the names are what `names_action` lets him see.
    """

    action = Action.VIEW_ACHIEVEMENT

    measure: Measure

    @cached_property
    def names_scope(self) -> Scope:
        return names_scope(self.request.user, self.measure)

    @property
    def may_see_names(self) -> bool:
        return can(self.request.user, names_action(self.measure))

    @property
    def default_order(self) -> Order:  # type: ignore[override]
        """By the column that names the record."""
        return Order(next(column.sort for column in self.get_columns() if column.heading))

    def get_columns(self) -> Sequence[Column]:
        return RECORD_COLUMNS[self.measure.records().model]

    def export(self) -> HttpResponseBase:
        if not self.may_see_names:
            raise Http404
        return super().export()

    def exported_subject(self) -> str:
        return self.measure.key

    def export_note(self) -> str:
        """The figure says it all."""
        return ""
