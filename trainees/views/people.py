"""Pages about people. Who looks at a person is written down (audit.access_log)."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import memberships_allowing
from kaltim_naker.audit.access_log import record_access
from kaltim_naker.audit.models import AccessKind
from kaltim_naker.ui.components import Crumb, EmptyState, PageAction
from kaltim_naker.ui.failures import Refused, run_in_words
from kaltim_naker.ui.formatting import long_date
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.personal import PersonalListView
from kaltim_naker.ui.views import (
    GuardedView,
    ScopedDetailView,
    ScopedObjectMixin,
    ServiceFormView,
)
from trainees.filters import JobSeekerFilter
from trainees.forms.people import (
    EnrolForm,
    FindByNikForm,
    FindByNumberForm,
    PersonForm,
    RegisterForm,
)
from trainees.models import Enrolment, JobSeeker
from trainees.permissions import may, may_reach
from trainees.services import (
    change_job_seeker,
    enrol_job_seeker,
    find_by_nik,
    find_by_number,
    merged_into,
    register_job_seeker,
    reveal_nik,
)
from trainees.tables import ENROLMENT_BADGES, JOB_SEEKER_COLUMNS

JOB_SEEKERS = Crumb(_("Job seekers"), reverse_lazy("trainees:job_seeker_list"))


def person_crumbs(person: JobSeeker, page: str | Promise = "") -> list[Crumb]:
    if not page:
        return [JOB_SEEKERS, Crumb(person.full_name)]
    return [JOB_SEEKERS, Crumb(person.full_name, person.get_absolute_url()), Crumb(page)]


# --- job seekers ---------------------------------------------------------------------------------------------------
class JobSeekerListView(PersonalListView):
    action = Action.VIEW_JOB_SEEKERS
    page_title = _("Job seekers")
    queryset = JobSeeker.objects.all()
    filterset_class = JobSeekerFilter
    columns = JOB_SEEKER_COLUMNS
    default_order = Order("full_name")
    empty_state = EmptyState(_("Nobody found"), _("Check the spelling, or look for the full NIK."))

    @cached_property
    def order(self) -> Order:
        """Who was found by name comes newest first: sorted by name, a common one would be searched for through the
        whole alphabet (docs/decisions/0005)."""
        is_searched = self.request.GET.get("q") and not self.request.GET.get("sort")
        return Order("pk", descending=True) if is_searched else super().order

    def get_page_actions(self) -> Sequence[PageAction]:
        return [
            PageAction(
                _("Register a job seeker"),
                reverse("trainees:job_seeker_register"),
                action=Action.REGISTER_JOB_SEEKER,
                primary=True,
            ),
            PageAction(_("Find by NIK"), reverse("trainees:job_seeker_find")),
            PageAction(_("Find by phone or certificate"), reverse("trainees:job_seeker_find_number")),
        ]


class FindByNikView(ServiceFormView):
    """Exact search by the full number, by POST; it is written down whether somebody was found or not."""

    action = Action.VIEW_JOB_SEEKERS
    page_title = _("Find by NIK")
    page_lead = _("The search is written down. It finds people of your area only.")
    form_class = FindByNikForm
    queryset = JobSeeker.objects.all()
    submit_label = _("Find")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [JOB_SEEKERS, Crumb(self.page_title)]

    def call_service(self, form: FindByNikForm) -> JobSeeker | None:
        return find_by_nik(actor=self.request.user, nik=form.cleaned_data["nik"], among=self.get_queryset())

    def form_valid(self, form: FindByNikForm) -> HttpResponse:
        response = super().form_valid(form)
        if response.status_code == 302 and self.result is None:
            messages.warning(self.request, gettext("Nobody in your area has this NIK."))
        return response

    def get_success_url(self) -> str:
        return self.result.get_absolute_url() if self.result else reverse("trainees:job_seeker_find")


class FindByNumberView(FindByNikView):
    """By phone or certificate number; several people may share a phone, so what is found is listed."""

    page_title = _("Find by phone or certificate")
    page_lead = _("It finds people of your area only.")
    template_name = "trainees/find_by_number.html"
    form_class = FindByNumberForm

    def form_valid(self, form: FindByNumberForm) -> HttpResponse:
        people = find_by_number(text=form.cleaned_data["number"], among=self.get_queryset())
        return self.render_to_response(self.get_context_data(form=form, people=people))


class JobSeekerDetailView(ScopedDetailView):
    """The whole line of a person: classes, results, certificates. Opening it is written down."""

    action = Action.VIEW_JOB_SEEKERS
    template_name = "trainees/job_seeker_detail.html"

    def get_base_queryset(self) -> QuerySet:
        return JobSeeker.objects.select_related("domicile", "district", "registered_by")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = super().get(request, *args, **kwargs)
        except Http404:
            return HttpResponseRedirect(self.kept_instead().get_absolute_url())
        record_access(actor=request.user, kind=AccessKind.VIEW_PERSON, subject=self.object.pk, request=request)
        return response

    def kept_instead(self) -> JobSeeker:
        """Who a merged registration became part of: somebody may have kept its address."""
        kept = merged_into(self.kwargs["pk"])
        return get_object_or_404(self.get_queryset(), pk=kept.pk if kept else None)

    def get_crumbs(self) -> Sequence[Crumb]:
        return person_crumbs(self.object)

    def get_page_actions(self) -> Sequence[PageAction]:
        user, person = self.request.user, self.object
        wanted = (
            (Action.ENROL_JOB_SEEKER, _("Enrol in a class"), "trainees:job_seeker_enrol", True),
            (Action.CHANGE_JOB_SEEKER, _("Correct the data"), "trainees:job_seeker_edit", False),
            (Action.TRACE_GRADUATES, _("Record a placement"), "trainees:placement_add", False),
            (Action.GIVE_PASSPORT, _("Passport"), "certifications:person_passport", False),
            (Action.TAKE_PRIVACY_REQUEST, _("Request about the data"), "privacy:request_take", False),
        )
        return [
            PageAction(label, reverse(name, args=[person.pk]), primary=primary)
            for action, label, name, primary in wanted
            if may(user, action, person)
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            facts=self.facts(),
            line=self.line(),
            applications=self.object.applications.for_list().order_by("-applied_at"),
            placements=self.object.placements.select_related("sector"),
            may_see_wages=may(self.request.user, Action.TRACE_GRADUATES, self.object),
            may_see_protected=may(self.request.user, Action.VIEW_PROTECTED_DATA, self.object),
            may_unmask=bool(self.object.nik_masked) and may(self.request.user, Action.UNMASK_NIK, self.object),
            **kwargs,
        )

    def facts(self) -> list[tuple[str | Promise, Any]]:
        person = self.object
        return [
            (_("NIK"), person.nik_masked or person.get_nik_missing_reason_display()),
            *(((_("Why NIK and data differ"), person.nik_mismatch_reason),) if person.nik_mismatch_reason else ()),
            (_("Sex"), person.get_sex_display()),
            (_("Regency or city"), person.domicile.name),
            *self.ways_to_reach(),
            (_("Education"), person.get_education_display()),
            (_("Work status"), person.get_work_status_display()),
            (_("Earlier training, as declared"), self.declared_training()),
            *self.ak1_facts(),
            (_("Registered by"), person.registered_by.name),
            (_("Legal basis"), person.get_legal_basis_display()),
            *(((_("Privacy notice"), self.notice()),) if person.notice_version else ()),
        ]

    def ways_to_reach(self) -> list[tuple[str | Promise, Any]]:
        person = self.object
        if not may_reach(self.request.user, person):
            return [(_("Address, phone and birthday"), _("protected: under 18 years of age"))]
        return [
            (_("Born"), ", ".join(part for part in (person.birth_place, long_date(person.birth_date)) if part)),
            (_("Address"), person.address),
            *(((_("District (kecamatan)"), person.district.name),) if person.district else ()),
            (_("Phone"), person.phone),
        ]

    def declared_training(self) -> str:
        person = self.object
        return ": ".join(
            part for part in (person.get_trained_elsewhere_display(), person.trained_elsewhere_note) if part
        )

    def ak1_facts(self) -> list[tuple[str | Promise, Any]]:
        """The card, until when it holds, and when its holder reports again (domain.md §6.1)."""
        person = self.object
        if not person.ak1_number:
            return []
        return [
            (_("AK-1 card"), person.ak1_number),
            (_("AK-1 valid until"), long_date(person.ak1_valid_until)),
            (_("Next AK-1 report"), long_date(person.ak1_next_report)),
        ]

    def notice(self) -> str:
        return f"{self.object.notice_version}, {long_date(self.object.notice_shown_at)}"

    def line(self) -> list[dict[str, Any]]:
        """Each class with what came of it. A person's line is one: who may see the person sees all of it.

        Only what lies in the reader's own scope is linked; the rest is told, but not opened.
        """
        enrolments = (
            self.object.enrolments.for_list()
            .prefetch_related("results__assessment__scheme", "results__assessment__issuer", "results__certificates")
            .order_by("-enrolled_on")
        )
        scope = self.scope
        is_resident = scope.everything or self.object.domicile_id in scope.regions
        return [
            {
                "enrolment": row,
                "badge": ENROLMENT_BADGES[row.state],
                "is_open": is_resident or row.training_class.centre_id in scope.centres,
            }
            for row in enrolments
        ]


class RegisterView(ServiceFormView):
    action = Action.REGISTER_JOB_SEEKER
    page_title = _("Register a job seeker")
    page_lead = _("As on the identity card. A person is registered once for life.")
    form_class = RegisterForm
    queryset = JobSeeker.objects.all()
    submit_label = _("Register")
    success_message = _("The job seeker is registered.")

    def get_form_kwargs(self) -> dict[str, Any]:
        offices = {held.office_id: held.office for held in memberships_allowing(self.request.user, self.action)}
        return {**super().get_form_kwargs(), "scope": self.scope, "offices": list(offices.values())}

    def get_crumbs(self) -> Sequence[Crumb]:
        return [JOB_SEEKERS, Crumb(self.page_title)]

    def call_service(self, form: RegisterForm) -> JobSeeker:
        return register_job_seeker(
            actor=self.request.user, office=form.cleaned_data["office"], data=form.data_of_person()
        )

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_cancel_url(self) -> str:
        return reverse("trainees:job_seeker_list")


class EditView(ServiceFormView):
    """The NIK on record stays where the field is left empty; it is never written into the page."""

    action = Action.CHANGE_JOB_SEEKER
    page_title = _("Correct the data")
    form_class = PersonForm
    queryset = JobSeeker.objects.all()
    success_message = _("The data are corrected.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "scope": self.scope}

    def get_initial(self) -> dict[str, Any]:
        names = [name for name in PersonForm.base_fields if name != "nik"]
        return {name: getattr(self.object, name) for name in names}

    def get_form(self, form_class: type[PersonForm] | None = None) -> PersonForm:
        form = super().get_form(form_class)
        if self.object.nik_masked:
            form.fields["nik"].help_text = gettext("Leave empty to keep %(nik)s.") % {"nik": self.object.nik_masked}
        domicile = form.fields["domicile"]
        domicile.queryset = domicile.queryset | type(self.object.domicile).objects.filter(pk=self.object.domicile_id)
        return form

    def get_crumbs(self) -> Sequence[Crumb]:
        return person_crumbs(self.object, self.page_title)

    def call_service(self, form: PersonForm) -> JobSeeker:
        data = form.data_of_person(kept_nik=self.object.reveal_nik() or "")
        return change_job_seeker(actor=self.request.user, job_seeker=self.object, data=data)

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    get_cancel_url = get_success_url


class UnmaskNikView(ScopedObjectMixin, GuardedView):
    """The full number, once, in the answer to a POST that says why. Nothing on the way keeps the page."""

    action = Action.UNMASK_NIK
    queryset = JobSeeker.objects.all()
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person = self.object
        reason = request.POST.get("reason", "")
        try:
            nik = run_in_words(
                lambda: reveal_nik(actor=request.user, job_seeker=person, reason=reason, request=request)
            )
        except Refused as refused:
            messages.error(request, refused.text)
            return HttpResponseRedirect(person.get_absolute_url())
        context = {
            "page_title": person.full_name,
            "crumbs": person_crumbs(person, _("Full NIK")),
            "object": person,
            "nik": nik,
            "reason": reason,
        }
        return TemplateResponse(request, "trainees/nik.html", context)


# --- training ------------------------------------------------------------------------------------------------------
class EnrolView(ServiceFormView):
    action = Action.ENROL_JOB_SEEKER
    page_title = _("Enrol in a class")
    form_class = EnrolForm
    queryset = JobSeeker.objects.all()
    submit_label = _("Enrol")
    success_message = _("The person is enrolled.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "scope": self.scope, "job_seeker": self.object}

    def get_crumbs(self) -> Sequence[Crumb]:
        return person_crumbs(self.object, self.page_title)

    def call_service(self, form: EnrolForm) -> Enrolment:
        return enrol_job_seeker(actor=self.request.user, job_seeker=self.object, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    get_cancel_url = get_success_url
