"""Forms of certification."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from certifications.choices import BundleForm, DocumentKind, PlaceKind, ResultOutcome
from certifications.constants import PASTE_LIMIT
from certifications.models import Assessor, CertificationBody, Issuer, Scheme
from kaltim_naker.core.periods import today
from kaltim_naker.ui.forms import DateInput
from kaltim_naker.ui.grids import RowForm


def _typed() -> forms.TextInput:
    """For what people copy from paper: nothing is corrected, remembered or completed."""
    return forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"})


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


# --- assessments ---------------------------------------------------------------------------------------------------
class PlanForm(forms.Form):
    """For which scheme, issuer and body a class is registered."""

    scheme = forms.ModelChoiceField(label=_("Scheme"), queryset=Scheme.objects.all())
    issuer = forms.ModelChoiceField(label=_("Issuer"), queryset=Issuer.objects.all())
    body = forms.ModelChoiceField(
        label=_("Certification body"), queryset=CertificationBody.objects.all(), required=False
    )
    registered_on = forms.DateField(label=_("Registered on"), widget=DateInput, initial=today)


class ScheduleForm(forms.Form):
    scheduled_on = forms.DateField(label=_("Day of the assessment"), widget=DateInput)
    place_kind = forms.ChoiceField(label=_("Kind of place"), choices=PlaceKind)
    place = forms.CharField(label=_("Place (TUK)"), max_length=150)
    assessor = forms.ModelChoiceField(label=_("Assessor"), queryset=Assessor.objects.all(), required=False)


class DecideForm(forms.Form):
    decided_on = forms.DateField(label=_("Decided on"), widget=DateInput, initial=today)
    decision_document = forms.CharField(label=_("Minutes of the plenary"), max_length=80)


class RequestForm(forms.Form):
    requested_on = forms.DateField(label=_("Requested on"), widget=DateInput, initial=today)
    request_letter = forms.CharField(label=_("Letter of request"), max_length=80)


class ReasonForm(forms.Form):
    """For what is done rarely and has to be explained."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class AppealForm(forms.Form):
    lodged_on = forms.DateField(label=_("Lodged on"), widget=DateInput, initial=today)
    grounds = forms.CharField(label=_("Grounds"), max_length=300)


class AppealDecisionForm(forms.Form):
    granted = forms.TypedChoiceField(
        label=_("Decision"),
        choices=(("yes", _("granted: the result becomes K")), ("no", _("rejected: the result stays BK"))),
        coerce=lambda answer: answer == "yes",
    )
    decided_on = forms.DateField(label=_("Decided on"), widget=DateInput, initial=today)
    decision_document = forms.CharField(label=_("Document of the decision"), max_length=80)


# --- the end of a paper --------------------------------------------------------------------------------------------
class EndForm(ReasonForm):
    """Why a paper no longer holds, and who says so."""

    document = forms.CharField(
        label=_("Document"), max_length=120, help_text=_("The letter or the minutes that order it.")
    )


class ReplaceForm(EndForm):
    """The new paper of the issuer."""

    number = forms.CharField(label=_("Number of the new certificate"), max_length=60)
    issued_on = forms.DateField(label=_("Issued on"), widget=DateInput, initial=today)
    holder_name = forms.CharField(label=_("Name on the new certificate"), max_length=150)
    registration_number = forms.CharField(label=_("Registration number"), max_length=60, required=False)


class SignedFileForm(forms.Form):
    file = forms.FileField(
        label=_("Signed PDF"), help_text=_("The paper with its official electronic signature, up to 5 MB.")
    )


class BundleRequestForm(forms.Form):
    """The papers of a class at once."""

    kind = forms.ChoiceField(
        label=_("Papers"),
        choices=[(kind.value, kind.label) for kind in (DocumentKind.TRAINING, DocumentKind.SLIP)],
    )
    form = forms.ChoiceField(label=_("Handed out as"), choices=BundleForm)


# --- the public check ----------------------------------------------------------------------------------------------
class CheckForm(forms.Form):
    """What stands on the paper."""

    number = forms.CharField(label=_("Number on the paper"), max_length=60, widget=_typed())
    short_code = forms.CharField(
        label=_("Code on the paper"), max_length=30, widget=_typed(), help_text=_("Twelve letters and digits.")
    )


class CheckListForm(forms.Form):
    """Up to fifty lines of a number and its code."""

    lines = forms.CharField(
        label=_("Numbers and codes"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_("One paper a line: the number, a semicolon or a tab, the code. Up to 50 lines."),
    )

    def clean_lines(self) -> list[tuple[str, str]]:
        lines = [line for line in self.cleaned_data["lines"].splitlines() if line.strip()]
        if len(lines) > PASTE_LIMIT:
            raise ValidationError(
                _("These are %(count)s lines; up to %(most)s are checked at once."),
                params={"count": len(lines), "most": PASTE_LIMIT},
            )
        return [self._pair(position, line) for position, line in enumerate(lines, start=1)]

    @staticmethod
    def _pair(position: int, line: str) -> tuple[str, str]:
        """Copied from a workbook the two stand apart by a tab; the code never holds a separator."""
        number, separator, code = line.replace("\t", ";").replace(",", ";").rpartition(";")
        if not separator or not number.strip() or not code.strip():
            raise ValidationError(
                _("Line %(position)s: write the number, a semicolon, the code."), params={"position": position}
            )
        return number.strip()[:60], code.strip()[:30]
