"""Doors for background work."""

from celery import shared_task
from django.db import OperationalError

from kaltim_naker.core.sandbox import is_configured
from kaltim_naker.sandbox.services import renew_sandbox


@shared_task(name="sandbox.renew", autoretry_for=(OperationalError,), max_retries=3, default_retry_delay=30)
def renew() -> int:
    """Every night, and when an administrator asks for it; again a little later where a request was in its way."""
    return renew_sandbox() if is_configured() else 0
