from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "kaltim_naker.imports"
    label = "imports"
    verbose_name = _("Import desk")
