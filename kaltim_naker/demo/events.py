"""Real events of the office and its agreement of 2025 (domain.md §0.2, §7.3, §11.3), each with its source."""

from datetime import date

from companies.choices import AgreementKind
from companies.models import Agreement, Company
from kaltim_naker.core.reference_data import read_rows
from kaltim_naker.regions.models import Region
from programs.models import Activity

_PARTNER = "PT Alkon Indo Sertifikasi"
# Samarinda, Balikpapan, Paser, Kutai Kartanegara, Kutai Timur.
_PARTNER_REGIONS = ("64.72", "64.71", "64.01", "64.02", "64.08")


def create_activities() -> None:
    Activity.objects.bulk_create(
        Activity(
            kind=row["kind"],
            title=row["title"],
            starts_on=date.fromisoformat(row["starts_on"]),
            ends_on=date.fromisoformat(row["ends_on"]),
            place=row["place"],
            participants=row["participants"] or None,
            companies=row["companies"] or None,
            summary=row["summary"],
            source=row["source"],
        )
        for row in read_rows(__file__, "events")
    )


def create_agreement() -> None:
    """The PKS that measures competence and productivity at 20 companies of five regions."""
    partner, _created = Company.objects.get_or_create(name=_PARTNER)
    agreement = Agreement.objects.create(
        kind=AgreementKind.PKS,
        title="Pengukuran kompetensi dan produktivitas pada 20 perusahaan",
        company=partner,
        starts_on=date(2025, 8, 6),
        ends_on=date(2025, 10, 31),
        target_companies=20,
        source="Pemberitaan Disnakertrans Kaltim, 6 Agustus 2025",
    )
    agreement.regions.set(Region.objects.filter(code__in=_PARTNER_REGIONS))
