"""Lists of participants at the import desk."""

from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.imports.kinds import Kind
from trainees.imports.columns import BIRTH, agrees_with_nik, class_key, columns, sex_by_tick
from trainees.imports.importer import ParticipantImporter, ParticipantOptions

PARTICIPANTS = Kind(
    name="participants",
    label=_("Participants"),
    columns=columns,
    combined=(BIRTH,),
    complete=sex_by_tick,
    rules=(agrees_with_nik,),
    identity=lambda values: values["nik"].value if values.get("nik") else None,
    identity_column="nik",
    group=class_key,
    action=Action.IMPORT_PARTICIPANTS,
    importer=ParticipantImporter,
    options_form=ParticipantOptions,
)
