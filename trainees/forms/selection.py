"""Forms of applications and selection."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaltim_naker.regions.models import Region
from kaltim_naker.ui.grids import RowForm
from trainees.choices import StepResult
from trainees.forms.people import FindByNikForm
from trainees.models import SelectionRules


class ApplyByNikForm(FindByNikForm):
    """Who applies; the number is in no address."""


class RulesForm(forms.ModelForm):
    """What a class asks of its applicants and how they are ranked."""

    remote_regions = forms.MultipleChoiceField(
        label=_("Remote areas"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = SelectionRules
        fields = (
            "minimum_age",
            "maximum_age",
            "minimum_education",
            "maximum_education",
            "home_domicile",
            "written_weight",
            "interview_weight",
            "minimum_score",
            "priority",
            "bonus",
            "seats_for_women",
            "seats_for_disability",
            "seats_for_remote",
            "remote_regions",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["remote_regions"].choices = list(Region.objects.home().values_list("code", "short_name"))

    def _post_clean(self) -> None:
        """Nothing is written into a record here: the service does, and asks for the constraints."""


class StepsForm(RowForm):
    """What the steps of the selection gave for one applicant; points of 100."""

    administration = forms.ChoiceField(label=_("Administration"), choices=StepResult)
    written_score = forms.DecimalField(
        label=_("Written test"), required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2
    )
    interview_score = forms.DecimalField(
        label=_("Interview"), required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2
    )

    @property
    def heading(self) -> str:
        return str(self.record.job_seeker)
