"""Anonymising a person: who it was goes, what was counted stays."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from certifications.models import Certificate, IssuedDocument
from companies.models import Apprentice
from kaltim_naker.audit.forgetting import forget_in_history
from kaltim_naker.core.errors import DomainError
from kaltim_naker.privacy.constants import NAME_OF_THE_ERASED
from kaltim_naker.privacy.formulas import coarsened
from kaltim_naker.privacy.personal import PARTS, Part
from programs.measures import all_measures
from trainees.choices import NikMissingReason
from trainees.models import Application, DuplicatePair, Enrolment, JobSeeker


def limits_of(person: JobSeeker) -> list[str]:
    """Why the law keeps these data, in words; empty where nothing stands against their erasure (article 43; JRA)."""
    found = []
    if person.nik_missing_reason == NikMissingReason.ERASED:
        found.append(_("These data were erased already."))
    if _has_any(person, Certificate, IssuedDocument):
        found.append(_("A certificate or statement was issued; it must stay verifiable."))
    if _has_any(person, Apprentice, Enrolment):
        found.append(_("The person was trained with public money; the records are kept for their term."))
    if Application.objects.filter(job_seeker=person, decided_at__isnull=True).exists():
        found.append(_("An application is not decided yet."))
    return found


def _has_any(person: JobSeeker, *models: type[Model]) -> bool:
    return any(model._default_manager.filter(job_seeker=person).exists() for model in models)


def without_papers(people: QuerySet[JobSeeker]) -> QuerySet[JobSeeker]:
    """Those who hold nothing that must stay verifiable, and whose data are not erased already."""
    holds = (
        Exists(Certificate.objects.filter(job_seeker=OuterRef("pk"))),
        Exists(IssuedDocument.objects.filter(job_seeker=OuterRef("pk"))),
    )
    known = ~Q(nik_missing_reason=NikMissingReason.ERASED) | Q(nik_missing_reason__isnull=True)
    return people.filter(known, ~holds[0], ~holds[1])


@transaction.atomic
def anonymise(person: JobSeeker) -> set[date]:
    """Take out who it was, here and in the history. Whether it may be done is asked before (`limits_of`, the terms).

    Returns the days whose history changed; the caller has them sealed again, with the reason. Raises DomainError
    `holds_paper` where something was issued that must stay verifiable.
    """
    locked = JobSeeker.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if not without_papers(JobSeeker.objects.filter(pk=locked.pk)).exists():
        raise DomainError("holds_paper", _("A certificate or statement was issued; it must stay verifiable."))
    birth_date = coarsened(locked.birth_date, counted_days(locked))
    DuplicatePair.objects.filter(Q(first=locked) | Q(second=locked)).delete()
    days = set()
    for part in PARTS:
        more = {"birth_date": birth_date} if part.model is JobSeeker else {}
        days |= _erase(part, locked, {**part.erased, **more})
    return days


def _erase(part: Part, person: JobSeeker, values: dict[str, Any]) -> set[date]:
    rows = part.rows(person)
    keys = list(rows.values_list("pk", flat=True))
    if part.is_removed:
        values = {name: NAME_OF_THE_ERASED for name in part.given if name != "office"}
        rows.delete()
    elif values and keys:
        rows.order_by().update(**values)
    return forget_in_history(part.model, keys, values)


def counted_days(person: JobSeeker) -> Iterator[date]:
    """The days on which a measure counts something of this person: his age on them must not change."""
    paths = {part.model: part.person or "pk" for part in PARTS}
    for measure in all_measures():
        records = measure.records()
        if records.model in paths:
            yield from records.filter(**{paths[records.model]: person.pk}).values_list("occurred_on", flat=True)
