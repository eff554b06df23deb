"""Printing certificates: many at once by processes side by side, beside a plain loop (performance.md §3)."""

import io
import resource
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bench.registry import Row, Scale, at_least_times, at_most, measurement
from certifications.choices import DocumentKind
from certifications.documents import Facts, fingerprint, part_of, parts_of
from certifications.models import IssuedDocument
from kaltim_naker.pdf.batches import PART_PAGES, draw_parts

PAGES = 500
_MOST_MEGABYTES = 150


@measurement("certificates")
def certificates(scale: Scale) -> Iterator[Row]:
    """Pages a second and peak memory of 500 certificates of training, drawn, cut apart and fingerprinted."""
    documents = [_document(number) for number in range(1, PAGES + 1)]
    _forget_peak()
    started = time.perf_counter()
    drawn = sum(len(sheets) for sheets in draw_parts(list(parts_of(documents, PART_PAGES))))
    at_once = drawn / (time.perf_counter() - started)
    parent, child = _peak_megabytes(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    one_by_one = _plain_loop(documents)
    yield at_least_times(
        f"{PAGES} certificates at once", at_once, "pages/s", beside=one_by_one, what="pages/s plain loop", limit=3
    )
    yield at_most("certificates, peak memory of a drawing process", child, "MB", _MOST_MEGABYTES)
    yield at_most("certificates, peak memory of the process that asks", parent, "MB", _MOST_MEGABYTES)


def _plain_loop(documents: list[IssuedDocument]) -> float:
    """Pages a second of the same template, drawn as anybody would: one document after the other."""
    from weasyprint import HTML

    from kaltim_naker.pdf.sheet_engine import assets_of
    from kaltim_naker.pdf.wall import SCHEME, ClosedFetcher

    started = time.perf_counter()
    for document in documents:
        part = part_of([document])
        HTML(string=part.html, base_url=SCHEME, url_fetcher=ClosedFetcher(assets_of(part))).write_pdf(io.BytesIO())
    return len(documents) / (time.perf_counter() - started)


def _document(number: int) -> IssuedDocument:
    """An invented paper; it is drawn and never saved."""
    facts: Facts = {
        "government": "Pemerintah Provinsi Kalimantan Timur",
        "office": "Dinas Tenaga Kerja dan Transmigrasi",
        "issuer": "UPTD Balai Latihan Kerja Industri Balikpapan",
        "unit": "UPTD Balai Latihan Kerja Industri Balikpapan",
        "address": "Jalan Contoh No. 1, Balikpapan",
        "place": "Balikpapan",
        "head_name": "Kepala Contoh, S.T., M.Si.",
        "head_nip": "19700101 199503 1 001",
        "issued_on": "2025-06-02",
        "holder_name": f"Peserta Rekaan Nomor {number}",
        "birth_place": "Samarinda",
        "birth_date": "2001-03-12",
        "programme": "Plate Welder SMAW 3G",
        "package": f"Paket {1 + number // 16}",
        "field": "Teknik Las",
        "hours": 480,
        "starts_on": "2025-03-03",
        "ends_on": "2025-05-28",
    }
    return IssuedDocument(
        kind=DocumentKind.TRAINING,
        number=f"SERT/2025/{number:06d}",
        number_key=f"SERT2025{number:06d}",
        facts=facts,
        facts_sha256=fingerprint(facts),
        holder_name=facts["holder_name"],
        title=facts["programme"],
        issued_on=date(2025, 6, 2),
    )


def _forget_peak() -> None:
    """Linux keeps the highest memory of a process until it is told to begin anew."""
    Path("/proc/self/clear_refs").write_text("5")


def _peak_megabytes() -> float:
    status = Path("/proc/self/status").read_text()
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024
