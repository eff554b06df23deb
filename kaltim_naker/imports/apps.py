from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "kaltim_naker.imports"
    label = "imports"
    verbose_name = _("Import desk")

    def ready(self) -> None:
        from kaltim_naker.core.rotation import Sealed, SealedFiles, register

        register(
            Sealed("imports.QuarantinedRow", "cells_cipher", "imports_quarantinedrow:{}".format),
            Sealed("imports.ImportRun", "verdict", "imports_importrun:{}:samples".format, entries=("samples",)),
            SealedFiles("imports.ImportRun", "file"),
            SealedFiles("imports.MarkedFile", "file"),
        )
