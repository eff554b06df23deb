"""A document contains what its template says and nothing else: eight ways to make the renderer fetch, all in vain."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from pypdf import PdfReader

from kaltim_naker.pdf import render
from kaltim_naker.pdf.engine import assets_of, write_pdf
from kaltim_naker.pdf.wall import ClosedFetcher, RefusedAddressError
from tests.kaltim_naker.pdf.hostile import Anything, under_attack
from tests.security import security

NOTHING_FETCHED = security(6, "Files and addresses that markup in a paper asks for", target="0 read, 0 reached")

CANARY = "KENARI-7c1f9e"


class Listener:
    """A server on this machine that counts who knocks; `/redirect` sends on to a file."""

    def __init__(self, canary: Path) -> None:
        self.hits: list[str] = []
        hits = self.hits

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                hits.append(self.path)
                self.send_response(302 if self.path == "/redirect" else 200)
                self.send_header("Location", canary.as_uri())
                self.end_headers()

            def log_message(self, *args: object) -> None:
                """Quiet."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    path = tmp_path / "canary.txt"
    path.write_text(CANARY)
    return path


@pytest.fixture
def listener(canary: Path) -> Iterator[Listener]:
    listener = Listener(canary)
    yield listener
    listener.server.shutdown()
    listener.server.server_close()


ATTACKS = {
    "attachment link": '<link rel="attachment" href="{file}"><link rel="attachment" href="{http}/a">',
    "attachment anchor": '<a rel="attachment" href="{file}">x</a><a rel="attachment" href="{http}/b">y</a>',
    "image": '<img src="{file}"><img src="{http}/c.png">',
    "style import": '<style>@import "{file}"; @import url({http}/d.css);</style>',
    "font": "<style>@font-face {{ font-family: f; src: url({file}), url({http}/e.woff) }}"
    " p {{ font-family: f }}</style>",
    "drawing": '<svg width="9" height="9"><image href="{file}" width="9" height="9"/>'
    '<image href="{http}/f.png" width="9" height="9"/><use href="{http}/g.svg#x"/></svg>',
    "nested drawing": "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>"
    "<image href='{file}' width='9' height='9'/><image href='{http}/h.png' width='9' height='9'/></svg>\">",
    "redirect to a file": '<img src="{http}/redirect"><link rel="attachment" href="{http}/redirect">',
}


@pytest.fixture
def draw_html(monkeypatch: pytest.MonkeyPatch):
    """Draw markup as if a template of ours contained it, unescaped: the wall behind the escaping."""
    monkeypatch.setattr(render, "render_to_string", lambda template, context: template)
    return lambda html: render.render_pdf(html, {}, language="id")


@pytest.mark.parametrize("attack", ATTACKS)
@NOTHING_FETCHED
def test_markup_reads_nothing_and_reaches_nothing(attack, draw_html, listener: Listener, canary: Path) -> None:
    body = ATTACKS[attack].format(file=canary.as_uri(), http=listener.address)

    content = draw_html(f"<html><body><p>Laporan</p>{body}</body></html>")

    assert listener.hits == []
    assert CANARY.encode() not in everything_in(content)
    assert "Laporan" in text_of(content)


@pytest.mark.parametrize("attack", ATTACKS)
@NOTHING_FETCHED
def test_a_hostile_name_stays_text(attack, listener: Listener, canary: Path, monkeypatch) -> None:
    template = engines["django"].from_string("<html><body><p>{{ name }}</p></body></html>")
    monkeypatch.setattr(render, "render_to_string", lambda _name, context: template.render(context))
    name = ATTACKS[attack].format(file=canary.as_uri(), http=listener.address)

    content = render.render_pdf("x", {"name": name}, language="id")

    assert listener.hits == []
    assert CANARY.encode() not in everything_in(content)
    assert name[:12] in text_of(content)


@pytest.mark.parametrize(
    "address",
    [
        "asset:../settings.py",
        "asset:",
        "asset:/etc/passwd",
        "ASSET:official.css",
        "official.css",
        "data:text/css,a{}",
        "file:///etc/passwd",
    ],
)
def test_only_names_of_the_static_set_are_served(address: str) -> None:
    with pytest.raises(RefusedAddressError):
        static_set_fetcher().fetch(address)


def static_set_fetcher() -> ClosedFetcher:
    return ClosedFetcher(assets_of(render.DocumentOrder.with_files("", render.static_set(), (), "")))


def test_the_style_sheet_is_served() -> None:
    assert b"Liberation Sans" in static_set_fetcher().fetch("asset:official.css").read()


def test_the_same_document_gives_the_same_bytes(draw_html) -> None:
    html = "<html lang='id'><head><title>T</title></head><body><h1>Laporan</h1><p>1.500 orang</p></body></html>"
    assert draw_html(html) == draw_html(html)


def everything_in(content: bytes) -> bytes:
    """Every stream of a PDF, unpacked, embedded files included."""
    reader = PdfReader(BytesIO(content))
    streams = [content]
    for number in range(1, len(reader.xref[0]) + len(reader.xref_objStm) + 1):
        found = reader.get_object(number)
        if hasattr(found, "get_data"):
            streams.append(found.get_data())
    return b"".join(streams)


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


# --- every template ------------------------------------------------------------------------------------------------
PAPERS = Path(settings.BASE_DIR) / "templates"
TEMPLATES = sorted(str(path.relative_to(PAPERS)) for path in (PAPERS / "pdf").glob("*.html"))


def known_names(anything: Anything) -> dict[str, object]:
    """What a template cannot do without: the name of another template."""
    sheet = Anything(anything._attacks, template="pdf/certificate_training.html")
    return {"sheets": [sheet], "lines": anything}


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_keeps_hostile_values_as_text(
    template: str, monkeypatch, listener: Listener, canary: Path
) -> None:
    attacks = [attack.format(file=canary.as_uri(), http=listener.address) for attack in ATTACKS.values()]
    anything = under_attack(monkeypatch, attacks)

    order = render.order_of(template, known_names(anything), language="id")
    content, _pages = write_pdf(order)

    assert [attack for attack in attacks if attack in order.html] == []
    assert listener.hits == []
    assert CANARY.encode() not in everything_in(content)
