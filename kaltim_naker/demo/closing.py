"""How far the books of 2025 have come: the first quarter is closed, the second on its way, the others still to do.

Later quarters stay open, because the tour of the README brings lists and results that are dated in them.
"""

from kaltim_naker.accounts.models import User
from kaltim_naker.core.periods import Period
from kaltim_naker.demo.classes import YEAR
from kaltim_naker.demo.users import centre_admins, head_of_office, planner
from programs.models import ReportingPeriod
from programs.services import approve_period, begin_quarters, close_quarter, return_period, submit_period

_FIRST, _SECOND = Period(YEAR, 1), Period(YEAR, 2)


def close_the_first_quarter() -> None:
    """Last of all: what is dated in a closed quarter cannot be written afterwards."""
    begin_quarters(YEAR)
    maker, checker, administrators = planner(), head_of_office(), centre_admins()
    for unit in _units(_FIRST):
        approve_period(actor=checker, period=submit_period(actor=_who(unit, maker, administrators), period=unit))
    close_quarter(actor=maker, period=_FIRST)
    _hand_in_the_second(maker, administrators)


def _hand_in_the_second(maker: User, administrators: dict[int, User]) -> None:
    """One centre waits for approval, the other got its quarter back; the province has not handed in."""
    done, returned = (unit for unit in _units(_SECOND) if unit.centre_id is not None)
    submit_period(actor=administrators[done.centre_id], period=done, note="Semua paket sudah ditutup")
    submit_period(actor=administrators[returned.centre_id], period=returned)
    return_period(actor=maker, period=returned, note="Hasil uji dua paket belum dicatat")


def _units(period: Period) -> list[ReportingPeriod]:
    return list(ReportingPeriod.objects.of(period).select_related("centre").order_by("centre"))


def _who(unit: ReportingPeriod, maker: User, administrators: dict[int, User]) -> User:
    """Each unit hands in for itself."""
    return maker if unit.centre_id is None else administrators[unit.centre_id]
