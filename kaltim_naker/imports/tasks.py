"""Doors for the workers. Arguments are ids, never personal data."""

from celery import shared_task

from kaltim_naker.imports import files, marked, services


@shared_task(name="imports.run")
def carry_out_run(run_id: str) -> None:
    """Check a file, take it in, or undo that."""
    services.carry_out(run_id)


@shared_task(name="imports.mark")
def mark_file(run_id: str) -> None:
    """Write what was found into the sender's file."""
    marked.mark_file(run_id)


@shared_task(name="imports.expire_files")
def expire_files() -> int:
    return files.expire_files()
