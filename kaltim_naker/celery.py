"""The Celery app. It imports nothing of ours: the schedule names its tasks, tasks are found by autodiscovery."""

import os

from celery import Celery
from celery.schedules import crontab
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaltim_naker.settings")

app = Celery("kaltim_naker", task_cls="kaltim_naker.core.messages:SandboxedTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def _leave_logging_alone(**_options: object) -> None:
    """Django's settings say where log lines go; handlers that Celery would add mask no identity number."""


app.conf.beat_schedule = {
    # PostgreSQL is the truth about background work; this re-sends what the broker has lost.
    "sweep-jobs": {"task": "core.sweep_jobs", "schedule": 30.0},
    # Keeps the figures of the first pages in step with the records; does nothing while nothing changed.
    "keep-figures": {"task": "programs.keep_figures", "schedule": 30.0},
    "check-kept-figures": {"task": "programs.check_kept_figures", "schedule": crontab(hour=3, minute=40)},
    "expire-import-files": {"task": "imports.expire_files", "schedule": crontab(hour=1, minute=10)},
    "forget-answers": {"task": "api.forget_answers", "schedule": crontab(minute=50)},
    "sweep-personal-data": {"task": "privacy.sweep", "schedule": crontab(hour=4, minute=20)},
    "forget-changes": {"task": "api.forget_changes", "schedule": crontab(hour=1, minute=30)},
    "tell-webhooks": {"task": "api.tell_webhooks", "schedule": 30.0},
    # After the nightly work on yesterday has ended.
    "seal-history": {"task": "audit.seal_days", "schedule": crontab(hour=4, minute=20)},
    "find-signals": {"task": "trainees.find_signals", "schedule": crontab(hour=2, minute=20)},
    "begin-quarters": {"task": "programs.begin_quarters", "schedule": crontab(hour=0, minute=10)},
    "draft-last-month": {
        "task": "reports.draft_last_month",
        "schedule": crontab(day_of_month=1, hour=6, minute=0),
    },
    "draft-closed-quarters": {"task": "reports.draft_closed_quarters", "schedule": crontab(minute=20)},
    "find-restatements": {"task": "programs.find_restatements", "schedule": crontab(hour=3, minute=0)},
    "find-notices": {"task": "companies.find_notices", "schedule": crontab(hour=5, minute=30)},
    # Sandbox keys write to a copy without people, which is thrown away every night.
    "renew-sandbox": {"task": "sandbox.renew", "schedule": crontab(hour=1, minute=50)},
    "find-duplicates": {"task": "trainees.find_duplicates", "schedule": crontab(hour=2, minute=40)},
}
