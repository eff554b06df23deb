"""What a company needs, and the agreements that came of an activity."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from companies.forms.forums import AgreementChoiceForm, CompanyNeedForm
from companies.models import Agreement, Company, CompanyNeed, ForumAgreement
from companies.services import name_agreement, record_company_need, take_off_agreement
from companies.views.register import COMPANIES
from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.access.scope import scope_of
from kaltim_naker.core.errors import DomainError
from kaltim_naker.ui.components import Crumb
from kaltim_naker.ui.views import ActionView, ScopedDetailView, ServiceFormView
from programs.models import Activity
from programs.views.activities import activity_crumbs, activity_tabs


class CompanyNeedView(ServiceFormView):
    """The register of companies is for all of the staff; the region of the need is the reader's own."""

    action = Action.ENTER_NEED
    page_title = _("Record a need of the company")
    form_class = CompanyNeedForm
    submit_label = _("Record")
    success_message = _("The need is recorded.")

    def get_base_queryset(self) -> Any:
        return Company.objects.all()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "scope": self.scope}

    def get_crumbs(self) -> Sequence[Crumb]:
        return [COMPANIES, Crumb(self.object.name, self.object.get_absolute_url()), Crumb(self.page_title)]

    def call_service(self, form: CompanyNeedForm) -> CompanyNeed:
        return record_company_need(actor=self.request.user, company=self.object, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.result.need.get_absolute_url()

    def get_cancel_url(self) -> str:
        return self.object.get_absolute_url()


class ActivityAgreementsView(ScopedDetailView):
    """Which agreements came of an activity."""

    action = Action.VIEW_COMPANIES
    queryset = Activity.objects.all()
    template_name = "companies/activity_agreements.html"

    def get_crumbs(self) -> Sequence[Crumb]:
        return activity_crumbs(self.object, _("Agreements that came of it"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        visible = Agreement.objects.visible_to(scope_of(self.request.user, self.action))
        links = self.object.agreements.filter(agreement__in=visible).select_related("agreement__company")
        return super().get_context_data(
            tabs=activity_tabs(self.object, self.request.user, "companies:activity_agreements"),
            agreements=[link.agreement for link in links],
            may_name=can(self.request.user, Action.MANAGE_ACTIVITIES),
            **kwargs,
        )


class ActivityAgreementAddView(ServiceFormView):
    action = Action.MANAGE_ACTIVITIES
    page_title = _("Name an agreement")
    form_class = AgreementChoiceForm
    queryset = Activity.objects.all()
    submit_label = _("Save")
    success_message = _("The agreement is named.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return activity_crumbs(self.object, self.page_title)

    def call_service(self, form: AgreementChoiceForm) -> ForumAgreement:
        return name_agreement(actor=self.request.user, activity=self.object, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("companies:activity_agreements", args=[self.object.pk])

    get_cancel_url = get_success_url


class ActivityAgreementReleaseView(ActionView):
    action = Action.MANAGE_ACTIVITIES
    queryset = Activity.objects.all()
    success_message = _("The agreement is taken off.")

    def call_service(self) -> None:
        try:
            asked = UUID(self.request.POST.get("agreement", ""))
        except ValueError:
            asked = None
        agreement = Agreement.objects.filter(pk=asked).first()
        if agreement is None:
            raise DomainError("agreement_unknown", _("There is no such agreement."))
        take_off_agreement(actor=self.request.user, activity=self.object, agreement=agreement)

    def get_success_url(self) -> str:
        return reverse("companies:activity_agreements", args=[self.object.pk])
