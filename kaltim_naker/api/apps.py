from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "kaltim_naker.api"
    label = "api"
    verbose_name = _("Programs of other offices")

    def ready(self) -> None:
        from kaltim_naker.core import rotation
        from kaltim_naker.core.merging import carry_along

        rotation.register(rotation.Sealed("api.Webhook", "secret_cipher", "api_webhook:{}".format))
        carry_along("trainees.JobSeeker", "api.JobSeekerReference", "job_seeker")
