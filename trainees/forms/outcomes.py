"""Forms of tracing: what graduates and staff answer, placements, and calls."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaltim_naker.core.periods import fiscal_year, today
from kaltim_naker.core.phones import national_form
from kaltim_naker.regions.models import KbliSection
from kaltim_naker.ui.forms import DateInput
from kaltim_naker.ui.grids import RowForm
from programs.models import TrainingCentre
from trainees.choices import AT_WORK, CallResult, ContractKind, Evidence, PlacementKind, TracerStatus, WageBand
from trainees.services import Answer, PlacementData

_YES_NO = (("", "–"), ("yes", _("yes")), ("no", _("no")))
_RELEVANT = {"yes": True, "no": False}


class AnswerForm(forms.Form):
    """How a graduate is doing: five questions, and only one has to be answered where nobody works."""

    status = forms.ChoiceField(label=_("What are you doing today?"), choices=TracerStatus, widget=forms.RadioSelect)
    employer = forms.CharField(
        label=_("Where do you work, or what is your business called?"), max_length=150, required=False
    )
    started_on = forms.DateField(label=_("Since when?"), widget=DateInput, required=False)
    is_relevant = forms.ChoiceField(label=_("Does it fit the training?"), choices=_YES_NO, required=False)
    note = forms.CharField(label=_("Anything else?"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("status") in AT_WORK:
            for name in ("employer", "started_on"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Please fill this in when you are at work."))
        return cleaned

    def answer(self) -> Answer:
        cleaned = self.cleaned_data
        job = None
        if cleaned["status"] in AT_WORK:
            own = cleaned["status"] == TracerStatus.SELF_EMPLOYED
            job = PlacementData(
                employer=cleaned["employer"],
                started_on=cleaned["started_on"],
                kind=PlacementKind.SELF_EMPLOYED if own else PlacementKind.LOCAL,
                contract=ContractKind.OWN_BUSINESS if own else "",
                is_relevant=_RELEVANT.get(cleaned["is_relevant"]),
            )
        return Answer(cleaned["status"], job, cleaned["note"])


class PhoneAnswerForm(AnswerForm):
    """The same, asked by staff."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (
            ("status", _("Situation")),
            ("employer", _("Employer or business")),
            ("started_on", _("First day of work")),
            ("is_relevant", _("Fits the training")),
            ("note", _("Note")),
        ):
            self.fields[name].label = label


class PlacementForm(forms.Form):
    """A job that is known from a document, from the employer, or by word."""

    kind = forms.ChoiceField(label=_("Kind"), choices=PlacementKind)
    employer = forms.CharField(label=_("Employer or business"), max_length=150)
    occupation = forms.CharField(label=_("Job"), max_length=120, required=False)
    wage_band = forms.ChoiceField(label=_("Monthly wage"), choices=[("", "–"), *WageBand.choices], required=False)
    sector = forms.ModelChoiceField(label=_("Sector"), queryset=KbliSection.objects.all(), required=False)
    contract = forms.ChoiceField(label=_("Contract"), choices=[("", "–"), *ContractKind.choices], required=False)
    started_on = forms.DateField(label=_("First day of work"), widget=DateInput)
    ended_on = forms.DateField(label=_("Last day of work"), widget=DateInput, required=False)
    is_relevant = forms.ChoiceField(label=_("Fits the training"), choices=_YES_NO, required=False)
    evidence = forms.ChoiceField(label=_("How it is known"), choices=Evidence)
    enrolment = forms.ModelChoiceField(label=_("After the training"), queryset=None, required=False)

    def __init__(self, *args: Any, job_seeker: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        passed = job_seeker.enrolments.passed().for_list().order_by("-ended_on")
        field = self.fields["enrolment"]
        field.queryset, field.initial = passed, passed.first()
        field.label_from_instance = lambda enrolment: str(enrolment.training_class)

    def data_of_placement(self) -> PlacementData:
        cleaned = {name: value for name, value in self.cleaned_data.items() if name != "enrolment"}
        return PlacementData(**{**cleaned, "is_relevant": _RELEVANT.get(cleaned["is_relevant"])})


class LookForm(forms.Form):
    note = forms.CharField(label=_("What was found"), max_length=200)


class SampleForm(forms.Form):
    """Which quarter of which centre, and how many people."""

    centre = forms.ModelChoiceField(label=_("Training centre"), queryset=TrainingCentre.objects.none())
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    quarter = forms.TypedChoiceField(
        label=_("Quarter"), choices=[(1, "I"), (2, "II"), (3, "III"), (4, "IV")], coerce=int
    )
    size = forms.IntegerField(label=_("People to call"), min_value=1, max_value=200, initial=20)

    def __init__(self, *args: Any, centres: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["centre"].queryset = centres
        self.fields["year"].initial = fiscal_year(today())


class CallForm(RowForm):
    """What calling one graduate gave; the number to call stands beside the name."""

    result = forms.ChoiceField(label=_("Result"), choices=CallResult)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    @property
    def heading(self) -> str:
        person = self.record.enrolment.job_seeker
        return f"{person.full_name} · {national_form(person.phone)}" if person.phone else person.full_name
