"""Pages of the curricula: what is taught, after which standard, in how many hours. All of the staff may read them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.ui.components import Crumb, EmptyState
from kaltim_naker.ui.formatting import number
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.views import ScopedDetailView, ScopedListView
from programs.filters import TrainingProgramFilter
from programs.models import TrainingProgram
from programs.tables import PROGRAMME_COLUMNS

PROGRAMMES = Crumb(_("Programmes"), reverse_lazy("programs:programme_list"))


class ProgrammeListView(ScopedListView):
    action = Action.VIEW_CLASSES
    page_title = _("Programmes")
    queryset = TrainingProgram.objects.all()
    filterset_class = TrainingProgramFilter
    columns = PROGRAMME_COLUMNS
    default_order = Order("title")
    empty_state = EmptyState(_("No programme fits"), _("Change or reset the filter to see more."))


class ProgrammeDetailView(ScopedDetailView):
    """The curriculum. It is kept on the support pages, like other reference data."""

    action = Action.VIEW_CLASSES
    template_name = "programs/programme_detail.html"

    def get_base_queryset(self) -> QuerySet:
        return TrainingProgram.objects.select_related("field", "sector")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [PROGRAMMES, Crumb(str(self.object))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        facts = [
            (_("Field"), row.field.name),
            (_("Sector"), row.sector),
            (_("Hours (JP)"), number(row.hours)),
            (_("KKNI level"), number(row.kkni_level)),
            (_("Scheme"), row.scheme),
        ]
        units = [line.strip() for line in row.competence_units.splitlines() if line.strip()]
        return super().get_context_data(facts=facts, units=units, **kwargs)
