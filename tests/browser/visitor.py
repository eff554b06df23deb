"""Somebody at a browser: goes where people go, and looks every page over on the way."""

import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from kaltim_naker.accounts.models import User
from tests.factories.accounts import PASSWORD

WIDE, NARROW = {"width": 1280, "height": 850}, {"width": 390, "height": 844}
#: Two cores, shared with a worker and a server in the same process.
PATIENCE = 60_000
_WHOLE_NIK = re.compile(r"(?<![\w-])\d{16}(?![\w-])")
_REFUSED_FORM = "status of 422"


class Visitor:
    """A user with a browser of his own. Elements are found by what they do, so that no wording matters here."""

    def __init__(self, page: Page, address: str, user: User, lands_on: str = "dashboard:home") -> None:
        self.page, self.address, self.user = page, address, user
        self.trouble: list[str] = []
        #: Every address that this browser asked for.
        self.asked: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.set_viewport_size(WIDE)
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda entry: self._hear(entry.text) if entry.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self._hear(str(error)))
        self._log_in(lands_on)

    def _hear(self, complaint: str) -> None:
        """Chromium reports the answer to a form that was refused; that answer is meant."""
        if _REFUSED_FORM not in complaint:
            self.trouble.append(f"{self.page.url}: {complaint}")

    def _log_in(self, lands_on: str) -> None:
        self.page.goto(self.address + reverse("account_login"))
        self.fill(login=self.user.email, password=PASSWORD)
        self.submit()
        self.page.wait_for_url(re.compile(rf"{re.escape(self.address + reverse(lands_on))}(\?.*)?$"))
        self.look_over()

    # --- going ----------------------------------------------------------------------------------------------------
    def open(self, path: str, *, narrow: bool = False) -> None:
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.ok, (path, answer.status)
        self.look_over(narrow=narrow)

    def click(self, selector: str) -> None:
        """Follow a link or press a button that leads to another page."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            field = self.page.locator(f"main [name={name}]")
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def submit(self, *, refused: bool = False) -> None:
        """Send the form of the page, which is taken unless it is meant to be refused."""
        self.click("main form.kn-form button[type=submit]")
        said = self.page.locator("main .kn-summary").all_inner_texts()
        assert bool(said) == refused, said

    def status_of(self, path: str) -> int:
        """What this person is answered at an address."""
        return self.page.request.get(self.address + path).status

    def row(self, name: str) -> Locator:
        """The line of a grid that is about this person."""
        found = self.page.locator("main tbody tr").filter(has=self.page.locator("th", has_text=name))
        expect(found).to_have_count(1)
        return found

    def figures(self) -> list[int]:
        """The numbers on the cards of a page, in order."""
        texts = self.page.locator("main .kn-figure__value").all_inner_texts()
        return [int(text.split()[0].replace(".", "")) for text in texts]

    # --- the import desk ------------------------------------------------------------------------------------------
    def bring(self, kind: str, file: Path, **fields: str) -> None:
        """Upload a file and wait for the result of its check, which the page shows by itself."""
        self.open(reverse("imports:upload", args=[kind]))
        self.page.set_input_files("main [name=file]", file)
        self.fill(**fields)
        self.submit()
        expect(self.page.locator("#accept")).to_be_visible(timeout=PATIENCE)
        self.look_over(narrow=True)

    def take_in_good_rows(self) -> None:
        """Decide, and wait for the receipt."""
        self.click("#accept button[value=good_rows]")
        expect(self.page.locator("main .kn-figure__value")).to_have_count(5, timeout=PATIENCE)
        expect(self.page.locator("#accept")).to_have_count(0)
        self.look_over(narrow=True)

    # --- looking --------------------------------------------------------------------------------------------------
    def look_over(self, *, narrow: bool = False) -> None:
        """Nothing wrong for axe, not wider than the window, a quiet console, no NIK, nothing kept by the browser."""
        self._look()
        if narrow:
            self.page.set_viewport_size(NARROW)
            self._look()
            self.page.set_viewport_size(WIDE)

    def _look(self) -> None:
        here = (self.page.url, self.page.viewport_size)
        broken = Axe().run(self.page).response["violations"]
        assert not broken, (here, [(rule["id"], [node["html"][:160] for node in rule["nodes"]]) for rule in broken])
        root = "document.documentElement"
        assert not self.page.evaluate(f"{root}.scrollWidth > {root}.clientWidth"), (here, "wider than the window")
        assert not _WHOLE_NIK.search(self.page.content()), (here, "a whole NIK")
        self.look_quickly()

    def look_quickly(self) -> None:
        """What takes no time to see: a quiet console, nothing kept by the browser, no NIK in what it asked for."""
        here = self.page.url
        assert self.page.evaluate("localStorage.length + sessionStorage.length") == 0, here
        assert not [address for address in self.asked if re.search(r"\d{16}", address)], (here, "a NIK in an address")
        assert not self.trouble, self.trouble
