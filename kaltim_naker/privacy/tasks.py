"""Doors for background work; the work itself is in the services."""

from celery import shared_task

from kaltim_naker.privacy.constants import SWEEP
from kaltim_naker.privacy.services import announce_expired, anonymise_due


@shared_task(name=SWEEP)
def sweep() -> None:
    """Nightly: announce whose time is over, and anonymise who was announced long enough ago."""
    announce_expired()
    anonymise_due()
