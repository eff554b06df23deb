"""By which numbers other offices know our records."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import ScopedModel, ScopePaths
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
