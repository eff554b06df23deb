"""Pages about partner companies and agreements."""

from django.urls import path

from companies.views import agreements, register

app_name = "companies"

urlpatterns = [
    path("companies/", register.CompanyListView.as_view(), name="company_list"),
    path("companies/<uuid:pk>/", register.CompanyDetailView.as_view(), name="company_detail"),
    path("agreements/", agreements.AgreementListView.as_view(), name="agreement_list"),
    path("agreements/<uuid:pk>/", agreements.AgreementDetailView.as_view(), name="agreement_detail"),
]
