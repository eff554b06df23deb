"""Looking twice: quiet signals, and samples of graduates who are called back."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.audit.history import tracked
from kaltim_naker.core.constraints import one_of
from kaltim_naker.core.models import Record
from programs.models import TrainingCentre, TrainingClass
from trainees.choices import CallResult, SignalKind
from trainees.models.enrolments import Enrolment


@tracked()
class Signal(Record, ScopedModel):
    """Something that deserves a look. `fingerprint` makes a second search find the same signal, not another one."""

    kind = models.CharField(_("signal"), max_length=16, choices=SignalKind)
    training_class = models.ForeignKey(
        TrainingClass, on_delete=models.CASCADE, related_name="signals", verbose_name=_("training class")
    )
    fingerprint = models.CharField(max_length=120, editable=False)
    facts = models.JSONField(_("facts"), default=dict)
    looked_at = models.DateTimeField(_("looked at"), null=True, blank=True)
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(_("what was found"), max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(centre="training_class__centre")

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("signal")
        verbose_name_plural = _("signals")
        constraints = [
            one_of("kind", SignalKind, "trainees_signal_kind_known"),
            models.UniqueConstraint(fields=["kind", "fingerprint"], name="trainees_signal_once"),
            models.CheckConstraint(
                condition=Q(looked_at__isnull=True) | (Q(looked_by__isnull=False) & ~Q(note="")),
                name="trainees_signal_look_has_who_and_what",
                violation_error_message=_("Please say what you found."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.training_class}"


@tracked()
class GraduateSample(Record, ScopedModel):
    """A random sample of the graduates of a quarter. With its seed anybody can draw it again."""

    centre = models.ForeignKey(TrainingCentre, on_delete=models.PROTECT, related_name="samples")
    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"))
    seed = models.CharField(_("seed"), max_length=32)
    size = models.PositiveSmallIntegerField(_("people in the sample"))
    drawn_from = models.PositiveIntegerField(_("graduates of the quarter"))
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(centre="centre")

    class Meta:
        ordering = ["-year", "-quarter", "centre"]
        verbose_name = _("sample of graduates")
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "year", "quarter"],
                name="trainees_graduatesample_once",
                violation_error_message=_("The sample of this quarter has been drawn already."),
            ),
            models.CheckConstraint(condition=Q(quarter__range=(1, 4)), name="trainees_graduatesample_quarter"),
        ]

    def __str__(self) -> str:
        return f"{self.centre} {self.year}/{self.quarter}"


@tracked()
class SampleMember(Record, ScopedModel):
    """One graduate of a sample, and what the call said."""

    sample = models.ForeignKey(GraduateSample, on_delete=models.CASCADE, related_name="members")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="sampled")
    result = models.CharField(_("result"), max_length=11, choices=CallResult, default=CallResult.OPEN)
    note = models.CharField(_("note"), max_length=200, blank=True)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    called_at = models.DateTimeField(_("called at"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(centre="sample__centre")

    class Meta:
        ordering = ["sample", "enrolment"]
        verbose_name = _("member of a sample")
        constraints = [
            models.UniqueConstraint(fields=["sample", "enrolment"], name="trainees_samplemember_once"),
            one_of("result", CallResult, "trainees_samplemember_result_known"),
            models.CheckConstraint(
                condition=Q(result=CallResult.OPEN) | Q(called_by__isnull=False, called_at__isnull=False),
                name="trainees_samplemember_call_has_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return str(self.enrolment.job_seeker)
