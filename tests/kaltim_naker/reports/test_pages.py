"""The pages of figures, targets and reports, as their readers meet them."""

import re
from decimal import Decimal
from html import unescape
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from kaltim_naker.accounts.models import User
from kaltim_naker.accounts.roles import Role
from kaltim_naker.audit.models import AccessKind, AccessLog
from kaltim_naker.core.jobs import JobState
from kaltim_naker.core.periods import Period
from kaltim_naker.reports.models import ReportRun
from kaltim_naker.reports.services import request_report
from kaltim_naker.reports.tasks import render_report
from programs.models import Target, TargetRevision, TrainingCentre
from tests.conftest import EXPORT_REASON, client_of, exported
from tests.factories.accounts import user_with_role

RECORDS = reverse("reports:records", args=["job_seekers_certified"])


@pytest.fixture(autouse=True)
def own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def head(province: Any) -> User:
    return user_with_role(Role.HEAD_OF_OFFICE, province)


@pytest.fixture
def made(small_year: SimpleNamespace, planner: User) -> ReportRun:
    run = request_report(actor=planner, period=Period(2025, 4))
    render_report(str(run.pk))
    run.refresh_from_db()
    return run


def linked_figures(page: str) -> list[tuple[int, str]]:
    """Every figure of a page that leads to records: (figure, address)."""
    links = re.findall(r'<a href="([^"]*/records/[^"]*)"[^>]*>([\d.]+)</a>', page)
    return [(int(figure.replace(".", "")), unescape(url)) for url, figure in links]


@pytest.mark.parametrize("quarter", ["1", "2", "3", "4", ""])
def test_every_figure_of_the_achievement_page_is_its_list(
    small_year: SimpleNamespace, planner_client: Client, quarter: str
) -> None:
    page = planner_client.get(reverse("reports:achievement"), {"year": "2025", "quarter": quarter}).content.decode()
    figures = linked_figures(page)

    assert len(figures) >= 7
    for figure, url in figures:
        assert planner_client.get(url).context["table"].page.count == figure, url


def test_every_figure_of_a_report_is_its_list(made: ReportRun, planner_client: Client) -> None:
    figures = linked_figures(planner_client.get(reverse("reports:facts", args=[made.pk])).content.decode())

    assert len(figures) == 28
    for figure, url in figures:
        answer = planner_client.get(url)
        assert answer.context["figure"] == answer.context["table"].page.count == figure, url


def test_a_centre_sees_only_its_own(small_year: SimpleNamespace, bontang_admin: User) -> None:
    answer = client_of(bontang_admin).get(RECORDS, {"year": "2025"})

    assert answer.context["figure"] == 2
    assert {row["job_seeker__full_name"] for row in answer.context["table"].page.rows} == {"Eko Embun", "Fitri Fajar"}


def test_the_head_of_office_sees_the_count_and_no_name(small_year: SimpleNamespace, head_of_office: User) -> None:
    client = client_of(head_of_office)
    answer = client.get(RECORDS, {"year": "2025"})

    assert answer.context["figure"] == 4
    assert "Andi Anwar" not in answer.content.decode()
    assert client.get(RECORDS, {"year": "2025", "export": "xlsx"}).status_code == 404


def test_names_are_shown_where_names_may_be_seen(
    small_year: SimpleNamespace, balikpapan: TrainingCentre, bontang: TrainingCentre
) -> None:
    """Instructor at one centre and officer at the other: counts both, names of the second only."""
    user = user_with_role(Role.INSTRUCTOR, balikpapan.office)
    user.memberships.create(office=bontang.office, role=Role.CERTIFICATION_OFFICER)
    answer = client_of(user).get(RECORDS, {"year": "2025"})

    assert (answer.context["figure"], answer.context["not_shown"]) == (4, 2)
    assert "Beti Bunga" not in answer.content.decode()


def test_the_export_holds_the_figure_and_is_written_down(small_year: SimpleNamespace, planner_client: Client) -> None:
    answer = exported(planner_client, RECORDS, year="2025")
    rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).worksheets[0].values)

    assert len(rows) - 1 == 4
    entry = AccessLog.objects.get(kind=AccessKind.EXPORT)
    assert (entry.subject, entry.rows, entry.reason) == ("job_seekers_certified", 4, EXPORT_REASON)


@pytest.mark.parametrize(
    ("query", "status"), [({"yeer": "2025"}, 400), ({"year": "1875"}, 200), ({"year": "2025", "centre": "999"}, 200)]
)
def test_a_wrong_address_shows_nobody(
    small_year: SimpleNamespace, planner_client: Client, query: dict[str, str], status: int
) -> None:
    answer = planner_client.get(RECORDS, query)

    assert answer.status_code == status
    assert "Andi Anwar" not in answer.content.decode()


def test_an_unknown_measure_is_not_found(small_year: SimpleNamespace, planner_client: Client) -> None:
    assert planner_client.get(reverse("reports:records", args=["wishes"])).status_code == 404


def test_asking_watching_and_fetching(small_year: SimpleNamespace, planner_client: Client) -> None:
    asked = planner_client.post(reverse("reports:new"), {"year": "2025", "part": "Q3", "language": "id"})
    run = ReportRun.objects.get()
    status = reverse("reports:status", args=[run.pk])
    assert asked.url == reverse("reports:detail", args=[run.pk])
    assert planner_client.get(asked.url).status_code == 200
    assert planner_client.get(status).status_code == 200

    render_report(str(run.pk))
    assert planner_client.get(status).status_code == 286
    fetched = planner_client.get(reverse("reports:download", args=[run.pk]))
    assert b"".join(fetched.streaming_content).startswith(b"%PDF")
    assert fetched["Content-Disposition"] == f'attachment; filename="{run.reference}.pdf"'
    assert fetched["X-Content-Type-Options"] == "nosniff"
    assert AccessLog.objects.get(kind=AccessKind.DOWNLOAD).subject == run.reference


def test_a_failed_report_says_why_and_can_be_tried_again(small_year: SimpleNamespace, planner_client: Client) -> None:
    planner_client.post(reverse("reports:new"), {"year": "2025", "part": "Q3", "language": "id"})
    run = ReportRun.claim(ReportRun.objects.get().pk)
    run.fail("Cakram penuh.")

    page = planner_client.get(run.get_absolute_url()).content.decode()
    again = planner_client.post(reverse("reports:retry", args=[run.pk]))

    assert "Cakram penuh." in page
    assert ReportRun.objects.count() == 2
    assert again.url != run.get_absolute_url()


@pytest.mark.parametrize("page", ["detail", "status", "facts", "download"])
def test_a_report_of_others_looks_like_none(
    made: ReportRun, page: str, bontang_admin: User, samarinda_operator: User
) -> None:
    for user in (bontang_admin, samarinda_operator):
        assert client_of(user).get(reverse(f"reports:{page}", args=[made.pk])).status_code == 404


def test_a_centre_fetches_its_own_report(small_year: SimpleNamespace, bontang_admin: User) -> None:
    run = request_report(actor=bontang_admin, period=Period(2025, 3))
    render_report(str(run.pk))

    assert client_of(bontang_admin).get(reverse("reports:download", args=[run.pk])).status_code == 200


def test_a_document_that_is_not_ready_sends_back_to_its_page(small_year: SimpleNamespace, planner: User) -> None:
    run = request_report(actor=planner, period=Period(2025, 3))
    client = client_of(planner)

    assert client.get(reverse("reports:download", args=[run.pk])).url == run.get_absolute_url()
    assert client.get(reverse("reports:facts", args=[run.pk])).status_code == 404
    assert ReportRun.objects.get().state == JobState.QUEUED


def test_targets_add_up_or_show_the_gap(
    small_year: SimpleNamespace, planner_client: Client, balikpapan: Any, head: User
) -> None:
    url = reverse("reports:targets")
    assert "5 + 3 = 8" in planner_client.get(url, {"year": "2025"}).content.decode()

    changed = {
        "indicator": small_year.indicator.pk,
        "year": "2025",
        "centre": balikpapan.pk,
        "value": "4",
        "document": "Perubahan PK 2025",
        "effective_on": "2025-09-30",
        "reason": "Perubahan APBD",
    }
    answer = planner_client.post(reverse("reports:target_set"), changed)
    planner_client.cookies["django_language"] = "en"
    assert "proposed 4" in planner_client.get(url, {"year": "2025"}).content.decode()
    own_click = reverse("reports:target_approve", args=[TargetRevision.objects.get().pk])
    assert "second person" in planner_client.post(own_click, follow=True).content.decode()
    assert Target.objects.get(centre=balikpapan).value == Decimal(5)

    assert client_of(head).post(own_click).url == answer.url
    page = planner_client.get(url, {"year": "2025"}).content.decode()
    assert "4 + 3 = 7" in page
    assert Target.objects.get(centre=balikpapan).value == Decimal(4)
    assert "first 5" in page
    assert Target.objects.get(centre=balikpapan).parent == Target.objects.get(centre=None)


def test_only_planners_set_targets(small_year: SimpleNamespace, bontang_admin: User) -> None:
    client = client_of(bontang_admin)

    assert client.get(reverse("reports:targets")).status_code == 200
    assert client.get(reverse("reports:target_set")).status_code == 403


def test_a_wrong_target_changes_nothing(small_year: SimpleNamespace, planner_client: Client) -> None:
    wrong = {"indicator": small_year.indicator.pk, "year": "2025", "value": "-1", "document": "x"}

    assert planner_client.post(reverse("reports:target_set"), wrong).status_code == 422
    assert Target.objects.get(centre=None).value == Decimal(8)


@pytest.mark.parametrize("page", ["achievement", "targets", "list", "new"])
def test_pages_need_no_data(province: Any, planner_client: Client, page: str) -> None:
    assert planner_client.get(reverse(f"reports:{page}")).status_code == 200
