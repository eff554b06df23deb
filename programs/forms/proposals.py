"""Forms of proposals: what a region proposes, what the province decides, the minutes of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaltim_naker.core.periods import fiscal_year, today
from kaltim_naker.ui.forms import DateInput
from programs.choices import ProposalChannel, ProposalState, ProposalUnit
from programs.constants import DECIDED, FORUMS
from programs.forms.regions import OfRegionForm
from programs.models import Activity, Field, Proposal


class ProposalForm(OfRegionForm):
    """A proposal for the programme of a year; by default the next one."""

    year = forms.IntegerField(label=_("For the fiscal year"), min_value=2000, max_value=2100)
    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("For example “Pelatihan operator alat berat”.")
    )
    field = forms.ModelChoiceField(label=_("Field"), queryset=Field.objects.all(), required=False)
    location = forms.CharField(label=_("Location"), max_length=120, required=False)
    volume = forms.IntegerField(label=_("Volume"), min_value=1, max_value=100_000)
    unit = forms.ChoiceField(label=_("Unit"), choices=ProposalUnit, initial=ProposalUnit.PACKAGE)
    cost = forms.DecimalField(
        label=_("Estimated cost (Rp)"), min_value=0, max_digits=18, decimal_places=2, required=False
    )
    priority = forms.IntegerField(
        label=_("Priority"), min_value=1, max_value=99, required=False, help_text=_("1 comes first.")
    )
    justification = forms.CharField(
        label=_("Justification"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    channel = forms.ChoiceField(label=_("Channel"), choices=ProposalChannel)
    sipd_id = forms.CharField(
        label=_("SIPD number"),
        max_length=40,
        required=False,
        help_text=_("The number of the proposal in SIPD-RI, once it is typed in there."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = fiscal_year(today()) + 1


class DecisionForm(forms.Form):
    """What the province decides about a proposal."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[(state.value, state.label) for state in ProposalState if state in DECIDED],
        widget=forms.RadioSelect,
    )
    agreed_volume = forms.IntegerField(
        label=_("Agreed volume"), min_value=1, required=False, help_text=_("Empty: all of what was proposed.")
    )
    decided_on = forms.DateField(label=_("Day of the decision"), widget=DateInput)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed where it is deferred, rejected or agreed in part. The region reads it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decided_on"].initial = today()


class MinutesForm(forms.Form):
    """The official minutes of the meeting that decided."""

    year = forms.IntegerField(label=_("Proposals for the fiscal year"), min_value=2000, max_value=2100)
    number = forms.CharField(
        label=_("Number of the minutes"), max_length=80, help_text=_("As in the office's register of letters.")
    )
    held_on = forms.DateField(label=_("Day of the meeting"), widget=DateInput)
    place = forms.CharField(label=_("Place"), max_length=120)
    chair = forms.CharField(label=_("Chair"), max_length=150)
    activity = forms.ModelChoiceField(
        label=_("Activity"),
        queryset=Activity.objects.filter(kind__in=FORUMS),
        required=False,
        help_text=_("The coordination meeting in the list of activities."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = Proposal.objects.latest_year(fiscal_year(today()))
        self.fields["held_on"].initial = today()
