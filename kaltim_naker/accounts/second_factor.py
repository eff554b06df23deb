"""The second factor of staff: what is asked, where it is remembered, and how its seeds lie in the database.

Authenticator apps, passkeys and recovery codes come from django-allauth. What it leaves open is closed here: seeds are
encrypted, a code is taken once however often the cache is emptied, and a session says by itself whether somebody has
shown a second factor in it (docs/decisions/0020-log-in.md).
"""

import base64
import io
from typing import Any

import segno
from allauth.core import context
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt, is_mfa_enabled
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kaltim_naker.accounts.models import User
from kaltim_naker.core import crypto

#: What a seed is bound to when it is encrypted. allauth encrypts before it knows the row.
SEED_BINDING = "mfa:seed"
#: Kinds of authenticator that count by themselves; recovery codes only stand in for one of them.
STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
_SESSION_KEY = "second_factor_of"


class SecondFactorAdapter(DefaultMFAAdapter):
    """How allauth keeps and shows second factors here."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right, or it has been used. Please wait for the next one."),
        "cannot_delete_authenticator": _("This is your only second factor. Please set up another one first."),
    }

    def encrypt(self, text: str) -> str:
        return base64.b64encode(crypto.encrypt(text, bound_to=SEED_BINDING)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.decrypt(base64.b64decode(encrypted_text), bound_to=SEED_BINDING)

    def build_totp_svg(self, url: str) -> str:
        picture = io.BytesIO()
        segno.make(url, error="m", micro=False).save(picture, kind="svg", scale=5, border=4, light="#fff")
        return picture.getvalue().decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last one stays where a second factor is asked for."""
        others = Authenticator.objects.filter(user=authenticator.user_id, type__in=STRONG).exclude(pk=authenticator.pk)
        return not settings.SECOND_FACTOR_REQUIRED or others.exists()


class _OnceOnly:
    """allauth remembers used codes in the cache, for one period of three; here the last one stands in the row."""

    user: Any
    authenticator: Authenticator

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP and not use_up(self.authenticator, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(_OnceOnly, AuthenticateForm):
    """The code after the password."""


class CodeAgainForm(_OnceOnly, ReauthenticateForm):
    """The code before something protected."""


class PasskeyForm(AddWebAuthnForm):
    """The library leaves the label of the name in English."""

    name = forms.CharField(label=_("Name"), required=False)


class PasskeyNameForm(EditWebAuthnForm):
    """As above."""

    name = forms.CharField(label=_("Name"))


def use_up(authenticator: Authenticator, code: str) -> bool:
    """Whether this code of an authenticator app is later than every code taken before; if so, it is taken now."""
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
        secret = decrypt(row.data["secret"])
        steps = [step for step in totp.yield_hotp_counters_from_time() if _is_code(secret, step, code)]
        if not steps or max(steps) <= row.data.get("last_step", 0):
            return False
        row.data["last_step"] = max(steps)
        row.save(update_fields=["data"])
    return True


def _is_code(secret: str, step: int, code: str) -> bool:
    return compare_user_code(actual=code, expected=totp.format_hotp_value(totp.hotp_value(secret, step)))


def has_second_factor(user: AbstractBaseUser) -> bool:
    """Whether an authenticator app or a passkey has been set up."""
    return is_mfa_enabled(user, STRONG)


def has_shown_second_factor(session: SessionBase, user: User | AnonymousUser) -> bool:
    """Whether this person has shown a second factor in this session. Costs no query."""
    return user.is_authenticated and session.get(_SESSION_KEY) == str(user.pk)


def remember_second_factor(*, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> None:
    """For allauth's signal that a factor was used, be it the app, a passkey or a recovery code."""
    request.session[_SESSION_KEY] = str(user.pk)


def remember_new_factor(*, instance: Authenticator, created: bool, **kwargs: Any) -> None:
    """For the signal that an authenticator was saved: who sets one up has proved to hold it.

    Recovery codes are made beside another factor and prove nothing. The code that set up an app is used up.
    """
    if not created or instance.type not in STRONG:
        return
    request = context.request
    if request is not None and request.user.is_authenticated and request.user.pk == instance.user_id:
        remember_second_factor(request=request, user=request.user)
    if instance.type == Authenticator.Type.TOTP:
        instance.data["last_step"] = max(totp.yield_hotp_counters_from_time()) - settings.MFA_TOTP_TOLERANCE
        instance.save(update_fields=["data"])
