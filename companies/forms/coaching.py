"""Forms of a coaching, one for each step."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from companies.choices.productivity import CoachingState, DiagnosisTool, PlanState, Technique
from companies.constants.productivity import MOST_WHYS
from companies.models import Coaching, Measurement
from kaltim_naker.core.periods import today
from kaltim_naker.ui.forms import DateInput


class OpenCoachingForm(forms.Form):
    opened_on = forms.DateField(label=_("Opened on"), widget=DateInput, initial=today)
    contact = forms.CharField(label=_("Person in charge at the company"), max_length=120, required=False)


class StepForm(forms.Form):
    """What a step leaves behind when one goes on. Most leave nothing but what was entered on the way."""

    def __init__(self, *args: Any, coaching: Coaching, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.coaching = coaching

    @property
    def measurements(self) -> Any:
        return Measurement.objects.filter(company=self.coaching.company_id).order_by("-year")


class BaselineForm(StepForm):
    baseline = forms.ModelChoiceField(
        label=_("Measurement that is the baseline"), queryset=Measurement.objects.none(), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["baseline"].queryset = self.measurements


class PlanForm(StepForm):
    remeasure_on = forms.DateField(label=_("Measure again by"), widget=DateInput, required=False)


class FinalForm(StepForm):
    final = forms.ModelChoiceField(
        label=_("Measurement after the coaching"), queryset=Measurement.objects.none(), required=False
    )
    recommendation = forms.CharField(
        label=_("Recommendation to the company"), widget=forms.Textarea(attrs={"rows": 5}), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["final"].queryset = self.measurements


STEP_FORMS: dict[str, type[StepForm]] = {
    CoachingState.BASELINE: BaselineForm,
    CoachingState.PLAN: PlanForm,
    CoachingState.FINAL_MEASUREMENT: FinalForm,
}


class ProblemForm(forms.Form):
    description = forms.CharField(label=_("Problem"), max_length=300)
    tool = forms.ChoiceField(label=_("Found by"), choices=DiagnosisTool)
    whys = forms.CharField(
        label=_("Why?"),
        widget=forms.Textarea(attrs={"rows": MOST_WHYS}),
        required=False,
        help_text=_("Ask “why” up to five times, one answer a line."),
    )
    root_cause = forms.CharField(
        label=_("Root cause"), max_length=300, required=False, help_text=_("May follow later; a plan needs it.")
    )

    def clean_whys(self) -> list[str]:
        answers = [line.strip() for line in self.cleaned_data["whys"].splitlines() if line.strip()]
        if len(answers) > MOST_WHYS:
            raise ValidationError(_("“Why” is asked up to five times."))
        return answers


class ActionForm(forms.Form):
    technique = forms.ChoiceField(label=_("Technique"), choices=Technique)
    action = forms.CharField(label=_("What is done"), max_length=300)
    owner = forms.CharField(label=_("Who does it"), max_length=120)
    due_on = forms.DateField(label=_("Due on"), widget=DateInput)
    indicator = forms.CharField(label=_("How one will see it"), max_length=200)


class ActionReportForm(forms.Form):
    state = forms.ChoiceField(label=_("State"), choices=PlanState)
    result = forms.CharField(
        label=_("What came of it"), max_length=300, required=False, help_text=_("Needed where it is given up.")
    )


class VisitForm(forms.Form):
    held_on = forms.DateField(label=_("Day"), widget=DateInput, initial=today)
    people = forms.IntegerField(label=_("People of the company"), min_value=1, max_value=999, required=False)
    note = forms.CharField(label=_("What was done"), widget=forms.Textarea(attrs={"rows": 4}))


class StopForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200)
