"""What somebody should look at: registrations that may be one person, samples to be called back, signals."""

from datetime import UTC, date, datetime
from random import Random

from kaltim_naker.accounts.models import Office
from kaltim_naker.core.periods import Period
from kaltim_naker.demo.classes import BALIKPAPAN, BONTANG, YEAR
from kaltim_naker.demo.users import planner
from programs.models import TrainingCentre
from trainees.choices import CallResult, NikMissingReason, SignalKind
from trainees.models import Enrolment, JobSeeker, SampleMember, Signal
from trainees.services import draw_graduates, find_signals, look_at_signal, queue_duplicates_of

_SEED = 3005
_PAIRS = 2
_SAMPLE_SIZE = 20
# How many of the people drawn have been called: everybody at one centre, so that its factor shows.
_CALLED = {BALIKPAPAN: 20, BONTANG: 12}
_CALLS = {CallResult.CONFIRMED: 80, CallResult.UNREACHABLE: 14, CallResult.DENIED: 6}
_DENIED = "Menyatakan tidak menyelesaikan pelatihan"
_CALLED_AT = datetime(2025, 8, 20, 2, tzinfo=UTC)
_LOOKED = "Sesi hari Sabtu mengganti hari libur; surat pemberitahuan ada di balai"


def register_twice() -> None:
    """Two graduates come to a second counter without their card, and are registered again under a shorter name."""
    passed = Enrolment.objects.passed().filter(training_class__centre__office__code=BALIKPAPAN)
    people = JobSeeker.objects.filter(pk__in=passed.values("job_seeker"), full_name__contains=" ")
    for person in people.order_by("phone")[:_PAIRS]:
        queue_duplicates_of(_registered_again(person))


def _registered_again(person: JobSeeker) -> JobSeeker:
    given, _space, family = person.full_name.rpartition(" ")
    return JobSeeker.objects.create(
        full_name=f"{given} {family[:1]}.",
        nik_missing_reason=NikMissingReason.NO_CARD,
        birth_date=person.birth_date,
        birth_place=person.birth_place,
        sex=person.sex,
        phone=person.phone,
        domicile=person.domicile,
        registered_by=person.registered_by,
        is_invented=True,
    )


def call_back() -> None:
    """The samples of the second quarter, with what the calls gave so far. The province calls, not the centre."""
    rng = Random(_SEED)
    actor = planner()
    for office, called in _CALLED.items():
        centre = TrainingCentre.objects.get(office=Office.objects.get(code=office))
        sample = draw_graduates(
            actor=actor,
            centre=centre,
            period=Period(YEAR, 2),
            size=_SAMPLE_SIZE,
            seed=f"{YEAR}-2-{office}",
        )
        members = list(sample.members.order_by("enrolment__job_seeker__full_name")[:called])
        for member in members:
            member.result = rng.choices(list(_CALLS), list(_CALLS.values()))[0]
            member.note = _DENIED if member.result == CallResult.DENIED else ""
            member.called_by, member.called_at = actor, _CALLED_AT
        SampleMember.objects.bulk_update(members, ["result", "note", "called_by", "called_at"])


def find_what_stands_out() -> None:
    """What the nightly search finds in the attendance; somebody has looked at one of the signals."""
    find_signals(since=date(YEAR, 1, 1))
    look_at_signal(actor=planner(), signal=Signal.objects.get(kind=SignalKind.WEEKEND), note=_LOOKED)
