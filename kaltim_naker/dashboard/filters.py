"""What the first page can be asked by. All of it stands in the address."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import Scope
from kaltim_naker.dashboard.figures import map_measures
from programs.models import Target, TrainingCentre


class HomeFilter(django_filters.FilterSet):
    """The year that is shown, one centre of the province, and the measure on the map; folded away but for the year."""

    year = django_filters.ChoiceFilter(label=_("Year"), method="leave", empty_label=None)
    centre = django_filters.ModelChoiceFilter(
        label=_("Training centre"), queryset=TrainingCentre.objects.all(), method="leave", empty_label=_("all")
    )
    measure = django_filters.ChoiceFilter(
        label=_("On the map"), method="leave", empty_label=_("the measure of the target")
    )

    class Meta:
        model = Target
        fields = ()

    def __init__(self, *args: Any, years: Sequence[int], scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [str(year) for year in years] or [self.data["year"]]
        self.filters["year"].extra["choices"] = [(year, year) for year in known]
        self.filters["measure"].extra["choices"] = [(one.key, one.name) for one in map_measures()]
        if not scope.everything:
            del self.filters["centre"]
        if scope.regions and not scope.everything:
            del self.filters["measure"]
        self.more = tuple(name for name in ("centre", "measure") if name in self.filters)

    def leave(self, rows: QuerySet, name: str, value: Any) -> QuerySet:
        """It narrows no rows by itself: the page asks it what it is about."""
        return rows

    @property
    def chosen(self) -> dict[str, Any]:
        """What the address says and holds; a wrong part is left out, with its error beside the field."""
        self.form.is_valid()
        return self.form.cleaned_data
