"""Columns of lists about productivity and coaching."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from companies.choices import SizeClass
from companies.choices.productivity import CoachingState, PlanState
from companies.formulas.productivity import growth_of
from kaltim_naker.ui.components import Badge
from kaltim_naker.ui.tables import Column, Kind

COACHING_BADGES = {
    CoachingState.REGISTERED: Badge(CoachingState.REGISTERED.label, "neutral"),
    CoachingState.BASELINE: Badge(CoachingState.BASELINE.label, "info"),
    CoachingState.DIAGNOSIS: Badge(CoachingState.DIAGNOSIS.label, "info"),
    CoachingState.PLAN: Badge(CoachingState.PLAN.label, "info"),
    CoachingState.IMPLEMENTATION: Badge(CoachingState.IMPLEMENTATION.label, "info"),
    CoachingState.FINAL_MEASUREMENT: Badge(CoachingState.FINAL_MEASUREMENT.label, "warn"),
    CoachingState.DONE: Badge(CoachingState.DONE.label, "good"),
    CoachingState.STOPPED: Badge(CoachingState.STOPPED.label, "bad"),
}
PLAN_BADGES = {
    PlanState.OPEN: Badge(PlanState.OPEN.label, "neutral"),
    PlanState.RUNNING: Badge(PlanState.RUNNING.label, "info"),
    PlanState.DONE: Badge(PlanState.DONE.label, "good"),
    PlanState.DROPPED: Badge(PlanState.DROPPED.label, "bad"),
}
METHODS_APART = Badge(_("methods differ"), "warn")


def _growth(row: Any) -> Decimal | None:
    return growth_of(row.productivity, row.productivity_before)


def _apart(row: Any) -> str:
    return "apart" if row.accounts.methods_disagree else ""


def _company(row: Any) -> str:
    return reverse("companies:company_productivity", args=[row.company_id])


_COMPANY = Column("company", _("Company"), "company__name", sort="company__name", link=_company, heading=True)
_YEAR = Column("year", _("Year"), lambda row: str(row.year), sort="year", link="companies:measurement_detail")
_MEASURED_ON = Column("measured_on", _("Measured on"), kind=Kind.DATE, sort="measured_on", wide=True)
_GROWTH = Column("growth", _("Growth"), _growth, kind=Kind.PERCENT)
_METHODS = Column("methods", _("Methods"), _apart, badges={"apart": METHODS_APART}, wide=True)
_IN_RUPIAH = (
    Column("value_added", _("Value added"), kind=Kind.RUPIAH, sort="value_added", wide=True),
    Column("productivity", _("PTK (Rp)"), kind=Kind.RUPIAH, sort="productivity"),
)


def measurement_columns(*, with_money: bool) -> tuple[Column, ...]:
    """Amounts only for those who may see them; growth tells none."""
    money = _IN_RUPIAH if with_money else ()
    return (_COMPANY, _YEAR, _MEASURED_ON, *money, _GROWTH, _METHODS)


COACHING_COLUMNS = (
    Column(
        "company", _("Company"), "company__name", sort="company__name", link="companies:coaching_detail", heading=True
    ),
    Column("state", _("Step"), badges=COACHING_BADGES),
    Column("opened_on", _("Opened on"), kind=Kind.DATE, sort="opened_on", wide=True),
    Column("adviser", _("Adviser"), "adviser__full_name", wide=True),
    Column("late_actions", _("Late actions"), kind=Kind.NUMBER),
    Column("remeasure_on", _("Measure again by"), kind=Kind.DATE, sort="remeasure_on"),
)

PRICE_COLUMNS = (
    Column("year", _("Year"), lambda row: str(row["year"]), fields=("year",), sort="year", heading=True),
    Column("value", _("Price index"), kind=Kind.NUMBER, decimals=2),
    Column(
        "base_year",
        _("Base year of the series (= 100)"),
        lambda row: str(row["base_year"]),
        fields=("base_year",),
        sort="base_year",
    ),
    Column("as_of", _("As of"), kind=Kind.DATE, sort="as_of"),
    Column("source", _("Source"), wide=True),
)

INSTRUMENT_COLUMNS = (
    Column("title", _("Instrument"), sort="title", link="companies:smpp_instrument", heading=True),
    Column("valid_from", _("Valid from"), kind=Kind.DATE, sort="valid_from"),
    Column("criteria", _("Criteria"), "criterion_count", kind=Kind.NUMBER),
    Column("audits", _("Audits"), "audit_count", kind=Kind.NUMBER),
    Column(
        "is_example", _("Kind"), lambda row: gettext("example") if row["is_example"] else "", fields=("is_example",)
    ),
    Column("source", _("Document"), wide=True),
)


def _guided_company(row: dict[str, Any]) -> str:
    return reverse("companies:company_productivity", args=[row["company"]])


ACTIVITY_COMPANY_COLUMNS = (
    Column(
        "name",
        _("Company"),
        "company__name",
        fields=("company",),
        sort="company__name",
        link=_guided_company,
        heading=True,
    ),
    Column("size", _("Size class"), "company__size", choices=dict(SizeClass.choices), wide=True),
    Column("people", _("People of the company"), kind=Kind.NUMBER),
)
