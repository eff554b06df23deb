"""The national identity number: the nine edge cases of domain.md §2.1, with the examples given there."""

from datetime import date, timedelta
from random import Random

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from kaltim_naker.core.nik import NikError, mask_nik, parse_nik
from tests.factories.trainees import JobSeekerFactory
from trainees.choices import NikMissingReason
from trainees.models import JobSeeker

TODAY = date(2025, 8, 6)
WOMAN = "6471015203050001"
MAN = "6471011203900002"


def code_of(raw: str) -> str:
    """The code with which a number is refused."""
    with pytest.raises(NikError) as refused:
        parse_nik(raw, today=TODAY)
    assert refused.value.field == "nik"
    return refused.value.code


def test_a_number_says_district_sex_and_birth_date() -> None:
    woman, man = parse_nik(WOMAN, today=TODAY), parse_nik(MAN, today=TODAY)

    assert (woman.province_code, woman.region_code, woman.district_code) == ("64", "64.71", "64.71.01")
    assert (woman.sex, woman.birth_candidates) == ("P", (date(2005, 3, 12), date(1905, 3, 12)))
    assert (man.sex, man.birth_candidates) == ("L", (date(1990, 3, 12),))


@pytest.mark.parametrize(
    ("raw", "region"),
    [
        pytest.param("6571010101990003", "65.71", id="case 1: registered in Tarakan, wherever the person lives"),
        pytest.param("7371010101990003", "73.71", id="case 1: registered in Makassar"),
        pytest.param("6404010101990003", "64.04", id="case 2: Bulungan, a code that no longer exists"),
        pytest.param("9501010101990003", "95.01", id="case 2: a province younger than the libraries"),
    ],
)
def test_no_region_is_an_error(raw: str, region: str) -> None:
    assert parse_nik(raw, today=TODAY).region_code == region


@pytest.mark.parametrize("raw", ["0071010101990003", "6400010101990003", "6471000101990003"])
def test_a_part_of_the_region_is_never_zero(raw: str) -> None:
    assert code_of(raw) == "nik_region"


@pytest.mark.parametrize("day", [0, 32, 40, 72, 81, 99])
def test_case_3_days_that_no_sex_has(day: int) -> None:
    assert code_of(f"647201{day:02d}01900001") == "nik_date"


def test_case_3_leap_days() -> None:
    assert parse_nik("6472012902000001", today=TODAY).birth_candidates == (date(2000, 2, 29),)
    assert code_of("6472012902010001") == "nik_date"
    assert code_of("6472013002010001") == "nik_date"


def test_case_4_the_century_is_not_in_the_number() -> None:
    born_in_march = parse_nik(WOMAN, today=TODAY)

    assert born_in_march.likely_birth_date(TODAY) == date(2005, 3, 12)
    assert born_in_march.agrees_with_birth_date(date(1905, 3, 12))
    # On the day of birth a person is a candidate, a day earlier the birth lies in the future.
    assert date(2005, 3, 12) in parse_nik(WOMAN, today=date(2005, 3, 12)).birth_candidates
    assert parse_nik(WOMAN, today=date(2005, 3, 11)).birth_candidates == (date(1905, 3, 12),)


def test_case_4_a_child_or_an_ancient_stays_open() -> None:
    """5 or 105 years old in 2025: neither is likely, so nothing is guessed."""
    assert parse_nik("6471010101200001", today=TODAY).likely_birth_date(TODAY) is None


def test_case_5_a_difference_is_for_people_to_confirm() -> None:
    nik = parse_nik(MAN, today=TODAY)
    assert not nik.agrees_with_birth_date(date(1990, 3, 13))


@pytest.mark.parametrize("raw", ["6.47101E+15", "6,47101E+15", "647101120390000"])
def test_case_6_what_excel_leaves_of_a_number(raw: str) -> None:
    assert code_of(raw) in ("nik_format", "nik_length")


@pytest.mark.parametrize(
    "raw",
    [
        "6471 0112 0390 0002",
        "647101.120390.0002",
        "647101-120390-0002",
        "647101\u00a0120390\u00a00002",
        "'6471011203900002",
        "  6471011203900002  ",
    ],
)
def test_case_7_separators_are_taken_away(raw: str) -> None:
    assert parse_nik(raw, today=TODAY).value == MAN


@pytest.mark.parametrize("raw", ["O471011203900002", "647l011203900002", "٦٤٧١٠١١٢٠٣٩٠٠٠٠٢", "", "NIK"])
def test_case_7_letters_and_other_digits_are_refused(raw: str) -> None:
    assert code_of(raw) == "nik_format"


def test_case_8_one_person_for_one_number(db: None) -> None:
    JobSeekerFactory(nik=MAN, birth_date=date(1990, 3, 12))
    double = JobSeekerFactory()
    double.set_nik(MAN)

    with pytest.raises(IntegrityError, match="trainees_jobseeker_nik_once"), transaction.atomic():
        double.save()


def test_case_8_several_people_may_have_no_number_with_a_reason(db: None) -> None:
    for _ in range(2):
        JobSeekerFactory(nik=None, nik_missing_reason=NikMissingReason.NO_CARD)
    assert JobSeeker.objects.filter(nik_index=None).count() == 2


@pytest.mark.parametrize("digit", "023456789")
def test_case_9_equal_digits_fail_by_the_other_rules(digit: str) -> None:
    assert code_of(digit * 16) in ("nik_region", "nik_date")


def test_case_9_sixteen_ones_are_a_child_of_eleven_eleven_eleven() -> None:
    """The exception to the case: 11 November 2011 exists, and so does the regency 11.11."""
    assert parse_nik("1" * 16, today=TODAY).likely_birth_date(TODAY) is None


def test_case_9_a_sequence_fails_by_the_other_rules() -> None:
    assert code_of("1234567890123456") == "nik_date"


def test_the_serial_is_never_zero() -> None:
    assert code_of("6471011203900000") == "nik_serial"


@pytest.mark.parametrize(("raw", "count"), [("647101120390000", "15"), ("64710112039000021", "17")])
def test_the_message_names_the_length(raw: str, count: str) -> None:
    with pytest.raises(NikError, match=count) as refused:
        parse_nik(raw, today=TODAY)
    assert refused.value.code == "nik_length"


def test_a_number_is_shown_masked_only() -> None:
    nik = parse_nik(WOMAN, today=TODAY)

    assert mask_nik(WOMAN) == "6471********0001"
    assert str(nik) == "6471********0001"
    assert WOMAN not in repr(nik)
    assert mask_nik("6471") == "****"


@given(
    born=st.dates(date(1926, 1, 1), TODAY - timedelta(days=1)),
    woman=st.booleans(),
    serial=st.integers(1, 9999),
    seed=st.integers(0, 10**6),
)
def test_every_well_formed_number_comes_back(born: date, woman: bool, serial: int, seed: int) -> None:
    district = f"{Random(seed).randint(11, 96)}{Random(seed).randint(1, 99):02d}01"
    raw = f"{district}{born.day + 40 * woman:02d}{born:%m%y}{serial:04d}"
    nik = parse_nik(raw, today=TODAY)

    assert nik.value == raw
    assert nik.sex == ("P" if woman else "L")
    assert nik.agrees_with_birth_date(born)


@given(raw=st.text(max_size=24))
def test_any_text_is_either_a_number_or_refused_politely(raw: str) -> None:
    try:
        found = parse_nik(raw, today=TODAY).value
    except NikError as refused:
        found = str(refused)
    assert found
