"""Numbers and dates as each language writes them (domain.md §9.2, §9.5)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import engines
from django.utils import translation

from kaltim_naker.ui import formatting


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("id", ("1.500", "92,00\u00a0%", "Rp1.250.000.000,00", "6 Oktober 2025", "6 Okt 2025")),
        ("en", ("1,500", "92.00\u00a0%", "Rp1,250,000,000.00", "6 October 2025", "6 Oct 2025")),
    ],
)
def test_formats_follow_the_language(language, expected):
    day = date(2025, 10, 6)
    with translation.override(language):
        written = (
            formatting.number(1500),
            formatting.percent(92),
            formatting.rupiah(Decimal(1_250_000_000), 2),
            formatting.long_date(day),
            formatting.short_date(day),
        )
    assert written == expected


@pytest.mark.parametrize(
    ("value", "written"), [(0.125, "0,13"), (2.675, "2,68"), (90.994999, "90,99"), (-0.5, "-0,50")]
)
def test_rounding_is_half_up_on_the_decimal_value(value, written):
    assert formatting.number(value, 2) == written


@pytest.mark.parametrize(
    "write", [formatting.number, formatting.percent, formatting.rupiah, formatting.long_date, formatting.moment]
)
def test_missing_is_a_dash_and_never_zero(write):
    assert write(None) == "–"


def test_negative_money_has_its_sign_in_front():
    assert formatting.rupiah(-5000) == "-Rp5.000"


def test_moment_is_shown_in_office_time():
    moment = datetime(2025, 12, 31, 16, 5, tzinfo=UTC)
    assert formatting.moment(moment) == "1 Januari 2026 00.05 WITA"
    assert formatting.long_date(moment) == "1 Januari 2026"
    with translation.override("en"):
        assert formatting.moment(moment) == "1 January 2026 00:05 WITA"


def test_filters_do_the_same_in_templates():
    source = "{% load words %}{{ n|number }} {{ n|number:1 }} {{ nik|mask_nik }} {{ none|percent }}"
    template = engines["django"].from_string(source)
    assert template.render({"n": 1500, "nik": "6471015203050001", "none": None}) == "1.500 1.500,0 6471********0001 –"
