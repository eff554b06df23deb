"""How django-allauth behaves in an office: nobody signs up by himself."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.http import HttpRequest

from kaltim_naker.accounts.freshness import has_proved_lately
from kaltim_naker.core.throttle import client_address


class StaffAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who has just logged in has proved enough; allauth by itself would ask a second time at once."""
        return not has_proved_lately(context.request)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The same answer as everywhere, so that a header sent by the client moves no limit."""
        return client_address(request)
