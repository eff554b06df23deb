"""Forms of targets and reports."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certifications.models import Issuer
from kaltim_naker.access.scope import Scope
from kaltim_naker.core.periods import Period, today
from kaltim_naker.regions.models import KbliSection, Region
from kaltim_naker.reports.kinds import KINDS, TARGET_REALISATION
from kaltim_naker.reports.models import Language
from kaltim_naker.reports.years import QUARTERS, default_period, part_choices, year_choices
from kaltim_naker.ui.forms import AmountField, DateInput
from programs.choices import Cumulation, Direction, FundingSource, LowerFormula
from programs.measures import all_measures, all_ratios
from programs.models import PLACE_FIELDS, Indicator, LegalBasis, TrainingCentre

_WHOLE_YEAR = ("", _("whole year"))


def counted_keys() -> list[tuple[str, str]]:
    """Measures and ratios by their names; empty for figures that are typed."""
    named = [(one.key, str(one.name)) for one in (*all_measures(), *all_ratios())]
    return [("", _("typed figures")), *sorted(named, key=lambda pair: pair[1])]


class ReportForm(forms.Form):
    """What to report on. Who works at a centre or in a region takes one of his own; the province may take the whole."""

    kind = forms.ChoiceField(
        label=_("Report"), choices=lambda: [(kind.key, kind.name) for kind in KINDS.values()], required=False
    )
    year = forms.TypedChoiceField(label=_("Year"), choices=year_choices, coerce=int)
    part = forms.ChoiceField(label=_("Period"), choices=part_choices)
    about = forms.ChoiceField(label=_("About"), required=False)
    language = forms.ChoiceField(label=_("Language of the report"), choices=Language, initial=Language.INDONESIAN)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._centres = list(TrainingCentre.objects.run_by(scope))
        self._regions = [one for one in Region.objects.home() if scope.everything or one.pk in scope.regions]
        self.fields["about"].choices = self._divisions(scope)
        self.fields["about"].required = not scope.everything
        suggested = default_period()
        self.fields["kind"].initial = TARGET_REALISATION.key
        self.fields["year"].initial, self.fields["part"].initial = suggested.year, suggested.code

    def _divisions(self, scope: Scope) -> list[tuple[str, Any]]:
        whole = [("", _("the whole province"))] if scope.everything else []
        groups = [
            (_("Training centre"), [(f"centre-{one.pk}", one.short_name) for one in self._centres]),
            (_("Regency or city"), [(f"region-{one.pk}", one.name) for one in self._regions]),
        ]
        return [*whole, *(group for group in groups if group[1])]

    @property
    def asked(self) -> dict[str, Any]:
        """As `services.request_report` takes it."""
        chosen = self.cleaned_data
        about = chosen["about"]
        return {
            "kind": chosen["kind"] or TARGET_REALISATION.key,
            "period": Period.coded(chosen["year"], chosen["part"]),
            "language": chosen["language"],
            "centre": next((one for one in self._centres if about == f"centre-{one.pk}"), None),
            "region": next((one for one in self._regions if about == f"region-{one.pk}"), None),
        }


class TargetForm(forms.Form):
    """One target: of a year or up to the end of a quarter, of the province or of a part of it."""

    indicator = forms.ModelChoiceField(label=_("Indicator"), queryset=Indicator.objects.all(), empty_label=None)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    quarter = forms.TypedChoiceField(
        label=_("Quarter"),
        choices=[_WHOLE_YEAR, *QUARTERS],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("A quarter's target counts from January to the end of that quarter."),
    )
    centre = forms.ModelChoiceField(
        label=_("Training centre"),
        queryset=TrainingCentre.objects.all(),
        required=False,
        empty_label=_("the whole province"),
    )
    region = forms.ModelChoiceField(
        label=_("Regency or city"), queryset=Region.objects.home(), required=False, empty_label=_("not divided")
    )
    sector = forms.ModelChoiceField(
        label=_("Sector"), queryset=KbliSection.objects.all(), required=False, empty_label=_("not divided")
    )
    issuer = forms.ModelChoiceField(
        label=_("Issuer"),
        queryset=Issuer.objects.all(),
        to_field_name="code",
        required=False,
        empty_label=_("not divided"),
    )
    funding = forms.ChoiceField(
        label=_("Funding source"), choices=[("", _("not divided")), *FundingSource.choices], required=False
    )
    value = forms.DecimalField(label=_("Target"), min_value=0, max_digits=14, decimal_places=4)
    document = forms.CharField(
        label=_("Document"), max_length=200, help_text=_("The document that sets this target, with number and date.")
    )
    basis = forms.ModelChoiceField(
        label=_("Legal basis"), queryset=LegalBasis.objects.all(), required=False, empty_label=_("none entered")
    )
    effective_on = forms.DateField(label=_("Valid from"), widget=DateInput, initial=today)
    reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, help_text=_("Why a target that is in force is changed.")
    )

    @property
    def place(self) -> dict[str, Any]:
        """Which part of the indicator's target is meant, as the service wants it."""
        chosen = {name: self.cleaned_data.get(name) for name in PLACE_FIELDS}
        issuer = chosen["issuer"]
        return {**chosen, "issuer": issuer.code if issuer else "", "funding": chosen["funding"] or ""}


class NoteForm(forms.Form):
    """A word to whoever gets something back."""

    note = forms.CharField(label=_("Note"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class RemarkForm(forms.Form):
    """A word that may be left out."""

    note = forms.CharField(label=_("Note"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class NarrativeForm(forms.Form):
    """The three texts about an indicator in a quarter."""

    causes = forms.CharField(
        label=_("Causes"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Why it went as it did."),
    )
    obstacles = forms.CharField(
        label=_("Obstacles"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What was in the way."),
    )
    follow_up = forms.CharField(
        label=_("Follow-up"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What is done about it, by whom, by when."),
    )
    is_confirmed = forms.BooleanField(
        label=_("Confirmed for this quarter"),
        required=False,
        initial=True,
        help_text=_("Without it, the report prints the text as a draft."),
    )


class ReopeningForm(forms.Form):
    """Until when, and why, a unit may write into a closed quarter."""

    until = forms.DateField(label=_("Until the end of"), widget=DateInput)
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class IndicatorVersionForm(forms.Form):
    """How an indicator is counted and judged from a day on."""

    valid_from = forms.DateField(label=_("Valid from"), widget=DateInput)
    measure = forms.ChoiceField(label=_("Measure"), choices=counted_keys, required=False)
    direction = forms.ChoiceField(label=_("Direction"), choices=Direction)
    lower_formula = forms.ChoiceField(label=_("Formula for “lower is better”"), choices=LowerFormula)
    cumulation = forms.ChoiceField(label=_("Over the year"), choices=Cumulation)
    cap = forms.DecimalField(
        label=_("Cap in averages (per cent)"), min_value=0, max_digits=6, decimal_places=2, required=False
    )
    rule_id = forms.CharField(
        label=_("Counting rule (Indonesian)"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=_("Empty: the sentence of the measure."),
    )
    rule_en = forms.CharField(
        label=_("Counting rule (English)"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    basis = forms.ModelChoiceField(
        label=_("Legal basis"), queryset=LegalBasis.objects.all(), required=False, empty_label=_("none entered")
    )
    reason = forms.CharField(label=_("Reason"), max_length=300)


class BudgetLineForm(forms.Form):
    """A line of the budget document, and what it pays for."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    code = forms.CharField(label=_("Account code"), max_length=40)
    title = forms.CharField(label=_("Activity"), max_length=200)
    indicator = forms.ModelChoiceField(label=_("Indicator"), queryset=Indicator.objects.all(), empty_label=None)
    centre = forms.ModelChoiceField(
        label=_("Training centre"),
        queryset=TrainingCentre.objects.all(),
        required=False,
        empty_label=_("the whole province"),
    )
    ceiling = AmountField(label=_("Ceiling (pagu) in rupiah"))
    source = forms.CharField(label=_("Document"), max_length=200)
    basis = forms.ModelChoiceField(
        label=_("Legal basis"), queryset=LegalBasis.objects.all(), required=False, empty_label=_("none entered")
    )


class SpendingForm(forms.Form):
    """What a line has cost so far, by the treasurer's report."""

    as_of = forms.DateField(label=_("As of"), widget=DateInput, initial=today)
    spent = AmountField(label=_("Spent since January in rupiah"))
    source = forms.CharField(label=_("Document"), max_length=200)
