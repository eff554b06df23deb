"""Measurements of productivity, prices, and companies at activities."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from companies.choices.productivity import GuidanceKind, MoneyUnit, WorkerBasis
from companies.constants.productivity import MONEY_FIELDS, NEEDED_FIELDS
from companies.models import Agreement, Coaching, Company, Guidance, Measurement, PriceIndex
from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import today
from programs.locking import require_writable


@transaction.atomic
def measure_company(
    *,
    actor: User,
    company: Company,
    year: int,
    measured_on: date,
    unit: str,
    amounts: Mapping[str, Decimal | None],
    agreement: Agreement | None = None,
    **facts: Any,
) -> Measurement:
    """Enter the accounts of a company for a year, typed in `unit`; kept are full rupiah.

    Raises DomainError for a day in the future, or one outside the agreement under which it was measured.
    """
    measurement = Measurement(company=company, year=year)
    return _save(measurement, measured_on, unit, amounts, agreement, facts)


@transaction.atomic
def correct_measurement(
    *,
    actor: User,
    measurement: Measurement,
    measured_on: date,
    unit: str,
    amounts: Mapping[str, Decimal | None],
    agreement: Agreement | None = None,
    **facts: Any,
) -> Measurement:
    """Correct a measurement; company and year stay what they are. The history keeps what stood there before."""
    locked = Measurement.objects.select_for_update().get(pk=measurement.pk)
    return _save(locked, measured_on, unit, amounts, agreement, facts)


def _save(
    measurement: Measurement,
    measured_on: date,
    unit: str,
    amounts: Mapping[str, Decimal | None],
    agreement: Agreement | None,
    facts: Mapping[str, Any],
) -> Measurement:
    _require_day(measured_on, agreement)
    measurement.measured_on, measurement.unit, measurement.agreement = measured_on, unit, agreement
    for name, value in facts.items():
        setattr(measurement, name, value)
    for name in MONEY_FIELDS:
        setattr(measurement, name, _rupiah(amounts.get(name), unit, is_needed=name in NEEDED_FIELDS))
    _keep_workers_of_basis(measurement)
    measurement.full_clean()
    require_writable(measurement)
    measurement.save()
    Guidance.objects.update_or_create(
        measurement=measurement,
        defaults={"company": measurement.company, "kind": GuidanceKind.MEASUREMENT, "held_on": measured_on},
    )
    return measurement


def _rupiah(amount: Decimal | None, unit: str, *, is_needed: bool) -> Decimal | None:
    """An empty position is nothing, unless a method needs it: then it is unknown."""
    if amount is None:
        return None if is_needed else Decimal(0)
    return amount * MoneyUnit(unit).rupiah


def _keep_workers_of_basis(measurement: Measurement) -> None:
    """Only the numbers of the chosen basis are kept: two averages would contradict each other one day."""
    if measurement.worker_basis == WorkerBasis.MONTHLY:
        measurement.workers_begin = measurement.workers_end = None
    else:
        measurement.workers_mean = None


def _require_day(measured_on: date, agreement: Agreement | None) -> None:
    if measured_on > today():
        raise DomainError("in_future", _("A measurement is entered once it was made."), field="measured_on")
    if agreement is not None and measured_on < agreement.starts_on:
        raise DomainError(
            "before_agreement",
            _("The agreement is in force from %(day)s; this measurement was made before.")
            % {"day": agreement.starts_on.isoformat()},
            field="agreement",
        )


@transaction.atomic
def remove_measurement(*, actor: User, measurement: Measurement) -> None:
    """Take out what was entered for the wrong company or year. Refused while a coaching stands on it."""
    locked = Measurement.objects.select_for_update().get(pk=measurement.pk)
    used = Coaching.objects.filter(baseline=locked) | Coaching.objects.filter(final=locked)
    if used.exists():
        raise DomainError("in_use", _("A coaching of this company stands on this measurement; correct it instead."))
    require_writable(locked, is_removed=True)
    locked.delete()


@transaction.atomic
def enter_price_index(*, actor: User, **facts: Any) -> PriceIndex:
    """The price index of a year, as published on a day; a later publication of the same year is a further row."""
    entered = PriceIndex(**facts)
    entered.full_clean()
    entered.save(force_insert=True)
    return entered
