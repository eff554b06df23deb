"""A training centre's year: a class from its plan to what its graduates say months later.

One long test on purpose: what one person does, the next one builds on. The other centre sees none of it, the regional
office its residents only.
"""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from kaltim_naker.accounts.models import Office, User
from kaltim_naker.accounts.roles import Role
from kaltim_naker.core.periods import today
from kaltim_naker.regions.models import Region
from programs.choices import ClassState
from programs.models import Instructor, TrainingClass
from tests.browser.visitor import NARROW, Visitor
from tests.factories.accounts import user_with_role
from tests.factories.trainees import JobSeekerFactory, nik_for
from trainees.models import Application, Enrolment, JobSeeker, Placement, TracerRound
from trainees.services import apply_to_class

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]

CENTRE, OTHER_CENTRE, REGIONAL = "blki-balikpapan", "blki-bontang", "disnaker-samarinda"
HOME, SAMARINDA = "64.71", "64.72"
FIRST_DAY = today() - timedelta(days=200)
LAST_DAY = FIRST_DAY + timedelta(days=20)
CLOSED_ON = LAST_DAY + timedelta(days=1)
BORN = date(2001, 2, 3)


def test_a_centres_year(
    office: Callable[[Role, str], User],
    visit: Callable[[User], Visitor],
    browser: Browser,
) -> None:
    admin = visit(office(Role.CENTRE_ADMIN, CENTRE))
    training = plan_a_class(admin)
    open_for_registration(admin, training)
    regional = visit(user_with_role(Role.REGIONAL_OPERATOR, regional_office()))
    forty_apply(admin, regional, training)
    select(admin, training)
    one_withdraws_and_a_reserve_moves_up(admin, training)
    start(admin, training)
    keep_the_register(admin, training)
    close(admin, training)
    link = ask_a_graduate(admin)
    answer_on_a_phone(browser, admin.address, link)
    see_the_absorption(admin)

    other = visit(office(Role.CENTRE_ADMIN, OTHER_CENTRE))
    the_other_centre_sees_nothing(other, training)
    the_region_sees_its_residents(regional, training)


def regional_office() -> Office:
    return Office.objects.get(kind="regional_office", region__code=SAMARINDA)


def plan_a_class(admin: Visitor) -> TrainingClass:
    admin.open(reverse("programs:room_add"))
    admin.fill(name="Bengkel Las", kind="workshop")
    admin.submit()
    admin.open(reverse("programs:instructor_add"))
    admin.fill(full_name="Ahmad Yani")
    admin.submit()
    admin.look_over(narrow=True)
    admin.open(reverse("programs:class_plan"), narrow=True)
    admin.page.locator("main [name=programme]").select_option(label="Plate Welder SMAW 3G")
    admin.page.locator("main [name=room]").select_option(label="Bengkel Las")
    admin.fill(
        label="Paket 1",
        fiscal_year=str(FIRST_DAY.year),
        starts_on=FIRST_DAY.isoformat(),
        ends_on=LAST_DAY.isoformat(),
    )
    admin.submit()
    admin.look_over(narrow=True)
    return TrainingClass.objects.get()


def open_for_registration(admin: Visitor, training: TrainingClass) -> None:
    admin.click("form[action$='/move/open/'] button")
    admin.look_over()
    admin.open(f"{reverse('programs:class_calendar')}?year={FIRST_DAY.year}&quarter={(FIRST_DAY.month + 2) // 3}")
    expect(admin.page.locator(".kn-week.is-on").first).to_be_visible()


def forty_apply(admin: Visitor, regional: Visitor, training: TrainingClass) -> None:
    """Two are typed in, by the centre and by the regional office; the others come in as a Skillhub list would."""
    centre_office = training.centre.office
    for number in range(40):
        lives_in = SAMARINDA if number % 4 == 0 else HOME
        JobSeekerFactory(
            full_name=f"Pelamar {number:02}",
            domicile=Region.objects.get(code=lives_in),
            birth_date=BORN,
            nik=nik_for(lives_in, BORN, "L", number + 1),
            registered_by=centre_office,
        )
    people = list(JobSeeker.objects.order_by("full_name"))
    for visitor, person, region in ((admin, people[1], HOME), (regional, people[0], SAMARINDA)):
        visitor.open(reverse("trainees:class_apply", args=[training.pk]))
        visitor.fill(nik=nik_for(region, BORN, "L", int(person.full_name[-2:]) + 1))
        visitor.submit()
        visitor.look_over()
    for person in people[2:]:
        apply_to_class(
            actor=admin.user, office=centre_office, job_seeker=person, training_class=training, channel="skillhub"
        )
    assert Application.objects.count() == 40


def select(admin: Visitor, training: TrainingClass) -> None:
    """Everybody's papers are in order; number 39 has the best score, number 0 the worst."""
    admin.open(training.get_absolute_url())
    admin.click("form[action$='/move/selecting/'] button")
    admin.open(reverse("trainees:class_steps", args=[training.pk]), narrow=True)
    for number in range(40):
        row = admin.row(f"Pelamar {number:02}")
        row.locator("[name$=-administration]").select_option("passed")
        row.locator("[name$=-written_score]").fill(str(50 + number))
        row.locator("[name$=-interview_score]").fill(str(50 + number))
    admin.submit()
    admin.look_over(narrow=True)
    admin.page.locator("main details.kn-confirm summary").first.click()
    admin.click("form[action$='/selection/confirm/'] button")
    admin.look_over()
    assert Application.objects.filter(state="accepted").count() == 16
    assert Application.objects.filter(state="reserve").count() == 24
    paper = admin.page.request.get(admin.address + reverse("trainees:class_announcement", args=[training.pk]))
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(paper.body())).pages)
    assert "Pelamar 39" in text
    assert "Pelamar 00" in text


def one_withdraws_and_a_reserve_moves_up(admin: Visitor, training: TrainingClass) -> None:
    """Numbers 24 to 39 have a seat; 39 leaves, 23 is first on the reserve list."""
    admin.open(reverse("trainees:class_participants", args=[training.pk]))
    admin.row("Pelamar 39").locator("a[href$='/withdraw/']").click()
    admin.fill(reason="Diterima bekerja")
    admin.submit()
    admin.look_over()
    assert "Pelamar 23" in admin.page.locator("main .alert").inner_text()
    assert Enrolment.objects.taking_part().count() == 16


def start(admin: Visitor, training: TrainingClass) -> None:
    """Not before somebody teaches: the page says so instead of showing the button."""
    admin.open(training.get_absolute_url())
    expect(admin.page.locator("form[action$='/move/running/']")).to_have_count(0)
    admin.open(reverse("programs:class_assign", args=[training.pk]))
    admin.fill(instructor=str(Instructor.objects.get().pk))
    admin.submit()
    admin.click("form[action$='/move/running/'] button")
    training.refresh_from_db()
    assert training.state == ClassState.RUNNING


def keep_the_register(admin: Visitor, training: TrainingClass) -> None:
    """The first day by keyboard; then three days as a block out of a spreadsheet, which needs a reason: it changes the
    mark of somebody who was written down as absent months ago."""
    admin.open(reverse("trainees:class_sessions", args=[training.pk]))
    admin.fill(hours="8")
    admin.submit()
    admin.look_over(narrow=True)
    sessions = training.sessions.order_by("held_on")
    address = f"{reverse('trainees:class_attendance', args=[training.pk])}?week={sessions[5].held_on:%Y-%m-%d}"
    admin.open(address)
    admin.page.locator("table[data-attendance] input").first.focus()
    for _person in range(15):
        admin.page.keyboard.type("h")
        admin.page.keyboard.press("Enter")
    admin.page.keyboard.type("a")
    admin.page.locator("main form.kn-form [type=submit]").click()
    expect(admin.page.locator("main .alert").first).to_contain_text("16")
    admin.look_over()

    names = training.enrolments.taking_part().order_by("job_seeker__full_name")
    block = "\n".join(f"{one.job_seeker.full_name}\tH\tH\tH6" for one in names)
    admin.open(address.replace("/attendance/", "/attendance/paste/"))
    admin.page.locator("main [name=block]").fill(block)
    admin.submit(refused=True)
    admin.look_over()
    admin.fill(late_reason="Surat dokter menyusul")
    admin.submit()
    admin.look_over(narrow=True)
    # Three sessions of 8 hours: 8 + 8 + 6 = 22 of 24 hours for everybody.
    assert "22/24" in admin.page.locator("table[data-attendance] tbody tr").first.inner_text()
    sheet = admin.page.request.get(admin.address + reverse("trainees:attendance_sheet", args=[training.pk]))
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(sheet.body())).pages)
    assert sessions[0].code in text
    admin.open(reverse("trainees:attendance_code"))
    admin.fill(code=sessions[0].code)
    admin.submit()
    assert f"{sessions[0].held_on:%Y-%m-%d}" in admin.page.url


def close(admin: Visitor, training: TrainingClass) -> None:
    admin.open(reverse("trainees:class_close", args=[training.pk]))
    admin.fill(closed_on=CLOSED_ON.isoformat(), closing_document="BA-01")
    admin.row("Pelamar 24").locator("[name$=-state]").select_option("failed")
    admin.submit()
    admin.look_over()
    assert Enrolment.objects.passed().count() == 15


def ask_a_graduate(admin: Visitor) -> str:
    admin.open(reverse("trainees:tracer_list"), narrow=True)
    expect(admin.page.locator("main tbody tr")).to_have_count(15)
    admin.click("main tbody a")
    admin.look_over(narrow=True)
    admin.click("form[action$='/invite/'] button")
    admin.look_over(narrow=True)
    text = admin.page.locator("#message").input_value()
    return next(word for word in text.split() if "/t/" in word)


def answer_on_a_phone(browser: Browser, address: str, link: str) -> None:
    """No account, a small window, no script."""
    path = "/t/" + link.split("/t/")[1]
    context = browser.new_context(viewport=NARROW, java_script_enabled=False, is_mobile=True)
    page = context.new_page()
    page.goto(address + path)
    page.locator("[name=status][value=employed]").check()
    page.locator("form.kn-form [type=submit]").click()
    expect(page.locator(".kn-summary")).to_be_visible()
    page.locator("[name=employer]").fill("PT Contoh Karya")
    page.locator("[name=started_on]").fill((CLOSED_ON + timedelta(days=30)).isoformat())
    page.locator("[name=is_relevant]").select_option("yes")
    page.locator("form.kn-form [type=submit]").click()
    expect(page.locator("form.kn-form")).to_have_count(0)
    assert TracerRound.objects.get().answered_by == "link"
    assert Placement.objects.get().employer == "PT Contoh Karya"
    again = page.goto(address + path)
    assert again is not None
    assert again.status == 404
    context.close()


def see_the_absorption(admin: Visitor) -> None:
    """One of fifteen placed, one answered: 6.7 % … 100 %, response 6.7 %."""
    admin.open(f"{reverse('trainees:absorption')}?year={CLOSED_ON.year}", narrow=True)
    text = admin.page.locator("main tfoot").first.inner_text()
    assert "6,7" in text
    assert "100,0" in text


def the_other_centre_sees_nothing(other: Visitor, training: TrainingClass) -> None:
    for name in ("programs:class_list", "trainees:job_seeker_list", "trainees:tracer_list", "trainees:signal_list"):
        other.open(reverse(name))
        assert "Pelamar" not in other.page.content()
        assert "Paket 1" not in other.page.locator("main").inner_text()
    for name in ("class_selection", "class_attendance", "class_participants", "class_announcement"):
        assert other.status_of(reverse(f"trainees:{name}", args=[training.pk])) == 404


def the_region_sees_its_residents(regional: Visitor, training: TrainingClass) -> None:
    """Every fourth applicant lives in Samarinda."""
    residents = {f"Pelamar {number:02}" for number in range(0, 40, 4)}
    regional.open(reverse("trainees:class_selection", args=[training.pk]))
    assert set(regional.page.locator("main tbody th a").all_inner_texts()) == residents
    regional.open(reverse("trainees:job_seeker_list"))
    assert set(regional.page.locator("main tbody th a").all_inner_texts()) == residents
    assert regional.status_of(reverse("trainees:class_attendance", args=[training.pk])) == 403
