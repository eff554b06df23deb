"""Doors for the workers. Arguments are ids, never personal data."""

from celery import shared_task

from kaltim_naker.core import jobs


@shared_task(name="core.sweep_jobs")
def sweep_jobs() -> int:
    return jobs.sweep()
