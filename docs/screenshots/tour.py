"""One tour through the running program: a browser, a log-in for each user, and the pictures that are kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

DOMAIN, PASSWORD = "demo.kaltim.test", "naker-kaltim-2025"
DESKTOP, PHONE = 1280, 390
#: Heights in pixels: of a window, and of the longest picture that still helps a reader.
WINDOW, LONGEST = 850, 1500
#: Enough for the quiet colours of the pages; a picture then needs a third of the room.
COLOURS = 128
LARGEST_BYTES = 200_000
#: Milliseconds. Generous: the machine may have other work.
PATIENCE = 120_000


class Tour:
    """One browser, one log-in per user, one folder for the pictures."""

    def __init__(self, browser: Browser, address: str, folder: Path, only: set[str]) -> None:
        self._browser, self._folder, self._only = browser, folder, only
        self.address = address.rstrip("/")
        self._logged_in: dict[tuple[str, int], BrowserContext] = {}

    @contextmanager
    def as_user(self, name: str, width: int = DESKTOP) -> Iterator[Page]:
        """A page of this user; without a name, of somebody who has not logged in."""
        key = (name, width)
        if key not in self._logged_in:
            self._logged_in[key] = self._context(width)
            if name:
                self._log_in(self._logged_in[key], name)
        page = self._logged_in[key].new_page()
        yield page
        page.close()

    def go(self, page: Page, path: str) -> None:
        page.goto(self.address + path)

    def take(self, page: Page, name: str, *, top: str = "", tallest: int = LONGEST) -> None:
        """Keep what is seen, from the first element that fits `top` on, at most `tallest` pixels high."""
        if self._only and name not in self._only:
            return
        page.wait_for_load_state("networkidle")
        page.evaluate("document.activeElement?.blur()")
        begin = page.locator(top).first.evaluate("found => found.getBoundingClientRect().top + scrollY") if top else 0
        begin = max(0, int(begin) - 16) if top else 0
        whole = page.evaluate("document.documentElement.scrollHeight")
        clip = {"x": 0, "y": begin, "width": page.viewport_size["width"], "height": min(tallest, whole - begin)}
        self.keep(name, page.screenshot(full_page=True, clip=clip, animations="disabled"))

    def keep(self, name: str, png: bytes) -> None:
        """Store a picture with a palette. Raises ValueError if it is too large for a page that loads slowly."""
        path = self._folder / f"{name}.png"
        image = Image.open(BytesIO(png)).convert("RGB")
        image.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
        size = path.stat().st_size
        print(f"{path.name}: {image.width} × {image.height}, {size // 1000} kB", flush=True)
        if size > LARGEST_BYTES:
            raise ValueError(f"{path.name} has {size} bytes; show less of the page ({LARGEST_BYTES} at most).")

    def _context(self, width: int) -> BrowserContext:
        context = self._browser.new_context(
            viewport={"width": width, "height": WINDOW}, locale="id-ID", timezone_id="Asia/Makassar"
        )
        context.set_default_timeout(PATIENCE)
        return context

    def _log_in(self, context: BrowserContext, name: str) -> None:
        page = context.new_page()
        self.go(page, "/accounts/login/")
        page.fill("input[name=login]", f"{name}@{DOMAIN}")
        page.fill("input[name=password]", PASSWORD)
        page.click("main form.kn-form button")
        page.wait_for_url(lambda url: "login" not in url)
        page.close()
