"""Forms of apprenticeship programmes."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from companies.constants.apprenticeships import MINIMUM_AGE, MOST_NIKS
from companies.models import Apprenticeship, MonitoringVisit, WorkSite
from companies.models.apprenticeships import VISIT_CHECKS
from companies.services import ApprenticeshipData
from kaltim_naker.access.scope import Scope
from kaltim_naker.accounts.models import Office, OfficeKind
from kaltim_naker.core.periods import today
from kaltim_naker.ui.forms import DateInput
from trainees.constants import ADULT_AGE

_ANSWERS = (("unknown", _("not looked at")), ("true", _("yes")), ("false", _("no")))


class ApprenticeshipForm(forms.ModelForm):
    """A programme as the company applies for it."""

    is_dangerous = forms.BooleanField(
        label=_("Dangerous work"), required=False, help_text=_("Then participants are at least 18 years old.")
    )

    class Meta:
        model = Apprenticeship
        fields = (
            "site",
            "kind",
            "occupation",
            "field",
            "starts_on",
            "ends_on",
            "theory_percent",
            "seats",
            "allowance",
            "instructor_name",
            "agreement",
            "permit_level",
        )
        widgets = {"starts_on": DateInput, "ends_on": DateInput}

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sites = WorkSite.objects.filter(is_active=True).select_related("company", "region").order_by("company__name")
        self.fields["site"].queryset = sites if scope.everything else sites.filter(region__in=scope.regions)

    def _post_clean(self) -> None:
        """Nothing is written into a record here: the service does, and asks for the constraints."""

    def data_of_programme(self) -> ApprenticeshipData:
        details = {name: self.cleaned_data[name] for name in self.Meta.fields}
        age = ADULT_AGE if self.cleaned_data["is_dangerous"] else MINIMUM_AGE
        return ApprenticeshipData(minimum_age=age, **details)


class SubmitForm(forms.Form):
    complete_on = forms.DateField(
        label=_("Application complete on"),
        widget=DateInput,
        initial=today,
        help_text=_("Programme, list of facilities, names of mentors, plan and draft agreement are there."),
    )


class PermitForm(forms.Form):
    """The answer to an application: a permit, or the reason why not."""

    GRANT, REFUSE = "grant", "refuse"

    decision = forms.ChoiceField(
        label=_("Answer"),
        choices=((GRANT, _("permitted")), (REFUSE, _("refused"))),
        widget=forms.RadioSelect,
        initial=GRANT,
    )
    permit_on = forms.DateField(label=_("Answered on"), widget=DateInput, initial=today)
    permit_number = forms.CharField(label=_("Permit number"), max_length=80, required=False)
    reason = forms.CharField(label=_("Reason of a refusal"), max_length=200, required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class MentorForm(forms.Form):
    full_name = forms.CharField(label=_("Full name"), max_length=150)
    position = forms.CharField(label=_("Position"), max_length=100, required=False)
    phone = forms.CharField(
        label=_("Phone"), max_length=20, required=False, help_text=_("To send the link to the logbook.")
    )


class VisitForm(forms.ModelForm):
    class Meta:
        model = MonitoringVisit
        fields = ("visited_on", "visitors", "met", *VISIT_CHECKS, "findings", "follow_up", "follow_up_by")
        widgets = {
            "visited_on": DateInput,
            "follow_up_by": DateInput,
            "findings": forms.Textarea(attrs={"rows": 4}),
            "follow_up": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in VISIT_CHECKS:
            self.fields[name].widget.choices = _ANSWERS

    def _post_clean(self) -> None:
        """Nothing is written into a record here: the service does, and asks for the constraints."""


class AddForm(forms.Form):
    """Whom to select, by their numbers from the identity cards; sent by POST, so that they are in no address."""

    niks = forms.CharField(
        label=_("NIK, one a line"),
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Up to %(most)s. Each search is written down.") % {"most": MOST_NIKS},
    )

    def clean_niks(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["niks"].splitlines() if line.strip()]
        if len(lines) > MOST_NIKS:
            raise forms.ValidationError(_("At most %(most)s at once.") % {"most": MOST_NIKS})
        return list(dict.fromkeys(lines))


class BatchForm(forms.Form):
    """Something that happens to several participants of a programme on one day."""

    apprentices = forms.ModelMultipleChoiceField(
        label=_("Participants"), queryset=None, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, apprentices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["apprentices"]
        chosen.queryset = apprentices
        chosen.initial = [one.pk for one in apprentices]
        self.order_fields([name for name in self.fields if name != "apprentices"])


class SignForm(BatchForm):
    signed_on = forms.DateField(label=_("Signed on"), widget=DateInput, initial=today)


class RatifyForm(BatchForm):
    ratified_on = forms.DateField(label=_("Ratified on"), widget=DateInput, initial=today)
    number = forms.CharField(label=_("Number of the ratification"), max_length=80)
    office = forms.ModelChoiceField(label=_("Ratified by"), queryset=Office.objects.none())

    def __init__(self, *args: Any, apprenticeship: Apprenticeship, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Q(kind=OfficeKind.REGIONAL_OFFICE, region=apprenticeship.site.region)
        offices = Office.objects.filter(here | Q(kind=OfficeKind.PROVINCE)).order_by("-kind", "name")
        self.fields["office"].queryset = offices
        self.fields["office"].initial = offices.filter(here).first()


class StartForm(BatchForm):
    started_on = forms.DateField(label=_("Began on"), widget=DateInput)


class CompleteForm(BatchForm):
    ended_on = forms.DateField(label=_("Ended on"), widget=DateInput)
    meets_standard = forms.TypedChoiceField(
        label=_("Result"),
        choices=((True, _("meets the standard: certificate")), (False, _("does not: statement of participation"))),
        coerce=lambda value: value in (True, "True"),
        widget=forms.RadioSelect,
        initial=True,
    )
