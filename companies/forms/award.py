"""Forms about the award and companies at activities."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from companies.choices.productivity import AwardSpan, GuidanceKind
from companies.constants.productivity import AWARD_PARTS_PER_MILLION
from companies.models import Company
from kaltim_naker.ui.forms import DateInput


class AwardRuleForm(forms.Form):
    valid_from = forms.DateField(label=_("Valid from"), widget=DateInput)
    threshold_per_million = forms.IntegerField(
        label=_("Threshold (companies per million)"),
        min_value=1,
        max_value=1_000_000,
        initial=AWARD_PARTS_PER_MILLION,
        help_text=_("500 per million are 0.05 %."),
    )
    counted_kinds = forms.MultipleChoiceField(
        label=_("What counts as guidance"), choices=GuidanceKind, widget=forms.CheckboxSelectMultiple
    )
    span = forms.ChoiceField(label=_("Counted over"), choices=AwardSpan)
    source = forms.CharField(
        label=_("Document"), max_length=200, help_text=_("Who decided to count so, where and when.")
    )


class ActivityCompanyForm(forms.Form):
    """By name or NIB, since a list of all companies would be too long."""

    company = forms.CharField(
        label=_("Company"), max_length=150, help_text=_("Its name as in the register, or its NIB.")
    )
    people = forms.IntegerField(label=_("People of the company"), min_value=1, max_value=999, required=False)

    def clean_company(self) -> Company:
        typed = self.cleaned_data["company"].strip()
        found: list[Any] = list(Company.objects.named_or_numbered(typed)[:6])
        exact = [one for one in found if typed.lower() in (one.name.lower(), one.nib)]
        if len(exact) == 1 or len(found) == 1:
            return (exact or found)[0]
        if not found:
            raise forms.ValidationError(_("No company of this name or NIB is in the register; enter it there first."))
        names = ", ".join(one.name for one in found[:5])
        raise forms.ValidationError(_("Several companies fit: %(names)s. Please type more."), params={"names": names})
