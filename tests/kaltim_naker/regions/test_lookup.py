"""Names of regencies and cities as people write them find the right region, or none (domain.md §1)."""

import pytest

from kaltim_naker.imports.parsers.places import RegionNames
from kaltim_naker.regions.lookup import known_names


@pytest.fixture(scope="module")
def names() -> RegionNames:
    return RegionNames(known_names())


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Kab. Paser", "64.01"),
        ("KABUPATEN PASER", "64.01"),
        ("Pasir", "64.01"),
        ("Tanah Grogot", "64.01"),
        ("Kutai Kertanegara", "64.02"),
        ("Kab Kutai Kartanegara", "64.02"),
        ("kukar", "64.02"),
        ("Berau", "64.03"),
        ("Kubar", "64.07"),
        ("KUTAI TIMUR", "64.08"),
        ("Sangatta", "64.08"),
        ("PPU", "64.09"),
        ("Penajam Paser Utara", "64.09"),
        ("Mahakam Hulu", "64.11"),
        ("Kab. Mahakam Ulu", "64.11"),
        ("Mahulu", "64.11"),
        ("BALIKPAPAN", "64.71"),
        ("Kota Samarinda, Kaltim", "64.72"),
        ("Kota  Bontang", "64.74"),
        ("Tarakan", "65.71"),
        ("Kota Makassar", "73.71"),
        ("Kab. Bandung", "32.04"),
        ("Kota Bandung", "32.73"),
        ("Jakarta Selatan", "31.74"),
    ],
)
def test_names_that_are_known(names: RegionNames, written: str, code: str) -> None:
    assert names.find(written) == code


@pytest.mark.parametrize("written", ["Kutai", "Kab. Kutai", "Bandung", "Atlantis", "6402", ""])
def test_names_that_are_none_or_several(names: RegionNames, written: str) -> None:
    assert names.find(written) is None


def test_every_official_and_every_short_name_finds_its_region(names: RegionNames) -> None:
    for code, name, further in known_names():
        assert {names.find(written) for written in (name, *further)} == {code}
