"""What staff say about the figures: written by the unit, carried as a draft, locked with its quarter, printed."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from kaltim_naker.access.scope import EVERYTHING
from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import Period
from kaltim_naker.reports.build import Order
from kaltim_naker.reports.document import Document
from kaltim_naker.reports.family.performance import build
from kaltim_naker.reports.models import Narrative, NarrativeState
from kaltim_naker.reports.narratives import told_in, write_narrative
from programs.models import TrainingCentre
from tests.conftest import client_of
from tests.factories.periods import close

FIRST, SECOND = Period(2025, 1), Period(2025, 2)


def say(user: User, year: SimpleNamespace, period: Period = FIRST, centre: Any = None, **texts: Any) -> Narrative:
    return write_narrative(
        actor=user, indicator=year.indicator, period=period, centre=centre, **{"causes": "Asesor penuh", **texts}
    )


def report(period: Period, centre: TrainingCentre | None = None) -> Document:
    return build(Order("KJ-UJI", period, EVERYTHING, centre, "id", timezone.now()))


def stories(period: Period) -> list[tuple[str, bool]]:
    return [(story.causes, story.is_draft) for section in report(period).sections for story in section.stories]


def test_carried_over_as_a_draft_until_it_is_confirmed(small_year: SimpleNamespace, planner: User) -> None:
    say(planner, small_year)
    assert stories(FIRST) == [("Asesor penuh", False)]
    assert stories(SECOND) == [("Asesor penuh", True)]
    assert stories(Period(2025)) == [("Asesor penuh", True)]
    assert Narrative.objects.count() == 1

    say(planner, small_year, SECOND, causes="Asesor cukup")
    assert stories(SECOND) == [("Asesor cukup", False)]
    assert stories(FIRST) == [("Asesor penuh", False)]
    say(planner, small_year, SECOND, causes="Asesor cukup", is_confirmed=False)
    assert stories(SECOND) == [("Asesor cukup", True)]
    assert Narrative.objects.get(last_day=SECOND.end).state == NarrativeState.DRAFT


def test_a_month_within_the_quarter_shows_what_was_said_before(small_year: SimpleNamespace, planner: User) -> None:
    say(planner, small_year)
    assert [one.is_draft for one in told_in(Period(2025, month=4), None).values()] == [False]
    assert told_in(Period(2025, month=2), None) == {}


def test_the_unit_writes_its_own(
    small_year: SimpleNamespace,
    planner: User,
    bontang_admin: User,
    bontang: Any,
    balikpapan: Any,
    samarinda_operator: User,
) -> None:
    say(bontang_admin, small_year, centre=bontang)
    say(planner, small_year, centre=balikpapan)
    for centre in (balikpapan, None):
        with pytest.raises(DomainError) as caught:
            say(bontang_admin, small_year, centre=centre)
        assert caught.value.code == "foreign_unit"
    with pytest.raises(PermissionDenied):
        say(samarinda_operator, small_year)
    with pytest.raises(DomainError) as caught:
        say(planner, small_year, causes=" ")
    assert caught.value.code == "narrative_empty"


def test_locked_with_the_quarter(small_year: SimpleNamespace, planner: User) -> None:
    say(planner, small_year)
    close(FIRST, planner)
    with pytest.raises(DomainError) as caught:
        say(planner, small_year, causes="Lain")
    assert caught.value.code == "period_closed"
    page = client_of(planner).get(reverse("reports:narratives"), {"year": "2025", "quarter": "1"}).content.decode()
    assert "Asesor penuh" in page
    assert reverse("reports:narrative_write", args=[2025, 1, "K1"]) not in page


def test_the_page_offers_the_text_of_the_quarter_before(small_year: SimpleNamespace, planner: User) -> None:
    say(planner, small_year)
    client, url = client_of(planner), reverse("reports:narrative_write", args=[2025, 2, "K1"])
    assert url in client.get(reverse("reports:narratives"), {"year": "2025", "quarter": "2"}).content.decode()
    assert "Asesor penuh" in client.get(url).content.decode()
    answer = client.post(url, {"causes": "Asesor penuh", "follow_up": "Jadwal baru", "is_confirmed": "on"})
    assert answer.status_code == 302
    assert Narrative.objects.get(last_day=SECOND.end).follow_up == "Jadwal baru"
    assert client.post(url, {"causes": ""}).status_code == 422
    assert client.get(reverse("reports:narrative_write", args=[2025, 2, "X9"])).status_code == 404


def test_of_a_centre(small_year: SimpleNamespace, bontang_admin: User, bontang: Any, balikpapan: Any) -> None:
    client, url = client_of(bontang_admin), reverse("reports:narrative_write", args=[2025, 2, "K1"])
    assert client.post(url, {"causes": "Bengkel diperbaiki", "is_confirmed": "on"}).status_code == 302
    assert Narrative.objects.get().centre == bontang
    assert client.get(f"{url}?centre={balikpapan.pk}").status_code == 404


def test_what_the_chapter_measures(small_year: SimpleNamespace, planner: User) -> None:
    tables = {table.key: table for section in report(Period(2025, 4)).sections for table in section.tables}
    measured = tables["measured"].rows[0].cells
    assert [cell.number for cell in measured[3:6]] == [8, 4, 50]
    assert measured[6].level > 0
    assert [cell.number for cell in tables["years"].rows[0].cells[2:4]] == [None, None]
