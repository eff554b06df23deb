"""A target is promised by one person and approved by another; every paper that changes it stays visible."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from kaltim_naker.accounts.models import Office, User
from kaltim_naker.accounts.roles import Role
from kaltim_naker.core.errors import DomainError
from programs.choices import Cumulation, RevisionState
from programs.models import Indicator, Target, TargetRevision, TrainingCentre
from programs.services import (
    add_indicator_version,
    approve_target,
    enter_budget_line,
    indicators_on,
    propose_target,
    record_spending,
    return_target,
)
from tests.factories.accounts import user_with_role
from tests.factories.programs import BudgetLineFactory, IndicatorFactory, TargetRevisionFactory


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(DomainError) as refusal:
        yield
    assert refusal.value.code == code


@pytest.fixture
def maker(province: Office) -> User:
    return user_with_role(Role.PLANNER, province, full_name="Pengusul")


@pytest.fixture
def checker(province: Office) -> User:
    return user_with_role(Role.HEAD_OF_OFFICE, province, full_name="Penyetuju")


@pytest.fixture
def indicator(db: None) -> Indicator:
    return IndicatorFactory(code="K1")


def promise(maker: User, checker: User, indicator: Indicator, value: int, **more: object) -> Target:
    details = {"document": "PK 2025", "effective_on": date(2025, 1, 2), **more}
    revision = propose_target(actor=maker, indicator=indicator, year=2025, value=Decimal(value), **details)
    return approve_target(actor=checker, revision=revision).target


def test_a_target_counts_once_a_second_person_approved_it(maker: User, checker: User, indicator: Indicator) -> None:
    revision = propose_target(
        actor=maker, indicator=indicator, year=2025, value=Decimal(1500), document="PK 2025", effective_on=None
    )
    assert not Target.objects.in_force(2025).exists()

    with refused("own_proposal"):
        approve_target(actor=maker, revision=revision)
    approve_target(actor=checker, revision=revision)

    assert Target.objects.in_force(2025).get().value == 1500


def test_a_revision_keeps_the_first_promise_beside_the_new_one(
    maker: User, checker: User, indicator: Indicator
) -> None:
    promise(maker, checker, indicator, 1500)
    with refused("reason_missing"):
        propose_target(actor=maker, indicator=indicator, year=2025, value=Decimal(1600), document="PK Perubahan")
    with refused("nothing_changed"):
        propose_target(actor=maker, indicator=indicator, year=2025, value=Decimal(1500), document="x", reason="x")

    target = promise(maker, checker, indicator, 1600, document="PK Perubahan 2025", reason="APBD-P")

    assert (target.value, target.original, target.is_revised, target.source) == (1600, 1500, True, "PK Perubahan 2025")
    assert list(target.revisions.values_list("number", "value", "state")) == [
        (1, 1500, RevisionState.APPROVED),
        (2, 1600, RevisionState.APPROVED),
    ]


def test_a_returned_proposal_changes_nothing_and_says_why(maker: User, checker: User, indicator: Indicator) -> None:
    promise(maker, checker, indicator, 1500)
    revision = propose_target(
        actor=maker, indicator=indicator, year=2025, value=Decimal(900), document="PK", reason="Anggaran"
    )
    with refused("note_missing"):
        return_target(actor=checker, revision=revision, note=" ")
    returned = return_target(actor=checker, revision=revision, note="Lampirkan dokumennya")

    assert (returned.state, returned.note) == (RevisionState.RETURNED, "Lampirkan dokumennya")
    assert Target.objects.get().value == 1500
    with refused("revision_decided"):
        approve_target(actor=checker, revision=revision)


def test_one_value_waits_at_a_time(maker: User, indicator: Indicator) -> None:
    propose_target(actor=maker, indicator=indicator, year=2025, value=Decimal(1), document="PK")
    with refused("revision_open"):
        propose_target(actor=maker, indicator=indicator, year=2025, value=Decimal(2), document="PK")


def test_parts_hang_below_their_whole(
    maker: User, checker: User, indicator: Indicator, balikpapan: TrainingCentre
) -> None:
    whole = promise(maker, checker, indicator, 1500)
    by_centre = promise(maker, checker, indicator, 1000, centre=balikpapan)
    by_issuer = promise(maker, checker, indicator, 700, issuer="bnsp")
    quarter = promise(maker, checker, indicator, 300, quarter=1)

    assert (whole.parent, by_centre.parent, by_issuer.parent, quarter.parent) == (None, whole, whole, None)
    assert set(Target.objects.in_force(2025).undivided()) == {whole, by_centre, quarter}


def test_who_may_not_approve_does_not(
    maker: User, indicator: Indicator, balikpapan: TrainingCentre, province: Office
) -> None:
    revision = propose_target(actor=maker, indicator=indicator, year=2025, value=Decimal(1), document="PK")
    with pytest.raises(PermissionDenied):
        approve_target(actor=user_with_role(Role.CENTRE_ADMIN, balikpapan.office), revision=revision)


def test_the_database_holds_the_four_eyes_too(db: None) -> None:
    revision = TargetRevisionFactory()
    alone = TargetRevision.objects.filter(pk=revision.pk)
    with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
        alone.update(state=RevisionState.APPROVED, decided_by=revision.proposed_by, decided_at=timezone.now())


def test_a_new_rule_holds_from_its_day_on(maker: User, indicator: Indicator) -> None:
    add_indicator_version(
        actor=maker,
        indicator=indicator,
        valid_from=date(2026, 1, 1),
        reason="Renstra 2026",
        measure="certificates_issued",
        rule_id="Dihitung per sertifikat.",
    )
    [before], [after] = indicators_on(date(2025, 12, 31)), indicators_on(date(2026, 1, 1))

    assert (before.measure, before.rule_id) == ("job_seekers_certified", "")
    assert (after.measure, after.rule_id) == ("certificates_issued", "Dihitung per sertifikat.")
    assert after.cumulation == Cumulation.CUMULATIVE
    with refused("measure_unknown"):
        add_indicator_version(
            actor=maker, indicator=indicator, valid_from=date(2027, 1, 1), reason="x", measure="no_such"
        )


def test_spending_stays_below_the_ceiling_of_its_year(maker: User) -> None:
    line = BudgetLineFactory(ceiling=Decimal(1000))
    spend = {"actor": maker, "line": line, "source": "LRA"}
    record_spending(**spend, as_of=date(2025, 3, 31), spent=Decimal(1000))
    record_spending(**spend, as_of=date(2025, 3, 31), spent=Decimal(900))
    assert line.entries.get().spent == 900
    with refused("above_ceiling"):
        record_spending(**spend, as_of=date(2025, 6, 30), spent=Decimal("1000.01"))
    with refused("other_year"):
        record_spending(**spend, as_of=date(2026, 1, 1), spent=Decimal(1))
    assert enter_budget_line(actor=maker, line=line, ceiling=Decimal(2000)).ceiling == 2000
