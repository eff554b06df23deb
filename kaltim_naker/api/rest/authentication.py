"""Who asks: a program with a token of an office. Sessions and cookies mean nothing here."""

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from kaltim_naker.accounts.models import User
from kaltim_naker.api.models import OfficeToken, TokenSecret
from kaltim_naker.api.models.tokens import digest_of
from kaltim_naker.api.services import mark_use

SCHEME = "Bearer"


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer knk_…`. A wrong, an expired and a revoked secret look the same."""

    def authenticate(self, request: Request) -> tuple[User, OfficeToken] | None:
        scheme, _space, given = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        usable = TokenSecret.objects.usable(timezone.now()).select_related("token__user", "token__office__region")
        secret = usable.filter(digest=digest_of(given.strip())).first()
        if secret is None or not secret.token.user.is_active:
            raise AuthenticationFailed(_("This token is not valid, or not any more."), code="token_not_valid")
        mark_use(secret=secret)
        user = secret.token.user
        user.narrowed_to = secret.token.actions
        return user, secret.token

    def authenticate_header(self, request: Request) -> str:
        return f'{SCHEME} realm="api"'
