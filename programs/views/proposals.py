"""Pages of proposals. A regional office sees and enters those of its own region; the province decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.ui.components import Crumb, EmptyState, PageAction, Step
from kaltim_naker.ui.formatting import long_date, number, rupiah
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.views import ActionView, ScopedDetailView, ScopedListView, ServiceFormView
from programs.choices import ClassState, ProposalState
from programs.constants import AGREED, DECIDED, EDITABLE, PROPOSAL_MOVES
from programs.documents.proposals import decision_words, overlap_of
from programs.filters import ProposalFilter
from programs.forms import ClassChoiceForm, DecisionForm, ProposalForm
from programs.models import Proposal, ProposalClass, TrainingClass
from programs.permissions import may_speak_for
from programs.services import (
    change_proposal,
    decide_proposal,
    link_class,
    return_proposal,
    review_proposal,
    send_again,
    submit_proposal,
    unlink_class,
    withdraw_proposal,
)
from programs.tables import PROPOSAL_BADGES, PROPOSAL_COLUMNS
from programs.views.links import ReleaseClassView

PROPOSALS = Crumb(_("Proposals"), reverse_lazy("programs:proposal_list"))


class ProposalListView(ScopedListView):
    action = Action.VIEW_PROPOSALS
    page_title = _("Proposals")
    page_lead = _("What the regencies and cities propose for the programme of a year, and what was decided.")
    queryset = Proposal.objects.all()
    filterset_class = ProposalFilter
    columns = PROPOSAL_COLUMNS
    default_order = Order("number", descending=True)
    empty_state = EmptyState(_("No proposal fits"), _("Change or reset the filter to see more."))

    def get_page_actions(self) -> Sequence[PageAction]:
        bring = reverse("imports:upload", args=["proposals"])
        return [
            PageAction(
                _("Enter a proposal"), reverse("programs:proposal_enter"), action=Action.ENTER_PROPOSAL, primary=True
            ),
            PageAction(_("Bring a list"), bring, action=Action.IMPORT_PROPOSALS),
            PageAction(_("Matrix"), reverse("programs:proposal_matrix")),
            PageAction(_("Minutes"), reverse("programs:minutes_list")),
        ]


@dataclass(frozen=True)
class Button:
    """A move that this reader may make now; with `asks`, a reason is asked for first."""

    label: str | Promise
    url: str
    question: str | Promise = ""
    asks: str = ""
    danger: bool = False
    is_link: bool = False


class ProposalDetailView(ScopedDetailView):
    action = Action.VIEW_PROPOSALS
    template_name = "programs/proposal_detail.html"

    def get_base_queryset(self) -> QuerySet:
        return Proposal.objects.for_list()

    def get_crumbs(self) -> Sequence[Crumb]:
        return [PROPOSALS, Crumb(self.object.number)]

    def get_page_actions(self) -> Sequence[PageAction]:
        edit = PageAction(_("Edit"), reverse("programs:proposal_edit", args=[self.object.pk]))
        return [edit] if self._is_own(Action.ENTER_PROPOSAL) and self.object.state in EDITABLE else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        overlap = overlap_of(row)
        classes = row.realised.select_related("training_class__programme", "training_class__centre")
        return super().get_context_data(
            page_badge=PROPOSAL_BADGES[row.state],
            facts=self.facts(),
            steps=self.steps(),
            decision=decision_words(_as_row(row)) if row.state in DECIDED else "",
            overlap=overlap,
            classes=[one.training_class for one in classes],
            buttons=self.buttons(),
            may_link=row.state in AGREED and self._is_own(Action.DECIDE_PROPOSAL),
            **kwargs,
        )

    def facts(self) -> list[tuple[Any, Any]]:
        row = self.object
        return [
            (_("Regency or city"), row.region.name),
            (_("For the fiscal year"), row.year),
            (_("Field"), row.field_name or "–"),
            (_("Location"), row.location or "–"),
            (_("Volume"), f"{number(row.volume)} {row.get_unit_display()}"),
            (_("Estimated cost"), rupiah(row.cost)),
            (_("Priority"), number(row.priority)),
            (_("Justification"), row.justification or "–"),
            (_("Channel"), row.get_channel_display()),
            (_("SIPD number"), row.sipd_id or "–"),
            (_("Entered by"), _("the province, on behalf of the region") if row.on_behalf else _("the region")),
        ]

    def steps(self) -> list[Step]:
        """Submitted, under review, decided, a class; what ended otherwise says so in its place."""
        row = self.object
        is_decided, has_class = row.state in DECIDED, row.realised.exists()
        if row.state in (ProposalState.RETURNED, ProposalState.WITHDRAWN):
            return [Step(ProposalState.SUBMITTED.label, "done"), Step(row.get_state_display(), "cancelled", row.reason)]
        decided = row.get_state_display() if is_decided else _("decided")
        return [
            Step(ProposalState.SUBMITTED.label, "current" if row.state == ProposalState.SUBMITTED else "done"),
            Step(ProposalState.REVIEWED.label, _step(row.state == ProposalState.REVIEWED, done=is_decided)),
            Step(decided, _step(is_decided, done=has_class), long_date(row.decided_on) if is_decided else ""),
            Step(_("a class came of it"), "done" if has_class else "todo"),
        ]

    def buttons(self) -> list[Button]:
        """The moves of the table that this reader makes, in the order of the way."""
        pk, moves = self.object.pk, PROPOSAL_MOVES[self.object.state]
        found = []
        if self._is_own(Action.DECIDE_PROPOSAL):
            if ProposalState.REVIEWED in moves:
                again = self.object.state in DECIDED
                label = _("Take up again") if again else _("Take up for review")
                found.append(Button(label, reverse("programs:proposal_review", args=[pk])))
            if ProposalState.REJECTED in moves:
                found.append(Button(_("Decide"), reverse("programs:proposal_decide", args=[pk]), is_link=True))
            if ProposalState.RETURNED in moves:
                question = _("The region can change the proposal and send it in again. What is missing?")
                url = reverse("programs:proposal_return", args=[pk])
                found.append(Button(_("Return to the region"), url, question, "reason"))
        if self._is_own(Action.ENTER_PROPOSAL):
            if ProposalState.SUBMITTED in moves:
                found.append(Button(_("Send in again"), reverse("programs:proposal_send", args=[pk])))
            if ProposalState.WITHDRAWN in moves:
                question = _("The proposal is taken back and will not be decided. Why?")
                url = reverse("programs:proposal_withdraw", args=[pk])
                found.append(Button(_("Take back"), url, question, "reason", danger=True))
        return found

    def _is_own(self, action: Action) -> bool:
        return may_speak_for(self.request.user, action, self.object.region)


def _step(is_here: bool, *, done: bool) -> Any:
    return "done" if done else "current" if is_here else "todo"


def _as_row(proposal: Proposal) -> dict[str, Any]:
    return {"state": proposal.state, "volume": proposal.volume, "agreed_volume": proposal.agreed_volume}


class ProposalEnterView(ServiceFormView):
    action = Action.ENTER_PROPOSAL
    page_title = _("Enter a proposal")
    page_lead = _("You get a number as receipt. Until the province takes it up, you can still change it.")
    form_class = ProposalForm
    queryset = Proposal.objects.all()
    submit_label = _("Submit")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "scope": self.scope}

    def get_crumbs(self) -> Sequence[Crumb]:
        return [PROPOSALS, Crumb(self.page_title)]

    def call_service(self, form: ProposalForm) -> Proposal:
        return submit_proposal(actor=self.request.user, **form.cleaned_data)

    def get_success_message(self) -> str:
        return gettext("Received under the number %(number)s.") % {"number": self.result.number}

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_cancel_url(self) -> str:
        return reverse("programs:proposal_list")


class OfProposalView(ServiceFormView):
    """A form about one proposal; afterwards its page."""

    queryset = Proposal.objects.for_list()

    def get_crumbs(self) -> Sequence[Crumb]:
        return [PROPOSALS, Crumb(self.object.number, self.object.get_absolute_url()), Crumb(self.page_title)]

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    get_cancel_url = get_success_url


class ProposalEditView(OfProposalView):
    action = Action.ENTER_PROPOSAL
    page_title = _("Edit the proposal")
    form_class = ProposalForm
    submit_label = _("Save")
    success_message = _("The proposal is changed.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "scope": self.scope}

    def get_initial(self) -> dict[str, Any]:
        names = ("region", *ProposalForm.base_fields)
        return {name: getattr(self.object, name) for name in names}

    def get_form(self, form_class: type[ProposalForm] | None = None) -> ProposalForm:
        form = super().get_form(form_class)
        for name in ("region", "year"):
            form.fields[name].disabled = True
        return form

    def call_service(self, form: ProposalForm) -> Proposal:
        return change_proposal(actor=self.request.user, proposal=self.object, **form.cleaned_data)


class ProposalDecideView(OfProposalView):
    action = Action.DECIDE_PROPOSAL
    page_title = _("Decide")
    form_class = DecisionForm
    template_name = "programs/proposal_decide.html"
    submit_label = _("Decide")
    success_message = _("The decision is recorded.")

    def call_service(self, form: DecisionForm) -> Proposal:
        return decide_proposal(actor=self.request.user, proposal=self.object, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(overlap=overlap_of(self.object), **kwargs)


class ProposalMoveView(ActionView):
    """A button of the province; the subclasses say which."""

    action = Action.DECIDE_PROPOSAL
    queryset = Proposal.objects.for_list()

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    @property
    def reason(self) -> str:
        return self.request.POST.get("reason", "")


class ProposalReviewView(ProposalMoveView):
    success_message = _("The proposal is under review.")

    def call_service(self) -> Proposal:
        return review_proposal(actor=self.request.user, proposal=self.object)


class ProposalReturnView(ProposalMoveView):
    success_message = _("The proposal is returned to the region.")

    def call_service(self) -> Proposal:
        return return_proposal(actor=self.request.user, proposal=self.object, reason=self.reason)


class ProposalSendView(ProposalMoveView):
    action = Action.ENTER_PROPOSAL
    success_message = _("The proposal is sent in again.")

    def call_service(self) -> Proposal:
        return send_again(actor=self.request.user, proposal=self.object)


class ProposalWithdrawView(ProposalMoveView):
    action = Action.ENTER_PROPOSAL
    success_message = _("The proposal is withdrawn.")

    def call_service(self) -> Proposal:
        return withdraw_proposal(actor=self.request.user, proposal=self.object, reason=self.reason)


class ProposalClassView(OfProposalView):
    """Which class of the plan came of the proposal."""

    action = Action.DECIDE_PROPOSAL
    page_title = _("Name the class that came of it")
    form_class = ClassChoiceForm
    submit_label = _("Save")
    success_message = _("The class is named.")

    def get_form_kwargs(self) -> dict[str, Any]:
        planned = TrainingClass.objects.filter(fiscal_year__gte=self.object.year, came_of__isnull=True)
        if self.object.field_id:
            planned = planned.filter(programme__field=self.object.field_id)
        planned = planned.exclude(state=ClassState.CANCELLED).select_related("programme")
        return {**super().get_form_kwargs(), "classes": planned}

    def call_service(self, form: ClassChoiceForm) -> ProposalClass:
        return link_class(actor=self.request.user, proposal=self.object, **form.cleaned_data)


class ProposalClassReleaseView(ReleaseClassView):
    queryset = Proposal.objects.all()

    def release(self, training_class: TrainingClass) -> None:
        unlink_class(actor=self.request.user, proposal=self.object, training_class=training_class)
