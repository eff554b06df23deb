"""Doors for background work; the work itself is elsewhere."""

from celery import shared_task

from kaltim_naker.api.constants import FORGET_ANSWERS, FORGET_CHANGES, TELL_WEBHOOKS
from kaltim_naker.api.rest.writing import forget_answers
from kaltim_naker.api.services.changes import forget_lines
from kaltim_naker.api.services.webhooks import forget_deliveries, queue_news, send_due


@shared_task(name=FORGET_ANSWERS)
def forget_old_answers() -> None:
    """Hourly: answers to repeated requests are kept for a day."""
    forget_answers()


@shared_task(name=FORGET_CHANGES)
def forget_old_changes() -> None:
    """Daily: what happened is told for 90 days, what was called is shown for 30."""
    forget_lines()
    forget_deliveries()


@shared_task(name=TELL_WEBHOOKS, soft_time_limit=300, time_limit=330)
def tell_webhooks() -> None:
    """Every half minute: what happened is queued for each webhook, and what is due is sent. Two at once share it."""
    queue_news()
    send_due()
