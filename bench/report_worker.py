"""Draws one report in a process of its own and says what that took.

python -m bench.report_worker drawn|plain|direct ORDER PDF: ORDER is a file with the line of a `DocumentOrder`. Writes
the PDF, and prints seconds of the processor, peak memory in MB, and pages. Loading the libraries
is not counted: workers are warm.
"""

import io
import json
import sys
import time
from collections.abc import Callable
from html import escape
from pathlib import Path

import pikepdf

from kaltim_naker.pdf.annexes import Annex
from kaltim_naker.pdf.engine import VARIANT, assets_of, write_pdf
from kaltim_naker.pdf.orders import DocumentOrder
from kaltim_naker.pdf.wall import SCHEME, ClosedFetcher


def drawn(order: DocumentOrder) -> bytes:
    """As the application does it."""
    return write_pdf(order)[0]


def plain(order: DocumentOrder) -> bytes:
    """The same content as one page of markup for WeasyPrint, in the same look, with widths of columns laid down."""
    from weasyprint import HTML

    numbers = order.foot.replace("{page}", '<span class="page"></span>').replace(
        "{pages}", '<span class="pages"></span>'
    )
    html = order.html.replace('<div class="foot-right">&nbsp;</div>', f'<div class="foot-right">{numbers}</div>')
    for annex in order.annexes:
        start = html.index('<div class="annex')
        end = html.index("</div>", start) + len("</div>")
        html = html[:start] + _markup(annex) + html[end:]
    fetcher = ClosedFetcher(assets_of(order))
    return HTML(string=html, base_url=SCHEME, url_fetcher=fetcher).write_pdf(pdf_variant=VARIANT)


def _markup(annex: Annex) -> str:
    whole = sum(column.share for column in annex.columns)
    columns = "".join(f'<col style="width: {column.share / whole:.1%}">' for column in annex.columns)
    heads = "".join(f"<th>{escape(column.heading)}</th>" for column in annex.columns)
    kinds = ["" if column.is_number else ' class="text"' for column in annex.columns]
    rows = "".join(
        "<tr>" + "".join(f"<td{kind}>{escape(cell)}</td>" for kind, cell in zip(kinds, row, strict=True)) + "</tr>"
        for row in annex.rows
    )
    return (
        "<style>.long.figures { break-inside: auto; font-size: 8pt; line-height: 10.2pt }"
        " .long.figures td, .long.figures th { padding: 0.8mm 1.8mm }</style>"
        f'<h2 style="break-before: page">{escape(annex.title)}</h2><p class="under">{escape(annex.note)}</p>'
        f'<table class="figures long"><colgroup>{columns}</colgroup><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def direct(order: DocumentOrder) -> bytes:
    """The annexes alone by a library that draws directly: no broken lines, no tags, no archive marks. The floor."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.platypus import SimpleDocTemplate, Table

    output, parts = io.BytesIO(), []
    grid = [("GRID", (0, 0), (-1, -1), 0.5, "#8a9693"), ("FONTSIZE", (0, 0), (-1, -1), 8)]
    for annex in order.annexes:
        heads = [column.heading for column in annex.columns]
        # It grows slow over tables that are very long.
        for start in range(0, len(annex.rows), 500):
            parts.append(Table([heads, *annex.rows[start : start + 500]], repeatRows=1, style=grid))
    SimpleDocTemplate(output, pagesize=landscape(A4)).build(parts)
    return output.getvalue()


_WAYS: dict[str, Callable[[DocumentOrder], bytes]] = {"drawn": drawn, "plain": plain, "direct": direct}


def _peak_megabytes() -> float:
    """Of this program alone; the usual count begins with that of the process that started it."""
    status = Path("/proc/self/status").read_text()
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def main() -> None:
    way, order_file, target = sys.argv[1:]
    order = DocumentOrder.from_data(json.loads(Path(order_file).read_bytes())["document"])
    if way == "direct":
        import reportlab.platypus  # noqa: F401
    began = time.process_time()
    content = _WAYS[way](order)
    processor = time.process_time() - began
    peak = _peak_megabytes()
    Path(target).write_bytes(content)
    with pikepdf.open(target) as pdf:
        print(processor, peak, len(pdf.pages))


if __name__ == "__main__":
    main()
