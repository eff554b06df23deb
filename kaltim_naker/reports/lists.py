"""Counts of a page that no indicator names: declared like measures, so that each opens its list."""

from django.utils.translation import gettext_lazy as _

from programs.choices import ClassState, Unit
from programs.measures import Measure, find_measure
from trainees.choices import EnrolmentState
from trainees.measures import seats
from trainees.models import Enrolment

IN_CLASSES_NOW = Measure(
    key="in_running_classes",
    unit=Unit.PERSON,
    name=_("In running classes now"),
    rule=_("Counted: each participation in a class of the year that is running today."),
    records=lambda: seats(
        Enrolment.objects.filter(state=EnrolmentState.PARTICIPANT, training_class__state=ClassState.RUNNING)
    ),
)
_LISTS = {IN_CLASSES_NOW.key: IN_CLASSES_NOW}


def find_list(key: str) -> Measure | None:
    """What can be listed: a registered measure, or one of these."""
    return find_measure(key) or _LISTS.get(key)
