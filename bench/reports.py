"""Reports: how fast they are drawn, how much memory that takes, and how little of it is counting (decision 0018).

Each way of drawing runs in a process of its own, in turns, and is judged by the time of its processor: what else the
machine does meets all of them alike.
"""

import multiprocessing
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone
from pypdf import PdfReader

from bench.registry import Row, Scale, at_least_times, at_most, at_most_times, measurement, median_seconds
from kaltim_naker.access.scope import EVERYTHING
from kaltim_naker.core.periods import Period
from kaltim_naker.demo.load import load_demo
from kaltim_naker.pdf.annexes import Annex, Column
from kaltim_naker.pdf.orders import DocumentOrder
from kaltim_naker.pdf.render import Drawing, draw, order_of
from kaltim_naker.reports.build import Order
from kaltim_naker.reports.kinds import TARGET_REALISATION
from kaltim_naker.reports.services import draw_facts
from programs.models import TrainingClass

_GOAL_SECONDS = 5.0
_GOAL_SHARE = 0.05
_MOST_MEGABYTES = 150
#: What the whole report has of pages, and the rows of its annex that make it so long.
_LENGTHS = {5: 10, 50: 1_310, 500: 14_250}
#: WeasyPrint alone takes five minutes and four gigabytes for 500 pages (performance.md §3): only with --full.
_LONGEST_PLAIN = 50
_REGIONS = 514
_USUAL_REGIONS = 24
_COLUMNS = (
    Column("No.", 1, is_number=True),
    Column("Nama", 4),
    Column("Kabupaten/Kota", 3),
    Column("Program", 3.4),
    Column("Nomor sertifikat", 3),
    Column("Terbit", 2),
    Column("Nilai", 1.2, is_number=True),
)


@dataclass(frozen=True)
class Taken:
    """What a drawing took, and what came of it."""

    processor: float
    megabytes: float
    pages: int
    content: bytes


@measurement("reports")
def reports(scale: Scale) -> Iterator[Row]:
    """Short and long reports and a whole nation of them, beside plain WeasyPrint and a library that draws directly."""
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    if not TrainingClass.objects.exists():
        load_demo()
    with connection.cursor() as cursor:
        # A database that has lived for a minute has done so by itself.
        cursor.execute("ANALYZE")
    yield from _facts()
    for pages, rows in _LENGTHS.items():
        yield from _length(pages, rows, with_plain=pages <= _LONGEST_PLAIN or scale is Scale.FULL)
    yield from _nation(_REGIONS if scale is Scale.FULL else _USUAL_REGIONS)


def _facts() -> Iterator[Row]:
    """“Target dan Realisasi”, third quarter, with everything loaded as in a warm worker."""
    kind, order = TARGET_REALISATION, _order(1)
    facts = kind.build(order)
    draw_facts(kind, facts)
    counting = median_seconds(lambda: kind.build(order))
    drawing = median_seconds(lambda: draw_facts(kind, facts))
    whole = counting + drawing
    yield at_most("quarterly report, facts and pages", whole, "s", _GOAL_SECONDS)
    yield at_most_times(
        "quarterly report, facts alone", counting, "s", beside=whole, what="s whole report", limit=_GOAL_SHARE
    )


def _length(pages: int, rows: int, *, with_plain: bool) -> Iterator[Row]:
    name = f"report of {pages} pages"
    order = _document(1, rows)
    with TemporaryDirectory() as folder:
        drawn = _draw("drawn", order, Path(folder))
        direct = _draw("direct", order, Path(folder))
        plain = _draw("plain", order, Path(folder)) if with_plain else None
    speed, floor = drawn.pages / drawn.processor, direct.pages / direct.processor
    if plain:
        # By whole reports, for the same rows may take another number of pages.
        usual = drawn.pages / plain.processor
        yield at_least_times(name, speed, "pages/s", beside=usual, what="pages/s plain WeasyPrint", limit=3)
        missing = _words(plain.content, order.annexes) - _words(drawn.content, order.annexes)
        yield at_most(f"{name}, words of plain that are missing", missing.total(), "words", 0)
    yield at_least_times(
        f"{name} beside its rows alone", speed, "pages/s", beside=floor, what="pages/s drawn directly", limit=0.1
    )
    yield at_most(f"{name}, peak memory", drawn.megabytes, "MB", _MOST_MEGABYTES)


def _draw(way: str, order: DocumentOrder, folder: Path) -> Taken:
    line, target = folder / "order.json", folder / f"{way}.pdf"
    line.write_bytes(order.as_line())
    program = [sys.executable, "-m", "bench.report_worker", way, str(line), str(target)]
    printed = subprocess.run(program, check=True, capture_output=True, text=True).stdout
    processor, megabytes, pages = map(float, printed.split())
    return Taken(processor, megabytes, int(pages), target.read_bytes())


def _words(content: bytes, annexes: Sequence[Annex]) -> Counter[str]:
    """How often each word of the rows was printed. Bare numbers are left out: pages are numbered, and not alike."""
    known = {word for annex in annexes for row in annex.rows for cell in row for word in cell.split()}
    known = {word for word in known if not word.isdigit()}
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return Counter(word for word in text.split() if word in known)


def _nation(regions: int) -> Iterator[Row]:
    """Regional reports of five pages, from counting to the last byte, by one worker and by two."""
    list(_made(2, 2))
    one = two = 0.0
    pages = 0
    # In turns, a part of the regions each.
    for start in range(0, regions, 8):
        part = min(8, regions - start)
        began = time.perf_counter()
        pages += sum(_made(part, 1))
        one += time.perf_counter() - began
        began = time.perf_counter()
        list(_made(part, 2))
        two += time.perf_counter() - began
    what = f"{regions} of {_REGIONS} regional reports"
    yield at_least_times(
        f"{what}, two workers", pages / two, "pages/s", beside=pages / one, what="one worker", limit=1.8
    )


def _made(reports: int, workers: int) -> Iterator[int]:
    """The pages of each report."""
    connections.close_all()
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork")) as pool:
        yield from pool.map(_make, range(reports))


def _make(number: int) -> int:
    order = _order(number)
    kind = TARGET_REALISATION
    facts = kind.build(order)
    drawing: Drawing = draw(
        kind.template, {"facts": facts, **kind.pictures(facts)}, language="id", annexes=(_annex(_LENGTHS[5]),)
    )
    return drawing.pages


def _order(number: int) -> Order:
    return Order(f"TR-2025-Q3-{number:06d}", Period(2025, 3), EVERYTHING, None, "id", timezone.now())


def _document(number: int, rows: int) -> DocumentOrder:
    kind = TARGET_REALISATION
    facts = kind.build(_order(number))
    return order_of(kind.template, {"facts": facts, **kind.pictures(facts)}, language="id", annexes=(_annex(rows),))


def _annex(rows: int) -> Annex:
    """Invented people."""
    first = timezone.localdate().replace(month=1, day=1)
    cells = [
        (
            str(row),
            f"Peserta R-{row:05d}",
            "Kab. Kutai Kartanegara" if row % 3 else "Kota Bontang",
            "Plate Welder SMAW 3G" if row % 2 else "Barista",
            f"SERT/{row:06d}",
            (first + timedelta(days=row % 365)).strftime("%d-%m-%Y"),
            str(60 + row % 40),
        )
        for row in range(1, rows + 1)
    ]
    return Annex("Lampiran. Pemegang sertifikat", _COLUMNS, cells, note="Sumber: data rekaan.")
