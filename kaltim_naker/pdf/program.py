"""`python -m kaltim_naker.pdf.program`: reads orders as lines of JSON, answers with PDFs, needs nothing of Django.

A part of sheets is answered with its sheets, a document with its number of pages and its content.
"""

import json
import sys
from collections.abc import Iterator

from kaltim_naker.pdf.engine import write_pdf
from kaltim_naker.pdf.orders import LENGTH, DocumentOrder
from kaltim_naker.pdf.sheet_engine import draw_sheets
from kaltim_naker.pdf.sheets import Part


def main() -> None:
    """Draw until the input ends."""
    for line in sys.stdin.buffer:
        for answer in _answers(json.loads(line)):
            sys.stdout.buffer.write(LENGTH.pack(len(answer)) + answer)
        sys.stdout.buffer.flush()


def _answers(order: dict) -> Iterator[bytes]:
    if "document" in order:
        content, pages = write_pdf(DocumentOrder.from_data(order["document"]))
        yield str(pages).encode()
        yield content
    else:
        yield from draw_sheets(Part(**order["part"]))


if __name__ == "__main__":
    main()
