"""Forms of activities: the event, who came, what was resolved."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaltim_naker.core.periods import today
from kaltim_naker.regions.models import Region
from kaltim_naker.ui.forms import DateInput
from kaltim_naker.ui.grids import RowForm
from programs.choices import ActivityKind, ResolutionState


class ActivityForm(forms.Form):
    """An event. The totals are those of its source; once the attendance is entered, they follow from that."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ActivityKind)
    title = forms.CharField(label=_("Title"), max_length=200)
    starts_on = forms.DateField(label=_("First day"), widget=DateInput)
    ends_on = forms.DateField(label=_("Last day"), widget=DateInput)
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    region = forms.ModelChoiceField(label=_("Regency or city"), queryset=Region.objects.home(), required=False)
    organiser = forms.CharField(label=_("Organiser"), max_length=150, required=False)
    chair = forms.CharField(label=_("Chair"), max_length=150, required=False)
    document = forms.CharField(
        label=_("Legal basis or invitation"),
        max_length=200,
        required=False,
        help_text=_("Decree or letter, with number and date."),
    )
    agenda = forms.CharField(
        label=_("Agenda"), required=False, widget=forms.Textarea(attrs={"rows": 4}), help_text=_("One item a line.")
    )
    summary = forms.CharField(label=_("Result"), required=False, widget=forms.Textarea(attrs={"rows": 5}))
    participants = forms.IntegerField(label=_("Participants"), min_value=0, required=False)
    companies = forms.IntegerField(label=_("Companies"), min_value=0, required=False)
    source = forms.CharField(
        label=_("Source"), max_length=200, help_text=_("Where this is known from: minutes, press, invitation.")
    )


class DelegationForm(RowForm):
    """How many came from one kind of organisation. Names are those of organisations, never of people."""

    people = forms.IntegerField(label=_("People"), min_value=0, required=False)
    organisations = forms.IntegerField(label=_("Organisations"), min_value=0, required=False)
    names = forms.CharField(label=_("Names of organisations"), max_length=1000, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("people") and (cleaned.get("organisations") or cleaned.get("names")):
            self.add_error("people", _("How many people came from there?"))
        if cleaned.get("people") and (cleaned.get("organisations") or 0) > cleaned["people"]:
            self.add_error("organisations", _("There cannot be more organisations than people who came from them."))
        return cleaned


class ResolutionForm(forms.Form):
    """What was resolved, who does it, until when."""

    text = forms.CharField(label=_("Resolution"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    owner = forms.CharField(label=_("Who does it"), max_length=150)
    due_on = forms.DateField(label=_("Due on"), widget=DateInput)


class EndResolutionForm(forms.Form):
    """What became of a resolution."""

    state = forms.ChoiceField(label=_("State"), choices=ResolutionState, initial=ResolutionState.DONE)
    ended_on = forms.DateField(label=_("On"), widget=DateInput, required=False)
    note = forms.CharField(
        label=_("Note"), max_length=300, required=False, help_text=_("What was done; or why it is dropped.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ended_on"].initial = today()
