"""Forms of certification."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from certifications.choices import ResultOutcome
from certifications.models import Issuer, Scheme
from kaltim_naker.core.periods import today
from kaltim_naker.ui.forms import DateInput
from kaltim_naker.ui.grids import RowForm


class AssessmentForm(forms.Form):
    """After which scheme, by whom, on which day the class was assessed."""

    scheme = forms.ModelChoiceField(label=_("Scheme"), queryset=Scheme.objects.all())
    issuer = forms.ModelChoiceField(label=_("Issuer"), queryset=Issuer.objects.all())
    assessed_on = forms.DateField(label=_("Assessed on"), widget=DateInput)


class OutcomeForm(RowForm):
    """What came out for one candidate; left empty, nothing is recorded."""

    outcome = forms.ChoiceField(label=_("Result"), choices=[("", "–"), *ResultOutcome.choices], required=False)

    @property
    def heading(self) -> str:
        return str(self.record.job_seeker)

    @property
    def note(self) -> str:
        """Earlier attempts, so that nobody is assessed again by mistake."""
        return ", ".join(
            f"{result.assessment.scheme.title}: {result.get_outcome_display()}" for result in self.record.results.all()
        )


class IssueForm(forms.Form):
    issued_on = forms.DateField(
        label=_("Issued on"), widget=DateInput, help_text=_("The date on the papers; a row may have its own.")
    )


class CertificateForm(RowForm):
    """The paper of one result K. Without a number it has not arrived."""

    number = forms.CharField(label=_("Certificate number"), max_length=60, required=False)
    registration_number = forms.CharField(label=_("Registration number"), max_length=60, required=False)
    issued_on = forms.DateField(label=_("Other date"), widget=DateInput, required=False)

    @property
    def heading(self) -> str:
        return str(self.record.job_seeker)

    @property
    def note(self) -> str:
        return str(self.record.assessment.scheme)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("number") and (cleaned.get("registration_number") or cleaned.get("issued_on")):
            raise ValidationError({"number": _("A certificate needs its number.")})
        return cleaned


class HandOverForm(forms.Form):
    handed_over_on = forms.DateField(label=_("Handed over on"), widget=DateInput, initial=today)
    handed_over_to = forms.CharField(
        label=_("Handed over to"), max_length=150, required=False, help_text=_("Empty: to the holder.")
    )
