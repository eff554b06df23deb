"""Columns of the list of reports, and of the lists behind figures."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certifications.models import Certificate, Result
from companies.choices.agreements import AgreementKind
from companies.choices.apprenticeships import ApprenticeState
from companies.choices.productivity import GuidanceKind
from companies.models import Agreement, Apprentice, Guidance, Measurement
from kaltim_naker.core.jobs import JobState
from kaltim_naker.core.periods import Period
from kaltim_naker.reports.closing import PERIOD_BADGES, RESTATEMENT_BADGES
from kaltim_naker.reports.dimensions import Axis
from kaltim_naker.reports.kinds import KINDS
from kaltim_naker.reports.matrix import Line, Matrix
from kaltim_naker.reports.models import Language
from kaltim_naker.reports.words import amount
from kaltim_naker.ui.components import Badge
from kaltim_naker.ui.formatting import percent
from kaltim_naker.ui.tables import Column, Kind
from programs.choices import ActivityKind, RevisionState
from programs.models import Activity, SkillNeed, TrainingClass
from trainees.models import Enrolment, Placement

RUN_BADGES = {
    JobState.QUEUED: Badge(JobState.QUEUED.label, "neutral"),
    JobState.RUNNING: Badge(JobState.RUNNING.label, "info"),
    JobState.DONE: Badge(JobState.DONE.label, "good"),
    JobState.FAILED: Badge(JobState.FAILED.label, "bad"),
    JobState.CANCELLED: Badge(JobState.CANCELLED.label, "neutral"),
}


REVISION_BADGES = {
    RevisionState.PROPOSED: Badge(RevisionState.PROPOSED.label, "info"),
    RevisionState.APPROVED: Badge(RevisionState.APPROVED.label, "good"),
    RevisionState.RETURNED: Badge(RevisionState.RETURNED.label, "warn"),
}


_PARTS = ("year", "quarter", "semester", "month")


def _period(row: dict[str, Any]) -> str:
    return str(Period(*(row[part] for part in _PARTS)))


def _subject(row: dict[str, Any]) -> str:
    return row["centre__short_name"] or row["region__name"] or str(_("Province"))


def _target_link(row: dict[str, Any]) -> str:
    return reverse("reports:target_detail", args=[row["target"]])


REVISION_COLUMNS = (
    Column("indicator", _("Indicator"), "target__indicator__code", fields=("target",), link=_target_link, heading=True),
    Column(
        "period",
        _("Period"),
        lambda row: str(Period(row["target__year"], row["target__quarter"])),
        fields=("target__year", "target__quarter"),
    ),
    Column("centre", _("Training centre"), "target__centre__short_name", wide=True),
    Column("value", _("Target"), lambda row: amount(row["value"]), fields=("value",), kind=Kind.NUMBER),
    Column("document", _("Document"), wide=True),
    Column("created_at", _("Proposed at"), kind=Kind.MOMENT, sort="created_at", wide=True),
    Column("state", _("State"), badges=REVISION_BADGES, sort="state"),
)


def _unit(path: str) -> Column:
    """A centre, or the province where there is none."""
    name = f"{path}centre__short_name"
    return Column("unit", _("Reporting unit"), lambda row: row[name] or str(_("Province")), fields=(name,), sort=name)


def _quarter(path: str) -> Column:
    year, quarter = f"{path}year", f"{path}quarter"
    return Column("period", _("Quarter"), lambda row: str(Period(row[year], row[quarter])), fields=(year, quarter))


PERIOD_COLUMNS = (
    replace(_unit(""), link="reports:period", heading=True),
    _quarter(""),
    Column("year", _("Year"), sort="year", wide=True),
    Column("submitted_by", _("Handed in by"), "submitted_by__full_name", wide=True),
    Column("submitted_at", _("Handed in at"), kind=Kind.MOMENT, sort="submitted_at", wide=True),
    Column("note", _("Note"), wide=True),
    Column("state", _("State"), badges=PERIOD_BADGES, sort="state"),
)


def _restated(name: str, label: str | Promise) -> Column:
    """A ratio is in per cent."""

    def value(row: dict[str, Any]) -> str:
        return percent(row[name]) if row["figure__numerator"] is not None else amount(row[name])

    return Column(name, label, value, fields=(name, "figure__numerator"))


_INDICATOR = "figure__indicator__code"
RESTATEMENT_COLUMNS = (
    Column("figure", _("Indicator"), _INDICATOR, sort=_INDICATOR, link="reports:restatement", heading=True),
    _unit("figure__period__"),
    _quarter("figure__period__"),
    _restated("old", _("Closed")),
    _restated("new", _("Now")),
    Column("found_at", _("Found at"), kind=Kind.MOMENT, sort="found_at", wide=True),
    Column("proposed_by", _("Changed by"), "proposed_by__full_name", wide=True),
    Column("state", _("State"), badges=RESTATEMENT_BADGES, sort="state"),
)

RUN_COLUMNS = (
    Column("reference", _("Report number"), link="reports:detail", heading=True),
    Column("kind", _("Report"), choices={key: kind.name for key, kind in KINDS.items()}, wide=True),
    Column("period", _("Period"), _period, fields=_PARTS),
    Column("centre", _("About"), _subject, fields=("centre__short_name", "region__name")),
    Column("language", _("Language"), choices=dict(Language.choices), wide=True),
    Column("requested_by", _("Asked for by"), "requested_by__full_name", wide=True),
    Column("created_at", _("Asked for at"), kind=Kind.MOMENT, sort="created_at", wide=True),
    Column("state", _("State"), badges=RUN_BADGES, sort="state"),
)


def matrix_columns(matrix: Matrix, rows: Axis) -> list[Column]:
    """The matrix as a workbook has it: a column for each member, the total, and its target."""
    kind = Kind.PERCENT if matrix.whole.is_ratio else Kind.NUMBER
    parts = [
        Column(f"part_{place}", name, lambda line, place=place: line.cells[place].value, kind=kind)
        for place, name in enumerate(matrix.columns)
    ]
    total = [Column("total", _("Together"), lambda line: line.total.value, kind=kind)]
    if matrix.whole.is_ratio:
        total += [
            Column("numerator", _("Numerator"), lambda line: line.total.counts[0].value, kind=Kind.NUMBER),
            Column("denominator", _("Denominator"), lambda line: line.total.counts[1].value, kind=Kind.NUMBER),
        ]
    if matrix.has_targets:
        total += [
            Column("target", _("Target"), lambda line: line.total.target, kind=Kind.NUMBER),
            Column("percent", _("Achievement"), lambda line: line.total.percent, kind=Kind.PERCENT),
        ]
    return [Column("name", rows.label, lambda line: line.name, heading=True), *parts, *total]


def matrix_rows(matrix: Matrix) -> list[Line]:
    """The lines, then the totals, which are counted by themselves and no sums."""
    return [*matrix.lines, Line(str(_("Together")), matrix.totals, matrix.whole)]


def _class_column(path: str) -> Column:
    """The programme with its package, as people call a class."""
    programme, label = f"{path}__programme__title", f"{path}__label"
    return Column(
        "training_class",
        _("Training class"),
        lambda row: f"{row[programme]} – {row[label]}",
        fields=(programme, label),
        wide=True,
    )


def _person_link(row: dict[str, Any]) -> str:
    return reverse("trainees:job_seeker_detail", args=[row["job_seeker_id"]])


_PERSON = (
    Column(
        "name",
        _("Name"),
        "job_seeker__full_name",
        fields=("job_seeker_id",),
        sort="job_seeker__full_name",
        link=_person_link,
        heading=True,
    ),
    Column("nik", "NIK", "job_seeker__nik_masked", wide=True),
    Column("domicile", _("Regency or city"), "job_seeker__domicile__short_name", wide=True),
)


def _columns(centre: str, *more: Column) -> tuple[Column, ...]:
    """A person, where from and where trained; then what the record adds, the day that decides about the period last."""
    return (
        *_PERSON,
        Column("centre", _("Training centre"), f"{centre}__short_name", sort=f"{centre}__short_name"),
        *more,
    )


def _productivity_link(row: dict[str, Any]) -> str:
    return reverse("companies:company_productivity", args=[row["company_id"]])


_COMPANY = Column(
    "company",
    _("Company"),
    "company__name",
    fields=("company_id",),
    sort="company__name",
    link=_productivity_link,
    heading=True,
)


#: What is shown of the records of a measure, by their model. A measure of a new model brings its columns here.
RECORD_COLUMNS: dict[type[Model], Sequence[Column]] = {
    Certificate: _columns(
        "result__assessment__training_class__centre",
        Column("issuer", _("Issuer"), "issuer__short_name"),
        Column("number", _("Certificate number"), wide=True),
        Column("date", _("Issued on"), "issued_on", kind=Kind.DATE, sort="issued_on"),
    ),
    Result: _columns(
        "assessment__training_class__centre",
        Column("scheme", _("Scheme"), "assessment__scheme__title", wide=True),
        Column("date", _("Assessed on"), "assessed_on", kind=Kind.DATE, sort="assessed_on"),
    ),
    Enrolment: _columns(
        "training_class__centre",
        _class_column("training_class"),
        Column("date", _("Ended on"), "ended_on", kind=Kind.DATE, sort="ended_on"),
    ),
    Apprentice: (
        *_PERSON,
        Column("company", _("Company"), "apprenticeship__site__company__name", wide=True),
        Column("occupation", _("Occupation"), "apprenticeship__occupation", wide=True),
        Column("state", _("State"), choices=dict(ApprenticeState.choices)),
        Column("date", _("Counted on"), "occurred_on", kind=Kind.DATE, sort="occurred_on"),
    ),
    Guidance: (
        _COMPANY,
        Column("kind", _("Kind"), choices=dict(GuidanceKind.choices)),
        Column("activity", _("Activity"), "activity__title", wide=True),
        Column("date", _("Day"), "held_on", kind=Kind.DATE, sort="held_on"),
    ),
    Measurement: (
        _COMPANY,
        Column("agreement", _("Agreement"), "agreement__title", wide=True),
        Column("date", _("Measured on"), "measured_on", kind=Kind.DATE, sort="measured_on"),
    ),
    Agreement: (
        Column("title", _("Agreement"), link="companies:agreement_detail", heading=True, sort="title"),
        Column("kind", _("Kind"), choices=dict(AgreementKind.choices)),
        Column("partner", _("Partner"), "company__name", wide=True),
        Column("ends_on", _("In force until"), kind=Kind.DATE, sort="ends_on", wide=True),
        Column("date", _("Signed on"), "signed_on", kind=Kind.DATE, sort="signed_on"),
    ),
    TrainingClass: (
        Column(
            "class",
            _("Training class"),
            lambda row: f"{row['programme__title']} – {row['label']}",
            fields=("programme__title", "label"),
            link="programs:class_detail",
            heading=True,
            sort="programme__title",
        ),
        Column("centre", _("Training centre"), "centre__short_name", sort="centre__short_name"),
        Column("date", _("Closed on"), "closed_on", kind=Kind.DATE, sort="closed_on"),
    ),
    Placement: (
        *_PERSON,
        Column("employer", _("Employer or business"), wide=True),
        Column("occupation", _("Job"), wide=True),
        Column("date", _("First day of work"), "started_on", kind=Kind.DATE, sort="started_on"),
    ),
    Activity: (
        Column("title", _("Activity"), link="programs:activity_detail", heading=True, sort="title"),
        Column("kind", _("Kind"), choices=dict(ActivityKind.choices)),
        Column("place", _("Place"), wide=True),
        Column("date", _("Last day"), "ends_on", kind=Kind.DATE, sort="ends_on"),
    ),
    SkillNeed: (
        Column("skill", _("Skill or occupation"), link="programs:need_detail", heading=True, sort="skill"),
        Column("region", _("Regency or city"), "region__short_name", sort="region__code"),
        Column("people", _("Needed"), kind=Kind.NUMBER, sort="people"),
        Column("evidence", _("Evidence"), wide=True),
        Column("date", _("Counted on"), "occurred_on", kind=Kind.DATE, sort="occurred_on"),
    ),
}
