"""The map of the site. Every page is private unless it is marked otherwise (LoginRequiredMiddleware)."""

from django.contrib import admin
from django.urls import include, path

from kaltim_naker.core.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
]
