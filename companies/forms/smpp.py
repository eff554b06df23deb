"""Forms about the SMPP instrument."""

from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from companies.models import SmppInstrument
from companies.services.smpp import CriterionLine
from kaltim_naker.core.periods import today
from kaltim_naker.ui.forms import AmountField, DateInput
from kaltim_naker.ui.grids import RowForm

_WIDTH = (4, 5)


def _number(text: str) -> Decimal | None:
    """A number with a point or a comma; None where the place is empty."""
    return Decimal(text.replace(",", ".")) if text else None


class InstrumentForm(forms.Form):
    """A new version, its criteria as lines: copied from a workbook, or typed."""

    title = forms.CharField(label=_("Title"), max_length=120)
    valid_from = forms.DateField(label=_("Valid from"), widget=DateInput)
    source = forms.CharField(label=_("Document"), max_length=200)
    elements = forms.CharField(
        label=_("Elements"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One a line: number; name; weight. The weight may be left out."),
    )
    lines = forms.CharField(
        label=_("Criteria"),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("One a line: number of the element; code; criterion; highest score; weight (may be left out)."),
    )
    is_example = forms.BooleanField(label=_("This is an example"), required=False)

    def clean_elements(self) -> list[tuple[int, str, str, Decimal | None]]:
        return [self._element(number, line) for number, line in _lines(self.cleaned_data["elements"])]

    def clean_lines(self) -> list[CriterionLine]:
        return [self._criterion(number, line) for number, line in _lines(self.cleaned_data["lines"])]

    @staticmethod
    def _element(number: int, cells: list[str]) -> tuple[int, str, str, Decimal | None]:
        try:
            position, name, *weight = cells
            return int(position), name, name, _number(weight[0]) if weight else None
        except (ValueError, InvalidOperation) as error:
            raise _unreadable(number, _("number; name; weight")) from error

    @staticmethod
    def _criterion(number: int, cells: list[str]) -> CriterionLine:
        try:
            if len(cells) not in _WIDTH:
                raise ValueError(cells)
            element, code, text, most, *weight = cells
            return CriterionLine(
                int(element), code, text, _number(most) or Decimal(0), _number(weight[0]) if weight else None
            )
        except (ValueError, InvalidOperation) as error:
            raise _unreadable(number, _("element; code; criterion; highest score; weight")) from error


def _lines(typed: str) -> list[tuple[int, list[str]]]:
    """Line number and cells; a workbook puts tabs between them."""
    return [
        (number, [cell.strip() for cell in line.replace("\t", ";").split(";")])
        for number, line in enumerate(typed.splitlines(), start=1)
        if line.strip()
    ]


def _unreadable(number: int, form: object) -> ValidationError:
    return ValidationError(
        _("Line %(number)s cannot be read; write: %(form)s."), params={"number": number, "form": form}
    )


class AuditForm(forms.Form):
    instrument = forms.ModelChoiceField(label=_("Instrument"), queryset=SmppInstrument.objects.all())
    audited_on = forms.DateField(label=_("Day of the audit"), widget=DateInput, initial=today)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class ScoresForm(forms.Form):
    """What is said about the audit as a whole, above its criteria."""

    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class ScoreForm(RowForm):
    """One criterion; left empty, it was not looked at yet."""

    score = AmountField(label=_("Score"), max_digits=6, min_value=0, required=False)

    @property
    def note(self) -> str:
        return str(_("%(element)s; up to %(most)s") % {"element": self.record.element, "most": f"{self.record.most:f}"})
