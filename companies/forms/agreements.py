"""Forms of agreements, their parties, promises and what is held under them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from companies.choices import AgreementKind, AgreementScope
from companies.measures.fulfilment import promised_measures
from companies.models import Agreement, Company
from companies.services import find_company
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import today
from kaltim_naker.regions.models import Region
from kaltim_naker.ui.forms import DateInput
from programs.choices import ClassState
from programs.models import TrainingClass


class RegionsForm(forms.Form):
    """Something about some of the regencies and cities of the province, or about none in particular."""

    regions = forms.ModelMultipleChoiceField(
        label=_("Regions"),
        queryset=Region.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: wherever."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["regions"].queryset = Region.objects.home()


class AgreementForm(RegionsForm):
    """The terms. The partner stands in the address; parties and their numbers are entered on the page."""

    kind = forms.ChoiceField(label=_("Kind"), choices=AgreementKind)
    title = forms.CharField(label=_("Title"), max_length=200)
    parent = forms.ModelChoiceField(
        label=_("Belongs to"),
        queryset=Agreement.objects.none(),
        required=False,
        help_text=_("The agreement that an addendum changes, or the MoU that a PKS carries out."),
    )
    starts_on = forms.DateField(label=_("In force from"), widget=DateInput)
    ends_on = forms.DateField(label=_("In force until"), widget=DateInput)
    scopes = forms.MultipleChoiceField(
        label=_("Scope"), choices=AgreementScope, required=False, widget=forms.CheckboxSelectMultiple
    )
    value = forms.DecimalField(
        label=_("Value (Rp)"), max_digits=18, decimal_places=2, min_value=0, required=False, localize=True
    )
    target_companies = forms.IntegerField(label=_("Companies to be reached"), min_value=1, required=False)
    named = forms.CharField(
        label=_("Companies named"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line: the NIB or the name as in the register."),
    )
    contact_here = forms.CharField(label=_("Contact of the office"), max_length=120, required=False)
    contact_there = forms.CharField(label=_("Contact of the partner"), max_length=120, required=False)
    source = forms.CharField(label=_("Source"), max_length=200, required=False)
    field_order = ("kind", "title", "parent", "starts_on", "ends_on", "scopes", "regions")

    def __init__(self, *args: Any, partner: Company, agreement: Agreement | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parents = Agreement.objects.main().filter(company=partner)
        self.fields["parent"].queryset = parents.exclude(pk=agreement.pk) if agreement else parents

    def clean_named(self) -> list[Company]:
        """The companies of the lines; each line that is none is named."""
        companies, problems = [], []
        for line in filter(None, (line.strip() for line in self.cleaned_data["named"].splitlines())):
            try:
                companies.append(find_company(line, field="named"))
            except DomainError as error:
                problems.append(str(error.message))
        if problems:
            raise forms.ValidationError(problems)
        return companies

    @property
    def details(self) -> dict[str, Any]:
        """As `save_agreement` takes it."""
        details = dict(self.cleaned_data)
        details["named_companies"] = details.pop("named")
        return details


def initial_of(agreement: Agreement) -> dict[str, Any]:
    initial = {name: getattr(agreement, name, None) for name in AgreementForm.base_fields}
    named = agreement.named_companies.order_by("name")
    return initial | {
        "regions": agreement.regions.all(),
        "named": "\n".join(company.nib or company.name for company in named),
    }


class SignForm(forms.Form):
    signed_on = forms.DateField(label=_("Signed on"), widget=DateInput)
    signed_at = forms.CharField(label=_("Signed at"), max_length=120, required=False, help_text=_("The place."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signed_on"].initial = today()


class TerminateForm(forms.Form):
    terminated_on = forms.DateField(label=_("Last day"), widget=DateInput)
    reason = forms.CharField(label=_("Reason"), max_length=200)


class PartyForm(forms.Form):
    position = forms.IntegerField(
        label=_("Party"), min_value=1, max_value=20, help_text=_("1 is the first party, and so on.")
    )
    name = forms.CharField(label=_("Name of the party"), max_length=150)
    number = forms.CharField(
        label=_("Its number of the agreement"),
        max_length=80,
        required=False,
        help_text=_("Each party gives its own; it may be added later."),
    )
    signer_name = forms.CharField(label=_("Signed by"), max_length=150, required=False)
    signer_position = forms.CharField(label=_("Position of the signer"), max_length=150, required=False)


class FileForm(forms.Form):
    title = forms.CharField(label=_("What it is"), max_length=120, help_text=_("For example: signed scan."))
    file = forms.FileField(label=_("PDF"), help_text=_("Up to 20 MB."))


class DeliverableForm(RegionsForm):
    measure = forms.ChoiceField(label=_("What is counted"))
    promised = forms.IntegerField(label=_("Number promised"), min_value=1)
    due_on = forms.DateField(label=_("By"), widget=DateInput)
    note = forms.CharField(label=_("Wording of the agreement"), max_length=200, required=False)
    field_order = ("measure", "promised", "due_on", "regions", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].choices = [(measure.key, measure.name) for measure in promised_measures()]


class ClassTieForm(forms.Form):
    """A class that ran at some time of the agreement."""

    training_class = forms.ModelChoiceField(label=_("Training class"), queryset=TrainingClass.objects.none())

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        classes = TrainingClass.objects.exclude(state=ClassState.CANCELLED).exclude(agreement_ties__agreement=agreement)
        in_time = classes.filter(ends_on__gte=agreement.starts_on, starts_on__lte=Agreement.objects.end_of(agreement))
        self.fields["training_class"].queryset = in_time.select_related("programme", "centre")


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("What becomes of it"),
        max_length=200,
        help_text=_("For example: an addendum is being written; a new PKS follows; it ends as agreed."),
    )
