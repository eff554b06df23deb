"""Assessments: the event, who is registered for it, what came out, and appeals against that."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from certifications.choices import AppealState, AssessmentState, PlaceKind, ResultOutcome
from certifications.models.issuers import Assessor, CertificationBody, Issuer, Scheme
from certifications.querysets import AssessmentQuerySet, ResultQuerySet
from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.audit.history import tracked
from kaltim_naker.audit.marks import marked
from kaltim_naker.core.constraints import in_order, one_of
from kaltim_naker.core.models import Record
from programs.locking import period_locks
from programs.models import TrainingClass
from trainees.models import Enrolment, JobSeeker


@marked()
@tracked()
class Assessment(Record, ScopedModel):
    """An assessment (uji kompetensi) of a training class after one scheme by one issuer.

    `round` 2 and later are re-assessments of those who were not yet competent, at another time or place.
    """

    training_class = models.ForeignKey(
        TrainingClass, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("training class")
    )
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("scheme"))
    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("issuer"))
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    body = models.ForeignKey(
        CertificationBody,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assessments",
        verbose_name=_("certification body"),
    )
    state = models.CharField(_("state"), max_length=13, choices=AssessmentState, default=AssessmentState.REGISTERED)
    scheduled_on = models.DateField(_("day of the assessment"), null=True, blank=True)
    place_kind = models.CharField(_("kind of place"), max_length=11, choices=PlaceKind, default=PlaceKind.TEMPORARY)
    place = models.CharField(_("place (TUK)"), max_length=150, blank=True)
    assessor = models.ForeignKey(
        Assessor,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assessments",
        verbose_name=_("assessor"),
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decision_document = models.CharField(_("minutes of the plenary"), max_length=80, blank=True)
    requested_on = models.DateField(_("certificates requested on"), null=True, blank=True)
    request_letter = models.CharField(_("letter of request"), max_length=80, blank=True)
    cancel_reason = models.CharField(_("reason for cancelling"), max_length=200, blank=True)

    objects = AssessmentQuerySet.as_manager()
    scope_paths = ScopePaths(centre="training_class__centre")

    class Meta:
        ordering = ["training_class", "scheme", "round"]
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = [
            models.UniqueConstraint(
                fields=["training_class", "scheme", "issuer", "round"],
                name="certifications_assessment_once",
                violation_error_message=_("This class has an assessment of this scheme and issuer already."),
            ),
            models.CheckConstraint(condition=Q(round__gte=1), name="certifications_assessment_round_positive"),
            one_of("state", AssessmentState, "certifications_assessment_state_known"),
            one_of("place_kind", PlaceKind, "certifications_assessment_place_known"),
            models.CheckConstraint(
                condition=~Q(state=AssessmentState.SCHEDULED) | (Q(scheduled_on__isnull=False) & ~Q(place="")),
                name="certifications_assessment_scheduled_has_day",
                violation_error_message=_("A scheduled assessment needs its day and its place."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(AssessmentState.DECIDED, AssessmentState.REQUESTED))
                | Q(decided_on__isnull=False),
                name="certifications_assessment_decided_has_day",
                violation_error_message=_("A decision needs its day."),
            ),
            models.CheckConstraint(
                condition=~Q(state=AssessmentState.REQUESTED) | Q(requested_on__isnull=False),
                name="certifications_assessment_requested_has_day",
                violation_error_message=_("A request of certificates needs its day."),
            ),
            models.CheckConstraint(
                condition=~Q(state=AssessmentState.CANCELLED) | ~Q(cancel_reason=""),
                name="certifications_assessment_cancelled_has_reason",
                violation_error_message=_("A cancelled assessment needs the reason."),
            ),
            in_order(
                "decided_on",
                "requested_on",
                "certifications_assessment_requested_after_decision",
                _("Certificates cannot be requested before the decision."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} ({self.issuer}), {self.training_class}"

    def get_absolute_url(self) -> str:
        return reverse("certifications:assessment_detail", args=[self.pk])


@tracked()
class Candidate(Record, ScopedModel):
    """A person registered for an assessment (asesi), before there is any result."""

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="candidates", verbose_name=_("assessment")
    )
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="candidacies", verbose_name=_("enrolment")
    )
    registered_on = models.DateField(_("registered on"))

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(centre="assessment__training_class__centre", region="enrolment__job_seeker__domicile")

    class Meta:
        ordering = ["assessment", "enrolment__job_seeker__full_name"]
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "enrolment"],
                name="certifications_candidate_once",
                violation_error_message=_("This person is registered for this assessment already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment.job_seeker}: {self.assessment}"


@marked(day="assessed_on")
@tracked()
class Result(Record, ScopedModel):
    """What came out for one candidate in one attempt."""

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="results", verbose_name=_("assessment")
    )
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="results", verbose_name=_("enrolment")
    )
    job_seeker = models.ForeignKey(
        JobSeeker, on_delete=models.PROTECT, related_name="results", verbose_name=_("job seeker")
    )
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=1)
    assessed_on = models.DateField(_("assessed on"))
    outcome = models.CharField(_("result"), max_length=6, choices=ResultOutcome)

    objects = ResultQuerySet.as_manager()
    scope_paths = ScopePaths(centre="assessment__training_class__centre", region="job_seeker__domicile")

    class Meta:
        ordering = ["assessment", "job_seeker__full_name", "attempt"]
        verbose_name = _("result")
        verbose_name_plural = _("results")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "enrolment", "attempt"],
                name="certifications_result_once",
                violation_error_message=_("This attempt of this person is recorded already."),
            ),
            one_of("outcome", ResultOutcome, "certifications_result_outcome_known"),
            models.CheckConstraint(condition=Q(attempt__gte=1), name="certifications_result_attempt_positive"),
        ]
        triggers = period_locks(
            "assessed_on", centre="assessment__training_class__centre", watch=("outcome", "assessment")
        )

    def __str__(self) -> str:
        return f"{self.job_seeker}: {self.get_outcome_display()}"


@tracked()
class Appeal(Record, ScopedModel):
    """A candidate's appeal (banding) against a result. Granted, it turns the result; the old one stays on record."""

    result = models.OneToOneField(Result, on_delete=models.PROTECT, related_name="appeal", verbose_name=_("result"))
    lodged_on = models.DateField(_("lodged on"))
    grounds = models.CharField(_("grounds"), max_length=300)
    outcome_before = models.CharField(_("result before"), max_length=6, choices=ResultOutcome)
    state = models.CharField(_("state"), max_length=8, choices=AppealState, default=AppealState.LODGED)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decision_document = models.CharField(_("document of the decision"), max_length=80, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(centre="result__assessment__training_class__centre", region="result__job_seeker__domicile")

    class Meta:
        ordering = ["-lodged_on"]
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        constraints = [
            one_of("state", AppealState, "certifications_appeal_state_known"),
            one_of("outcome_before", ResultOutcome, "certifications_appeal_outcome_known"),
            models.CheckConstraint(
                condition=Q(state=AppealState.LODGED, decided_on__isnull=True)
                | (~Q(state=AppealState.LODGED) & Q(decided_on__isnull=False) & ~Q(decision_document="")),
                name="certifications_appeal_decision_has_document",
                violation_error_message=_("The decision of an appeal needs its day and its document."),
            ),
            in_order(
                "lodged_on",
                "decided_on",
                "certifications_appeal_days_in_order",
                _("An appeal cannot be decided before it is lodged."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.result}: {self.get_state_display()}"
