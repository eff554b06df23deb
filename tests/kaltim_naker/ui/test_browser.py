"""The kit in a real browser: axe finds nothing, nothing is wider than the window, menus and filters work."""

import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from programs.models import TrainingClass
from tests.factories.programs import TrainingClassFactory
from tests.factories.trainees import JobSeekerFactory

# Playwright keeps an event loop in the thread that also uses the ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

SIZES = {"desktop": {"width": 1280, "height": 850}, "phone": {"width": 360, "height": 740}}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The system's Chromium, which the bootstrap installs."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    return browser_type_launch_args | {"executable_path": found, "args": ["--no-sandbox", "--disable-gpu"]}


@pytest.fixture(params=SIZES)
def window(request, page):
    """A page of this size that keeps what the console says."""
    page.set_viewport_size(SIZES[request.param])
    page.complaints = []
    page.on("console", lambda entry: page.complaints.append(entry.text) if entry.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    return page


def log_in(page, live_server, client, user):
    client.force_login(user)
    page.context.add_cookies(
        [{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}],
    )


def violations(page):
    return [
        (broken["id"], [node["html"][:120] for node in broken["nodes"]])
        for broken in Axe().run(page).response["violations"]
    ]


def is_wider_than_window(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_style_page_holds(window, live_server, client, planner):
    log_in(window, live_server, client, planner)
    window.goto(live_server.url + reverse("ui:style"))
    assert violations(window) == []
    assert not is_wider_than_window(window)
    assert window.complaints == []


@pytest.mark.parametrize("name", ["account_login", "account_reset_password"])
def test_public_page_holds(window, live_server, name):
    window.goto(live_server.url + reverse(name))
    assert violations(window) == []
    assert not is_wider_than_window(window)
    assert window.complaints == []


def test_missing_page_holds(window, live_server, client, planner):
    log_in(window, live_server, client, planner)
    window.goto(live_server.url + "/tidak-ada/")
    assert violations(window) == []


def test_progress_moves_without_reloading(page, live_server, client, planner):
    log_in(page, live_server, client, planner)
    page.goto(live_server.url + reverse("ui:style"))
    with page.expect_response(lambda answer: answer.url.endswith(reverse("ui:style_progress")), timeout=5000) as answer:
        page.evaluate("window.stayed = true")
    assert answer.value.ok
    assert page.evaluate("window.stayed")


def test_keyboard_opens_and_closes_the_account_menu(page, live_server, client, planner):
    log_in(page, live_server, client, planner)
    page.goto(live_server.url + reverse("ui:style"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "kn-skip"
    summary = page.locator("details.kn-menu:not(.kn-menu--nav) > summary")
    summary.focus()
    page.keyboard.press("Enter")
    assert page.get_by_text(planner.email).is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_text(planner.email).is_visible()


def test_errors_take_the_focus_and_lead_to_the_field(page, live_server, client, planner):
    page.goto(live_server.url + reverse("account_login"))
    page.evaluate("document.querySelector('main form').noValidate = true")
    page.locator("main form button.btn-primary").click()
    page.wait_for_selector(".kn-summary")
    assert "kn-summary" in page.evaluate("document.activeElement.className")
    page.locator(".kn-summary a").first.click()
    assert page.evaluate("document.activeElement.name") == "login"


def test_list_filters_sorts_and_pages_without_reloading(
    page, live_server, client, balikpapan_admin, balikpapan, small_site
):
    first = TrainingClassFactory(centre=balikpapan, label="Paket A", seats=20)
    for number in range(60):
        TrainingClassFactory(centre=balikpapan, programme=first.programme, label=f"Paket B{number:02}", seats=16)
    log_in(page, live_server, client, balikpapan_admin)
    page.goto(f"{live_server.url}/classes/")
    page.evaluate("window.stayed = true")
    page.get_by_role("link", name="Paket", exact=True).click()
    page.wait_for_url("**sort=-label*")
    assert page.locator("tbody th").first.inner_text() == "Paket B59"
    page.locator("a[rel=next]").click()
    page.wait_for_url("**after=*")
    assert page.locator("tbody th").last.inner_text() == "Paket A"
    page.locator("[name=seats]").fill("20")
    page.locator("[name=seats]").press("Tab")
    page.wait_for_url("**seats=20*")
    expect(page.locator("tbody tr")).to_have_count(1)
    assert "1" in page.locator("#row-count").inner_text()
    assert page.evaluate("window.stayed")
    assert "sort=-label" in page.url
    assert page.evaluate("localStorage.length") == 0
    assert "Paket" not in page.evaluate("JSON.stringify(sessionStorage)")
    page.go_back()
    expect(page.locator("tbody tr")).not_to_have_count(1)
    assert page.locator("h1").count() == 1


def test_a_list_of_people_is_taken_away_twice(page, live_server, client, balikpapan_admin, balikpapan):
    """A second press is held back where it would send a form twice; after a file the page is still there to be used."""
    JobSeekerFactory(registered_by=balikpapan.office)
    log_in(page, live_server, client, balikpapan_admin)
    page.goto(f"{live_server.url}{reverse('trainees:job_seeker_list')}?export=xlsx")
    page.locator("[name=reason]").fill("Undangan wawancara kerja")
    for _time in range(2):
        with page.expect_download(timeout=20_000) as download:
            page.locator("main form button[type=submit]").click()
        assert download.value.suggested_filename.endswith(".xlsx")


def test_list_works_without_script(browser, live_server, client, balikpapan_admin, balikpapan, small_site):
    for number in range(51):
        TrainingClassFactory(centre=balikpapan, label=f"Paket {number:02}", seats=16 + number % 2)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    log_in(page, live_server, client, balikpapan_admin)
    page.goto(f"{live_server.url}/classes/")
    page.locator("a[rel=next]").click()
    assert page.locator("tbody tr").count() == 1
    page.locator("[name=seats]").fill("17")
    page.locator(".kn-filter button").click()
    assert page.locator("tbody tr").count() == TrainingClass.objects.filter(seats=17).count() == 25
    context.close()
