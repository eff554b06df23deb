"""Telling in time that agreements end."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from companies.constants.agreements import NOTICE_DAYS
from companies.models import Agreement, AgreementNotice
from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import today


@transaction.atomic
def find_notices(*, day: date) -> int:
    """Write the notices that have fallen due by a day; returns how many are new. Running it twice adds nothing.

    An agreement gets the nearest notice only: one entered eight days before its end is not told three times. A nearer
    notice, or one of an end that has moved, takes the place of what nobody answered.
    """
    due = [_notice_of(agreement, day) for agreement in Agreement.objects.ending(day)]
    known = AgreementNotice.objects.filter(agreement__in=[notice.agreement_id for notice in due])
    told = set(known.values_list("agreement", "days", "ends_on"))
    new = [notice for notice in due if (notice.agreement_id, notice.days, notice.ends_on) not in told]
    AgreementNotice.objects.open().filter(agreement__in=[notice.agreement_id for notice in new]).delete()
    # What is over by now, or was prolonged out of reach, needs no word any more.
    AgreementNotice.objects.open().exclude(agreement__in=[notice.agreement_id for notice in due]).delete()
    AgreementNotice.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _notice_of(agreement: Agreement, day: date) -> AgreementNotice:
    end = agreement.effective_end  # type: ignore[attr-defined]
    days = min(days for days in NOTICE_DAYS if end <= day + timedelta(days=days))
    return AgreementNotice(agreement=agreement, days=days, ends_on=end)


@transaction.atomic
def answer_notice(*, actor: User, notice: AgreementNotice, answer: str) -> AgreementNotice:
    """Say what becomes of an agreement that ends: prolonged, followed by another, or left to end."""
    notice = AgreementNotice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if notice.answered_on is not None:
        raise DomainError("answered_already", _("Somebody else has answered this notice already."))
    if not answer.strip():
        raise DomainError("answer_missing", _("Please say what becomes of the agreement."), field="answer")
    notice.answer, notice.answered_on, notice.answered_by = answer.strip(), today(), actor
    notice.full_clean()
    notice.save()
    return notice
