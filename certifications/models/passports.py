"""The link by which a person shows what has been verified about him or her."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from certifications.querysets import PassportQuerySet
from kaltim_naker.access.scope import ScopedModel, ScopePaths
from kaltim_naker.audit.history import tracked
from kaltim_naker.core.codes import scanned_code
from kaltim_naker.core.models import Record
from trainees.models import JobSeeker


@tracked(exclude=["code"], model_name="PassportEvent")
class Passport(Record, ScopedModel):
    """A long-lived link, given to the person. Whoever has it sees the trainings and certificates, no NIK, no address.

    The office can take it back at any time; a new one has another code.
    """

    job_seeker = models.ForeignKey(
        JobSeeker, on_delete=models.PROTECT, related_name="passports", verbose_name=_("job seeker")
    )
    code = models.CharField(max_length=24, unique=True, default=scanned_code, editable=False)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("given by")
    )
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    revoke_reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = PassportQuerySet.as_manager()
    # Who may see the person may see the link (querysets.PassportQuerySet).
    scope_paths = ScopePaths(region="job_seeker__domicile")

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("passport")
        verbose_name_plural = _("passports")
        constraints = [
            models.UniqueConstraint(
                fields=["job_seeker"],
                condition=Q(revoked_on__isnull=True),
                name="certifications_passport_one_open",
                violation_error_message=_("This person has a link already."),
            ),
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True) | ~Q(revoke_reason=""),
                name="certifications_passport_revoked_has_reason",
                violation_error_message=_("Please say why the link is taken back."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job_seeker}"

    def get_absolute_url(self) -> str:
        """The public address: it needs no account, only the code."""
        return reverse("certifications:passport", args=[self.code])
