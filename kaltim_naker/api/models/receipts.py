"""What became of what a program sent."""

import pgtrigger
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.api.choices import Outcome
from kaltim_naker.api.models.tokens import OfficeToken
from kaltim_naker.core.codes import grouped, typed_code
from kaltim_naker.core.constraints import one_of
from kaltim_naker.core.models import Record


class Receipt(Record, ScopedModel):
    """One submission: when, by which program, and for each row whether it was accepted, held or refused, and why.

    Its number is drawn by lot: a running one would make all offices wait for each other until the end of each
    transaction. `rows` holds keys, verdicts and the sender's own numbers, never the data that was sent.
    """

    number = models.CharField(_("number"), max_length=12, unique=True, default=typed_code, editable=False)
    token = models.ForeignKey(OfficeToken, on_delete=models.PROTECT, related_name="receipts", verbose_name=_("token"))
    operation = models.CharField(_("operation"), max_length=40)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome)
    accepted = models.PositiveIntegerField(_("accepted"), default=0)
    held = models.PositiveIntegerField(_("held"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    rows = models.JSONField(default=list)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(office="token__office")

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        constraints = [one_of("outcome", Outcome, "api_receipt_outcome_known")]
        indexes = [models.Index(fields=["token", "-created_at"], name="api_receipt_of_token")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return grouped(self.number)

    def get_absolute_url(self) -> str:
        return reverse("tokens:receipt", args=[self.pk])
