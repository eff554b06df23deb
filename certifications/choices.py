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


class Standing(TextChoices):
    """How a certificate stands on a day: what is stored, and what the calendar makes of it. Never stored."""

    ACTIVE = "active", _("valid")
    EXPIRING = "expiring", _("valid, expires soon")
    EXPIRED = "expired", _("expired")
    REVOKED = "revoked", _("revoked")
    REPLACED = "replaced", _("replaced")


class SchemeKind(TextChoices):
    """What a scheme is made of (domain.md §3.7)."""

    KKNI = "kkni", _("KKNI level")
    OCCUPATION = "occupation", _("occupation")
    CLUSTER = "cluster", _("cluster of units")
    UNIT = "unit", _("unit of competence")


class BodyKind(TextChoices):
    """Kinds of certification body (LSP), domain.md §4.1."""

    P1 = "p1", _("P1: certifies its own students")
    P2 = "p2", _("P2: certifies its own staff and suppliers")
    P3 = "p3", _("P3: open to all")
    OTHER = "other", _("no LSP")


class PlaceKind(TextChoices):
    """Kinds of assessment place (TUK), domain.md §4.1."""

    TEMPORARY = "temporary", _("temporary place (sewaktu)")
    WORKPLACE = "workplace", _("workplace")
    INDEPENDENT = "independent", _("independent place (mandiri)")


class AssessmentState(TextChoices):
    """The way of an assessment up to the request of the blanks (domain.md §4.2).

    What follows, issued and handed over, stands on each certificate.
    """

    REGISTERED = "registered", _("candidates registered (APL-01)")
    SELF_ASSESSED = "self_assessed", _("self-assessment done (APL-02)")
    SCHEDULED = "scheduled", _("scheduled")
    ASSESSED = "assessed", _("assessed")
    DECIDED = "decided", _("decided in plenary")
    REQUESTED = "requested", _("certificates requested")
    CANCELLED = "cancelled", _("cancelled")


class AppealState(TextChoices):
    LODGED = "lodged", _("lodged")
    GRANTED = "granted", _("granted")
    REJECTED = "rejected", _("rejected")


class LedgerStep(TextChoices):
    """Where a graduate stands with one issuer, in the order of the way; computed, never stored."""

    NOT_REQUESTED = "not_requested", _("not registered yet")
    REQUESTED = "requested", _("registered")
    ABSENT = "absent", _("absent")
    NOT_YET_COMPETENT = "not_yet_competent", _("not yet competent (BK)")
    COMPETENT = "competent", _("competent, certificate not requested")
    CERTIFICATE_REQUESTED = "certificate_requested", _("certificate requested")
    ISSUED = "issued", _("issued, not handed over")
    HANDED_OVER = "handed_over", _("handed over")
    EXPIRING = "expiring", _("expires soon")
    EXPIRED = "expired", _("expired")
    REVOKED = "revoked", _("revoked")


class DocumentKind(TextChoices):
    """The office's own papers. None of them is a competence certificate (domain.md §3.6)."""

    TRAINING = "training", _("training certificate")
    APPRENTICESHIP = "apprenticeship", _("apprenticeship certificate")
    # For who took part to the end and does not meet the standard (domain.md §5).
    PARTICIPATION = "participation", _("statement of apprenticeship")
    STATEMENT = "statement", _("statement of competence")
    SLIP = "slip", _("verification slip")


class BundleForm(TextChoices):
    """How the documents of a class are handed out together."""

    MERGED = "merged", _("one file, a page for each person")
    ZIP = "zip", _("a zip with a file for each person")
