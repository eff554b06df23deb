"""How far the books of 2025 have come: two quarters are closed, the third is on its way, the last is still open.

The centres may write into the second quarter again: the tour of the README closes classes and brings results that are
dated in it, and what comes in late shows as a restatement.
"""

from datetime import timedelta

from django.utils import timezone

from kaltim_naker.accounts.models import User
from kaltim_naker.core.periods import Period
from kaltim_naker.demo.classes import YEAR
from kaltim_naker.demo.users import centre_admins, head_of_office, planner
from programs.constants import LONGEST_REOPENING
from programs.models import ReportingPeriod
from programs.services import (
    approve_period,
    begin_quarters,
    close_quarter,
    closes_again_on,
    reopen_period,
    return_period,
    submit_period,
)

_FIRST, _SECOND, _THIRD = (Period(YEAR, quarter) for quarter in (1, 2, 3))


def close_two_quarters() -> None:
    """Last of all: what is dated in a closed quarter cannot be written afterwards."""
    begin_quarters(YEAR)
    maker, checker, administrators = planner(), head_of_office(), centre_admins()
    for period in (_FIRST, _SECOND):
        for unit in _units(period):
            approve_period(actor=checker, period=submit_period(actor=_who(unit, maker, administrators), period=unit))
        close_quarter(actor=maker, period=period)
    _open_again(maker)
    _hand_in_the_third(maker, administrators)


def _open_again(maker: User) -> None:
    until = closes_again_on(timezone.localdate() + timedelta(days=LONGEST_REOPENING - 1))
    for unit in _units(_SECOND):
        if unit.centre_id is not None:
            reopen_period(actor=maker, period=unit, until=until, reason="Penutupan paket dan hasil uji susulan")


def _hand_in_the_third(maker: User, administrators: dict[int, User]) -> None:
    """One centre waits for approval, the other got its quarter back; the province has not handed in."""
    done, returned = (unit for unit in _units(_THIRD) if unit.centre_id is not None)
    submit_period(actor=administrators[done.centre_id], period=done, note="Semua paket sudah ditutup")
    submit_period(actor=administrators[returned.centre_id], period=returned)
    return_period(actor=maker, period=returned, note="Hasil uji dua paket belum dicatat")


def _units(period: Period) -> list[ReportingPeriod]:
    return list(ReportingPeriod.objects.of(period).select_related("centre").order_by("centre"))


def _who(unit: ReportingPeriod, maker: User, administrators: dict[int, User]) -> User:
    """Each unit hands in for itself."""
    return maker if unit.centre_id is None else administrators[unit.centre_id]
