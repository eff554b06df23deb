"""Columns of the list of reports, and of the lists behind figures."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from certifications.models import Certificate, Result
from kaltim_naker.core.jobs import JobState
from kaltim_naker.core.periods import Period
from kaltim_naker.reports.kinds import KINDS
from kaltim_naker.reports.models import Language
from kaltim_naker.ui.components import Badge
from kaltim_naker.ui.tables import Column, Kind
from trainees.models import Enrolment

RUN_BADGES = {
    JobState.QUEUED: Badge(JobState.QUEUED.label, "neutral"),
    JobState.RUNNING: Badge(JobState.RUNNING.label, "info"),
    JobState.DONE: Badge(JobState.DONE.label, "good"),
    JobState.FAILED: Badge(JobState.FAILED.label, "bad"),
    JobState.CANCELLED: Badge(JobState.CANCELLED.label, "neutral"),
}


def _period(row: dict[str, Any]) -> str:
    return str(Period(row["year"], row["quarter"]))


def _subject(row: dict[str, Any]) -> str:
    return row["centre__short_name"] or str(_("Province"))


RUN_COLUMNS = (
    Column("reference", _("Report number"), link="reports:detail", heading=True),
    Column("kind", _("Report"), choices={key: kind.name for key, kind in KINDS.items()}, wide=True),
    Column("period", _("Period"), _period, fields=("year", "quarter")),
    Column("centre", _("About"), _subject, fields=("centre__short_name",)),
    Column("language", _("Language"), choices=dict(Language.choices), wide=True),
    Column("requested_by", _("Asked for by"), "requested_by__full_name", wide=True),
    Column("created_at", _("Asked for at"), kind=Kind.MOMENT, sort="created_at", wide=True),
    Column("state", _("State"), badges=RUN_BADGES, sort="state"),
)


def _class_name(row: dict[str, Any], path: str) -> str:
    return f"{row[f'{path}__programme__title']} – {row[f'{path}__label']}"


def _person_link(row: dict[str, Any]) -> str:
    return reverse("trainees:job_seeker_detail", args=[row["job_seeker_id"]])


def _columns(class_path: str, date_label: Any, date_field: str, *more: Column) -> tuple[Column, ...]:
    """A person, where and in which class, and the day that decides about the period."""
    return (
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
        Column(
            "training_class",
            _("Training class"),
            lambda row: _class_name(row, class_path),
            fields=(f"{class_path}__programme__title", f"{class_path}__label"),
            wide=True,
        ),
        Column(
            "centre",
            _("Training centre"),
            f"{class_path}__centre__short_name",
            sort=f"{class_path}__centre__short_name",
        ),
        *more,
        Column("date", date_label, date_field, kind=Kind.DATE, sort=date_field),
    )


#: What is shown of the records of a measure, by their model. A measure of a new model brings its columns here.
RECORD_COLUMNS: dict[type[Model], Sequence[Column]] = {
    Certificate: _columns(
        "result__assessment__training_class",
        _("Issued on"),
        "issued_on",
        Column("issuer", _("Issuer"), "issuer__short_name"),
        Column("number", _("Certificate number"), wide=True),
    ),
    Result: _columns(
        "assessment__training_class",
        _("Assessed on"),
        "assessed_on",
        Column("scheme", _("Scheme"), "assessment__scheme__title"),
    ),
    Enrolment: _columns("training_class", _("Ended on"), "ended_on"),
}
