from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "kaltim_naker.demo"
    label = "demo"
