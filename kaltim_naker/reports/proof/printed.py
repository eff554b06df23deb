"""What a report carries on its pages so that it can be checked: an address, its QR code, and the code to type."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kaltim_naker.charts.qr import qr_code
from kaltim_naker.core.codes import grouped
from kaltim_naker.reports.models import ReportRun
from kaltim_naker.reports.proof.figures import PrintedFigure, codes_by_place

VERIFY_PATH = "/verify/report/"


@dataclass(frozen=True)
class Proof:
    """The code as it is printed, the address where it is asked for, and the codes of the figures by their place."""

    code: str
    address: str
    qr: SafeString
    figures: Mapping[str, str]


def proof_of(run: ReportRun, figures: Iterable[PrintedFigure]) -> Proof:
    """Of what is kept with the run, so that a report drawn again carries the same."""
    address = verify_address()
    return Proof(
        code=grouped(run.code),
        address=address.partition("://")[2],
        qr=qr_code(f"{address}{run.code}", title=_("QR code for checking this report")),
        figures=codes_by_place(figures),
    )


def verify_address() -> str:
    """Where anybody checks a report."""
    return f"{settings.SITE_URL}{VERIFY_PATH}"
