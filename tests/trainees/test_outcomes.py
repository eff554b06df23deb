"""Placements, tracer rounds and absorption, counted by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from kaltim_naker.access.scope import EVERYTHING, Scope
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import Period, add_months, today
from programs.measures import Dimension, Slice, all_ratios, count, count_by, get_measure, percent_of
from tests.factories.accounts import home_region
from tests.factories.programs import TrainingClassFactory
from tests.factories.trainees import EnrolmentFactory
from trainees.choices import Disability, TracerStatus, TrainedElsewhere
from trainees.constants import TRACER_MONTHS
from trainees.documents.outcomes import absorption, absorption_by, rounds_due
from trainees.models import Placement, ProtectedData, TracerRound
from trainees.services import (
    Answer,
    PlacementData,
    answer_by_link,
    answer_by_phone,
    invite_graduate,
    note_no_answer,
    record_placement,
    round_of_link,
)

pytestmark = pytest.mark.django_db


def graduate(months_ago=4, **details):
    """Somebody who passed a class that was closed some months ago."""
    closed = add_months(today(), -months_ago)
    training = TrainingClassFactory(
        starts_on=closed - timedelta(days=30), ends_on=closed, fiscal_year=closed.year, closed=True, **details
    )
    return EnrolmentFactory(training_class=training, passed=True)


def token_of(invitation):
    return invitation.url.rstrip("/").rsplit("/", 1)[-1]


WORKS = Answer(TracerStatus.EMPLOYED, PlacementData(employer="PT Contoh Karya", started_on=date(2025, 1, 2)))


class TestPersonalLink:
    def test_only_a_digest_is_kept(self, balikpapan_admin):
        token = token_of(invite_graduate(actor=balikpapan_admin, enrolment=graduate(), months=3))
        assert len(token) >= 32
        kept = TracerRound.objects.get()
        assert token not in str(kept.__dict__.values())
        assert round_of_link(token) == kept

    def test_the_message_names_what_the_graduate_knows_and_no_number(self, balikpapan_admin):
        invitation = invite_graduate(actor=balikpapan_admin, enrolment=graduate(), months=3)
        person = invitation.round.enrolment.job_seeker
        assert person.full_name in invitation.text
        assert invitation.url in invitation.text
        assert person.nik_masked not in invitation.text

    def test_a_new_link_ends_the_one_before(self, balikpapan_admin):
        someone = graduate()
        first = token_of(invite_graduate(actor=balikpapan_admin, enrolment=someone, months=3))
        second = token_of(invite_graduate(actor=balikpapan_admin, enrolment=someone, months=3))
        assert round_of_link(first) is None
        assert round_of_link(second) is not None

    def test_expires(self, balikpapan_admin):
        token = token_of(invite_graduate(actor=balikpapan_admin, enrolment=graduate(), months=3))
        TracerRound.objects.update(link_expires_at=timezone.now() - timedelta(seconds=1))
        assert round_of_link(token) is None
        with pytest.raises(DomainError) as refused:
            answer_by_link(token=token, answer=WORKS)
        assert refused.value.code == "link_not_valid"

    def test_answers_once(self, balikpapan_admin):
        token = token_of(invite_graduate(actor=balikpapan_admin, enrolment=graduate(), months=3))
        answered = answer_by_link(token=token, answer=WORKS)
        assert (answered.status, answered.answered_by) == ("employed", "link")
        assert answered.placement.employer == "PT Contoh Karya"
        assert answered.placement.evidence == "own_word"
        with pytest.raises(DomainError):
            answer_by_link(token=token, answer=WORKS)

    def test_who_works_says_where(self, balikpapan_admin):
        token = token_of(invite_graduate(actor=balikpapan_admin, enrolment=graduate(), months=3))
        with pytest.raises(DomainError) as refused:
            answer_by_link(token=token, answer=Answer(TracerStatus.EMPLOYED))
        assert refused.value.field == "employer"

    def test_not_before_it_is_due(self, balikpapan_admin):
        with pytest.raises(DomainError) as refused:
            invite_graduate(actor=balikpapan_admin, enrolment=graduate(4), months=6)
        assert refused.value.code == "round_not_due"

    def test_only_graduates_are_asked(self, balikpapan_admin):
        with pytest.raises(DomainError) as refused:
            invite_graduate(actor=balikpapan_admin, enrolment=EnrolmentFactory(), months=3)
        assert refused.value.code == "not_a_graduate"


class TestByPhone:
    def test_staff_write_down_the_answer(self, balikpapan_admin):
        answered = answer_by_phone(
            actor=balikpapan_admin, enrolment=graduate(), months=3, answer=Answer(TracerStatus.SEEKING)
        )
        assert (answered.answered_by, answered.placement) == ("phone", None)

    def test_nobody_picked_up(self, balikpapan_admin):
        someone = graduate()
        note_no_answer(actor=balikpapan_admin, enrolment=someone, months=3)
        again = note_no_answer(actor=balikpapan_admin, enrolment=someone, months=3)
        assert (again.attempts, again.answered_at) == (2, None)


class TestPlacement:
    def test_evidence_never_gets_weaker(self, balikpapan_admin):
        person = graduate().job_seeker
        job = {"employer": "PT Contoh", "started_on": date(2025, 1, 2)}
        record = {"actor": balikpapan_admin, "job_seeker": person}
        record_placement(**record, data=PlacementData(**job))
        record_placement(**record, data=PlacementData(**job, evidence="employer"))
        record_placement(**record, data=PlacementData(**job, evidence="own_word"))
        assert Placement.objects.get().evidence == "employer"

    def test_future_job_is_refused(self, balikpapan_admin):
        job = PlacementData(employer="PT Contoh", started_on=today() + timedelta(days=1))
        with pytest.raises(DomainError) as refused:
            record_placement(actor=balikpapan_admin, job_seeker=graduate().job_seeker, data=job)
        assert refused.value.field == "started_on"


@pytest.fixture
def cohort(balikpapan, bontang, balikpapan_admin):
    """Ten graduates of two classes closed on 30 April 2025, counted by hand below.

    Balikpapan (6): two employed within six months; one employed after seven months (does not count as placed, but is
    known); one answered “seeking”; two silent. Bontang (4): one self-employed on the very last day, 30 October; one
    answered “studying”; one job begun before the closing (known, not placed); one silent.
    """
    closed = date(2025, 4, 30)
    people = {}
    for centre, names in ((balikpapan, "abcdef"), (bontang, "ghij")):
        training = TrainingClassFactory(centre=centre, starts_on=date(2025, 4, 1), ends_on=closed, closed=True)
        for name in names:
            people[name] = EnrolmentFactory(training_class=training, passed=True, job_seeker__full_name=name.upper())

    def works(name, started_on):
        record_placement(
            actor=balikpapan_admin,
            job_seeker=people[name].job_seeker,
            enrolment=people[name],
            data=PlacementData(employer="PT Contoh", started_on=started_on),
        )

    works("a", date(2025, 5, 2))
    works("b", date(2025, 9, 1))
    works("c", date(2025, 11, 30))
    works("g", date(2025, 10, 30))
    works("i", date(2025, 4, 10))
    for name, status in (("d", TracerStatus.SEEKING), ("h", TracerStatus.STUDYING)):
        answer_by_phone(actor=balikpapan_admin, enrolment=people[name], months=3, answer=Answer(status))
    return people


YEAR = (date(2025, 1, 1), date(2025, 12, 31))


class TestAbsorption:
    def test_range_with_response_rate(self, cohort):
        """Placed: a, b, g = 3 of 10 → 30 %. Answered: a, b, c, d, g, h, i = 7 → 3 of 7 = 42.86 %; response 70 %."""
        found = absorption(*YEAR, EVERYTHING)
        assert (found.graduates, found.answered, found.placed) == (10, 7, 3)
        assert found.lowest == Decimal(30)
        assert found.highest.quantize(Decimal("0.01")) == Decimal("42.86")
        assert found.response_rate == Decimal(70)

    def test_by_centre(self, cohort):
        parts = {part.name: part.absorption for part in absorption_by("centre", *YEAR, EVERYTHING)}
        counts = {name: (one.graduates, one.answered, one.placed) for name, one in parts.items()}
        assert counts == {"BLKI Balikpapan": (6, 4, 2), "BLKI Bontang": (4, 3, 1)}

    @pytest.mark.parametrize("dimension", ["programme", "sector", "region"])
    def test_parts_make_the_whole(self, cohort, dimension):
        parts = [part.absorption for part in absorption_by(dimension, *YEAR, EVERYTHING)]
        assert sum(part.graduates for part in parts) == 10
        assert sum(part.placed for part in parts) == 3

    def test_a_centre_sees_its_own(self, cohort, bontang):
        assert absorption(*YEAR, Scope(centres=frozenset({bontang.pk}))).graduates == 4

    def test_response_of_each_round(self, cohort):
        first, second, third = rounds_due(TRACER_MONTHS, date(2025, 11, 1), EVERYTHING)
        assert (first.due, first.answered, first.response_rate) == (10, 2, Decimal(20))
        assert (second.due, second.answered) == (10, 0)
        assert (third.due, third.response_rate) == (0, None)


class TestMeasures:
    PART = Slice.up_to(Period(2025))

    def test_counts_by_hand(self, cohort, bontang):
        counts = {
            key: count(get_measure(key), self.PART, EVERYTHING)
            for key in ("job_seekers_trained", "graduates_placed", "graduates_asked", "graduates_answered")
        }
        assert counts == {
            "job_seekers_trained": 10,
            "graduates_placed": 3,
            "graduates_asked": 10,
            "graduates_answered": 7,
        }
        by_centre = count_by(get_measure("graduates_placed"), self.PART, EVERYTHING, Dimension.CENTRE)
        assert by_centre[bontang.pk] == 1

    def test_ratios_by_hand(self, cohort):
        ratios = {ratio.key: percent_of(ratio, self.PART, EVERYTHING) for ratio in all_ratios()}
        assert ratios["placed_share"] == Decimal(30)
        assert ratios["response_rate"] == Decimal(70)
        assert ratios["women_share"] == Decimal(0)
        assert ratios["first_time_share"] == Decimal(100)

    def test_first_time_women_disability_and_withdrawn(self, balikpapan):
        """Five passed in 2025: two were trained before (one with us in 2024, one elsewhere), so three for the first
        time; one woman; one with a disability. One withdrew."""
        training = TrainingClassFactory(centre=balikpapan, closed=True)
        earlier = TrainingClassFactory(centre=balikpapan, closed=True, starts_on=date(2024, 2, 5))
        old = EnrolmentFactory(training_class=earlier, passed=True).job_seeker
        EnrolmentFactory(training_class=training, passed=True, job_seeker=old)
        EnrolmentFactory(training_class=training, passed=True, job_seeker__trained_elsewhere=TrainedElsewhere.YES)
        EnrolmentFactory(training_class=training, passed=True, job_seeker__sex="P")
        disabled = EnrolmentFactory(training_class=training, passed=True)
        ProtectedData.objects.create(job_seeker=disabled.job_seeker, disability=Disability.SENSORY)
        other = EnrolmentFactory(training_class=training, passed=True)
        ProtectedData.objects.create(job_seeker=other.job_seeker, special_groups=["laid_off"])
        EnrolmentFactory(training_class=training, withdrawn=True)
        keys = (
            "job_seekers_trained_first_time",
            "women_trained",
            "people_with_disability_trained",
            "trainees_withdrawn",
        )
        assert [count(get_measure(key), self.PART, EVERYTHING) for key in keys] == [3, 1, 1, 1]
        shares = {ratio.key: percent_of(ratio, self.PART, EVERYTHING) for ratio in all_ratios()}
        assert (shares["first_time_share"], shares["women_share"]) == (Decimal(60), Decimal(20))

    def test_an_empty_year_has_no_share(self, db):
        part = Slice.up_to(Period(2031))
        assert {percent_of(ratio, part, EVERYTHING) for ratio in all_ratios()} == {None}

    def test_of_another_region_nothing_is_seen(self, cohort):
        scope = Scope(regions=frozenset({home_region("64.11").pk}))
        assert count(get_measure("graduates_placed"), self.PART, scope) == 0
