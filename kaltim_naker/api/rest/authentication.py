"""Who asks: a program with a token of an office. Sessions and cookies mean nothing here."""

from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from kaltim_naker.accounts.models import User
from kaltim_naker.api.models import OfficeToken
from kaltim_naker.api.services import program_with

SCHEME = "Bearer"


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer knk_…`. A wrong, an expired and a revoked secret look the same."""

    def authenticate(self, request: Request) -> tuple[User, OfficeToken] | None:
        scheme, _space, given = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        token = program_with(given.strip())
        if token is None:
            raise AuthenticationFailed(_("This token is not valid, or not any more."), code="token_not_valid")
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return f'{SCHEME} realm="api"'
