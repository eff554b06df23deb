"""Lists of proposals and of published figures, as they are brought to the desk."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from kaltim_naker.accounts.models import OfficeKind
from kaltim_naker.accounts.roles import Role
from programs import services
from programs.models import LabourFigure, Proposal
from tests.factories.accounts import OfficeFactory, home_province, home_region, user_with_role
from tests.factories.programs import FieldFactory
from tests.kaltim_naker.imports.files import xlsx

pytestmark = pytest.mark.django_db

HEAD = ["Tahun", "Kab/Kota", "Judul", "Kejuruan", "Volume", "Satuan", "Biaya", "Prioritas", "Alasan"]
SAMPLE = "usulan-kabkota-2026.csv"


@pytest.fixture
def regional():
    office = OfficeFactory(kind=OfficeKind.REGIONAL_OFFICE, region=home_region("64.74"))
    return SimpleNamespace(office=office, user=user_with_role(Role.REGIONAL_OPERATOR, office))


@pytest.fixture
def desk(province, planner):
    """The province, which brings the list of all regions."""
    return SimpleNamespace(office=province, user=planner)


def test_the_sample_comes_in_but_for_the_cost_in_words(bring, take_in, sample, desk):
    heavy = FieldFactory(code="ALB", name_id="Teknik Alat Berat", name_en="Heavy equipment")
    run = take_in(bring("proposals", sample(SAMPLE), desk, desk.user), desk.user)
    assert (run.receipt["created"], run.receipt["rows"]) == (4, 5)
    assert set(Proposal.objects.values_list("region__code", flat=True)) == {"64.08", "64.09", "64.74", "64.11"}
    first = Proposal.objects.get(region__code="64.08")
    assert (first.number, first.year, first.volume, first.unit, first.cost, first.priority) == (
        "USL/2026/000001",
        2026,
        2,
        "package",
        Decimal(480_000_000),
        1,
    )
    assert (first.field, first.on_behalf) == (heavy, True)
    unknown = Proposal.objects.get(region__code="64.74")
    assert (unknown.field, unknown.field_words) == (None, "Pariwisata / Tata Graha")


def test_the_same_list_again_changes_nothing_and_a_new_one_what_is_open(bring, take_in, sample, desk):
    take_in(bring("proposals", sample(SAMPLE), desk, desk.user), desk.user)
    again = take_in(bring("proposals", sample(SAMPLE), desk, desk.user), desk.user)
    assert (again.receipt["created"], again.receipt["changed"], again.receipt["unchanged"]) == (0, 0, 4)
    taken_up = Proposal.objects.get(region__code="64.09")
    services.review_proposal(actor=desk.user, proposal=taken_up)
    rows = [
        [2026, "Kutai Timur", "pelatihan OPERATOR alat berat", "", 4, "paket", 1, 1, ""],
        [2026, "PPU", "Pelatihan las konstruksi", "", 9, "paket", 1, 1, ""],
    ]
    run = take_in(bring("proposals", xlsx({"x": [HEAD, *rows]}), desk, desk.user), desk.user)
    assert (run.receipt["changed"], run.receipt["unchanged"]) == (1, 1)
    assert Proposal.objects.get(region__code="64.08").volume == 4
    assert Proposal.objects.get(region__code="64.09").volume == 3


def test_a_region_brings_its_own_rows_only(bring, take_in, sample, regional):
    run = take_in(bring("proposals", sample(SAMPLE), regional, regional.user), regional.user)
    assert run.receipt["created"] == 1
    assert {row["code"] for row in run.receipt["held"]} >= {"region_foreign"}
    assert [(one.region.code, one.on_behalf) for one in Proposal.objects.all()] == [("64.74", False)]


def test_units_and_regions_that_we_do_not_know_wait(bring, desk):
    rows = [
        [2026, "Bontang", "Satu", "", 1, "lusin", "", "", ""],
        [2026, "Surabaya", "Dua", "", 1, "paket", "", "", ""],
        ["", "Bontang", "Tiga", "", "", "", "", "", ""],
    ]
    run = bring("proposals", xlsx({"x": [HEAD, *rows]}), desk, desk.user, year=2027)
    assert sorted(row["code"] for row in run.verdict["waiting"]) == ["region_foreign", "unit_unknown"]
    assert run.verdict["trial"]["created"] == 1
    assert not Proposal.objects.exists()


def test_figures_of_a_line_are_held_against_each_other(bring, take_in, desk):
    home_province()
    head = ["Kab/Kota", "Per tanggal", "AK", "Bekerja", "Penganggur", "TPT"]
    rows = [
        ["Kalimantan Timur", "01/08/2019", 1815382, 1704808, 110574, "6,09"],
        ["Bontang", "01/08/2019", 100, 90, 20, ""],
        ["Samarinda", "01/08/2019", "", "", "", "106"],
    ]
    run = bring("labour_figures", xlsx({"x": [head, *rows]}), desk, desk.user, source="BPS")
    assert [finding["code"] for finding in run.verdict["findings"]] == ["number_invalid"]
    run = take_in(run, desk.user)
    assert run.receipt["created"] == 1
    assert "figures_disagree" in {row["code"] for row in run.receipt["refused"]}
    found = LabourFigure.objects.get(kind="unemployment")
    assert (found.region.code, found.as_of, found.value, found.source) == (
        "64",
        date(2019, 8, 1),
        Decimal("6.09"),
        "BPS",
    )
