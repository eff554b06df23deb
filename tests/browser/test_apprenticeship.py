"""An apprenticeship from permit to hire, with each refusal on the way: 13 months, 20 %, age, missing agreement.

One long test on purpose: it is one case from its beginning to its end.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Browser, expect

from companies.choices.apprenticeships import After, ApprenticeState
from companies.models import Apprentice, Apprenticeship
from kaltim_naker.access.scope import EVERYTHING
from kaltim_naker.accounts.models import Office, User
from kaltim_naker.accounts.roles import Role
from kaltim_naker.core.periods import today
from programs.measures import Slice, count, get_measure
from programs.models import Field
from tests.browser.visitor import NARROW, Visitor
from tests.factories.accounts import home_region
from tests.factories.companies import WorkSiteFactory, YearlyReportFactory
from tests.factories.trainees import JobSeekerFactory
from trainees.models import JobSeeker, Placement

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]

#: Ten workers: two apprentices at once.
MEN, WOMEN = 6, 4


@pytest.fixture
def people(office: Callable[[Role, str], User]) -> dict[str, JobSeeker]:
    """An adult, one of exactly 17, one a day too young, and one too many."""
    seventeen = birthday(17)
    births = {
        "adult": date(2000, 5, 17),
        "minor": seventeen,
        "child": seventeen + timedelta(days=1),
        "third": date(1999, 1, 1),
    }
    by = Office.objects.get(code="disnaker-samarinda")
    return {
        name: JobSeekerFactory(
            full_name=f"Peserta {name}", birth_date=born, domicile=home_region("64.72"), registered_by=by
        )
        for name, born in births.items()
    }


def birthday(age: int) -> date:
    """Whoever is born on this day turns this old on the first day of the programme."""
    return first_day().replace(year=first_day().year - age)


def first_day() -> date:
    """Some weeks ago, and no 29 February."""
    day = today() - timedelta(days=60)
    return day - timedelta(days=1) if (day.month, day.day) == (2, 29) else day


def test_from_permit_to_hire(
    office: Callable[[Role, str], User],
    people: dict[str, JobSeeker],
    visit: Callable[[User], Visitor],
    browser: Browser,
    live_server: Any,
    settings: Any,
) -> None:
    settings.SITE_URL = live_server.url
    cache.clear()
    site = WorkSiteFactory(company__name="PT Contoh Bengkel Etam", region=home_region("64.72"))
    YearlyReportFactory(site=site, men=MEN, women=WOMEN, reported_on=first_day() - timedelta(days=90))
    officer = visit(office(Role.APPRENTICESHIP_OFFICER, "disnakertrans-kaltim"))

    programme = plan(officer, site)
    permit(officer, programme)
    select(officer, programme, people)
    agree(officer, programme)
    begin(officer, programme)
    keep_the_logbook(officer, programme, browser)
    end_and_hire(officer, programme, people["adult"])

    year = Slice(date(first_day().year, 1, 1), date(today().year, 12, 31))
    keys = ("apprentices_started", "apprentices_completed", "apprentices_hired")
    assert [count(get_measure(key), year, EVERYTHING) for key in keys] == [2, 2, 1]


def plan(officer: Visitor, site: Any) -> Apprenticeship:
    """Thirteen months are refused; then six."""
    officer.open(reverse("companies:apprenticeship_plan"))
    first = first_day()
    officer.fill(
        site=str(site.pk),
        occupation="Mekanik sepeda motor",
        field=str(Field.objects.get(code="OTO").pk),
        starts_on=first.isoformat(),
        ends_on=(first + timedelta(days=395)).isoformat(),
        theory_percent="25",
        seats="2",
        allowance="2500000",
    )
    officer.submit(refused=True)
    expect(officer.page.locator("main .kn-summary")).to_contain_text("12")
    officer.fill(ends_on=(first + timedelta(days=182)).isoformat(), theory_percent="26")
    officer.submit(refused=True)
    officer.fill(theory_percent="25")
    officer.submit()
    officer.look_over(narrow=True)
    return Apprenticeship.objects.get()


def permit(officer: Visitor, programme: Apprenticeship) -> None:
    """Complete, answered within three working days."""
    complete_on = first_day() - timedelta(days=30)
    officer.open(reverse("companies:apprenticeship_submit", args=[programme.pk]))
    officer.fill(complete_on=complete_on.isoformat())
    officer.submit()
    expect(officer.page.locator("main .alert-warning")).to_be_visible()
    officer.open(reverse("companies:apprenticeship_permit", args=[programme.pk]))
    officer.fill(permit_on=complete_on.isoformat(), permit_number="560/12/Disnaker/2026")
    officer.submit()
    officer.open(reverse("companies:apprenticeship_mentor", args=[programme.pk]))
    officer.fill(full_name="Bapak Pembimbing", position="Kepala bengkel", phone="081234567890")
    officer.submit()


def select(officer: Visitor, programme: Apprenticeship, people: dict[str, JobSeeker]) -> None:
    """A child is refused by age, a third one by the share of the workers; nobody is taken in with them."""
    url = reverse("companies:apprenticeship_add", args=[programme.pk])
    niks = {name: person.reveal_nik() or "" for name, person in people.items()}

    officer.open(url)
    officer.fill(niks=f"{niks['adult']}\n{niks['child']}")
    officer.submit(refused=True)
    expect(officer.page.locator("main .kn-summary")).to_contain_text("Peserta child")
    Apprenticeship.objects.update(seats=3)
    officer.fill(niks=f"{niks['adult']}\n{niks['minor']}\n{niks['third']}")
    officer.submit(refused=True)
    expect(officer.page.locator("main .kn-summary")).to_contain_text("20 %")
    assert not Apprentice.objects.exists()

    officer.fill(niks=f"{niks['adult']}\n{niks['minor']}")
    officer.submit()
    officer.look_over(narrow=True)


def agree(officer: Visitor, programme: Apprenticeship) -> None:
    """Nobody begins without agreement; the minor's lacks the consent at first."""
    start = reverse("companies:apprenticeship_start", args=[programme.pk])
    officer.open(start)
    officer.submit(refused=True)
    sign = reverse("companies:apprenticeship_sign", args=[programme.pk])
    mentor = str(programme.mentors.get().pk)
    before = (first_day() - timedelta(days=10)).isoformat()
    for one in Apprentice.objects.order_by("-age"):
        officer.open(reverse("companies:apprentice_edit", args=[one.pk]))
        officer.fill(mentor=mentor, health_checked_on=before, insurance_number=f"2500{one.age}")
        officer.submit()
    officer.open(sign)
    officer.fill(signed_on=before)
    officer.submit(refused=True)
    expect(officer.page.locator("main .kn-summary")).to_contain_text("Peserta minor")

    minor = Apprentice.objects.get(age=17)
    officer.open(reverse("companies:apprentice_edit", args=[minor.pk]))
    officer.fill(consent_by="Ibu Wali", consent_on=before)
    officer.submit()
    officer.open(sign)
    officer.fill(signed_on=before)
    officer.submit()
    officer.open(start)
    officer.submit(refused=True)
    assert officer.status_of(reverse("companies:apprentice_agreement", args=[minor.pk])) == 200

    officer.open(reverse("companies:apprenticeship_ratify", args=[programme.pk]))
    officer.fill(ratified_on=first_day().isoformat(), number="560/PMG/2026")
    officer.submit()
    assert set(Apprentice.objects.values_list("state", flat=True)) == {ApprenticeState.RATIFIED}


def begin(officer: Visitor, programme: Apprenticeship) -> None:
    officer.open(reverse("companies:apprenticeship_start", args=[programme.pk]))
    officer.fill(started_on=first_day().isoformat())
    officer.submit()
    officer.look_over(narrow=True)
    assert Apprentice.objects.running().count() == 2


def keep_the_logbook(officer: Visitor, programme: Apprenticeship, browser: Browser) -> None:
    """The participant writes a week on a phone, the mentor confirms it, neither has an account."""
    one = Apprentice.objects.get(job_seeker__full_name="Peserta adult")
    officer.open(one.get_absolute_url(), narrow=True)
    officer.click(f"main form[action='{reverse('companies:apprentice_link', args=[one.pk])}'] button")
    own = link_in(officer)
    officer.open(programme.get_absolute_url())
    officer.click(f"main form[action='{reverse('companies:mentor_link', args=[programme.mentors.get().pk])}'] button")
    mentors = link_in(officer)

    phone = browser.new_context(viewport=NARROW, java_script_enabled=False).new_page()
    phone.goto(own)
    phone.fill("main [name=activities]", "Servis berkala")
    phone.fill("main [name=practice_hours]", "32")
    phone.fill("main [name=theory_hours]", "8")
    phone.click("main form.kn-form button[type=submit]")
    week = one.weeks.get()
    assert (week.apprentice_confirmed_at is not None, week.mentor_confirmed_at) == (True, None)
    phone.goto(f"{mentors}?of={one.pk}")
    phone.click("main button[name=confirm]")
    week.refresh_from_db()
    assert week.is_confirmed
    phone.context.close()


def link_in(officer: Visitor) -> str:
    text = officer.page.locator("#message").input_value()
    return next(word for word in text.split() if word.startswith("http"))


def end_and_hire(officer: Visitor, programme: Apprenticeship, person: JobSeeker) -> None:
    officer.open(reverse("companies:apprenticeship_complete", args=[programme.pk]))
    officer.fill(ended_on=today().isoformat())
    officer.submit()
    one = Apprentice.objects.get(job_seeker=person)
    officer.open(reverse("companies:apprentice_after", args=[one.pk]))
    officer.fill(after=After.HIRED_HERE, after_on=today().isoformat())
    officer.submit()
    officer.look_over(narrow=True)
    assert Placement.objects.get(job_seeker=person).employer == "PT Contoh Bengkel Etam"
    officer.click(f"main form[action='{reverse('companies:apprentice_paper', args=[one.pk])}'] button")
    one.refresh_from_db()
    assert one.paper.number.startswith("MAGANG/")
