"""The SMPP instrument and audits made with it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from companies.forms.smpp import AuditForm, InstrumentForm, ScoreForm, ScoresForm
from companies.models import Company, SmppAudit, SmppCriterion, SmppInstrument
from companies.services import smpp as services
from companies.tables.productivity import INSTRUMENT_COLUMNS
from companies.views.productivity_tabs import ProductivityTabs
from kaltim_naker.access.actions import Action
from kaltim_naker.ui.components import Badge, Crumb, PageAction
from kaltim_naker.ui.formatting import long_date, number, percent
from kaltim_naker.ui.grids import GridFormView
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.views import ScopedDetailView, ScopedListView, ServiceFormView

INSTRUMENTS = Crumb(_("SMPP"), reverse_lazy("companies:smpp_list"))
EXAMPLE = Badge(_("example"), "warn")


class InstrumentListView(ProductivityTabs, ScopedListView):
    action = Action.VIEW_PRODUCTIVITY
    template_name = "companies/productivity_list.html"
    page_title = _("SMPP instruments")
    page_lead = _(
        "Kepmenaker 156/2021 names seven elements; its criteria and weights are entered by the office as a version."
    )
    queryset = SmppInstrument.objects.all()
    columns = INSTRUMENT_COLUMNS
    default_order = Order("valid_from", descending=True)
    tab = "companies:smpp_list"

    def get_base_queryset(self) -> QuerySet:
        return SmppInstrument.objects.annotate(
            criterion_count=Count("elements__criteria", distinct=True), audit_count=Count("audits", distinct=True)
        )

    def get_page_actions(self) -> Sequence[PageAction]:
        return [PageAction(_("Enter a version"), reverse("companies:smpp_add"), Action.COACH_COMPANY, primary=True)]


class InstrumentDetailView(ScopedDetailView):
    action = Action.VIEW_PRODUCTIVITY
    queryset = SmppInstrument.objects.all()
    template_name = "companies/smpp_instrument.html"

    def get_crumbs(self) -> Sequence[Crumb]:
        return [INSTRUMENTS, Crumb(self.object.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        instrument = self.object
        return super().get_context_data(
            page_badge=EXAMPLE if instrument.is_example else None,
            elements=instrument.elements.prefetch_related("criteria"),
            audits=instrument.audits.select_related("company"),
            facts=[(_("Valid from"), long_date(instrument.valid_from)), (_("Document"), instrument.source)],
            **kwargs,
        )


class DefineInstrumentView(ServiceFormView):
    action = Action.COACH_COMPANY
    page_title = _("Enter a version of the instrument")
    page_lead = _("Lines may be copied from a workbook. Audits that were made keep the version they were made with.")
    form_class = InstrumentForm
    success_message = _("The instrument is saved.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [INSTRUMENTS, Crumb(_("Enter a version"))]

    def call_service(self, form: InstrumentForm) -> SmppInstrument:
        facts = dict(form.cleaned_data)
        return services.define_instrument(actor=self.request.user, criteria=facts.pop("lines"), **facts)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_cancel_url(self) -> str:
        return reverse("companies:smpp_list")


class BeginAuditView(ServiceFormView):
    action = Action.COACH_COMPANY
    queryset = Company.objects.all()
    page_title = _("Begin an SMPP audit")
    form_class = AuditForm
    submit_label = _("Begin")

    def call_service(self, form: AuditForm) -> SmppAudit:
        return services.begin_audit(actor=self.request.user, company=self.object, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("companies:smpp_score", args=[self.result.pk])

    def get_cancel_url(self) -> str:
        return reverse("companies:company_productivity", args=[self.object.pk])


class AuditDetailView(ScopedDetailView):
    action = Action.VIEW_PRODUCTIVITY
    template_name = "companies/smpp_audit.html"

    def get_base_queryset(self) -> QuerySet:
        return SmppAudit.objects.select_related("company", "instrument", "auditor")

    def get_crumbs(self) -> Sequence[Crumb]:
        company = self.object.company
        return [
            Crumb(company.name, reverse("companies:company_productivity", args=[company.pk])),
            Crumb(_("SMPP audit")),
        ]

    def get_page_actions(self) -> Sequence[PageAction]:
        score = reverse("companies:smpp_score", args=[self.object.pk])
        return [
            PageAction(_("Enter scores"), score, Action.COACH_COMPANY, primary=True),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        audit = self.object
        return super().get_context_data(
            page_badge=EXAMPLE if audit.instrument.is_example else None,
            results=[
                (element, percent(result.percent), number(result.scored), number(result.criteria))
                for element, result in audit.results()
            ],
            total=percent(audit.total_percent),
            is_complete=audit.total_percent is not None,
            has_weights=not audit.instrument.elements.filter(weight__isnull=True).exists(),
            facts=[
                (_("Day of the audit"), long_date(audit.audited_on)),
                (_("Auditor"), audit.auditor.full_name),
                (_("Instrument"), audit.instrument),
                (_("Note"), audit.note),
            ],
            **kwargs,
        )


class ScoreAuditView(GridFormView):
    """All criteria on one page; what is left empty was not looked at yet."""

    action = Action.COACH_COMPANY
    queryset = SmppAudit.objects.select_related("company", "instrument")
    page_title = _("Enter scores")
    form_class = ScoresForm
    row_form_class = ScoreForm
    submit_label = _("Save the scores")
    success_message = _("The scores are saved.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(str(self.object), self.object.get_absolute_url()), Crumb(_("Enter scores"))]

    def get_records(self) -> Iterable[SmppCriterion]:
        criteria = SmppCriterion.objects.filter(element__instrument=self.object.instrument_id)
        self.known = dict(self.object.scores.values_list("criterion", "score"))
        return criteria.select_related("element").order_by("element__position", "position")

    def get_row_initial(self, record: Any) -> dict[str, Any]:
        return {"score": self.known.get(record.pk)}

    def call_service(self, form: Any) -> SmppAudit:
        scores = {row.record.pk: row.cleaned_data["score"] for row in self.rows}
        return services.score_audit(actor=self.request.user, audit=self.object, scores=scores, **form.cleaned_data)

    def get_initial(self) -> dict[str, Any]:
        return {"note": self.object.note}

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    def get_cancel_url(self) -> str:
        return self.object.get_absolute_url()
