"""Closed lists of certification. Wording: domain.md §4."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class IssuerKind(TextChoices):
    BNSP = "bnsp", "BNSP"
    KEMNAKER = "kemnaker", "Kemnaker"
    OTHER = "other", _("other")


class ResultOutcome(TextChoices):
    """K, BK: never “incompetent” (domain.md §4.2)."""

    COMPETENT = "K", _("competent (K)")
    NOT_YET_COMPETENT = "BK", _("not yet competent (BK)")
    ABSENT = "absent", _("absent")


class CertificateState(TextChoices):
    ACTIVE = "active", _("active")
    REVOKED = "revoked", _("revoked")
    REPLACED = "replaced", _("replaced")
