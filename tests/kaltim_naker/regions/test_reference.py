"""The regions of Indonesia, and the two code systems of East Kalimantan (domain.md §1)."""

import pytest
from django.core.management import call_command

from kaltim_naker.regions.models import KbliSection, Region, RegionLevel

# Kemendagri, BPS, official name, short name, districts; as in domain.md §1.
HOME = [
    ("64.01", "6401", "Kabupaten Paser", "Paser", 10),
    ("64.02", "6403", "Kabupaten Kutai Kartanegara", "Kukar", 20),
    ("64.03", "6405", "Kabupaten Berau", "Berau", 13),
    ("64.07", "6402", "Kabupaten Kutai Barat", "Kubar", 16),
    ("64.08", "6404", "Kabupaten Kutai Timur", "Kutim", 18),
    ("64.09", "6409", "Kabupaten Penajam Paser Utara", "PPU", 4),
    ("64.11", "6411", "Kabupaten Mahakam Ulu", "Mahulu", 5),
    ("64.71", "6471", "Kota Balikpapan", "Balikpapan", 6),
    ("64.72", "6472", "Kota Samarinda", "Samarinda", 10),
    ("64.74", "6474", "Kota Bontang", "Bontang", 3),
]


@pytest.fixture(autouse=True)
def _loaded(db: None) -> None:
    call_command("load_reference")


def test_the_ten_rows_exactly() -> None:
    found = [
        (region.code, region.bps_code, region.name, region.short_name, region.children.count())
        for region in Region.objects.home()
    ]
    assert found == HOME
    assert sum(districts for *_rest, districts in HOME) == 105


@pytest.mark.parametrize(
    ("number", "by_kemendagri", "by_bps"), [("6402", "Kukar", "Kubar"), ("6403", "Berau", "Kukar")]
)
def test_the_same_number_means_another_region_in_the_other_system(number: str, by_kemendagri: str, by_bps: str) -> None:
    assert Region.objects.get(code=f"{number[:2]}.{number[2:]}").short_name == by_kemendagri
    assert Region.objects.get(bps_code=number).short_name == by_bps


def test_all_of_indonesia_for_origins() -> None:
    by_level = {level: Region.objects.filter(level=level).count() for level in RegionLevel}
    assert by_level == {
        RegionLevel.PROVINCE: 38,
        RegionLevel.REGENCY: 416,
        RegionLevel.CITY: 98,
        RegionLevel.DISTRICT: 105,
    }


def test_every_region_lies_in_the_one_that_its_code_begins_with() -> None:
    for region in Region.objects.exclude(level=RegionLevel.PROVINCE).select_related("parent"):
        assert region.parent is not None
        assert region.code.rpartition(".")[0] == region.parent.code


def test_names_are_official_and_short_names_tell_regions_apart() -> None:
    regions = list(Region.objects.kab_kota())
    assert all(region.name.startswith(("Kabupaten ", "Kota ")) for region in regions)
    assert len({region.short_name for region in regions}) == len(regions)


def test_sections_of_kbli_2020() -> None:
    sections = KbliSection.objects.filter(version=2020)
    assert "".join(section.code for section in sections) == "ABCDEFGHIJKLMNOPQRSTU"
    assert sections.get(code="B").title_id == "Pertambangan dan Penggalian"
    assert not sections.filter(title_en="").exists()
