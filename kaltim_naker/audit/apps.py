from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "kaltim_naker.audit"
    label = "audit"
