"""Codes for paper: what is mistyped is noticed."""

from itertools import pairwise

import pytest

from kaltim_naker.core.codes import as_typed, checked_code, counted, grouped, is_checked, with_check

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def test_every_wrong_sign_and_every_exchange_is_found() -> None:
    code = checked_code()
    assert len(code) == 13
    assert is_checked(code)
    for place, right in enumerate(code):
        assert not any(is_checked(code[:place] + wrong + code[place + 1 :]) for wrong in LETTERS if wrong != right)
    for place, (first, second) in enumerate(pairwise(code)):
        assert first == second or not is_checked(code[:place] + second + first + code[place + 2 :])


def test_as_it_is_printed_it_is_read() -> None:
    code = checked_code()
    assert as_typed(grouped(code).lower()) == code
    assert len(grouped(code)) == 16


@pytest.mark.parametrize("text", ["", "0", "U", "7KQ2-"])
def test_what_is_no_code(text: str) -> None:
    assert not is_checked(text)


def test_numbers_in_the_same_letters() -> None:
    assert [counted(n) for n in (0, 1, 31, 32, 1023, 1024)] == ["00", "01", "0Z", "10", "ZZ", "100"]
    assert is_checked(with_check("01"))
