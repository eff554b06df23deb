"""Forms and buttons about one agreement: terms, parties, signature, promises, files, what is held under it."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from companies import services
from companies.choices import AgreementKind, AgreementStage
from companies.forms.agreements import (
    AgreementForm,
    ClassTieForm,
    DeliverableForm,
    FileForm,
    PartyForm,
    SignForm,
    TerminateForm,
    initial_of,
)
from companies.models import Agreement, AgreementClass, AgreementParty, Company, Deliverable
from companies.views.agreements import AGREEMENTS, agreement_crumbs
from kaltim_naker.access.actions import Action
from kaltim_naker.ui.components import Crumb
from kaltim_naker.ui.views import ActionView, ServiceFormView


class AgreementNewView(ServiceFormView):
    """A draft with the partner in the address."""

    action = Action.MANAGE_AGREEMENTS
    queryset = Company.objects.all()
    form_class = AgreementForm
    page_title = _("New agreement")
    submit_label = _("Save the draft")
    success_message = _("The draft is saved. Now enter the parties with their numbers and signers.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [AGREEMENTS, Crumb(self.object.name, self.object.get_absolute_url()), Crumb(self.page_title)]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"partner": self.object, "agreement": None}

    def call_service(self, form: AgreementForm) -> Agreement:
        return services.save_agreement(actor=self.request.user, company=self.object, **form.details)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_cancel_url(self) -> str:
        return self.object.get_absolute_url()


class OfAgreementView(ServiceFormView):
    """A form about the agreement in the address."""

    action = Action.MANAGE_AGREEMENTS
    submit_label = _("Save")
    queryset = Agreement.objects.select_related("company", "parent")

    def get_crumbs(self) -> Sequence[Crumb]:
        return agreement_crumbs(self.object, self.page_title)

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    get_cancel_url = get_success_url


class AgreementEditView(OfAgreementView):
    form_class = AgreementForm
    page_title = _("Change the agreement")
    page_lead = _("Once it is signed, its terms stay; contacts and the companies named may be corrected.")
    success_message = _("The agreement is saved.")

    def get_initial(self) -> dict[str, Any]:
        return initial_of(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"partner": self.object.company, "agreement": self.object}

    def call_service(self, form: AgreementForm) -> Agreement:
        return services.save_agreement(
            actor=self.request.user, agreement=self.object, company=self.object.company, **form.details
        )


class AddendumView(AgreementEditView):
    """A draft that changes the agreement in the address: it begins with the same terms."""

    page_title = _("Addendum")
    page_lead = _("It begins as a draft with the same terms; once signed, its last day counts if it is later.")
    success_message = _("The draft is saved. Now enter the parties with their numbers and signers.")

    def get_initial(self) -> dict[str, Any]:
        title = gettext("Addendum: %(title)s") % {"title": self.object.title}
        return super().get_initial() | {"kind": AgreementKind.ADDENDUM, "parent": self.object, "title": title[:200]}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"agreement": None}

    def call_service(self, form: AgreementForm) -> Agreement:
        return services.save_agreement(actor=self.request.user, company=self.object.company, **form.details)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()


class SignView(OfAgreementView):
    action = Action.SIGN_AGREEMENT
    form_class = SignForm
    page_title = _("Enter the signature")
    success_message = _("The agreement is signed. Now enter what it promises.")

    def call_service(self, form: SignForm) -> Agreement:
        return services.sign_agreement(actor=self.request.user, agreement=self.object, **form.cleaned_data)


class TerminateView(OfAgreementView):
    action = Action.SIGN_AGREEMENT
    form_class = TerminateForm
    page_title = _("End it early")
    success_message = _("The agreement ends on the day you entered.")

    def call_service(self, form: TerminateForm) -> Agreement:
        return services.terminate_agreement(actor=self.request.user, agreement=self.object, **form.cleaned_data)


class PartyFormView(OfAgreementView):
    form_class = PartyForm
    page_title = _("Party")
    page_lead = _("A party of the same rank is corrected.")
    success_message = _("The party is saved.")

    def get_initial(self) -> dict[str, Any]:
        """The party of `?position=`, or the next one: the second is usually the partner."""
        position = self.request.GET.get("position", "")
        known = self.object.parties.filter(position=position).first() if position.isdigit() else None
        if known is not None:
            return {name: getattr(known, name) for name in PartyForm.base_fields}
        rank = self.object.parties.count() + 1
        return {"position": rank, "name": self.object.company.name if rank == 2 else ""}

    def call_service(self, form: PartyForm) -> AgreementParty:
        return services.save_party(actor=self.request.user, agreement=self.object, **form.cleaned_data)


class FileNewView(OfAgreementView):
    form_class = FileForm
    page_title = _("Add a file")
    success_message = _("The file is kept with the agreement.")

    def call_service(self, form: FileForm) -> Any:
        content = form.cleaned_data["file"].read()
        return services.attach_file(
            actor=self.request.user, agreement=self.object, title=form.cleaned_data["title"], content=content
        )


class PromiseNewView(OfAgreementView):
    form_class = DeliverableForm
    page_title = _("Add a promise")
    page_lead = _("How far it has come is never typed: it is counted from the records that name this agreement.")
    success_message = _("The promise is saved. It fills itself from now on.")

    def get_initial(self) -> dict[str, Any]:
        return {"regions": self.object.regions.all(), "due_on": Agreement.objects.end_of(self.object)}

    def call_service(self, form: DeliverableForm) -> Deliverable:
        return services.save_deliverable(actor=self.request.user, agreement=self.object, **form.cleaned_data)


class ClassTieView(OfAgreementView):
    form_class = ClassTieForm
    page_title = _("Name a class")
    page_lead = _("Its participants, graduates and certificates then count for the promises of this agreement.")
    success_message = _("The class belongs to the agreement now.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"agreement": self.object}

    def call_service(self, form: ClassTieForm) -> AgreementClass:
        return services.name_class(actor=self.request.user, agreement=self.object, **form.cleaned_data)


class OfPartView(ActionView):
    """A button about something that belongs to an agreement; back to its page."""

    action = Action.MANAGE_AGREEMENTS

    def get_success_url(self) -> str:
        return self.object.agreement.get_absolute_url()


class PromiseDropView(OfPartView):
    queryset = Deliverable.objects.select_related("agreement")
    success_message = _("The promise is taken back.")

    def call_service(self) -> None:
        services.drop_deliverable(actor=self.request.user, deliverable=self.object)


class PartyRemoveView(OfPartView):
    queryset = AgreementParty.objects.select_related("agreement")
    success_message = _("The party is removed.")

    def call_service(self) -> None:
        services.remove_party(actor=self.request.user, party=self.object)


class ClassUntieView(OfPartView):
    queryset = AgreementClass.objects.select_related("agreement")
    success_message = _("The class no longer belongs to the agreement.")

    def call_service(self) -> None:
        services.untie(actor=self.request.user, tie=self.object)


class AgreementActionView(ActionView):
    action = Action.MANAGE_AGREEMENTS
    queryset = Agreement.objects.all()

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()


class ReviewView(AgreementActionView):
    success_message = _("The agreement is in legal review.")

    def call_service(self) -> Agreement:
        return services.move_agreement(actor=self.request.user, agreement=self.object, to=AgreementStage.LEGAL_REVIEW)


class ReadyView(AgreementActionView):
    success_message = _("The agreement is ready to be signed.")

    def call_service(self) -> Agreement:
        return services.move_agreement(actor=self.request.user, agreement=self.object, to=AgreementStage.READY)


class UnsignView(AgreementActionView):
    action = Action.SIGN_AGREEMENT
    success_message = _("The signature is taken back.")

    def call_service(self) -> Agreement:
        return services.take_signature_back(actor=self.request.user, agreement=self.object)


class PlacementsAtPartnerView(AgreementActionView):
    """Jobs at the partner since the agreement began; who has them is not shown."""

    def call_service(self) -> int:
        return services.name_placements_at_partner(actor=self.request.user, agreement=self.object)

    def get_success_message(self) -> str:
        return gettext("Jobs at the partner that belong to the agreement now: %(count)s new.") % {"count": self.result}
