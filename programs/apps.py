from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = _("Programmes and targets")

    def ready(self) -> None:
        from kaltim_naker.imports import kinds
        from programs.imports import KINDS
        from programs.measures import MEASURES, RATIOS, register, register_ratio

        for measure in MEASURES:
            register(measure)
        for ratio in RATIOS:
            register_ratio(ratio)
        for kind in KINDS:
            kinds.register(kind)
