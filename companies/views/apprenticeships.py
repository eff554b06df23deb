"""Pages of apprenticeship programmes: list, permit, mentors, visits. Names only for whom they concern."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.functional import Promise, cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from companies.choices.apprenticeships import ApprenticeshipState, ApprenticeState
from companies.constants.apprenticeships import MOST_PERCENT_OF_WORKERS
from companies.documents.apprenticeships import (
    YearOfApprentices,
    latest_year,
    participants_pdf,
    taking_part,
    visit_form_pdf,
    year_by_kind,
)
from companies.filters.apprenticeships import ApprenticeshipFilter
from companies.forms.apprenticeships import (
    ApprenticeshipForm,
    MentorForm,
    PermitForm,
    ReasonForm,
    SubmitForm,
    VisitForm,
)
from companies.models import Apprenticeship, MonitoringVisit
from companies.permissions import may
from companies.services import (
    add_mentor,
    cancel_apprenticeship,
    change_apprenticeship,
    close_follow_up,
    grant_permit,
    plan_apprenticeship,
    record_visit,
    refuse_permit,
    room_at,
    submit_application,
)
from companies.tables.apprenticeships import APPRENTICE_BADGES, APPRENTICESHIP_BADGES, APPRENTICESHIP_COLUMNS
from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.audit.access_log import record_access
from kaltim_naker.audit.models import AccessKind
from kaltim_naker.core.periods import today
from kaltim_naker.ui.components import Crumb, EmptyState, PageAction, PlainTable, Step
from kaltim_naker.ui.formatting import long_date, number, percent, rupiah
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.papers import pdf_response
from kaltim_naker.ui.views import (
    ActionView,
    GuardedView,
    ScopedDetailView,
    ScopedListView,
    ScopedObjectMixin,
    ServiceFormView,
)
from programs.models import Holiday

APPRENTICESHIPS = Crumb(_("Apprenticeships"), reverse_lazy("companies:apprenticeship_list"))


def programme_crumbs(row: Apprenticeship, page: str | Promise = "") -> list[Crumb]:
    if not page:
        return [APPRENTICESHIPS, Crumb(str(row))]
    return [APPRENTICESHIPS, Crumb(str(row), row.get_absolute_url()), Crumb(page)]


class ApprenticeshipListView(ScopedListView):
    """The programmes, and above them the year by kind: the kinds are never added up with Magang Nasional."""

    action = Action.VIEW_APPRENTICESHIPS
    template_name = "companies/apprenticeship_list.html"
    page_title = _("Apprenticeships")
    queryset = Apprenticeship.objects.all()
    filterset_class = ApprenticeshipFilter
    columns = APPRENTICESHIP_COLUMNS
    default_order = Order("starts_on", descending=True)
    empty_state = EmptyState(_("No programme"), _("Plan one, or widen the filter."))

    def get_base_queryset(self) -> QuerySet:
        return Apprenticeship.objects.with_people()

    def get_page_actions(self) -> Sequence[PageAction]:
        return [
            PageAction(
                _("Plan a programme"),
                reverse("companies:apprenticeship_plan"),
                action=Action.MANAGE_APPRENTICESHIPS,
                primary=True,
            ),
            PageAction(_("Participants"), reverse("companies:apprentice_list"), action=Action.VIEW_APPRENTICES),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("year", "")
        year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else latest_year(self.scope)
        return super().get_context_data(year=year, by_kind=_table_of(year_by_kind(year, self.scope)), **kwargs)


def _table_of(year: YearOfApprentices) -> PlainTable:
    """The counted kinds with the people of all of them, then what is there for information."""
    *counted, information = year.kinds
    return PlainTable(
        headers=[_("Kind"), _("Began"), _("Completed"), _("Hired")],
        rows=[
            [row.label, number(row.started), number(row.completed), number(row.hired)]
            for row in (*counted, year.counted, information)
        ],
    )


class ApprenticeshipDetailView(ScopedDetailView):
    """One programme. Opening it with names is written down once for all of them."""

    action = Action.VIEW_APPRENTICESHIPS
    template_name = "companies/apprenticeship_detail.html"

    def get_base_queryset(self) -> QuerySet:
        return Apprenticeship.objects.for_list().select_related("agreement")

    def get_crumbs(self) -> Sequence[Crumb]:
        return programme_crumbs(self.object)

    @cached_property
    def may_manage(self) -> bool:
        return may(self.request.user, Action.MANAGE_APPRENTICESHIPS, self.object)

    @cached_property
    def counts(self) -> dict[str, int]:
        return dict(self.object.apprentices.order_by().values_list("state").annotate(n=Count("pk")))

    def get_page_actions(self) -> Sequence[PageAction]:
        return self.next_steps() if self.may_manage else []

    def next_steps(self) -> list[PageAction]:
        """What can be done now, the most likely first."""
        state, here = self.object.state, self.counts
        is_open = state in (ApprenticeshipState.DRAFT, ApprenticeshipState.REFUSED)
        is_permitted = state == ApprenticeshipState.PERMITTED
        live = state != ApprenticeshipState.CANCELLED
        wanted = (
            (_("Application is complete"), "submit", state == ApprenticeshipState.DRAFT),
            (_("Answer the application"), "permit", state == ApprenticeshipState.SUBMITTED),
            (_("Record signatures"), "sign", is_permitted and here.get(ApprenticeState.SELECTED)),
            (_("Record the ratification"), "ratify", here.get(ApprenticeState.SIGNED)),
            (_("Begin"), "start", here.get(ApprenticeState.RATIFIED)),
            (_("Record the end"), "complete", here.get(ApprenticeState.RUNNING)),
            (_("Add participants"), "add", live and state != ApprenticeshipState.REFUSED),
            (_("Add a mentor"), "mentor", live),
            (_("Record a visit"), "visit", here.get(ApprenticeState.RUNNING)),
            (_("Correct"), "edit", is_open or state == ApprenticeshipState.SUBMITTED),
            (_("Cancel the programme"), "cancel", live and not self.has_begun),
        )
        shown = [(label, name) for label, name, is_shown in wanted if is_shown]
        return [
            PageAction(label, reverse(f"companies:apprenticeship_{name}", args=[self.object.pk]), primary=not place)
            for place, (label, name) in enumerate(shown)
        ]

    @property
    def has_begun(self) -> bool:
        begun = (ApprenticeState.RUNNING, ApprenticeState.COMPLETED, ApprenticeState.LEFT)
        return any(self.counts.get(state) for state in begun)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        sees_names = can(self.request.user, Action.VIEW_APPRENTICES)
        return super().get_context_data(
            page_badge=APPRENTICESHIP_BADGES[row.state],
            way=steps_of(row),
            facts=self.facts(),
            permit=permit_facts(row),
            warning=clock_warning(row),
            room=self.room(),
            may_manage=self.may_manage,
            sees_names=sees_names,
            counts=[(ApprenticeState(state).label, number(n)) for state, n in sorted(self.counts.items())],
            people=[(one, APPRENTICE_BADGES[one.state]) for one in taking_part(row)] if sees_names else [],
            mentors=row.mentors.annotate(people=Count("apprentices")),
            visits=row.visits.all(),
            today=today(),
            **kwargs,
        )

    def facts(self) -> list[tuple[Any, Any]]:
        row = self.object
        return [
            (_("Company"), row.site.company.name),
            (_("Work site"), row.site.name or row.site.get_kind_display()),
            (_("Regency or city"), row.site.region.name),
            (_("Kind"), row.get_kind_display()),
            (_("Field"), row.field.name),
            (_("Duration"), f"{long_date(row.starts_on)} – {long_date(row.ends_on)}"),
            (_("Theory and simulation"), percent(row.theory_percent, 0)),
            (_("Minimum age"), number(row.minimum_age)),
            (_("Participants planned"), number(row.seats)),
            (_("Allowance a month"), rupiah(row.allowance)),
            (_("Instructor for theory"), row.instructor_name),
            (_("Agreement with the office"), row.agreement),
        ]

    def room(self) -> list[tuple[Any, Any]]:
        row = self.object
        room = room_at(row.site, (row.starts_on, row.ends_on))
        if room.workers is None:
            return [(_("Workers of the site"), gettext("not in the register yet"))]
        return [
            (gettext("Workers of the site (%(year)s)") % {"year": room.year}, number(room.workers)),
            (gettext("At most %(percent)s %% of them") % {"percent": MOST_PERCENT_OF_WORKERS}, number(room.most)),
            (_("Apprentices at once in this time"), number(room.taken)),
            (_("Places left"), number(room.free)),
        ]


_WAY = (ApprenticeshipState.DRAFT, ApprenticeshipState.SUBMITTED, ApprenticeshipState.PERMITTED)


def steps_of(row: Apprenticeship) -> list[Step]:
    """The way to the permit, and where it ended otherwise."""
    if row.state in (ApprenticeshipState.REFUSED, ApprenticeshipState.CANCELLED):
        return [Step(ApprenticeshipState(row.state).label, "cancelled", row.reason)]
    here = _WAY.index(ApprenticeshipState(row.state))
    notes = ("", long_date(row.complete_on) if row.complete_on else "", row.permit_number)
    return [
        Step(state.label, "current" if place == here else "done" if place < here else "todo", notes[place])
        for place, state in enumerate(_WAY)
    ]


def permit_facts(row: Apprenticeship) -> list[tuple[Any, Any]]:
    """The application and its clock."""
    return [
        (_("Answered by"), row.get_permit_level_display()),
        (_("Application complete on"), long_date(row.complete_on)),
        (_("Answer due on"), long_date(row.permit_due_on)),
        (_("Answered on"), long_date(row.permit_on)),
        (_("Permit number"), row.permit_number),
    ]


def clock_warning(row: Apprenticeship) -> str:
    """An answer that is late, or a due day that knows no holidays."""
    due = row.permit_due_on if row.state == ApprenticeshipState.SUBMITTED else None
    if due is None:
        return ""
    if due < today():
        return gettext("The answer was due on %(day)s, three working days after the application was complete.") % {
            "day": long_date(due)
        }
    if not Holiday.objects.covers(due.year):
        return gettext("The holidays of %(year)s are not entered; the due day leaves out weekends only.") % {
            "year": due.year
        }
    return ""


# --- forms ---------------------------------------------------------------------------------------------------------
class ProgrammeFormView(ServiceFormView):
    """A form about one programme; it leads back to it."""

    action = Action.MANAGE_APPRENTICESHIPS
    queryset = Apprenticeship.objects.for_list()

    def get_crumbs(self) -> Sequence[Crumb]:
        return programme_crumbs(self.object, self.page_title)

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    get_cancel_url = get_success_url


class ApprenticeshipPlanView(ServiceFormView):
    action = Action.MANAGE_APPRENTICESHIPS
    page_title = _("Plan a programme")
    page_lead = _("At most 12 months, 10 to 25 % theory, and at most 20 % of the site's workers at once.")
    queryset = Apprenticeship.objects.all()
    form_class = ApprenticeshipForm
    success_message = _("The programme is being prepared.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "scope": self.scope}

    def get_crumbs(self) -> Sequence[Crumb]:
        return [APPRENTICESHIPS, Crumb(self.page_title)]

    def call_service(self, form: ApprenticeshipForm) -> Apprenticeship:
        return plan_apprenticeship(actor=self.request.user, data=form.data_of_programme())

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_cancel_url(self) -> str:
        return reverse("companies:apprenticeship_list")


class ApprenticeshipEditView(ProgrammeFormView):
    page_title = _("Correct the programme")
    form_class = ApprenticeshipForm
    success_message = _("The programme is corrected.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "scope": self.scope}

    def get_initial(self) -> dict[str, Any]:
        row = self.object
        fields = {name: getattr(row, name) for name in ApprenticeshipForm.Meta.fields}
        return {**fields, "is_dangerous": row.is_dangerous}

    def call_service(self, form: ApprenticeshipForm) -> Apprenticeship:
        data = form.data_of_programme()
        return change_apprenticeship(actor=self.request.user, apprenticeship=self.object, data=data)


class SubmitView(ProgrammeFormView):
    page_title = _("Application is complete")
    page_lead = _("From this day the office has three working days to answer.")
    form_class = SubmitForm
    success_message = _("The application is recorded; the clock runs.")

    def call_service(self, form: SubmitForm) -> Apprenticeship:
        return submit_application(actor=self.request.user, apprenticeship=self.object, **form.cleaned_data)


class PermitView(ProgrammeFormView):
    page_title = _("Answer the application")
    form_class = PermitForm
    success_message = _("The answer is recorded.")

    def call_service(self, form: PermitForm) -> Apprenticeship:
        answer = form.cleaned_data
        common = {"actor": self.request.user, "apprenticeship": self.object, "permit_on": answer["permit_on"]}
        if answer["decision"] == PermitForm.GRANT:
            return grant_permit(**common, number=answer["permit_number"])
        return refuse_permit(**common, reason=answer["reason"])


class CancelView(ProgrammeFormView):
    page_title = _("Cancel the programme")
    form_class = ReasonForm
    submit_label = _("Cancel the programme")
    success_message = _("The programme is cancelled.")

    def call_service(self, form: ReasonForm) -> Apprenticeship:
        return cancel_apprenticeship(actor=self.request.user, apprenticeship=self.object, **form.cleaned_data)


class MentorAddView(ProgrammeFormView):
    page_title = _("Add a mentor")
    form_class = MentorForm
    success_message = _("The mentor is listed.")

    def call_service(self, form: MentorForm) -> Any:
        return add_mentor(actor=self.request.user, apprenticeship=self.object, **form.cleaned_data)


class VisitAddView(ProgrammeFormView):
    page_title = _("Record a visit")
    form_class = VisitForm
    success_message = _("The visit is recorded.")

    def get_initial(self) -> dict[str, Any]:
        return {"visited_on": today(), "visitors": str(self.request.user)}

    def call_service(self, form: VisitForm) -> Any:
        return record_visit(actor=self.request.user, apprenticeship=self.object, **form.cleaned_data)


class FollowUpView(ActionView):
    """What a visit found has been put right."""

    action = Action.MANAGE_APPRENTICESHIPS
    queryset = MonitoringVisit.objects.select_related("apprenticeship")
    success_message = _("Noted: it has been put right.")

    def call_service(self) -> MonitoringVisit:
        return close_follow_up(actor=self.request.user, visit=self.object)

    def get_success_url(self) -> str:
        return self.object.apprenticeship.get_absolute_url()


# --- papers --------------------------------------------------------------------------------------------------------
class ProgrammePaperView(ScopedObjectMixin, GuardedView):
    """A paper with names, drawn on request; taking it is written down."""

    action = Action.VIEW_APPRENTICES
    queryset = Apprenticeship.objects.for_list()
    file_name = ""

    def draw(self) -> bytes:
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        content = self.draw()
        record_access(actor=request.user, kind=AccessKind.DOWNLOAD, subject=self.object.pk, request=request)
        return pdf_response(content, self.file_name)


class ParticipantsPaperView(ProgrammePaperView):
    file_name = "peserta-pemagangan.pdf"

    def draw(self) -> bytes:
        return participants_pdf(self.object, language=get_language())


class VisitPaperView(ProgrammePaperView):
    file_name = "kunjungan-pemagangan.pdf"

    def draw(self) -> bytes:
        return visit_form_pdf(self.object, language=get_language())
