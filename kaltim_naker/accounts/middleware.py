"""What is asked of every request of somebody who is logged in: a session that is not too old, and a second factor."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from kaltim_naker.accounts.second_factor import has_second_factor, has_shown_second_factor
from kaltim_naker.accounts.sessions import has_expired, note_use

#: What somebody without a second factor may open: setting one up. Pages that are open to everybody stay open.
ENROLMENT = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "account_reauthenticate",
        "account_logout",
        "set_language",
    }
)
#: What somebody may open who has one and has not shown it in this session.
CONFIRMATION = frozenset({"mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_logout", "set_language"})


class SessionLimitsMiddleware:
    """End sessions that were idle for too long, or have lasted for too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            if has_expired(request.session):
                logout(request)
                messages.info(
                    request, _("You were logged out because the session was idle or old. Please log in again.")
                )
                if request.headers.get("HX-Request"):
                    return HttpResponse(status=204, headers={"HX-Refresh": "true"})
            else:
                note_use(request.session)
        return self.get_response(request)


class SecondFactorMiddleware:
    """Staff without a second factor reach the page that sets one up, and nothing else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not settings.SECOND_FACTOR_REQUIRED or not getattr(view, "login_required", True):
            return None
        if not request.user.is_authenticated or has_shown_second_factor(request.session, request.user):
            return None
        return _send_to_second_factor(request)


def _send_to_second_factor(request: HttpRequest) -> HttpResponse | None:
    has_one = has_second_factor(request.user)
    name = request.resolver_match.view_name if request.resolver_match else ""
    if name in (CONFIRMATION if has_one else ENROLMENT):
        return None
    where = reverse("mfa_reauthenticate" if has_one else "mfa_index")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": where})
    came_from = request.get_full_path() if request.method == "GET" else "/"
    return HttpResponseRedirect(f"{where}?{urlencode({'next': came_from})}")
