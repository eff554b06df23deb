from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CompaniesConfig(AppConfig):
    name = "companies"
    verbose_name = _("Companies and agreements")

    def ready(self) -> None:
        from companies.imports import COMPANIES
        from kaltim_naker.imports import kinds

        kinds.register(COMPANIES)
