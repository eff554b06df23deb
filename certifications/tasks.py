"""Doors for the workers. Arguments are ids, never personal data."""

from celery import shared_task

from certifications import services


@shared_task(name="certifications.draw_documents")
def draw_documents(run_id: str) -> None:
    services.draw_bundle(run_id)
