"""What happened in a class: sessions and who was there."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.audit.history import tracked
from kaltim_naker.core.constraints import one_of
from kaltim_naker.core.models import Record
from programs.locking import period_locks
from programs.models import Instructor, TrainingClass
from trainees.choices import Mark
from trainees.models.enrolments import Enrolment
from trainees.querysets import AttendanceMarkQuerySet


@tracked()
class Session(Record, ScopedModel):
    """One part of a day of a class. Its code stands on the printed sheet and leads back to it."""

    training_class = models.ForeignKey(
        TrainingClass, on_delete=models.CASCADE, related_name="sessions", verbose_name=_("training class")
    )
    held_on = models.DateField(_("day"))
    part = models.PositiveSmallIntegerField(_("part of the day"), default=1)
    hours = models.PositiveSmallIntegerField(_("hours (JP)"))
    topic = models.CharField(_("topic"), max_length=120, blank=True)
    instructor = models.ForeignKey(
        Instructor,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("instructor"),
    )
    code = models.CharField(_("code of the sheet"), max_length=8, unique=True, editable=False)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(centre="training_class__centre")

    class Meta:
        ordering = ["training_class", "held_on", "part"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
            models.UniqueConstraint(
                fields=["training_class", "held_on", "part"],
                name="trainees_session_once",
                violation_error_message=_("This part of the day has its session already."),
            ),
            models.CheckConstraint(
                condition=Q(hours__range=(1, 16)),
                name="trainees_session_hours",
                violation_error_message=_("A session has between 1 and 16 hours (JP)."),
            ),
        ]
        triggers = period_locks("held_on", centre="training_class__centre", watch=("training_class", "hours"))

    def __str__(self) -> str:
        return f"{self.held_on:%d/%m/%Y} · {self.part}"


@tracked()
class AttendanceMark(Record, ScopedModel):
    """H, S, I or A of one person in one session, with the hours attended."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="marks", verbose_name=_("session"))
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="marks", verbose_name=_("enrolment")
    )
    mark = models.CharField(_("mark"), max_length=1, choices=Mark)
    hours = models.PositiveSmallIntegerField(_("hours attended"))
    first_recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    late_reason = models.CharField(_("reason for a late change"), max_length=200, blank=True)

    objects = AttendanceMarkQuerySet.as_manager()
    scope_paths = ScopePaths(centre="session__training_class__centre")

    class Meta:
        ordering = ["session", "enrolment"]
        verbose_name = _("attendance")
        constraints = [
            models.UniqueConstraint(fields=["session", "enrolment"], name="trainees_attendancemark_once"),
            one_of("mark", Mark, "trainees_attendancemark_mark_known"),
            models.CheckConstraint(
                condition=Q(mark=Mark.PRESENT, hours__gte=1) | (~Q(mark=Mark.PRESENT) & Q(hours=0)),
                name="trainees_attendancemark_hours_when_present",
                violation_error_message=_("Who was present has at least one hour, and nobody else has any."),
            ),
        ]
        triggers = period_locks("session__held_on", centre="session__training_class__centre", watch=("mark", "hours"))

    def __str__(self) -> str:
        return f"{self.enrolment.job_seeker} {self.session}: {self.mark}"
