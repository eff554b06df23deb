"""Telephone numbers as people write them (domain.md §2.5)."""

import pytest

from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.phones import mask_phone, national_form, normalise_phone


@pytest.mark.parametrize(
    "raw",
    ["0812-3456-7890", "+62 812 3456 7890", "6281234567890", "81234567890", "(0812) 34567890", "+62 0812 3456 7890"],
)
def test_one_number_written_in_many_ways(raw: str) -> None:
    assert normalise_phone(raw) == "+6281234567890"


def test_a_landline_of_samarinda() -> None:
    assert normalise_phone("(0541) 123456") == "+62541123456"


@pytest.mark.parametrize("raw", ["", "0812", "tidak ada", "0112345678", "08123456789012345"])
def test_what_is_no_number_is_named(raw: str) -> None:
    with pytest.raises(DomainError) as refused:
        normalise_phone(raw)
    assert (refused.value.code, refused.value.field) == ("phone_invalid", "phone")
    assert f"“{raw}”" in str(refused.value)


def test_on_screen() -> None:
    assert national_form("+6281234567890") == "0812-3456-7890"
    assert mask_phone("+6281234567890") == "0812****7890"
