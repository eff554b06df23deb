"""A person in a training class."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import ScopedModel, ScopePaths
from kaltim_naker.audit.feed import followed
from kaltim_naker.audit.history import tracked
from kaltim_naker.audit.marks import marked
from kaltim_naker.core.constraints import one_of
from kaltim_naker.core.models import Record
from programs.locking import period_locks
from programs.models import TrainingClass
from trainees.choices import OUTCOMES, EnrolmentState, WorkStatus
from trainees.models.people import JobSeeker
from trainees.querysets import EnrolmentQuerySet


@followed()
@marked(day="ended_on")
@tracked()
class Enrolment(Record, ScopedModel):
    """A person in a training class, from the first day to the outcome.

    The work status is frozen at the start of the class: whether somebody counts as a job seeker is decided by it
    (domain.md §4.5), not by the job found afterwards.
    """

    job_seeker = models.ForeignKey(
        JobSeeker, on_delete=models.PROTECT, related_name="enrolments", verbose_name=_("job seeker")
    )
    training_class = models.ForeignKey(
        TrainingClass, on_delete=models.PROTECT, related_name="enrolments", verbose_name=_("training class")
    )
    state = models.CharField(_("state"), max_length=12, choices=EnrolmentState, default=EnrolmentState.PARTICIPANT)
    enrolled_on = models.DateField(_("enrolled on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    end_reason = models.CharField(_("reason"), max_length=200, blank=True)
    work_status = models.CharField(_("work status at the start"), max_length=16, choices=WorkStatus)

    objects = EnrolmentQuerySet.as_manager()
    scope_paths = ScopePaths(centre="training_class__centre", region="job_seeker__domicile")

    class Meta:
        ordering = ["training_class", "job_seeker__full_name"]
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(
                fields=["training_class", "job_seeker"],
                name="trainees_enrolment_once",
                violation_error_message=_("This person is enrolled in this class already."),
            ),
            one_of("state", EnrolmentState, "trainees_enrolment_state_known"),
            one_of("work_status", WorkStatus, "trainees_enrolment_work_status_known"),
            models.CheckConstraint(
                condition=Q(state=EnrolmentState.PARTICIPANT, ended_on__isnull=True)
                | Q(state__in=OUTCOMES, ended_on__isnull=False),
                name="trainees_enrolment_outcome_has_date",
                violation_error_message=_("An outcome needs its date."),
            ),
            models.CheckConstraint(
                condition=~Q(state=EnrolmentState.WITHDRAWN) | ~Q(end_reason=""),
                name="trainees_enrolment_withdrawal_has_reason",
                violation_error_message=_("A withdrawal needs its reason."),
            ),
        ]
        # Few take part at any time, however many did before.
        indexes = [
            models.Index(
                fields=["training_class"],
                condition=Q(state=EnrolmentState.PARTICIPANT),
                name="trainees_enrolment_taking_part",
            )
        ]
        triggers = period_locks(
            "ended_on", centre="training_class__centre", watch=("state", "training_class", "work_status")
        )

    def __str__(self) -> str:
        return f"{self.job_seeker} – {self.training_class}"
