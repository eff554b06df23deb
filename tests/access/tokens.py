"""Tokens and receipts: of the regional office of Samarinda, and of that of Bontang."""

from django.db.models import Model

from kaltim_naker.accounts.models import Office, OfficeKind
from kaltim_naker.api.choices import Outcome
from kaltim_naker.api.services.receipts import RowVerdict, write_receipt
from tests.factories.accounts import OfficeFactory, home_region
from tests.factories.tokens import token_of, webhook_of


def token_rows() -> dict[str, tuple[Model, Model]]:
    """Name of a thing → (one's own, the foreign one)."""
    own = Office.objects.get(code="disnaker-samarinda")
    foreign = OfficeFactory(code="disnaker-bontang", kind=OfficeKind.REGIONAL_OFFICE, region=home_region("64.74"))
    tokens = [token_of(office, name=f"SIM {mark}")[0] for office, mark in ((own, "milik sendiri"), (foreign, "CANARY"))]
    webhooks = [webhook_of(token) for token in tokens]
    calls = [one.deliveries.create(body={"items": []}, next_at=one.created_at) for one in webhooks]
    verdicts = [RowVerdict(row=1, outcome=Outcome.ACCEPTED)]
    receipts = [write_receipt(token=token, operation="needs.create", verdicts=verdicts) for token in tokens]
    named = {"token": tokens, "receipt": receipts, "webhook": webhooks, "webhook call": calls}
    return {name: (rows[0], rows[1]) for name, rows in named.items()}
