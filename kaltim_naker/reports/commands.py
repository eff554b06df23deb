"""What the two commands of this app share: reading a period, and finding who asks."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import POLICY
from kaltim_naker.accounts.models import OfficeKind, User
from kaltim_naker.core.periods import Period
from kaltim_naker.reports.models import Language


def add_period_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--year", type=int, required=True)
    parser.add_argument("--quarter", type=int, choices=(1, 2, 3, 4), help="without it: the whole year")
    parser.add_argument("--language", choices=Language.values, default=Language.INDONESIAN.value)


def period_from(options: dict[str, Any]) -> Period:
    try:
        return Period(options["year"], options["quarter"])
    except ValueError as error:
        raise CommandError(str(error)) from error


def requester(email: str | None) -> User:
    """The account with this e-mail, or the first of the provincial office that may ask for reports."""
    accounts = User.objects.filter(is_active=True)
    if email:
        found = accounts.filter(email=email.lower()).first()
        if found is None:
            raise CommandError(f"There is no active account with the e-mail {email}.")
        return found
    allowed = accounts.filter(
        memberships__role__in=POLICY[Action.REQUEST_REPORT], memberships__office__kind=OfficeKind.PROVINCE
    )
    first = allowed.order_by("pk").first()
    if first is None:
        raise CommandError("Nobody of the provincial office may ask for reports yet; name an account with --by.")
    return first
