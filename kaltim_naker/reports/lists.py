"""Counts of a page that no indicator names: declared like measures, so that each opens its list."""

from typing import Any

from django.db.models import DateField, Func, QuerySet
from django.utils.translation import gettext_lazy as _

from programs.choices import ClassState, Unit
from programs.measures import Measure, class_columns, find_measure, with_dimensions
from trainees.choices import EnrolmentState
from trainees.measures import person_columns
from trainees.models import Enrolment


def _seats(enrolments: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Participations by themselves, on the first day of the year that their class is planned in."""
    first_day: Any = Func("training_class__fiscal_year", 1, 1, function="MAKE_DATE", output_field=DateField())
    return with_dimensions(
        enrolments, subject="pk", occurred_on=first_day, **person_columns(), **class_columns("training_class")
    )


SEATS_TAKEN = Measure(
    key="seats_taken",
    unit=Unit.PERSON,
    name=_("Seats taken"),
    rule=_("Counted: each participation in a class of the year, but not of those who withdrew."),
    records=lambda: _seats(Enrolment.objects.taking_a_seat()),
)
IN_CLASSES_NOW = Measure(
    key="in_running_classes",
    unit=Unit.PERSON,
    name=_("In running classes now"),
    rule=_("Counted: each participation in a class of the year that is running today."),
    records=lambda: _seats(
        Enrolment.objects.filter(state=EnrolmentState.PARTICIPANT, training_class__state=ClassState.RUNNING)
    ),
)
_LISTS = {measure.key: measure for measure in (SEATS_TAKEN, IN_CLASSES_NOW)}


def find_list(key: str) -> Measure | None:
    """What can be listed: a registered measure, or one of these."""
    return find_measure(key) or _LISTS.get(key)
