"""The register of the demo: invented companies in all ten regencies and cities, and the counts that were published.

“Contoh” (example) stands in every name: no company of Kaltim is meant. The counts are real, each with its source and
with what does not add up in it (domain.md §7.2).
"""

from dataclasses import dataclass
from datetime import date
from random import Random

from companies.choices import CountSource, Ownership, ReportSource, SiteKind, SizeBasis, SizeClass
from companies.formulas.register import size_by
from companies.models import Company
from companies.services import CompanyData, record_report, register_company, save_count, save_site
from kaltim_naker.accounts.models import User
from kaltim_naker.demo.users import partnership_officer
from kaltim_naker.regions.models import Region, RegionLevel

_SEED = 3008
_FIRST_NIB = 9_120_300_000_000
_YEARS = (2024, 2025)
#: Kemendagri code → places of which names are made, more where there are more companies.
_PLACES = {
    "64.01": ("Telake", "Kandilo", "Grogot"),
    "64.02": ("Tenggarong", "Muara Badak", "Sangasanga", "Loa Kulu", "Kembang Janggut", "Samboja"),
    "64.03": ("Segah", "Kelay", "Derawan", "Sambaliung"),
    "64.07": ("Melak", "Sendawar", "Damai"),
    "64.08": ("Sangatta", "Bengalon", "Muara Wahau", "Sangkulirang", "Kaliorang"),
    "64.09": ("Penajam", "Sepaku", "Waru"),
    "64.11": ("Ujoh Bilang", "Long Apari"),
    "64.71": ("Kariangau", "Manggar", "Klandasan", "Sepinggan", "Gunung Sari", "Batakan", "Lamaru"),
    "64.72": ("Palaran", "Sungai Kunjang", "Loa Janan Ilir", "Sambutan", "Samarinda Seberang", "Lempake"),
    "64.74": ("Bontang Kuala", "Loktuan", "Berbas"),
}
#: KBLI 2020 → what such a company is called. Mining and trade are what the province has most of.
_TRADES = {
    "05100": "Tambang",
    "09900": "Jasa Tambang",
    "01262": "Sawit",
    "02111": "Hutan Lestari",
    "10431": "Minyak Nabati",
    "16101": "Kayu Olahan",
    "33121": "Reparasi Mesin",
    "41011": "Konstruksi",
    "42101": "Jalan dan Jembatan",
    "45401": "Motor",
    "47112": "Niaga",
    "49431": "Angkutan",
    "50131": "Pelayaran",
    "55110": "Hotel",
    "62019": "Digital",
}
_SIZES = {SizeClass.MICRO: 12, SizeClass.SMALL: 28, SizeClass.MEDIUM: 34, SizeClass.LARGE: 26}
_WORKERS = {SizeClass.MICRO: (1, 4), SizeClass.SMALL: (5, 19), SizeClass.MEDIUM: (20, 99), SizeClass.LARGE: (100, 640)}
_MONEY = {
    SizeClass.MICRO: (50, 1_000),
    SizeClass.SMALL: (1_001, 5_000),
    SizeClass.MEDIUM: (5_001, 10_000),
    SizeClass.LARGE: (10_001, 180_000),
}
_MILLION = 1_000_000


@dataclass(frozen=True)
class _Count:
    """A count as it was printed."""

    as_of: date
    total: int
    source: str
    document: str
    note: str = ""
    micro: int | None = None
    small: int | None = None
    medium: int | None = None
    large: int | None = None
    workers: int | None = None


_COUNTS = (
    _Count(
        date(2022, 1, 31),
        11_236,
        CountSource.WLKP,
        "niaga.asia: 11.236 perusahaan mikro–besar di Kaltim",
        "Rincian tercetak hanya 10.230; 1.006 sisanya tampaknya perusahaan menengah.",
        micro=8_748,
        small=1_006,
        large=476,
        workers=255_043,
    ),
    _Count(
        date(2023, 1, 31),
        18_639,
        CountSource.WLKP,
        "intuisi.co, data WLKP 31 Januari 2023",
        "Naik 66 %; berita menyebut 15.311 sisanya “besar”, padahal pasti mikro. Angka itu tidak dimasukkan.",
        small=2_258,
        medium=1_070,
        workers=354_869,
    ),
    _Count(date(2025, 7, 14), 34_000, CountSource.PRESS, "it-news.id, 14 Juli 2025: sekitar 34.000"),
    _Count(date(2025, 12, 2), 35_000, CountSource.PRESS, "presisi.co, 2 Desember 2025: sekitar 35.000"),
)
#: Where graduates of the demo found work (`demo.outcomes`), by name, code and region.
EMPLOYERS = (
    ("PT Contoh Kebun Lestari", "01262", "64.08"),
    ("PT Contoh Tambang Mahakam", "05100", "64.02"),
    ("PT Contoh Olahan Borneo", "10431", "64.71"),
    ("PT Contoh Konstruksi Nusantara", "41011", "64.71"),
    ("PT Contoh Logistik Pesisir", "49431", "64.74"),
    ("Hotel Contoh Teluk", "55110", "64.71"),
    ("CV Contoh Media Digital", "62019", "64.72"),
    ("PT Contoh Jasa Kantor", "78101", "64.72"),
)


def register_companies() -> None:
    """Every company with its site and two years of figures; one twice, for somebody to decide; and the counts."""
    officer, dice = partnership_officer(), Random(_SEED)
    regions = {region.code: region for region in Region.objects.home()}
    for number, (name, code, where) in enumerate((*EMPLOYERS, *_invented(dice))):
        _register(officer, dice, number, name, code, regions[where])
    _register_branch(officer, regions["64.72"])
    double = register_company(actor=officer, data=CompanyData(name="CV. Contoh Tambang Mahakam"), is_invented=True)
    save_site(actor=officer, company=double, region=regions["64.02"], address="Jl. Poros Loa Kulu")
    _enter_counts(officer)


def _invented(dice: Random) -> list[tuple[str, str, str]]:
    """A name made of a trade and a place, both of which it has."""
    found = []
    for where, places in _PLACES.items():
        for place in places:
            for code in dice.sample(sorted(_TRADES), 2):
                form = "Hotel" if code == "55110" else dice.choice(("PT", "PT", "PT", "CV", "UD"))
                trade = "" if code == "55110" else f" {_TRADES[code]}"
                found.append((f"{form} Contoh{trade} {place}", code, where))
    return found


def _register(officer: User, dice: Random, number: int, name: str, code: str, region: Region) -> Company:
    size = dice.choices(list(_SIZES), weights=list(_SIZES.values()))[0]
    basis = dice.choice((SizeBasis.PP7_CAPITAL, SizeBasis.WLKP, SizeBasis.BPS_WORKERS))
    workers = dice.randint(*_WORKERS[size])
    amount = dice.randint(*_MONEY[size]) * _MILLION if basis == SizeBasis.PP7_CAPITAL else None
    data = CompanyData(
        name=name,
        nib=str(_FIRST_NIB + number * 7_919),
        kbli_version=2020,
        kbli_code=code,
        size=size_by(basis, amount) or size if amount else size,
        size_basis=basis,
        size_amount=amount,
        ownership=dice.choices((Ownership.DOMESTIC, Ownership.FOREIGN, Ownership.REGIONAL), weights=(88, 9, 3))[0],
        phone=f"0542-7{number:05d}",
    )
    company = register_company(actor=officer, data=data, is_invented=True)
    site = save_site(actor=officer, company=company, region=region, address=f"Jl. Poros No. {number + 1}")
    for year in _YEARS:
        women = dice.randint(0, workers // 2)
        record_report(
            actor=officer,
            site=site,
            year=year,
            men=workers - women,
            women=women,
            reported_on=date(year, dice.randint(1, 10), dice.randint(1, 28)),
            source=ReportSource.WLKP,
        )
        workers = max(1, workers + dice.randint(-workers // 12, workers // 8))
    return company


def _register_branch(officer: User, region: Region) -> None:
    """The builder has a branch in Samarinda."""
    builder = Company.objects.get(name="PT Contoh Konstruksi Nusantara")
    site = save_site(
        actor=officer,
        company=builder,
        region=region,
        kind=SiteKind.BRANCH,
        name="Cabang Samarinda",
        address="Jl. Jembatan",
    )
    record_report(actor=officer, site=site, year=2025, men=31, women=9, reported_on=date(2025, 3, 14))


def _enter_counts(officer: User) -> None:
    province = Region.objects.get(level=RegionLevel.PROVINCE, code="64")
    for count in _COUNTS:
        save_count(actor=officer, region=province, **vars(count))
