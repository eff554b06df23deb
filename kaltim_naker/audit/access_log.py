"""Writing down who looked at personal data."""

from django.http import HttpRequest

from kaltim_naker.accounts.models import User
from kaltim_naker.audit.models import AccessKind, AccessLog


def record_access(
    *,
    actor: User,
    kind: AccessKind,
    subject: object = "",
    rows: int = 1,
    reason: str = "",
    request: HttpRequest | None = None,
) -> AccessLog:
    """Note one look at personal data. `rows` is how many people were in it."""
    return AccessLog.objects.create(
        actor=actor,
        kind=kind,
        subject=str(subject),
        rows=rows,
        reason=reason[:200],
        path=request.path[:200] if request else "",
    )
