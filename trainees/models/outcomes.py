"""What came of the training: placements, and what graduates say months later."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import ScopedModel, ScopePaths
from kaltim_naker.audit.feed import followed
from kaltim_naker.audit.history import tracked
from kaltim_naker.audit.marks import marked
from kaltim_naker.core.constraints import in_order, one_of
from kaltim_naker.core.models import Record
from kaltim_naker.core.periods import add_months
from kaltim_naker.regions.models import KbliSection
from trainees.choices import AnswerChannel, ContractKind, Evidence, PlacementKind, TracerStatus, WageBand
from trainees.constants import TRACER_MONTHS
from trainees.models.enrolments import Enrolment
from trainees.models.people import JobSeeker
from trainees.querysets import PlacementQuerySet, TracerRoundQuerySet


@followed()
@marked()
@tracked()
class Placement(Record, ScopedModel):
    """A job or an own business, with how well it is known. `enrolment`: the training it followed, if any."""

    job_seeker = models.ForeignKey(
        JobSeeker, on_delete=models.PROTECT, related_name="placements", verbose_name=_("job seeker")
    )
    enrolment = models.ForeignKey(
        Enrolment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="placements",
        verbose_name=_("after the training"),
    )
    kind = models.CharField(_("kind"), max_length=13, choices=PlacementKind, default=PlacementKind.LOCAL)
    employer = models.CharField(_("employer or business"), max_length=150)
    occupation = models.CharField(_("job"), max_length=120, blank=True)
    wage_band = models.CharField(_("monthly wage"), max_length=8, choices=WageBand, blank=True)
    sector = models.ForeignKey(
        KbliSection, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sector")
    )
    contract = models.CharField(_("contract"), max_length=12, choices=ContractKind, blank=True)
    started_on = models.DateField(_("first day of work"))
    ended_on = models.DateField(_("last day of work"), null=True, blank=True)
    is_relevant = models.BooleanField(_("fits the training"), null=True, blank=True)
    evidence = models.CharField(_("how it is known"), max_length=8, choices=Evidence, default=Evidence.OWN_WORD)

    objects = PlacementQuerySet.as_manager()
    scope_paths = ScopePaths(centre="enrolment__training_class__centre", region="job_seeker__domicile")

    class Meta:
        ordering = ["-started_on"]
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        constraints = [
            one_of("kind", PlacementKind, "trainees_placement_kind_known"),
            one_of("evidence", Evidence, "trainees_placement_evidence_known"),
            models.CheckConstraint(
                condition=Q(wage_band="") | Q(wage_band__in=WageBand.values),
                name="trainees_placement_wage_known",
            ),
            models.CheckConstraint(
                condition=Q(contract="") | Q(contract__in=ContractKind.values),
                name="trainees_placement_contract_known",
            ),
            in_order(
                "started_on",
                "ended_on",
                "trainees_placement_days_in_order",
                _("The last day of work cannot be before the first."),
            ),
            models.UniqueConstraint(
                fields=["job_seeker", "employer", "started_on"],
                name="trainees_placement_once",
                violation_error_message=_("This job of this person is recorded already."),
            ),
        ]
        indexes = [models.Index(fields=["started_on"], name="trainees_placement_started")]

    def __str__(self) -> str:
        return f"{self.job_seeker}: {self.employer}"


@marked()
@tracked(exclude=["token_digest"])
class TracerRound(Record, ScopedModel):
    """One graduate asked once, some months after the class was closed.

    The personal link is random and known only to whom it was sent: what is stored is its SHA-256, so that nobody with
    the database can answer for somebody else.
    """

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="tracer_rounds", verbose_name=_("enrolment")
    )
    months = models.PositiveSmallIntegerField(_("months after closing"))
    token_digest = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    link_made_at = models.DateTimeField(_("link made at"), null=True, blank=True)
    link_expires_at = models.DateTimeField(_("link expires at"), null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    attempts = models.PositiveSmallIntegerField(_("calls without answer"), default=0)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.CharField(_("answered"), max_length=5, choices=AnswerChannel, blank=True)
    status = models.CharField(_("situation"), max_length=13, choices=TracerStatus, blank=True)
    placement = models.ForeignKey(
        Placement, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("placement")
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = TracerRoundQuerySet.as_manager()
    scope_paths = ScopePaths(centre="enrolment__training_class__centre", region="enrolment__job_seeker__domicile")

    class Meta:
        ordering = ["enrolment", "months"]
        verbose_name = _("tracer round")
        verbose_name_plural = _("tracer rounds")
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "months"], name="trainees_tracerround_once"),
            models.CheckConstraint(condition=Q(months__in=TRACER_MONTHS), name="trainees_tracerround_months_known"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, status="", answered_by="")
                | Q(
                    answered_at__isnull=False,
                    status__in=TracerStatus.values,
                    answered_by__in=AnswerChannel.values,
                ),
                name="trainees_tracerround_answer_is_whole",
                violation_error_message=_("An answer has its time, its situation and the way it came."),
            ),
            models.CheckConstraint(
                condition=Q(token_digest__isnull=True) | Q(link_expires_at__isnull=False),
                name="trainees_tracerround_link_expires",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment.job_seeker} +{self.months}"

    @property
    def due_on(self) -> date | None:
        """The day this round falls due; None while the class is not closed."""
        ended = self.enrolment.ended_on
        return add_months(ended, self.months) if ended else None

    @property
    def has_live_link(self) -> bool:
        return bool(self.token_digest and self.link_expires_at and self.link_expires_at > timezone.now())
