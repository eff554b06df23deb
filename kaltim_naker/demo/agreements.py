"""Agreements of the demo.

The PKS with PT Alkon Indo Sertifikasi is real (domain.md §0.2); who signed and under which numbers was not published.
Every other partner is invented, and told so that each state is there: with results, quiet, prolonged, ending, a draft.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from companies.choices import AgreementKind, AgreementScope, AgreementStage, Ownership
from companies.models import Agreement, Company
from companies.services import (
    CompanyData,
    find_notices,
    move_agreement,
    name_class,
    name_placements_at_partner,
    register_company,
    save_agreement,
    save_deliverable,
    save_party,
    save_site,
    sign_agreement,
)
from kaltim_naker.accounts.models import User
from kaltim_naker.core.periods import today
from kaltim_naker.demo.users import head_of_office, partnership_officer
from kaltim_naker.regions.models import Region
from programs.choices import ClassState
from programs.models import TrainingClass

_ALKON = "PT Alkon Indo Sertifikasi"
# Samarinda, Balikpapan, Paser, Kutai Kartanegara, Kutai Timur.
_ALKON_REGIONS = ("64.72", "64.71", "64.01", "64.02", "64.08")
_BUILDER = "PT Contoh Konstruksi Nusantara"
_MINE = "PT Contoh Tambang Mahakam"
_HOTEL = "Hotel Contoh Teluk"
_FORUM = "Forum Contoh Industri Balikpapan"
_NOT_PUBLISHED = "tidak dipublikasikan"
#: The agreement that ends soon ends this many days after the demo was loaded, so that there is always one.
_DAYS_LEFT = 25
_HELD = 3


def sign_agreements() -> None:
    """The real PKS and the invented ones; what is held under them is named once there are classes and jobs."""
    officer = partnership_officer()
    _sign_alkon(officer)
    _sign_with_builder(officer)
    _sign_with_forum(officer)
    _sign(
        officer,
        _company(_MINE),
        "Kesepahaman penempatan lulusan pelatihan operator alat berat",
        AgreementKind.MOU,
        (date(2025, 3, 3), date(2030, 3, 2)),
        scopes=[AgreementScope.PLACEMENT, AgreementScope.INSTRUCTORS],
        regions=["64.02"],
    )
    _draft_with_hotel(officer)


def name_what_was_held() -> None:
    """Classes of construction and jobs at the builder belong to its PKS; and who has to be told is told."""
    officer = partnership_officer()
    pks = Agreement.objects.get(company__name=_BUILDER, kind=AgreementKind.PKS)
    held = TrainingClass.objects.filter(
        programme__sector__code="F", state=ClassState.CLOSED, starts_on__gte=pks.starts_on
    ).order_by("starts_on", "number")
    for training_class in held[:_HELD]:
        name_class(actor=officer, agreement=pks, training_class=training_class)
    name_placements_at_partner(actor=officer, agreement=pks)
    find_notices(day=today())


def _company(name: str) -> Company:
    return Company.objects.get(name=name)


def _regions(codes: Sequence[str]) -> list[Region]:
    return list(Region.objects.filter(code__in=codes))


def _sign_alkon(officer: User) -> None:
    """20 companies in five regions until October 2025: competence and productivity measured."""
    data = CompanyData(name=_ALKON, ownership=Ownership.DOMESTIC)
    agreement = _sign(
        officer,
        register_company(actor=officer, data=data),
        "Pengukuran kompetensi dan produktivitas pada 20 perusahaan",
        AgreementKind.PKS,
        (date(2025, 8, 6), date(2025, 10, 31)),
        signer=(_NOT_PUBLISHED, "Direktur"),
        numbers=("", ""),
        signed_at="Hotel Golden Tulip Balikpapan",
        scopes=[AgreementScope.CERTIFICATION, AgreementScope.PRODUCTIVITY],
        regions=_ALKON_REGIONS,
        target_companies=20,
        source="Pemberitaan Disnakertrans Kaltim, 6 Agustus 2025",
    )
    save_deliverable(
        actor=officer,
        agreement=agreement,
        measure="companies_measured",
        promised=20,
        due_on=date(2025, 10, 31),
        regions=_regions(_ALKON_REGIONS),
        note="mengukur kompetensi dan produktivitas pada 20 perusahaan di lima kabupaten/kota",
    )


def _sign_with_builder(officer: User) -> None:
    agreement = _sign(
        officer,
        _company(_BUILDER),
        "Pelatihan, sertifikasi, dan penempatan tenaga kerja konstruksi",
        AgreementKind.PKS,
        (date(2025, 1, 15), date(2030, 1, 14)),
        scopes=[AgreementScope.TRAINING, AgreementScope.CERTIFICATION, AgreementScope.PLACEMENT],
        regions=["64.71", "64.72"],
        value=0,
    )
    promises: Mapping[str, tuple[int, date]] = {
        "job_seekers_trained": (40, date(2025, 12, 31)),
        "job_seekers_certified": (48, date(2026, 6, 30)),
        "people_placed_under_agreements": (90, date(2027, 12, 31)),
    }
    for measure, (promised, due_on) in promises.items():
        save_deliverable(actor=officer, agreement=agreement, measure=measure, promised=promised, due_on=due_on)


def _sign_with_forum(officer: User) -> None:
    """An MoU that was prolonged once, and ends soon again."""
    data = CompanyData(name=_FORUM, ownership=Ownership.ASSOCIATION)
    forum = register_company(actor=officer, data=data, is_invented=True)
    save_site(actor=officer, company=forum, region=Region.objects.get(code="64.71"))
    mou = _sign(
        officer,
        forum,
        "Kesepahaman forum komunikasi lembaga pelatihan dengan industri",
        AgreementKind.MOU,
        (date(2024, 5, 28), date(2025, 5, 27)),
        signed_at="Balikpapan",
        scopes=[AgreementScope.APPRENTICESHIP, AgreementScope.INSTRUCTORS, AgreementScope.PLACEMENT],
        regions=["64.71"],
    )
    _sign(
        officer,
        forum,
        "Adendum: perpanjangan kesepahaman forum komunikasi",
        AgreementKind.ADDENDUM,
        (date(2025, 5, 20), today() + timedelta(days=_DAYS_LEFT)),
        parent=mou,
        scopes=mou.scopes,
        regions=["64.71"],
    )


def _draft_with_hotel(officer: User) -> None:
    draft = save_agreement(
        actor=officer,
        company=_company(_HOTEL),
        kind=AgreementKind.PKS,
        title="Praktik kerja peserta pelatihan tata graha",
        starts_on=today() + timedelta(days=30),
        ends_on=today() + timedelta(days=395),
        scopes=[AgreementScope.INSTRUCTORS, AgreementScope.FACILITIES],
        value=75_000_000,
        regions=_regions(["64.71"]),
    )
    _enter_parties(officer, draft, ("Contoh Manajer", "General Manager"), ("", ""))
    move_agreement(actor=officer, agreement=draft, to=AgreementStage.LEGAL_REVIEW)


def _sign(
    officer: User,
    partner: Company,
    title: str,
    kind: str,
    term: tuple[date, date],
    *,
    regions: Sequence[str],
    signer: tuple[str, str] = ("Contoh Direktur", "Direktur"),
    numbers: tuple[str, str] | None = None,
    signed_at: str = "Samarinda",
    **details: Any,
) -> Agreement:
    starts_on, ends_on = term
    agreement = save_agreement(
        actor=officer,
        company=partner,
        kind=kind,
        title=title,
        starts_on=starts_on,
        ends_on=ends_on,
        regions=_regions(regions),
        **details,
    )
    serial = Agreement.objects.count()
    ours = f"500.15/{serial:03d}/DTKT/{starts_on.year}"
    _enter_parties(officer, agreement, signer, numbers or (ours, f"{serial:03d}/CTH/{starts_on.year}"))
    return sign_agreement(actor=officer, agreement=agreement, signed_on=starts_on, signed_at=signed_at)


def _enter_parties(officer: User, agreement: Agreement, signer: tuple[str, str], numbers: tuple[str, str]) -> None:
    ours, theirs = numbers
    save_party(
        actor=officer,
        agreement=agreement,
        position=1,
        name="Disnakertrans Provinsi Kalimantan Timur",
        number=ours,
        signer_name=head_of_office().full_name,
        signer_position="Kepala Dinas",
    )
    save_party(
        actor=officer,
        agreement=agreement,
        position=2,
        name=agreement.company.name,
        number=theirs,
        signer_name=signer[0],
        signer_position=signer[1],
    )
