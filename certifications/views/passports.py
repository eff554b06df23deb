"""Giving a person the link to the passport, and taking it back."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from certifications import services
from certifications.forms import ReasonForm
from certifications.models import Passport
from kaltim_naker.access.actions import Action
from kaltim_naker.ui.components import Crumb
from kaltim_naker.ui.views import ActionView, ScopedDetailView, ServiceFormView
from trainees.models import JobSeeker


def _person_page(person: JobSeeker) -> str:
    return reverse("certifications:person_passport", args=[person.pk])


class PersonPassportView(ScopedDetailView):
    """The open link of a person, to be written down, printed or sent."""

    action = Action.GIVE_PASSPORT
    template_name = "certifications/person_passport.html"
    page_title = _("Passport of training and certificates")
    page_lead = _("A link that lasts. Whoever has it sees name, trainings and certificates, and nothing else.")

    def get_base_queryset(self) -> QuerySet:
        return JobSeeker.objects.all()

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(self.object.full_name, self.object.get_absolute_url()), Crumb(self.page_title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        passport = Passport.objects.open().filter(job_seeker=self.object).select_related("given_by").first()
        address = f"{settings.SITE_URL}{passport.get_absolute_url()}" if passport else ""
        return super().get_context_data(passport=passport, address=address, **kwargs)


class GivePassportView(ActionView):
    action = Action.GIVE_PASSPORT
    queryset = JobSeeker.objects.all()
    success_message = _("The link is ready.")

    def call_service(self) -> Passport:
        return services.give_passport(actor=self.request.user, job_seeker=self.object)

    def get_success_url(self) -> str:
        return _person_page(self.object)


class RevokePassportView(ServiceFormView):
    action = Action.GIVE_PASSPORT
    page_title = _("Take the link back")
    queryset = Passport.objects.select_related("job_seeker")
    form_class = ReasonForm
    submit_label = _("Take back")
    success_message = _("The link no longer works.")

    def get_crumbs(self) -> Sequence[Crumb]:
        person = self.object.job_seeker
        return [Crumb(person.full_name, person.get_absolute_url()), Crumb(self.page_title)]

    def call_service(self, form: ReasonForm) -> Passport:
        return services.revoke_passport(actor=self.request.user, passport=self.object, **form.cleaned_data)

    def get_success_url(self) -> str:
        return _person_page(self.object.job_seeker)

    get_cancel_url = get_success_url
