from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kaltim_naker.accounts"
    label = "accounts"
