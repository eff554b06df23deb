from django.apps import AppConfig


class ChartsConfig(AppConfig):
    name = "kaltim_naker.charts"
    label = "charts"
