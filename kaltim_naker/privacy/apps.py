from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "kaltim_naker.privacy"
    label = "privacy"
    verbose_name = _("Protection of personal data")

    def ready(self) -> None:
        from kaltim_naker.core.merging import carry_along

        carry_along("trainees.JobSeeker", "privacy.SubjectRequest", "job_seeker")
        # Of two announcements the newer one stands.
        carry_along(
            "trainees.JobSeeker",
            "privacy.Expiry",
            "job_seeker",
            strength=lambda expiry: expiry.announced_on.toordinal(),
        )
