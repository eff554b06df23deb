"""Writing down who looked at personal data."""

from django.http import HttpRequest

from kaltim_naker.accounts.models import User
from kaltim_naker.audit.models import AccessKind, AccessLog
from kaltim_naker.core.nik import without_nik


def record_access(
    *,
    actor: User,
    kind: AccessKind,
    subject: object = "",
    rows: int = 1,
    reason: str = "",
    request: HttpRequest | None = None,
) -> AccessLog:
    """Note one look at personal data. `rows` is how many people were in it; a NIK typed as the reason is masked."""
    return AccessLog.objects.create(
        actor=actor,
        kind=kind,
        subject=str(subject),
        rows=rows,
        reason=without_nik(reason)[:200],
        path=request.path[:200] if request else "",
    )
