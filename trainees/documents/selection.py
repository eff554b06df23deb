"""The selection of a class: who meets its requirements, who is new to training, and what the list proposes."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _

from kaltim_naker.core.periods import today
from programs.choices import ClassState
from programs.models import TrainingClass
from trainees.choices import Disability, Education, Sex, StepResult, TrainedElsewhere
from trainees.formulas import Candidate, Place, RankingRules, age_on, propose, weighted_score
from trainees.models import Application, Enrolment, JobSeeker, ProtectedData, SelectionRules

# The columns of the rules that a new class takes over from the last one of its programme.
_TAKEN_OVER = (
    "minimum_age",
    "maximum_age",
    "minimum_education",
    "maximum_education",
    "home_domicile",
    "written_weight",
    "interview_weight",
    "minimum_score",
    "priority",
    "bonus",
    "seats_for_women",
    "seats_for_disability",
    "seats_for_remote",
    "remote_regions",
)


@dataclass(frozen=True)
class Check:
    """One requirement for one person, in words. `code` is stable: age, education, domicile, other_class."""

    code: str
    is_met: bool
    text: str


@dataclass(frozen=True)
class History:
    """What somebody has done before: classes passed with us, and a participation that is going on elsewhere."""

    passed: tuple[Enrolment, ...] = ()
    elsewhere: tuple[Enrolment, ...] = ()


@dataclass(frozen=True)
class Candidacy:
    """One application with everything the decision rests on."""

    application: Application
    checks: tuple[Check, ...]
    is_first_timer: bool
    training_before: str
    score: Decimal | None
    place: Place

    @property
    def unmet(self) -> list[Check]:
        return [check for check in self.checks if not check.is_met]


def rules_of(training_class: TrainingClass) -> SelectionRules:
    """The rules of a class; not saved yet where nobody set them: then those of the programme's last class here."""
    found = SelectionRules.objects.filter(training_class=training_class).first()
    if found is not None:
        return found
    last = (
        SelectionRules.objects.filter(
            training_class__programme=training_class.programme_id, training_class__centre=training_class.centre_id
        )
        .order_by("-created_at")
        .first()
    )
    taken_over = {name: getattr(last, name) for name in _TAKEN_OVER} if last else {}
    return SelectionRules(training_class=training_class, **taken_over)


def selection_of(training_class: TrainingClass) -> list[Candidacy]:
    """The whole list in the order it proposes. The number of queries does not grow with the applicants."""
    rules = rules_of(training_class)
    applications = list(Application.objects.in_the_running().filter(training_class=training_class).for_list())
    people = {one.job_seeker_id for one in applications}
    histories = histories_of(people, training_class)
    disabled = set(
        ProtectedData.objects.filter(job_seeker__in=people)
        .exclude(disability=Disability.NONE)
        .values_list("job_seeker", flat=True)
    )
    seen = {
        one.pk: _seen(one, rules, training_class, histories.get(one.job_seeker_id, History()), disabled)
        for one in applications
    }
    places = propose((candidate for candidate, _checks, _words in seen.values()), _ranking(rules, training_class))
    by_key = {one.pk: one for one in applications}
    return [_candidacy(by_key[place.key], place, *seen[place.key]) for place in places]


def _candidacy(
    application: Application, place: Place, candidate: Candidate, checks: tuple[Check, ...], words: str
) -> Candidacy:
    return Candidacy(application, checks, candidate.is_first_timer, words, candidate.score, place)


def _seen(
    application: Application,
    rules: SelectionRules,
    training_class: TrainingClass,
    history: History,
    disabled: set[uuid.UUID],
) -> tuple[Candidate, tuple[Check, ...], str]:
    person = application.job_seeker
    checks = check_requirements(person, rules, training_class, history)
    is_first_timer, words = training_before(person, history)
    is_open = application.administration == StepResult.OPEN
    score = weighted_score(application.written_score, application.interview_score, written_weight=rules.written_weight)
    candidate = Candidate(
        key=application.pk,
        score=None if is_open else score,
        applied_at=application.applied_at,
        is_first_timer=is_first_timer,
        is_eligible=all(check.is_met for check in checks) and application.administration != StepResult.FAILED,
        groups=_groups(person, rules, disabled),
    )
    return candidate, checks, words


def _groups(person: JobSeeker, rules: SelectionRules, disabled: set[uuid.UUID]) -> frozenset[str]:
    belongs = {
        "women": person.sex == Sex.FEMALE,
        "disability": person.pk in disabled,
        "remote": person.domicile.code in rules.remote_regions,
    }
    return frozenset(name for name, yes in belongs.items() if yes)


def _ranking(rules: SelectionRules, training_class: TrainingClass) -> RankingRules:
    return RankingRules(
        seats=training_class.seats,
        priority=rules.priority,
        bonus=rules.bonus,
        minimum_score=rules.minimum_score,
        quotas={
            "women": rules.seats_for_women,
            "disability": rules.seats_for_disability,
            "remote": rules.seats_for_remote,
        },
    )


def histories_of(people: Iterable[uuid.UUID], training_class: TrainingClass) -> dict[uuid.UUID, History]:
    """What these people did before or do elsewhere, in one query."""
    rows = (
        Enrolment.objects.filter(job_seeker__in=list(people))
        .exclude(training_class=training_class)
        .select_related("training_class__programme")
        .order_by("-ended_on")
    )
    passed: dict[uuid.UUID, list[Enrolment]] = {}
    elsewhere: dict[uuid.UUID, list[Enrolment]] = {}
    for row in rows:
        if row.state == "passed":
            passed.setdefault(row.job_seeker_id, []).append(row)
        elif row.state == "participant" and row.training_class.state != ClassState.CANCELLED:
            elsewhere.setdefault(row.job_seeker_id, []).append(row)
    return {
        person: History(tuple(passed.get(person, ())), tuple(elsewhere.get(person, ())))
        for person in passed.keys() | elsewhere.keys()
    }


def training_before(person: JobSeeker, history: History) -> tuple[bool, str]:
    """Whether somebody counts as never trained, and why: our own history first, then the declared answer."""
    if history.passed:
        last = history.passed[0]
        return False, _("passed %(programme)s on %(day)s") % {
            "programme": last.training_class.programme,
            "day": f"{last.ended_on:%d/%m/%Y}",
        }
    if person.trained_elsewhere == TrainedElsewhere.YES:
        return False, _("declared: %(training)s") % {
            "training": person.trained_elsewhere_note or _("trained elsewhere")
        }
    if person.trained_elsewhere == TrainedElsewhere.NO:
        return True, _("never trained: nothing in our records, none declared")
    return True, _("never trained: nothing in our records, not asked about others")


def check_requirements(
    person: JobSeeker, rules: SelectionRules, training_class: TrainingClass, history: History
) -> tuple[Check, ...]:
    """Every requirement of the class for one person. Age counts on the first day of the class (domain.md §3.2)."""
    return (
        _check_age(person, rules, training_class.starts_on or today()),
        _check_education(person, rules),
        _check_domicile(person, rules),
        _check_other_class(history),
    )


def _check_age(person: JobSeeker, rules: SelectionRules, day: date) -> Check:
    age = age_on(person.birth_date, day)
    lowest, highest = rules.minimum_age or 0, rules.maximum_age or 200
    text = _("%(age)s years on the first day") % {"age": age}
    return Check("age", lowest <= age <= highest, text)


def _check_education(person: JobSeeker, rules: SelectionRules) -> Check:
    lowest, highest = rules.minimum_education, rules.maximum_education
    if lowest is None and highest is None:
        return Check("education", True, _("any education"))
    if person.education is None:
        return Check("education", False, _("education not known"))
    fits = (lowest is None or person.education >= lowest) and (highest is None or person.education <= highest)
    return Check("education", fits, str(Education(person.education).label))


def _check_domicile(person: JobSeeker, rules: SelectionRules) -> Check:
    is_home = person.domicile.code.startswith(f"{settings.HOME_PROVINCE}.")
    return Check("domicile", is_home or not rules.home_domicile, _("lives in %(region)s") % {"region": person.domicile})


def _check_other_class(history: History) -> Check:
    if not history.elsewhere:
        return Check("other_class", True, _("in no other class"))
    other = history.elsewhere[0].training_class
    return Check("other_class", False, _("takes part in %(class)s") % {"class": other})


def proposals(candidacies: Iterable[Candidacy]) -> Mapping[uuid.UUID, Place]:
    """What the list proposes for each application."""
    return {one.application.pk: one.place for one in candidacies}
