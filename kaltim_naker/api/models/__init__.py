"""Tokens, webhooks, answers that are kept for a repeated request, receipts, and other offices' own numbers."""

from kaltim_naker.api.models.answers import Answer
from kaltim_naker.api.models.names import NamesVersion
from kaltim_naker.api.models.receipts import Receipt
from kaltim_naker.api.models.references import JobSeekerReference, RecordReference
from kaltim_naker.api.models.tokens import OfficeToken, TokenSecret
from kaltim_naker.api.models.webhooks import Delivery, Webhook

__all__ = [
    "Answer",
    "Delivery",
    "JobSeekerReference",
    "NamesVersion",
    "OfficeToken",
    "Receipt",
    "RecordReference",
    "TokenSecret",
    "Webhook",
]
