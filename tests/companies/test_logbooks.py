"""Logbooks: weeks, both confirmations, personal links, and what becomes late."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from companies.choices.apprenticeships import ApprenticeState, LogHolder
from companies.models import Apprentice, LogbookLink, LogbookWeek
from companies.services import (
    BOTH,
    WeekData,
    confirm_week,
    confirm_week_by_link,
    invite_apprentice,
    invite_mentor,
    keep_week,
    keep_week_by_link,
    link_of,
)
from companies.views.logbooks import PER_MINUTE
from kaltim_naker.accounts.roles import Role
from kaltim_naker.core.errors import DomainError
from tests.factories.accounts import user_with_role
from tests.factories.apprenticeships import ApprenticeFactory

pytestmark = pytest.mark.django_db

MONDAY = date(2025, 3, 3)
WORK = WeekData(activities="Pengelasan pelat", practice_hours=32, theory_hours=8)


@pytest.fixture
def officer(province):
    return user_with_role(Role.APPRENTICESHIP_OFFICER, province)


@pytest.fixture
def welder():
    return ApprenticeFactory(job_seeker__full_name="Siti Nur Aisyah", job_seeker__phone="+6281234567890")


def token_of(invitation):
    return invitation.url.rstrip("/").rsplit("/", 1)[-1]


def refused(code, call, **arguments):
    with pytest.raises(DomainError) as caught:
        call(**arguments)
    assert caught.value.code == code


class TestWeeks:
    @pytest.mark.parametrize("week", [MONDAY, date(2025, 8, 25)])
    def test_within_the_apprenticeship(self, welder, week):
        assert not keep_week(apprentice=welder, week=week, data=WORK).is_confirmed

    @pytest.mark.parametrize("week", [MONDAY - timedelta(days=7), date(2025, 9, 1), MONDAY + timedelta(days=1)])
    def test_before_after_and_no_monday(self, welder, week):
        refused("week_outside", keep_week, apprentice=welder, week=week, data=WORK)

    def test_sixty_hours_and_no_more(self, welder):
        keep_week(apprentice=welder, week=MONDAY, data=WeekData(activities="x", practice_hours=50, theory_hours=10))
        too_many = WeekData(activities="x", practice_hours=50, theory_hours=11)
        refused("too_many_hours", keep_week, apprentice=welder, week=MONDAY, data=too_many)

    def test_nobody_who_waits_keeps_a_logbook(self):
        refused("not_running", keep_week, apprentice=ApprenticeFactory(selected=True), week=MONDAY, data=WORK)

    def test_paper_that_both_signed(self, welder, officer):
        assert keep_week(actor=officer, apprentice=welder, week=MONDAY, data=WORK, by=BOTH).is_confirmed

    def test_what_one_side_changes_the_other_confirms_anew(self, welder):
        week = keep_week(apprentice=welder, week=MONDAY, data=WORK, by=(LogHolder.APPRENTICE,))
        assert confirm_week(week=week, by=LogHolder.MENTOR).is_confirmed
        other = WeekData(activities="Gerinda", practice_hours=40)
        changed = keep_week(apprentice=welder, week=MONDAY, data=other, by=(LogHolder.MENTOR,))
        assert changed.mentor_confirmed_at
        assert changed.apprentice_confirmed_at is None
        same = keep_week(apprentice=welder, week=MONDAY, data=other, by=(LogHolder.APPRENTICE,))
        assert same.is_confirmed


@pytest.mark.parametrize(
    ("day", "is_late"),
    [(date(2025, 3, 23), False), (date(2025, 3, 24), True)],
)
def test_a_week_is_missed_two_weeks_after_its_end(welder, day, is_late):
    """The first week ends on 9 March; on the 23rd it is still in time."""
    assert Apprentice.objects.logbook_not_kept(day).exists() == is_late
    keep_week(apprentice=welder, week=MONDAY, data=WORK)
    assert not Apprentice.objects.logbook_not_kept(day).exists()


def test_ending_within_thirty_days_or_past_the_end(welder):
    assert not Apprentice.objects.ending(date(2025, 7, 29)).exists()
    assert Apprentice.objects.ending(date(2025, 7, 30)).get() == welder
    assert Apprentice.objects.ending(date(2026, 1, 1)).get() == welder


class TestLinks:
    @pytest.fixture(autouse=True)
    def _during(self):
        with time_machine.travel(date(2025, 6, 2), tick=False):
            yield

    def test_only_a_digest_is_kept_and_a_new_link_ends_the_old(self, welder, officer):
        first = token_of(invite_apprentice(actor=officer, apprentice=welder))
        assert len(first) >= 32
        assert first not in str(LogbookLink.objects.get().__dict__.values())
        second = token_of(invite_apprentice(actor=officer, apprentice=welder))
        assert link_of(first) is None
        assert link_of(second).apprentice == welder

    def test_the_message_names_no_number(self, welder, officer):
        invitation = invite_apprentice(actor=officer, apprentice=welder)
        assert welder.job_seeker.reveal_nik() not in invitation.text
        assert invitation.whatsapp_url.startswith("https://wa.me/6281234567890?text=")

    def test_it_works_until_two_weeks_after_the_last_day(self, welder, officer):
        invitation = invite_apprentice(actor=officer, apprentice=welder)
        token = token_of(invitation)
        with time_machine.travel(timezone.now() + timedelta(days=88 + 14) - timedelta(minutes=1)):
            assert link_of(token)
        with time_machine.travel(timezone.now() + timedelta(days=88 + 14)):
            assert link_of(token) is None

    def test_nobody_writes_for_somebody_else(self, welder, officer):
        other = ApprenticeFactory()
        token = token_of(invite_apprentice(actor=officer, apprentice=welder))
        refused("link_not_valid", keep_week_by_link, token=token, apprentice=other, week=MONDAY, data=WORK)
        week = keep_week(apprentice=other, week=MONDAY, data=WORK)
        refused("link_not_valid", confirm_week_by_link, token=token, week=week)
        assert LogbookWeek.objects.get().apprentice_confirmed_at is None

    def test_a_mentor_confirms_whom_he_guides(self, welder, officer):
        guided = ApprenticeFactory(apprenticeship=welder.apprenticeship, mentor=welder.mentor)
        token = token_of(invite_mentor(actor=officer, mentor=welder.mentor))
        week = keep_week(apprentice=guided, week=MONDAY, data=WORK, by=(LogHolder.APPRENTICE,))
        assert confirm_week_by_link(token=token, week=week).is_confirmed
        refused("nobody_guided", invite_mentor, actor=officer, mentor=ApprenticeFactory(selected=True).mentor)

    def test_the_page_of_a_participant(self, welder, officer):
        keep_week(apprentice=welder, week=MONDAY, data=WORK, by=(LogHolder.MENTOR,))
        url = reverse("companies:logbook_link", args=[token_of(invite_apprentice(actor=officer, apprentice=welder))])
        client = Client()
        page = client.get(url)
        assert page["X-Robots-Tag"] == "noindex"
        assert "no-store" in page["Cache-Control"]
        text = page.content.decode()
        assert "Siti Nur Aisyah" in text
        assert welder.job_seeker.nik_masked not in text
        client.post(url, {"confirm": str(LogbookWeek.objects.get().pk)})
        assert LogbookWeek.objects.get().is_confirmed
        week = {"week": "2025-03-10", "activities": "Gerinda", "practice_hours": 40, "theory_hours": 0}
        assert client.post(url, week).status_code == 302
        written = LogbookWeek.objects.get(week=date(2025, 3, 10))
        assert (written.apprentice_confirmed_at is not None, written.mentor_confirmed_at) == (True, None)
        assert client.post(url, {**week, "practice_hours": 61}).status_code == 422

    def test_a_mentor_sees_his_own_only(self, welder, officer):
        stranger = ApprenticeFactory(job_seeker__full_name="Orang Lain")
        url = reverse("companies:logbook_link", args=[token_of(invite_mentor(actor=officer, mentor=welder.mentor))])
        text = Client().get(url, {"of": str(stranger.pk)}).content.decode()
        assert "Siti Nur Aisyah" in text
        assert "Orang Lain" not in text

    def test_unknown_expired_and_replaced_look_the_same(self, welder, officer):
        old = reverse("companies:logbook_link", args=[token_of(invite_apprentice(actor=officer, apprentice=welder))])
        invite_apprentice(actor=officer, apprentice=welder)
        answers = [Client().get(url) for url in (old, reverse("companies:logbook_link", args=["x" * 32]))]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert [answer.template_name for answer in answers] == ["companies/logbook_over.html"] * 2

    def test_who_asks_too_often_waits(self, welder):
        url = reverse("companies:logbook_link", args=["x" * 32])
        client = Client(REMOTE_ADDR="203.0.113.77")
        codes = [client.get(url).status_code for _number in range(PER_MINUTE + 1)]
        assert codes[:-1] == [404] * PER_MINUTE
        assert codes[-1] == 429

    def test_who_is_over_keeps_the_link_until_it_expires(self, welder, officer):
        token = token_of(invite_apprentice(actor=officer, apprentice=welder))
        Apprentice.objects.filter(pk=welder.pk).update(
            state=ApprenticeState.COMPLETED, ended_on=date(2025, 6, 2), meets_standard=True
        )
        keep_week_by_link(token=token, apprentice=welder, week=MONDAY, data=WORK)
