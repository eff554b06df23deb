"""Doors for background work; the work itself is in the services."""

from datetime import timedelta
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from trainees.constants import FIND_DUPLICATES, FIND_DUPLICATES_OF, FIND_SIGNALS
from trainees.services import find_signals, queue_duplicates, queue_duplicates_among


@shared_task(name=FIND_SIGNALS)
def search_signals() -> None:
    """Nightly: what deserves a look."""
    find_signals()


@shared_task(name=FIND_DUPLICATES)
def search_duplicates() -> None:
    """Nightly: people who came or were changed since yesterday, with some hours to spare."""
    queue_duplicates(changed_since=timezone.now() - timedelta(hours=30))


@shared_task(name=FIND_DUPLICATES_OF)
def search_duplicates_of(people: str) -> None:
    """Who may be the same person as one of these, whose keys stand one behind the other with commas."""
    queue_duplicates_among([UUID(key) for key in people.split(",")])
