from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApprovalsConfig(AppConfig):
    name = "kaltim_naker.approvals"
    label = "approvals"
    verbose_name = _("Approvals by a second person")

    def ready(self) -> None:
        from kaltim_naker.approvals.kinds import register
        from kaltim_naker.approvals.roles import ROLE

        register(ROLE)
