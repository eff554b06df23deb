"""Fields and widgets that every form of the program uses."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaltim_naker.ui.formatting import number


class DateInput(forms.DateInput):
    """The browser's own date picker; it speaks ISO dates whatever the language of the page."""

    input_type = "date"

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


# 1.500.000,50 and 1,500,000.50; or digits with at most two decimals. Three digits behind a mark are thousands, whatever
# the language: nobody types an amount to a thousandth, and 1.500 must never become one and a half.
_AMOUNT = re.compile(
    r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d{1,2})?|[1-9]\d{0,2}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:[.,]\d{1,2})?", re.ASCII
)


class AmountField(forms.DecimalField):
    """An amount of money as people type it, with or without thousands marks: `1.500.000`, `1.500.000,50`, `Rp 250`."""

    default_error_messages = {"invalid": _("Write the amount in digits, for example 1.500.000 or 1.500.000,50.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_digits": 20, "decimal_places": 2, "widget": _amount_widget(), **options})

    def to_python(self, value: Any) -> Decimal | None:
        if not isinstance(value, str):
            return super().to_python(value)
        typed = value.strip().removeprefix("Rp").replace("\u00a0", "").replace(" ", "")
        if not typed:
            return None
        digits = typed.removeprefix("-")
        if not _AMOUNT.fullmatch(digits):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        whole, mark, rest = digits.rpartition("," if digits.rfind(",") > digits.rfind(".") else ".")
        decimals = rest if mark and len(rest) < 3 else ""
        whole = digits.removesuffix(mark + decimals) if decimals else digits
        plain = re.sub(r"[.,]", "", whole)
        sign, behind = "-" if typed != digits else "", f".{decimals}" if decimals else ""
        return super().to_python(f"{sign}{plain}{behind}")

    def prepare_value(self, value: Any) -> Any:
        """Shown with thousands marks, and with decimals only where there are some."""
        if not isinstance(value, int | Decimal):
            return value
        return number(value, 0 if value == int(value) else 2)


def _amount_widget() -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
