from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CompaniesConfig(AppConfig):
    name = "companies"
    verbose_name = _("Companies and agreements")

    def ready(self) -> None:
        from companies.imports import KINDS
        from companies.measures import MEASURES, RATIOS
        from companies.services import declare_apprentice_relations
        from companies.services.approvals import COMPANY_MERGE
        from companies.services.merging import declare_relations
        from kaltim_naker.approvals import kinds as approval_kinds
        from kaltim_naker.imports import kinds
        from programs.measures import register, register_ratio

        for measure in MEASURES:
            register(measure)
        for ratio in RATIOS:
            register_ratio(ratio)
        for kind in KINDS:
            kinds.register(kind)
        declare_relations()
        approval_kinds.register(COMPANY_MERGE)
        declare_apprentice_relations()
