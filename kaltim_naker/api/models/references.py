"""By which numbers other offices know our records."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.accounts.models import Office
from kaltim_naker.audit.history import tracked
from kaltim_naker.core.models import Record
from trainees.models import JobSeeker
from trainees.querysets import ByPersonQuerySet


@tracked()
class JobSeekerReference(Record, ScopedModel):
    """The number of a person in an office's own program, by which it finds the person again."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name=_("office"))
    foreign_id = models.CharField(_("number there"), max_length=80)
    job_seeker = models.ForeignKey(
        JobSeeker, on_delete=models.CASCADE, related_name="references", verbose_name=_("job seeker")
    )

    objects = ByPersonQuerySet.as_manager()
    scope_paths = ScopePaths(region="job_seeker__domicile")

    class Meta:
        ordering = ["office", "foreign_id"]
        verbose_name = _("number in another program")
        verbose_name_plural = _("numbers in other programs")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "foreign_id"],
                name="api_jobseekerreference_once",
                violation_error_message=_("Your office gave this number to another person already."),
            ),
            models.CheckConstraint(condition=~models.Q(foreign_id=""), name="api_jobseekerreference_not_empty"),
        ]

    def __str__(self) -> str:
        return self.foreign_id


@tracked()
class RecordReference(Record, ScopedModel):
    """The number of any other record in an office's own program: of an enrolment, a placement, a proposal …

    `resource` is the name in the address. The record is named by its key alone, because it may be of any kind; where it
    was removed since, the number leads nowhere and stays taken.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name=_("office"))
    resource = models.CharField(_("kind of record"), max_length=30)
    foreign_id = models.CharField(_("number there"), max_length=80)
    record = models.UUIDField(_("record"))

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(office="office")

    class Meta:
        ordering = ["office", "resource", "foreign_id"]
        verbose_name = _("number of a record in another program")
        verbose_name_plural = _("numbers of records in other programs")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "resource", "foreign_id"],
                name="api_recordreference_once",
                violation_error_message=_("Your office gave this number to another record already."),
            ),
            models.CheckConstraint(condition=~models.Q(foreign_id=""), name="api_recordreference_not_empty"),
        ]
        indexes = [models.Index(fields=["record"], name="api_recordreference_record")]

    def __str__(self) -> str:
        return self.foreign_id
