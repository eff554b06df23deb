"""Published figures: what cannot be is refused, what is unlikely is asked about. And the IPK, from entered parts."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import today
from programs import services
from programs.formulas import IpkPart, contradictions, has_jumped, ipk_index, ipk_points
from programs.models import IpkIndicator, LabourFigure
from tests.factories.accounts import home_province, home_region
from tests.factories.programs import FieldFactory
from tests.refusals import refused

pytestmark = pytest.mark.django_db

# Kaltim, August 2019 (domain.md §6.3).
KALTIM = {
    "labour_force": Decimal(1_815_382),
    "employed": Decimal(1_704_808),
    "unemployed": Decimal(110_574),
    "unemployment": Decimal("6.09"),
}


def enter(actor, as_of=date(2019, 8, 1), source="BPS", region=None, jump_reason="", **values):
    return services.record_figures(
        actor=actor,
        region=region or home_province(),
        as_of=as_of,
        source=source,
        values={name: Decimal(value) for name, value in values.items()},
        jump_reason=jump_reason,
    )


def test_the_figures_of_august_2019_fit_together(planner):
    assert len(enter(planner, **KALTIM)) == 4
    assert LabourFigure.objects.get(kind="unemployment").value == Decimal("6.09")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"unemployed": 112_500}, "labour_force"),
        ({"unemployment": "6.15"}, "unemployment"),
        ({"unemployment": "100.01"}, "unemployment"),
        ({"working_age": 1_800_000}, "labour_force"),
        ({"working_age": 2_700_000, "participation": "70.00"}, "participation"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_figure(planner, changed, field):
    with pytest.raises(DomainError) as caught:
        enter(planner, **(KALTIM | changed))
    assert (caught.value.code, caught.value.field) == ("figures_disagree", field)
    assert not LabourFigure.objects.exists()


def test_rounding_is_no_contradiction():
    """0.1 % of the labour force and 0.05 points are let pass, a little more is not."""
    force = Decimal(1_000_000)
    fits = {"labour_force": force, "employed": Decimal(940_000), "unemployed": Decimal(61_000)}
    assert contradictions(fits) == []
    assert len(contradictions(fits | {"unemployed": Decimal(61_001)})) == 1
    rate = {"labour_force": force, "unemployed": Decimal(60_000)}
    assert contradictions(rate | {"unemployment": Decimal("6.05")}) == []
    assert len(contradictions(rate | {"unemployment": Decimal("6.06")})) == 1
    assert contradictions({"unemployment": Decimal(0)}) == contradictions({"unemployment": Decimal(100)}) == []


@pytest.mark.parametrize(("value", "jumped"), [(150, False), (50, False), (151, True), (49, True)])
def test_a_jump_is_more_than_half(value, jumped):
    assert has_jumped(Decimal(100), Decimal(value)) is jumped


def test_a_jump_from_zero_is_one():
    assert has_jumped(Decimal(0), Decimal(1))
    assert not has_jumped(Decimal(0), Decimal(0))


def test_a_jump_is_saved_with_its_reason_only(planner):
    enter(planner, unemployment="6.09")
    later = date(2020, 8, 1)
    with pytest.raises(DomainError) as caught:
        enter(planner, as_of=later, unemployment="12.63")
    assert (caught.value.code, caught.value.field) == ("figure_jumped", "jump_reason")
    enter(planner, as_of=later, unemployment="12.63", jump_reason="Pandemi")
    assert LabourFigure.objects.get(as_of=later).jump_reason == "Pandemi"
    assert enter(planner, region=home_region("64.02"), as_of=later, unemployment="1.00")


def test_the_same_day_is_corrected_and_no_day_lies_ahead(planner):
    enter(planner, unemployment="6.09")
    enter(planner, unemployment="6.10")
    assert LabourFigure.objects.get().value == Decimal("6.10")
    with refused("day_not_possible"):
        enter(planner, as_of=today() + timedelta(days=1), unemployment="6.09")
    with refused("nothing_given"):
        enter(planner)
    with pytest.raises(ValidationError):
        enter(planner, as_of=date(2019, 2, 1), source=" ", unemployment="6.09")


def test_leavers_of_schools_are_entered_by_field(planner):
    welding = FieldFactory(code="LAS")
    services.record_school_leavers(
        actor=planner,
        region=home_region("64.72"),
        field=welding,
        as_of=date(2025, 6, 30),
        leavers=320,
        source="Dinas Pendidikan",
    )
    figure = LabourFigure.objects.get()
    assert (figure.field, figure.value) == (welding, 320)


@pytest.mark.parametrize(
    "broken",
    [{"value": -1}, {"value": 101}, {"source": ""}, {"kind": "school_leavers"}, {"kind": "weather"}],
)
def test_the_database_keeps_the_rules(planner, broken):
    enter(planner, unemployment="6.09")
    with pytest.raises(IntegrityError), transaction.atomic():
        LabourFigure.objects.update(**broken)


# --- IPK -----------------------------------------------------------------------------------------------------------
def part(weight, value, direction="higher"):
    return IpkPart(Decimal(weight), Decimal(20), Decimal(70), Decimal(value), direction)


def test_points_lie_between_the_bounds():
    assert [ipk_points(part(1, value)) for value in (20, 45, 70, 10, 80)] == [0, 50, 100, 0, 100]
    assert [ipk_points(part(1, value, "lower")) for value in (20, 45, 70)] == [100, 50, 0]


def test_there_is_no_index_until_the_weights_make_a_hundred():
    assert ipk_index([part(60, 45)]) is None
    assert ipk_index([part("60.001", 45), part(40, 45)]) is None
    assert ipk_index([part(60, 45), part(40, 70)]) == 70
    assert ipk_index([]) is None


def test_a_part_is_entered_with_its_document(planner):
    main = IpkIndicator.objects.create(position=4, name_id="Pelatihan", name_en="Training")
    details = {"weight": 10, "minimum": 0, "maximum": 50, "source": "Kepmenaker 206/2017"}
    entered = services.set_ipk_part(actor=planner, indicator=main, name="Peserta pelatihan", **details)
    services.set_ipk_value(actor=planner, part=entered, year=2025, value=Decimal(10), source="Aplikasi")
    services.set_ipk_value(actor=planner, part=entered, year=2025, value=Decimal(12), source="Aplikasi")
    assert entered.values.get().value == 12
    with pytest.raises(ValidationError):
        services.set_ipk_part(actor=planner, indicator=main, name="Terbalik", **(details | {"minimum": 60}))
    with pytest.raises(ValidationError):
        services.set_ipk_part(actor=planner, indicator=main, name="Terlalu berat", **(details | {"weight": 101}))
