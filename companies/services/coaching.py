"""The steps of a coaching (domain.md §8.3): what each one needs before the next may begin."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from companies.choices.productivity import CoachingState, GuidanceKind, PlanState
from companies.constants.productivity import COACHING_WAY
from companies.models import Coaching, Company, Guidance, Measurement, PlanAction, Problem
from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import today
from programs.locking import require_writable


@transaction.atomic
def open_coaching(
    *, actor: User, company: Company, opened_on: date, contact: str = "", adviser: User | None = None
) -> Coaching:
    """Register a company for coaching. One case at a time; who opens it advises, unless somebody else is named."""
    coaching = Coaching(company=company, adviser=adviser or actor, opened_on=opened_on, contact=contact.strip())
    coaching.full_clean()
    coaching.save(force_insert=True)
    return coaching


@transaction.atomic
def advance_coaching(*, actor: User, coaching: Coaching, **facts: Any) -> Coaching:
    """Go on to the next step, if this one has brought what the next needs.

    `facts` are what the step leaves behind: `baseline`, `remeasure_on`, `final`, `recommendation`. Raises DomainError
    with what is missing.
    """
    locked = _lock(coaching)
    step = CoachingState(locked.state)
    _accept(locked, step, facts)
    if step in _NEEDS:
        _NEEDS[step](locked)
    locked.state = COACHING_WAY[COACHING_WAY.index(step) + 1]
    if locked.state == CoachingState.DONE:
        locked.ended_on = today()
    locked.full_clean()
    locked.save()
    return locked


#: What may be said at which step, and nowhere else.
STEP_FACTS: dict[CoachingState, tuple[str, ...]] = {
    CoachingState.BASELINE: ("baseline",),
    CoachingState.PLAN: ("remeasure_on",),
    CoachingState.FINAL_MEASUREMENT: ("final", "recommendation"),
}


def _accept(coaching: Coaching, step: CoachingState, facts: dict[str, Any]) -> None:
    for name in STEP_FACTS.get(step, ()):
        if name in facts:
            setattr(coaching, name, facts[name])


def _need_baseline(coaching: Coaching) -> None:
    if coaching.baseline is None:
        raise DomainError("baseline_missing", _("Choose the measurement that is the baseline."), field="baseline")
    _require_own(coaching, coaching.baseline, "baseline")


def _need_root_cause(coaching: Coaching) -> None:
    problems = coaching.problems.all()
    if not problems:
        raise DomainError("problem_missing", _("Enter at least one problem with its root cause."))
    if unexplained := next((one for one in problems if not one.root_cause), None):
        raise DomainError(
            "root_cause_missing", _("The root cause of “%(problem)s” is not known yet.") % {"problem": unexplained}
        )


def _need_actions(coaching: Coaching) -> None:
    without = coaching.problems.filter(actions__isnull=True).first()
    if without is not None:
        raise DomainError("action_missing", _("Nothing is planned about “%(problem)s”.") % {"problem": without})
    if coaching.remeasure_on is None:
        raise DomainError("day_missing", _("Say by when to measure again."), field="remeasure_on")
    if coaching.remeasure_on <= coaching.opened_on:
        raise DomainError("day_too_early", _("The company is measured again later on."), field="remeasure_on")


def _need_actions_over(coaching: Coaching) -> None:
    left = PlanAction.objects.filter(problem__coaching=coaching).unfinished()
    if first := left.first():
        raise DomainError(
            "actions_open",
            _("%(count)s actions are not finished yet, for example “%(action)s”. Finish them or give them up.")
            % {"count": left.count(), "action": first},
        )


def _need_final(coaching: Coaching) -> None:
    if coaching.final is None:
        raise DomainError("final_missing", _("Choose the measurement made after the coaching."), field="final")
    _require_own(coaching, coaching.final, "final")
    if coaching.baseline is None or coaching.final.year <= coaching.baseline.year:
        raise DomainError(
            "final_too_early", _("The second measurement is of a later year than the baseline."), field="final"
        )
    if not coaching.recommendation.strip():
        raise DomainError(
            "recommendation_missing", _("Write down what you recommend to the company."), field="recommendation"
        )


def _require_own(coaching: Coaching, measurement: Measurement, field: str) -> None:
    if measurement.company_id != coaching.company_id:
        raise DomainError("other_company", _("This is a measurement of another company."), field=field)


_NEEDS: dict[CoachingState, Callable[[Coaching], None]] = {
    CoachingState.BASELINE: _need_baseline,
    CoachingState.DIAGNOSIS: _need_root_cause,
    CoachingState.PLAN: _need_actions,
    CoachingState.IMPLEMENTATION: _need_actions_over,
    CoachingState.FINAL_MEASUREMENT: _need_final,
}


@transaction.atomic
def stop_coaching(*, actor: User, coaching: Coaching, reason: str) -> Coaching:
    """End a case before it is finished."""
    locked = _lock(coaching)
    if not reason.strip():
        raise DomainError("reason_missing", _("Please say why."), field="reason")
    locked.state, locked.ended_on, locked.end_reason = CoachingState.STOPPED, today(), reason.strip()
    locked.full_clean()
    locked.save()
    return locked


@transaction.atomic
def save_problem(*, actor: User, coaching: Coaching, problem: Problem | None = None, **facts: Any) -> Problem:
    """Enter a problem or go on with its causes. Asked often enough, the last “why” is the root cause."""
    _lock(coaching)
    saved = problem or Problem(coaching=coaching)
    for name, value in facts.items():
        setattr(saved, name, value)
    saved.full_clean()
    saved.save()
    return saved


@transaction.atomic
def plan_action(*, actor: User, problem: Problem, **facts: Any) -> PlanAction:
    """Plan what is done about a problem whose cause is known."""
    _lock(problem.coaching)
    if not problem.root_cause:
        raise DomainError("root_cause_missing", _("First find the root cause; else a symptom is treated."))
    action = PlanAction(problem=problem, **facts)
    action.full_clean()
    action.save(force_insert=True)
    return action


@transaction.atomic
def report_action(*, actor: User, action: PlanAction, state: str, result: str = "") -> PlanAction:
    """Say how far an action is. What is over gets its day; what is given up, its reason."""
    _lock(action.problem.coaching)
    saved = PlanAction.objects.select_for_update().get(pk=action.pk)
    if state == PlanState.DROPPED and not result.strip():
        raise DomainError("reason_missing", _("Please say why it is given up."), field="result")
    is_over = state in (PlanState.DONE, PlanState.DROPPED)
    saved.state, saved.result, saved.ended_on = state, result.strip(), today() if is_over else None
    saved.full_clean()
    saved.save()
    return saved


@transaction.atomic
def record_visit(*, actor: User, coaching: Coaching, held_on: date, note: str, people: int | None = None) -> Guidance:
    """A day on which somebody of the office was at the company."""
    locked = _lock(coaching)
    if not locked.opened_on <= held_on <= today():
        raise DomainError(
            "visit_outside", _("A visit lies between the opening of the case and today."), field="held_on"
        )
    visit = Guidance(
        company=locked.company,
        coaching=locked,
        kind=GuidanceKind.GUIDANCE,
        held_on=held_on,
        people=people,
        note=note.strip(),
    )
    visit.full_clean()
    require_writable(visit)
    visit.save(force_insert=True)
    return visit


def _lock(coaching: Coaching) -> Coaching:
    """The case, held against others, unless it is over."""
    locked = Coaching.objects.select_for_update(of=("self",)).select_related("company").get(pk=coaching.pk)
    if not locked.is_open:
        raise DomainError("coaching_over", _("This coaching is “%(state)s”.") % {"state": locked.get_state_display()})
    return locked
