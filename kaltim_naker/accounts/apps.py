from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "kaltim_naker.accounts"
    label = "accounts"
    verbose_name = _("Accounts and offices")

    def ready(self) -> None:
        from allauth.mfa.models import Authenticator
        from allauth.mfa.signals import authenticator_used
        from django.contrib.auth.signals import user_logged_in
        from django.db.models.signals import post_save

        from kaltim_naker.accounts import checks, second_factor, sessions  # noqa: F401 - registers the checks
        from kaltim_naker.core.rotation import Sealed, register

        seeds = Sealed("mfa.Authenticator", "data", lambda _key: second_factor.SEED_BINDING, entries=("secret", "seed"))
        register(seeds)
        user_logged_in.connect(sessions.begin)
        authenticator_used.connect(second_factor.remember_second_factor)
        post_save.connect(second_factor.remember_new_factor, sender=Authenticator)
