"""The quiet notice of pages that show what lies in a closed quarter."""

from typing import Any

from django import template
from django.db.models import Model

from programs.locking import locks_between, locks_on
from programs.models import TrainingClass

register = template.Library()


@register.inclusion_tag("programs/period_notice.html")
def period_notice(record: Model) -> dict[str, Any]:
    """Who closed the quarter that this record belongs to by its day, and the way out; nothing while it is open."""
    return {"locks": locks_on(record)}


@register.inclusion_tag("programs/period_notice.html")
def class_notice(training_class: TrainingClass) -> dict[str, Any]:
    """The same for everything that happened in a class, from its first day to its closing."""
    last = training_class.closed_on or training_class.ends_on
    return {"locks": locks_between(training_class.starts_on, last, training_class.centre_id)}
