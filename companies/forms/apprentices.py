"""Forms of one participant of an apprenticeship, and of the logbook."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from companies.choices.apprenticeships import After, LeaveReason
from companies.constants.apprenticeships import MOST_HOURS_A_WEEK
from companies.models import Apprentice
from companies.services import WeekData
from kaltim_naker.core.periods import today
from kaltim_naker.ui.formatting import long_date
from kaltim_naker.ui.forms import DateInput


class ApprenticeForm(forms.ModelForm):
    """What the agreement needs."""

    class Meta:
        model = Apprentice
        fields = (
            "mentor",
            "allowance",
            "health_checked_on",
            "insurance_number",
            "consent_by",
            "consent_on",
        )
        widgets = {"health_checked_on": DateInput, "consent_on": DateInput}

    def __init__(self, *args: Any, apprentice: Apprentice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mentor"].queryset = apprentice.apprenticeship.mentors.all()
        if not apprentice.needs_consent:
            del self.fields["consent_by"], self.fields["consent_on"]

    def _post_clean(self) -> None:
        """Nothing is written into a record here: the service does, and asks for the constraints."""


class LeaveForm(forms.Form):
    ended_on = forms.DateField(label=_("Last day"), widget=DateInput, initial=today)
    reason = forms.ChoiceField(label=_("Why early"), choices=LeaveReason)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class AfterForm(forms.Form):
    after = forms.ChoiceField(label=_("What came after"), choices=After)
    after_on = forms.DateField(label=_("Since"), widget=DateInput, initial=today)
    employer = forms.CharField(
        label=_("Employer or business"), max_length=150, required=False, help_text=_("Where it is not this company.")
    )


class WeekForm(forms.Form):
    """A week of the logbook. The weeks to choose from are those of the apprenticeship, the newest first."""

    week = forms.TypedChoiceField(label=_("Week"), coerce=date.fromisoformat)
    activities = forms.CharField(
        label=_("What was done"), max_length=400, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 400})
    )
    unit = forms.CharField(label=_("Unit or section"), max_length=100, required=False)
    practice_hours = forms.IntegerField(label=_("Hours at work"), min_value=0, max_value=MOST_HOURS_A_WEEK)
    theory_hours = forms.IntegerField(label=_("Hours of theory"), min_value=0, max_value=MOST_HOURS_A_WEEK, initial=0)
    incident = forms.CharField(
        label=_("Incident"), max_length=400, required=False, help_text=_("Accident, dispute, absence; empty if none.")
    )

    def __init__(self, *args: Any, weeks: list[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["week"].choices = [(week.isoformat(), long_date(week)) for week in weeks]

    def data_of_week(self) -> WeekData:
        return WeekData(**{name: value for name, value in self.cleaned_data.items() if name in _WEEK})


_WEEK = ("activities", "unit", "practice_hours", "theory_hours", "incident")


class StaffWeekForm(WeekForm):
    """From the paper logbook of a participant."""

    is_signed = forms.BooleanField(label=_("Participant and mentor have signed this week on paper"), required=False)
