"""Columns of the lists of certification."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from certifications.choices import AssessmentState, CertificateState, DocumentKind, LedgerStep, ResultOutcome, Standing
from certifications.ledger import prefix_of
from certifications.models import Issuer
from kaltim_naker.core.periods import today
from kaltim_naker.ui.components import Badge
from kaltim_naker.ui.tables import Column, Kind
from programs.tables import class_name

OUTCOME_BADGES = {
    ResultOutcome.COMPETENT: Badge(ResultOutcome.COMPETENT.label, "good"),
    ResultOutcome.NOT_YET_COMPETENT: Badge(ResultOutcome.NOT_YET_COMPETENT.label, "warn"),
    ResultOutcome.ABSENT: Badge(ResultOutcome.ABSENT.label, "neutral"),
}
CERTIFICATE_BADGES = {
    CertificateState.ACTIVE: Badge(CertificateState.ACTIVE.label, "good"),
    CertificateState.REVOKED: Badge(CertificateState.REVOKED.label, "bad"),
    CertificateState.REPLACED: Badge(CertificateState.REPLACED.label, "neutral"),
}
STANDING_BADGES = {
    Standing.ACTIVE: Badge(Standing.ACTIVE.label, "good"),
    Standing.EXPIRING: Badge(Standing.EXPIRING.label, "warn"),
    Standing.EXPIRED: Badge(Standing.EXPIRED.label, "warn"),
    Standing.REVOKED: Badge(Standing.REVOKED.label, "bad"),
    Standing.REPLACED: Badge(Standing.REPLACED.label, "neutral"),
}
ASSESSMENT_BADGES = {
    AssessmentState.REGISTERED: Badge(AssessmentState.REGISTERED.label, "neutral"),
    AssessmentState.SELF_ASSESSED: Badge(AssessmentState.SELF_ASSESSED.label, "neutral"),
    AssessmentState.SCHEDULED: Badge(AssessmentState.SCHEDULED.label, "info"),
    AssessmentState.ASSESSED: Badge(AssessmentState.ASSESSED.label, "info"),
    AssessmentState.DECIDED: Badge(AssessmentState.DECIDED.label, "good"),
    AssessmentState.REQUESTED: Badge(AssessmentState.REQUESTED.label, "done"),
    AssessmentState.CANCELLED: Badge(AssessmentState.CANCELLED.label, "bad"),
}
STEP_BADGES = {
    LedgerStep.NOT_REQUESTED: Badge(LedgerStep.NOT_REQUESTED.label, "neutral"),
    LedgerStep.REQUESTED: Badge(LedgerStep.REQUESTED.label, "info"),
    LedgerStep.ABSENT: Badge(LedgerStep.ABSENT.label, "neutral"),
    LedgerStep.NOT_YET_COMPETENT: Badge(LedgerStep.NOT_YET_COMPETENT.label, "warn"),
    LedgerStep.COMPETENT: Badge(LedgerStep.COMPETENT.label, "warn"),
    LedgerStep.CERTIFICATE_REQUESTED: Badge(LedgerStep.CERTIFICATE_REQUESTED.label, "info"),
    LedgerStep.ISSUED: Badge(LedgerStep.ISSUED.label, "good"),
    LedgerStep.HANDED_OVER: Badge(LedgerStep.HANDED_OVER.label, "done"),
    LedgerStep.EXPIRING: Badge(LedgerStep.EXPIRING.label, "warn"),
    LedgerStep.EXPIRED: Badge(LedgerStep.EXPIRED.label, "bad"),
    LedgerStep.REVOKED: Badge(LedgerStep.REVOKED.label, "bad"),
}

CERTIFICATE_COLUMNS = (
    Column("number", _("Number"), sort="number", link="certifications:certificate_detail", heading=True),
    Column("holder", _("Name"), "holder_name", sort="holder_name"),
    Column("scheme", _("Scheme"), "scheme_title", wide=True),
    Column("issuer", _("Issuer"), "issuer__short_name", sort="issuer__short_name", wide=True),
    Column("centre", _("Training centre"), "result__assessment__training_class__centre__short_name", wide=True),
    Column("issued_on", _("Issued on"), kind=Kind.DATE, sort="issued_on", wide=True),
    Column("valid_until", _("Valid until"), kind=Kind.DATE, sort="valid_until", wide=True),
    Column("handed_over_on", _("Handed over on"), kind=Kind.DATE, wide=True),
    Column("state", _("State"), "stands", badges=STANDING_BADGES),
)


def _person(row: dict[str, Any]) -> str:
    return reverse("trainees:job_seeker_detail", args=[row["job_seeker"]])


PERSON = Column(
    "name",
    _("Name"),
    "job_seeker__full_name",
    fields=("job_seeker",),
    sort="job_seeker__full_name",
    link=_person,
    heading=True,
)

RESULT_COLUMNS = (
    PERSON,
    Column("scheme", _("Scheme"), "assessment__scheme__title", wide=True),
    Column("issuer", _("Issuer"), "assessment__issuer__short_name", wide=True),
    Column("attempt", _("Attempt"), kind=Kind.NUMBER, wide=True),
    Column("assessed_on", _("Assessed on"), kind=Kind.DATE, sort="assessed_on"),
    Column("outcome", _("Result"), badges=OUTCOME_BADGES, sort="outcome"),
)


def _assessed_class(row: dict[str, Any]) -> str:
    return class_name({name: row[f"assessment__training_class__{name}"] for name in ("programme__title", "label")})


def _assessed_class_of(row: dict[str, Any]) -> str:
    return class_name({name: row[f"training_class__{name}"] for name in ("programme__title", "label")})


def _issue_page(row: dict[str, Any]) -> str:
    return reverse("certifications:issue_certificates", args=[row["assessment__training_class"]])


def _waiting_since(lookup: str) -> Column:
    """How many days somebody has waited; the date itself decides the order."""
    return Column(
        "days", _("Days waiting"), lambda row: (today() - row[lookup]).days, fields=(lookup,), kind=Kind.NUMBER
    )


def awaiting_certificate_columns(*, may_issue: bool) -> tuple[Column, ...]:
    """With a link to the page where the papers of the class are entered, for those who may."""
    return (
        PERSON,
        Column(
            "class",
            _("Training class"),
            _assessed_class,
            fields=(
                "assessment__training_class",
                "assessment__training_class__programme__title",
                "assessment__training_class__label",
            ),
            link=_issue_page if may_issue else None,
        ),
        Column("centre", _("Training centre"), "assessment__training_class__centre__short_name", wide=True),
        Column("scheme", _("Scheme"), "assessment__scheme__title", wide=True),
        Column("issuer", _("Issuer"), "assessment__issuer__short_name", wide=True),
        Column("assessed_on", _("Assessed on"), kind=Kind.DATE, sort="assessed_on"),
        _waiting_since("assessed_on"),
    )


def _attended_class(row: dict[str, Any]) -> str:
    return class_name({name: row[f"training_class__{name}"] for name in ("programme__title", "label")})


def _assessment_page(row: dict[str, Any]) -> str:
    return reverse("certifications:class_assessment", args=[row["training_class"]])


AWAITING_ASSESSMENT_COLUMNS = (
    PERSON,
    Column(
        "class",
        _("Training class"),
        _attended_class,
        fields=("training_class", "training_class__programme__title", "training_class__label"),
        link=_assessment_page,
    ),
    Column("centre", _("Training centre"), "training_class__centre__short_name", wide=True),
    Column("ended_on", _("Passed on"), kind=Kind.DATE, sort="ended_on"),
    _waiting_since("ended_on"),
)


# --- assessments ---------------------------------------------------------------------------------------------------
ASSESSMENT_COLUMNS = (
    Column(
        "class",
        _("Training class"),
        _assessed_class_of,
        fields=("training_class__programme__title", "training_class__label"),
        link="certifications:assessment_detail",
        heading=True,
    ),
    Column("centre", _("Training centre"), "training_class__centre__short_name", wide=True),
    Column("scheme", _("Scheme"), "scheme__title", sort="scheme__title", wide=True),
    Column("issuer", _("Issuer"), "issuer__short_name", wide=True),
    Column("round", _("Round"), kind=Kind.NUMBER, wide=True),
    Column("scheduled_on", _("Day of the assessment"), kind=Kind.DATE, sort="scheduled_on"),
    Column("state", _("State"), badges=ASSESSMENT_BADGES),
)

DOCUMENT_COLUMNS = (
    Column("number", _("Number"), sort="number", link="certifications:document_detail", heading=True),
    Column("holder", _("Name"), "holder_name", sort="holder_name"),
    Column("kind", _("Kind"), choices=dict(DocumentKind.choices), wide=True),
    Column("issued_on", _("Issued on"), kind=Kind.DATE, sort="issued_on", wide=True),
    Column("state", _("State"), badges=CERTIFICATE_BADGES),
)


# --- the ledger ----------------------------------------------------------------------------------------------------
_GRADUATE = (
    PERSON,
    Column(
        "class",
        _("Training class"),
        _attended_class,
        fields=("training_class", "training_class__programme__title", "training_class__label"),
        link=_assessment_page,
        wide=True,
    ),
    Column("centre", _("Training centre"), "training_class__centre__short_name", wide=True),
    Column("ended_on", _("Passed on"), kind=Kind.DATE, sort="ended_on", wide=True),
)
_DATES = (
    ("requested_on", _("registered on")),
    ("assessed_on", _("assessed on")),
    ("certificate_requested_on", _("certificate requested on")),
    ("issued_on", _("issued on")),
    ("handed_over_on", _("handed over on")),
    ("valid_until", _("valid until")),
)


def ledger_columns(issuers: Sequence[Issuer], *, whole: bool) -> tuple[Column, ...]:
    """A graduate a row, the step with each issuer beside the other; `whole` adds every date, for the workbook."""
    columns = [*_GRADUATE]
    for issuer in issuers:
        prefix, name = prefix_of(issuer), issuer.short_name
        columns.append(Column(f"{prefix}_step", name, badges=STEP_BADGES))
        if whole:
            columns += [Column(f"{prefix}_{column}", f"{name}: {label}", kind=Kind.DATE) for column, label in _DATES]
            columns.append(Column(f"{prefix}_number", f"{name}: {gettext('number')}"))
            columns.append(Column(f"{prefix}_handed_over_to", f"{name}: {gettext('handed over to')}"))
    return tuple(columns)
