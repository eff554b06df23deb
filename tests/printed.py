"""Reading a printed report as its figures, without the small codes beside them."""

import re
from io import BytesIO

from pypdf import PdfReader

from kaltim_naker.reports.models import ReportRun


def text_without_codes(content: bytes, run: ReportRun) -> str:
    """The words of the document, hard spaces made soft. A code stands right behind its figure."""
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    codes = "|".join(re.escape(figure["code"]) for figure in run.figures)
    return re.sub(rf"(?<=[\d%])\s*\b(?:{codes})\b", "", "\n".join(pages).replace("\u00a0", " "))
