"""Columns of the lists of certification."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from certifications.choices import CertificateState, ResultOutcome
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

CERTIFICATE_COLUMNS = (
    Column("number", _("Number"), sort="number", link="certifications:certificate_detail", heading=True),
    Column("holder", _("Name"), "holder_name", sort="holder_name"),
    Column("scheme", _("Scheme"), "scheme_title", wide=True),
    Column("issuer", _("Issuer"), "issuer__short_name", sort="issuer__short_name", wide=True),
    Column("centre", _("Training centre"), "result__assessment__training_class__centre__short_name", wide=True),
    Column("issued_on", _("Issued on"), kind=Kind.DATE, sort="issued_on", wide=True),
    Column("valid_until", _("Valid until"), kind=Kind.DATE, sort="valid_until", wide=True),
    Column("handed_over_on", _("Handed over on"), kind=Kind.DATE, wide=True),
    Column("state", _("State"), badges=CERTIFICATE_BADGES),
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


def _issue_page(row: dict[str, Any]) -> str:
    return reverse("certifications:issue_certificates", args=[row["assessment__training_class"]])


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
)
