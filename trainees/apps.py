from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TraineesConfig(AppConfig):
    name = "trainees"
    verbose_name = _("Job seekers and training")

    def ready(self) -> None:
        from programs.measures import register
        from trainees.measures import MEASURES

        for measure in MEASURES:
            register(measure)
