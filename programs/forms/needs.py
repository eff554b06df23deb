"""Forms of skill needs, and of the classes that answer them."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kaltim_naker.core.periods import ROMAN, fiscal_year, today
from kaltim_naker.regions.models import KbliSection
from programs.choices import NeedOrigin
from programs.forms.regions import OfRegionForm
from programs.models import Field, TrainingClass


class NeedForm(OfRegionForm):
    """So many people with a skill, in a region, in a year."""

    year = forms.IntegerField(label=_("Fiscal year"), min_value=2000, max_value=2100)
    quarter = forms.TypedChoiceField(
        label=_("From quarter"),
        choices=[("", _("at any time of the year")), *((str(n), roman) for n, roman in ROMAN.items())],
        coerce=int,
        empty_value=None,
        required=False,
    )
    field = forms.ModelChoiceField(label=_("Field"), queryset=Field.objects.all())
    sector = forms.ModelChoiceField(label=_("Sector"), queryset=KbliSection.objects.all(), required=False)
    skill = forms.CharField(label=_("Skill or occupation"), max_length=120)
    people = forms.IntegerField(label=_("People needed"), min_value=1, max_value=100_000)
    origin = forms.ChoiceField(label=_("Who says so"), choices=NeedOrigin)
    evidence = forms.CharField(
        label=_("Evidence"), max_length=300, help_text=_("Letter, survey or vacancy, with number and date.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = fiscal_year(today()) + 1


class ClassChoiceForm(forms.Form):
    """One of the classes that come into question."""

    training_class = forms.ModelChoiceField(label=_("Training class"), queryset=TrainingClass.objects.none())

    def __init__(self, *args: Any, classes: QuerySet[TrainingClass], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["training_class"].queryset = classes
