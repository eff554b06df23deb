"""Who signs the reports of the demo. The NIP is invented, as its serial 999 and its birth date show."""

from datetime import date

from kaltim_naker.accounts.models import Office, OfficeKind
from kaltim_naker.reports.models import Signatory


def create_signatories() -> None:
    """The head of the provincial office as the press names him (domain.md §0.1); rank and number are invented."""
    Signatory.objects.get_or_create(
        office=Office.objects.get(kind=OfficeKind.PROVINCE),
        valid_from=date(2025, 1, 1),
        defaults={
            "title": "Kepala Dinas",
            "name": "H. Rozani Erawadi",
            "rank": "Pembina Utama Madya (IV/d)",
            "nip": "190001011900011999",
        },
    )
