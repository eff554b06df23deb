"""The pages of apprenticeships: who sees names, who acts where, what waits, and the papers."""

from datetime import date, timedelta
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse

from companies.choices.apprenticeships import ApprenticeshipState, ApprenticeState
from companies.documents.apprenticeships import agreement_pdf, participants_pdf, visit_form_pdf
from companies.models import Apprentice, Apprenticeship
from kaltim_naker.accounts.roles import Role
from kaltim_naker.audit.models import AccessKind, AccessLog
from kaltim_naker.core.periods import today
from kaltim_naker.dashboard.inbox import inbox_of
from programs.models import Holiday
from tests.conftest import client_of, exported
from tests.factories.accounts import home_region, user_with_role
from tests.factories.apprenticeships import ApprenticeFactory, ApprenticeshipFactory
from tests.factories.companies import WorkSiteFactory
from tests.factories.programs import TargetFactory
from tests.factories.trainees import JobSeekerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(province):
    return user_with_role(Role.APPRENTICESHIP_OFFICER, province)


@pytest.fixture
def samarinda():
    return home_region("64.72")


def text(client, url, **query):
    return client.get(url, query).content.decode()


def test_names_only_for_whom_they_concern(officer, head_of_office):
    one = ApprenticeFactory(job_seeker__full_name="Siti Nur Aisyah")
    url = one.apprenticeship.get_absolute_url()
    assert "Siti Nur Aisyah" in text(client_of(officer), url)
    seen = text(client_of(head_of_office), url)
    assert "Siti Nur Aisyah" not in seen
    assert one.apprenticeship.site.company.name in seen


def test_a_region_is_told_of_its_residents_elsewhere_and_acts_at_its_own_sites(samarinda_operator, samarinda):
    here = ApprenticeFactory(apprenticeship__site__region=samarinda)
    resident = ApprenticeFactory(job_seeker__domicile=samarinda)
    client = client_of(samarinda_operator)
    listed = client.get(reverse("companies:apprentice_list")).context["table"].page.rows
    assert {row["pk"] for row in listed} == {here.pk, resident.pk}
    statuses = [client.get(reverse("companies:apprentice_edit", args=[one.pk])).status_code for one in (here, resident)]
    assert statuses == [200, 404]
    assert client.get(resident.get_absolute_url()).status_code == 200
    assert client.get(resident.apprenticeship.get_absolute_url()).status_code == 404


def test_a_region_plans_at_its_own_sites(samarinda_operator, samarinda):
    own, foreign = WorkSiteFactory(region=samarinda), WorkSiteFactory()
    form = client_of(samarinda_operator).get(reverse("companies:apprenticeship_plan")).context["form"]
    assert own in form.fields["site"].queryset
    assert foreign not in form.fields["site"].queryset


def test_looking_and_taking_away_leave_traces(officer):
    one = ApprenticeFactory()
    client = client_of(officer)
    client.get(one.get_absolute_url())
    client.get(reverse("companies:apprentice_agreement", args=[one.pk]))
    exported(client, reverse("companies:apprentice_list"))
    kinds = list(AccessLog.objects.order_by("created_at").values_list("kind", flat=True))
    assert kinds == [AccessKind.VIEW_PERSON, AccessKind.DOWNLOAD, AccessKind.EXPORT]


def test_a_pasted_list_names_the_line_and_masks_the_number(officer):
    programme = ApprenticeshipFactory()
    known = JobSeekerFactory()
    url = reverse("companies:apprenticeship_add", args=[programme.pk])
    unknown = "6472011705000001"
    answer = client_of(officer).post(url, {"niks": f"{known.reveal_nik()}\n{unknown}"})
    message = str(answer.context["form"].errors["niks"])
    assert "2" in message
    assert unknown not in message
    assert not Apprentice.objects.exists()
    client_of(officer).post(url, {"niks": known.reveal_nik()})
    assert Apprentice.objects.get().job_seeker == known


class TestInbox:
    def labels(self, user):
        return {item.url: item.count for item in inbox_of(user)}

    def test_what_waits_for_the_officer(self, officer):
        day = today()
        Holiday.objects.create(day=day - timedelta(days=1), name="Libur", source="uji")
        late = {"complete_on": day - timedelta(days=20), "starts_on": day + timedelta(days=30)}
        ApprenticeshipFactory(submitted=True, ends_on=day + timedelta(days=200), **late)
        begun = ApprenticeshipFactory(
            starts_on=day - timedelta(days=40),
            ends_on=day + timedelta(days=20),
            complete_on=day - timedelta(days=70),
            permit_on=day - timedelta(days=69),
        )
        ApprenticeFactory(apprenticeship=begun, selected=True)
        ApprenticeFactory(apprenticeship=begun)
        begun.visits.create(
            visited_on=day - timedelta(days=20), visitors="x", follow_up="Helm", follow_up_by=day - timedelta(days=1)
        )
        ApprenticeFactory(completed=True)
        found = self.labels(officer)
        programmes, people = reverse("companies:apprenticeship_list"), reverse("companies:apprentice_list")
        expected = [f"{programmes}?due={due}" for due in ("permit", "agreement", "follow_up")]
        expected += [f"{people}?due={due}" for due in ("logbook", "ending", "after")]
        assert {url: found.get(url) for url in expected} == dict.fromkeys(expected, 1)
        for url in expected:
            assert len(client_of(officer).get(url).context["table"].page.rows) == 1, url


def test_the_clock_is_told_on_the_page(officer):
    programme = ApprenticeshipFactory(submitted=True, complete_on=date(2025, 2, 10))
    answer = client_of(officer).get(programme.get_absolute_url())
    assert answer.context["warning"]
    assert programme.permit_due_on == date(2025, 2, 13)


def test_buttons_follow_the_state(officer):
    def buttons(row):
        actions = client_of(officer).get(row.get_absolute_url()).context["page_actions"]
        return {action.url.rstrip("/").rsplit("/", 1)[-1] for action in actions}

    draft, running = ApprenticeshipFactory(draft=True), ApprenticeFactory().apprenticeship
    assert {"submit", "edit", "cancel"} <= buttons(draft)
    assert {"complete", "visit"} <= buttons(running)
    assert buttons(running).isdisjoint({"submit", "permit", "edit", "cancel", "sign", "ratify", "start"})


def test_papers_hold_what_article_10_asks_for():
    one = ApprenticeFactory(
        age=17, consent_by="Ibu Wali", consent_on=date(2025, 2, 1), job_seeker__full_name="Siti Nur Aisyah"
    )
    papers = (
        agreement_pdf(one, language="id"),
        participants_pdf(one.apprenticeship, language="id"),
        visit_form_pdf(one.apprenticeship, language="id"),
    )
    for content in papers:
        with pikepdf.open(BytesIO(content)) as pdf:
            assert 1 <= len(pdf.pages) <= 2


def test_a_refusal_stands_beside_its_field(officer):
    site = WorkSiteFactory()
    programme = ApprenticeshipFactory(site=site, draft=True)
    url = reverse("companies:apprenticeship_edit", args=[programme.pk])
    client = client_of(officer)
    data = {**client.get(url).context["form"].initial, "site": site.pk, "field": programme.field_id, "agreement": ""}
    answer = client.post(url, {**data, "ends_on": "2026-04-01"})
    assert answer.status_code == 422
    assert "ends_on" in answer.context["form"].errors
    assert Apprenticeship.objects.get().state == ApprenticeshipState.DRAFT


@pytest.mark.parametrize("key", ["apprentices_started", "apprentices_completed", "apprentices_hired"])
def test_the_people_behind_a_figure(officer, key):
    """Each measure opens its list; who has another kind of apprenticeship is not on it."""
    TargetFactory(year=2025)
    ApprenticeFactory(
        job_seeker__full_name="Siti Nur Aisyah", completed=True, after="hired_here", after_on=date(2025, 9, 1)
    )
    ApprenticeFactory(
        job_seeker__full_name="Orang Lain",
        completed=True,
        apprenticeship__kind="national",
        after="hired_here",
        after_on=date(2025, 9, 1),
    )
    listed = text(client_of(officer), reverse("reports:records", args=[key]), year=2025, quarter="", mode="cumulative")
    assert "Siti Nur Aisyah" in listed
    assert "Orang Lain" not in listed


def test_who_left_is_shown_where_the_way_ended(officer):
    one = ApprenticeFactory(state=ApprenticeState.LEFT, ended_on=date(2025, 5, 5), leave_reason="withdrew")
    way = client_of(officer).get(one.get_absolute_url()).context["way"]
    assert [step.state for step in way] == ["done", "done", "done", "done", "cancelled"]
