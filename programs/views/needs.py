"""Pages of skill needs. A regional office sees and enters those of its own region."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.core.periods import ROMAN
from kaltim_naker.ui.components import Badge, Crumb, EmptyState, PageAction
from kaltim_naker.ui.formatting import long_date, number
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.views import ActionView, ScopedDetailView, ScopedListView, ServiceFormView
from programs.choices import ClassState
from programs.filters import NeedFilter
from programs.forms import ClassChoiceForm, NeedForm
from programs.models import NeedAnswer, SkillNeed, TrainingClass
from programs.permissions import may_speak_for
from programs.services import answer_need, change_need, drop_need, record_need, take_off_answer
from programs.tables import NEED_COLUMNS
from programs.views.links import ReleaseClassView

NEEDS = Crumb(_("Skill needs"), reverse_lazy("programs:need_list"))


class NeedListView(ScopedListView):
    action = Action.VIEW_NEEDS
    page_title = _("Skill needs")
    page_lead = _("How many people with which skill are needed where and when, and how that is known.")
    filterset_class = NeedFilter
    columns = NEED_COLUMNS
    default_order = Order("people", descending=True)
    empty_state = EmptyState(_("No need fits"), _("Change or reset the filter to see more."))

    def get_base_queryset(self) -> QuerySet:
        return SkillNeed.objects.with_graduates().with_day_met()

    def get_page_actions(self) -> Sequence[PageAction]:
        return [
            PageAction(_("Record a need"), reverse("programs:need_enter"), action=Action.ENTER_NEED, primary=True),
            PageAction(_("Where classes belong"), reverse("trainees:balance")),
        ]


class NeedDetailView(ScopedDetailView):
    action = Action.VIEW_NEEDS
    template_name = "programs/need_detail.html"

    def get_base_queryset(self) -> QuerySet:
        return SkillNeed.objects.for_list().with_graduates().with_day_met()

    def get_crumbs(self) -> Sequence[Crumb]:
        return [NEEDS, Crumb(str(self.object))]

    @property
    def may_edit(self) -> bool:
        return may_speak_for(self.request.user, Action.ENTER_NEED, self.object.region)

    def get_page_actions(self) -> Sequence[PageAction]:
        edit = PageAction(_("Edit"), reverse("programs:need_edit", args=[self.object.pk]))
        drop = PageAction(
            _("Take off the list"),
            reverse("programs:need_drop", args=[self.object.pk]),
            post=True,
            danger=True,
            confirm=_("The need is taken off the list; the history keeps it."),
        )
        return [edit, drop] if self.may_edit else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        facts = [
            (_("Regency or city"), row.region.name),
            (_("Fiscal year"), row.year),
            (_("From quarter"), ROMAN[row.quarter] if row.quarter else _("at any time of the year")),
            (_("Field"), row.field),
            (_("Sector"), row.sector or "–"),
            (_("People needed"), number(row.people)),
            (_("Who says so"), self.sayer()),
            (_("Evidence"), row.evidence),
            (_("Graduates of the classes named below"), number(row.graduates)),
            (_("Met on"), long_date(row.met_on)),
        ]
        badge = Badge(_("met"), "good") if row.met_on else Badge(_("not met yet"), "info")
        answers = row.answers.select_related("training_class__programme", "training_class__centre")
        return super().get_context_data(
            page_badge=badge,
            facts=facts,
            classes=[one.training_class for one in answers],
            may_answer=can(self.request.user, Action.DECIDE_PROPOSAL),
            **kwargs,
        )

    def sayer(self) -> str:
        """The company by name where it is one's word; the link to it is kept in the app above."""
        link = getattr(self.object, "company_need", None)
        return str(link.company) if link else self.object.get_origin_display()


class NeedEnterView(ServiceFormView):
    action = Action.ENTER_NEED
    page_title = _("Record a need")
    form_class = NeedForm
    queryset = SkillNeed.objects.all()
    submit_label = _("Record")
    success_message = _("The need is recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "scope": self.scope}

    def get_crumbs(self) -> Sequence[Crumb]:
        return [NEEDS, Crumb(self.page_title)]

    def call_service(self, form: NeedForm) -> SkillNeed:
        return record_need(actor=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_cancel_url(self) -> str:
        return reverse("programs:need_list")


class NeedEditView(NeedEnterView):
    page_title = _("Edit the need")
    submit_label = _("Save")
    success_message = _("The need is changed.")

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in ("region", *NeedForm.base_fields)}

    def get_form(self, form_class: type[NeedForm] | None = None) -> NeedForm:
        form = super().get_form(form_class)
        form.fields["region"].disabled = True
        return form

    def get_crumbs(self) -> Sequence[Crumb]:
        return [NEEDS, Crumb(str(self.object), self.object.get_absolute_url()), Crumb(self.page_title)]

    def call_service(self, form: NeedForm) -> SkillNeed:
        return change_need(actor=self.request.user, need=self.object, **form.cleaned_data)

    def get_cancel_url(self) -> str:
        return self.object.get_absolute_url()


class NeedDropView(ActionView):
    action = Action.ENTER_NEED
    queryset = SkillNeed.objects.all()
    success_message = _("The need is taken off the list.")

    def call_service(self) -> None:
        drop_need(actor=self.request.user, need=self.object)

    def get_success_url(self) -> str:
        return reverse("programs:need_list")

    def get_failure_url(self) -> str:
        return self.object.get_absolute_url()


class NeedClassView(ServiceFormView):
    """Which class of its field answers the need."""

    action = Action.DECIDE_PROPOSAL
    page_title = _("Name a class that answers it")
    form_class = ClassChoiceForm
    queryset = SkillNeed.objects.for_list()
    submit_label = _("Save")
    success_message = _("The class is named.")

    def get_form_kwargs(self) -> dict[str, Any]:
        fitting = TrainingClass.objects.filter(
            fiscal_year__gte=self.object.year, programme__field=self.object.field_id, need_answer__isnull=True
        )
        fitting = fitting.exclude(state=ClassState.CANCELLED).select_related("programme")
        return {**super().get_form_kwargs(), "classes": fitting}

    def get_crumbs(self) -> Sequence[Crumb]:
        return [NEEDS, Crumb(str(self.object), self.object.get_absolute_url()), Crumb(self.page_title)]

    def call_service(self, form: ClassChoiceForm) -> NeedAnswer:
        return answer_need(actor=self.request.user, need=self.object, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    get_cancel_url = get_success_url


class NeedClassReleaseView(ReleaseClassView):
    queryset = SkillNeed.objects.all()

    def release(self, training_class: TrainingClass) -> None:
        take_off_answer(actor=self.request.user, need=self.object, training_class=training_class)
