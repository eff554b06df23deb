"""Doors for the workers. Arguments are ids, never personal data."""

import logging

from celery import shared_task
from django.db import DatabaseError

from kaltim_naker.core import jobs
from kaltim_naker.core.sandbox import in_sandbox, is_configured

logger = logging.getLogger(__name__)


@shared_task(name="core.sweep_jobs")
def sweep_jobs() -> int:
    return jobs.sweep() + _sweep_sandbox()


def _sweep_sandbox() -> int:
    """The sandbox's own lost work; its trouble is nobody else's."""
    if not is_configured():
        return 0
    try:
        with in_sandbox():
            return jobs.sweep()
    except DatabaseError:
        logger.warning("the sandbox does not answer, its work is not swept")
        return 0
