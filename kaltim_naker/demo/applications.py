"""Who wanted a seat: the applications of the classes that were held, and one class whose selection is going on."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from kaltim_naker.accounts.models import Office, User
from kaltim_naker.demo.classes import AS_OF, BALIKPAPAN, YEAR
from kaltim_naker.demo.people import Person, Places, invent_person
from kaltim_naker.demo.records import job_seeker_of
from kaltim_naker.demo.users import centre_admins
from kaltim_naker.regions.models import Region
from programs.choices import ClassState
from programs.models import TrainingClass
from programs.querysets import TrainingClassQuerySet
from trainees.choices import ApplicationState, Channel, EnrolmentState, StepResult, TrainedElsewhere
from trainees.models import Application, Enrolment, JobSeeker, SelectionRules

_SEED = 3003
# How many more than the seats apply, by field, in parts of the people who take part; elsewhere a few.
_MORE = {"LAS": 1.1, "ALB": 1.0, "K3": 1.2, "LIS": 0.8, "OTO": 0.7, "PAR": 0.05}
_SOME_MORE = 0.4
_CHANNELS = {Channel.STAFF: 35, Channel.SKILLHUB: 50, Channel.REGIONAL_OFFICE: 15}
_PAPERS_MISSING, _RESERVES = 0.2, 2
# The class in selection: new people, and some from earlier classes. Their numbers go on after those of the rosters.
_NEW, _GRADUATES, _FIRST_NUMBER = 31, 9, 5000
_SEATS_FOR_WOMEN, _NOT_TESTED, _ON_RESERVE = 3, 4, 3
_NO_PAPERS = "Berkas tidak lengkap"
_NO_SEAT = "Nilai di bawah peserta yang diterima"


def record_applications(places: Places) -> None:
    """The applications of the year."""
    rng = Random(_SEED)
    admins = centre_admins()
    at_centres = {centre: _enrolled_at(centre) for centre in admins}
    classes = TrainingClass.objects.filter(fiscal_year=YEAR).select_related("programme__field", "centre__office")
    rows: list[Application] = []
    for training in _in_order(classes.filter(enrolments__isnull=False).distinct()):
        rows += _decided(training, at_centres[training.centre_id], admins[training.centre_id], rng)
    in_selection = classes.get(state=ClassState.OPEN, centre__office__code=BALIKPAPAN)
    SelectionRules.objects.create(training_class=in_selection, seats_for_women=_SEATS_FOR_WOMEN)
    rows += _undecided(in_selection, admins[in_selection.centre_id], places, rng)
    Application.objects.bulk_create(rows)


# --- classes that were held -----------------------------------------------------------------------------------------
def _decided(training: TrainingClass, at_centre: list[Enrolment], actor: User, rng: Random) -> Iterator[Application]:
    """Who takes part was accepted; who did not get a seat took part in another class, earlier or later."""
    seated = [one for one in at_centre if one.training_class_id == training.pk]
    known = {one.job_seeker_id for one in seated}
    others = {
        one.job_seeker_id: one
        for one in at_centre
        if one.job_seeker_id not in known and not _at_the_same_time(one.training_class, training)
    }
    wanted = round(len(seated) * _MORE.get(training.programme.field.code, _SOME_MORE))
    decided_at = _at(training.starts_on - timedelta(days=7))
    for enrolment in seated:
        row = _application(enrolment.job_seeker, training, training.starts_on, rng)
        _decide(row, ApplicationState.ACCEPTED, actor, decided_at)
        row.written_score, row.interview_score = _score(62, 96, rng), _score(62, 96, rng)
        yield row
    for index, enrolment in enumerate(rng.sample(list(others.values()), wanted)):
        row = _application(enrolment.job_seeker, training, training.starts_on, rng)
        _turn_down(row, index, rng, actor, decided_at)
        yield row


def _at_the_same_time(one: TrainingClass, other: TrainingClass) -> bool:
    return one.starts_on <= other.ends_on and other.starts_on <= one.ends_on


def _turn_down(row: Application, index: int, rng: Random, actor: User, decided_at: datetime) -> None:
    if index < _RESERVES:
        _decide(row, ApplicationState.RESERVE, actor, decided_at)
        row.reserve_rank = index + 1
    else:
        _decide(row, ApplicationState.REJECTED, actor, decided_at)
        if rng.random() < _PAPERS_MISSING:
            row.administration, row.reason = StepResult.FAILED, _NO_PAPERS
            return
        row.reason = _NO_SEAT
    row.written_score, row.interview_score = _score(45, 75, rng), _score(45, 75, rng)


# --- the class in selection -----------------------------------------------------------------------------------------
def _undecided(training: TrainingClass, actor: User, places: Places, rng: Random) -> list[Application]:
    """Forty applications: most are tested, three wait on the reserve list already, nobody has a seat yet."""
    people = [*_new_people(places, training.centre.office, rng), *_graduates(training, rng)]
    rng.shuffle(people)
    rows = [_application(person, training, AS_OF, rng) for person in people]
    for index, row in enumerate(rows):
        if index >= _NOT_TESTED:
            row.administration = StepResult.PASSED
            row.written_score, row.interview_score = _score(40, 96, rng), _score(45, 96, rng)
        else:
            row.administration = StepResult.OPEN
    rows[-1].administration = StepResult.FAILED
    decided_at = _at(AS_OF - timedelta(days=1))
    for rank, row in enumerate(rows[_NOT_TESTED : _NOT_TESTED + _ON_RESERVE], start=1):
        _decide(row, ApplicationState.RESERVE, actor, decided_at)
        row.reserve_rank, row.reason = rank, "Belum dapat hadir pada hari pertama"
    return rows


def _new_people(places: Places, office: Office, rng: Random) -> list[JobSeeker]:
    """People the office meets for the first time; some say they were trained elsewhere."""
    regions = {region.code: region for region in Region.objects.home()}
    invented = [invent_person(_FIRST_NUMBER + number, BALIKPAPAN, places, rng) for number in range(_NEW)]
    people = [_registered(person, regions[person.home], office, rng) for person in invented]
    return JobSeeker.objects.bulk_create(people)


def _registered(person: Person, home: Region, office: Office, rng: Random) -> JobSeeker:
    row = job_seeker_of(person, home, office)
    row.trained_elsewhere = rng.choices((TrainedElsewhere.NO, TrainedElsewhere.YES), (85, 15))[0]
    if row.trained_elsewhere == TrainedElsewhere.YES:
        row.trained_elsewhere_note = "Pelatihan dasar di LPK swasta"
    return row


def _graduates(training: TrainingClass, rng: Random) -> list[JobSeeker]:
    enrolled = _enrolled_at(training.centre_id)
    passed = {one.job_seeker_id: one.job_seeker for one in enrolled if one.state == EnrolmentState.PASSED}
    return rng.sample(list(passed.values()), _GRADUATES)


# --- one application ------------------------------------------------------------------------------------------------
def _application(person: JobSeeker, training: TrainingClass, before: date, rng: Random) -> Application:
    channel = rng.choices(list(_CHANNELS), list(_CHANNELS.values()))[0]
    return Application(
        job_seeker=person,
        training_class=training,
        applied_at=_at(before) - timedelta(days=rng.randint(14, 40), minutes=rng.randint(0, 400)),
        channel=channel,
        entered_by=training.centre.office,
        administration=StepResult.PASSED,
    )


def _decide(row: Application, decision: str, actor: User, decided_at: datetime) -> None:
    row.state = row.proposed = decision
    row.decided_by, row.decided_at = actor, decided_at


def _score(lowest: int, highest: int, rng: Random) -> Decimal:
    return Decimal(rng.randint(lowest, highest))


def _enrolled_at(centre: int) -> list[Enrolment]:
    """In an order that does not hang on the keys, which differ from load to load."""
    enrolled = Enrolment.objects.filter(training_class__centre=centre).select_related("job_seeker", "training_class")
    return list(
        enrolled.order_by(
            "job_seeker__full_name", "job_seeker__birth_date", "job_seeker__phone", "training_class__starts_on"
        )
    )


def _in_order(classes: TrainingClassQuerySet) -> TrainingClassQuerySet:
    return classes.order_by("starts_on", "centre__office__code", "programme__title", "label")


def _at(day: date) -> datetime:
    """Five in the afternoon in the office."""
    return datetime.combine(day, time(9), UTC)
