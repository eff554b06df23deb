"""The region that something is entered for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import Scope
from kaltim_naker.regions.models import Region, RegionQuerySet


def regions_in(scope: Scope) -> RegionQuerySet:
    """The regencies and cities of the province that somebody enters things for."""
    home = Region.objects.home()
    return home if scope.everything else home.filter(pk__in=scope.regions)


class OfRegionForm(forms.Form):
    """Something that belongs to one of the reader's regions; with one only, it is chosen already."""

    region = forms.ModelChoiceField(label=_("Regency or city"), queryset=Region.objects.none())

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        region = self.fields["region"]
        region.queryset = regions_in(scope)
        if len(region.queryset) == 1:
            region.initial = region.queryset[0]
