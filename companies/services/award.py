"""Companies at activities, and the rule by which an award counts guidance."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from companies.choices.productivity import GuidanceKind
from companies.models import AwardRule, Company, Guidance
from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from programs.choices import ActivityKind
from programs.locking import require_writable
from programs.models import Activity

#: Activities that companies are guided by; at a forum or an award they are guests.
_GUIDING = {
    ActivityKind.OUTREACH: GuidanceKind.OUTREACH,
    ActivityKind.CONSULTATION: GuidanceKind.CONSULTATION,
}


def is_guiding(activity: Activity) -> bool:
    """Whether companies at this activity are recorded one by one."""
    return activity.kind in _GUIDING


@transaction.atomic
def record_company_at_activity(
    *, actor: User, activity: Activity, company: Company, people: int | None = None
) -> Guidance:
    """A company took part in an outreach or a consultation. It counts on the first day of the activity."""
    if not is_guiding(activity):
        raise DomainError(
            "not_guiding",
            _("Companies are recorded for outreach and consultations; “%(kind)s” is neither.")
            % {"kind": activity.get_kind_display()},
        )
    guidance = Guidance(
        company=company,
        activity=activity,
        kind=_GUIDING[ActivityKind(activity.kind)],
        held_on=activity.starts_on,
        people=people,
    )
    guidance.full_clean()
    require_writable(guidance)
    guidance.save(force_insert=True)
    return guidance


@transaction.atomic
def remove_company_from_activity(*, actor: User, guidance: Guidance) -> None:
    """Take out a company that was entered by mistake."""
    if guidance.activity_id is None:
        raise DomainError("not_of_activity", _("This stems from a measurement or a visit; correct it there."))
    require_writable(guidance, is_removed=True)
    guidance.delete()


@transaction.atomic
def set_award_rule(*, actor: User, **facts: Any) -> AwardRule:
    """Lay down how the award counts from a day on. An earlier rule keeps holding for the days before."""
    rule = AwardRule(**facts)
    rule.full_clean()
    rule.save(force_insert=True)
    return rule
