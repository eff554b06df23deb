from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "kaltim_naker.audit"
    label = "audit"

    def ready(self) -> None:
        from kaltim_naker.audit.rights import give_rights

        # Sent after all migrations have run, once for each app; once is enough.
        post_migrate.connect(give_rights, sender=self, dispatch_uid="audit.give_rights")
