from django.apps import AppConfig


class RegionsConfig(AppConfig):
    name = "kaltim_naker.regions"
    label = "regions"
