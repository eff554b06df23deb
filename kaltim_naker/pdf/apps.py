from django.apps import AppConfig


class PdfConfig(AppConfig):
    name = "kaltim_naker.pdf"
    label = "pdf"
