from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "kaltim_naker.ui"
    label = "ui"
