from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificationsConfig(AppConfig):
    name = "certifications"
    verbose_name = _("Certification")

    def ready(self) -> None:
        from certifications.imports import RESULTS
        from certifications.imports.reconciling import CERTIFICATES
        from certifications.measures import MEASURES, RATIOS
        from certifications.services.approvals import REVOCATION
        from certifications.services.merging import declare_relations
        from kaltim_naker.approvals import kinds as approval_kinds
        from kaltim_naker.imports import kinds, reconcile
        from programs.measures import register, register_ratio

        for measure in MEASURES:
            register(measure)
        for ratio in RATIOS:
            register_ratio(ratio)
        kinds.register(RESULTS)
        declare_relations()
        approval_kinds.register(REVOCATION)
        reconcile.register(CERTIFICATES)
