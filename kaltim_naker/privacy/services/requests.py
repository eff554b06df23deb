"""Requests of people about their data: taken in, answered within the clock, or refused with the reason."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import require
from kaltim_naker.access.scope import offices_in, scope_of
from kaltim_naker.accounts.models import Office, User
from kaltim_naker.audit.chain import seal_again
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.nik import without_nik
from kaltim_naker.core.numbers import next_number
from kaltim_naker.core.periods import fiscal_year
from kaltim_naker.privacy.choices import RequestKind, RequestState
from kaltim_naker.privacy.constants import REQUEST_PREFIX
from kaltim_naker.privacy.models import SubjectRequest
from kaltim_naker.privacy.services.erasure import anonymise, limits_of
from trainees.models import JobSeeker


@transaction.atomic
def take_request(
    *,
    actor: User,
    office: Office,
    job_seeker: JobSeeker,
    kind: str,
    channel: str,
    identity_check: str,
    wish: str = "",
    received_at: datetime | None = None,
) -> SubjectRequest:
    """Write a request down; its clock runs from the moment it was received (3 × 24 hours, a setting).

    Raises DomainError `foreign_office`, `received_in_future` and `identity_unchecked`.
    """
    scope = scope_of(actor, Action.TAKE_PRIVACY_REQUEST)
    if not offices_in(scope).filter(pk=office.pk).exists():
        raise DomainError("foreign_office", _("You take requests in for your own office only."), field="office")
    received = received_at or timezone.now()
    if received > timezone.now():
        raise DomainError("received_in_future", _("It cannot have come in the future."), field="received_at")
    if not identity_check.strip():
        raise DomainError("identity_unchecked", _("Please write how the identity was checked."), field="identity_check")
    request = SubjectRequest(
        number=next_number(REQUEST_PREFIX, fiscal_year(received)),
        office=office,
        job_seeker=job_seeker,
        kind=kind,
        channel=channel,
        identity_check=without_nik(" ".join(identity_check.split())),
        wish=without_nik(wish.strip()),
        received_at=received,
        due_at=received + timedelta(hours=settings.PRIVACY["answer_hours"]),
        opened_by=actor,
    )
    request.full_clean()
    request.save(force_insert=True)
    return request


@transaction.atomic
def answer_request(*, actor: User, request: SubjectRequest, answer: str) -> SubjectRequest:
    """Do what was asked. An erasure anonymises the person at once, unless the law keeps the data.

    Raises DomainError `request_answered`, `answer_missing`, `own_request` (an erasure needs a second person) and
    `erasure_limited`.
    """
    locked = _lock(actor, request)
    if locked.kind == RequestKind.ERASURE:
        _erase(actor, locked)
    return _finish(actor, locked, RequestState.ANSWERED, answer)


@transaction.atomic
def refuse_request(*, actor: User, request: SubjectRequest, answer: str) -> SubjectRequest:
    """Say no, with the reason that the person is told. Raises DomainError as `answer_request` does."""
    return _finish(actor, _lock(actor, request), RequestState.REFUSED, answer)


def _lock(actor: User, request: SubjectRequest) -> SubjectRequest:
    require(actor, Action.ANSWER_PRIVACY_REQUEST)
    locked = SubjectRequest.objects.select_for_update(of=("self",)).select_related("job_seeker").get(pk=request.pk)
    if locked.state != RequestState.OPEN:
        raise DomainError("request_answered", _("Somebody answered this request in the meantime."))
    return locked


def _erase(actor: User, request: SubjectRequest) -> None:
    if request.opened_by_id == actor.pk:
        raise DomainError(
            "own_request", _("An erasure is decided by somebody else than who took the request in. Ask a colleague.")
        )
    if limits := limits_of(request.job_seeker):
        raise DomainError("erasure_limited", " ".join([*limits, _("Refuse the request with this reason.")]))
    seal_again(anonymise(request.job_seeker), reason=request.number)


def _finish(actor: User, request: SubjectRequest, state: RequestState, answer: str) -> SubjectRequest:
    if not answer.strip():
        raise DomainError("answer_missing", _("Please write what the person is told."), field="answer")
    request.refresh_from_db()
    request.state, request.answer = state, without_nik(answer.strip())
    request.answered_by, request.answered_at = actor, timezone.now()
    request.full_clean()
    request.save()
    return request
