from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "kaltim_naker.access"
    label = "access"
