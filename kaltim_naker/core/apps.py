from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "kaltim_naker.core"
    label = "core"

    def ready(self) -> None:
        # Registering checks is what importing the module does.
        from kaltim_naker.core import checks  # noqa: F401
