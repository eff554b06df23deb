"""Reusable reads of certification."""

from typing import Self

from django.db.models import Q

from certifications.choices import CertificateState, ResultOutcome
from kaltim_naker.access.scope import ScopedQuerySet
from trainees.choices import JOB_SEEKING


class ResultQuerySet(ScopedQuerySet):
    def for_list(self) -> Self:
        return self.select_related("job_seeker", "assessment__scheme", "assessment__issuer")

    def awaiting_certificate(self) -> Self:
        """Competent, but the paper has not arrived."""
        return self.filter(outcome=ResultOutcome.COMPETENT).exclude(
            certificates__state=CertificateState.ACTIVE,
        )


class CertificateQuerySet(ScopedQuerySet):
    def for_list(self) -> Self:
        return self.select_related("issuer", "result__assessment__training_class__centre")

    def active(self) -> Self:
        return self.filter(state=CertificateState.ACTIVE)

    def counted(self) -> Self:
        """Toward the target: result K, a scheme that counts, a job seeker when the class began (domain.md §4.5)."""
        return self.active().filter(
            Q(result__enrolment__work_status__in=JOB_SEEKING),
            result__outcome=ResultOutcome.COMPETENT,
            result__assessment__scheme__counts_toward_target=True,
        )
