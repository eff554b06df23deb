from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "kaltim_naker.dashboard"
    label = "dashboard"
