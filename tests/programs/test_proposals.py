"""Proposals: who may enter them, which way they go, what is decided, what came of them."""

from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from kaltim_naker.accounts.models import OfficeKind
from kaltim_naker.accounts.roles import Role
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import today
from programs import services
from programs.choices import ProposalState
from programs.documents.proposals import fingerprint, matrix_of, overlap_of, sums_of
from programs.models import Proposal
from tests.factories.accounts import OfficeFactory, home_region, user_with_role
from tests.factories.needs import ProposalFactory, SkillNeedFactory
from tests.factories.programs import FieldFactory, TrainingClassFactory

pytestmark = pytest.mark.django_db

DAY = date(2025, 11, 3)


def submit(actor, region="64.72", **details):
    given = {"year": 2026, "title": "Pelatihan las", "volume": 3} | details
    return services.submit_proposal(actor=actor, region=home_region(region), **given)


def decide(actor, proposal, decision=ProposalState.AGREED_PROVINCE, **details):
    services.review_proposal(actor=actor, proposal=proposal)
    given = {"decided_on": DAY} | details
    return services.decide_proposal(actor=actor, proposal=proposal, decision=decision, **given)


@contextmanager
def refused(code, field=None):
    """A DomainError with exactly this code, beside this field."""
    with pytest.raises(DomainError) as caught:
        yield
    assert (caught.value.code, caught.value.field) == (code, field)


# --- who -----------------------------------------------------------------------------------------------------------
def test_a_region_enters_its_own_and_gets_a_number(samarinda_operator):
    first, second = submit(samarinda_operator), submit(samarinda_operator, title="Pelatihan menjahit")
    assert (first.number, second.number) == ("USL/2026/000001", "USL/2026/000002")
    assert not first.on_behalf


def test_a_region_enters_nothing_of_another(samarinda_operator):
    with refused("foreign_region", "region"):
        submit(samarinda_operator, "64.74")


def test_no_service_of_a_region_touches_a_foreign_proposal(samarinda_operator):
    foreign = ProposalFactory(region=home_region("64.74"))
    returned = ProposalFactory(region=home_region("64.74"), state="returned", reason="biaya")
    for call in (
        lambda: services.change_proposal(actor=samarinda_operator, proposal=foreign, volume=9),
        lambda: services.withdraw_proposal(actor=samarinda_operator, proposal=foreign, reason="x"),
        lambda: services.send_again(actor=samarinda_operator, proposal=returned),
    ):
        with refused("foreign_region", "region"):
            call()


def test_the_province_enters_for_all_and_it_is_said(planner):
    assert submit(planner, "64.74").on_behalf


def test_a_regional_role_elsewhere_gives_no_right_here(samarinda_operator):
    """Two regional offices: each with its own."""
    other = OfficeFactory(kind=OfficeKind.REGIONAL_OFFICE, region=home_region("64.74"))
    bontang = user_with_role(Role.REGIONAL_OPERATOR, other)
    assert submit(bontang, "64.74").region.code == "64.74"
    with refused("foreign_region", "region"):
        submit(bontang, "64.72")


# --- the way -------------------------------------------------------------------------------------------------------
def test_the_same_title_once_unless_it_was_withdrawn(samarinda_operator):
    first = submit(samarinda_operator)
    with pytest.raises(ValidationError), transaction.atomic():
        submit(samarinda_operator, title="PELATIHAN  LAS")
    services.withdraw_proposal(actor=samarinda_operator, proposal=first, reason="salah tahun")
    assert submit(samarinda_operator).state == ProposalState.SUBMITTED


def test_what_was_taken_up_is_changed_only_after_it_was_returned(planner, samarinda_operator):
    proposal = submit(samarinda_operator)
    services.change_proposal(actor=samarinda_operator, proposal=proposal, volume=4)
    services.review_proposal(actor=planner, proposal=proposal)
    with refused("proposal_taken_up"):
        services.change_proposal(actor=samarinda_operator, proposal=proposal, volume=5)
    with refused("reason_missing", "reason"):
        services.return_proposal(actor=planner, proposal=proposal, reason=" ")
    services.return_proposal(actor=planner, proposal=proposal, reason="Rincian biaya belum ada")
    services.change_proposal(actor=samarinda_operator, proposal=proposal, volume=5)
    again = services.send_again(actor=samarinda_operator, proposal=proposal)
    assert (again.state, again.volume, again.reason) == (ProposalState.SUBMITTED, 5, "")


def test_nothing_is_decided_before_it_was_reviewed(planner):
    proposal = submit(planner)
    with refused("proposal_move_not_allowed", "decision"):
        services.decide_proposal(actor=planner, proposal=proposal, decision="agreed_province", decided_on=DAY)


@pytest.mark.parametrize("decision", ["agreed_province", "agreed_region", "agreed_national"])
def test_all_of_it_is_agreed_unless_a_part_is_named(planner, decision):
    assert decide(planner, submit(planner), decision).agreed_volume == 3


@pytest.mark.parametrize("volume", [1, 3])
def test_a_part_has_both_its_edges(planner, volume):
    decided = decide(planner, submit(planner), agreed_volume=volume, reason="anggaran")
    assert (decided.agreed_volume, decided.is_agreed_in_part) == (volume, volume == 1)


@pytest.mark.parametrize("volume", [0, 4])
def test_no_more_than_proposed_and_no_less_than_one(planner, volume):
    with refused("volume_not_possible", "agreed_volume"):
        decide(planner, submit(planner), agreed_volume=volume, reason="x")


def test_whoever_is_not_given_all_of_it_is_told_why(planner):
    with refused("reason_missing", "reason"):
        decide(planner, submit(planner), agreed_volume=2)
    for number, decision in enumerate(("deferred", "rejected")):
        with refused("reason_missing", "reason"):
            decide(planner, submit(planner, title=f"Judul {number}"), decision)


def test_no_decision_of_tomorrow(planner):
    proposal = submit(planner)
    assert decide(planner, proposal, decided_on=today()).decided_on == today()
    with refused("day_not_possible", "decided_on"):
        decide(planner, submit(planner, title="Lain"), decided_on=today() + timedelta(days=1))


def test_a_decision_is_taken_up_again_before_it_is_changed(planner):
    proposal = decide(planner, submit(planner), "deferred", reason="menunggu APBD-P")
    with refused("proposal_move_not_allowed", "decision"):
        services.decide_proposal(actor=planner, proposal=proposal, decision="rejected", decided_on=DAY, reason="x")
    changed = decide(planner, proposal)
    assert (changed.state, changed.reason, changed.agreed_volume) == ("agreed_province", "", 3)


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "agreed_province", "decided_on": DAY},
        {"state": "agreed_province", "agreed_volume": 3, "decided_on": DAY},
        {"state": "agreed_province", "agreed_volume": 1, "decided_on": DAY},
        {"state": "agreed_province", "agreed_volume": 2},
        {"state": "submitted", "agreed_volume": 1},
        {"state": "submitted", "decided_on": DAY},
        {"state": "rejected", "decided_on": DAY},
        {"volume": 0},
        {"cost": -1},
        {"priority": 0},
        {"state": "lost"},
    ],
)
def test_the_database_keeps_the_rules(broken):
    proposal = ProposalFactory(volume=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(**broken)


def test_the_database_takes_what_is_right():
    proposal = ProposalFactory(volume=2)
    changed = Proposal.objects.filter(pk=proposal.pk).update(state="agreed_region", agreed_volume=2, decided_on=DAY)
    assert changed == 1


# --- what came of it -----------------------------------------------------------------------------------------------
def test_a_class_comes_of_one_agreed_proposal_of_its_field(planner):
    welding, sewing = FieldFactory(code="LAS"), FieldFactory(code="GAR")
    proposal = submit(planner, field=welding)
    training = TrainingClassFactory(programme__field=welding, fiscal_year=2026)
    with refused("proposal_not_agreed"):
        services.link_class(actor=planner, proposal=proposal, training_class=training)
    decide(planner, proposal)
    for code, wrong in (
        ("other_field", TrainingClassFactory(programme__field=sewing, fiscal_year=2026)),
        ("earlier_year", TrainingClassFactory(programme__field=welding, fiscal_year=2025)),
        ("class_cancelled", TrainingClassFactory(programme__field=welding, fiscal_year=2026, cancelled=True)),
    ):
        with refused(code, "training_class"):
            services.link_class(actor=planner, proposal=proposal, training_class=wrong)
    services.link_class(actor=planner, proposal=proposal, training_class=training)
    assert list(Proposal.objects.without_class()) == []
    other = decide(planner, submit(planner, title="Lain", field=welding))
    with pytest.raises(ValidationError), transaction.atomic():
        services.link_class(actor=planner, proposal=other, training_class=training)
    with refused("proposal_is_realised"):
        services.review_proposal(actor=planner, proposal=proposal)
    services.unlink_class(actor=planner, proposal=proposal, training_class=training)
    assert set(Proposal.objects.without_class()) == {proposal, other}


def test_what_is_there_already_stands_beside_a_proposal(planner, balikpapan):
    welding = FieldFactory(code="LAS")
    proposal = submit(planner, "64.71", field=welding)
    here = TrainingClassFactory(centre=balikpapan, programme__field=welding, fiscal_year=2026)
    elsewhere = TrainingClassFactory(
        programme__field=welding, fiscal_year=2026, seats=12, centre__office__region=home_region("64.74")
    )
    TrainingClassFactory(programme__field=welding, fiscal_year=2026, cancelled=True)
    TrainingClassFactory(programme__field=welding, fiscal_year=2025)
    TrainingClassFactory(fiscal_year=2026)
    SkillNeedFactory(region=proposal.region, field=welding, people=40)
    SkillNeedFactory(field=welding, people=99)
    sibling = submit(planner, "64.71", title="Las lanjutan", field=welding)
    found = overlap_of(proposal)
    assert set(found.classes) == {here, elsewhere}
    assert (found.seats, found.here, found.siblings, found.people_needed) == (28, [here], [sibling], 40)


# --- matrix and minutes --------------------------------------------------------------------------------------------
def row(region, field, volume, agreed=None, unit="package"):
    return {"region": region, "field": field, "volume": volume, "agreed_volume": agreed, "unit": unit}


def test_the_matrix_adds_up_and_mixes_no_units():
    matrix = matrix_of(
        [
            row("Berau", "Las", 2, 1),
            row("Berau", "Garmen", 1),
            row("Paser", "Las", 3, 3),
            row("Paser", "Las", 40, unit="person"),
        ]
    )
    assert matrix.fields == ("Garmen", "Las")
    assert [(region, [cell.words for cell in cells]) for region, cells in matrix.rows] == [
        ("Berau", ["0 / 1", "1 / 2", "1 / 3"]),
        ("Paser", ["", "3 / 3", "3 / 3"]),
    ]
    assert [cell.words for cell in matrix.totals] == ["0 / 1", "4 / 5", "4 / 6"]


def test_minutes_keep_the_decisions_as_they_stood(planner):
    proposal = decide(planner, submit(planner, cost=300), agreed_volume=2, reason="anggaran")
    withdrawn = submit(planner, title="Ditarik")
    services.withdraw_proposal(actor=planner, proposal=withdrawn, reason="ganda")
    submit(planner, "64.74", title="Belum")
    home_region("64.01")
    minutes = minutes_of(planner)
    assert [(one["region"], one["state"]) for one in minutes.facts["rows"]] == [
        ("Samarinda", "agreed_province"),
        ("Bontang", "submitted"),
    ]
    assert minutes.facts["silent"] == ["Paser"]
    sums = sums_of(minutes.facts["rows"])
    assert (sums.proposed, sums.agreed, sums.undecided, sums.cost, sums.cost_agreed) == (2, 1, 1, 300, 200)
    decide(planner, proposal, "rejected", reason="batal")
    minutes.refresh_from_db()
    assert minutes.facts["rows"][0]["state"] == "agreed_province"
    assert minutes.sha256 == fingerprint(minutes.facts)


def test_no_minutes_of_nothing_nor_of_tomorrow(planner):
    submit(planner)
    with refused("nothing_decided", "year"):
        minutes_of(planner)
    with refused("day_not_possible", "held_on"):
        minutes_of(planner, held_on=today() + timedelta(days=1))


def minutes_of(planner, **details):
    given = {"year": 2026, "number": "500.15/1/2025", "held_on": DAY, "place": "Samarinda", "chair": "Ketua"}
    return services.make_minutes(actor=planner, **(given | details))
