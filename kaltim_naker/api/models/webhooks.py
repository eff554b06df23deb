"""Addresses of other offices' programs that we call when something happened, and what came of each call."""

import secrets
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.api.choices import DeliveryState
from kaltim_naker.api.models.tokens import OfficeToken
from kaltim_naker.audit.history import tracked
from kaltim_naker.core.constraints import one_of
from kaltim_naker.core.crypto import decrypt, encrypt
from kaltim_naker.core.models import Record


class WebhookQuerySet(ScopedQuerySet):
    def in_force(self) -> Self:
        return self.filter(stopped_at__isnull=True, token__revoked_at__isnull=True)


# Where it has read up to is no change that anybody looks for in a history, and the secret is nobody's to read there.
@tracked(exclude=["secret_cipher", "transaction", "line"])
class Webhook(Record, ScopedModel):
    """A program that is told of what happened, as far as its token may read. It is told the keys and no value."""

    token = models.ForeignKey(OfficeToken, on_delete=models.CASCADE, related_name="webhooks", verbose_name=_("token"))
    url = models.URLField(_("address"), max_length=300)
    secret_cipher = models.BinaryField(editable=False)
    #: Where in the feed it has been told up to.
    transaction = models.BigIntegerField(default=0, editable=False)
    line = models.BigIntegerField(default=0, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    stopped_at = models.DateTimeField(_("stopped at"), null=True, blank=True)
    stopped_by_failure = models.BooleanField(_("stopped because calls failed"), default=False)

    objects = WebhookQuerySet.as_manager()
    scope_paths = ScopePaths(office="token__office")

    class Meta:
        ordering = ["token", "url"]
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        constraints = [
            models.UniqueConstraint(
                fields=["token", "url"],
                condition=Q(stopped_at__isnull=True),
                name="api_webhook_once",
                violation_error_message=_("This address is called for this token already."),
            ),
            models.CheckConstraint(
                condition=Q(stopped_by_failure=False) | Q(stopped_at__isnull=False), name="api_webhook_failure_stops"
            ),
        ]

    def __str__(self) -> str:
        return self.url

    def get_absolute_url(self) -> str:
        return reverse("tokens:webhook", args=[self.pk])

    def new_secret(self) -> str:
        """Set a secret; it is shown once, and kept encrypted because each call is signed with it."""
        secret = f"whsec_{secrets.token_urlsafe(32)}"
        self.secret_cipher = encrypt(secret, bound_to=f"api_webhook:{self.pk}")
        return secret

    def reveal_secret(self) -> str:
        return decrypt(self.secret_cipher, bound_to=f"api_webhook:{self.pk}")


class Delivery(Record, ScopedModel):
    """One call: what was said, how often it was tried, and what was answered."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries", verbose_name=_("webhook"))
    body = models.JSONField()
    state = models.CharField(_("state"), max_length=8, choices=DeliveryState, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next attempt"))
    sent_at = models.DateTimeField(_("last attempt"), null=True, blank=True)
    answered = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)
    error = models.CharField(_("what went wrong"), max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(office="webhook__token__office")

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("call of a webhook")
        verbose_name_plural = _("calls of webhooks")
        constraints = [one_of("state", DeliveryState, "api_delivery_state_known")]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state="waiting"), name="api_delivery_due"),
            models.Index(fields=["webhook", "-created_at"], name="api_delivery_of_webhook"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
