"""Tasks that were sent from the sandbox are carried out in the sandbox."""

from typing import Any

from celery import Task
from celery.signals import before_task_publish

from kaltim_naker.core.sandbox import in_sandbox, is_active

HEADER = "sandbox"


class SandboxedTask(Task):
    """Base of all tasks. Where the sandbox cannot be entered the task fails; it never runs on the real records."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if not self.request.get(HEADER):
            return super().__call__(*args, **kwargs)
        with in_sandbox():
            return super().__call__(*args, **kwargs)


@before_task_publish.connect(dispatch_uid="core.sandbox")
def mark_message(headers: dict[str, Any], **kwargs: Any) -> None:
    """Whoever sends it, by whatever way."""
    if is_active():
        headers[HEADER] = True
