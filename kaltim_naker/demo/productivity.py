"""Companies of the consultation of August 2025: measured over three years, coached, and counted for the award.

The event, its number of companies and the counts of companies in the territory are real (domain.md §0.2, §7.2); the
companies themselves, their accounts and the price index are invented. The first company is the worked example of
domain.md §8.2.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from random import Random
from typing import Any

from companies.choices import CountSource, SizeBasis, SizeClass
from companies.choices.productivity import CoachingState, GuidanceKind, PlanState
from companies.constants.productivity import ADDED_PARTS, BOUGHT_IN_PARTS, COACHING_WAY
from companies.models import (
    Agreement,
    Coaching,
    Company,
    Measurement,
    PlanAction,
    Problem,
    SmppCriterion,
    SmppElement,
    TerritoryCount,
)
from companies.services.award import record_company_at_activity, set_award_rule
from companies.services.coaching import (
    advance_coaching,
    open_coaching,
    plan_action,
    record_visit,
    report_action,
    save_problem,
    stop_coaching,
)
from companies.services.productivity import enter_price_index, measure_company
from companies.services.register import CompanyData, register_company, save_site
from companies.services.smpp import CriterionLine, begin_audit, define_instrument, score_audit
from kaltim_naker.accounts.models import User
from kaltim_naker.core.reference_data import read_rows
from kaltim_naker.demo.users import partnership_officer
from kaltim_naker.regions.models import Region, RegionLevel
from programs.choices import ActivityKind
from programs.models import Activity

_SEED = 820
_EVENT = date(2025, 8, 6)
_YEARS = (2022, 2023, 2024)
#: When the accounts of a year were measured. Those of 2024 were measured after the consultation.
_MEASURED_ON = {2022: date(2023, 3, 15), 2023: date(2024, 3, 12), 2024: date(2025, 8, 18)}
_HOURS_A_WORKER = 2_080
# Of each 12,000 of output, in the proportions of the worked example.
_SHARES = {
    "sales": 12_000,
    "raw_materials": 5_200,
    "auxiliary_materials": 600,
    "energy": 700,
    "water": 100,
    "services": 400,
    "maintenance": 200,
    "transport": 300,
    "wages": 1_800,
    "depreciation": 600,
    "interest": 300,
    "net_indirect_tax": 200,
    "profit_before_tax": 1_600,
    "fixed_assets": 9_000,
}
_VALUE_ADDED_SHARE = 4_500
_PRICES = {2022: "100", 2023: "103.4", 2024: "105.9"}
_COUNTS = (
    (date(2022, 1, 31), 11_236, CountSource.WLKP, "niaga.asia: 11.236 perusahaan mikro–besar di Kaltim"),
    (date(2023, 1, 31), 18_639, CountSource.WLKP, "intuisi.co, data WLKP 31 Januari 2023"),
    (date(2025, 7, 14), 34_000, CountSource.PRESS, "it-news.id, 14 Juli 2025: sekitar 34.000"),
    (date(2025, 12, 2), 35_000, CountSource.PRESS, "presisi.co, 2 Desember 2025: sekitar 35.000"),
)
_PROBLEMS = (
    (
        "Mesin utama sering berhenti",
        "five_whys",
        ["Bantalan aus", "Pelumasan terlambat", "Tidak ada jadwal perawatan"],
        "Jadwal perawatan mesin belum ada",
        "tpm",
        "Susun dan jalankan jadwal perawatan mingguan",
        "Jam henti mesin per bulan",
    ),
    (
        "Bahan baku lama dicari di gudang",
        "check_sheet",
        [],
        "Tata letak gudang tidak mengikuti alur pemakaian",
        "5s",
        "Terapkan 5R di gudang bahan baku",
        "Menit mencari bahan per pesanan",
    ),
    (
        "Produk cacat pada awal giliran kerja",
        "pareto",
        [],
        "Penyetelan mesin tidak dibakukan",
        "gkm",
        "Bentuk gugus kendali mutu dan baku penyetelan",
        "Persen produk cacat",
    ),
)
_EXAMPLE_TITLE = "Contoh instrumen SMPP (bukan isi peraturan)"


def tell_productivity() -> None:
    """Everything about productivity. The agreement and the activities have to be there."""
    officer, dice = partnership_officer(), Random(_SEED)
    _enter_counts_and_prices(officer)
    _lay_down_rule(officer)
    consultation = Activity.objects.get(kind=ActivityKind.CONSULTATION, starts_on=_EVENT)
    agreement = Agreement.objects.filter(starts_on=_EVENT).prefetch_related("regions").first()
    instrument = _example_instrument(officer)
    for position, row in enumerate(read_rows(__file__, "coached_companies")):
        company = _register(officer, row)
        record_company_at_activity(actor=officer, activity=consultation, company=company, people=1)
        measured = _measure(officer, company, row, agreement if position < 16 else None, dice)
        if row["step"]:
            _coach(officer, company, measured, row["step"], position)
        if position == 0:
            _audit(officer, company, instrument)


def _enter_counts_and_prices(officer: User) -> None:
    province = Region.objects.get(level=RegionLevel.PROVINCE, code="64")
    for as_of, total, source, document in _COUNTS:
        TerritoryCount.objects.get_or_create(
            region=province, as_of=as_of, source=source, defaults={"total": total, "document": document}
        )
    for year, value in _PRICES.items():
        enter_price_index(
            actor=officer,
            base_year=2022,
            year=year,
            value=Decimal(value),
            as_of=date(year + 1, 1, 2),
            source="Contoh peragaan, bukan angka BPS",
            is_invented=True,
        )


def _lay_down_rule(officer: User) -> None:
    set_award_rule(
        actor=officer,
        valid_from=date(2023, 1, 1),
        counted_kinds=[GuidanceKind.CONSULTATION, GuidanceKind.MEASUREMENT, GuidanceKind.GUIDANCE],
        source="Contoh peragaan: nota dinas; aturan hitung penghargaan tidak dipublikasikan",
    )


def _register(officer: User, row: dict[str, str]) -> Company:
    data = CompanyData(
        name=row["name"],
        nib=row["nib"],
        kbli_version=2020,
        kbli_code=row["kbli"],
        size=SizeClass.MEDIUM,
        size_basis=SizeBasis.BPS_WORKERS,
    )
    company = register_company(actor=officer, data=data, is_invented=True)
    save_site(actor=officer, company=company, region=Region.objects.get(code=row["region"]))
    return company


def _measure(
    officer: User, company: Company, row: dict[str, str], agreement: Agreement | None, dice: Random
) -> dict[int, Measurement]:
    """Three years; the last one under the agreement where the company lies in its regions."""
    workers = int(row["workers"])
    return {
        year: measure_company(
            actor=officer,
            company=company,
            year=year,
            measured_on=_MEASURED_ON[year] + timedelta(days=dice.randrange(40)),
            unit="million",
            amounts=_amounts(int(row[f"y{year}"]) * workers),
            agreement=agreement if year == _YEARS[-1] else None,
            source=f"Laporan keuangan {year}",
            measured_by="PT Alkon Indo Sertifikasi" if agreement and year == _YEARS[-1] else "Disnakertrans",
            workers_begin=workers - 2,
            workers_end=workers + 2,
            hours=workers * _HOURS_A_WORKER,
        )
        for year in _YEARS
    }


def _amounts(value_added: int) -> dict[str, Decimal | None]:
    """Accounts that lead to exactly this value added by both methods, in million rupiah."""
    scale = Decimal(value_added) / _VALUE_ADDED_SHARE
    amounts = {name: (share * scale).quantize(Decimal("0.01")) for name, share in _SHARES.items()}
    bought_in = sum((amounts[name] for name in BOUGHT_IN_PARTS if name in amounts), Decimal(0))
    amounts["raw_materials"] += amounts["sales"] - bought_in - value_added
    received = sum((amounts[name] for name in ADDED_PARTS if name in amounts), Decimal(0))
    amounts["profit_before_tax"] += value_added - received
    return {**amounts}


# --- coaching ------------------------------------------------------------------------------------------------------
def _coach(officer: User, company: Company, measured: dict[int, Measurement], step: str, position: int) -> None:
    """Open a case and lead it to a step, as the officer would."""
    is_old = step == CoachingState.DONE
    opened_on = date(2024, 5, 6) if is_old else date(2025, 8, 8) + timedelta(days=position)
    case = open_coaching(actor=officer, company=company, opened_on=opened_on, contact="Kepala produksi")
    baseline = measured[2023 if is_old else 2024]
    goal = CoachingState.DIAGNOSIS if step == CoachingState.STOPPED else CoachingState(step)
    for facts in islice(_way(officer, case, baseline, measured[2024], position), COACHING_WAY.index(goal)):
        case = advance_coaching(actor=officer, coaching=case, **facts)
    if step == CoachingState.IMPLEMENTATION:
        _visit(officer, case)
        action = PlanAction.objects.get(problem__coaching=case)
        report_action(actor=officer, action=action, state=PlanState.RUNNING)
    if step == CoachingState.STOPPED:
        stop_coaching(actor=officer, coaching=case, reason="Perusahaan berganti pengurus; dijadwalkan ulang")
        Coaching.objects.filter(pk=case.pk).update(ended_on=date(2025, 11, 3))
    if is_old:
        Coaching.objects.filter(pk=case.pk).update(ended_on=date(2025, 9, 22))


def _way(
    officer: User, case: Coaching, baseline: Measurement, final: Measurement, position: int
) -> Iterator[dict[str, Any]]:
    """What each step leaves behind, entered when the case has come to it."""
    yield {}
    yield {"baseline": baseline}
    problem = _problem(officer, case, position)
    yield {}
    action = _plan(officer, case, problem, position)
    yield {"remeasure_on": case.opened_on + timedelta(days=330)}
    _visit(officer, case)
    report_action(actor=officer, action=action, state=PlanState.DONE, result="Terlaksana, lihat catatan kunjungan")
    PlanAction.objects.filter(pk=action.pk).update(ended_on=action.due_on)
    yield {}
    yield {"final": final, "recommendation": "Pertahankan jadwal perawatan, perluas 5R ke gudang barang jadi."}


def _problem(officer: User, case: Coaching, position: int) -> Problem:
    description, tool, whys, root_cause, *_rest = _PROBLEMS[position % len(_PROBLEMS)]
    return save_problem(
        actor=officer, coaching=case, description=description, tool=tool, whys=whys, root_cause=root_cause
    )


def _plan(officer: User, case: Coaching, problem: Problem, position: int) -> PlanAction:
    *_rest, technique, action, indicator = _PROBLEMS[position % len(_PROBLEMS)]
    return plan_action(
        actor=officer,
        problem=problem,
        technique=technique,
        action=action,
        owner="Kepala produksi",
        due_on=case.opened_on + timedelta(days=75),
        indicator=indicator,
    )


def _visit(officer: User, case: Coaching) -> None:
    record_visit(
        actor=officer,
        coaching=case,
        held_on=case.opened_on + timedelta(days=35),
        note="Melihat lini produksi bersama kepala produksi; langkah pertama rencana sudah berjalan.",
        people=3,
    )


# --- SMPP ----------------------------------------------------------------------------------------------------------
def _example_instrument(officer: User) -> Any:
    """Seven elements by the regulation, criteria that only show how it works."""
    known = SmppElement.objects.filter(instrument__is_example=False)
    elements = [(one.position, one.name_id, one.name_en, None) for one in known]
    criteria = [
        CriterionLine(number, f"{number}.{part}", f"(contoh) {name}: {what}", Decimal(4))
        for number, name, _name_en, _weight in elements
        for part, what in ((1, "ada cara kerja tertulis"), (2, "hasilnya diukur tiap tahun"))
    ]
    return define_instrument(
        actor=officer,
        title=_EXAMPLE_TITLE,
        valid_from=date(2025, 1, 1),
        source="Contoh peragaan; kriteria Kepmenaker 156/2021 belum tersedia",
        elements=elements,
        criteria=criteria,
        is_example=True,
    )


def _audit(officer: User, company: Company, instrument: Any) -> None:
    audit = begin_audit(actor=officer, company=company, instrument=instrument, audited_on=date(2025, 9, 30))
    keys = SmppCriterion.objects.filter(element__instrument=instrument).order_by("element__position", "position")
    scores = (4, 3, 3, 2, 3, 3, 4, 3, 2, 2, 3, 2, 3, 3)
    score_audit(
        actor=officer,
        audit=audit,
        scores={one.pk: Decimal(score) for one, score in zip(keys, scores, strict=True)},
    )
