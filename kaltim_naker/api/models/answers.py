"""Answers that are given again when a request is repeated."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.api.models.tokens import OfficeToken
from kaltim_naker.core.models import Record


class Answer(Record, ScopedModel):
    """What a request with an Idempotency-Key was answered, kept for a day.

    It is written in the transaction of the work itself: either both are there or neither, however the line breaks.
    A second request waits for the first one at the unique key (decision 0016).
    """

    token = models.ForeignKey(OfficeToken, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64, help_text="Keyed hash of method, path and body.")
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.JSONField(null=True)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(office="token__office")

    class Meta:
        ordering = ["created_at"]
        verbose_name = _("kept answer")
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="api_answer_key_once")]
        indexes = [models.Index(fields=["created_at"], name="api_answer_by_age")]

    def __str__(self) -> str:
        return self.key
