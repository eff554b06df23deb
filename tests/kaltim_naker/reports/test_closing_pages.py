"""The pages of quarters, closed figures and restatements, as their readers meet them."""

import re
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from certifications.models import Certificate
from certifications.services import revoke_certificate
from kaltim_naker.accounts.models import User
from kaltim_naker.accounts.roles import Role
from kaltim_naker.core.periods import Period
from kaltim_naker.dashboard.inbox import inbox_of
from programs.choices import PeriodState, RestatementState
from programs.models import ClosedFigure, ReportingPeriod, Restatement, TrainingCentre
from programs.services import begin_quarters, find_restatements
from tests.conftest import client_of
from tests.factories.accounts import user_with_role
from tests.factories.periods import ReportingPeriodFactory, approve_units, close

SECOND = Period(2025, 2)
PERIODS = reverse("reports:periods")


@pytest.fixture
def head(province: object) -> User:
    return user_with_role(Role.HEAD_OF_OFFICE, province)


@pytest.fixture
def administrator(balikpapan: TrainingCentre) -> User:
    return user_with_role(Role.CENTRE_ADMIN, balikpapan.office)


def unit(centre: TrainingCentre | None, quarter: int = 2) -> ReportingPeriod:
    return ReportingPeriod.objects.get(year=2025, quarter=quarter, centre=centre)


def count_in_inbox(user: User, name: str) -> int:
    """What the first page says; the list behind it has exactly as many rows."""
    (item,) = [item for item in inbox_of(user) if name in item.url] or [SimpleNamespace(count=0, url="")]
    if item.url:
        page = client_of(user).get(item.url).content.decode()
        assert len(re.findall(r'<th scope="row"', page)) == item.count
    return item.count


def test_a_quarter_goes_its_way_through_the_pages(
    balikpapan: TrainingCentre, bontang: TrainingCentre, administrator: User, planner: User, head: User
) -> None:
    at_centre, at_province, at_top = (client_of(user) for user in (administrator, planner, head))
    at_province.post(reverse("reports:quarters_begin", args=[2025]))
    period = unit(balikpapan, 1)
    assert count_in_inbox(administrator, "due=submit") == 4
    page = at_centre.get(reverse("reports:period_submit", args=[period.pk]))
    assert page.status_code == 200
    at_centre.post(reverse("reports:period_submit", args=[period.pk]), {"note": "Lengkap"})
    assert count_in_inbox(administrator, "due=submit") == 3
    assert count_in_inbox(planner, "due=approve") == 1
    at_province.post(reverse("reports:period_return", args=[period.pk]), {"note": "Hasil uji las belum ada"})
    assert count_in_inbox(administrator, "due=returned") == 1
    assert "Hasil uji las belum ada" in at_centre.get(period.get_absolute_url()).content.decode()
    at_centre.post(reverse("reports:period_submit", args=[period.pk]))
    at_province.post(reverse("reports:period_approve", args=[period.pk]))
    at_province.post(reverse("reports:period_submit", args=[unit(None, 1).pk]))
    assert count_in_inbox(planner, "due=approve") == 0  # what he handed in himself, another one approves
    at_top.post(reverse("reports:period_approve", args=[unit(None, 1).pk]))
    close_url = reverse("reports:quarter_close", args=[2025, 1])
    assert close_url not in at_province.get(PERIODS, {"year": 2025}).content.decode()
    ReportingPeriod.objects.filter(pk=unit(bontang, 1).pk).update(
        state=PeriodState.APPROVED,
        submitted_by=administrator,
        submitted_at=timezone.now(),
        approved_by=planner,
        approved_at=timezone.now(),
    )
    assert close_url in at_province.get(PERIODS, {"year": 2025}).content.decode()
    assert close_url not in at_top.get(PERIODS, {"year": 2025}).content.decode()
    at_province.post(close_url)
    period.refresh_from_db()
    assert period.state == PeriodState.CLOSED
    steps = re.findall(r'data-step="(\w+)"', at_centre.get(period.get_absolute_url()).content.decode())
    assert steps == ["submitted", "returned", "submitted", "approved", "closed"]


def test_a_refusal_is_told_on_the_page(planner_client: Client, bontang: TrainingCentre) -> None:
    approve_units(Period(2025, 1), [None])
    response = planner_client.post(reverse("reports:quarter_close", args=[2025, 1]), follow=True)
    assert "BLKI Bontang" in response.content.decode()
    assert unit(None, 1).state == PeriodState.APPROVED
    assert planner_client.post(reverse("reports:quarter_close", args=[2025, 5])).status_code == 404


def test_a_reopening_lasts_through_its_day(planner_client: Client, bontang: TrainingCentre) -> None:
    period = ReportingPeriodFactory(closed=True, centre=bontang)
    until = timezone.localdate() + timedelta(days=3)
    answer = {"until": until.isoformat(), "reason": "Sertifikat terlambat"}
    planner_client.post(reverse("reports:period_reopen", args=[period.pk]), answer)
    assert timezone.localtime(period.reopenings.get().until).date() == until + timedelta(days=1)
    assert "Sertifikat terlambat" in planner_client.get(period.get_absolute_url()).content.decode()


def test_the_checklist_counts_what_is_open_and_hinders_nobody(
    small_year: SimpleNamespace, administrator: User, balikpapan: TrainingCentre
) -> None:
    begin_quarters(2025)
    page = client_of(administrator).get(reverse("reports:period_submit", args=[unit(balikpapan, 1).pk]))
    assert [check.count for check in page.context["checks"]] == [0, 0, 1, 0, 0, 0]  # H was never assessed
    client_of(administrator).post(reverse("reports:period_submit", args=[unit(balikpapan, 1).pk]))
    assert unit(balikpapan, 1).state == PeriodState.SUBMITTED


class TestClosedFigures:
    @pytest.fixture(autouse=True)
    def closed(self, small_year: SimpleNamespace, planner: User) -> None:
        close(SECOND, planner)

    @pytest.fixture
    def figure(self) -> ClosedFigure:
        return ClosedFigure.objects.get(period=unit(None))

    def test_the_list_behind_a_figure_is_as_long_as_the_figure(
        self, figure: ClosedFigure, planner_client: Client
    ) -> None:
        page = planner_client.get(figure.get_absolute_url())
        assert [row["job_seeker__full_name"] for row in page.context["table"].page.rows] == ["Andi Anwar", "Beti Bunga"]
        assert figure.sha256[:8] in page.content.decode()
        assert figure.is_intact
        tables = {str(table.headers[0]): table.rows for _label, table in page.context["breakdowns"]}
        assert ("BNSP", "1", "2") in [
            row for rows in tables.values() for row in rows
        ]  # A before, A and B since January

    def test_names_are_for_those_who_work_with_the_people(self, figure: ClosedFigure, head: User) -> None:
        page = client_of(head).get(figure.get_absolute_url()).content.decode()
        assert figure.sha256[:8] in page
        assert "Andi Anwar" not in page
        assert client_of(head).get(figure.get_absolute_url(), {"export": "xlsx"}).status_code == 404

    def test_a_centre_opens_its_own(
        self, figure: ClosedFigure, administrator: User, balikpapan: TrainingCentre, bontang: TrainingCentre
    ) -> None:
        at_centre = client_of(administrator)
        assert at_centre.get(figure.get_absolute_url()).status_code == 404
        own = ClosedFigure.objects.get(period=unit(balikpapan))
        assert at_centre.get(own.get_absolute_url()).status_code == 200
        assert own.get_absolute_url() in at_centre.get(unit(balikpapan).get_absolute_url()).content.decode()
        foreign = at_centre.get(unit(bontang).get_absolute_url())
        assert (foreign.status_code, foreign.context["figures"]) == (200, [])

    def test_a_restatement_names_who_moved_and_is_decided(
        self, figure: ClosedFigure, small_year: SimpleNamespace, planner: User, head: User
    ) -> None:
        beti = Certificate.objects.get(job_seeker__full_name="Beti Bunga")
        revoke_certificate(actor=planner, certificate=beti, reason="Nomor ganda", document="BA/1")
        small_year.a.birth_date = date(1980, 1, 1)
        small_year.a.save()
        answer = client_of(planner).post(reverse("reports:period_compare", args=[figure.period_id]), follow=True)
        assert answer.status_code == 200
        assert count_in_inbox(head, "restatements") == 2  # of the province and of Balikpapan
        found = Restatement.objects.open().get(figure=figure)
        page = client_of(planner).get(found.get_absolute_url())
        assert {move.name for move in page.context["moves"]} == {"Andi Anwar", "Beti Bunga"}
        assert "Beti Bunga" not in client_of(head).get(found.get_absolute_url()).content.decode()
        client_of(head).post(reverse("reports:restatement_approve", args=[found.pk]))
        page = client_of(planner).get(unit(None).get_absolute_url()).content.decode()
        assert re.findall(r'data-revised="K1">([^<]+)<', page) == ["2 → 1"]
        first = Restatement.objects.open().first()
        client_of(head).post(reverse("reports:restatement_reject", args=[first.pk]), {"note": "Salah cabut"})
        first.refresh_from_db()
        assert first.state == RestatementState.REJECTED
        assert find_restatements() == 2  # of the first quarter, which the button did not look at
        client_of(head).post(reverse("reports:restatements_approve", args=[2025, 1]))
        assert find_restatements() == 0
