"""Pages about partner companies and agreements."""

from django.urls import path

from companies import views

app_name = "companies"

urlpatterns = [
    path("companies/", views.CompanyListView.as_view(), name="company_list"),
    path("companies/<uuid:pk>/", views.CompanyDetailView.as_view(), name="company_detail"),
    path("agreements/", views.AgreementListView.as_view(), name="agreement_list"),
    path("agreements/<uuid:pk>/", views.AgreementDetailView.as_view(), name="agreement_detail"),
]
