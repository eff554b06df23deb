"""What changes the recorded needs, and which classes answer them."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kaltim_naker.access.actions import Action
from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.regions.models import Region
from programs.choices import ClassState
from programs.models import NeedAnswer, SkillNeed, TrainingClass
from programs.permissions import require_own_region


@transaction.atomic
def record_need(*, actor: User, region: Region, **details: Any) -> SkillNeed:
    """Record that people with a skill are needed in a region. `details`: the other columns of SkillNeed."""
    require_own_region(actor, Action.ENTER_NEED, region)
    need = SkillNeed(region=region, **details)
    need.full_clean()
    need.save(force_insert=True)
    return need


@transaction.atomic
def change_need(*, actor: User, need: SkillNeed, **details: Any) -> SkillNeed:
    """Correct a need. It stays with its region."""
    locked = _lock(need)
    require_own_region(actor, Action.ENTER_NEED, locked.region)
    for name, value in details.items():
        if name != "region":
            setattr(locked, name, value)
    locked.full_clean()
    locked.save()
    return locked


@transaction.atomic
def drop_need(*, actor: User, need: SkillNeed) -> None:
    """Take a need off the list, as long as no class answers it; the history keeps it."""
    locked = _lock(need)
    require_own_region(actor, Action.ENTER_NEED, locked.region)
    if locked.answers.exists():
        raise DomainError("need_is_answered", _("Classes answer this need. Take them off first."))
    locked.delete()


@transaction.atomic
def answer_need(*, actor: User, need: SkillNeed, training_class: TrainingClass) -> NeedAnswer:
    """Name a class that answers a need: of its field, not of an earlier year."""
    locked = _lock(need)
    if training_class.programme.field_id != locked.field_id:
        raise DomainError("other_field", _("This class teaches another field."), field="training_class")
    if training_class.fiscal_year < locked.year:
        raise DomainError("earlier_year", _("This class is of a year before the need."), field="training_class")
    if training_class.state == ClassState.CANCELLED:
        raise DomainError("class_cancelled", _("This class was cancelled."), field="training_class")
    answer = NeedAnswer(need=locked, training_class=training_class)
    answer.full_clean()
    answer.save(force_insert=True)
    return answer


@transaction.atomic
def take_off_answer(*, actor: User, need: SkillNeed, training_class: TrainingClass) -> None:
    """The class does not answer this need after all."""
    _lock(need).answers.filter(training_class=training_class).delete()


def _lock(need: SkillNeed) -> SkillNeed:
    return SkillNeed.objects.select_for_update(of=("self",)).select_related("region").get(pk=need.pk)
