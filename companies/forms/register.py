"""Forms of the register: companies, work sites, reported figures, counts of a territory, pairs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from companies.choices import CountSource, Ownership, ReportSource, SiteKind, SizeBasis, SizeClass
from companies.models import Company
from companies.services import CompanyData
from kaltim_naker.core.periods import fiscal_year, today
from kaltim_naker.regions.kbli import KBLI_VERSIONS
from kaltim_naker.regions.models import KbliSection, Region, RegionLevel
from kaltim_naker.ui.forms import DateInput


def optional(choices: type) -> list[tuple[str, Any]]:
    return [("", "–"), *choices.choices]


class CompanyForm(forms.Form):
    """What is known about a company. Where it works is entered on its page, site by site."""

    name = forms.CharField(label=_("Name"), max_length=150, help_text=_("With its legal form: PT, CV, UD …"))
    nib = forms.CharField(label="NIB", max_length=20, required=False, help_text=_("13 digits; empty if there is none."))
    npwp = forms.CharField(label="NPWP", max_length=24, required=False, help_text=_("15 digits, or 0 and 15 digits."))
    kbli_code = forms.CharField(label=_("KBLI code"), max_length=5, required=False, help_text=_("2 to 5 digits."))
    kbli_version = forms.TypedChoiceField(
        label=_("KBLI version"),
        coerce=int,
        empty_value=None,
        choices=[(version, f"KBLI {version}") for version in KBLI_VERSIONS],
        initial=KBLI_VERSIONS[0],
    )
    sector = forms.ModelChoiceField(
        label=_("Sector"),
        queryset=KbliSection.objects.all(),
        required=False,
        help_text=_("Follows from a KBLI 2020 code; choose it only where there is no such code."),
    )
    size = forms.ChoiceField(label=_("Size class"), choices=optional(SizeClass), required=False)
    size_basis = forms.ChoiceField(label=_("Found by"), choices=optional(SizeBasis), required=False)
    size_amount = forms.DecimalField(
        label=_("Capital or sales (Rp)"),
        max_digits=18,
        decimal_places=2,
        min_value=0,
        required=False,
        localize=True,
        help_text=_("In full rupiah; by PP 7/2021 the size class follows from it."),
    )
    ownership = forms.ChoiceField(label=_("Ownership"), choices=optional(Ownership), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=20, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    is_active = forms.BooleanField(label=_("In business"), required=False, initial=True)

    @property
    def data_of_company(self) -> CompanyData:
        return CompanyData(**{name: self.cleaned_data[name] for name in CompanyData.__dataclass_fields__})


class RegionForm(forms.Form):
    region = forms.ModelChoiceField(label=_("Regency or city"), queryset=Region.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = Region.objects.home()


class SiteForm(RegionForm):
    name = forms.CharField(
        label=_("Name of the site"),
        max_length=120,
        required=False,
        help_text=_("Empty if it is called as the company."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=SiteKind)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)


class ReportForm(forms.Form):
    """The figures of one year; those of the same year and source are corrected."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    men = forms.IntegerField(label=_("Male workers"), min_value=0)
    women = forms.IntegerField(label=_("Female workers"), min_value=0)
    reported_on = forms.DateField(label=_("Reported on"), widget=DateInput)
    source = forms.ChoiceField(label=_("Source"), choices=ReportSource)
    document = forms.CharField(label=_("Document"), max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = fiscal_year(today())
        self.fields["reported_on"].initial = today()


class TerritoryForm(forms.Form):
    """A published count, as it was published."""

    region = forms.ModelChoiceField(label=_("Region"), queryset=Region.objects.none())
    as_of = forms.DateField(label=_("As of"), widget=DateInput)
    source = forms.ChoiceField(label=_("Source"), choices=CountSource)
    document = forms.CharField(label=_("Document"), max_length=200, help_text=_("Where the figure is printed."))
    total = forms.IntegerField(label=_("Companies"), min_value=1)
    micro = forms.IntegerField(label=_("Of these micro"), min_value=0, required=False)
    small = forms.IntegerField(label=_("Of these small"), min_value=0, required=False)
    medium = forms.IntegerField(label=_("Of these medium"), min_value=0, required=False)
    large = forms.IntegerField(label=_("Of these large"), min_value=0, required=False)
    workers = forms.IntegerField(label=_("Workers"), min_value=0, required=False)
    note = forms.CharField(
        label=_("Note"),
        max_length=300,
        required=False,
        help_text=_("Needed where the parts do not make up the whole, or where the count leaps."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        home = Region.objects.home()
        provinces = Region.objects.filter(level=RegionLevel.PROVINCE, children__in=home)
        self.fields["region"].queryset = (provinces | home).distinct().order_by("code")


class CompanyPairForm(forms.Form):
    """One company or two. The reason is kept with the decision."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=(
            ("first", _("One company: keep the left entry")),
            ("second", _("One company: keep the right entry")),
            ("apart", _("Two different companies")),
        ),
    )
    reason = forms.CharField(label=_("How you know"), max_length=200)


class MergeIntoForm(forms.Form):
    """The other entry of a company, found by its NIB or its name."""

    other = forms.CharField(label=_("NIB or name of the other entry"), max_length=150)
    reason = forms.CharField(label=_("How you know"), max_length=200)


def initial_of(company: Company) -> dict[str, Any]:
    return {name: getattr(company, name) for name in CompanyForm.base_fields}
