"""Where to tell of a weakness: `/.well-known/security.txt` (RFC 9116)."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

#: The standard asks for less than a year, so that a forgotten file is not believed.
_VALID = timedelta(days=180)


@require_safe
@login_not_required
@transaction.non_atomic_requests
def security_txt(request: HttpRequest) -> HttpResponse:
    """404 until the installation names somebody (`SECURITY_CONTACT`)."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    until = (timezone.now() + _VALID).replace(microsecond=0).isoformat()
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {until}",
        "Preferred-Languages: id, en",
        f"Canonical: {settings.SITE_URL}{request.path}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
