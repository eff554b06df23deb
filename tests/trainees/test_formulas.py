"""Ranking, shares and samples, against lists made by hand."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from trainees.choices import PriorityRule
from trainees.formulas import (
    Absorption,
    Candidate,
    RankingRules,
    Verification,
    age_on,
    draw_sample,
    propose,
    share,
    weighted_score,
)


def candidate(key, score, *, new=True, eligible=True, groups=(), minute=0):
    return Candidate(
        key=key,
        score=None if score is None else Decimal(score),
        applied_at=datetime(2025, 1, 6, 8, minute, tzinfo=UTC),
        is_first_timer=new,
        is_eligible=eligible,
        groups=frozenset(groups),
    )


def placed(candidates, **rules):
    return {place.key: (place.state, place.rank) for place in propose(candidates, RankingRules(**rules))}


class TestProposal:
    def test_never_trained_come_before_better_scores(self):
        places = placed([candidate("old", 95, new=False), candidate("new", 60), candidate("newer", 70)], seats=2)
        assert places == {"newer": ("accepted", 1), "new": ("accepted", 2), "old": ("reserve", 1)}

    def test_bonus_is_added_to_the_score(self):
        rules = {"seats": 1, "priority": PriorityRule.BONUS, "bonus": 10}
        assert placed([candidate("old", 75, new=False), candidate("new", 66)], **rules)["new"] == ("accepted", 1)
        assert placed([candidate("old", 77, new=False), candidate("new", 66)], **rules)["old"] == ("accepted", 1)

    def test_tie_break_counts_only_at_equal_scores(self):
        rules = {"seats": 1, "priority": PriorityRule.TIE_BREAK}
        assert placed([candidate("old", 70, new=False), candidate("new", 69)], **rules)["old"] == ("accepted", 1)
        assert placed([candidate("old", 70, new=False), candidate("new", 70)], **rules)["new"] == ("accepted", 1)

    def test_at_equal_scores_the_earlier_application_wins(self):
        places = placed([candidate("late", 70, minute=5), candidate("early", 70, minute=1)], seats=1)
        assert places == {"early": ("accepted", 1), "late": ("reserve", 1)}

    def test_quota_takes_the_best_of_its_group_and_says_so(self):
        people = [candidate(n, 90 - n) for n in range(4)] + [
            candidate("w1", 50, groups=["women"]),
            candidate("w2", 40, groups=["women"]),
        ]
        found = propose(people, RankingRules(seats=3, quotas={"women": 1}))
        accepted = {place.key: place.by_quota for place in found if place.state == "accepted"}
        assert accepted == {0: "", 1: "", "w1": "women"}

    def test_quota_is_no_ceiling_and_needs_no_seat_that_is_filled_anyway(self):
        people = [candidate("w1", 90, groups=["women"]), candidate("w2", 80, groups=["women"]), candidate("m", 70)]
        assert [place.key for place in propose(people, RankingRules(seats=2, quotas={"women": 1}))][:2] == ["w1", "w2"]

    def test_one_person_fills_two_quotas(self):
        people = [candidate("m", 90), candidate("n", 80), candidate("both", 40, groups=["women", "disability"])]
        places = placed(people, seats=2, quotas={"women": 1, "disability": 1})
        assert places["both"] == ("accepted", 2)
        assert places["m"] == ("accepted", 1)

    def test_unfit_are_rejected_and_untested_wait(self):
        places = placed(
            [candidate("out", 99, eligible=False), candidate("low", 40), candidate("untested", None)],
            seats=5,
            minimum_score=Decimal(50),
        )
        assert places == {"out": ("rejected", None), "low": ("rejected", None), "untested": ("submitted", None)}

    def test_never_more_than_there_are_seats(self):
        people = [candidate(n, 50, groups=["women", "remote"]) for n in range(40)]
        places = placed(people, seats=16, quotas={"women": 10, "remote": 30})
        assert sum(state == "accepted" for state, _rank in places.values()) == 16
        assert sorted(rank for state, rank in places.values() if state == "reserve") == list(range(1, 25))


@pytest.mark.parametrize(
    ("written", "interview", "weight", "score"),
    [(80, 70, 50, 75), (80, 70, 100, 80), (None, 70, 0, 70), (None, 70, 50, None), (80, None, 50, None)],
)
def test_weighted_score(written, interview, weight, score):
    points = [None if value is None else Decimal(value) for value in (written, interview)]
    assert weighted_score(*points, written_weight=weight) == (None if score is None else Decimal(score))


def test_share_of_nothing_is_not_zero():
    assert share(0, 0) is None
    assert share(3, 4) == Decimal(75)


def test_age_is_counted_in_completed_years():
    assert age_on(date(2007, 3, 2), date(2025, 3, 1)) == 17
    assert age_on(date(2007, 3, 1), date(2025, 3, 1)) == 18
    assert age_on(date(2008, 2, 29), date(2025, 2, 28)) == 16


def test_absorption_is_a_range():
    found = Absorption(graduates=20, answered=10, placed=8)
    assert (found.lowest, found.highest, found.response_rate) == (Decimal(40), Decimal(80), Decimal(50))
    assert found + Absorption(10, 10, 1) == Absorption(30, 20, 9)
    assert Absorption(0, 0, 0).lowest is None


class TestSamples:
    def test_seed_gives_the_same_people_in_whatever_order_they_come(self):
        keys = [f"key-{n}" for n in range(100)]
        assert draw_sample(keys, 5, "abc") == draw_sample(reversed(keys), 5, "abc")
        assert draw_sample(keys, 5, "abc") != draw_sample(keys, 5, "abd")

    def test_small_quarter_is_drawn_whole(self):
        assert sorted(draw_sample([1, 2, 3], 10, "x")) == [1, 2, 3]

    def test_factor_waits_for_the_last_call(self):
        assert Verification(reported=5, confirmed=4, denied=0, unreachable=0).factor is None
        done = Verification(reported=5, confirmed=3, denied=1, unreachable=1)
        assert done.factor == Decimal(60)
        assert done.of_reached == Decimal(75)
