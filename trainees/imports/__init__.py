"""Lists of participants, applicants, attendance and placements at the import desk."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.accounts.models import OfficeKind
from kaltim_naker.imports.kinds import Kind
from trainees.imports import attendance, placements
from trainees.imports.applications import ApplicationImporter, ApplicationOptions
from trainees.imports.attendance_importer import AttendanceImporter
from trainees.imports.columns import (
    BIRTH,
    agrees_with_nik,
    as_the_nik_says,
    class_key,
    columns,
    name_is_no_place,
    sex_by_tick,
)
from trainees.imports.participants import ParticipantImporter, ParticipantOptions
from trainees.imports.placement_importer import PlacementImporter
from trainees.imports.template import PARTICIPANT_TEMPLATE

PARTICIPANTS = Kind(
    name="participants",
    label=_("Participants"),
    columns=columns,
    combined=(BIRTH,),
    complete=sex_by_tick,
    rules=(agrees_with_nik, name_is_no_place),
    identity=lambda values: values["nik"].value if values.get("nik") else None,
    identity_column="nik",
    group=class_key,
    bring_label=_("Bring participants"),
    suggest=as_the_nik_says,
    action=Action.IMPORT_PARTICIPANTS,
    importer=ParticipantImporter,
    options_form=ParticipantOptions,
    template=PARTICIPANT_TEMPLATE,
)

APPLICATIONS = replace(
    PARTICIPANTS,
    name="applications",
    label=_("Applications (Skillhub export)"),
    bring_label=_("Bring applications (Skillhub export)"),
    importer=ApplicationImporter,
    options_form=ApplicationOptions,
)

ATTENDANCE = Kind(
    name="attendance",
    label=_("Attendance of a month"),
    bring_label=_("Bring attendance"),
    columns=attendance.columns,
    rules=(attendance.days_exist,),
    identity=attendance.person_in_month,
    identity_column="full_name",
    action=Action.RECORD_ATTENDANCE,
    importer=AttendanceImporter,
    options_form=attendance.AttendanceOptions,
)

PLACEMENTS = Kind(
    name="placements",
    label=_("Placements of graduates"),
    bring_label=_("Bring placements"),
    columns=placements.columns,
    rules=(placements.job_is_whole,),
    identity=placements.job_of_person,
    identity_column="full_name",
    offices=frozenset({OfficeKind.TRAINING_CENTRE, OfficeKind.REGIONAL_OFFICE}),
    action=Action.TRACE_GRADUATES,
    importer=PlacementImporter,
    options_form=placements.PlacementOptions,
)
