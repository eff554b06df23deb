"""Forms of targets and reports."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import Scope
from kaltim_naker.core.periods import Period
from kaltim_naker.reports.models import Language
from kaltim_naker.reports.years import QUARTERS, default_period, year_choices
from programs.models import Indicator, TrainingCentre

_WHOLE_YEAR = ("", _("whole year"))


class ReportForm(forms.Form):
    """What to report on. Who works at a centre chooses among his own centres; the province may also take the whole."""

    year = forms.TypedChoiceField(label=_("Year"), choices=year_choices, coerce=int)
    quarter = forms.TypedChoiceField(
        label=_("Quarter"), choices=[*QUARTERS, _WHOLE_YEAR], coerce=int, empty_value=None, required=False
    )
    centre = forms.ModelChoiceField(label=_("About"), queryset=TrainingCentre.objects.none(), required=False)
    language = forms.ChoiceField(label=_("Language of the report"), choices=Language, initial=Language.INDONESIAN)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        centre = self.fields["centre"]
        centre.queryset = TrainingCentre.objects.run_by(scope)
        centre.empty_label = _("the whole province") if scope.everything else None
        centre.required = not scope.everything
        suggested = default_period()
        self.fields["year"].initial, self.fields["quarter"].initial = suggested.year, suggested.quarter

    @property
    def period(self) -> Period:
        return Period(self.cleaned_data["year"], self.cleaned_data["quarter"])


class TargetForm(forms.Form):
    """One target: of a year or up to the end of a quarter, of the province or of a centre."""

    indicator = forms.ModelChoiceField(label=_("Indicator"), queryset=Indicator.objects.all(), empty_label=None)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    quarter = forms.TypedChoiceField(
        label=_("Quarter"),
        choices=[_WHOLE_YEAR, *QUARTERS],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("A quarter's target counts from January to the end of that quarter."),
    )
    centre = forms.ModelChoiceField(
        label=_("Training centre"),
        queryset=TrainingCentre.objects.all(),
        required=False,
        empty_label=_("the whole province"),
    )
    value = forms.DecimalField(label=_("Target"), min_value=0, max_digits=14, decimal_places=4)
    source = forms.CharField(
        label=_("Document"), max_length=200, help_text=_("The document that sets this target, with number and date.")
    )
