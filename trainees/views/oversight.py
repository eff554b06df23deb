"""Pages of looking twice: signals, samples and calls."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.forms import Form
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can, require
from kaltim_naker.core.periods import Period
from kaltim_naker.ui.components import Crumb, EmptyState, PageAction
from kaltim_naker.ui.formatting import moment, percent
from kaltim_naker.ui.grids import GridFormView
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.tables import Column, Kind
from kaltim_naker.ui.views import ScopedListView, ServiceFormView
from programs.models import TrainingCentre
from trainees.choices import CallResult, SignalKind
from trainees.documents.outcomes import verification_of
from trainees.filters import SignalFilter
from trainees.forms.outcomes import CallForm, LookForm, SampleForm
from trainees.models import GraduateSample, SampleMember, Signal
from trainees.services import draw_graduates, look_at_signal, record_call

SIGNALS = Crumb(_("Signals"), reverse_lazy("trainees:signal_list"))
SAMPLES = Crumb(_("Samples"), reverse_lazy("trainees:sample_list"))


def class_of(row: dict[str, Any]) -> str:
    return f"{row['training_class__programme__title']} – {row['training_class__label']}"


SIGNAL_COLUMNS = (
    Column("kind", _("Signal"), choices=dict(SignalKind.choices), link="trainees:signal_look", heading=True),
    Column(
        "class", _("Training class"), class_of, fields=("training_class__programme__title", "training_class__label")
    ),
    Column("centre", _("Training centre"), "training_class__centre__short_name", wide=True),
    Column("found", _("Found at"), "created_at", kind=Kind.MOMENT, sort="created_at", wide=True),
    Column("looked", _("Looked at"), "looked_at", kind=Kind.MOMENT),
    Column("note", _("What was found"), wide=True),
)
SAMPLE_COLUMNS = (
    Column("centre", _("Training centre"), "centre__short_name", link="trainees:sample_detail", heading=True),
    Column("year", _("Year"), sort="year"),
    Column("quarter", _("Quarter")),
    Column("size", _("People to call"), kind=Kind.NUMBER),
    Column("drawn_from", _("Graduates"), kind=Kind.NUMBER),
    Column("seed", _("Seed"), wide=True),
)


class SignalListView(ScopedListView):
    """Quiet hints; who looked at one says what was found. `?looked=no` shows the open ones."""

    action = Action.VIEW_SIGNALS
    page_title = _("Signals")
    page_lead = _("Hints that deserve a look. None of them is an accusation.")
    queryset = Signal.objects.all()
    filterset_class = SignalFilter
    columns = SIGNAL_COLUMNS
    default_order = Order("created_at", descending=True)
    empty_state = EmptyState(_("No signal"), _("Classes are searched every night."))


class SignalView(ServiceFormView):
    """The facts of a signal; who may, says what was found."""

    action = Action.VIEW_SIGNALS
    template_name = "trainees/signal_detail.html"
    form_class = LookForm
    queryset = Signal.objects.select_related("training_class__programme", "training_class__centre", "looked_by")
    submit_label = _("Looked at")
    success_message = _("The signal is marked as looked at.")

    def get_page_title(self) -> str:
        return str(self.object.get_kind_display())

    def get_crumbs(self) -> Sequence[Crumb]:
        return [SIGNALS, Crumb(self.get_page_title())]

    def call_service(self, form: LookForm) -> Signal:
        require(self.request.user, Action.LOOK_AT_SIGNALS)
        return look_at_signal(actor=self.request.user, signal=self.object, note=form.cleaned_data["note"])

    def get_success_url(self) -> str:
        return reverse("trainees:signal_list")

    get_cancel_url = get_success_url

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        signal = self.object
        facts = [
            (_("Training class"), signal.training_class),
            (_("Training centre"), signal.training_class.centre.short_name),
            *((FACT_LABELS.get(name, name), value) for name, value in signal.facts.items()),
            *(((_("Looked at"), f"{moment(signal.looked_at)} · {signal.looked_by}"),) if signal.looked_at else ()),
            *(((_("What was found"), signal.note),) if signal.note else ()),
        ]
        may_look = can(self.request.user, Action.LOOK_AT_SIGNALS)
        return super().get_context_data(facts=facts, may_look=may_look, **kwargs)


FACT_LABELS = {
    "sessions": _("Sessions"),
    "marks": _("Marks"),
    "instructor": _("Instructor"),
    "day": _("Day"),
    "people": _("People"),
    "phone_ends": _("Phone ends with"),
    "minutes": _("Entered within (minutes)"),
}


class SampleListView(ScopedListView):
    action = Action.CALL_BACK
    page_title = _("Samples of graduates")
    page_lead = _("A random sample of each quarter is called back; what they confirm stands beside the achievement.")
    queryset = GraduateSample.objects.all()
    columns = SAMPLE_COLUMNS
    default_order = Order("year", descending=True)
    empty_state = EmptyState(_("No sample yet"), _("Draw one for a quarter that is over."))

    def get_page_actions(self) -> Sequence[PageAction]:
        return [PageAction(_("Draw a sample"), reverse("trainees:sample_draw"), primary=True)]


class DrawView(ServiceFormView):
    action = Action.CALL_BACK
    page_title = _("Draw a sample")
    page_lead = _("People are drawn at random; the seed is kept, so that anybody can draw the same sample again.")
    form_class = SampleForm
    queryset = GraduateSample.objects.all()
    submit_label = _("Draw")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "centres": TrainingCentre.objects.run_by(self.scope)}

    def get_crumbs(self) -> Sequence[Crumb]:
        return [SAMPLES, Crumb(self.page_title)]

    def call_service(self, form: SampleForm) -> GraduateSample:
        asked = form.cleaned_data
        period = Period(asked["year"], asked["quarter"])
        return draw_graduates(actor=self.request.user, centre=asked["centre"], period=period, size=asked["size"])

    def get_success_url(self) -> str:
        return reverse("trainees:sample_detail", args=[self.result.pk])

    def get_cancel_url(self) -> str:
        return reverse("trainees:sample_list")


class SampleView(GridFormView):
    """Everybody to be called, with what the call gave."""

    action = Action.CALL_BACK
    template_name = "trainees/sample_detail.html"
    queryset = GraduateSample.objects.select_related("centre", "drawn_by")
    form_class = Form
    row_form_class = CallForm
    submit_label = _("Save the calls")
    success_message = _("The calls are recorded.")

    def get_page_title(self) -> str:
        return str(self.object)

    def get_crumbs(self) -> Sequence[Crumb]:
        return [SAMPLES, Crumb(self.get_page_title())]

    def get_records(self) -> Iterable[SampleMember]:
        members = self.object.members.select_related(
            "enrolment__job_seeker", "enrolment__training_class__programme", "enrolment__training_class__centre"
        )
        return members.order_by("enrolment__job_seeker__full_name")

    def get_row_initial(self, record: SampleMember) -> dict[str, Any]:
        return {"result": record.result, "note": record.note}

    def call_service(self, form: Any) -> Any:
        called = [row for row in self.rows if row.has_changed() and row.cleaned_data["result"] != CallResult.OPEN]
        return self.save_rows(
            lambda row: record_call(actor=self.request.user, member=row.record, **row.cleaned_data), called
        )

    def get_success_url(self) -> str:
        return reverse("trainees:sample_detail", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = verification_of(self.object)
        facts = [
            (_("People to call"), found.reported),
            (_("Confirmed"), found.confirmed),
            (_("Not confirmed"), found.denied),
            (_("Not reached"), found.unreachable),
            (_("Still to be called"), found.outstanding),
            (_("Verification factor"), percent(found.factor, 1)),
            (_("Of those reached"), percent(found.of_reached, 1)),
            (_("Seed"), self.object.seed),
            (_("Drawn by"), self.object.drawn_by),
        ]
        return super().get_context_data(facts=facts, **kwargs)
