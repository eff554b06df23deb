"""The first page."""

from django.urls import path

from kaltim_naker.dashboard import views

app_name = "dashboard"

urlpatterns = [path("", views.HomeView.as_view(), name="home")]
