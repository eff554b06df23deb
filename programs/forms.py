"""Forms of the training supply."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import Scope
from kaltim_naker.core.periods import fiscal_year, today
from kaltim_naker.ui.forms import DateInput
from programs.choices import FundingSource
from programs.constants import USUAL_SEATS
from programs.models import Room, TrainingCentre, TrainingProgram


class ClassForm(forms.Form):
    """The plan of a class. Only the centres of the reader's scope can be chosen."""

    centre = forms.ModelChoiceField(label=_("Training centre"), queryset=TrainingCentre.objects.none())
    programme = forms.ModelChoiceField(label=_("Programme"), queryset=TrainingProgram.objects.all())
    label = forms.CharField(label=_("Package"), max_length=40, help_text=_("As in the plan, for example “Paket 3”."))
    fiscal_year = forms.IntegerField(label=_("Fiscal year"), min_value=2000, max_value=2100)
    funding_source = forms.ChoiceField(
        label=_("Funding source"), choices=FundingSource, initial=FundingSource.APBD_PROVINCE
    )
    budget_line = forms.CharField(label=_("Budget line"), max_length=60, required=False)
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=500, initial=USUAL_SEATS)
    starts_on = forms.DateField(label=_("First day"), required=False, widget=DateInput)
    ends_on = forms.DateField(label=_("Last day"), required=False, widget=DateInput)
    room = forms.ModelChoiceField(label=_("Room"), queryset=Room.objects.none(), required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        centre = self.fields["centre"]
        centre.queryset = TrainingCentre.objects.run_by(scope)
        if centre.queryset.count() == 1:
            centre.initial = centre.queryset.get()
        self.fields["room"].queryset = Room.objects.visible_to(scope).select_related("centre")
        self.fields["fiscal_year"].initial = fiscal_year(today())
