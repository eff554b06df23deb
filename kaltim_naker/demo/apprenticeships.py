"""Apprenticeships of 2025: invented companies and people, told so that about 390 of the promised 400 have begun.

Written in bulk like the classes (`demo.records`); the named constraints hold for every writer.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from companies.choices import ReportSource
from companies.choices.apprenticeships import (
    After,
    ApprenticeshipKind,
    ApprenticeshipState,
    ApprenticeState,
    LeaveReason,
)
from companies.constants.apprenticeships import AGREEMENT_PREFIX, MINIMUM_AGE
from companies.formulas.apprenticeships import age_on, monday_of
from companies.formulas.register import name_key
from companies.models import (
    Apprentice,
    Apprenticeship,
    Company,
    LogbookWeek,
    Mentor,
    MonitoringVisit,
    WorkSite,
    YearlyReport,
)
from kaltim_naker.accounts.models import Office, OfficeKind
from kaltim_naker.core.numbers import next_number
from kaltim_naker.demo.classes import AS_OF, BALIKPAPAN, BONTANG
from kaltim_naker.demo.people import Person, Places, invent_name, invent_person
from kaltim_naker.demo.records import job_seeker_of
from kaltim_naker.regions.models import KbliSection, Region
from programs.models import Field
from trainees.choices import ContractKind, Evidence, NikMissingReason, PlacementKind, Sex
from trainees.constants import ADULT_AGE
from trainees.models import JobSeeker, Placement

_SEED = 3010
_FIRST_NUMBER = 6001
_OWN, _APBN, _APBD = ApprenticeshipKind.OWN, ApprenticeshipKind.APBN, ApprenticeshipKind.APBD
# So many people share a mentor.
_PER_MENTOR = 12
_NEVER_BEGAN, _LEFT, _MEETS_STANDARD = 0.02, 0.07, 0.9
_AFTER = {
    After.HIRED_HERE: 44,
    After.HIRED_ELSEWHERE: 14,
    After.SELF_EMPLOYED: 8,
    After.SEEKING: 20,
    After.STUDYING: 5,
    "": 9,
}
_REASONS = {LeaveReason.WITHDREW: 55, LeaveReason.HIRED: 25, LeaveReason.ILLNESS: 12, LeaveReason.DISMISSED: 8}
_TASKS = (
    "Pengenalan alat dan K3", "Perawatan berkala mesin", "Pekerjaan produksi dengan pembimbing",
    "Pemeriksaan mutu hasil kerja", "Pencatatan stok dan laporan harian", "Praktik mandiri diawasi pembimbing",
)  # fmt: skip
_UNITS = ("Bengkel", "Produksi", "Perawatan", "Gudang", "Pelayanan")
# Weeks of the logbook that are written for everybody: the last ones.
_WEEKS = 5
_KEEPS_NO_LOGBOOK = 0.08


@dataclass(frozen=True)
class _Plan:
    """A programme. `workers` are men and women of the site; `people` begin, or wait for the first day."""

    company: str
    region: str
    workers: tuple[int, int]
    sector: str
    occupation: str
    field: str
    kind: str
    starts_on: date
    ends_on: date
    people: int
    theory: int = 20
    minimum_age: int = MINIMUM_AGE
    state: str = ApprenticeshipState.PERMITTED
    complete_on: date | None = None

    @property
    def has_begun(self) -> bool:
        return self.state == ApprenticeshipState.PERMITTED and self.complete_on is None


def _d(text: str) -> date:
    return date.fromisoformat(text)


# “Contoh” (example) in every name: no company of Kaltim is meant.
_PLANS = (
    _Plan("PT Contoh Tambang Mahakam Raya", "64.02", (620, 40), "B", "Mekanik alat berat", "ALB", _OWN,
          _d("2025-02-10"), _d("2025-08-08"), 56, 25),
    _Plan("PT Contoh Galangan Kapal Balikpapan", "64.71", (380, 30), "C", "Juru las kapal", "LAS", _APBN,
          _d("2025-03-03"), _d("2025-08-29"), 48),
    _Plan("Hotel Contoh Teluk Permai", "64.71", (90, 110), "I", "Tata graha", "PAR", _OWN,
          _d("2025-03-10"), _d("2025-09-09"), 36, 15),
    _Plan("PT Contoh Kimia Bontang", "64.74", (450, 70), "C", "Operator proses", "MAN", _APBN,
          _d("2025-04-14"), _d("2025-10-10"), 52),
    _Plan("PT Contoh Kebun Sangatta Lestari", "64.08", (700, 250), "A", "Teknisi listrik pabrik", "LIS", _OWN,
          _d("2025-05-05"), _d("2026-04-30"), 48),
    _Plan("PT Contoh Ritel Tepian", "64.72", (150, 170), "G", "Pramuniaga dan administrasi toko", "BIS", _APBD,
          _d("2025-06-02"), _d("2025-11-28"), 40, 12),
    _Plan("PT Contoh Logistik Kariangau", "64.71", (260, 40), "H", "Operator forklift", "K3", _OWN,
          _d("2025-07-07"), _d("2025-12-24"), 40, 25, ADULT_AGE),
    # A hundred and fifty workers: thirty participants are exactly the fifth that is allowed.
    _Plan("PT Contoh Otomotif Samarinda", "64.72", (130, 20), "G", "Mekanik sepeda motor", "OTO", _APBD,
          _d("2025-08-04"), _d("2026-01-30"), 30),
    _Plan("PT Contoh Kayu Lapis Penajam", "64.09", (240, 160), "C", "Operator produksi kayu lapis", "MAN", _OWN,
          _d("2025-09-01"), _d("2026-02-27"), 38, 10),
    _Plan("PT Contoh Data Nusantara", "64.72", (60, 40), "J", "Teknisi jaringan", "TIK", _OWN,
          _d("2025-10-06"), _d("2026-04-03"), 12, 25),
    _Plan("PT Contoh Bank Etam", "64.72", (140, 160), "K", "Layanan nasabah", "BIS", ApprenticeshipKind.NATIONAL,
          _d("2025-10-20"), _d("2026-04-17"), 20, 10, ADULT_AGE),
    _Plan("PT Contoh Alat Berat Kutai", "64.08", (310, 25), "C", "Operator ekskavator", "ALB", _OWN,
          _d("2026-01-12"), _d("2026-06-30"), 14, 25, ADULT_AGE, complete_on=_d("2025-12-08")),
    _Plan("PT Contoh Garmen Tenggarong", "64.02", (30, 180), "C", "Penjahit industri", "GAR", _APBD,
          _d("2026-02-02"), _d("2026-07-31"), 25, state=ApprenticeshipState.SUBMITTED, complete_on=_d("2026-01-08")),
    _Plan("PT Contoh Wisata Derawan", "64.03", (45, 35), "I", "Pemandu wisata selam", "PAR", _OWN,
          _d("2026-03-02"), _d("2026-08-28"), 10, 15, ADULT_AGE, state=ApprenticeshipState.DRAFT),
)  # fmt: skip


def record_apprenticeships(places: Places) -> None:
    """The programmes with their sites, mentors, people, logbooks and visits, and the jobs that came of them."""
    writer = _Writer(places)
    for plan in _PLANS:
        writer.add(plan)
    writer.save()


class _Writer:
    """Collects the rows; `save` writes them in the order in which they depend on each other."""

    def __init__(self, places: Places) -> None:
        self._rng = Random(_SEED)
        self._places = places
        self._regions = {region.code: region for region in Region.objects.home()}
        self._fields = {field.code: field for field in Field.objects.all()}
        self._sectors = {section.code: section for section in KbliSection.objects.filter(version=2020)}
        self._offices = {office.region_id: office for office in Office.objects.filter(kind=OfficeKind.REGIONAL_OFFICE)}
        self._number = _FIRST_NUMBER
        self._people: list[JobSeeker] = []
        self._mentors: list[Mentor] = []
        self._apprentices: list[Apprentice] = []
        self._jobs: list[Placement] = []
        self._weeks: list[LogbookWeek] = []
        self._visits: list[MonitoringVisit] = []

    def save(self) -> None:
        JobSeeker.objects.bulk_create(self._people)
        Mentor.objects.bulk_create(self._mentors)
        Placement.objects.bulk_create(self._jobs)
        Apprentice.objects.bulk_create(self._apprentices)
        LogbookWeek.objects.bulk_create(self._weeks)
        MonitoringVisit.objects.bulk_create(self._visits)

    def add(self, plan: _Plan) -> None:
        programme = self._programme(plan)
        mentors = [
            Mentor(apprenticeship=programme, full_name=invent_name(Sex.MALE, self._rng), position="Kepala regu")
            for _number in range(-(-plan.people // _PER_MENTOR))
        ]
        # A name given twice by chance would break the rule that a mentor is listed once.
        mentors = list({mentor.full_name: mentor for mentor in mentors}.values())
        self._mentors += mentors
        if plan.state != ApprenticeshipState.PERMITTED:
            return
        for place in range(plan.people):
            one = self._apprentice(plan, programme, mentors[place % len(mentors)], place)
            self._apprentices.append(one)
            self._weeks += self._logbook(one)
        if plan.has_begun:
            self._visits += self._visits_of(plan, programme)

    def _programme(self, plan: _Plan) -> Apprenticeship:
        region = self._regions[plan.region]
        company = Company.objects.create(
            name=plan.company, name_key=name_key(plan.company), sector=self._sectors[plan.sector], is_invented=True
        )
        site = WorkSite.objects.create(company=company, region=region)
        men, women = plan.workers
        for year in (2024, 2025):
            YearlyReport.objects.create(
                site=site, year=year, men=men, women=women, reported_on=date(year, 1, 20), source=ReportSource.WLKP
            )
        complete_on = plan.complete_on or plan.starts_on - timedelta(days=31)
        is_permitted = plan.state == ApprenticeshipState.PERMITTED
        permit_on = complete_on + timedelta(days=2) if is_permitted else None
        return Apprenticeship.objects.create(
            site=site,
            kind=plan.kind,
            occupation=plan.occupation,
            field=self._fields[plan.field],
            starts_on=plan.starts_on,
            ends_on=plan.ends_on,
            theory_percent=plan.theory,
            seats=plan.people,
            minimum_age=plan.minimum_age,
            allowance=Decimal(self._rng.randrange(1_800_000, 3_400_000, 50_000)),
            instructor_name=invent_name(Sex.FEMALE, self._rng),
            state=plan.state,
            complete_on=None if plan.state == ApprenticeshipState.DRAFT else complete_on,
            permit_on=permit_on,
            permit_number=f"560/{len(self._mentors) + 101}/Disnaker/{permit_on.year}" if permit_on else "",
        )

    def _person(self, plan: _Plan, place: int) -> JobSeeker:
        """Mostly people of the surroundings; the first of the first programme is 17 and has no card yet."""
        centre = BONTANG if plan.region in ("64.74", "64.08") else BALIKPAPAN
        person: Person = invent_person(self._number, centre, self._places, self._rng)
        self._number += 1
        if plan is _PLANS[0] and place == 0:
            born = date(2007, 6, 14)
            person = replace(person, birth_date=born, nik="", nik_missing_reason=NikMissingReason.NO_CARD)
        home = self._regions[person.home]
        return job_seeker_of(person, home, self._offices[home.pk])

    def _apprentice(self, plan: _Plan, programme: Apprenticeship, mentor: Mentor, place: int) -> Apprentice:
        person = self._person(plan, place)
        self._people.append(person)
        one = Apprentice(
            apprenticeship=programme,
            job_seeker=person,
            starts_on=plan.starts_on,
            ends_on=plan.ends_on,
            age=age_on(person.birth_date, plan.starts_on),
            work_status=person.work_status,
            mentor=mentor,
            allowance=programme.allowance,
            health_checked_on=plan.starts_on - timedelta(days=25),
            insurance_number=f"25{self._number:09d}",
        )
        if one.age < ADULT_AGE:
            one.consent_by, one.consent_on = invent_name(Sex.MALE, self._rng), plan.starts_on - timedelta(days=20)
        self._agree(plan, one, place)
        if plan.has_begun and one.state == ApprenticeState.RATIFIED:
            self._run(plan, one)
        return one

    def _agree(self, plan: _Plan, one: Apprentice, place: int) -> None:
        """Of the programme whose first day has just come, some agreements are still missing."""
        if not plan.has_begun and place % 3:
            return
        one.signed_on = plan.starts_on - timedelta(days=12)
        one.agreement_number = next_number(AGREEMENT_PREFIX, one.signed_on.year)
        one.state = ApprenticeState.SIGNED
        if not plan.has_begun:
            return
        one.ratified_on = plan.starts_on - timedelta(days=5)
        one.ratified_number = f"560/PMG-{plan.region[-2:]}/{one.ratified_on:%m/%Y}"
        one.ratified_by = self._offices[one.apprenticeship.site.region_id]
        one.state = ApprenticeState.RATIFIED

    def _run(self, plan: _Plan, one: Apprentice) -> None:
        chance = self._rng.random()
        if chance < _NEVER_BEGAN:
            one.state, one.note = ApprenticeState.CANCELLED, "Diterima bekerja sebelum mulai"
            return
        one.state, one.started_on = ApprenticeState.RUNNING, plan.starts_on
        if chance < _NEVER_BEGAN + _LEFT:
            self._leave(plan, one)
        elif plan.ends_on < AS_OF:
            one.state, one.ended_on = ApprenticeState.COMPLETED, plan.ends_on
            one.meets_standard = self._rng.random() < _MEETS_STANDARD
            self._after(one, _pick(_AFTER, self._rng))

    def _leave(self, plan: _Plan, one: Apprentice) -> None:
        last = min(plan.ends_on, AS_OF - timedelta(days=1))
        days = (last - plan.starts_on).days
        one.state, one.ended_on = ApprenticeState.LEFT, plan.starts_on + timedelta(days=self._rng.randint(20, days))
        one.leave_reason = _pick(_REASONS, self._rng)
        if one.leave_reason == LeaveReason.HIRED:
            self._after(one, After.HIRED_HERE, days=0)

    def _after(self, one: Apprentice, after: str, days: int | None = None) -> None:
        """What came after, with the job behind it; nothing that lies after the day of the demo."""
        since = one.ended_on + timedelta(days=self._rng.randint(1, 60) if days is None else days)
        if not after or since >= AS_OF:
            return
        one.after, one.after_on = after, since
        if after in (After.SEEKING, After.STUDYING):
            return
        company = one.apprenticeship.site.company
        is_here, is_own = after == After.HIRED_HERE, after == After.SELF_EMPLOYED
        one.placement = Placement(
            job_seeker=one.job_seeker,
            kind=PlacementKind.SELF_EMPLOYED if is_own else PlacementKind.LOCAL,
            employer=company.name
            if is_here
            else f"Usaha sendiri: {one.apprenticeship.occupation}"
            if is_own
            else "CV Contoh Karya Etam",
            sector=company.sector,
            contract=ContractKind.OWN_BUSINESS if is_own else ContractKind.FIXED_TERM,
            started_on=since,
            is_relevant=True,
            evidence=Evidence.EMPLOYER if is_here else Evidence.OWN_WORD,
        )
        self._jobs.append(one.placement)

    def _logbook(self, one: Apprentice) -> Iterator[LogbookWeek]:
        """The last weeks; a few people keep none, and the newest week often waits for the mentor."""
        if one.started_on is None or self._rng.random() < _KEEPS_NO_LOGBOOK:
            return
        last = monday_of(min(one.ended_on or one.ends_on, AS_OF - timedelta(days=7)))
        for back in range(_WEEKS):
            week = last - timedelta(days=7 * back)
            if week < monday_of(one.started_on):
                return
            said = datetime.combine(week + timedelta(days=5), time(2), UTC)
            is_waiting = back == 0 and one.state == ApprenticeState.RUNNING and self._rng.random() < 0.4
            yield LogbookWeek(
                apprentice=one,
                week=week,
                unit=self._rng.choice(_UNITS),
                activities=self._rng.choice(_TASKS),
                theory_hours=8 if back % 2 else 4,
                practice_hours=32,
                apprentice_confirmed_at=said,
                mentor_confirmed_at=None if is_waiting else said + timedelta(days=1),
            )

    def _visits_of(self, plan: _Plan, programme: Apprenticeship) -> Iterator[MonitoringVisit]:
        day = plan.starts_on + timedelta(days=45)
        if day >= AS_OF:
            return
        has_finding = plan.field in ("ALB", "OTO")
        yield MonitoringVisit(
            apprenticeship=programme,
            visited_on=day,
            visitors="Taufik Ismawan, Norhasanah",
            met=plan.people - 3,
            agreements_there=True,
            mentor_there=True,
            gear_there=not has_finding,
            allowance_paid=True,
            insured=True,
            findings="Peserta didampingi pembimbing dan mengikuti jam kerja perusahaan.",
            follow_up="Sarung tangan dan kacamata pelindung untuk seluruh peserta" if has_finding else "",
            follow_up_by=day + timedelta(days=14) if has_finding else None,
            followed_up_on=day + timedelta(days=10) if plan.field == "ALB" else None,
        )


def _pick(weights: dict[str, int], rng: Random) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]
