"""Reusable reads of certification."""

import re
from typing import Self

from django.db.models import Q

from certifications.choices import CertificateState, ResultOutcome
from kaltim_naker.access.scope import ScopedQuerySet
from trainees.choices import JOB_SEEKING
from trainees.querysets import EnrolmentQuerySet


def number_key(number: str) -> str:
    """The number as it is compared: letters and digits only, upper case (domain.md §4.3)."""
    return re.sub(r"[\W_]+", "", number).upper()


def awaiting_assessment(enrolments: EnrolmentQuerySet) -> EnrolmentQuerySet:
    """Passed the training, but was never assessed."""
    return enrolments.passed().filter(results__isnull=True)


class ResultQuerySet(ScopedQuerySet):
    def for_list(self) -> Self:
        return self.select_related("job_seeker", "assessment__scheme", "assessment__issuer")

    def awaiting_certificate(self) -> Self:
        """Competent, but the paper has not arrived."""
        return self.filter(outcome=ResultOutcome.COMPETENT).exclude(
            certificates__state=CertificateState.ACTIVE,
        )

    def competent_and_countable(self) -> Self:
        """Result K in a scheme that counts, of a job seeker at the start of the class (domain.md §4.5)."""
        return self.filter(
            outcome=ResultOutcome.COMPETENT,
            assessment__scheme__counts_toward_target=True,
            enrolment__work_status__in=JOB_SEEKING,
        )


class CertificateQuerySet(ScopedQuerySet):
    def for_list(self) -> Self:
        return self.select_related("issuer", "result__assessment__training_class__centre")

    def with_number_like(self, text: str) -> Self:
        """Part of a number, compared as numbers are: without spaces and signs, whatever its case."""
        return self.filter(number_key__contains=number_key(text))

    def awaiting_hand_over(self) -> Self:
        """Arrived, but not yet in the holder's hands."""
        return self.active().filter(handed_over_on__isnull=True)

    def handed_over(self) -> Self:
        return self.filter(handed_over_on__isnull=False)

    def active(self) -> Self:
        return self.filter(state=CertificateState.ACTIVE)

    def counted(self) -> Self:
        """Toward the target: result K, a scheme that counts, a job seeker when the class began (domain.md §4.5)."""
        return self.active().filter(
            Q(result__enrolment__work_status__in=JOB_SEEKING),
            result__outcome=ResultOutcome.COMPETENT,
            result__assessment__scheme__counts_toward_target=True,
        )
