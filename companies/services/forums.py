"""What companies say they need, and which agreements came of a forum."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from companies.models import Agreement, Company, CompanyNeed, ForumAgreement
from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.regions.models import Region
from programs.choices import NeedOrigin
from programs.models import Activity
from programs.services import record_need


@transaction.atomic
def record_company_need(*, actor: User, company: Company, region: Region, **details: Any) -> CompanyNeed:
    """Record a skill need on the word of a company, by the rules of every need (`programs.services.record_need`)."""
    need = record_need(actor=actor, region=region, origin=NeedOrigin.COMPANY, **details)
    link = CompanyNeed(need=need, company=company)
    link.full_clean()
    link.save(force_insert=True)
    return link


@transaction.atomic
def name_agreement(*, actor: User, activity: Activity, agreement: Agreement) -> ForumAgreement:
    """Say that an agreement came of an activity; it cannot have begun before."""
    if agreement.starts_on < activity.starts_on:
        raise DomainError(
            "agreement_before_activity", _("This agreement was in force before the meeting."), field="agreement"
        )
    link = ForumAgreement(activity=activity, agreement=agreement)
    link.full_clean()
    link.save(force_insert=True)
    return link


@transaction.atomic
def take_off_agreement(*, actor: User, activity: Activity, agreement: Agreement) -> None:
    """The agreement did not come of this activity after all."""
    ForumAgreement.objects.filter(activity=activity, agreement=agreement).delete()
