"""People: registered once for life; what is kept apart about them; and pairs that may be one person."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.access.scope import ScopedModel, ScopePaths
from kaltim_naker.accounts.models import Office
from kaltim_naker.audit.feed import followed
from kaltim_naker.audit.history import tracked
from kaltim_naker.audit.marks import marked
from kaltim_naker.core import crypto
from kaltim_naker.core.constraints import in_order, one_of
from kaltim_naker.core.models import Record
from kaltim_naker.core.nik import mask_nik
from kaltim_naker.core.periods import add_months
from kaltim_naker.regions.models import Region
from trainees.choices import (
    Disability,
    DuplicateReason,
    DuplicateState,
    Education,
    LegalBasis,
    NikMissingReason,
    Sex,
    SpecialGroup,
    TrainedElsewhere,
    WorkStatus,
)
from trainees.constants import AK1_REPORT_MONTHS, AK1_VALID_MONTHS
from trainees.querysets import ByPersonQuerySet, DuplicatePairQuerySet, JobSeekerQuerySet, MergeQuerySet


@followed()
@marked()
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
    district = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("district (kecamatan)"),
    )
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    education = models.PositiveSmallIntegerField(_("education"), choices=Education, null=True, blank=True)
    work_status = models.CharField(_("work status"), max_length=16, choices=WorkStatus, default=WorkStatus.NEVER_WORKED)
    trained_elsewhere = models.CharField(
        _("earlier training, as declared"),
        max_length=9,
        choices=TrainedElsewhere,
        default=TrainedElsewhere.NOT_ASKED,
        help_text=_("Trainings at other institutions; our own are known."),
    )
    trained_elsewhere_note = models.CharField(_("which training"), max_length=200, blank=True)
    ak1_number = models.CharField(_("AK-1 number"), max_length=40, blank=True)
    ak1_issued_on = models.DateField(_("AK-1 issued on"), null=True, blank=True)
    ak1_reported_on = models.DateField(_("last AK-1 report"), null=True, blank=True)
    purpose = models.CharField(_("purpose of processing"), max_length=120, default="Pelayanan pelatihan kerja")
    legal_basis = models.CharField(_("legal basis"), max_length=11, choices=LegalBasis, default=LegalBasis.PUBLIC_TASK)
    notice_version = models.CharField(_("privacy notice shown"), max_length=20, blank=True)
    notice_shown_at = models.DateTimeField(_("privacy notice shown at"), null=True, blank=True)
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
            one_of("trained_elsewhere", TrainedElsewhere, "trainees_jobseeker_trained_elsewhere_known"),
            one_of("legal_basis", LegalBasis, "trainees_jobseeker_legal_basis_known"),
            models.CheckConstraint(
                condition=Q(notice_version="", notice_shown_at__isnull=True)
                | (~Q(notice_version="") & Q(notice_shown_at__isnull=False)),
                name="trainees_jobseeker_notice_has_time",
                violation_error_message=_("A privacy notice that was shown has its version and its time."),
            ),
            in_order(
                "ak1_issued_on",
                "ak1_reported_on",
                "trainees_jobseeker_ak1_days_in_order",
                _("An AK-1 report cannot lie before the card was issued."),
            ),
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
            models.Index(fields=["birth_date"], name="trainees_jobseeker_birth"),
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
    def ak1_valid_until(self) -> date | None:
        """The day two years after the card was issued (domain.md §6.1)."""
        return add_months(self.ak1_issued_on, AK1_VALID_MONTHS) if self.ak1_issued_on else None

    @property
    def ak1_next_report(self) -> date | None:
        """When the holder has to report again; None without a card."""
        last = self.ak1_reported_on or self.ak1_issued_on
        return add_months(last, AK1_REPORT_MONTHS) if last else None

    @property
    def _bound_to(self) -> str:
        return f"trainees_jobseeker:{self.pk}"


@marked()
@tracked()
class ProtectedData(Record, ScopedModel):
    """What the law protects most (UU 27/2022, article 4): kept apart, read only with its own right, never exported."""

    job_seeker = models.OneToOneField(JobSeeker, on_delete=models.CASCADE, related_name="protected_data")
    disability = models.CharField(_("disability"), max_length=12, choices=Disability, default=Disability.NONE)
    special_groups = ArrayField(
        models.CharField(max_length=15, choices=SpecialGroup),
        default=list,
        blank=True,
        verbose_name=_("special groups"),
    )

    objects = ByPersonQuerySet.as_manager()
    scope_paths = ScopePaths(region="job_seeker__domicile")
    guarded_columns = dict.fromkeys(("disability", "special_groups"), Action.VIEW_PROTECTED_DATA)

    class Meta:
        verbose_name = _("protected data")
        constraints = [
            one_of("disability", Disability, "trainees_protecteddata_disability_known"),
            models.CheckConstraint(
                condition=Q(special_groups__contained_by=SpecialGroup.values),
                name="trainees_protecteddata_groups_known",
                violation_error_message=_("This value is not one of the allowed choices."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.job_seeker)


@tracked()
class DuplicatePair(Record, ScopedModel):
    """Two registrations that may be one person, until somebody decides. `first` is the older one."""

    first = models.ForeignKey(JobSeeker, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(JobSeeker, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("why"), max_length=14, choices=DuplicateReason)
    similarity = models.FloatField(_("similarity of the names"))
    state = models.CharField(_("state"), max_length=9, choices=DuplicateState, default=DuplicateState.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision_note = models.CharField(_("note"), max_length=200, blank=True)

    objects = DuplicatePairQuerySet.as_manager()
    scope_paths = ScopePaths(region="first__domicile")

    class Meta:
        ordering = ["-similarity", "id"]
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        constraints = [
            one_of("reason", DuplicateReason, "trainees_duplicatepair_reason_known"),
            one_of("state", DuplicateState, "trainees_duplicatepair_state_known"),
            models.UniqueConstraint(fields=["first", "second"], name="trainees_duplicatepair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="trainees_duplicatepair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} = {self.second}?"


@followed()
@tracked()
class Merge(Record, ScopedModel):
    """Two registrations became one. The journal says what moved and what was removed, so that it can be undone."""

    kept = models.ForeignKey(JobSeeker, on_delete=models.PROTECT, related_name="merges")
    removed_id = models.UUIDField(_("removed record"))
    removed_name = models.CharField(_("removed name"), max_length=150)
    removed_nik_index = models.BinaryField(null=True, max_length=32, editable=False)
    reason = models.CharField(_("reason"), max_length=200)
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    journal = models.JSONField(editable=False)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = MergeQuerySet.as_manager()
    scope_paths = ScopePaths(region="kept__domicile")

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="trainees_merge_has_reason",
                violation_error_message=_("A merge needs its reason."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.removed_name} → {self.kept}"
