"""The targets of 2025 as the office announced them (domain.md §0.2).

Quarter targets were never published, and a quarter each would be wrong for training that runs from March to November:
none are loaded (domain.md §13.1).
"""

from datetime import date
from decimal import Decimal

from kaltim_naker.accounts.models import User
from kaltim_naker.demo.classes import BALIKPAPAN, BONTANG, YEAR
from programs.models import Indicator, TrainingCentre
from programs.services import approve_target, enter_budget_line, enter_legal_basis, propose_target, record_spending

_SOURCE = "Disnakertrans Kaltim, siaran pers target sertifikasi 2025: 1.000 BLKI Balikpapan + 500 BLKI Bontang"
_PARTS = {BALIKPAPAN: 1000, BONTANG: 500}
_MEASURED, _MEASURED_SOURCE = 20, "PKS Disnakertrans dengan PT Alkon Indo Sertifikasi, 6 Agustus 2025: 20 perusahaan"
_AWARD_PERCENT, _AWARD_SOURCE = (
    "0.05",
    "Kriteria Naker Award “Pembina Produktivitas”: 0,05 persen perusahaan di wilayah",
)
_APPRENTICES, _APPRENTICES_SOURCE = 400, "Disnakertrans Kaltim, siaran pers 2025: sekitar 400 peserta pemagangan"


# Part of the demo: what a line may cost was not published.
_CEILINGS = {BALIKPAPAN: 6_200_000_000, BONTANG: 3_100_000_000}
_LAWS = (
    {"kind": "uu", "number": "13", "year": 2003, "title": "Ketenagakerjaan"},
    {
        "kind": "perda",
        "issued_by": "Kaltim",
        "number": "13",
        "year": 2024,
        "title": "Peraturan Daerah Provinsi Kalimantan Timur Nomor 13 Tahun 2024",
    },
    {
        "kind": "pergub",
        "issued_by": "Kaltim",
        "number": "43",
        "year": 2023,
        "title": "Peraturan Gubernur Kalimantan Timur Nomor 43 Tahun 2023",
    },
)


def enter_legal_bases(actor: User) -> None:
    """The three documents that the office itself quotes (domain.md §0.2)."""
    for law in _LAWS:
        enter_legal_basis(actor=actor, **law)


def set_targets(maker: User, checker: User) -> None:
    """1,500 = 1,000 + 500 certified, and about 400 apprentices, counted when they begin: proposed, then approved."""

    def promise(code: str, value: int | str, document: str, **place: TrainingCentre) -> None:
        revision = propose_target(
            actor=maker,
            indicator=Indicator.objects.get(code=code),
            year=YEAR,
            value=Decimal(value),
            document=document,
            effective_on=date(YEAR, 1, 2),
            **place,
        )
        approve_target(actor=checker, revision=revision)

    promise("K1", sum(_PARTS.values()), _SOURCE)
    for office, value in _PARTS.items():
        promise("K1", value, _SOURCE, centre=TrainingCentre.objects.get(office__code=office))
    promise("K2", _APPRENTICES, _APPRENTICES_SOURCE)
    promise("K4", _MEASURED, _MEASURED_SOURCE)
    promise("K5", _AWARD_PERCENT, _AWARD_SOURCE)


def enter_budget(actor: User) -> None:
    """A line for each centre, spent evenly through the year; the amounts are invented, and their source says so."""
    indicator = Indicator.objects.get(code="K1")
    for position, (office, ceiling) in enumerate(_CEILINGS.items(), start=1):
        line = enter_budget_line(
            actor=actor,
            year=YEAR,
            code=f"2.07.03.1.01.{position:04d}",
            title="Pelatihan berdasarkan unit kompetensi",
            indicator=indicator,
            centre=TrainingCentre.objects.get(office__code=office),
            ceiling=Decimal(ceiling),
            source="Contoh (bukan angka DPA)",
        )
        for month, day, share in ((3, 31, 12), (6, 30, 41), (9, 30, 68), (12, 31, 93)):
            record_spending(
                actor=actor,
                line=line,
                as_of=date(YEAR, month, day),
                spent=Decimal(ceiling) * share / 100,
                source="Contoh (bukan angka bendahara)",
            )
