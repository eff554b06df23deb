from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TraineesConfig(AppConfig):
    name = "trainees"
    verbose_name = _("Job seekers and training")

    def ready(self) -> None:
        from kaltim_naker.imports import kinds
        from programs.measures import register
        from trainees.imports import PARTICIPANTS
        from trainees.measures import MEASURES

        for measure in MEASURES:
            register(measure)
        kinds.register(PARTICIPANTS)
