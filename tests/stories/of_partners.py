"""Stories about companies, agreements, apprentices, meetings and needs."""

from datetime import date
from typing import Any

from companies.choices.apprenticeships import After, ApprenticeshipKind, ApprenticeState, LeaveReason
from programs.services import answer_need
from tests.factories.apprenticeships import ApprenticeFactory, ApprenticeshipFactory
from tests.factories.companies import AgreementFactory, CompanyFactory
from tests.factories.needs import ActivityFactory, SkillNeedFactory
from tests.factories.productivity import AwardRuleFactory, consultation, measured
from tests.factories.programs import FieldFactory, TrainingClassFactory
from tests.factories.trainees import EnrolmentFactory
from tests.stories.of_training import worked_within_six_months
from tests.stories.stage import Stage
from trainees.models import Placement


def forum_held(stage: Stage) -> None:
    ActivityFactory()


def outreach_held(stage: Stage) -> None:
    ActivityFactory(kind="outreach")


def need_recorded(stage: Stage) -> None:
    SkillNeedFactory(year=2025)


def need_of_the_next_year(stage: Stage) -> None:
    SkillNeedFactory(year=2026)


def need_met(stage: Stage) -> None:
    welding = FieldFactory()
    training = TrainingClassFactory(
        centre=stage.balikpapan,
        programme__field=welding,
        starts_on=date(2025, 1, 6),
        ends_on=date(2025, 3, 10),
        closed=True,
    )
    EnrolmentFactory(training_class=training, passed=True)
    need = SkillNeedFactory(field=welding, year=2025, people=1)
    answer_need(actor=stage.actor, need=need, training_class=training)


def agreement_signed(stage: Stage) -> None:
    AgreementFactory(signed_on=date(2025, 8, 6), starts_on=date(2025, 8, 6), ends_on=date(2026, 8, 5))


def agreement_drafted(stage: Stage) -> None:
    AgreementFactory(stage="draft", signed_on=None)


def agreement_over(stage: Stage) -> None:
    AgreementFactory(signed_on=date(2025, 1, 2), starts_on=date(2025, 1, 2), ends_on=date(2025, 6, 30))


def agreement_with_a_measurement(stage: Stage) -> None:
    agreement = AgreementFactory(signed_on=date(2025, 8, 6), starts_on=date(2025, 8, 6))
    measured(CompanyFactory(), 2024, agreement=agreement, measured_on=date(2025, 9, 30))


def class_under_an_agreement(stage: Stage) -> None:
    training = TrainingClassFactory(centre=stage.balikpapan, closed=True)
    training.agreement_ties.create(agreement=AgreementFactory())


def placed_under_an_agreement(stage: Stage) -> None:
    worked_within_six_months(stage)
    Placement.objects.get().agreement_ties.create(agreement=AgreementFactory())


def company_consulted(stage: Stage) -> None:
    AwardRuleFactory()
    consultation(CompanyFactory())


def medium_company_consulted(stage: Stage) -> None:
    consultation(CompanyFactory(size="medium", size_basis="statement"))


def company_measured(stage: Stage) -> None:
    measured(CompanyFactory(), 2024, measured_on=date(2025, 3, 3))


def company_in_the_register(stage: Stage) -> None:
    CompanyFactory()


def apprentice_completed(stage: Stage) -> None:
    _apprentice(completed=True)


def apprentice_hired(stage: Stage) -> None:
    _apprentice(completed=True, after=After.HIRED_ELSEWHERE, after_on=date(2025, 9, 15))


def apprentice_left(stage: Stage) -> None:
    _apprentice(state=ApprenticeState.LEFT, ended_on=date(2025, 4, 1), leave_reason=LeaveReason.WITHDREW)


def apprentice_of_magang_nasional(stage: Stage) -> None:
    _apprentice(ApprenticeshipKind.NATIONAL, completed=True)


def _apprentice(kind: str = ApprenticeshipKind.OWN, **details: Any) -> None:
    ApprenticeFactory(apprenticeship=ApprenticeshipFactory(kind=kind), **details)


PARTNER_STORIES = (
    forum_held,
    outreach_held,
    need_recorded,
    need_of_the_next_year,
    need_met,
    agreement_signed,
    agreement_drafted,
    agreement_over,
    agreement_with_a_measurement,
    class_under_an_agreement,
    placed_under_an_agreement,
    company_consulted,
    medium_company_consulted,
    company_measured,
    company_in_the_register,
    apprentice_completed,
    apprentice_hired,
    apprentice_left,
    apprentice_of_magang_nasional,
)
