"""Lists of agreements, and one agreement with how far its promises have come."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from companies.choices import AgreementScope, AgreementStage, Standing
from companies.constants.agreements import BEFORE_SIGNING
from companies.documents.agreements import open_file
from companies.filters.agreements import AgreementFilter, NoticeFilter
from companies.forms.agreements import AnswerForm
from companies.measures.fulfilment import scoreboard
from companies.models import Agreement, AgreementFile, AgreementNotice
from companies.permissions import only_with_money
from companies.services import answer_notice
from companies.tables.agreements import (
    AGREEMENT_COLUMNS,
    AGREEMENT_MONEY,
    DELIVERABLE_BADGES,
    NOTICE_COLUMNS,
    STANDING_BADGES,
)
from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.charts.meters import meter
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import today
from kaltim_naker.ui.components import Crumb, EmptyState, PageAction, Step
from kaltim_naker.ui.formatting import long_date, rupiah
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.tables import Column
from kaltim_naker.ui.views import GuardedView, ScopedDetailView, ScopedListView, ScopedObjectMixin, ServiceFormView

AGREEMENTS = Crumb(_("Agreements"), reverse_lazy("companies:agreement_list"))


def agreement_crumbs(agreement: Agreement, here: Any) -> list[Crumb]:
    return [AGREEMENTS, Crumb(agreement.title, agreement.get_absolute_url()), Crumb(here)]


class AgreementListView(ScopedListView):
    action = Action.VIEW_COMPANIES
    page_title = _("Agreements")
    filterset_class = AgreementFilter
    default_order = Order("starts_on", descending=True)
    empty_state = EmptyState(
        _("No agreement is like this"), _("Change the filter. A new agreement begins on the page of its partner.")
    )

    def get_base_queryset(self) -> QuerySet:
        return Agreement.objects.with_standing(today())

    def get_columns(self) -> Sequence[Column]:
        return [*AGREEMENT_COLUMNS, *only_with_money(self.request.user, AGREEMENT_MONEY)]

    def get_page_actions(self) -> Sequence[PageAction]:
        quiet = f"{reverse('companies:agreement_list')}?results=none"
        return [
            PageAction(_("Signed, but nothing happened"), quiet),
            PageAction(_("Notices"), reverse("companies:notice_list"), Action.MANAGE_AGREEMENTS),
        ]


class AgreementDetailView(ScopedDetailView):
    action = Action.VIEW_COMPANIES
    template_name = "companies/agreement_detail.html"

    def get_base_queryset(self) -> QuerySet:
        agreements = Agreement.objects.with_standing(today()).select_related("company", "parent")
        return agreements.prefetch_related("regions", "parties", "files__added_by", "named_companies")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [AGREEMENTS, Crumb(self.object.title)]

    def get_page_actions(self) -> Sequence[PageAction]:
        if self.object.stage in BEFORE_SIGNING:
            return self._before_signing()
        return self._once_signed() if self.object.stage == AgreementStage.SIGNED else []

    def _to(self, name: str, label: Any, action: Action, **options: Any) -> PageAction:
        return PageAction(label, reverse(f"companies:agreement_{name}", args=[self.object.pk]), action, **options)

    def _before_signing(self) -> list[PageAction]:
        further = {
            AgreementStage.DRAFT: ("review", _("To legal review")),
            AgreementStage.LEGAL_REVIEW: ("ready", _("Ready to be signed")),
        }
        moves = [further[self.object.stage]] if self.object.stage in further else []
        return [
            self._to("sign", _("Enter the signature"), Action.SIGN_AGREEMENT, primary=not moves),
            *(self._to(name, label, Action.MANAGE_AGREEMENTS, post=True, primary=True) for name, label in moves),
            self._to("edit", _("Change the draft"), Action.MANAGE_AGREEMENTS),
        ]

    def _once_signed(self) -> list[PageAction]:
        return [
            self._to("promise", _("Add a promise"), Action.MANAGE_AGREEMENTS, primary=True),
            self._to("addendum", _("Addendum"), Action.MANAGE_AGREEMENTS),
            self._to("edit", _("Contacts and companies"), Action.MANAGE_AGREEMENTS),
            self._to("terminate", _("End it early"), Action.SIGN_AGREEMENT, danger=True),
            self._to(
                "unsign",
                _("Take the signature back"),
                Action.SIGN_AGREEMENT,
                post=True,
                danger=True,
                confirm=_("Only if it was entered by mistake. The history keeps both."),
            ),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agreement, day = self.object, today()
        return super().get_context_data(
            page_badge=STANDING_BADGES[Standing(agreement.standing)],
            steps=steps_of(agreement),
            scores=[ScoreCard(score) for score in scoreboard(agreement, day)],
            facts=self.facts(),
            parts=agreement.parts.with_standing(day),
            classes=agreement.class_ties.select_related("training_class__programme", "training_class__centre"),
            placements=agreement.placement_ties.count(),
            notices=agreement.notices.open(),
            may_manage=can(self.request.user, Action.MANAGE_AGREEMENTS),
            may_see_files=can(self.request.user, Action.VIEW_AGREEMENT_FILES),
            is_unsigned=agreement.stage in BEFORE_SIGNING,
            **kwargs,
        )

    def facts(self) -> list[tuple[Any, Any]]:
        row = self.object
        scopes = dict(AgreementScope.choices)
        money = [(_("Value"), rupiah(row.value))] if row.value is not None else []
        ended = [(_("Reason for the termination"), row.termination_reason)] if row.termination_reason else []
        return [
            (_("Kind"), row.get_kind_display()),
            (_("Signed"), ", ".join(filter(None, [long_date(row.signed_on), row.signed_at]))),
            (_("In force from"), long_date(row.starts_on)),
            (_("In force until"), end_in_words(row)),
            *ended,
            (_("Scope"), ", ".join(str(scopes[scope]) for scope in row.scopes)),
            (_("Regions"), ", ".join(region.short_name for region in row.regions.all())),
            *only_with_money(self.request.user, money),
            *self._facts_beside(),
        ]

    def _facts_beside(self) -> list[tuple[Any, Any]]:
        """What many agreements do not say; where it is empty, there is no line."""
        row = self.object
        beside = [
            (_("Companies to be reached"), row.target_companies),
            (_("Contact of the office"), row.contact_here),
            (_("Contact of the partner"), row.contact_there),
            (_("Source"), row.source),
        ]
        return [(label, value) for label, value in beside if value]


def end_in_words(agreement: Agreement) -> str:
    """The effective end, and what was first agreed where that differs."""
    end = agreement.effective_end  # type: ignore[attr-defined]
    if end == agreement.ends_on:
        return long_date(end)
    first = _("first agreed: %(day)s") % {"day": long_date(agreement.ends_on)}
    return f"{long_date(end)} ({first})"


class ScoreCard:
    """A promise as the page shows it."""

    def __init__(self, score: Any) -> None:
        self.score = score
        self.bar = meter(score.achieved, score.deliverable.promised)
        self.badge = DELIVERABLE_BADGES[score.state]


def steps_of(agreement: Agreement) -> list[Step]:
    """The way of an agreement; what it skipped is shown as done."""
    way = [Standing.DRAFT, Standing.LEGAL_REVIEW, Standing.READY, Standing.IN_FORCE, Standing.OVER]
    stands = Standing(agreement.standing)  # type: ignore[attr-defined]
    if stands == Standing.TERMINATED:
        way[-1] = Standing.TERMINATED
    here = {Standing.UPCOMING: Standing.IN_FORCE, Standing.ENDING: Standing.IN_FORCE}.get(stands, stands)
    place = way.index(here)
    states = ["done" if rank < place else "current" if rank == place else "todo" for rank in range(len(way))]
    return [Step(step.label, state) for step, state in zip(way, states, strict=True)]


class FileDownloadView(ScopedObjectMixin, GuardedView):
    """A file of an agreement. Whether the reader may see it is decided now, by each request."""

    action = Action.VIEW_AGREEMENT_FILES
    queryset = AgreementFile.objects.select_related("agreement")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kept = self.object
        try:
            file = open_file(kept)
        except DomainError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(kept.agreement.get_absolute_url())
        response = FileResponse(file, as_attachment=True, filename=f"{kept.pk}.pdf", content_type="application/pdf")
        response["X-Content-Type-Options"] = "nosniff"
        return response


class NoticeListView(ScopedListView):
    """Which agreements end, and what somebody said becomes of them."""

    action = Action.MANAGE_AGREEMENTS
    page_title = _("Notices of ending agreements")
    queryset = AgreementNotice.objects.all()
    filterset_class = NoticeFilter
    columns = NOTICE_COLUMNS
    default_order = Order("ends_on")
    empty_state = EmptyState(_("No notice"), _("Notices are written 90, 30 and 7 days before an agreement ends."))

    def get_crumbs(self) -> Sequence[Crumb]:
        return [AGREEMENTS, Crumb(self.page_title)]


class NoticeAnswerView(ServiceFormView):
    action = Action.MANAGE_AGREEMENTS
    queryset = AgreementNotice.objects.select_related("agreement")
    form_class = AnswerForm
    page_title = _("What becomes of the agreement?")
    submit_label = _("Answer")
    success_message = _("The notice is answered.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return agreement_crumbs(self.object.agreement, self.page_title)

    def call_service(self, form: AnswerForm) -> AgreementNotice:
        return answer_notice(actor=self.request.user, notice=self.object, answer=form.cleaned_data["answer"])

    def get_success_url(self) -> str:
        return self.object.agreement.get_absolute_url()

    get_cancel_url = get_success_url
