"""Doors for background work; the work itself is in the services."""

from celery import shared_task

from companies.constants.agreements import FIND_NOTICES
from companies.services import find_notices
from kaltim_naker.core.periods import today


@shared_task(name=FIND_NOTICES)
def write_notices() -> None:
    """Every morning: which agreements end in 90, 30 or 7 days."""
    find_notices(day=today())
