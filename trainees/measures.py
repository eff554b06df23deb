"""What is counted about training. Registered with `programs.measures` when Django starts."""

from typing import Any

from django.db.models import DateField, Func, IntegerField, QuerySet
from django.utils.translation import gettext_lazy as _

from kaltim_naker.core.periods import today
from programs.choices import Unit
from programs.measures import Dimension, Example, Measure, Ratio, class_columns, with_dimensions
from trainees.choices import AgeGroup, Disability, EnrolmentState, Sex
from trainees.constants import TRACER_MONTHS
from trainees.models import Enrolment


class AgeGroupOn(Func):
    """The age group (`AgeGroup`) on a day of who was born on another; NULL before birth."""

    _BOUNDS = "{" + ",".join(str(bound.value) for bound in AgeGroup) + "}"
    template = (
        f"('{_BOUNDS}'::integer[])"
        f"[WIDTH_BUCKET(DATE_PART('year', AGE(%(expressions)s::timestamp))::integer, '{_BOUNDS}'::integer[])]"
    )
    arg_joiner = "::timestamp, "
    output_field = IntegerField()


def person_columns(path: str = "job_seeker") -> dict[str, Any]:
    """The dimensions that a person gives; `path` leads from the record to the person."""
    return {
        Dimension.REGION: f"{path}__domicile",
        Dimension.SEX: f"{path}__sex",
        Dimension.AGE: AgeGroupOn("occurred_on", f"{path}__birth_date"),
        Dimension.EDUCATION: f"{path}__education",
    }


def _counted(enrolments: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Ended participations with the columns of a measure: the person, on the day it ended."""
    return with_dimensions(
        enrolments,
        subject="job_seeker",
        occurred_on="ended_on",
        **person_columns(),
        **class_columns("training_class"),
    )


def trained_records() -> QuerySet[Enrolment]:
    """Participations that ended with a pass."""
    return _counted(Enrolment.objects.passed())


def seats(enrolments: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Participations by themselves, on the first day of the year that their class is planned in."""
    first_day: Any = Func("training_class__fiscal_year", 1, 1, function="MAKE_DATE", output_field=DateField())
    return with_dimensions(
        enrolments, subject="pk", occurred_on=first_day, **person_columns(), **class_columns("training_class")
    )


def disabled_records() -> QuerySet[Enrolment]:
    known = Enrolment.objects.passed().filter(job_seeker__protected_data__isnull=False)
    return _counted(known.exclude(job_seeker__protected_data__disability=Disability.NONE))


def placed_records() -> QuerySet[Enrolment]:
    return _counted(Enrolment.objects.passed().placed_within())


def asked_records() -> QuerySet[Enrolment]:
    """Graduates whose first tracer round has fallen due by today."""
    return _counted(Enrolment.objects.due_for_round(TRACER_MONTHS[0], today()))


def answered_records() -> QuerySet[Enrolment]:
    asked = Enrolment.objects.due_for_round(TRACER_MONTHS[0], today())
    return _counted(asked.answered())


JOB_SEEKERS_TRAINED = Measure(
    key="job_seekers_trained",
    unit=Unit.PERSON,
    name=_("Job seekers trained"),
    rule=_(
        "Counted: each person once who passed at least one training class, on the day the class was closed. "
        "A training certificate is not a competence certificate."
    ),
    records=trained_records,
    has_own_years=True,
    examples=(
        Example("passed_a_class", _("Passed a training class"), 1),
        Example("left_a_class", _("Left a training class before its end"), 0),
    ),
)

TRAINED_FIRST_TIME = Measure(
    key="job_seekers_trained_first_time",
    unit=Unit.PERSON,
    name=_("Job seekers trained for the first time"),
    rule=_(
        "Counted: each person once who passed a training class and had passed none before, neither here nor, by their "
        "own word, elsewhere."
    ),
    records=lambda: _counted(Enrolment.objects.passed().first_training()),
    examples=(
        Example("passed_a_class", _("Passed a training class"), 1),
        Example("passed_for_the_second_time", _("Passed a training class, and another one a year before"), 0),
    ),
)

WOMEN_TRAINED = Measure(
    key="women_trained",
    unit=Unit.PERSON,
    name=_("Women trained"),
    rule=_("Counted: each woman once who passed at least one training class."),
    records=lambda: trained_records().filter(job_seeker__sex=Sex.FEMALE),
    has_own_years=True,
    examples=(
        Example("woman_passed", _("A woman who passed a training class"), 1),
        Example("man_passed", _("A man who passed a training class"), 0),
    ),
)

DISABLED_TRAINED = Measure(
    key="people_with_disability_trained",
    unit=Unit.PERSON,
    name=_("People with disability trained"),
    rule=_(
        "Counted: each person once who passed at least one training class and has said to have a disability. The list "
        "behind this figure is protected."
    ),
    records=disabled_records,
    has_own_years=True,
    is_protected=True,
    examples=(
        Example("passed_with_disability", _("Passed a training class and has said to have a disability"), 1),
        Example("passed_a_class", _("Passed a training class"), 0),
    ),
)

TRAINEES_WITHDRAWN = Measure(
    key="trainees_withdrawn",
    unit=Unit.PERSON,
    name=_("Trainees who withdrew"),
    rule=_("Counted: each person once who left a training class before its end, on the day of leaving."),
    records=lambda: _counted(Enrolment.objects.filter(state=EnrolmentState.WITHDRAWN)),
    has_own_years=True,
    examples=(
        Example("left_a_class", _("Left a training class before its end"), 1),
        Example("passed_a_class", _("Passed a training class"), 0),
    ),
)

GRADUATES_PLACED = Measure(
    key="graduates_placed",
    unit=Unit.PERSON,
    name=_("Graduates placed within six months"),
    rule=_(
        "Counted: each person once who passed a training class and began to work, employed or self-employed, within "
        "six months after it was closed; in the period in which it was closed."
    ),
    records=placed_records,
    has_own_years=True,
    examples=(
        Example("worked_within_six_months", _("Passed, and began to work a month after the class was closed"), 1),
        Example("worked_after_a_year", _("Passed, and began to work a year after the class was closed"), 0),
    ),
)

GRADUATES_ASKED = Measure(
    key="graduates_asked",
    unit=Unit.PERSON,
    name=_("Graduates due to be asked"),
    rule=_("Counted: each person once who passed a training class that was closed at least three months ago."),
    records=asked_records,
    examples=(
        Example("passed_a_class", _("Passed a training class"), 1),
        Example("left_a_class", _("Left a training class before its end"), 0),
    ),
)

GRADUATES_ANSWERED = Measure(
    key="graduates_answered",
    unit=Unit.PERSON,
    name=_("Graduates who answered"),
    rule=_("Counted: each person once among those due who answered any round, or whose job is known from elsewhere."),
    records=answered_records,
    examples=(
        Example("worked_within_six_months", _("Passed, and began to work a month after the class was closed"), 1),
        Example("passed_a_class", _("Passed a training class"), 0),
    ),
)

SEATS_TAKEN = Measure(
    key="seats_taken",
    unit=Unit.PERSON,
    name=_("Seats taken"),
    rule=_("Counted: each participation in a class of the year, but not of those who withdrew."),
    records=lambda: seats(Enrolment.objects.taking_a_seat()),
    examples=(
        Example("passed_a_class", _("Passed a training class"), 1),
        Example("left_a_class", _("Left a training class before its end"), 0),
    ),
)

MEASURES = (
    SEATS_TAKEN,
    JOB_SEEKERS_TRAINED,
    TRAINED_FIRST_TIME,
    WOMEN_TRAINED,
    DISABLED_TRAINED,
    TRAINEES_WITHDRAWN,
    GRADUATES_PLACED,
    GRADUATES_ASKED,
    GRADUATES_ANSWERED,
)

RATIOS = (
    Ratio(
        key="first_time_share",
        name=_("Trained for the first time"),
        rule=_("People trained for the first time, of all people trained in the same period."),
        numerator=TRAINED_FIRST_TIME,
        denominator=JOB_SEEKERS_TRAINED,
    ),
    Ratio(
        key="women_share",
        name=_("Women among the trained"),
        rule=_("Women, of all people trained in the same period."),
        numerator=WOMEN_TRAINED,
        denominator=JOB_SEEKERS_TRAINED,
    ),
    Ratio(
        key="disability_share",
        name=_("People with disability among the trained"),
        rule=_("People with disability, of all people trained in the same period."),
        numerator=DISABLED_TRAINED,
        denominator=JOB_SEEKERS_TRAINED,
    ),
    Ratio(
        key="placed_share",
        name=_("Placed within six months"),
        rule=_(
            "Graduates who began to work within six months, of all graduates whose class was closed in the same "
            "period: the lower end of absorption, as if nobody who is silent had found work."
        ),
        numerator=GRADUATES_PLACED,
        denominator=JOB_SEEKERS_TRAINED,
    ),
    Ratio(
        key="response_rate",
        name=_("Response rate"),
        rule=_("Graduates who answered, of all who are due to be asked."),
        numerator=GRADUATES_ANSWERED,
        denominator=GRADUATES_ASKED,
    ),
)
