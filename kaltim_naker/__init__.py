"""The project package. It exports the Celery app so that Django processes can send tasks."""

from kaltim_naker.celery import app as celery_app

__all__ = ["celery_app"]
