"""Skill needs: whose they are, which classes answer them, and when one is met."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from kaltim_naker.access.scope import EVERYTHING, Scope
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import Period
from programs import services
from programs.measures import Dimension, Slice, count, count_by, get_measure, progress
from programs.models import SkillNeed
from tests.factories.accounts import home_region
from tests.factories.needs import SkillNeedFactory
from tests.factories.programs import FieldFactory, TrainingClassFactory
from tests.factories.trainees import EnrolmentFactory
from tests.refusals import refused

pytestmark = pytest.mark.django_db

NEED = {"year": 2025, "skill": "Juru las", "people": 3, "origin": "company", "evidence": "Surat 12/2025"}


def test_a_region_enters_changes_and_drops_its_own_only(samarinda_operator):
    welding = FieldFactory(code="LAS")
    need = services.record_need(actor=samarinda_operator, region=home_region("64.72"), field=welding, **NEED)
    assert services.change_need(actor=samarinda_operator, need=need, people=5).people == 5
    foreign = SkillNeedFactory(region=home_region("64.74"))
    for call in (
        lambda: services.record_need(actor=samarinda_operator, region=home_region("64.74"), field=welding, **NEED),
        lambda: services.change_need(actor=samarinda_operator, need=foreign, people=5),
        lambda: services.drop_need(actor=samarinda_operator, need=foreign),
    ):
        with refused("foreign_region"):
            call()
    services.drop_need(actor=samarinda_operator, need=need)
    assert list(SkillNeed.objects.all()) == [foreign]


def test_a_need_stays_with_its_region(planner):
    need = SkillNeedFactory()
    services.change_need(actor=planner, need=need, region=home_region("64.74"), people=7)
    need.refresh_from_db()
    assert (need.region.code, need.people) == ("64.72", 7)


@pytest.mark.parametrize("broken", [{"people": 0}, {"evidence": ""}, {"quarter": 5}, {"year": 1999}, {"origin": "x"}])
def test_the_database_keeps_the_rules(broken):
    need = SkillNeedFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        SkillNeed.objects.filter(pk=need.pk).update(**broken)


def closed(field, day, graduates, failed=0):
    """A class that was closed on this day with so many graduates."""
    training = TrainingClassFactory(
        programme__field=field, starts_on=date(2025, 1, 6), ends_on=day, fiscal_year=2025, closed=True
    )
    EnrolmentFactory.create_batch(graduates, training_class=training, passed=True)
    EnrolmentFactory.create_batch(failed, training_class=training)
    return training


def test_a_class_answers_one_need_of_its_field_and_of_its_year_or_before(planner):
    welding = FieldFactory(code="LAS")
    need = SkillNeedFactory(field=welding, year=2025)
    training = TrainingClassFactory(programme__field=welding, fiscal_year=2025)
    for code, wrong in (
        ("other_field", TrainingClassFactory(fiscal_year=2025)),
        ("earlier_year", TrainingClassFactory(programme__field=welding, fiscal_year=2024)),
        ("class_cancelled", TrainingClassFactory(programme__field=welding, fiscal_year=2025, cancelled=True)),
    ):
        with pytest.raises(DomainError) as caught:
            services.answer_need(actor=planner, need=need, training_class=wrong)
        assert caught.value.code == code
    services.answer_need(actor=planner, need=need, training_class=training)
    with pytest.raises(ValidationError), transaction.atomic():
        services.answer_need(actor=planner, need=SkillNeedFactory(field=welding, year=2025), training_class=training)
    with refused("need_is_answered"):
        services.drop_need(actor=planner, need=need)
    services.take_off_answer(actor=planner, need=need, training_class=training)
    services.drop_need(actor=planner, need=need)


def test_a_need_is_met_on_the_day_the_graduates_came_up_to_it(planner):
    """3 wanted: two graduates in March, the third in June; who did not pass meets nothing."""
    welding = FieldFactory(code="LAS")
    need = SkillNeedFactory(field=welding, year=2025, people=3)
    for training in (closed(welding, date(2025, 3, 10), 2, failed=4), closed(welding, date(2025, 6, 20), 1)):
        services.answer_need(actor=planner, need=need, training_class=training)
    short = SkillNeedFactory(field=welding, year=2025, people=2, region=home_region("64.74"))
    services.answer_need(actor=planner, need=short, training_class=closed(welding, date(2025, 4, 1), 1))
    closed(welding, date(2025, 5, 1), 9)
    SkillNeedFactory(field=welding, year=2025, people=1)

    found = {one.pk: (one.graduates, one.met_on) for one in SkillNeed.objects.with_graduates().with_day_met()}
    assert found[need.pk] == (3, date(2025, 6, 20))
    assert found[short.pk] == (1, None)
    measure = get_measure("needs_met")
    assert progress(measure, Period(2025, 1), EVERYTHING).cumulative == 0
    assert progress(measure, Period(2025, 2), EVERYTHING).in_period == 1
    assert progress(measure, Period(2025, 3), EVERYTHING).in_period == 0
    whole = Slice.up_to(Period(2025))
    assert count(get_measure("needs_recorded"), Slice.up_to(Period(2025)), EVERYTHING) == 3
    assert count_by(measure, whole, EVERYTHING, Dimension.REGION) == {need.region_id: 1}
    assert count(measure, whole, Scope(regions=frozenset({short.region_id}))) == 0
