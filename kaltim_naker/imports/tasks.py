"""Doors for the workers. Arguments are ids, never personal data."""

from celery import shared_task

from kaltim_naker.imports import files, services


@shared_task(name="imports.run")
def carry_out_run(run_id: str) -> None:
    """Check a file, take it in, or undo that."""
    services.carry_out(run_id)


@shared_task(name="imports.expire_files")
def expire_files() -> int:
    return files.expire_files()
