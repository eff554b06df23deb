"""Certificates: the list, one with its history, and what can be done with it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse, reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from certifications.choices import CertificateState
from certifications.filters import CertificateFilter
from certifications.forms import EndForm, HandOverForm, ReplaceForm
from certifications.formulas import looks_unusual, registration_looks_unusual
from certifications.models import Certificate, IssuedDocument
from certifications.services import ask_to_revoke, hand_over_certificate, issue_slip, replace_certificate
from certifications.tables import CERTIFICATE_COLUMNS, STANDING_BADGES
from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.access.scope import scope_of
from kaltim_naker.approvals.models import Approval
from kaltim_naker.core.codes import grouped
from kaltim_naker.core.periods import today
from kaltim_naker.ui.components import Crumb, PageAction
from kaltim_naker.ui.formatting import long_date
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.personal import PersonalListView
from kaltim_naker.ui.views import ActionView, ScopedDetailView, ServiceFormView
from programs.models import TrainingClass

CERTIFICATES = Crumb(_("Certificates"), reverse_lazy("certifications:certificate_list"))


class CertificateListView(PersonalListView):
    action = Action.VIEW_CERTIFICATES
    page_title = _("Certificates")
    queryset = Certificate.objects.all()
    filterset_class = CertificateFilter
    columns = CERTIFICATE_COLUMNS
    default_order = Order("issued_on", descending=True)

    def get_base_queryset(self) -> QuerySet:
        return Certificate.objects.with_standing(today())

    def get_page_actions(self) -> Sequence[PageAction]:
        return [
            PageAction(_("Ledger of graduates"), reverse("certifications:ledger")),
            PageAction(_("Assessments"), reverse("certifications:assessment_list")),
        ]


class CertificateDetailView(ScopedDetailView):
    action = Action.VIEW_CERTIFICATES
    template_name = "certifications/certificate_detail.html"

    def get_base_queryset(self) -> QuerySet:
        return Certificate.objects.select_related(
            "issuer",
            "job_seeker",
            "ended_by",
            "result__assessment__training_class__programme",
            "result__assessment__training_class__centre",
        )

    def get_crumbs(self) -> Sequence[Crumb]:
        return [CERTIFICATES, Crumb(self.object.number)]

    def get_page_actions(self) -> Sequence[PageAction]:
        actions = []
        if self.object.state == CertificateState.ACTIVE:
            actions = [
                self._button(*button)
                for action, *button in ACTIVE_PAGES
                if self.may(action) and not (self.object.handed_over_on and action == Action.HAND_OVER_CERTIFICATE)
            ]
        return actions

    def _button(self, name: str, label: str | Promise, kind: str) -> PageAction:
        return PageAction(
            label,
            reverse(f"certifications:{name}", args=[self.object.pk]),
            primary=kind == "next",
            danger=kind == "danger",
            post=kind == "post",
        )

    def may(self, action: Action) -> bool:
        scope = scope_of(self.request.user, action)
        return Certificate.objects.visible_to(scope).filter(pk=self.object.pk).exists()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            page_badge=STANDING_BADGES[self.object.standing],
            facts=self.facts(),
            ending=self.ending(),
            chain=self.chain(),
            warnings=self.warnings(),
            short_code=grouped(self.object.short_code),
            training_class=self.training_class,
            may_see_person=can(self.request.user, Action.VIEW_JOB_SEEKERS),
            **kwargs,
        )

    @property
    def training_class(self) -> TrainingClass:
        return self.object.result.assessment.training_class

    def warnings(self) -> list[str]:
        """What is unusual about the number; nobody is stopped by it (domain.md §4.3)."""
        row, said = self.object, []
        if looks_unusual(row.issuer.kind, row.number):
            said.append(gettext("The number differs from what %(issuer)s usually prints.") % {"issuer": row.issuer})
        if registration_looks_unusual(row.issuer.kind, row.registration_number):
            said.append(
                gettext("The registration number differs from what %(issuer)s usually prints.") % {"issuer": row.issuer}
            )
        return said

    def ending(self) -> list[tuple[str | Promise, Any]]:
        """How it ended, by whom and why; empty while it holds."""
        row = self.object
        if row.state == CertificateState.ACTIVE:
            return []
        return [
            (_("State"), row.get_state_display()),
            (_("On"), long_date(row.ended_on)),
            (_("Reason"), row.end_reason),
            (_("Document"), row.end_document),
            (_("By"), row.ended_by),
        ]

    def chain(self) -> list[Certificate]:
        """All papers of a chain of corrections, the first one first; empty where there is but this one."""
        first = self.object.first_id or self.object.pk
        papers = list(Certificate.objects.filter(Q(pk=first) | Q(first=first)).order_by("created_at"))
        return papers if len(papers) > 1 else []

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


# Action, page, label, kind of button; while a certificate is active.
ACTIVE_PAGES: tuple[tuple[Action, str, str | Promise, str], ...] = (
    (Action.HAND_OVER_CERTIFICATE, "certificate_hand_over", _("Hand over"), "next"),
    (Action.ISSUE_DOCUMENT, "certificate_slip", _("Verification slip"), "post"),
    (Action.END_CERTIFICATE, "certificate_replace", _("Replace"), "plain"),
    (Action.END_CERTIFICATE, "certificate_revoke", _("Revoke"), "danger"),
)


class CertificateFormView(ServiceFormView):
    """A form about one certificate."""

    action = Action.END_CERTIFICATE
    queryset = Certificate.objects.select_related("issuer", "job_seeker")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [CERTIFICATES, Crumb(self.object.number, self.object.get_absolute_url()), Crumb(self.page_title)]

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    get_cancel_url = get_success_url


class RevokeCertificateView(CertificateFormView):
    page_title = _("Revoke a certificate")
    page_lead = _(
        "When a second person approves, the public check says “revoked”. It stays on record and cannot be undone."
    )
    form_class = EndForm
    submit_label = _("Ask for the revocation")
    success_message = _("Asked. It is done as soon as a second person approves.")

    def call_service(self, form: EndForm) -> Approval:
        return ask_to_revoke(actor=self.request.user, certificate=self.object, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_cancel_url(self) -> str:
        return self.object.get_absolute_url()


class ReplaceCertificateView(CertificateFormView):
    page_title = _("Replace a certificate")
    page_lead = _(
        "For a paper the issuer printed anew, because of a wrong name or a loss. The old one stays on record."
    )
    form_class = ReplaceForm
    submit_label = _("Replace")
    success_message = _("The new certificate is registered.")

    def get_initial(self) -> dict[str, Any]:
        return {"holder_name": self.object.job_seeker.full_name}

    def call_service(self, form: ReplaceForm) -> Certificate:
        return replace_certificate(actor=self.request.user, certificate=self.object, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_cancel_url(self) -> str:
        return self.object.get_absolute_url()


class IssueSlipView(ActionView):
    """A slip for a certificate; leads to the paper, where it is printed."""

    action = Action.ISSUE_DOCUMENT
    queryset = Certificate.objects.all()

    def call_service(self) -> IssuedDocument:
        return issue_slip(actor=self.request.user, certificate=self.object)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_failure_url(self) -> str:
        return self.object.get_absolute_url()
