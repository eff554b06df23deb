"""The map of the site. Every page is private unless it is marked otherwise (LoginRequiredMiddleware)."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from kaltim_naker.accounts.views import InvitationView
from kaltim_naker.api.views.open_data import OpenDataView
from kaltim_naker.core.contact import security_txt
from kaltim_naker.core.health import healthz, readyz

urlpatterns = [
    # Before all pages: programs ask most often, and each address above theirs would be compared with every request.
    path("api/v1/", include("kaltim_naker.api.routes")),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    # The language can be switched on the log-in page, too.
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
    path("accounts/invitation/<str:token>/", InvitationView.as_view(), name="invitation"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/second-factor/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
    path("style/", include("kaltim_naker.ui.urls")),
    path("admin/", admin.site.urls),
    path("", include("kaltim_naker.dashboard.urls")),
    path("", include("kaltim_naker.inspection.urls")),
    path("", include("kaltim_naker.approvals.urls")),
    path("", include("kaltim_naker.reports.urls")),
    path("open-data/", OpenDataView.as_view(), name="open_data"),
    path("tokens/", include("kaltim_naker.api.urls")),
    path("privacy/", include("kaltim_naker.privacy.urls")),
    path("imports/", include("kaltim_naker.imports.urls")),
    path("", include("programs.urls")),
    path("", include("trainees.urls")),
    path("", include("certifications.urls")),
    path("", include("companies.urls")),
]

handler400 = "kaltim_naker.api.rest.outside.bad_request"
handler500 = "kaltim_naker.api.rest.outside.server_fault"
