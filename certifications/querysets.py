"""Reusable reads of certification."""

from datetime import date, timedelta
from typing import Self

from django.apps import apps
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When

from certifications.choices import AssessmentState, CertificateState, ResultOutcome, Standing
from certifications.constants import EXPIRING_DAYS
from certifications.formulas import number_key
from kaltim_naker.access.scope import Scope, ScopedQuerySet
from trainees.choices import JOB_SEEKING
from trainees.models import JobSeeker
from trainees.querysets import EnrolmentQuerySet


def awaiting_assessment(enrolments: EnrolmentQuerySet) -> EnrolmentQuerySet:
    """Passed the training, but was never assessed."""
    results = apps.get_model("certifications", "Result").objects
    return enrolments.passed().filter(~Exists(results.filter(enrolment=OuterRef("pk"))))


class AssessmentQuerySet(ScopedQuerySet):
    def for_list(self) -> Self:
        return self.select_related(
            "scheme", "issuer", "body", "assessor", "training_class__programme", "training_class__centre"
        )

    def awaiting_results(self, day: date) -> Self:
        """The day of the assessment is over, and nobody has said what came out."""
        return self.filter(state=AssessmentState.SCHEDULED, scheduled_on__lt=day)

    def awaiting_request(self) -> Self:
        """Assessed with somebody competent, but the certificates have not been requested."""
        waiting = (AssessmentState.ASSESSED, AssessmentState.DECIDED)
        return self.filter(Exists(self._competent_without_certificate()), state__in=waiting)

    def _competent_without_certificate(self) -> "ResultQuerySet":
        results = apps.get_model("certifications", "Result").objects
        return results.awaiting_certificate().filter(assessment=OuterRef("pk"))


class ResultQuerySet(ScopedQuerySet):
    def for_list(self) -> Self:
        return self.select_related("job_seeker", "assessment__scheme", "assessment__issuer")

    def awaiting_certificate(self) -> Self:
        """Competent, but the paper has not arrived. One that was revoked had arrived.

        Asked by NOT EXISTS: a join with what is not there is made for every result before it is looked at.
        """
        arrived = apps.get_model("certifications", "Certificate").objects.filter(result=OuterRef("pk"))
        return self.filter(~Exists(arrived), outcome=ResultOutcome.COMPETENT)

    def decided(self) -> Self:
        """Assessed with a result, K or BK; an absence is none."""
        return self.exclude(outcome=ResultOutcome.ABSENT)

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

    def with_standing(self, day: date) -> Self:
        """Adds `stands`, the same in SQL as `formulas.standing_on` in Python."""
        near = day + timedelta(days=EXPIRING_DAYS)
        return self.annotate(
            stands=Case(
                When(~Q(state=CertificateState.ACTIVE), then=F("state")),
                When(valid_until__lt=day, then=Value(Standing.EXPIRED.value)),
                When(valid_until__lte=near, then=Value(Standing.EXPIRING.value)),
                default=Value(Standing.ACTIVE.value),
                output_field=CharField(),
            )
        )

    def expiring(self, first: date, last: date) -> Self:
        """Valid now, and the last valid day lies in this span, both ends included."""
        return self.active().filter(valid_until__range=(first, last))

    def original(self) -> Self:
        """The first of each chain of corrections, unless the paper that stands at its end was revoked.

        A corrected name does not move the person into another year: who was certified in March stays so when the paper
        is replaced in the next January.
        """
        revoked = self.model._default_manager.filter(first=OuterRef("pk"), state=CertificateState.REVOKED)
        return self.filter(~Exists(revoked), replaces=None).exclude(state=CertificateState.REVOKED)

    def counted(self) -> Self:
        """Toward the target: result K, a scheme that counts, a job seeker when the class began (domain.md §4.5)."""
        return self.original().filter(
            Q(result__enrolment__work_status__in=JOB_SEEKING),
            result__outcome=ResultOutcome.COMPETENT,
            result__assessment__scheme__counts_toward_target=True,
        )


class DocumentQuerySet(ScopedQuerySet):
    def active(self) -> Self:
        return self.filter(state=CertificateState.ACTIVE)

    def for_list(self) -> Self:
        return self.select_related("centre", "issued_by")


class PassportQuerySet(ScopedQuerySet):
    """Whoever may see the person may see the link."""

    def visible_to(self, scope: Scope) -> Self:
        return self.filter(job_seeker__in=JobSeeker.objects.visible_to(scope))

    def open(self) -> Self:
        return self.filter(revoked_on__isnull=True)
