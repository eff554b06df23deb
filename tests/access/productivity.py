"""One of everything about the productivity of a company."""

from datetime import date
from typing import Any

from companies.models import Company, ProductivityBand
from companies.services.award import record_company_at_activity
from companies.services.coaching import plan_action, save_problem
from companies.services.smpp import begin_audit
from kaltim_naker.accounts.models import User
from tests.factories.accounts import sector
from tests.factories.productivity import (
    AwardRuleFactory,
    CoachingFactory,
    PriceIndexFactory,
    consultation,
    instrument,
    measured,
    territory,
)


def productivity_of(company: Company, officer: User) -> dict[str, Any]:
    """What the addresses about productivity are about, all of one company."""
    AwardRuleFactory()
    PriceIndexFactory()
    territory(35_000, date(2025, 12, 2), "press")
    ProductivityBand.objects.create(sector=sector("G"), valid_from=date(2020, 1, 1), lowest=1, highest=2, source="uji")
    case = CoachingFactory(company=company, adviser=officer)
    problem = save_problem(actor=officer, coaching=case, description="Gudang penuh", tool="pareto", root_cause="Sebab")
    action = plan_action(
        actor=officer,
        problem=problem,
        technique="5s",
        action="5R gudang",
        owner="Kepala gudang",
        due_on=date(2025, 10, 1),
        indicator="Waktu ambil",
    )
    made = instrument()
    audit = begin_audit(actor=officer, company=company, instrument=made, audited_on=date(2025, 9, 1))
    activity = consultation()
    guidance = record_company_at_activity(actor=officer, activity=activity, company=company)
    return {
        "measurement": measured(company, 2024),
        "coaching": case,
        "problem": problem,
        "plan action": action,
        "instrument": made,
        "audit": audit,
        "consultation": activity,
        "guidance": guidance,
    }
