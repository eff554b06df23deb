from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "kaltim_naker.reports"
    label = "reports"

    def ready(self) -> None:
        from kaltim_naker.imports import reconcile
        from kaltim_naker.reports.reconciling import CERTIFICATES_BEHIND, PEOPLE_BEHIND

        reconcile.register(PEOPLE_BEHIND)
        reconcile.register(CERTIFICATES_BEHIND)
