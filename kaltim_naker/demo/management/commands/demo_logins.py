"""Print the log-ins of the demo."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import override

from kaltim_naker.accounts.models import Membership
from kaltim_naker.api.models import TokenSecret
from kaltim_naker.api.models.tokens import digest_of
from kaltim_naker.demo.load import require_demo
from kaltim_naker.demo.programs import offices_with_programs, secret_of
from kaltim_naker.demo.users import DEMO_DOMAIN, DEMO_PASSWORD


class Command(BaseCommand):
    help = "Print one log-in per role of the demo, the password they share, and the tokens of programs."

    def handle(self, *args: Any, **options: Any) -> None:
        require_demo(force=True)
        memberships = Membership.objects.filter(user__email__endswith=f"@{DEMO_DOMAIN}").order_by("pk")
        with override("en"):
            rows = [
                (held.get_role_display(), held.office.short_name, held.user.email, DEMO_PASSWORD)
                for held in memberships.select_related("user", "office")
            ]
        for row in _aligned([("Role", "Office", "E-mail", "Password"), *rows]):
            self.stdout.write(row)
        self.stdout.write("")
        for row in _aligned([("Program of", "Token", "Token of the sandbox"), *_tokens()]):
            self.stdout.write(row)


def _tokens() -> list[tuple[str, ...]]:
    """The known secrets that open something now, of each office."""
    return [
        (code, *(_shown(secret_of(code, is_sandbox=kind)) for kind in (False, True)))
        for code in offices_with_programs()
    ]


def _shown(secret: str) -> str:
    return secret if TokenSecret.objects.usable(timezone.now()).filter(digest=digest_of(secret)).exists() else "–"


def _aligned(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
