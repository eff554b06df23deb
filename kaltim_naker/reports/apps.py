from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "kaltim_naker.reports"
    label = "reports"
