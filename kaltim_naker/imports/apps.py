from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "kaltim_naker.imports"
    label = "imports"
