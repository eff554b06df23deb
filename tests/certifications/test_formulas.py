"""Numbers, months, standings, initials."""

from datetime import date

import pytest

from certifications.choices import CertificateState, IssuerKind, Standing
from certifications.formulas import (
    initials,
    looks_unusual,
    number_key,
    registration_looks_unusual,
    standing_on,
)
from kaltim_naker.core.codes import as_typed, grouped, scanned_code, typed_code
from kaltim_naker.core.periods import add_months


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
    ],
)
def test_calendar_months(start, months, end):
    assert add_months(start, months) == end


@pytest.mark.parametrize("number", ["24101 3122 2 0001234 2025", "24101312220001234 2025", "241013122 2 000123 2025"])
def test_usual_numbers_raise_no_warning(number):
    assert not looks_unusual(IssuerKind.BNSP, number)


@pytest.mark.parametrize("number", ["24101 3122 2 1234 2025", "ABC", "24101 3122 2 0001234"])
def test_unusual_numbers_are_warned_about_for_bnsp_only(number):
    assert looks_unusual(IssuerKind.BNSP, number)
    assert not looks_unusual(IssuerKind.KEMNAKER, number)


def test_registration_numbers():
    assert not registration_looks_unusual(IssuerKind.BNSP, "LAS.123.00045 2025")
    assert not registration_looks_unusual(IssuerKind.BNSP, "")
    assert registration_looks_unusual(IssuerKind.BNSP, "00045")


def test_numbers_are_compared_without_signs():
    assert number_key(" 24101-3122 2.0001234/2025 ") == "24101312220001234" + "2025"
    assert number_key("sio-a 1") == "SIOA1"


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (date(2027, 12, 1), Standing.ACTIVE),
        (date(2027, 12, 13), Standing.ACTIVE),
        (date(2027, 12, 14), Standing.EXPIRING),
        (date(2028, 3, 13), Standing.EXPIRING),
        (date(2028, 3, 14), Standing.EXPIRED),
    ],
)
def test_the_last_day_is_valid_and_ninety_days_are_soon(day, standing):
    assert standing_on(day, state=CertificateState.ACTIVE, valid_until=date(2028, 3, 13)) == standing


def test_what_ended_does_not_expire():
    assert standing_on(date(2030, 1, 1), state="revoked", valid_until=date(2028, 1, 1)) == Standing.REVOKED
    assert standing_on(date(2030, 1, 1), state="active", valid_until=None) == Standing.ACTIVE


@pytest.mark.parametrize(
    ("name", "short"),
    [("Siti Nur Aisyah", "S. N. A."), ("M. Ali, S.T.", "M. A. S. T."), ("Slamet", "S."), ("  ", ""), ("Ma'ruf", "M.")],
)
def test_initials(name, short):
    assert initials(name) == short


def test_codes_are_typed_as_people_read_them():
    code = typed_code()
    assert len(code) == 12
    assert as_typed(grouped(code).lower()) == code
    assert as_typed("o1iL-0000") == "01110000"


def test_codes_are_long_enough():
    """60 bits to type, at least 128 to scan; no two alike."""
    assert len({typed_code() for _ in range(1000)}) == len({scanned_code() for _ in range(1000)}) == 1000
    assert len(scanned_code()) * 6 >= 128
