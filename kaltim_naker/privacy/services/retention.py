"""Data whose time is over: announced, then anonymised, unless somebody gives a reason to keep them (domain.md §12)."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from companies.models import Apprentice
from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import require
from kaltim_naker.accounts.models import User
from kaltim_naker.audit.chain import seal_again
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import add_months, today
from kaltim_naker.privacy.choices import ExpiryKind, ExpiryState
from kaltim_naker.privacy.models import Expiry
from kaltim_naker.privacy.services.erasure import anonymise, without_papers
from trainees.models import Application, Enrolment, JobSeeker, Placement

_TERMS = {ExpiryKind.APPLICANT: "applicant_years", ExpiryKind.PARTICIPANT: "participant_years"}


def over(kind: ExpiryKind, day: date | None = None) -> QuerySet[JobSeeker]:
    """People of whom nothing was written within the term of their kind, and who hold no paper."""
    since = add_months(day or today(), -12 * settings.PRIVACY[_TERMS[kind]])
    moment = timezone.make_aware(datetime.combine(since, time.min))
    was_trained = Q(Exists(_of_person(Enrolment))) | Q(Exists(_of_person(Apprentice)))
    people = without_papers(JobSeeker.objects.filter(created_at__lt=moment))
    people = people.filter(was_trained if kind == ExpiryKind.PARTICIPANT else ~was_trained)
    lately = (
        _of_person(Application).filter(Q(applied_at__gte=moment) | Q(decided_at__isnull=True)),
        _of_person(Enrolment).filter(Q(ended_on__gte=since) | Q(ended_on__isnull=True)),
        _of_person(Apprentice).filter(Q(ended_on__gte=since) | Q(ended_on__isnull=True)),
        _of_person(Placement).filter(created_at__gte=moment),
    )
    for rows in lately:
        people = people.filter(~Exists(rows))
    return people


def _of_person(model: type) -> QuerySet:
    return model._default_manager.filter(job_seeker=OuterRef("pk"))  # type: ignore[attr-defined]


@transaction.atomic
def announce_expired() -> int:
    """Nightly: whose term is over is announced to the data protection officer. Returns how many are new."""
    known = Expiry.objects.filter(job_seeker=OuterRef("pk"))
    asleep = known.filter(Q(state=ExpiryState.KEPT, kept_until__gte=today()) | Q(state=ExpiryState.ANNOUNCED))
    found = 0
    for kind in ExpiryKind:
        for person in over(kind).filter(~Exists(asleep)).order_by("pk"):
            values = {"kind": kind, "expires_on": today(), "announced_on": today(), "state": ExpiryState.ANNOUNCED}
            Expiry.objects.update_or_create(job_seeker=person, defaults={**values, "kept_until": None})
            found += 1
    return found


@transaction.atomic
def anonymise_due() -> int:
    """Nightly: who was announced long enough ago, and of whom nothing new was written since. Returns how many."""
    until = today() - timedelta(days=settings.PRIVACY["notice_days"])
    due = Expiry.objects.announced().filter(announced_on__lte=until).select_related("job_seeker")
    ended, days = 0, set()
    for expiry in due.order_by("pk"):
        if not over(ExpiryKind(expiry.kind)).filter(pk=expiry.job_seeker_id).exists():
            expiry.delete()
            continue
        days |= anonymise(expiry.job_seeker)
        Expiry.objects.filter(pk=expiry.pk).update(state=ExpiryState.ERASED)
        ended += 1
    seal_again(days, reason=gettext_noop("end of keeping"))
    return ended


@transaction.atomic
def keep_longer(*, actor: User, expiry: Expiry, until: date, reason: str) -> Expiry:
    """Keep a person's data for a reason, until a day.

    Raises DomainError `not_announced`, `day_passed` and `reason_missing`.
    """
    require(actor, Action.KEEP_RETENTION)
    locked = Expiry.objects.select_for_update(of=("self",)).get(pk=expiry.pk)
    if locked.state != ExpiryState.ANNOUNCED:
        raise DomainError("not_announced", _("Somebody decided about this in the meantime."))
    if until <= today():
        raise DomainError("day_passed", _("Choose a day in the future."), field="until")
    if not reason.strip():
        raise DomainError("reason_missing", _("Please give the reason."), field="reason")
    locked.state, locked.kept_until = ExpiryState.KEPT, until
    locked.reason, locked.decided_by = reason.strip(), actor
    locked.full_clean()
    locked.save()
    return locked
