"""Background work: every run is a row in PostgreSQL, and the broker only carries its id.

The broker may be emptied at any moment and nothing is lost: the row says what is to be done, a lease says who is at it
until when, and a sweeper (`core.sweep_jobs`, by beat) sends again what nobody holds (security.md §4).

    queued ──claim──▶ running ──finish──▶ done
      ▲                  │ ├──fail──────▶ failed
      └──lease ran out───┘ └──cancel────▶ cancelled

A kind of work subclasses `JobRow` in its app and names its task in `task_name`. Its task is a door: it claims the row
with `claim`, does the work through a service, and finishes it.
"""

import logging
import uuid
from datetime import timedelta
from functools import partial
from typing import Any, Self

from celery import current_app
from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import OperationalError

from kaltim_naker.core.constraints import one_of
from kaltim_naker.core.models import Record

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
# A queued row older than this was lost on its way to a worker, or the broker was down.
QUEUE_PATIENCE = timedelta(seconds=60)


class JobState(models.TextChoices):
    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


LIVE_STATES = (JobState.QUEUED, JobState.RUNNING)
FINAL_STATES = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class JobRow(Record):
    """One background run. `progress` is percent; `step` and `error` are for people."""

    #: Name of the task that carries out this kind of work, e.g. `reports.render`.
    task_name: str

    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    attempt = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    queued_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=120, blank=True)
    error = models.TextField(blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        constraints = [
            one_of("state", JobState, "%(app_label)s_%(class)s_state_known"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="%(app_label)s_%(class)s_progress_is_percent"),
            models.CheckConstraint(
                condition=~Q(state=JobState.RUNNING) | Q(lease_until__isnull=False),
                name="%(app_label)s_%(class)s_running_has_lease",
            ),
        ]

    @property
    def is_final(self) -> bool:
        return self.state in FINAL_STATES

    def enqueue(self) -> None:
        """Send the row's id to the workers once the surrounding transaction is committed."""
        defer(self.task_name, run_id=self.pk)

    @classmethod
    def claim(cls, pk: uuid.UUID | str) -> Self | None:
        """Take a queued row for this worker. None where somebody else has it or it is over: then there is no work.

        The compare-and-set makes a task that is delivered twice run once.
        """
        now = timezone.now()
        taken = cls._default_manager.filter(pk=pk, state=JobState.QUEUED).update(
            state=JobState.RUNNING,
            lease_until=now + LEASE,
            attempt=F("attempt") + 1,
            started_at=now,
            progress=0,
            step="",
            error="",
        )
        return cls._default_manager.get(pk=pk) if taken else None

    def report_progress(self, percent: int, step: str) -> bool:
        """Tell the page how far the work is and renew the lease. False where the run was taken away or cancelled."""
        held = self._held().update(progress=percent, step=step, lease_until=timezone.now() + LEASE)
        return bool(held)

    def is_held(self) -> bool:
        """Whether the run is still ours: not taken by another worker, nor cancelled. Locks nothing."""
        return self._held().exists()

    def finish(self, **facts: Any) -> bool:
        """Record the outcome in one statement, unless the lease was lost to another worker meanwhile."""
        return self._end(JobState.DONE, progress=100, step="", **facts)

    def fail(self, message: str) -> bool:
        """End the run with a message for people; the traceback belongs into the log."""
        return self._end(JobState.FAILED, error=message)

    def cancel(self) -> bool:
        """Stop a run that waits or is being made; its worker notices at the next step. False where it was over."""
        live = type(self)._default_manager.filter(pk=self.pk, state__in=LIVE_STATES)
        ended = live.update(state=JobState.CANCELLED, finished_at=timezone.now(), lease_until=None)
        self.refresh_from_db()
        return bool(ended)

    def _held(self) -> models.QuerySet[Self]:
        """This run, as long as it is ours: the attempt number tells our lease from a later one."""
        manager = type(self)._default_manager
        return manager.filter(pk=self.pk, state=JobState.RUNNING, attempt=self.attempt)

    def _end(self, state: JobState, **facts: Any) -> bool:
        ended = self._held().update(state=state, finished_at=timezone.now(), lease_until=None, **facts)
        if ended:
            self.refresh_from_db()
        return bool(ended)


def defer(task_name: str, **ids: Any) -> None:
    """Send a task by name after commit, with ids only. Services never import tasks (styles.md §2.4)."""
    transaction.on_commit(partial(_send, task_name, {key: str(value) for key, value in ids.items()}))


def _send(task_name: str, ids: dict[str, str]) -> None:
    try:
        task = current_app.tasks.get(task_name)
        if task is not None:
            task.apply_async(kwargs=ids, retry=False)
        else:
            current_app.send_task(task_name, kwargs=ids, retry=False)
    except (OperationalError, ConnectionError, OSError):
        # The row is safe in the database; the sweeper sends it again when the broker is back.
        logger.warning("the broker is away, %s will be sent by the sweeper", task_name)


def job_models() -> list[type[JobRow]]:
    """Every kind of background work there is."""
    return [model for model in apps.get_models() if issubclass(model, JobRow)]


def sweep() -> int:
    """Send again what no worker holds; give up on what failed too often. Safe to run twice at once.

    Returns the number of rows that were sent.
    """
    return sum(_sweep_kind(kind) for kind in job_models())


def _sweep_kind(kind: type[JobRow]) -> int:
    now = timezone.now()
    lost = Q(state=JobState.QUEUED, queued_at__lt=now - QUEUE_PATIENCE) | Q(state=JobState.RUNNING, lease_until__lt=now)
    with transaction.atomic():
        rows = list(kind._default_manager.select_for_update(skip_locked=True, of=("self",)).filter(lost)[:500])
        for row in rows:
            if row.attempt >= settings.JOB_MAX_ATTEMPTS:
                row.state, row.finished_at, row.lease_until = JobState.FAILED, now, None
                row.error = str(_("The work stopped several times without an end. Please tell the administrator."))
            else:
                row.state, row.queued_at, row.lease_until = JobState.QUEUED, now, None
                row.enqueue()
            row.save(update_fields=["state", "queued_at", "finished_at", "lease_until", "error", "updated_at"])
    return sum(row.state == JobState.QUEUED for row in rows)
