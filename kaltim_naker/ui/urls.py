"""Pages of the kit itself."""

from django.urls import path

from kaltim_naker.ui.style_page import StyleProgressView, StyleView

app_name = "ui"

urlpatterns = [
    path("", StyleView.as_view(), name="style"),
    path("progress/", StyleProgressView.as_view(), name="style_progress"),
]
