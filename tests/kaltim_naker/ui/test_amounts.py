"""Amounts as people type them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from kaltim_naker.ui.forms import AmountField


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1.500.000", "1500000"),
        ("1,500,000", "1500000"),
        ("1.500", "1500"),
        ("1,500", "1500"),
        ("1.500.000,5", "1500000.5"),
        ("1,500,000.50", "1500000.5"),
        ("2733782115", "2733782115"),
        ("12,25", "12.25"),
        ("12.25", "12.25"),
        ("0", "0"),
        ("0,5", "0.5"),
        ("-1.600", "-1600"),
        ("Rp 250.000", "250000"),
        ("1 500 000", "1500000"),
    ],
)
def test_read(typed, meant, language):
    with override(language):
        assert AmountField().clean(typed) == Decimal(meant)


@pytest.mark.parametrize("typed", ["1.5.0", "1.50.000", "0.500", "1,500,25", "12 juta", "1e6", "--5", "1.500.000,255"])
def test_refused(typed):
    with pytest.raises(ValidationError):
        AmountField().clean(typed)


def test_a_whole_number_with_thousands_marks():
    assert AmountField(decimal_places=0).clean("124.800") == 124_800
    with pytest.raises(ValidationError):
        AmountField(decimal_places=0).clean("124,5")


def test_empty():
    assert AmountField(required=False).clean(" ") is None


@pytest.mark.parametrize(("kept", "shown"), [("1500000.00", "1.500.000"), ("1500000.50", "1.500.000,50"), ("-2", "-2")])
def test_shown_again(kept, shown):
    with override("id"):
        assert AmountField().prepare_value(Decimal(kept)) == shown
        assert AmountField().clean(shown) == Decimal(kept)
