"""The ledger of two issuers: where every graduate stands with each of them, as a query.

The target counts holders; what lies between passing and holding is where people are lost (peers.md §3, idea 5).
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Case, CharField, OuterRef, Q, QuerySet, Subquery, Value, When

from certifications.choices import AssessmentState, CertificateState, IssuerKind, LedgerStep, ResultOutcome
from certifications.constants import EXPIRING_DAYS
from certifications.models import Candidate, Certificate, Issuer, Result
from trainees.querysets import EnrolmentQuerySet

#: What the ledger adds to an enrolment for an issuer, each as `<prefix>_<name>`.
COLUMNS = (
    "requested_on",
    "assessed_on",
    "outcome",
    "certificate_requested_on",
    "certificate",
    "certificate_state",
    "number",
    "issued_on",
    "valid_until",
    "handed_over_on",
    "handed_over_to",
    "step",
)


#: The two kinds of issuer whose papers a graduate may hold.
LEDGER_KINDS = (IssuerKind.BNSP, IssuerKind.KEMNAKER)


def ledger_issuers() -> list[Issuer]:
    """BNSP and Kemnaker, in this order: the two whose papers a graduate may hold."""
    return list(Issuer.objects.filter(kind__in=LEDGER_KINDS).order_by("kind", "pk"))


def prefix_of(issuer: Issuer) -> str:
    """What the columns of an issuer begin with."""
    return f"by{issuer.pk}"


def with_ledger(enrolments: EnrolmentQuerySet, issuers: Iterable[Issuer], day: date) -> EnrolmentQuerySet:
    """Adds for each issuer where the graduate stands on a day, from registered to expired."""
    for issuer in issuers:
        enrolments = _with_issuer(enrolments, issuer, day)
    return enrolments


def standing_at(enrolments: EnrolmentQuerySet, issuer: Issuer, step: str) -> EnrolmentQuerySet:
    """Those of an annotated ledger who stand at one step with one issuer."""
    return enrolments.filter(**{f"{prefix_of(issuer)}_step": step})


def _with_issuer(enrolments: EnrolmentQuerySet, issuer: Issuer, day: date) -> EnrolmentQuerySet:
    prefix = prefix_of(issuer)
    registered = (
        Candidate.objects.filter(enrolment=OuterRef("pk"), assessment__issuer=issuer)
        .exclude(assessment__state=AssessmentState.CANCELLED)
        .order_by("registered_on")
    )
    results = Result.objects.filter(enrolment=OuterRef("pk"), assessment__issuer=issuer).order_by(
        "-assessed_on", "-attempt"
    )
    # The paper that stands; a revoked one only where no other took its place.
    papers = (
        Certificate.objects.filter(result__enrolment=OuterRef("pk"), issuer=issuer)
        .exclude(state=CertificateState.REPLACED)
        .order_by("state", "-issued_on")
    )
    columns = {
        "requested_on": _first(registered, "registered_on"),
        "assessed_on": _first(results, "assessed_on"),
        "outcome": _first(results, "outcome"),
        "certificate_requested_on": _first(results, "assessment__requested_on"),
        "certificate": _first(papers, "pk"),
        "certificate_state": _first(papers, "state"),
        "number": _first(papers, "number"),
        "issued_on": _first(papers, "issued_on"),
        "valid_until": _first(papers, "valid_until"),
        "handed_over_on": _first(papers, "handed_over_on"),
        "handed_over_to": _first(papers, "handed_over_to"),
    }
    annotated = enrolments.annotate(**{f"{prefix}_{name}": column for name, column in columns.items()})
    return annotated.annotate(**{f"{prefix}_step": _step(prefix, day)})


def _first(rows: QuerySet, column: str) -> Subquery:
    return Subquery(rows.values(column)[:1])


def _step(prefix: str, day: date) -> Case:
    """From the end of the way to its beginning: the first that is true is where somebody stands."""

    def column(name: str, value: object) -> Q:
        return Q(**{f"{prefix}_{name}": value})

    near = day + timedelta(days=EXPIRING_DAYS)
    competent = column("outcome", ResultOutcome.COMPETENT)
    steps = (
        (column("certificate_state", CertificateState.REVOKED), LedgerStep.REVOKED),
        (column("valid_until__lt", day), LedgerStep.EXPIRED),
        (column("valid_until__lte", near), LedgerStep.EXPIRING),
        (column("handed_over_on__isnull", False), LedgerStep.HANDED_OVER),
        (column("issued_on__isnull", False), LedgerStep.ISSUED),
        (competent & column("certificate_requested_on__isnull", False), LedgerStep.CERTIFICATE_REQUESTED),
        (competent, LedgerStep.COMPETENT),
        (column("outcome", ResultOutcome.NOT_YET_COMPETENT), LedgerStep.NOT_YET_COMPETENT),
        (column("outcome", ResultOutcome.ABSENT), LedgerStep.ABSENT),
        (column("requested_on__isnull", False), LedgerStep.REQUESTED),
    )
    return Case(
        *[When(condition, then=Value(step.value)) for condition, step in steps],
        default=Value(LedgerStep.NOT_REQUESTED.value),
        output_field=CharField(),
    )
