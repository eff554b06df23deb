from django.apps import AppConfig
from django.db.backends.signals import connection_created


class CoreConfig(AppConfig):
    name = "kaltim_naker.core"
    label = "core"

    def ready(self) -> None:
        # Registering is what importing these modules does.
        from kaltim_naker.core import checks, messages  # noqa: F401
        from kaltim_naker.core.moments import read_moments_fast

        connection_created.connect(read_moments_fast)
