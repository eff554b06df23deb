"""Doors for background work."""

from celery import shared_task

from kaltim_naker.audit import chain


@shared_task(name="audit.seal_days")
def seal_days() -> int:
    """Nightly, when nothing of yesterday is still being written: a link for each day that has none."""
    return len(chain.seal_days())
