from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TraineesConfig(AppConfig):
    name = "trainees"
    verbose_name = _("Job seekers and training")

    def ready(self) -> None:
        from django.db.models import Q

        from kaltim_naker.approvals import kinds as approval_kinds
        from kaltim_naker.core import rotation
        from kaltim_naker.imports import kinds, reconcile, undo
        from programs.measures import register, register_ratio
        from trainees.choices import DuplicateState
        from trainees.imports import APPLICATIONS, ATTENDANCE, PARTICIPANTS, PLACEMENTS
        from trainees.imports.reconciling import PARTICIPANTS as PARTICIPANT_SET
        from trainees.measures import MEASURES, RATIOS
        from trainees.services.approvals import MERGE
        from trainees.services.merging import declare_own_relations

        rotation.register(
            rotation.Sealed("trainees.JobSeeker", "nik_cipher", "trainees_jobseeker:{}".format),
            # The history copies the cipher as it was written.
            rotation.Sealed("trainees.JobSeekerEvent", "nik_cipher", "trainees_jobseeker:{}".format, "pgh_obj_id"),
        )
        for measure in MEASURES:
            register(measure)
        for ratio in RATIOS:
            register_ratio(ratio)
        kinds.register(PARTICIPANTS)
        kinds.register(APPLICATIONS)
        kinds.register(ATTENDANCE)
        kinds.register(PLACEMENTS)
        declare_own_relations()
        approval_kinds.register(MERGE)
        # A pair that nobody has decided about is a question of the program, and gone with either of the two.
        undo.let_go("trainees.DuplicatePair", Q(state=DuplicateState.OPEN))
        reconcile.register(PARTICIPANT_SET)
