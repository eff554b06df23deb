"""Doors for background work; the work itself is elsewhere."""

from celery import shared_task

from kaltim_naker.api.constants import FORGET_ANSWERS
from kaltim_naker.api.rest.writing import forget_answers


@shared_task(name=FORGET_ANSWERS)
def forget_old_answers() -> None:
    """Hourly: answers to repeated requests are kept for a day."""
    forget_answers()
