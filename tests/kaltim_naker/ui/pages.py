"""A small site of its own, so that the base views are tested apart from the pages that use them."""

import django_filters
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from kaltim_naker.access.actions import Action
from kaltim_naker.core.errors import DomainError
from kaltim_naker.regions.models import Region
from kaltim_naker.ui.components import PageAction
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.tables import Column, Kind
from kaltim_naker.ui.views import ActionView, PageView, ScopedDetailView, ScopedListView, ServiceFormView
from programs.models import TrainingClass

COLUMNS = (
    Column("label", "Paket", sort="label", heading=True, link="class"),
    Column("centre", "Balai", value="centre__short_name", sort="centre__short_name"),
    Column("seats", "Kursi", kind=Kind.NUMBER, sort="seats"),
    Column("starts_on", "Mulai", kind=Kind.DATE, sort="starts_on"),
)


class ClassFilter(django_filters.FilterSet):
    seats = django_filters.NumberFilter(label="Kursi")
    starts = django_filters.DateFromToRangeFilter(label="Mulai", field_name="starts_on")

    class Meta:
        model = TrainingClass
        fields = ()


class ClassList(ScopedListView):
    action = Action.VIEW_CLASSES
    queryset = TrainingClass.objects.all()
    filterset_class = ClassFilter
    columns = COLUMNS
    default_order = Order("label")
    page_title = "Kelas pelatihan"

    def get_page_actions(self):
        return [PageAction("Rencanakan kelas", "/plan/", action=Action.PLAN_CLASS, primary=True)]


class ObjectList(ClassList):
    rows_are_objects = True


class UnscopedList(ClassList):
    queryset = Region.objects.all()


class ClassDetail(ScopedDetailView):
    action = Action.VIEW_CLASSES
    queryset = TrainingClass.objects.all()
    template_name = "layouts/detail.html"


class SeatsForm(forms.Form):
    seats = forms.IntegerField()


class SeatsView(ServiceFormView):
    """The database itself refuses 0 seats; the service refuses 13."""

    action = Action.CLOSE_CLASS
    queryset = TrainingClass.objects.all()
    form_class = SeatsForm
    success_message = "Kursi diubah."

    def call_service(self, form):
        TrainingClass.objects.filter(pk=self.object.pk).update(seats=form.cleaned_data["seats"])
        if form.cleaned_data["seats"] == 13:
            raise DomainError("unlucky", "Tidak boleh 13 kursi.", field="seats")

    def get_success_url(self):
        return f"/classes/{self.object.pk}/"


class DoubleView(ActionView):
    action = Action.CLOSE_CLASS
    queryset = TrainingClass.objects.all()
    success_message = "Kursi digandakan."

    def call_service(self):
        TrainingClass.objects.filter(pk=self.object.pk).update(seats=self.object.seats * 2)
        if self.object.seats > 100:
            raise DomainError("too_many", "Terlalu banyak kursi.")

    def get_success_url(self):
        return f"/classes/{self.object.pk}/"


class WritingPage(PageView):
    action = Action.VIEW_CLASSES
    template_name = "layouts/base.html"

    def get_context_data(self, **kwargs):
        TrainingClass.objects.update(seats=1)
        return super().get_context_data(**kwargs)


urlpatterns = [
    path("classes/", ClassList.as_view(), name="classes"),
    path("objects/", ObjectList.as_view()),
    path("unscoped/", UnscopedList.as_view()),
    path("classes/<uuid:pk>/", ClassDetail.as_view(), name="class"),
    path("classes/<uuid:pk>/seats/", SeatsView.as_view()),
    path("classes/<uuid:pk>/double/", DoubleView.as_view()),
    path("writing/", WritingPage.as_view()),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/second-factor/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
    path("access-log/", include("kaltim_naker.inspection.urls")),
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
    path("style/", include("kaltim_naker.ui.urls")),
]
