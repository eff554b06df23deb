"""Telling programs what happened: queued with the place in the feed, called, tried again, given up with a notice."""

import hashlib
import hmac
import json
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.utils.encoders import JSONEncoder

from kaltim_naker.access.actions import Action
from kaltim_naker.access.scope import scope_of
from kaltim_naker.accounts.models import User
from kaltim_naker.api.choices import DeliveryState
from kaltim_naker.api.models import Delivery, OfficeToken, Webhook
from kaltim_naker.api.services.calling import call, require_callable
from kaltim_naker.api.services.changes import Place, happened_since
from kaltim_naker.audit.models import FeedLine
from kaltim_naker.core.errors import DomainError

#: How long after an attempt the next one is made; after the last one the call is given up and the webhook stopped.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480))
#: While one worker calls, no other takes the same call.
_LEASE = timedelta(minutes=2)
_LINES, _CALLS = 500, 50
DELIVERIES_KEPT = timedelta(days=30)


@transaction.atomic
def make_webhook(*, actor: User, token: OfficeToken, url: str) -> tuple[Webhook, str]:
    """Have an address called from now on. Returns it with the secret of its signatures, which is shown once."""
    require_callable(url)
    _require_own(actor, token)
    if token.is_sandbox:
        raise DomainError(
            "sandbox_token", _("Nothing leaves the sandbox. Let the program ask for changes."), field="token"
        )
    last = FeedLine.objects.settled().order_by("-transaction", "-pk").values_list("transaction", "pk").first()
    webhook = Webhook(token=token, url=url, made_by=actor)
    webhook.transaction, webhook.line = last or (0, 0)
    secret = webhook.new_secret()
    webhook.full_clean(exclude=["secret_cipher"])
    webhook.save(force_insert=True)
    return webhook, secret


@transaction.atomic
def stop_webhook(*, actor: User, webhook: Webhook) -> Webhook:
    """Call no more. What happens meanwhile is told once it is let go on."""
    return _set(webhook, stopped_at=timezone.now(), stopped_by_failure=False)


@transaction.atomic
def resume_webhook(*, actor: User, webhook: Webhook) -> Webhook:
    """Go on where it stopped; calls that were given up are tried again."""
    require_callable(webhook.url)
    webhook.deliveries.filter(state=DeliveryState.FAILED).update(
        state=DeliveryState.WAITING, attempts=0, next_at=timezone.now()
    )
    return _set(webhook, stopped_at=None, stopped_by_failure=False)


@transaction.atomic
def resend(*, actor: User, delivery: Delivery) -> Delivery:
    """Make a call once more, also one that has arrived: the receiver knows it by its id."""
    if delivery.webhook.stopped_at is not None:
        raise DomainError("webhook_stopped", _("This webhook was stopped. Let it go on first."))
    delivery.state, delivery.attempts, delivery.next_at = DeliveryState.WAITING, 0, timezone.now()
    delivery.save(update_fields=["state", "attempts", "next_at", "updated_at"])
    return delivery


def queue_news() -> int:
    """Write down what each webhook is to be told. Its place moves on with it: nothing is told twice."""
    return sum(_queue(pk) for pk in list(Webhook.objects.in_force().values_list("pk", flat=True)))


def send_due() -> int:
    """Make the calls that are due; returns how many were tried. Safe to run twice at once."""
    tried = 0
    while tried < _CALLS and (delivery := _take_one()) is not None:
        _send(delivery)
        tried += 1
    return tried


def forget_deliveries() -> int:
    """Delete what was kept long enough; returns how many."""
    deleted, _by_model = Delivery.objects.filter(created_at__lt=timezone.now() - DELIVERIES_KEPT).delete()
    return deleted


def signature(secret: str, delivery_id: UUID, at: int, body: bytes) -> str:
    """What the receiver computes, too: HMAC-SHA256 over `id.time.body`."""
    said = f"{delivery_id}.{at}.".encode() + body
    return f"t={at},v1={hmac.new(secret.encode(), said, hashlib.sha256).hexdigest()}"


@transaction.atomic
def _queue(pk: UUID) -> int:
    webhook = (
        Webhook.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("token__user")
        .filter(pk=pk)
        .first()
    )
    if webhook is None:
        return 0
    user = webhook.token.user
    user.narrowed_to = webhook.token.actions
    told, after, _more = happened_since(actor=user, place=Place(webhook.transaction, webhook.line), lines=_LINES)
    webhook.transaction, webhook.line = after.transaction, after.line
    webhook.save(update_fields=["transaction", "line"])
    if not told:
        return 0
    items = json.loads(json.dumps([asdict(one) for one in told], cls=JSONEncoder))
    Delivery.objects.create(webhook=webhook, body={"items": items}, next_at=timezone.now())
    return 1


@transaction.atomic
def _take_one() -> Delivery | None:
    now = timezone.now()
    due = Delivery.objects.filter(
        state=DeliveryState.WAITING,
        next_at__lte=now,
        webhook__stopped_at__isnull=True,
        webhook__token__revoked_at__isnull=True,
    )
    delivery = (
        due.select_for_update(skip_locked=True, of=("self",)).select_related("webhook").order_by("next_at").first()
    )
    if delivery is not None:
        delivery.attempts, delivery.next_at = delivery.attempts + 1, now + _LEASE
        delivery.save(update_fields=["attempts", "next_at", "updated_at"])
    return delivery


def _send(delivery: Delivery) -> None:
    now = timezone.now()
    body = json.dumps({"id": str(delivery.pk), **delivery.body}).encode()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "kaltim_naker",
        "Webhook-Id": str(delivery.pk),
        "Webhook-Signature": signature(delivery.webhook.reveal_secret(), delivery.pk, int(now.timestamp()), body),
    }
    called = call(delivery.webhook.url, body, headers)
    delivery.sent_at, delivery.answered, delivery.error = now, called.status, called.error[:200]
    if not called.error:
        delivery.state = DeliveryState.ARRIVED
    else:
        _put_off(delivery, now)
    delivery.save(update_fields=["state", "next_at", "sent_at", "answered", "error", "updated_at"])


def _put_off(delivery: Delivery, now: datetime) -> None:
    if delivery.attempts <= len(WAITS):
        delivery.next_at = now + WAITS[delivery.attempts - 1]
        return
    delivery.state = DeliveryState.FAILED
    _set(delivery.webhook, stopped_at=now, stopped_by_failure=True)


def _set(webhook: Webhook, **facts: object) -> Webhook:
    for name, value in facts.items():
        setattr(webhook, name, value)
    webhook.save(update_fields=[*facts, "updated_at"])
    return webhook


def _require_own(actor: User, token: OfficeToken) -> None:
    if (
        not OfficeToken.objects.in_force()
        .visible_to(scope_of(actor, Action.MANAGE_TOKENS))
        .filter(pk=token.pk)
        .exists()
    ):
        raise DomainError("foreign_token", _("Choose a token of your office that was not revoked."), field="token")
