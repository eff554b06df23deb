"""Forms of published figures and of the IPK."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaltim_naker.core.periods import fiscal_year, today
from kaltim_naker.regions.models import Region
from kaltim_naker.ui.forms import DateInput
from programs.choices import Direction, FigureKind
from programs.constants import RATES
from programs.models import Field, IpkIndicator

#: Everything but what is given by field.
OF_A_REGION = tuple(kind for kind in FigureKind if kind != FigureKind.SCHOOL_LEAVERS)


class SourcedForm(forms.Form):
    """Where a figure comes from, and why it is right where it looks wrong."""

    region = forms.ModelChoiceField(label=_("Region"), queryset=Region.objects.home_and_province())
    as_of = forms.DateField(
        label=_("As of"), widget=DateInput, help_text=_("The day that the figures stand for, as their source says.")
    )
    source = forms.CharField(label=_("Source"), max_length=200, help_text=_("Who published it, where and when."))
    jump_reason = forms.CharField(
        label=_("Why it changed so much"),
        max_length=200,
        required=False,
        help_text=_("Only where a figure moved by more than half since the last one."),
    )


def _figure_field(kind: FigureKind) -> forms.DecimalField:
    if kind in RATES:
        return forms.DecimalField(
            label=f"{kind.label} (%)", min_value=0, max_value=100, max_digits=5, decimal_places=2, required=False
        )
    decimals = 2 if kind == FigureKind.PRODUCTIVITY else 0
    return forms.DecimalField(label=kind.label, min_value=0, max_digits=18, decimal_places=decimals, required=False)


class FiguresForm(SourcedForm):
    """The figures of one region as of one day; what is left empty stays as it is."""

    field_order = ("region", "as_of", *OF_A_REGION, "source", "jump_reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in OF_A_REGION:
            self.fields[kind.value] = _figure_field(kind)
        self.order_fields(self.field_order)

    def values(self) -> dict[str, Decimal | None]:
        return {kind.value: self.cleaned_data[kind.value] for kind in OF_A_REGION}


class SchoolLeaversForm(SourcedForm):
    """How many leave the vocational schools of a region in one field."""

    field_order = ("region", "field", "leavers", "as_of", "source", "jump_reason")

    field = forms.ModelChoiceField(label=_("Field"), queryset=Field.objects.all())
    leavers = forms.IntegerField(label=_("Leavers"), min_value=0)


class IpkPartForm(forms.Form):
    """A sub-indicator of the IPK, as its document lays it down."""

    indicator = forms.ModelChoiceField(label=_("Main indicator"), queryset=IpkIndicator.objects.all())
    name = forms.CharField(label=_("Sub-indicator"), max_length=160)
    weight = forms.DecimalField(
        label=_("Weight in per cent of the index"),
        max_digits=6,
        decimal_places=3,
        help_text=_("All weights together make 100."),
    )
    direction = forms.ChoiceField(label=_("Direction"), choices=Direction)
    minimum = forms.DecimalField(label=_("Lowest value"), max_digits=18, decimal_places=4)
    maximum = forms.DecimalField(label=_("Highest value"), max_digits=18, decimal_places=4)
    source = forms.CharField(label=_("Document"), max_length=200)


class IpkValueForm(forms.Form):
    """The value of a sub-indicator in a year."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    value = forms.DecimalField(label=_("Value"), max_digits=18, decimal_places=4)
    source = forms.CharField(label=_("Source"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = fiscal_year(today()) - 1
