"""Legal bases: what targets, agreements, activities and reports rest on."""

from collections.abc import Sequence
from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.ui.components import Crumb, EmptyState, PageAction
from kaltim_naker.ui.formatting import long_date
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.views import GuardedView, ScopedDetailView, ScopedListView, ServiceFormView
from programs.filters import LegalBasisFilter
from programs.forms import LegalBasisForm
from programs.models import LegalBasis, TargetRevision
from programs.services import enter_legal_basis
from programs.tables import LEGAL_BASIS_COLUMNS

LEGAL_BASES = Crumb(_("Legal bases"), reverse_lazy("programs:legal_basis_list"))


class LegalBasisListView(ScopedListView):
    action = Action.VIEW_ACHIEVEMENT
    page_title = _("Legal bases")
    page_lead = _("Laws, regulations, plans and agreements that targets, agreements, activities and reports cite.")
    queryset = LegalBasis.objects.all()
    filterset_class = LegalBasisFilter
    columns = LEGAL_BASIS_COLUMNS
    rows_are_objects = True
    default_order = Order("year", descending=True)
    empty_state = EmptyState(_("No document yet"), _("Enter the documents that your targets rest on."))

    def get_page_actions(self) -> Sequence[PageAction]:
        url = reverse("programs:legal_basis_add")
        return [PageAction(_("Enter a document"), url, action=Action.KEEP_PAPERS, primary=True)]


class LegalBasisDetailView(ScopedDetailView):
    action = Action.VIEW_ACHIEVEMENT
    queryset = LegalBasis.objects.all()
    template_name = "programs/legal_basis_detail.html"

    def get_crumbs(self) -> Sequence[Crumb]:
        return [LEGAL_BASES, Crumb(str(self.object))]

    def get_page_actions(self) -> Sequence[PageAction]:
        change = reverse("programs:legal_basis_change", args=[self.object.pk])
        return [
            PageAction(_("Change"), change, action=Action.KEEP_PAPERS),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        basis = self.object
        facts = [
            (_("Kind"), basis.get_kind_display()),
            (_("Number"), f"{basis.number}/{basis.year}"),
            (_("Title"), basis.title),
            (_("In force from"), long_date(basis.in_force_from)),
            (_("In force until"), long_date(basis.in_force_to)),
            (_("Fingerprint of the file (SHA-256)"), basis.file_sha256),
        ]
        revisions = TargetRevision.objects.filter(basis=basis).select_related("target__indicator")
        return super().get_context_data(facts=facts, revisions=list(revisions), **kwargs)


class LegalBasisFileView(GuardedView):
    """The PDF of a document."""

    action = Action.VIEW_ACHIEVEMENT

    def get(self, request: HttpRequest, pk: str) -> FileResponse:
        basis = get_object_or_404(LegalBasis.objects.visible_to(self.scope), pk=pk)
        if not basis.file:
            raise Http404
        return FileResponse(basis.file.open("rb"), filename=f"{basis.kind}-{basis.year}.pdf", as_attachment=True)


class LegalBasisFormView(ServiceFormView):
    """Enter a document, or correct what was entered."""

    action = Action.KEEP_PAPERS
    queryset = LegalBasis.objects.all()
    form_class = LegalBasisForm
    submit_label = _("Save")
    success_message = _("The document is saved.")

    def get_page_title(self) -> str:
        return str(self.object or _("Enter a document"))

    def get_crumbs(self) -> Sequence[Crumb]:
        return [LEGAL_BASES, Crumb(self.get_page_title())]

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in LegalBasisForm.plain_fields} if self.object else {}

    def call_service(self, form: LegalBasisForm) -> LegalBasis:
        values = {name: form.cleaned_data[name] for name in form.plain_fields}
        file = form.cleaned_data["file"]
        return enter_legal_basis(
            actor=self.request.user, basis=self.object, content=file.read() if file else b"", **values
        )

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_cancel_url(self) -> str:
        return self.object.get_absolute_url() if self.object else str(LEGAL_BASES.url)
