"""Asking again who somebody is, before what must not be done from a screen that was left open."""

import time

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest


def has_proved_lately(request: HttpRequest) -> bool:
    """Whether this person has logged in, or confirmed it, in this session within `ACCOUNT_REAUTHENTICATION_TIMEOUT`."""
    if not settings.REAUTHENTICATION_REQUIRED:
        return True
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT


def ask_again(request: HttpRequest) -> None:
    """Raises ReauthenticationRequired unless the person has proved lately who it is.

    allauth's middleware then asks for the password or the second factor, and goes on with the same request.
    """
    if not has_proved_lately(request):
        raise ReauthenticationRequired
