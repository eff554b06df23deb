"""People: registered once for life, enrolled in classes."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import ScopedModel, ScopePaths
from kaltim_naker.accounts.models import Office
from kaltim_naker.audit.history import tracked
from kaltim_naker.core import crypto
from kaltim_naker.core.constraints import one_of
from kaltim_naker.core.models import Record
from kaltim_naker.core.nik import mask_nik
from kaltim_naker.regions.models import Region
from programs.models import TrainingClass
from trainees.choices import OUTCOMES, Education, EnrolmentState, NikMissingReason, Sex, WorkStatus
from trainees.querysets import EnrolmentQuerySet, JobSeekerQuerySet


@tracked()
class JobSeeker(Record, ScopedModel):
    """A person, as on the identity card; one for life.

    The NIK is stored encrypted and bound to this row, with a keyed index for uniqueness and exact search. Where a
    person lives is the address, never the NIK's prefix (domain.md §2.1, edge case 1).
    """

    full_name = models.CharField(_("full name"), max_length=150, help_text=_("As on the identity card."))
    nik_cipher = models.BinaryField(null=True, editable=False)
    nik_index = models.BinaryField(null=True, max_length=32, editable=False)
    nik_masked = models.CharField(_("NIK"), max_length=16, blank=True, editable=False)
    nik_missing_reason = models.CharField(
        _("why there is no NIK"), max_length=10, choices=NikMissingReason, null=True, blank=True
    )
    nik_mismatch_reason = models.CharField(
        _("why NIK and data differ"),
        max_length=200,
        blank=True,
        help_text=_("Where birth date or sex differ from what the NIK says, confirmed against the identity card."),
    )
    birth_place = models.CharField(_("place of birth"), max_length=80, blank=True)
    birth_date = models.DateField(_("date of birth"))
    sex = models.CharField(_("sex"), max_length=1, choices=Sex)
    address = models.CharField(_("address"), max_length=200, blank=True)
    domicile = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="residents", verbose_name=_("regency or city")
    )
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    education = models.PositiveSmallIntegerField(_("education"), choices=Education, null=True, blank=True)
    work_status = models.CharField(_("work status"), max_length=16, choices=WorkStatus, default=WorkStatus.NEVER_WORKED)
    registered_by = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="registered_job_seekers", verbose_name=_("registered by")
    )
    is_invented = models.BooleanField(default=False, help_text=_("Part of the demo, not a real person."))

    objects = JobSeekerQuerySet.as_manager()
    scope_paths = ScopePaths(region="domicile")

    class Meta:
        ordering = ["full_name", "id"]
        verbose_name = _("job seeker")
        verbose_name_plural = _("job seekers")
        constraints = [
            models.UniqueConstraint(
                fields=["nik_index"],
                name="trainees_jobseeker_nik_once",
                violation_error_message=_("A person with this NIK is registered already."),
            ),
            models.CheckConstraint(
                condition=Q(nik_cipher__isnull=False, nik_index__isnull=False, nik_missing_reason__isnull=True)
                | Q(nik_cipher__isnull=True, nik_index__isnull=True, nik_missing_reason__isnull=False),
                name="trainees_jobseeker_nik_or_reason",
                violation_error_message=_("Give either the NIK or the reason why there is none."),
            ),
            one_of("sex", Sex, "trainees_jobseeker_sex_known"),
            one_of("work_status", WorkStatus, "trainees_jobseeker_work_status_known"),
            models.CheckConstraint(
                condition=Q(education__isnull=True) | Q(education__in=Education.values),
                name="trainees_jobseeker_education_known",
            ),
        ]
        indexes = [
            # `icontains` asks for UPPER(full_name) LIKE …; an index on the plain column would not serve it.
            GinIndex(OpClass(Upper("full_name"), name="gin_trgm_ops"), name="trainees_jobseeker_name_trgm"),
            models.Index(fields=["full_name", "id"], name="trainees_jobseeker_by_name"),
            models.Index(fields=["phone"], name="trainees_jobseeker_phone", condition=~Q(phone="")),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        return reverse("trainees:job_seeker_detail", args=[self.pk])

    def set_nik(self, nik: str) -> None:
        """Store a checked NIK: encrypted, indexed, and masked for the screen."""
        self.nik_cipher = crypto.encrypt(nik, bound_to=self._bound_to)
        self.nik_index = crypto.blind_index(nik)
        self.nik_masked = mask_nik(nik)
        self.nik_missing_reason = None

    def reveal_nik(self) -> str | None:
        """The number in clear. Whoever shows it to a person writes an access log entry first."""
        return crypto.decrypt(bytes(self.nik_cipher), bound_to=self._bound_to) if self.nik_cipher else None

    @property
    def _bound_to(self) -> str:
        return f"trainees_jobseeker:{self.pk}"


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

    def __str__(self) -> str:
        return f"{self.job_seeker} – {self.training_class}"
