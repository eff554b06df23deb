"""Forms about measurements and prices."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from companies.choices.productivity import MoneyUnit, WorkerBasis
from companies.constants.productivity import ADDED_PARTS, BOUGHT_IN_PARTS, MONEY_FIELDS, OUTPUT_PARTS, SIGNED_FIELDS
from companies.models import Agreement, Company, Measurement
from kaltim_naker.core.periods import today
from kaltim_naker.ui.forms import AmountField, DateInput


@dataclass(frozen=True)
class Section:
    """Fields of a form under one heading."""

    heading: str | Promise
    note: str | Promise
    fields: list[BoundField]


_ABOUT = ("year", "measured_on", "source", "measured_by", "agreement", "unit")
_WORK = ("fixed_assets", "worker_basis", "workers_begin", "workers_end", "workers_mean", "hours")
_SECTIONS = (
    (_("About the measurement"), "", _ABOUT),
    (_("Output"), _("What was produced and sold in the year."), OUTPUT_PARTS),
    (
        _("Bought in"),
        _("Only what was bought from others: no wages, depreciation, interest or taxes. Left empty, it is nothing."),
        BOUGHT_IN_PARTS,
    ),
    (
        _("Who received the value added"),
        _("For the addition method: wages and profit are needed. The two methods may differ by 1 %."),
        ADDED_PARTS,
    ),
    (_("With what"), _("Workers by the beginning and the end of the year, or by the mean of twelve months."), _WORK),
)


def _amount(name: str) -> AmountField:
    field = Measurement._meta.get_field(name)
    limits = {} if name in SIGNED_FIELDS else {"min_value": 0}
    return AmountField(label=capfirst(field.verbose_name), required=False, **limits)


class MeasurementForm(forms.Form):
    """The accounts of a year. Amounts are typed in the unit that is chosen above them."""

    year = forms.IntegerField(label=_("Year of the accounts"), min_value=2000, max_value=2100)
    measured_on = forms.DateField(label=_("Measured on"), widget=DateInput, initial=today)
    source = forms.CharField(
        label=_("Source of the figures"), max_length=200, help_text=_("For example: audited accounts of 2024.")
    )
    measured_by = forms.CharField(label=_("Measured by"), max_length=120, required=False)
    agreement = forms.ModelChoiceField(
        label=_("Under the agreement"), queryset=Agreement.objects.none(), required=False
    )
    unit = forms.ChoiceField(
        label=_("Amounts are typed in"),
        choices=MoneyUnit,
        initial=MoneyUnit.RUPIAH,
        help_text=_("For example 1.500.000. All amounts of this page are in this unit."),
    )
    worker_basis = forms.ChoiceField(label=_("Average workers by"), choices=WorkerBasis)
    workers_begin = forms.IntegerField(label=_("Workers at the beginning of the year"), min_value=0, required=False)
    workers_end = forms.IntegerField(label=_("Workers at the end of the year"), min_value=0, required=False)
    workers_mean = AmountField(label=_("Mean of twelve months"), max_digits=9, min_value=0, required=False)
    hours = AmountField(
        label=_("Hours worked by all in the year"), max_digits=12, decimal_places=0, min_value=0, required=False
    )

    def __init__(self, *args: Any, company: Company, is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update({name: _amount(name) for name in MONEY_FIELDS})
        self.fields["agreement"].queryset = Agreement.objects.order_by("-starts_on")
        if not is_new:
            del self.fields["year"]

    @property
    def sections(self) -> Iterator[Section]:
        """In the order in which the accounts are read."""
        for heading, note, names in _SECTIONS:
            yield Section(heading, note, [self[name] for name in names if name in self.fields])

    @property
    def facts(self) -> dict[str, Any]:
        """What a service is called with."""
        cleaned = self.cleaned_data
        rest = {name: value for name, value in cleaned.items() if name not in MONEY_FIELDS}
        return {**rest, "amounts": {name: cleaned[name] for name in MONEY_FIELDS}}


def initial_of(measurement: Measurement) -> dict[str, Any]:
    """As it was typed: in the unit that was chosen then, and empty where nothing was."""
    unit = MoneyUnit(measurement.unit).rupiah
    amounts = {name: getattr(measurement, name) for name in MONEY_FIELDS}
    others = ("measured_on", "source", "measured_by", "agreement", "unit", *(name for name in _WORK[1:]))
    return {name: getattr(measurement, name) for name in others} | {
        name: value / unit if value else None for name, value in amounts.items()
    }


class PriceIndexForm(forms.Form):
    base_year = forms.IntegerField(label=_("Base year of the series (= 100)"), min_value=2000, max_value=2100)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    value = forms.DecimalField(label=_("Price index"), max_digits=9, decimal_places=4, localize=True)
    as_of = forms.DateField(label=_("As of"), widget=DateInput)
    source = forms.CharField(label=_("Source"), max_length=200)
