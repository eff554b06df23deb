"""Figures against the hand count of conftest.py."""

from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kaltim_naker.access.scope import EVERYTHING, NOTHING, Scope
from kaltim_naker.accounts.models import Office
from kaltim_naker.core import canonical
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import Period
from kaltim_naker.reports.build import Order
from kaltim_naker.reports.facts import TargetRealisation
from kaltim_naker.reports.family.target_realisation import build_target_realisation
from programs.measures import get_measure, members_in, progress
from programs.models import TrainingCentre
from tests.factories.programs import TargetFactory

CERTIFIED = "job_seekers_certified"
MADE_AT = datetime(2025, 10, 6, 6, 5, tzinfo=UTC)


def facts_of(quarter: int | None, scope: Scope = EVERYTHING, centre: TrainingCentre | None = None) -> TargetRealisation:
    return build_target_realisation(Order("TR-2025-Q3-TEST1", Period(2025, quarter), scope, centre, "id", MADE_AT))


@pytest.mark.parametrize(
    ("quarter", "province", "balikpapan_row", "bontang_row"),
    [
        (1, (1, 1), (1, 1), (0, 0)),
        (2, (1, 2), (1, 2), (0, 0)),
        (3, (2, 4), (0, 2), (2, 2)),
        (4, (0, 4), (1, 3), (0, 2)),
    ],
)
def test_quarters_and_cumulative_equal_the_hand_count(
    small_year: SimpleNamespace, quarter: int, province: tuple, balikpapan_row: tuple, bontang_row: tuple
) -> None:
    main = facts_of(quarter).main
    counted = [(row.in_period, row.cumulative) for row in (main.whole, *main.parts)]

    assert counted == [province, balikpapan_row, bontang_row]


def test_the_parts_exceed_the_whole_by_who_is_in_both(small_year: SimpleNamespace) -> None:
    assert facts_of(3).main.overlap == 0
    assert facts_of(4).main.overlap == 1


def test_achievement_is_measured_against_the_year_while_no_quarter_target_is_set(small_year: SimpleNamespace) -> None:
    whole = facts_of(3).main.whole

    assert (whole.percent, whole.against_year) == (Decimal(50), True)
    assert whole.predicate is not None
    assert whole.predicate.name == "Sangat Rendah"


def test_a_quarter_target_takes_the_place_of_the_year(small_year: SimpleNamespace) -> None:
    TargetFactory(indicator=small_year.indicator, quarter=3, value=Decimal(5))
    whole = facts_of(3).main.whole

    assert (whole.percent, whole.percent_of_year, whole.against_year) == (Decimal(80), Decimal(50), False)
    assert whole.predicate is not None
    assert whole.predicate.name == "Tinggi"


def test_beside_it_stand_papers_courses_and_who_waits(small_year: SimpleNamespace) -> None:
    year = {figure.measure: figure.cumulative for figure in facts_of(4).beside}
    third = {figure.measure: (figure.in_period, figure.cumulative) for figure in facts_of(3).beside}

    assert year == {"certificates_issued": 6, "job_seekers_trained": 8, "competent_without_certificate": 1}
    assert third["certificates_issued"] == (2, 5)
    assert third["competent_without_certificate"] == (None, 0)


def test_break_downs(small_year: SimpleNamespace) -> None:
    facts = facts_of(4)

    origins = {line.label: (line.male, line.female) for line in facts.origins if line.total}
    assert origins == {"Kota Balikpapan": (2, 0), "Kota Samarinda": (0, 1), "Kota Bontang": (0, 1)}
    assert {line.label: line.cumulative for line in facts.fields} == {"Las": 3, "Otomotif": 2}
    assert {line.key: line.cumulative for line in facts.issuers} == {small_year.bnsp.pk: 4, small_year.kemnaker.pk: 1}
    assert [point.achieved for point in facts.months] == [0, 0, 1, 1, 1, 2, 2, 3, 4, 4, 4, 4]
    assert [point.achieved for point in facts_of(3).months][9:] == [None, None, None]


def test_capacity_at_the_measured_yield(small_year: SimpleNamespace) -> None:
    """Balikpapan: A, B in spring and E in autumn are 3 of 32 seats; 5 certificates need ⌈5 ÷ 3/32⌉ = 54 seats."""
    balikpapan, bontang = facts_of(4).capacity

    assert (balikpapan.competent, balikpapan.seats_tested, balikpapan.seats_needed) == (3, 32, 54)
    assert (balikpapan.seats_planned, balikpapan.classes_planned, balikpapan.gap) == (32, 2, 22)
    # Bontang: D, E, F of 32 seats; the planned class adds seats, the cancelled one does not.
    assert (bontang.competent, bontang.seats_tested, bontang.seats_planned) == (3, 32, 48)


def test_a_centre_sees_itself_as_the_whole(small_year: SimpleNamespace, bontang: TrainingCentre) -> None:
    facts = facts_of(3, Scope(centres=frozenset({bontang.pk})), bontang)

    assert (facts.main.whole.label, facts.main.parts) == ("BLKI Bontang", ())
    assert (facts.main.whole.cumulative, facts.main.whole.target_year) == (2, Decimal(3))
    assert facts.letterhead.unit == "UPTD Balai Latihan Kerja Industri Bontang"
    assert sum(line.total for line in facts.origins) == 2


def test_nothing_in_scope_is_a_report_of_zeros(small_year: SimpleNamespace) -> None:
    assert facts_of(3, NOTHING).main.whole.cumulative == 0


@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
def test_the_list_behind_a_figure_has_as_many_rows(
    small_year: SimpleNamespace, quarter: int, balikpapan: TrainingCentre, bontang: TrainingCentre
) -> None:
    measure, period = get_measure(CERTIFIED), Period(2025, quarter)
    for members in (
        {},
        {"centre": balikpapan.pk},
        {"centre": bontang.pk},
        {"sex": "P"},
        {"issuer": small_year.bnsp.pk},
    ):
        figure = progress(measure, period, EVERYTHING, **members)
        quarter_list = members_in(measure, period, EVERYTHING, whole_year=False, **members)
        year_list = members_in(measure, period, EVERYTHING, whole_year=True, **members)
        assert (quarter_list.count(), year_list.count()) == (figure.in_period, figure.cumulative)


def test_the_list_names_the_people(small_year: SimpleNamespace) -> None:
    listed = members_in(get_measure(CERTIFIED), Period(2025, 3), EVERYTHING, whole_year=False)

    assert {certificate.job_seeker for certificate in listed} == {small_year.e, small_year.f}


def test_facts_survive_the_way_into_json_and_back(small_year: SimpleNamespace) -> None:
    facts = facts_of(3)
    data = canonical.as_data(facts)

    assert canonical.from_data(TargetRealisation, data) == facts
    assert canonical.fingerprint(canonical.as_data(facts_of(3))) == canonical.fingerprint(data)


def test_the_number_of_queries_does_not_grow(small_year: SimpleNamespace) -> None:
    with CaptureQueriesContext(
        connection,
    ) as full:
        facts_of(4)
    with CaptureQueriesContext(connection) as empty:
        build_target_realisation(Order("TR", Period(2030, 4), EVERYTHING, None, "id", MADE_AT))

    assert len(full) == len(empty) <= 40


def test_without_an_indicator_the_way_out_is_named(province: Office) -> None:
    with pytest.raises(DomainError) as caught:
        facts_of(3)
    assert caught.value.code == "no_indicator"
