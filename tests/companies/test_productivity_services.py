"""Measurements, coaching, audits and guidance: what the services keep, and what they and the database refuse."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from companies.choices.productivity import CoachingState, GuidanceKind, PlanState
from companies.models import Coaching, Guidance, Measurement, PlanAction
from companies.services import award, coaching, productivity, smpp
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import today
from tests.factories.accounts import UserFactory
from tests.factories.companies import AgreementFactory, CompanyFactory
from tests.factories.productivity import (
    EXAMPLE_AMOUNTS,
    EXAMPLE_FACTS,
    CoachingFactory,
    consultation,
    instrument,
    measured,
)

pytestmark = pytest.mark.django_db
MILLION = Decimal(1_000_000)


@pytest.fixture(autouse=True)
def in_english():
    """What is refused is compared in the words of the program."""
    with override("en"):
        yield


@pytest.fixture
def officer(db):
    return UserFactory()


class TestMeasuring:
    def test_the_worked_example_typed_in_millions(self):
        kept = measured(CompanyFactory(), 2025)
        kept.refresh_from_db()
        assert kept.sales == 12_000 * MILLION
        accounts = kept.accounts
        assert accounts.by_subtraction == accounts.added == 4_500 * MILLION
        assert (accounts.workers, accounts.productivity) == (60, 75 * MILLION)
        assert kept.guidance.kind == GuidanceKind.MEASUREMENT

    @pytest.mark.parametrize(("unit", "kept"), [("rupiah", 12_000), ("thousand", 12_000_000), ("million", 12 * 10**9)])
    def test_the_unit(self, officer, unit, kept):
        made = productivity.measure_company(
            actor=officer,
            company=CompanyFactory(),
            year=2024,
            measured_on=date(2025, 3, 1),
            unit=unit,
            amounts=EXAMPLE_AMOUNTS,
            **EXAMPLE_FACTS,
        )
        assert made.sales == kept

    def test_empty_positions_are_nothing_or_unknown(self, officer):
        made = productivity.measure_company(
            actor=officer,
            company=CompanyFactory(),
            year=2024,
            measured_on=date(2025, 3, 1),
            unit="rupiah",
            amounts={"sales": Decimal(10)},
            **EXAMPLE_FACTS,
        )
        assert (made.energy, made.wages, made.fixed_assets) == (0, None, None)
        assert made.accounts.added is None
        assert made.accounts.value_added == 10

    def test_one_a_year(self, officer):
        first = measured(CompanyFactory(), 2024)
        with pytest.raises(ValidationError, match="measured for this year already"):
            measured(first.company, 2024)

    def test_a_correction_keeps_the_day_of_guidance_in_step(self, officer):
        made = measured(CompanyFactory(), 2024)
        changed = productivity.correct_measurement(
            actor=officer,
            measurement=made,
            measured_on=date(2025, 6, 1),
            unit="million",
            amounts={**EXAMPLE_AMOUNTS, "raw_materials": Decimal(7_000)},
            **EXAMPLE_FACTS,
        )
        assert changed.accounts.value_added == 5_000 * MILLION
        assert Guidance.objects.get().held_on == date(2025, 6, 1)

    def test_the_mean_of_twelve_months_replaces_beginning_and_end(self):
        made = measured(CompanyFactory(), 2024, worker_basis="monthly", workers_mean=Decimal("61.5"))
        assert (made.workers, made.workers_begin) == (Decimal("61.5"), None)

    @pytest.mark.parametrize(
        ("facts", "message"),
        [
            ({"workers_begin": None}, "workers at the beginning and at the end"),
            ({"worker_basis": "monthly"}, "workers at the beginning and at the end"),
            ({"amounts": {"sales": None, "wages": None}}, "without them there is no value added"),
            ({"amounts": {"energy": Decimal(-1)}}, "may be below zero"),
            ({"measured_on": date(2023, 12, 31)}, "before it has begun"),
        ],
    )
    def test_refused_by_the_database_rules(self, facts, message):
        with pytest.raises(ValidationError, match=message):
            measured(CompanyFactory(), 2024, **facts)

    def test_a_loss_is_no_mistake(self):
        made = measured(CompanyFactory(), 2024, value_added=-500)
        assert made.accounts.is_negative

    def test_on_the_first_day_of_its_year_and_not_tomorrow(self):
        measured(CompanyFactory(), 2024, measured_on=date(2024, 1, 1))
        measured(CompanyFactory(), 2024, measured_on=today())
        with pytest.raises(DomainError) as caught:
            measured(CompanyFactory(), 2024, measured_on=today() + timedelta(days=1))
        assert caught.value.code == "in_future"

    def test_under_an_agreement_from_its_first_day_on(self):
        agreement = AgreementFactory(starts_on=date(2025, 8, 6))
        measured(CompanyFactory(), 2024, agreement=agreement, measured_on=date(2025, 8, 6))
        with pytest.raises(DomainError) as caught:
            measured(CompanyFactory(), 2024, agreement=agreement, measured_on=date(2025, 8, 5))
        assert caught.value.field == "agreement"

    def test_removed_unless_a_coaching_stands_on_it(self, officer):
        made = measured(CompanyFactory(), 2024)
        case = CoachingFactory(company=made.company, baseline=made)
        with pytest.raises(DomainError, match="stands on this measurement"):
            productivity.remove_measurement(actor=officer, measurement=made)
        case.delete()
        productivity.remove_measurement(actor=officer, measurement=made)
        assert not Guidance.objects.exists()

    def test_sql_and_formulas_say_the_same(self):
        measured(CompanyFactory(), 2024)
        measured(CompanyFactory(), 2024, value_added=-300, worker_basis="monthly", workers_mean=Decimal("33.3"))
        measured(CompanyFactory(), 2024, amounts={"sales": None})
        measured(CompanyFactory(), 2024, amounts={"wages": None})
        measured(CompanyFactory(), 2024, workers_begin=0, workers_end=0)
        for row in Measurement.objects.with_productivity():
            assert row.value_added == row.accounts.value_added
            assert (row.by_subtraction, row.added) == (row.accounts.by_subtraction, row.accounts.added)
            expected = row.accounts.productivity
            assert (row.productivity is None) == (expected is None)
            assert expected is None or abs(row.productivity - expected) < Decimal("0.001")

    @pytest.mark.parametrize(("profit", "apart"), [(1_645, False), (1_646, True), (1_555, False), (1_554, True)])
    def test_methods_apart(self, profit, apart):
        made = measured(CompanyFactory(), 2024, amounts={"profit_before_tax": Decimal(profit)})
        assert Measurement.objects.with_productivity().with_methods_apart().exists() is apart
        assert made.accounts.methods_disagree is apart

    def test_the_year_before(self):
        company = CompanyFactory()
        measured(company, 2024, value_added=4_200)
        measured(company, 2025)
        rows = Measurement.objects.with_productivity().with_year_before().order_by("year")
        assert [row.productivity_before for row in rows] == [None, 70 * MILLION]


class TestCoaching:
    """The steps in order, each with what it needs."""

    @pytest.fixture
    def company(self, db):
        return CompanyFactory()

    @pytest.fixture
    def baseline(self, company):
        return measured(company, 2024, value_added=4_200)

    @pytest.fixture
    def case(self, officer, company):
        return coaching.open_coaching(actor=officer, company=company, opened_on=date(2025, 8, 6), contact="Ibu Sri")

    def go(self, officer, case, **facts):
        return coaching.advance_coaching(actor=officer, coaching=case, **facts)

    def refuse(self, officer, case, code, **facts):
        before = Coaching.objects.get(pk=case.pk).state
        with pytest.raises(DomainError) as caught:
            self.go(officer, case, **facts)
        assert caught.value.code == code
        assert Coaching.objects.get(pk=case.pk).state == before

    def test_from_baseline_to_the_second_measurement(self, officer, company, baseline, case):
        case = self.go(officer, case)
        self.refuse(officer, case, "baseline_missing")
        self.refuse(officer, case, "other_company", baseline=measured(CompanyFactory(), 2024))
        case = self.go(officer, case, baseline=baseline)
        assert case.state == CoachingState.DIAGNOSIS
        self.refuse(officer, case, "problem_missing")
        problem = coaching.save_problem(
            actor=officer, coaching=case, description="Mesin sering berhenti", tool="five_whys", whys=["Suku cadang"]
        )
        self.refuse(officer, case, "root_cause_missing")
        with pytest.raises(DomainError, match="symptom"):
            coaching.plan_action(actor=officer, problem=problem, technique="tpm", action="x", owner="y")
        coaching.save_problem(actor=officer, coaching=case, problem=problem, root_cause="Tidak ada jadwal perawatan")
        case = self.go(officer, case)
        self.refuse(officer, case, "action_missing")
        problem.refresh_from_db()
        action = coaching.plan_action(
            actor=officer,
            problem=problem,
            technique="tpm",
            action="Jadwal perawatan mingguan",
            owner="Kepala produksi",
            due_on=date(2025, 10, 1),
            indicator="Jam henti per bulan",
        )
        self.refuse(officer, case, "day_missing")
        self.refuse(officer, case, "day_too_early", remeasure_on=case.opened_on)
        case = self.go(officer, case, remeasure_on=case.opened_on + timedelta(days=1))
        self.refuse(officer, case, "actions_open")
        coaching.report_action(actor=officer, action=action, state=PlanState.RUNNING)
        self.refuse(officer, case, "actions_open")
        coaching.report_action(actor=officer, action=action, state=PlanState.DONE, result="Jam henti turun")
        case = self.go(officer, case)
        self.refuse(officer, case, "final_missing")
        self.refuse(officer, case, "final_too_early", final=baseline, recommendation="Lanjutkan")
        final = measured(company, 2025)
        self.refuse(officer, case, "recommendation_missing", final=final, recommendation=" ")
        case = self.go(officer, case, final=final, recommendation="Lanjutkan TPM")
        assert (case.state, case.ended_on) == (CoachingState.DONE, today())
        with pytest.raises(DomainError, match="finished"):
            coaching.record_visit(actor=officer, coaching=case, held_on=today(), note="x")

    def test_one_open_case_a_company(self, officer, case):
        with pytest.raises(ValidationError, match="being coached already"):
            coaching.open_coaching(actor=officer, company=case.company, opened_on=date(2025, 9, 1))
        coaching.stop_coaching(actor=officer, coaching=case, reason="Perusahaan tutup")
        coaching.open_coaching(actor=officer, company=case.company, opened_on=date(2025, 9, 1))

    def test_stopping_says_why(self, officer, case):
        with pytest.raises(DomainError, match="say why"):
            coaching.stop_coaching(actor=officer, coaching=case, reason=" ")

    def test_giving_up_an_action_says_why(self, officer, case):
        problem = coaching.save_problem(
            actor=officer, coaching=case, description="Gudang penuh", tool="pareto", root_cause="Tata letak"
        )
        action = coaching.plan_action(
            actor=officer, problem=problem, technique="5s", action="5R", owner="A", due_on=today(), indicator="i"
        )
        with pytest.raises(DomainError, match="given up"):
            coaching.report_action(actor=officer, action=action, state=PlanState.DROPPED)
        given_up = coaching.report_action(actor=officer, action=action, state=PlanState.DROPPED, result="Pindah gudang")
        assert given_up.ended_on == today()

    def test_why_is_asked_five_times_at_most(self, officer, case):
        five = [f"Karena {number}" for number in range(5)]
        coaching.save_problem(actor=officer, coaching=case, description="a", tool="five_whys", whys=five)
        with pytest.raises(ValidationError):
            coaching.save_problem(actor=officer, coaching=case, description="b", tool="five_whys", whys=[*five, "6"])

    @pytest.mark.parametrize(("days", "is_allowed"), [(-1, False), (0, True)])
    def test_a_visit_is_not_before_the_case(self, officer, case, days, is_allowed):
        day = case.opened_on + timedelta(days=days)
        if is_allowed:
            visit = coaching.record_visit(actor=officer, coaching=case, held_on=day, note="Melihat lini")
            assert visit.kind == GuidanceKind.GUIDANCE
        else:
            with pytest.raises(DomainError):
                coaching.record_visit(actor=officer, coaching=case, held_on=day, note="Melihat lini")

    def test_the_database_holds_what_the_steps_need(self, company):
        for facts in (
            {"state": CoachingState.DIAGNOSIS},
            {"state": CoachingState.DONE, "ended_on": today()},
            {"state": CoachingState.STOPPED, "ended_on": today()},
            {"ended_on": today()},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                Coaching.objects.create(company=company, adviser=UserFactory(), opened_on=today(), **facts)

    def test_what_is_late(self, officer, case, baseline):
        problem = coaching.save_problem(
            actor=officer, coaching=case, description="a", tool="pareto", root_cause="Sebab"
        )
        for days in (-1, 0):
            coaching.plan_action(
                actor=officer,
                problem=problem,
                technique="5s",
                action=f"{days}",
                owner="A",
                due_on=today() + timedelta(days=days),
                indicator="i",
            )
        assert [late.action for late in PlanAction.objects.overdue(today())] == ["-1"]
        assert Coaching.objects.with_late_actions(today()).get().late_actions == 1
        Coaching.objects.update(state=CoachingState.IMPLEMENTATION, baseline=baseline, remeasure_on=today())
        assert Coaching.objects.to_measure_again(today()).exists()
        assert not Coaching.objects.to_measure_again(today() - timedelta(days=1)).exists()
        coaching.stop_coaching(actor=officer, coaching=case, reason="Tutup")
        assert not PlanAction.objects.overdue(today()).exists()
        assert not Coaching.objects.to_measure_again(today()).exists()


class TestGuidance:
    def test_a_company_once_an_activity(self, officer):
        company = CompanyFactory()
        activity = consultation(company)
        with pytest.raises(ValidationError, match="for this activity already"):
            award.record_company_at_activity(actor=officer, activity=activity, company=company)

    def test_guests_of_a_forum_are_not_guided(self, officer):
        activity = consultation(kind="coordination")
        with pytest.raises(DomainError) as caught:
            award.record_company_at_activity(actor=officer, activity=activity, company=CompanyFactory())
        assert caught.value.code == "not_guiding"

    def test_a_measurement_is_not_taken_out_here(self, officer):
        made = measured(CompanyFactory(), 2024)
        with pytest.raises(DomainError, match="correct it there"):
            award.remove_company_from_activity(actor=officer, guidance=made.guidance)

    def test_it_stems_from_one_thing(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            Guidance.objects.create(company=CompanyFactory(), kind=GuidanceKind.GUIDANCE, held_on=today())


class TestSmpp:
    def test_scores_make_the_result(self, officer):
        made = instrument(weights=True)
        audit = smpp.begin_audit(actor=officer, company=CompanyFactory(), instrument=made, audited_on=today())
        keys = [one.pk for element in made.elements.all() for one in element.criteria.all()]
        smpp.score_audit(actor=officer, audit=audit, scores=dict(zip(keys, map(Decimal, (4, 0, 4, 2)), strict=True)))
        assert [result.percent for _element, result in audit.results()] == [50, 75]
        assert audit.total_percent == Decimal("67.5")
        smpp.score_audit(actor=officer, audit=audit, scores={keys[0]: None})
        assert audit.total_percent is None
        assert audit.guidance.kind == GuidanceKind.GUIDANCE

    @pytest.mark.parametrize(("score", "is_allowed"), [("-0.5", False), ("0", True), ("4", True), ("4.5", False)])
    def test_a_score_lies_within(self, officer, score, is_allowed):
        made = instrument()
        audit = smpp.begin_audit(actor=officer, company=CompanyFactory(), instrument=made, audited_on=today())
        criterion = made.elements.first().criteria.first()
        if is_allowed:
            smpp.score_audit(actor=officer, audit=audit, scores={criterion.pk: Decimal(score)})
            assert audit.scores.get().score == Decimal(score)
        else:
            with pytest.raises(DomainError):
                smpp.score_audit(actor=officer, audit=audit, scores={criterion.pk: Decimal(score)})

    def test_an_example_guides_nobody(self, officer):
        smpp.begin_audit(
            actor=officer, company=CompanyFactory(), instrument=instrument(is_example=True), audited_on=today()
        )
        assert not Guidance.objects.exists()

    def test_an_empty_instrument_audits_nobody(self, officer):
        empty = smpp.define_instrument(
            actor=officer,
            title="Kosong",
            valid_from=date(2021, 1, 1),
            source="uji",
            elements=[(1, "Kepemimpinan", "Leadership", None)],
        )
        with pytest.raises(DomainError, match="no criteria yet"):
            smpp.begin_audit(actor=officer, company=CompanyFactory(), instrument=empty, audited_on=today())

    def test_a_criterion_names_an_element_that_is_there(self, officer):
        with pytest.raises(DomainError, match="element 2"):
            smpp.define_instrument(
                actor=officer,
                title="Salah",
                valid_from=date(2021, 1, 1),
                source="uji",
                elements=[(1, "Kepemimpinan", "Leadership", None)],
                criteria=[smpp.CriterionLine(2, "2.1", "x", Decimal(4))],
            )
