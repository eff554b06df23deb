"""What came of the training: placements, personal links, answers."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.forms.models import model_to_dict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import today
from kaltim_naker.regions.models import KbliSection
from trainees.choices import AT_WORK, AnswerChannel, EnrolmentState, Evidence, PlacementKind, TracerStatus
from trainees.constants import LINK_BYTES, LINK_VALID, TRACER_MONTHS
from trainees.models import Enrolment, JobSeeker, Placement, TracerRound


@dataclass(frozen=True, kw_only=True)
class PlacementData:
    """A job or an own business."""

    employer: str
    started_on: date
    kind: str = PlacementKind.LOCAL
    occupation: str = ""
    wage_band: str = ""
    sector: KbliSection | None = None
    contract: str = ""
    ended_on: date | None = None
    is_relevant: bool | None = None
    evidence: str = Evidence.OWN_WORD


@transaction.atomic
def record_placement(
    *, actor: User | None, job_seeker: JobSeeker, data: PlacementData, enrolment: Enrolment | None = None
) -> Placement:
    """Record a job, or raise the evidence of one that is known. `actor` is None where the graduate tells it himself.

    What is known already word for word is not written again.
    """
    if data.started_on > today():
        raise DomainError("started_in_future", _("The first day of work lies in the future."), field="started_on")
    if not data.employer.strip():
        raise DomainError("employer_missing", _("Please name the employer or the business."), field="employer")
    employer = " ".join(data.employer.split())
    known = Placement.objects.filter(job_seeker=job_seeker, employer__iexact=employer, started_on=data.started_on)
    placement = known.select_for_update(of=("self",)).first() or Placement(job_seeker=job_seeker, employer=employer)
    is_new = placement._state.adding
    before = model_to_dict(placement)
    placement.enrolment = enrolment or placement.enrolment
    placement.kind, placement.sector, placement.contract = data.kind, data.sector, data.contract
    placement.occupation, placement.wage_band = " ".join(data.occupation.split()), data.wage_band
    placement.started_on, placement.ended_on = data.started_on, data.ended_on
    placement.is_relevant = data.is_relevant
    placement.evidence = data.evidence if is_new else _better(placement.evidence, data.evidence)
    if is_new or model_to_dict(placement) != before:
        placement.full_clean()
        placement.save()
    return placement


def _better(known: str, told: str) -> str:
    """A document that was seen is not undone by somebody's word."""
    order = list(Evidence.values)
    return min(known, told, key=order.index)


@dataclass(frozen=True)
class Invitation:
    """A personal link, shown once: only its digest is kept. `whatsapp_url` opens the chat with the text written."""

    round: TracerRound
    url: str
    text: str
    whatsapp_url: str


@transaction.atomic
def invite_graduate(*, actor: User, enrolment: Enrolment, months: int) -> Invitation:
    """Make a personal link for a tracer round and the text to send with it. A new link ends the one before."""
    found = _due_round(enrolment, months)
    token = secrets.token_urlsafe(LINK_BYTES)
    found.token_digest = digest_of(token)
    found.link_made_at = timezone.now()
    found.link_expires_at = found.link_made_at + LINK_VALID
    found.asked_by = actor
    found.save()
    url = f"{settings.SITE_URL}{reverse('trainees:tracer_answer', args=[token])}"
    text = _message(found, url)
    phone = enrolment.job_seeker.phone.removeprefix("+")
    return Invitation(found, url, text, f"https://wa.me/{phone}?text={quote(text)}" if phone else "")


def _message(found: TracerRound, url: str) -> str:
    enrolment = found.enrolment
    return _(
        "Good day %(name)s. You took part in “%(programme)s” at %(centre)s. Please tell us in one minute how you are "
        "doing today: %(url)s – the link is for you alone and works until %(until)s. Thank you."
    ) % {
        "name": enrolment.job_seeker.full_name,
        "programme": enrolment.training_class.programme,
        "centre": enrolment.training_class.centre.short_name,
        "url": url,
        "until": f"{timezone.localtime(found.link_expires_at):%d/%m/%Y}",
    }


def _due_round(enrolment: Enrolment, months: int) -> TracerRound:
    """The round, locked, made on first use. Raises DomainError: no graduate, not due yet, answered already."""
    if months not in TRACER_MONTHS:
        raise DomainError("round_unknown", _("There is no tracer round after %(months)s months.") % {"months": months})
    locked = Enrolment.objects.select_for_update(of=("self",)).select_related("job_seeker").get(pk=enrolment.pk)
    if locked.state != EnrolmentState.PASSED:
        raise DomainError("not_a_graduate", _("%(name)s has not passed this class.") % {"name": locked.job_seeker})
    found, _created = TracerRound.objects.get_or_create(enrolment=locked, months=months)
    due_on = found.due_on
    if due_on is None or due_on > today():
        raise DomainError("round_not_due", _("This round falls due on %(day)s.") % {"day": f"{due_on:%d/%m/%Y}"})
    if found.answered_at is not None:
        raise DomainError("answered_already", _("This round has been answered already."))
    return found


def digest_of(token: str) -> str:
    """What is kept of a personal link."""
    return hashlib.sha256(token.encode()).hexdigest()


def round_of_link(token: str) -> TracerRound | None:
    """The round a personal link is for; None where it is unknown, replaced, expired or used."""
    rounds = TracerRound.objects.select_related("enrolment__job_seeker", "enrolment__training_class__programme")
    found = rounds.filter(token_digest=digest_of(token), answered_at__isnull=True).first()
    return found if found is not None and found.has_live_link else None


@dataclass(frozen=True)
class Answer:
    """What a graduate says. Who is at work names the job."""

    status: str
    job: PlacementData | None = None
    note: str = ""


@transaction.atomic
def answer_by_link(*, token: str, answer: Answer) -> TracerRound:
    """The graduate answers on the small form, without an account. The link is used up by it."""
    found = round_of_link(token)
    locked = found and TracerRound.objects.select_for_update(of=("self",)).filter(pk=found.pk).first()
    if not locked or locked.answered_at is not None or not locked.has_live_link:
        raise DomainError("link_not_valid", _("This link has been used or has expired. Please ask for a new one."))
    return _write_answer(None, locked, answer, AnswerChannel.LINK)


@transaction.atomic
def answer_by_phone(*, actor: User, enrolment: Enrolment, months: int, answer: Answer) -> TracerRound:
    """Staff write down what a graduate said on the phone."""
    return _write_answer(actor, _due_round(enrolment, months), answer, AnswerChannel.PHONE)


@transaction.atomic
def note_no_answer(*, actor: User, enrolment: Enrolment, months: int) -> TracerRound:
    """Nobody picked up; the round stays open."""
    found = _due_round(enrolment, months)
    TracerRound.objects.filter(pk=found.pk).update(attempts=F("attempts") + 1, asked_by=actor)
    found.refresh_from_db()
    return found


def _write_answer(actor: User | None, found: TracerRound, answer: Answer, channel: str) -> TracerRound:
    if answer.status not in TracerStatus.values:
        raise DomainError("status_unknown", _("Please choose what fits best."), field="status")
    if answer.status in AT_WORK:
        if answer.job is None:
            raise DomainError("job_missing", _("Please say where you work and since when."), field="employer")
        found.placement = record_placement(
            actor=actor, job_seeker=found.enrolment.job_seeker, data=answer.job, enrolment=found.enrolment
        )
    found.status, found.note = answer.status, answer.note.strip()[:200]
    found.answered_at, found.answered_by = timezone.now(), channel
    found.token_digest = None
    found.save()
    return found
