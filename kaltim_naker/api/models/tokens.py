"""Tokens of an office, and their secrets."""

import hashlib
from collections.abc import Callable, Hashable
from datetime import datetime
from typing import Any, Self, TypeVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.accounts.models import Office
from kaltim_naker.api.choices import Grant
from kaltim_naker.api.constants import ACTIONS_OF, ALWAYS
from kaltim_naker.audit.history import tracked
from kaltim_naker.core.models import Record

T = TypeVar("T")
#: So much a token remembers at most; a program asks for a handful of things, always the same.
_REMEMBERED = 200


def digest_of(secret: str) -> str:
    """What is stored of a secret. It has 256 random bits, so nothing is gained by a slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


class OfficeTokenQuerySet(ScopedQuerySet):
    def in_force(self) -> Self:
        return self.filter(revoked_at__isnull=True)


@tracked()
class OfficeToken(Record, ScopedModel):
    """A program of an office that may use the API, for what it was granted and no more.

    One that is being tried out uses it in the sandbox only (decision 0023). It acts as a service user who holds a role
    in the office: what the role may do and which rows it sees is decided by the same table and the same scope as for
    people. Its secrets are rows of their own, so that a new one can be brought in while the old one still works.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name=_("office"))
    name = models.CharField(_("name of the program"), max_length=80)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="office_token", editable=False
    )
    is_sandbox = models.BooleanField(_("for the sandbox"), default=False, editable=False)
    grants = ArrayField(models.CharField(max_length=24), verbose_name=_("may be used to"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("revoked by"),
    )

    objects = OfficeTokenQuerySet.as_manager()
    scope_paths = ScopePaths(office="office")

    class Meta:
        ordering = ["office", "name"]
        verbose_name = _("token")
        verbose_name_plural = _("tokens")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name", "is_sandbox"],
                condition=Q(revoked_at__isnull=True),
                name="api_officetoken_name_once",
                violation_error_message=_("This office has a token of this name already."),
            ),
            models.CheckConstraint(
                condition=Q(grants__contained_by=Grant.values) & ~Q(grants=[]),
                name="api_officetoken_grants_known",
                violation_error_message=_("Choose at least one thing that the token is for."),
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="api_officetoken_revoked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("tokens:detail", args=[self.pk])

    @property
    def actions(self) -> frozenset[Action]:
        """What it is narrowed to; the role of its user must allow it, too."""
        return ALWAYS.union(*(ACTIONS_OF[grant] for grant in self.grants))

    @cached_property
    def _remembered(self) -> dict[Hashable, Any]:
        return {}

    def remember(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was made under this key before, by this very object; it is made where there is none yet."""
        if key not in self._remembered:
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            self._remembered[key] = make()
        return self._remembered[key]


class TokenSecretQuerySet(ScopedQuerySet):
    def usable(self, now: datetime) -> Self:
        return self.filter(expires_at__gt=now, token__revoked_at__isnull=True)


# Neither the digest nor each use is a change that anybody looks for in a history.
@tracked(exclude=["digest", "last_used_at"])
class TokenSecret(Record, ScopedModel):
    """What a program sends. Shown once; kept as a digest, with its first letters to tell it from others."""

    token = models.ForeignKey(OfficeToken, on_delete=models.CASCADE, related_name="secrets", verbose_name=_("token"))
    prefix = models.CharField(_("begins with"), max_length=16)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(_("expires at"))
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True)

    objects = TokenSecretQuerySet.as_manager()
    scope_paths = ScopePaths(office="token__office")

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("secret of a token")
        verbose_name_plural = _("secrets of tokens")
        constraints = [
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="api_tokensecret_digest_is_sha256"
            ),
            models.CheckConstraint(
                condition=Q(last_used_at__isnull=True) | Q(last_used_at__lte=F("expires_at")),
                name="api_tokensecret_not_used_after_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}…"

    @property
    def is_usable(self) -> bool:
        return self.expires_at > timezone.now() and self.token.revoked_at is None
