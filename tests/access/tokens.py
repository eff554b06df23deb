"""Tokens and receipts: of the regional office of Samarinda, and of that of Bontang."""

from django.db.models import Model

from kaltim_naker.accounts.models import Office, OfficeKind
from kaltim_naker.api.choices import Outcome
from kaltim_naker.api.services.receipts import RowVerdict, write_receipt
from tests.factories.accounts import OfficeFactory, home_region
from tests.factories.tokens import token_of


def token_rows() -> dict[str, tuple[Model, Model]]:
    """Name of a thing → (one's own, the foreign one)."""
    own = Office.objects.get(code="disnaker-samarinda")
    foreign = OfficeFactory(code="disnaker-bontang", kind=OfficeKind.REGIONAL_OFFICE, region=home_region("64.74"))
    tokens = [token_of(office, name=f"SIM {mark}")[0] for office, mark in ((own, "milik sendiri"), (foreign, "CANARY"))]
    verdicts = [RowVerdict(row=1, outcome=Outcome.ACCEPTED)]
    receipts = [write_receipt(token=token, operation="needs.create", verdicts=verdicts) for token in tokens]
    return {"token": (tokens[0], tokens[1]), "receipt": (receipts[0], receipts[1])}
