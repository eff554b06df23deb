"""Certificates: the list, one with its history, and what can be done with it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certifications.filters import (
    CertificateFilter,
)
from certifications.forms import HandOverForm
from certifications.models import Certificate
from certifications.services import hand_over_certificate
from certifications.tables import (
    CERTIFICATE_BADGES,
    CERTIFICATE_COLUMNS,
)
from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.access.scope import scope_of
from kaltim_naker.core.periods import today
from kaltim_naker.ui.components import Crumb, PageAction
from kaltim_naker.ui.formatting import long_date
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.views import ScopedDetailView, ServiceFormView
from programs.models import TrainingClass
from programs.views import history_action
from trainees.views.people import PersonalListView

CERTIFICATES = Crumb(_("Certificates"), reverse_lazy("certifications:certificate_list"))


class CertificateListView(PersonalListView):
    action = Action.VIEW_CERTIFICATES
    page_title = _("Certificates")
    queryset = Certificate.objects.all()
    filterset_class = CertificateFilter
    columns = CERTIFICATE_COLUMNS
    default_order = Order("issued_on", descending=True)


class CertificateDetailView(ScopedDetailView):
    action = Action.VIEW_CERTIFICATES
    template_name = "certifications/certificate_detail.html"

    def get_base_queryset(self) -> QuerySet:
        return Certificate.objects.select_related(
            "issuer",
            "job_seeker",
            "result__assessment__training_class__programme",
            "result__assessment__training_class__centre",
        )

    def get_crumbs(self) -> Sequence[Crumb]:
        return [CERTIFICATES, Crumb(self.object.number)]

    def get_page_actions(self) -> Sequence[PageAction]:
        certificate, actions = self.object, []
        scope = scope_of(self.request.user, Action.HAND_OVER_CERTIFICATE)
        if not certificate.handed_over_on and Certificate.objects.visible_to(scope).filter(pk=certificate.pk).exists():
            url = reverse("certifications:certificate_hand_over", args=[certificate.pk])
            actions.append(PageAction(_("Hand over"), url, primary=True))
        return [*actions, history_action("certifications.certificate", certificate.pk)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            page_badge=CERTIFICATE_BADGES[self.object.state],
            facts=self.facts(),
            training_class=self.training_class,
            may_see_person=can(self.request.user, Action.VIEW_JOB_SEEKERS),
            **kwargs,
        )

    @property
    def training_class(self) -> TrainingClass:
        return self.object.result.assessment.training_class

    def facts(self) -> list[tuple[str | Promise, Any]]:
        row = self.object
        return [
            (_("Name on the certificate"), row.holder_name),
            (_("Scheme"), row.scheme_title),
            (_("Issuer"), row.issuer.name),
            (_("Registration number"), row.registration_number),
            (_("Assessed on"), long_date(row.result.assessed_on)),
            (_("Issued on"), long_date(row.issued_on)),
            (_("Valid until"), long_date(row.valid_until)),
            (_("Handed over on"), long_date(row.handed_over_on)),
            (_("Handed over to"), row.handed_over_to),
            (_("Training centre"), self.training_class.centre.name),
        ]


class HandOverView(ServiceFormView):
    action = Action.HAND_OVER_CERTIFICATE
    page_title = _("Hand over a certificate")
    form_class = HandOverForm
    queryset = Certificate.objects.all()
    submit_label = _("Hand over")
    success_message = _("The hand-over is noted.")

    def get_initial(self) -> dict[str, Any]:
        return {"handed_over_on": today(), "handed_over_to": self.object.holder_name}

    def get_crumbs(self) -> Sequence[Crumb]:
        return [CERTIFICATES, Crumb(self.object.number, self.object.get_absolute_url()), Crumb(self.page_title)]

    def call_service(self, form: HandOverForm) -> Certificate:
        return hand_over_certificate(actor=self.request.user, certificate=self.object, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    get_cancel_url = get_success_url
