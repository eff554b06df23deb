"""What graduates said three, six and twelve months later, and the jobs they found.

Not everybody answers and not every job is confirmed: about half are heard of, and a bit less than half of these work.
"""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from kaltim_naker.accounts.models import User
from kaltim_naker.core.periods import add_months
from kaltim_naker.demo.classes import AS_OF
from kaltim_naker.demo.users import centre_admins
from trainees.choices import AnswerChannel, ContractKind, Evidence, PlacementKind, TracerStatus
from trainees.constants import TRACER_MONTHS
from trainees.models import Enrolment, Placement, TracerRound

_SEED = 3004
_ANSWERS = {3: 0.48, 6: 0.36, 12: 0.5}
_AT_WORK = 0.38
_NOT_AT_WORK = {TracerStatus.SEEKING: 70, TracerStatus.STUDYING: 18, TracerStatus.NOT_SEEKING: 12}
_KINDS = {
    PlacementKind.LOCAL: 78,
    PlacementKind.SELF_EMPLOYED: 13,
    PlacementKind.INTERREGIONAL: 7,
    PlacementKind.ABROAD: 2,
}
_CONTRACTS = {
    ContractKind.FIXED_TERM: 62,
    ContractKind.DAILY: 18,
    ContractKind.PERMANENT: 12,
    ContractKind.PIECEWORK: 8,
}
_EVIDENCE = {Evidence.OWN_WORD: 50, Evidence.DOCUMENT: 32, Evidence.EMPLOYER: 18}
_CHANNELS = {AnswerChannel.LINK: 55, AnswerChannel.PHONE: 45}
_RELEVANT = 0.8
# “Contoh” (example) in every name: no company of Kaltim is meant.
_EMPLOYERS = {
    "A": "PT Contoh Kebun Lestari",
    "B": "PT Contoh Tambang Mahakam",
    "C": "PT Contoh Olahan Borneo",
    "F": "PT Contoh Konstruksi Nusantara",
    "G": "Bengkel Contoh Motor",
    "H": "PT Contoh Logistik Pesisir",
    "I": "Hotel Contoh Teluk",
    "J": "CV Contoh Media Digital",
    "N": "PT Contoh Jasa Kantor",
    "S": "Salon Contoh Ayu",
}
_OWN_BUSINESS = "Usaha sendiri: {programme}"


def record_outcomes() -> None:
    """Every round that was due on the day of the demo: answered, or called in vain."""
    rng = Random(_SEED)
    admins = centre_admins()
    rounds: list[TracerRound] = []
    jobs: list[Placement] = []
    for enrolment in _graduates():
        job: Placement | None = None
        for months in TRACER_MONTHS:
            found = _round(enrolment, months, admins[enrolment.training_class.centre_id], rng)
            if found is None:
                continue
            rounds.append(found)
            if found.answered_at and (job or rng.random() < _AT_WORK):
                if job is None:
                    job = _job(enrolment, found.answered_at.date(), rng)
                    jobs.append(job)
                _say_at_work(found, job)
            elif found.answered_at:
                found.status = _pick(_NOT_AT_WORK, rng)
    Placement.objects.bulk_create(jobs)
    TracerRound.objects.bulk_create(rounds)


def _graduates() -> list[Enrolment]:
    """In an order that does not hang on the keys, which differ from load to load."""
    passed = Enrolment.objects.passed().select_related("job_seeker", "training_class__programme__sector")
    return list(passed.order_by("ended_on", "job_seeker__full_name", "job_seeker__birth_date", "job_seeker__phone"))


def _round(enrolment: Enrolment, months: int, asked_by: User, rng: Random) -> TracerRound | None:
    """None while it is not due."""
    due_on = add_months(enrolment.ended_on, months)
    if due_on >= AS_OF:
        return None
    found = TracerRound(enrolment=enrolment, months=months, asked_by=asked_by)
    answered_on = due_on + timedelta(days=rng.randint(0, 20))
    if rng.random() < _ANSWERS[months] and answered_on < AS_OF:
        found.answered_at = datetime.combine(answered_on, time(rng.randint(1, 11)), UTC)
        found.answered_by = _pick(_CHANNELS, rng)
    else:
        found.attempts = rng.randint(1, 3)
    return found


def _job(enrolment: Enrolment, told_on: date, rng: Random) -> Placement:
    """Begun between the closing of the class and the day on which it was told."""
    programme = enrolment.training_class.programme
    kind = _pick(_KINDS, rng)
    is_own = kind == PlacementKind.SELF_EMPLOYED
    employer = _OWN_BUSINESS.format(programme=programme.title) if is_own else _EMPLOYERS[programme.sector.code]
    return Placement(
        job_seeker=enrolment.job_seeker,
        enrolment=enrolment,
        kind=kind,
        employer=employer,
        sector=programme.sector,
        contract=ContractKind.OWN_BUSINESS if is_own else _pick(_CONTRACTS, rng),
        started_on=enrolment.ended_on + timedelta(days=rng.randint(5, (told_on - enrolment.ended_on).days - 5)),
        is_relevant=is_own or rng.random() < _RELEVANT,
        evidence=_pick(_EVIDENCE, rng),
    )


def _say_at_work(found: TracerRound, job: Placement) -> None:
    is_own = job.kind == PlacementKind.SELF_EMPLOYED
    found.status = TracerStatus.SELF_EMPLOYED if is_own else TracerStatus.EMPLOYED
    found.placement = job


def _pick(weights: dict[str, int], rng: Random) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]
