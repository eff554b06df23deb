"""Who asks: a program with a token of an office. Sessions and cookies mean nothing here."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from kaltim_naker.accounts.models import User
from kaltim_naker.api.models import OfficeToken
from kaltim_naker.api.services import program_with
from kaltim_naker.core import sandbox

SCHEME = "Bearer"


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer knk_…`. A wrong, an expired and a revoked secret look the same.

    A key of the sandbox was judged before anything else (`api.middleware`); here it is held that no key is ever used
    on the other side.
    """

    def authenticate(self, request: Request) -> tuple[User, OfficeToken] | None:
        given = secret_given(request)
        if given is None:
            return None
        token = _judged_before(request) or program_with(given)
        if token is None:
            raise AuthenticationFailed(_("This token is not valid, or not any more."), code="token_not_valid")
        if token.is_sandbox != sandbox.is_active():
            message = _("This key is for the sandbox, and there is none here now.")
            raise AuthenticationFailed(message, code="no_sandbox")
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return f'{SCHEME} realm="api"'


def secret_given(request: HttpRequest | Request) -> str | None:
    """What the program sends as its secret; None where it sends none."""
    scheme, _space, given = request.headers.get("Authorization", "").partition(" ")
    return given.strip() if scheme.lower() == SCHEME.lower() else None


def _judged_before(request: Request) -> OfficeToken | None:
    return getattr(request, "sandbox_token", None) if sandbox.is_active() else None
