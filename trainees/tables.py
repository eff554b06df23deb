"""Columns of the lists of people. The NIK is shown masked, on the page and in the workbook."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kaltim_naker.ui.components import Badge
from kaltim_naker.ui.tables import Column, Kind
from trainees.choices import Education, EnrolmentState, Sex, WorkStatus

ENROLMENT_BADGES = {
    EnrolmentState.PARTICIPANT: Badge(EnrolmentState.PARTICIPANT.label, "info"),
    EnrolmentState.PASSED: Badge(EnrolmentState.PASSED.label, "good"),
    EnrolmentState.FAILED: Badge(EnrolmentState.FAILED.label, "warn"),
    EnrolmentState.WITHDRAWN: Badge(EnrolmentState.WITHDRAWN.label, "neutral"),
}

JOB_SEEKER_COLUMNS = (
    Column("name", _("Name"), "full_name", sort="full_name", link="trainees:job_seeker_detail", heading=True),
    Column("nik", _("NIK"), "nik_masked"),
    Column("birth_date", _("Date of birth"), kind=Kind.DATE, wide=True),
    Column("sex", _("Sex"), choices=dict(Sex.choices), wide=True),
    Column("region", _("Regency or city"), "domicile__short_name"),
    Column("education", _("Education"), choices=dict(Education.choices), wide=True),
    Column("work_status", _("Work status"), choices=dict(WorkStatus.choices), wide=True),
)


def person_link(row: dict[str, Any]) -> str:
    return reverse("trainees:job_seeker_detail", args=[row["job_seeker"]])


PARTICIPANT_COLUMNS = (
    Column(
        "name",
        _("Name"),
        "job_seeker__full_name",
        fields=("job_seeker",),
        sort="job_seeker__full_name",
        link=person_link,
        heading=True,
    ),
    Column("nik", _("NIK"), "job_seeker__nik_masked", wide=True),
    Column("region", _("Regency or city"), "job_seeker__domicile__short_name", wide=True),
    Column("enrolled_on", _("Enrolled on"), kind=Kind.DATE, wide=True),
    Column("state", _("State"), badges=ENROLMENT_BADGES, sort="state"),
    Column("ended_on", _("Ended on"), kind=Kind.DATE, wide=True),
    Column("end_reason", _("Reason"), wide=True),
)


def withdraw_link(row: dict[str, Any]) -> str:
    return reverse("trainees:enrolment_withdraw", args=[row["pk"]])


# For whom may enrol, while the class is not over.
WITHDRAW_COLUMN = Column("withdraw", _("Withdrawal"), lambda row: _("record"), link=withdraw_link)
