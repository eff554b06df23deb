"""Doors for background work; the work itself is in the services."""

from celery import shared_task

from kaltim_naker.core.periods import today
from programs.constants import BEGIN_QUARTERS, FIND_RESTATEMENTS
from programs.services import begin_quarters, find_restatements


@shared_task(name=BEGIN_QUARTERS)
def begin_quarters_of_this_year() -> None:
    """Nightly: every unit, also one that came yesterday, has its quarters."""
    begin_quarters(today().year)


@shared_task(name=FIND_RESTATEMENTS)
def compare_closed_quarters() -> None:
    """Nightly: what closed quarters came to, against what the records say now."""
    find_restatements()
