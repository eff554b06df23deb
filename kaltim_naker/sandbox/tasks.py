"""Doors for background work."""

from celery import shared_task

from kaltim_naker.core.sandbox import is_configured
from kaltim_naker.sandbox.services import renew_sandbox


@shared_task(name="sandbox.renew")
def renew() -> int:
    """Every night, and when an administrator asks for it."""
    return renew_sandbox() if is_configured() else 0
